package packet

import (
	"errors"
	"fmt"
	"slices"

	"reinstate/internal/plan"
)

// content is what stands in one part besides the exhibits' own pages.
type content struct {
	front  []*leaf
	covers map[int][]*leaf
	back   []*leaf
}

// laid is a document laid out.
type laid struct {
	document plan.Document
	pages    []page
}

// layings is how often our sheets are laid out until the places that they name
// agree with how many of them there are. The second time nearly always does.
const layings = 6

// arrange lays our sheets out and gives every exhibit its place.
func (k *binder) arrange() ([]content, error) {
	height := k.b.Options.Paper.frame().height
	for range layings {
		k.words = &typesetter{fonts: &k.press.fonts}
		front, back := k.documents(k.b.Front), k.documents(k.b.Back)
		if index := k.index(); len(index) > 0 {
			front = append(front, laid{k.indexDocument(), index})
		}
		covers := make([]laid, len(k.b.Exhibits))
		for i := range covers {
			if !k.b.Bare {
				covers[i] = laid{k.cover(i), paginate(k.coverRows(i), height)}
			}
		}
		placed, counts := k.place(front, covers, back)
		if slices.Equal(placed, k.placed) && slices.Equal(counts, k.counts) {
			return k.contents(front, covers, back), nil
		}
		k.placed, k.counts = placed, counts
	}
	return nil, errors.New("the index finds no end")
}

func (k *binder) documents(all []plan.Document) []laid {
	f := k.b.Options.Paper.frame()
	var out []laid
	for _, d := range all {
		out = append(out, laid{d, paginate(layOut(k.words, d, f), f.height)})
	}
	return out
}

// place counts the pages of the parts and gives each exhibit its place.
func (k *binder) place(front, covers, back []laid) ([]Placed, []int) {
	placed, counts := slices.Clone(k.placed), make([]int, len(k.parts))
	for n, part := range k.parts {
		at := 0
		if n == 0 {
			at = pagesOf(front)
		}
		for _, i := range part.exhibits {
			p := &placed[i]
			p.Cover, p.From, p.To = 0, 0, 0
			if len(covers[i].pages) > 0 {
				p.Cover = at + 1
				at += len(covers[i].pages)
			}
			if count := len(part.pages[i]); count > 0 {
				p.From, p.To = at+1, at+count
				at += count
			}
		}
		if n == len(k.parts)-1 {
			at += pagesOf(back)
		}
		counts[n] = at
	}
	return placed, counts
}

func pagesOf(all []laid) int {
	n := 0
	for _, d := range all {
		n += len(d.pages)
	}
	return n
}

// contents dresses what was laid out.
func (k *binder) contents(front, covers, back []laid) []content {
	all := make([]content, len(k.parts))
	at := 0
	for _, d := range front {
		all[0].front = append(all[0].front, k.leaves(d, 0, at)...)
		at += len(d.pages)
	}
	for n, part := range k.parts {
		all[n].covers = map[int][]*leaf{}
		for _, i := range part.exhibits {
			all[n].covers[i] = k.leaves(covers[i], n, k.placed[i].Cover-1)
		}
	}
	last := len(k.parts) - 1
	at = k.counts[last] - pagesOf(back)
	for _, d := range back {
		all[last].back = append(all[last].back, k.leaves(d, last, at)...)
		at += len(d.pages)
	}
	return all
}

// leaves dresses a document whose first page stands behind so many others of
// its part.
func (k *binder) leaves(d laid, part, at int) []*leaf {
	of := func(i int) string {
		words := counted(k.b.Words.PageOf, at+i+1, k.counts[part])
		if len(k.parts) > 1 {
			words = fmt.Sprintf(k.b.Words.PartOf, part+1, len(k.parts)) + " · " + words
		}
		return words
	}
	var all []*leaf
	for _, s := range dress(k.words, d.document, k.b.Options, d.pages, of) {
		all = append(all, &leaf{sheet: s})
	}
	return all
}
