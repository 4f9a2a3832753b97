package casework_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

func sumOf(body string) string {
	d := sha256.Sum256([]byte(body))
	return hex.EncodeToString(d[:])
}

// deeds are who did what with an exhibit, oldest first.
func (o *office) deeds(ref string, id reinstate.ExhibitID) []string {
	o.t.Helper()
	entries, _, err := o.desk.CustodyOf(o.t.Context(), o.who, ref, id)
	o.must(err)
	var did []string
	for _, e := range entries {
		did = append(did, e.Did)
	}
	return did
}

func TestCustodySaysWhoHandledADocument(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	e := o.file(ref).Exhibits[0]
	at := o.who
	at.Address = "192.0.2.44"
	for range 3 {
		got, err := o.desk.OpenExhibit(t.Context(), at, ref, e.ID)
		o.must(err)
		o.must(got.Body.Close())
	}
	viewer := reinstate.Actor{Org: o.who.Org, User: 99, Name: "Vera Viewer", Kind: reinstate.Person, Role: reinstate.RoleViewer, Address: "2001:db8::7"}
	got, err := o.desk.ViewExhibit(t.Context(), viewer, ref, e.ID)
	o.must(err)
	o.must(got.Body.Close())
	custody, err := o.desk.Custody(t.Context(), o.who, ref)
	o.must(err)
	last := custody.Entries[len(custody.Entries)-2:]
	if last[0].Did != reinstate.CustodyDownloaded || last[0].Address != "192.0.2.44" || last[1].Did != reinstate.CustodyViewed || last[1].Actor != "Vera Viewer" || last[1].Address != "2001:db8::7" {
		t.Errorf("the last entries are %+v", last)
	}
	if got := o.deeds(ref, e.ID); got[0] != reinstate.CustodyAdded || !slices.Contains(got, reinstate.CustodyLinked) {
		t.Errorf("it says %v", got)
	}
	o.filed(ref)
	if got := o.deeds(ref, e.ID); got[len(got)-1] != reinstate.CustodySealed {
		t.Errorf("after filing it says %v", got)
	}
	if found := o.verify(); len(found) != 0 {
		t.Errorf("verify finds %+v", found)
	}
}

func TestANewerVersionStandsInThePlaceOfTheOlder(t *testing.T) {
	t.Parallel()
	for _, moves := range []bool{true, false} {
		o := newOffice(t)
		ref := o.correcting()
		old := o.file(ref).Exhibits[0]
		done, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "v2.txt", Body: strings.NewReader("second version"), Replaces: old.ID, Moves: moves})
		o.must(err)
		f := o.file(ref)
		at := slices.IndexFunc(f.Exhibits, func(e reinstate.Exhibit) bool { return e.ID == old.ID })
		if was := f.Exhibits[at]; was.Newer != done.Exhibit.ID || was.Stands() == moves || done.Exhibit.Replaces != old.ID {
			t.Errorf("moves %v: the older is %+v", moves, was)
		}
		for _, c := range f.Claims {
			if slices.Contains(c.Exhibits, old.ID) == moves && len(c.Exhibits) > 0 {
				t.Errorf("moves %v: %q leans on %v", moves, c.Text, c.Exhibits)
			}
		}
		if !moves {
			o.must(o.desk.MoveToNewer(t.Context(), o.who, ref, old.ID, f.Exhibits[at].Version))
			if f := o.file(ref); slices.Contains(f.Claims[0].Exhibits, old.ID) || !slices.Contains(f.Claims[0].Exhibits, done.Exhibit.ID) || len(f.Present()) != 1 {
				t.Errorf("moved later: %v", f.Claims[0].Exhibits)
			}
		}
		if _, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "v3.txt", Body: strings.NewReader("third"), Replaces: old.ID, Moves: true}); !isInvalid(err, "file") {
			t.Errorf("a second newer version of the same: %v", err)
		}
		for _, id := range []reinstate.ExhibitID{old.ID, done.Exhibit.ID} {
			got, err := o.desk.OpenExhibit(t.Context(), o.who, ref, id)
			o.must(err)
			o.must(got.Body.Close())
		}
	}
}

func isInvalid(err error, field string) bool {
	var invalid reinstate.Invalid
	return errors.As(err, &invalid) && invalid[field] != ""
}

// stored reports whether a file with these bytes lies on the disk.
func (o *office) stored(body string) bool {
	return slices.ContainsFunc(files(o.t, filepath.Join(o.dir, "exhibits")), func(name string) bool { return strings.HasSuffix(name, sumOf(body)) })
}

