package catalog

// Similarity says from when on two texts of one kind are called nearly the
// same: From is a share of what both hold in common, 0 to 1.
type Similarity struct {
	From   float64
	Source Source
}

// Kinds of texts that are compared.
const (
	SimilarReplies = "reply"
	SimilarPlans   = "plan"
)

// Similarity is the measure for a kind of text.
func (c *Catalog) Similarity(of string) Similarity { return c.similar[of] }

type similarityFile struct {
	Reviewed string                `yaml:"reviewed"`
	Sources  map[string]sourceFile `yaml:"sources"`
	Measures []similarityEntry     `yaml:"measures"`
}

type similarityEntry struct {
	Of     string  `yaml:"of"`
	From   float64 `yaml:"from"`
	Source string  `yaml:"source"`
}

func (f similarityFile) compile(m *mistakes) map[string]Similarity {
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	measures := map[string]Similarity{}
	for _, e := range f.Measures {
		place := "measures." + e.Of
		if _, twice := measures[e.Of]; twice {
			m.add(place, "is there twice")
		}
		if e.Of != SimilarReplies && e.Of != SimilarPlans {
			m.add(place, "%q is not a kind of text that is compared", e.Of)
		}
		if e.From <= 0 || e.From > 1 {
			m.add(place+".from", "%v is not a share between 0 and 1", e.From)
		}
		measures[e.Of] = Similarity{From: e.From, Source: findSource(m, sources, place+".source", e.Source)}
	}
	for _, of := range []string{SimilarReplies, SimilarPlans} {
		if _, ok := measures[of]; !ok {
			m.add("measures", "there is no %q", of)
		}
	}
	return measures
}
