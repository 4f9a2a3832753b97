package packet

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// look is how an annotation or a form field appears on its page: a drawing of
// the file's own, and how it is moved into its place.
type look struct {
	form   types.IndirectRef
	matrix [6]float64
}

// Flags of an annotation (ISO 32000-1, table 165) that keep it off the page.
const (
	flagHidden = 1 << 1
	flagNoView = 1 << 5
)

// looks lists the appearances of a page's annotations in their order. Links
// have none, windows of notes are not part of the page.
func (c *copier) looks(page types.Dict) []look {
	annots, _ := c.src.array(page["Annots"])
	var all []look
	for _, o := range annots {
		a, ok := c.src.dict(o)
		if !ok {
			continue
		}
		flags, _ := c.src.number(a["F"])
		kind, _ := c.src.value(a["Subtype"]).(types.Name)
		if int(flags)&(flagHidden|flagNoView) != 0 || slices.Contains([]types.Name{"Popup", "Link"}, kind) {
			continue
		}
		if one, ok := c.look(a); ok {
			all = append(all, one)
		}
	}
	return all
}

// look finds the normal appearance of an annotation in its present state.
func (c *copier) look(a types.Dict) (look, bool) {
	ways, _ := c.src.dict(a["AP"])
	normal := ways["N"]
	if states, ok := c.src.value(normal).(types.Dict); ok {
		state, ok := c.src.value(a["AS"]).(types.Name)
		if !ok {
			return look{}, false
		}
		normal = states[string(state)]
	}
	ref, ok := normal.(types.IndirectRef)
	if !ok {
		return look{}, false
	}
	form, ok := c.src.value(ref).(types.StreamDict)
	if !ok {
		return look{}, false
	}
	rect, ok := c.src.box(a["Rect"])
	if !ok {
		return look{}, false
	}
	drawn, ok := c.src.box(form.Dict["BBox"])
	if !ok {
		return look{}, false
	}
	drawn = moved(drawn, c.matrix(form.Dict["Matrix"]))
	w, h := drawn[2]-drawn[0], drawn[3]-drawn[1]
	if w <= 0 || h <= 0 {
		return look{}, false
	}
	sx, sy := (rect[2]-rect[0])/w, (rect[3]-rect[1])/h
	return look{ref, [6]float64{sx, 0, 0, sy, rect[0] - drawn[0]*sx, rect[1] - drawn[1]*sy}}, true
}

// matrix reads six numbers, or the matrix that moves nothing.
func (c *copier) matrix(o types.Object) [6]float64 {
	m := [6]float64{1, 0, 0, 1, 0, 0}
	a, ok := c.src.array(o)
	if !ok || len(a) != 6 {
		return m
	}
	var read [6]float64
	for i := range read {
		if read[i], ok = c.src.number(a[i]); !ok {
			return m
		}
	}
	return read
}

// moved is the box around a box whose corners a matrix has moved.
func moved(b box, m [6]float64) box {
	out := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, x := range []float64{b[0], b[2]} {
		for _, y := range []float64{b[1], b[3]} {
			u, v := m[0]*x+m[2]*y+m[4], m[1]*x+m[3]*y+m[5]
			out = box{min(out[0], u), min(out[1], v), max(out[2], u), max(out[3], v)}
		}
	}
	return out
}

// lookName is what the look at a place is called among a page's resources.
func lookName(i int) string { return "ReinstateLook" + strconv.Itoa(i) }

func drawLooks(looks []look) []byte {
	var text []byte
	for i, l := range looks {
		m := l.matrix
		text = fmt.Appendf(text, "q %s %s %s %s %s %s cm /%s Do Q\n", num(m[0]), num(m[1]), num(m[2]), num(m[3]), num(m[4]), num(m[5]), lookName(i))
	}
	return text
}

// num writes a number as PDF does, to a thousandth of a point.
func num(f float64) string {
	s := strconv.FormatFloat(math.Round(f*1000)/1000, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}
