package web

import (
	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// todayPage answers one question: what must I do today?
type todayPage struct {
	page
	Day       string // the date, in words
	City      string // of the reader's zone
	Due       []caseRow
	More      bool
	Waiting   []caseRow
	Resting   []caseRow
	Told      []toldRow          // what the reader was told and has not seen
	Ask       []store.AgendaLine // filings about which it is time to ask
	Reviews   []store.ReviewLine
	Back      []store.ReviewLine
	Unchecked []reinstate.Notice
	Talk      []store.InboxLine         // mail in cases that nobody has looked at
	Health    []portfolioRow            // accounts whose health presses
	Cut       []casework.ConnectionLine // accounts whose reports do not come
	Counts    []countLine
	Needing   int // cases that need somebody of the firm
	Waited    int // cases that wait for a marketplace
	Empty     bool
	Policies  []casework.PolicyDue // to be read, or read again, by the reader
	Claims    []casework.ClaimDue  // of buyers, with a limit
}

// caseRow is one case in a list.
type caseRow struct {
	store.CaseLine
	Step  casework.NextStep  // what is next; empty where the list does not say
	Mine  bool               // the reader runs it
	Since reinstate.Sentence // how long a decision is awaited
	Back  bool               // it rested and is back, and nobody has taken it up
}

// Place is where the account sells, such as "US"; the marketplace's name goes
// before it.
func (r caseRow) Place() string { return r.Store }

// Path is the case's page.
func (r caseRow) Path() string { return casePath(r.Reference) }

// StepPath is where the next step is taken.
func (r caseRow) StepPath() string {
	if r.Step.URL == "" {
		return r.Path()
	}
	return casePath(r.Reference, r.Step.URL)
}

// countLine is one number that leads to the list it counts.
type countLine struct {
	State reinstate.State
	Count int
	Path  string
}

func (s *server) today(c *gin.Context) error {
	today, err := s.desk.Today(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	v := s.voice(c)
	p := todayPage{
		page: s.page(c, reinstate.Say("Today")), Day: v.longDate(v.now), City: cityOf(v.zone.String()),
		Due: s.caseRows(c, today.Due), More: today.More, Waiting: s.caseRows(c, today.Waiting), Resting: s.caseRows(c, today.Resting),
		Reviews: today.Reviews, Back: today.Back, Unchecked: today.Unchecked, Talk: today.Talk, Ask: today.Ask, Cut: today.Cut, Empty: today.Empty,
	}
	for _, line := range today.Health {
		p.Health = append(p.Health, portfolioRow{line, healthPath(line.Account)})
	}
	if p.Told, err = s.told(c); err != nil {
		return err
	}
	if err := s.todayWatch(c, &p); err != nil {
		return err
	}
	for i, row := range p.Due {
		p.Due[i].Step = today.Next[row.ID]
	}
	for _, state := range reinstate.States() {
		count := today.Counts.State[state]
		if count == 0 {
			continue
		}
		p.Counts = append(p.Counts, countLine{state, count, "/cases?state=" + string(state)})
		switch {
		case state == reinstate.AwaitingDecision:
			p.Waited += count
		case needing(state):
			p.Needing += count
		}
	}
	return s.show(c, "today/show", p)
}

// caseRows makes the rows of a list for the one who reads it.
func (s *server) caseRows(c *gin.Context, lines []store.CaseLine) []caseRow {
	v, reader := s.voice(c), who(c).User
	rows := make([]caseRow, len(lines))
	for i, line := range lines {
		rows[i] = caseRow{CaseLine: line, Mine: line.OwnerID == reader && reader != 0, Back: line.Case().Back(v.now)}
		if !line.Waiting.IsZero() {
			rows[i].Since = v.waited(line.Waiting)
		}
	}
	return rows
}