func TestTheTrashIsEmptiedAfterThirtyDays(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	sealed := o.file(ref).Exhibits[0]
	body, err := o.desk.OpenExhibit(t.Context(), o.who, ref, sealed.ID)
	o.must(err)
	sealedBytes, err := io.ReadAll(body.Body)
	o.must(err)
	o.must(body.Body.Close())
	o.filed(ref)
	lone, back := o.attach(ref, "lone.txt", "nobody else has this").Exhibit, o.attach(ref, "back.txt", "taken back").Exhibit
	shared, twin := o.attach(ref, "shared.txt", "two have this").Exhibit, o.attach(ref, "twin.txt", "two have this").Exhibit
	sealed = o.file(ref).Exhibits[0]
	for _, e := range []reinstate.Exhibit{sealed, lone, back, shared} {
		o.must(o.desk.WithdrawExhibit(t.Context(), o.who, ref, e.ID, e.Version))
	}
	us := reinstate.Actor{Org: o.who.Org, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
	o.wait(29 * 24 * time.Hour)
	o.must(o.desk.EmptyTrash(t.Context(), us))
	if !o.stored("nobody else has this") {
		t.Fatal("it was removed too early")
	}
	o.must(o.desk.RestoreExhibit(t.Context(), o.who, ref, back.ID, back.Version+1))
	o.wait(25 * time.Hour)
	for range 2 { // a second time changes nothing
		o.must(o.desk.EmptyTrash(t.Context(), us))
	}
	for body, want := range map[string]bool{"nobody else has this": false, "taken back": true, "two have this": true, string(sealedBytes): true} {
		if got := o.stored(body); got != want {
			t.Errorf("%q is on the disk: %v, want %v", body, got, want)
		}
	}
	if _, err := o.desk.OpenExhibit(t.Context(), o.who, ref, lone.ID); !isInvalid(err, "file") {
		t.Errorf("downloading what is gone: %v", err)
	}
	if err := o.desk.RestoreExhibit(t.Context(), o.who, ref, lone.ID, lone.Version+2); !isInvalid(err, "file") {
		t.Errorf("taking back what is gone: %v", err)
	}
	for _, id := range []reinstate.ExhibitID{twin.ID, back.ID, sealed.ID} {
		got, err := o.desk.OpenExhibit(t.Context(), o.who, ref, id)
		o.must(err)
		o.must(got.Body.Close())
	}
	_, entries, err := o.desk.Timeline(t.Context(), o.who, ref)
	o.must(err)
	gone := 0
	for _, e := range entries {
		if e.Event.Did == "exhibit_purged" && e.Event.With["sha256"] == lone.SHA256 {
			gone++
		}
	}
	if gone != 1 {
		t.Errorf("the timeline says %d times that it is gone", gone)
	}
	if found := o.verify(); len(found) != 0 {
		t.Errorf("verify finds %+v", found)
	}
}

func TestTheSameFileWithAnotherClientIsToldToThoseWhoSeeBoth(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	other, err := o.desk.AddClient(t.Context(), o.who, reinstate.Client{LegalName: "Alder & Finch GmbH"})
	o.must(err)
	account, err := o.desk.AddAccount(t.Context(), o.who, reinstate.Account{Client: other.ID, Marketplace: reinstate.Amazon, Store: "DE"})
	o.must(err)
	check := o.log(noticeText + "\n")
	in := o.asRead(check)
	in.Account = account.ID
	second, err := o.desk.OpenCase(t.Context(), o.who, check.Notice.ID, in, true)
	o.must(err)
	o.attach(ref, "invoice.txt", "the very same")
	done := o.attach(second.Reference, "invoice.txt", "the very same")
	if len(done.Others) != 1 || done.Others[0].Reference != ref || done.Twin != nil {
		t.Errorf("told of %+v", done.Others)
	}
	rival := o.firm("Rivals", "rival@example.com")
	if _, _, err := o.desk.CustodyOf(t.Context(), rival, ref, done.Exhibit.ID); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("another firm: %v", err)
	}
}

func TestAProofOfSubmissionIsNeverPurged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	proof := o.attach(ref, "sent.txt", "the page that said it was sent").Exhibit
	o.must(o.desk.Include(t.Context(), o.who, ref, proof.ID, false))
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "Account Health page", Override: "As it stands."})
	o.take(ref, casework.Move{Do: reinstate.ConfirmReceipt, Proof: proof.ID})
	o.must(o.desk.WithdrawExhibit(t.Context(), o.who, ref, proof.ID, proof.Version))
	o.wait(31 * 24 * time.Hour)
	o.must(o.desk.EmptyTrash(t.Context(), o.system()))
	if !o.stored("the page that said it was sent") {
		t.Error("the proof was removed")
	}
	got, err := o.desk.OpenExhibit(t.Context(), o.who, ref, proof.ID)
	o.must(err)
	o.must(got.Body.Close())
}

