package health

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// readText reads a table written as text: CSV, TSV, or what was copied from a
// page.
func readText(book *catalog.HealthBook, in Input, r *Report) {
	text, ok := decode(in.Body)
	if !ok {
		r.refuse(0, "", reinstate.Say("The text of this file cannot be read: it is neither UTF-8 or UTF-16, nor GB18030, nor Windows-1252."))
		return
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	rows, refusal, ok := splitFlat(book, text)
	if len(rows) == 0 && ok {
		rows, refusal, ok = splitRows(text)
	}
	if !ok {
		r.Refused = append(r.Refused, refusal)
		return
	}
	r.Source = "table"
	readTable(book, in, rows, nil, r)
}

// decode finds the encoding of a text by its bytes.
func decode(raw []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")):
		return transform(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), raw)
	case bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		return transform(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), raw)
	case bytes.IndexByte(raw, 0) >= 0:
		return wide(raw)
	case utf8.Valid(raw):
		return string(withoutMark(raw)), true
	case inPairs(raw):
		if text, ok := transform(simplifiedchinese.GB18030, raw); ok {
			return text, true
		}
	}
	return transform(charmap.Windows1252, raw)
}

func transform(from encoding.Encoding, raw []byte) (string, bool) {
	text, err := from.NewDecoder().Bytes(raw)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) || bytes.IndexByte(text, 0) >= 0 {
		return "", false
	}
	return string(bytes.TrimPrefix(text, []byte("\uFEFF"))), true
}

// wide reads UTF-16 without a mark: Latin text has its zeros all in even or all
// in odd places.
func wide(raw []byte) (string, bool) {
	var even, odd int
	for i, b := range raw {
		switch {
		case b == 0 && i%2 == 0:
			even++
		case b == 0:
			odd++
		}
	}
	switch {
	case len(raw)%2 == 0 && odd > len(raw)/4 && even == 0:
		return transform(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), raw)
	case len(raw)%2 == 0 && even > len(raw)/4 && odd == 0:
		return transform(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), raw)
	}
	return "", false
}

// inPairs reports whether the bytes beyond ASCII stand together as those of
// Chinese writing do, rather than alone as those of a Latin word.
func inPairs(raw []byte) bool {
	together, alone, run := 0, 0, 0
	for _, b := range append(bytes.Clone(raw), 0) {
		if b >= 0x80 {
			run++
			continue
		}
		if run >= 3 {
			together += run
		} else {
			alone += run
		}
		run = 0
	}
	return together > alone
}

// latin reads ISO-8859-1 and Windows-1252.
func latin(r io.Reader) io.Reader { return charmap.Windows1252.NewDecoder().Reader(r) }

// splitFlat splits a flat file of a marketplace, whose header is known: tabs
// between cells, a line a row, and quotation marks that mean nothing. Of any
// other text it gives no rows.
func splitFlat(book *catalog.HealthBook, text string) ([][]string, Refusal, bool) {
	head, _, _ := strings.Cut(text, "\n")
	header := strings.Split(head, "\t")
	if _, known := book.Layout(header); !known || len(header) < 2 {
		return nil, Refusal{}, true
	}
	var rows [][]string
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" {
			continue
		}
		row := strings.Split(line, "\t")
		for i, cell := range row {
			if n := len(cell); n > 1 && cell[0] == '"' && cell[n-1] == '"' {
				row[i] = strings.ReplaceAll(cell[1:n-1], `""`, `"`)
			}
		}
		if refusal, ok := fitting(row, len(rows)+1); !ok {
			return nil, refusal, false
		}
		rows = append(rows, row)
	}
	return rows, Refusal{}, true
}

// splitRows finds the delimiter and splits the text.
func splitRows(text string) ([][]string, Refusal, bool) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = delimiter(text)
	reader.FieldsPerRecord = -1
	reader.LazyQuotes = reader.Comma == '\t' // pasted tables quote nothing
	reader.TrimLeadingSpace = reader.Comma != '\t'
	var rows [][]string
	for {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, Refusal{}, true
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return nil, Refusal{Row: wrong.StartLine, Why: reinstate.Say("A quotation mark is open or stands in the wrong place.")}, false
		}
		if err != nil {
			return nil, Refusal{Why: reinstate.Say("The table cannot be read.")}, false
		}
		if refusal, ok := fitting(row, len(rows)+1); !ok {
			return nil, refusal, false
		}
		rows = append(rows, row)
	}
}

// Bounds of a table's row.
const (
	mostColumns = 400
	longestCell = 32 << 10
)

// fitting refuses rows that no honest table has.
func fitting(row []string, number int) (Refusal, bool) {
	switch {
	case number > mostRows:
		return Refusal{Row: number, Why: reinstate.Say("The table has more than %s rows. Split it, or export a shorter time.", whole(mostRows))}, false
	case len(row) > mostColumns:
		return Refusal{Row: number, Why: reinstate.Say("The row has more than %s columns.", whole(mostColumns))}, false
	}
	for _, cell := range row {
		if len(cell) > longestCell {
			return Refusal{Row: number, Why: reinstate.Say("A cell holds more than %s characters.", whole(longestCell))}, false
		}
	}
	return Refusal{}, true
}

// delimiter is the sign that the first lines have most evenly.
func delimiter(text string) rune {
	best, score := ',', 0
	for _, d := range []rune{'\t', ';', ',', '|'} {
		least, lines := -1, 0
		for line := range strings.SplitSeq(text, "\n") {
			if lines == 5 {
				break
			}
			if strings.TrimSpace(line) == "" {
				continue
			}
			lines++
			n := 0
			quotedNow, before := false, d
			for _, c := range line {
				if c == '"' && (quotedNow || before == d) { // elsewhere it is part of the text, such as 9" wide
					quotedNow = !quotedNow
				}
				if c == d && !quotedNow {
					n++
				}
				before = c
			}
			if least < 0 || n < least {
				least = n
			}
		}
		if least > score {
			best, score = d, least
		}
	}
	return best
}
