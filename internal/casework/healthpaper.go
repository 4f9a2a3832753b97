package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/health"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// longDay is a date as papers in English write it.
const longDay = "2 January 2006"

// drawHistory draws the history of one figure as a paper of its own.
func (d *Desk) drawHistory(f MetricHealth) ([]byte, error) {
	v, newest := f.Verdict, f.Verdict.Measure
	doc := plan.Document{
		Title: v.Title(), Subtitle: d.nameOf(f.Account), Language: "en", Author: f.Account.ClientName, PageOf: "Page {page} of {pages}",
		Footer:     v.Title() + " · " + f.Account.Key + " · until " + newest.Taken.Format(longDay),
		Letterhead: plan.Letterhead{Left: []string{f.Account.ClientName}, Right: []string{"As reported until " + newest.Taken.Format(longDay)}},
	}
	now := v.Title() + " was " + v.Value(newest.Value)
	if v.HasLine {
		now += "; the line is " + v.LineWords().String()
	}
	doc.Blocks = append(doc.Blocks, plan.Paragraph{Text: now + ". " + inWords(v)}, historyTable(f))
	if happened := f.happened(); len(happened) > 0 {
		doc.Blocks = append(doc.Blocks, plan.Heading{Text: "What happened"}, plan.Table{
			Columns: []plan.Column{{Title: "Day", Share: 1.4}, {Title: "What", Share: 6}}, Rows: happened,
		})
	}
	return d.print(f.Account, doc, newest.Taken)
}

// nameOf is what an account is called on paper.
func (d *Desk) nameOf(a AccountLine) string {
	market, _ := d.catalog.Market(a.Marketplace)
	parts := []string{strings.TrimSpace(market.Name + " " + a.Store)}
	for _, one := range []string{a.StoreName, a.SellerID} {
		if one != "" {
			parts = append(parts, one)
		}
	}
	return strings.Join(parts, " · ")
}

// print draws a document on the paper of the account's store.
func (d *Desk) print(a AccountLine, doc plan.Document, dated time.Time) ([]byte, error) {
	market, _ := d.catalog.Market(a.Marketplace)
	shop, _ := market.Store(a.Store)
	paper := packet.A4
	if shop.Page == catalog.Letter {
		paper = packet.Letter
	}
	drawn, err := d.press.Draw(doc, packet.Options{Paper: paper, Dated: dated})
	return drawn.PDF, err
}

func inWords(v health.Verdict) string {
	var words []string
	for _, s := range v.Sentences() {
		words = append(words, s.String())
	}
	return strings.Join(words, " ")
}

// mostRows is how many reports a paper lists.
const mostRows = 120

// historyTable lists the reports of a figure, those that were corrected later
// left out.
func historyTable(f MetricHealth) plan.Table {
	t := plan.Table{Columns: []plan.Column{{Title: "Report of", Share: 2}, {Title: "Window", Share: 3}, {Title: "Counts", Share: 2}, {Title: "Value", Share: 1.4}}}
	for _, m := range f.Series {
		if f.Corrected[m.ID] {
			continue
		}
		window, counts, value := m.To, "", "–"
		if m.From != "" {
			window = m.From + " to " + m.To
		}
		if m.Counted {
			counts = fmt.Sprintf("%d of %d", m.Bad, m.Of)
		}
		if m.Measured {
			value = f.Verdict.Value(m.Value)
		}
		t.Rows = append(t.Rows, []string{m.Taken.Format(longDay), window, counts, value})
	}
	if len(t.Rows) > mostRows {
		t.Rows = t.Rows[len(t.Rows)-mostRows:]
	}
	return t
}