// begin starts an upload of a text in pieces.
func (o *office) begin(ref, name, body string) casework.Arriving {
	o.t.Helper()
	a, err := o.desk.BeginUpload(o.t.Context(), o.who, ref, store.Upload{Name: name, Mark: name + "|x", Size: int64(len(body))})
	o.must(err)
	return a
}

func TestAnUploadGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	body := strings.Repeat("0123456789", 60_000)
	a := o.begin(ref, "../x/发票 88.txt", body)
	piece := func(at int, r io.Reader) (casework.Arriving, error) {
		return o.desk.ContinueUpload(t.Context(), o.who, ref, a.Ticket, int64(at), r)
	}
	got, err := piece(0, strings.NewReader(body[:200_000]))
	o.must(err)
	if got.Arrived != 200_000 {
		t.Fatalf("%d bytes arrived", got.Arrived)
	}
	// The line goes dead in the middle of a piece: what has come is kept.
	dead := io.MultiReader(strings.NewReader(body[200_000:300_000]), errReader{io.ErrUnexpectedEOF})
	if got, err = piece(200_000, dead); !isInvalid(err, "file") || got.Arrived != 300_000 {
		t.Fatalf("cut off: %d bytes, %v", got.Arrived, err)
	}
	if _, err = piece(200_000, strings.NewReader(body[200_000:])); !errors.Is(err, reinstate.ErrConflict) {
		t.Errorf("a piece that came already: %v", err)
	}
	if _, err := o.desk.FinishUpload(t.Context(), o.who, ref, a.Ticket, casework.Upload{}, "", true); !isInvalid(err, "file") {
		t.Errorf("finished before it is whole: %v", err)
	}
	// The same file chosen again goes on with the same upload.
	again := o.begin(ref, "../x/发票 88.txt", body)
	if again.Ticket != a.Ticket || again.Arrived != 300_000 {
		t.Errorf("begun again: %+v", again)
	}
	if _, err = piece(300_000, strings.NewReader(body[300_000:]+"more")); !isInvalid(err, "file") {
		t.Errorf("more bytes than it has: %v", err)
	}
	added, err := o.desk.FinishUpload(t.Context(), o.who, ref, a.Ticket, casework.Upload{Kind: "supplier_invoice", Dated: "2026-10-01"}, sumOf(body), true)
	o.must(err)
	e := added[0].Exhibit
	if e.SHA256 != sumOf(body) || e.Size != int64(len(body)) || e.FileName != "发票 88.txt" || e.Kind != "supplier_invoice" || e.Dated != "2026-10-01" {
		t.Errorf("kept as %+v", e)
	}
	if _, err := o.desk.Arriving(t.Context(), o.who, ref, a.Ticket); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("the upload is still there: %v", err)
	}
	if left := incoming(t, o.dir); len(left) != 0 {
		t.Errorf("%v was left behind", left)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

// incoming lists the partial files.
func incoming(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "exhibits", ".incoming"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestAnUploadIsNobodyElses(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	a := o.begin(ref, "a.txt", "abc")
	colleague := o.who
	colleague.User = 99
	rival := o.firm("Rivals", "rival@example.com")
	for name, who := range map[string]reinstate.Actor{"a colleague": colleague, "another firm": rival} {
		if _, err := o.desk.Arriving(t.Context(), who, ref, a.Ticket); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("%s asks: %v", name, err)
		}
		if _, err := o.desk.ContinueUpload(t.Context(), who, ref, a.Ticket, 0, strings.NewReader("abc")); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("%s sends: %v", name, err)
		}
		if err := o.desk.CancelUpload(t.Context(), who, ref, a.Ticket); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("%s cancels: %v", name, err)
		}
	}
	_, err := o.desk.ContinueUpload(t.Context(), o.who, ref, a.Ticket, 0, strings.NewReader("abc"))
	o.must(err)
	if _, err := o.desk.FinishUpload(t.Context(), o.who, ref, a.Ticket, casework.Upload{}, sumOf("other"), true); !isInvalid(err, "file") {
		t.Errorf("another digest: %v", err)
	}
	if n := len(o.file(ref).Exhibits); n != 0 {
		t.Errorf("%d exhibits", n)
	}
}

func TestUploadsNobodyGoesOnWithAreSwept(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	old := o.begin(ref, "old.txt", "abc")
	o.must(os.Chtimes(filepath.Join(o.dir, "exhibits", ".incoming", old.Ticket+".part"), time.Time{}, o.now()))
	o.wait(25 * time.Hour)
	fresh := o.begin(ref, "fresh.txt", "abc")
	us := reinstate.Actor{Org: o.who.Org, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
	o.must(o.desk.SweepUploads(t.Context(), us))
	if left := incoming(t, o.dir); !slices.Equal(left, []string{fresh.Ticket + ".part"}) {
		t.Errorf("%v is left", left)
	}
	if _, err := o.desk.Arriving(t.Context(), o.who, ref, old.Ticket); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("the old one: %v", err)
	}
	for i := range 60 { // the oldest are given up for new ones
		o.begin(ref, strings.Repeat("x", i+1), "abc")
	}
	if left := incoming(t, o.dir); len(left) > 50 {
		t.Errorf("%d partial files are kept", len(left))
	}
}

