package packet

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strconv"
)

// writer writes a PDF object by object, so that of a packet no more than one
// exhibit is ever in memory. The first objects are the catalog, the page tree
// and the particulars; they are written last.
type writer struct {
	file    *os.File
	out     *bufio.Writer
	sum     hash.Hash
	at      int64
	offsets []int64 // place of each object by number, from 1
	layers  []layer
	err     error // the first failure, which sticks
}

// layer is one piece of optional content, which viewers show or not.
type layer struct {
	object int
	off    bool
}

// Objects every file begins with.
const (
	catalogObject = 1 + iota
	pagesObject
	infoObject
	firstFree
)

// pdfHeader names the version, and tells programs that the file is binary.
const pdfHeader = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"

func newWriter(file *os.File) *writer {
	w := &writer{file: file, sum: sha256.New(), offsets: make([]int64, firstFree)}
	w.out = bufio.NewWriterSize(file, 1<<16)
	w.write([]byte(pdfHeader))
	return w
}

// number gives the number of an object that is still to be written.
func (w *writer) number() int {
	w.offsets = append(w.offsets, 0)
	return len(w.offsets) - 1
}

func (w *writer) write(b []byte) {
	if w.err != nil {
		return
	}
	w.sum.Write(b)
	w.at += int64(len(b))
	_, w.err = w.out.Write(b)
}

// object writes one object whose text is known.
func (w *writer) object(number int, text []byte) {
	w.begin(number)
	w.write(text)
	w.write([]byte("\nendobj\n"))
}

// stream writes one object of a dictionary, without its length, and bytes.
func (w *writer) stream(number int, dict, content []byte) {
	w.begin(number)
	w.write([]byte("<<"))
	w.write(dict)
	w.write(strconv.AppendInt([]byte("/Length "), int64(len(content)), 10))
	w.write([]byte(">>\nstream\n"))
	w.write(content)
	w.write([]byte("\nendstream\nendobj\n"))
}

func (w *writer) begin(number int) {
	w.offsets[number] = w.at
	w.write(append(strconv.AppendInt(nil, int64(number), 10), " 0 obj\n"...))
}

// bookplace is a state of a writer to which it can go back.
type bookplace struct {
	at      int64
	objects int
	layers  int
	sum     []byte
}

// place remembers the present state.
func (w *writer) place() (bookplace, error) {
	sum, err := w.sum.(interface{ MarshalBinary() ([]byte, error) }).MarshalBinary()
	err = errors.Join(err, w.flush())
	return bookplace{w.at, len(w.offsets), len(w.layers), sum}, err
}

// back forgets everything written since a place was remembered.
func (w *writer) back(m bookplace) error {
	if err := w.flush(); err != nil {
		return err
	}
	if err := w.file.Truncate(m.at); err != nil {
		return err
	}
	if _, err := w.file.Seek(m.at, io.SeekStart); err != nil {
		return err
	}
	w.at, w.offsets, w.layers = m.at, w.offsets[:m.objects], w.layers[:m.layers]
	return w.sum.(interface{ UnmarshalBinary([]byte) error }).UnmarshalBinary(m.sum)
}

func (w *writer) flush() error {
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return w.err
}

// close writes the table of objects and the trailer. The file's identity is
// made of its content.
func (w *writer) close() error {
	start := w.at
	w.write(fmt.Appendf(nil, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)))
	for _, at := range w.offsets[1:] {
		if at == 0 { // given out and never written
			w.write([]byte("0000000000 65535 f \n"))
			continue
		}
		w.write(fmt.Appendf(nil, "%010d 00000 n \n", at))
	}
	id := w.sum.Sum(nil)[:16]
	w.write(fmt.Appendf(nil, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(w.offsets), catalogObject, infoObject, id, id, start))
	return w.flush()
}

// whole is the SHA-256 of everything written.
func (w *writer) whole() []byte { return w.sum.Sum(nil) }

// reference names an object, as in "12 0 R".
func reference(number int) string { return strconv.Itoa(number) + " 0 R" }
