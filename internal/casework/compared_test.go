package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

// answerAll meets every open demand of a case.
func (o *office) answerAll(ref string) {
	o.t.Helper()
	for _, d := range o.file(ref).OpenDemands() {
		d.State, d.Why = reinstate.DemandMet, "See the plan."
		o.must(o.desk.SaveDemand(o.t.Context(), o.who, ref, d))
	}
}

// reply logs a reply and records a denial that asks for these.
func (o *office) reply(ref, text string, asked ...reinstate.DemandCode) reinstate.Notice {
	o.t.Helper()
	o.wait(48 * time.Hour)
	n, err := o.desk.Log(o.t.Context(), o.who, casework.Incoming{Case: ref, Body: strings.NewReader(text)})
	o.must(err)
	o.take(ref, casework.Move{Do: reinstate.RecordDenied, Reply: n.ID, Checking: &casework.Checking{Version: n.Version, Marketplace: reinstate.Amazon, Demands: asked}})
	return n
}

func openCodes(f casework.File) string {
	var codes []string
	for _, d := range f.OpenDemands() {
		codes = append(codes, string(d.Code))
	}
	slices.Sort(codes)
	return strings.Join(codes, " ")
}

func codesOf[T any](list []T, code func(T) reinstate.DemandCode) string {
	var codes []string
	for _, one := range list {
		codes = append(codes, string(code(one)))
	}
	slices.Sort(codes)
	return strings.Join(codes, " ")
}

// TestThreeRefusalsSeedThreeRounds answers all that is asked for, is refused
// three times, and finds in each new round's list what is unmet, no more.
func TestThreeRefusalsSeedThreeRounds(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	check := o.log(noticeText)
	in := o.asRead(check)
	in.Demands = []reinstate.DemandCode{"supplier_invoices", "supplier_contact", "root_cause", "preventive_actions"}
	c, err := o.desk.OpenCase(t.Context(), o.who, check.Notice.ID, in, true)
	o.must(err)
	ref := c.Reference
	o.take(ref, casework.Move{Do: reinstate.StartCorrecting})
	_, err = o.desk.LayOut(t.Context(), o.who, ref)
	o.must(err)
	if _, _, ok := o.file(ref).Repeated(); ok {
		t.Error("a first round repeats nothing")
	}
	for _, round := range []struct {
		asked                    string
		open, again, fresh, gone string
	}{
		{"root_cause letter_of_authorization", "letter_of_authorization root_cause", "root_cause", "letter_of_authorization", "preventive_actions supplier_contact supplier_invoices"},
		{"letter_of_authorization", "letter_of_authorization", "letter_of_authorization", "", "preventive_actions root_cause supplier_contact supplier_invoices"},
		{"", "", "", "", "letter_of_authorization preventive_actions root_cause supplier_contact supplier_invoices"},
	} {
		o.answerAll(ref)
		o.filed(ref)
		var asked []reinstate.DemandCode
		for code := range strings.FieldsSeq(round.asked) {
			asked = append(asked, reinstate.DemandCode(code))
		}
		o.reply(ref, "We looked at your appeal again and decided not to reactivate your selling account. Round "+round.asked, asked...)
		f := o.file(ref)
		if got := openCodes(f); got != round.open {
			t.Errorf("after %q the list holds %q, want %q", round.asked, got, round.open)
		}
		_, compared, ok := f.Repeated()
		if !ok {
			t.Fatal("the reply is not compared")
		}
		for what, pair := range map[string][2]string{
			"asked again":     {codesOf(compared.Again, func(r notice.Repeated) reinstate.DemandCode { return r.Demand.Code }), round.again},
			"new":             {codesOf(compared.New, func(f reinstate.DemandFound) reinstate.DemandCode { return f.Code }), round.fresh},
			"no longer asked": {codesOf(compared.Gone, func(d reinstate.Demand) reinstate.DemandCode { return d.Code }), round.gone},
		} {
			if pair[0] != pair[1] {
				t.Errorf("after %q, %s: %q, want %q", round.asked, what, pair[0], pair[1])
			}
		}
		if compared.Silent() != (round.asked == "") {
			t.Errorf("after %q silent is %v", round.asked, compared.Silent())
		}
	}
}

// TestThreeRepliesAsTheyAreRead does the same with the demands that the reader
// itself finds in three replies.
func TestThreeRepliesAsTheyAreRead(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.opened(noticeText, "inauthentic")
	o.take(ref, casework.Move{Do: reinstate.StartCorrecting})
	_, err := o.desk.LayOut(t.Context(), o.who, ref)
	o.must(err)
	for _, round := range []struct{ text, open string }{
		{"Hello,\n\nWe received your submission but do not have enough information to reactivate your Amazon.com account. Please send:\n- Greater detail on the root cause of the complaints\n- A letter of authorization from the brand", "letter_of_authorization root_cause"},
		{"Thank you for your reply. We still need a letter of authorization from the brand: the one you sent does not name your company. Your Amazon.com account remains deactivated.", "letter_of_authorization"},
		{"We have reviewed your appeal again and decided not to reactivate your Amazon.com account.", ""},
	} {
		o.answerAll(ref)
		o.filed(ref)
		o.wait(48 * time.Hour)
		n, err := o.desk.Log(t.Context(), o.who, casework.Incoming{Case: ref, Body: strings.NewReader(round.text)})
		o.must(err)
		var asked []reinstate.DemandCode
		for _, d := range n.Read.Demands {
			asked = append(asked, d.Code)
		}
		do := reinstate.RecordDenied
		if n.Read.Decision == reinstate.MoreInformation {
			do = reinstate.RecordMoreInformation
		}
		o.take(ref, casework.Move{Do: do, Reply: n.ID, Checking: &casework.Checking{Version: n.Version, Marketplace: reinstate.Amazon, Demands: asked}})
		if got := openCodes(o.file(ref)); got != round.open {
			t.Errorf("after %.60q the list holds %q, want %q", round.text, got, round.open)
		}
	}
}