// happened lists the notes and the issues of a figure by day.
func (f MetricHealth) happened() [][]string {
	var rows [][]string
	for _, n := range f.Notes {
		rows = append(rows, []string{n.Day, n.Text})
	}
	for _, i := range f.Issues {
		rows = append(rows, []string{i.Opened.Format(time.DateOnly), "Opened as an issue: " + i.Title})
		if !i.Open() {
			rows = append(rows, []string{i.Closed.Format(time.DateOnly), "Closed: " + i.Learned})
		}
	}
	slices.SortStableFunc(rows, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	return rows
}

// MonthReport is a paper about an account's month: how each figure stands and
// how it moved, and what was done.
func (d *Desk) MonthReport(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) (Export, error) {
	f, err := d.AccountHealth(ctx, who, id)
	if err != nil {
		return Export{}, err
	}
	if len(f.Cards) == 0 {
		return Export{}, reinstate.ErrNotFound
	}
	var issues []plan.Block
	err = d.view(ctx, who, func(tx *store.Tx) (err error) {
		issues, err = issueBlocks(tx, f.Issues, f.Health.Taken.AddDate(0, 0, -reportDays))
		return err
	})
	if err != nil {
		return Export{}, err
	}
	until := f.Health.Taken
	doc := plan.Document{
		Title: "Account health", Subtitle: d.nameOf(f.Account), Language: "en", Author: f.Account.ClientName, PageOf: "Page {page} of {pages}",
		Footer:     "Account health · " + f.Account.Key + " · until " + until.Format(longDay),
		Letterhead: plan.Letterhead{Left: []string{f.Account.ClientName}, Right: []string{until.AddDate(0, 0, -reportDays).Format(longDay), "to " + until.Format(longDay)}},
		Blocks: []plan.Block{
			plan.Paragraph{Text: fmt.Sprintf("Figures over their line: %d. Close to it: %d. Within it: %d. Not measured or without a line: %d.", f.Health.Over, f.Health.Near, f.Health.Within, f.Health.Unknown)},
			plan.Heading{Text: "How the figures stand"}, monthTable(f.Cards, until),
		},
	}
	if pressing := pressingItems(f.Cards); len(pressing) > 0 {
		doc.Blocks = append(append(doc.Blocks, plan.Heading{Text: "What presses"}), pressing...)
	}
	if len(issues) > 0 {
		doc.Blocks = append(append(doc.Blocks, plan.Heading{Text: "Corrective work"}), issues...)
	}
	pdf, err := d.print(f.Account, doc, until)
	return Export{Name: fmt.Sprintf("%s health until %s.pdf", f.Account.Key, until.Format(time.DateOnly)), PDF: pdf}, err
}

// reportDays is how far a monthly report looks back.
const reportDays = 30

func monthTable(cards []HealthCard, until time.Time) plan.Table {
	t := plan.Table{Columns: []plan.Column{{Title: "Figure", Share: 4}, {Title: "Then", Share: 1.3}, {Title: "Now", Share: 1.3}, {Title: "Line", Share: 2}, {Title: "Stands", Share: 2.2}}}
	for _, c := range cards {
		then, now, line := "–", "–", "–"
		for _, p := range c.Points {
			if !p.At.Before(until.AddDate(0, 0, -reportDays)) {
				then = c.Value(p.Value)
				break
			}
		}
		if c.Measure.Measured {
			now = c.Value(c.Measure.Value)
		}
		if c.HasLine {
			line = c.LineWords().String()
		}
		t.Rows = append(t.Rows, []string{c.Title(), then, now, line, standsAs[c.Health]})
	}
	return t
}

// standsAs are the statuses as papers write them.
var standsAs = map[reinstate.Health]string{
	reinstate.OverLine: "over the line", reinstate.NearLine: "close to the line", reinstate.WithinLine: "within the line",
	reinstate.NotMeasured: "nothing measured", reinstate.NoLine: "no line known",
}

func pressingItems(cards []HealthCard) []plan.Block {
	var out []plan.Block
	for _, c := range cards {
		if c.Warns() {
			out = append(out, plan.Item{Lead: c.Title() + ".", Text: inWords(c.Verdict)})
		}
	}
	return out
}

// issueBlocks list the issues that are open, or were closed since an instant.
func issueBlocks(tx *store.Tx, issues []reinstate.Issue, since time.Time) ([]plan.Block, error) {
	var out []plan.Block
	for _, i := range issues {
		if !i.Open() && i.Closed.Before(since) {
			continue
		}
		text := i.Cause
		if text == "" {
			text = "The cause is not known yet."
		}
		if i.Open() && i.Due != "" {
			text += " Due " + i.Due + "."
		}
		if !i.Open() {
			text += " Closed " + i.Closed.Format(longDay) + ": " + i.Learned
		}
		out = append(out, plan.Item{Lead: i.Title + ".", Text: text})
		actions, err := tx.IssueActions(i.ID)
		if err != nil {
			return nil, err
		}
		for _, a := range actions {
			done := "open"
			if a.Done != "" {
				done = "done " + a.Done
			}
			out = append(out, plan.Item{Number: "–", Text: a.Text, Answers: done})
		}
	}
	return out, nil
}
