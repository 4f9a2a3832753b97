package packet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
)

// font is one TrueType file: which characters it has, how wide they are, and
// where their outlines lie. It is read once and shared by all letters. The
// outlines, nearly all of a Chinese font, stay in the file until a letter
// needs them.
type font struct {
	name     string
	file     io.ReaderAt
	tables   map[string][]byte
	outlines int64    // where the glyf table begins
	glyphs   []uint16 // glyph by rune up to U+FFFF; zero: the font lacks it
	widths   []uint16 // advance by glyph, in units
	units    float64  // units an em
	long     bool     // loca holds 32-bit offsets
}

var be = binary.BigEndian

// openFont reads a font of files, which keeps it open as long as it lives.
func openFont(files fs.FS, name string) (*font, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	if at, ok := file.(io.ReaderAt); ok {
		return readFont(name, at)
	}
	defer file.Close() //nolint:errcheck // it was only read
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("read font %s: %w", name, err)
	}
	return readFont(name, bytes.NewReader(data))
}

// readFont reads the tables of a TrueType file. Fonts with PostScript outlines
// and collections are refused: gofpdf cannot embed them.
func readFont(name string, file io.ReaderAt) (f *font, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("read font %s: %v", name, r)
		}
	}()
	f = &font{name: name, file: file, tables: map[string][]byte{}}
	header := f.read(0, 12)
	if be.Uint32(header) != 0x00010000 {
		return nil, fmt.Errorf("read font %s: not a TrueType file", name)
	}
	for range be.Uint16(header[4:]) {
		f.readTable(f.read(12+16*int64(len(f.tables)), 16))
	}
	for _, tag := range []string{"head", "hhea", "hmtx", "maxp", "cmap", "loca", "glyf", "OS/2", "post"} {
		if f.tables[tag] == nil {
			return nil, fmt.Errorf("read font %s: no %s table", name, tag)
		}
	}
	f.units = float64(be.Uint16(f.tables["head"][18:]))
	f.long = be.Uint16(f.tables["head"][50:]) == 1
	f.readWidths()
	if err := f.readGlyphs(); err != nil {
		return nil, fmt.Errorf("read font %s: %w", name, err)
	}
	return f, nil
}

// kept are the tables that cutting a font needs. Those for advanced layout,
// which gofpdf cannot use, are not even read.
var kept = []string{"head", "hhea", "hmtx", "maxp", "cmap", "loca", "OS/2", "post", "cvt ", "fpgm", "prep"}

func (f *font) readTable(entry []byte) {
	tag, start, size := string(entry[:4]), int64(be.Uint32(entry[8:])), int64(be.Uint32(entry[12:]))
	switch {
	case tag == "glyf":
		f.read(start+size-1, 1) // the outlines are all there
		f.outlines, f.tables[tag] = start, []byte{}
	case slices.Contains(kept, tag):
		f.tables[tag] = f.read(start, size)
	default:
		f.tables[tag] = []byte{}
	}
}

// read reads a stretch of the file, which readers of fonts rely on being
// there: a font cut short is a fault of the build, found when it is opened.
func (f *font) read(start, size int64) []byte {
	data := make([]byte, size)
	if _, err := f.file.ReadAt(data, start); err != nil {
		panic(err)
	}
	return data
}

func (f *font) readWidths() {
	metrics, count := int(be.Uint16(f.tables["hhea"][34:])), int(be.Uint16(f.tables["maxp"][4:]))
	f.widths = make([]uint16, count)
	for g := range f.widths {
		f.widths[g] = be.Uint16(f.tables["hmtx"][4*min(g, metrics-1):])
	}
}

// readGlyphs reads the Unicode character map in format 4, which every font of
// the Basic Multilingual Plane has. gofpdf can draw no others anyway.
func (f *font) readGlyphs() error {
	cmap := f.tables["cmap"]
	for i := range int(be.Uint16(cmap[2:])) {
		entry := cmap[4+8*i:]
		platform, encoding := be.Uint16(entry), be.Uint16(entry[2:])
		table := cmap[be.Uint32(entry[4:]):]
		if (platform == 0 || platform == 3 && encoding == 1) && be.Uint16(table) == 4 {
			f.readSegments(table[:be.Uint16(table[2:])])
			return nil
		}
	}
	return errors.New("no Unicode character map in format 4")
}

func (f *font) readSegments(table []byte) {
	f.glyphs = make([]uint16, 1<<16)
	size := int(be.Uint16(table[6:])) // two bytes a segment
	ends, starts := table[14:], table[16+size:]
	deltas, offsets := table[16+2*size:], table[16+3*size:]
	for i := 0; i < size; i += 2 {
		start, end := int(be.Uint16(starts[i:])), int(be.Uint16(ends[i:]))
		delta, offset := be.Uint16(deltas[i:]), int(be.Uint16(offsets[i:]))
		for r := start; r <= end && r < 0xFFFF; r++ {
			glyph := uint16(r)
			if offset != 0 {
				if glyph = be.Uint16(offsets[i+offset+2*(r-start):]); glyph == 0 {
					continue
				}
			}
			f.glyphs[r] = glyph + delta
		}
	}
}

// has reports whether the font can draw the rune through gofpdf.
func (f *font) has(r rune) bool { return r > 0 && r < 0xFFFF && f.glyphs[r] != 0 }

// width is the advance of a rune in ems.
func (f *font) width(r rune) float64 { return float64(f.widths[f.glyphs[r]]) / f.units }

// outline reads the glyf entry of a glyph, empty for a space.
func (f *font) outline(glyph uint16) []byte {
	loca := f.tables["loca"]
	var start, end int64
	if f.long {
		start, end = int64(be.Uint32(loca[4*int(glyph):])), int64(be.Uint32(loca[4*int(glyph)+4:]))
	} else {
		start, end = 2*int64(be.Uint16(loca[2*int(glyph):])), 2*int64(be.Uint16(loca[2*int(glyph)+2:]))
	}
	if start == end {
		return nil
	}
	return f.read(f.outlines+start, end-start)
}
