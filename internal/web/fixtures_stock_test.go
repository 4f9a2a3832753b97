package web

import (
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/health"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/storetest"
)

// sampleShelf is a client's stock with every risk that there is.
func sampleShelf(text string) health.Shelf {
	day := storetest.Start.Format(time.DateOnly)
	line := func(account reinstate.AccountID, sku string, channel reinstate.Channel, held, listed int64) reinstate.StockLine {
		return reinstate.StockLine{Account: account, Taken: storetest.Start.AddDate(0, 0, -2), SKU: sku, ASIN: "B0" + sku, Title: text, Channel: channel, Held: held, Listed: listed, Reserved: -1, Inbound: 12, Unsellable: 3, Stranded: 2, Sold: -1}
	}
	return health.Shelf{
		Today: day, Rule: sampleBook().Stock, Places: map[reinstate.AccountID]health.Place{4: {Marketplace: reinstate.Amazon}, 5: {Marketplace: reinstate.EBay}},
		Names: map[reinstate.AccountID]string{4: text, 5: "other"},
		Lines: []reinstate.StockLine{
			line(4, text, reinstate.BySeller, 40, 50), line(5, text, reinstate.BySeller, -1, 60), line(4, "FBA", reinstate.ByMarketplace, 20, -1),
			line(4, "TWICE", reinstate.BySeller, -1, 9), line(5, "TWICE", reinstate.BySeller, -1, 9), line(4, "FEW", reinstate.ByMarketplace, 4, -1),
		},
		Sold:  []reinstate.Sold{{Account: 4, SKU: text, Units: 900, Recent: 90, BySeller: 90}, {Account: 4, SKU: "FBA", Units: 300, Recent: 90}, {Account: 4, SKU: "FEW", Units: 2, Recent: 2}},
		Since: map[string][]reinstate.Sold{storetest.Start.AddDate(0, 0, -2).Format(time.DateOnly): {{Account: 4, SKU: text, Units: 6, BySeller: 6}}},
		Spans: map[reinstate.AccountID]reinstate.SalesSpan{4: {Account: 4, First: "2025-01-01", Last: day}},
		Invoices: []reinstate.Invoice{
			{Where: text, Issuer: text, Dated: "2026-06-01", Lines: []reinstate.RecordLine{{Item: text, Quantity: 100}}},
			{Where: "old", Dated: "2024-06-01", Lines: []reinstate.RecordLine{{Item: "FBA", Quantity: 100}}},
		},
	}
}

func sampleStock(text string) stockPage {
	shelf := sampleShelf(text)
	skus := health.Reckon(shelf)
	file := casework.StockPage{
		Account: casework.AccountLine{Account: sampleAccount(text), ClientName: text}, Client: reinstate.Client{ID: 3, LegalName: text}, Rule: shelf.Rule, SKUs: skus,
		Accounts: map[reinstate.AccountID]reinstate.Account{4: {ID: 4, Key: text}}, Found: len(skus), Total: len(skus), Next: 50, Spans: shelf.Spans, Invoices: 2, Taken: storetest.Start,
		Counts: map[health.Flag]int{health.FlagOut: 1, health.FlagInvoices: 2},
	}
	return stockPage{page: samplePage("Stock"), File: file, Query: text, Flag: health.FlagOut, At: "/accounts/4/stock"}
}

func sampleService(text string) casework.ServiceFile {
	book, now := sampleBook(), storetest.Start
	messages := []reinstate.BuyerMessage{{Thread: text, Order: text, Received: now.Add(-50 * time.Hour)}, {Received: now.Add(-9 * time.Hour), Answered: now.Add(-5 * time.Hour)}}
	claims := []reinstate.BuyerClaim{
		{ID: 1, Account: 4, Kind: "a_to_z", Number: text, Order: text, Opened: now.Add(-80 * time.Hour), State: reinstate.ClaimOpen, Amount: 40, Currency: "USD", Item: text, Reason: text},
		{ID: 2, Kind: "other", Number: "2", Opened: now, State: reinstate.ClaimOpen}, {ID: 3, Kind: "chargeback", Number: "3", Opened: now, Due: now.Add(time.Hour), State: reinstate.ClaimOpen},
		{ID: 4, Kind: "return", Number: "4", Opened: now, State: reinstate.ClaimLost},
	}
	ratings := []reinstate.Feedback{{Order: text, Day: "2026-11-18", Stars: 1, Text: text}}
	return casework.ServiceFile{
		Account: casework.AccountLine{Account: sampleAccount(text), ClientName: text}, Rule: book.Service, Answers: health.AnswersOf(book.Service, reinstate.Amazon, messages, now),
		Waiting: messages[:1], Clocks: health.ClaimClocks(book.Service, reinstate.Amazon, claims), Claims: claims, Ratings: health.RatingsOf(book.Service, ratings, now), Words: ratings, Known: true, Now: now,
	}
}

