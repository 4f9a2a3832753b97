package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTheDemonstrationVerifies(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	got := call(t, "verify", "--data", dir)
	if got.out != "" || !strings.Contains(got.err, "as it was stored") {
		t.Errorf("stdout %q, stderr %q", got.out, got.err)
	}
	if found := decode[verifyJSON](t, call(t, "verify", "--json", "--data", dir).out); !found.OK || len(found.Findings) != 0 {
		t.Errorf("as JSON: %+v", found)
	}
}

// exhibitFile is the stored file of an exhibit of the data folder.
func exhibitFile(t *testing.T, dir, sha string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "exhibits", "*", sha[:2], sha))
	if err != nil || len(found) != 1 {
		t.Fatalf("the file of %s: %v, %v", sha, found, err)
	}
	return found[0]
}

func TestVerifyNamesWhatIsOff(t *testing.T) {
	t.Parallel()
	const anExhibit = "SELECT sha256 FROM exhibits ORDER BY id LIMIT 1"
	for _, tt := range []struct {
		name  string
		spoil func(t *testing.T, dir string) (named string)
	}{
		{"a flipped byte in an exhibit", func(t *testing.T, dir string) string {
			flip(t, exhibitFile(t, dir, ask[string](t, dir, anExhibit)))
			return ask[string](t, dir, "SELECT file_name FROM exhibits ORDER BY id LIMIT 1")
		}},
		{"an exhibit that is gone", func(t *testing.T, dir string) string {
			if err := os.Remove(exhibitFile(t, dir, ask[string](t, dir, anExhibit))); err != nil {
				t.Fatal(err)
			}
			return ask[string](t, dir, "SELECT file_name FROM exhibits ORDER BY id LIMIT 1")
		}},
		{"a flipped byte in a sealed letter", func(t *testing.T, dir string) string {
			flip(t, exhibitFile(t, dir, ask[string](t, dir, "SELECT sha256 FROM filings ORDER BY id LIMIT 1")))
			return ask[string](t, dir, "SELECT c.reference FROM filings f JOIN cases c ON c.id = f.case_id ORDER BY f.id LIMIT 1")
		}},
		{"a flipped byte in a notice", func(t *testing.T, dir string) string {
			flip(t, exhibitFile(t, dir, ask[string](t, dir, "SELECT sha256 FROM notices WHERE file_name = 'termination.eml'")))
			return "termination.eml"
		}},
		{"an edited entry of a timeline", func(t *testing.T, dir string) string {
			tamper(t, dir, "UPDATE timeline SET actor = 'Somebody Else' WHERE case_id = 3 AND seq = 4")
			return ask[string](t, dir, "SELECT reference FROM cases WHERE id = 3")
		}},
		{"an entry taken out of the middle", func(t *testing.T, dir string) string {
			tamper(t, dir, "DELETE FROM timeline WHERE case_id = 3 AND seq = 4")
			return ask[string](t, dir, "SELECT reference FROM cases WHERE id = 3")
		}},
		{"the end of a timeline cut off", func(t *testing.T, dir string) string {
			tamper(t, dir, "DELETE FROM timeline WHERE case_id = 3 AND seq = (SELECT max(seq) FROM timeline WHERE case_id = 3)")
			return ask[string](t, dir, "SELECT reference FROM cases WHERE id = 3")
		}},
		{"a moved time of an entry", func(t *testing.T, dir string) string {
			tamper(t, dir, "UPDATE timeline SET at = at - 86400000000 WHERE case_id = 5 AND seq = 2")
			return ask[string](t, dir, "SELECT reference FROM cases WHERE id = 5")
		}},
		{"a damaged database", func(t *testing.T, dir string) string {
			size := ask[int64](t, dir, "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
			file, err := os.OpenFile(filepath.Join(dir, "reinstate.db"), os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			if _, err := file.WriteAt(bytes.Repeat([]byte{0xa5}, 4096), size/2/4096*4096); err != nil {
				t.Fatal(err)
			}
			return "reinstate.db"
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := demoFolder(t)
			named := tt.spoil(t, dir)
			got := try(t, nil, "", "verify", "--data", dir)
			if got.status != failed {
				t.Errorf("status %d, want %d", got.status, failed)
			}
			if !strings.Contains(got.out, named) || !strings.Contains(got.err, "First: ") {
				t.Errorf("stdout %q, stderr %q; want %q named", got.out, got.err, named)
			}
			if found := try(t, nil, "", "verify", "--json", "--data", dir); found.status != failed || decode[verifyJSON](t, found.out).OK {
				t.Errorf("as JSON: status %d, %s", found.status, found.out)
			}
		})
	}
}

// flip changes one byte of a stored file.
func flip(t *testing.T, file string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyNamesFilesThatNothingRefersTo(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	sum := strings.Repeat("ab", 32)
	path := filepath.Join(dir, "exhibits", "1", sum[:2], sum)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("left over"), 0o400); err != nil {
		t.Fatal(err)
	}
	if found := decode[verifyJSON](t, call(t, "verify", "--json", "--data", dir).out); !found.OK || len(found.Leftovers) != 0 {
		t.Errorf("of a file that was just written: %+v", found)
	}
	old := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	found := decode[verifyJSON](t, call(t, "verify", "--json", "--data", dir).out)
	if !found.OK || len(found.Leftovers) != 1 || found.Leftovers[0].Where != "1/"+sum {
		t.Errorf("of an old one: %+v", found)
	}
}
