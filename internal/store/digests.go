package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"

	"reinstate/internal/reinstate"
)

// sealed is what of a filing its timeline entry vouches for, as it is stored.
type sealed struct {
	Case                                      reinstate.CaseID
	Round, Revision, Pages                    int
	Size, Filed                               int64
	SHA256, Manifest, Profile, Parts, Channel string
	By                                        string
}

// sealedColumns are the columns a sealed is read from, in its scan order.
const sealedColumns = "f.case_id, f.round, f.revision, f.pages, f.size, f.filed_at, f.sha256, f.manifest, f.profile, f.parts, f.channel, f.filed_by"

func (s *sealed) fields() []any {
	return []any{&s.Case, &s.Round, &s.Revision, &s.Pages, &s.Size, &s.Filed, &s.SHA256, &s.Manifest, &s.Profile, &s.Parts, &s.Channel, &s.By}
}

// sum is hex SHA-256 over a JSON array of what is sealed. The first element
// names this format.
func (s sealed) sum() string {
	text, err := json.Marshal([]any{
		"reinstate filing 1", s.Case, s.Round, s.Revision, s.Pages, s.Size, s.Filed, s.SHA256, s.Manifest, s.Profile, s.Parts, s.Channel, s.By,
	})
	if err != nil {
		panic(err) // numbers and strings only
	}
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}

// vouched is the sum of a filing as it was just stored, for the timeline to
// keep.
func (tx *Tx) vouched(id reinstate.FilingID) (string, error) {
	var s sealed
	err := tx.g.Raw("SELECT "+sealedColumns+" FROM filings f WHERE f.id = ? AND f.org_id = ?", id, tx.who.Org).Row().Scan(s.fields()...)
	return s.sum(), err
}

// Exhibits whose digest is not the one the record of custody says they came in
// with. One that came in before custody was kept is looked up on the timeline.
const strayExhibitsSQL = `
SELECT 'Exhibit ' || x.letter || ' of ' || c.reference
FROM exhibits x JOIN cases c ON c.id = x.case_id
WHERE NOT EXISTS (SELECT 1 FROM custody t WHERE t.exhibit_id = x.id AND t.did = 'added' AND t."with" = x.algorithm || ' ' || x.sha256)
AND (EXISTS (SELECT 1 FROM custody t WHERE t.exhibit_id = x.id AND t.did = 'added')
	OR NOT EXISTS (SELECT 1 FROM timeline t WHERE t.case_id = x.case_id AND t.did = 'exhibit_added' AND json_valid(t."with") AND t."with" ->> 'sha256' = x.sha256))
ORDER BY x.id`

// The entry that tells of the sealing of a filing, ” where there is none.
const filingsSQL = `
SELECT 'The packet of round ' || f.round || ' of ' || c.reference, coalesce(t."with" ->> 'sha256', ''), coalesce(t."with" ->> 'seal', ''), ` + sealedColumns + `
FROM filings f JOIN cases c ON c.id = f.case_id
LEFT JOIN timeline t ON t.case_id = f.case_id AND json_valid(t."with")
	AND (t.did = 'packet_sealed' OR t."with" ->> 'seal' IS NOT NULL) AND t."with" ->> 'round' = '' || f.round
ORDER BY f.id`

// checkDigests holds the digests of exhibits and filings against what the
// chained records say of them: whoever exchanges a file and its digest
// together is found by the entry from when it came or was sealed.
func checkDigests(ctx context.Context, t *sql.Tx, report func(Finding)) error {
	err := texts(ctx, t, strayExhibitsSQL, func(name string) {
		report(Finding{"digest", name, name + " does not have the digest it came in with, as the record of custody tells."})
	})
	if err != nil {
		return err
	}
	rows, err := t.QueryContext(ctx, filingsSQL)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, sum, seal string
		var s sealed
		if err := rows.Scan(append([]any{&name, &sum, &seal}, s.fields()...)...); err != nil {
			return err
		}
		if sum != s.SHA256 || seal != "" && seal != s.sum() { // entries from before seals were kept have none
			report(Finding{"digest", name, name + " is not what was sealed, as the timeline tells."})
		}
	}
	return rows.Err()
}
