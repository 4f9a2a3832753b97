package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type fileTextRow struct {
	OrgID  reinstate.OrgID `gorm:"primaryKey"`
	SHA256 string          `gorm:"column:sha256;primaryKey"`
	State  reinstate.FileTextState
	Way    string
	Pages  doc[[]string]
	Why    string
	ReadAt int64
}

func (r fileTextRow) domain() reinstate.FileText {
	return reinstate.FileText{SHA256: r.SHA256, State: r.State, Way: r.Way, Pages: r.Pages.V, Why: r.Why, Read: moment(r.ReadAt)}
}

// fileTexts lists the text of a file, where it exists for the actor: for
// one who sees a single client, among its exhibits.
func (tx *Tx) fileTexts(sha256 string) ([]reinstate.FileText, error) {
	return find(tx.mine("file_texts").Where("sha256 = ?", sha256), fileTextRow.domain)
}

// FileText is the text inside a file of the firm.
func (tx *Tx) FileText(sha256 string) (reinstate.FileText, error) {
	found, err := tx.fileTexts(sha256)
	if err == nil && len(found) == 0 {
		err = reinstate.ErrNotFound
	}
	if err != nil {
		return reinstate.FileText{}, err
	}
	return found[0], nil
}

// FilesToRead lists files of the firm whose text was not taken yet, with the
// exhibit that has them, at most limit.
func (tx *Tx) FilesToRead(limit int) ([]reinstate.Exhibit, error) {
	if tx.wide() != nil {
		return nil, nil
	}
	return find(tx.g.Raw(`SELECT x.* FROM file_texts f JOIN exhibits x ON x.org_id = f.org_id AND x.sha256 = f.sha256
		WHERE f.org_id = ? AND f.state = 'waiting' AND x.purged_at = 0 GROUP BY f.sha256 LIMIT ?`, tx.who.Org, limit), exhibitRow.domain)
}

// SaveFileText keeps the text inside a file that an exhibit has. It follows
// from the file's bytes and makes no entry.
func (tx *Tx) SaveFileText(t reinstate.FileText) error {
	if err := tx.wide(); err != nil {
		return err
	}
	row := fileTextRow{OrgID: tx.who.Org, SHA256: t.SHA256, State: t.State, Way: t.Way, Pages: doc[[]string]{t.Pages}, Why: t.Why, ReadAt: micros(tx.now)}
	if t.Pages == nil {
		row.Pages.V = []string{}
	}
	res := tx.g.Table("file_texts").Where("org_id = ? AND sha256 = ?", tx.who.Org, t.SHA256).Select("state", "way", "pages", "why", "read_at").Updates(&row)
	if res.Error == nil && res.RowsAffected == 0 {
		return fmt.Errorf("text of file %s: %w", t.SHA256, reinstate.ErrNotFound)
	}
	return res.Error
}
