package casework_test

import (
	"strings"
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

// TestWhatTheLetterTellsIsNoEvidenceToCollect asks for a root cause before there
// is a plan that tells it.
func TestWhatTheLetterTellsIsNoEvidenceToCollect(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.begun()
	o.answer(ref, "holds", "yes", "proof", "yes")
	o.choose(ref, casework.Routing{Document: reinstate.PlanOfAction})
	o.must(o.desk.AddDemand(t.Context(), o.who, ref, "The root cause", "root_cause"))
	proof := o.attach(ref, "log.txt", "log").Exhibit
	_, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "invoice.txt", Kind: "supplier_invoice", Body: strings.NewReader("invoice 42")})
	o.must(err)
	o.claims(ref, proof.ID)
	for _, d := range o.file(ref).Demands {
		if d.Code != "root_cause" {
			d.State, d.Why = reinstate.DemandMet, "See the plan."
			o.must(o.desk.SaveDemand(t.Context(), o.who, ref, d))
		}
	}
	if next := o.file(ref).Next; next.Text.Text != "Write the plan" {
		t.Errorf("next is %q: %q", next.Text.Text, next.Why.Text)
	}
}

func TestACaseThatIsOverListsNoWork(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	if tasks := o.file(ref).Tasks; len(tasks) < 10 {
		t.Fatalf("an open case lists %d tasks", len(tasks))
	}
	o.take(ref, casework.Move{Do: reinstate.Close, Outcome: "withdrawn"})
	for _, task := range o.file(ref).Tasks {
		if task.Status != casework.Completed {
			t.Errorf("%s: %s, %q", task.Key, task.Status, task.Why.Text)
		}
	}
}

// TestAMeasureIsNotSaidToLackWhatItsFieldsSay fills in who, how often and with
// what, in words that no list of roles has.
func TestAMeasureIsNotSaidToLackWhatItsFieldsSay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	lacks := func() (n int) {
		w, err := o.desk.Writing(t.Context(), o.who, ref)
		o.must(err)
		for _, f := range w.Open() {
			if f.Rule == "P01" {
				n++
			}
		}
		return n
	}
	measure := o.file(ref).Of(reinstate.PreventiveMeasure)[0]
	measure.Text, measure.Owner, measure.Frequency, measure.Tool = "Cartons are held against what was ordered.", "", "", ""
	measure, err := o.desk.SaveClaim(t.Context(), o.who, ref, measure)
	o.must(err)
	if lacks() == 0 {
		t.Fatal("a measure without anybody who sees to it is not found")
	}
	measure.Owner, measure.Frequency, measure.Tool = "Frau Osterholz", "bei jedem Wareneingang", "Heft 7"
	_, err = o.desk.SaveClaim(t.Context(), o.who, ref, measure)
	o.must(err)
	if n := lacks(); n != 0 {
		t.Errorf("%d findings say that it lacks what its fields say", n)
	}
}
