package casework_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

func (o *office) keep(name, body string, kind reinstate.ExhibitKind, dated string) reinstate.Paper {
	o.t.Helper()
	p, err := o.desk.KeepPaper(o.t.Context(), o.who, o.account.ID, casework.Upload{Name: name, Kind: kind, Dated: dated, Body: strings.NewReader(body)})
	o.must(err)
	return p
}

func TestAStandingFileSaysWhatANoticeWouldMiss(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	old := o.keep("old invoice.pdf", "an old invoice", "supplier_invoice", "2024-01-15")
	e := old.Exhibit()
	e.Record = reinstate.Record{
		Issuer: reinstate.Contact{Name: "Ningbo Henglan", Address: "12 Harbour Road", Phone: "+86 574 5550 1234", Website: "henglan.example"},
		Lines:  []reinstate.RecordLine{{Item: "B0TESTA1X7", Quantity: 40}},
	}
	o.must(o.desk.DescribePaper(t.Context(), o.who, o.account.ID, e, old.ID, old.Version))
	s, err := o.desk.StandingFile(t.Context(), o.who, o.account.ID, "inauthentic")
	o.must(err)
	i := slices.IndexFunc(s.Needs, func(n casework.Need) bool { return slices.Contains(n.Kinds, "letter_of_authorization") })
	if s.Missing == 0 || i < 0 && len(s.Needs) == 0 {
		t.Errorf("it needs %+v and misses %d", s.Needs, s.Missing)
	}
	late := false
	for _, f := range casework.Found(s.Findings, "1") {
		late = late || f.Rule == "I01" && strings.Contains(f.Message, "2024-01-15")
	}
	if !late {
		t.Errorf("nothing says that the invoice would be too old: %+v", s.Findings)
	}
	stale := o.desk.DescribePaper(t.Context(), o.who, o.account.ID, e, old.ID, old.Version)
	if !errors.Is(stale, reinstate.ErrConflict) {
		t.Errorf("a stale save: %v", stale)
	}
}

func TestACaseTakesPapersOfItsAccountOnly(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	p := o.keep("licence.pdf", "a licence", "business_license", "2026-01-02")
	ref := o.open().Reference
	taken, err := o.desk.TakeFromFile(t.Context(), o.who, ref, []reinstate.PaperID{p.ID})
	o.must(err)
	e := o.file(ref).Exhibits[0]
	if taken != 1 || e.SHA256 != p.SHA256 || e.Kind != "business_license" || e.Dated != "2026-01-02" {
		t.Errorf("took %d: %+v", taken, e)
	}
	if again, err := o.desk.TakeFromFile(t.Context(), o.who, ref, []reinstate.PaperID{p.ID}); err != nil || again != 0 {
		t.Errorf("taken again: %d, %v", again, err)
	}
	other, err := o.desk.AddAccount(t.Context(), o.who, reinstate.Account{Client: o.account.Client, Marketplace: reinstate.Walmart, Store: "US"})
	o.must(err)
	foreign, err := o.desk.KeepPaper(t.Context(), o.who, other.ID, casework.Upload{Name: "x.pdf", Body: strings.NewReader("x")})
	o.must(err)
	if _, err := o.desk.TakeFromFile(t.Context(), o.who, ref, []reinstate.PaperID{foreign.ID}); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a paper of another account: %v", err)
	}
	rival := o.firm("Rivals", "rival@example.com")
	if _, err := o.desk.OpenPaper(t.Context(), rival, o.account.ID, p.ID); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("another firm: %v", err)
	}
	o.must(o.desk.RemovePaper(t.Context(), o.who, o.account.ID, p.ID, p.Version))
	o.must(o.desk.RemovePaper(t.Context(), o.who, other.ID, foreign.ID, foreign.Version))
	o.wait(31 * 24 * time.Hour)
	o.must(o.desk.EmptyTrash(t.Context(), reinstate.Actor{Org: o.who.Org, Kind: reinstate.System, Role: reinstate.RoleManager}))
	if !o.stored("a licence") || o.stored("x") {
		t.Error("what the case holds was removed, or what nothing holds was not")
	}
	if found := o.verify(); len(found) != 0 {
		t.Errorf("verify finds %+v", found)
	}
}
