package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
)

// Put keeps what r gives for a firm and returns its name, once it is durable.
// Memory does not grow with the file. Nothing is left behind when r fails, the
// context ends, or the file is empty (ErrEmpty) or larger than limit bytes
// (TooLarge). Bytes the firm has already are not kept twice.
func (s *Store) Put(ctx context.Context, org string, r io.Reader, limit int64) (Blob, error) {
	came, err := s.Receive(ctx, org, r, limit)
	if err != nil {
		return Blob{}, err
	}
	return came.Keep()
}

// Received is a file that has come whole and is not kept yet.
type Received struct {
	Blob
	store     *Store
	org, temp string
}

// Receive is the first half of Put, which takes as long as r does.
func (s *Store) Receive(ctx context.Context, org string, r io.Reader, limit int64) (_ *Received, err error) {
	if err := checkOrg(org); err != nil {
		return nil, err
	}
	came := &Received{store: s, org: org, temp: incoming + "/" + rand.Text()}
	f, err := s.root.OpenFile(came.temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keep a file: %w", err)
	}
	defer func() {
		f.Close() // closed already unless something failed
		if err != nil {
			err = errors.Join(err, came.Drop())
		}
	}()
	if came.Blob, err = copyAndHash(ctx, f, r, limit); err != nil {
		return nil, fmt.Errorf("keep a file: %w", err)
	}
	if err := settle(f); err != nil {
		return nil, fmt.Errorf("keep a file: %w", err)
	}
	return came, nil
}

// Open opens what has come, for our own reading.
func (r *Received) Open() (*os.File, error) { return r.store.root.Open(r.temp) }

// Keep is the second half of Put. What has come is gone from its place
// afterwards, also when it cannot be kept.
func (r *Received) Keep() (_ Blob, err error) {
	moved, err := r.store.move(r.temp, r.org, r.Blob)
	if !moved {
		err = errors.Join(err, r.Drop())
	}
	if err != nil {
		return Blob{}, fmt.Errorf("keep a file: %w", err)
	}
	return r.Blob, nil
}

// Drop removes what has come. What was kept or dropped before is no error.
func (r *Received) Drop() error {
	if err := r.store.root.Remove(r.temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// settle makes a written file read-only and its bytes durable.
func settle(f *os.File) error {
	if err := f.Chmod(0o400); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// move gives a finished file its name, unless the firm has it already and it
// is whole.
func (s *Store) move(temp, org string, b Blob) (moved bool, err error) {
	name, err := place(org, b.SHA256)
	if err != nil {
		return false, err
	}
	folder := path.Dir(name)
	for _, name := range []string{org, folder} {
		if err := s.mkdir(name); err != nil {
			return false, err
		}
	}
	switch err := s.Check(org, b.SHA256, b.Size); {
	case err == nil:
		return false, s.sync(folder) // the other upload may not have come so far
	case !errors.Is(err, ErrMissing) && !errors.Is(err, ErrDamaged):
		return false, err
	}
	if err := s.root.Rename(temp, name); err != nil {
		return false, err
	}
	return true, s.sync(folder)
}

// A piece is what is read at once. While one is hashed, the next is read and
// written.
const pieceSize = 256 << 10

// copyAndHash writes what r gives to w and hashes it in a second goroutine,
// with two pieces of memory.
func copyAndHash(ctx context.Context, w io.Writer, r io.Reader, limit int64) (Blob, error) {
	free, full := make(chan []byte, 2), make(chan []byte, 2)
	free <- make([]byte, pieceSize)
	free <- make([]byte, pieceSize)
	digest := make(chan hash.Hash, 1)
	go func() {
		h := sha256.New()
		for piece := range full {
			h.Write(piece)
			free <- piece[:pieceSize]
		}
		digest <- h
	}()
	size, err := pump(ctx, w, r, limit, free, full)
	close(full)
	h := <-digest
	if err != nil {
		return Blob{}, err
	}
	if size == 0 {
		return Blob{}, ErrEmpty
	}
	return Blob{SHA256: hex.EncodeToString(h.Sum(nil)), Size: size}, nil
}

// pump reads pieces, writes them and hands them on, until r ends.
func pump(ctx context.Context, w io.Writer, r io.Reader, limit int64, free <-chan []byte, full chan<- []byte) (size int64, err error) {
	for {
		if err := ctx.Err(); err != nil {
			return size, err
		}
		piece := <-free
		n, end := fill(r, piece)
		if end != nil && !errors.Is(end, io.EOF) {
			return size, end
		}
		if size += int64(n); size > limit {
			return size, &TooLarge{Limit: limit}
		}
		if _, err := w.Write(piece[:n]); err != nil {
			return size, err
		}
		full <- piece[:n]
		if end != nil {
			return size, nil
		}
	}
}

// fill reads until a piece is full or r gives an error, io.EOF at its end.
// Unlike io.ReadFull it leaves the reader's own io.ErrUnexpectedEOF, which
// means that an upload was cut off, apart from a short last piece.
func fill(r io.Reader, piece []byte) (n int, err error) {
	for n < len(piece) && err == nil {
		var m int
		m, err = r.Read(piece[n:])
		n += m
	}
	return n, err
}
