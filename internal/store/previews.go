package store

import (
	"errors"
	"fmt"

	"reinstate/internal/reinstate"
)

type previewRow struct {
	OrgID    reinstate.OrgID `gorm:"primaryKey"`
	SHA256   string          `gorm:"column:sha256;primaryKey"`
	State    reinstate.PreviewState
	Pages    int
	Stopped  string
	Thumb    doc[reinstate.Picture]
	Pictures doc[[]reinstate.Picture]
	MadeAt   int64
}

func (r previewRow) domain() reinstate.Preview {
	return reinstate.Preview{
		SHA256: r.SHA256, State: r.State, Pages: r.Pages, Stopped: r.Stopped,
		Thumb: r.Thumb.V, Pictures: r.Pictures.V, Made: moment(r.MadeAt),
	}
}

// Preview is what was drawn of a file of the firm.
func (tx *Tx) Preview(sha256 string) (reinstate.Preview, error) {
	return take(tx.mine("previews").Where("sha256 = ?", sha256), previewRow.domain)
}

// Thumbs lists what was drawn of the files of a case, each with its small
// picture and without those of its pages.
func (tx *Tx) Thumbs(id reinstate.CaseID) ([]reinstate.Preview, error) {
	return find(tx.mine("previews").Select("org_id, sha256, state, pages, stopped, thumb, '[]' AS pictures, made_at").
		Where("sha256 IN (SELECT sha256 FROM exhibits WHERE org_id = ? AND case_id = ?)", tx.who.Org, id).Order("sha256"), previewRow.domain)
}

// PreviewsWanted lists exhibits of the firm whose files wait to be drawn, one
// exhibit a file, at most limit; lacking ones too, for which the program was
// not installed.
func (tx *Tx) PreviewsWanted(limit int, lacking bool) ([]reinstate.Exhibit, error) {
	if tx.wide() != nil {
		return nil, nil
	}
	return find(tx.g.Raw(`SELECT x.* FROM previews p JOIN exhibits x ON x.org_id = p.org_id AND x.sha256 = p.sha256 AND x.purged_at = 0
		WHERE p.org_id = ? AND p.state IN ('waiting', 'lacking') AND (p.state = 'waiting' OR ?) GROUP BY p.sha256 LIMIT ?`, tx.who.Org, lacking, limit), exhibitRow.domain)
}

// SavePreview keeps what was drawn of a file that an exhibit has. It follows
// from the file's bytes and makes no entry.
func (tx *Tx) SavePreview(p reinstate.Preview) error {
	if err := tx.wide(); err != nil {
		return err
	}
	row := previewRow{
		State: p.State, Pages: p.Pages, Stopped: p.Stopped,
		Thumb: doc[reinstate.Picture]{p.Thumb}, Pictures: doc[[]reinstate.Picture]{p.Pictures}, MadeAt: micros(tx.now),
	}
	if p.Pictures == nil {
		row.Pictures.V = []reinstate.Picture{}
	}
	res := tx.mine("previews").Where("sha256 = ?", p.SHA256).
		Select("state", "pages", "stopped", "thumb", "pictures", "made_at").Updates(&row)
	if res.Error == nil && res.RowsAffected == 0 {
		return fmt.Errorf("pictures of file %s: %w", p.SHA256, reinstate.ErrNotFound)
	}
	return res.Error
}

// DropPreview forgets what was drawn of a file that no exhibit of the firm has
// any more, and gives it, so that its pictures can be removed. Where an exhibit
// still has the file, or nothing was drawn, there is none.
func (tx *Tx) DropPreview(sha256 string) (p reinstate.Preview, err error) {
	if err := tx.wide(); err != nil {
		return p, err
	}
	err = tx.has("exhibits", "sha256 = ? AND purged_at = 0", sha256)
	if err == nil {
		return p, nil
	}
	if !errors.Is(err, reinstate.ErrNotFound) {
		return p, err
	}
	p, err = tx.Preview(sha256)
	if errors.Is(err, reinstate.ErrNotFound) {
		return reinstate.Preview{}, nil
	}
	if err != nil {
		return p, err
	}
	return p, tx.g.Exec("DELETE FROM previews WHERE org_id = ? AND sha256 = ?", tx.who.Org, sha256).Error
}

// PictureNames are the digests of every picture of the firm that is kept for a
// file.
func (tx *Tx) PictureNames() (map[string]bool, error) {
	if err := tx.wide(); err != nil {
		return nil, err
	}
	var names []string
	err := tx.g.Raw(`SELECT thumb ->> 'SHA256' FROM previews WHERE org_id = @org AND thumb ->> 'SHA256' <> ''
		UNION SELECT json_each.value ->> 'SHA256' FROM previews p, json_each(p.pictures) WHERE p.org_id = @org`, map[string]any{"org": tx.who.Org}).Scan(&names).Error
	named := make(map[string]bool, len(names))
	for _, name := range names {
		named[name] = true
	}
	return named, err
}
