package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// upload is one file of a form.
type upload struct {
	name string
	body []byte
}

// send posts fields, in pairs, and then files, as a browser does.
func (s *site) sendFiles(who, path string, fields []string, files []upload, change ...func(*http.Request)) seen {
	s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		s.must(w.WriteField(fields[i], fields[i+1]))
	}
	for _, f := range files {
		header := map[string][]string{
			"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename=%q`, f.name)},
			"Content-Type":        {"application/octet-stream"},
		}
		part, err := w.CreatePart(header)
		s.must(err)
		_, err = part.Write(f.body)
		s.must(err)
	}
	s.must(w.Close())
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return s.send(who, r, change...)
}

// nested is a mail in a mail in a mail, so often.
func nested(depth int) []byte {
	var b strings.Builder
	b.WriteString("From: notice@amazon.com\r\nSubject: Nested\r\nMIME-Version: 1.0\r\n")
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=\"b%d\"\r\n\r\n--b%d\r\n", i, i)
	}
	b.WriteString("Content-Type: text/plain\r\n\r\nYour Amazon.com account is deactivated.\r\n")
	for i := depth - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "--b%d--\r\n", i)
	}
	return []byte(b.String())
}

func TestAMessageIsTakenInOrRefusedInASentence(t *testing.T) {
	t.Parallel()
	none := []upload{{"", nil}}
	for _, tt := range []struct {
		name   string
		fields []string
		files  []upload
		status int
		want   string // in the page, for what is refused
	}{
		{"pasted text", []string{"text", suspension}, none, 303, ""},
		{"a text file", nil, []upload{{"notice.txt", []byte(suspension)}}, 303, ""},
		{"a page", nil, []upload{{"notice.html", []byte("<p>Your <b>Amazon.com</b> account is deactivated.<script>alert(1)</script>")}}, 303, ""},
		{"a mail in three mails", nil, []upload{{"deep.eml", nested(3)}}, 303, ""},
		{"a mail in a hundred mails", nil, []upload{{"deep.eml", nested(100)}}, 422, "nested too deeply"},
		{"a name with folders and marks", nil, []upload{{"../../etc/\u202Epasswd\x01.txt", []byte(suspension)}}, 303, ""},
		{"five megabytes of text", []string{"text", strings.Repeat("Your account is deactivated. ", 5<<20/29)}, none, 422, "longer than any notice"},
		{"nothing at all", []string{"text", ""}, none, 422, "Paste the message, or choose the file that holds it."},
		{"nothing but spaces", []string{"text", " \r\n\t "}, none, 422, "Paste the message, or choose the file that holds it."},
		{"text and a file", []string{"text", "both"}, []upload{{"notice.txt", []byte("both")}}, 422, "Give the text or a file, not both."},
		{"an empty file", nil, []upload{{"notice.txt", nil}}, 422, ""},
		{"bytes in the paste box", []string{"text", "\x00\x01\x02\xff\xfe\x00binary\x00"}, none, 422, ""},
		{"a PDF that is none", nil, []upload{{"notice.pdf", []byte("%PDF-1.7 and then nothing of the kind")}}, 422, ""},
		{"a message above the limit", nil, []upload{{"huge.txt", bytes.Repeat([]byte("a "), 4<<20)}}, 422, "larger than 6 MB"},
		{"another firm's account", []string{"account", "999999", "text", suspension}, none, 404, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			got := s.sendFiles("caseworker", "/notices", tt.fields, tt.files)
			if got.StatusCode != tt.status {
				t.Fatalf("got %d, want %d: %s", got.StatusCode, tt.status, got.text("h1, .wrongs li"))
			}
			if tt.status == http.StatusUnprocessableEntity {
				if said := got.text(".wrongs li"); said == "" || !strings.Contains(said, tt.want) {
					t.Errorf("it says %q, want %q", said, tt.want)
				}
				if title := got.text("title"); !strings.HasPrefix(title, "Error:") {
					t.Errorf("the title is %q", title)
				}
			}
			if tt.status == http.StatusSeeOther {
				page := s.get("caseworker", got.location())
				if page.StatusCode != http.StatusOK || page.text("h1") == "" {
					t.Errorf("the check page: %d", page.StatusCode)
				}
				if strings.Contains(page.Body, "<script>alert") {
					t.Error("the message became markup")
				}
			}
		})
	}
}

func TestWhatWasPastedStaysInARefusedForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	got := s.sendFiles("owner", "/notices", []string{"account", id(s.account.Account.ID), "text", "Dear seller <b>"}, []upload{{"a.txt", []byte("x")}})
	if text := got.text("textarea#text"); text != "Dear seller <b>" {
		t.Errorf("the box holds %q", text)
	}
	if got.attribute("select#account option[selected]", "value") != id(s.account.Account.ID) {
		t.Error("the account is no longer chosen")
	}
}

func TestTheCheckPageShowsWhereEachFactWasFound(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	page := s.get("caseworker", s.sendFiles("caseworker", "/notices", []string{"text", suspension}, nil).location())
	if marks := page.text(".notice mark"); !strings.Contains(marks, "Amazon.com") || !strings.Contains(marks, "B0TESTA1X7") {
		t.Errorf("marked are %q", marks)
	}
	for _, fact := range page.find("a[id^=f][href^='#m']") {
		for _, a := range fact.Attr {
			if a.Key == "href" && len(page.find(a.Val)) != 1 {
				t.Errorf("the fact leads to %s, which is not in the message", a.Val)
			}
		}
	}
	for _, mark := range page.find(".notice a.mark") {
		for _, a := range mark.Attr {
			if a.Key == "href" && len(page.find(a.Val)) != 1 {
				t.Errorf("the mark leads to %s, which is not among the facts", a.Val)
			}
		}
	}
	if page.text(".facts") == "" || !strings.Contains(page.text(".rows"), "17 days") {
		t.Errorf("the facts are %q", page.text(".rows"))
	}
	if got := page.text(".btn.primary"); got != "Open the case" {
		t.Errorf("the primary button is %q", got)
	}
}

func TestOpeningACase(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.sendFiles("caseworker", "/notices", []string{"text", suspension}, nil).location()
	page := s.get("caseworker", path)
	version := page.attribute("input[name=version]", "value")
	account := id(s.account.Account.ID)
	right := []string{"version", version, "account", account, "marketplace", "amazon", "store", "US", "level", "account", "reason", "inauthentic", "response", "plan_of_action", "demands", "supplier_invoices", "clocks", "0", "asins", "B0TESTA1X7, B0TESTB2Y8\nB0TESTA1X7", "do", "open"}
	with := func(pairs ...string) string {
		changed := append([]string(nil), right...)
		for i := 0; i+1 < len(pairs); i += 2 {
			for j := 0; j+1 < len(changed); j += 2 {
				if changed[j] == pairs[i] {
					changed[j+1] = pairs[i+1]
				}
			}
		}
		return form(changed...)
	}
	s.play(t, []scenario{
		{"without an account", "caseworker", "POST " + path, with("account", ""), 422, ".wrongs", "Choose the account"},
		{"without a marketplace", "caseworker", "POST " + path, with("marketplace", ""), 422, ".wrongs", "Choose the marketplace"},
		{"without a reason", "caseworker", "POST " + path, with("reason", ""), 422, ".wrongs", "Choose at least one reason"},
		{"without a way of answering", "caseworker", "POST " + path, with("response", ""), 422, ".wrongs", "Choose how the notice is to be answered"},
		{"with a store that is no country", "caseworker", "POST " + path, with("store", "USA!"), 422, ".wrongs", "country code"},
		{"with a made-up way of answering", "caseworker", "POST " + path, with("response", "prayer"), 422, ".wrongs", "how the notice is to be answered"},
		{"with an account of another firm", "caseworker", "POST " + path, with("account", id(s.rivals.Account.ID)), 404, "h1", "nothing here"},
		{"with a page that is out of date", "caseworker", "POST " + path, with("version", "99"), 409, "h1", "Somebody else was faster"},
		{"by another firm", "rival", "POST " + path, with(), 404, "h1", "nothing here"},
		{"by somebody who only reads", "viewer", "POST " + path, with(), 403, "h1", "role"},
		{"as it should be", "caseworker", "POST " + path, with(), 303, "", ""},
		{"with a second click", "caseworker", "POST " + path, with(), 303, "", ""},
	})
	file, err := s.desk.Case(t.Context(), s.firm.Owner, "R-2026-0001")
	s.must(err)
	if file.Case.State != reinstate.ReasonIdentified || len(file.Notices[0].Checked.References.ASINs) != 2 || len(file.Demands) != 1 {
		t.Errorf("the case is %s with %d ASINs and %d demands", file.Case.State, len(file.Notices[0].Checked.References.ASINs), len(file.Demands))
	}
	if _, err := s.desk.Case(t.Context(), s.firm.Owner, "R-2026-0002"); err == nil {
		t.Error("the second click opened a second case")
	}
	if got := s.get("caseworker", path).location(); got != "/cases/R-2026-0001/notice" {
		t.Errorf("the message leads to %q", got)
	}
}

