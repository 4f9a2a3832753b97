package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// PolicyNow is what an entry of the library says at present.
type PolicyNow struct {
	Key    reinstate.PolicyKey
	Title  string
	Market catalog.Market
	Reason catalog.Reason        // of an entry of the catalog
	Own    reinstate.PolicyEntry // of an entry of the firm's own, or its note on one of the catalog
	Text   string                // as people read it
	Digest string                // of the text
}

// PolicyState says how somebody stands to an entry.
type PolicyState string

// States of a reader.
const (
	PolicyUnread  PolicyState = "unread"  // asked to read it, and has not
	PolicyChanged PolicyState = "changed" // read an earlier wording
	PolicyRead    PolicyState = "read"
)

// PolicyReading is how one person stands to an entry.
type PolicyReading struct {
	User  reinstate.User
	Asked bool // named as a reader
	State PolicyState
	Last  reinstate.PolicyAck // zero: never
}

// PolicyDue is an entry that somebody is to read, or to read again.
type PolicyDue struct {
	PolicyNow
	State PolicyState
}

// policyNow is what an entry says now, with the firm's own words.
func (d *Desk) policyNow(key reinstate.PolicyKey, words map[reinstate.PolicyKey]reinstate.PolicyEntry) (PolicyNow, error) {
	p := PolicyNow{Key: key, Own: words[key]}
	if _, own := key.Own(); own {
		if p.Own.ID == 0 {
			return p, reinstate.ErrNotFound
		}
		p.Title = p.Own.Title
		p.Market, _ = d.catalog.Market(p.Own.Marketplace)
		p.Text = ownText(p.Own)
	} else {
		market, code := key.Catalog()
		var there, ok bool
		if p.Market, there = d.catalog.Market(market); there {
			p.Reason, ok = p.Market.Reason(code)
		}
		if !ok {
			return p, reinstate.ErrNotFound
		}
		p.Title = p.Reason.Title
		p.Text = d.catalog.PolicyText(p.Market, p.Reason)
		if p.Own.Text != "" {
			p.Text += "\nNote of the firm\n" + p.Own.Text + "\n"
		}
	}
	sum := sha256.Sum256([]byte(p.Text))
	p.Digest = hex.EncodeToString(sum[:])
	return p, nil
}

// ownText is an entry of the firm's own as people read it. The day somebody last
// looked at it changes nothing in it.
func ownText(e reinstate.PolicyEntry) string {
	out := e.Title + "\n\n" + e.Text + "\n"
	if e.Effective != "" {
		out += "\nEffective: " + e.Effective + "\n"
	}
	if e.Source != "" {
		out += "\nSource: " + e.Source + "\n"
	}
	return out
}

// ownWords are the firm's own entries and notes by what they are about.
func ownWords(tx *store.Tx) (map[reinstate.PolicyKey]reinstate.PolicyEntry, error) {
	entries, err := tx.PolicyEntries()
	words := map[reinstate.PolicyKey]reinstate.PolicyEntry{}
	for _, e := range entries {
		words[e.Key()] = e
	}
	return words, err
}

// PolicyLibrary is the firm's side of the library: its own entries, and what
// the actor is to read.
type PolicyLibrary struct {
	Own     []reinstate.PolicyEntry
	Due     []PolicyDue
	State   map[reinstate.PolicyKey]PolicyState // of the actor, where it is asked or has read
	Readers map[reinstate.PolicyKey]int         // how many read the present wording
	Behind  map[reinstate.PolicyKey]int         // how many are still to read it
}

// Policies is the firm's side of the library.
func (d *Desk) Policies(ctx context.Context, who reinstate.Actor) (PolicyLibrary, error) {
	lib := PolicyLibrary{State: map[reinstate.PolicyKey]PolicyState{}, Readers: map[reinstate.PolicyKey]int{}, Behind: map[reinstate.PolicyKey]int{}}
	err := d.view(ctx, who, func(tx *store.Tx) error {
		words, err := ownWords(tx)
		if err != nil {
			return err
		}
		for _, e := range words {
			if e.About == "" {
				lib.Own = append(lib.Own, e)
			}
		}
		slices.SortFunc(lib.Own, func(a, b reinstate.PolicyEntry) int { return cmp.Compare(a.ID, b.ID) })
		readings, err := readings(tx)
		if err != nil {
			return err
		}
		for key, people := range readings {
			now, err := d.policyNow(key, words)
			if errors.Is(err, reinstate.ErrNotFound) {
				continue // an entry that no catalog has any more
			}
			if err != nil {
				return err
			}
			for user, r := range people {
				state := r.state(now.Digest)
				if state == PolicyRead {
					lib.Readers[key]++
				} else {
					lib.Behind[key]++
				}
				if user != who.User {
					continue
				}
				lib.State[key] = state
				if state != PolicyRead {
					lib.Due = append(lib.Due, PolicyDue{now, state})
				}
			}
		}
		slices.SortFunc(lib.Due, func(a, b PolicyDue) int {
			return cmp.Or(strings.Compare(string(a.State), string(b.State)), strings.Compare(string(a.Key), string(b.Key)))
		})
		return nil
	})
	return lib, err
}

