package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reinstate/internal/store"
)

// found is what doctor says of each thing.
func found(t *testing.T, args ...string) map[string]ailment {
	t.Helper()
	all := map[string]ailment{}
	for _, a := range decode[[]ailment](t, try(t, nil, "", append([]string{"doctor", "--json"}, args...)...).out) {
		if a.Sentence == "" || a.State != well && a.State != less && a.State != ill {
			t.Errorf("says nothing useful: %+v", a)
		}
		all[a.What] = a
	}
	return all
}

func TestDoctorSaysWhatIsLacking(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	if got := found(t, "--data", dir); got["data"].State != well || got["server"].State != less || got["clock"].State != well {
		t.Errorf("of a folder at rest: %+v", got)
	}
	lock, err := store.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := found(t, "--data", dir); got["server"].State != well {
		t.Errorf("of a folder that is served: %+v", got)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	if got := found(t, "--data", filepath.Join(t.TempDir(), "a", "b")); got["data"].State != less || got["disk"].Sentence == "" {
		t.Errorf("of no folder: %+v", got)
	}
	if err := os.WriteFile(filepath.Join(dir, store.Database), []byte("nothing that SQLite knows, but long enough for its header to be looked at: "+strings.Repeat("x", 200)), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := try(t, nil, "", "doctor", "--data", dir); got.status != failed {
		t.Errorf("of a file that is no database: %d, %s", got.status, got.out)
	}
	if got := clock(time.Unix(0, 0)); got.State != ill {
		t.Errorf("of a clock at 1970: %+v", got)
	}
}
