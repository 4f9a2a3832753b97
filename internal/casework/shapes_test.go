package casework_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"reinstate/internal/casework"
	"reinstate/internal/caseworktest"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// written takes a case to a letter without blanks, in two scripts.
func (o *office) written() string {
	o.t.Helper()
	ref := o.correcting()
	proof := o.attach(ref, "intake log.txt", "31 Oct: 94 cartons").Exhibit
	o.claims(ref, proof.ID)
	o.answerAll(ref)
	p, err := o.desk.LayOut(o.t.Context(), o.who, ref)
	o.must(err)
	texts := map[string]string{}
	for _, s := range p.Body.Sections {
		texts[s.Key] = "We sell kitchen goods <R&D>: “94 units”.\n\n- 我们销售厨房用品，逐件核对批次号。\n- second entry"
	}
	_, err = o.desk.SavePlan(o.t.Context(), o.who, ref, casework.PlanEdit{Version: p.Version, Title: "Plan of action: authenticity", Sections: texts})
	o.must(err)
	caseworktest.Ready(o.t, o.desk, o.who, ref)
	return ref
}

// program finds a program that reads files independently of us. In CI it must
// be there.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
		return path
	case os.Getenv("CI") == "true":
		t.Fatalf("%s is not installed, and CI must have it", name)
	}
	t.Skipf("%s is not installed: what it would check stays unchecked", name)
	return ""
}

func told(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", filepath.Base(name), args, err, out)
	}
	return string(out)
}

// pdfText is the text of a PDF without white space and without the lines that
// stand on every page.
func pdfText(t *testing.T, pdf []byte, d plan.Document) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text := squeezed(told(t, program(t, "pdftotext"), "-raw", "-enc", "UTF-8", path, "-"))
	foot := regexp.MustCompile(regexp.QuoteMeta(squeezed(d.Footer)) + `Page\d+of\d+`)
	return foot.ReplaceAllString(text, "")
}

// throughOffice opens a Word file in LibreOffice, which prints it to a PDF.
func throughOffice(t *testing.T, file []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "letter.docx")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	told(t, program(t, "soffice"), "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf", "--outdir", dir, path)
	pdf, err := os.ReadFile(filepath.Join(dir, "letter.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// pieces are the stretches of a letter that no line of a shape may tear: every
// line of the letterhead, every cell, every paragraph.
func pieces(d plan.Document) []string {
	all := slices.Concat(d.Letterhead.Left, d.Letterhead.Right, []string{d.Title, d.Subtitle})
	for _, block := range d.Blocks {
		switch b := block.(type) {
		case plan.Heading:
			all = append(all, b.Number+b.Text)
		case plan.Paragraph:
			all = append(all, b.Text)
		case plan.Item:
			all = append(all, b.Number+b.Lead+b.Text+b.Answers+b.Exhibits)
		case plan.Table:
			for _, c := range b.Columns {
				all = append(all, c.Title)
			}
			all = append(all, slices.Concat(b.Rows...)...)
		}
	}
	for i := range all {
		all[i] = squeezed(all[i])
	}
	return all
}

func letters(text string) string { runes := []rune(text); slices.Sort(runes); return string(runes) }

func TestEveryShapeSaysTheSame(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.written()
	l, err := o.desk.Letter(t.Context(), o.who, ref)
	o.must(err)
	shapes := map[casework.Shape]string{}
	for _, as := range casework.Shapes() {
		w, err := o.desk.Write(t.Context(), o.who, ref, as, false)
		o.must(err)
		switch as {
		case casework.ShapePDF:
			shapes[as] = pdfText(t, w.Content, l.Document)
		case casework.ShapeWord:
			shapes[as] = pdfText(t, throughOffice(t, w.Content), l.Document)
		default:
			shapes[as] = squeezed(string(w.Content))
		}
	}
	for as, text := range shapes {
		if as == casework.ShapeFields {
			continue // it leaves out letterhead and title; plan tests its answers
		}
		for _, piece := range pieces(l.Document) {
			if !strings.Contains(text, piece) {
				t.Errorf("the %s lacks %q", as, piece)
			}
		}
	}
	want := letters(shapes[casework.ShapeText])
	if got := letters(shapes[casework.ShapeWord]); got != want {
		t.Errorf("the Word file holds other letters than the text:\n%s\n%s", got, want)
	}
	if got := letters(strings.ReplaceAll(strings.TrimPrefix(shapes[casework.ShapeMail], "Subject:"), "|", "")); got != want {
		t.Errorf("the e-mail holds other letters than the text:\n%s\n%s", got, want)
	}
}

func TestALetterWithBlanksLeavesOnlyAsADraft(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	_, err := o.desk.LayOut(t.Context(), o.who, ref)
	o.must(err)
	for _, as := range casework.Shapes()[1:] {
		var refused reinstate.Invalid
		if _, err := o.desk.Write(t.Context(), o.who, ref, as, false); !errors.As(err, &refused) || !strings.Contains(refused["packet"], "still to be filled in") {
			t.Errorf("%s: got %v", as, err)
		}
		w, err := o.desk.Write(t.Context(), o.who, ref, as, true)
		o.must(err)
		if !w.Draft {
			t.Errorf("%s: the draft is not called one", as)
		}
		if as != casework.ShapeWord && !bytes.HasPrefix(w.Content, []byte("DRAFT\n")) {
			t.Errorf("%s: the draft begins with %.40q", as, w.Content)
		}
	}
}

func TestWhatWasFiledComesOutInOtherShapesAsItWas(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.written()
	before, err := o.desk.Write(t.Context(), o.who, ref, casework.ShapeText, false)
	o.must(err)
	o.filed(ref)
	o.wait(72 * time.Hour)
	o.attach(ref, "later.txt", "a later paper")
	after, err := o.desk.Write(t.Context(), o.who, ref, casework.ShapeText, false)
	o.must(err)
	if !after.Sealed || string(after.Content) != string(before.Content) {
		t.Errorf("sealed %t, before:\n%s\nafter:\n%s", after.Sealed, before.Content, after.Content)
	}
}

func TestAFieldPackAnswersEachQuestion(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	l, err := o.desk.Letter(t.Context(), o.who, o.written())
	o.must(err)
	questions, whole := 0, false
	for _, f := range l.Fields {
		if f.Question != "" {
			questions++
		}
		whole = whole || f.Key == plan.WholeLetter
		if f.Bytes != len(f.Text) || f.Characters == 0 || f.Characters > f.Bytes {
			t.Errorf("%s: %d characters, %d bytes for %q", f.Key, f.Characters, f.Bytes, f.Text)
		}
	}
	if questions != len(o.file("R-2026-0001").Demands) || !whole {
		t.Errorf("%d questions, whole letter %t", questions, whole)
	}
}
