package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
)

// scenario is one request and what comes of it, through the whole stack.
type scenario struct {
	name     string
	who      string
	request  string // method and path
	form     string
	status   int
	selector string
	want     string // contained in what the selector finds
}

func (s *site) play(t *testing.T, scenarios []scenario) {
	t.Helper()
	for _, tt := range scenarios {
		t.Run(tt.name, func(t *testing.T) {
			method, path, _ := strings.Cut(tt.request, " ")
			var got seen
			if method == http.MethodGet {
				got = s.get(tt.who, path)
			} else {
				got = s.post(tt.who, path, tt.form)
			}
			if got.StatusCode != tt.status {
				t.Errorf("got %d, want %d: %s", got.StatusCode, tt.status, got.text("main"))
			}
			if tt.selector == "" {
				return
			}
			if text := got.text(tt.selector); !strings.Contains(text, tt.want) || text == "" {
				t.Errorf("%s says %q, want %q", tt.selector, text, tt.want)
			}
		})
	}
}

func TestSetupHappensOnce(t *testing.T) {
	t.Parallel()
	s := newEmptySite(t)
	code, needed, err := s.gate.SetupCode(t.Context())
	if err != nil || !needed {
		t.Fatalf("no code: %v", err)
	}
	right := []string{"code", code, "firm", "海岚法律服务", "name", "Mara Lindqvist", "email", "mara@example.com", "password", password, "zone", "Asia/Shanghai"}
	s.play(t, []scenario{
		{"a stranger is led to the sign-in page", "", "GET /", "", 303, "", ""},
		{"the form asks for the code", "", "GET /setup", "", 200, "label[for=code]", "Setup code"},
		{"a wrong code", "", "POST /setup", form("code", "AAAA", "firm", "Harbour", "name", "Mara", "email", "m@example.com", "password", password), 422, "#code-wrong", "This code is not right."},
		{"what was typed stays, but not the password", "", "POST /setup", form("code", code, "firm", "Harbour", "password", "short"), 422, "#name-wrong, #password-wrong", "Enter your name."},
		{"the right code", "", "POST /setup", form(right...), 303, "", ""},
		{"the same code again", "", "POST /setup", form(right...), 422, "#code-wrong", "set up already"},
		{"the page is gone", "", "GET /setup", "", 303, "", ""},
		{"the owner can sign in", "", "POST /signin", form("email", "MARA@example.com ", "password", password), 303, "", ""},
	})
	refused := s.post("", "/setup", form("code", "x", "firm", "Harbour", "password", "open sesame 1"))
	if strings.Contains(refused.Body, "open sesame 1") {
		t.Error("the password stands in the page")
	}
}

func TestNothingIsOpenBeforeSetup(t *testing.T) {
	t.Parallel()
	s := newEmptySite(t)
	if got := s.get("", "/signin"); got.location() != "/setup" {
		t.Errorf("the sign-in page leads to %q", got.location())
	}
	if got := s.post("", "/signin", form("email", "admin", "password", "admin")); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("admin and admin get %d", got.StatusCode)
	}
}

func TestSigningIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.play(t, []scenario{
		{"a page asks who it is", "", "GET /cases?q=x", "", 303, "", ""},
		{"a wrong password", "", "POST /signin", form("email", "owner@harbour.example", "password", "wrong horse"), 422, "#email-wrong", "The e-mail address or the password is not right."},
		{"somebody unknown gets the same sentence", "", "POST /signin", form("email", "nobody@harbour.example", "password", "wrong horse"), 422, "#email-wrong", "The e-mail address or the password is not right."},
		{"the address stays in the form", "", "POST /signin", form("email", "a@b.example", "password", "x"), 422, "title", "Error: Sign in"},
		{"signed in already", "owner", "GET /signin", "", 303, "", ""},
		{"a cookie that is none", "", "GET /", "", 303, "", ""},
		{"signing out", "viewer", "POST /signout", "", 303, "", ""},
		{"the session is over", "viewer", "GET /", "", 303, "", ""},
	})
	out := s.post("manager", "/signout", "")
	if out.Header.Get("Clear-Site-Data") == "" || len(out.Cookies()) == 0 || out.Cookies()[0].MaxAge >= 0 {
		t.Errorf("the browser keeps something: %v", out.Header)
	}
}

