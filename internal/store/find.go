package store

import (
	"math"
	"strings"

	"reinstate/internal/reinstate"
)

// Bounds of a search through texts. It looks at the newest pieces that match
// and never ranks all of them; words the index does not hold are looked for
// among the newest pieces only.
const (
	foundPieces = 400
	foundReach  = 4000
	foundTurns  = 12 // a document of thousands of pages does not hide the others
)

type hitRow struct {
	ID        int64
	Thing     reinstate.Thing
	ThingID   int64
	Page      int
	CaseID    reinstate.CaseID
	Reference string
	Client    string
	At        int64
	Head      string
	Body      string
}

func (r hitRow) domain() reinstate.Hit {
	return reinstate.Hit{
		Thing: r.Thing, ID: r.ThingID, Page: r.Page, Case: r.CaseID, Reference: r.Reference, Client: r.Client, At: moment(r.At), Head: r.Head, Body: r.Body,
	}
}

// Find lists where all words of a search stand in one text, the newest first,
// at most limit things, each with the first few of its places. Whatever is
// typed is words: there is no syntax to get wrong.
func (tx *Tx) Find(search string, limit int) (hits []reinstate.Hit, more bool, err error) {
	words := terms(search)
	if len(words) == 0 || tx.who.Org == 0 {
		return nil, false, nil
	}
	var pieces []hitRow
	var ids []int64
	for before, turn := int64(math.MaxInt64), 0; turn < foundTurns; turn++ {
		found, err := tx.pieces(words, before)
		if err != nil {
			return nil, false, err
		}
		pieces = append(pieces, found...)
		if ids, more = firstThings(pieces, limit); more || len(found) < foundPieces {
			break
		}
		before, more = found[len(found)-1].ID, true // what is older may hold more
	}
	if len(ids) == 0 {
		return nil, false, nil
	}
	var rows []hitRow
	err = tx.mine("texts").Select(`texts.id, texts.thing, texts.thing_id, texts.page, texts.case_id, texts.at, texts.head, texts.body,
		coalesce((SELECT c.reference FROM cases c WHERE c.id = texts.case_id), '') AS reference,
		coalesce((SELECT l.legal_name FROM clients l WHERE l.id = texts.client_id), '') AS client`).
		Where("texts.id IN ?", ids).Order("texts.id DESC").Scan(&rows).Error
	return each(rows, hitRow.domain), more, err
}

// placesOfThing is how many places of one thing are shown.
const placesOfThing = 3

// firstThings picks the pieces of the first things, a few of each.
func firstThings(pieces []hitRow, limit int) (ids []int64, more bool) {
	type key struct {
		thing reinstate.Thing
		id    int64
	}
	places := map[key]int{}
	for _, p := range pieces {
		k := key{p.Thing, p.ThingID}
		if places[k] == 0 && len(places) == limit {
			more = true
			continue
		}
		if places[k]++; places[k] <= placesOfThing {
			ids = append(ids, p.ID)
		}
	}
	return ids, more
}

// pieces lists the newest pieces before an id that hold every word.
func (tx *Tx) pieces(words []string, before int64) ([]hitRow, error) {
	match, like := matchOf(words)
	var rows []hitRow
	if match != "" {
		q := tx.g.Raw(`SELECT t.id, t.thing, t.thing_id FROM texts_words w CROSS JOIN texts t ON t.id = w.rowid
			WHERE w.texts_words MATCH ? AND w.rowid < ? AND t.org_id = ?`+holds(like)+` ORDER BY w.rowid DESC LIMIT ?`,
			append(append([]any{tx.scopeMatch() + " AND " + match, before, tx.who.Org}, anys(like)...), foundPieces)...)
		return rows, q.Scan(&rows).Error
	}
	client, narrowed := "", []any{tx.who.Org}
	if tx.narrowed() {
		client, narrowed = " AND client_id = ?", append(narrowed, tx.who.Client)
	}
	args := append(append(append(narrowed, before, foundReach), anys(like)...), foundPieces)
	return rows, tx.g.Raw(`SELECT t.id, t.thing, t.thing_id FROM (SELECT * FROM texts WHERE org_id = ?`+client+` AND id < ? ORDER BY id DESC LIMIT ?) t
		WHERE true`+holds(like)+` LIMIT ?`, args...).Scan(&rows).Error
}

func holds(like []string) string {
	return strings.Repeat(` AND t.head || ' ' || t.body LIKE ? ESCAPE '\'`, len(like))
}

// scopeMatch narrows a match to the firm and, for those who see one client, to
// that client.
func (tx *Tx) scopeMatch() string {
	words := strings.Split(strings.Trim(scopeWords(tx.who.Org, tx.who.Client), "|"), "|")
	match := `scope : "|` + words[0] + `|"`
	if tx.narrowed() {
		match += ` AND scope : "|` + words[1] + `|"`
	}
	return match
}

// matchOf makes what the index is asked for, and patterns for the words that
// are too short for it.
func matchOf(words []string) (match string, like []string) {
	var all []string
	for _, w := range words {
		runes := []rune(w)
		switch {
		case len(runes) >= trigram:
			all = append(all, `{head body} : "`+strings.ReplaceAll(w, `"`, `""`)+`"`)
		case len(runes) == 2 && ideograph(runes[0]) && ideograph(runes[1]):
			all = append(all, `pairs : "`+w+` "`)
		default:
			like = append(like, "%"+likeEscaper.Replace(w)+"%")
		}
	}
	return strings.Join(all, " AND "), like
}
