package casework

import (
	"context"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Bounds of a search: things on a page, things made findable before it, and
// characters around a place that is shown.
const (
	foundThings = 30
	indexFirst  = 40
	indexStep   = 200
	aroundWord  = 90
)

// Searched is what a search gives.
type Searched struct {
	Query string
	Cases []FoundCase // in the order of their newest hit
	More  bool        // there is more than what is shown
}

// FoundCase are the hits in one case; those of messages that wait have none.
type FoundCase struct {
	Reference string
	Client    string
	Hits      []FoundHit
}

// FoundHit is one place with the words around it.
type FoundHit struct {
	reinstate.Hit
	Title  []Piece
	Around []Piece
}

// Piece is a stretch of text that is or is not one of the words.
type Piece struct {
	Text string
	Word bool
}

// Search looks through cases, messages, plans, claims, exhibits and the text
// inside their files. Every word must occur; whatever is typed is words.
func (d *Desk) Search(ctx context.Context, who reinstate.Actor, query string) (Searched, error) {
	f := Searched{Query: query}
	if strings.TrimSpace(query) == "" {
		return f, who.Need(reinstate.Read)
	}
	d.catchUp(ctx, who)
	var hits []reinstate.Hit
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		hits, f.More, err = tx.Find(query, foundThings)
		return err
	})
	if err != nil {
		return f, err
	}
	words := folded(strings.Fields(query))
	for _, hit := range hits {
		f.add(hit, words)
	}
	return f, nil
}

func (f *Searched) add(hit reinstate.Hit, words [][]rune) {
	found := FoundHit{Hit: hit, Title: marked(hit.Head, words, len(hit.Head)), Around: marked(hit.Body, words, aroundWord)}
	for i := range f.Cases {
		if f.Cases[i].Reference == hit.Reference {
			f.Cases[i].Hits = append(f.Cases[i].Hits, found)
			return
		}
	}
	f.Cases = append(f.Cases, FoundCase{hit.Reference, hit.Client, []FoundHit{found}})
}

// catchUp makes what was changed a moment ago findable, a little of it: the
// rest is done in the background. A search is answered all the same when the
// database is busy.
func (d *Desk) catchUp(ctx context.Context, who reinstate.Actor) {
	due := false
	if d.db.View(ctx, who, func(tx *store.Tx) (err error) { due, err = tx.Due(); return err }) != nil || !due {
		return
	}
	_ = d.db.Update(ctx, who, func(tx *store.Tx) error { _, err := tx.Indexed(indexFirst); return err })
}

// IndexTexts makes everything of a firm findable that was changed, in the
// background.
func (d *Desk) IndexTexts(ctx context.Context, who reinstate.Actor) error {
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := d.db.Update(ctx, who, func(tx *store.Tx) (err error) { more, err = tx.Indexed(indexStep); return err })
		if err != nil {
			return err
		}
	}
	return nil
}

// folded are words as they are compared: small letters without their marks.
func folded(words []string) [][]rune {
	var all [][]rune
	for _, w := range words {
		all = append(all, foldRunes([]rune(w)))
	}
	return all
}

func foldRunes(runes []rune) []rune {
	out := make([]rune, len(runes))
	for i, r := range runes {
		out[i] = foldRune(r)
	}
	return out
}

func foldRune(r rune) rune {
	if r < 0x80 {
		return unicode.ToLower(r)
	}
	for _, base := range norm.NFD.String(string(r)) {
		return unicode.ToLower(base)
	}
	return r
}

// marked is the text around its first place that holds a word, so many
// characters to each side, with the words marked.
func marked(text string, words [][]rune, around int) []Piece {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	low := foldRunes(runes)
	hit := make([]bool, len(runes))
	first := -1
	for _, w := range words {
		for at := 0; len(w) > 0 && at+len(w) <= len(low); at++ {
			if !same(low[at:at+len(w)], w) {
				continue
			}
			for i := range w {
				hit[at+i] = true
			}
			if first < 0 || at < first {
				first = at
			}
		}
	}
	from, to := max(first-around, 0), min(max(first, 0)+around*2, len(runes))
	var pieces []Piece
	if from > 0 {
		pieces = append(pieces, Piece{Text: "…"})
	}
	for at := from; at < to; {
		end := at
		for end < to && hit[end] == hit[at] {
			end++
		}
		pieces = append(pieces, Piece{string(runes[at:end]), hit[at]})
		at = end
	}
	if to < len(runes) {
		pieces = append(pieces, Piece{Text: "…"})
	}
	return pieces
}

func same(a, b []rune) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
