package packet

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// binder makes one packet.
type binder struct {
	press  *Press
	b      *Bundle
	words  *typesetter
	parts  []*binding
	placed []Placed
	counts []int // pages of each part, once they are known
}

// binding is a part under way: its file, and what stands in it in order.
type binding struct {
	w        *writer
	exhibits []int // by index
	pages    map[int][]copied
}

// leaf is one sheet of ours with where it stands.
type leaf struct {
	sheet
	page copied
}

// Bind makes a packet: documents, index, and each exhibit behind its cover
// sheet. An exhibit that cannot be printed is named as attached, and the rest
// goes on. The same bundle gives the same bytes. The caller closes what it
// gets.
func (p *Press) Bind(ctx context.Context, b Bundle) (bound Bound, err error) {
	k := &binder{press: p, b: &b, words: &typesetter{fonts: &p.fonts}, placed: make([]Placed, len(b.Exhibits))}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("bind the packet: %v", r)
		}
		if err != nil {
			for _, part := range k.parts {
				_ = part.w.file.Close()
			}
			bound = Bound{}
		}
	}()
	if err := k.enclose(ctx); err != nil {
		return Bound{}, fmt.Errorf("bind the packet: %w", err)
	}
	bound, err = k.finish()
	if err != nil {
		return Bound{}, fmt.Errorf("bind the packet: %w", err)
	}
	return bound, nil
}

// room is what is kept free in a part for our own sheets and their fonts.
const room = 1 << 20

// enclose writes every exhibit into a part, one after the other.
func (k *binder) enclose(ctx context.Context) error {
	if err := k.begin(); err != nil {
		return err
	}
	for i := range k.b.Exhibits {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := k.add(ctx, i); err != nil {
			return err
		}
		if k.b.Progress != nil {
			k.b.Progress(i+1, len(k.b.Exhibits))
		}
	}
	return nil
}

// begin begins another part.
func (k *binder) begin() error {
	file, err := k.b.Scratch()
	if err != nil {
		return err
	}
	k.parts = append(k.parts, &binding{w: newWriter(file), pages: map[int][]copied{}})
	return nil
}

// add writes an exhibit into the present part, or into another one where it
// would make this one too large.
func (k *binder) add(ctx context.Context, i int) error {
	write, err := k.prepare(ctx, k.b.Exhibits[i])
	if why := attached(err); why != "" {
		k.placed[i] = Placed{Part: len(k.parts), Why: why}
		k.part().exhibits = append(k.part().exhibits, i)
		return nil
	}
	if err != nil {
		return err
	}
	return k.lay(i, write)
}

// lay writes the pages of an exhibit that was read into the present part, and
// once more into a new one where they make this one too large. What cannot be
// written is attached, whichever of the two it was.
func (k *binder) lay(i int, write func(*writer) ([]copied, error)) error {
	part := k.part()
	before, pages, isAttached, err := k.try(i, part, write)
	if err != nil || isAttached {
		return err
	}
	over := k.b.PartBytes > 0 && part.w.at > k.b.PartBytes-k.spare()
	if over && before.at > int64(len(pdfHeader)) {
		if err := part.w.back(before); err != nil {
			return err
		}
		if err := k.begin(); err != nil {
			return err
		}
		part = k.part()
		if _, pages, isAttached, err = k.try(i, part, write); err != nil || isAttached {
			return err
		}
		over = part.w.at > k.b.PartBytes-k.spare()
	}
	k.placed[i] = Placed{Part: len(k.parts), From: 1, To: len(pages), Over: over}
	part.exhibits, part.pages[i] = append(part.exhibits, i), pages
	return nil
}

// try writes the pages of an exhibit into a part. Where they cannot be written
// the exhibit is attached there, and nothing of it is left.
func (k *binder) try(i int, part *binding, write func(*writer) ([]copied, error)) (before bookplace, pages []copied, isAttached bool, err error) {
	if before, err = part.w.place(); err != nil {
		return before, nil, false, err
	}
	pages, err = write(part.w)
	why := attached(err)
	if why == "" {
		return before, pages, false, err
	}
	k.placed[i] = Placed{Part: len(k.parts), Why: why}
	part.exhibits = append(part.exhibits, i)
	return before, nil, true, part.w.back(before)
}

func (k *binder) part() *binding { return k.parts[len(k.parts)-1] }

// spare is the room kept for our sheets, less where parts are very small.
func (k *binder) spare() int64 { return min(room, k.b.PartBytes/4) }

// attached says why an exhibit is not printed, or nothing where the failure is
// another one.
func attached(err error) string {
	for _, why := range []error{errEncrypted, errLarge, errPictured, errKind, errDamaged} {
		if errors.Is(err, why) {
			return why.Error()
		}
	}
	return ""
}

// prepare opens an exhibit and says how its pages are written.
func (k *binder) prepare(ctx context.Context, e Enclosure) (func(*writer) ([]copied, error), error) {
	kind, _, _ := strings.Cut(e.MediaType, ";")
	printed := kind == "application/pdf" || kind == "image/jpeg" || kind == "image/png" || kind == "image/gif" || kind == "image/webp"
	if !printed {
		return nil, errKind
	}
	file, err := e.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	if kind != "application/pdf" {
		return k.photo(file, e.Size)
	}
	src, err := openSource(ctx, file, e.Size)
	if err != nil {
		return nil, err
	}
	return func(w *writer) (pages []copied, err error) {
		defer func() {
			if r := recover(); r != nil {
				pages, err = nil, fmt.Errorf("%w: %v", errDamaged, r)
			}
		}()
		within, cancel := context.WithTimeout(ctx, importWithin)
		defer cancel()
		c := newCopier(src, w)
		for _, page := range src.pages {
			one, err := c.page(within, page, dressing{object: w.number(), over: k.b.Bates.On()})
			if within.Err() != nil {
				return nil, overdue(ctx, errLarge)
			}
			if err != nil {
				return nil, err
			}
			pages = append(pages, one)
		}
		return pages, c.layers()
	}, nil
}

func (k *binder) photo(file io.ReadSeeker, size int64) (func(*writer) ([]copied, error), error) {
	picture, err := redraw(file, size)
	if err != nil {
		return nil, err
	}
	return func(w *writer) ([]copied, error) {
		page := w.picture(picture, k.b.Options.Paper, k.b.Bates.On())
		return []copied{page}, w.err
	}, nil
}

// finish draws our sheets, now that every page has its place, and closes the
// parts.
func (k *binder) finish() (Bound, error) {
	contents, err := k.arrange()
	if err != nil {
		return Bound{}, err
	}
	bound := Bound{Placed: k.placed, Replaced: k.words.replaced()}
	for n, part := range k.parts {
		pages, err := k.complete(part, contents[n], bound.Pages)
		if err != nil {
			return Bound{}, err
		}
		bound.Parts = append(bound.Parts, Part{
			File: part.w.file, Size: part.w.at, Pages: pages, SHA256: hex.EncodeToString(part.w.whole()),
			Over: k.b.PartBytes > 0 && part.w.at > k.b.PartBytes,
		})
		bound.Pages += pages
	}
	if k.b.Bates.On() {
		bound.Bates = fmt.Sprintf(k.b.Words.Marks, k.b.Bates.Mark(0), k.b.Bates.Mark(bound.Pages-1))
	}
	return bound, nil
}
