package casework_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// invoice is an exhibit with an invoice on record: item, units, item, units ...
func invoice(letter, dated string, lines ...any) reinstate.Exhibit {
	e := reinstate.Exhibit{Letter: letter, Kind: "supplier_invoice", Title: letter, Dated: dated}
	for i := 0; i < len(lines); i += 2 {
		e.Record.Lines = append(e.Record.Lines, reinstate.RecordLine{Item: lines[i].(string), Quantity: lines[i+1].(int)})
	}
	return e
}

// cellAt is the cell of a document for an item; an empty item is the account.
func cellAt(t *testing.T, c casework.Coverage, code reinstate.DemandCode, item string) casework.CoverageCell {
	t.Helper()
	column := slices.IndexFunc(c.Columns, func(x casework.CoverageColumn) bool { return x.Code == code })
	row := slices.IndexFunc(c.Rows, func(x casework.CoverageRow) bool { return x.Item == item })
	if column < 0 || row < 0 {
		t.Fatalf("there is no cell of %s for %q in %+v", code, item, c)
	}
	return c.Rows[row].Cells[column]
}

// TestEachCellOfTheCoverageSaysWhatIsThere lays documents against a notice of
// 20 November 2026 that asks for invoices of the last 365 days for two items.
func TestEachCellOfTheCoverageSaysWhatIsThere(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	notice := o.file(o.open().Reference)
	const a, b = "B0TESTA1X7", "B0TESTB2Y8"
	serious := func(letters ...string) (found []plan.PaperFinding) {
		for _, l := range letters {
			found = append(found, plan.PaperFinding{Exhibit: l, Finding: plan.Finding{Severity: catalog.SeverityHigh, Message: l + " is odd."}})
		}
		return found
	}
	withdrawn := invoice("A", "2026-06-01", a, 100)
	withdrawn.Withdrawn = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name       string
		exhibits   []reinstate.Exhibit
		sold       int // of the first item
		found      []plan.PaperFinding
		want       casework.CoverageState // of invoices for the first item
		bought     int
		short      int
		why        string
		gaps, weak int // the second item is a gap throughout, unless it is named
	}{
		{name: "nothing is there", want: casework.Gap, gaps: 2},
		{name: "an invoice names the item", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01", a, 100)}, want: casework.Covered, bought: 100, gaps: 1},
		{name: "it names both", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01", a, 100, b, 4)}, want: casework.Covered, bought: 100},
		{name: "it covers what was sold", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01", a, 100)}, sold: 100, want: casework.Covered, bought: 100, gaps: 1},
		{name: "it covers less than was sold", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01", a, 100)}, sold: 130, want: casework.CoverShort, bought: 100, short: 30, gaps: 2},
		{name: "two invoices add up", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01", a, 100), invoice("B", "2026-07-01", a, 30)}, sold: 130, want: casework.Covered, bought: 130, gaps: 1},
		{name: "one of them is too old to count", exhibits: []reinstate.Exhibit{invoice("A", "2025-06-01", a, 100), invoice("B", "2026-07-01", a, 30)}, sold: 130, want: casework.CoverShort, bought: 30, short: 100, gaps: 2},
		{name: "one without a date counts", exhibits: []reinstate.Exhibit{invoice("A", "", a, 100)}, sold: 90, want: casework.Covered, bought: 100, gaps: 1},
		{name: "one names no item at all", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01")}, want: casework.Loose, weak: 2},
		{name: "one names another item", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01", "B0ANOTHER01", 5)}, want: casework.Gap, gaps: 2},
		{name: "one was withdrawn", exhibits: []reinstate.Exhibit{withdrawn}, want: casework.Gap, gaps: 2},
		{name: "another kind of document", exhibits: []reinstate.Exhibit{{Letter: "A", Kind: "photo", Record: invoice("", "", a, 5).Record}}, want: casework.Gap, gaps: 2},
		{name: "the only one has a serious finding", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01", a, 100, b, 4)}, found: serious("A"), want: casework.CoverWeak, bought: 100, why: "A is odd.", weak: 2},
		{name: "one of two has a serious finding", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01", a, 100, b, 1), invoice("B", "2026-06-02", a, 1, b, 1)}, found: serious("A"), want: casework.Covered, bought: 101},
		{name: "both have one", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01", a, 100), invoice("B", "2026-06-02", a, 1)}, found: serious("B", "A"), want: casework.CoverWeak, bought: 101, why: "A is odd.", gaps: 1, weak: 1},
		{name: "a slight finding", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01", a, 100, b, 1)}, found: []plan.PaperFinding{{Exhibit: "A", Finding: plan.Finding{Severity: catalog.SeverityLow, Message: "x"}}}, want: casework.Covered, bought: 100},
		{name: "too few, and with a serious finding", exhibits: []reinstate.Exhibit{invoice("A", "2026-06-01", a, 1, b, 1)}, sold: 5, found: serious("A"), want: casework.CoverShort, bought: 1, short: 4, gaps: 1, weak: 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := notice
			f.Exhibits, f.Sales = tt.exhibits, nil
			if tt.sold > 0 {
				f.Sales = []reinstate.Sales{{Item: a, Sold: tt.sold}}
			}
			f.Demands = []reinstate.Demand{{Code: "supplier_invoices", State: reinstate.DemandOpen}}
			c := o.desk.Coverage(f, tt.found)
			cell := cellAt(t, c, "supplier_invoices", a)
			if cell.State != tt.want || cell.Bought != tt.bought || cell.Short != tt.short || cell.Why != tt.why {
				t.Errorf("the cell is %s: %d bought, %d short, %q", cell.State, cell.Bought, cell.Short, cell.Why)
			}
			if c.Gaps != tt.gaps || c.Weak != tt.weak {
				t.Errorf("%d gaps and %d weak places", c.Gaps, c.Weak)
			}
		})
	}
}

func TestTheCoverageFollowsWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	f := o.file(o.open().Reference)
	f.Exhibits = []reinstate.Exhibit{{Letter: "A", Kind: "identity_document"}}
	f.Demands = []reinstate.Demand{{Code: "supplier_invoices", State: reinstate.DemandWaived}, {Code: "identity_document", State: reinstate.DemandOpen}, {Code: "root_cause", State: reinstate.DemandOpen}}
	c := o.desk.Coverage(f, nil)
	if len(c.Columns) != 2 || c.Assumed {
		t.Fatalf("the columns are %+v", c.Columns)
	}
	for _, item := range f.Items() {
		if got := cellAt(t, c, "supplier_invoices", item).State; got != casework.Waived {
			t.Errorf("what was waived is %s for %s", got, item)
		}
		if got := cellAt(t, c, "identity_document", item).State; got != casework.NotAsked {
			t.Errorf("what is asked for once is %s for %s", got, item)
		}
	}
	if got := cellAt(t, c, "identity_document", "").State; got != casework.Covered || c.Gaps+c.Weak != 0 {
		t.Errorf("for the account it is %s, with %d gaps and %d weak places", got, c.Gaps, c.Weak)
	}
	f.Demands = nil
	if c = o.desk.Coverage(f, nil); !c.Assumed || len(c.Columns) == 0 || c.Gaps == 0 {
		t.Errorf("without a demand: %s", fmt.Sprint(c.Columns, c.Gaps))
	}
}
