package casework_test

import (
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// counts are what the pages say is found and missing: the case's own page, that
// of the packet, and that of the evidence.
func (o *office) counts(ref string) (work casework.Writing, packet casework.Readiness, papers int) {
	o.t.Helper()
	work, err := o.desk.Writing(o.t.Context(), o.who, ref)
	o.must(err)
	packet, err = o.desk.CheckPacket(o.t.Context(), o.who, ref)
	o.must(err)
	return work, packet, len(o.desk.Fitness(o.file(ref), o.now()))
}

func TestEveryPageCountsTheSame(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.agree(ref)
	w, _, papers := o.counts(ref)
	if papers == 0 || w.Found.Letter == 0 || len(w.Gaps) == 0 {
		t.Fatalf("a text file and a stub of a letter: %d, %+v, %d gaps", papers, w.Found, len(w.Gaps))
	}
	for _, f := range w.Open() {
		if f.Papers {
			o.must(o.desk.Dismiss(t.Context(), o.who, ref, f.Key, "We print it before it is sent."))
			break
		}
	}
	o.agree(ref)
	if _, _, now := o.counts(ref); now != papers-1 {
		t.Errorf("one was set aside, and %d of %d are left", now, papers)
	}
	o.filed(ref)
	o.reply(ref, denial, "root_cause")
	o.agree(ref)
}

// agree holds what one page says against the others.
func (o *office) agree(ref string) {
	o.t.Helper()
	w, packet, papers := o.counts(ref)
	if w.Found != packet.Found || w.Found.Papers != papers || len(w.Gaps) != len(packet.Gaps) || len(w.Gaps) != len(o.file(ref).Gaps) {
		o.t.Errorf("round %d: the case finds %+v and lacks %d, the packet %+v and %d, the evidence %d", w.Case.Round, w.Found, len(w.Gaps), packet.Found, len(packet.Gaps), papers)
	}
	today, err := o.desk.Today(o.t.Context(), o.who)
	o.must(err)
	for _, line := range today.Due {
		open := len(w.OpenDemands())
		if line.Reference == ref && line.OpenDemands != open && w.Case.State == reinstate.InCorrection {
			o.t.Errorf("round %d: Today counts %d open demands, the case %d", w.Case.Round, line.OpenDemands, open)
		}
	}
}
