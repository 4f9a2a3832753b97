package packet

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"reinstate/data"
)

func testSetter(tb testing.TB) *typesetter {
	tb.Helper()
	p, err := New(data.FS)
	if err != nil {
		tb.Fatal(err)
	}
	return &typesetter{fonts: &p.fonts}
}

// broken is a text's lines at a width, as text.
func broken(t *typesetter, text string, width float64) []string {
	var lines []string
	for _, line := range breakLines(t.set(span{text: text, style: &bodyStyle}), width) {
		lines = append(lines, drawnText(line))
	}
	return lines
}

func drawnText(line []glyph) string {
	var b strings.Builder
	for _, p := range pieces(line, 0, 0) {
		b.WriteString(p.text)
	}
	return b.String()
}

func TestLinesEndWhereAReaderExpects(t *testing.T) {
	t.Parallel()
	setter := testSetter(t)
	for _, tt := range []struct {
		name, text string
		width      float64
		want       string // lines parted by |
	}{
		{"between words", "stock of two sources", 60, "stock of two|sources"},
		{"not at a no-break space", "stock of\u00A0two sources", 52, "stock|of\u00A0two|sources"},
		{"not within a short number and its word", "on 6 November we", 64, "on|6 November|we"},
		{"after a hyphen between letters", "a well-known supplier", 42, "a well-|known|supplier"},
		{"not within an order number", "order 114-5551234-0001234", 60, "order|114-5551234|-0001234"},
		{"anywhere in Chinese", "仓库逐件扫描商品", 43, "仓库逐件|扫描商品"},
		{"not before a closing mark", "仓库逐件，扫描商品", 43, "仓库逐|件，扫描|商品"},
		{"not after an opening mark", "仓库逐（扫描）商品", 43, "仓库逐|（扫描）|商品"},
		{"between Chinese and Latin", "扫描invoice核对", 62, "扫描invoice|核对"},
		{"where a person put a new line", "Lin Wei\nManager\n\nx", 200, "Lin Wei|Manager||x"},
		{"not before a mark of accent", "Ка\u0301Ка\u0301", 17, "Ка\u0301|Ка\u0301"},
		{"nowhere: a word is cut at the edge", "B0TESTA1X7B0TESTB2Y8", 60, "B0TESTA1X|7B0TESTB2|Y8"},
		{"at a kept space rather than within a word", "on 6 November we", 44, "on|6|Novemb|er we"},
		{"in quotes", "他说“逐件扫描”商品", 53, "他说“逐件|扫描”商品"},
		{"nothing", "", 60, ""},
		{"spaces only", "   ", 5, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(broken(setter, tt.text, tt.width), "|"); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// alphabet is what random text is made of: every kind of character, and those
// that lines must not end or begin with, often.
var alphabet = []rune("aAgW1290  \n\t-–—/.,:;!?()“”‘’…«» \u00A0\u2011\u0301\u0323ЖжΩλąỹ仓库批次，。！？：；（）《》「」、ーっ々①２％·")

func TestNoCharacterIsLostAndEveryLineFits(t *testing.T) {
	t.Parallel()
	setter := testSetter(t)
	random := rand.New(rand.NewPCG(2026, 11))
	for range 3000 {
		text := make([]rune, random.IntN(120))
		for i := range text {
			text[i] = alphabet[random.IntN(len(alphabet))]
		}
		checkLines(t, setter, string(text), 2+random.Float64()*200)
	}
}

func FuzzBreakLines(f *testing.F) {
	setter := testSetter(f)
	f.Add("Every delivery, warehouse lead. 批次号码。", 60.0)
	f.Add("B0TESTA1X7\u0301\u0301 (“仓库”)", 9.5)
	f.Add(string(alphabet), 31.0)
	f.Fuzz(func(t *testing.T, text string, width float64) {
		if !(width > 0 && width < 1e6) || len(text) > 4096 {
			return
		}
		checkLines(t, setter, text, width)
	})
}

// checkLines holds breakLines to its word: all glyphs in order, each line
// within the width unless it is one character with its marks, and no line
// begins or ends against the rules unless a word had to be cut.
func checkLines(t *testing.T, setter *typesetter, text string, width float64) {
	t.Helper()
	glyphs := setter.set(span{text: text, style: &bodyStyle})
	lines := breakLines(glyphs, width)
	if joined := slices.Concat(lines...); !slices.Equal(joined, glyphs) {
		t.Fatalf("%q at %.1f: %d glyphs became %d", text, width, len(glyphs), len(joined))
	}
	at := 0
	for _, line := range lines {
		visible := trimmed(line)
		letters := slices.IndexFunc(visible[min(1, len(visible)):], func(g glyph) bool { return g.kind&mark == 0 })
		if advance(visible) > width+0.01 && letters >= 0 {
			t.Fatalf("%q at %.1f: the line %q is %.1f wide", text, width, drawnText(line), advance(visible))
		}
		if i := slices.IndexFunc(line, func(g glyph) bool { return g.kind&turn != 0 }); i >= 0 && i != len(line)-1 {
			t.Fatalf("%q at %.1f: the line %q goes on after a new line", text, width, drawnText(line))
		}
		end := at + len(line)
		if end < len(glyphs) && glyphs[end-1].kind&turn == 0 && !mayBreak(glyphs, end) {
			for j := at + 1; j < end; j++ {
				if mayBreak(glyphs, j) {
					t.Fatalf("%q at %.1f: the line %q is cut although it could end after %d characters", text, width, drawnText(line), j-at)
				}
			}
		}
		at = end
	}
}
