package notice

import (
	"strings"

	"reinstate/internal/reinstate"
)

// readReferences finds the identifiers a message names.
func (m *message) readReferences(reading *reinstate.Reading) {
	seen := map[string]bool{}
	note := func(group *[]reinstate.Reference, start, end int) {
		id := m.view.text[start:end]
		if seen[id] {
			return
		}
		seen[id] = true
		*group = append(*group, reinstate.Reference{ID: id, Quote: m.quoteBytes(start, end)})
	}
	refs := &reading.References
	for i := 0; i < len(m.words); i++ {
		w := m.words[i]
		raw := m.view.text[w.start:w.end]
		switch {
		case m.amazonOrder(i):
			note(&refs.Orders, w.start, m.words[i+2].end)
			i += 2
		case reading.Marketplace == reinstate.EBay && m.hyphened(i, 2, 5, 5):
			note(&refs.Orders, w.start, m.words[i+2].end)
			i += 2
		case asinShape(w.text):
			note(&refs.ASINs, w.start, w.end)
		case m.complaint(i):
			note(&refs.Complaints, w.start, m.idEnd(i))
		case isbn(raw) && m.near(i, asinWords):
			note(&refs.ASINs, w.start, w.end)
		case reading.Marketplace == reinstate.Amazon && allDigits(raw) && len(raw) >= complaintDigits && m.near(i, complaintWords):
			note(&refs.Complaints, w.start, w.end)
		case allDigits(raw) && len(raw) >= 7:
			m.noteNumber(i, reading, note)
		}
	}
}

// complaintDigits is the length from which a bare number that follows the word
// is the number of a complaint at Amazon, which has no other ones as long.
const complaintDigits = 11

// near reports whether one of the words stands up to ten words before i, or
// opens its line.
func (m *message) near(i int, names map[string]bool) bool {
	const before = 10
	for k := i - 1; k >= 0 && i-k <= before; k-- {
		if names[m.words[k].text] {
			return true
		}
	}
	return false
}

var (
	asinWords      = map[string]bool{"asin": true, "asins": true, "isbn": true, "parent": true, "child": true}
	orderWords     = map[string]bool{"order": true, "orders": true, "po": true, "pos": true, "purchase": true, "pedido": true, "pedidos": true, "bestellung": true, "bestellungen": true, "commande": true, "commandes": true, "订": true, "ordine": true, "ordini": true}
	itemWords      = map[string]bool{"item": true, "items": true, "listing": true, "listings": true, "keep": true, "duplicate": true, "duplicates": true, "articulo": true, "artikel": true, "anuncio": true, "product": true, "sku": true}
	complaintWords = map[string]bool{"complaint": true, "claim": true, "beschwerde": true, "reclamacion": true, "reclamo": true, "plainte": true, "queja": true, "投": true, "notice": true, "report": true}
	idWords        = map[string]bool{"id": true, "ids": true, "number": true, "no": true, "nr": true, "nummer": true, "numero": true, "ref": true, "reference": true, "号": true, "编": true, "番": true}
)

// asinShape reports whether a folded word looks like an ASIN: B0 and eight
// more, also masked with x or asterisks where the tail is hidden.
func asinShape(text string) bool {
	if len(text) < 9 || len(text) > 10 || text[0] != 'b' || text[1] != '0' {
		return false
	}
	digits := 0
	for i := 2; i < len(text); i++ {
		c := text[i]
		if c >= '0' && c <= '9' {
			digits++
		} else if c < 'a' || c > 'z' {
			return false
		}
	}
	return digits > 0 || strings.HasSuffix(text, "xxx")
}

// amazonOrder reports whether words i..i+2 are an order number such as
// 112-1234567-1234567.
func (m *message) amazonOrder(i int) bool { return m.hyphened(i, 3, 7, 7) }

