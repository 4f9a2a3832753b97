package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type roundRow struct {
	ID        int64 `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	CaseID    reinstate.CaseID
	Number    int
	OpenedAt  int64
	Decision  reinstate.Decision
	DecidedAt int64
	ReplyID   reinstate.NoticeID
	Note      string
	Document  reinstate.DocumentKind
	Answers   doc[[]answerDoc]
}

// answerDoc is one answer as the column holds it.
type answerDoc struct {
	Question string `json:"question"`
	Says     string `json:"says"`
}

func docOfAnswers(answers reinstate.Answers) doc[[]answerDoc] {
	docs := make([]answerDoc, len(answers))
	for i, a := range answers {
		docs[i] = answerDoc(a)
	}
	return doc[[]answerDoc]{docs}
}

func answersOf(docs []answerDoc) reinstate.Answers {
	var answers reinstate.Answers
	for _, a := range docs {
		answers = append(answers, reinstate.Answer(a))
	}
	return answers
}

func (r roundRow) domain() reinstate.Round {
	return reinstate.Round{
		Number: r.Number, Opened: moment(r.OpenedAt), Decision: r.Decision, Decided: moment(r.DecidedAt), Reply: r.ReplyID, Note: r.Note,
		Document: r.Document, Answers: answersOf(r.Answers.V),
	}
}

// Rounds lists the rounds of a case in order.
func (tx *Tx) Rounds(id reinstate.CaseID) ([]reinstate.Round, error) {
	return find(tx.mine("rounds").Where("case_id = ?", id).Order("number"), roundRow.domain)
}

// SaveRound writes a round of a case, a new one or one that is there. The
// reply that decided it must be the case's.
func (tx *Tx) SaveRound(id reinstate.CaseID, r reinstate.Round, e reinstate.Event) error {
	err := tx.record(id, e, func() error {
		if r.Reply != 0 {
			if err := tx.has("notices", "case_id = ? AND id = ?", id, r.Reply); err != nil {
				return err
			}
		}
		if r.Opened.IsZero() {
			r.Opened = tx.now
		}
		return tx.g.Exec(`INSERT INTO rounds (org_id, case_id, number, opened_at, decision, decided_at, reply_id, note, document, answers)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (case_id, number) DO UPDATE SET opened_at = excluded.opened_at, decision = excluded.decision,
				decided_at = excluded.decided_at, reply_id = excluded.reply_id, note = excluded.note,
				document = excluded.document, answers = excluded.answers`,
			tx.who.Org, id, r.Number, micros(r.Opened), r.Decision, micros(r.Decided), r.Reply, r.Note, r.Document, docOfAnswers(r.Answers)).Error
	})
	if err != nil {
		return fmt.Errorf("save round %d of case %d: %w", r.Number, id, err)
	}
	return nil
}
