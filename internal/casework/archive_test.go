package casework_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// packedFile is one file of an archive under test.
type packedFile struct {
	name string
	body []byte
	mode fs.FileMode
	raw  func(*zip.FileHeader)
}

func pack(t *testing.T, files ...packedFile) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate}
		if f.mode != 0 {
			h.SetMode(f.mode)
		}
		if f.raw != nil {
			f.raw(h)
		}
		part, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(f.body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (o *office) unpack(ref string, body []byte) ([]casework.Attached, error) {
	return o.desk.AttachArchive(o.t.Context(), o.who, ref, casework.Upload{Name: "evidence.zip", Kind: "supplier_invoice", Body: bytes.NewReader(body)})
}

func TestEachFileOfAnArchiveBecomesAnExhibit(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	chinese, err := simplifiedchinese.GB18030.NewEncoder().String("发票/恒光 88.pdf")
	o.must(err)
	added, err := o.unpack(ref, pack(t,
		packedFile{name: "invoices/", mode: fs.ModeDir | 0o755},
		packedFile{name: "invoices/a.pdf", body: []byte("first")},
		packedFile{name: `photos\b.jpg`, body: []byte("second")},
		packedFile{name: chinese, body: []byte("third"), raw: func(h *zip.FileHeader) { h.NonUTF8 = true }},
		packedFile{name: "report.docx", body: []byte("PK\x03\x04 a word file")},
		packedFile{name: "__MACOSX/._a.pdf", body: []byte("clutter")},
		packedFile{name: ".DS_Store", body: []byte("clutter")},
	))
	o.must(err)
	var names []string
	for _, one := range added {
		names = append(names, one.Exhibit.Letter+" "+one.Exhibit.FileName)
		if one.Exhibit.Kind != "supplier_invoice" {
			t.Errorf("%s is a %s", one.Exhibit.FileName, one.Exhibit.Kind)
		}
	}
	if want := []string{"A a.pdf", "B b.jpg", "C 恒光 88.pdf", "D report.docx"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	if added[0].Exhibit.SHA256 != sumOf("first") {
		t.Error("the bytes are not those that were packed")
	}
	if left := incoming(t, o.dir); len(left) != 0 {
		t.Errorf("%v was left behind", left)
	}
}

func TestArchivesThatDoHarmAreRefusedInWords(t *testing.T) {
	t.Parallel()
	fine := packedFile{name: "fine.txt", body: []byte("fine")}
	bomb := pack(t, packedFile{name: "zeros.bin", body: make([]byte, 900<<10)}, packedFile{name: "more.bin", body: make([]byte, 3<<20)})
	many := make([]packedFile, 1001)
	for i := range many {
		many[i] = packedFile{name: fmt.Sprintf("%d.txt", i), body: []byte("x")}
	}
	noise := make([]byte, 1000<<10)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	var heavy []packedFile
	for i := range 11 {
		heavy = append(heavy, packedFile{name: fmt.Sprintf("%d.txt", i), body: bytes.Repeat(noise[:16<<10], 60)})
	}
	cut := pack(t, fine)
	for _, tt := range []struct {
		name string
		body []byte
		says string
	}{
		{"an archive in an archive, as 42.zip has", pack(t, fine, packedFile{name: "lib0.zip", body: pack(t, fine)}), "another archive"},
		{"an archive under another name, as a quine could be", pack(t, packedFile{name: "r/r", body: pack(t, fine)}), "another archive"},
		{"a file that fills the disk", bomb, "once unpacked"},
		{"too many files", pack(t, many...), "more than 1000"},
		{"too much in all", pack(t, heavy...), "unpacks to more than"},
		{"a path upwards", pack(t, packedFile{name: "../../etc/passwd", body: []byte("x")}), "put elsewhere"},
		{"a path upwards of Windows", pack(t, packedFile{name: `a\..\..\x`, body: []byte("x")}), "put elsewhere"},
		{"an absolute path", pack(t, packedFile{name: "/etc/passwd", body: []byte("x")}), "put elsewhere"},
		{"a drive", pack(t, packedFile{name: `C:\x`, body: []byte("x")}), "put elsewhere"},
		{"a link", pack(t, packedFile{name: "link", body: []byte("/etc/passwd"), mode: fs.ModeSymlink | 0o777}), "a link or a device"},
		{"a device", pack(t, packedFile{name: "null", mode: fs.ModeDevice | 0o666}), "a link or a device"},
		{"a password", pack(t, packedFile{name: "a.txt", body: []byte("x"), raw: func(h *zip.FileHeader) { h.Flags |= 1 }}), "password"},
		{"nothing", pack(t), "no file"},
		{"an empty file", pack(t, packedFile{name: "a.txt"}), "is empty"},
		{"no archive at all", []byte("PK? not really"), "damaged or is none"},
		{"an archive cut off", cut[:len(cut)/2], "damaged or is none"},
		{"bytes changed inside", spoiled(pack(t, packedFile{name: "a.txt", body: noise[:5000]})), "damaged"},
		{"files lying over one another", overlapping(pack(t, packedFile{name: "a.txt", body: noise[:50_000]})), "over one another"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			ref := o.open().Reference
			added, err := o.unpack(ref, tt.body)
			if !isInvalid(err, "file") || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "Nothing was kept") {
				t.Errorf("got %v, want a sentence with %q", err, tt.says)
			}
			if len(added) != 0 || len(o.file(ref).Exhibits) != 0 {
				t.Errorf("%d files were kept", len(o.file(ref).Exhibits))
			}
			if left := incoming(t, o.dir); len(left) != 0 {
				t.Errorf("%v was left behind", left)
			}
		})
	}
}

func TestAFilePackedFarTooDenselyIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	options, err := kit()
	o.must(err)
	options.DB, options.Blobs, options.Limits = o.db, o.blobs, casework.Limits{File: 64 << 20, Message: 1 << 20}
	o.desk = casework.New(options)
	if _, err := o.unpack(ref, pack(t, packedFile{name: "zeros.txt", body: make([]byte, 30<<20)})); !isInvalid(err, "file") || !strings.Contains(err.Error(), "200 times smaller") {
		t.Errorf("got %v", err)
	}
	text := bytes.Repeat([]byte("A line of an honest report, which shrinks well.\n"), 20_000)
	for i := range text {
		if i%9 == 0 {
			text[i] = byte('a' + rand.IntN(26))
		}
	}
	if _, err := o.unpack(ref, pack(t, packedFile{name: "report.txt", body: text})); err != nil {
		t.Errorf("an honest text: %v", err)
	}
}

// spoiled changes a byte of the first file.
func spoiled(archive []byte) []byte {
	archive = bytes.Clone(archive)
	archive[200] ^= 0xFF
	return archive
}

// overlapping has the directory name the same bytes many times.
func overlapping(archive []byte) []byte {
	at := bytes.LastIndex(archive, []byte("PK\x01\x02"))
	end := bytes.LastIndex(archive, []byte("PK\x05\x06"))
	entry := archive[at:end]
	const times = 20
	out := append(bytes.Clone(archive[:at]), bytes.Repeat(entry, times)...)
	tail := bytes.Clone(archive[end:])
	binary.LittleEndian.PutUint16(tail[8:], times)
	binary.LittleEndian.PutUint16(tail[10:], times)
	binary.LittleEndian.PutUint32(tail[12:], uint32(times*len(entry)))
	return append(out, tail...)
}

func TestASealedFilingKeepsWhatItWasSentWith(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	old := o.file(ref).Exhibits[0]
	o.filed(ref)
	_, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "better.txt", Body: strings.NewReader("a better one"), Replaces: old.ID, Moves: true})
	o.must(err)
	f := o.file(ref)
	if m := f.Filings[0].Manifest; len(m) != 1 || m[0].Exhibit != old.ID || m[0].SHA256 != old.SHA256 {
		t.Errorf("the filing now holds %+v", m)
	}
	got, err := o.desk.OpenExhibit(t.Context(), o.who, ref, old.ID)
	o.must(err)
	o.must(got.Body.Close())
	_, entries, err := o.desk.Timeline(t.Context(), o.who, ref)
	o.must(err)
	if !slices.ContainsFunc(entries, func(e reinstate.Entry) bool { return e.Event.Did == "exhibit_replaced" }) {
		t.Error("the timeline does not say that it was replaced")
	}
	if found := o.verify(); len(found) != 0 {
		t.Errorf("verify finds %+v", found)
	}
}
