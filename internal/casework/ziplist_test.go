package casework

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// crowded is a zip file whose list names so many files and ends as told.
func crowded(files int, end func(files, size, at uint64) []byte) []byte {
	entry := make([]byte, 47)
	copy(entry, "PK\x01\x02")
	binary.LittleEndian.PutUint16(entry[28:], 1) // length of the name
	entry[46] = 'x'
	const at = 4
	list := bytes.Repeat(entry, files)
	return append(append([]byte("PK\x03\x04"), list...), end(uint64(files), uint64(len(list)), at)...)
}

// end32 is the end of a list as it is written.
func end32(files, size, at uint64) []byte {
	end := binary.LittleEndian.AppendUint16([]byte("PK\x05\x06\x00\x00\x00\x00"), uint16(files))
	end = binary.LittleEndian.AppendUint16(end, uint16(files))
	end = binary.LittleEndian.AppendUint32(end, uint32(size))
	end = binary.LittleEndian.AppendUint32(end, uint32(at))
	return append(end, 0, 0)
}

// end64 is the end of a list in 64 bits.
func end64(files, size, at uint64) []byte {
	end := append([]byte("PK\x06\x06"), make([]byte, 20)...)
	for _, n := range []uint64{files, files, size, at} {
		end = binary.LittleEndian.AppendUint64(end, n)
	}
	end = append(end, "PK\x06\x07\x00\x00\x00\x00"...)
	end = binary.LittleEndian.AppendUint64(end, at+size)
	end = append(end, 1, 0, 0, 0)
	return append(end, end32(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)...)
}

// lying has the end claim a list of one entry, where the reader finds them all:
// it compares no more than 16 bits of the number.
func lying(_, _, at uint64) []byte { return end32(1, 47, at) }

func TestAZipFileThatListsTooMuchIsNotReadWhole(t *testing.T) {
	const many = 3<<16 + 1 // to a reader of 16 bits: one
	for name, data := range map[string][]byte{
		"as it is": crowded(many, end32), "in 64 bits": crowded(many, end64), "and claims to list one": crowded(many, lying),
	} {
		if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil || len(z.File) != many {
			t.Fatalf("%s: the file of the test lists nothing: %v", name, err)
		}
		path := filepath.Join(t.TempDir(), "crowded.zip")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		for where, open := range map[string]func() error{
			"an archive": func() error {
				_, err := openArchive(context.Background(), bytes.NewReader(data), int64(len(data)), 1<<20)
				return err
			},
			"an office file": func() error { _, err := officeText(path, "word/", "p"); return err },
		} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := open()
			runtime.ReadMemStats(&after)
			if err == nil || !errors.Is(err, errZipList) && !strings.Contains(err.Error(), "more than 1000 files") {
				t.Errorf("%s %s: %v", where, name, err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 20<<20 {
				t.Errorf("%s %s took %d MB", where, name, used>>20)
			}
		}
	}
}

func TestAZipFileIsReadWhereverItsListIsShort(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	const files = 1000
	for i := range files {
		part, err := w.Create(fmt.Sprintf("%s/%d.txt", strings.Repeat("a long name of a folder ", 10), i))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(bytes.Repeat([]byte("words "), 1000)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z, err := listZip(bytes.NewReader(out.Bytes()), int64(out.Len()), files)
	if err != nil || len(z.File) != files {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, r); err != nil || n != 6000 {
			t.Fatalf("%s: %d bytes, %v", f.Name, n, err)
		}
	}
	if _, err := listZip(bytes.NewReader(out.Bytes()), int64(out.Len()), files-1); !errors.Is(err, errZipList) {
		t.Errorf("one too many: %v", err)
	}
}
