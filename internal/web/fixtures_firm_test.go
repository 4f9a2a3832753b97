package web

import (
	"strings"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
	"reinstate/internal/watch"
)

// hostile is text that must never become markup.
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>{{.}}' onmouseover='x`

// long is text without a place to break, and then much of it.
var long = strings.Repeat("Donaudampfschifffahrtsgesellschaft", 6) + " " + strings.Repeat("深圳市海岚科技有限公司", 12)

// samplePage is a page's base as the firm's owner sees it.
func samplePage(title string) page {
	return page{
		Title: title, Who: reinstate.Actor{Org: 1, User: 1, Name: "Mara Lindqvist", Role: reinstate.RoleOwner, Kind: reinstate.Person},
		Firm: "Harbour & Vale", Lang: "en", Zone: "Europe/Berlin", Version: "1.0",
	}
}

// sampleViewer is the same page for somebody who only reads.
func sampleViewer(title string) page {
	p := samplePage(title)
	p.Who.Role = reinstate.RoleViewer
	return p
}

// sampleWrong is a page that refuses every one of the fields.
func sampleWrong(p page, sentence string, fields ...string) page {
	p.Invalid = reinstate.Invalid{}
	for _, field := range fields {
		p.Invalid[field] = sentence
	}
	return p
}

func sampleRow(name string, state reinstate.State, due time.Duration) caseRow {
	row := caseRow{CaseLine: store.CaseLine{
		ID: 1, Reference: "R-2026-0041", State: state, Level: reinstate.AccountLevel, Reasons: []reinstate.ReasonCode{"inauthentic"},
		Round: 2, Opened: storetest.Start, ClientName: name, Marketplace: reinstate.Amazon, Store: "US", OwnerName: name,
	}, Step: casework.NextStep{Text: reinstate.Say("Write the plan"), Why: reinstate.Say("%d of %d demands are met", 1, 3), URL: "plan"}}
	if due != 0 {
		row.Next = reinstate.NextClock{Kind: reinstate.ClockAppeal, Due: storetest.Start.Add(due), Zone: "America/Los_Angeles", Basis: reinstate.Stated}
	}
	if state == reinstate.AwaitingDecision {
		row.Waiting, row.Since = storetest.Start.Add(-50*time.Hour), reinstate.Say("%d days", 2)
	}
	return row
}

func sampleRows(name string) []caseRow {
	return []caseRow{
		sampleRow(name, reinstate.InCorrection, 5*time.Hour), sampleRow(name, reinstate.ReasonIdentified, 70*time.Hour),
		sampleRow(name, reinstate.NoticeLogged, -30*time.Hour), sampleRow(name, reinstate.InLegalReview, 0),
	}
}

func sampleClient(text string) reinstate.Client {
	return reinstate.Client{
		ID: 3, LegalName: text, OtherName: text, Address: text + "\n" + text, Contact: text, Email: text, Phone: text,
		Notes: text, Added: storetest.Start, Version: 1,
	}
}

func sampleAccount(text string) reinstate.Account {
	return reinstate.Account{
		ID: 4, Client: 3, Key: "alder-amazon-de", Marketplace: reinstate.Amazon, Store: "DE", SellerID: text, StoreName: text,
		Standing: reinstate.StandingAtRisk, Added: storetest.Start, Version: 1,
	}
}

// firmFixtures are the pages of the firm, filled. A key is the page's name,
// and after a space what is special about this filling.
func firmFixtures() map[string]any {
	fixtures := map[string]any{}
	for kind, text := range map[string]string{"usual": "Alder & Finch GmbH", "long": long, "hostile": hostile} {
		client, account := sampleClient(text), sampleAccount(text)
		line := casework.AccountLine{Account: account, ClientName: text, ClientOther: text}
		theirs, theirAccount := client, account
		theirs.Notes, theirAccount.StoreName = "another note", "another name"
		users := []reinstate.User{
			{ID: 1, Name: text, Email: "a@example.com", Role: reinstate.RoleOwner, Added: storetest.Start},
			{ID: 2, Name: text, Email: text, Role: reinstate.RoleViewer, Added: storetest.Start, Disabled: true},
			{ID: 5, Name: text, Email: text, Role: reinstate.RoleClient, Added: storetest.Start},
		}
		waiting := []caseRow{sampleRow(text, reinstate.AwaitingDecision, 0)}
		door := page{Title: "Sign in", Lang: "en", Zone: "UTC"}
		flashed := samplePage("Today")
		flashed.Flash, flashed.Demo, flashed.Firm, flashed.Who.Name = text, true, text, text
		for name, p := range map[string]any{
			"today/show":      todayPage{page: flashed, Day: "Sunday 22 November 2026", City: "Berlin", Due: sampleRows(text), More: true, Waiting: waiting, Reviews: []store.ReviewLine{{Reference: "R-2026-0001", Client: text, Round: 1, AskedBy: text, Asked: storetest.Start}}, Back: []store.ReviewLine{{Reference: "R-2026-0001", Client: text, Round: 1, DecidedBy: text, Decided: storetest.Start, Note: text}}, Ask: []store.AgendaLine{{Reference: "R-2026-0036", ClientName: text, Clock: reinstate.Clock{Kind: reinstate.ClockFollowUp, Due: storetest.Start.Add(-72 * time.Hour)}}}, Talk: []store.InboxLine{{Mail: reinstate.Mail{ID: 3, Subject: text, Sender: text, Came: storetest.Start}, Case: "R-2026-0036"}}, Unchecked: []reinstate.Notice{{ID: 7, Subject: text, Logged: storetest.Start}}, Counts: []countLine{{reinstate.Closed, 2, "/cases?state=closed"}}, Needing: 4, Waited: 1},
			"cases/list":      casesPage{page: samplePage("Cases"), Filter: casesFilter{Search: text, Sort: "due"}, Rows: append(sampleRows(text), waiting...), Next: "/cases?after=x", First: "/cases", States: reinstate.States()},
			"search/show":     searchFixture(text),
			"clients/list":    clientsPage{page: samplePage("Clients"), Clients: []casework.ClientLine{{Client: client, Accounts: []reinstate.Account{account}, OpenCases: 2}, {Client: client}}},
			"clients/show":    clientPage{page: samplePage(text), File: casework.ClientFile{Client: client, Accounts: []reinstate.Account{account}}, Cases: sampleRows(text)},
			"clients/form":    clientFormPage{page: sampleWrong(samplePage("Add a client"), text, "legal_name", "other_name", "address", "contact", "email", "phone", "notes"), Form: client, Theirs: &theirs},
			"accounts/list":   accountsPage{page: samplePage("Accounts"), Accounts: []casework.AccountLine{line}, Clients: true},
			"accounts/show":   accountPage{page: samplePage(text), Account: line, Cases: sampleRows(text)},
			"accounts/form":   accountFormPage{page: sampleWrong(samplePage("Add an account"), text, "client", "marketplace", "store", "seller_id", "store_name", "standing", "key"), Form: account, Client: text, Clients: []reinstate.Client{client}, Standings: reinstate.Standings(), Theirs: &theirAccount},
			"policies/list":   samplePolicies(text),
			"policies/show":   samplePolicy(text),
			"people/password": passwordPage{page: sampleWrong(samplePage("A new password"), text, "password"), Person: users[0]},
			"people/list":     peoplePage{page: sampleWrong(samplePage("People"), text, "person"), People: users, Roles: reinstate.Roles()},
			"inbox/list":      inboxPage{page: sampleWrong(samplePage("Inbox"), text, "case"), Mails: sampleMails(text), Drop: text},
			"inbox/mailboxes": mailboxesPage{page: sampleWrong(samplePage("Mailboxes"), text, "address", "password", "reach"), Boxes: []store.Mailbox{{ID: 1, Address: text, Trouble: text, Fetched: storetest.Start}, {ID: 2, Address: text}}, Address: text},
			"hooks/list":      hooksPage{page: sampleWrong(samplePage("Programs that are told"), text, "url", "topics"), Form: hookForm{URL: text}, Secret: text, Hooks: []store.Hook{{ID: 1, URL: text, Topics: reinstate.Topics(), Trouble: text, Told: storetest.Start}, {ID: 2, URL: text, Paused: true}}},
			"jobs/list":       jobsPage{page: samplePage("Background work"), Board: sampleBoard(text)},
			"people/form":     personFormPage{page: sampleWrong(samplePage("Add a person"), text, "name", "email", "role", "client", "password"), Form: personForm{Name: text, Email: text, Role: reinstate.RoleViewer}, Roles: roleChoices, Clients: []casework.ClientLine{{Client: client}}},
			"settings/show":   settingsPage{page: sampleWrong(samplePage("Your settings"), text, "name", "language", "zone", "current", "next"), Form: settingsForm{Name: text}, Email: text, Role: reinstate.RoleOwner, Tongues: []tongueChoice{{"en", "English", true}}, Zones: []zoneChoice{{text, text, true}}},
			"session/signin":  signInPage{page: sampleWrong(door, text, "email"), Email: text, Next: "/cases", Kept: []keptField{{"text", text}}, Lost: true},
			"session/resend":  resendPage{page: samplePage("You are signed in again"), To: "/notices/4", Kept: []keptField{{"text", text}, {"version", "2"}}, Lost: true},
			"session/setup":   setupPage{page: sampleWrong(door, text, "code", "firm", "name", "email", "password", "zone"), Form: setupForm{Code: text, Firm: text, Name: text, Email: text, Zone: "UTC"}, Zones: []zoneChoice{{"UTC", "UTC", true}}},
			"error/failure":   failurePage{page: samplePage("Gone"), Status: 500, What: text, Safe: text, Now: text, Sentences: []string{text}, Number: "ABCD-EFGH"},
			"people/firm":     firmSettingsPage{page: sampleWrong(samplePage("Your firm"), text, "approval"), Rule: reinstate.SecondApproval},
		} {
			fixtures[name+" "+kind] = p
		}
	}
	for name, p := range emptyFixtures() {
		fixtures[name] = p
	}
	return fixtures
}

// emptyFixtures are the same pages with nothing on them.
func emptyFixtures() map[string]any {
	return map[string]any{
		"today/show first steps": todayPage{page: samplePage("Today"), Day: "Sunday 22 November 2026", City: "Berlin", Empty: true},
		"today/show quiet":       todayPage{page: samplePage("Today"), Day: "Sunday 22 November 2026", City: "Berlin"},
		"cases/list empty":       casesPage{page: samplePage("Cases"), Filter: casesFilter{Sort: "due"}},
		"cases/list no match":    casesPage{page: samplePage("Cases"), Filter: casesFilter{Search: "x"}},
		"clients/list empty":     clientsPage{page: samplePage("Clients")},
		"clients/show empty":     clientPage{page: samplePage("Alder"), File: casework.ClientFile{Client: reinstate.Client{LegalName: "Alder"}}},
		"clients/form empty":     clientFormPage{page: samplePage("Add a client")},
		"accounts/list empty":    accountsPage{page: samplePage("Accounts")},
		"accounts/show empty":    accountPage{page: samplePage("Account")},
		"accounts/form empty":    accountFormPage{page: samplePage("Add an account"), Standings: reinstate.Standings()},
		"policies/list empty":    policiesPage{page: samplePage("Policies")},
		"policies/show empty":    policyPage{page: sampleViewer("Policy")},
		"people/password empty":  passwordPage{page: samplePage("A new password")},
		"people/list empty":      peoplePage{page: samplePage("People")},
		"inbox/list empty":       inboxPage{page: samplePage("Inbox")},
		"inbox/mailboxes empty":  mailboxesPage{page: samplePage("Mailboxes")},
		"hooks/list empty":       hooksPage{page: samplePage("Programs that are told")},
		"jobs/list empty":        jobsPage{page: samplePage("Background work")},
		"people/firm alone":      firmSettingsPage{page: samplePage("Your firm"), Rule: reinstate.OwnApproval, Alone: true},
		"people/form empty":      personFormPage{page: samplePage("Add a person"), Roles: roleChoices},
		"settings/show empty":    settingsPage{page: samplePage("Your settings")},
		"session/signin empty":   signInPage{page: page{Title: "Sign in", Lang: "en"}},
		"session/resend empty":   resendPage{page: samplePage("You are signed in again"), To: "/"},
		"session/setup empty":    setupPage{page: page{Title: "Set up", Lang: "en"}},
		"error/failure stranger": failurePage{page: page{Title: "Gone", Lang: "en"}, Status: 404, What: "There is nothing here"},
		"error/failure missing":  failurePage{page: sampleViewer("Gone"), Status: 404, What: "There is nothing here"},
	}
}

func sampleBoard(text string) watch.Board {
	job := store.QueuedJob{ID: 4, Kind: "mail", Tried: 2, Tries: 12, Queued: storetest.Start, At: storetest.Start}
	failed, done := job, job
	failed.Kind, failed.Error, failed.Ended, done.Ended = text, text, storetest.Start, storetest.Start
	return watch.Board{Running: []store.QueuedJob{job}, Waiting: []store.QueuedJob{job}, Trying: []store.QueuedJob{failed}, Failed: []store.QueuedJob{failed}, Done: []store.QueuedJob{done}}
}

// sampleMails are mails of every sort and every way to a case.
func sampleMails(text string) []store.InboxLine {
	var lines []store.InboxLine
	for _, sort := range []reinstate.MailSort{reinstate.MailMessage, reinstate.MailAutoReply, reinstate.MailBounce, reinstate.MailLoop, reinstate.MailTooLarge, reinstate.MailUnread} {
		lines = append(lines, store.InboxLine{Mail: reinstate.Mail{ID: reinstate.MailID(len(lines) + 1), Sort: sort, Sender: text, Subject: text, Came: storetest.Start, Notice: 3, SHA256: "a", Attached: []reinstate.MailFile{{Name: text, Size: 7}}}, Kind: reinstate.KindReply})
	}
	for _, by := range []reinstate.MailThread{reinstate.ThreadAddress, reinstate.ThreadReferences, reinstate.ThreadIdentifier, reinstate.ThreadAccount} {
		lines = append(lines, store.InboxLine{Case: "R-2026-0001", Checked: true, Mail: reinstate.Mail{ID: reinstate.MailID(len(lines) + 1), Case: 1, Notice: 2, Sort: reinstate.MailMessage, Thread: by, Came: storetest.Start, Attached: []reinstate.MailFile{{Name: text, Exhibit: 2}, {Name: text}}}})
	}
	return lines
}
