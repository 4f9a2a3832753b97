package casework

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// sheet begins a document of the pack.
func (p *pack) sheet(title string, blocks ...plan.Block) plan.Document {
	return plan.Document{
		Title: title, Blocks: blocks, Footer: "Counsel pack · " + p.f.Case.Reference, Language: "en",
		PageOf: plan.Sheets("en").PageOf, Draft: "DRAFT", Author: cmp.Or(p.f.Client.LegalName, p.f.Client.OtherName),
	}
}

// moment writes an instant in the zone of the marketplace.
func (p *pack) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.f.Zone()).Format("2 Jan 2006, 15:04 MST")
}

// facts opens the pack: whose case it is and where it stands.
func (p *pack) facts() plan.Document {
	f := p.f
	d := p.sheet("Case file " + f.Case.Reference)
	d.Subtitle = "Made on " + p.moment(p.dated)
	rows := [][]string{
		{"Client", strings.Join(kept(f.Client.LegalName, f.Client.OtherName), ", ")}, {"Address", strings.ReplaceAll(f.Client.Address, "\n", ", ")},
		{"Account", strings.Join(kept(f.Site(), f.Account.StoreName, f.Account.SellerID), ", ")}, {"Reasons", strings.Join(f.ReasonTitles(), ", ")},
		{"State", plain(string(f.Case.State))}, {"Round", fmt.Sprint(f.Case.Round)}, {"Opened", p.moment(f.Case.Opened)},
		{"Outcome", plain(string(f.Case.Outcome))}, {"Counsel", f.Case.Counsel.Name},
	}
	rows = slices.DeleteFunc(rows, func(r []string) bool { return strings.TrimSpace(r[1]) == "" })
	d.Blocks = append(d.Blocks, plan.Table{Columns: []plan.Column{{Title: "Fact", Share: 22}, {Title: "As recorded", Share: 78}}, Rows: rows})
	if refs := f.References(); len(refs.ASINs)+len(refs.Orders)+len(refs.Complaints)+len(refs.Items) > 0 {
		d.Blocks = append(d.Blocks, plan.Heading{Text: "Identifiers in the messages"})
		for _, group := range []struct {
			name string
			refs []reinstate.Reference
		}{{"ASINs", refs.ASINs}, {"Orders", refs.Orders}, {"Complaints", refs.Complaints}, {"Items", refs.Items}} {
			if len(group.refs) > 0 {
				var ids []string
				for _, r := range group.refs {
					ids = append(ids, r.ID)
				}
				d.Blocks = append(d.Blocks, plan.Item{Lead: group.name + ":", Text: strings.Join(ids, ", ")})
			}
		}
	}
	if clocks := p.clocks(); len(clocks) > 0 {
		d.Blocks = append(d.Blocks, plan.Heading{Text: "Time limits"}, plan.Table{
			Columns: []plan.Column{{Title: "Limit", Share: 24}, {Title: "Until", Share: 28}, {Title: "Where it comes from", Share: 48}}, Rows: clocks,
		})
	}
	d.Blocks = append(d.Blocks, plan.Paragraph{Text: "What is privileged is not part of this pack. Instants are in the marketplace's time zone."})
	return d
}

func (p *pack) clocks() [][]string {
	var rows [][]string
	for _, c := range p.f.Clocks {
		rows = append(rows, []string{plain(string(c.Kind)), p.moment(c.Due), strings.Join(kept(plain(string(c.Basis))+":", c.Quote), " ")})
	}
	return rows
}

// chronology lists everything that happened.
func (p *pack) chronology() plan.Document {
	var rows [][]string
	for _, e := range p.entries {
		rows = append(rows, []string{p.moment(e.At), p.told(e.Event), e.Actor})
	}
	return p.sheet("Chronology", plan.Table{
		Columns: []plan.Column{{Title: "When", Share: 26}, {Title: "What", Share: 54}, {Title: "Who", Share: 20}}, Rows: rows,
	})
}

// told puts an event into words without codes.
func (p *pack) told(e reinstate.Event) string {
	with := map[string]string{}
	for name, value := range e.With {
		switch name {
		case "due":
			if at, err := time.Parse(time.RFC3339, value); err == nil {
				value = p.moment(at)
			}
		case "kind", "decision", "outcome", "reasons", "profile":
			value = plain(value)
		case "sha256":
			value = value[:min(len(value), 12)]
		}
		with[name] = value
	}
	says := Describe(reinstate.Event{Did: e.Did, With: with}).String()
	if note := cmp.Or(with["note"], with["override"]); note != "" {
		says += "\n" + note
	}
	return says
}

