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

// CountPages counts the pages of the PDF at a path, in at most 20 seconds and
// never more than two at a time. Whatever is wrong with the file gives
// ErrUncounted.
func CountPages(ctx context.Context, path string) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, countWithin)
	defer cancel()
	select {
	case counting <- struct{}{}:
	case <-ctx.Done():
		return 0, fmt.Errorf("%w: %w", ErrUncounted, ctx.Err())
	}
	type outcome struct {
		pages int
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		// pdfcpu cannot be stopped: past the time limit it keeps its turn, so
		// that no more than two such files are ever under way.
		defer func() { <-counting }()
		pages, err := countFile(path)
		done <- outcome{pages, err}
	}()
	select {
	case o := <-done:
		return o.pages, o.err
	case <-ctx.Done():
		return 0, fmt.Errorf("%w: %w", ErrUncounted, ctx.Err())
	}
}

func countFile(path string) (int, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("count pages: %w", err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	if err != nil {
		return 0, fmt.Errorf("count pages: %w", err)
	}
	if info.Size() > countUpTo {
		return 0, fmt.Errorf("%w: %d bytes", ErrUncounted, info.Size())
	}
	return count(file)
}

// count reads the page tree. pdfcpu panics on some damaged files.
func count(file io.ReadSeeker) (pages int, err error) {
	defer func() {
		if r := recover(); r != nil {
			pages, err = 0, fmt.Errorf("%w: %v", ErrUncounted, r)
		}
	}()
	conf := countPlainly()
	pages, err = api.PageCount(file, &conf)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrUncounted, err)
	}
	if pages < 1 {
		return 0, fmt.Errorf("%w: no pages", ErrUncounted)
	}
	return pages, nil
}
