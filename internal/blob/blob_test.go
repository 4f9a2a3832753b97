package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
)

const plenty = 1 << 30

func openForTest(tb testing.TB) (*Store, string) {
	tb.Helper()
	dir := tb.TempDir()
	s, err := Open(dir)
	if err != nil {
		tb.Fatalf("open: %v", err)
	}
	tb.Cleanup(func() { s.Close() })
	return s, filepath.Join(dir, folder)
}

func put(t *testing.T, s *Store, org, content string) Blob {
	t.Helper()
	b, err := s.Put(t.Context(), org, strings.NewReader(content), plenty)
	if err != nil {
		t.Fatalf("put: %v", err)
	}
	return b
}

// files lists what lies below a folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			found = append(found, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func digest(content string) string {
	d := sha256.Sum256([]byte(content))
	return hex.EncodeToString(d[:])
}

func TestWhatIsPutComesBackAsItWas(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	for _, size := range []int{1, 2, pieceSize - 1, pieceSize, pieceSize + 1, 2 * pieceSize, 5*pieceSize + 7} {
		content := strings.Repeat("0123456789abcdef", size/16+1)[:size]
		for name, r := range map[string]io.Reader{
			"whole":                   strings.NewReader(content),
			"in halves":               iotest.HalfReader(strings.NewReader(content)),
			"the end with the data":   iotest.DataErrReader(strings.NewReader(content)),
			"exactly up to the limit": io.LimitReader(strings.NewReader(content), int64(size)),
		} {
			b, err := s.Put(t.Context(), "7", r, int64(size))
			if err != nil || b != (Blob{SHA256: digest(content), Size: int64(size)}) {
				t.Fatalf("%d bytes, %s: got %+v, %v", size, name, b, err)
			}
			f, err := s.Verified("7", b.SHA256, b.Size)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(f)
			if err != nil || string(got) != content {
				t.Errorf("%d bytes, %s: %d bytes came back, %v", size, name, len(got), err)
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	if got := files(t, dir); len(got) != 7 {
		t.Errorf("7 contents lie in %d files: %v", len(got), got)
	}
}

func TestFilesLieUnderTheirFirmAndHashReadOnly(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	b := put(t, s, "12", "an invoice")
	path := "12/" + b.SHA256[:2] + "/" + b.SHA256
	for name, want := range map[string]fs.FileMode{".": 0o700, "12": 0o700, "12/" + b.SHA256[:2]: 0o700, path: 0o400, incoming: 0o700} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
}

func TestTheSameBytesAreKeptOnceWithinAFirm(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	one, again, other := put(t, s, "1", "same"), put(t, s, "1", "same"), put(t, s, "2", "same")
	if one != again || one != other {
		t.Errorf("got %v, %v and %v", one, again, other)
	}
	want := []string{"1/" + one.SHA256[:2] + "/" + one.SHA256, "2/" + one.SHA256[:2] + "/" + one.SHA256}
	if got := files(t, dir); !slices.Equal(got, want) {
		t.Errorf("the files are %v, want %v", got, want)
	}
	if err := s.RemoveOrg("1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Check("2", other.SHA256, other.Size); err != nil {
		t.Errorf("another firm lost its file: %v", err)
	}
	if err := s.Check("1", one.SHA256, one.Size); !errors.Is(err, ErrMissing) {
		t.Errorf("got %v, want ErrMissing", err)
	}
}

func TestManyUploadsOfTheSameBytesAtOnce(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	content := strings.Repeat("x", 3*pieceSize)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			b, err := s.Put(context.Background(), "1", strings.NewReader(content), plenty)
			if err != nil || b.SHA256 != digest(content) {
				t.Errorf("got %v, %v", b, err)
				return
			}
			if err := s.Check("1", b.SHA256, b.Size); err != nil {
				t.Errorf("not whole once it was kept: %v", err)
			}
		})
	}
	wg.Wait()
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("the files are %v, want one", got)
	}
}

