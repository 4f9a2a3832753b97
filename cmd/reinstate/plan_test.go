package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const weakPlan = `Plan of action

Root cause
Your algorithm made a mistake. 我们 never sold late.

Actions taken
- We will contact our courier.

Steps to prevent
- We will be more careful.
`

func (c checkedJSON) rules() []string {
	var all []string
	for _, f := range c.Findings {
		all = append(all, f.Rule)
	}
	return all
}

func TestAPlanIsCheckedFromAFileAndFromStdin(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, told := filepath.Join(dir, "plan.txt"), filepath.Join(dir, "notice.txt")
	for name, text := range map[string]string{file: weakPlan, told: "Hello,\nB0C7LMP2K4 was late.\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fromFile := decode[checkedJSON](t, call(t, "plan", "check", "--json", "--reason", "late_shipment", "--marketplace", "amazon", "--notice", told, file).out)
	piped := try(t, nil, weakPlan, "plan", "check", "--json", "-")
	fromStdin := decode[checkedJSON](t, piped.out)
	if fromFile.ID != file || fromStdin.ID != "-" || piped.status != done {
		t.Errorf("ids %q and %q, status %d", fromFile.ID, fromStdin.ID, piped.status)
	}
	for _, got := range []checkedJSON{fromFile, fromStdin} {
		for _, rule := range []string{"R02", "C01", "P02"} {
			if !slices.Contains(got.rules(), rule) {
				t.Errorf("%s is silent: %v", rule, got.rules())
			}
		}
		for _, f := range got.Findings {
			if (*got.Text)[f.Start:f.End] != f.Quote {
				t.Errorf("%s: %q is not at %d to %d", f.Rule, f.Quote, f.Start, f.End)
			}
		}
	}
	if !slices.Contains(fromFile.rules(), "F01") || slices.Contains(fromStdin.rules(), "X01") {
		t.Errorf("with the notice %v, without it %v", fromFile.rules(), fromStdin.rules())
	}
	words := call(t, "plan", "check", file).out
	for _, want := range []string{"findings", "R02", "line 4: Your algorithm made a mistake.", "Source:"} {
		if !strings.Contains(words, want) {
			t.Errorf("for a person it does not say %q:\n%s", want, words)
		}
	}
}

func TestPlansAreCheckedLineByLineInOrder(t *testing.T) {
	t.Parallel()
	var in strings.Builder
	empty, weak := "", weakPlan
	for _, l := range []planLine{
		{ID: "second", Text: &weak, Reason: "late_shipment", Marketplace: "amazon"},
		{ID: "first", Text: &empty, Reason: "", Marketplace: ""},
		{ID: "third", Text: &weak, Reason: "a reason of tomorrow", Marketplace: "elsewhere", Notice: "Hello,\n"},
	} {
		line, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	got := try(t, nil, in.String()+"\nno object\n", "plan", "check", "--jsonl")
	lines := strings.Split(strings.TrimSuffix(got.out, "\n"), "\n")
	if got.status != failed || !strings.Contains(got.err, "Line 5") || len(lines) != 3 {
		t.Fatalf("status %d, %d lines, said %q", got.status, len(lines), got.err)
	}
	for i, id := range []string{"second", "first", "third"} {
		checked := decode[checkedJSON](t, lines[i])
		if checked.ID != id || checked.Text != nil || strings.Contains(lines[i], "null") {
			t.Errorf("line %d: %s", i+1, lines[i])
		}
		if (id == "first") != (len(checked.Findings) == 0) {
			t.Errorf("%s has %d findings", id, len(checked.Findings))
		}
	}
}

// TestOffsetsFitTheTextAsGiven gives texts with marks that a decoder drops:
// the offsets of a script are into its own bytes.
func TestOffsetsFitTheTextAsGiven(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"line ends of Windows":  strings.ReplaceAll(weakPlan, "\n", "\r\n"),
		"line ends of old Macs": strings.ReplaceAll(weakPlan, "\n", "\r"),
		"a byte order mark":     "\ufeff" + weakPlan,
		"both":                  "\ufeff" + strings.ReplaceAll(weakPlan, "\n", "\r\n"),
		"pictures":              strings.Replace(weakPlan, "never", "\U0001f680 never", 1),
		"Chinese":               "行动计划\n\n根本原因\nYour algorithm made a mistake 的.\n\n已采取的措施\nWe will be more careful.\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "plan.txt")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			line, err := json.Marshal(planLine{ID: "a", Text: &text, Reason: "late_shipment", Marketplace: "amazon"})
			if err != nil {
				t.Fatal(err)
			}
			for from, out := range map[string]string{
				"file":  call(t, "plan", "check", "--json", "--reason", "late_shipment", "--marketplace", "amazon", file).out,
				"stdin": try(t, nil, text, "plan", "check", "--json", "--reason", "late_shipment", "--marketplace", "amazon", "-").out,
				"lines": try(t, nil, string(line)+"\n", "plan", "check", "--jsonl").out,
			} {
				got := decode[checkedJSON](t, out)
				if !slices.Contains(got.rules(), "R02") {
					t.Errorf("%s: R02 is silent: %v", from, got.rules())
				}
				for _, f := range got.Findings {
					if f.End > len(text) || text[f.Start:f.End] != f.Quote {
						t.Errorf("%s: %s quotes %q at %d to %d", from, f.Rule, f.Quote, f.Start, f.End)
					}
				}
			}
		})
	}
}

func TestLinesThatAreNoLettersAreNamed(t *testing.T) {
	t.Parallel()
	for line, says := range map[string]string{
		`[1, 2]`:                    "Line 1 is not an object with id and text: it is a JSON array",
		`{"id": 7, "text": "x"}`:    "its id is a number and has to be a string",
		`{"id": "a"}`:               "it has no text",
		`{"id": "a", "text": "x"`:   "Line 1 is not an object with id and text: unexpected end of JSON input",
		`{"id": "a", "text": null}`: "it has no text",
	} {
		if got := try(t, nil, line+"\n", "plan", "check", "--jsonl"); got.status != failed || got.out != "" || !strings.Contains(got.err, says) {
			t.Errorf("%s: status %d, said %q, want %q", line, got.status, got.err, says)
		}
	}
}

func TestWrongUsageOfPlanCheckIsSaid(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		says string
	}{
		{"plan alone", []string{"plan"}, "Name what to do: check."},
		{"an unknown reason", []string{"plan", "check", "--reason", "lateness", "-"}, `There is no reason "lateness". Choose `},
		{"an unknown marketplace", []string{"plan", "check", "--marketplace", "bazaar", "-"}, `There is no marketplace "bazaar". Choose amazon,`},
		{"lines and a flag", []string{"plan", "check", "--jsonl", "--reason", "pricing"}, "leave out the other flags"},
		{"two streams in one", []string{"plan", "check", "--notice", "-", "-"}, "cannot both come from stdin"},
		{"two files", []string{"plan", "check", "a", "b"}, "plan check takes one file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := try(t, nil, "", tt.args...)
			if got.status != wrongUsage || !strings.Contains(got.err, tt.says) || got.out != "" {
				t.Errorf("status %d, said %q, want %q", got.status, got.err, tt.says)
			}
		})
	}
	if got := try(t, nil, "", "plan", "check", "missing.txt"); got.status != failed || !strings.Contains(got.err, "Cannot read missing.txt") {
		t.Errorf("a missing file: status %d, said %q", got.status, got.err)
	}
}
