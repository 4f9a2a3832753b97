package main

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"reinstate/data/demo"
	"reinstate/internal/access"
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/programtest"
	"reinstate/internal/reinstate"
)

// demoFiles opens every case of a demonstration.
func demoFiles(t *testing.T, o *premises) (reinstate.Actor, []casework.File) {
	t.Helper()
	who, err := o.gate.Operator(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var files []casework.File
	for _, line := range decode[[]lineJSON](t, call(t, "case", "list", "--json", "--data", o.db.Dir()).out) {
		f, err := o.desk.Case(t.Context(), who, line.Reference)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return who, files
}

func TestTheDemonstrationCoversTheWork(t *testing.T) {
	t.Parallel()
	o := enterAt(t, demoFolder(t))
	_, files := demoFiles(t, o)
	if len(files) < 14 {
		t.Errorf("%d cases, want at least 14", len(files))
	}
	seen := map[string]int{}
	for _, f := range files {
		seen["state "+string(f.Case.State)]++
		seen["market "+string(f.Account.Marketplace)]++
		seen["level "+string(f.Case.Level)]++
		seen["response "+string(f.Case.Response)]++
		for _, d := range f.Demands {
			seen["demand "+string(d.State)]++
		}
		if f.Case.Round == 3 && f.Rounds[0].Decision == reinstate.Denied && f.Rounds[1].Decision == reinstate.Denied {
			seen["refused twice"]++
		}
		if strings.Contains(f.Client.LegalName, "有限公司") {
			seen["Chinese company"]++
		}
		if strings.Contains(f.Client.LegalName, "GmbH") {
			seen["German company"]++
		}
		due := f.Case.Next.Due
		switch {
		case due.IsZero():
		case due.Before(demoMoment):
			seen["time limit passed"]++
		case due.Before(demoMoment.Add(24 * time.Hour)):
			seen["time limit of hours"]++
		default:
			seen["time limit of days"]++
		}
	}
	wants := []string{
		"market amazon", "market walmart", "level account", "level listing", "level fulfilment", "refused twice", "Chinese company",
		"German company", "demand open", "demand met", "demand waived", "time limit passed", "time limit of hours", "time limit of days",
	}
	for _, s := range reinstate.States() {
		wants = append(wants, "state "+string(s))
	}
	for _, want := range wants {
		if seen[want] == 0 {
			t.Errorf("no case has: %s (there is %v)", want, seen)
		}
	}
}

func TestFiledLettersOfTheDemonstrationLackNothing(t *testing.T) {
	t.Parallel()
	o := enterAt(t, demoFolder(t))
	_, files := demoFiles(t, o)
	filed := 0
	for _, f := range files {
		if _, ok := f.Filed(); !ok {
			continue
		}
		filed++
		for _, x := range f.Filings {
			if !slices.ContainsFunc(f.Market.Channels, func(c catalog.Channel) bool { return c.Name == x.Channel }) {
				t.Errorf("%s, round %d was filed by %q, which the catalog does not know", f.Case.Reference, x.Round, x.Channel)
			}
		}
		for _, gap := range f.Gaps {
			t.Errorf("%s, %s: %s", f.Case.Reference, f.Account.Key, gap.Sentence)
		}
	}
	if filed < 5 {
		t.Errorf("%d letters of a present round are filed", filed)
	}
}

func TestTheDemonstrationIsTrueInTime(t *testing.T) {
	t.Parallel()
	o := enterAt(t, demoFolder(t))
	who, files := demoFiles(t, o)
	for _, f := range files {
		for _, c := range f.Claims {
			if c.Done && c.Date > demoMoment.Format(time.DateOnly) {
				t.Errorf("%s: %q was done on %s, in the future", f.Case.Reference, c.Text, c.Date)
			}
		}
		_, entries, err := o.desk.Timeline(t.Context(), who, f.Case.Reference)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range entries {
			if e.At.After(demoMoment) || i > 0 && e.At.Before(entries[i-1].At) {
				t.Errorf("%s: entry %d, %s, is at %s", f.Case.Reference, e.Seq, e.Event.Did, e.At)
			}
			if e.Kind != reinstate.Person {
				t.Errorf("%s: entry %d was made by %s", f.Case.Reference, e.Seq, e.Actor)
			}
		}
	}
	for i := 1; i < len(files); i++ {
		for _, other := range files[:i] {
			if (other.Case.Reference < files[i].Case.Reference) != other.Case.Opened.Before(files[i].Case.Opened) {
				t.Errorf("%s and %s are not numbered in the order of their opening", other.Case.Reference, files[i].Case.Reference)
			}
		}
	}
}

func TestNoDocumentOfTheDemonstrationIsYoungerThanItsUse(t *testing.T) {
	t.Parallel()
	for hour := range 24 {
		now := demoMoment.Truncate(24 * time.Hour).Add(time.Duration(hour)*time.Hour + time.Minute)
		_, cases, err := demoScripts(demo.Files, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			for _, s := range c.Steps {
				if s.Exhibit != nil && s.Exhibit.Dated > s.at.Format(time.DateOnly) {
					t.Errorf("loaded at %d h, %s: %s is dated %s and added on %s", hour, c.file, s.Exhibit.File, s.Exhibit.Dated, s.at.Format(time.DateOnly))
				}
			}
		}
	}
}

func TestEvidenceOfTheDemonstrationIsReal(t *testing.T) {
	t.Parallel()
	o := enterAt(t, demoFolder(t))
	who, files := demoFiles(t, o)
	papers, pictures := map[string]string{}, 0
	folder := t.TempDir()
	for _, f := range files {
		for _, e := range f.Exhibits {
			opened, err := o.desk.OpenExhibit(t.Context(), who, f.Case.Reference, e.ID)
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(opened.Body)
			if err != nil {
				t.Fatal(err)
			}
			opened.Body.Close()
			if e.MediaType == "application/pdf" {
				if e.Pages < 1 || e.Pages > 3 {
					t.Errorf("%s has %d pages", e.FileName, e.Pages)
				}
				name := filepath.Join(folder, fmt.Sprintf("%d.pdf", e.ID))
				if err := writeWhole(name, content, false); err != nil {
					t.Fatal(err)
				}
				papers[name] = e.FileName
				continue
			}
			pictures++
			if _, _, err := image.Decode(bytes.NewReader(content)); err != nil || len(content) < 4<<10 {
				t.Errorf("%s (%s, %d bytes) is no picture: %v", e.FileName, e.MediaType, len(content), err)
			}
		}
	}
	if len(papers) < 15 || pictures < 12 {
		t.Errorf("%d papers and %d pictures", len(papers), pictures)
	}
	reader, checker := programtest.Path(t, programtest.Pdftotext), programtest.Path(t, programtest.Qpdf)
	for name, called := range papers {
		if out, err := exec.CommandContext(t.Context(), checker, "--check", name).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", called, err, out)
		}
		text, err := exec.CommandContext(t.Context(), reader, name, "-").Output()
		if err != nil || len(bytes.TrimSpace(text)) < 200 {
			t.Errorf("%s holds %d bytes of text: %v", called, len(text), err)
		}
		if strings.HasPrefix(called, "恒澜发票") && !bytes.Contains(text, []byte("深圳市海岚科技有限公司")) {
			t.Errorf("%s does not name its buyer:\n%s", called, text)
		}
	}
}

func TestInvoicesOfTheDemonstrationAddUp(t *testing.T) {
	t.Parallel()
	in := demoInvoice{Lines: [][4]string{{"a", "b", "1400", "6.85"}, {"c", "d", "1000", "6.85"}, {"e", "f", "3", "0.29"}}}
	rows, total, err := in.lines()
	if err != nil {
		t.Fatal(err)
	}
	if rows[0][4] != "9,590.00" || rows[2][4] != "0.87" || total != "16,440.87" {
		t.Errorf("amounts %v, total %s", rows, total)
	}
}

func TestOnlyTheOwnerOfTheDemonstrationCanSignIn(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	o := enterAt(t, dir)
	visitor := access.Visitor{Address: "127.0.0.1"}
	if _, err := o.gate.SignIn(t.Context(), "ines.hartmann@harbour-vale.example", demoPassword, visitor); err != nil {
		t.Errorf("the owner: %v", err)
	}
	if _, err := o.gate.SignIn(t.Context(), "tom.adeyemi@harbour-vale.example", demoPassword, visitor); err == nil {
		t.Error("a caseworker signed in with the owner's password")
	}
	if needed, err := o.gate.NeedsSetup(t.Context()); err != nil || !needed {
		t.Errorf("the demonstration counts as a firm: setup needed %t, %v", needed, err)
	}
}

func TestThePasswordOfTheDemonstrationIsRandomUnlessGiven(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	got := call(t, "demo", "--data", dir)
	_, password, ok := strings.Cut(strings.TrimSpace(got.out), "password: ")
	if !ok || len(password) < 20 {
		t.Errorf("it says %q", got.out)
	}
	visitor := access.Visitor{Address: "127.0.0.1"}
	if _, err := enterAt(t, dir).gate.SignIn(t.Context(), "ines.hartmann@harbour-vale.example", password, visitor); err != nil {
		t.Errorf("sign in with it: %v", err)
	}
	twice := try(t, nil, "", "demo", "--data", dir)
	if twice.status != failed || !strings.Contains(twice.err, "loaded already") || !strings.Contains(twice.err, "demo clear") {
		t.Errorf("loaded twice: status %d, %q", twice.status, twice.err)
	}
}

// TestClearingLeavesNothing compares a folder that never had a demonstration
// with one that had.
func TestClearingLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	try(t, nil, amazonNotice, "case", "log", "--account", "lamp-amazon-us", "-", "--data", dir)
	before, filesBefore := rowCounts(t, dir), storedFiles(t, dir)
	loaded := try(t, env{"REINSTATE_PASSWORD": demoPassword}, "", "demo", "--data", dir)
	if loaded.status != done || strings.Contains(loaded.out+loaded.err, demoPassword) {
		t.Fatalf("with a given password: status %d, %q, %q", loaded.status, loaded.out, loaded.err)
	}
	if several := try(t, nil, "", "case", "list", "--data", dir); several.status != failed || !strings.Contains(several.err, "--firm") {
		t.Errorf("with two firms: status %d, %q", several.status, several.err)
	}
	if mine := decode[[]lineJSON](t, call(t, "case", "list", "--json", "--firm", "testing & sons", "--data", dir).out); len(mine) != 1 {
		t.Errorf("the firm sees %d cases, want its own", len(mine))
	}
	if len(storedFiles(t, dir)) < len(filesBefore)+30 {
		t.Error("the demonstration stored no files")
	}
	call(t, "demo", "clear", "--data", dir)
	if after := rowCounts(t, dir); after != before {
		t.Errorf("rows after clearing:\n%s\nbefore loading:\n%s", after, before)
	}
	if after := storedFiles(t, dir); !slices.Equal(after, filesBefore) {
		t.Errorf("files after clearing: %q, before loading: %q", after, filesBefore)
	}
	call(t, "verify", "--data", dir)
}

