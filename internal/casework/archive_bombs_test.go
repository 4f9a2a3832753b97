package casework_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// droste is the zip file that holds itself, by Russ Cox
// (https://research.swtch.com/zip), as the tests of Go's archive/zip have it.
const droste = "504b03041400000008000803643cf9f4896448010000b801000007000000722f722e7a6970002500daff504b03041400000008000803643cf9f48964" +
	"48010000b801000007000000722f722e7a6970002f00d0ff002500daff504b03041400000008000803643cf9f4896448010000b80100000700000072" +
	"2f722e7a6970002f00d0ffc2548e5739000500faffc2548e5739000500faff000500faff001400ebffc2548e5739000500faff000500faff001400eb" +
	"ff428821c400001400ebff428821c400001400ebff428821c400001400ebff428821c400001400ebff428821c400000000ffff000000ffff003400cb" +
	"ff428821c400000000ffff000000ffff003400cbff42e8215e0f000000ffff0af066641261c015dce8a048bf48af2ab320c09b950dc4670442530606" +
	"0640000600f9ff6d010000000042e8215e0f000000ffff0af066641261c015dce8a048bf48af2ab320c09b950dc46704425306060640000600f9ff6d" +
	"0100000000504b010214001400000008000803643cf9f4896448010000b8010000070000000000000000000000000000000000722f722e7a6970504b" +
	"05060000000001000100350000006d0100000000"

// deflated is what is packed, with what a zip file says of it.
type deflated struct {
	packed []byte
	size   uint64
	sum    uint32
}

// zeros are so many times 16 MB of nothing: the same packed block again and
// again, so that making it takes no longer than counting its checksum.
func zeros(t *testing.T, times int) deflated {
	t.Helper()
	plain := make([]byte, 16<<20)
	var block bytes.Buffer
	w, err := flate.NewWriter(&block, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	out := deflated{packed: append(bytes.Repeat(block.Bytes(), times), 1, 0, 0, 0xFF, 0xFF), size: uint64(times) << 24}
	for range times {
		out.sum = crc32.Update(out.sum, crc32.IEEETable, plain)
	}
	return out
}

func deflate(t *testing.T, plain []byte) deflated {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return deflated{out.Bytes(), uint64(len(plain)), crc32.ChecksumIEEE(plain)}
}

// zipOf is a zip file that holds the same packed file under several names.
func zipOf(t *testing.T, d deflated, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: d.sum, CompressedSize64: uint64(len(d.packed)), UncompressedSize64: d.size})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(d.packed); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// fortyTwo is built as 42.zip is: 16 zip files in each of five layers, and in
// each of the lowest a file of 4 GB. Unpacked it has 4.5 petabytes.
func fortyTwo(t *testing.T, lowest []byte) []byte {
	t.Helper()
	all := lowest
	for _, layer := range []string{"page", "chapter", "book", "library", "lib"} {
		var names []string
		for i := range 16 {
			names = append(names, fmt.Sprintf("%s %x.zip", layer, i))
		}
		all = zipOf(t, deflate(t, all), names...)
	}
	return all
}

// TestRealZipBombsAreRefusedOrKeptUnopened sends 42.zip, its lowest layer, a zip
// file that holds itself, and office files that swell: what is unpacked is
// refused in words, what is kept as it is lies there unopened.
func TestRealZipBombsAreRefusedOrKeptUnopened(t *testing.T) {
	if testing.Short() {
		t.Skip("it counts the checksum of 4 GB")
	}
	four := zeros(t, 255)
	lowest := zipOf(t, four, "0.dll")
	bomb := fortyTwo(t, lowest)
	self, err := hex.DecodeString(droste)
	if err != nil {
		t.Fatal(err)
	}
	within, err := zip.NewReader(bytes.NewReader(self), int64(len(self)))
	if err != nil || len(within.File) != 1 || within.File[0].UncompressedSize64 != uint64(len(self)) {
		t.Fatalf("the file that holds itself is not the one: %v", err)
	}
	o := newOffice(t, func(options *casework.Options) { options.Limits.File = 16 << 20 })
	ref := o.open().Reference
	for _, tt := range []struct {
		name string
		body []byte
		says string
	}{
		{"42.zip", bomb, "another archive"},
		{"its lowest layer, 4 GB in one file", lowest, "once unpacked"},
		{"a zip file that holds itself", self, "another archive"},
	} {
		stop, began := heapPeak(), time.Now()
		added, err := o.unpack(ref, tt.body)
		if took, grew := time.Since(began), stop(); took > 10*time.Second || grew > 100<<20 {
			t.Errorf("%s took %v and %d MB", tt.name, took, grew>>20)
		}
		if !isInvalid(err, "file") || !strings.Contains(err.Error(), tt.says) || len(added) != 0 || len(o.file(ref).Exhibits) != 0 {
			t.Errorf("%s (%d kB): %v, %d kept", tt.name, len(tt.body)>>10, err, len(added))
		}
	}
	for name, body := range map[string][]byte{
		"42.zip": bomb, "r.zip": self, "photo.jpg": bomb,
		"bomb.docx": officeBomb(t, four, "word/document.xml"), "bomb.xlsx": officeBomb(t, four, "xl/sharedStrings.xml"),
	} {
		stop, began := heapPeak(), time.Now()
		e := o.attach(ref, name, string(body)).Exhibit
		o.drawFiles()
		o.readFiles()
		if took, grew := time.Since(began), stop(); took > 20*time.Second || grew > 300<<20 {
			t.Errorf("%s, kept as it is, took %v and %d MB", name, took, grew>>20)
		}
		text, err := o.desk.FileText(t.Context(), o.who, ref, e.ID)
		if err != nil || text.State == reinstate.TextWaiting || o.preview(ref, e.ID).Last() != 0 {
			t.Errorf("%s: %s, %v", name, text.State, err)
		}
	}
	if left := incoming(t, o.dir); len(left) != 0 {
		t.Errorf("%v was left behind", left)
	}
}

// officeBomb is an office file with a part of 4 GB.
func officeBomb(t *testing.T, d deflated, part string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("[Content_Types].xml")
	if err == nil {
		_, err = w.Write([]byte(contentTypes))
	}
	if err != nil {
		t.Fatal(err)
	}
	raw, err := z.CreateRaw(&zip.FileHeader{Name: part, Method: zip.Deflate, CRC32: d.sum, CompressedSize64: uint64(len(d.packed)), UncompressedSize64: d.size})
	if err == nil {
		_, err = raw.Write(d.packed)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
