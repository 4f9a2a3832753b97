package web

import (
	"io/fs"
	"slices"
	"strings"
)

// zoneChoice is one time zone of a select box.
type zoneChoice struct {
	Name   string // IANA
	Label  string // such as "Berlin (Europe)"
	Chosen bool
}

// readZones reads the names of the zones that people choose from.
func readZones(fsys fs.FS) ([]string, error) {
	raw, err := fs.ReadFile(fsys, "words/zones.txt")
	if err != nil {
		return nil, err
	}
	return strings.Fields(string(raw)), nil
}

// zoneChoices lists the zones, with one chosen. A zone that is not in the list,
// as a browser may name it, is added.
func (w *words) zoneChoices(chosen string) []zoneChoice {
	names := w.zones
	if chosen != "" && !slices.Contains(names, chosen) {
		names = append([]string{chosen}, names...)
	}
	choices := make([]zoneChoice, len(names))
	for i, name := range names {
		region, _, _ := strings.Cut(name, "/")
		label := cityOf(name)
		if label != region {
			label = region + " – " + label
		}
		choices[i] = zoneChoice{Name: name, Label: label, Chosen: name == chosen}
	}
	return choices
}
