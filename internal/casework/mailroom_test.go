package casework_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// wrapped is a text as a mail with a head of its own.
func wrapped(head, text string) []byte {
	head = "Received: from mx.example\nDate: Fri, 20 Nov 2026 08:00:00 +0000\nFrom: Amazon <no-reply@amazon.com>\nTo: cases@vale.example\n" + head
	return []byte(strings.ReplaceAll(head+"\nContent-Type: text/plain; charset=utf-8\n\n"+text, "\n", "\r\n"))
}

func (o *office) receive(raw []byte) reinstate.Mail {
	o.t.Helper()
	m, err := o.desk.Receive(o.t.Context(), o.who, casework.Arrival{Raw: raw, Source: "drop"})
	o.must(err)
	return m
}

// waiting is a case that waits for an answer; its filing was given the
// number 17263544990.
func (o *office) waiting() string {
	o.t.Helper()
	ref := o.correcting()
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "Account Health page", Override: "As it stands."})
	o.take(ref, casework.Move{Do: reinstate.ConfirmReceipt, Receipt: "17263544990"})
	return ref
}

// message is one message of a case, the zero one where it has none such.
func message(f casework.File, id reinstate.NoticeID) reinstate.Notice {
	for _, n := range f.Notices {
		if n.ID == id {
			return n
		}
	}
	return reinstate.Notice{}
}

func TestANoticeByMailWaitsToBeChecked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	m := o.receive(wrapped("Message-ID: <n1@amazon.com>\nSubject: Your account", noticeText))
	if m.Case != 0 || m.Thread != reinstate.ThreadNone || m.Sort != reinstate.MailMessage {
		t.Errorf("kept as %+v", m)
	}
	check, err := o.desk.Notice(t.Context(), o.who, m.Notice)
	o.must(err)
	if n := check.Notice; n.Kind != reinstate.KindNotice || n.Case != 0 || !n.CheckedAt.IsZero() || n.Sender != "Amazon <no-reply@amazon.com>" || len(n.Read.Reasons) == 0 {
		t.Errorf("read as %s in case %d, from %q", n.Kind, n.Case, n.Sender)
	}
	today, err := o.desk.Today(t.Context(), o.who)
	o.must(err)
	if len(today.Unchecked) != 1 {
		t.Errorf("%d messages wait on Today", len(today.Unchecked))
	}
	if _, err := o.desk.Receive(t.Context(), o.who, casework.Arrival{Raw: wrapped("Message-ID: <n1@amazon.com>\nSubject: Your account\nX-Hop: 2", noticeText)}); !errors.Is(err, reinstate.ErrConflict) {
		t.Errorf("the same mail over another way: %v", err)
	}
}

func TestAReplyFindsItsCase(t *testing.T) {
	t.Parallel()
	const reply = denial + "\nCase ID: 17263544990\n"
	for _, tt := range []struct {
		name string
		mail func(o *office, ref string) []byte
		want reinstate.MailThread
	}{
		{"by the case's own address", func(o *office, ref string) []byte {
			token, err := o.desk.CaseToken(o.t.Context(), o.who, ref)
			o.must(err)
			return wrapped("Subject: x\nDelivered-To: cases+"+token+"@vale.example", "We have received your appeal.")
		}, reinstate.ThreadAddress},
		{"by what it answers", func(o *office, ref string) []byte {
			token, err := o.desk.CaseToken(o.t.Context(), o.who, ref)
			o.must(err)
			o.receive(wrapped("Subject: x\nMessage-ID: <first@amazon.com>\nDelivered-To: cases+"+token+"@vale.example", "We have received your appeal."))
			return wrapped("Subject: Re: x\nReferences: <else@where> <first@amazon.com>", denial)
		}, reinstate.ThreadReferences},
		{"by the number that the filing was given", func(*office, string) []byte { return wrapped("Subject: x", reply) }, reinstate.ThreadIdentifier},
		{"by its account, of which one case waits", func(o *office, _ string) []byte {
			return wrapped("Subject: x", denial+"\nMerchant token: "+o.account.SellerID+"\n")
		}, reinstate.ThreadAccount},
		{"by nothing", func(*office, string) []byte { return wrapped("Subject: x", denial) }, reinstate.ThreadNone},
		{"by no guessed address", func(*office, string) []byte {
			return wrapped("Subject: x\nDelivered-To: cases+aaaabbbbcccc@vale.example", denial)
		}, reinstate.ThreadNone},
		{"by a number that is no reply's", func(*office, string) []byte {
			return wrapped("Subject: x", noticeText+"\nCase ID: 17263544990\n")
		}, reinstate.ThreadNone},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			ref := o.waiting()
			before := o.file(ref)
			m := o.receive(tt.mail(o, ref))
			if m.Thread != tt.want || (m.Case == before.Case.ID) != (tt.want != reinstate.ThreadNone) {
				t.Fatalf("threaded by %q to case %d", m.Thread, m.Case)
			}
			after := o.file(ref)
			if after.Case.State != before.Case.State || after.Case.Round != before.Case.Round || len(after.OpenDemands()) != len(before.OpenDemands()) {
				t.Errorf("a mail moved the case from %s to %s", before.Case.State, after.Case.State)
			}
			if tt.want == reinstate.ThreadNone {
				return
			}
			if n := message(after, m.Notice); n.Kind != reinstate.KindReply || !n.CheckedAt.IsZero() {
				t.Errorf("the reply in the case is message %d, %s, checked %v", n.ID, n.Kind, n.CheckedAt)
			}
		})
	}
}