// correspondence gives every message in full, oldest first, and lists the mails
// that became no message.
func (p *pack) correspondence() plan.Document {
	d := p.sheet("Correspondence")
	for _, n := range p.f.Notices {
		title := strings.Join(kept(plain(string(n.Kind)), p.moment(n.Received)), ", ")
		d.Blocks = append(d.Blocks, plan.Heading{Text: title})
		if about := strings.Join(kept(n.Subject, n.Sender), "\n"); about != "" {
			d.Blocks = append(d.Blocks, plan.Paragraph{Text: about})
		}
		d.Blocks = append(d.Blocks, plan.Item{Lead: "SHA-256 of the original:", Text: n.SHA256}, plan.Paragraph{Text: n.Text})
	}
	if len(p.mails) > 0 {
		var rows [][]string
		for _, m := range p.mails {
			rows = append(rows, []string{p.moment(m.Came), strings.Join(kept(m.Subject, m.Sender), "\n"), plain(string(m.Sort)), m.SHA256})
		}
		d.Blocks = append(d.Blocks, plan.Heading{Text: "Other mail of the case"}, plan.Table{
			Columns: []plan.Column{{Title: "When", Share: 22}, {Title: "Subject and sender", Share: 34}, {Title: "Sort", Share: 14}, {Title: "SHA-256", Share: 30, Code: true}}, Rows: rows,
		})
	}
	p.tellSent(&d)
	if len(p.f.Notices)+len(p.mails)+len(p.talk) == 0 {
		d.Blocks = append(d.Blocks, plan.Paragraph{Text: "No message is part of this pack."})
	}
	return d
}

// custody lists who handled the evidence, from where, and the chain of it.
func (p *pack) custody() plan.Document {
	letters := map[reinstate.ExhibitID]string{}
	for _, e := range p.f.Exhibits {
		letters[e.ID] = e.Letter
	}
	var rows [][]string
	for _, c := range p.handled {
		letter, known := letters[c.Exhibit]
		if !known {
			continue // privileged
		}
		rows = append(rows, []string{letter, p.moment(c.At), plain(c.Did), strings.Join(kept(c.Actor, c.Address), ", "), c.Hash[:min(12, len(c.Hash))]})
	}
	return p.sheet("Custody of the evidence", plan.Table{
		Columns: []plan.Column{{Title: "No.", Share: 8}, {Title: "When", Share: 28}, {Title: "What", Share: 18}, {Title: "Who, and from where", Share: 28}, {Title: "Entry", Share: 18, Code: true}}, Rows: rows,
	}, plan.Paragraph{Text: "Each entry hashes the one before it; the digits are the beginning of its hash. Entries about what is privileged are left out."})
}

// manifest lists every original with its digest.
func (p *pack) manifest() plan.Document {
	var rows [][]string
	for _, filing := range p.f.Filings {
		for i, part := range filing.Files() {
			rows = append(rows, []string{fmt.Sprintf("F%d", filing.Round), partName(fmt.Sprintf("Filing of round %d", filing.Round), i, len(filing.Files())), fmt.Sprint(part.Size), part.SHA256})
		}
	}
	for _, e := range p.f.Present() {
		rows = append(rows, []string{e.Letter, e.FileName, fmt.Sprint(e.Size), e.SHA256})
	}
	for _, m := range p.originals() {
		rows = append(rows, []string{"", m.FileName, fmt.Sprint(m.Size), m.SHA256})
	}
	return p.sheet("Manifest", plan.Table{
		Columns: []plan.Column{{Title: "No.", Share: 8}, {Title: "File", Share: 30}, {Title: "Bytes", Share: 12}, {Title: "SHA-256", Share: 50, Code: true}}, Rows: rows,
	})
}

// plain writes a code as words.
func plain(code string) string {
	words := strings.ReplaceAll(code, "_", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// kept drops what says nothing.
func kept(words ...string) []string {
	return slices.DeleteFunc(words, func(w string) bool { return strings.TrimSpace(w) == "" })
}
