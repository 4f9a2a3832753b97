package catalog

import (
	"slices"

	"reinstate/internal/reinstate"
)

// Paper is what the record of one kind of document has, and how such a
// document counts.
type Paper struct {
	Kind    reinstate.ExhibitKind
	Issuer  string       // what its maker is called; empty: not asked for
	Buyer   string       // what the one it was made out to is called; empty: not asked for
	Fields  []PaperField // beyond date, issuer, buyer and where it came from
	PerItem bool         // it counts for the items it names, else once for the account
	Window  PaperWindow  // how old it may be where a notice does not say; zero: any age
	Words   []string     // by which a window that a notice states is known to be about it, folded
	Source  Source
}

// PaperField is one field of a record that only some kinds have.
type PaperField string

// Fields of records.
const (
	FieldNumber  PaperField = "number"
	FieldLines   PaperField = "lines"
	FieldTotal   PaperField = "total"
	FieldExpires PaperField = "expires"
	FieldReached PaperField = "reached"
)

// PaperWindow is how old a document may be.
type PaperWindow struct {
	Count  int
	Unit   reinstate.ClockUnit
	Source Source
}

// Has reports whether records of the kind have a field.
func (p Paper) Has(f PaperField) bool { return slices.Contains(p.Fields, f) }

// Naming says which words make no difference between two ways of writing the
// same name or address.
type Naming struct {
	Forms []string          // legal forms, folded: "ltd"
	Short map[string]string // long words and how they are shortened, folded: "street" to "st"
}

// papers is what is known of documents.
type papers struct {
	kinds    []Paper
	expiring int
	editable []string
	naming   Naming
}

// Paper is what is known of a kind of document; every kind is there.
func (c *Catalog) Paper(kind reinstate.ExhibitKind) Paper {
	for _, p := range c.papers.kinds {
		if p.Kind == kind {
			return p
		}
	}
	return Paper{Kind: kind}
}

// Expiring is how many days before its expiry a document is short of time.
func (c *Catalog) Expiring() int { return c.papers.expiring }

// Naming is how names and addresses are compared.
func (c *Catalog) Naming() Naming { return c.papers.naming }

// Editable lists the endings of files that can be edited without a trace.
func (c *Catalog) Editable() []string { return slices.Clone(c.papers.editable) }

// each turns every element of a list.
func each[A, B any](list []A, turn func(A) B) []B {
	turned := make([]B, len(list))
	for i, a := range list {
		turned[i] = turn(a)
	}
	return turned
}

type papersFile struct {
	Reviewed string                `yaml:"reviewed"`
	Sources  map[string]sourceFile `yaml:"sources"`
	Expiring struct {
		Days   int    `yaml:"days"`
		Source string `yaml:"source"`
	} `yaml:"expiring"`
	Editable struct {
		Endings []string `yaml:"endings"`
		Source  string   `yaml:"source"`
	} `yaml:"editable"`
	Naming struct {
		Forms  []string          `yaml:"forms"`
		Short  map[string]string `yaml:"short"`
		Source string            `yaml:"source"`
	} `yaml:"naming"`
	Papers []paperFile `yaml:"papers"`
}

type paperFile struct {
	Kind   reinstate.ExhibitKind `yaml:"kind"`
	Issuer string                `yaml:"issuer"`
	Buyer  string                `yaml:"buyer"`
	Fields []PaperField          `yaml:"fields"`
	Per    string                `yaml:"per"`
	Window *struct {
		Count  int                 `yaml:"count"`
		Unit   reinstate.ClockUnit `yaml:"unit"`
		Source string              `yaml:"source"`
	} `yaml:"window"`
	Words  []string `yaml:"words"`
	Source string   `yaml:"source"`
}

func (f papersFile) compile(m *mistakes) papers {
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	findSource(m, sources, "expiring.source", f.Expiring.Source)
	findSource(m, sources, "editable.source", f.Editable.Source)
	if f.Expiring.Days < 1 {
		m.add("expiring.days", "%d is not a number of days", f.Expiring.Days)
	}
	findSource(m, sources, "naming.source", f.Naming.Source)
	known := papers{
		expiring: f.Expiring.Days, editable: f.Editable.Endings,
		naming: Naming{Forms: each(f.Naming.Forms, Fold), Short: map[string]string{}},
	}
	for long, short := range f.Naming.Short {
		known.naming.Short[Fold(long)] = Fold(short)
	}
	for _, one := range f.Papers {
		known.kinds = append(known.kinds, one.compile(m, sources))
	}
	checkTwice(m, "papers", known.kinds, func(p Paper) string { return string(p.Kind) })
	for _, kind := range reinstate.ExhibitKinds() {
		if !slices.ContainsFunc(known.kinds, func(p Paper) bool { return p.Kind == kind }) {
			m.add("papers", "there is no %q", kind)
		}
	}
	return known
}

func (f paperFile) compile(m *mistakes, sources map[string]Source) Paper {
	place := "papers." + string(f.Kind)
	if !slices.Contains(reinstate.ExhibitKinds(), f.Kind) {
		m.add(place, "is not a kind of exhibit")
	}
	known := []PaperField{FieldNumber, FieldLines, FieldTotal, FieldExpires, FieldReached}
	for _, field := range f.Fields {
		if !slices.Contains(known, field) {
			m.add(place+".fields", "%q is not a field of a record", field)
		}
	}
	if f.Per != "item" && f.Per != "account" {
		m.add(place+".per", "%q is not item or account", f.Per)
	}
	p := Paper{
		Kind: f.Kind, Issuer: f.Issuer, Buyer: f.Buyer, Fields: f.Fields, PerItem: f.Per == "item",
		Words: each(f.Words, Fold), Source: findSource(m, sources, place+".source", f.Source),
	}
	if f.Window != nil {
		if f.Window.Count < 1 || !slices.Contains([]reinstate.ClockUnit{reinstate.UnitDay, reinstate.UnitWeek, reinstate.UnitMonth}, f.Window.Unit) {
			m.add(place+".window", "%d %s is not a span of days, weeks or months", f.Window.Count, f.Window.Unit)
		}
		p.Window = PaperWindow{f.Window.Count, f.Window.Unit, findSource(m, sources, place+".window.source", f.Window.Source)}
	}
	return p
}
