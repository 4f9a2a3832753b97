package web

import (
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// arrived is a mail with a PDF, as it came in to a case's own address or, with
// no token, to nobody's.
func (s *site) arrived(token, text string) reinstate.Mail {
	s.t.Helper()
	raw := "Received: from mx.example\nFrom: Amazon <no-reply@amazon.com>\nTo: cases" + token + "@vale.example\nSubject: Your account <script>alert(1)</script>\nMIME-Version: 1.0\n" +
		"Content-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: text/plain; charset=utf-8\n\n" + text +
		"\n--q\nContent-Type: application/pdf; name=findings.pdf\nContent-Disposition: attachment\n\n%PDF-1.4 " + text + "\n--q--\n"
	m, err := s.desk.Receive(s.t.Context(), s.firm.Owner, casework.Arrival{Raw: []byte(strings.ReplaceAll(raw, "\n", "\r\n")), Source: "drop"})
	s.must(err)
	return m
}

// mail is a mail in a case of the firm's client.
func (s *site) mail() reinstate.MailID {
	s.t.Helper()
	c := s.account.Case()
	token, err := s.desk.CaseToken(s.t.Context(), s.firm.Owner, c.Case.Reference)
	s.must(err)
	return s.arrived("+"+token, denial+c.Case.Reference).ID
}

// mailbox is a mailbox of the firm.
func (s *site) mailbox() int64 {
	s.t.Helper()
	b := store.Mailbox{Address: "imaps://cases@mail.example/" + storetest.Digest(s.t.Name())}
	s.Update(s.firm.Owner, func(tx *store.Tx) error {
		boxes, err := tx.Mailboxes()
		if err != nil || len(boxes) > 0 {
			b = append(boxes, b)[0]
			return err
		}
		return tx.AddMailbox(&b)
	})
	return b.ID
}

func TestMailWaitsInTheInboxUntilSomebodyDecides(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	m := s.arrived("", suspension)
	s.play(t, []scenario{
		{"it waits", "caseworker", "GET /inbox", "", 200, "#waiting", "To be decided"},
		{"its words are words", "caseworker", "GET /inbox", "", 200, "h3 a[href='" + noticePath(m.Notice) + "']", "Your account <script>alert(1)</script>"},
		{"its attachment can be had", "caseworker", "GET /inbox", "", 200, "a[href='/inbox/1/attachments/1']", "findings.pdf"},
		{"an attachment that is none", "caseworker", "GET /inbox/1/attachments/2", "", 404, "", ""},
		{"no such case", "caseworker", "POST /inbox/1/case", "case=R-1999-0001", 422, ".wrong", "There is no case with this reference."},
		{"a case of another firm", "caseworker", "POST /inbox/1/case", "case=R-2026-0099", 422, ".wrong", "There is no case with this reference."},
		{"it is no exhibit while it has no case", "caseworker", "POST /inbox/1/attachments/1", "", 422, ".wrong", "Put the mail with its case first."},
		{"its case is found by hand", "caseworker", "POST /inbox/1/case", "case=" + s.ref, 303, "", ""},
		{"it lies there", "caseworker", "GET /inbox", "", 200, "a[href='/cases/" + s.ref + "']", s.ref},
		{"and in the case", "caseworker", "GET /cases/" + s.ref + "/messages", "", 200, ".came", "Your account"},
		{"the attachment is used", "caseworker", "POST /inbox/1/attachments/1", "", 303, "", ""},
		{"it is an exhibit", "caseworker", "GET /cases/" + s.ref + "/evidence", "", 200, "main", "findings"},
		{"it is put aside", "caseworker", "POST /inbox/1/dismiss", "", 303, "", ""},
		{"the inbox is empty", "caseworker", "GET /inbox", "", 200, "h2", "No mail has come in"},
	})
	got := s.get("caseworker", "/inbox/1/attachments/1")
	if !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") || !strings.Contains(got.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("an attachment is sent with %v", got.Header)
	}
}

func TestAMailboxThatDoesNotOpenIsRefusedInWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for address, want := range map[string]string{
		"mail.example": "written like imaps://", "plain://a@192.0.2.1": "on this machine only", "plain://a@127.0.0.1:1": "in a private network", "imaps://a@10.0.0.5:22": "in a private network",
	} {
		got := s.post("owner", "/mailboxes", form("address", address, "password", "correct horse"))
		if got.StatusCode != 422 || !strings.Contains(got.text(".wrong"), want) || got.attribute("#address", "value") != address {
			t.Errorf("%s: %d, %q", address, got.StatusCode, got.text(".wrong"))
		}
		if strings.Contains(got.Body, "correct horse") {
			t.Error("the password stands in the page")
		}
	}
}
