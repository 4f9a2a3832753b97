package store_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// healthTables are the tables of account health, for dump.
const healthTables = " health_snapshots health_measures health_latest health_defects health_standings health_mappings health_uploads health_notes health_issues health_actions connections market_events health_told"

// wellbeing is one thing of each kind that is kept about an account's health.
type wellbeing struct {
	snapshot reinstate.Snapshot
	upload   reinstate.HealthUpload
	issue    reinstate.Issue
	action   reinstate.IssueAction
	link     reinstate.Connection
	told     reinstate.MarketEvent
	spare    reinstate.Account // not connected
}

var odr = reinstate.SeriesKey{Metric: "order_defect_rate", Scope: "mfn"}

// measure adds one thing of each kind to the account.
func (e *estate) measure() {
	h := &e.well
	e.Update(e.Owner, func(tx *store.Tx) error {
		h.snapshot = reinstate.Snapshot{Account: e.account().ID, Taken: tx.Now(), Source: "amazon_v2", SHA256: storetest.Digest("report"), Digest: "their digest"}
		m := reinstate.Measure{Metric: odr.Metric, Scope: odr.Scope, Taken: tx.Now(), Measured: true, Value: 0.009}
		d := reinstate.Defect{Metric: odr.Metric, Order: "111-1", Day: "2026-11-18"}
		h.upload = reinstate.HealthUpload{Account: e.account().ID, FileName: "their file", SHA256: storetest.Digest("upload")}
		h.issue = reinstate.Issue{Account: e.account().ID, Metric: odr.Metric, Title: "their issue"}
		for _, add := range []func() error{
			func() error { return tx.AddSnapshot(&h.snapshot, []reinstate.Measure{m}, []reinstate.Defect{d}) },
			func() error { return tx.SaveAccountHealth(reinstate.AccountHealth{Account: e.account().ID, Risk: 7}) },
			func() error { return tx.SaveMapping(reinstate.Mapping{Fingerprint: "their header"}) },
			func() error { return tx.AddHealthUpload(&h.upload) },
			func() error { return tx.AddIssue(&h.issue) },
			func() error {
				h.link = reinstate.Connection{Account: e.account().ID, Keys: "their keys", Hook: "their hook"}
				return tx.AddConnection(&h.link)
			},
			func() error {
				h.spare = reinstate.Account{Client: e.account().Client, Key: "their-spare", Marketplace: reinstate.Walmart, Store: "US"}
				return tx.AddAccount(&h.spare)
			},
			func() error {
				h.told = reinstate.MarketEvent{Account: e.account().ID, Name: "their event", State: reinstate.EventWaiting}
				return tx.AddMarketEvent(&h.told)
			},
			func() error {
				return tx.SaveHealthTold(reinstate.Told{Account: e.account().ID, Series: odr, Health: reinstate.NearLine})
			},
			func() error {
				h.action = reinstate.IssueAction{Issue: h.issue.ID, Text: "their step"}
				return tx.AddIssueAction(&h.action)
			},
			func() error {
				return tx.AddHealthNote(&reinstate.HealthNote{Account: e.account().ID, Day: "2026-11-18", Text: "their note"})
			},
		} {
			if err := add(); err != nil {
				return err
			}
		}
		return nil
	})
}

func init() { maps.Copy(calls, healthCalls) }

