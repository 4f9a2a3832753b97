package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"reinstate/internal/reinstate"
)

// nothing stands in a cell that has no value.
const nothing = "–"

func (c composer) exhibitList() []Block {
	var rows [][]string
	for _, e := range c.exhibits {
		pages := nothing
		if e.Pages > 0 {
			pages = strconv.Itoa(e.Pages)
		}
		rows = append(rows, []string{e.Letter, orNothing(present(e.Title, e.FileName)), orNothing(present(c.w.short(e.Dated))), pages, shortHash(e.SHA256)})
	}
	return table(rows, column(c.w.exhibitHeads[0], 7), column(c.w.exhibitHeads[1], 46),
		column(c.w.exhibitHeads[2], 17), column(c.w.exhibitHeads[3], 10), Column{Title: c.w.exhibitHeads[4], Share: 20, Code: true})
}

// items lists every identifier of the notice and which claims deal with it. A
// kind of which no claim names one, such as the orders behind a late shipment
// rate, is listed several to a row.
func (c composer) items() []Block {
	refs := c.m.References
	var rows [][]string
	var lists []Block
	for i, group := range [][]reinstate.Reference{refs.ASINs, refs.Items, refs.Orders, refs.Complaints} {
		ids := slices.Compact(identifiers(group))
		if len(ids) > namedInSubtitle && !slices.ContainsFunc(ids, func(id string) bool { return c.dealtWith(id) != "" }) {
			lists = append(lists, grid(fmt.Sprintf("%s (%d)", c.w.itemKinds[i][1], len(ids)), ids)...)
			continue
		}
		for _, id := range ids {
			rows = append(rows, []string{id, c.w.itemKinds[i][0], cmp.Or(c.dealtWith(id), c.w.inAllText)})
		}
	}
	heads := c.w.itemHeads
	return append(table(rows, column(heads[0], 38), column(heads[1], 20), column(heads[2], 42)), lists...)
}

// abreast is how many identifiers stand side by side in a grid.
const abreast = 4

func grid(title string, ids []string) []Block {
	columns := make([]Column, abreast)
	for i := range columns {
		columns[i].Share = 1
	}
	columns[0].Title = title
	var rows [][]string
	for row := range slices.Chunk(ids, abreast) {
		rows = append(rows, append(slices.Clone(row), make([]string, abreast-len(row))...))
	}
	return table(rows, columns...)
}

// dealtWith lists the claims that name an identifier, empty for none.
func (c composer) dealtWith(id string) string {
	var numbers []string
	for _, kind := range []reinstate.ClaimKind{reinstate.RootCause, reinstate.CorrectiveAction, reinstate.PreventiveMeasure} {
		for _, claim := range inOrder(c.m.Plan.Body.Claims, kind) {
			if names(claim.Text, id) {
				numbers = append(numbers, c.numbers.Claim(claim.ID))
			}
		}
	}
	return strings.Join(present(numbers...), ", ")
}

func (c composer) demands() []Block {
	var rows [][]string
	for _, d := range c.m.Demands {
		rows = append(rows, []string{strings.TrimSpace(d.Text), c.answerTo(d)})
	}
	return table(rows, column(c.w.demandHeads[0], 50), column(c.w.demandHeads[1], 50))
}

func (c composer) answerTo(d reinstate.Demand) string {
	switch d.State {
	case reinstate.DemandWaived:
		return fmt.Sprintf(c.w.waived, strings.TrimSpace(d.Why))
	case reinstate.DemandMet:
		if told, ok := Narrates(c.m.Plan, d); ok && d.Why == "" && len(d.Exhibits) == 0 {
			return orNothing(present(sentences(c.numbers.Section(told.Key), told.Title)))
		}
		return orNothing(present(strings.Join(present(closed(d.Why), c.lettered(d.Exhibits)), " ")))
	}
	if told, ok := Narrates(c.m.Plan, d); ok {
		return orNothing(present(sentences(c.numbers.Section(told.Key), told.Title)))
	}
	return c.w.open
}

// closed ends a sentence that its writer left open.
func closed(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:;") || strings.HasSuffix(text, "。") {
		return text
	}
	return text + "."
}

func table(rows [][]string, columns ...Column) []Block {
	if len(rows) == 0 {
		return nil
	}
	return []Block{Table{Columns: columns, Rows: rows}}
}

func column(title string, share float64) Column { return Column{Title: title, Share: share} }

func orNothing(parts []string) string {
	if len(parts) == 0 {
		return nothing
	}
	return parts[0]
}

// shortHash is the first 12 hexadecimal digits in groups of four: enough to
// tell the exhibits of a case apart by eye. The manifest carries all 64.
func shortHash(sum string) string {
	if len(sum) < 12 {
		return orNothing(present(sum))
	}
	return sum[:4] + " " + sum[4:8] + " " + sum[8:12]
}
