package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// correspond has the scene's case write to a supplier, get an answer, and take a
// call.
func (s *scene) correspond() {
	s.t.Helper()
	ctx := s.t.Context()
	s.must(s.DB.Update(ctx, s.owner(), func(tx *store.Tx) error {
		return tx.AddMailbox(&store.Mailbox{Address: "imaps://cases@imap.vale.example/INBOX", Secret: "x", Reach: "cases@vale.example"})
	}))
	m, err := s.desk.SendMail(ctx, s.owner(), s.server.mail, s.ref, casework.MailDraft{Party: reinstate.ToSupplier, To: "li@factory.example", Subject: "Invoices", Body: "Dear Li, please.", Exhibits: []reinstate.ExhibitID{s.pdf}})
	s.must(err)
	s.sent = m.ID
	raw := "From: Li Wei <li@factory.example>\r\nMessage-ID: <answer@factory.example>\r\nIn-Reply-To: <" + m.MessageID + ">\r\nSubject: Re: Invoices\r\nContent-Type: text/plain\r\n\r\nHere is <b>what</b> you asked for.\r\n"
	came, err := s.desk.Receive(ctx, s.owner(), casework.Arrival{Raw: []byte(raw), Source: "drop"})
	s.must(err)
	s.came = came.ID
	x, err := s.desk.WriteDown(ctx, s.owner(), s.ref, casework.Said{Way: reinstate.ByPhone, Came: true, Party: "Maria of support", Summary: "The case is open.", Files: []casework.Upload{{Name: "notes.txt", Body: strings.NewReader("notes")}}})
	s.must(err)
	s.said = x.ID
}

func TestTheCorrespondenceTellsWhatWentInAndOut(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.correspond()
	s.play(t, []scenario{
		{"the notice", "viewer", "GET " + s.at("messages"), "", 200, ".letters", "Business Solutions Agreement"},
		{"our mail and how far it is", "viewer", "GET " + s.at("messages"), "", 200, ".letters", "Waiting to be sent"},
		{"its answer", "viewer", "GET " + s.at("messages"), "", 200, ".letters", "Li Wei <li@factory.example>"},
		{"the call", "viewer", "GET " + s.at("messages"), "", 200, ".letters", "The case is open."},
		{"the case's own address", "caseworker", "GET " + s.at("messages"), "", 200, ".reach", "joins this case by itself"},
		{"calls alone", "viewer", "GET " + s.at("messages") + "?channel=calls", "", 200, ".letters li:only-child", "Maria of support"},
		{"a channel that is none shows all", "viewer", "GET " + s.at("messages") + "?channel=pigeons", "", 200, ".letters li:nth-child(4)", ""},
		{"the answer is shown as words", "viewer", "GET " + s.at("mails", id(s.came)), "", 200, ".notice", "Here is <b>what</b> you asked for."},
		{"a mail of another case", "caseworker", "GET " + casePath(s.foreign, "mails", id(s.came)), "", 404, "", ""},
		{"Today names it", "caseworker", "GET /", "", 200, "main", "Re: Invoices"},
		{"it is seen", "caseworker", "POST " + s.at("mails", id(s.came), "seen"), "", 303, "", ""},
		{"marked as privileged", "caseworker", "POST " + s.at("privilege"), form("from", "messages", "thing", "exchange", "id", id(s.said), "on", "yes"), 303, "", ""},
		{"it says so", "viewer", "GET " + s.at("messages") + "?channel=calls", "", 200, ".letters .tag", "privileged"},
		{"the client does not see it", "client", "GET " + s.at("messages") + "?channel=calls", "", 200, ".letters", "Waiting to be sent"},
		{"nor its file", "client", "GET " + s.at("said", id(s.said), "files", "1"), "", 404, "", ""},
		{"struck out", "caseworker", "POST " + s.at("said", id(s.said), "strike"), "", 303, "", ""},
		{"it stays readable", "viewer", "GET " + s.at("messages") + "?channel=calls", "", 200, ".letters .gone", "The case is open."},
		{"a file that is none", "viewer", "GET " + s.at("said", id(s.said), "files", "2"), "", 404, "", ""},
	})
	inert(t, s.get("viewer", s.at("said", id(s.said), "files", "1")))
	inert(t, s.get("viewer", s.at("mail", id(s.sent), "file")))
	if page := s.get("caseworker", s.at("messages")); !strings.Contains(page.attribute("#address", "value"), "@vale.example") || len(page.find(".primary")) != 1 {
		t.Errorf("the address is %q, %d primary things", page.attribute("#address", "value"), len(page.find(".primary")))
	}
}

