package web

import (
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"reinstate/internal/access"
	"reinstate/internal/ledger"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func sampleDue(text string, kind reinstate.ClockKind, due time.Duration) store.AgendaLine {
	l := store.AgendaLine{
		Clock: reinstate.Clock{ID: 3, Case: 1, Kind: kind, Due: storetest.Start.Add(due), Zone: "America/Los_Angeles", Basis: reinstate.Stated, Quote: text,
			Counted: reinstate.Reckoning{Span: reinstate.Span{Count: 5, Unit: reinstate.UnitBusinessDay}, From: reinstate.FromReceipt, Started: storetest.Start, LeftOut: text}},
		Reference: "R-2026-0041", State: reinstate.InCorrection, Reasons: []reinstate.ReasonCode{"inauthentic"}, Round: 1,
		ClientName: text, Marketplace: reinstate.Amazon, Store: "US", OwnerName: text,
	}
	if kind == "" {
		l.Held = reinstate.Hold{Until: l.Clock.Due, Why: text}
	}
	return l
}

func sampleLines(text string) []store.AgendaLine {
	return []store.AgendaLine{
		sampleDue(text, reinstate.ClockAppeal, -20*time.Hour), sampleDue(text, reinstate.ClockCall, 5*time.Hour),
		sampleDue(text, "", 30*time.Hour), sampleDue(text, reinstate.ClockFunds, 31*time.Hour), sampleDue(text, reinstate.ClockDocuments, 32*time.Hour),
		sampleDue(text, reinstate.ClockReplyExpected, 33*time.Hour), sampleDue(text, reinstate.ClockMediation, 200*time.Hour),
	}
}

func sampleResults() []reinstate.Result {
	var all []reinstate.Result
	for i := range 14 {
		r := reinstate.Result{Case: reinstate.CaseID(i), Marketplace: reinstate.Amazon, Reason: "inauthentic", Route: reinstate.RespondPlan, Round: 1 + i%3, Filed: storetest.Start.AddDate(0, 0, -30)}
		if i > 2 {
			r.Decision = []reinstate.Decision{reinstate.Reinstated, reinstate.Denied, reinstate.MoreInformation, reinstate.FinalDenial}[i%4]
			r.Ended = r.Filed.AddDate(0, 0, i)
		}
		all = append(all, r)
	}
	return all
}

// sampleWait is a wait with every figure, or with none.
func sampleWait(text string, empty bool) *waitPanel {
	if empty {
		return nil
	}
	return &waitPanel{
		Since: "Mon 16 Nov", Waited: reinstate.Say("%d days", 4), Half: "8 days", Nearly: "12 days", Like: reinstate.Say(text), Expected: text, Source: text,
		URL: "https://example.com/help", Follow: sampleClock(reinstate.ClockFollowUp, 40*time.Hour, reinstate.Assumed, text),
	}
}

// agendaFixtures are the pages of what is due and what came of it, filled.
func agendaFixtures() map[string]any {
	fixtures := map[string]any{}
	v := &voice{house: &house{}, printer: message.NewPrinter(language.English), zone: zoneOf("Asia/Shanghai"), now: storetest.Start}
	for kind, text := range map[string]string{"usual": "Alder & Finch GmbH", "long": long, "hostile": hostile} {
		lines := sampleLines(text)
		days := v.agendaDays(lines, dayOf(v.now, v.zone), 1)
		month := monthPage{page: samplePage("Agenda"), City: "Shanghai", Name: "November 2026", Weekdays: []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, More: true, Before: "/agenda/month?m=2026-10", After: "/agenda/month?m=2026-12", Days: "/agenda"}
		rows := map[string][]agendaRow{}
		for _, l := range lines {
			rows["2026-11-21"] = append(rows["2026-11-21"], v.agendaRow(l, 1))
		}
		month.Weeks = v.grid(time.Date(2026, 11, 1, 0, 0, 0, 0, v.zone), dayOf(v.now, v.zone), rows, false)
		fixtures["agenda/days "+kind] = agendaPage{
			page: samplePage("Agenda"), City: "Shanghai", Passed: days[0].Rows, Days: days, More: true, Now: false, First: "Fri 20 Nov", Last: "Sat 19 Dec",
			Later: "/agenda?from=2026-12-20", Month: "/agenda/month?m=2026-11", All: "/agenda", Own: "/agenda?who=me",
		}
		fixtures["agenda/month "+kind] = month
		fixtures["agenda/feed "+kind] = feedPage{page: samplePage("Your calendar"), Feed: access.Feed{Made: storetest.Start, Read: storetest.Start}, Address: "https://example.com/calendar/" + text}
		outcomes := outcomesPage{page: samplePage("Outcomes"), Markets: nil, Marketplace: "amazon", Since: "year", More: true, Total: v.groupLine(ledger.Total(sampleResults(), v.now), "")}
		outcomes.Decisions = v.curveChart(outcomes.Total.Times)
		line := outcomes.Total
		line.Name = text
		outcomes.Tables = []groupTable{{Name: text, ID: "reason", Lines: []groupLine{line}, Chart: v.intervalChart(text, []groupLine{line, line})}}
		fixtures["outcomes/show "+kind] = outcomes
	}
	fixtures["settings/reminders usual"] = wishesPage{page: samplePage("Reminders"), Wishes: reinstate.UsualWishes(1)}
	fixtures["settings/reminders refused"] = wishesPage{page: sampleWrong(sampleViewer("Reminders"), long, "digest")}
	fixtures["agenda/days empty"] = agendaPage{page: sampleViewer("Agenda"), Now: true, Later: "/agenda?from=2026-12-20", Month: "/agenda/month", All: "/agenda", Own: "/agenda?who=me"}
	fixtures["agenda/month empty"] = monthPage{page: sampleViewer("Agenda"), Weeks: [][]monthDay{make([]monthDay, 7)}, Before: "/a", After: "/b", Days: "/agenda"}
	fixtures["agenda/feed empty"] = feedPage{page: sampleViewer("Your calendar")}
	fixtures["outcomes/show empty"] = outcomesPage{page: sampleViewer("Outcomes"), Since: "all"}
	return fixtures
}
