package reinstate

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// The errors everything above speaks in. Whatever is none of these is a fault
// of ours and is answered with an incident number.
var (
	// ErrNotFound says that for this actor the thing does not exist.
	ErrNotFound = errors.New("not found")
	// ErrForbidden says that the actor sees the thing but may not do this.
	ErrForbidden = errors.New("not allowed")
	// ErrConflict says that somebody else changed the thing first, or that it
	// is no longer in the state the step starts from.
	ErrConflict = errors.New("changed in the meantime")
)

// Invalid maps a field, or a place on the case page, to the English sentence
// that refuses it. It is the error for input that a person can mend.
type Invalid map[string]string

// Error joins the sentences in the order of their fields.
func (v Invalid) Error() string {
	sentences := make([]string, 0, len(v))
	for _, field := range slices.Sorted(maps.Keys(v)) {
		sentences = append(sentences, v[field])
	}
	return strings.Join(sentences, " ")
}

// Refuse records a sentence for a field unless one stands already.
func (v Invalid) Refuse(field, sentence string) {
	if _, ok := v[field]; !ok {
		v[field] = sentence
	}
}

// Err returns v as an error, or nil when nothing was refused.
func (v Invalid) Err() error {
	if len(v) == 0 {
		return nil
	}
	return v
}
