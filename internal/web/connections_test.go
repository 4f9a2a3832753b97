package web

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// link connects an account in the store, without asking anybody.
func (s *site) link(account reinstate.AccountID, change func(*reinstate.Connection)) {
	s.t.Helper()
	c := reinstate.Connection{Account: account, Keys: "sealed-away", Next: s.Clock.Now().Add(time.Hour)}
	change(&c)
	s.Update(s.firm.Owner, func(tx *store.Tx) error { return tx.AddConnection(&c) })
}

func TestAConnectionSaysHowItGoes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	account := s.account.Account.ID
	at := connectionPath(account)
	ebay := s.account.Client.Account("ebay", "")
	s.play(t, []scenario{
		{"an owner may connect", "owner", "GET " + at, "", 200, ".btn.primary", "Try the keys and connect"},
		{"a caseworker adds files meanwhile", "caseworker", "GET " + at, "", 200, ".btn.primary", "Add a report"},
		{"the account's page offers it", "owner", "GET " + healthPath(account), "", 200, ".comes", "Let them come by themselves"},
		{"a marketplace without such a way", "owner", "GET " + connectionPath(ebay.Account.ID), "", 200, "main", "cannot be fetched by machine"},
		{"no keys", "owner", "POST " + at, form("client", " "), 422, "main .wrong", "Enter the client id."},
		{"keys in two lines", "owner", "POST " + at, form("client", "a b", "secret", "canary-of-a-key", "refresh", "c"), 422, "main .wrong", "does not look like a key"},
	})
	refused := s.post("owner", at, form("client", "a b", "secret", "canary-of-a-key", "refresh", "c"))
	if strings.Contains(refused.Body, "canary-of-a-key") || strings.Contains(refused.Body, "a b\"") {
		t.Error("a refused form shows the keys again")
	}
	s.link(account, func(c *reinstate.Connection) {
		c.Trouble, c.Fault, c.Faults = reinstate.Say("%s has a fault of its own (status %s).", "Amazon", "503"), "down", 2
		c.Brought, c.Fetched = []reinstate.Sentence{reinstate.Say("New reports: %d.", 1)}, storetest.Start
	})
	s.play(t, []scenario{
		{"the state in words", "caseworker", "GET " + at, "", 200, "main .tag", "In trouble, asked again by itself"},
		{"the trouble in words", "caseworker", "GET " + at, "", 200, "main .wrong", "Amazon has a fault of its own (status 503)."},
		{"what came last", "caseworker", "GET " + at, "", 200, "main dl", "New reports: 1."},
		{"the account's page says so too", "caseworker", "GET " + healthPath(account), "", 200, ".comes", "In trouble"},
		{"it can be tested", "owner", "GET " + at, "", 200, ".btn.primary", "Test the connection"},
		{"without the key file, the test says why", "owner", "POST " + at + "/try", "", 303, "", ""},
		{"a viewer sees nothing of it", "viewer", "GET " + healthPath(account), "", 200, "main", "report"},
		{"ask now", "caseworker", "POST " + at + "/fetch", "", 303, "", ""},
		{"forget the keys", "owner", "POST " + at + "/remove", "", 303, "", ""},
		{"they are gone", "owner", "GET " + at, "", 200, ".btn.primary", "Try the keys and connect"},
	})
	if got := s.get("owner", at).Body + s.get("viewer", healthPath(account)).Body; strings.Contains(got, "sealed-away") {
		t.Error("sealed keys stand on a page")
	}
}

func TestWalmartTellsAtAnAddressOfItsOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	account := s.account.Client.Account(reinstate.Walmart, "US").Account.ID
	s.link(account, func(*reinstate.Connection) {})
	at := connectionPath(account)
	made := s.post("owner", at+"/hook", "")
	address, password := "", ""
	if codes := strings.Split(made.text("main code"), " | "); len(codes) == 3 {
		address, password = codes[0], codes[2]
	}
	if made.StatusCode != 200 || !strings.Contains(address, "/incoming/walmart/") || len(password) != 40 {
		t.Fatalf("got %d, %q, %q", made.StatusCode, address, password)
	}
	if again := s.get("owner", at); strings.Contains(again.Body, password) || strings.Contains(again.Body, address) {
		t.Error("address and password are shown again")
	}
	path := address[strings.Index(address, "/incoming"):]
	tell := func(body, key string) seen {
		return s.post("", path, body, func(r *http.Request) {
			r.Header.Set("Content-Type", "application/json")
			r.SetBasicAuth(casework.HookUser, key)
		})
	}
	const event = `{"source":{"eventType":"OFFER_UNPUBLISHED","eventId":"e-1"},"payload":{"sku":"<b>X</b>"}}`
	for _, tt := range []struct {
		name, body, key string
		want            int
	}{
		{"without the password", event, "guess", 401},
		{"nonsense", "<xml>", password, 422},
		{"far too much", `{"payload":"` + strings.Repeat("x", casework.MostTold) + `"}`, password, 413},
		{"a message", event, password, 200},
		{"the same again", event, password, 200},
	} {
		if got := tell(tt.body, tt.key); got.StatusCode != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got.StatusCode, tt.want)
		}
	}
	page := s.get("caseworker", at)
	if got := strings.Split(page.text(".happened > li"), " | "); len(got) != 1 || !strings.Contains(got[0], "OFFER_UNPUBLISHED") || !strings.Contains(got[0], "<b>X</b>") {
		t.Errorf("the page lists %q", got)
	}
	s.play(t, []scenario{{"the address is ended", "owner", "POST " + at + "/hook/end", "", 303, "", ""}})
	if got := tell(event, password); got.StatusCode != 404 {
		t.Errorf("an ended address answers %d", got.StatusCode)
	}
}

func TestTodaySaysWhoseHealthPresses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if got := s.get("viewer", "/").text("#pressing"); got != "" {
		t.Errorf("without reports it says %q", got)
	}
	body, err := os.ReadFile(filepath.Join("..", "health", "testdata", "amazon_live.json"))
	s.must(err)
	_, err = s.desk.ImportHealth(t.Context(), s.firm.Owner, casework.HealthIn{Account: s.account.Account.ID, Name: "live.json", Body: bytes.NewReader(body)})
	s.must(err)
	s.link(s.account.Account.ID, func(c *reinstate.Connection) {
		c.Trouble, c.Fault, c.Faults = reinstate.Say("The keys have run out."), "keys_refused", 1
	})
	s.account.Case()
	s.play(t, []scenario{
		{"what presses, in words", "viewer", "GET /", "", 200, ".presses", "Over the line"},
		{"a link to the account", "viewer", "GET /", "", 200, ".presses a[href='" + healthPath(s.account.Account.ID) + "']", "Amazon US"},
		{"whose reports do not come", "owner", "GET /", "", 200, ".presses", "The keys have run out."},
		{"another firm's is not there", "rival", "GET /", "", 200, "main", "Today"},
	})
	if got := s.get("client", "/").text(".presses"); strings.Contains(got, "keys") {
		t.Errorf("a client is told %q", got)
	}
	if got := s.get("rival", "/").text(".presses"); got != "" {
		t.Errorf("another firm is told %q", got)
	}
}
