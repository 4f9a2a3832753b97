package main

import (
	"strings"
	"testing"
)

// accusation is a message of our own that calls for counsel.
const accusation = `Your Amazon.com selling account has been deactivated.

Why did this happen?
The invoices that you sent us are forged or manipulated, which our seller code of conduct forbids.

You may not sell on Amazon.com. Send us proof that the documents are genuine within 7 days.
`

func TestACaseThatCallsForCounselSaysSoAtTheTerminal(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	logged := try(t, nil, accusation, "case", "log", "--account", "lamp-amazon-us", "--json", "-", "--data", dir)
	if logged.status != done {
		t.Fatal(logged.err)
	}
	ref := decode[caseJSON](t, logged.out).Reference
	call(t, "case", "step", ref, "confirm_reason", "--reason", "forged_documents", "--response", "dispute", "--data", dir)
	held := try(t, nil, "", "case", "step", ref, "start_correcting", "--data", dir)
	if held.status != failed || !strings.Contains(held.err, "This case calls for counsel.") || !strings.Contains(held.err, "Use --without-counsel, or take refer_to_counsel.") {
		t.Errorf("status %d, said %q", held.status, held.err)
	}
	gone := call(t, "case", "step", ref, "start_correcting", "--without-counsel", "Counsel agreed on the telephone.", "--data", dir)
	if strings.TrimSpace(gone.out) != "corrective_action" {
		t.Errorf("stands at %q", gone.out)
	}
}
