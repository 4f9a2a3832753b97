package casework

import (
	"context"
	"slices"
	"strconv"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Coverage is which document is there for which item: a row an item, a column
// a document that is asked for.
type Coverage struct {
	Columns []CoverageColumn
	Rows    []CoverageRow
	Gaps    int  // cells in which nothing is there, or too little
	Weak    int  // cells in which what is there may not be enough
	Assumed bool // the notice asks for no document: the columns are what its reason usually calls for
}

// CoverageColumn is one document that is asked for.
type CoverageColumn struct {
	Code    reinstate.DemandCode
	Title   string
	Kinds   []reinstate.ExhibitKind
	PerItem bool
	Waived  bool
}

// CoverageRow is one item of the case, or with an empty Item what is asked for
// once for the whole account.
type CoverageRow struct {
	Item  string
	Sold  int // units sold, zero: nobody said
	Cells []CoverageCell
}

// CoverageCell is one document for one item.
type CoverageCell struct {
	State    CoverageState
	Exhibits []reinstate.Exhibit
	Bought   int    // units on invoices within the window, where it counts
	Short    int    // units sold beyond those bought
	Why      string // why it is weak: what weighs on every document of the cell
}

// CoverageState says what is there.
type CoverageState string

// Coverage states.
const (
	Covered    CoverageState = "covered"
	CoverWeak  CoverageState = "weak"  // each document that is there has a serious finding
	Loose      CoverageState = "loose" // a document is there that names no item
	CoverShort CoverageState = "short" // it covers fewer units than were sold
	Gap        CoverageState = "gap"
	Waived     CoverageState = "waived"
	NotAsked   CoverageState = "not_asked"
)

// Coverage lays the evidence of a case against what is asked for. What was found
// about the documents decides which of them count as sound.
func (d *Desk) Coverage(f File, found []plan.PaperFinding) Coverage {
	c := Coverage{Columns: d.columnsOf(f.Demands)}
	if len(c.Columns) == 0 {
		c.Assumed = true
		c.Columns = d.usual(f.Market, f.Case.Reasons)
	}
	if len(c.Columns) == 0 {
		return c
	}
	items := f.Items()
	for _, item := range items {
		row := CoverageRow{Item: item, Sold: f.Sold(item)}
		for _, column := range c.Columns {
			row.Cells = append(row.Cells, d.cell(f, column, item))
		}
		c.Rows = append(c.Rows, row)
	}
	whole := CoverageRow{}
	for _, column := range c.Columns {
		cell := CoverageCell{State: NotAsked}
		if !column.PerItem || len(items) == 0 {
			cell = d.cell(f, column, "")
		}
		whole.Cells = append(whole.Cells, cell)
	}
	if slices.ContainsFunc(whole.Cells, func(x CoverageCell) bool { return x.State != NotAsked }) {
		c.Rows = append(c.Rows, whole)
	}
	for _, row := range c.Rows {
		for i := range row.Cells {
			c.weigh(&row.Cells[i], found)
		}
	}
	return c
}

// weigh looks whether a cell that seems covered is, and counts what it lacks.
func (c *Coverage) weigh(cell *CoverageCell, found []plan.PaperFinding) {
	if cell.State == Covered {
		if why, weak := weighedDown(cell.Exhibits, found); weak {
			cell.State, cell.Why = CoverWeak, why
		}
	}
	switch cell.State {
	case Gap, CoverShort:
		c.Gaps++
	case Loose, CoverWeak:
		c.Weak++
	}
}

// weighedDown reports whether a serious finding weighs on every one of some
// documents, and gives the first of them in words.
func weighedDown(exhibits []reinstate.Exhibit, found []plan.PaperFinding) (why string, weak bool) {
	for _, e := range exhibits {
		at := slices.IndexFunc(found, func(f plan.PaperFinding) bool {
			return f.Exhibit == e.Letter && (f.Severity == catalog.SeverityBlock || f.Severity == catalog.SeverityHigh)
		})
		if at < 0 {
			return "", false
		}
		if why == "" {
			why = found[at].Message
		}
	}
	return why, why != ""
}

// Items are the listings that the notices of the case name and those a person
// counted sales for.
func (f File) Items() []string {
	var items []string
	for _, group := range [][]reinstate.Reference{f.References().ASINs, f.References().Items} {
		for _, r := range group {
			items = append(items, r.ID)
		}
	}
	for _, s := range f.Sales {
		if !slices.Contains(items, s.Item) {
			items = append(items, s.Item)
		}
	}
	return items
}

// columnsOf are the documents among what is asked for, each once.
func (d *Desk) columnsOf(demands []reinstate.Demand) []CoverageColumn {
	var columns []CoverageColumn
	for _, demand := range demands {
		asked, ok := d.catalog.Demand(demand.Code)
		if !ok || slices.ContainsFunc(columns, func(c CoverageColumn) bool { return c.Code == demand.Code }) {
			continue
		}
		if column, is := d.column(asked); is {
			column.Waived = demand.State == reinstate.DemandWaived
			columns = append(columns, column)
		}
	}
	return columns
}

// usual are the documents that reasons usually call for.
func (d *Desk) usual(m catalog.Market, reasons []reinstate.ReasonCode) []CoverageColumn {
	var columns []CoverageColumn
	for _, code := range reasons {
		reason, _ := m.Reason(code)
		for _, demand := range reason.Demands {
			asked, _ := d.catalog.Demand(demand)
			column, is := d.column(asked)
			if is && !slices.ContainsFunc(columns, func(c CoverageColumn) bool { return c.Code == demand }) {
				columns = append(columns, column)
			}
		}
	}
	return columns
}

func (d *Desk) column(asked catalog.Demand) (CoverageColumn, bool) {
	if asked.Narrates || len(asked.Exhibits) == 0 {
		return CoverageColumn{}, false
	}
	perItem := d.catalog.Paper(asked.Exhibits[0]).PerItem
	return CoverageColumn{Code: asked.Code, Title: asked.Title, Kinds: asked.Exhibits, PerItem: perItem}, true
}

// cell looks for the documents of a column, for one item or for the account.
func (d *Desk) cell(f File, column CoverageColumn, item string) CoverageCell {
	if column.Waived {
		return CoverageCell{State: Waived}
	}
	if item != "" && !column.PerItem {
		return CoverageCell{State: NotAsked}
	}
	var named, loose []reinstate.Exhibit
	for _, e := range f.Present() {
		switch {
		case !slices.Contains(column.Kinds, e.Kind):
		case item == "" || e.Record.Names(item):
			named = append(named, e)
		case !slices.ContainsFunc(e.Record.Lines, func(l reinstate.RecordLine) bool { return l.Item != "" }):
			loose = append(loose, e)
		}
	}
	switch {
	case len(named) > 0:
		return d.counted(f, column, item, named)
	case len(loose) > 0:
		return CoverageCell{State: Loose, Exhibits: loose}
	}
	return CoverageCell{State: Gap}
}

// counted compares the units on invoices with those sold.
func (d *Desk) counted(f File, column CoverageColumn, item string, named []reinstate.Exhibit) CoverageCell {
	cell := CoverageCell{State: Covered, Exhibits: named}
	if item == "" || column.Kinds[0] != "supplier_invoice" {
		return cell
	}
	var noticed time.Time
	if n, ok := f.Enforced(); ok {
		noticed = day(n.Received.In(f.Zone()))
	}
	since, limited := d.window(f, d.catalog.Paper("supplier_invoice")).Since(noticed)
	for _, e := range named {
		if e.Kind != "supplier_invoice" || limited && e.Dated != "" && dayOf(e.Dated).Before(since) {
			continue
		}
		cell.Bought += e.Record.Quantity(item)
	}
	if sold := f.Sold(item); sold > cell.Bought {
		cell.State, cell.Short = CoverShort, sold-cell.Bought
	}
	return cell
}

// mostSold bounds what a person can say was sold of one item.
const mostSold = 100_000_000

// SaveSales replaces what is known of the units sold in a case. Items without
// a number are left out.
func (d *Desk) SaveSales(ctx context.Context, who reinstate.Actor, ref string, sales []reinstate.Sales) error {
	refused := reinstate.Invalid{}
	kept := []reinstate.Sales{}
	for _, s := range sales {
		s.Item = line(s.Item)
		switch {
		case s.Item == "" || s.Sold == 0:
			continue
		case s.Sold < 0 || s.Sold > mostSold:
			refused.Refuse("sold", "Give the units sold as a whole number.")
		case slices.ContainsFunc(kept, func(k reinstate.Sales) bool { return k.Item == s.Item }):
			refused.Refuse("item", "This item is there twice.")
		}
		kept = append(kept, s)
	}
	bounded(refused, maxLine, map[string]string{"item": longest(kept)})
	if err := refused.Err(); err != nil {
		return err
	}
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		had, err := tx.Sales(c.ID)
		if err != nil || slices.Equal(had, kept) {
			return err
		}
		return tx.SaveSales(c.ID, kept, event("sales_counted", "items", strconv.Itoa(len(kept))))
	})
}

func longest(sales []reinstate.Sales) string {
	most := ""
	for _, s := range sales {
		if len(s.Item) > len(most) {
			most = s.Item
		}
	}
	return most
}

// Found lists the findings about one exhibit.
func Found(findings []plan.PaperFinding, letter string) []plan.PaperFinding {
	return slices.DeleteFunc(slices.Clone(findings), func(f plan.PaperFinding) bool { return f.Exhibit != letter })
}
