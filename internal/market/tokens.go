package market

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"time"

	"reinstate/internal/reinstate"
)

// Keys are what lets a program ask about an account. Printed or logged, they
// show nothing.
type Keys struct {
	Client  string // identifier of the application
	Secret  string
	Refresh string // Amazon: the seller's consent; Walmart has none
}

// String hides the keys.
func (Keys) String() string { return "keys" }

// GoString hides the keys.
func (Keys) GoString() string { return "keys" }

// LogValue hides the keys.
func (Keys) LogValue() slog.Value { return slog.StringValue("keys") }

// sum names the keys without giving them away.
func (k Keys) sum() [sha256.Size]byte {
	return sha256.Sum256([]byte(k.Client + "\x00" + k.Secret + "\x00" + k.Refresh))
}

// tokens are access tokens that still hold, in memory alone.
type tokens struct {
	mu   sync.Mutex
	held map[[sha256.Size]byte]token
}

type token struct {
	value string
	until time.Time
}

// early is how long before its end a token counts as over.
const early = 60 * time.Second

func (t *tokens) find(k Keys, now time.Time) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	held, ok := t.held[k.sum()]
	return held.value, ok && now.Before(held.until)
}

func (t *tokens) keep(k Keys, value string, until time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held == nil {
		t.held = map[[sha256.Size]byte]token{}
	}
	t.held[k.sum()] = token{value, until}
}

// drop forgets a token, unless another has taken its place.
func (t *tokens) drop(k Keys, value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held[k.sum()].value == value {
		delete(t.held, k.sum())
	}
}

// granted is the answer of a token endpoint (RFC 6749, section 5.1).
type granted struct {
	Token   string      `json:"access_token"`
	Type    string      `json:"token_type"`
	Expires json.Number `json:"expires_in"` // some servers write it as a text
}

// take keeps a granted token for as long as it holds.
func (c *Client) take(k Keys, whose string, body []byte) (string, error) {
	var g granted
	if err := json.Unmarshal(body, &g); err != nil || g.Token == "" || strings.ContainsAny(g.Token, "\r\n\x00") {
		return "", trouble(Strange, reinstate.Say("%s gave no access token, though it took the keys.", whose))
	}
	n, err := g.Expires.Int64()
	if err != nil || n < 1 {
		n = int64(early / time.Second) // not said: used once, asked for again
	}
	life := min(time.Duration(n)*time.Second, longestWait)
	c.tokens.keep(k, g.Token, c.o.Now().Add(life-early))
	return g.Token, nil
}

// refusedGrant tells by the error of a token endpoint (RFC 6749, section 5.2)
// whose fault it is. Its description is not shown: it may repeat a key.
func refusedGrant(a answer) string {
	var said struct {
		Error string `json:"error"`
	}
	_ = json.Unmarshal(a.Body, &said)
	return said.Error
}

// authorized calls with a token. One that the marketplace no longer takes is
// changed for a new one, once.
func (c *Client) authorized(ctx context.Context, k Keys, fresh func(context.Context) (string, error), call func(token string) (answer, error), denied func(answer) bool) (answer, error) {
	value, held := c.tokens.find(k, c.o.Now())
	for {
		if !held {
			var err error
			if value, err = fresh(ctx); err != nil {
				return answer{}, err
			}
		}
		a, err := call(value)
		if err != nil || !denied(a) {
			return a, err
		}
		c.tokens.drop(k, value)
		if !held {
			return a, nil // a new token is not taken either: it is the right that lacks
		}
		held = false
	}
}
