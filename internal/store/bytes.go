package store

import (
	"context"
	"iter"
)

// Blob is one file the database refers to.
type Blob struct {
	Shelf  string // the firm's name in the blob store
	SHA256 string
	Size   int64
	Name   string // what it is and where, such as "Exhibit B of R-2026-0001 (invoice.pdf)"
}

const blobsSQL = `
SELECT n.org_id AS shelf, n.sha256, n.size, 'Message ' || n.id || coalesce(' of ' || c.reference, '') || coalesce(' (' || nullif(n.file_name, '') || ')', '') AS name
FROM notices n LEFT JOIN cases c ON c.id = n.case_id WHERE n.sha256 <> ''
UNION ALL
SELECT x.org_id, x.sha256, x.size, 'Exhibit ' || x.letter || ' of ' || c.reference || coalesce(' (' || nullif(x.file_name, '') || ')', '')
FROM exhibits x JOIN cases c ON c.id = x.case_id WHERE x.purged_at = 0
UNION ALL
SELECT f.org_id, f.sha256, f.size, 'The packet of round ' || f.round || ' of ' || c.reference FROM filings f JOIN cases c ON c.id = f.case_id
UNION ALL
SELECT s.org_id, s.sha256, s.size, 'Report ' || s.id || ' about ' || a.key || coalesce(' (' || nullif(s.file_name, '') || ')', '')
FROM health_snapshots s JOIN accounts a ON a.id = s.account_id WHERE s.sha256 <> ''
UNION ALL
SELECT u.org_id, u.sha256, u.size, 'Unchecked report ' || u.id || ' about ' || a.key || coalesce(' (' || nullif(u.file_name, '') || ')', '')
FROM health_uploads u JOIN accounts a ON a.id = u.account_id
UNION ALL
SELECT f.org_id, p.value->>'sha256', p.value->>'size', 'Part ' || (p.key + 1) || ' of the packet of round ' || f.round || ' of ' || c.reference
FROM filings f JOIN cases c ON c.id = f.case_id, json_each(f.parts) p WHERE p.key > 0 AND p.type = 'object'
UNION ALL
SELECT x.org_id, p.value->>'sha256', p.value->>'size', 'The export ' || x.id || ' of ' || c.reference
FROM exports x JOIN cases c ON c.id = x.case_id, json_each(x.files) p WHERE x.state = 'done' AND p.type = 'object'
UNION ALL
SELECT p.org_id, p.sha256, p.size, 'Paper ' || p.id || ' of account ' || a.key FROM papers p JOIN accounts a ON a.id = p.account_id
UNION ALL
SELECT m.org_id, m.sha256, m.size, 'Mail ' || m.id FROM mails m WHERE m.sha256 <> ''
UNION ALL
SELECT o.org_id, o.sha256, o.size, 'Mail sent from ' || c.reference || ' (' || o.subject || ')' FROM outgoing o JOIN cases c ON c.id = o.case_id
UNION ALL
SELECT x.org_id, a.value ->> 'SHA256', a.value ->> 'Size', 'File ' || (a.key + 1) || ' of an exchange of ' || c.reference
FROM exchanges x JOIN cases c ON c.id = x.case_id, json_each(x.files) a WHERE a.type = 'object'
UNION ALL
SELECT m.org_id, a.value ->> 'SHA256', a.value ->> 'Size', 'Attachment ' || (a.key + 1) || ' of mail ' || m.id FROM mails m, json_each(m.attached) a WHERE a.type = 'object'
ORDER BY 1, 2`

// Blobs gives every file the database refers to, of all firms, sorted by firm
// and hash: original messages, exhibits, sealed packets, papers, mails that
// came and went, files of exchanges and reports about accounts. A file that is referred to twice comes twice; one
// whose bytes were removed does not come.
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
			if err := rows.Scan(&b.Shelf, &b.SHA256, &b.Size, &b.Name); err != nil {
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
