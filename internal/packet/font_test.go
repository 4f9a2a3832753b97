package packet

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"reinstate/data"
)

func TestTheFontsCoverWhatLettersNeed(t *testing.T) {
	t.Parallel()
	setter := testSetter(t)
	for _, tt := range []struct {
		name     string
		from, to rune
		but      string // characters that are not assigned, or drawn by their parts
	}{
		{"Latin", 0x20, 0x7E, ""},
		{"Latin of western Europe", 0xA0, 0xFF, "\u00AD"},
		{"Latin of central and eastern Europe", 0x100, 0x17F, "ŦŧĬĭĲĳ"},
		{"Vietnamese", 0x1EA0, 0x1EF9, ""},
		{"Greek", 0x386, 0x3CE, "\u0387\u038B\u038D\u03A2"},
		{"Russian, Ukrainian, Serbian", 0x400, 0x45F, ""},
		{"Chinese", 0x4E00, 0x9FA5, ""},
		{"Chinese, Extension A", 0x3400, 0x4DB5, ""},
		{"full-width forms", 0xFF01, 0xFF5E, ""},
	} {
		for _, f := range []face{textFace, boldFace} {
			var absent []rune
			for r := tt.from; r <= tt.to; r++ {
				if _, ok := setter.faceOf(r, f); !ok && !strings.ContainsRune(tt.but, r) {
					absent = append(absent, r)
				}
			}
			if len(absent) > 0 {
				t.Errorf("%s: %d characters have no glyph: %.60q", tt.name, len(absent), string(absent))
			}
		}
	}
}

func TestBadFontsAreRefusedInWords(t *testing.T) {
	t.Parallel()
	good, err := fs.ReadFile(data.FS, fontFiles[codeFace])
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, "read font"},
		{"words", []byte("this is not a font at all"), "not a TrueType file"},
		{"PostScript outlines", append([]byte("OTTO"), good[4:]...), "not a TrueType file"},
		{"half a font", good[:len(good)/2], "read font"},
		{"a directory alone", good[:200], "read font"},
	} {
		files := fstest.MapFS{}
		for _, name := range fontFiles {
			files[name] = &fstest.MapFile{Data: tt.file}
		}
		if _, err := New(files); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error that says %q", tt.name, err, tt.want)
		}
	}
}

func TestACutFontHasItsCharactersAndNoOthers(t *testing.T) {
	t.Parallel()
	whole := testSetter(t).fonts[textFace]
	runes := []rune("ABÅçėłữЖΩ…")
	cut, err := readFont("cut", bytes.NewReader(whole.cut(slices.Sorted(slices.Values(runes)))))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range runes {
		if !cut.has(r) || cut.width(r) != whole.width(r) {
			t.Errorf("%c is %.3f wide in the cut font, %.3f in the whole", r, cut.width(r), whole.width(r))
		}
		if got, want := len(cut.outline(cut.glyphs[r])), len(whole.outline(whole.glyphs[r])); got < want {
			t.Errorf("%c has an outline of %d bytes, want %d", r, got, want)
		}
	}
	if cut.has('C') {
		t.Error("a character that was not asked for is in the cut font")
	}
}
