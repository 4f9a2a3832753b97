package store_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// market is a firm with many different cases.
func market(t *testing.T) (*storetest.Firm, []*storetest.Account) {
	t.Helper()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	accounts := []*storetest.Account{
		firm.Client("Hailan Technology").Account(reinstate.Amazon, "US"), firm.Client("Ostrava Lights").Account(reinstate.Walmart, "US"),
	}
	accounts = append(accounts, accounts[0].Client.Account(reinstate.Amazon, "DE"))
	random := rand.New(rand.NewPCG(1, 2))
	helper := firm.Person(reinstate.RoleCaseworker)
	states, reasons := reinstate.States(), []reinstate.ReasonCode{"inauthentic", "related_account", "performance"}
	for i := range 60 {
		w.Clock.Pass(time.Hour)
		c := accounts[i%3].Case(func(c *reinstate.Case) {
			c.State = states[random.IntN(len(states))]
			c.Reasons = []reinstate.ReasonCode{reasons[random.IntN(3)], "extra"}
			if random.IntN(2) == 0 {
				c.Owner = helper.User
			}
			if c.State == reinstate.AwaitingDecision {
				c.Waiting = w.Clock.Now().Add(-time.Duration(random.IntN(5)) * time.Hour) // some wait equally long
			}
		})
		if random.IntN(2) == 0 {
			c.Clock(reinstate.ClockAppeal, storetest.Start.Add(time.Duration(random.IntN(20)-5)*24*time.Hour))
		}
	}
	return firm, accounts
}

// all reads a list to its end, page by page.
func all(t *testing.T, firm *storetest.Firm, q store.CaseQuery) []store.CaseLine {
	t.Helper()
	var lines []store.CaseLine
	firm.View(firm.Owner, func(tx *store.Tx) error {
		for range 1000 {
			page, err := tx.Cases(q)
			if err != nil {
				return err
			}
			if q.Limit > 0 && len(page.Lines) > q.Limit {
				t.Errorf("a page of %d lines, the limit is %d", len(page.Lines), q.Limit)
			}
			lines = append(lines, page.Lines...)
			if q.After = page.Next; q.After == "" {
				return nil
			}
		}
		return fmt.Errorf("the list does not end")
	})
	return lines
}

func TestPagesFollowEachOtherInEveryOrder(t *testing.T) {
	t.Parallel()
	firm, _ := market(t)
	far := func(at time.Time) int64 {
		if at.IsZero() {
			return 1 << 62
		}
		return at.UnixMicro()
	}
	key := map[string]func(store.CaseLine) int64{
		"due": func(l store.CaseLine) int64 {
			if !l.State.Open() {
				return 1 << 62
			}
			return far(l.Next.Due)
		},
		"changed": func(l store.CaseLine) int64 { return l.Changed.UnixMicro() },
		"opened":  func(l store.CaseLine) int64 { return l.Opened.UnixMicro() },
		"waiting": func(l store.CaseLine) int64 { return far(l.Waiting) },
	}
	for _, sort := range store.Sorts() {
		for _, desc := range []bool{false, true} {
			for _, limit := range []int{1, 7, 60, 200} {
				got := all(t, firm, store.CaseQuery{Sort: sort, Desc: desc, Limit: limit})
				want := slices.Clone(got)
				slices.SortFunc(want, func(a, b store.CaseLine) int {
					order := cmp.Or(cmp.Compare(key[sort](a), key[sort](b)), cmp.Compare(a.ID, b.ID))
					if desc {
						return -order
					}
					return order
				})
				if len(got) != 60 || !slices.EqualFunc(got, want, func(a, b store.CaseLine) bool { return a.ID == b.ID }) {
					t.Errorf("by %s, descending %t, %d a page: %d lines, in order: %t", sort, desc, limit, len(got), len(got) == 60)
				}
			}
		}
	}
}

