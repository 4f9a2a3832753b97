package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestACaseIsTakenTheWholeWayFromACommandLine goes from a notice over a refusal
// to the reinstatement, as a script would.
func TestACaseIsTakenTheWholeWayFromACommandLine(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	file := func(name, content string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	on := func(args ...string) said { t.Helper(); return call(t, append(args, "--data", dir)...) }

	logged := decode[caseJSON](t, on("case", "log", "--account", "lamp-amazon-us", "--json", file("notice.txt", amazonNotice)).out)
	ref := logged.Reference
	if logged.State != "notice_logged" || logged.Account != "lamp-amazon-us" || !slices.Contains(logged.Reasons, "inauthentic") {
		t.Errorf("logged as %s of %s for %v", logged.State, logged.Account, logged.Reasons)
	}
	if want := fmt.Sprintf("R-%d-0001", time.Now().UTC().Year()); ref != want {
		t.Errorf("reference %s, want %s", ref, want)
	}
	if got := on("case", "step", ref, "confirm_reason").out; got != "reason_identified\n" {
		t.Errorf("state %q after confirm_reason", got)
	}
	on("case", "step", ref, "start_correcting")
	on("case", "attach", ref, "--kind", "supplier_invoice", "--title", "Invoice 1", file("invoice.pdf", "not quite a PDF"))
	twin := on("case", "attach", ref, file("again.pdf", "not quite a PDF"), file("other.txt", "words"))
	if !strings.Contains(twin.err, "same bytes as exhibit A, Invoice 1") || strings.Count(twin.out, "\n") != 2 {
		t.Errorf("a twin and another file gave %q and %q", twin.out, twin.err)
	}

	early := try(t, nil, "", "case", "step", ref, "record_denied", "--data", dir)
	if early.status != failed || !strings.Contains(early.err, "It can take file_appeal, refer_to_counsel or close.") {
		t.Errorf("a step out of order: status %d, %q", early.status, early.err)
	}
	unplanned := try(t, nil, "", "case", "step", ref, "file_appeal", "--channel", "account_health", "--data", dir)
	if unplanned.status != failed || !strings.Contains(unplanned.err, "case export") {
		t.Errorf("filing without a plan: status %d, %q", unplanned.status, unplanned.err)
	}
	pdf := filepath.Join(t.TempDir(), "draft.pdf")
	on("case", "export", ref, "-o", pdf)
	if content, err := os.ReadFile(pdf); err != nil || !bytes.HasPrefix(content, []byte("%PDF-")) {
		t.Errorf("the export is no PDF: %v", err)
	}
	if over := try(t, nil, "", "case", "export", ref, "-o", pdf, "--data", dir); over.status != failed || !strings.Contains(over.err, "--force") {
		t.Errorf("overwriting unasked: status %d, %q", over.status, over.err)
	}
	on("case", "export", ref, "-o", pdf, "--force")
	word := filepath.Join(t.TempDir(), "draft.docx")
	if blank := try(t, nil, "", "case", "export", ref, "-o", word, "--data", dir); blank.status != failed || !strings.Contains(blank.err, "Use --draft") {
		t.Errorf("a letter with blanks as a Word file: status %d, %q", blank.status, blank.err)
	}
	on("case", "export", ref, "-o", word, "--draft")
	if content, err := os.ReadFile(word); err != nil || !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		t.Errorf("the export is no Word file: %v", err)
	}
	fields := decode[[]fieldJSON](t, on("case", "export", ref, "--as", "fields", "--json", "--draft").out)
	if len(fields) < 3 || fields[0].Key != "whole_letter" || fields[0].Characters == 0 || len(fields[0].Blanks) == 0 {
		t.Errorf("the fields are %+v", fields)
	}

	unsaid := try(t, nil, "", "case", "step", ref, "file_appeal", "--data", dir)
	if unsaid.status != failed || !strings.Contains(unsaid.err, "Use --channel.") {
		t.Errorf("filing without a channel: status %d, %q", unsaid.status, unsaid.err)
	}
	held := try(t, nil, "", "case", "step", ref, "file_appeal", "--channel", "account_health", "--note", "Sent as one file.", "--data", dir)
	if held.status != failed || !strings.Contains(held.err, "'case answer'") {
		t.Errorf("filing with open demands: status %d, %q", held.status, held.err)
	}
	answerAll := func() {
		for _, d := range decode[caseJSON](t, on("case", "show", ref, "--json").out).Demands {
			if d.State == "open" {
				on("case", "answer", ref, d.Code, "--why", "It goes along.", "--exhibit", "A")
			}
		}
		on("case", "confirm", ref, "--all")
	}
	answerAll()
	for _, s := range decode[[]statementJSON](t, on("case", "confirm", ref, "--json").out) {
		if !s.Confirmed || s.By != "local operator" {
			t.Errorf("%q is not confirmed: %+v", s.Words, s)
		}
	}
	noted := try(t, nil, "", "case", "step", ref, "file_appeal", "--channel", "account_health", "--note", "Sent as one file.", "--data", dir)
	if noted.status != failed || !strings.Contains(noted.err, "Use --override.") {
		t.Errorf("a note lifts what is in the way of filing: status %d, %q", noted.status, noted.err)
	}
	on("case", "step", ref, "file_appeal", "--channel", "account_health", "--note", "Sent as one file.", "--override", "The seller sends it as it stands.")
	bare := try(t, nil, "", "case", "step", ref, "confirm_receipt", "--data", dir)
	if bare.status != failed || !strings.Contains(bare.err, "--none-given") {
		t.Errorf("a receipt of nothing: status %d, %q", bare.status, bare.err)
	}
	unsent := decode[caseJSON](t, on("case", "show", ref, "--json").out)
	if appeal := clockNamed(unsent.Clocks, "appeal"); appeal == nil || appeal.Met != nil || unsent.NextClock == nil || unsent.Rounds[0].Filing.Sent != nil {
		t.Errorf("sealed and not sent: next %+v, filing %+v", unsent.NextClock, unsent.Rounds[0].Filing)
	} else if due, _ := time.Parse(time.RFC3339, *appeal.Due); appeal.Late != due.Before(time.Now()) {
		t.Errorf("due %s, late %t", *appeal.Due, appeal.Late)
	}
	tooEarly := try(t, nil, "", "case", "step", ref, "confirm_receipt", "--receipt", "Case 1", "--sent", "2020-01-01T10:00:00Z", "--data", dir)
	if tooEarly.status != failed || !strings.Contains(tooEarly.err, "before it was sealed") {
		t.Errorf("sent before the seal: status %d, %q", tooEarly.status, tooEarly.err)
	}
	on("case", "step", ref, "confirm_receipt", "--proof", file("receipt.png", "pretend"), "--receipt", "Case 1")
	sent := decode[caseJSON](t, on("case", "show", ref, "--json").out)
	if appeal := clockNamed(sent.Clocks, "appeal"); appeal == nil || appeal.Met == nil || appeal.Late || sent.Rounds[0].Filing.Sent == nil {
		t.Errorf("sent: %+v, filing %+v", appeal, sent.Rounds[0].Filing)
	}
	sealed := try(t, nil, "", "case", "export", ref, "-o", "-", "--data", dir)
	denied := on("case", "step", ref, "record_denied", "--reply", file("denial.txt", amazonDenial), "--json")

	after := decode[caseJSON](t, denied.out)
	if after.State != "corrective_action" || after.Round != 2 || len(after.Rounds) != 2 || after.Rounds[0].Decision != "denied" {
		t.Errorf("after the refusal: %s in round %d, rounds %+v", after.State, after.Round, after.Rounds)
	}
	// Exhibit A answers the demands and goes along. Nothing points at the other
	// two files, so they stay.
	sum := sha256.Sum256([]byte(sealed.out))
	first := after.Rounds[0].Filing
	if first == nil || first.Size != int64(len(sealed.out)) || first.SHA256 != hex.EncodeToString(sum[:]) || first.Receipt != "Case 1" || first.Exhibits != 1 {
		t.Errorf("the filing of round 1 is %+v, the sealed letter has %d bytes with the digest %x", first, len(sealed.out), sum)
	}
	answerAll()
	lacking := try(t, nil, "", "case", "step", ref, "file_appeal", "--channel", "by registered mail", "--data", dir)
	if lacking.status != failed || !strings.Contains(lacking.err, "--override") {
		t.Errorf("filing a letter that lacks something: status %d, %q", lacking.status, lacking.err)
	}
	on("case", "step", ref, "file_appeal", "--channel", "by registered mail", "--override", "The seller sends it as it stands.")
	on("case", "step", ref, "confirm_receipt", "--none-given")
	final := try(t, nil, amazonReinstatement, "case", "step", ref, "record_reinstated", "--reply", "-", "--data", dir, "--json")
	if got := decode[caseJSON](t, final.out); got.State != "reinstated" || got.Outcome != "reinstated" || got.NextClock != nil || len(got.Messages) != 3 {
		t.Errorf("at the end: %s, %s, next %v, %d messages", got.State, got.Outcome, got.NextClock, len(got.Messages))
	}
	if actors := ask[string](t, dir, "SELECT group_concat(DISTINCT actor || ' ' || kind) FROM timeline"); actors != "local operator operator" {
		t.Errorf("the timeline names %q", actors)
	}
	call(t, "verify", "--data", dir)
}

