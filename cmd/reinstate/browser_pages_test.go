package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reinstate/data"
	"reinstate/internal/browsertest"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
	"reinstate/internal/programtest"
)

// TestAnExhibitIsLookedAtPageByPage turns the pages of a PDF, makes one larger,
// pins notes to it and settles them, on a wide and on a narrow screen.
func TestAnExhibitIsLookedAtPageByPage(t *testing.T) {
	t.Parallel()
	programtest.Path(t, programtest.Pdftoppm)
	chromium := browsertest.Start(t)
	press, err := packet.New(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	d := plan.Document{Title: "发票 2026-088", Language: "en", PageOf: "{page}"}
	for range 14 {
		d.Blocks = append(d.Blocks, plan.Paragraph{Text: strings.Repeat("Each carton was opened and counted. ", 30)})
	}
	drawn, err := press.Draw(d, packet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	long, photo := filepath.Join(folder, "long.pdf"), filepath.Join(folder, "turned.jpg")
	for name, content := range map[string][]byte{long: drawn.PDF, photo: turnedPhoto(t, 6, 3)} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, way := range scripts {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			dir := firmFolder(t)
			ref := plannedCase(t, dir)
			call(t, "case", "attach", ref, long, photo, "--data", dir)
			at := "/cases/" + ref + "/evidence"
			b := arrive(t, chromium, startServer(t, dir), way.off, owner)
			b.Comes(at, ".exhibits tr:nth-child(2) .thumb img")
			b.Has(2, ".exhibits .thumb img")
			b.Visit(at + "/1")
			b.Has(1, "img.look")
			b.Click("Page by page")
			b.Sees("page 1 of", "None yet.", "Nothing can be blacked out here")
			b.Has(1, ".sheet img")
			b.Lacks("Previous page")
			b.Click("Next page")
			b.Sees("page 2 of")
			if way.off {
				b.Click("Previous page")
			} else {
				b.Turns(browsertest.ArrowLeft)
			}
			b.Sees("page 1 of")
			b.Click("200 %")
			b.Has(1, ".sheet.zoom-200 img")
			b.Click("Next page")
			b.Has(1, ".sheet.zoom-200 img")
			b.Click("Width")

			b.Fill("note", "Whose stamp is this? <script>alert(1)</script>")
			if way.off {
				b.Press("bottom right")
			} else {
				b.PressAt(".leaf", 0.9, 0.4)
				b.Awaits("At the place I clicked")
			}
			b.Click("Add the note")
			b.Sees("It is not part of the document", "Whose stamp is this? <script>alert(1)</script>", "page 2 of", map[bool]string{true: "bottom right", false: "right"}[way.off])
			b.Has(1, ".pins a circle")
			b.Click("Settle")
			b.Sees("settled by", "Open again")
			b.Press("Change")
			b.Fill("note", "It is the forwarder's stamp.")
			b.Click("Save the note")
			b.Sees("It is the forwarder's stamp.", "changed")
			b.Click("Remove")
			b.Sees("The note is removed.", "None yet.")
			b.Has(0, ".pins a circle")

			b.Visit(at + "/2/pages")
			b.Has(1, `.sheet img[width="480"][height="640"]`) // it stands upright
			b.Size(390, 844)
			b.FitsInto(390)
			b.Quiet()
		})
	}
}