func TestFiltersShowWhatTheySay(t *testing.T) {
	t.Parallel()
	firm, accounts := market(t)
	everything := all(t, firm, store.CaseQuery{})
	yes, no := true, false
	some := everything[0].OwnerID
	for _, l := range everything {
		some = max(some, l.OwnerID)
	}
	for _, tt := range []struct {
		name  string
		query store.CaseQuery
		want  func(store.CaseLine) bool
	}{
		{"open ones", store.CaseQuery{Open: &yes}, func(l store.CaseLine) bool { return l.State.Open() }},
		{"finished ones", store.CaseQuery{Open: &no}, func(l store.CaseLine) bool { return !l.State.Open() }},
		{"one state", store.CaseQuery{State: []reinstate.State{reinstate.AwaitingDecision}}, func(l store.CaseLine) bool { return l.State == reinstate.AwaitingDecision }},
		{
			"several states", store.CaseQuery{State: []reinstate.State{reinstate.Closed, reinstate.InCorrection, reinstate.Closed}},
			func(l store.CaseLine) bool { return l.State == reinstate.Closed || l.State == reinstate.InCorrection },
		},
		{"open ones among finished states", store.CaseQuery{Open: &yes, State: []reinstate.State{reinstate.Closed}}, func(store.CaseLine) bool { return false }},
		{"a marketplace", store.CaseQuery{Marketplace: reinstate.Walmart}, func(l store.CaseLine) bool { return l.Marketplace == reinstate.Walmart }},
		{"an account", store.CaseQuery{Account: accounts[2].Account.ID}, func(l store.CaseLine) bool { return l.Account == accounts[2].Account.ID }},
		{"a client", store.CaseQuery{Client: accounts[0].Client.Client.ID}, func(l store.CaseLine) bool { return l.Client == accounts[0].Client.Client.ID }},
		{"an owner", store.CaseQuery{Owner: some}, func(l store.CaseLine) bool { return l.OwnerID == some }},
		{"a reason", store.CaseQuery{Reason: "related_account"}, func(l store.CaseLine) bool { return slices.Contains(l.Reasons, "related_account") }},
		{"half a reason", store.CaseQuery{Reason: "related"}, func(store.CaseLine) bool { return false }},
		{
			"several at once", store.CaseQuery{Open: &yes, Client: accounts[0].Client.Client.ID, Owner: some, Reason: "inauthentic", Sort: "opened", Desc: true},
			func(l store.CaseLine) bool {
				return l.State.Open() && l.Client == accounts[0].Client.Client.ID && l.OwnerID == some && slices.Contains(l.Reasons, "inauthentic")
			},
		},
	} {
		want := 0
		for _, l := range everything {
			if tt.want(l) {
				want++
			}
		}
		for i, sort := range append(store.Sorts(), store.Sorts()...) {
			if i == len(store.Sorts()) {
				firm.DB.ManyCases()
			}
			q := tt.query
			q.Sort, q.Limit = cmp.Or(q.Sort, sort), 7
			got := all(t, firm, q)
			if len(got) != want || slices.ContainsFunc(got, func(l store.CaseLine) bool { return !tt.want(l) }) {
				t.Errorf("%s by %s: %d lines, want %d that fit", tt.name, sort, len(got), want)
			}
		}
	}
}

func TestALineSaysWhatAListShows(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("海岚科技").Account(reinstate.Amazon, "US").Case(func(c *reinstate.Case) { c.Round = 2 })
	c.Case.Owner = c.Account.Owner.User
	c.Case.Reasons = []reinstate.ReasonCode{"inauthentic", "safety"}
	w.Update(c.Account.Owner, func(tx *store.Tx) error { return tx.SaveCase(&c.Case, did) })
	met := c.Demand("met")
	c.Demand("open")
	met.State = reinstate.DemandMet
	w.Update(c.Account.Owner, func(tx *store.Tx) error { return tx.SaveDemand(&met, did) })
	due := w.Clock.Now().Add(time.Hour)
	c.Clock(reinstate.ClockAppeal, due)
	k, a := c.Reload(), c.Account.Account
	got := all(t, c.Account.Firm, store.CaseQuery{})
	want := store.CaseLine{
		ID: k.ID, Reference: k.Reference, State: k.State, Level: k.Level, Reasons: k.Reasons, Response: k.Response, Round: 2, Opened: k.Opened, Changed: k.Changed,
		Next:   reinstate.NextClock{Kind: reinstate.ClockAppeal, Due: due, Zone: "America/Los_Angeles", Basis: reinstate.Stated},
		Client: k.Client, ClientName: "海岚科技", Account: a.ID, AccountKey: a.Key, Marketplace: reinstate.Amazon, Store: "US", StoreName: a.StoreName,
		SellerID: a.SellerID, OwnerID: k.Owner, OwnerName: "Mara Vale", OpenDemands: 1, Demands: 2, Asks: "open",
	}
	if len(got) != 1 {
		t.Fatalf("%d lines", len(got))
	}
	same(t, "line", got[0], want)
}