func TestTooManyGuessesHaveToWait(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var last seen
	for range 9 {
		last = s.post("", "/signin", form("email", "manager@harbour.example", "password", "a guess"), func(r *http.Request) { r.RemoteAddr = "203.0.113.50:1" })
	}
	if last.StatusCode != http.StatusTooManyRequests || last.Header.Get("Retry-After") == "" || !strings.Contains(last.text("#email-wrong"), "too many tries") {
		t.Errorf("the ninth guess: %d %s", last.StatusCode, last.text("main"))
	}
	s.Clock.Pass(time.Hour)
	if got := s.post("", "/signin", form("email", "manager@harbour.example", "password", password)); got.StatusCode != http.StatusSeeOther {
		t.Errorf("an hour later: %d", got.StatusCode)
	}
}

func TestSigningInMakesANewSession(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	planted := strings.Repeat("A", len(s.tokens["owner"]))
	got := s.post("", "/signin", form("email", "owner@harbour.example", "password", password), func(r *http.Request) {
		r.AddCookie(&http.Cookie{Name: s.server.cookieName(), Value: planted})
	})
	for _, cookie := range got.Cookies() {
		if cookie.Name == s.server.cookieName() && (cookie.Value == planted || cookie.Value == s.tokens["owner"]) {
			t.Error("a session that was there before was taken over")
		}
	}
}

func TestSigningOutEverywhereEndsEverySession(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tokens["laptop"] = s.tokens["owner"]
	signed := s.post("", "/signin", form("email", "owner@harbour.example", "password", password))
	s.tokens["telephone"] = signed.Cookies()[0].Value
	s.post("laptop", "/signout/everywhere", "")
	for _, who := range []string{"laptop", "telephone"} {
		if got := s.get(who, "/"); got.StatusCode != http.StatusSeeOther {
			t.Errorf("the %s is still signed in: %d", who, got.StatusCode)
		}
	}
}

func TestOwnSettings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.play(t, []scenario{
		{"the page shows what is set", "viewer", "GET /account", "", 200, "main", "viewer@harbour.example"},
		{"an empty name is refused and the rest stays", "viewer", "POST /account", form("name", " ", "zone", "Asia/Tokyo"), 422, "option[value='Asia/Tokyo'][selected]", "Asia – Tokyo"},
		{"a zone that is none", "viewer", "POST /account", form("name", "V", "zone", "Mars/Olympus"), 422, "main .wrong", "Choose a time zone"},
		{"a name and a zone", "viewer", "POST /account", form("name", "小王", "zone", "Asia/Shanghai", "language", "en"), 303, "", ""},
		{"they show on every page", "viewer", "GET /", "", 200, ".who", "小王"},
		{"times are in that zone", "viewer", "GET /", "", 200, "footer", "Asia/Shanghai"},
		{"a wrong present password", "viewer", "POST /account/password", form("current", "nonsense", "next", "a new long password"), 422, "main .wrong", "not your present password"},
		{"a password everybody has", "viewer", "POST /account/password", form("current", password, "next", "password123"), 422, "main .wrong", ""},
	})
	changed := s.post("viewer", "/account/password", form("current", password, "next", "tangerine ladder cloud"))
	if changed.StatusCode != http.StatusSeeOther {
		t.Fatalf("got %d: %s", changed.StatusCode, changed.text("main"))
	}
	if got := s.get("viewer", "/"); got.StatusCode != http.StatusSeeOther {
		t.Errorf("the old session lives on: %d", got.StatusCode)
	}
	s.tokens["viewer"] = changed.Cookies()[0].Value
	if got := s.get("viewer", "/"); got.StatusCode != http.StatusOK {
		t.Errorf("the new session: %d", got.StatusCode)
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	owner := strconv.FormatInt(int64(s.firm.Owner.User), 10)
	s.play(t, []scenario{
		{"the list", "owner", "GET /people", "", 200, "tbody", "caseworker@harbour.example"},
		{"another firm's people are not in it", "rival", "GET /people", "", 200, "tbody", "rival@other.example"},
		{"a person without a password", "owner", "POST /people", form("name", "Jon Abara", "email", "jon@harbour.example", "role", "caseworker"), 422, "main .wrong", "8 characters"},
		{"an address that is taken", "owner", "POST /people", form("name", "Jon", "email", "rival@other.example", "role", "viewer", "password", password), 422, "main .wrong", ""},
		{"a role that is none", "owner", "POST /people", form("name", "Jon", "email", "jon@harbour.example", "role", "god", "password", password), 422, "main .wrong", "Choose a role."},
		{"a client person without a client", "owner", "POST /people", form("name", "Jon", "email", "jon@harbour.example", "role", "client", "password", password), 422, "main .wrong", "Choose the client"},
		{"a person", "owner", "POST /people", form("name", "Jon Abara", "email", "jon@harbour.example", "role", "caseworker", "password", password), 303, "", ""},
		{"who can sign in", "", "POST /signin", form("email", "jon@harbour.example", "password", password), 303, "", ""},
		{"an owner who disables another", "owner", "POST /people/" + owner + "/disable", "", 303, "", ""},
		{"and lets them in again", "owner", "POST /people/" + owner + "/enable", "", 303, "", ""},
		{"a role that does not exist", "owner", "POST /people/" + owner + "/role", form("role", "king"), 422, ".wrongs", "Choose a role."},
	})
	if list := s.get("owner", "/people").Body; strings.Contains(list, "rival@other.example") {
		t.Error("the list shows another firm's person")
	}
}

