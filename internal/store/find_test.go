package store_test

import (
	"fmt"
	"strings"
	"testing"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// found lists what a search gives, as "thing page head".
func found(t *testing.T, w *storetest.World, who reinstate.Actor, search string) []string {
	t.Helper()
	var list []string
	w.View(who, func(tx *store.Tx) error {
		hits, _, err := tx.Find(search, 20)
		for _, h := range hits {
			list = append(list, fmt.Sprintf("%s %d %s", h.Thing, h.Page, h.Reference))
		}
		return err
	})
	return list
}

func TestTextsAreFoundByNamesPartsOfNumbersAndShortWords(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	account := firm.Client("深圳市海岚科技有限公司").Account(reinstate.Amazon, "US")
	c := account.Case()
	c.Notice("Your order 112-4455667-8899001 was late. Ship within 3 d.")
	c.Plan("We sell kitchen goods made by Müller & Söhne.")
	c.Claim(reinstate.RootCause, "The warehouse counted cartons, not units.", 0)
	e := c.Exhibit("supplier file")
	w.Update(firm.Owner, func(tx *store.Tx) error {
		files, err := tx.FilesToRead(5)
		if err != nil || len(files) != 1 || files[0].ID != e.ID {
			t.Errorf("to be read: %+v, %v", files, err)
		}
		err = tx.SaveFileText(reinstate.FileText{SHA256: e.SHA256, State: reinstate.TextDone, Way: "pdftotext", Pages: []string{"first", "", "发票 广州明德商贸有限公司 INV-2026-00417"}})
		if err != nil {
			return err
		}
		_, err = tx.Indexed(100)
		return err
	})
	ref := c.Case.Reference
	for search, want := range map[string]string{
		"4455667": "notice 0 " + ref, "KITCHEN goods": "plan 0 " + ref, "muller": "plan 0 " + ref, "cartons": "claim 0 " + ref,
		"明德商贸": "exhibit 3 " + ref, "明德": "exhibit 3 " + ref, "00417": "exhibit 3 " + ref, "supplier": "exhibit 0 " + ref, "海岚": "case 0 " + ref,
		"order 3 d": "notice 0 " + ref, ref: "case 0 " + ref, "2026-00417 发票": "exhibit 3 " + ref, "德": "exhibit 3 " + ref,
	} {
		if got := strings.Join(found(t, w, firm.Owner, search), ", "); !strings.Contains(got, want) {
			t.Errorf("%q finds %q, want %q", search, got, want)
		}
	}
	for _, search := range []string{"kitchen cartons", "112-4455667-8899002", "德明", "   ", "|o1|", "scope"} {
		if got := found(t, w, firm.Owner, search); len(got) != 0 {
			t.Errorf("%q finds %v", search, got)
		}
	}
}

func TestWhateverIsTypedIsWords(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	for _, search := range []string{
		`"`, `""`, `"unclosed`, "NEAR(a b, 3)", "*", "a*", "NOT", "AND OR NOT", "head:their", "scope : \"|o1|\"", "(", ")", "{body}", "^their", "-their", "their OR", "'", ";--",
		"\x00", "a\x00b", "%", "_", "%_%", `\`, strings.Repeat("x", 5000), strings.Repeat("word ", 400), "\xff\xfe", "💥", "가", "e\u0301\u0301\u0301", "岚\"", "NEAR",
	} {
		e.View(e.Owner, func(tx *store.Tx) error {
			if _, _, err := tx.Find(search, 5); err != nil {
				t.Errorf("%q: %v", search, err)
			}
			return nil
		})
	}
	if got := found(t, e.World, e.Owner, "their first page"); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

func TestASearchKeepsToTheFirmAndTheClient(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	index := func(f *storetest.Firm) {
		w.Update(f.Owner, func(tx *store.Tx) error { _, err := tx.Indexed(100); return err })
	}
	one, two := w.Firm("One"), w.Firm("Two")
	mine, other := one.Client("Mine"), one.Client("Other")
	for _, c := range []*storetest.Client{mine, other, two.Client("Theirs")} {
		c.Account(reinstate.Amazon, "US").Case().Notice("the canary sings of ab")
	}
	index(one)
	index(two)
	for name, tt := range map[string]struct {
		who  reinstate.Actor
		want int
	}{"the firm": {one.Owner, 2}, "another firm": {two.Owner, 1}, "a client": {mine.Person(), 1}, "nobody": {reinstate.Actor{}, 0}} {
		for _, search := range []string{"canary", "ab", "canary ab"} {
			if got := found(t, w, tt.who, search); len(got) != tt.want {
				t.Errorf("%s finds %v by %q, want %d", name, got, search, tt.want)
			}
		}
	}
}

func TestWhatIsChangedOrGoneIsFoundAsItIsNow(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	c := firm.Client("Hailan").Account(reinstate.Amazon, "US").Case()
	claim, e := c.Claim(reinstate.RootCause, "former words", 0), c.Exhibit("old title")
	index := func() {
		w.Update(firm.Owner, func(tx *store.Tx) error {
			more, err := tx.Indexed(100)
			if due, _ := tx.Due(); more || due {
				t.Error("something is still due")
			}
			return err
		})
	}
	index()
	w.Update(firm.Owner, func(tx *store.Tx) error {
		claim.Text = "present words"
		e.Title, e.Withdrawn = "new title", tx.Now()
		if err := tx.SaveClaim(&claim, did); err != nil {
			return err
		}
		return tx.SaveExhibit(&e, did)
	})
	index()
	for search, want := range map[string]int{"former": 0, "present words": 1, "old title": 0, "new title": 0} {
		if got := found(t, w, firm.Owner, search); len(got) != want {
			t.Errorf("%q finds %v, want %d", search, got, want)
		}
	}
	w.Update(firm.Owner, func(tx *store.Tx) error { return tx.RemoveClaim(claim.ID, claim.Version, did) })
	if got := found(t, w, firm.Owner, "present"); len(got) != 0 {
		t.Errorf("a claim that is gone is found: %v", got)
	}
}

func TestALongDocumentDoesNotHideTheOthers(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	account := firm.Client("Hailan").Account(reinstate.Amazon, "US")
	older := account.Case()
	older.Notice("Goods came from Ningbo.")
	long := account.Case()
	e := long.Exhibit("thick file")
	pages := make([]string, 900)
	for i := range pages {
		pages[i] = fmt.Sprintf("Ningbo, page %d", i)
	}
	w.Update(firm.Owner, func(tx *store.Tx) error {
		if _, err := tx.Indexed(100); err != nil {
			return err
		}
		err := tx.SaveFileText(reinstate.FileText{SHA256: e.SHA256, State: reinstate.TextDone, Way: "pdftotext", Pages: pages})
		if err != nil {
			return err
		}
		_, err = tx.Indexed(100)
		return err
	})
	got := strings.Join(found(t, w, firm.Owner, "ningbo"), ", ")
	if !strings.Contains(got, "notice 0 "+older.Case.Reference) || strings.Count(got, "exhibit") != 3 {
		t.Errorf("found %s", got)
	}
}

func TestWhatWasSaidAndSentIsFoundByTheFirmAlone(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	client := firm.Client("Hailan")
	c := client.Account(reinstate.Amazon, "US").Case()
	seller := firm.Person(reinstate.RoleClient)
	seller.Client = client.Client.ID
	call := reinstate.Exchange{Case: c.Case.ID, Way: "call", Party: "marketplace", At: w.Clock.Now(), Summary: "They named the wolverine invoice."}
	w.Update(firm.Owner, func(tx *store.Tx) error {
		if err := tx.AddExchange(&call, did); err != nil {
			return err
		}
		out := reinstate.Outgoing{Case: c.Case.ID, MessageID: "a@vale.example", Party: "supplier", Subject: "Invoices", To: []string{"ning@example.com"}, Body: "Please send the pangolin invoice.", SHA256: storetest.Digest("out"), Size: 3}
		if err := tx.AddOutgoing(&out, did); err != nil {
			return err
		}
		_, err := tx.Indexed(100)
		return err
	})
	for search, want := range map[string]string{"wolverine": "exchange 0 ", "pangolin": "outgoing 0 ", "ning@example": "outgoing 0 "} {
		if got := strings.Join(found(t, w, firm.Owner, search), ", "); got != want+c.Case.Reference {
			t.Errorf("%q finds %q", search, got)
		}
		if got := found(t, w, seller, search); len(got) != 0 {
			t.Errorf("the client's person finds %v", got)
		}
	}
	w.Update(firm.Owner, func(tx *store.Tx) error {
		call.Struck = tx.Now()
		if err := tx.StrikeExchange(&call, did); err != nil {
			return err
		}
		_, err := tx.Indexed(100)
		return err
	})
	if got := found(t, w, firm.Owner, "wolverine"); len(got) != 0 {
		t.Errorf("what was struck out is found: %v", got)
	}
}
