package store

import "reinstate/internal/reinstate"

// CheckedReading is what was read in a message and what a person made of it.
type CheckedReading struct {
	Notice        reinstate.NoticeID
	Kind          reinstate.MessageKind // as it was filed
	Read, Checked reinstate.Reading
}

// checkedRow are the columns of a notice that a CheckedReading needs: the
// messages themselves stay where they are.
type checkedRow struct {
	ID      reinstate.NoticeID
	Kind    reinstate.MessageKind
	Read    doc[readingDoc]
	Checked doc[readingDoc]
}

func (r checkedRow) domain() CheckedReading {
	return CheckedReading{Notice: r.ID, Kind: r.Kind, Read: r.Read.V.domain(), Checked: r.Checked.V.domain()}
}

// CheckedReadings lists the readings that a person confirmed, in the order in
// which the messages were logged.
func (tx *Tx) CheckedReadings() ([]CheckedReading, error) {
	return find(tx.mine("notices").Select("id", "kind", "read", "checked").Where("checked_at > 0").Order("id"), checkedRow.domain)
}
