package casework_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/caseworktest"
	"reinstate/internal/reinstate"
)

// large is a case whose letter can be sent, in an office that makes no packet
// while somebody waits.
func (o *office) large() string {
	o.t.Helper()
	options, err := kit()
	o.must(err)
	options.Limits = casework.Limits{File: 1 << 20, Message: 6 << 20}
	options.DB, options.Blobs = o.db, o.blobs
	options.Limits.Packet.Exhibits, options.Limits.Packet.Bytes = 1, 1
	o.desk = casework.New(options)
	ref := o.correcting()
	caseworktest.Ready(o.t, o.desk, o.who, ref)
	return ref
}

// made makes what waits to be made of a case.
func (o *office) made(ref string) reinstate.Export {
	o.t.Helper()
	list, err := o.desk.Exports(o.t.Context(), o.who, ref)
	o.must(err)
	o.must(o.desk.MakeExport(o.t.Context(), o.system(), list[0].ID))
	x, err := o.desk.Export(o.t.Context(), o.who, ref, list[0].ID)
	o.must(err)
	return x
}

func (o *office) ready(ref string) casework.Ahead {
	o.t.Helper()
	r, err := o.desk.CheckPacket(o.t.Context(), o.who, ref)
	o.must(err)
	return r.Ahead
}

func TestALargePacketIsMadeBeforeItIsSealed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.large()
	move := casework.Move{Do: reinstate.FileAppeal, Channel: "account_health", Override: "As it stands."}
	_, err := o.desk.Take(t.Context(), o.who, ref, move)
	if refused := (reinstate.Invalid{}); !errors.As(err, &refused) || !strings.Contains(refused["packet"], "nothing was filed") {
		t.Fatalf("a large packet was filed while somebody waited: %v", err)
	}
	if now := o.ready(ref); !now.Needed || now.Making || now.Ready[move.Channel] {
		t.Errorf("before it was asked for: %+v", now)
	}
	for range 2 { // a second click asks for nothing more
		o.must(o.desk.PrepareFiling(t.Context(), o.who, ref, move.Channel))
	}
	if list, err := o.desk.Exports(t.Context(), o.who, ref); err != nil || len(list) != 1 {
		t.Fatalf("%d packets were asked for: %v", len(list), err)
	}
	if now := o.ready(ref); !now.Making || now.Ready[move.Channel] {
		t.Errorf("while it is made: %+v", now)
	}
	x := o.made(ref)
	if now := o.ready(ref); now.Making || !now.Ready[move.Channel] {
		t.Errorf("when it was made: %+v", now)
	}
	if _, err := o.desk.OpenExport(t.Context(), o.who, ref, x.ID, 0); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("what is to be sealed was fetched before: %v", err)
	}
	_, err = o.desk.Take(t.Context(), o.who, ref, move)
	o.must(err)
	filing, ok := o.file(ref).Filed()
	if !ok || len(filing.Manifest) == 0 || filing.SHA256 != x.Files[0].SHA256 || filing.Pages != x.Files[0].Pages || filing.Manifest[0].Place.Part != 1 {
		t.Errorf("filed %+v of %+v", filing, x)
	}
	sealed, err := o.desk.Packet(t.Context(), o.who, ref)
	o.must(err)
	if printed := printed(t, sealed.PDF); strings.Contains(printed, "DRAFT") {
		t.Error("what was sealed says that it is a draft")
	}
}

func TestAPacketThatFitsNoLongerIsNotSealed(t *testing.T) {
	t.Parallel()
	move := casework.Move{Do: reinstate.FileAppeal, Channel: "account_health", Override: "As it stands."}
	for name, change := range map[string]func(o *office, ref string){
		"another exhibit": func(o *office, ref string) {
			e := o.attach(ref, "late.txt", "It came late.").Exhibit
			o.must(o.desk.Include(o.t.Context(), o.who, ref, e.ID, true))
		},
		"an exhibit less": func(o *office, ref string) {
			o.must(o.desk.Include(o.t.Context(), o.who, ref, o.file(ref).Exhibits[0].ID, false))
		},
		"another day": func(o *office, _ string) { o.wait(36 * time.Hour) },
		"a damaged file": func(o *office, ref string) {
			list, err := o.desk.Exports(o.t.Context(), o.who, ref)
			o.must(err)
			o.flip(list[0].Files[0].SHA256)
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			ref := o.large()
			more := o.attach(ref, "more.txt", "More of it.").Exhibit
			o.must(o.desk.Include(t.Context(), o.who, ref, more.ID, true))
			o.must(o.desk.PrepareFiling(t.Context(), o.who, ref, move.Channel))
			o.made(ref)
			change(o, ref)
			for range 2 {
				_, err := o.desk.Take(t.Context(), o.who, ref, move)
				if refused := (reinstate.Invalid{}); !errors.As(err, &refused) || refused["packet"] == "" {
					t.Errorf("it was sealed, or refused without a word: %v", err)
				}
			}
			if now := o.ready(ref); now.Ready[move.Channel] {
				t.Error("it counts as fitting")
			}
			if _, filed := o.file(ref).Filed(); filed {
				t.Error("the round counts as filed")
			}
		})
	}
}

func TestWhoCanWaitNeedsNoPacketMadeAhead(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.large()
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "account_health", Override: "As it stands.", Waits: true})
	if _, filed := o.file(ref).Filed(); !filed {
		t.Error("nothing was filed")
	}
}

// flip turns one bit of a stored file.
func (o *office) flip(sum string) {
	o.t.Helper()
	path, err := o.blobs.Path("1", sum)
	o.must(err)
	whole, err := os.ReadFile(path)
	o.must(err)
	o.must(os.Chmod(path, 0o600))
	whole[len(whole)/2] ^= 1
	o.must(os.WriteFile(path, whole, 0o600))
}
