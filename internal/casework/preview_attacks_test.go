package casework_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// mostHeap is how much our own memory may grow while a hostile file is drawn
// or read. The program that draws has a limit of its own.
const mostHeap = 300 << 20

// heapPeak watches our memory until it is stopped, and says how much it grew.
func heapPeak() (stop func() uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before, peak, done, ended := m.HeapAlloc, m.HeapAlloc, make(chan bool), make(chan bool)
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(10 * time.Millisecond):
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
		}
	}()
	return func() uint64 {
		close(done)
		<-ended
		return peak - before
	}
}

// film is an animated GIF of so many pictures, written by hand: the library
// would need all of them in memory.
func film(width, height uint16, pictures int) string {
	var out bytes.Buffer
	out.WriteString("GIF89a")
	_ = binary.Write(&out, binary.LittleEndian, [2]uint16{width, height})
	out.Write([]byte{0x80, 0, 0, 0, 0, 0, 255, 255, 255}) // a table of two colours
	out.WriteString("!\xFF\x0BNETSCAPE2.0\x03\x01\x00\x00\x00")
	one := []byte{'!', 0xF9, 4, 0, 1, 0, 0, 0, ',', 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0}
	for range pictures {
		out.Write(one)
	}
	out.WriteByte(';')
	return out.String()
}

// flat is a PNG of one colour: a few kilobytes that unpack to width times
// height points.
func flat(width, height uint32) string {
	var out, packed bytes.Buffer
	w, _ := zlib.NewWriterLevel(&packed, zlib.BestCompression)
	row := make([]byte, 1+(width+7)/8)
	for range height {
		_, _ = w.Write(row)
	}
	_ = w.Close()
	chunk := func(name string, data []byte) {
		_ = binary.Write(&out, binary.BigEndian, uint32(len(data)))
		sum := crc32.NewIEEE()
		for _, part := range [][]byte{[]byte(name), data} {
			out.Write(part)
			_, _ = sum.Write(part)
		}
		_ = binary.Write(&out, binary.BigEndian, sum.Sum32())
	}
	out.WriteString("\x89PNG\r\n\x1a\n")
	chunk("IHDR", append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height), 1, 0, 0, 0, 0))
	chunk("IDAT", packed.Bytes())
	chunk("IEND", nil)
	return out.String()
}

// bomb is a PDF whose page has a stream that unpacks to so many megabytes,
// packed twice, so that the file has a few kilobytes.
func bomb(t *testing.T, megabytes int) string {
	t.Helper()
	pack := func(from []byte, times int) []byte {
		var out bytes.Buffer
		w, err := zlib.NewWriterLevel(&out, zlib.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		for range times {
			if _, err := w.Write(from); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	squeezed := pack(pack(bytes.Repeat([]byte("q Q "), 1<<18), megabytes), 1)
	return pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 612 792]>>", "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
		fmt.Sprintf("<</Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n%s\nendstream", len(squeezed), squeezed))
}

// pdfOf is a PDF of the given objects, the first being the catalog.
func pdfOf(texts ...string) string {
	out, table := "%PDF-1.7\n", ""
	for i, text := range texts {
		table += fmt.Sprintf("%010d 00000 n \n", len(out))
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, text)
	}
	return out + fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(texts)+1, table, len(texts)+1, len(out))
}

// endlessTiles is a page covered by a pattern of patterns of patterns: each is
// drawn a million times.
func endlessTiles() string {
	stream := func(dict, content string) string {
		return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content)
	}
	tile := func(inner string) string {
		resources := ""
		if inner != "" {
			resources = "/Pattern<</P " + inner + ">>"
		}
		return stream("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 1/YStep 1/Matrix[.01 0 0 .01 0 0]/Resources<<"+resources+">>",
			map[bool]string{true: "/Pattern cs /P scn 0 0 1 1 re f", false: "1 0 0 rg 0 0 1 1 re f"}[inner != ""])
	}
	return pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 612 792]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Pattern<</P 5 0 R>>>>>>", stream("", "/Pattern cs /P scn 0 0 612 792 re f"),
		tile("6 0 R"), tile("7 0 R"), tile(""))
}