func TestAMailIsLookedAtBeforeItGoes(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	mail := func(pairs ...string) string {
		all := map[string]string{"party": "supplier", "to": "Li Wei <li@factory.example>", "subject": "Invoices", "body": "Dear Li, please.", "exhibits": id(s.pdf)}
		for i := 0; i+1 < len(pairs); i += 2 {
			all[pairs[i]] = pairs[i+1]
		}
		values := url.Values{}
		for k, v := range all {
			values.Set(k, v)
		}
		return values.Encode()
	}
	look, send := s.at("mail", "look"), s.at("mail")
	s.play(t, []scenario{
		{"a template has blanks", "caseworker", "GET " + s.at("mail", "new") + "?template=supplier_invoice", "", 200, "#body-hint", "Still to be filled in: name"},
		{"and what to mind, with its source", "caseworker", "GET " + s.at("mail", "new") + "?template=supplier_invoice", "", 200, "main", "no pro forma"},
		{"and what the case knows", "caseworker", "GET " + s.at("mail", "new") + "?template=client_documents", "", 200, "#body", "Invoices of the year"},
		{"a template that is none", "caseworker", "GET " + s.at("mail", "new") + "?template=x", "", 200, "h2", "Write a mail"},
		{"the reviewer may not", "reviewer", "GET " + s.at("mail", "new"), "", 403, "", ""},
		{"the client may not", "client", "POST " + send, mail(), 403, "", ""},
		{"blanks are refused", "caseworker", "POST " + look, mail("body", "Dear {name}"), 422, ".wrongs a[href='#body']", "name"},
		{"what was typed is kept", "caseworker", "POST " + look, mail("body", "Dear {name}"), 422, "#body", "Dear {name}"},
		{"a second header is refused", "caseworker", "POST " + send, mail("to", "li@factory.example\r\nBcc: all@example.com"), 422, ".wrongs a[href='#to']", "not an e-mail address"},
		{"the exhibit of another firm", "caseworker", "POST " + look, mail("exhibits", id(s.foreignExhibit)), 404, "", ""},
		{"it is shown as it goes", "caseworker", "POST " + look, mail(), 200, ".letter-mail", "invoice 深圳.pdf"},
		{"with the case in the subject", "caseworker", "POST " + look, mail(), 200, ".letter-mail", "Invoices [" + s.ref + "]"},
		{"it can be changed again", "caseworker", "POST " + look, mail("do", "edit"), 200, "#body", "Dear Li, please."},
	})
	page := s.post("caseworker", look, mail())
	once := page.attribute("input[name=once]", "value")
	first, second := s.post("caseworker", send, mail("once", once)), s.post("caseworker", send, mail("once", once))
	if first.StatusCode != http.StatusSeeOther || first.location() != second.location() {
		t.Fatalf("sending twice: %d to %q and %d to %q", first.StatusCode, first.location(), second.StatusCode, second.location())
	}
	sent := s.get("viewer", first.location())
	if sent.text("article .tag") != "Waiting to be sent" || !strings.Contains(sent.text("article"), "Dear Li, please.") {
		t.Errorf("the mail's page says %q", sent.text("article"))
	}
}

func TestACallIsWrittenDownOnAPage(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	said := s.at("said")
	fields := func(pairs ...string) []string {
		return append([]string{"way", "phone", "came", "yes", "party", "Maria", "summary", "She called.", "exhibits", id(s.pdf)}, pairs...)
	}
	if got := s.sendFiles("caseworker", said, []string{"way", "phone"}, nil); got.StatusCode != 422 || !strings.Contains(got.text(".wrongs"), "with whom") {
		t.Errorf("an empty call: %d %s", got.StatusCode, got.text(".wrongs"))
	}
	if got := s.sendFiles("caseworker", said, fields("at", "some day"), nil); got.StatusCode != 422 || got.attribute("#party", "value") != "Maria" {
		t.Errorf("a day that is none: %d, kept %q", got.StatusCode, got.attribute("#party", "value"))
	}
	got := s.sendFiles("caseworker", said, fields("at", "2026-11-20T09:00"), []upload{{"chat.txt", []byte("a screenshot of words")}})
	if got.StatusCode != http.StatusSeeOther || got.location() != s.at("messages") {
		t.Fatalf("writing down: %d %s", got.StatusCode, got.text("main"))
	}
	s.play(t, []scenario{
		{"it stands there with its exhibit", "viewer", "GET " + s.at("messages") + "?channel=calls", "", 200, ".letters .chip", "Invoice 42"},
		{"the timeline tells it", "viewer", "GET " + s.at("timeline"), "", 200, ".timeline", "with Maria"},
	})
}
