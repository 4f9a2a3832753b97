package casework_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/casework"
	"reinstate/internal/caseworktest"
	"reinstate/internal/reinstate"
)

// TestNothingIsRemovedWhileBytesComeIn lets another process remove files while
// each way in is tried: none may pass before that is over.
func TestNothingIsRemovedWhileBytesComeIn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		in   func(ctx context.Context, o *office, ref string) error
	}{
		{"an exhibit", func(ctx context.Context, o *office, ref string) error {
			_, err := o.desk.Attach(ctx, o.who, ref, casework.Upload{Name: "x.txt", Body: strings.NewReader("x")})
			return err
		}},
		{"a paper", func(ctx context.Context, o *office, _ string) error {
			_, err := o.desk.KeepPaper(ctx, o.who, o.account.ID, casework.Upload{Name: "x.txt", Body: strings.NewReader("x")})
			return err
		}},
		{"a pasted notice", func(ctx context.Context, o *office, _ string) error {
			_, err := o.desk.Log(ctx, o.who, casework.Incoming{Body: strings.NewReader(noticeText)})
			return err
		}},
		{"a mail", func(ctx context.Context, o *office, _ string) error {
			_, err := o.desk.Receive(ctx, o.who, casework.Arrival{Raw: wrapped("Subject: x", noticeText), Source: "drop"})
			return err
		}},
		{"a report", func(ctx context.Context, o *office, _ string) error {
			_, err := o.desk.ImportHealth(ctx, o.who, casework.HealthIn{Account: o.account.ID, Name: "x.json", Body: bytes.NewReader(sampleReport(o.t, "amazon_live.json"))})
			return err
		}},
		{"a report to be checked", func(ctx context.Context, o *office, _ string) error {
			_, err := o.desk.StageHealth(ctx, o.who, o.account.ID, "x.csv", strings.NewReader("x"))
			return err
		}},
		{"a filing", func(ctx context.Context, o *office, ref string) error {
			_, err := o.desk.Take(ctx, o.who, ref, casework.Move{Do: reinstate.FileAppeal, Channel: "Account Health page", Override: "As it stands."})
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			ref := o.correcting()
			caseworktest.Ready(t, o.desk, o.who, ref)
			other, err := blob.Open(o.dir)
			o.must(err)
			defer other.Close()
			o.must(other.Alone(t.Context(), func() error {
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
				defer cancel()
				if err := tt.in(ctx, o, ref); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("it came in while files were removed: %v", err)
				}
				return nil
			}))
			o.must(tt.in(t.Context(), o, ref))
			if left := incoming(t, o.dir); len(left) != 0 {
				t.Errorf("%v was left behind", left)
			}
		})
	}
}

func TestASlowUploadKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	gone := o.keep("gone.txt", "a paper that goes", "other", "")
	o.must(o.desk.RemovePaper(t.Context(), o.who, o.account.ID, gone.ID, gone.Version))
	o.wait(31 * 24 * time.Hour)
	body, sender := io.Pipe()
	slow := make(chan error, 1)
	go func() {
		_, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "slow.txt", Body: body})
		slow <- err
	}()
	_, err := sender.Write([]byte("the first half, "))
	o.must(err)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	o.must(o.desk.EmptyTrash(ctx, o.system()))
	if o.stored("a paper that goes") {
		t.Error("the paper was not removed")
	}
	_, err = o.desk.Attach(ctx, o.who, ref, casework.Upload{Name: "quick.txt", Body: strings.NewReader("quick")})
	o.must(err)
	_, err = sender.Write([]byte("the second half"))
	o.must(errors.Join(err, sender.Close(), <-slow))
	if !o.stored("the first half, the second half") {
		t.Error("the slow upload was not kept")
	}
}

func TestTidyingWithNothingToRemoveWaitsForNobody(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must(o.blobs.Share(t.Context(), func() error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		return errors.Join(o.desk.EmptyTrash(ctx, o.system()), o.desk.SweepExports(ctx, o.system()))
	}))
}

func TestBytesThatNothingRefersToAreSweptAfterADay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	o.attach(ref, "kept.txt", "an exhibit has this")
	o.receive(wrapped("Subject: x", noticeText))
	a := o.begin(ref, "refused.txt", "refused")
	_, err := o.desk.ContinueUpload(t.Context(), o.who, ref, a.Ticket, 0, strings.NewReader("refused"))
	o.must(err)
	if _, err := o.desk.FinishUpload(t.Context(), o.who, ref, a.Ticket, casework.Upload{}, sumOf("something else"), false); !isInvalid(err, "file") {
		t.Fatalf("a digest that differs: %v", err)
	}
	rival := o.firm("Rivals", "rival@example.com")
	for _, org := range []reinstate.Actor{o.who, rival} {
		_, err := o.blobs.Put(t.Context(), strconv.Itoa(int(org.Org)), strings.NewReader("cut off"), 100)
		o.must(err)
	}
	age := func(days int) {
		at := o.now().AddDate(0, 0, -days)
		for _, name := range files(t, filepath.Join(o.dir, "exhibits")) {
			o.must(os.Chtimes(name, at, at))
		}
	}
	age(0)
	o.must(o.desk.SweepBytes(t.Context(), o.system()))
	if !o.stored("refused") || !o.stored("cut off") {
		t.Fatal("it was swept too early")
	}
	age(2)
	o.must(o.desk.SweepBytes(t.Context(), o.system()))
	if o.stored("refused") {
		t.Error("refused bytes still lie on the disk")
	}
	for org, want := range map[reinstate.OrgID]error{o.who.Org: blob.ErrMissing, rival.Org: nil} {
		if err := o.blobs.Check(strconv.Itoa(int(org)), sumOf("cut off"), 7); !errors.Is(err, want) {
			t.Errorf("firm %d: %v, want %v", org, err, want)
		}
	}
	if !o.stored("an exhibit has this") {
		t.Error("what an exhibit refers to was swept")
	}
	if found := o.verify(); len(found) != 0 {
		t.Errorf("verify finds %+v", found)
	}
}
