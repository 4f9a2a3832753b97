package catalog

import "strings"

// Weights of the strengths that cues are listed under. A fact is found once
// its cues weigh at least FoundAt where they stand.
const (
	weightSure    = 4.0
	weightStrong  = 2.0
	weightFair    = 1.0
	weightWeak    = 0.5
	weightAgainst = -2.0

	// FoundAt is the weight from which a fact is stated at all.
	FoundAt = 1.4
)

// Cue is one phrase with what it weighs.
type Cue struct {
	Phrase Phrase
	Weight float64
}

// cueFile is how cues are written: phrases under the strength they have.
type cueFile struct {
	Sure    []string `yaml:"sure"`
	Strong  []string `yaml:"strong"`
	Fair    []string `yaml:"fair"`
	Weak    []string `yaml:"weak"`
	Against []string `yaml:"against"`
}

func (f cueFile) compile(m *mistakes, place string) []Cue {
	var cues []Cue
	for _, group := range []struct {
		name    string
		weight  float64
		phrases []string
	}{
		{"sure", weightSure, f.Sure},
		{"strong", weightStrong, f.Strong},
		{"fair", weightFair, f.Fair},
		{"weak", weightWeak, f.Weak},
		{"against", weightAgainst, f.Against},
	} {
		for _, phrase := range compilePhrases(m, place+"."+group.name, group.phrases) {
			cues = append(cues, Cue{Phrase: phrase, Weight: group.weight})
		}
	}
	return cues
}

// compilePhrases reads cues that messages are searched for. They do without
// the forms that only the plan checker's cues have.
func compilePhrases(m *mistakes, place string, sources []string) []Phrase {
	phrases := parsePhrases(m, place, sources)
	for _, p := range phrases {
		for _, e := range p.Elements {
			if e.Not || e.Clause {
				m.add(place, "the cue %q has a form that only checks use", p.Source)
			}
		}
	}
	return phrases
}

func parsePhrases(m *mistakes, place string, sources []string) []Phrase {
	seen := map[string]bool{}
	phrases := make([]Phrase, 0, len(sources))
	for _, source := range sources {
		if seen[source] {
			m.add(place, "the cue %q is there twice", source)
			continue
		}
		seen[source] = true
		for _, order := range bothOrders(m.spelledOut(place, source)) {
			phrase, err := ParsePhrase(order)
			if err != nil {
				m.add(place, "%v", err)
				break
			}
			phrases = append(phrases, phrase)
		}
	}
	return phrases
}

// bothOrders writes out a cue of two parts joined by "&", which stand in one
// sentence in either order.
func bothOrders(source string) []string {
	first, second, ok := strings.Cut(source, " & ")
	if !ok {
		return []string{source}
	}
	return []string{first + " ... " + second, second + " ... " + first}
}
