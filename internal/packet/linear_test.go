package packet_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// noisy is a PDF of two pages with a picture that cannot be packed smaller:
// about 200 kB.
func noisy(seed int) []byte {
	const width, height = 640, 320
	noise := make([]byte, width*height)
	random := rand.New(rand.NewPCG(uint64(seed), 7))
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	page := "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</Im 6 0 R>>>>>>"
	return objects("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>", page, page,
		streamed("", "q 400 0 0 200 90 500 cm /Im Do Q"),
		streamed(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8", width, height), string(noise)))
}

// boundOf binds so many exhibits that lie on disk, and says how large the packet
// is and how much memory it took at most.
func boundOf(t *testing.T, press *packet.Press, front plan.Document, exhibits int) (size int64, memory uint64) {
	t.Helper()
	folder := t.TempDir()
	bundle := packet.Bundle{Front: []plan.Document{front}, Words: plan.Sheets("en"), Options: packet.Options{Dated: theDay}, Scratch: scratch(t)}
	for i := range exhibits {
		name := filepath.Join(folder, fmt.Sprintf("%d.pdf", i))
		data := noisy(i)
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		e := enclosed(letters(i), fmt.Sprintf("Invoice %03d", i), "application/pdf", data)
		e.Open = func() (io.ReadSeekCloser, error) { return os.Open(name) }
		bundle.Exhibits = append(bundle.Exhibits, e)
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	stop := make(chan struct{})
	peak := watchHeap(stop)
	bound, err := press.Bind(t.Context(), bundle)
	close(stop)
	most := <-peak
	if err != nil {
		t.Fatal(err)
	}
	defer bound.Close()
	if bound.Pages < 3*exhibits { // a cover sheet and two pages each
		t.Fatalf("%d exhibits have %d pages", exhibits, bound.Pages)
	}
	for _, part := range bound.Parts {
		size += part.Size
	}
	return size, most - min(most, m.HeapInuse)
}

// TestAPacketGrowsWithWhatGoesIntoIt doubles the exhibits twice: the packet
// grows by what they add and by nothing else, and the memory by no more than
// in proportion.
func TestAPacketGrowsWithWhatGoesIntoIt(t *testing.T) {
	press := newPress(t)
	front := ofPages(t, press, 1)
	var sizes [3]int64
	var memory [3]uint64
	for i, exhibits := range []int{10, 20, 40} {
		sizes[i], memory[i] = boundOf(t, press, front, exhibits)
		t.Logf("%d exhibits: %d kB, %d kB of memory", exhibits, sizes[i]>>10, memory[i]>>10)
	}
	first, second := sizes[1]-sizes[0], sizes[2]-sizes[1]
	if ratio := float64(second) / float64(first); ratio < 1.95 || ratio > 2.05 {
		t.Errorf("twenty more exhibits add %.2f times what ten more do: %v", ratio, sizes)
	}
	if each := first / 10; each > 230<<10 {
		t.Errorf("an exhibit of 200 kB adds %d kB", each>>10)
	}
	const slack = 24 << 20 // the collector's own rhythm
	if memory[2] > 4*memory[0]+slack {
		t.Errorf("four times the exhibits take %d kB of memory, and a quarter of them %d kB", memory[2]>>10, memory[0]>>10)
	}
}
