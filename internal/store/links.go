package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"reinstate/internal/reinstate"
)

// link is a table that ties things of a case to its exhibits.
type link struct {
	table string
	owner string // the column that names what is tied
	of    string // the table of what is tied
}

var (
	claimLinks  = link{table: "claim_exhibits", owner: "claim_id", of: "claims"}
	demandLinks = link{table: "demand_exhibits", owner: "demand_id", of: "demands"}
)

// column is a select list with the exhibits of each row in one column, so that
// a page needs one query and not one for each row.
func (l link) column() string {
	return fmt.Sprintf("%[1]s.*, coalesce((SELECT group_concat(k.exhibit_id) FROM %[2]s k WHERE k.%[3]s = %[1]s.id), '') AS exhibits", l.of, l.table, l.owner)
}

// ids reads the column that link.column makes, such as "3,1,2", and sorts it.
func ids(column string) []reinstate.ExhibitID {
	if column == "" {
		return nil
	}
	var found []reinstate.ExhibitID
	for part := range strings.SplitSeq(column, ",") {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			panic(err) // SQLite joined integers
		}
		found = append(found, reinstate.ExhibitID(id))
	}
	slices.Sort(found)
	return found
}

// tie replaces the exhibits of one thing. They must be of the same case, and
// are returned sorted and once each. What was tied or untied goes on record.
func (tx *Tx) tie(l link, id reinstate.CaseID, owner int64, exhibits []reinstate.ExhibitID) ([]reinstate.ExhibitID, error) {
	var before []reinstate.ExhibitID
	if err := tx.mine(l.table).Select("exhibit_id").Where(l.owner+" = ?", owner).Scan(&before).Error; err != nil {
		return nil, err
	}
	after, err := tx.retie(l, id, owner, exhibits)
	if err != nil {
		return nil, err
	}
	with := fmt.Sprintf("%s %d", strings.TrimSuffix(l.owner, "_id"), owner)
	for _, x := range after {
		if !slices.Contains(before, x) {
			if err := tx.handle(id, x, reinstate.CustodyLinked, with); err != nil {
				return nil, err
			}
		}
	}
	for _, x := range before {
		if !slices.Contains(after, x) {
			if err := tx.handle(id, x, reinstate.CustodyUnlinked, with); err != nil {
				return nil, err
			}
		}
	}
	return after, nil
}

func (tx *Tx) retie(l link, id reinstate.CaseID, owner int64, exhibits []reinstate.ExhibitID) ([]reinstate.ExhibitID, error) {
	exhibits = slices.Compact(slices.Sorted(slices.Values(exhibits)))
	if err := tx.g.Exec("DELETE FROM "+l.table+" WHERE org_id = ? AND "+l.owner+" = ?", tx.who.Org, owner).Error; err != nil {
		return nil, err
	}
	if len(exhibits) == 0 {
		return nil, nil
	}
	res := tx.g.Exec("INSERT INTO "+l.table+" (org_id, case_id, "+l.owner+", exhibit_id) SELECT org_id, case_id, ?, id FROM exhibits WHERE org_id = ? AND case_id = ? AND id IN ?",
		owner, tx.who.Org, id, exhibits)
	if res.Error != nil {
		return nil, res.Error
	}
	if int(res.RowsAffected) != len(exhibits) {
		return nil, fmt.Errorf("an exhibit of another case: %w", reinstate.ErrNotFound)
	}
	return exhibits, nil
}