func TestAFailedUploadLeavesNothing(t *testing.T) {
	t.Parallel()
	broken := errors.New("the line went dead")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	long := strings.Repeat("x", 2*pieceSize)
	var tooLarge *TooLarge
	for _, tt := range []struct {
		name string
		ctx  context.Context
		org  string
		r    io.Reader
		max  int64
		want func(error) bool
	}{
		{"empty", t.Context(), "1", strings.NewReader(""), 10, func(err error) bool { return errors.Is(err, ErrEmpty) }},
		{"one byte too many", t.Context(), "1", strings.NewReader("12345678901"), 10, func(err error) bool { return errors.As(err, &tooLarge) && tooLarge.Limit == 10 }},
		{"endless", t.Context(), "1", endless{}, 3 * pieceSize, func(err error) bool { return errors.As(err, &tooLarge) }},
		{"broken at once", t.Context(), "1", iotest.ErrReader(broken), plenty, func(err error) bool { return errors.Is(err, broken) }},
		{"broken half-way", t.Context(), "1", io.MultiReader(strings.NewReader(long), iotest.ErrReader(broken)), plenty, func(err error) bool { return errors.Is(err, broken) }},
		{
			"cut off", t.Context(), "1", io.MultiReader(strings.NewReader("short"), iotest.ErrReader(io.ErrUnexpectedEOF)), plenty,
			func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) },
		},
		{"given up before", cancelled, "1", strings.NewReader(long), plenty, func(err error) bool { return errors.Is(err, context.Canceled) }},
		{"a firm with a path", t.Context(), "../1", strings.NewReader(long), plenty, func(err error) bool { return err != nil }},
		{"no firm", t.Context(), "", strings.NewReader(long), plenty, func(err error) bool { return err != nil }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, dir := openForTest(t)
			if b, err := s.Put(tt.ctx, tt.org, tt.r, tt.max); !tt.want(err) || b != (Blob{}) {
				t.Errorf("got %+v, %v", b, err)
			}
			if got := files(t, dir); len(got) != 0 {
				t.Errorf("%v was left behind", got)
			}
		})
	}
}

func TestAnUploadGivenUpHalfWayLeavesNothing(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	r := readFunc(func(p []byte) (int, error) { cancel(); return len(p), nil })
	if _, err := s.Put(ctx, "1", r, plenty); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's end", err)
	}
	if got := files(t, dir); len(got) != 0 {
		t.Errorf("%v was left behind", got)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

func TestUploadsCutOffLongAgoAreSwept(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	b := put(t, s, "1", "kept")
	for name, age := range map[string]time.Duration{"old": 25 * time.Hour, "new": time.Hour} {
		path := filepath.Join(dir, incoming, name)
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-age)
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	want := []string{incoming + "/new", "1/" + b.SHA256[:2] + "/" + b.SHA256}
	if got := files(t, dir); !slices.Equal(got, want) {
		t.Errorf("the files are %v, want %v", got, want)
	}
}

func TestEveryFlippedBitIsFound(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	content := []byte(strings.Repeat("evidence ", 40))
	b := put(t, s, "1", string(content))
	path := filepath.Join(dir, "1", b.SHA256[:2], b.SHA256)
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range content {
		damaged := bytes.Clone(content)
		damaged[i] ^= 1 << (i % 8)
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if f, err := s.Verified("1", b.SHA256, b.Size); !errors.Is(err, ErrDamaged) || f != nil || !strings.Contains(err.Error(), b.SHA256) {
			t.Fatalf("byte %d flipped: got %v, want ErrDamaged that names the file", i, err)
		}
	}
	for name, damaged := range map[string][]byte{"shorter": content[:len(content)-1], "longer": append(bytes.Clone(content), 'x'), "empty": nil} {
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.Check("1", b.SHA256, b.Size); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %v, want ErrDamaged", name, err)
		}
	}
	put(t, s, "1", string(content)) // the same file again mends it
	if err := s.Check("1", b.SHA256, b.Size); err != nil {
		t.Errorf("mended, and still: %v", err)
	}
}

func TestWhatIsInTheWrongPlaceIsNotServed(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	theirs := put(t, s, "2", "theirs")
	outside := filepath.Join(t.TempDir(), "passwd")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, plant := range map[string]func(path string) error{
		"a link out of the folder": func(path string) error { return os.Symlink(outside, path) },
		"a link to another firm": func(path string) error {
			return os.Symlink(filepath.Join("..", "..", "2", theirs.SHA256[:2], theirs.SHA256), path)
		},
		"a folder":                 func(path string) error { return os.Mkdir(path, 0o700) },
		"a link to nothing at all": func(path string) error { return os.Symlink("nowhere", path) },
		"a named pipe's stand-in":  func(path string) error { return os.Symlink("/dev/zero", path) },
	} {
		sum := digest(name)
		if name == "a link to another firm" {
			sum = theirs.SHA256
		}
		path := filepath.Join(dir, "1", sum[:2], sum)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := plant(path); err != nil {
			t.Fatal(err)
		}
		if f, _, err := s.Open("1", sum); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %v, %v, want ErrDamaged", name, f, err)
		}
		if err := s.Check("1", sum, 6); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %v, want ErrDamaged", name, err)
		}
	}
}

