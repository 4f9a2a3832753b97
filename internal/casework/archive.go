package casework

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"reinstate/internal/blob"
	"reinstate/internal/reinstate"
)

// Bounds of an archive: how many files, how many bytes in all in terms of one
// file's limit, and how many times smaller a file may be packed. Real evidence
// (PDF, JPEG) hardly shrinks at all; text shrinks tenfold.
const (
	mostPacked    = 1000
	packedTotal   = 10
	densest       = 200
	densestBeyond = 1 << 20 // bytes from which density counts
)

// IsArchive reports whether a name is that of a zip file.
func IsArchive(name string) bool { return strings.EqualFold(path.Ext(name), ".zip") }

// AttachArchive makes each file of a zip file an exhibit. A zip file that is
// made to harm, or that holds what cannot be looked at, is refused whole before
// any of it is kept.
func (d *Desk) AttachArchive(ctx context.Context, who reinstate.Actor, ref string, u Upload) ([]Attached, error) {
	if _, err := describeUpload(u); err != nil {
		return nil, err
	}
	if err := d.mayAttach(ctx, who, ref); err != nil {
		return nil, err
	}
	ticket, err := d.blobs.Begin()
	if err != nil {
		return nil, err
	}
	defer func() { _ = d.blobs.Abandon(ticket) }()
	if _, err := d.blobs.Append(ctx, ticket, 0, u.Body, d.limits.File); err != nil {
		return nil, refusedFile(err, d.limits.File)
	}
	return d.unpackPartial(ctx, who, ref, ticket, u)
}

// unpackPartial unpacks a file that has come whole. Every file in it is received
// and looked at before the first becomes an exhibit, and they do so together:
// what is refused or cut off leaves nothing, and can be sent again.
func (d *Desk) unpackPartial(ctx context.Context, who reinstate.Actor, ref, ticket string, u Upload) ([]Attached, error) {
	f, err := d.blobs.Partial(ticket)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open an archive: %w", err)
	}
	files, err := openArchive(ctx, f, info.Size(), d.limits.File)
	if err != nil {
		return nil, err
	}
	var came []*blob.Received
	defer func() {
		for _, one := range came {
			_ = one.Drop() // unless it was kept
		}
	}()
	all := make([]arrival, len(files))
	for i, packed := range files {
		one := u
		one.Packed, one.Name, one.Title = fileName(u.Name), packed.name, ""
		e, err := describeUpload(one)
		if err != nil {
			return nil, err
		}
		received, err := d.takeInPacked(ctx, who, one.Name, packed.file)
		if err != nil {
			return nil, err
		}
		came, all[i] = append(came, received), arrival{u: one, e: e}
	}
	var added []Attached
	err = d.blobs.Share(ctx, func() (err error) {
		for i, one := range came {
			if all[i].kept, err = one.Keep(); err != nil {
				return refusedFile(err, d.limits.File)
			}
		}
		added, err = d.admitAll(ctx, who, ref, all)
		return err
	})
	return added, err
}

// takeInPacked unpacks a file of an archive and has it looked at.
func (d *Desk) takeInPacked(ctx context.Context, who reinstate.Actor, name string, f *zip.File) (*blob.Received, error) {
	body, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", name, err)
	}
	defer body.Close()
	return d.takeIn(ctx, who, body)
}

// packed is one file of an archive under the name it gets.
type packed struct {
	name string
	file *zip.File
}

// openArchive lists the files of a zip file after it has read every byte of
// them once, within the limits: what a header says is not believed.
func openArchive(ctx context.Context, r io.ReaderAt, size, limit int64) ([]packed, error) {
	z, err := listZip(r, size, mostPacked)
	if errors.Is(err, errZipList) {
		return nil, refusedArchive(fmt.Sprintf("This zip file holds more than %d files, or their names are too long. Send it in parts.", mostPacked))
	}
	if err != nil {
		return nil, refusedArchive("This zip file is damaged or is none. Pack it again, or send the files without it.")
	}
	var files []packed
	var compressed, total int64
	for _, f := range z.File {
		name, err := packedName(f)
		if err != nil {
			return nil, err
		}
		compressed += int64(min(f.CompressedSize64, 1<<62))
		if compressed > size || compressed < 0 {
			return nil, refusedArchive("The files of this zip file lie over one another. Such files are made to do harm.")
		}
		if f.FileInfo().IsDir() || clutter(name) {
			continue
		}
		n, err := tryOut(ctx, f, name, limit)
		if err != nil {
			return nil, err
		}
		if total += n; total > packedTotal*limit {
			return nil, refusedArchive(fmt.Sprintf("This zip file unpacks to more than %d MB. Send it in parts.", packedTotal*limit>>20))
		}
		files = append(files, packed{path.Base(name), f})
	}
	if len(files) == 0 {
		return nil, refusedArchive("There is no file in this zip file.")
	}
	return files, nil
}