// healthCalls are the calls of methods about account health.
var healthCalls = map[string]func(*store.Tx, *estate) (any, error){
	"AddSnapshot": func(tx *store.Tx, e *estate) (any, error) {
		s := reinstate.Snapshot{Account: e.account().ID, Digest: "x"}
		return nil, tx.AddSnapshot(&s, []reinstate.Measure{{Metric: "x"}}, []reinstate.Defect{{Metric: "x", Order: "1"}})
	},
	"SameSnapshot": func(tx *store.Tx, e *estate) (any, error) {
		return tx.SameSnapshot(e.account().ID, e.well.snapshot.SHA256, e.well.snapshot.Digest)
	},
	"Snapshot":       func(tx *store.Tx, e *estate) (any, error) { return tx.Snapshot(e.well.snapshot.ID) },
	"Snapshots":      func(tx *store.Tx, e *estate) (any, error) { return tx.Snapshots(e.account().ID, 9) },
	"LatestMeasures": func(tx *store.Tx, e *estate) (any, error) { return tx.LatestMeasures(e.account().ID) },
	"Measures":       func(tx *store.Tx, e *estate) (any, error) { return tx.Measures(e.account().ID, odr, time.Time{}) },
	"Points":         func(tx *store.Tx, e *estate) (any, error) { return tx.Points(time.Time{}, e.account().ID) },
	"Defects":        func(tx *store.Tx, e *estate) (any, error) { return tx.Defects(e.account().ID, odr.Metric, "", 9) },
	"SaveAccountHealth": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SaveAccountHealth(reinstate.AccountHealth{Account: e.account().ID, Risk: 9})
	},
	"AccountHealth": func(tx *store.Tx, e *estate) (any, error) { return tx.AccountHealth(e.account().ID) },
	"Portfolio": func(tx *store.Tx, e *estate) (any, error) {
		return tx.Portfolio(store.Pressed{Accounts: []reinstate.AccountID{e.account().ID}, Floor: 9}, 0, 9)
	},
	"StockAtRisk":  func(tx *store.Tx, e *estate) (any, error) { return tx.StockAtRisk("now") },
	"LateIssues":   func(tx *store.Tx, e *estate) (any, error) { return tx.LateIssues("9999-12-31") },
	"HealthCounts": func(tx *store.Tx, e *estate) (any, error) { return tx.HealthCounts() },
	"Unreported":   func(tx *store.Tx, e *estate) (any, error) { return tx.Unreported(9) },
	"Mapping":      func(tx *store.Tx, e *estate) (any, error) { return tx.Mapping("their header") },
	"SaveMapping": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SaveMapping(reinstate.Mapping{Fingerprint: "x"})
	},
	"AddHealthUpload": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddHealthUpload(&reinstate.HealthUpload{Account: e.account().ID})
	},
	"HealthUploads":      func(tx *store.Tx, e *estate) (any, error) { return tx.HealthUploads(e.account().ID, 9) },
	"HealthUpload":       func(tx *store.Tx, e *estate) (any, error) { return tx.HealthUpload(e.well.upload.ID) },
	"RemoveHealthUpload": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.RemoveHealthUpload(e.well.upload.ID) },
	"Issues":             func(tx *store.Tx, e *estate) (any, error) { return tx.Issues(e.account().ID) },
	"OpenIssues":         func(tx *store.Tx, e *estate) (any, error) { return tx.OpenIssues(9) },
	"Issue":              func(tx *store.Tx, e *estate) (any, error) { return tx.Issue(e.well.issue.ID) },
	"AddIssue": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddIssue(&reinstate.Issue{Account: e.account().ID, Title: "new"})
	},
	"SaveIssue":    func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SaveIssue(new(e.well.issue)) },
	"IssueActions": func(tx *store.Tx, e *estate) (any, error) { return tx.IssueActions(e.well.issue.ID) },
	"AddIssueAction": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddIssueAction(&reinstate.IssueAction{Issue: e.well.issue.ID})
	},
	"SaveIssueAction": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SaveIssueAction(new(e.well.action))
	},
	"AddHealthNote": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddHealthNote(&reinstate.HealthNote{Account: e.account().ID})
	},
	"HealthNotes": func(tx *store.Tx, e *estate) (any, error) { return tx.HealthNotes(e.account().ID) },
}

func TestHealthOfAnotherFirmDoesNotExist(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	e.Update(rivals(e).Owner, func(tx *store.Tx) error {
		for _, name := range []string{
			"AddSnapshot", "SameSnapshot", "Snapshot", "SaveAccountHealth", "AccountHealth", "Mapping", "AddHealthUpload", "HealthUpload", "RemoveHealthUpload",
			"Issue", "AddIssue", "SaveIssue", "AddIssueAction", "SaveIssueAction", "AddHealthNote",
		} {
			if _, err := calls[name](tx, e); !errors.Is(err, reinstate.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrNotFound", name, err)
			}
		}
		return nil
	})
}

