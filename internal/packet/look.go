package packet

import (
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"reinstate/internal/reinstate"
)

// Look is what a PDF says of itself.
type Look struct {
	Pages int // zero: they cannot be counted
	Made  reinstate.Making
	Acts  bool // something in it may act when it is opened: a script, an action, media
}

// longestProgram bounds the name of a program, in bytes.
const longestProgram = 200

// made reads the information dictionary and the XMP packet of a PDF, the later
// change of the two. Nothing in it is more than the file's own word.
func made(ctx *model.Context) reinstate.Making {
	t := ctx.XRefTable
	m := reinstate.Making{
		Maker: program(t.Producer), Origin: program(t.Creator), Created: pdfDate(t.CreationDate), Changed: pdfDate(t.ModDate),
		Encrypted: t.Encrypt != nil,
	}
	if t.CatalogXMPMeta == nil {
		return m
	}
	x := t.CatalogXMPMeta.RDF.Description
	if m.Maker == "" {
		m.Maker = program(x.Producer)
	}
	if m.Origin == "" {
		m.Origin = program(x.Creator)
	}
	if m.Created.IsZero() {
		m.Created = plausible(time.Time(x.CreationDate))
	}
	if changed := plausible(time.Time(x.ModDate)); changed.After(m.Changed) {
		m.Changed = changed
	}
	return m
}

// program is a name as a page can show it.
func program(s string) string {
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))), " ")
	if len(s) > longestProgram {
		s = strings.ToValidUTF8(s[:longestProgram], "")
	}
	return s
}

// pdfDate reads a date as PDF writes it, such as D:20261126120000+01'00'.
func pdfDate(s string) time.Time {
	t, ok := types.DateTime(s, true)
	if !ok {
		return time.Time{}
	}
	return plausible(t)
}

// plausible is the instant in UTC, or none for one outside living memory.
func plausible(t time.Time) time.Time {
	if y := t.Year(); y < 1980 || y > 2199 {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}

// locked reports whether a file could not be read for want of its password.
func locked(err error) bool { return errors.Is(err, pdfcpu.ErrWrongPassword) }
