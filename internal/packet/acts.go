package packet

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// deepestAct bounds how far dictionaries inside one another are followed.
const deepestAct = 20

// actors are the entries of a PDF that let it do something when it is opened
// or touched (ISO 32000-1, 12.6): scripts, actions on events, programs to
// launch, forms of another kind, and media.
var actors = []string{"JS", "JavaScript", "AA", "XFA", "RichMediaContent"}

// acts reports whether anything in a PDF may act by itself. A destination that
// is only opened at, which most PDFs have, is no act.
func acts(x *model.XRefTable) bool {
	for _, entry := range x.Table {
		if entry != nil && !entry.Free && objectActs(entry.Object, 0) {
			return true
		}
	}
	return false
}

func objectActs(o types.Object, deep int) bool {
	if deep > deepestAct {
		return true // no honest file goes so deep
	}
	switch v := o.(type) {
	case types.Dict:
		return dictActs(v, deep)
	case types.StreamDict:
		return dictActs(v.Dict, deep)
	case types.ObjectStreamDict:
		return dictActs(v.Dict, deep)
	case types.Array:
		for _, inner := range v {
			if objectActs(inner, deep+1) {
				return true
			}
		}
	}
	return false
}

func dictActs(d types.Dict, deep int) bool {
	for _, name := range actors {
		if _, ok := d.Find(name); ok {
			return true
		}
	}
	if kind := d.NameEntry("S"); kind != nil && (*kind == "Launch" || *kind == "JavaScript" || *kind == "SubmitForm" || *kind == "ImportData") {
		return true
	}
	for _, inner := range d {
		if objectActs(inner, deep+1) {
			return true
		}
	}
	return false
}
