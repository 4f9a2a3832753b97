package casework_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"reinstate/internal/blob"
	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// backedUp is a backup of the office.
func (o *office) backedUp() ([]byte, casework.BackupManifest, []store.Finding) {
	o.t.Helper()
	var out bytes.Buffer
	var found []store.Finding
	m, err := casework.Backup(o.t.Context(), o.db, o.blobs, "test", o.now(), &out, func(f store.Finding) { found = append(found, f) })
	o.must(err)
	return out.Bytes(), m, found
}

// unpacked makes a folder of a backup.
func unpacked(t *testing.T, backup []byte) (string, []store.Finding, error) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "restored")
	var found []store.Finding
	_, err := casework.Unpack(t.Context(), bytes.NewReader(backup), dir, func(f store.Finding) { found = append(found, f) })
	return dir, found, err
}

func TestABackupBringsEverythingBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	b := o.attach(ref, "later.txt", strings.Repeat("later ", 1000)).Exhibit
	backup, m, found := o.backedUp()
	if len(found) != 0 || len(m.Files) < 3 || len(m.Missing) != 0 {
		t.Fatalf("found %v, files %d", found, len(m.Files))
	}
	if again, err := casework.CheckBackup(t.Context(), bytes.NewReader(backup)); err != nil || len(again.Files) != len(m.Files) {
		t.Fatalf("read back: %v", err)
	}
	o.attach(ref, "too late.txt", "too late")
	dir, found, err := unpacked(t, backup)
	if err != nil || len(found) != 0 {
		t.Fatalf("restored with %v: %v", found, err)
	}
	before := o.file(ref)
	o.dir = dir
	o.blobs, err = blob.Open(dir)
	o.must(err)
	o.restart()
	after := o.file(ref)
	if len(after.Exhibits) != len(before.Exhibits)-1 || after.Case.State != reinstate.AwaitingDecision {
		t.Errorf("%d exhibits of %d, in %s", len(after.Exhibits), len(before.Exhibits), after.Case.State)
	}
	file, err := o.desk.OpenExhibit(t.Context(), o.who, ref, b.ID)
	o.must(err)
	defer file.Body.Close()
	if text, err := io.ReadAll(file.Body); err != nil || string(text) != strings.Repeat("later ", 1000) {
		t.Errorf("the exhibit reads %.20q: %v", text, err)
	}
}

func TestABackupOfABusyOfficeIsOneMoment(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	stop := make(chan struct{})
	var writing sync.WaitGroup
	for hand := range 2 {
		writing.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				name := fmt.Sprintf("%d-%d.txt", hand, i)
				if _, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: name, Body: strings.NewReader(name)}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 5 {
		backup, _, found := o.backedUp()
		if len(found) != 0 {
			t.Errorf("found %v", found)
		}
		if _, found, err := unpacked(t, backup); err != nil || len(found) != 0 {
			t.Errorf("restored with %v: %v", found, err)
		}
	}
	close(stop)
	writing.Wait()
}

func TestWhatIsDamagedIsNamedAndTheRestIsSaved(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	lost := o.attach(ref, "lost.txt", "lost").Exhibit
	o.flip(lost.SHA256)
	backup, m, found := o.backedUp()
	if len(found) != 1 || !strings.Contains(found[0].Where, "lost.txt") || len(m.Missing) != 1 {
		t.Fatalf("found %v, missing %v", found, m.Missing)
	}
	if _, found, err := unpacked(t, backup); err != nil || len(found) != 1 || !strings.Contains(found[0].Where, "lost.txt") {
		t.Errorf("restored with %v: %v", found, err)
	}
}

func TestACutOrChangedBackupIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.attach(o.correcting(), "one.txt", "one")
	backup, _, _ := o.backedUp()
	refused := casework.NoBackup("")
	for _, length := range []int{0, 1, 511, 512, 700, len(backup) / 3, len(backup) / 2, len(backup) - 5000} {
		if _, _, err := unpacked(t, backup[:length]); !errors.As(err, &refused) {
			t.Errorf("of %d bytes: %v", length, err)
		}
	}
	for at := 700; at < len(backup)-2048; at += len(backup) / 40 {
		changed := bytes.Clone(backup)
		changed[at] ^= 4
		dir, found, err := unpacked(t, changed)
		if err == nil && len(found) == 0 && !bytes.Equal(padding(t, backup), padding(t, changed)) {
			t.Errorf("a bit flipped at %d was let through", at)
		}
		if _, there := os.Stat(dir); err != nil && !errors.Is(there, os.ErrNotExist) {
			t.Errorf("a folder is left: %v", there)
		}
	}
}

