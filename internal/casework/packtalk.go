package casework

import (
	"strings"
	"time"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// packSent is a mail that was sent from the case.
type packSent struct {
	MessageID string     `json:"message_id"`
	From      string     `json:"from"`
	To        []string   `json:"to"`
	Subject   string     `json:"subject"`
	Text      string     `json:"text"`
	Written   time.Time  `json:"written"`
	Sent      string     `json:"sent,omitempty"`
	State     string     `json:"state"`
	Attached  []packName `json:"attached,omitempty"`
	SHA256    string     `json:"sha256"`
}

// packSaid is something that was said elsewhere and written down.
type packSaid struct {
	Way     string     `json:"way"`
	Came    bool       `json:"came"`
	With    string     `json:"with"`
	At      time.Time  `json:"at"`
	Summary string     `json:"summary"`
	By      string     `json:"written_by"`
	Struck  string     `json:"struck_out,omitempty"`
	Files   []packName `json:"files,omitempty"`
	Letters []string   `json:"exhibits,omitempty"`
}

type packName struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// talked are the mails we sent and what people wrote down, for programs.
func (p *pack) talked() (sent []packSent, said []packSaid) {
	for _, x := range p.talk {
		if m := x.Outgoing; m != nil {
			sent = append(sent, packSent{m.MessageID, m.From, m.To, m.Subject, m.Body, m.Written, instant(m.Sent), string(m.State), names(m.Attached), m.SHA256})
			continue
		}
		e := x.Exchange
		said = append(said, packSaid{string(e.Way), e.Came, e.Party, e.At, e.Summary, e.WrittenBy, instant(e.Struck), names(e.Files), p.letters(e.Exhibits)})
	}
	return sent, said
}

func names(files []reinstate.MailFile) (all []packName) {
	for _, f := range files {
		all = append(all, packName{f.Name, f.Size, f.SHA256})
	}
	return all
}

// tellSent gives every mail we sent in full, and what was written down of calls
// and the like.
func (p *pack) tellSent(d *plan.Document) {
	var said [][]string
	for _, x := range p.talk {
		if m := x.Outgoing; m != nil {
			d.Blocks = append(d.Blocks, plan.Heading{Text: strings.Join(kept("Mail sent", p.moment(x.At)), ", ")},
				plan.Paragraph{Text: strings.Join(kept("To "+recipients(*m), m.Subject, unsent(*m), attached(m.Attached)), "\n")},
				plan.Item{Lead: "SHA-256 of the original:", Text: m.SHA256}, plan.Paragraph{Text: m.Body})
			continue
		}
		e := x.Exchange
		way := plain(string(e.Way)) + ", to " + e.Party
		if e.Came {
			way = plain(string(e.Way)) + ", from " + e.Party
		}
		summary := e.Summary
		if !e.Struck.IsZero() {
			summary = "Struck out by " + e.StruckBy + ": " + summary
		}
		said = append(said, []string{p.moment(e.At), way, strings.Join(kept(summary, attached(e.Files)), "\n"), e.WrittenBy})
	}
	if len(said) > 0 {
		d.Blocks = append(d.Blocks, plan.Heading{Text: "Calls and other exchanges, as written down"}, plan.Table{
			Columns: []plan.Column{{Title: "When", Share: 20}, {Title: "How, and with whom", Share: 22}, {Title: "What was said", Share: 42}, {Title: "Written down by", Share: 16}}, Rows: said,
		})
	}
}

// unsent says of a mail that it did not go out.
func unsent(m reinstate.Outgoing) string {
	switch m.State {
	case reinstate.OutgoingSent:
		return ""
	case reinstate.OutgoingRefused:
		return "It was not sent: " + m.Told
	}
	return "It is not sent yet."
}

func attached(files []reinstate.MailFile) string {
	var all []string
	for _, f := range files {
		all = append(all, f.Name)
	}
	if len(all) == 0 {
		return ""
	}
	return "With " + strings.Join(all, ", ")
}
