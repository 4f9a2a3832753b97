package web

import (
	"context"
	"crypto/rand"
	"sync"
	"time"
)

// onceFor is how long a posted form is remembered: longer than anyone waits
// between the two clicks of a double click, or before pressing reload.
const onceFor = 30 * time.Minute

// once lets a form that adds something take effect once, however often it is
// posted. Forms that change something need it not: their version says so.
type once struct {
	mu    sync.Mutex
	forms map[string]*posted
}

type posted struct {
	at   time.Time
	done chan struct{} // closed when f has answered
	path string
	ok   bool
}

func newOnce() *once { return &once{forms: map[string]*posted{}} }

// token is a new form's mark.
func (o *once) token() string { return rand.Text() }

// do calls f for a mark that was not seen before and returns the path it leads
// to. The same mark again waits for f and gets the same path; one whose f
// failed may be tried again. Without a mark, f is simply called.
func (o *once) do(ctx context.Context, mark string, f func() (string, error)) (string, error) {
	if mark == "" {
		return f()
	}
	for {
		form, first := o.claim(mark)
		if first {
			return o.settle(mark, form, f)
		}
		select {
		case <-form.done:
			if form.ok {
				return form.path, nil
			}
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

func (o *once) claim(mark string) (*posted, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for other, form := range o.forms {
		if time.Since(form.at) > onceFor {
			delete(o.forms, other)
		}
	}
	if form, ok := o.forms[mark]; ok {
		return form, false
	}
	form := &posted{at: time.Now(), done: make(chan struct{})}
	o.forms[mark] = form
	return form, true
}

func (o *once) settle(mark string, form *posted, f func() (string, error)) (path string, err error) {
	defer func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		if form.path, form.ok = path, err == nil && path != ""; !form.ok {
			delete(o.forms, mark)
		}
		close(form.done)
	}()
	return f()
}
