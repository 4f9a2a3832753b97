package reinstate

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Sentence is an English sentence with its arguments kept apart, so that an
// interface can put it into the reader's language: Text is the key under
// which translations are filed, a format for fmt.
type Sentence struct {
	Text string
	Args []any
}

// Say makes a sentence.
func Say(text string, args ...any) Sentence { return Sentence{Text: text, Args: args} }

// String is the sentence in English.
func (s Sentence) String() string {
	if len(s.Args) == 0 {
		return s.Text
	}
	return fmt.Sprintf(s.Text, s.Args...)
}

// UnmarshalJSON reads a sentence that was kept. Whole numbers come back as what
// they were, for a sentence that counts takes no others.
func (s *Sentence) UnmarshalJSON(text []byte) error {
	var kept struct {
		Text string
		Args []any
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	if err := d.Decode(&kept); err != nil {
		return err
	}
	for i, arg := range kept.Args {
		if n, ok := arg.(json.Number); ok {
			if whole, err := n.Int64(); err == nil {
				kept.Args[i] = int(whole)
			} else if f, err := n.Float64(); err == nil {
				kept.Args[i] = f
			}
		}
	}
	s.Text, s.Args = kept.Text, kept.Args
	return nil
}

// Day is a calendar date that stands in a sentence, YYYY-MM-DD: an interface
// writes it as its reader does.
type Day string
