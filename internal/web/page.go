package web

import (
	"maps"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// page is what every page struct embeds.
type page struct {
	Title   string // in the reader's language
	Wrong   bool   // the page tells of an error; its title says so
	Invalid reinstate.Invalid
	Who     reinstate.Actor
	Firm    string
	Demo    bool   // the firm is the demonstration
	Path    string // of the request, without the query
	Nav     string // first element of the path: which entry of the bar is current
	Search  string // what the search box holds
	Flash   string
	Lang    string
	Zone    string
	Version string
}

// page begins the page of a request. The title's arguments are put into the
// reader's language together with it.
func (s *server) page(c *gin.Context, title reinstate.Sentence) page {
	v := s.voice(c)
	nav, _, _ := strings.Cut(strings.TrimPrefix(c.Request.URL.Path, "/"), "/")
	return page{
		Title: v.say(title), Who: who(c), Firm: session(c).Firm.Name, Demo: session(c).Firm.Demo,
		Path: c.Request.URL.Path, Nav: nav, Flash: s.flash(c),
		Lang: v.lang.String(), Zone: v.zone.String(), Version: s.version,
	}
}

// Failed reports whether the page shows a form that was refused.
func (p page) Failed() bool { return p.Wrong || len(p.Invalid) > 0 }

// SignedIn reports whether somebody reads the page who has a seat.
func (p page) SignedIn() bool { return p.Who.User != 0 }

// May reports whether the reader holds the permit, so that no button is shown
// that would be refused. The name is one of reinstate's permits.
func (p page) May(permit reinstate.Permit) bool { return p.Who.May(permit) }

// Mend is where the refusal of a field is mended: at the field itself, unless a
// page knows better.
func (p page) Mend(field string) string { return "#" + field }

// Refusal is one line of the summary above a refused form.
type Refusal struct{ Field, Sentence string }

// Refusals lists what is wrong with the form, in the order of its fields.
func (p page) Refusals() []Refusal {
	var list []Refusal
	for _, field := range slices.Sorted(maps.Keys(p.Invalid)) {
		list = append(list, Refusal{field, p.Invalid[field]})
	}
	return list
}