func TestClientsAndAccounts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	client, account := s.fill("/clients/:id"), s.fill("/accounts/:id")
	id := strings.TrimPrefix(client, "/clients/")
	s.play(t, []scenario{
		{"the list shows the name in its own script", "viewer", "GET /clients", "", 200, "tbody", "深圳市海岚科技有限公司"},
		{"a viewer sees no button that would be refused", "viewer", "GET /clients", "", 200, "main", "Clients"},
		{"the file", "viewer", "GET " + client, "", 200, "h1", "深圳市海岚科技有限公司"},
		{"a client without a name", "caseworker", "POST /clients", form("legal_name", " ", "address", "1 Quay"), 422, "#legal_name-wrong", "legal name"},
		{"what was typed stays", "caseworker", "POST /clients", form("legal_name", "", "address", "1 Quay"), 422, "textarea[name=address]", "1 Quay"},
		{"the summary leads to the field", "caseworker", "POST /clients", form("legal_name", ""), 422, ".wrongs a[href='#legal_name']", "legal name"},
		{"the title says so", "caseworker", "POST /clients", form("legal_name", ""), 422, "title", "Error: Add a client"},
		{"a client", "caseworker", "POST /clients", form("legal_name", "Orchard Lane Ltd", "email", "o@example.com"), 303, "", ""},
		{"saving from the version it was read at", "owner", "POST " + client, form("version", "1", "legal_name", "深圳市海岚科技有限公司", "notes", "first"), 303, "", ""},
		{"saving from an older one", "caseworker", "POST " + client, form("version", "1", "legal_name", "深圳市海岚科技有限公司", "notes", "second"), 409, "h2", "Somebody else saved this client"},
		{"an account without a marketplace", "caseworker", "POST /accounts", form("client", id), 422, "main .wrong", "Choose the marketplace."},
		{"an account without a client", "caseworker", "POST /accounts", form("marketplace", "amazon"), 422, "main .wrong", "Choose whose account it is."},
		{"an account", "caseworker", "POST /accounts", form("client", id, "marketplace", "walmart", "store", "us"), 303, "", ""},
		{"the account's file", "viewer", "GET " + account, "", 200, "h1", "Amazon US"},
		{"saving an account", "owner", "POST " + account, form("version", "1", "marketplace", "amazon", "store", "US", "standing", "terminated"), 303, "", ""},
		{"saving it from an older one", "owner", "POST " + account, form("version", "1", "marketplace", "amazon", "store", "DE", "standing", "active"), 409, "h2", "Somebody else saved this account"},
	})
}

func TestAStaleSaveKeepsBothTexts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	client := s.fill("/clients/:id")
	s.post("owner", client, form("version", "1", "legal_name", "海岚", "notes", "the first note"))
	stale := s.post("caseworker", client, form("version", "1", "legal_name", "海岚", "notes", "the second note"))
	if got := stale.text("textarea[name=notes]"); got != "the second note" {
		t.Errorf("the form holds %q", got)
	}
	if got := stale.text(".wrongs tbody"); !strings.Contains(got, "the first note") || !strings.Contains(got, "the second note") {
		t.Errorf("the two texts are not side by side: %q", got)
	}
	if got := s.get("owner", client).text("main"); !strings.Contains(got, "the first note") {
		t.Error("the stale save took effect")
	}
	again := s.post("caseworker", client, form("version", stale.attribute("input[name=version]", "value"), "legal_name", "海岚", "notes", "the second note"))
	if again.StatusCode != http.StatusSeeOther {
		t.Errorf("saving again from there: %d", again.StatusCode)
	}
}

