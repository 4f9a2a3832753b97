package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// policyRoutes lists the policy library. An entry of the firm's own has "own"
// in the place of the marketplace, and its number in that of the reason.
func (s *server) policyRoutes() {
	read, work, firm := reinstate.Read, reinstate.Contribute, reinstate.ManageFirm

	s.get("/policies", read, s.policies)
	s.get("/policies/new", work, s.newPolicy)
	s.post("/policies", work, s.addPolicy)
	s.get("/policies/:marketplace/:reason", read, s.policy)
	s.get("/policies/:marketplace/:reason/edit", work, s.editPolicy)
	s.post("/policies/:marketplace/:reason", work, s.savePolicy)
	s.post("/policies/:marketplace/:reason/close", work, s.closePolicy)
	s.post("/policies/:marketplace/:reason/read", read, s.acknowledge)
	s.post("/policies/:marketplace/:reason/note", work, s.notePolicy)
	s.post("/policies/:marketplace/:reason/readers", firm, s.askReaders)
	s.post("/policies/:marketplace/:reason/ties", work, s.tiePolicy)
	s.post("/policies/:marketplace/:reason/ties/:tie/remove", work, s.untiePolicy)
}

// ownPolicyPage is one entry of the firm's own.
type ownPolicyPage struct {
	page
	File casework.PolicyFile
}

// policyFormPage writes an entry of the firm's own.
type policyFormPage struct {
	page
	Form    reinstate.PolicyEntry
	Choices []choice
}

// policyKey is the entry that the path names.
func policyKey(c *gin.Context) reinstate.PolicyKey {
	return reinstate.PolicyKey(c.Param("marketplace") + "/" + c.Param("reason"))
}

// keyPath is the address of an entry.
func keyPath(key reinstate.PolicyKey) string {
	market, reason := key.Catalog()
	return policyPath(market, reason)
}

// KeyPath is the address of an entry.
func (policiesPage) KeyPath(key reinstate.PolicyKey) string { return keyPath(key) }

// State is how the reader stands to an entry; empty for one that it is neither
// asked to read nor has read.
func (p policiesPage) State(key reinstate.PolicyKey) casework.PolicyState {
	return p.Library.State[key]
}

// Read is how many people read the present wording of those who are to.
func (p policiesPage) Read(key reinstate.PolicyKey) string {
	read := p.Library.Readers[key]
	if all := read + p.Library.Behind[key]; all > 0 {
		return strconv.Itoa(read) + " / " + strconv.Itoa(all)
	}
	return "–"
}

// Own are the entries of the firm's own that are shown: those in which every
// word of the search occurs.
func (p policiesPage) Own() []reinstate.PolicyEntry {
	words := strings.Fields(catalog.Fold(p.Query))
	return slices.DeleteFunc(slices.Clone(p.Library.Own), func(e reinstate.PolicyEntry) bool {
		return !p.Ours && p.Market != allMarkets && e.Marketplace != "" && string(e.Marketplace) != p.Market || !holds(catalog.Fold(e.Title+" "+e.Text), words)
	})
}

// PolicyPath is the address of an entry that is due.
func (todayPage) PolicyPath(key reinstate.PolicyKey) string { return keyPath(key) }