// hyphened reports whether words i, i+1, ... are groups of digits of these
// lengths, joined by hyphens. Digits after the first group may be masked.
func (m *message) hyphened(i int, lengths ...int) bool {
	if i+len(lengths) > len(m.words) {
		return false
	}
	for k, n := range lengths {
		w := m.words[i+k]
		if len(w.text) != n || !maskedDigits(w.text) || k > 0 && m.view.text[m.words[i+k-1].end:w.start] != "-" {
			return false
		}
	}
	return allDigits(m.words[i].text)
}

func allDigits(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// maskedDigits allows x for a digit that was hidden.
func maskedDigits(text string) bool {
	for i := 0; i < len(text); i++ {
		if (text[i] < '0' || text[i] > '9') && text[i] != 'x' {
			return false
		}
	}
	return true
}

// isbn reports whether a word is an ISBN-10 with a right check digit, which
// is what the ASIN of a book is.
func isbn(text string) bool {
	if len(text) != 10 || !allDigits(text[:9]) {
		return false
	}
	sum := 0
	for i := 0; i < 10; i++ {
		d := int(text[i] - '0')
		if i == 9 && (text[i] == 'X' || text[i] == 'x') {
			d = 10
		} else if d < 0 || d > 9 {
			return false
		}
		sum += (10 - i) * d
	}
	return sum%11 == 0
}

// complaint reports whether word i begins the identifier of a complaint: it
// follows "complaint ID", "claim number" or the like.
func (m *message) complaint(i int) bool {
	if i < 2 || !strings.ContainsAny(m.words[i].text, "0123456789") && !m.words[min(i+1, len(m.words)-1)].joined {
		return false
	}
	if m.words[i].joined && !m.ideographic(i-1) {
		return false
	}
	if m.words[i-1].text == "reference" && m.firstOfLine(i-1) {
		return m.idEnd(i) > m.words[i].end
	}
	return idWords[m.words[i-1].text] && (complaintWords[m.words[i-2].text] || i > 2 && complaintWords[m.words[i-3].text]) && m.idEnd(i)-m.words[i].start >= 5
}

// idEnd is the end of an identifier that begins at word i: letters, digits
// and hyphens.
func (m *message) idEnd(i int) int {
	end := m.words[i].end
	for k := i + 1; k < len(m.words) && m.words[k].joined && m.view.text[m.words[k-1].end:m.words[k].start] == "-"; k++ {
		end = m.words[k].end
	}
	return end
}

// noteNumber files a bare number as an order or an item, by the words before
// it and the marketplace.
func (m *message) noteNumber(i int, reading *reinstate.Reading, note func(*[]reinstate.Reference, int, int)) {
	w := m.words[i]
	if w.joined && i > 0 && m.view.text[m.words[i-1].end:w.start] != "," {
		return
	}
	if reading.Marketplace == reinstate.Amazon || !reading.Marketplace.Known() {
		return
	}
	n := w.end - w.start
	switch {
	case n >= 13 && n <= 15 && reading.Marketplace == reinstate.Walmart,
		n >= 17 && n <= 19 && reading.Marketplace == reinstate.TikTok:
		note(&reading.References.Orders, w.start, w.end)
	case m.closer(i, orderWords, itemWords) && n >= 9:
		note(&reading.References.Orders, w.start, w.end)
	case reading.Marketplace == reinstate.EBay && n == ebayItem:
		note(&reading.References.Items, w.start, w.end)
	case m.firstOfLine(i) || m.near(i, itemWords):
		if n >= 9 && n <= 13 {
			note(&reading.References.Items, w.start, w.end)
		}
	}
}

// ebayItem is the length of eBay's item numbers.
const ebayItem = 12

// closer reports whether a word of the first list stands before i, nearer
// than any of the second.
func (m *message) closer(i int, first, second map[string]bool) bool {
	const before = 14
	for k := i - 1; k >= 0 && i-k <= before; k-- {
		if first[m.words[k].text] {
			return true
		}
		if second[m.words[k].text] {
			return false
		}
	}
	return false
}

func (m *message) firstOfLine(i int) bool {
	return i == 0 || strings.ContainsAny(m.view.text[m.words[i-1].end:m.words[i].start], "\r\n")
}
