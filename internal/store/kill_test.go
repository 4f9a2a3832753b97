package store_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// victim is the environment variable that turns the test program into one that
// saves cases in the folder it names until it is killed.
const victim = "REINSTATE_TEST_VICTIM"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victim); dir != "" {
		saveUntilKilled(dir)
	}
	os.Exit(m.Run())
}

// saveUntilKilled opens cases and writes the reference of each to stdout once
// it has been acknowledged.
func saveUntilKilled(dir string) {
	db, err := store.Open(context.Background(), store.Options{Dir: dir})
	for err == nil {
		c := reinstate.Case{Account: 1, State: reinstate.InCorrection}
		err = db.Update(context.Background(), reinstate.Actor{Org: 1, Name: "victim", Kind: reinstate.Operator}, func(tx *store.Tx) error {
			if err := tx.AddCase(&c, did); err != nil {
				return err
			}
			return tx.AddDemand(&reinstate.Demand{Case: c.ID, Code: "x"}, did)
		})
		if err == nil {
			fmt.Println(c.Reference)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("kills processes for seconds, so not under -short")
	}
	e := newEstate(t)
	must(t, e.DB.Close())
	acknowledged := []string{e.Case.Case.Reference}
	for round := range 8 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), victim+"="+e.Dir)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			acknowledged = append(acknowledged, lines.Text())
			if n == 3 {
				time.AfterFunc(time.Duration(round)*3*time.Millisecond, func() { cmd.Process.Kill() })
			}
		}
		if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("the program was not killed: %v", err)
		}
	}
	db, err := store.Open(t.Context(), store.Options{Dir: e.Dir})
	must(t, err)
	defer db.Close()
	must(t, db.View(t.Context(), e.Owner, func(tx *store.Tx) error {
		for _, ref := range acknowledged {
			c, err := tx.CaseByReference(ref)
			if err != nil {
				return fmt.Errorf("%s: %w", ref, err)
			}
			if demands, err := tx.Demands(c.ID); err != nil || len(demands) != 1 {
				return fmt.Errorf("%s has %d demands: %w", ref, len(demands), err)
			}
		}
		return nil
	}))
	must(t, db.Verify(t.Context(), func(f store.Finding) { t.Errorf("verify finds %+v", f) }))
	t.Logf("%d cases were acknowledged before 8 kills, none is missing", len(acknowledged))
}
