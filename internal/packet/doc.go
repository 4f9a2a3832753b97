// Package packet draws a letter as a PDF and counts the pages of exhibits. It
// is the only importer of gofpdf and pdfcpu.
//
// gofpdf 1.16.2 drops the Chinese character at which its own wrapping breaks a
// line, writes rubbish for characters a font lacks, and panics above U+FFFF.
// So packet chooses the font of every character, breaks the lines, lays out
// the pages and cuts the fonts itself; gofpdf only ever draws a piece of one
// line whose characters are known to be there. What cannot be drawn is
// replaced by □ and reported.
package packet
