package packet

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// copier copies pages of a PDF into another, object by object as they are.
// What a page shows is copied, what it does is left behind: scripts, actions,
// links to files, forms. Fields and annotations are kept as they look.
type copier struct {
	src     *source
	out     *writer
	numbers map[int]int // their objects, and what they are called here
	queue   []int
	text    []byte // of the object under way
}

func newCopier(src *source, out *writer) *copier {
	return &copier{src: src, out: out, numbers: map[int]int{}}
}

// left are entries of streams that lead out of the file, or back into the
// structure of the old one.
var left = map[string]bool{
	"Length": true, "F": true, "FFilter": true, "FDecodeParms": true, "DL": true, "Ref": true, "OPI": true, "AF": true,
	"PieceInfo": true, "Metadata": true, "StructParent": true, "StructParents": true, "Measure": true, "PtData": true,
}

// shown are the entries of a page that say what it shows.
var shown = []string{"ArtBox", "BleedBox", "CropBox", "Group", "MediaBox", "Resources", "Rotate", "TrimBox", "UserUnit"}

// copied is a page in its new file, and what is drawn over it once its place
// in the whole is known.
type copied struct {
	object int
	over   int // content stream still to be written, 0: none
	seen   box // what viewers show of it
	turned int
}

// dressing is what a page gets in its new file.
type dressing struct {
	object int    // its number
	over   bool   // room for a stream drawn on top, such as a Bates number
	links  string // annotations of ours
}

// page copies one page within a time.
func (c *copier) page(within context.Context, page types.Dict, with dressing) (copied, error) {
	contents, err := c.src.contents(within, page)
	if err != nil {
		return copied{}, err
	}
	over := with.over
	done := copied{object: with.object}
	done.seen, done.turned = c.src.visible(page)
	looks := c.looks(page)
	resources, _ := c.src.dict(page["Resources"])
	page = maps.Clone(page)
	if over || len(looks) > 0 {
		page["Resources"] = nil
	}

	c.text = append(c.text[:0], "<</Type/Page/Parent "...)
	c.text = append(c.text, reference(pagesObject)...)
	for _, key := range shown {
		if v := page[key]; v != nil {
			c.entry(key, v)
		}
	}
	if page["MediaBox"] == nil {
		c.text = append(c.text, "/MediaBox[0 0 612 792]"...)
	}
	var before, after []int
	if over || len(looks) > 0 {
		c.text = append(c.text, "/Resources"...)
		c.resources(resources, looks, over)
		before = []int{c.out.number()}
		after = []int{c.out.number()}
		if over {
			done.over = c.out.number()
			after = append(after, done.over)
		}
	} else if page["Resources"] == nil {
		c.text = append(c.text, "/Resources<<>>"...)
	}
	c.text = append(c.text, "/Contents["...)
	for _, n := range before {
		c.text = append(c.text, reference(n)+" "...)
	}
	for _, o := range contents {
		c.put(o)
		c.text = append(c.text, ' ')
	}
	for _, n := range after {
		c.text = append(c.text, reference(n)+" "...)
	}
	c.text = append(c.text, "]"...)
	if with.links != "" {
		c.text = append(c.text, "/Annots["+with.links+"]"...)
	}
	c.text = append(c.text, ">>"...)
	c.out.object(done.object, c.text)
	if len(before) > 0 {
		c.out.stream(before[0], nil, []byte("q\n"))
		c.out.stream(after[0], nil, append([]byte("\nQ\n"), drawLooks(looks)...))
	}
	return done, c.drain()
}

