package packet

import (
	"encoding/binary"
	"maps"
	"slices"
)

// cut makes a TrueType file of only the given runes, which the font must have,
// in ascending order. gofpdf's own cutting reads the whole character map of a
// Chinese font into Go maps each time; this one touches only what is used, and
// what gofpdf then reads is small.
func (f *font) cut(runes []rune) []byte {
	glyphs, outline := f.closure(runes)
	renumbered := make(map[uint16]uint16, len(glyphs))
	for i, glyph := range glyphs {
		renumbered[glyph] = uint16(i)
	}
	var outlines, offsets, metrics []byte
	for _, glyph := range glyphs {
		offsets = be.AppendUint32(offsets, uint32(len(outlines)))
		eachPart(outline[glyph], func(at int) {
			be.PutUint16(outline[glyph][at:], renumbered[be.Uint16(outline[glyph][at:])])
		})
		outlines = append(outlines, outline[glyph]...)
		for len(outlines)%4 != 0 {
			outlines = append(outlines, 0)
		}
		metrics = be.AppendUint16(metrics, f.widths[glyph])
		metrics = append(metrics, f.bearing(glyph)...)
	}
	offsets = be.AppendUint32(offsets, uint32(len(outlines)))

	head := patched(f.tables["head"], 50, 1) // long offsets
	copy(head[8:12], []byte{0, 0, 0, 0})     // checksum, which PDF readers ignore
	tables := map[string][]byte{
		"head": head, "glyf": outlines, "loca": offsets, "hmtx": metrics,
		"hhea": patched(f.tables["hhea"], 34, uint16(len(glyphs))),
		"maxp": patched(f.tables["maxp"], 4, uint16(len(glyphs))),
		"cmap": characterMap(runes, func(r rune) uint16 { return renumbered[f.glyphs[r]] }),
		"post": append([]byte{0, 3, 0, 0}, f.tables["post"][4:32]...),
		"name": {0, 0, 0, 0, 0, 6},
		"OS/2": f.tables["OS/2"],
	}
	for _, tag := range []string{"cvt ", "fpgm", "prep"} {
		if table := f.tables[tag]; table != nil {
			tables[tag] = table
		}
	}
	return assemble(tables)
}

// closure finds the glyphs of the runes and all parts they are made of, in
// ascending order, the glyph for missing characters first, with a copy of
// each one's outline.
func (f *font) closure(runes []rune) ([]uint16, map[uint16][]byte) {
	outlines := map[uint16][]byte{}
	todo := []uint16{0}
	for _, r := range runes {
		todo = append(todo, f.glyphs[r])
	}
	for len(todo) > 0 {
		glyph := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if _, seen := outlines[glyph]; seen {
			continue
		}
		outline := f.outline(glyph)
		outlines[glyph] = outline
		eachPart(outline, func(at int) { todo = append(todo, be.Uint16(outline[at:])) })
	}
	return slices.Sorted(maps.Keys(outlines)), outlines
}

// Flags of a part of a composite outline, from the glyf table's specification
// (OpenType 1.9, "Composite glyph description").
const (
	wordArguments = 1 << 0
	oneScale      = 1 << 3
	moreParts     = 1 << 5
	twoScales     = 1 << 6
	fourScales    = 1 << 7
)

// eachPart calls f with the place of each part's glyph number in a composite
// outline; a simple outline has none.
func eachPart(outline []byte, f func(at int)) {
	if len(outline) < 10 || int16(be.Uint16(outline)) >= 0 {
		return
	}
	for at := 10; ; {
		flags := be.Uint16(outline[at:])
		f(at + 2)
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&oneScale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&fourScales != 0:
			at += 8
		}
		if flags&moreParts == 0 {
			return
		}
	}
}

// bearing is the left side bearing of a glyph as the file holds it.
func (f *font) bearing(glyph uint16) []byte {
	metrics, at := int(be.Uint16(f.tables["hhea"][34:])), int(glyph)
	if at < metrics {
		return f.tables["hmtx"][4*at+2 : 4*at+4]
	}
	at = 4*metrics + 2*(at-metrics)
	return f.tables["hmtx"][at : at+2]
}

// characterMap writes a cmap table of format 4 with one segment for each run
// of consecutive runes and glyphs.
func characterMap(runes []rune, glyph func(rune) uint16) []byte {
	type segment struct{ start, end, delta uint16 }
	var segments []segment
	for _, r := range runes {
		code, delta := uint16(r), glyph(r)-uint16(r)
		if n := len(segments); n > 0 && segments[n-1].end+1 == code && segments[n-1].delta == delta {
			segments[n-1].end = code
			continue
		}
		segments = append(segments, segment{code, code, delta})
	}
	segments = append(segments, segment{0xFFFF, 0xFFFF, 1})
	search, selector := 2, 0
	for search*2 <= len(segments)*2 {
		search, selector = search*2, selector+1
	}
	table := []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12}
	for _, v := range []int{4, 16 + 8*len(segments), 0, 2 * len(segments), search, selector, 2*len(segments) - search} {
		table = be.AppendUint16(table, uint16(v))
	}
	for _, s := range segments {
		table = be.AppendUint16(table, s.end)
	}
	table = append(table, 0, 0)
	for _, s := range segments {
		table = be.AppendUint16(table, s.start)
	}
	for _, s := range segments {
		table = be.AppendUint16(table, s.delta)
	}
	return append(table, make([]byte, 2*len(segments))...)
}

func patched(table []byte, at int, value uint16) []byte {
	table = slices.Clone(table)
	binary.BigEndian.PutUint16(table[at:], value)
	return table
}

// assemble writes the tables, in the order of their names, behind a directory.
// Table checksums stay zero: PDF readers do not look at them.
func assemble(tables map[string][]byte) []byte {
	tags := slices.Sorted(maps.Keys(tables))
	file := []byte{0, 1, 0, 0, 0, byte(len(tags)), 0, 0, 0, 0, 0, 0}
	at := 12 + 16*len(tags)
	for _, tag := range tags {
		file = append(file, tag...)
		file = append(file, 0, 0, 0, 0)
		file = be.AppendUint32(file, uint32(at))
		file = be.AppendUint32(file, uint32(len(tables[tag])))
		at += (len(tables[tag]) + 3) &^ 3
	}
	for _, tag := range tags {
		file = append(file, tables[tag]...)
		for len(file)%4 != 0 {
			file = append(file, 0)
		}
	}
	return file
}
