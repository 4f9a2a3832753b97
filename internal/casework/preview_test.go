package casework_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/programtest"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// snapshot is a photo of so many pixels with an EXIF orientation: the left half
// is dark, the right one light.
func snapshot(t *testing.T, width, height int, orientation byte) string {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, width, height))
	draw.Draw(picture, image.Rect(width/2, 0, width, height), image.White, image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	exif := "\xFF\xE1\x00\x22Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(rune(orientation)) + "\x00\x00\x00\x00\x00\x00"
	return "\xFF\xD8" + exif + out.String()[2:]
}

func (o *office) preview(ref string, id reinstate.ExhibitID) reinstate.Preview {
	o.t.Helper()
	p, err := o.desk.Preview(o.t.Context(), o.who, ref, id)
	o.must(err)
	return p
}

// seen is the picture of a page as it is handed out.
func (o *office) seen(ref string, id reinstate.ExhibitID, page int) image.Image {
	o.t.Helper()
	picture, ok := o.preview(ref, id).Picture(page)
	if !ok {
		o.t.Fatalf("page %d of exhibit %d is not drawn", page, id)
	}
	file, err := o.desk.Page(o.t.Context(), o.who, ref, id, page, casework.Mark(picture))
	o.must(err)
	defer file.Body.Close()
	raw, err := io.ReadAll(file.Body)
	o.must(err)
	decoded, err := jpeg.Decode(bytes.NewReader(raw))
	o.must(err)
	if size := decoded.Bounds().Size(); size != (image.Point{picture.Width, picture.Height}) {
		o.t.Errorf("page %d has %v pixels and should have %dx%d", page, size, picture.Width, picture.Height)
	}
	return decoded
}

func TestPagesAreDrawnInTheBackground(t *testing.T) {
	t.Parallel()
	programtest.Path(t, programtest.Pdftoppm)
	o := newOffice(t)
	ref := o.open().Reference
	pdf := o.attach(ref, "three.pdf", pages(t, "three", 3)).Exhibit
	photo := o.attach(ref, "photo.jpg", snapshot(t, 640, 480, 6)).Exhibit
	table := o.attach(ref, "counts.csv", "asin,units\nB0TESTA1X7,94\n").Exhibit
	for _, e := range []reinstate.Exhibit{pdf, photo, table} {
		if p := o.preview(ref, e.ID); p.State != reinstate.PreviewWaiting || p.Last() != 0 {
			t.Errorf("%s before: %+v", e.FileName, p)
		}
	}
	o.drawFiles()
	if p := o.preview(ref, pdf.ID); p.State != reinstate.PreviewDone || p.Pages != 3 || p.Last() != 3 || p.Stopped != "" || max(p.Thumb.Width, p.Thumb.Height) != 240 {
		t.Errorf("the PDF: %+v", p)
	}
	if p := o.preview(ref, table.ID); p.State != reinstate.PreviewNone || p.Last() != 0 {
		t.Errorf("the table: %+v", p)
	}
	if size := o.seen(ref, pdf.ID, 3).Bounds().Size(); size.Y != 1600 || size.X < 1100 || size.X > 1150 {
		t.Errorf("a sheet of A4 is drawn with %v pixels", size)
	}
	// Turned a quarter to the right, what was left is on top.
	upright := o.seen(ref, photo.ID, 1)
	if size := upright.Bounds().Size(); size != (image.Point{480, 640}) {
		t.Errorf("the turned photo has %v pixels", size)
	}
	if top, bottom := luma(upright.At(240, 60)), luma(upright.At(240, 580)); top > 40 || bottom < 215 {
		t.Errorf("it is %d on top and %d at the bottom", top, bottom)
	}

	// The pictures are no evidence: nothing is wrong and nothing was handled.
	if found := o.verify(); len(found) != 0 {
		t.Errorf("verify: %v", found)
	}
	if deeds := o.deeds(ref, table.ID); !slices.Equal(deeds, []string{reinstate.CustodyAdded}) {
		t.Errorf("the table's custody: %v", deeds)
	}
	if deeds := o.deeds(ref, pdf.ID); !slices.Equal(deeds, []string{reinstate.CustodyAdded, reinstate.CustodyViewed}) {
		t.Errorf("the custody of what was looked at: %v", deeds)
	}
}

func luma(c color.Color) uint8 { return color.GrayModel.Convert(c).(color.Gray).Y }

