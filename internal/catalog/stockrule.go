package catalog

import "reinstate/internal/reinstate"

// StockRule says by what stock is judged.
type StockRule struct {
	Window int // days of sales that the present pace is taken from
	Few    int // below so many units sold nobody can say how long the rest lasts
	Act    int // days of cover from which it presses at once
	Soon   int // days of cover from which it presses
	Old    int // days after which a count of the shelf is old
	Source Source

	invoices  map[reinstate.Marketplace]InvoiceAge
	otherwise InvoiceAge
}

// InvoiceAge is how old an invoice may be when goods are reviewed.
type InvoiceAge struct {
	Days     int
	Fallback bool // the marketplace says nothing: another's window stands in
	Source   Source
}

// Invoices is how old an invoice may be on a marketplace.
func (r StockRule) Invoices(market reinstate.Marketplace) InvoiceAge {
	if age, ok := r.invoices[market]; ok {
		return age
	}
	return r.otherwise
}

type stockFile struct {
	Reviewed string                `yaml:"reviewed"`
	Sources  map[string]sourceFile `yaml:"sources"`
	Cover    struct {
		Window int    `yaml:"window"`
		Few    int    `yaml:"few"`
		Act    int    `yaml:"act"`
		Soon   int    `yaml:"soon"`
		Source string `yaml:"source"`
	} `yaml:"cover"`
	Count struct {
		Old    int    `yaml:"old"`
		Source string `yaml:"source"`
	} `yaml:"count"`
	Invoices  []invoiceAgeFile `yaml:"invoices"`
	Otherwise invoiceAgeFile   `yaml:"otherwise"`
}

type invoiceAgeFile struct {
	Marketplace reinstate.Marketplace `yaml:"marketplace"`
	Days        int                   `yaml:"days"`
	Source      string                `yaml:"source"`
}

func (f stockFile) compile(m *mistakes, b *HealthBook) {
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	if f.Cover.Window < 1 || f.Cover.Few < 1 || f.Cover.Act < 1 || f.Cover.Soon <= f.Cover.Act {
		m.add("cover", "needs a window, few and act of at least one, and soon beyond act")
	}
	if f.Count.Old < 1 {
		m.add("count.old", "needs at least one day")
	}
	findSource(m, sources, "count.source", f.Count.Source)
	b.Stock = StockRule{
		Window: f.Cover.Window, Few: f.Cover.Few, Act: f.Cover.Act, Soon: f.Cover.Soon, Old: f.Count.Old,
		Source: findSource(m, sources, "cover.source", f.Cover.Source), invoices: map[reinstate.Marketplace]InvoiceAge{},
	}
	age := func(place string, one invoiceAgeFile) InvoiceAge {
		if one.Days < 1 {
			m.add(place, "needs at least one day")
		}
		return InvoiceAge{Days: one.Days, Source: findSource(m, sources, place+".source", one.Source)}
	}
	for _, one := range f.Invoices {
		if !one.Marketplace.Known() {
			m.add("invoices", "%q is not a marketplace", one.Marketplace)
		}
		b.Stock.invoices[one.Marketplace] = age("invoices", one)
	}
	b.Stock.otherwise = age("otherwise", f.Otherwise)
	b.Stock.otherwise.Fallback = true
}
