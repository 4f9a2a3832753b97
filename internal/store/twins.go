package store

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

// Twin is an exhibit of another case with the same bytes.
type Twin struct {
	Case      reinstate.CaseID
	Reference string
	Letter    string
	Client    reinstate.ClientID
	Name      string // the client's legal name
}

// Twins lists the exhibits with a hash in other cases than one, as far as the
// actor may see those cases. Another firm's are never among them.
func (tx *Tx) Twins(sha256 string, except reinstate.CaseID) ([]Twin, error) {
	exhibits, err := find(tx.mine("exhibits").Where("sha256 = ? AND case_id <> ?", sha256, except).Order("id").Limit(fewTwins), exhibitRow.domain)
	if err != nil {
		return nil, err
	}
	twins := make([]Twin, 0, len(exhibits))
	for _, x := range exhibits {
		c, err := tx.Case(x.Case)
		if err != nil {
			return nil, err
		}
		client, err := tx.Client(c.Client)
		if err != nil {
			return nil, err
		}
		twins = append(twins, Twin{Case: c.ID, Reference: c.Reference, Letter: x.Letter, Client: c.Client, Name: client.LegalName})
	}
	return twins, nil
}

// fewTwins is how many cases a warning names.
const fewTwins = 5

// Trash lists the firm's exhibits that were withdrawn before an instant and
// whose bytes are still kept, oldest first. What a sealed filing of its case
// holds is no trash, nor is its proof of submission.
func (tx *Tx) Trash(before time.Time) ([]reinstate.Exhibit, error) {
	return find(tx.trash(before).Order("withdrawn_at, id").Limit(mostTrash), exhibitRow.domain)
}

// InTrash reports whether an exhibit is, or still is, in the trash.
func (tx *Tx) InTrash(id reinstate.ExhibitID, before time.Time) (bool, error) {
	var n int64
	err := tx.trash(before).Where("id = ?", id).Count(&n).Error
	return n > 0, err
}

func (tx *Tx) trash(before time.Time) *gorm.DB {
	return tx.mine("exhibits").
		Where("withdrawn_at > 0 AND purged_at = 0 AND withdrawn_at <= ?", micros(before)).
		Where("NOT EXISTS (SELECT 1 FROM filings f WHERE f.case_id = exhibits.case_id AND (f.proof_id = exhibits.id OR instr(f.manifest, exhibits.sha256) > 0))")
}

// mostTrash is how much is emptied at once.
const mostTrash = 500

// heldSQL counts what in the firm refers to bytes, whoever looks: messages,
// mails, papers, reports, exports, exhibits whose bytes are kept, sealed
// packets, and sealed filings whose manifest names them or whose proof of
// submission they are. It knows every table that blobsSQL knows.
const heldSQL = `SELECT
(SELECT count(*) FROM notices WHERE org_id = @org AND sha256 = @sum) +
(SELECT count(*) FROM exhibits WHERE org_id = @org AND sha256 = @sum AND purged_at = 0) +
(SELECT count(*) FROM filings WHERE org_id = @org AND sha256 = @sum) +
(SELECT count(*) FROM papers WHERE org_id = @org AND sha256 = @sum) +
(SELECT count(*) FROM mails WHERE org_id = @org AND (sha256 = @sum OR instr(attached, @sum) > 0)) +
(SELECT count(*) FROM outgoing WHERE org_id = @org AND sha256 = @sum) +
(SELECT count(*) FROM exchanges WHERE org_id = @org AND instr(files, @sum) > 0) +
(SELECT count(*) FROM exhibits x JOIN filings f ON f.case_id = x.case_id
	WHERE x.org_id = @org AND x.sha256 = @sum AND (f.proof_id = x.id OR instr(f.manifest, @sum) > 0)) +
(SELECT count(*) FROM filings WHERE org_id = @org AND sha256 <> @sum AND instr(parts, @sum) > 0) +
(SELECT count(*) FROM accounts a JOIN health_snapshots s ON s.account_id = a.id WHERE a.org_id = @org AND s.sha256 = @sum) +
(SELECT count(*) FROM accounts a JOIN health_uploads u ON u.account_id = a.id WHERE a.org_id = @org AND u.sha256 = @sum) +
(SELECT count(*) FROM exports WHERE org_id = @org AND state = 'done' AND instr(files, @sum) > 0)`

// Held reports how many things of the firm refer to the bytes with a hash. An
// actor who sees one client only is refused, for the count would tell of others.
func (tx *Tx) Held(sha256 string) (int, error) {
	if err := tx.wide(); err != nil {
		return 0, fmt.Errorf("count what holds a file: %w", err)
	}
	var n int
	err := tx.g.Raw(heldSQL, map[string]any{"org": tx.who.Org, "sum": sha256}).Scan(&n).Error
	return n, err
}
