package casework_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// pages is a PDF of so many pages that say a word.
func pages(t *testing.T, word string, count int) string {
	t.Helper()
	content := "BT /F 14 Tf 60 700 Td (" + word + ") Tj ET"
	texts := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
	}
	kids := ""
	for i := range count {
		kids += fmt.Sprintf("%d 0 R ", i+4)
		texts = append(texts, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>")
	}
	texts[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", count, kids)
	out, table := "%PDF-1.7\n", ""
	for i, text := range texts {
		table += fmt.Sprintf("%010d 00000 n \n", len(out))
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, text)
	}
	return out + fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(texts)+1, table, len(texts)+1, len(out))
}

// bound makes a packet and reads its zip.
func (o *office) bound(ref string, order casework.Order) (*casework.Binding, map[string][]byte) {
	o.t.Helper()
	made, err := o.desk.Bind(o.t.Context(), o.who, ref, order)
	o.must(err)
	o.t.Cleanup(made.Close)
	var out bytes.Buffer
	o.must(made.Zip(&out))
	return made, unzipped(o.t, out.Bytes())
}

func unzipped(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func lettersOf(entries []reinstate.ManifestEntry) string {
	var all []string
	for _, e := range entries {
		all = append(all, e.Letter)
	}
	return strings.Join(all, "")
}

func TestWhatGoesWithTheLetterIsWhatItPointsAtUnlessSomebodySaysOtherwise(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting() // exhibit A, to which claims point
	b := o.attach(ref, "b.pdf", pages(t, "b", 2)).Exhibit
	o.attach(ref, "c.pdf", pages(t, "c", 1))
	a := o.file(ref).Exhibits[0]
	made, _ := o.bound(ref, casework.Order{})
	if got := lettersOf(made.Manifest()); got != "A" {
		t.Fatalf("%s goes, want A", got)
	}
	mark := o.file(ref).Mark()
	o.must(o.desk.Include(t.Context(), o.who, ref, b.ID, true))
	o.must(o.desk.Include(t.Context(), o.who, ref, a.ID, false))
	made, _ = o.bound(ref, casework.Order{})
	if got := lettersOf(made.Manifest()); got != "B" || made.Placed[0].To-made.Placed[0].From != 1 {
		t.Errorf("%s goes and stands at %+v, want B with two pages", got, made.Placed)
	}
	if o.file(ref).Mark() == mark {
		t.Error("what was looked at has the same mark as before")
	}
	o.must(o.desk.Privilege(t.Context(), o.who, ref, reinstate.ThingExhibit, int64(b.ID), true))
	var refused reinstate.Invalid
	if err := o.desk.Include(t.Context(), o.who, ref, b.ID, true); !errors.As(err, &refused) {
		t.Errorf("a privileged exhibit was put in: %v", err)
	}
	if made, _ = o.bound(ref, casework.Order{}); len(made.Manifest()) != 0 {
		t.Errorf("%s goes, want nothing", lettersOf(made.Manifest()))
	}
	if f := o.file(ref); len(f.Staying()) != 3 || !f.Privileged(reinstate.ThingExhibit, int64(b.ID)) {
		t.Errorf("staying: %d", len(f.Staying()))
	}
}

func TestACopyOfWhatIsPrivilegedStaysToo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	memo := pages(t, "memo", 1)
	a, b := o.attach(ref, "memo.pdf", memo).Exhibit, o.attach(ref, "again.pdf", memo).Exhibit
	o.must(o.desk.Include(t.Context(), o.who, ref, b.ID, true))
	o.must(o.desk.Privilege(t.Context(), o.who, ref, reinstate.ThingExhibit, int64(a.ID), true))
	if made, _ := o.bound(ref, casework.Order{}); lettersOf(made.Manifest()) != "A" {
		t.Errorf("%s goes, want A alone", lettersOf(made.Manifest()))
	}
}

