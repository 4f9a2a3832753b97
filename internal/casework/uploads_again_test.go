package casework_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// came is an upload of which every byte has come.
func (o *office) came(ref, name, body string) casework.Arriving {
	o.t.Helper()
	a, err := o.desk.BeginUpload(o.t.Context(), o.who, ref, store.Upload{Name: name, Size: int64(len(body)), Mark: name})
	o.must(err)
	a, err = o.desk.ContinueUpload(o.t.Context(), o.who, ref, a.Ticket, 0, strings.NewReader(body))
	o.must(err)
	return a
}

// TestAnUploadOutlivesWhatIsWrongForAWhile finishes uploads while the scanner is
// away, and while the sender goes away in the midst of it: each can be finished
// later without being sent again. One that is refused for good is gone.
func TestAnUploadOutlivesWhatIsWrongForAWhile(t *testing.T) {
	t.Parallel()
	var scan func(r io.Reader) (string, error)
	o := newOffice(t, func(options *casework.Options) {
		options.Scan = func(_ context.Context, r io.Reader) (string, error) { return scan(r) }
	})
	ref := o.open().Reference
	fine := func(io.Reader) (string, error) { return "", nil }
	for name, upset := range map[string]func() context.Context{
		"the scanner is away": func() context.Context {
			scan = func(io.Reader) (string, error) { return "", errors.New("no scanner") }
			return t.Context()
		},
		"the sender goes away": func() context.Context {
			ctx, cancel := context.WithCancel(t.Context())
			scan = func(io.Reader) (string, error) { cancel(); return "", nil }
			return ctx
		},
	} {
		a := o.came(ref, name+".txt", "what came while "+name)
		if _, err := o.desk.FinishUpload(upset(), o.who, ref, a.Ticket, casework.Upload{}, "", true); err == nil {
			t.Fatalf("%s: it was finished", name)
		}
		scan = fine
		had, err := o.desk.Arriving(t.Context(), o.who, ref, a.Ticket)
		if err != nil || had.Arrived != a.Size {
			t.Fatalf("%s: %d of %d bytes are left, %v", name, had.Arrived, a.Size, err)
		}
		added, err := o.desk.FinishUpload(t.Context(), o.who, ref, a.Ticket, casework.Upload{}, "", true)
		if err != nil || len(added) != 1 || added[0].Twin != nil {
			t.Errorf("%s, and finished later: %+v, %v", name, added, err)
		}
		if _, err := o.desk.Arriving(t.Context(), o.who, ref, a.Ticket); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("%s: the upload is there after it was finished: %v", name, err)
		}
	}
	scan = func(io.Reader) (string, error) { return "Eicar", nil }
	a := o.came(ref, "bad.txt", "bad")
	if _, err := o.desk.FinishUpload(t.Context(), o.who, ref, a.Ticket, casework.Upload{}, "", true); !isInvalid(err, "file") {
		t.Errorf("what the scanner found: %v", err)
	}
	if _, err := o.desk.Arriving(t.Context(), o.who, ref, a.Ticket); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("what was refused for good is there: %v", err)
	}
	if left := incoming(t, o.dir); len(left) != 0 {
		t.Errorf("%v was left behind", left)
	}
}

// TestAnArchiveIsTakenWholeOrNotAtAll has the scanner refuse, or be away for,
// the last file of three: nothing is kept, and sending it again doubles nothing.
func TestAnArchiveIsTakenWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	var last func() (string, error)
	o := newOffice(t, func(options *casework.Options) {
		options.Scan = func(_ context.Context, r io.Reader) (string, error) {
			if raw, err := io.ReadAll(r); err != nil || string(raw) != "third" {
				return "", err
			}
			return last()
		}
	})
	ref := o.open().Reference
	three := pack(t, packedFile{name: "a.txt", body: []byte("first")}, packedFile{name: "b.txt", body: []byte("second")}, packedFile{name: "c.txt", body: []byte("third")})
	a := o.came(ref, "three.zip", string(three))
	for name, say := range map[string]func() (string, error){
		"is away":   func() (string, error) { return "", errors.New("no scanner") },
		"finds one": func() (string, error) { return "Eicar", nil },
	} {
		last = say
		if added, err := o.unpack(ref, three); !isInvalid(err, "file") || len(added) != 0 || len(o.file(ref).Exhibits) != 0 {
			t.Errorf("the scanner %s: %v, and %d files were kept", name, err, len(o.file(ref).Exhibits))
		}
	}
	last = func() (string, error) { return "", errors.New("no scanner") }
	if _, err := o.desk.FinishUpload(t.Context(), o.who, ref, a.Ticket, casework.Upload{}, "", true); !isInvalid(err, "file") {
		t.Errorf("in pieces, while the scanner is away: %v", err)
	}
	last = func() (string, error) { return "", nil }
	added, err := o.desk.FinishUpload(t.Context(), o.who, ref, a.Ticket, casework.Upload{}, "", true)
	if err != nil || len(added) != 3 || len(o.file(ref).Exhibits) != 3 {
		t.Errorf("finished later: %d added, %d kept, %v", len(added), len(o.file(ref).Exhibits), err)
	}
	if left := incoming(t, o.dir); len(left) != 0 {
		t.Errorf("%v was left behind", left)
	}
}

// TestAnUploadIsSweptADayAfterItsLastPiece lets a slow line bring a piece a day
// later: only what has stood still for a day is swept.
func TestAnUploadIsSweptADayAfterItsLastPiece(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.at = time.Now().UTC()
	ref := o.open().Reference
	a, err := o.desk.BeginUpload(t.Context(), o.who, ref, store.Upload{Name: "slow.txt", Size: 100, Mark: "m"})
	o.must(err)
	o.at = time.Now().UTC().Add(23 * time.Hour)
	_, err = o.desk.ContinueUpload(t.Context(), o.who, ref, a.Ticket, 0, strings.NewReader("a piece"))
	o.must(err)
	o.must(o.desk.SweepUploads(t.Context(), o.system()))
	if _, err := o.desk.Arriving(t.Context(), o.who, ref, a.Ticket); err != nil {
		t.Errorf("after a piece: %v", err)
	}
	o.at = time.Now().UTC().Add(25 * time.Hour)
	o.must(o.desk.SweepUploads(t.Context(), o.system()))
	if _, err := o.desk.Arriving(t.Context(), o.who, ref, a.Ticket); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a day later: %v", err)
	}
}
