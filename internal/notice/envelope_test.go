package notice

import (
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
)

const outside = "Return-Path: <no-reply@amazon.example>\r\nDelivered-To: cases+k7f3@vale.example\r\nReferences: <one@vale.example> <two@vale.example>\r\n" +
	"In-Reply-To: <two@vale.example>\r\nMessage-ID: <reply@amazon.example>\r\nDate: Thu, 26 Nov 2026 08:00:00 -0800\r\n" +
	"From: =?utf-8?q?Seller_Performance?= <no-reply@amazon.example>\r\nTo: Cases <Cases@Vale.example>, broken\r\nCc: li@vale.example\r\nSubject: Your appeal\r\n" +
	"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nWe need more information.\r\n" +
	"--x\r\nContent-Type: application/pdf; name=\"letter.pdf\"\r\nContent-Disposition: inline; filename=\"letter.pdf\"\r\n\r\n%PDF-1.4 x\r\n" +
	"--x\r\nContent-Type: image/png\r\nContent-Disposition: inline; filename=\"dot.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--x--\r\n"

func TestTheOutsideOfAMail(t *testing.T) {
	t.Parallel()
	e, err := OpenMail([]byte(outside))
	if err != nil {
		t.Fatal(err)
	}
	if e.MessageID != "reply@amazon.example" || !slices.Equal(e.Answers, []string{"two@vale.example", "one@vale.example"}) {
		t.Errorf("%q answers %q", e.MessageID, e.Answers)
	}
	for _, to := range []string{"cases+k7f3@vale.example", "li@vale.example"} {
		if !slices.Contains(e.To, to) {
			t.Errorf("%s is not among %q", to, e.To)
		}
	}
	if !e.Date.Equal(time.Date(2026, 11, 26, 16, 0, 0, 0, time.UTC)) || e.Sort != reinstate.MailMessage || !strings.Contains(e.Sender, "Seller Performance") {
		t.Errorf("%v, %s, %s", e.Date, e.Sort, e.Sender)
	}
	if len(e.Files) != 1 || e.Files[0].Name != "letter.pdf" || e.Files[0].MediaType != "application/pdf" {
		t.Errorf("files: %+v", e.Files)
	}
}

func TestMailThatMachinesWroteByThemselves(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, head string
		want       reinstate.MailSort
	}{
		{"a person", "From: ana@vale.example", reinstate.MailMessage},
		{"a notice, which a machine sends too", "From: no-reply@amazon.example\r\nAuto-Submitted: auto-generated\r\nPrecedence: bulk", reinstate.MailMessage},
		{"an absence note", "From: ana@vale.example\r\nAuto-Submitted: auto-replied (vacation)", reinstate.MailAutoReply},
		{"an older absence note", "From: ana@vale.example\r\nX-Autoreply: yes", reinstate.MailAutoReply},
		{"a bounce", "From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>", reinstate.MailBounce},
		{"a delivery report", "From: postmaster@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r", reinstate.MailBounce},
		{"a failed recipient", "From: mx@mx.example\r\nX-Failed-Recipients: a@b.example", reinstate.MailBounce},
	} {
		e, err := OpenMail([]byte(tt.head + "\r\nSubject: x\r\n\r\nhello\r\n"))
		if err != nil || e.Sort != tt.want {
			t.Errorf("%s: %s, want %s (%v)", tt.name, e.Sort, tt.want, err)
		}
	}
}

func FuzzOpenMail(f *testing.F) {
	f.Add([]byte(outside))
	f.Add([]byte("From: a\r\n\r\n"))
	f.Add([]byte("Content-Type: multipart/report; boundary=\"\"\r\n\r\n--\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := OpenMail(raw)
		if err != nil {
			return
		}
		if len(e.Answers) > 2*mostIDs || len(e.To) > mostIDs || strings.ContainsAny(e.Subject+e.Sender, "\r\x00") {
			t.Errorf("%+v", e)
		}
	})
}
