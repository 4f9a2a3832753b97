package catalog

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"reinstate/internal/reinstate"
)

// Outline is how one kind of answer is laid out on one marketplace. Titles
// and starting texts hold {blanks}: those of Fills are written in from the
// case, the others wait for a person.
type Outline struct {
	Document     reinstate.DocumentKind
	Response     reinstate.Response      // the way of answering it is nearest to
	Marketplaces []reinstate.Marketplace // empty: wherever no other outline fits
	Name         string                  // what people call the document, such as "Plan of action"
	Title        string                  // the letter's first title
	About        string                  // what this document is for and where it goes
	Words        Span
	Sections     []OutlineSection
	Sources      []Source
}

// Span is a range of words that suits a document. To is zero where nobody
// names an upper limit.
type Span struct{ From, To int }

// OutlineSection is one section of an outline.
type OutlineSection struct {
	Key      string
	Kind     reinstate.SectionKind
	Title    string // heading of the letter, may be empty for text
	Guidance string // shown beside the editor, never printed
	Start    string // neutral first text
	Optional bool   // may stay empty
}

// Fills are the blanks that the case itself can fill. Those that admit or deny
// something are the person's to confirm; package plan has them.
func Fills() []string {
	return []string{
		"company", "contact", "address", "phone", "email", "store", "seller id", "marketplace", "notice date", "items", "complaint", "references", "case",
		"what was filed",
	}
}

// OutlineBook holds the outlines of every kind of document and marketplace, and
// the guides of every reason.
type OutlineBook struct {
	outlines []Outline
	guides   []Guide
	extras   []Guide // what a marketplace asks for with every plan
}

// All lists the outlines in the order of their files.
func (b *OutlineBook) All() []Outline { return slices.Clone(b.outlines) }

// Outline finds the layout for a way of answering.
func (b *OutlineBook) Outline(m reinstate.Marketplace, r reinstate.Response) Outline {
	return b.For(m, r.Document())
}

// For finds the layout for a kind of document: the marketplace's own, else the
// general one, else that of the way of answering it is nearest to, else the
// general plan of action.
func (b *OutlineBook) For(m reinstate.Marketplace, kind reinstate.DocumentKind) Outline {
	for _, k := range []reinstate.DocumentKind{kind, kind.Response().Document(), reinstate.PlanOfAction} {
		own := slices.IndexFunc(b.outlines, func(o Outline) bool { return o.Document == k && slices.Contains(o.Marketplaces, m) })
		general := slices.IndexFunc(b.outlines, func(o Outline) bool { return o.Document == k && len(o.Marketplaces) == 0 })
		switch {
		case own >= 0:
			return b.outlines[own]
		case general >= 0:
			return b.outlines[general]
		}
	}
	return Outline{}
}

// Outlines reads catalog/plans/*.yaml and catalog/blocks/*.yaml of files. Its error is Mistakes, every
// one of every file.
func Outlines(files fs.FS) (*OutlineBook, error) {
	m := &mistakes{}
	book := &OutlineBook{}
	names, err := fs.Glob(files, "catalog/plans/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the plan outlines: %w", err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read the plan outlines: %w", err)
		}
		m.file = path.Base(name)
		book.outlines = append(book.outlines, readOutlines(m, text)...)
	}
	m.file = "catalog/plans"
	book.check(m)
	book.readGuides(files, m)
	if err := m.err(); err != nil {
		return nil, err
	}
	return book, nil
}

type outlineFile struct {
	Sources  map[string]sourceFile `yaml:"sources"`
	Outlines []outlineEntry        `yaml:"outlines"`
}

type outlineEntry struct {
	Response     reinstate.Response      `yaml:"response"` // or, for what no notice offers,
	Document     reinstate.DocumentKind  `yaml:"document"`
	Marketplaces []reinstate.Marketplace `yaml:"marketplaces"`
	Name         string                  `yaml:"name"`
	Title        string                  `yaml:"title"`
	About        string                  `yaml:"about"`
	Words        struct {
		From int `yaml:"from"`
		To   int `yaml:"to"`
	} `yaml:"words"`
	Sources  []string              `yaml:"sources"`
	Sections []outlineSectionEntry `yaml:"sections"`
}

type outlineSectionEntry struct {
	Key      string                `yaml:"key"`
	Kind     reinstate.SectionKind `yaml:"kind"`
	Title    string                `yaml:"title"`
	Guidance string                `yaml:"guidance"`
	Start    string                `yaml:"start"`
	Optional bool                  `yaml:"optional"`
}

