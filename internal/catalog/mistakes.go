package catalog

import (
	"fmt"
	"strings"
)

// Mistakes is the error of Load: every mistake of every file, so that one run
// mends them all.
type Mistakes []Mistake

// Mistake is one fault of the catalog's data.
type Mistake struct {
	File  string
	Place string // path within the file, such as reasons.inauthentic.level
	What  string
}

// Error lists the mistakes, one a line.
func (m Mistakes) Error() string {
	lines := make([]string, 0, len(m)+1)
	lines = append(lines, fmt.Sprintf("the catalog has %d mistakes:", len(m)))
	for _, one := range m {
		lines = append(lines, strings.TrimSuffix(one.File+": "+one.Place, ": ")+": "+one.What)
	}
	return strings.Join(lines, "\n")
}

// mistakes collects what is wrong while files are read. It knows the classes
// of words that their cues may name.
type mistakes struct {
	file    string
	all     Mistakes
	classes map[string]string
}

func (m *mistakes) add(place, format string, args ...any) {
	m.all = append(m.all, Mistake{File: m.file, Place: place, What: fmt.Sprintf(format, args...)})
}

func (m *mistakes) need(place, value string) {
	if strings.TrimSpace(value) == "" {
		m.add(place, "is missing")
	}
}

func (m *mistakes) err() error {
	if len(m.all) == 0 {
		return nil
	}
	return m.all
}