// samplePolicyFile is an entry with everything that the firm can say of it.
func samplePolicyFile(text string) casework.PolicyFile {
	user := reinstate.User{ID: 1, Name: text, Role: reinstate.RoleCaseworker}
	mine := casework.PolicyReading{User: user, Asked: true, State: casework.PolicyChanged, Last: reinstate.PolicyAck{Digest: "d", User: 1, By: text, Read: storetest.Start}}
	return casework.PolicyFile{
		PolicyNow: casework.PolicyNow{Key: "amazon/inauthentic", Title: text, Text: text, Digest: "e", Market: sampleMarket(text), Own: reinstate.PolicyEntry{ID: 7, Title: text, Text: text, Source: text, Effective: "2026-11-01", Reviewed: "2026-11-20", By: text, Saved: storetest.Start, Version: 1}},
		Mine:      mine, Changes: []plan.Piece{{Kind: plan.Kept, Text: text}, {Kind: plan.Added, Text: text}, {Kind: plan.Removed, Text: text}},
		Readings: []casework.PolicyReading{mine, {User: user, State: casework.PolicyUnread}}, History: []casework.PolicyAckLine{{PolicyAck: mine.Last}, {PolicyAck: mine.Last, Current: true}},
		Ties:   []casework.PolicyTieLine{{PolicyTie: reinstate.PolicyTie{ID: 1, Account: 4}, Title: text}, {PolicyTie: reinstate.PolicyTie{ID: 2, Exhibit: 5}, Title: text, Path: "/x"}},
		People: []reinstate.User{user}, Accounts: []reinstate.Account{{ID: 4, Key: text}}, Exhibits: []casework.ProcedureLine{{Exhibit: 5, Title: text}, {Paper: 6, Title: text}}, Firm: true,
	}
}

// supplyFixtures are the pages about stock, customer service and policies of
// the firm's own, filled.
func supplyFixtures() map[string]any {
	fixtures := map[string]any{}
	for kind, text := range map[string]string{"usual": "HAILAN Home", "long": long, "hostile": hostile} {
		stock, service, file := sampleStock(text), sampleService(text), samplePolicyFile(text)
		client, own, form := stock, file, reinstate.PolicyEntry{ID: 7, Title: text, Text: text, Source: text, Effective: "2026-11-01", Marketplace: reinstate.Amazon, Version: 2}
		client.Client = true
		own.Key = "own/7"
		account := accountHealthPage{page: samplePage("Health"), File: casework.AccountHealth{Account: stock.File.Account, Service: service, Stock: reinstate.StockStanding{Account: 4, SKUs: 6, Risk: "gone", Counts: map[string]int{"out": 2}, Reckoned: storetest.Start}}}
		account.Supply = supplyOf(account.File)
		line := casework.ClaimDue{ClaimClock: service.Clocks[0], Account: reinstate.Account{ID: 4, Key: text}}
		report := health.Report{
			Taken: storetest.Start, Stock: sampleShelf(text).Lines, Sales: []reinstate.Sale{{Order: text, SKU: text, Day: "2026-11-18", Units: 2, Cancelled: true}},
			Messages: []reinstate.BuyerMessage{{Thread: text, Received: storetest.Start}, {Order: text, Received: storetest.Start, Answered: storetest.Start}}, Claims: service.Claims, Feedback: service.Words,
		}
		for name, p := range map[string]any{
			"health/stock":   stock,
			"health/service": servicePage{page: samplePage("Customer service"), File: service, Most: 1},
			"policies/own":   ownPolicyPage{page: samplePage(text), File: own},
			"policies/form":  policyFormPage{page: sampleWrong(samplePage("A policy"), text, "title", "text", "source", "effective", "marketplace"), Form: form, Choices: []choice{{Code: "amazon", Title: text, Chosen: true}}},
		} {
			fixtures[name+" "+kind] = p
		}
		fixtures["accounts/show tied "+kind] = accountPage{page: samplePage("Account"), Account: stock.File.Account, Policies: []casework.PolicyNow{file.PolicyNow}}
		fixtures["health/stock client "+kind] = client
		fixtures["health/account supply "+kind] = account
		fixtures["health/check rows "+kind] = reportCheckPage{page: samplePage("Check"), Read: casework.HealthRead{Account: stock.File.Account, Report: report}, Layout: text}
		fixtures["today/show watch "+kind] = todayPage{page: samplePage("Today"), Policies: []casework.PolicyDue{{PolicyNow: file.PolicyNow, State: casework.PolicyUnread}}, Claims: []casework.ClaimDue{line}}
		policy := samplePolicy(text)
		policy.File = file
		fixtures["policies/show watched "+kind] = policy
		list := samplePolicies(text)
		list.Query = ""
		list.Library = casework.PolicyLibrary{
			Own: []reinstate.PolicyEntry{form}, Due: []casework.PolicyDue{{PolicyNow: file.PolicyNow, State: casework.PolicyChanged}},
			State: map[reinstate.PolicyKey]casework.PolicyState{"own/7": casework.PolicyRead, "amazon/inauthentic": casework.PolicyChanged}, Readers: map[reinstate.PolicyKey]int{"own/7": 2}, Behind: map[reinstate.PolicyKey]int{"own/7": 1},
		}
		fixtures["policies/list watched "+kind] = list
	}
	fixtures["health/stock empty"] = stockPage{page: samplePage("Stock"), At: "/x"}
	fixtures["health/stock none"] = stockPage{page: samplePage("Stock"), At: "/x", File: casework.StockPage{Total: 4}}
	fixtures["health/service empty"] = servicePage{page: samplePage("Customer service")}
	fixtures["policies/own viewer"] = ownPolicyPage{page: sampleViewer("Own")}
	fixtures["policies/form empty"] = policyFormPage{page: samplePage("New")}
	return fixtures
}
