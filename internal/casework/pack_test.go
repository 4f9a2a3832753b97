package casework_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// packed makes the counsel pack and reads its zip.
func (o *office) packed(ref string) (*casework.Binding, map[string][]byte) {
	o.t.Helper()
	made, err := o.desk.Pack(o.t.Context(), o.who, ref, casework.Order{})
	o.must(err)
	o.t.Cleanup(made.Close)
	var out bytes.Buffer
	o.must(made.Zip(&out))
	return made, unzipped(o.t, out.Bytes())
}

func TestThePackHoldsTheCaseWithoutWhatIsPrivileged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	open := o.attach(ref, "open.pdf", pages(t, "open", 2)).Exhibit
	secret := o.attach(ref, "memo to counsel.pdf", pages(t, "secret", 1)).Exhibit
	o.must(o.desk.Privilege(t.Context(), o.who, ref, reinstate.ThingExhibit, int64(secret.ID), true))
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "account_health", Override: "As it stands."})
	o.take(ref, casework.Move{Do: reinstate.ConfirmReceipt, Receipt: "17310482265"})
	reply, err := o.desk.Log(t.Context(), o.who, casework.Incoming{Case: ref, Body: strings.NewReader(denial)})
	o.must(err)
	o.take(ref, casework.Move{Do: reinstate.RecordFinalDenial, Reply: reply.ID, Note: "Our chances in arbitration are slim.", Counsel: reinstate.Counsel{Name: "R. Okafor"}})
	o.must(o.desk.Privilege(t.Context(), o.who, ref, reinstate.ThingNotice, int64(reply.ID), true))

	made, files := o.packed(ref)
	if made.Bates != fmt.Sprintf("%s-000001 to %s-%06d", ref, ref, made.Pages) {
		t.Errorf("numbered %q over %d pages", made.Bates, made.Pages)
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	all := strings.Join(names, "\n")
	for _, want := range []string{ref + " counsel pack.pdf", "case.json", "manifest.json", "originals/F1 ", "originals/A log.txt", "originals/B open.pdf", "messages/"} {
		if !strings.Contains(all, want) {
			t.Errorf("the zip lacks %s:\n%s", want, all)
		}
	}
	for name, data := range files {
		for _, word := range []string{"memo to counsel", secret.SHA256, "slim", "does not\naddress"} {
			if bytes.Contains(data, []byte(word)) || strings.Contains(name, word) {
				t.Errorf("%s tells of %q", name, word)
			}
		}
	}
	var doc struct {
		Reference string
		Messages  []struct{ Text string }
		Exhibits  []struct{ SHA256 string }
		Filings   []struct{ Receipt string }
		Timeline  []struct{ Did string }
	}
	o.must(json.Unmarshal(files["case.json"], &doc))
	if doc.Reference != ref || len(doc.Messages) != 1 || len(doc.Exhibits) != 2 || doc.Exhibits[1].SHA256 != open.SHA256 || doc.Filings[0].Receipt != "17310482265" || len(doc.Timeline) == 0 {
		t.Errorf("case.json says %+v", doc)
	}
	if again, _ := o.packed(ref); again.Parts[0].SHA256 != made.Parts[0].SHA256 {
		t.Error("the same case at the same instant gives other bytes")
	}
	viewer := o.who
	viewer.Role = reinstate.RoleViewer
	if _, err := o.desk.Pack(t.Context(), viewer, ref, casework.Order{}); !errors.Is(err, reinstate.ErrForbidden) {
		t.Errorf("a viewer made a pack: %v", err)
	}
}

// printed is the text of a PDF without white space.
func printed(t *testing.T, pdf []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pack.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return squeezed(told(t, program(t, "pdftotext"), "-raw", "-enc", "UTF-8", path, "-"))
}

