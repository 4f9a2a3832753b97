package store_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// fill gives every field beneath v a value of its own that is not zero.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2025, 3, 1, 0, 0, *n, 123456000, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.String:
		v.SetString(fmt.Sprintf("%s %d <&> \"'\\ 深圳 \u2028 Ω\n\t😀", v.Type().Name(), *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(1 / float64(*n+3))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Interface: // an argument of a sentence
		v.Set(reflect.ValueOf(*n))
	case reflect.Slice:
		s := reflect.MakeSlice(v.Type(), 2, 2)
		for i := range 2 {
			fill(s.Index(i), n)
		}
		v.Set(s)
	default:
		panic("no value for a field of type " + v.Type().String())
	}
}

// filled is a T with every field filled in.
func filled[T any](fix func(*T)) T {
	var t T
	n := 100
	fill(reflect.ValueOf(&t).Elem(), &n)
	fix(&t)
	return t
}

// same compares field by field, so that a failure names the field. Fields that
// the store gives itself are left out.
func same[T any](t *testing.T, what string, got, want T, given ...string) {
	t.Helper()
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		name := g.Type().Field(i).Name
		if strings.Contains(" "+strings.Join(given, " ")+" ", " "+name+" ") {
			if g.Field(i).IsZero() {
				t.Errorf("%s: %s is empty, the store should have given it", what, name)
			}
			continue
		}
		differ(t, what+": "+name, g.Field(i), w.Field(i))
	}
}

// differ names the fields beneath which two values differ.
func differ(t *testing.T, where string, got, want reflect.Value) {
	t.Helper()
	switch {
	case reflect.DeepEqual(got.Interface(), want.Interface()):
	case got.Kind() == reflect.Struct && got.Type() != reflect.TypeFor[time.Time]():
		for i := range got.NumField() {
			differ(t, where+"."+got.Type().Field(i).Name, got.Field(i), want.Field(i))
		}
	case got.Kind() == reflect.Slice && got.Len() == want.Len():
		for i := range got.Len() {
			differ(t, fmt.Sprintf("%s[%d]", where, i), got.Index(i), want.Index(i))
		}
	default:
		t.Errorf("%s\n got %#v\nwant %#v", where, got, want)
	}
}