func readOutlines(m *mistakes, text []byte) []Outline {
	var file outlineFile
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&file); err != nil {
		m.add("", "is not an outline file: %s", strings.TrimSpace(err.Error()))
		return nil
	}
	sources := make(map[string]Source, len(file.Sources))
	for key, entry := range file.Sources {
		sources[key] = entry.compile(m, key)
	}
	outlines := make([]Outline, 0, len(file.Outlines))
	for i, entry := range file.Outlines {
		place := fmt.Sprintf("outlines[%d]", i)
		switch {
		case entry.Document.Known() && entry.Response == "":
			place = "outlines." + string(entry.Document)
		case entry.Document != "":
			m.add(place+".document", "%q is not a kind of document, or stands beside a response", entry.Document)
		case slices.Contains(reinstate.Responses(), entry.Response):
			place = "outlines." + string(entry.Response)
		default:
			m.add(place+".response", "%q is not a way of answering", entry.Response)
		}
		outlines = append(outlines, entry.compile(m, place, sources))
	}
	return outlines
}

func (e outlineEntry) compile(m *mistakes, place string, sources map[string]Source) Outline {
	kind := cmp.Or(e.Document, e.Response.Document())
	o := Outline{
		Document: kind, Response: kind.Response(), Marketplaces: e.Marketplaces, Name: e.Name, Title: e.Title,
		About: strings.TrimSpace(e.About), Words: Span(e.Words),
	}
	m.need(place+".name", e.Name)
	m.need(place+".title", e.Title)
	m.need(place+".about", e.About)
	checkBlanks(m, place+".title", e.Title)
	if e.Words.From < 0 || e.Words.To != 0 && e.Words.To < e.Words.From {
		m.add(place+".words", "%d to %d is not a range", e.Words.From, e.Words.To)
	}
	for _, market := range e.Marketplaces {
		if !market.Known() {
			m.add(place+".marketplaces", "%q is not a marketplace", market)
		}
	}
	if len(e.Sources) == 0 {
		m.add(place+".sources", "is missing")
	}
	for _, key := range e.Sources {
		source, ok := sources[key]
		if !ok {
			m.add(place+".sources", "%q is not among the sources of this file", key)
		}
		o.Sources = append(o.Sources, source)
	}
	o.Sections = compileSections(m, place, e.Sections)
	return o
}

var (
	sectionKey = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	// Blank matches one {blank} of a text: up to 80 characters on one line.
	Blank = regexp.MustCompile(`\{[^{}\n]{1,80}\}`)
)

func compileSections(m *mistakes, place string, entries []outlineSectionEntry) []OutlineSection {
	if len(entries) == 0 {
		m.add(place+".sections", "is missing")
	}
	var sections []OutlineSection
	keys, kinds := map[string]bool{}, map[reinstate.SectionKind]bool{}
	for i, e := range entries {
		at := fmt.Sprintf("%s.sections[%d]", place, i)
		if sectionKey.MatchString(e.Key) {
			at = place + ".sections." + e.Key
		} else {
			m.add(at+".key", "%q is not a name such as root_causes", e.Key)
		}
		if keys[e.Key] {
			m.add(at+".key", "stands twice")
		}
		if !slices.Contains(sectionKinds, e.Kind) {
			m.add(at+".kind", "%q is not text, causes, actions, measures, items, demands or exhibits", e.Kind)
		}
		if e.Kind != reinstate.SectionText {
			m.need(at+".title", e.Title)
			if kinds[e.Kind] {
				m.add(at+".kind", "%q stands twice: its lines would print twice", e.Kind)
			}
		}
		m.need(at+".guidance", e.Guidance)
		checkBlanks(m, at+".start", e.Start)
		keys[e.Key], kinds[e.Kind] = true, true
		sections = append(sections, OutlineSection{
			Key: e.Key, Kind: e.Kind, Title: e.Title, Optional: e.Optional,
			Guidance: strings.TrimSpace(e.Guidance), Start: strings.TrimSpace(e.Start),
		})
	}
	return sections
}

var sectionKinds = []reinstate.SectionKind{
	reinstate.SectionText, reinstate.SectionCauses, reinstate.SectionActions, reinstate.SectionMeasures,
	reinstate.SectionItems, reinstate.SectionDemands, reinstate.SectionExhibits,
}

// checkBlanks refuses a brace that opens or closes no blank.
func checkBlanks(m *mistakes, place, text string) {
	if strings.ContainsAny(Blank.ReplaceAllString(text, ""), "{}") {
		m.add(place, "has a brace that belongs to no {blank}")
	}
}

// check looks at all files together: one outline for each marketplace and
// route, and a general plan of action to fall back to.
func (b *OutlineBook) check(m *mistakes) {
	type route struct {
		market reinstate.Marketplace
		kind   reinstate.DocumentKind
	}
	seen := map[route]bool{}
	for _, o := range b.outlines {
		markets := o.Marketplaces
		if len(markets) == 0 {
			markets = []reinstate.Marketplace{""}
		}
		for _, market := range markets {
			at := route{market, o.Document}
			if seen[at] {
				m.add("", "%s of %s stands twice", o.Document, cmp.Or(market, "every marketplace"))
			}
			seen[at] = true
		}
	}
	if !seen[route{"", reinstate.PlanOfAction}] {
		m.add("", "there is no general plan of action to fall back to")
	}
}
