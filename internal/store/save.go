package store

import (
	"errors"
	"fmt"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

// find lists what a query gives, in the domain's words.
func find[R, D any](q *gorm.DB, domain func(R) D) ([]D, error) {
	var rows []R
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	found := make([]D, len(rows))
	for i, r := range rows {
		found[i] = domain(r)
	}
	return found, nil
}

// take is the one thing a query gives, or ErrNotFound.
func take[R, D any](q *gorm.DB, domain func(R) D) (D, error) {
	var row R
	err := q.Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = reinstate.ErrNotFound
	}
	if err != nil {
		return *new(D), err
	}
	return domain(row), nil
}

// has returns ErrNotFound unless the table has such a row for the actor.
func (tx *Tx) has(table, where string, args ...any) error {
	var one int
	res := tx.mine(table).Select("1").Where(where, args...).Limit(1).Scan(&one)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 0 {
		return fmt.Errorf("%s: %w", table, reinstate.ErrNotFound)
	}
	return nil
}

// insert adds a row. A duplicate is gorm.ErrDuplicatedKey.
func (tx *Tx) insert(table string, row any) error {
	return tx.g.Table(table).Create(row).Error
}

// replace writes all columns of a row but those kept, if it still has the
// version. The row carries the next one.
func (tx *Tx) replace(table string, id any, version int, row any, kept ...string) error {
	res := tx.mine(table).Where("id = ? AND version = ?", id, version).
		Select("*").Omit(append(kept, "id", "org_id")...).Updates(row)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 1 {
		return nil
	}
	if err := tx.has(table, "id = ?", id); err != nil {
		return err
	}
	return fmt.Errorf("%s %v: %w", table, id, reinstate.ErrConflict)
}

// atomic runs a change of several statements: all of them or none, also when
// the caller goes on after its error.
func (tx *Tx) atomic(change func() error) error {
	if err := tx.g.Exec("SAVEPOINT change").Error; err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			tx.g.Exec("ROLLBACK TO change")
			tx.g.Exec("RELEASE change")
		}
	}()
	if err := change(); err != nil {
		return err
	}
	done = true
	return tx.g.Exec("RELEASE change").Error
}

// duplicate turns a second row with the same key into what a person can mend.
func duplicate(err error, field, sentence string) error {
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return reinstate.Invalid{field: sentence}
	}
	return err
}