// padding is what a tar says but for the bytes that fill its blocks.
func padding(t *testing.T, backup []byte) []byte {
	t.Helper()
	var all []byte
	for in := tar.NewReader(bytes.NewReader(backup)); ; {
		h, err := in.Next()
		if err != nil {
			return all
		}
		body, _ := io.ReadAll(in)
		all = append(append(all, h.Name...), body...)
	}
}

// refilled is a backup whose entries somebody changed, with a list that fits.
func refilled(t *testing.T, backup []byte, change func(m *casework.BackupManifest, files map[string][]byte, order *[]string)) []byte {
	t.Helper()
	var m casework.BackupManifest
	files, order := map[string][]byte{}, []string{}
	for in := tar.NewReader(bytes.NewReader(backup)); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		body, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if h.Name == "manifest.json" {
			if err := json.Unmarshal(body, &m); err != nil {
				t.Fatal(err)
			}
			continue
		}
		files[h.Name] = body
		order = append(order, h.Name)
	}
	change(&m, files, &order)
	list, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	put := func(name string, body []byte) {
		if err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(body)), Mode: 0o600}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	put("manifest.json", list)
	for _, name := range order {
		put(name, files[name])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func listed(path string, body []byte) casework.BackupFile {
	sum := sha256.Sum256(body)
	return casework.BackupFile{Path: path, Size: int64(len(body)), SHA256: hex.EncodeToString(sum[:])}
}

func TestAForgedBackupIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.attach(o.correcting(), "one.txt", "one")
	backup, _, _ := o.backedUp()
	type manifest = casework.BackupManifest
	spoilt := func(statement string) func(*manifest, map[string][]byte, *[]string) {
		return func(m *manifest, files map[string][]byte, _ *[]string) {
			path := filepath.Join(t.TempDir(), "forged.db")
			o.must(os.WriteFile(path, files["reinstate.db"], 0o600))
			db, err := sql.Open("sqlite3", path)
			o.must(err)
			_, err = db.Exec(statement)
			o.must(errors.Join(err, db.Close()))
			files["reinstate.db"], err = os.ReadFile(path)
			o.must(err)
			m.Database = listed("reinstate.db", files["reinstate.db"])
		}
	}
	for _, tt := range []struct {
		name, want string
		change     func(m *manifest, files map[string][]byte, order *[]string)
	}{
		{"a file outside", "no file of Reinstate", func(m *manifest, files map[string][]byte, order *[]string) {
			m.Files = append(m.Files, listed("exhibits/../../escaped", []byte("x")))
			files["exhibits/../../escaped"], *order = []byte("x"), append(*order, "exhibits/../../escaped")
		}},
		{"a file that is not listed", "not on its list", func(_ *manifest, files map[string][]byte, order *[]string) {
			files["more"], *order = []byte("x"), append(*order, "more")
		}},
		{"a file that is missing", "cut off or damaged", func(_ *manifest, _ map[string][]byte, order *[]string) { *order = (*order)[:len(*order)-1] }},
		{"bytes under another name", "does not have", func(m *manifest, files map[string][]byte, _ *[]string) {
			files[m.Files[0].Path] = bytes.Repeat([]byte("x"), int(m.Files[0].Size))
		}},
		{"a trigger more", "never put there: trigger evil", spoilt("CREATE TRIGGER evil AFTER INSERT ON cases BEGIN DELETE FROM timeline; END")},
		{"a view in a table's place", "never put there", spoilt("ALTER TABLE clients RENAME TO real_clients; CREATE VIEW clients AS SELECT * FROM real_clients")},
		{"a trigger less and another in its place", "never put there", spoilt("DROP TRIGGER timeline_is_kept; CREATE TRIGGER timeline_is_kept BEFORE DELETE ON timeline BEGIN SELECT 1; END")},
		{"a newer schema than it says", "newer version", spoilt("INSERT INTO schema_versions (version_id, is_applied) VALUES (99999, 1)")},
		{"a newer schema", "newer version", func(m *manifest, _ map[string][]byte, _ *[]string) { m.Schema = 99999 }},
		{"no database", "cannot be used", func(m *manifest, files map[string][]byte, _ *[]string) {
			files["reinstate.db"] = []byte("nothing")
			m.Database = listed("reinstate.db", files["reinstate.db"])
		}},
		{"another format", "no backup of Reinstate", func(m *manifest, _ map[string][]byte, _ *[]string) { m.Format = "zip" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, _, err := unpacked(t, refilled(t, backup, tt.change))
			if refused := casework.NoBackup(""); !errors.As(err, &refused) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("a folder is left: %v", err)
			}
		})
	}
	if _, _, err := unpacked(t, refilled(t, backup, func(*manifest, map[string][]byte, *[]string) {})); err != nil {
		t.Errorf("one that nobody changed is refused: %v", err)
	}
}
