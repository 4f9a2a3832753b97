package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

type entryRow struct {
	ID     int64 `gorm:"primaryKey"`
	OrgID  reinstate.OrgID
	CaseID reinstate.CaseID
	Seq    int
	At     int64
	Actor  string
	Kind   reinstate.ActorKind
	UserID reinstate.UserID
	Did    string
	With   string // as stored and hashed: a JSON object with sorted keys
	Prev   string
	Hash   string
}

// sum is the hash of an entry: hex SHA-256 over a JSON array of what it says
// and the hash of the entry before. The first element names this format.
func (r entryRow) sum() string {
	text, err := json.Marshal([]any{
		"reinstate timeline 1", r.CaseID, r.Seq, r.At, r.Actor, r.Kind, r.UserID, r.Did, r.With, r.Prev,
	})
	if err != nil {
		panic(err) // numbers and strings only
	}
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}

func (r entryRow) domain() (reinstate.Entry, error) {
	e := reinstate.Entry{
		Case: r.CaseID, Seq: r.Seq, At: moment(r.At), Actor: r.Actor, Kind: r.Kind, User: r.UserID,
		Event: reinstate.Event{Did: r.Did}, Prev: r.Prev, Hash: r.Hash,
	}
	if err := json.Unmarshal([]byte(r.With), &e.Event.With); err != nil {
		return e, fmt.Errorf("read entry %d of case %d: %w", r.Seq, r.CaseID, err)
	}
	return e, nil
}

// Timeline is what happened in a case, oldest first.
func (tx *Tx) Timeline(id reinstate.CaseID) ([]reinstate.Entry, error) {
	return entriesOf(tx.mine("timeline").Where("case_id = ?", id))
}

// TimelineOf is the part of a case's timeline that tells such events, oldest
// first.
func (tx *Tx) TimelineOf(id reinstate.CaseID, did ...string) ([]reinstate.Entry, error) {
	return entriesOf(tx.mine("timeline").Where("case_id = ? AND did IN ?", id, did))
}

func entriesOf(found *gorm.DB) ([]reinstate.Entry, error) {
	var rows []entryRow
	if err := found.Order("seq").Find(&rows).Error; err != nil {
		return nil, err
	}
	entries := make([]reinstate.Entry, len(rows))
	for i, r := range rows {
		var err error
		if entries[i], err = r.domain(); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// Note puts an event on a case's timeline that changes nothing else.
func (tx *Tx) Note(id reinstate.CaseID, e reinstate.Event) error {
	return tx.record(id, e, func() error { return nil })
}

// record changes something of a case together with its timeline entry: both or
// neither. A case that does not exist for the actor is ErrNotFound before
// anything is changed.
func (tx *Tx) record(id reinstate.CaseID, e reinstate.Event, change func() error) error {
	return tx.atomic(func() error {
		if err := tx.has("cases", "id = ?", id); err != nil {
			return err
		}
		if err := change(); err != nil {
			return err
		}
		return tx.enter(id, e)
	})
}

// enter appends an entry to a case's chain and makes it the case's head.
func (tx *Tx) enter(id reinstate.CaseID, e reinstate.Event) error {
	if e.Did == "" {
		return errors.New("a change of a case needs the event that says so")
	}
	var head struct {
		HeadSeq  int
		HeadHash string
	}
	if err := tx.mine("cases").Select("head_seq, head_hash").Where("id = ?", id).Take(&head).Error; err != nil {
		return fmt.Errorf("find the head of the timeline: %w", err)
	}
	row := entryRow{
		OrgID: tx.who.Org, CaseID: id, Seq: head.HeadSeq + 1, At: micros(tx.now), Actor: clean(tx.who.Name), Kind: tx.who.Kind,
		UserID: tx.who.User, Did: clean(e.Did), With: particulars(e.With), Prev: head.HeadHash,
	}
	row.Hash = row.sum()
	if err := tx.insert("timeline", &row); err != nil {
		return fmt.Errorf("write the timeline: %w", err)
	}
	err := tx.mine("cases").Where("id = ?", id).
		Updates(map[string]any{"head_seq": row.Seq, "head_hash": row.Hash, "changed_at": row.At}).Error
	if err != nil {
		return fmt.Errorf("move the head of the timeline: %w", err)
	}
	return tx.announceEntry(id, row)
}

// particulars writes what an event was about as a JSON object with sorted keys.
func particulars(with map[string]string) string {
	cleaned := make(map[string]string, len(with))
	for k, v := range with {
		cleaned[clean(k)] = clean(v)
	}
	text, err := json.Marshal(cleaned)
	if err != nil {
		panic(err) // strings only
	}
	return string(text)
}

// clean replaces bytes that are not UTF-8, which JSON cannot carry.
func clean(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
