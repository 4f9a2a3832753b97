package store

import (
	"context"
	"iter"

	"reinstate/internal/reinstate"
)

// Blob is one file the database refers to.
type Blob struct {
	Org    reinstate.OrgID
	SHA256 string
	Size   int64
	Name   string // the file's name as it came
	Where  string // what refers to it, such as "exhibit B of R-2026-0001"
}

const blobsSQL = `
SELECT n.org_id AS org, n.sha256 AS sha256, n.size AS size, n.file_name AS name,
	CASE WHEN c.id IS NULL THEN 'message ' || n.id || ', in no case yet' ELSE 'message ' || n.id || ' of ' || c.reference END AS "where"
FROM notices n LEFT JOIN cases c ON c.id = n.case_id
UNION ALL
SELECT x.org_id, x.sha256, x.size, x.file_name, 'exhibit ' || x.letter || ' of ' || c.reference FROM exhibits x JOIN cases c ON c.id = x.case_id
UNION ALL
SELECT f.org_id, f.sha256, f.size, '', 'the filing of round ' || f.round || ' of ' || c.reference FROM filings f JOIN cases c ON c.id = f.case_id
ORDER BY 1, 2`

// Blobs gives every file the database refers to, of all firms, sorted by firm
// and hash: original messages, exhibits and sealed packets. A file that is
// referred to twice comes twice.
func (db *DB) Blobs(ctx context.Context) iter.Seq2[Blob, error] {
	return func(yield func(Blob, error) bool) {
		rows, err := db.read.sql.QueryContext(ctx, blobsSQL)
		if err != nil {
			yield(Blob{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var b Blob
			if err := rows.Scan(&b.Org, &b.SHA256, &b.Size, &b.Name, &b.Where); err != nil {
				yield(Blob{}, err)
				return
			}
			if !yield(b, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Blob{}, err)
		}
	}
}