func TestPassingASmallPictureIsNoLooking(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	e := o.attach(ref, "photo.jpg", snapshot(t, 64, 48, 1)).Exhibit
	o.drawFiles()
	thumb := o.preview(ref, e.ID).Thumb
	file, err := o.desk.Thumb(t.Context(), o.who, ref, e.ID, casework.Mark(thumb))
	o.must(err)
	o.must(file.Body.Close())
	if deeds := o.deeds(ref, e.ID); !slices.Equal(deeds, []string{reinstate.CustodyAdded}) {
		t.Errorf("the custody: %v", deeds)
	}
	if _, err := o.desk.Look(t.Context(), o.who, ref, e.ID); err != nil {
		t.Fatal(err)
	}
	if deeds := o.deeds(ref, e.ID); !slices.Equal(deeds, []string{reinstate.CustodyAdded, reinstate.CustodyViewed}) {
		t.Errorf("after a look: %v", deeds)
	}
}

func TestWorkOnAFileIsQueuedWithIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	queued := func() (kinds []string) {
		o.must(o.db.View(t.Context(), o.who, func(tx *store.Tx) error {
			jobs, err := tx.Jobs(store.JobWaiting, 100)
			for _, j := range jobs {
				kinds = append(kinds, j.Kind)
			}
			return err
		}))
		slices.Sort(kinds)
		return kinds
	}
	one := []string{casework.DrawingFile, casework.ReadingFile}
	o.attach(ref, "a.txt", "the same")
	if got := queued(); !slices.Equal(got, one) {
		t.Errorf("after one file: %v", got)
	}
	o.attach(ref, "b.txt", "the same")
	if got := queued(); !slices.Equal(got, one) {
		t.Errorf("after the same bytes again: %v", got)
	}
	if _, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "none.txt", Body: strings.NewReader("")}); err == nil {
		t.Fatal("an empty file was taken")
	}
	if got := queued(); !slices.Equal(got, one) {
		t.Errorf("after a refused one: %v", got)
	}
	o.must(o.desk.QueueFiles(t.Context(), o.system()))
	if got := queued(); !slices.Equal(got, one) {
		t.Errorf("after the round: %v", got)
	}
}

func TestWithoutTheProgramPDFsWaitForIt(t *testing.T) {
	t.Parallel()
	program := programtest.Path(t, programtest.Pdftoppm)
	installed := ""
	o := newOffice(t, func(options *casework.Options) { options.Tool = func(string) string { return installed } })
	ref := o.open().Reference
	e := o.attach(ref, "a.pdf", pages(t, "one", 1)).Exhibit
	o.drawFiles()
	if p := o.preview(ref, e.ID); p.State != reinstate.PreviewLacking {
		t.Fatalf("without the program: %+v", p)
	}
	installed = program
	o.must(o.db.View(t.Context(), o.system(), func(tx *store.Tx) error {
		wanted, err := tx.PreviewsWanted(5, true)
		if err == nil && len(wanted) != 1 {
			t.Errorf("%d files are wanted", len(wanted))
		}
		return err
	}))
	o.must(o.desk.DrawFile(t.Context(), o.system(), e.ID))
	if p := o.preview(ref, e.ID); p.State != reinstate.PreviewDone || p.Last() != 1 {
		t.Errorf("with it: %+v", p)
	}
}

// TestAPageThatHangsEndsItsFileAndNoOther lets the program hang on the third
// page of one file: the pages before are kept, and the next file is drawn.
func TestAPageThatHangsEndsItsFileAndNoOther(t *testing.T) {
	program := programtest.Path(t, programtest.Pdftoppm)
	t.Cleanup(casework.PageWithin(1500 * time.Millisecond))
	hangs := filepath.Join(t.TempDir(), "hangs")
	o := newOffice(t, func(options *casework.Options) { options.Tool = func(string) string { return hangs } })
	ref := o.open().Reference
	bad, worse := o.attach(ref, "bad.pdf", pages(t, "bad", 5)).Exhibit, o.attach(ref, "worse.pdf", pages(t, "worse", 2)).Exhibit
	good := o.attach(ref, "good.pdf", pages(t, "good", 2)).Exhibit
	script := "#!/bin/sh\ncase \"$*\" in *\"-f 3 \"*" + bad.SHA256 + "*|*" + worse.SHA256 + "*) exec sleep 600;; esac\nexec " + program + " \"$@\"\n"
	o.must(os.WriteFile(hangs, []byte(script), 0o700))
	began := time.Now()
	o.drawFiles()
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	if p := o.preview(ref, bad.ID); p.State != reinstate.PreviewDone || p.Last() != 2 || p.Pages != 5 || p.Stopped != "Drawing the page after these took too long." {
		t.Errorf("the one that hangs on its third page: %+v", p)
	}
	if p := o.preview(ref, worse.ID); p.State != reinstate.PreviewFailed || p.Stopped != "Drawing its first page took too long." {
		t.Errorf("the one that hangs at once: %+v", p)
	}
	if p := o.preview(ref, good.ID); p.State != reinstate.PreviewDone || p.Last() != 2 {
		t.Errorf("the one after them: %+v", p)
	}
}

