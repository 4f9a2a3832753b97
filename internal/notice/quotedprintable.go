package notice

import "strings"

// People paste the source of a mail. Where it says that its text is quoted
// printable, the view shows what a mail program would.

// looksQuotedPrintable reports whether a text is the source of such a mail.
func looksQuotedPrintable(text string) bool {
	const sniffed = 8192
	head := strings.ToLower(text[:min(len(text), sniffed)])
	at := strings.Index(head, "content-transfer-encoding:")
	if at < 0 {
		return false
	}
	line, _, _ := strings.Cut(head[at:], "\n")
	return strings.Contains(line, "quoted-printable")
}

// quotedPrintableView joins soft line ends and puts bytes for their codes.
func quotedPrintableView(given string) *view {
	v := &view{given: given}
	var b strings.Builder
	b.Grow(len(given))
	start := 0
	literal := func(end int) {
		if end > start {
			v.pieces = append(v.pieces, piece{at: b.Len(), from: start, end: end, literal: true})
			b.WriteString(given[start:end])
		}
	}
	for i := 0; i < len(given); {
		if given[i] != '=' {
			i++
			continue
		}
		size, decoded := escapeAt(given, i)
		if size == 0 {
			i++
			continue
		}
		literal(i)
		if decoded >= 0 {
			v.pieces = append(v.pieces, piece{at: b.Len(), from: i, end: i + size})
			b.WriteByte(byte(decoded))
		}
		i += size
		start = i
	}
	literal(len(given))
	v.text = b.String()
	return v
}

// escapeAt reads "=XX" or a soft line end at i: how long it is, and the byte
// it stands for, or -1 for nothing. A size of 0 says that it is neither.
func escapeAt(text string, i int) (size, decoded int) {
	rest := text[i+1:]
	switch {
	case strings.HasPrefix(rest, "\r\n"):
		return 3, -1
	case strings.HasPrefix(rest, "\n"):
		return 2, -1
	case len(rest) >= 2:
		high, low := hexDigit(rest[0]), hexDigit(rest[1])
		if high >= 0 && low >= 0 {
			return 3, high<<4 | low
		}
	}
	return 0, -1
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
