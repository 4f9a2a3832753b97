package notice

import (
	"bytes"
	"regexp"
	"strings"
)

// People paste the source of a mail: all of it, only from some field of its
// head on, or only the parts of its body. What its encodings hide is read as
// the mail it is.

// field is a line of a mail's head, and folded one that goes on with it.
var (
	field  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:`)
	folded = regexp.MustCompile(`^[ \t]+\S`)
)

// mimeFields are those that say how a body is written: without one of them a
// head of fields is text like any other.
var mimeFields = []string{"content-type:", "content-transfer-encoding:", "mime-version:"}

// isSource reports whether a text is a mail's source: a head of nothing but
// fields, one of which says how the body is written, and a blank line.
func isSource(raw []byte) bool {
	const least, most = 2, 400 // lines of a head
	lines, encoded := 0, false
	for len(raw) > 0 && lines < most {
		var line []byte
		line, raw, _ = bytes.Cut(raw, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		switch {
		case len(line) == 0 && lines == 0:
			continue
		case len(line) == 0:
			return lines >= least && encoded
		case field.Match(line):
			for _, name := range mimeFields {
				encoded = encoded || bytes.HasPrefix(bytes.ToLower(line), []byte(name))
			}
		case lines == 0 || !folded.Match(line):
			return false
		}
		lines++
	}
	return false
}

// partsOf makes a mail of a body that was pasted without its head: it begins
// with the boundary of its first part. It is not ok for other texts.
func partsOf(raw []byte) (mail []byte, ok bool) {
	body := bytes.TrimLeft(raw, "\r\n\t \ufeff")
	line, rest, _ := bytes.Cut(body, []byte("\n"))
	boundary := strings.TrimRight(string(line), "\r \t")
	const longest = 72 // 70 characters behind two hyphens, by RFC 2046
	if !strings.HasPrefix(boundary, "--") || len(boundary) <= 2 || len(boundary) > longest || strings.ContainsAny(boundary, `"\`) {
		return nil, false
	}
	if !field.Match(rest) || !bytes.HasPrefix(bytes.ToLower(rest), []byte("content-")) {
		return nil, false
	}
	head := "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"" + boundary[2:] + "\"\r\n\r\n"
	return append([]byte(head), body...), true
}

// decodeSource reads the source of a mail that was pasted. What is none after
// all is text.
func decodeSource(raw []byte) (Message, error) {
	if mail, ok := partsOf(raw); ok {
		raw = mail
	}
	m, err := decodeMail(bytes.TrimLeft(raw, "\r\n\t \ufeff"))
	if err != nil {
		return decodeText(raw)
	}
	return m, nil
}

func startsLikeSource(raw []byte) bool {
	_, parts := partsOf(raw)
	return parts || isSource(raw)
}
