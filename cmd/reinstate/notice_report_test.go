package main

import (
	"strings"
	"testing"
)

func TestTheReportSaysWhatThePeopleOfTheDemonstrationChanged(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	got := decode[reportJSON](t, call(t, "notice", "report", "--json", "--data", dir).out)
	if got.Messages < 10 || len(got.Facts) != 14 || len(got.Reasons) == 0 {
		t.Fatalf("got %d messages, %d facts, %d reasons", got.Messages, len(got.Facts), len(got.Reasons))
	}
	for _, f := range got.Facts {
		if f.Messages > got.Messages || f.Wrong > f.Messages || (f.Wrong > 0) != (len(f.Changes) > 0) {
			t.Errorf("%s does not add up: %+v", f.Fact, f)
		}
	}
	words := call(t, "notice", "report", "--data", dir)
	for _, want := range []string{"FACT", "primary_reason", "REASON", "inauthentic"} {
		if !strings.Contains(words.out, want) {
			t.Errorf("%q is not in the report:\n%s", want, words.out)
		}
	}
	if !strings.Contains(words.err, "Nothing of this was sent anywhere.") {
		t.Errorf("said %q", words.err)
	}
	for _, private := range []string{"B0C7HLN2K4", "Hailan", "海岚", "114-2203948-6617059"} {
		if strings.Contains(words.out, private) {
			t.Errorf("the report names %s", private)
		}
	}
}

func TestAReportOfNothing(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	if got := call(t, "notice", "report", "--data", dir); got.out != "" || !strings.Contains(got.err, "Nobody has checked a message yet.") {
		t.Errorf("printed %q, said %q", got.out, got.err)
	}
	if got := decode[reportJSON](t, call(t, "notice", "report", "--json", "--data", dir).out); got.Messages != 0 || got.Reasons == nil {
		t.Errorf("got %+v", got)
	}
}
