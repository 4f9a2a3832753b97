package store

import (
	"fmt"
	"strings"
	"unicode"

	"reinstate/internal/reinstate"
)

// textRow is one piece of what is searched.
type textRow struct {
	ID       int64 `gorm:"primaryKey"`
	OrgID    reinstate.OrgID
	ClientID reinstate.ClientID
	CaseID   reinstate.CaseID
	Thing    reinstate.Thing
	ThingID  int64
	Page     int
	At       int64
	Scope    string
	Head     string
	Body     string
	Pairs    string
}

type dueRow struct {
	OrgID   reinstate.OrgID
	Thing   reinstate.Thing
	ThingID int64
}

// Indexed makes what was changed findable, at most so many things, and reports
// whether more is due. It follows what the firm holds and makes no entry.
func (tx *Tx) Indexed(most int) (more bool, err error) {
	if err := tx.wide(); err != nil {
		return false, err
	}
	var due []dueRow
	if err := tx.g.Raw("SELECT org_id, thing, thing_id FROM texts_due WHERE org_id = ? ORDER BY thing, thing_id LIMIT ?", tx.who.Org, most+1).Scan(&due).Error; err != nil {
		return false, err
	}
	if more = len(due) > most; more {
		due = due[:most]
	}
	for _, d := range due {
		if err := tx.indexThing(d); err != nil {
			return false, fmt.Errorf("make %s %d findable: %w", d.Thing, d.ThingID, err)
		}
	}
	return more, nil
}

// Due reports whether something of the firm is to be made findable.
func (tx *Tx) Due() (bool, error) {
	var n int
	err := tx.g.Raw("SELECT EXISTS (SELECT 1 FROM texts_due WHERE org_id = ?)", tx.who.Org).Scan(&n).Error
	return n != 0 && tx.wide() == nil, err
}

func (tx *Tx) indexThing(d dueRow) error {
	var rows []textRow
	query, known := textsOf[d.Thing]
	if known {
		if err := tx.g.Raw(query, map[string]any{"org": tx.who.Org, "id": d.ThingID}).Scan(&rows).Error; err != nil {
			return err
		}
	}
	if err := tx.g.Exec("DELETE FROM texts WHERE thing = ? AND thing_id = ? AND org_id = ?", d.Thing, d.ThingID, tx.who.Org).Error; err != nil {
		return err
	}
	for _, r := range rows {
		r.ID, r.OrgID, r.Thing, r.ThingID = 0, tx.who.Org, d.Thing, d.ThingID
		r.Scope = scopeWords(r.OrgID, r.ClientID)
		r.Head, r.Body = clean(r.Head), clean(r.Body)
		r.Pairs = pairs(r.Head + " " + r.Body)
		if strings.TrimSpace(r.Body) == "" && r.Page > 0 {
			continue
		}
		if err := tx.insert("texts", &r); err != nil {
			return err
		}
	}
	return tx.g.Exec("DELETE FROM texts_due WHERE org_id = ? AND thing = ? AND thing_id = ?", tx.who.Org, d.Thing, d.ThingID).Error
}

// textsOf are the texts of each kind of thing. A file has a row for each page.
// Mails and calls belong to the firm alone: no client's person finds them. A
// mail that became a message is found as that.
var textsOf = map[reinstate.Thing]string{
	reinstate.ThingCase: `SELECT c.client_id, c.id AS case_id, 0 AS page, c.opened_at AS at, c.reference AS head,
		l.legal_name || ' ' || l.other_name || ' ' || a.key || ' ' || a.seller_id || ' ' || a.store_name AS body
		FROM cases c JOIN clients l ON l.id = c.client_id JOIN accounts a ON a.id = c.account_id WHERE c.org_id = @org AND c.id = @id`,
	reinstate.ThingNotice: `SELECT coalesce(c.client_id, a.client_id, 0) AS client_id, coalesce(n.case_id, 0) AS case_id, 0 AS page, n.received_at AS at,
		n.subject || ' ' || n.sender || ' ' || n.file_name AS head, n.text AS body
		FROM notices n LEFT JOIN cases c ON c.id = n.case_id LEFT JOIN accounts a ON a.id = n.account_id AND a.org_id = n.org_id WHERE n.org_id = @org AND n.id = @id`,
	reinstate.ThingPlan: `SELECT c.client_id, p.case_id, 0 AS page, p.saved_at AS at, p.title AS head,
		(SELECT group_concat(coalesce(s.value->>'title', '') || ' ' || coalesce(s.value->>'text', ''), char(10)) FROM json_each(p.body, '$.sections') s) AS body
		FROM plans p JOIN cases c ON c.id = p.case_id WHERE p.org_id = @org AND p.id = @id`,
	reinstate.ThingClaim: `SELECT c.client_id, k.case_id, 0 AS page, c.changed_at AS at, '' AS head, k.text || ' ' || k.owner || ' ' || k.tool AS body
		FROM claims k JOIN cases c ON c.id = k.case_id WHERE k.org_id = @org AND k.id = @id`,
	reinstate.ThingSaid: `SELECT 0 AS client_id, case_id, 0 AS page, at, party AS head, summary AS body
		FROM exchanges WHERE org_id = @org AND id = @id AND struck_at = 0`,
	reinstate.ThingOut: `SELECT 0 AS client_id, case_id, 0 AS page, written_at AS at, subject || ' ' || recipients AS head, body
		FROM outgoing WHERE org_id = @org AND id = @id`,
	reinstate.ThingMail: `SELECT 0 AS client_id, case_id, 0 AS page, came_at AS at, subject AS head, sender AS body
		FROM mails WHERE org_id = @org AND id = @id AND case_id IS NOT NULL AND notice_id IS NULL`,
	reinstate.ThingExhibit: `SELECT c.client_id, x.case_id, 0 AS page, x.added_at AS at, x.letter || ' ' || x.title || ' ' || x.file_name AS head, x.shows AS body
		FROM exhibits x JOIN cases c ON c.id = x.case_id WHERE x.org_id = @org AND x.id = @id AND x.withdrawn_at = 0
		UNION ALL
		SELECT c.client_id, x.case_id, p.key + 1, x.added_at, x.letter || ' ' || x.title, p.value
		FROM exhibits x JOIN cases c ON c.id = x.case_id JOIN file_texts f ON f.org_id = x.org_id AND f.sha256 = x.sha256, json_each(f.pages) p
		WHERE x.org_id = @org AND x.id = @id AND x.withdrawn_at = 0`,
}

// scopeWords name a firm and a client so that they are found like words.
func scopeWords(org reinstate.OrgID, client reinstate.ClientID) string {
	return fmt.Sprintf("|o%d|c%d|", org, client)
}

// longestPairs bounds the pairs of one text.
const longestPairs = 20_000

// pairs lists the pairs of neighbouring Chinese characters of a text, once
// each, every one followed by a space: the index holds no words of fewer than
// three characters, and a pair with its space is one.
func pairs(text string) string {
	var out strings.Builder
	seen := map[[2]rune]bool{}
	var before rune
	for _, r := range text {
		if !ideograph(r) {
			before = 0
			continue
		}
		if pair := [2]rune{before, r}; before != 0 && !seen[pair] && out.Len() < longestPairs {
			seen[pair] = true
			out.WriteRune(before)
			out.WriteRune(r)
			out.WriteByte(' ')
		}
		before = r
	}
	return out.String()
}

// ideograph reports whether words of two such characters are usual.
func ideograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}