func TestPrivateDataGoesOnlyWhereItWasAskedFor(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting() // exhibit A, to which claims point
	f := o.file(ref)
	a := f.Exhibits[0]
	a.Record.Sensitive = true
	o.must(o.desk.DescribeExhibit(t.Context(), o.who, ref, a))
	if f := o.file(ref); len(f.Going()) != 0 || len(f.Staying()) != 1 {
		t.Errorf("%d go and %d stay while only a claim points at it", len(f.Going()), len(f.Staying()))
	}
	demand := f.Demands[0]
	demand.State, demand.Exhibits = reinstate.DemandMet, []reinstate.ExhibitID{a.ID}
	o.must(o.desk.SaveDemand(t.Context(), o.who, ref, demand))
	if f := o.file(ref); len(f.Going()) != 1 {
		t.Error("it stays although it was asked for")
	}
	demand = o.file(ref).Demands[0]
	demand.State, demand.Exhibits = reinstate.DemandOpen, nil
	o.must(o.desk.SaveDemand(t.Context(), o.who, ref, demand))
	o.must(o.desk.Include(t.Context(), o.who, ref, a.ID, true))
	if f := o.file(ref); len(f.Going()) != 1 {
		t.Error("it stays although somebody put it in")
	}
}

func TestWhatWasDecidedAboutAnExhibitHoldsForItsNewerVersion(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	newer := func(old reinstate.Exhibit, moves bool) reinstate.ExhibitID {
		done, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "new.pdf", Body: strings.NewReader(pages(t, fmt.Sprint("new of ", old.ID, moves), 1)), Replaces: old.ID, Moves: moves})
		o.must(err)
		return done.Exhibit.ID
	}
	held := func(id reinstate.ExhibitID) reinstate.Handling {
		return o.file(ref).Handling(reinstate.ThingExhibit, int64(id))
	}
	secret, wanted := o.attach(ref, "secret.pdf", pages(t, "secret", 1)).Exhibit, o.attach(ref, "wanted.pdf", pages(t, "wanted", 1)).Exhibit
	o.must(o.desk.Privilege(t.Context(), o.who, ref, reinstate.ThingExhibit, int64(secret.ID), true))
	o.must(o.desk.Include(t.Context(), o.who, ref, wanted.ID, true))
	if h := held(newer(secret, true)); !h.Privileged {
		t.Errorf("the newer version of a privileged exhibit is handled as %+v", h)
	}
	beside := newer(wanted, false)
	if h := held(beside); h.Goes != "" {
		t.Errorf("a newer version goes beside the old one: %+v", h)
	}
	o.must(o.desk.Privilege(t.Context(), o.who, ref, reinstate.ThingExhibit, int64(wanted.ID), true))
	for _, e := range o.file(ref).Exhibits {
		if e.ID == wanted.ID {
			o.must(o.desk.MoveToNewer(t.Context(), o.who, ref, e.ID, e.Version))
		}
	}
	if h := held(beside); h.Goes != reinstate.GoesWith || !h.Privileged {
		t.Errorf("the version that stands in the place of the old one is handled as %+v", h)
	}
}

func TestAllExhibitsGoWhereNothingPointsAtAny(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	for _, name := range []string{"a.pdf", "b.pdf"} {
		o.attach(ref, name, pages(t, name, 1))
	}
	_, err := o.desk.LayOut(t.Context(), o.who, ref)
	o.must(err)
	if made, _ := o.bound(ref, casework.Order{}); lettersOf(made.Manifest()) != "AB" {
		t.Errorf("%q goes, want AB", lettersOf(made.Manifest()))
	}
}

