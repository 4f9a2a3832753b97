package store

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"reinstate/internal/reinstate"
)

// never is the sort key of what has no instant: it comes after all that have.
const never = math.MaxInt64

// micros makes an instant a column: microseconds since 1970 UTC, 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// moment is the instant that micros wrote.
func moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// doc is a column that holds a document as JSON.
type doc[T any] struct{ V T }

// Value writes the document, or refuses one that would not be read back as it
// is, which is one with bytes that are not UTF-8.
func (d doc[T]) Value() (driver.Value, error) {
	text, err := json.Marshal(d.V)
	if err != nil {
		return nil, fmt.Errorf("write a JSON column: %w", err)
	}
	var back T
	if err := json.Unmarshal(text, &back); err != nil {
		return nil, fmt.Errorf("write a JSON column: %w", err)
	}
	if again, err := json.Marshal(back); err != nil || !bytes.Equal(text, again) {
		return nil, reinstate.Invalid{"text": "Some of this text is not valid Unicode. Paste it again as plain text."}
	}
	return string(text), nil
}

// Scan reads the document.
func (d *doc[T]) Scan(from any) error {
	var text []byte
	switch v := from.(type) {
	case string:
		text = []byte(v)
	case []byte:
		text = v
	default:
		return fmt.Errorf("read a JSON column: it holds %T", from)
	}
	d.V = *new(T)
	if err := json.Unmarshal(text, &d.V); err != nil {
		return fmt.Errorf("read a JSON column: %w", err)
	}
	return nil
}