func TestRecordsAreKeptOrRefusedInASentence(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	e := o.attach(ref, "invoice.txt", "an invoice").Exhibit
	e.Record = reinstate.Record{
		Issuer: reinstate.Contact{Name: " Ningbo  Henglan ", Address: "12 Harbour Road\r\nNingbo"}, Currency: "usd", Total: 12.5,
		Lines: []reinstate.RecordLine{{Item: "B0TESTA1X7", Quantity: 10, Price: 1.25, Sum: 12.5}, {}},
	}
	o.must(o.desk.DescribeExhibit(t.Context(), o.who, ref, e))
	got := o.file(ref).Exhibits[0]
	if r := got.Record; r.Issuer.Name != "Ningbo Henglan" || r.Issuer.Address != "12 Harbour Road\nNingbo" || r.Currency != "USD" || len(r.Lines) != 1 {
		t.Errorf("on record: %+v", r)
	}
	for field, spoil := range map[string]func(*reinstate.Record){
		"expires":  func(r *reinstate.Record) { r.Expires = "2026-02-31" },
		"received": func(r *reinstate.Record) { r.Received = "yesterday" },
		"currency": func(r *reinstate.Record) { r.Currency = "dollars" },
		"total":    func(r *reinstate.Record) { r.Total = -1 },
		"lines":    func(r *reinstate.Record) { r.Lines[0].Quantity = -3 },
		"number":   func(r *reinstate.Record) { r.Number = strings.Repeat("9", 301) },
	} {
		wrong := got
		wrong.Record.Lines = slices.Clone(got.Record.Lines)
		spoil(&wrong.Record)
		if err := o.desk.DescribeExhibit(t.Context(), o.who, ref, wrong); !isInvalid(err, field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	if again := o.file(ref).Exhibits[0]; again.Version != got.Version {
		t.Error("a refused record was saved")
	}
}

func TestManyUploadsAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	failed := make(chan error, 20)
	for i := range 20 {
		go func() {
			body := bytes.Repeat([]byte{byte('a' + i)}, 200_000)
			_, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "many.txt", Body: bytes.NewReader(body)})
			failed <- err
		}()
	}
	for range 20 {
		o.must(<-failed)
	}
	letters := map[string]bool{}
	for _, e := range o.file(ref).Exhibits {
		letters[e.Letter] = true
	}
	if len(letters) != 20 {
		t.Errorf("%d letters for 20 files", len(letters))
	}
	if found := o.verify(); len(found) != 0 {
		t.Errorf("verify finds %+v", found)
	}
}

func TestCustodySaysWhoExportedAndWhoTookTheFiles(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	e := o.file(ref).Exhibits[0]
	at := func(address string) reinstate.Actor {
		who := o.who
		who.Address = address
		return who
	}
	x, err := o.desk.AskExport(t.Context(), at("192.0.2.44"), ref, reinstate.Export{Profile: "counsel"})
	o.must(err)
	o.must(o.desk.MakeExport(t.Context(), o.system(), x.ID))
	o.filed(ref)
	fetch := func(address string) {
		packed, err := o.desk.OpenExport(t.Context(), at(address), ref, x.ID, 0)
		o.must(err)
		o.must(packed.Body.Close())
		sealed, err := o.desk.OpenFiling(t.Context(), at(address), ref, 1, 0)
		o.must(err)
		o.must(sealed.Body.Close())
	}
	for _, address := range []string{"192.0.2.45", "192.0.2.45", "2001:db8::7"} { // a viewer asks for pieces again and again
		fetch(address)
	}
	custody, err := o.desk.Custody(t.Context(), o.who, ref)
	o.must(err)
	var got []string
	for _, c := range custody.Entries {
		if c.Exhibit == e.ID && (c.Did == reinstate.CustodyExported || c.Did == reinstate.CustodyDownloaded) {
			got = append(got, c.Did+" "+c.Actor+" "+c.Address)
		}
	}
	name := " " + o.who.Name + " "
	want := []string{
		"exported" + name + "192.0.2.44", "downloaded" + name + "192.0.2.45", "downloaded" + name + "192.0.2.45",
		"downloaded" + name + "2001:db8::7", "downloaded" + name + "2001:db8::7",
	}
	if !slices.Equal(got, want) {
		t.Errorf("custody says\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if found := o.verify(); len(found) != 0 {
		t.Errorf("verify finds %+v", found)
	}
}