// clockNamed is the first clock of a kind.
func clockNamed(clocks []clockJSON, kind string) *clockJSON {
	at := slices.IndexFunc(clocks, func(c clockJSON) bool { return c.Kind == kind })
	if at < 0 {
		return nil
	}
	return &clocks[at]
}

func TestConfirmedAtOnceACaseStartsWithItsReason(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	got := try(t, nil, amazonNotice, "case", "log", "--account", "lamp-amazon-us", "--confirm", "--json", "-", "--data", dir)
	c := decode[caseJSON](t, got.out)
	if c.State != "reason_identified" || c.Response == "" || len(c.Demands) == 0 || len(c.Clocks) == 0 {
		t.Errorf("%s, answered by %q, %d demands, %d clocks: %s", c.State, c.Response, len(c.Demands), len(c.Clocks), got.err)
	}
	twice := try(t, nil, amazonNotice, "case", "log", "--account", "lamp-amazon-us", "-", "--data", dir)
	if twice.status != done || !strings.Contains(twice.err, "logged before") {
		t.Errorf("the same message twice: status %d, %q", twice.status, twice.err)
	}
	wrong := try(t, nil, amazonNotice, "case", "log", "--account", "lamp-walmart-us", "-", "--data", dir)
	if wrong.status != failed || !strings.Contains(wrong.err, "another marketplace") {
		t.Errorf("on the wrong account: status %d, %q", wrong.status, wrong.err)
	}
}