// reading is how somebody stands to an entry, before it is known what it says.
type reading struct {
	asked bool
	last  reinstate.PolicyAck
}

func (r reading) state(digest string) PolicyState {
	switch r.last.Digest {
	case "":
		return PolicyUnread
	case digest:
		return PolicyRead
	}
	return PolicyChanged
}

// readings are all who are asked to read an entry or have read it. Whoever has
// read an entry once is asked again when it changes.
func readings(tx *store.Tx) (map[reinstate.PolicyKey]map[reinstate.UserID]reading, error) {
	out := map[reinstate.PolicyKey]map[reinstate.UserID]reading{}
	set := func(key reinstate.PolicyKey, user reinstate.UserID, change func(*reading)) {
		if out[key] == nil {
			out[key] = map[reinstate.UserID]reading{}
		}
		r := out[key][user]
		change(&r)
		out[key][user] = r
	}
	asked, err := tx.PolicyReaders()
	if err != nil {
		return nil, err
	}
	for _, a := range asked {
		set(a.Entry, a.User, func(r *reading) { r.asked = true })
	}
	acks, err := tx.LatestAcks()
	for _, a := range acks {
		set(a.Entry, a.User, func(r *reading) { r.last = a })
	}
	return out, err
}

// PolicyFile is one entry with who read it and what it is about.
type PolicyFile struct {
	PolicyNow
	Mine     PolicyReading
	Changes  []plan.Piece // since the wording that the actor read; nil: nothing to compare
	Readings []PolicyReading
	History  []PolicyAckLine
	Ties     []PolicyTieLine
	People   []reinstate.User // who can be asked
	Accounts []reinstate.Account
	Exhibits []ProcedureLine // procedures that it can be tied to
	Firm     bool            // the actor sees the firm's side
}

// PolicyAckLine is one acknowledgement of the history.
type PolicyAckLine struct {
	reinstate.PolicyAck
	Current bool // of the present wording
}

// Policy is one entry of the library. A client's person sees what the catalog
// says and nothing of the firm.
func (d *Desk) Policy(ctx context.Context, who reinstate.Actor, key reinstate.PolicyKey) (PolicyFile, error) {
	var f PolicyFile
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		f, err = d.policy(tx, who, key)
		return err
	})
	return f, err
}

func (d *Desk) policy(tx *store.Tx, who reinstate.Actor, key reinstate.PolicyKey) (f PolicyFile, err error) {
	words, err := ownWords(tx)
	if err != nil {
		return f, err
	}
	if f.PolicyNow, err = d.policyNow(key, words); err != nil {
		return f, err
	}
	if f.Firm = who.Client == 0 && who.Role != reinstate.RoleClient; !f.Firm {
		return f, nil
	}
	if err := f.readers(tx, who); err != nil {
		return f, err
	}
	acks, err := tx.Acks(key)
	if err != nil {
		return f, err
	}
	for _, a := range acks {
		f.History = append(f.History, PolicyAckLine{a, a.Digest == f.Digest})
	}
	if f.Mine.State == PolicyChanged {
		was, err := tx.Wording(key, f.Mine.Last.Digest)
		if err != nil {
			return f, err
		}
		f.Changes = plan.Diff(was.Text, f.Text)
	}
	return f, f.ties(tx)
}

// readers fills in who is asked to read the entry and who has.
func (f *PolicyFile) readers(tx *store.Tx, who reinstate.Actor) error {
	users, err := tx.Users()
	if err != nil {
		return err
	}
	all, err := readings(tx)
	if err != nil {
		return err
	}
	for _, u := range users {
		if u.Client != 0 || u.Role == reinstate.RoleClient {
			continue
		}
		r, known := all[f.Key][u.ID]
		one := PolicyReading{User: u, Asked: r.asked, State: r.state(f.Digest), Last: r.last}
		if u.ID == who.User {
			f.Mine = one
		}
		if known {
			f.Readings = append(f.Readings, one)
		}
		if !u.Disabled {
			f.People = append(f.People, u)
		}
	}
	return nil
}

// Acknowledge writes down that the actor read an entry as it stands. digest is
// that of the wording the actor saw: if it has changed since, nothing is
// written.
func (d *Desk) Acknowledge(ctx context.Context, who reinstate.Actor, key reinstate.PolicyKey, digest string) error {
	if who.User == 0 || who.Role == reinstate.RoleClient {
		return reinstate.ErrForbidden
	}
	return d.update(ctx, who, reinstate.Read, func(tx *store.Tx) error {
		words, err := ownWords(tx)
		if err != nil {
			return err
		}
		now, err := d.policyNow(key, words)
		if err != nil {
			return err
		}
		if now.Digest != digest {
			return reinstate.ErrConflict
		}
		if err := tx.KeepWording(reinstate.PolicyWording{Entry: key, Digest: now.Digest, Text: now.Text}); err != nil {
			return err
		}
		return tx.AddAck(key, now.Digest)
	})
}
