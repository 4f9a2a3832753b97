package packet

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// layers keeps the layers of a file that are used on its pages, so that what
// is hidden in an exhibit stays hidden in the packet.
func (c *copier) layers() error {
	groups, _ := c.src.array(c.src.hidden["OCGs"])
	state, _ := c.src.dict(c.src.hidden["D"])
	base, _ := c.src.value(state["BaseState"]).(types.Name)
	off, _ := c.src.array(state["OFF"])
	on, _ := c.src.array(state["ON"])
	for _, o := range groups {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			continue
		}
		object, used := c.numbers[int(ref.ObjectNumber)]
		if !used {
			continue
		}
		hidden := named(off, ref) || base == "OFF" && !named(on, ref)
		c.out.layers = append(c.out.layers, layer{object, hidden})
	}
	return c.out.err
}

// named reports whether an array names an object.
func named(a types.Array, ref types.IndirectRef) bool {
	return slices.ContainsFunc(a, func(o types.Object) bool {
		r, ok := o.(types.IndirectRef)
		return ok && r.ObjectNumber == ref.ObjectNumber
	})
}

// optionalContent is the catalog's entry for the layers of a file, if it has
// any.
func (w *writer) optionalContent() string {
	if len(w.layers) == 0 {
		return ""
	}
	var all, off []string
	for _, l := range w.layers {
		all = append(all, reference(l.object))
		if l.off {
			off = append(off, reference(l.object))
		}
	}
	return fmt.Sprintf("/OCProperties<</OCGs[%s]/D<</Order[]/OFF[%s]>>>>", strings.Join(all, " "), strings.Join(off, " "))
}
