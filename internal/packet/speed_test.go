package packet_test

import (
	"testing"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// The fonts are read once at start; these measure each letter after that.

func BenchmarkLetterLatin4Pages(b *testing.B) { benchmark(b, latin()) }

func BenchmarkLetterChinese4Pages(b *testing.B) { benchmark(b, chinese()) }

func benchmark(b *testing.B, d plan.Document) {
	press := newPress(b)
	o := packet.Options{Dated: theDay}
	drawn, err := press.Draw(d, o)
	if err != nil {
		b.Fatal(err)
	}
	if drawn.Pages != 4 {
		b.Fatalf("the letter has %d pages, not 4", drawn.Pages)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := press.Draw(d, o); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNew is what start-up pays for the fonts.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newPress(b)
	}
}