// TestNamingANewClientIsChoosingIt leaves the list of accounts as it is.
func TestNamingANewClientIsChoosingIt(t *testing.T) {
	t.Parallel()
	zone := time.UTC
	for account, want := range map[string]string{"": "Northfold GmbH", "new": "Northfold GmbH", "7": ""} {
		in, err := checkForm{Version: "1", Account: account, NewClient: "Northfold GmbH"}.checking(zone, 0)
		if err != nil || in.NewClient != want {
			t.Errorf("account %q: client %q, %v", account, in.NewClient, err)
		}
	}
}

func TestOpeningACaseForANewClient(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.sendFiles("owner", "/notices", []string{"text", suspension}, nil).location()
	version := s.get("owner", path).attribute("input[name=version]", "value")
	got := s.post("owner", path, form("version", version, "account", "new", "new_client", "广州明德商贸有限公司", "new_seller_id", "A2NEW", "marketplace", "amazon", "store", "DE", "level", "account", "reason", "inauthentic", "response", "plan_of_action", "do", "save"))
	if got.StatusCode != http.StatusSeeOther {
		t.Fatalf("got %d: %s", got.StatusCode, got.text("main"))
	}
	page := s.get("owner", got.location())
	if !strings.Contains(page.text("h1"), "广州明德商贸有限公司") || page.text(".case-line .tag") != "Notice logged" || page.text(".btn.primary") != "Check the notice" {
		t.Errorf("the case says %q, %q, next %q", page.text("h1"), page.text(".case-line .tag"), page.text(".btn.primary"))
	}
	confirm := s.get("owner", "/cases/R-2026-0001/notice")
	done := s.post("owner", "/cases/R-2026-0001/notice", form("version", confirm.attribute("input[name=version]", "value"), "marketplace", "amazon", "store", "DE", "level", "account", "reason", "inauthentic", "also", "counterfeit", "response", "plan_of_action"))
	if done.StatusCode != http.StatusSeeOther {
		t.Fatalf("confirming: %d %s", done.StatusCode, done.text("main"))
	}
	file, err := s.desk.Case(t.Context(), s.firm.Owner, "R-2026-0001")
	s.must(err)
	if file.Case.State != reinstate.ReasonIdentified || len(file.Case.Reasons) != 2 {
		t.Errorf("the case is %s with %v", file.Case.State, file.Case.Reasons)
	}
}

