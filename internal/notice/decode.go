package notice

import (
	"bytes"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"reinstate/internal/reinstate"
)

// MaxText is the longest text a message may have, in bytes: twenty times the
// longest notice we know of. A longer one is no notice.
const MaxText = 2 << 20

// Message is a message as text, with what its envelope says.
type Message struct {
	Text      string
	Subject   string
	Sender    string
	Date      time.Time // the mail's own date, zero when it has none
	HeadDate  string    // the date in the head of pasted text, as it stands there
	MediaType string    // of the bytes it came in
}

// Decode turns the bytes of a message into text: pasted text when name is
// empty, else a .txt, .eml, .html or .pdf file by its name or its first
// bytes. Markup is read for its text and never kept. What cannot be read is
// refused with reinstate.Invalid under "text", in a sentence.
func Decode(name string, raw []byte) (Message, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return Message{}, refuse("There is nothing in this message. Paste its text, or choose its file.")
	}
	m, err := formOf(name, raw).decode(raw)
	if err != nil {
		return Message{}, err
	}
	m.Text = plain(m.Text)
	switch {
	case strings.TrimSpace(m.Text) == "":
		return Message{}, refuse("There is no text in this message.")
	case len(m.Text) > MaxText:
		return Message{}, refuse("This text is longer than any notice. Paste only the message itself.")
	}
	return m, nil
}

func refuse(sentence string) error { return reinstate.Invalid{"text": sentence} }

// form is one way in which messages come.
type form struct {
	extensions []string
	starts     func([]byte) bool
	decode     func([]byte) (Message, error)
}

// formOf chooses by what the bytes are, then by the name. Mail has no mark of
// its own, so only its name or a head of mail fields tells it.
func formOf(name string, raw []byte) form {
	forms := []form{
		{[]string{".pdf"}, func(b []byte) bool { return bytes.HasPrefix(b, []byte("%PDF-")) }, decodePDF},
		{[]string{".eml"}, startsLikeMail, decodeMail},
		{[]string{".html", ".htm"}, startsLikeHTML, decodeHTML},
	}
	extension := strings.ToLower(path.Ext(name))
	for _, f := range forms {
		if f.starts(raw) {
			return f
		}
	}
	for _, f := range forms {
		for _, e := range f.extensions {
			if e == extension {
				return f
			}
		}
	}
	if startsLikeSource(raw) {
		return form{decode: decodeSource}
	}
	return form{decode: decodeText}
}

// startsLikeMail asks for a first line that only a mail program writes; a
// pasted "Subject:" line is text.
func startsLikeMail(raw []byte) bool {
	head, _, _ := bytes.Cut(bytes.TrimLeft(raw, "\r\n\ufeff"), []byte("\n"))
	for _, field := range []string{"received:", "return-path:", "delivered-to:", "mime-version:", "message-id:", "dkim-signature:", "arc-seal:", "x-received:"} {
		if bytes.HasPrefix(bytes.ToLower(head), []byte(field)) {
			return true
		}
	}
	return false
}

func startsLikeHTML(raw []byte) bool {
	head := bytes.ToLower(bytes.TrimLeft(raw[:min(len(raw), 512)], "\r\n\t \ufeff"))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<meta", "<div", "<table"} {
		if bytes.HasPrefix(head, []byte(tag)) {
			return true
		}
	}
	return false
}

// decodeText takes pasted or saved text. Bytes that no text has are refused.
func decodeText(raw []byte) (Message, error) {
	text := unicodeText(raw)
	if binary(text) {
		return Message{}, refuse("This is not text. Paste the words of the message, or choose the file it came as: .txt, .eml, .html or .pdf.")
	}
	m := Message{Text: text, MediaType: "text/plain"}
	for line := range strings.Lines(text[:min(len(text), 1000)]) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), "Subject:"); ok && m.Subject == "" {
			m.Subject = strings.TrimSpace(value)
		}
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), "From:"); ok && m.Sender == "" {
			m.Sender = strings.TrimSpace(value)
		}
		for _, field := range []string{"Date:", "Sent:"} {
			if value, ok := strings.CutPrefix(strings.TrimSpace(line), field); ok && m.HeadDate == "" {
				m.HeadDate = value
			}
		}
	}
	return m, nil
}

// unicodeText reads UTF-8, UTF-16 with a byte order mark as Windows writes it,
// and the two older charsets that saved notices still come in. Bytes that are
// none of these become replacement characters.
func unicodeText(raw []byte) string {
	var order func([]byte) uint16
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		order = func(b []byte) uint16 { return uint16(b[0]) | uint16(b[1])<<8 }
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		order = func(b []byte) uint16 { return uint16(b[1]) | uint16(b[0])<<8 }
	default:
		text := strings.TrimPrefix(string(raw), "\ufeff")
		if older := olderCharset(text); older != nil {
			if decoded, err := older.NewDecoder().String(text); err == nil {
				return decoded
			}
		}
		return strings.ToValidUTF8(text, "\uFFFD")
	}
	units := make([]uint16, 0, len(raw)/2)
	for b := raw[2:]; len(b) >= 2; b = b[2:] {
		units = append(units, order(b))
	}
	return string(utf16.Decode(units))
}

// olderCharset tells text that is hardly ever UTF-8 where it is not ASCII:
// with few such bytes it is Western, with many Chinese, whose bytes now and
// then look like UTF-8 by chance. It is nil for all other text, and for what
// holds control characters, which no text does.
func olderCharset(text string) encoding.Encoding {
	const many = 4 // at least one byte in so many
	odd, valid := 0, 0
	for _, r := range text {
		switch {
		case r < ' ' && !unicode.IsSpace(r):
			return nil
		case r == utf8.RuneError:
			odd++
		case r > unicode.MaxASCII:
			valid++
		}
	}
	switch {
	case odd == 0 || valid*2 > odd:
		return nil
	case odd*many > len(text):
		return simplifiedchinese.GB18030
	}
	return charmap.Windows1252
}

// binary reports whether a text holds a NUL, or is to more than a tenth made
// of control and replacement characters.
func binary(text string) bool {
	odd := 0
	for _, r := range text {
		switch {
		case r == 0:
			return true
		case r == '\uFFFD', unicode.IsControl(r) && !unicode.IsSpace(r):
			odd++
		}
	}
	return odd*10 > utf8.RuneCountInString(text)
}

// plain settles line ends and drops characters that have no place in a text:
// controls, and those that turn the direction of reading unseen.
func plain(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF:
			return -1
		}
		return r
	}, text)
}