func TestMailThatIsNoMessageIsKeptAndNotRead(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, tt := range []struct {
		name, head, text string
		want             reinstate.MailSort
	}{
		{"an absence note", "Subject: Out of office\nAuto-Submitted: auto-replied", noticeText, reinstate.MailAutoReply},
		{"a bounce", "Subject: Undelivered\nX-Failed-Recipients: a@b.example", noticeText, reinstate.MailBounce},
		{"our own mail", "Subject: Reminder\nX-Loop: reinstate", noticeText, reinstate.MailLoop},
		{"no words at all", "Subject: x", "   ", reinstate.MailUnread},
	} {
		m := o.receive(wrapped(tt.head, tt.text))
		if m.Sort != tt.want || m.Notice != 0 || m.SHA256 == "" {
			t.Errorf("%s: %+v", tt.name, m)
		}
	}
	lines, err := o.desk.Inbox(t.Context(), o.who)
	o.must(err)
	if len(lines) != 4 || !lines[0].Waits() {
		t.Errorf("the inbox has %+v", lines)
	}
	o.must(o.desk.DismissMail(t.Context(), o.who, lines[0].Mail.ID))
	if lines, _ := o.desk.Inbox(t.Context(), o.who); len(lines) != 3 {
		t.Errorf("%d mails are left", len(lines))
	}
}

func TestAttachmentsBecomeExhibitsByHandOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.waiting()
	pdf := "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"
	raw := wrapped("Subject: x\nMIME-Version: 1.0", denial)
	raw = []byte(strings.Replace(string(raw), "Content-Type: text/plain; charset=utf-8\r\n\r\n", "Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\nContent-Type: text/plain\r\n\r\n", 1) +
		"\r\n--q\r\nContent-Type: application/pdf; name=\"../../findings.pdf\"\r\nContent-Disposition: inline\r\n\r\n" + pdf + "\r\n--q--\r\n")
	m := o.receive(raw)
	if len(m.Attached) != 1 || m.Attached[0].Name != "findings.pdf" || m.Attached[0].MediaType != "application/pdf" {
		t.Fatalf("attached: %+v", m.Attached)
	}
	var refused reinstate.Invalid
	if _, err := o.desk.ExhibitFromMail(t.Context(), o.who, m.ID, 1); !errors.As(err, &refused) {
		t.Errorf("an exhibit of no case: %v", err)
	}
	o.must(o.desk.FileMail(t.Context(), o.who, m.ID, ref))
	before := len(o.file(ref).Exhibits)
	for range 2 {
		if _, err := o.desk.ExhibitFromMail(t.Context(), o.who, m.ID, 1); err != nil {
			t.Fatal(err)
		}
	}
	f := o.file(ref)
	if len(f.Exhibits) != before+1 || f.Exhibits[len(f.Exhibits)-1].SHA256 != m.Attached[0].SHA256 {
		t.Errorf("%d exhibits", len(f.Exhibits))
	}
	if message(f, m.Notice).ID == 0 {
		t.Error("the message did not come with its mail")
	}
	if _, err := o.desk.ExhibitFromMail(t.Context(), o.who, m.ID, 2); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("an attachment that is not there: %v", err)
	}
}

func TestAThousandMailsTwiceAreAThousand(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	const many = 1000
	mail := func(i int) []byte {
		return wrapped(fmt.Sprintf("Message-ID: <m%d@amazon.com>\nSubject: x", i), fmt.Sprintf("Hello, this is message %d.", i))
	}
	taken, begun := 0, time.Now()
	for _, end := range []int{many / 2, many} { // the first run is cut off half-way, the second begins anew
		for i := range end {
			switch _, err := o.desk.Receive(t.Context(), o.who, casework.Arrival{Raw: mail(i)}); {
			case err == nil:
				taken++
			case !errors.Is(err, reinstate.ErrConflict):
				t.Fatal(err)
			}
		}
	}
	if taken != many {
		t.Errorf("%d mails were taken", taken)
	}
	t.Logf("1500 arrivals took %v", time.Since(begun).Round(time.Millisecond))
}

func TestADroppedMailThatIsRefusedIsNamedInTheInbox(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	folder := o.desk.DropFolder(o.who)
	o.must(os.MkdirAll(folder, 0o700))
	put := func(name string, size int64) {
		t.Helper()
		path := filepath.Join(folder, name)
		o.must(os.WriteFile(path, wrapped("Subject: "+name, "hello"), 0o600))
		if size > 0 {
			o.must(os.Truncate(path, size))
		}
		o.must(os.Chtimes(path, time.Now().Add(-time.Hour), time.Now().Add(-time.Hour)))
	}
	put("large.eml", o.desk.Limits().Message+1)
	put("small.eml", 0)
	o.must(o.desk.TakeDropped(t.Context(), o.who, time.Now()))
	put("large.eml", o.desk.Limits().Message+2)
	o.must(o.desk.TakeDropped(t.Context(), o.who, time.Now()))
	lines, err := o.desk.Inbox(t.Context(), o.who)
	o.must(err)
	left := 0
	for _, l := range lines {
		if l.Mail.Sort == reinstate.MailLeft && l.Mail.Subject == "large.eml" {
			left++
		}
	}
	if left != 2 || len(lines) != 3 {
		t.Errorf("the inbox names %d of two refused mails among %d", left, len(lines))
	}
	kept, err := os.ReadDir(filepath.Join(folder, "refused"))
	o.must(err)
	if len(kept) != 2 {
		t.Errorf("%d refused files are kept, want both", len(kept))
	}
}
