package store

import "reinstate/internal/reinstate"

// FiledText is the text of a letter that was filed in another case.
type FiledText struct {
	Reference string
	Body      reinstate.PlanBody
}

type filedTextRow struct {
	Reference string
	Body      doc[planDoc]
}

func (r filedTextRow) domain() FiledText {
	return FiledText{Reference: r.Reference, Body: r.Body.V.domain()}
}

const filedTextsSQL = `SELECT c.reference AS reference, r.body AS body
FROM filings f INDEXED BY filings_newest
JOIN cases c ON c.id = f.case_id
JOIN plans p ON p.case_id = f.case_id AND p.round = f.round
JOIN plan_revisions r ON r.plan_id = p.id AND r.number = f.revision
WHERE f.org_id = ? AND `

// FiledTexts are the letters that were filed last in cases of other clients,
// the newest first: what a new letter must not repeat.
func (tx *Tx) FiledTexts(but reinstate.ClientID, most int) ([]FiledText, error) {
	w := tx.caseScope()
	w.add("c.client_id <> ?", but)
	sql := filedTextsSQL + w.String() + " ORDER BY f.id DESC LIMIT ?"
	return find(tx.g.Raw(sql, append(append([]any{tx.who.Org}, w.args...), most)...), filedTextRow.domain)
}
