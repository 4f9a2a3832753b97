package store

import "time"

// ReviewLine is a letter in review, or one that was sent back, as a list shows
// it.
type ReviewLine struct {
	Reference string // of the case
	Client    string
	Round     int
	AskedBy   string
	Asked     time.Time
	DecidedBy string // empty while nobody decided
	Decided   time.Time
	Note      string // of the decision
}

type reviewLineRow struct {
	Reference, Client string
	Round             int
	AskedBy           string
	AskedAt           int64
	DecidedBy         string
	DecidedAt         int64
	Note              string
}

func (r reviewLineRow) domain() ReviewLine {
	return ReviewLine{
		Reference: r.Reference, Client: r.Client, Round: r.Round, AskedBy: r.AskedBy, Asked: moment(r.AskedAt),
		DecidedBy: r.DecidedBy, Decided: moment(r.DecidedAt), Note: r.Note,
	}
}

// reviewLines joins reviews with their cases, of which the present round is
// being written. CROSS JOIN keeps SQLite from starting with the cases: the
// reviews come in the order of their index, and only those of the list.
const reviewLines = `SELECT c.reference, l.legal_name AS client, r.round, r.asked_by, r.asked_at, r.decided_by, r.decided_at, r.note
FROM reviews r
CROSS JOIN cases c ON c.id = r.case_id AND c.round = r.round AND c.state = 'corrective_action'
CROSS JOIN clients l ON l.id = c.client_id
WHERE r.org_id = ? AND NOT EXISTS (SELECT 1 FROM reviews later WHERE later.case_id = r.case_id AND later.round = r.round AND later.id > r.id) AND `

// LettersInReview lists the letters that wait for an approval and that somebody
// else than the actor sent to review, longest waiting first.
func (tx *Tx) LettersInReview(limit int) ([]ReviewLine, error) {
	return tx.reviewLines("r.state = 'in_review' AND r.asker <> ?", "r.asked_at", limit)
}

// LettersSentBack lists the letters that the actor sent to review and that came
// back and were not sent again, the newest first.
func (tx *Tx) LettersSentBack(limit int) ([]ReviewLine, error) {
	return tx.reviewLines("r.state = 'sent_back' AND r.asker = ?", "r.decided_at DESC", limit)
}

func (tx *Tx) reviewLines(which, order string, limit int) ([]ReviewLine, error) {
	w := tx.caseScope()
	args := append([]any{tx.who.Org, tx.who.User}, w.args...)
	var rows []reviewLineRow
	if err := tx.g.Raw(reviewLines+which+" AND "+w.String()+" ORDER BY "+order+" LIMIT ?", append(args, limit)...).Scan(&rows).Error; err != nil {
		return nil, err
	}
	lines := make([]ReviewLine, len(rows))
	for i, r := range rows {
		lines[i] = r.domain()
	}
	return lines, nil
}
