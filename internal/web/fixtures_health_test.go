package web

import (
	"maps"
	"time"

	"reinstate/data"
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// sampleBook is the catalog's health book.
func sampleBook() *catalog.HealthBook {
	known, err := catalog.Load(data.FS)
	if err != nil {
		panic(err) // other tests say what is wrong with the catalog
	}
	return known.Health()
}

// sampleFigure is a figure with a history of rising values.
func sampleFigure(book *catalog.HealthBook, metric reinstate.Metric, scope, word string) (health.Verdict, []health.Point) {
	var points []health.Point
	for d := 20; d >= 0; d-- {
		points = append(points, health.Point{At: storetest.Start.AddDate(0, 0, -d), Value: 0.002 + 0.0002*float64(20-d)})
	}
	m := reinstate.Measure{
		ID: 5, Snapshot: 3, Account: 4, Taken: storetest.Start, Metric: metric, Scope: scope, From: "2026-09-20", To: "2026-11-18", Measured: true, Value: 0.006,
		Counted: true, Bad: 6, Of: 1000, Word: word, Parts: []reinstate.Part{{Name: "claims", Count: 4}, {Name: word, Count: 2}},
	}
	return health.Judge(book, health.Place{Marketplace: reinstate.Amazon, Store: "US"}, m, points), points
}

// sampleChart is a chart with everything that one can have.
func sampleChart(text string) chart {
	return chart{
		Width: 1000, Height: 320, Title: text, Desc: text, Path: "M4 5L8 9.5", Last: []pin{{X: 8, Y: 9.5, Label: text}}, LineY: 12, HasLine: true, LineLabel: text,
		Rows: []tick{{At: 3, Label: text}}, Columns: []tick{{At: 4, Label: text, Minor: true}}, Pins: []pin{{X: 5, Y: 4, Label: "1"}}, Left: 64, Right: 966, Top: 16, Bottom: 280,
	}
}

// healthFixtures are the pages about account health, filled.
func healthFixtures() map[string]any {
	fixtures, book := map[string]any{}, sampleBook()
	for kind, text := range map[string]string{"usual": "HAILAN Home", "long": long, "hostile": hostile} {
		account := casework.AccountLine{Account: sampleAccount(text), ClientName: text}
		verdict, points := sampleFigure(book, "order_defect_rate", text, text)
		rating, _ := sampleFigure(book, "account_health_rating", "", text)
		issue := reinstate.Issue{ID: 9, Account: 4, Metric: "order_defect_rate", Title: text, Cause: text, Owner: text, Due: "2026-12-01", Opened: storetest.Start, Version: 1}
		closed := issue
		closed.Closed, closed.Learned = storetest.Start, text
		card := healthCard{Verdict: verdict, Path: "/x", Spark: sampleChart(text)}
		file := casework.MetricHealth{
			Account: account, Verdict: verdict, Series: []reinstate.Measure{verdict.Measure}, Points: points, Parts: health.Pareto(verdict.Measure.Parts),
			Orders: []reinstate.Defect{{Order: text, Day: "2026-11-18", Part: text, ASIN: text, Carrier: text, Reason: text}},
			Notes:  []reinstate.HealthNote{{Day: "2026-11-17", Text: text, By: text}}, Cases: []store.CaseLine{{Reference: "R-2026-0041", Opened: storetest.Start}},
			Issues: []reinstate.Issue{issue, closed}, Corrected: map[reinstate.MeasureID]bool{5: true},
		}
		file.Dominant = health.Dominant(file.Orders)
		events := happenings(file)
		read := casework.HealthRead{
			Account: account, Upload: reinstate.HealthUpload{ID: 2, Account: 4, FileName: text, Size: 400}, Verdicts: []health.Verdict{verdict, rating},
			Report: health.Report{
				Taken: storetest.Start, Unknown: []reinstate.UnknownField{{Path: text, Value: text}}, Warnings: []reinstate.Sentence{reinstate.Say("%s", text)},
				Refused: []health.Refusal{{Row: 3, Place: text, Why: reinstate.Say("%s", text)}, {Why: reinstate.Say("%s", text)}},
				Table:   &health.Table{Header: []string{text, "b"}, Sample: [][]string{{text, "2"}}, Rows: 3, Asks: health.AsksColumns},
			},
		}
		line := casework.PortfolioLine{
			HealthLine: store.HealthLine{AccountHealth: reinstate.AccountHealth{Account: 4, Risk: 300, Health: reinstate.NearLine, Over: 2, Taken: storetest.Start}, Key: text, Marketplace: reinstate.Amazon, Store: "US", StoreName: text, ClientName: text},
			Worst:      []health.Verdict{verdict, rating}, Stale: true, Pressure: casework.Pressure{Stock: true, Claims: 2, Issues: 1},
		}
		fits := read
		fits.Report.Refused, fits.Report.Table, fits.Twin = nil, nil, true
		for name, p := range map[string]any{
			"health/portfolio": portfolioPage{page: samplePage("Account health"), Portfolio: casework.Portfolio{Next: 50, Unreported: []reinstate.Account{account.Account}, Issues: []reinstate.Issue{issue}, Today: "2026-12-02", Accounts: map[reinstate.AccountID]casework.AccountLine{4: account}}, Rows: []portfolioRow{{line, "/x"}}, Counts: []healthCount{{reinstate.OverLine, 2}}},
			"health/account": accountHealthPage{page: samplePage("Health"), File: casework.AccountHealth{Account: account, Health: line.AccountHealth, Cards: []casework.HealthCard{{Verdict: verdict, Points: points}}, Stale: true, Told: reinstate.StandingSuspended, Reports: []reinstate.Snapshot{{ID: 3, FileName: text, SHA256: "x", Size: 12, Taken: storetest.Start, Imported: storetest.Start, By: text, Unknown: read.Report.Unknown}}},
				Groups: []healthGroup{{reinstate.Say("Shipping"), []healthCard{card}}}, Policy: []healthCard{card}, Open: []reinstate.Issue{issue}, Closed: []reinstate.Issue{closed}},
			"health/metric": metricHealthPage{page: samplePage("Order defect rate"), File: file, Chart: sampleChart(text), Happens: events, Note: noteForm{Day: "2026-11-20", Text: text}, CSV: "/x"},
			"health/form":   reportFormPage{page: sampleWrong(samplePage("Add a report"), text, "file", "pasted", "metric", "scope", "from", "to", "value", "bad", "of"), Account: account, Metrics: book.Metrics(), Typed: casework.TypedHealth{Metric: "order_defect_rate", Scope: text, Value: text}, Day: "2026-11-20"},
			"health/connection": connectionPage{
				page: sampleWrong(samplePage("Connection"), text, "account", "client", "secret", "refresh"), Path: "/x", Address: text, User: text, Password: text,
				File: casework.ConnectionFile{
					Account: account, Possible: true, Connection: sampleConnection(text),
					Events:  []reinstate.MarketEvent{{Sort: text, Body: text, Came: storetest.Start, State: reinstate.EventNoted, Says: []reinstate.Sentence{reinstate.Say("%s", text)}}, {Body: text}},
					Uploads: []reinstate.HealthUpload{{ID: 2, FileName: text, Added: storetest.Start}},
				},
			},
			"health/check": reportCheckPage{page: samplePage("Check the report"), Read: read, Columns: []columnChoice{{Name: "column0", Header: text, Sample: []string{text}, Role: "day"}}, Metrics: book.Metrics(), Asks: true, Orders: 3},
			"health/issue": issuePage{page: sampleWrong(samplePage("Issue"), text, "title", "cause", "due", "text", "kind", "learned"), File: casework.IssueFile{Account: account, Issue: issue, Actions: []reinstate.IssueAction{{ID: 1, Issue: 9, Kind: reinstate.CorrectiveAction, Text: text, Owner: text, Due: "2026-12-01", Version: 1}, {ID: 2, Kind: reinstate.PreventiveMeasure, Text: text, Frequency: text, Tool: text, Done: "2026-11-19"}}, Verdict: verdict, Judged: true, Reason: "order_defect_rate", Asks: []string{text}}, Form: issue, Step: reinstate.IssueAction{Kind: reinstate.CorrectiveAction, Text: text}, Work: true, Path: "/x"},
		} {
			fixtures[name+" "+kind] = p
		}
		theirs := account
		theirs.Marketplace = reinstate.Walmart
		fixtures["health/connection walmart "+kind] = connectionPage{page: samplePage("Connection"), Path: "/x", File: casework.ConnectionFile{Account: theirs, Possible: true, Connection: reinstate.Connection{ID: 3, Hook: "x", Fetched: storetest.Start, Run: reinstate.FetchRun{Began: storetest.Start, Left: []string{"a"}}}}}
		fixtures["health/connection none "+kind] = connectionPage{page: samplePage("Connection"), Path: "/x", File: casework.ConnectionFile{Account: account, Possible: true}}
		fixtures["health/check fits "+kind] = reportCheckPage{page: samplePage("Check the report"), Read: fits, Metric: "order_defect_rate"}
		fixtures["health/issue closed "+kind] = issuePage{page: sampleViewer("Issue"), File: casework.IssueFile{Account: account, Issue: closed}, Path: "/x"}
	}
	maps.Copy(fixtures, map[string]any{
		"health/portfolio empty":   portfolioPage{page: samplePage("Account health")},
		"health/account empty":     accountHealthPage{page: samplePage("Health")},
		"health/metric empty":      metricHealthPage{page: sampleViewer("Figure"), CSV: "/x"},
		"health/connection empty":  connectionPage{page: samplePage("Connection")},
		"health/connection viewer": connectionPage{page: sampleViewer("Connection"), File: casework.ConnectionFile{Possible: true}},
		"health/form empty":        reportFormPage{page: samplePage("Add a report")},
		"health/check empty":       reportCheckPage{page: samplePage("Check the report")},
		"health/issue empty":       issuePage{page: samplePage("Issue")},
	})
	return fixtures
}

// sampleConnection is a connection in trouble.
func sampleConnection(text string) reinstate.Connection {
	return reinstate.Connection{
		ID: 3, Account: 4, Next: storetest.Start, Tried: storetest.Start, Fetched: storetest.Start, Faults: 2, Fault: "keys_refused", Trouble: reinstate.Say("%s", text),
		Brought: []reinstate.Sentence{reinstate.Say("New reports: %d.", 1), reinstate.Say("%s", text)}, Run: reinstate.FetchRun{Began: storetest.Start, Report: text}, By: text, Added: storetest.Start,
	}
}

// noteOn is a note of a day.
func noteOn(at time.Time, text string) reinstate.HealthNote {
	return reinstate.HealthNote{Day: at.Format(time.DateOnly), Text: text}
}