func TestHealthComesBackAsItWas(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	id := account.Account.ID
	w.Update(account.Owner, func(tx *store.Tx) error {
		fix := func(s *reinstate.Snapshot) { s.ID, s.Account = 0, id }
		s := filled(fix)
		measure := filled(func(m *reinstate.Measure) { m.ID, m.Snapshot, m.Account = 0, 0, id })
		defect := filled(func(d *reinstate.Defect) { d.Account, d.Snapshot = id, 0 })
		must(t, tx.AddSnapshot(&s, []reinstate.Measure{measure}, []reinstate.Defect{defect}))
		got, err := tx.Snapshot(s.ID)
		must(t, err)
		same(t, "report", got, filled(fix), "ID")
		latest, err := tx.LatestMeasures(id)
		must(t, err)
		measure.Snapshot = s.ID
		same(t, "measure", latest[0], measure, "ID")
		rows, err := tx.Defects(id, defect.Metric, "", 5)
		must(t, err)
		defect.Snapshot = s.ID
		same(t, "order", rows[0], defect)
		h := filled(func(h *reinstate.AccountHealth) { h.Account = id })
		must(t, tx.SaveAccountHealth(h))
		lines, err := tx.Portfolio(store.Pressed{}, 0, 5)
		must(t, err)
		same(t, "standing", lines[0].AccountHealth, h)
		m := reinstate.Mapping{Fingerprint: "f", Columns: map[string]string{"日期": "day"}, Metric: "m", Scope: "s", Percent: true, Comma: true, Days: "dmy"}
		must(t, tx.SaveMapping(m))
		m.Comma = false
		must(t, tx.SaveMapping(m))
		back, err := tx.Mapping("f")
		must(t, err)
		if back.Columns["日期"] != "day" || back.Comma || !back.Percent || back.Days != "dmy" {
			t.Errorf("mapping: got %+v", back)
		}
		u := filled(func(u *reinstate.HealthUpload) { u.ID, u.Account = 0, id })
		must(t, tx.AddHealthUpload(&u))
		upload, err := tx.HealthUpload(u.ID)
		must(t, err)
		same(t, "upload", upload, filled(func(u *reinstate.HealthUpload) { u.Account = id }), "ID")
		must(t, tx.RemoveHealthUpload(u.ID))
		if _, err := tx.HealthUpload(u.ID); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("a removed upload: %v", err)
		}
		note := filled(func(n *reinstate.HealthNote) { n.Account = id })
		must(t, tx.AddHealthNote(&note))
		notes, err := tx.HealthNotes(id)
		must(t, err)
		same(t, "note", notes[0], filled(func(n *reinstate.HealthNote) { n.Account = id }))
		return nil
	})
	c := account.Case()
	w.Update(account.Owner, func(tx *store.Tx) error {
		fix := func(i *reinstate.Issue) { i.ID, i.Version, i.Account, i.Case = 0, 0, id, c.Case.ID }
		i := filled(fix)
		must(t, tx.AddIssue(&i))
		got, err := tx.Issue(i.ID)
		must(t, err)
		same(t, "issue", got, filled(fix), "ID", "Version")
		i.Title, i.Cause, i.Owner, i.Due, i.Learned, i.Closed = "other", "why", "me", "2026-12-01", "done", time.Time{}
		must(t, tx.SaveIssue(&i))
		issues, err := tx.Issues(id)
		must(t, err)
		same(t, "saved issue", issues[0], i)
		stale := i
		stale.Version--
		if err := tx.SaveIssue(&stale); !errors.Is(err, reinstate.ErrConflict) {
			t.Errorf("a stale save: %v", err)
		}
		a := filled(func(a *reinstate.IssueAction) { a.ID, a.Version, a.Issue = 0, 0, i.ID })
		must(t, tx.AddIssueAction(&a))
		a.Text, a.Done = "other", "2026-11-20"
		must(t, tx.SaveIssueAction(&a))
		actions, err := tx.IssueActions(i.ID)
		must(t, err)
		same(t, "step", actions[0], a)
		return nil
	})
}

