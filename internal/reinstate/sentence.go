package reinstate

import "fmt"

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

// Day is a calendar date that stands in a sentence, YYYY-MM-DD: an interface
// writes it as its reader does.
type Day string
