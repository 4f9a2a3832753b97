package reinstate

import "fmt"

// Letter is what the flow table looks at before a letter is sent: each number
// counts what is still in the way.
type Letter struct {
	Unanswered  int // demands neither answered nor waived
	Unproven    int // claims without an exhibit and without a reason for having none
	Unconfirmed int // sentences nobody vouched for as true and done
	Blocks      int // findings that block, set aside by nobody
	Gaps        int // whatever else is missing
	Rule        ApprovalRule
	Approved    bool   // as it stands
	Override    string // why it goes out although findings block or something is missing
	MayOverride bool   // whoever writes that may approve
}

// Sound reports whether the letter says nothing but what was proven, confirmed
// and, where the firm requires it, approved. One that is not is a draft, and
// is printed as one.
func (l Letter) Sound() bool {
	return l.Unanswered == 0 && l.Unproven == 0 && l.Unconfirmed == 0 && l.Blocks == 0 && !l.awaitsApproval()
}

func (l Letter) awaitsApproval() bool { return l.Rule != NoApproval && !l.Approved }

// conditions of a letter that can be sent: what is in the way, where it is
// mended, and whether a reason in writing lifts it.
var conditions = []struct {
	place string
	fails func(Letter) bool
	says  func(Letter) string
}{
	{"demands", func(l Letter) bool { return l.Unanswered > 0 }, func(l Letter) string {
		return fmt.Sprintf("Answer what the marketplace asks for, or waive it with a reason: %d still open.", l.Unanswered)
	}},
	{"claims", func(l Letter) bool { return l.Unproven > 0 }, func(l Letter) string {
		return fmt.Sprintf("Give each claim an exhibit, or say why it needs none: %d still without.", l.Unproven)
	}},
	{"confirmations", func(l Letter) bool { return l.Unconfirmed > 0 }, func(l Letter) string {
		return fmt.Sprintf("Confirm each sentence of the letter as true and done: %d still to confirm.", l.Unconfirmed)
	}},
	{"override", func(l Letter) bool { return l.Blocks > 0 && l.Override == "" }, func(l Letter) string {
		return "A finding of the checker blocks this letter. Mend it, set it aside with a reason, or say in writing why the letter goes out as it is."
	}},
	{"override", func(l Letter) bool { return l.Blocks > 0 && !l.MayOverride }, func(l Letter) string {
		return "A finding of the checker blocks this letter. Only somebody who may approve lets it go out all the same."
	}},
	{"override", func(l Letter) bool { return l.Gaps > 0 && l.Override == "" }, func(l Letter) string {
		return "Something is still missing in this letter. Mend it, or say in writing why it goes out as it is."
	}},
	{"review", Letter.awaitsApproval, func(Letter) string {
		return "This firm approves letters before they are sent, and this one is not approved as it stands. Send it to review."
	}},
}

func mayBeSent(f Facts, missing Invalid) {
	for _, c := range conditions {
		if c.fails(f.Letter) {
			missing.Refuse(c.place, c.says(f.Letter))
		}
	}
	if !f.Sealed {
		missing.Refuse("packet", "Seal the packet of this round first: check the plan, then file it.")
	}
}