func TestTodayIsInOrderOfUrgency(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	now := s.Clock.Now()
	far, near, late := s.account.Case(), s.account.Case(), s.account.Case()
	far.Clock(reinstate.ClockAppeal, now.Add(11*24*time.Hour+time.Hour))
	near.Clock(reinstate.ClockAppeal, now.Add(5*time.Hour+40*time.Minute))
	late.Clock(reinstate.ClockAppeal, now.Add(-time.Hour))
	s.rivals.Case().Clock(reinstate.ClockAppeal, now.Add(time.Hour))
	got := s.get("caseworker", "/")
	if clocks := got.text("table.due .clock"); clocks != "Passed 1 hour ago | 5 h 40 min | 11 days" {
		t.Errorf("the clocks are %q", clocks)
	}
	if words := got.text(".head .muted"); !strings.Contains(words, "3 cases need you") {
		t.Errorf("the sentence is %q", words)
	}
	if count := len(s.get("caseworker", "/cases?open=ours").find("tbody tr")); count != 3 {
		t.Errorf("the list behind the number has %d cases", count)
	}
	if primary := got.text(".primary"); primary != "Log a notice" {
		t.Errorf("the primary buttons are %q", primary)
	}
}

func TestAnEmptyFirmIsOfferedThreeWaysToStart(t *testing.T) {
	t.Parallel()
	s := newEmptySite(t)
	code, _, err := s.gate.SetupCode(t.Context())
	s.must(err)
	made := s.post("", "/setup", form("code", code, "firm", "Harbour", "name", "Mara", "email", "m@example.com", "password", password))
	s.tokens["mara"] = made.Cookies()[0].Value
	got := s.get("mara", "/")
	if headings := got.text("main h2"); strings.Count(headings, "|") != 2 || !strings.Contains(got.text("main code"), "reinstate demo") {
		t.Errorf("the cards are %q", headings)
	}
	if got.text(".primary") != "Paste a notice" {
		t.Errorf("the primary button is %q", got.text(".primary"))
	}
}

func TestCasesAreFoundAndFiltered(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	walmart := s.firm.Client("Pinewater Pet Goods LLC").Account(reinstate.Walmart, "US")
	one := s.account.Case()
	two := walmart.Case(func(c *reinstate.Case) { c.State = reinstate.Closed; c.Outcome = reinstate.OutcomeWithdrawn })
	three := walmart.Case(func(c *reinstate.Case) { c.State = reinstate.AwaitingDecision; c.Waiting = s.Clock.Now() })
	first, second, third := one.Reload().Reference, two.Reload().Reference, three.Reload().Reference
	for _, tt := range []struct{ name, query, want string }{
		{"open ones, unless told otherwise", "", first + " " + third},
		{"all of them", "open=all&sort=opened", third + " " + second + " " + first},
		{"ended ones", "open=closed", second},
		{"those that need somebody", "open=ours", first},
		{"in a state", "state=awaiting_decision", third},
		{"of a marketplace", "open=all&marketplace=amazon", first},
		{"by reference", "open=all&q=" + second, second},
		{"by a Chinese name", "q=海岚科技", first},
		{"by a part of a word", "q=newat", third},
		{"nobody's but mine", "owner=me", ""},
		{"words that SQL would read", "q=%27%3B+DROP+TABLE+cases--", ""},
		{"words that the search would read", "q=%22+NEAR%28+*+OR", ""},
		{"filters that are none", "state=x&marketplace=y&sort=z&owner=w&open=v", first + " " + third},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := s.get("viewer", "/cases?"+tt.query)
			if got.StatusCode != http.StatusOK {
				t.Fatalf("got %d", got.StatusCode)
			}
			found := strings.ReplaceAll(got.text("tbody .ref"), " | ", " ")
			wanted := strings.Fields(tt.want)
			if len(strings.Fields(found)) != len(wanted) {
				t.Fatalf("found %q, want %q", found, tt.want)
			}
			for _, reference := range wanted {
				if !strings.Contains(found, reference) {
					t.Errorf("found %q, want %q", found, tt.want)
				}
			}
			if tt.want == "" && got.text(".empty h2") == "" {
				t.Error("an empty list says nothing")
			}
		})
	}
}

func TestTheListIsReadPageByPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for range 53 {
		s.account.Case()
	}
	seenRefs := map[string]bool{}
	path := "/cases?sort=opened"
	for pages := 1; ; pages++ {
		got := s.get("viewer", path)
		for _, reference := range strings.Split(got.text("tbody .ref"), " | ") {
			if seenRefs[reference] {
				t.Errorf("%s is there twice", reference)
			}
			seenRefs[reference] = true
		}
		if path = got.attribute("a[rel=next]", "href"); path == "" {
			if pages != 2 {
				t.Errorf("there are %d pages", pages)
			}
			break
		}
	}
	if len(seenRefs) != 53 {
		t.Errorf("%d cases were seen", len(seenRefs))
	}
	if got := s.get("viewer", "/cases?after=nonsense"); got.StatusCode >= 500 {
		t.Errorf("a cursor that is none: %d", got.StatusCode)
	}
}

func TestTheSessionEndsWhileSomebodyWrites(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	written := "A long note about 海岚.\n\"Quoted\" <b>not bold</b>"
	asked := s.post("", "/clients", form("legal_name", "Orchard Lane Ltd", "notes", written, "password", "not to be kept"))
	if asked.StatusCode != http.StatusUnauthorized || asked.attribute("input[name='kept:notes']", "value") != written {
		t.Fatalf("got %d and kept %q", asked.StatusCode, asked.attribute("input[name='kept:notes']", "value"))
	}
	if strings.Contains(asked.Body, "not to be kept") {
		t.Error("a password is kept in the page")
	}
	carried := []string{"next", asked.attribute("input[name=next]", "value"), "kept:legal_name", "Orchard Lane Ltd", "kept:notes", written}
	wrong := s.post("", "/signin", form(append(carried, "email", "owner@harbour.example", "password", "wrong")...))
	if wrong.StatusCode != http.StatusUnprocessableEntity || wrong.attribute("input[name='kept:notes']", "value") != written {
		t.Errorf("after a wrong password: %d, kept %q", wrong.StatusCode, wrong.attribute("input[name='kept:notes']", "value"))
	}
	back := s.post("", "/signin", form(append(carried, "email", "owner@harbour.example", "password", password)...))
	if back.StatusCode != http.StatusOK || back.attribute("main form", "action") != "/clients" || back.text("textarea[name=notes]") == "" {
		t.Fatalf("after signing in: %d %s", back.StatusCode, back.text("main"))
	}
	saved := s.post("owner", "/clients", form("legal_name", back.attribute("input[name=legal_name]", "value"), "notes", written))
	if saved.StatusCode != http.StatusSeeOther {
		t.Errorf("sending it again: %d", saved.StatusCode)
	}
	if list := s.get("owner", "/clients").text("tbody"); strings.Count(list, "Orchard Lane Ltd") != 1 {
		t.Errorf("the list is %q", list)
	}
}

func TestAFileCannotBeKeptAndThePageSaysSo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	body := "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nInvoice 7\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF\r\n--x--\r\n"
	got := s.post("", "/clients", body, func(r *http.Request) { r.Header.Set("Content-Type", "multipart/form-data; boundary=x") })
	if got.attribute("input[name='kept:title']", "value") != "Invoice 7" || !strings.Contains(got.text("main"), "Files could not be kept") {
		t.Errorf("got %d: %s", got.StatusCode, got.text("main"))
	}
	machine := s.post("", "/clients", "legal_name=x", func(r *http.Request) { r.Header.Set("Accept", "application/json") })
	if machine.StatusCode != http.StatusUnauthorized || !strings.Contains(machine.Body, "Your session has ended") {
		t.Errorf("a script gets %d: %s", machine.StatusCode, machine.Body)
	}
}

func TestHostileTextIsShownAsText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	made := s.post("owner", "/clients", form("legal_name", hostile, "other_name", hostile, "address", hostile, "contact", hostile, "phone", hostile, "notes", hostile))
	for _, path := range []string{made.location(), "/clients", "/cases?q=" + "%3Cscript%3Ealert(1)%3C/script%3E", "/accounts/new"} {
		got := s.get("owner", path)
		if len(got.find("script")) != 1 || len(got.find("img")) != 0 || got.StatusCode != http.StatusOK {
			t.Errorf("%s: %d scripts, %d pictures", path, len(got.find("script")), len(got.find("img")))
		}
	}
}

func TestNoPageIsADeadEnd(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.play(t, []scenario{
		{"what is not there offers the search", "viewer", "GET /nowhere", "", 404, "main form[action='/cases'] button", "Search"},
		{"and says that nothing happened", "viewer", "GET /nowhere", "", 404, "main dd", "Nothing was changed."},
		{"a stranger is told no more", "", "GET /nowhere", "", 404, "main a.primary", "Go to Today"},
		{"what is not allowed says who can", "viewer", "GET /people", "", 403, "main dd", "Ask an owner"},
	})
}