func TestAFirmsFolderThatLeadsElsewhereIsRefused(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "1")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), "1", strings.NewReader("x"), plenty); err == nil {
		t.Error("a file was kept outside the folder")
	}
	if got := files(t, outside); len(got) != 0 {
		t.Errorf("%v was written outside the folder", got)
	}
}

func TestNamesThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	s, _ := openForTest(t)
	good := put(t, s, "1", "x").SHA256
	for _, name := range []string{"", good[:63], good + "0", strings.ToUpper(good), "../" + good[3:], strings.Repeat("/", 64), good[:32] + "\x00" + good[33:], strings.Repeat(".", 64)} {
		if _, _, err := s.Open("1", name); err == nil || errors.Is(err, ErrMissing) {
			t.Errorf("%q: got %v", name, err)
		}
		if err := s.Remove("1", name); err == nil {
			t.Errorf("%q was removed", name)
		}
	}
	for _, org := range []string{"", ".", "..", "1/..", "../exhibits/1", "-1", "1 ", "١", incoming, strings.Repeat("1", 21)} {
		if _, _, err := s.Open(org, good); err == nil || errors.Is(err, ErrMissing) {
			t.Errorf("firm %q: got %v", org, err)
		}
		if err := s.RemoveOrg(org); err == nil {
			t.Errorf("firm %q was removed", org)
		}
	}
}

func TestWalkGivesEveryFile(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	want := map[Found]bool{}
	for _, org := range []string{"1", "2"} {
		for _, content := range []string{"a", "bb", "ccc"} {
			b := put(t, s, org, content)
			want[Found{Org: org, SHA256: b.SHA256, Size: b.Size}] = true
		}
	}
	for _, foreign := range []string{"README", "1/notes.txt", incoming + "/half"} {
		if err := os.WriteFile(filepath.Join(dir, foreign), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for f, err := range s.Walk() {
		if err != nil {
			t.Fatal(err)
		}
		kept := f.Kept
		if f.Kept = (time.Time{}); !want[f] || time.Since(kept) > time.Hour {
			t.Errorf("unexpected: %+v, kept %s", f, kept)
		}
		n++
	}
	if n != len(want) {
		t.Errorf("%d files, want %d", n, len(want))
	}
	for range s.Walk() {
		break
	}
	gone := put(t, s, "1", "a").SHA256
	for range 2 { // the second time it is not there
		if err := s.Remove("1", gone); err != nil {
			t.Error(err)
		}
	}
	if err := s.Check("1", gone, 1); !errors.Is(err, ErrMissing) {
		t.Errorf("got %v, want ErrMissing", err)
	}
}

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	s, _ := openForTest(t)
	allocated := func(size int64) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := s.Put(t.Context(), "1", io.LimitReader(endless{}, size), plenty); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	allocated(1)
	if small, large := allocated(1<<20), allocated(64<<20); large > small+1<<20 {
		t.Errorf("%d bytes of memory for 1 MB, %d for 64 MB", small, large)
	}
}

func BenchmarkPut(b *testing.B) {
	s, _ := openForTest(b)
	content := bytes.Repeat([]byte("0123456789abcdef"), 4<<20) // 64 MB
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		content[0], content[1] = byte(i), byte(i>>8) // a file of its own each time
		kept, err := s.Put(b.Context(), "1", bytes.NewReader(content), plenty)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Remove("1", kept.SHA256); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerified(b *testing.B) {
	s, _ := openForTest(b)
	kept, err := s.Put(b.Context(), "1", io.LimitReader(endless{}, 64<<20), plenty)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(kept.Size)
	for b.Loop() {
		if err := s.Check("1", kept.SHA256, kept.Size); err != nil {
			b.Fatal(err)
		}
	}
}
