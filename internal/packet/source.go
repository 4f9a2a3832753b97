package packet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Bounds of a PDF whose pages go into a packet. Beyond them it is attached as
// a file.
const (
	importUpTo   = 128 << 20 // bytes
	importAtOnce = 2
	importPages  = 5000
	treeDepth    = 64
)

// importWithin is how long reading a PDF may take, and how long writing its
// pages may.
var importWithin = 30 * time.Second

// importing has a place for each PDF that is read for a packet. They are not
// those of counting, so that uploads never keep a packet waiting.
var importing = make(chan struct{}, importAtOnce)

// Why a file is attached and not printed.
var (
	errEncrypted = errors.New("it is locked with a password")
	errDamaged   = errors.New("its pages cannot be read")
	errLarge     = errors.New("it is too large to be printed")
	errPictured  = errors.New("it cannot be shown as a picture")
	errKind      = errors.New("files of this kind are not printed")
)

// source is a PDF of which pages are copied.
type source struct {
	*model.Context
	pages  []types.Dict // with what they inherit
	sound  map[int]bool // content streams that unpack, by number
	hidden types.Dict   // optional content: what the file's layers are and which are off
}

// openSource reads a PDF in bounded time, which begins with its turn: waiting
// says nothing about the file. pdfcpu panics on some damaged files and cannot
// always be stopped: such a reading keeps its turn until it ends.
func openSource(ctx context.Context, file io.ReadSeeker, size int64) (*source, error) {
	if size > importUpTo {
		return nil, errLarge
	}
	select {
	case importing <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a turn to read a PDF: %w", ctx.Err())
	}
	within, cancel := context.WithTimeout(ctx, importWithin)
	defer cancel()
	type outcome struct {
		src *source
		err error
	}
	done := make(chan outcome, 1)
	go func() {
		defer func() { <-importing }()
		src, err := readSource(within, file)
		done <- outcome{src, err}
	}()
	select {
	case o := <-done:
		if o.err != nil && ctx.Err() != nil {
			return nil, ctx.Err() // it was not read to its end
		}
		return o.src, o.err
	case <-within.Done():
		return nil, overdue(ctx, errDamaged)
	}
}

// overdue is what is wrong when a time limit within ctx has passed: the file,
// unless nobody waits for it any more.
func overdue(ctx context.Context, why error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return why
}

func readSource(ctx context.Context, file io.ReadSeeker) (src *source, err error) {
	defer func() {
		if r := recover(); r != nil {
			src, err = nil, fmt.Errorf("%w: %v", errDamaged, r)
		}
	}()
	conf := countPlainly()
	conf.Cmd = model.MERGECREATE // which refuses what is encrypted
	read, err := pdfcpu.ReadWithContext(ctx, file, &conf)
	switch {
	case errors.Is(err, pdfcpu.ErrEncrypted), errors.Is(err, pdfcpu.ErrWrongPassword):
		return nil, errEncrypted
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	case read.Encrypt != nil:
		return nil, errEncrypted
	}
	src = &source{Context: read, sound: map[int]bool{}}
	root, err := read.Catalog()
	if err != nil || root == nil {
		return nil, errDamaged
	}
	if err := src.walk(root["Pages"], nil, 0, map[int]bool{}); err != nil {
		return nil, err
	}
	if len(src.pages) == 0 {
		return nil, errDamaged
	}
	src.hidden, _ = src.dict(root["OCProperties"])
	return src, nil
}

// inherited are the entries a page takes from the nodes above it.
var inherited = []string{"Resources", "MediaBox", "CropBox", "Rotate"}

// walk lists the pages below a node of the page tree.
func (s *source) walk(node types.Object, above types.Dict, depth int, seen map[int]bool) error {
	if ref, ok := node.(types.IndirectRef); ok {
		if seen[int(ref.ObjectNumber)] {
			return errDamaged
		}
		seen[int(ref.ObjectNumber)] = true
	}
	d, ok := s.dict(node)
	if !ok || depth > treeDepth {
		return errDamaged
	}
	own := types.Dict{}
	for _, key := range inherited {
		if v, ok := d[key]; ok && v != nil {
			own[key] = v
		} else if v, ok := above[key]; ok {
			own[key] = v
		}
	}
	kids, isNode := s.array(d["Kids"])
	if !isNode {
		for key, v := range d {
			own[key] = v
		}
		if len(s.pages) == importPages {
			return errLarge
		}
		s.pages = append(s.pages, own)
		return nil
	}
	for _, kid := range kids {
		if err := s.walk(kid, own, depth+1, seen); err != nil {
			return err
		}
	}
	return nil
}