func TestAMistypedFileAttachesNothing(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	ref := ask[string](t, dir, "SELECT reference FROM cases WHERE state = 'corrective_action' LIMIT 1")
	before := ask[int](t, dir, "SELECT count(*) FROM exhibits")
	got := try(t, nil, "", "case", "attach", ref, "usage_test.go", "missing.pdf", "--data", dir)
	if got.status != failed || !strings.Contains(got.err, "missing.pdf") {
		t.Errorf("status %d, %q", got.status, got.err)
	}
	if after := ask[int](t, dir, "SELECT count(*) FROM exhibits"); after != before {
		t.Errorf("%d exhibits, before %d", after, before)
	}
}

// TestTheShapesOfJSONAreContracts compares names and types, not values.
func TestTheShapesOfJSONAreContracts(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	ref := ask[string](t, dir, "SELECT reference FROM cases WHERE round = 3")
	for name, args := range map[string][]string{
		"case_list.shape":   {"case", "list", "--json"},
		"case_show.shape":   {"case", "show", ref, "--json"},
		"notice_read.shape": {"notice", "read", "--json", "-"},
		"verify.shape":      {"verify", "--json"},
	} {
		got := try(t, nil, amazonNotice, append(args, "--data", dir)...)
		if got.status != done {
			t.Errorf("%v: status %d, %s", args, got.status, got.err)
			continue
		}
		var v any
		if err := json.Unmarshal([]byte(got.out), &v); err != nil {
			t.Errorf("%v: %v", args, err)
		}
		lines := map[string]bool{}
		shape("", v, lines)
		golden(t, name, strings.Join(slices.Sorted(maps.Keys(lines)), "\n")+"\n")
	}
}

// shape lists the paths of a JSON value with their types.
func shape(path string, v any, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			shape(path+"."+key, inner, into)
		}
	case []any:
		into[path+"[]"] = true
		for _, inner := range v {
			shape(path+"[]", inner, into)
		}
	case nil:
		into[path+" null"] = true
	case string:
		if _, err := time.Parse(time.RFC3339, v); err == nil {
			into[path+" instant"] = true
			return
		}
		into[path+" string"] = true
	default:
		into[fmt.Sprintf("%s %T", path, v)] = true
	}
}

func TestListsAreSortedByWhatPressesAndFiltered(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	all := decode[[]lineJSON](t, call(t, "case", "list", "--json", "--data", dir).out)
	last := ""
	for _, c := range all {
		due := "9999"
		if c.NextClock != nil {
			due = *c.NextClock.Due
		}
		if due < last {
			t.Errorf("%s is due %s, after one due %s", c.Reference, due, last)
		}
		last = due
	}
	some := decode[[]lineJSON](t, call(t, "case", "list", "--json", "--state", "closed", "--state", "legal_review", "--data", dir).out)
	for _, c := range some {
		if c.State != "closed" && c.State != "legal_review" {
			t.Errorf("%s is in %s", c.Reference, c.State)
		}
	}
	if len(some) == 0 || len(some) >= len(all) {
		t.Errorf("%d of %d cases are closed or with counsel", len(some), len(all))
	}
	found := decode[[]lineJSON](t, call(t, "case", "list", "--json", "--search", "海岚", "--data", dir).out)
	of := func(lines []lineJSON) (references []string) {
		for _, c := range lines {
			if strings.Contains(c.Client, "海岚") {
				references = append(references, c.Reference)
			}
		}
		return references
	}
	if want := of(all); len(want) < 2 || len(found) != len(want) || !slices.Equal(of(found), want) {
		t.Errorf("the Chinese name finds %d cases, %v of its client; want just %v", len(found), of(found), want)
	}
	none := call(t, "case", "list", "--json", "--search", "no such words anywhere", "--data", dir).out
	if strings.TrimSpace(none) != "[]" {
		t.Errorf("no case is %q, want an empty array", none)
	}
}
