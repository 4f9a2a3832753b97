package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type exchangeRow struct {
	ID        reinstate.ExchangeID `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	CaseID    reinstate.CaseID
	Way       reinstate.Way
	Came      bool
	Party     string
	At        int64
	Summary   string
	Exhibits  doc[[]reinstate.ExhibitID]
	Files     doc[[]reinstate.MailFile]
	WrittenAt int64
	WrittenBy string
	StruckAt  int64
	StruckBy  string
	Version   int
}

func rowOfExchange(x reinstate.Exchange) exchangeRow {
	return exchangeRow{
		ID: x.ID, CaseID: x.Case, Way: x.Way, Came: x.Came, Party: x.Party, At: micros(x.At), Summary: x.Summary,
		Exhibits: doc[[]reinstate.ExhibitID]{x.Exhibits}, Files: doc[[]reinstate.MailFile]{x.Files},
		WrittenAt: micros(x.Written), WrittenBy: x.WrittenBy, StruckAt: micros(x.Struck), StruckBy: x.StruckBy, Version: x.Version,
	}
}

func (r exchangeRow) domain() reinstate.Exchange {
	return reinstate.Exchange{
		ID: r.ID, Case: r.CaseID, Way: r.Way, Came: r.Came, Party: r.Party, At: moment(r.At), Summary: r.Summary,
		Exhibits: r.Exhibits.V, Files: r.Files.V,
		Written: moment(r.WrittenAt), WrittenBy: r.WrittenBy, Struck: moment(r.StruckAt), StruckBy: r.StruckBy, Version: r.Version,
	}
}

// Exchanges lists what people wrote down about calls and the like in a case,
// the oldest first.
func (tx *Tx) Exchanges(id reinstate.CaseID) ([]reinstate.Exchange, error) {
	return find(tx.mine("exchanges").Where("case_id = ?", id).Order("at, id"), exchangeRow.domain)
}

// Exchange is one of them.
func (tx *Tx) Exchange(id reinstate.ExchangeID) (reinstate.Exchange, error) {
	return take(tx.mine("exchanges").Where("id = ?", id), exchangeRow.domain)
}

// AddExchange writes one down. Its exhibits are those of the case.
func (tx *Tx) AddExchange(x *reinstate.Exchange, e reinstate.Event) error {
	row := rowOfExchange(*x)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	row.WrittenAt, row.WrittenBy = micros(tx.now), tx.who.Name
	err := tx.record(x.Case, e, func() error {
		for _, exhibit := range x.Exhibits {
			if err := tx.has("exhibits", "id = ? AND case_id = ?", exhibit, x.Case); err != nil {
				return err
			}
		}
		return tx.insert("exchanges", &row)
	})
	if err != nil {
		return fmt.Errorf("write an exchange down: %w", err)
	}
	*x = row.domain()
	return nil
}

// StrikeExchange strikes one out. It stays, as it was written.
func (tx *Tx) StrikeExchange(x *reinstate.Exchange, e reinstate.Event) error {
	err := tx.record(x.Case, e, func() error {
		if err := tx.has("exchanges", "id = ? AND case_id = ?", x.ID, x.Case); err != nil {
			return err
		}
		return tx.mine("exchanges").Where("id = ?", x.ID).Updates(map[string]any{
			"struck_at": micros(tx.now), "struck_by": tx.who.Name, "version": x.Version + 1,
		}).Error
	})
	if err != nil {
		return fmt.Errorf("strike exchange %d out: %w", x.ID, err)
	}
	x.Struck, x.StruckBy, x.Version = tx.now, tx.who.Name, x.Version+1
	return nil
}