func TestEveryFieldComesBackAsItWas(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale & Partners")
	account := firm.Client("海岚科技").Account(reinstate.Amazon, "US")
	other := account.Client.Account(reinstate.Walmart, "US")
	c := account.Case()
	a, b := c.Exhibit("a"), c.Exhibit("b")
	cause := c.Claim(reinstate.RootCause, "why", 0)
	reply := c.Notice("reply")
	links := []reinstate.ExhibitID{a.ID, b.ID}
	did := reinstate.Event{Did: "filled"}
	assistant := firm.Person(reinstate.RoleCaseworker)

	// trip saves a filled thing, reads it, and compares.
	type trip struct {
		name string
		run  func(t *testing.T, tx *store.Tx)
	}
	for _, tt := range []trip{
		{"org", func(t *testing.T, tx *store.Tx) {
			o := filled(func(o *reinstate.Org) {})
			must(t, tx.AddOrg(&o))
			orgs, err := tx.Orgs()
			must(t, err)
			same(t, "added", orgs[len(orgs)-1], o)
		}},
		{"user", func(t *testing.T, tx *store.Tx) {
			fix := func(u *reinstate.User) {
				u.ID, u.Version = 0, 0
				u.Org, u.Client, u.Email = firm.Org.ID, account.Client.Client.ID, "filled@example.com"
			}
			u := filled(fix)
			must(t, tx.AddUser(&u, "hash"))
			got, err := tx.User(u.ID)
			must(t, err)
			same(t, "added", got, filled(fix), "ID", "Version")
			got, hash, err := tx.Credentials("Filled@Example.com")
			must(t, err)
			same(t, "by address", got, u)
			if hash != "hash" {
				t.Errorf("the password's hash is %q", hash)
			}
			u.Name, u.Role, u.Language, u.Zone, u.Disabled, u.Client, u.Email = "other", reinstate.RoleViewer, "zh", "Asia/Shanghai", false, 0, "other@example.com"
			must(t, tx.SaveUser(&u))
			got, err = tx.User(u.ID)
			must(t, err)
			same(t, "saved", got, u)
		}},
		{"client", func(t *testing.T, tx *store.Tx) {
			fix := func(c *reinstate.Client) { c.ID, c.Version = 0, 0 }
			l := filled(fix)
			must(t, tx.AddClient(&l))
			got, err := tx.Client(l.ID)
			must(t, err)
			same(t, "added", got, filled(fix), "ID", "Version")
			l = filled(func(c *reinstate.Client) { c.ID, c.Version, c.Added, c.LegalName = l.ID, l.Version, l.Added, "other" })
			must(t, tx.SaveClient(&l))
			got, err = tx.Client(l.ID)
			must(t, err)
			same(t, "saved", got, l)
		}},
		{"account", func(t *testing.T, tx *store.Tx) {
			fix := func(a *reinstate.Account) { a.ID, a.Version, a.Client = 0, 0, account.Client.Client.ID }
			a := filled(fix)
			must(t, tx.AddAccount(&a))
			got, err := tx.AccountByKey(a.Key)
			must(t, err)
			same(t, "added", got, filled(fix), "ID", "Version")
			a = filled(func(x *reinstate.Account) {
				x.ID, x.Version, x.Added, x.Client, x.Key = a.ID, a.Version, a.Added, a.Client, "other"
			})
			must(t, tx.SaveAccount(&a))
			got, err = tx.Account(a.ID)
			must(t, err)
			same(t, "saved", got, a)
		}},
		{"case", func(t *testing.T, tx *store.Tx) {
			fix := func(c *reinstate.Case) {
				c.ID, c.Version, c.Client, c.Account, c.Owner = 0, 0, account.Client.Client.ID, account.Account.ID, assistant.User
			}
			k := filled(fix)
			must(t, tx.AddCase(&k, did))
			got, err := tx.Case(k.ID)
			must(t, err)
			same(t, "added", got, filled(fix), "ID", "Version", "Reference", "Changed")
			same(t, "given", got, k)
			next := k.Next
			k = filled(func(x *reinstate.Case) {
				fix(x)
				x.ID, x.Version, x.Account, x.Round = k.ID, k.Version, other.Account.ID, 9
			})
			must(t, tx.SaveCase(&k, did))
			got, err = tx.CaseByReference(k.Reference)
			must(t, err)
			same(t, "saved", got, k)
			if got.Next != next {
				t.Errorf("saving a case moved its clock from %v to %v", next, got.Next)
			}
		}},
		{"round", func(t *testing.T, tx *store.Tx) {
			r := filled(func(r *reinstate.Round) { r.Number, r.Reply = 1, reply.ID })
			must(t, tx.SaveRound(c.Case.ID, r, did))
			rounds, err := tx.Rounds(c.Case.ID)
			must(t, err)
			same(t, "saved", rounds[0], r)
		}},
		{"notice", func(t *testing.T, tx *store.Tx) {
			fix := func(n *reinstate.Notice) { n.ID, n.Version, n.Case, n.Account = 0, 0, c.Case.ID, account.Account.ID }
			n := filled(fix)
			must(t, tx.AddNotice(&n, did))
			got, err := tx.Notice(n.ID)
			must(t, err)
			same(t, "added", got, filled(fix), "ID", "Version")
			changed := n
			changed.Kind, changed.Round, changed.Checked, changed.CheckedBy, changed.Received = "other", 7, reinstate.Reading{}, "x", w.Clock.Now()
			must(t, tx.SaveNotice(&changed, did))
			got, err = tx.Notice(n.ID)
			must(t, err)
			same(t, "saved", got, changed)
		}},
		{"demand", func(t *testing.T, tx *store.Tx) {
			fix := func(d *reinstate.Demand) { d.ID, d.Version, d.Case, d.Exhibits = 0, 0, c.Case.ID, links }
			d := filled(fix)
			must(t, tx.AddDemand(&d, did))
			got, err := tx.Demand(d.ID)
			must(t, err)
			same(t, "added", got, filled(fix), "ID", "Version")
			d = filled(func(x *reinstate.Demand) {
				x.ID, x.Version, x.Case, x.Exhibits, x.State = d.ID, d.Version, c.Case.ID, links[1:], reinstate.DemandMet
			})
			must(t, tx.SaveDemand(&d, did))
			demands, err := tx.Demands(c.Case.ID)
			must(t, err)
			same(t, "saved", demands[0], d)
		}},
		{"clock", func(t *testing.T, tx *store.Tx) {
			fix := func(k *reinstate.Clock) { k.ID, k.Version, k.Case = 0, 0, c.Case.ID }
			k := filled(fix)
			must(t, tx.AddClock(&k, did))
			got, err := tx.Clock(k.ID)
			must(t, err)
			same(t, "added", got, filled(fix), "ID", "Version")
			k = filled(func(x *reinstate.Clock) { x.ID, x.Version, x.Case, x.Zone = k.ID, k.Version, c.Case.ID, "other" })
			must(t, tx.SaveClock(&k, did))
			clocks, err := tx.Clocks(c.Case.ID)
			must(t, err)
			same(t, "saved", clocks[0], k)
		}},
		{"exhibit", func(t *testing.T, tx *store.Tx) {
			fix := func(x *reinstate.Exhibit) { x.ID, x.Version, x.Case = 0, 0, c.Case.ID }
			x := filled(fix)
			must(t, tx.AddExhibit(&x, did))
			got, err := tx.Exhibit(x.ID)
			must(t, err)
			same(t, "added", got, filled(fix), "ID", "Version", "Letter")
			x.Kind, x.Title, x.Pages, x.Dated, x.Shows, x.Withdrawn = "photo", "other", 3, "2026-01-02", "more", time.Time{}
			x.Record, x.Newer, x.Replaced = reinstate.Record{From: "other"}, a.ID, time.Time{}
			must(t, tx.SaveExhibit(&x, did))
			found, err := tx.ExhibitsByDigest(c.Case.ID, x.SHA256)
			must(t, err)
			same(t, "saved", found[0], x)
		}},
		{"custody", func(t *testing.T, tx *store.Tx) {
			must(t, tx.Handle(a, reinstate.CustodyExported, "深圳 \u2028 <&>", 0))
			all, err := tx.Custody(c.Case.ID)
			must(t, err)
			of, err := tx.CustodyOf(a.ID)
			must(t, err)
			want := reinstate.Custody{
				Case: c.Case.ID, Seq: len(all), Exhibit: a.ID, At: tx.Now(), Actor: firm.Owner.Name, Kind: reinstate.Person, User: firm.Owner.User,
				Address: firm.Owner.Address, Did: reinstate.CustodyExported, With: "深圳 \u2028 <&>", Prev: all[len(all)-2].Hash,
			}
			same(t, "handled", all[len(all)-1], want, "Hash")
			same(t, "of the exhibit", of[len(of)-1], want, "Hash")
		}},
		{"sales", func(t *testing.T, tx *store.Tx) {
			sales := []reinstate.Sales{{Item: "B0AAAAAAA1", Sold: 12}, {Item: "深圳", Sold: 0}}
			must(t, tx.SaveSales(c.Case.ID, sales, did))
			got, err := tx.Sales(c.Case.ID)
			must(t, err)
			if !reflect.DeepEqual(got, sales) {
				t.Errorf("got %v, want %v", got, sales)
			}
		}},
		{"paper", func(t *testing.T, tx *store.Tx) {
			fix := func(p *reinstate.Paper) {
				p.ID, p.Version, p.Account, p.Removed = 0, 0, account.Account.ID, time.Time{}
			}
			p := filled(fix)
			must(t, tx.AddPaper(&p))
			got, err := tx.Paper(p.ID)
			must(t, err)
			same(t, "added", got, filled(fix), "ID", "Version")
			p.Kind, p.Title, p.Pages, p.Dated, p.Shows, p.Record = "photo", "other", 3, "2026-01-02", "more", reinstate.Record{From: "other"}
			must(t, tx.SavePaper(&p))
			papers, err := tx.Papers(account.Account.ID)
			must(t, err)
			same(t, "saved", papers[len(papers)-1], p)
		}},
		{"upload", func(t *testing.T, tx *store.Tx) {
			fix := func(u *store.Upload) { u.Case = c.Case.ID }
			u := filled(fix)
			must(t, tx.AddUpload(&u))
			got, err := tx.Upload(c.Case.ID, u.Ticket)
			must(t, err)
			want := filled(fix)
			want.Started = tx.Now()
			same(t, "added", got, want)
			marked, err := tx.Uploads(c.Case.ID, u.Mark)
			must(t, err)
			same(t, "by its mark", marked[0], want)
		}},
		{"claim", func(t *testing.T, tx *store.Tx) {
			fix := func(k *reinstate.Claim) {
				k.ID, k.Version, k.Case, k.Cause, k.Exhibits = 0, 0, c.Case.ID, cause.ID, links
			}
			k := filled(fix)
			must(t, tx.AddClaim(&k, did))
			got, err := tx.Claim(k.ID)
			must(t, err)
			same(t, "added", got, filled(fix), "ID", "Version", "Position")
			k = filled(func(x *reinstate.Claim) {
				x.ID, x.Version, x.Case, x.Cause, x.Exhibits, x.Done = k.ID, k.Version, c.Case.ID, cause.ID, nil, false
			})
			must(t, tx.SaveClaim(&k, did))
			claims, err := tx.Claims(c.Case.ID)
			must(t, err)
			same(t, "saved", claims[1], k)
		}},
		{"plan", func(t *testing.T, tx *store.Tx) {
			fix := func(p *reinstate.Plan) { p.ID, p.Version, p.Case = 0, 0, c.Case.ID }
			p := filled(fix)
			must(t, tx.AddPlan(&p, did))
			got, err := tx.Plan(c.Case.ID, p.Round)
			must(t, err)
			want := filled(fix)
			want.SavedBy, want.SavedID, want.Saved, want.Drafted, want.Revision = firm.Owner.Name, firm.Owner.User, tx.Now(), time.Time{}, 1
			same(t, "added", got, want, "ID", "Version")
			p.Route, p.Title, p.Language, p.Body.Sections[0].Text = "other", "other", "de", "other"
			must(t, tx.SavePlan(&p, did))
			got, err = tx.Plan(c.Case.ID, p.Round)
			must(t, err)
			same(t, "saved", got, p)
			revisions, err := tx.Revisions(p.ID)
			must(t, err)
			if len(revisions) != 2 || revisions[0].Number != 2 || len(revisions[0].Body.Sections) != 0 {
				t.Errorf("the revisions are %+v", revisions)
			}
			first, err := tx.Revision(p.ID, 1)
			must(t, err)
			same(t, "first revision", first, reinstate.Revision{Plan: p.ID, Number: 1, Language: want.Language, Body: want.Body, By: firm.Owner.Name, At: tx.Now()})
		}},
		{"filing", func(t *testing.T, tx *store.Tx) {
			fix := func(f *reinstate.Filing) { f.ID, f.Case, f.Proof = 0, c.Case.ID, a.ID }
			f := filled(fix)
			must(t, tx.AddFiling(&f, did))
			got, err := tx.Filing(c.Case.ID, f.Round)
			must(t, err)
			same(t, "added", got, filled(fix), "ID")
			f.Receipt, f.Proof, f.NoneGiven, f.ReceiptedAt = "other", b.ID, false, w.Clock.Now()
			must(t, tx.SaveReceipt(&f, did))
			filings, err := tx.Filings(c.Case.ID)
			must(t, err)
			same(t, "saved", filings[0], f)
		}},
		{"handling", func(t *testing.T, tx *store.Tx) {
			h := filled(func(h *reinstate.Handling) { h.Case, h.Thing, h.ID = c.Case.ID, reinstate.ThingExhibit, int64(a.ID) })
			must(t, tx.SaveHandling(h, did))
			h.Goes, h.Privileged = reinstate.GoesWithout, false
			must(t, tx.SaveHandling(h, did))
			found, err := tx.Handlings(c.Case.ID)
			must(t, err)
			same(t, "saved", found[0], h)
		}},
		{"preview", func(t *testing.T, tx *store.Tx) {
			p := filled(func(p *reinstate.Preview) { p.SHA256 = a.SHA256 })
			must(t, tx.SavePreview(p))
			got, err := tx.Preview(a.SHA256)
			must(t, err)
			p.Made = tx.Now()
			same(t, "saved", got, p)
		}},
		{"page note", func(t *testing.T, tx *store.Tx) {
			fix := func(n *reinstate.PageNote) { n.ID, n.Version, n.Case, n.Exhibit = 0, 0, c.Case.ID, a.ID }
			n := filled(fix)
			must(t, tx.AddPageNote(&n, did))
			changed := filled(fix)
			changed.ID, changed.Version = n.ID, n.Version
			changed.By, changed.User, changed.At, changed.Page = n.By, n.User, n.At, n.Page
			must(t, tx.SavePageNote(&changed, did))
			got, err := tx.PageNote(n.ID)
			must(t, err)
			same(t, "saved", got, changed)
		}},
		{"export", func(t *testing.T, tx *store.Tx) {
			fix := func(x *reinstate.Export) { x.ID, x.Case = 0, c.Case.ID }
			x := filled(fix)
			must(t, tx.AddExport(&x, did))
			got, err := tx.Export(x.ID)
			must(t, err)
			same(t, "added", got, filled(fix), "ID")
			x.State, x.Done, x.Of, x.Files, x.Notes, x.Why, x.Ended = reinstate.ExportDone, 7, 8, x.Files[:1], nil, "because", w.Clock.Now()
			must(t, tx.EndExport(x, did))
			list, err := tx.Exports(c.Case.ID, 9)
			must(t, err)
			same(t, "saved", list[0], x)
		}},
		{"timeline", func(t *testing.T, tx *store.Tx) {
			with := map[string]string{"b": "深圳", "a": "<&>\u2028\"", "": "x"}
			must(t, tx.Note(c.Case.ID, reinstate.Event{Did: "noted", With: with}))
			entries, err := tx.Timeline(c.Case.ID)
			must(t, err)
			last := entries[len(entries)-1]
			same(t, "noted", last, reinstate.Entry{
				Case: c.Case.ID, Seq: len(entries), At: tx.Now(), Actor: firm.Owner.Name, Kind: reinstate.Person, User: firm.Owner.User,
				Event: reinstate.Event{Did: "noted", With: with}, Prev: entries[len(entries)-2].Hash,
			}, "Hash")
		}},
		{"session", func(t *testing.T, tx *store.Tx) {
			s := filled(func(s *store.Session) {
				s.Org, s.User, s.Expires = firm.Org.ID, assistant.User, w.Clock.Now().Add(time.Hour)
			})
			must(t, tx.AddSession(s))
			got, user, org, err := tx.Session(s.TokenHash)
			must(t, err)
			same(t, "added", got, s)
			if user.ID != assistant.User || org.ID != firm.Org.ID {
				t.Errorf("the session is of person %d of firm %d", user.ID, org.ID)
			}
			must(t, tx.TouchSession(s.TokenHash))
			sessions, err := tx.SessionsOf(assistant.User)
			must(t, err)
			s.Seen = tx.Now()
			same(t, "touched", sessions[0], s)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			who := firm.Owner
			if tt.name == "org" {
				who = w.Operator(firm.Org.ID)
			}
			w.Update(who, func(tx *store.Tx) error { tt.run(t, tx); return nil })
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

func TestTextThatIsNotUnicodeIsRefusedInWords(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("A").Account(reinstate.Amazon, "US").Case()
	p := c.Plan("as it was")
	p.Body.Sections[0].Text = "cut \xff off"
	err := w.DB.Update(t.Context(), c.Owner, func(tx *store.Tx) error { return tx.SavePlan(&p, reinstate.Event{Did: "plan_saved"}) })
	if !isInvalid(err, "text") {
		t.Errorf("got %v, want a sentence about the text", err)
	}
	w.View(c.Owner, func(tx *store.Tx) error {
		got, err := tx.Plan(c.Case.ID, c.Case.Round)
		if got.Body.Sections[0].Text != "as it was" {
			t.Errorf("the plan now says %q", got.Body.Sections[0].Text)
		}
		return err
	})
}
