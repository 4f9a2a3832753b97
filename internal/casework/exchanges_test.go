package casework_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

func TestACallIsWrittenDownAndStruckOut(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, ref := t.Context(), o.open().Reference
	e := o.attach(ref, "invoice.txt", "invoice 42").Exhibit
	at := o.now().Add(-time.Hour)
	x, err := o.desk.WriteDown(ctx, o.who, ref, casework.Said{
		Way: reinstate.ByPhone, Came: true, Party: "Account Health Support, Maria", At: at, Summary: "She sees the appeal as open.",
		Exhibits: []reinstate.ExhibitID{e.ID}, Files: []casework.Upload{{Name: "../notes.txt", Body: strings.NewReader("call notes")}},
	})
	o.must(err)
	file, err := o.desk.OpenSaidFile(ctx, o.who, ref, x.ID, 1)
	o.must(err)
	body, err := io.ReadAll(file.Body)
	o.must(errors.Join(err, file.Body.Close()))
	if string(body) != "call notes" || strings.Contains(file.Name, "/") {
		t.Errorf("its file is %q: %q", file.Name, body)
	}
	all, err := o.desk.Correspondence(ctx, o.who, o.file(ref))
	o.must(err)
	if len(all) != 2 || all[0].Exchange == nil || !all[0].At.Equal(at) || all[1].Notice == nil {
		t.Errorf("the correspondence is %+v", all)
	}
	o.must(o.desk.StrikeOut(ctx, o.who, ref, x.ID))
	o.must(o.desk.StrikeOut(ctx, o.who, ref, x.ID))
	if o.happened(ref, "exchange_struck") != 1 {
		t.Error("striking out twice is told twice")
	}
	if bad := o.verify(); len(bad) > 0 {
		t.Errorf("verify finds %+v", bad)
	}
}

func TestACallThatTellsNothingIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	whole := casework.Said{Way: reinstate.ByPhone, Party: "Maria", Summary: "She called."}
	for field, change := range map[string]func(*casework.Said){
		"way": func(s *casework.Said) { s.Way = "telepathy" }, "party": func(s *casework.Said) { s.Party = " " },
		"summary": func(s *casework.Said) { s.Summary = "" }, "at": func(s *casework.Said) { s.At = o.now().Add(time.Hour) },
		"file": func(s *casework.Said) { s.Files = make([]casework.Upload, 11) },
	} {
		said := whole
		change(&said)
		_, err := o.desk.WriteDown(t.Context(), o.who, ref, said)
		refuses(t, err, field)
	}
	if all, err := o.desk.Correspondence(t.Context(), o.who, o.file(ref)); err != nil || len(all) != 1 {
		t.Errorf("something was kept: %+v, %v", all, err)
	}
}

func TestPrivilegedTalkStaysInTheFirm(t *testing.T) {
	t.Parallel()
	o, office := newOffice(t), &carrier{}
	ctx, ref, server := t.Context(), o.open().Reference, office.open(t)
	call, err := o.desk.WriteDown(ctx, o.who, ref, casework.Said{Way: reinstate.ByPhone, Party: "Counsel Ortega", Summary: "Counsel advises to settle quietly."})
	o.must(err)
	secret := toSupplier("What does the defence cost us?")
	secret.Party, secret.Subject = reinstate.ToCounsel, "Question for counsel"
	m, err := o.desk.SendMail(ctx, o.who, server, ref, secret)
	o.must(err)
	open, err := o.desk.SendMail(ctx, o.who, server, ref, toSupplier("Dear Li, please send the invoices."))
	o.must(err)
	_, err = o.desk.WriteDown(ctx, o.who, ref, casework.Said{Way: reinstate.ByPortal, Came: true, Party: "Amazon", Summary: "They acknowledge the case."})
	o.must(err)
	o.must(o.desk.Privilege(ctx, o.who, ref, reinstate.ThingSaid, int64(call.ID), true))
	o.must(o.desk.Privilege(ctx, o.who, ref, reinstate.ThingOut, int64(m.ID), true))
	if err := o.desk.Privilege(ctx, o.who, o.open().Reference, reinstate.ThingOut, int64(m.ID), true); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a mail of another case: %v", err)
	}
	_, files := o.packed(ref)
	var found, shown bool
	for name, body := range files {
		text := string(body)
		for _, words := range []string{"settle quietly", "Question for counsel", "defence cost", m.SHA256} {
			if strings.Contains(text, words) {
				t.Errorf("%s says %q", name, words)
			}
		}
		found = found || strings.HasPrefix(name, "messages/") && strings.Contains(text, open.MessageID)
		shown = shown || strings.HasSuffix(name, "case.json") && strings.Contains(text, "They acknowledge the case.") && strings.Contains(text, open.MessageID)
	}
	if !found || !shown {
		t.Errorf("the mail's bytes are in the pack: %t, the talk is told: %t", found, shown)
	}
	came := o.receive([]byte("From: Ortega <counsel@law.example>\r\nMessage-ID: <advice@law.example>\r\nIn-Reply-To: <" + m.MessageID + ">\r\nSubject: Our advice\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSettle.\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=memo.txt\r\n\r\nthe memo\r\n--b--\r\n"))
	o.must(o.desk.Privilege(ctx, o.who, ref, reinstate.ThingMail, int64(came.ID), true))
	theirs := o.who
	theirs.Role, theirs.Client, theirs.Kind = reinstate.RoleClient, o.account.Client, reinstate.Person
	if _, err := o.desk.Outgoing(ctx, theirs, ref, m.ID); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("the client opens a privileged mail: %v", err)
	}
	if _, err := o.desk.Outgoing(ctx, theirs, ref, open.ID); err != nil {
		t.Errorf("the client opens a mail of its case: %v", err)
	}
	if _, err := o.desk.OpenMail(ctx, theirs, came.ID); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("the client opens a privileged mail that came: %v", err)
	}
	if _, err := o.desk.OpenAttachment(ctx, theirs, came.ID, 1); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("the client opens its attachment: %v", err)
	}
	if lines, err := o.desk.Inbox(ctx, theirs); err != nil || len(lines) != 0 {
		t.Errorf("the client's inbox says %+v, %v", lines, err)
	}
	if today, err := o.desk.Today(ctx, theirs); err != nil || len(today.Talk) != 0 {
		t.Errorf("the client's Today says %+v, %v", today.Talk, err)
	}
	if lines, err := o.desk.Inbox(ctx, o.who); err != nil || len(lines) != 1 {
		t.Errorf("the firm's inbox says %+v, %v", lines, err)
	}
	f, err := o.desk.Case(ctx, theirs, ref)
	o.must(err)
	all, err := o.desk.Correspondence(ctx, theirs, f)
	o.must(err)
	for _, p := range all {
		if p.Privileged {
			t.Errorf("the client sees %+v", p)
		}
	}
}