// packedName is the path of an entry, or the sentence that refuses it.
func packedName(f *zip.File) (string, error) {
	name := f.Name
	if f.NonUTF8 && !utf8.ValidString(name) {
		// Windows in Chinese packs names in its own encoding.
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	name = strings.ReplaceAll(name, `\`, "/")
	shown := line(name)
	switch {
	case strings.HasPrefix(name, "/"), len(name) > 1 && name[1] == ':', strings.ContainsRune(name, 0), slices.Contains(strings.Split(name, "/"), ".."):
		return "", refusedArchive(fmt.Sprintf("This zip file holds a file that would be put elsewhere: %s. Pack it again.", shown))
	case !f.Mode().IsDir() && !f.Mode().IsRegular():
		return "", refusedArchive(fmt.Sprintf("This zip file holds a link or a device: %s. Pack the files themselves.", shown))
	case f.Flags&1 != 0:
		return "", refusedArchive("This zip file asks for a password. Unpack it and send the files.")
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return "", refusedArchive(fmt.Sprintf("%s is packed in a way that is not read here. Unpack the zip file and send the files.", shown))
	case slices.Contains(archives, strings.ToLower(path.Ext(name))):
		return "", refusedArchive(fmt.Sprintf("This zip file holds another archive: %s. Unpack it and send the files.", shown))
	}
	return name, nil
}

// archives are the endings of files that hold files.
var archives = []string{".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".iso", ".cab", ".jar"}

// clutter is what systems put beside the files a person packed.
func clutter(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || strings.EqualFold(base, "thumbs.db") || strings.EqualFold(base, "desktop.ini")
}

// tryOut reads an entry whole and says how many bytes it has.
func tryOut(ctx context.Context, f *zip.File, name string, limit int64) (int64, error) {
	body, err := f.Open()
	if err != nil {
		return 0, damagedEntry(name)
	}
	defer body.Close()
	head := make([]byte, 4)
	start, err := io.ReadFull(body, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, damagedEntry(name)
	}
	if bytes.Equal(head[:start], []byte("PK\x03\x04")) && !office(name) {
		return 0, refusedArchive(fmt.Sprintf("This zip file holds another archive: %s. Unpack it and send the files.", line(name)))
	}
	n := int64(start)
	piece := make([]byte, 64<<10)
	for {
		if err := ctx.Err(); err != nil {
			return n, refusedFile(err, limit)
		}
		read, err := body.Read(piece)
		n += int64(read)
		switch {
		case n > limit:
			return n, refusedArchive(fmt.Sprintf("%s is larger than %d MB once unpacked.", line(name), limit>>20))
		case n > densestBeyond && n/densest > int64(f.CompressedSize64):
			return n, refusedArchive(fmt.Sprintf("%s is packed more than %d times smaller than it is. Such files are made to fill disks; send it without the zip file.", line(name), densest))
		case errors.Is(err, io.EOF):
			return n, emptyEntry(n, name)
		case err != nil:
			return n, damagedEntry(name)
		}
	}
}

func emptyEntry(n int64, name string) error {
	if n == 0 {
		return refusedArchive(fmt.Sprintf("%s in this zip file is empty. Leave it out.", line(name)))
	}
	return nil
}

// office reports whether a file is a zip file by its nature.
func office(name string) bool {
	return slices.Contains([]string{".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".pages", ".numbers"}, strings.ToLower(path.Ext(name)))
}

func damagedEntry(name string) error {
	return refusedArchive(fmt.Sprintf("%s in this zip file is damaged. Pack it again.", line(name)))
}

func refusedArchive(sentence string) error {
	return reinstate.Invalid{"file": sentence + " Nothing was kept."}
}