func TestWhatWasNeverAnsweredStaysOpen(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	o.must(o.desk.AddDemand(t.Context(), o.who, ref, "They said so on the telephone", "supplier_contact"))
	before := openCodes(o.file(ref))
	o.reply(ref, denial, "letter_of_authorization")
	want := strings.Fields(before + " letter_of_authorization")
	slices.Sort(want)
	if got := openCodes(o.file(ref)); got != strings.Join(want, " ") || before == "" {
		t.Errorf("open are %q, want %q", got, want)
	}
	_, compared, _ := o.file(ref).Repeated()
	if got := codesOf(compared.Open, func(d reinstate.Demand) reinstate.DemandCode { return d.Code }); got != before {
		t.Errorf("never answered are %q, want %q", got, before)
	}
}

func TestTheSameReplyTwiceIsPointedOut(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, second string
		bytes, found bool
	}{
		{"to the byte", denial, true, true},
		{"with another greeting and date", strings.Replace(denial, "Hello", "Hello, on 22 November 2026", 1), false, true},
		{"another refusal", "Your second appeal names no supplier. Send the name and the telephone number of the company that sold you these units.", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			ref := o.correcting()
			o.filed(ref)
			first := o.reply(ref, denial)
			o.filed(ref)
			o.wait(time.Hour)
			n, err := o.desk.Log(t.Context(), o.who, casework.Incoming{Case: ref, Body: strings.NewReader(tt.second)})
			o.must(err)
			check, err := o.desk.Notice(t.Context(), o.who, n.ID)
			o.must(err)
			if !tt.found {
				if len(check.Echoes) != 0 {
					t.Errorf("called the same: %d%%", check.Echoes[0].Percent())
				}
				return
			}
			if len(check.Echoes) != 1 || check.Echoes[0].Notice.ID != first.ID || check.Echoes[0].Round != 1 || check.Echoes[0].Bytes != tt.bytes {
				t.Errorf("got %+v", check.Echoes)
			}
			if again, err := o.desk.Notice(t.Context(), o.who, first.ID); err != nil || len(again.Echoes) != 0 {
				t.Errorf("the first reply echoes a later one: %v, %v", again.Echoes, err)
			}
		})
	}
}

func TestNearlyTheSameLetterIsPointedOut(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	resent := func() casework.Echo {
		t.Helper()
		ready, err := o.desk.CheckPacket(t.Context(), o.who, ref)
		o.must(err)
		return ready.Resent
	}
	if e := resent(); e.Round != 0 {
		t.Errorf("a first letter repeats round %d", e.Round)
	}
	o.filed(ref)
	o.reply(ref, denial)
	if e := resent(); e.Round != 1 || e.Percent() != 100 {
		t.Errorf("the unchanged copy: round %d, %d%%", e.Round, e.Percent())
	}
	for _, claim := range o.file(ref).Claims {
		claim.Text = "The supplier of both items lost its licence in May, which our yearly look at suppliers found only in October. " + string(claim.Kind)
		claim.Tool, claim.Owner, claim.Frequency = "Licence register", "Head of buying", "Monthly"
		_, err := o.desk.SaveClaim(t.Context(), o.who, ref, claim)
		o.must(err)
	}
	p := o.file(ref).Plan
	texts := map[string]string{}
	for _, s := range p.Body.Sections {
		texts[s.Key] = "What follows is new: the first letter named the wrong cause, and this one says what we found out since in " + s.Key + "."
	}
	_, err := o.desk.SavePlan(t.Context(), o.who, ref, casework.PlanEdit{Version: p.Version, Title: p.Title, Sections: texts})
	o.must(err)
	if e := resent(); e.Round != 0 {
		t.Errorf("a new letter is called the same by %d%%", e.Percent())
	}
}

func TestAReplyIsAReplyWhateverItReadsLike(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	const advert = "Get reinstated within 24 hours! Our experts have restored 5,000 accounts. Book a free call today at www.appeal-experts.example. Unsubscribe."
	n, err := o.desk.Log(t.Context(), o.who, casework.Incoming{Case: ref, Body: strings.NewReader(advert)})
	o.must(err)
	check, err := o.desk.Notice(t.Context(), o.who, n.ID)
	o.must(err)
	if check.Notice.Kind != reinstate.KindReply || len(check.Steps) == 0 {
		t.Errorf("kept as %s with %d steps, so its decision cannot be recorded", check.Notice.Kind, len(check.Steps))
	}
}