// value follows references to what they name; nil where there is nothing.
func (s *source) value(o types.Object) types.Object {
	for range treeDepth {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			return o
		}
		entry, ok := s.FindTableEntryForIndRef(&ref)
		if !ok || entry == nil || entry.Free {
			return nil
		}
		o = entry.Object
	}
	return nil
}

func (s *source) dict(o types.Object) (types.Dict, bool) {
	switch v := s.value(o).(type) {
	case types.Dict:
		return v, v != nil
	case types.StreamDict:
		return v.Dict, true
	}
	return nil, false
}

// structural reports whether a reference leads to a page or above it, from
// where everything else of the file could be reached.
func (s *source) structural(ref types.IndirectRef) bool {
	d, ok := s.value(ref).(types.Dict)
	if !ok {
		return false
	}
	kind, _ := d["Type"].(types.Name)
	return kind == "Page" || kind == "Pages" || kind == "Catalog"
}

func (s *source) array(o types.Object) (types.Array, bool) {
	a, ok := s.value(o).(types.Array)
	return a, ok
}

// number reads a number, whichever way it is written.
func (s *source) number(o types.Object) (float64, bool) {
	switch v := s.value(o).(type) {
	case types.Integer:
		return float64(v), true
	case types.Float:
		return float64(v), true
	}
	return 0, false
}

// box is a rectangle from its left bottom to its right top corner.
type box [4]float64

// box reads a rectangle of some extent.
func (s *source) box(o types.Object) (box, bool) {
	a, ok := s.array(o)
	if !ok || len(a) != 4 {
		return box{}, false
	}
	var b box
	for i := range b {
		if b[i], ok = s.number(a[i]); !ok {
			return box{}, false
		}
	}
	b = box{min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])}
	return b, b[2]-b[0] >= 1 && b[3]-b[1] >= 1
}

// visible is the part of a page that viewers show, and by how many degrees
// they turn it.
func (s *source) visible(page types.Dict) (box, int) {
	media, ok := s.box(page["MediaBox"])
	if !ok {
		media = box{0, 0, 612, 792}
	}
	if crop, ok := s.box(page["CropBox"]); ok {
		cut := box{max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3])}
		if cut[2] > cut[0] && cut[3] > cut[1] {
			media = cut
		}
	}
	turned, _ := s.number(page["Rotate"])
	return media, ((int(turned)/90*90)%360 + 360) % 360
}

// contents lists a page's content streams. A page whose content is not all
// there would be printed blank or in part: that is a damage. A stream that many
// pages show is unpacked once.
func (s *source) contents(within context.Context, page types.Dict) ([]types.Object, error) {
	o := page["Contents"]
	if s.value(o) == nil {
		if o != nil {
			return nil, errDamaged
		}
		return nil, nil
	}
	refs := []types.Object{o}
	if a, ok := s.array(o); ok {
		refs = slices.Clone(a)
	}
	for _, ref := range refs {
		if within.Err() != nil {
			return nil, errLarge
		}
		sd, ok := s.value(ref).(types.StreamDict)
		at, indirect := ref.(types.IndirectRef)
		if !ok || !indirect {
			return nil, errDamaged
		}
		if s.sound[int(at.ObjectNumber)] {
			continue
		}
		if len(sd.Raw) > 0 && sd.DecodeWithLimit(countPlainly().Limits.MaxDecodeBytes) != nil {
			return nil, errDamaged
		}
		s.sound[int(at.ObjectNumber)] = true
	}
	return refs, nil
}

// readOwn reads a PDF that we have drawn ourselves.
func readOwn(pdf []byte) (*source, error) {
	api.DisableConfigDir()
	return readSource(context.Background(), bytes.NewReader(pdf))
}