func TestALongPDFIsDrawnInSlicesUpToABound(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("forty-five pages are drawn")
	}
	programtest.Path(t, programtest.Pdftoppm)
	o := newOffice(t)
	ref := o.open().Reference
	e := o.attach(ref, "long.pdf", pages(t, "x", 45)).Exhibit
	o.must(o.desk.DrawFile(t.Context(), o.system(), e.ID))
	first := o.preview(ref, e.ID)
	if first.State != reinstate.PreviewWaiting || first.Last() < 1 || first.Last() > 20 {
		t.Errorf("after a slice: %s with %d", first.State, first.Last())
	}
	o.drawFiles()
	if p := o.preview(ref, e.ID); p.State != reinstate.PreviewDone || p.Last() != 45 {
		t.Errorf("in the end: %s with %d", p.State, p.Last())
	}
}

func TestPicturesGoWithTheirFile(t *testing.T) {
	t.Parallel()
	programtest.Path(t, programtest.Pdftoppm)
	o := newOffice(t)
	ref := o.open().Reference
	gone, stays := o.attach(ref, "gone.pdf", pages(t, "same", 1)).Exhibit, o.attach(ref, "stays.pdf", pages(t, "same", 2)).Exhibit
	o.drawFiles()
	shared, _ := o.preview(ref, gone.ID).Picture(1)
	if same, _ := o.preview(ref, stays.ID).Picture(1); same != shared {
		t.Fatal("the same page has two pictures")
	}
	other := o.attach(ref, "other.jpg", snapshot(t, 90, 60, 1)).Exhibit
	o.drawFiles()
	lone, _ := o.preview(ref, other.ID).Picture(1)
	for _, e := range []reinstate.Exhibit{gone, other} {
		o.must(o.desk.WithdrawExhibit(t.Context(), o.who, ref, e.ID, e.Version))
	}
	o.wait(31 * 24 * time.Hour)
	o.must(o.desk.EmptyTrash(t.Context(), o.system()))
	for _, tt := range []struct {
		name string
		of   reinstate.Picture
		kept bool
	}{{"shared with an exhibit that stays", shared, true}, {"of nothing any more", lone, false}} {
		err := o.blobs.Pictures().Check("1", tt.of.SHA256, tt.of.Size)
		if (err == nil) != tt.kept {
			t.Errorf("the picture %s: %v", tt.name, err)
		}
	}
	if _, err := o.desk.Page(t.Context(), o.who, ref, other.ID, 1, casework.Mark(lone)); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a page of a removed exhibit: %v", err)
	}
	o.must(o.desk.SweepPictures(t.Context(), o.system()))
	o.seen(ref, stays.ID, 1)
}

// TestPicturesCanBeThrownAway removes their folder: whoever asks for one is
// told that there is none, and they are made again.
func TestPicturesCanBeThrownAway(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	e := o.attach(ref, "photo.jpg", snapshot(t, 640, 480, 1)).Exhibit
	o.drawFiles()
	picture, _ := o.preview(ref, e.ID).Picture(1)
	o.must(os.RemoveAll(filepath.Join(o.dir, "previews", "1")))
	if found := o.verify(); len(found) != 0 {
		t.Errorf("verify: %v", found)
	}
	if _, err := o.desk.Page(t.Context(), o.who, ref, e.ID, 1, casework.Mark(picture)); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a lost picture: %v", err)
	}
	if p := o.preview(ref, e.ID); p.State != reinstate.PreviewWaiting {
		t.Errorf("after the loss: %+v", p)
	}
	o.drawFiles()
	o.seen(ref, e.ID, 1)
}

func TestADamagedOriginalIsNotShownByItsPictures(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	e := o.attach(ref, "photo.jpg", snapshot(t, 640, 480, 1)).Exhibit
	o.drawFiles()
	path, err := o.blobs.Path("1", e.SHA256)
	o.must(err)
	o.must(os.Chmod(path, 0o600))
	raw, err := os.ReadFile(path)
	o.must(err)
	raw[len(raw)/2] ^= 1
	o.must(os.WriteFile(path, raw, 0o600))
	var damaged *casework.Damaged
	if _, err := o.desk.Look(t.Context(), o.who, ref, e.ID); !errors.As(err, &damaged) {
		t.Errorf("looking at a damaged file: %v", err)
	}
}
