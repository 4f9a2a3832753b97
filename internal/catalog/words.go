package catalog

import "strings"

// wordsFile holds classes of words that stand for one another, so that a cue
// such as "<account> & <closed>" is written once for all of them.
type wordsFile struct {
	Reviewed string              `yaml:"reviewed"`
	Words    map[string][]string `yaml:"words"`
}

// compile checks each class by itself and gives the alternatives that stand
// for it in a cue.
func (f wordsFile) compile(m *mistakes) map[string]string {
	checkDay(m, "reviewed", f.Reviewed)
	classes := make(map[string]string, len(f.Words))
	for name, words := range f.Words {
		place := "words." + name
		if len(words) == 0 || !className.MatchString("<"+name+">") {
			m.add(place, "a class has a name of small letters and at least one word")
			continue
		}
		alternatives := strings.Join(words, "|")
		if p, err := ParsePhrase(alternatives); err != nil {
			m.add(place, "%v", err)
			continue
		} else if len(p.Elements) != 1 {
			m.add(place, "a class holds single words only")
			continue
		}
		classes["<"+name+">"] = alternatives
	}
	return classes
}

// spelledOut writes the words of each class that a cue names in its place.
func (m *mistakes) spelledOut(place, source string) string {
	return className.ReplaceAllStringFunc(source, func(name string) string {
		if words := m.classes[name]; words != "" {
			return words
		}
		m.add(place, "the cue %q names the class %s, which is not in %s", source, name, wordsName)
		return "unknown"
	})
}
