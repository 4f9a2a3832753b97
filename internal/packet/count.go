package packet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// Bounds of counting an exhibit's pages. A file beyond them is still a fine
// exhibit; its pages are just not counted.
const (
	countUpTo   = 256 << 20 // bytes of the file
	countWithin = 20 * time.Second
	countAtOnce = 2
)

// ErrUncounted says that the pages of a file could not be counted: it is no
// PDF, it is damaged or encrypted, or it is too large or too tangled.
var ErrUncounted = errors.New("pages cannot be counted")

var counting = make(chan struct{}, countAtOnce)

// countPlainly is pdfcpu's configuration: relaxed, for marketplaces accept
// what viewers open, with limits against files made to fill the memory, and
// without the folder that pdfcpu would otherwise make in the home directory.
var countPlainly = sync.OnceValue(func() model.Configuration {
	api.DisableConfigDir()
	conf := *model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.Offline = true
	conf.Limits.MaxStreamBytes = 64 << 20
	conf.Limits.MaxDecodeBytes = 64 << 20
	return conf
})

// LookAt counts the pages of the PDF at a path and reads what it says of
// itself, in at most 20 seconds and never more than two files at a time.
// Whatever is wrong with the file gives ErrUncounted; a file that asks for a
// password is said to be encrypted all the same.
func LookAt(ctx context.Context, path string) (Look, error) {
	ctx, cancel := context.WithTimeout(ctx, countWithin)
	defer cancel()
	select {
	case counting <- struct{}{}:
	case <-ctx.Done():
		return Look{}, fmt.Errorf("%w: %w", ErrUncounted, ctx.Err())
	}
	type outcome struct {
		look Look
		err  error
	}
	done := make(chan outcome, 1)
	go func() {
		// pdfcpu is stopped where it reads on; in between it keeps its turn, so
		// that no more than two such files are ever under way.
		defer func() { <-counting }()
		look, err := lookAtFile(ctx, path)
		done <- outcome{look, err}
	}()
	select {
	case o := <-done:
		return o.look, o.err
	case <-ctx.Done():
		return Look{}, fmt.Errorf("%w: %w", ErrUncounted, ctx.Err())
	}
}

func lookAtFile(ctx context.Context, path string) (Look, error) {
	file, err := os.Open(path)
	if err != nil {
		return Look{}, fmt.Errorf("count pages: %w", err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	if err != nil {
		return Look{}, fmt.Errorf("count pages: %w", err)
	}
	if info.Size() > countUpTo {
		return Look{}, fmt.Errorf("%w: %d bytes", ErrUncounted, info.Size())
	}
	return lookInto(untilDone{ctx, file})
}

// untilDone is read until its context ends: whoever goes round in circles in a
// file, reading it again and again, comes to an end.
type untilDone struct {
	ctx context.Context
	io.ReadSeeker
}

// Read reads on, unless the time is over.
func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.ReadSeeker.Read(p)
}

// lookInto reads the page tree and the metadata. pdfcpu panics on some damaged
// files.
func lookInto(file io.ReadSeeker) (look Look, err error) {
	defer func() {
		if r := recover(); r != nil {
			look, err = Look{}, fmt.Errorf("%w: %v", ErrUncounted, r)
		}
	}()
	conf := countPlainly()
	read, err := api.ReadAndValidate(file, &conf)
	if err != nil {
		look.Made.Encrypted = locked(err)
		return look, fmt.Errorf("%w: %w", ErrUncounted, err)
	}
	look.Made, look.Pages, look.Acts = made(read), read.PageCount, acts(read.XRefTable)
	if look.Pages < 1 {
		return Look{Made: look.Made}, fmt.Errorf("%w: no pages", ErrUncounted)
	}
	return look, nil
}
