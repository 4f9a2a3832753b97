package notice

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// decodeHTML takes the text out of a page, whatever charset it declares.
func decodeHTML(raw []byte) (Message, error) {
	encoding, _, _ := charset.DetermineEncoding(raw, "text/html")
	page, err := encoding.NewDecoder().Bytes(raw)
	if err != nil {
		page = raw
	}
	text := htmlText(string(page))
	if strings.TrimSpace(text) == "" {
		return Message{}, refuse("There is no text on this page.")
	}
	return Message{Text: text, MediaType: "text/html"}, nil
}

// htmlText is the text a reader of the page sees: paragraphs and rows on
// lines of their own, list items with a dash, links with their address where
// it says more than their words. Scripts, styles and hidden parts are left
// out. The page is read token by token, so no nesting can exhaust the stack.
func htmlText(page string) string {
	w := &pageText{}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return w.text()
		case html.TextToken:
			if w.skipping == 0 {
				w.words(string(z.Text()))
			}
		case html.StartTagToken:
			w.start(z.Token())
		case html.SelfClosingTagToken:
			if t := z.Token(); w.skipping == 0 && breaks[t.DataAtom] > 0 {
				w.lines(breaks[t.DataAtom])
			}
		case html.EndTagToken:
			w.end(z.Token().DataAtom)
		}
	}
}

// breaks is how many line ends an element puts around itself.
var breaks = map[atom.Atom]int{
	atom.P: 2, atom.H1: 2, atom.H2: 2, atom.H3: 2, atom.H4: 2, atom.H5: 2, atom.H6: 2, atom.Ul: 2, atom.Ol: 2, atom.Blockquote: 2, atom.Table: 2,
	atom.Br: 1, atom.Div: 1, atom.Tr: 1, atom.Li: 1, atom.Hr: 1, atom.Section: 1, atom.Article: 1, atom.Header: 1, atom.Footer: 1, atom.Dt: 1, atom.Dd: 1,
}

// unseen are elements whose content no reader sees.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Head: true, atom.Template: true, atom.Noscript: true, atom.Svg: true, atom.Object: true, atom.Iframe: true, atom.Textarea: true, atom.Select: true,
}

// void elements have no end tag and so hide nothing.
var void = map[atom.Atom]bool{
	atom.Br: true, atom.Hr: true, atom.Img: true, atom.Input: true, atom.Meta: true, atom.Link: true, atom.Area: true, atom.Base: true, atom.Col: true, atom.Embed: true, atom.Source: true, atom.Track: true, atom.Wbr: true,
}

type pageText struct {
	b        strings.Builder
	pending  int  // line ends owed before the next word
	space    bool // a space is owed
	skip     atom.Atom
	skipping int // depth inside the unseen element
	href     string
}

func (w *pageText) start(t html.Token) {
	if w.skipping > 0 {
		if t.DataAtom == w.skip && !void[t.DataAtom] {
			w.skipping++
		}
		return
	}
	if (unseen[t.DataAtom] || hidden(t)) && !void[t.DataAtom] {
		w.skip, w.skipping = t.DataAtom, 1
		return
	}
	w.lines(breaks[t.DataAtom])
	switch t.DataAtom {
	case atom.Li:
		w.word("-")
		w.space = true
	case atom.Td, atom.Th:
		w.space = true
	case atom.A:
		w.href = attribute(t, "href")
	}
}

func (w *pageText) end(a atom.Atom) {
	if w.skipping > 0 {
		if a == w.skip {
			w.skipping--
		}
		return
	}
	if a == atom.A && strings.HasPrefix(w.href, "http") && !strings.HasSuffix(w.b.String(), w.href) {
		w.space = true
		w.word("(" + w.href + ")")
	}
	if a == atom.A {
		w.href = ""
	}
	w.lines(breaks[a])
}

// hidden reports whether an element is there but not shown, as in the preview
// lines of newsletters.
func hidden(t html.Token) bool {
	style := strings.ToLower(strings.ReplaceAll(attribute(t, "style"), " ", ""))
	if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
		return true
	}
	for _, a := range t.Attr {
		if a.Key == "hidden" {
			return true
		}
	}
	return false
}

func attribute(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func (w *pageText) lines(n int) { w.pending = max(w.pending, n) }

// words writes text with its runs of space made one.
func (w *pageText) words(s string) {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		w.space = w.space || s != ""
		return
	}
	if strings.TrimLeft(s, " \t\r\n\u00a0") != s {
		w.space = true
	}
	for i, f := range fields {
		if i > 0 {
			w.space = true
		}
		w.word(f)
	}
	w.space = strings.TrimRight(s, " \t\r\n\u00a0") != s
}

func (w *pageText) word(s string) {
	switch {
	case w.b.Len() == 0:
	case w.pending > 0:
		w.b.WriteString(strings.Repeat("\n", w.pending))
	case w.space:
		w.b.WriteByte(' ')
	}
	w.pending, w.space = 0, false
	w.b.WriteString(s)
}

func (w *pageText) text() string { return w.b.String() + "\n" }