func TestNothingInThePackNamesOrQuotesWhatIsPrivileged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.waiting()
	token, err := o.desk.CaseToken(t.Context(), o.who, ref)
	o.must(err)
	to := "\nDelivered-To: cases+" + token + "@vale.example"
	absence := o.receive(wrapped("Subject: Away until Monday\nAuto-Submitted: auto-replied"+to, "Gone."))
	file := pages(t, "findings", 1)
	raw := strings.Replace(string(wrapped("Subject: Zebra advice\nMIME-Version: 1.0"+to, moreAsked)), "Content-Type: text/plain; charset=utf-8\r\n\r\n",
		"Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\nContent-Type: text/plain\r\n\r\n", 1) +
		"\r\n--q\r\nContent-Type: application/pdf; name=\"walrus.pdf\"\r\nContent-Disposition: inline\r\n\r\n" + file + "\r\n--q--\r\n"
	m := o.receive([]byte(raw))
	walrus, err := o.desk.ExhibitFromMail(t.Context(), o.who, m.ID, 1)
	o.must(err)
	bounce := o.receive([]byte(strings.Replace(raw, "Subject: Zebra advice", "Subject: Undelivered marmot\r\nX-Failed-Recipients: a@b.example", 1)))
	if absence.Notice != 0 || bounce.Notice != 0 || m.Notice == 0 || len(bounce.Attached) != 1 {
		t.Fatalf("received %+v, %+v, %+v", absence, m, bounce)
	}
	older := o.file(ref).Exhibits[0]
	newer, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "okapi.txt", Body: strings.NewReader("okapi"), Replaces: older.ID})
	o.must(err)
	_, err = o.desk.Comment(t.Context(), o.who, ref, reinstate.Comment{Text: "The ibex of the zebra advice."})
	o.must(err)
	o.take(ref, casework.Move{Do: reinstate.RecordMoreInformation, Reply: m.Notice})
	for thing, id := range map[reinstate.Thing][]int64{reinstate.ThingNotice: {int64(m.Notice)}, reinstate.ThingExhibit: {int64(walrus.ID), int64(newer.Exhibit.ID)}} {
		for _, one := range id {
			o.must(o.desk.Privilege(t.Context(), o.who, ref, thing, one, true))
		}
	}
	const quoted = "A letter of authorization"
	if !slices.ContainsFunc(o.file(ref).Demands, func(d reinstate.Demand) bool { return d.Quote == quoted }) {
		t.Fatalf("no demand quotes the message: %+v", o.file(ref).Demands)
	}
	made, files := o.packed(ref)
	files["the text of the pack"] = []byte(printed(t, files[made.FileName(0)]))
	for name, data := range files {
		for _, word := range []string{
			"Zebra", "zebra", "walrus", "okapi", "ibex", "marmot", quoted, "cover the units you sold", "within 7 days of this message",
			m.SHA256, bounce.SHA256, walrus.SHA256, newer.Exhibit.SHA256, m.SHA256[:12], walrus.SHA256[:12], newer.Exhibit.SHA256[:12],
		} {
			if bytes.Contains(data, []byte(word)) || bytes.Contains(data, []byte(squeezed(word))) || strings.Contains(name, word) {
				t.Errorf("%s tells of %q", name, word)
			}
		}
	}
	for _, name := range []string{"the text of the pack", "case.json"} {
		if text := squeezed(string(files[name])); !strings.Contains(text, "AwayuntilMonday") || !strings.Contains(text, absence.SHA256) {
			t.Errorf("%s does not list the mail that became no message", name)
		}
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(files)), func(name string) bool {
		return strings.HasPrefix(name, "messages/") && sumOf(string(files[name])) == absence.SHA256
	}) {
		t.Error("the zip lacks the mail that became no message")
	}
}

