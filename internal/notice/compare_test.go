package notice_test

import (
	"fmt"
	"strings"
	"testing"

	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

// demandsOf writes demands as "code:state", numbered from 1 and all of round 1
// unless "@2" follows.
func demandsOf(specs string) []reinstate.Demand {
	var list []reinstate.Demand
	for i, spec := range strings.Fields(specs) {
		code, state, _ := strings.Cut(spec, ":")
		state, late := strings.CutSuffix(state, "@2")
		d := reinstate.Demand{ID: reinstate.DemandID(i + 1), Round: 1, Code: reinstate.DemandCode(code), State: reinstate.DemandState(state)}
		if late {
			d.Round = 2
		}
		list = append(list, d)
	}
	return list
}

func TestAReplyAgainstTheLastFiling(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, demands, asked     string
		again, fresh, gone, open string
	}{
		{"everything answered, one asked again, one new", "invoices:met causes:met", "causes permit", "2", "permit", "1", ""},
		{"a refusal that names nothing tells nothing of the others", "invoices:met causes:open", "", "", "", "1", "2"},
		{"what was waived and is asked again", "invoices:waived", "invoices", "1", "", "", ""},
		{"what was waived and is not asked again", "invoices:waived causes:met", "causes", "2", "", "", ""},
		{"what was never answered is asked again once, not left open twice", "invoices:open", "invoices", "1", "", "", ""},
		{"what was never answered and is not asked again stays open", "invoices:open causes:met", "causes", "2", "", "", "1"},
		{"of two with one code the open one is meant", "invoices:met invoices:open", "invoices", "2", "", "", ""},
		{"of two with one code the one asked last is meant", "invoices:met@2 invoices:met", "invoices", "1", "", "", ""},
		{"what a person wrote without a code is neither", ":met :open", "invoices", "", "invoices", "", "2"},
		{"nothing was asked before", "", "invoices", "", "invoices", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var asked []reinstate.DemandFound
			for _, code := range strings.Fields(tt.asked) {
				asked = append(asked, reinstate.DemandFound{Code: reinstate.DemandCode(code), Quote: reinstate.Quote{Words: code, End: len(code)}})
			}
			got := notice.Compare(demandsOf(tt.demands), asked)
			var again, fresh []string
			for _, r := range got.Again {
				again = append(again, fmt.Sprint(r.Demand.ID))
				if r.Quote.Words != string(r.Demand.Code) {
					t.Errorf("%s is asked again in the words %q", r.Demand.Code, r.Quote.Words)
				}
			}
			for _, f := range got.New {
				fresh = append(fresh, string(f.Code))
			}
			for what, pair := range map[string][2]string{
				"asked again": {strings.Join(again, " "), tt.again}, "new": {strings.Join(fresh, " "), tt.fresh},
				"no longer asked": {numbersOf(got.Gone), tt.gone}, "open": {numbersOf(got.Open), tt.open},
			} {
				if pair[0] != pair[1] {
					t.Errorf("%s: got %q, want %q", what, pair[0], pair[1])
				}
			}
			if got.Silent() != (tt.asked == "") {
				t.Errorf("silent: %v", got.Silent())
			}
		})
	}
}

func numbersOf(demands []reinstate.Demand) string {
	var ids []string
	for _, d := range demands {
		ids = append(ids, fmt.Sprint(d.ID))
	}
	return strings.Join(ids, " ")
}
