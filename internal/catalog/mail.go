package catalog

import (
	"slices"
	"strings"

	"reinstate/internal/reinstate"
)

// Mail is a template of a mail that is written from a case. Its subject and
// body have {blanks}; those that nothing fills are for a person.
type Mail struct {
	Code    string
	Name    string
	To      reinstate.Party
	Markets []reinstate.Marketplace // for which it is offered; none: all
	Says    string                  // what to mind, shown beside the form
	Subject string
	Body    string
	Source  Source
}

// MailFollowUp is the template that asks where a filing stands.
const MailFollowUp = "follow_up"

// For reports whether the template is offered for a marketplace.
func (t Mail) For(m reinstate.Marketplace) bool {
	return len(t.Markets) == 0 || slices.Contains(t.Markets, m)
}

// Mails lists the templates of mails for a marketplace, in the order of the file.
func (c *Catalog) Mails(market reinstate.Marketplace) []Mail {
	return slices.DeleteFunc(slices.Clone(c.mails), func(t Mail) bool { return !t.For(market) })
}

// Mail finds a template of a mail.
func (c *Catalog) Mail(code string) (Mail, bool) {
	at := slices.IndexFunc(c.mails, func(t Mail) bool { return t.Code == code })
	if at < 0 {
		return Mail{}, false
	}
	return c.mails[at], true
}

type mailsFile struct {
	Reviewed string                `yaml:"reviewed"`
	Sources  map[string]sourceFile `yaml:"sources"`
	Mails    []mailEntry           `yaml:"mails"`
}

type mailEntry struct {
	Code    string                  `yaml:"code"`
	Name    string                  `yaml:"name"`
	To      reinstate.Party         `yaml:"to"`
	Markets []reinstate.Marketplace `yaml:"markets"`
	Says    string                  `yaml:"says"`
	Subject string                  `yaml:"subject"`
	Body    string                  `yaml:"body"`
	Source  string                  `yaml:"source"`
}

func (f mailsFile) compile(m *mistakes) []Mail {
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	var all []Mail
	for _, e := range f.Mails {
		place := "mails." + e.Code
		if !codeShape.MatchString(e.Code) {
			m.add(place+".code", "%q is not a code such as supplier_invoice", e.Code)
		}
		m.need(place+".name", e.Name)
		m.need(place+".says", e.Says)
		m.need(place+".subject", e.Subject)
		m.need(place+".body", e.Body)
		if !e.To.Valid() {
			m.add(place+".to", "%q is nobody a mail goes to", e.To)
		}
		for _, market := range e.Markets {
			if !market.Known() {
				m.add(place+".markets", "%q is no marketplace", market)
			}
		}
		for field, text := range map[string]string{"subject": e.Subject, "body": e.Body} {
			if strings.ContainsAny(Blank.ReplaceAllString(text, ""), "{}") {
				m.add(place+"."+field, "has a brace that is no blank of one line")
			}
		}
		if strings.ContainsAny(e.Subject, "\r\n") {
			m.add(place+".subject", "is not one line")
		}
		all = append(all, Mail{
			Code: e.Code, Name: e.Name, To: e.To, Markets: e.Markets, Says: e.Says, Subject: e.Subject, Body: e.Body,
			Source: findSource(m, sources, place+".source", e.Source),
		})
	}
	if !slices.ContainsFunc(all, func(t Mail) bool { return t.Code == MailFollowUp }) {
		m.add("mails", "there is no %q", MailFollowUp)
	}
	checkTwice(m, "mails", all, func(t Mail) string { return t.Code })
	return all
}
