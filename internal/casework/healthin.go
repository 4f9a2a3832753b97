package casework

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"reinstate/internal/blob"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// StageHealth keeps a file for somebody to check before it is stored.
func (d *Desk) StageHealth(ctx context.Context, who reinstate.Actor, account reinstate.AccountID, name string, body io.Reader) (reinstate.HealthUpload, error) {
	u := reinstate.HealthUpload{Account: account, FileName: fileName(name)}
	if err := who.Need(reinstate.Contribute); err != nil {
		return u, err
	}
	err := d.view(ctx, who, func(tx *store.Tx) error { _, err := tx.Account(account); return err })
	if err != nil {
		return u, err
	}
	came, err := d.blobs.Receive(ctx, shelf(who), body, health.MostBytes)
	if err != nil {
		if errors.Is(err, blob.ErrEmpty) {
			return u, reinstate.Invalid{"file": "Choose a file, or paste the table."}
		}
		return u, refusedFile(err, health.MostBytes)
	}
	err = d.shelve(ctx, came, func(kept blob.Blob) error {
		u.SHA256, u.Size = kept.SHA256, kept.Size
		return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error { return tx.AddHealthUpload(&u) })
	})
	return u, err
}

// StagedHealth reads a file that waits, with what somebody says of it.
func (d *Desk) StagedHealth(ctx context.Context, who reinstate.Actor, id reinstate.UploadID, metric reinstate.Metric, mapping *reinstate.Mapping) (HealthRead, error) {
	var u reinstate.HealthUpload
	if err := who.Need(reinstate.Contribute); err != nil {
		return HealthRead{}, err
	}
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		u, err = tx.HealthUpload(id)
		return err
	})
	if err != nil {
		return HealthRead{}, err
	}
	file, err := d.open(who, Download{Name: u.FileName, Size: u.Size, SHA256: u.SHA256})
	if err != nil {
		return HealthRead{}, err
	}
	defer file.Body.Close()
	read, err := d.ReadHealth(ctx, who, HealthIn{Account: u.Account, Name: u.FileName, Body: file.Body, Metric: metric, Mapping: mapping})
	read.Upload = u
	return read, err
}

// StoreStaged stores a file that waited, and forgets that it waited.
func (d *Desk) StoreStaged(ctx context.Context, who reinstate.Actor, id reinstate.UploadID, metric reinstate.Metric, mapping *reinstate.Mapping) (read HealthRead, err error) {
	err = d.blobs.Share(ctx, func() error {
		read, err = d.StagedHealth(ctx, who, id, metric, mapping)
		if err == nil {
			err = read.Wrong()
		}
		if err != nil {
			return err
		}
		if !read.Twin {
			read.Snapshot.SHA256, read.Snapshot.Size = read.Upload.SHA256, read.Upload.Size
			if err := d.storeHealth(ctx, who, &read); err != nil {
				return err
			}
		}
		return d.DropStaged(ctx, who, id)
	})
	return read, err
}

// DropStaged forgets a file that waited.
func (d *Desk) DropStaged(ctx context.Context, who reinstate.Actor, id reinstate.UploadID) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error { return tx.RemoveHealthUpload(id) })
}

// TypedHealth is one figure read off a page and typed in, as it was typed.
type TypedHealth struct {
	Metric   string
	Scope    string
	From, To string // YYYY-MM-DD
	Value    string // percent for rates
	Bad, Of  string
}

// typed names the fields of the form by the columns of a table.
var typed = []struct{ role, field string }{
	{"metric", "metric"}, {"scope", "scope"}, {"from", "from"}, {"to", "to"}, {"rate", "value"}, {"bad", "bad"}, {"of", "of"},
}

// EnterHealth stores one figure that a person typed in. It is kept like a
// table of one row.
func (d *Desk) EnterHealth(ctx context.Context, who reinstate.Actor, account reinstate.AccountID, in TypedHealth) (HealthRead, error) {
	refused := reinstate.Invalid{}
	if in.Metric == "" {
		refused.Refuse("metric", "Choose what was measured.")
	}
	if strings.TrimSpace(in.To) == "" {
		refused.Refuse("to", "Give the day the figure is of.")
	}
	if strings.TrimSpace(in.Value) == "" && strings.TrimSpace(in.Bad) == "" {
		refused.Refuse("value", "Give the figure, or the counts it is made of.")
	}
	if err := refused.Err(); err != nil {
		return HealthRead{}, err
	}
	mapping := reinstate.Mapping{Columns: map[string]string{}, Percent: true, Days: "ymd"}
	var header, row []string
	for i, cell := range []string{in.Metric, in.Scope, in.From, in.To, in.Value, in.Bad, in.Of} {
		header, row = append(header, typed[i].field), append(row, line(strings.ReplaceAll(cell, "\t", " ")))
		mapping.Columns[typed[i].field] = typed[i].role
	}
	body := strings.Join(header, "\t") + "\n" + strings.Join(row, "\t") + "\n"
	read, err := d.ImportHealth(ctx, who, HealthIn{Account: account, Name: "typed-in.tsv", Body: bytes.NewReader([]byte(body)), Mapping: &mapping})
	if len(read.Report.Refused) == 0 {
		return read, err
	}
	for _, r := range read.Report.Refused {
		refused.Refuse(fieldOf(r.Place), r.Why.String())
	}
	return read, refused
}

// fieldOf is the field of the form that a refused place stands for.
func fieldOf(place string) string {
	place = strings.Trim(place, "“”")
	for _, t := range typed {
		if place == t.role || place == t.field {
			return t.field
		}
	}
	return "value"
}
