package store_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// TestEveryTableThatNamesBytesHoldsThem compares the two lists of what refers
// to bytes: a table that only one of them knew would lose its files.
func TestEveryTableThatNamesBytesHoldsThem(t *testing.T) {
	t.Parallel()
	table := regexp.MustCompile(`(?:FROM|JOIN) ([a-z_]+)|json_each\(\w\.([a-z]+)\)`)
	tables := func(query string) (names []string) {
		for _, found := range table.FindAllStringSubmatch(query, -1) {
			names = append(names, found[1]+found[2])
		}
		return names
	}
	held := append(tables(store.HeldSQL), "cases") // which names no bytes
	for _, name := range tables(store.BlobsSQL) {
		if !slices.Contains(held, name) && !strings.Contains(store.HeldSQL, "instr("+name+",") {
			t.Errorf("what %s refers to is not counted", name)
		}
	}
}

func TestWhatTheDatabaseRefersToIsHeld(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	e.Update(e.Owner, func(tx *store.Tx) error {
		return tx.AddMail(&reinstate.Mail{MessageID: "bare@mail", Subject: "without a file", SHA256: storetest.Digest("bare")}, did)
	})
	seen := map[string]bool{}
	for b, err := range e.DB.Blobs(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := strings.Cut(b.Name, " ")
		seen[kind] = true
		e.View(e.Owner, func(tx *store.Tx) error {
			n, err := tx.Held(b.SHA256)
			if n == 0 {
				t.Errorf("%s is held by nothing", b.Name)
			}
			return err
		})
	}
	for _, kind := range []string{"Message", "Exhibit", "The", "Report", "Unchecked", "Paper", "Mail", "Attachment", "File"} {
		if !seen[kind] {
			t.Errorf("the estate has no %s: %v", kind, seen)
		}
	}
}

func TestTheProofOfAFilingIsNoTrash(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	proof, lone := e.Exhibit("proof"), e.Exhibit("lone")
	e.Update(e.Owner, func(tx *store.Tx) error {
		for _, x := range []reinstate.Exhibit{proof, lone} {
			x.Withdrawn = tx.Now()
			if err := tx.SaveExhibit(&x, did); err != nil {
				return err
			}
		}
		f := e.filing
		f.Proof = proof.ID
		return tx.SaveReceipt(&f, did)
	})
	e.View(e.Owner, func(tx *store.Tx) error {
		trash, err := tx.Trash(tx.Now().Add(time.Hour))
		if len(trash) != 1 || trash[0].ID != lone.ID {
			t.Errorf("the trash holds %+v", trash)
		}
		for _, x := range trash {
			if in, err := tx.InTrash(x.ID, tx.Now().Add(time.Hour)); err != nil || !in {
				t.Errorf("exhibit %s is not in the trash: %v", x.Letter, err)
			}
		}
		if in, err := tx.InTrash(proof.ID, tx.Now().Add(time.Hour)); err != nil || in {
			t.Errorf("the proof is in the trash: %v, %v", in, err)
		}
		return err
	})
}
