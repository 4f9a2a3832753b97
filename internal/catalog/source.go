package catalog

import (
	"net/url"
	"time"

	"reinstate/internal/reinstate"
)

// Source says where a fact comes from and when it was last looked at.
type Source struct {
	Key   string // short name within its file
	Title string
	URL   string // empty for what no public page says
	Grade Grade
	Seen  string // YYYY-MM-DD
}

// Grade says how much weight a source carries.
type Grade string

// Grades of sources, best first.
const (
	GradeOfficial Grade = "official" // the marketplace's own page, or its staff
	GradeNotice   Grade = "notice"   // a notice as a seller showed it
	GradeAdviser  Grade = "adviser"  // law firm, agency, article
	GradeAssumed  Grade = "assumed"  // general knowledge, no page seen
)

func (g Grade) known() bool {
	switch g {
	case GradeOfficial, GradeNotice, GradeAdviser, GradeAssumed:
		return true
	}
	return false
}

// Basis says how far a source carries: what a marketplace or one of its notices
// says is a rule, what others say is an assumption.
func (s Source) Basis() reinstate.Basis {
	if s.Grade == GradeOfficial || s.Grade == GradeNotice {
		return reinstate.Rule
	}
	return reinstate.Assumed
}

type sourceFile struct {
	Title string `yaml:"title"`
	URL   string `yaml:"url"`
	Grade Grade  `yaml:"grade"`
	Seen  string `yaml:"seen"`
}

func (f sourceFile) compile(m *mistakes, key string) Source {
	place := "sources." + key
	m.need(place+".title", f.Title)
	if !f.Grade.known() {
		m.add(place+".grade", "%q is not official, notice, adviser or assumed", f.Grade)
	}
	if f.Grade != GradeAssumed {
		if u, err := url.Parse(f.URL); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			m.add(place+".url", "%q is not the address of a page", f.URL)
		}
	}
	checkDay(m, place+".seen", f.Seen)
	return Source{Key: key, Title: f.Title, URL: f.URL, Grade: f.Grade, Seen: f.Seen}
}

// checkDay refuses what is not a day written YYYY-MM-DD.
func checkDay(m *mistakes, place, day string) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		m.add(place, "%q is not a day such as 2026-11-22", day)
	}
}