// rowCounts lists every table with its number of rows. What the full-text index
// keeps for itself is left out: its rows are of its own making; and so is what
// the queue tells itself of new work, which says nothing of whose it is.
func rowCounts(t *testing.T, dir string) string {
	t.Helper()
	names := ask[string](t, dir, `SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master
		WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'case_words_%' AND name <> 'river_notification' ORDER BY name)`)
	var b strings.Builder
	for name := range strings.FieldsSeq(names) {
		fmt.Fprintf(&b, "%s %d\n", name, ask[int](t, dir, `SELECT count(*) FROM "`+name+`"`))
	}
	return b.String()
}

// storedFiles lists the files and folders of the exhibits.
func storedFiles(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	root := filepath.Join(dir, "exhibits")
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		names = append(names, strings.TrimPrefix(path, root))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestADemonstrationThatFailsHalfWayLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	before, filesBefore := rowCounts(t, dir), storedFiles(t, dir)
	files := fstest.MapFS{}
	for _, name := range []string{"firm.yaml", "cases/04-orchard-safety.yaml"} {
		content, err := fs.ReadFile(demo.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: content}
	}
	broken := files["cases/04-orchard-safety.yaml"]
	broken.Data = append(broken.Data, "  - ago: 1h\n    take: {do: start_correcting}\n"...)
	_, err := loadDemo(t.Context(), settings{dir: dir, cost: cheap}, files, demoMoment, demoPassword)
	if err == nil || !strings.Contains(err.Error(), "04-orchard-safety.yaml, 1h ago") {
		t.Errorf("a step that cannot be taken gives %v", err)
	}
	if after := rowCounts(t, dir); after != before {
		t.Errorf("rows after the failure:\n%s\nbefore:\n%s", after, before)
	}
	if after := storedFiles(t, dir); !slices.Equal(after, filesBefore) {
		t.Errorf("files after the failure: %q, before: %q", after, filesBefore)
	}
}

func TestScriptsThatAreWrongAreRefused(t *testing.T) {
	t.Parallel()
	if _, cases, err := demoScripts(demo.Files, demoMoment); err != nil || len(cases) < 14 {
		t.Errorf("%d scripts, %v", len(cases), err)
	}
	for span, want := range map[string]time.Duration{"12d 4h": 292 * time.Hour, "50m": 50 * time.Minute, "2d": 48 * time.Hour, "3h 40m": 220 * time.Minute} {
		if got, err := ago(span); err != nil || got != want {
			t.Errorf("%q is %s, %v; want %s", span, got, err, want)
		}
	}
	for _, span := range []string{"", "later", "4", "1h 2d"} {
		if got, err := ago(span); err == nil {
			t.Errorf("%q is %s", span, got)
		}
	}
	backwards := demoCase{Steps: []demoStep{{Ago: "2h"}, {Ago: "3h"}}}
	if err := backwards.date(demoMoment); err == nil {
		t.Error("a step before the one it follows was taken")
	}
}