func TestSearchFindsByEveryName(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	one := firm.Client("深圳市海岚科技有限公司").Account(reinstate.Amazon, "US").Case()
	two := firm.Client("Müller & Søn GmbH").Account(reinstate.Walmart, "US").Case()
	rival := w.Firm("Rivals").Client("深圳市海岚科技有限公司").Account(reinstate.Amazon, "US").Case()
	w.Update(firm.Owner, func(tx *store.Tx) error { return tx.Reword(one.Case.ID, "B0ABCDE123 111-2223334-4445556") })
	w.Update(rival.Account.Owner, func(tx *store.Tx) error { return tx.Reword(rival.Case.ID, "B0ABCDE123") })
	w.Update(firm.Owner, func(tx *store.Tx) error {
		c := two.Client.Client
		c.OtherName = "Nordlicht"
		return tx.SaveClient(&c)
	})
	w.Update(firm.Owner, func(tx *store.Tx) error {
		a := two.Account.Account
		a.StoreName = "Lamp Loft"
		return tx.SaveAccount(&a)
	})
	for _, tt := range []struct {
		search string
		want   []reinstate.CaseID
	}{
		{"R-2026-0001", []reinstate.CaseID{one.Case.ID}},
		{"r-2026-0002", []reinstate.CaseID{two.Case.ID}},
		{"2026", []reinstate.CaseID{one.Case.ID, two.Case.ID}},
		{"海岚科技", []reinstate.CaseID{one.Case.ID}},
		{"海岚", []reinstate.CaseID{one.Case.ID}},
		{"岚", []reinstate.CaseID{one.Case.ID}},
		{"深圳 海岚", []reinstate.CaseID{one.Case.ID}},
		{"深圳 muller", nil},
		{"muller", []reinstate.CaseID{two.Case.ID}},
		{"MÜLLER gmbh", []reinstate.CaseID{two.Case.ID}},
		{"nordl", []reinstate.CaseID{two.Case.ID}},
		{"lamp loft", []reinstate.CaseID{two.Case.ID}},
		{"lamp ft", []reinstate.CaseID{two.Case.ID}},
		{"lamp zz", nil},
		{one.Account.Account.SellerID, []reinstate.CaseID{one.Case.ID}},
		{one.Account.Account.Key, []reinstate.CaseID{one.Case.ID}},
		{"B0ABCDE123", []reinstate.CaseID{one.Case.ID}},
		{"2223334", []reinstate.CaseID{one.Case.ID}},
		{"walmart", []reinstate.CaseID{two.Case.ID}},
		{"nobody", nil},
		{" \t ", []reinstate.CaseID{one.Case.ID, two.Case.ID}},
	} {
		var got []reinstate.CaseID
		for _, l := range all(t, firm, store.CaseQuery{Search: tt.search, Sort: "opened", Limit: 1}) {
			got = append(got, l.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q finds %v, want %v", tt.search, got, tt.want)
		}
	}
}

func TestNoSearchIsASyntaxError(t *testing.T) {
	t.Parallel()
	firm, _ := market(t)
	hostile := []string{
		`"`, `""`, `"""`, `a"b"c`, "*", "abc*", "NEAR(", "NEAR(abc def, 2)", "abc AND", "OR OR OR", "NOT abc", "names:abc", "{names words}: abc", "^abc", "abc + def",
		"-abc", "(abc", "abc)", "%", "_", "%%%", `\`, `\\\`, "'; DROP TABLE cases; --", "?", "?1", "@org", ":org", "$1", "abc\x00def", "\x00", "\xff\xfe\xfd", "\u202e abc",
		strings.Repeat("a", 1<<16), strings.Repeat("a ", 1<<12), strings.Repeat("\"", 999), "e\u0301\u0301\u0301", "\u0301\u0301\u0301", "😀", "😀😀😀", "١٢٣", "a\nb\tc\r\nd",
	}
	for _, search := range hostile {
		for _, sort := range store.Sorts() {
			firm.View(firm.Owner, func(tx *store.Tx) error {
				_, err := tx.Cases(store.CaseQuery{Search: search, Sort: sort})
				if err != nil {
					t.Errorf("%.40q: %v", search, err)
				}
				return nil
			})
		}
		firm.Update(firm.Owner, func(tx *store.Tx) error { return tx.Reword(1, search) })
	}
}

func FuzzSearch(f *testing.F) {
	w := storetest.New(f)
	firm := w.Firm("Vale")
	rival := w.Firm("Rivals").Client("Hailan").Account(reinstate.Amazon, "US").Case()
	f.Add("Hailan", `"`)
	f.Add("R-2026", "NEAR(")
	f.Add("海岚", "ha")
	f.Fuzz(func(t *testing.T, a, b string) {
		var page store.CasePage
		err := w.DB.View(t.Context(), firm.Owner, func(tx *store.Tx) (err error) {
			page, err = tx.Cases(store.CaseQuery{Search: a + " " + b})
			return err
		})
		if err != nil || len(page.Lines) != 0 {
			t.Errorf("%q %q: %v, %d lines of %s", a, b, err, len(page.Lines), rival.Case.Reference)
		}
	})
}

func TestAListRefusesWhatIsNotItsOwn(t *testing.T) {
	t.Parallel()
	firm, _ := market(t)
	var next string
	firm.View(firm.Owner, func(tx *store.Tx) error {
		page, err := tx.Cases(store.CaseQuery{Limit: 3})
		next = page.Next
		return err
	})
	for _, tt := range []struct {
		name  string
		query store.CaseQuery
		field string
	}{
		{"a column that is not offered", store.CaseQuery{Sort: "id; DROP TABLE cases"}, "sort"},
		{"a column's own name", store.CaseQuery{Sort: "urgency"}, "sort"},
		{"a cursor that is none", store.CaseQuery{After: "abc"}, "after"},
		{"half a cursor", store.CaseQuery{After: next[:len(next)/2]}, "after"},
		{"a cursor of another order", store.CaseQuery{After: next, Sort: "opened"}, "after"},
		{"a cursor of the other direction", store.CaseQuery{After: next, Desc: true}, "after"},
	} {
		firm.View(firm.Owner, func(tx *store.Tx) error {
			if _, err := tx.Cases(tt.query); !isInvalid(err, tt.field) {
				t.Errorf("%s: got %v, want a sentence about %s", tt.name, err, tt.field)
			}
			return nil
		})
	}
	if got := all(t, firm, store.CaseQuery{Limit: 1 << 30}); len(got) != 60 {
		t.Errorf("%d lines with a limit that is too high", len(got))
	}
}

func TestCountsAgreeWithTheList(t *testing.T) {
	t.Parallel()
	firm, _ := market(t)
	want := store.CaseCounts{State: map[reinstate.State]int{}}
	byClient := map[reinstate.ClientID]int{}
	for _, l := range all(t, firm, store.CaseQuery{}) {
		want.State[l.State]++
		if !l.State.Open() {
			continue
		}
		byClient[l.Client]++
		switch {
		case l.Next.Due.IsZero():
		case l.Next.Due.After(firm.Clock.Now()):
			want.Due++
		default:
			want.Overdue++
		}
		if !l.Waiting.IsZero() {
			want.Waiting++
		}
	}
	firm.View(firm.Owner, func(tx *store.Tx) error {
		got, err := tx.CaseCounts()
		must(t, err)
		if fmt.Sprint(got) != fmt.Sprint(want) || got.Open() == 0 {
			t.Errorf("got %v, want %v", got, want)
		}
		open, err := tx.OpenCasesByClient()
		if fmt.Sprint(open) != fmt.Sprint(byClient) {
			t.Errorf("by client: got %v, want %v", open, byClient)
		}
		return err
	})
}
