package main

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"reinstate/internal/store"
)

// kills is how often the server is ended without warning.
const kills = 50

// promises are what a server acknowledged before it was killed. A saved text
// stays in a revision for good. What saves itself while one writes is the
// working copy: it stays until the same person writes on.
type promises struct {
	mu       sync.Mutex
	exhibits map[string]string // letter -> SHA-256
	saves    map[string]bool   // texts of the plan
	written  int               // number of the newest text that saved itself; zero: none
	version  int               // of the plan, as last acknowledged
}

// TestNothingAcknowledgedIsLostWhenTheServerIsKilled uploads evidence, writes
// and saves the plan over HTTP without a pause, kills the server at a random moment, and
// looks at the data folder; then the same again with what is left.
func TestNothingAcknowledgedIsLostWhenTheServerIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("a server is killed many times, which takes a while")
	}
	dir := firmFolder(t)
	ref := plannedCase(t, dir)
	kept := &promises{exhibits: map[string]string{}, saves: map[string]bool{}}
	dice := rand.New(rand.NewPCG(2026, 11))
	uploads, saves := 0, 0
	var who *visitor
	for round := range kills {
		s := startServer(t, dir)
		if who == nil {
			who = signIn(t, s, "olga@testing.example", demoPassword)
		}
		who.url = s.url // the session outlives the server
		kept.version = planVersion(t, dir)
		fresh := &promises{exhibits: map[string]string{}, saves: map[string]bool{}, version: kept.version}
		load(t, s, who, ref, round, fresh, time.Duration(40+dice.IntN(220))*time.Millisecond)
		for _, lost := range broken(t, dir, fresh) {
			t.Errorf("round %d: %s", round, lost)
		}
		if got := try(t, nil, "", "verify", "--data", dir); got.status != done {
			t.Fatalf("round %d: verify finds %s%s", round, got.out, got.err)
		}
		uploads, saves, kept.written = uploads+len(fresh.exhibits), saves+len(fresh.saves), max(kept.written, fresh.written)
		for letter, sha := range fresh.exhibits {
			if kept.exhibits[letter] != "" {
				t.Fatalf("letter %s was given twice", letter)
			}
			kept.exhibits[letter] = sha
		}
		for text := range fresh.saves {
			kept.saves[text] = true
		}
		if t.Failed() {
			t.Fatalf("round %d lost something", round)
		}
	}
	for _, lost := range broken(t, dir, kept) {
		t.Errorf("at the end: %s", lost)
	}
	if uploads < kills || saves < kills {
		t.Errorf("only %d uploads and %d saves were acknowledged in %d rounds: the load proves little", uploads, saves, kills)
	}
	t.Logf("%d uploads and %d saves were acknowledged before %d kills; all are there", uploads, saves, kills)
}

// plannedCase is a case whose plan can be saved.
func plannedCase(t *testing.T, dir string) (ref string) {
	t.Helper()
	logged := try(t, nil, amazonNotice, "case", "log", "--confirm", "--account", "lamp-amazon-us", "-", "--data", dir)
	ref = strings.TrimSpace(logged.out)
	call(t, "case", "step", ref, "start_correcting", "--data", dir)
	call(t, "case", "export", ref, "-o", filepath.Join(t.TempDir(), "draft.pdf"), "--data", dir)
	return ref
}

func planVersion(t *testing.T, dir string) int {
	return ask[int](t, dir, "SELECT version FROM plans")
}

// writing is a text of the plan that saves itself, by its number.
func writing(n int) string { return fmt.Sprintf("Written %09d.", n) }

// load uploads from two visitors until the server dies, while a third writes,
// lets it save itself, and saves every other text.
func load(t *testing.T, s *serving, b *visitor, ref string, round int, into *promises, life time.Duration) {
	t.Helper()
	var busy sync.WaitGroup
	for worker := range 2 {
		busy.Go(func() {
			for i := 0; ; i++ {
				content := evidence(round, worker, i)
				letter, err := b.upload(t.Context(), ref, fmt.Sprintf("evidence %d-%d-%d.bin", round, worker, i), bytes.NewReader(content))
				if gone(t, err) {
					return
				}
				sum := sha256.Sum256(content)
				into.mu.Lock()
				into.exhibits[letter] = hex.EncodeToString(sum[:])
				into.mu.Unlock()
			}
		})
	}
	busy.Go(func() {
		for i := 0; ; i++ {
			n := 1 + round*100_000 + i
			next, err := b.writePlan(t.Context(), ref, into.version, "opening", writing(n))
			if gone(t, err) {
				return
			}
			into.written, into.version = n, next
			text := fmt.Sprintf("Round %d, save %d, %s.", round, i, strconv.Itoa(n))
			if next, err = b.savePlan(t.Context(), ref, next, "closing", text); gone(t, err) {
				return
			}
			into.version = next
			into.mu.Lock()
			into.saves[text] = true
			into.mu.Unlock()
		}
	})
	time.Sleep(life)
	s.kill()
	busy.Wait()
	b.client.CloseIdleConnections()
}

