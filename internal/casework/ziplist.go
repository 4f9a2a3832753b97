package casework

import (
	"archive/zip"
	"errors"
	"io"
)

// zipListUpTo is how many bytes the list of files at the end of a zip file may
// have, with the records that say where it is. A thousand files with long names
// take a third of it.
const zipListUpTo = 1 << 20

// errZipList says that a zip file lists too much.
var errZipList = errors.New("the list of files in it is too long")

// listZip opens a zip file that holds so many files at most. The list is read
// whole before anybody can count it, and neither the size nor the number that
// its end claims, in 32 or 64 bits, keeps the reader from reading on: so it is
// stopped where it has read enough.
func listZip(r io.ReaderAt, size int64, most int) (*zip.Reader, error) {
	listed := &listReader{ReaderAt: r, left: zipListUpTo}
	z, err := zip.NewReader(listed, size)
	if listed.left < 0 {
		return nil, errZipList
	}
	if err != nil {
		return nil, err
	}
	if len(z.File) > most {
		return nil, errZipList
	}
	listed.open = true
	return z, nil
}

// listReader gives so many bytes until it is open.
type listReader struct {
	io.ReaderAt
	left int64
	open bool
}

func (l *listReader) ReadAt(p []byte, at int64) (int, error) {
	if !l.open {
		if l.left -= int64(len(p)); l.left < 0 {
			return 0, errZipList
		}
	}
	return l.ReaderAt.ReadAt(p, at)
}