func TestEveryOriginalComesOutOfTheZipAsItWentIn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	contents := map[string]string{
		"invoice 发票.pdf": pages(t, "invoice", 3), "../../evil.pdf": pages(t, "evil", 1), "counts.csv": "a,b\n", "COUNTS.csv": "a,b,c\n", "broken.pdf": "%PDF-1.4\nno more",
	}
	for name, content := range contents {
		e := o.attach(ref, name, content).Exhibit
		o.must(o.desk.Include(t.Context(), o.who, ref, e.ID, true))
	}
	made, files := o.bound(ref, casework.Order{Profile: "amazon_form"})
	for _, content := range contents {
		if !slices.ContainsFunc(made.Manifest(), func(m reinstate.ManifestEntry) bool {
			for name, data := range files {
				if sum := sha256.Sum256(data); strings.HasPrefix(name, "originals/"+m.Letter+" ") && hex.EncodeToString(sum[:]) == m.SHA256 && string(data) == content {
					return true
				}
			}
			return false
		}) {
			t.Errorf("%.30q is not in the zip as it came", content)
		}
	}
	for name := range files {
		if strings.Contains(name, "..") || strings.HasPrefix(name, "/") || strings.Contains(name, `\`) {
			t.Errorf("the zip holds %q", name)
		}
	}
	if !bytes.Contains(files["manifest.json"], []byte(made.Parts[0].SHA256)) {
		t.Error("the manifest does not name the packet's digest")
	}
	notes := strings.Join(made.Notes, " ")
	for _, want := range []string{"is attached as a file: its pages cannot be read.", "Amazon appeal form does not take a file such as counts.csv."} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes are %q, want %q", notes, want)
		}
	}
}

func TestAPacketMadeAfterFilingSaysThatItIsNotAsFiled(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.attach(ref, "b.pdf", pages(t, "b", 1))
	const word = "notasfiled"
	if made, files := o.bound(ref, casework.Order{}); strings.Contains(made.FileName(0), "filing") || strings.Contains(printed(t, files[made.FileName(0)]), word) {
		t.Errorf("%s says it before it is filed", made.FileName(0))
	}
	o.filed(ref)
	made, files := o.bound(ref, casework.Order{})
	if want := ref + " round 1 after filing, not as filed.pdf"; made.FileName(0) != want {
		t.Errorf("it is called %q, want %q", made.FileName(0), want)
	}
	text := printed(t, files[made.FileName(0)])
	if said, marked := strings.Count(text, word), strings.Count(text, "DRAFT"); said != made.Pages || marked != made.Pages {
		t.Errorf("it says so %d times and is marked %d times on %d pages", said, marked, made.Pages)
	}
	sealed, err := o.desk.OpenFiling(t.Context(), o.who, ref, 1, 0)
	o.must(err)
	whole, err := io.ReadAll(sealed.Body)
	o.must(errors.Join(err, sealed.Body.Close()))
	if strings.Contains(printed(t, whole), word) || strings.Contains(sealed.Name, word) {
		t.Error("what was filed says that it is not")
	}
}

func TestAFlippedByteInAnyFileOfAFilingIsFoundAndRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	b := o.attach(ref, "b.pdf", pages(t, "b", 2)).Exhibit
	o.must(o.desk.Include(t.Context(), o.who, ref, b.ID, true))
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "account_health", Override: "As it stands."})
	filing := o.file(ref).Filings[0]
	if filing.Profile != "amazon_form" || len(filing.Parts) != 1 || filing.Parts[0].SHA256 != filing.SHA256 || len(filing.Manifest) != 2 {
		t.Fatalf("sealed as %+v", filing)
	}
	if found := o.verify(); len(found) != 0 {
		t.Fatalf("found %+v", found)
	}
	for _, tt := range []struct {
		sum  string
		open func() error
		want string
	}{
		{b.SHA256, func() error { _, err := o.desk.OpenExhibit(t.Context(), o.who, ref, b.ID); return err }, "Exhibit B"},
		{filing.SHA256, func() error { _, err := o.desk.OpenFiling(t.Context(), o.who, ref, 1, 0); return err }, "The packet of round 1"},
	} {
		path, err := o.blobs.Path("1", tt.sum)
		o.must(err)
		whole, err := os.ReadFile(path)
		o.must(err)
		o.must(os.Chmod(path, 0o600))
		flipped := bytes.Clone(whole)
		flipped[len(flipped)/2] ^= 1
		o.must(os.WriteFile(path, flipped, 0o600))
		found := o.verify()
		if len(found) != 1 || !strings.HasPrefix(found[0].Where, tt.want) {
			t.Errorf("verify finds %+v, want %s", found, tt.want)
		}
		var damaged *casework.Damaged
		if err := tt.open(); !errors.As(err, &damaged) {
			t.Errorf("%s is served: %v", tt.want, err)
		}
		o.must(os.WriteFile(path, whole, 0o600))
	}
	if _, err := o.desk.OpenFiling(t.Context(), o.who, ref, 1, 1); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a part that is not there: %v", err)
	}
}