func TestHistoryIsNeverRewritten(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	id, day := account.Account.ID, w.Clock.Now()
	add := func(digest string, taken time.Time, value float64) error {
		var err error
		w.Update(account.Owner, func(tx *store.Tx) error {
			s := reinstate.Snapshot{Account: id, Taken: taken, Digest: digest, SHA256: storetest.Digest(digest)}
			err = tx.AddSnapshot(&s, []reinstate.Measure{{Metric: odr.Metric, Scope: odr.Scope, Taken: taken, Measured: true, Value: value}},
				[]reinstate.Defect{{Metric: odr.Metric, Order: "111-1", Day: "2026-11-18", Reason: digest}})
			return nil
		})
		return err
	}
	must(t, add("today", day, 0.009))
	must(t, add("yesterday, imported late", day.AddDate(0, 0, -1), 0.008))
	must(t, add("a correction of today", day, 0.0095))
	if err := add("today", day, 0.1); !isInvalid(err, "file") {
		t.Errorf("the same report again: %v", err)
	}
	w.View(account.Owner, func(tx *store.Tx) error {
		latest, err := tx.LatestMeasures(id)
		must(t, err)
		if len(latest) != 1 || latest[0].Value != 0.0095 {
			t.Errorf("the newest is %+v", latest)
		}
		series, err := tx.Measures(id, odr, time.Time{})
		must(t, err)
		if len(series) != 3 || series[0].Value != 0.008 || series[1].Value != 0.009 || series[2].Value != 0.0095 {
			t.Errorf("the history is %+v", series)
		}
		rows, err := tx.Defects(id, odr.Metric, "", 9)
		must(t, err)
		if len(rows) != 1 || rows[0].Reason != "today" {
			t.Errorf("the orders are %+v", rows)
		}
		return nil
	})
	db := raw(t, w)
	for _, statement := range []string{
		"UPDATE health_measures SET value = 0", "DELETE FROM health_measures", "UPDATE health_snapshots SET taken_at = 0", "DELETE FROM health_snapshots",
	} {
		if _, err := db.Exec(statement); err == nil {
			t.Errorf("%s was done", statement)
		}
	}
}

func TestThePortfolioGoesByRisk(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	one, two := firm.Client("海岚科技"), firm.Client("Other")
	accounts := []*storetest.Account{one.Account(reinstate.Amazon, "US"), one.Account(reinstate.Walmart, "US"), two.Account(reinstate.Amazon, "DE"), two.Account(reinstate.EBay, "US")}
	w.Update(firm.Owner, func(tx *store.Tx) error {
		for i, risk := range []int{50, 900, 200} {
			health := []reinstate.Health{reinstate.WithinLine, reinstate.OverLine, reinstate.NearLine}[i]
			must(t, tx.SaveAccountHealth(reinstate.AccountHealth{Account: accounts[i].Account.ID, Risk: risk, Health: health}))
		}
		return nil
	})
	w.View(firm.Owner, func(tx *store.Tx) error {
		lines, err := tx.Portfolio(store.Pressed{}, 0, 2)
		must(t, err)
		rest, err := tx.Portfolio(store.Pressed{}, 2, 2)
		must(t, err)
		if len(lines) != 2 || lines[0].Risk != 900 || lines[1].ClientName != "Other" || len(rest) != 1 || rest[0].ClientName != "海岚科技" {
			t.Errorf("got %+v and %+v", lines, rest)
		}
		moved, err := tx.Portfolio(store.Pressed{Accounts: []reinstate.AccountID{accounts[0].Account.ID}, Floor: 500}, 0, 3)
		must(t, err)
		if len(moved) != 3 || moved[0].Risk != 900 || moved[1].Account != accounts[0].Account.ID || moved[2].Risk != 200 {
			t.Errorf("with something that presses: %+v", moved)
		}
		counts, err := tx.HealthCounts()
		must(t, err)
		if counts[reinstate.OverLine] != 1 || counts[reinstate.NearLine] != 1 || counts[reinstate.WithinLine] != 1 {
			t.Errorf("got %v", counts)
		}
		none, err := tx.Unreported(9)
		must(t, err)
		if len(none) != 1 || none[0].ID != accounts[3].Account.ID {
			t.Errorf("without a report: %+v", none)
		}
		return nil
	})
	w.View(two.Person(), func(tx *store.Tx) error {
		lines, err := tx.Portfolio(store.Pressed{}, 0, 9)
		must(t, err)
		if len(lines) != 1 || lines[0].Account != accounts[2].Account.ID {
			t.Errorf("a client sees %+v", lines)
		}
		return nil
	})
}