// resources writes a page's resources with the names that we draw with added.
func (c *copier) resources(d types.Dict, looks []look, over bool) {
	extended := func(key string) types.Dict {
		group, _ := c.src.dict(d[key])
		return group
	}
	c.text = append(c.text, "<<"...)
	for _, key := range slices.Sorted(maps.Keys(d)) {
		if key == "XObject" && len(looks) > 0 || key == "Font" && over {
			continue
		}
		c.entry(key, d[key])
	}
	if len(looks) > 0 {
		c.text = append(c.text, "/XObject<<"...)
		c.entries(extended("XObject"))
		for i, look := range looks {
			c.text = append(c.text, "/"+lookName(i)+" "...)
			c.put(look.form)
		}
		c.text = append(c.text, ">>"...)
	}
	if over {
		c.text = append(c.text, "/Font<<"...)
		c.entries(extended("Font"))
		c.text = append(c.text, "/"+stampFont+"<</Type/Font/Subtype/Type1/BaseFont/Courier-Bold/Encoding/WinAnsiEncoding>>>>"...)
	}
	c.text = append(c.text, ">>"...)
}

// drain writes every object that was referred to and is not written yet.
func (c *copier) drain() error {
	for len(c.queue) > 0 {
		theirs := c.queue[0]
		c.queue = c.queue[1:]
		ours := c.numbers[theirs]
		ref := types.IndirectRef{ObjectNumber: types.Integer(theirs)}
		if entry := c.src.Table[theirs]; entry != nil && entry.Generation != nil {
			ref.GenerationNumber = types.Integer(*entry.Generation)
		}
		c.text = c.text[:0]
		if sd, ok := c.src.value(ref).(types.StreamDict); ok {
			for _, key := range slices.Sorted(maps.Keys(sd.Dict)) {
				if !left[key] {
					c.entry(key, sd.Dict[key])
				}
			}
			c.out.stream(ours, c.text, sd.Raw)
			continue
		}
		c.put(c.src.value(ref))
		c.out.object(ours, c.text)
		if c.out.err != nil {
			return c.out.err
		}
	}
	return c.out.err
}

// reference is what an object of theirs is called here.
func (c *copier) reference(theirs int) int {
	if ours, ok := c.numbers[theirs]; ok {
		return ours
	}
	ours := c.out.number()
	c.numbers[theirs] = ours
	c.queue = append(c.queue, theirs)
	return ours
}

func (c *copier) entries(d types.Dict) {
	for _, key := range slices.Sorted(maps.Keys(d)) {
		c.entry(key, d[key])
	}
}

// entry writes a name and its value.
func (c *copier) entry(key string, v types.Object) {
	c.name(key)
	c.text = append(c.text, ' ')
	c.put(v)
}

// put writes an object as PDF.
func (c *copier) put(o types.Object) {
	switch v := o.(type) {
	case types.IndirectRef:
		if c.src.value(v) == nil || c.src.structural(v) {
			c.text = append(c.text, "null"...)
			return
		}
		c.text = append(c.text, reference(c.reference(int(v.ObjectNumber)))...)
	case types.Dict:
		c.text = append(c.text, "<<"...)
		c.entries(v)
		c.text = append(c.text, ">>"...)
	case types.Array:
		c.text = append(c.text, '[')
		for i, item := range v {
			if i > 0 {
				c.text = append(c.text, ' ')
			}
			c.put(item)
		}
		c.text = append(c.text, ']')
	case types.Name:
		c.name(string(v))
	case types.Integer:
		c.text = strconv.AppendInt(c.text, int64(v), 10)
	case types.Float:
		c.text = strconv.AppendFloat(c.text, float64(v), 'f', -1, 64)
	case types.Boolean:
		c.text = strconv.AppendBool(c.text, bool(v))
	case types.StringLiteral:
		c.text = append(append(append(c.text, '('), v...), ')')
	case types.HexLiteral:
		c.text = append(append(append(c.text, '<'), v...), '>')
	default:
		c.text = append(c.text, "null"...)
	}
}

// name writes a name; what is no regular character is written by its number.
func (c *copier) name(name string) {
	const digits = "0123456789abcdef"
	c.text = append(c.text, '/')
	for i := range len(name) {
		ch := name[i]
		if ch <= ' ' || ch > '~' || bytes.IndexByte([]byte("()<>[]{}/%#"), ch) >= 0 {
			c.text = append(c.text, '#', digits[ch>>4], digits[ch&15])
			continue
		}
		c.text = append(c.text, ch)
	}
}