// TestHostileFilesAreDrawnOrNotInBoundedTimeAndMemory gives files made to hang
// what draws or reads them, or to eat its memory. Whatever comes of them, the
// work on each ends, and the next file has its turn.
func TestHostileFilesAreDrawnOrNotInBoundedTimeAndMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	t.Cleanup(casework.PageWithin(3 * time.Second))
	o := newOffice(t, func(options *casework.Options) { options.Limits.File = 8 << 20 })
	ref := o.open().Reference
	for _, tt := range []struct {
		name, file, body string
		want             []reinstate.PreviewState
	}{
		{"ten thousand million points", "flood.png", flat(100_000, 1)[:33] + flat(100, 1)[33:], []reinstate.PreviewState{reinstate.PreviewFailed}},
		{"144 million points in 18 kB", "bomb.png", flat(12_000, 12_000), []reinstate.PreviewState{reinstate.PreviewFailed}},
		{"40 million points, which are allowed", "large.png", flat(8000, 5000), []reinstate.PreviewState{reinstate.PreviewDone}},
		{"a film of 50,000 pictures", "film.gif", film(64, 64, 50_000), []reinstate.PreviewState{reinstate.PreviewDone}},
		{"a film as large as a wall", "wall.gif", film(60_000, 60_000, 3), []reinstate.PreviewState{reinstate.PreviewFailed}},
		{"a stream of a gigabyte", "stream.pdf", bomb(t, 1024), []reinstate.PreviewState{reinstate.PreviewFailed, reinstate.PreviewDone}},
		{"patterns of patterns", "tiles.pdf", endlessTiles(), []reinstate.PreviewState{reinstate.PreviewFailed, reinstate.PreviewDone}},
		{"a page of a mile", "mile.pdf", strings.Replace(pages(t, "x", 1), "[0 0 595 842]", "[0 0 9e6 9e6]", 1), []reinstate.PreviewState{reinstate.PreviewFailed, reinstate.PreviewDone}},
		{"a million pages that are one", "many.pdf", pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1000000/Kids[3 0 R]/MediaBox[0 0 612 792]>>", "<</Type/Page/Parent 2 0 R>>"), []reinstate.PreviewState{reinstate.PreviewFailed, reinstate.PreviewDone}},
		{"pages in a circle", "circle.pdf", pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[2 0 R]>>"), []reinstate.PreviewState{reinstate.PreviewFailed, reinstate.PreviewDone}},
		{"nested deep", "deep.pdf", "%PDF-1.4\n1 0 obj" + strings.Repeat("[", 200_000) + "\nendobj\ntrailer<</Root 1 0 R>>\n", []reinstate.PreviewState{reinstate.PreviewFailed}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o.t = t
			stop, began := heapPeak(), time.Now()
			e := o.attach(ref, tt.file, tt.body).Exhibit
			came := time.Since(began)
			o.drawFiles()
			drawn := time.Since(began) - came
			o.readFiles()
			read := time.Since(began) - came - drawn
			if grew := stop(); grew > mostHeap {
				t.Errorf("our memory grew by %d MB", grew>>20)
			}
			t.Logf("%d kB: taken in %v, drawn in %v, read in %v", len(tt.body)>>10, came, drawn, read)
			if came > 25*time.Second || drawn > 10*time.Second || read > 30*time.Second {
				t.Errorf("taken in %v, drawn in %v, read in %v", came, drawn, read)
			}
			p := o.preview(ref, e.ID)
			ok := false
			for _, s := range tt.want {
				ok = ok || p.State == s
			}
			if !ok || p.State == reinstate.PreviewFailed && p.Stopped == "" {
				t.Errorf("it is %s after %d pages: %q", p.State, p.Last(), p.Stopped)
			}
		})
	}
}
