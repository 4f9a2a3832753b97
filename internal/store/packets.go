package store

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"reinstate/internal/reinstate"
)

// partDoc is how one file of a packet is kept as JSON.
type partDoc struct {
	Name      string `json:"name,omitempty"`
	MediaType string `json:"media_type,omitempty"`
	SHA256    string `json:"sha256"`
	Size      int64  `json:"size"`
	Pages     int    `json:"pages,omitempty"`
}

// placeDoc is how the place of an exhibit in a packet is kept as JSON.
type placeDoc struct {
	Part int    `json:"part,omitempty"`
	From int    `json:"from,omitempty"`
	To   int    `json:"to,omitempty"`
	Why  string `json:"why,omitempty"`
}

func partDocs(parts []reinstate.PacketPart) doc[[]partDoc] {
	return doc[[]partDoc]{each(parts, func(p reinstate.PacketPart) partDoc { return partDoc(p) })}
}

func packetParts(d doc[[]partDoc]) []reinstate.PacketPart {
	return each(d.V, func(p partDoc) reinstate.PacketPart { return reinstate.PacketPart(p) })
}

type handlingRow struct {
	OrgID      reinstate.OrgID
	CaseID     reinstate.CaseID `gorm:"primaryKey"`
	Thing      reinstate.Thing  `gorm:"primaryKey"`
	ThingID    int64            `gorm:"primaryKey"`
	Goes       reinstate.Goes
	Privileged bool
}

func (r handlingRow) domain() reinstate.Handling {
	return reinstate.Handling{Case: r.CaseID, Thing: r.Thing, ID: r.ThingID, Goes: r.Goes, Privileged: r.Privileged}
}

// Handlings lists what was decided about exhibits and messages of a case.
func (tx *Tx) Handlings(id reinstate.CaseID) ([]reinstate.Handling, error) {
	return find(tx.mine("handlings").Where("case_id = ?", id).Order("thing, thing_id"), handlingRow.domain)
}

// tablesOf are where the things lie that something can be decided about.
var tablesOf = map[reinstate.Thing]string{
	reinstate.ThingExhibit: "exhibits", reinstate.ThingNotice: "notices", reinstate.ThingMail: "mails", reinstate.ThingOut: "outgoing", reinstate.ThingSaid: "exchanges",
}

// SaveHandling keeps what was decided about a thing of the case.
func (tx *Tx) SaveHandling(h reinstate.Handling, e reinstate.Event) error {
	row := handlingRow{OrgID: tx.who.Org, CaseID: h.Case, Thing: h.Thing, ThingID: h.ID, Goes: h.Goes, Privileged: h.Privileged}
	err := tx.record(h.Case, e, func() error {
		table, ok := tablesOf[h.Thing]
		if !ok {
			return fmt.Errorf("%q: %w", h.Thing, reinstate.ErrNotFound)
		}
		if err := tx.has(table, "id = ? AND case_id = ?", h.ID, h.Case); err != nil {
			return err
		}
		return tx.g.Table("handlings").Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
	})
	if err != nil {
		return fmt.Errorf("decide about %s %d: %w", h.Thing, h.ID, err)
	}
	return nil
}

type exportRow struct {
	ID           reinstate.ExportID `gorm:"primaryKey"`
	OrgID        reinstate.OrgID
	CaseID       reinstate.CaseID
	Profile      string
	Prefix       string
	Start        int
	State        reinstate.ExportState
	Done         int
	Of           int
	Files        doc[[]partDoc]
	Notes        doc[[]string]
	Why          string
	AskedBy      string
	AskedKind    reinstate.ActorKind
	AskedUser    reinstate.UserID
	AskedAddress string
	AskedAt      int64
	EndedAt      int64
	Sealing      bool
	Mark         string
	Manifest     doc[[]manifestDoc]
}

func rowOfExport(x reinstate.Export) exportRow {
	return exportRow{
		ID: x.ID, CaseID: x.Case, Profile: x.Profile, Prefix: x.Prefix, Start: x.Start, State: x.State, Done: x.Done, Of: x.Of,
		Files: partDocs(x.Files), Notes: doc[[]string]{x.Notes}, Why: x.Why, AskedBy: x.AskedBy, AskedAt: micros(x.Asked), EndedAt: micros(x.Ended),
		AskedKind: x.AskedKind, AskedUser: x.AskedUser, AskedAddress: x.AskedFrom,
		Sealing: x.Sealing, Mark: x.Mark, Manifest: doc[[]manifestDoc]{each(x.Manifest, manifestDocOf)},
	}
}

func (r exportRow) domain() reinstate.Export {
	return reinstate.Export{
		ID: r.ID, Case: r.CaseID, Profile: r.Profile, Prefix: r.Prefix, Start: r.Start, State: r.State, Done: r.Done, Of: r.Of,
		Files: packetParts(r.Files), Notes: r.Notes.V, Why: r.Why, AskedBy: r.AskedBy, Asked: moment(r.AskedAt), Ended: moment(r.EndedAt),
		AskedKind: r.AskedKind, AskedUser: r.AskedUser, AskedFrom: r.AskedAddress,
		Sealing: r.Sealing, Mark: r.Mark, Manifest: each(r.Manifest.V, manifestDoc.domain),
	}
}

// Exports lists the newest exports of a case, the newest first, at most limit.
func (tx *Tx) Exports(id reinstate.CaseID, limit int) ([]reinstate.Export, error) {
	return find(tx.mine("exports").Where("case_id = ?", id).Order("id DESC").Limit(limit), exportRow.domain)
}

// Export is one export.
func (tx *Tx) Export(id reinstate.ExportID) (reinstate.Export, error) {
	return take(tx.mine("exports").Where("id = ?", id), exportRow.domain)
}

// AddExport keeps that an export was asked for.
func (tx *Tx) AddExport(x *reinstate.Export, e reinstate.Event) error {
	row := rowOfExport(*x)
	row.ID, row.OrgID = 0, tx.who.Org
	if x.Asked.IsZero() {
		row.AskedAt = micros(tx.now)
	}
	if x.AskedBy == "" {
		row.AskedBy, row.AskedKind, row.AskedUser, row.AskedAddress = tx.who.Name, tx.who.Kind, tx.who.User, tx.who.Address
	}
	if err := tx.record(x.Case, e, func() error { return tx.insert("exports", &row) }); err != nil {
		return fmt.Errorf("ask for an export: %w", err)
	}
	*x = row.domain()
	return nil
}

// EndExport keeps what came of an export, with its entry on the timeline.
func (tx *Tx) EndExport(x reinstate.Export, e reinstate.Event) error {
	return tx.record(x.Case, e, func() error { return tx.AdvanceExport(x) })
}

// AdvanceExport keeps how far an export is. That is no change of the case and
// makes no entry.
func (tx *Tx) AdvanceExport(x reinstate.Export) error {
	row := rowOfExport(x)
	res := tx.mine("exports").Where("id = ?", x.ID).Select("state", "done", "of", "files", "notes", "why", "ended_at", "mark", "manifest").Updates(&row)
	if res.Error == nil && res.RowsAffected == 0 {
		return fmt.Errorf("export %d: %w", x.ID, reinstate.ErrNotFound)
	}
	return res.Error
}

// ExportsEnded lists the exports of the firm that were done before an instant
// and whose files are still kept.
func (tx *Tx) ExportsEnded(before time.Time, limit int) ([]reinstate.Export, error) {
	return find(tx.mine("exports").Where("state = 'done' AND ended_at < ?", micros(before)).Order("ended_at").Limit(limit), exportRow.domain)
}