// todayWatch adds what the reader is to read, and the claims of buyers that
// have a limit.
func (s *server) todayWatch(c *gin.Context, p *todayPage) error {
	library, err := s.desk.Policies(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	p.Policies = library.Due
	p.Claims, err = s.desk.ClaimsDue(c.Request.Context(), who(c))
	return err
}

func (s *server) ownPolicy(c *gin.Context, file casework.PolicyFile) error {
	return s.show(c, "policies/own", ownPolicyPage{page: s.page(c, reinstate.Say("%s", file.Title)), File: file})
}

func (s *server) newPolicy(c *gin.Context) error {
	return s.showPolicyForm(c, http.StatusOK, reinstate.PolicyEntry{}, nil)
}

func (s *server) showPolicyForm(c *gin.Context, status int, form reinstate.PolicyEntry, refused reinstate.Invalid) error {
	p := policyFormPage{page: s.page(c, reinstate.Say("A policy of your own")), Form: form}
	for _, m := range s.desk.Catalog().Markets() {
		p.Choices = append(p.Choices, choice{Code: string(m.Code), Title: m.Name, Chosen: m.Code == form.Marketplace})
	}
	p.Invalid = refused
	return s.showWith(c, status, "policies/form", p)
}

// policyForm reads an entry as it was typed.
func policyForm(c *gin.Context) reinstate.PolicyEntry {
	return reinstate.PolicyEntry{
		Title: c.PostForm("title"), Text: c.PostForm("text"), Source: c.PostForm("source"), Effective: c.PostForm("effective"),
		Marketplace: reinstate.Marketplace(c.PostForm("marketplace")), Version: version(c),
	}
}

func (s *server) addPolicy(c *gin.Context) error { return s.keepPolicy(c, policyForm(c)) }

func (s *server) savePolicy(c *gin.Context) error {
	form := policyForm(c)
	id, ok := policyKey(c).Own()
	if !ok {
		return reinstate.ErrNotFound
	}
	form.ID = id
	return s.keepPolicy(c, form)
}

func (s *server) keepPolicy(c *gin.Context, form reinstate.PolicyEntry) error {
	saved, err := s.desk.SavePolicy(c.Request.Context(), who(c), form)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return s.showPolicyForm(c, http.StatusUnprocessableEntity, form, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, keyPath(saved.Key()), reinstate.Say("The policy is kept. Whoever read it before is asked to read it again."))
}

func (s *server) editPolicy(c *gin.Context) error {
	file, err := s.desk.Policy(c.Request.Context(), who(c), policyKey(c))
	if err != nil {
		return err
	}
	if _, own := file.Key.Own(); !own {
		return reinstate.ErrNotFound
	}
	return s.showPolicyForm(c, http.StatusOK, file.Own, nil)
}

func (s *server) closePolicy(c *gin.Context) error {
	id, ok := policyKey(c).Own()
	if !ok {
		return reinstate.ErrNotFound
	}
	if err := s.desk.ClosePolicy(c.Request.Context(), who(c), id, version(c)); err != nil {
		return err
	}
	return s.redirect(c, "/policies", reinstate.Say("The policy is put away. Who read it stays written down."))
}

// policyDone leads back to an entry.
func (s *server) policyDone(c *gin.Context, err error, said reinstate.Sentence) error {
	if err != nil {
		return err
	}
	return s.redirect(c, keyPath(policyKey(c)), said)
}

func (s *server) acknowledge(c *gin.Context) error {
	err := s.desk.Acknowledge(c.Request.Context(), who(c), policyKey(c), c.PostForm("digest"))
	return s.policyDone(c, err, reinstate.Say("It is written down that you read it."))
}

func (s *server) notePolicy(c *gin.Context) error {
	err := s.desk.NotePolicy(c.Request.Context(), who(c), policyKey(c), c.PostForm("note"), version(c))
	return s.policyDone(c, err, reinstate.Say("The note is kept. Whoever read the policy is asked to read it again."))
}

func (s *server) askReaders(c *gin.Context) error {
	var users []reinstate.UserID
	for _, one := range c.PostFormArray("user") {
		id, err := strconv.ParseInt(one, 10, 64)
		if err != nil {
			return reinstate.Invalid{"user": "Choose people of the list."}
		}
		users = append(users, reinstate.UserID(id))
	}
	err := s.desk.AskReaders(c.Request.Context(), who(c), policyKey(c), users)
	return s.policyDone(c, err, reinstate.Say("They are asked to read it."))
}

func (s *server) tiePolicy(c *gin.Context) error {
	tie := reinstate.PolicyTie{Entry: policyKey(c)}
	id := func(field string) int64 { n, _ := strconv.ParseInt(c.PostForm(field), 10, 64); return n }
	tie.Account = reinstate.AccountID(id("account"))
	if kind, number := cutKind(c.PostForm("procedure")); tie.Account == 0 {
		switch kind {
		case "exhibit":
			tie.Exhibit = reinstate.ExhibitID(number)
		case "paper":
			tie.Paper = reinstate.PaperID(number)
		}
	}
	err := s.desk.TiePolicy(c.Request.Context(), who(c), tie)
	return s.policyDone(c, err, reinstate.Say("It is tied to the policy."))
}

// cutKind reads a choice such as "exhibit-12".
func cutKind(chosen string) (kind string, number int64) {
	for _, kind := range []string{"exhibit", "paper"} {
		if digits, ok := strings.CutPrefix(chosen, kind+"-"); ok {
			n, _ := strconv.ParseInt(digits, 10, 64)
			return kind, n
		}
	}
	return "", 0
}

func (s *server) untiePolicy(c *gin.Context) error {
	id, err := number(c, "tie")
	if err != nil {
		return err
	}
	err = s.desk.UntiePolicy(c.Request.Context(), who(c), reinstate.PolicyTieID(id))
	return s.policyDone(c, err, reinstate.Say("It is no longer tied to the policy."))
}

// asked reports whether somebody is named as a reader of an entry.
func asked(file casework.PolicyFile, user reinstate.UserID) bool {
	return slices.ContainsFunc(file.Readings, func(r casework.PolicyReading) bool { return r.Asked && r.User.ID == user })
}

// Asked reports whether somebody is named as a reader of the entry.
func (p policyPage) Asked(user reinstate.UserID) bool { return asked(p.File, user) }

// Asked reports whether somebody is named as a reader of the entry.
func (p ownPolicyPage) Asked(user reinstate.UserID) bool { return asked(p.File, user) }

// At is the address of the entry with more behind it.
func (p policyPage) At(more string) string { return keyPath(p.File.Key) + more }

// At is the address of the entry with more behind it.
func (p ownPolicyPage) At(more string) string { return keyPath(p.File.Key) + more }

// Market is the marketplace that an entry of the firm's own is about; its name
// is empty for one about all.
func (p ownPolicyPage) Market() catalog.Market { return p.File.Market }
