package catalog

import "strings"

// Speech are the words by which a line of a letter is told to be a greeting, a
// sentence or a request, all in small letters.
type Speech struct {
	Salutations   []string // begin the line that greets a reader
	Telling       []string // stand in a sentence, and in no name, title or address
	TellingWithin []string // the same in writing without spaces
	Pointers      []string // begin a line that only points to a place or a paper
	Requests      []string // begin a sentence that asks, and says nothing that could be true
}

// Speech are the words by which sentences of a letter are told apart.
func (c *Catalog) Speech() Speech { return c.speech }

type speechFile struct {
	Reviewed      string   `yaml:"reviewed"`
	Salutations   []string `yaml:"salutations"`
	Telling       []string `yaml:"telling"`
	TellingWithin []string `yaml:"telling_within"`
	Pointers      []string `yaml:"pointers"`
	Requests      []string `yaml:"requests"`
}

func (f speechFile) compile(m *mistakes) Speech {
	checkDay(m, "reviewed", f.Reviewed)
	for _, list := range []struct {
		place string
		words []string
	}{{"salutations", f.Salutations}, {"telling", f.Telling}, {"telling_within", f.TellingWithin}, {"pointers", f.Pointers}, {"requests", f.Requests}} {
		if len(list.words) == 0 {
			m.add(list.place, "has no words")
		}
		for _, w := range list.words {
			if strings.TrimSpace(w) == "" || w != strings.ToLower(w) {
				m.add(list.place, "%q is not written in small letters", w)
			}
		}
	}
	return Speech{f.Salutations, f.Telling, f.TellingWithin, f.Pointers, f.Requests}
}