// gone reports that the server died. An answer that says no is a failure.
func gone(t *testing.T, err error) bool {
	if refused := (*answeredNo)(nil); errors.As(err, &refused) {
		t.Error(err)
	}
	return err != nil
}

// evidence is a file of its own for each upload, of 1 to 200 kB.
func evidence(round, worker, i int) []byte {
	source := rand.NewChaCha8([32]byte{byte(round), byte(worker), byte(i), byte(i >> 8)})
	content := make([]byte, 1<<10+int(source.Uint64()%(200<<10)))
	source.Read(content)
	return content
}

// broken looks for everything promised in the database and on the disk and says
// what is not there.
func broken(t *testing.T, dir string, p *promises) (lost []string) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.Database))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for letter, sha := range p.exhibits {
		var stored string
		if err := db.QueryRowContext(t.Context(), "SELECT sha256 FROM exhibits WHERE letter = ?", letter).Scan(&stored); err != nil || stored != sha {
			lost = append(lost, fmt.Sprintf("exhibit %s was acknowledged as %s and is %q, %v", letter, sha, stored, err))
			continue
		}
		content, err := os.ReadFile(exhibitFile(t, dir, sha))
		if sum := sha256.Sum256(content); err != nil || hex.EncodeToString(sum[:]) != sha {
			lost = append(lost, fmt.Sprintf("exhibit %s has other bytes than were sent: %v", letter, err))
		}
	}
	for text := range p.saves {
		var n int
		if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM plan_revisions WHERE instr(body, ?)", text).Scan(&n); err != nil || n == 0 {
			lost = append(lost, fmt.Sprintf("%q was acknowledged and is in no revision, %v", text, err))
		}
	}
	if stands := standing(t, db); stands < p.written {
		lost = append(lost, fmt.Sprintf("%q saved itself and the plan says %q", writing(p.written), writing(stands)))
	}
	return lost
}

// standing is the number of the text that saved itself and stands in the plan.
// One that was on its way when the server was killed may be newer than the
// last one acknowledged.
func standing(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	var body string
	if err := db.QueryRowContext(t.Context(), "SELECT body FROM plans").Scan(&body); err != nil {
		t.Fatal(err)
	}
	if _, found, ok := strings.Cut(body, "Written "); ok {
		fmt.Sscanf(found, "%d", &n)
	}
	return n
}

// TestABrokenPromiseIsFound keeps the test above honest.
func TestABrokenPromiseIsFound(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	ref := plannedCase(t, dir)
	file := filepath.Join(t.TempDir(), "evidence.bin")
	content := evidence(1, 2, 3)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	call(t, "case", "attach", ref, file, "--data", dir)
	sum := sha256.Sum256(content)
	sha := hex.EncodeToString(sum[:])
	if lost := broken(t, dir, &promises{exhibits: map[string]string{"A": sha}}); len(lost) != 0 {
		t.Errorf("kept, and yet: %q", lost)
	}
	for name, p := range map[string]*promises{
		"an exhibit that is not there": {exhibits: map[string]string{"B": sha}},
		"an exhibit of other bytes":    {exhibits: map[string]string{"A": strings.Repeat("0", 64)}},
		"a save that is not there":     {saves: map[string]bool{"Round 0, save 0, 0.": true}},
		"a text that is not there":     {written: 1},
	} {
		if lost := broken(t, dir, p); len(lost) != 1 {
			t.Errorf("%s: found %q", name, lost)
		}
	}
	flip(t, exhibitFile(t, dir, sha))
	if lost := broken(t, dir, &promises{exhibits: map[string]string{"A": sha}}); len(lost) != 1 {
		t.Errorf("a flipped byte: found %q", lost)
	}
}