func TestNothingRecognisedAsksTwoQuestions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.sendFiles("owner", "/notices", []string{"text", "Lorem ipsum dolor sit amet."}, nil).location()
	page := s.get("owner", path)
	if page.text("h1") != "Two questions about this message" || len(page.find("label[for=marketplace]")) != 1 || len(page.find("label[for=reason]")) != 1 {
		t.Fatalf("the page is %q", page.text("h1"))
	}
	got := s.post("owner", path, form("version", page.attribute("input[name=version]", "value"), "account", id(s.account.Account.ID), "marketplace", "amazon", "reason", "inauthentic", "level", "unknown", "do", "open"))
	if got.StatusCode != http.StatusSeeOther {
		t.Errorf("two answers are not enough: %d %s", got.StatusCode, got.text(".wrongs"))
	}
}

func TestTheSameMessageAgainIsPointedOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.sendFiles("owner", "/notices", []string{"text", suspension}, nil).location()
	second := s.sendFiles("owner", "/notices", []string{"text", suspension}, nil).location()
	page := s.get("owner", second)
	if !strings.Contains(page.text(".note"), "The same message was logged before") || len(page.find(`.note a[href="`+first+`"]`)) != 1 {
		t.Errorf("the page says %q", page.text(".note"))
	}
}

func TestADoubleClickLogsOneMessage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	mark := s.get("owner", "/notices/new").attribute("input[name=once]", "value")
	first := s.sendFiles("owner", "/notices", []string{"once", mark, "text", suspension}, nil)
	second := s.sendFiles("owner", "/notices", []string{"once", mark, "text", suspension}, nil)
	if mark == "" || first.location() == "" || first.location() != second.location() {
		t.Errorf("the clicks lead to %q and %q", first.location(), second.location())
	}
	if other := s.sendFiles("rival", "/notices", []string{"once", mark, "text", suspension}, nil); other.location() == first.location() {
		t.Error("the mark of one person works for another")
	}
}

func TestTheOriginalIsHandedOutUnchangedAndInert(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	page := []byte("<html><script>alert(1)</script>Your Amazon.com account is deactivated.")
	path := s.sendFiles("owner", "/notices", nil, []upload{{"..\\evil\u202Egnp.html", page}}).location()
	got := s.get("owner", path+"/original")
	if got.Body != string(page) {
		t.Errorf("got %q", got.Body)
	}
	inert(t, got)
	if name := got.Header.Get("Content-Disposition"); strings.Contains(name, "..") || strings.Contains(name, "\u202E") || strings.Contains(name, "E2%80%AE") {
		t.Errorf("the name is %s", name)
	}
	if other := s.get("rival", path+"/original"); other.StatusCode != http.StatusNotFound {
		t.Errorf("another firm gets %d", other.StatusCode)
	}
}

// inert fails unless an answer is a file that no browser runs.
func inert(t *testing.T, got seen) {
	t.Helper()
	h := got.Header
	if got.StatusCode != http.StatusOK || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") ||
		h.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox; default-src 'none'") {
		t.Errorf("got %d with %v", got.StatusCode, h)
	}
	for _, active := range []string{"html", "svg", "xml", "javascript"} {
		if strings.Contains(h.Get("Content-Type"), active) {
			t.Errorf("the type is %s", h.Get("Content-Type"))
		}
	}
}

func TestTheExpiredSessionKeepsWhatWasPasted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	got := s.sendFiles("", "/notices", []string{"text", suspension}, nil)
	if got.StatusCode != http.StatusUnauthorized || !strings.Contains(got.Body, "B0TESTA1X7") {
		t.Fatalf("got %d", got.StatusCode)
	}
	back := s.post("owner", "/notices", form("text", suspension))
	if back.StatusCode != http.StatusSeeOther {
		t.Errorf("sending it again as a plain form gets %d: %s", back.StatusCode, back.text("main"))
	}
}

func TestALongMessageIsShownInPart(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	long := suspension + strings.Repeat("Further words. ", 40_000)
	n, err := s.desk.Log(t.Context(), s.firm.Owner, casework.Incoming{Body: strings.NewReader(long)})
	s.must(err)
	page := s.get("owner", noticePath(n.ID))
	if len(page.Body) > 2*longestShown || !strings.Contains(page.text("main"), "longer than a page shows") {
		t.Errorf("the page has %d bytes", len(page.Body))
	}
}