func TestAnExportIsMadeOnceAndGoneAfterAWeek(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	system := reinstate.Actor{Org: o.who.Org, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
	for _, profile := range []string{"counsel", "amazon_form"} {
		x, err := o.desk.AskExport(t.Context(), o.who, ref, reinstate.Export{Profile: profile, Prefix: "HL-", Start: 7})
		o.must(err)
		if _, err := o.desk.OpenExport(t.Context(), o.who, ref, x.ID, 0); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("an export that waits is given out: %v", err)
		}
		for range 2 { // a job may come twice
			o.must(o.desk.MakeExport(t.Context(), system, x.ID))
		}
		if x, err = o.desk.Export(t.Context(), o.who, ref, x.ID); err != nil || x.State != reinstate.ExportDone || len(x.Files) != 2 || x.Done != x.Of {
			t.Fatalf("made %+v, %v", x, err)
		}
		file, err := o.desk.OpenExport(t.Context(), o.who, ref, x.ID, 1)
		o.must(err)
		data, err := io.ReadAll(file.Body)
		o.must(errors.Join(err, file.Body.Close()))
		if len(unzipped(t, data)) < 3 || !strings.HasSuffix(file.Name, ".zip") {
			t.Errorf("%s holds too little", file.Name)
		}
	}
	if found := o.verify(); len(found) != 0 {
		t.Errorf("verify finds %+v", found)
	}
	list, err := o.desk.Exports(t.Context(), o.who, ref)
	o.must(err)
	evidence, err := o.desk.OpenExport(t.Context(), o.who, ref, list[0].ID, 0)
	o.must(err)
	kept, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "proof.pdf", Body: evidence.Body})
	o.must(err)
	o.wait(8 * 24 * time.Hour)
	o.must(o.desk.SweepExports(t.Context(), system))
	for _, x := range list {
		if _, err := o.desk.OpenExport(t.Context(), o.who, ref, x.ID, 1); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("export %d is still given out: %v", x.ID, err)
		}
		if err := o.blobs.Check("1", x.Files[1].SHA256, x.Files[1].Size); err == nil {
			t.Errorf("the zip of export %d still lies on the disk", x.ID)
		}
	}
	if err := o.blobs.Check("1", kept.Exhibit.SHA256, kept.Exhibit.Size); err != nil {
		t.Errorf("a file that became evidence is gone: %v", err)
	}
	if found := o.verify(); len(found) != 0 {
		t.Errorf("verify finds %+v", found)
	}
}

func TestAnExportThatIsGivenUpSaysSo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	x, err := o.desk.AskExport(t.Context(), o.who, ref, reinstate.Export{Profile: "counsel"})
	o.must(err)
	for range 2 { // a job may come twice
		o.must(o.desk.GiveUpExport(t.Context(), o.system(), x.ID))
	}
	x, err = o.desk.Export(t.Context(), o.who, ref, x.ID)
	o.must(err)
	if x.State != reinstate.ExportFailed || x.Ended.IsZero() || !strings.Contains(x.Why, "Ask again") || o.happened(ref, "export_failed") != 1 {
		t.Errorf("given up as %+v, %d times", x, o.happened(ref, "export_failed"))
	}
	again, err := o.desk.AskExport(t.Context(), o.who, ref, reinstate.Export{Profile: "counsel"})
	o.must(err)
	o.must(o.desk.MakeExport(t.Context(), o.system(), again.ID))
	o.must(o.desk.GiveUpExport(t.Context(), o.system(), again.ID))
	if again, err = o.desk.Export(t.Context(), o.who, ref, again.ID); err != nil || again.State != reinstate.ExportDone {
		t.Errorf("an export that was made is %s, %v", again.State, err)
	}
}

func TestExportsThatCannotBeAreRefusedWithASentence(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	for name, x := range map[string]reinstate.Export{
		"an unknown profile": {Profile: "fax"}, "a prefix with a space": {Profile: "counsel", Prefix: "A B"},
		"a number below one": {Profile: "counsel", Start: -1}, "a packet without a plan": {Profile: "email"},
	} {
		var refused reinstate.Invalid
		if _, err := o.desk.AskExport(t.Context(), o.who, ref, x); !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	rival := o.firm("Rival", "rival@example.com")
	if _, err := o.desk.AskExport(t.Context(), rival, ref, reinstate.Export{Profile: "counsel"}); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
}
