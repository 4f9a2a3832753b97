package notice

import (
	"html"
	"sort"
	"strings"
)

// view is the text as the reader sees it. For plain text that is the text
// itself; for HTML it is what a person would see, with a way back to the
// bytes of the original.
type view struct {
	text   string // what is read
	given  string // the text as given
	pieces []piece
}

// piece maps a stretch of the view onto the text as given. Within a literal
// piece bytes correspond one to one; others stand for a whole entity or tag.
type piece struct {
	at      int // in the view
	from    int // in the text as given
	end     int
	literal bool
}

func newView(given string) *view {
	switch {
	case looksQuotedPrintable(given):
		return quotedPrintableView(given)
	case looksLikeHTML(given):
		return htmlView(given)
	}
	return &view{text: given, given: given}
}

// back translates a stretch of the view into offsets of the text as given.
func (v *view) back(from, to int) (start, end int) {
	if v.pieces == nil {
		return from, to
	}
	if to <= from {
		return 0, 0
	}
	first, last := v.pieceAt(from), v.pieceAt(to-1)
	start, end = first.from, last.end
	if first.literal {
		start += from - first.at
	}
	if last.literal {
		end = last.from + to - last.at
	}
	return start, end
}

func (v *view) pieceAt(at int) piece {
	i := sort.Search(len(v.pieces), func(i int) bool { return v.pieces[i].at > at })
	if i == 0 {
		return piece{}
	}
	return v.pieces[i-1]
}

// markupTags are tags that appear in mail and hardly ever in plain text.
var markupTags = []string{"<html", "<body", "<div", "<p>", "<p ", "<table", "<br", "<td", "<ul", "<ol", "<span", "<h1", "<h2"}

func looksLikeHTML(text string) bool {
	const sniffed = 4096
	head := strings.ToLower(text[:min(len(text), sniffed)])
	if !strings.Contains(head, "</") && !strings.Contains(head, "<br") {
		return false
	}
	for _, tag := range markupTags {
		if strings.Contains(head, tag) {
			return true
		}
	}
	return false
}

// blockTags end a line; every other tag is inside one.
var blockTags = map[string]string{
	"p": "\n\n", "div": "\n", "br": "\n", "tr": "\n", "table": "\n\n", "ul": "\n", "ol": "\n", "li": "\n- ",
	"h1": "\n\n", "h2": "\n\n", "h3": "\n\n", "h4": "\n\n", "h5": "\n\n", "h6": "\n\n", "td": " ", "th": " ",
	"section": "\n\n", "article": "\n\n", "header": "\n\n", "footer": "\n\n", "blockquote": "\n\n", "hr": "\n\n", "title": "\n\n",
}

// hiddenTags hold what nobody sees.
var hiddenTags = map[string]bool{"script": true, "style": true, "head": true, "template": true, "noscript": true}

// htmlView strips markup in one pass. It is not a browser: it keeps offsets,
// which a parser would lose; Decode uses a parser.
func htmlView(given string) *view {
	v := &view{given: given}
	var b strings.Builder
	b.Grow(len(given))
	add := func(text string, from, end int, literal bool) {
		if text == "" {
			return
		}
		v.pieces = append(v.pieces, piece{at: b.Len(), from: from, end: end, literal: literal})
		b.WriteString(text)
	}
	hidden := "" // the tag whose end is awaited
	for i := 0; i < len(given); {
		next := strings.IndexAny(given[i:], "<&")
		if next < 0 {
			next = len(given) - i
		}
		if hidden == "" {
			addCollapsed(add, given, i, i+next)
		}
		i += next
		if i >= len(given) {
			break
		}
		if given[i] == '&' {
			end := entityEnd(given, i)
			if hidden == "" {
				add(strings.ReplaceAll(html.UnescapeString(given[i:end]), "\u00a0", " "), i, end, false)
			}
			i = end
			continue
		}
		end := tagEnd(given, i)
		name, closing := tagName(given[i:end])
		switch {
		case hidden != "":
			if closing && name == hidden {
				hidden = ""
			}
		case hiddenTags[name] && !closing:
			hidden = name
		case name == "":
			add(given[i:end], i, end, true)
		default:
			add(blockBreak(name, closing), i, end, false)
		}
		i = end
	}
	v.text = b.String()
	return v
}

// addCollapsed adds text in which markup treats line ends as spaces.
func addCollapsed(add func(string, int, int, bool), given string, from, to int) {
	start := from
	for i := from; i < to; i++ {
		if given[i] == '\n' || given[i] == '\r' {
			add(given[start:i], start, i, true)
			add(" ", i, i+1, false)
			start = i + 1
		}
	}
	add(given[start:to], start, to, true)
}

func blockBreak(name string, closing bool) string {
	text := blockTags[name]
	if closing && name == "li" {
		return "\n"
	}
	return text
}

// entityEnd finds the end of a character reference that starts at i.
func entityEnd(text string, i int) int {
	const longest = 32
	limit := min(len(text), i+longest)
	for j := i + 1; j < limit; j++ {
		switch c := text[j]; {
		case c == ';':
			return j + 1
		case c == '#' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z':
		default:
			return i + 1
		}
	}
	return i + 1
}

// tagEnd finds the end of a tag or comment that starts at i. An open angle
// bracket that starts neither ends where it stands.
func tagEnd(text string, i int) int {
	if strings.HasPrefix(text[i:], "<!--") {
		if end := strings.Index(text[i:], "-->"); end >= 0 {
			return i + end + len("-->")
		}
		return len(text)
	}
	if i+1 >= len(text) {
		return i + 1
	}
	if c := text[i+1]; c != '/' && c != '!' && (c|0x20 < 'a' || c|0x20 > 'z') {
		return i + 1
	}
	const longest = 4096
	end := strings.IndexByte(text[i:min(len(text), i+longest)], '>')
	if end < 0 {
		return i + 1
	}
	return i + end + 1
}

// tagName gives the lower-case name of a tag, empty for what is none.
func tagName(tag string) (name string, closing bool) {
	if len(tag) < 3 || tag[len(tag)-1] != '>' {
		return "", false
	}
	tag = tag[1 : len(tag)-1]
	if tag, closing = strings.CutPrefix(tag, "/"); tag == "" {
		return "", false
	}
	if tag[0] == '!' {
		return "!", false
	}
	end := 0
	for end < len(tag) && (tag[end]|0x20 >= 'a' && tag[end]|0x20 <= 'z' || tag[end] >= '0' && tag[end] <= '9') {
		end++
	}
	return strings.ToLower(tag[:end]), closing
}
