package store

import (
	"encoding/base64"
	"encoding/json"

	"reinstate/internal/reinstate"
)

// cursor is where a page of a list ends. It names the list's order, so that it
// is not taken for the place in another one.
type cursor struct {
	Sort string           `json:"s"`
	Desc bool             `json:"d,omitempty"`
	Key  int64            `json:"k"`
	ID   reinstate.CaseID `json:"i"`
}

func (c cursor) String() string {
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // numbers and strings only
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func parseCursor(text string) (c cursor, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(raw, &c)
}
