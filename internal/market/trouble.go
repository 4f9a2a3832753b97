package market

import (
	"errors"
	"time"

	"reinstate/internal/reinstate"
)

// Kind says what a Trouble means for what to do next.
type Kind string

// Kinds of trouble.
const (
	KeysRefused Kind = "keys_refused" // somebody has to give other keys
	NotAllowed  Kind = "not_allowed"  // the keys lack a right; somebody has to grant it
	Throttled   Kind = "throttled"    // asked too often: wait
	Unreachable Kind = "unreachable"  // no answer came
	Down        Kind = "down"         // the marketplace failed
	Strange     Kind = "strange"      // the answer is not as published
	Missing     Kind = "missing"      // what was asked for is not there
	Nothing     Kind = "nothing"      // there is no data, which is no fault
)

// Trouble is why a marketplace gave no report.
type Trouble struct {
	Kind Kind
	Wait time.Duration      // ask no sooner than that; zero: nothing was said
	Why  reinstate.Sentence // for people; holds numbers and names of ours only
}

// Error is the trouble in English.
func (t *Trouble) Error() string { return t.Why.String() }

// Lasting reports whether asking again is of no use before somebody acts.
func (t *Trouble) Lasting() bool { return t.Kind == KeysRefused || t.Kind == NotAllowed }

// TroubleOf is the trouble in an error. An error that is none of the
// marketplace's, such as that of a context that ended, has none.
func TroubleOf(err error) (*Trouble, bool) {
	var t *Trouble
	ok := errors.As(err, &t)
	return t, ok
}

func trouble(kind Kind, why reinstate.Sentence) *Trouble { return &Trouble{Kind: kind, Why: why} }

// is reports whether an error is a trouble of a kind.
func is(err error, kind Kind) bool {
	t, ok := TroubleOf(err)
	return ok && t.Kind == kind
}
