package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// exporting is what case export was asked for.
type exporting struct {
	out    string
	as     string
	force  bool
	draft  bool
	asJSON bool
	packeting
}

func (p *program) caseExportCommand() *cobra.Command {
	var e exporting
	c := &cobra.Command{
		Use:   "export REF -o FILE [--as pdf|docx|text|email|fields]",
		Short: "Write the packet of the present round, or its letter",
		Long: "Writes the letter with its exhibits as a PDF, what was sealed once the round is filed; with\n" +
			"--letter-only the letter alone. A packet of several parts is written as several files, numbered.\n" +
			"The letter alone is written as a Word\n" +
			"file, plain text, an e-mail with its subject, or the answers of a web form with their lengths.\n" +
			"Without --as the ending of the file says which: .pdf, .docx or .txt, else a PDF. Where the round has\n" +
			"no plan yet, one is laid out from the outline first. A letter with blanks leaves as a PDF, or with\n" +
			"--draft. --as fields --json prints the answers as JSON. -o - writes to stdout.",
		Example: "  reinstate case export R-2026-0041 -o appeal.pdf\n  reinstate case export R-2026-0041 -o letter.docx\n" +
			"  reinstate case export R-2026-0041 -o counsel.zip --profile counsel --bates HAILAN-\n" +
			"  reinstate case export R-2026-0041 --as fields --json",
		Args: takes(1, 1, "case export takes the reference of one case."),
		RunE: func(c *cobra.Command, args []string) error {
			as, err := e.shape(c)
			if err != nil {
				return err
			}
			if _, is := terminal(p.stdout); is && e.out == "-" && (as == casework.ShapePDF || as == casework.ShapeWord) {
				return &misuse{sentence: "A PDF or a Word file is not written to a terminal: name a file with -o.", command: c}
			}
			if err := e.check(c, as, e.out); err != nil {
				return err
			}
			if err := mayWrite(e.out, e.force); err != nil {
				return err
			}
			return p.onCase(c.Context(), args[0], func(o *premises, who reinstate.Actor) error {
				return p.export(c.Context(), o, who, args[0], as, e)
			})
		},
	}
	c.Flags().StringVarP(&e.out, "output", "o", "", "the file to write, - for stdout")
	c.Flags().StringVar(&e.as, "as", "", "pdf, docx, text, email or fields")
	c.Flags().BoolVar(&e.draft, "draft", false, "write a letter that still has blanks, marked as a draft")
	c.Flags().BoolVar(&e.asJSON, "json", false, "print the fields as JSON")
	e.flags(c)
	c.Flags().BoolVar(&e.force, "force", false, "overwrite the file")
	return c
}

// shape is the shape that was asked for, by name or by the file's ending.
func (e *exporting) shape(c *cobra.Command) (casework.Shape, error) {
	if e.asJSON && e.as == "" {
		e.as = string(casework.ShapeFields)
	}
	if e.asJSON && e.as != string(casework.ShapeFields) {
		return "", &misuse{sentence: "Only the fields are printed as JSON: --as fields --json.", command: c}
	}
	if e.out == "" && e.asJSON {
		e.out = "-"
	}
	if e.out == "" {
		return "", &misuse{sentence: "Name the file to write with -o.", command: c}
	}
	if as := casework.Shape(e.as); e.as != "" {
		if !slices.Contains(casework.Shapes(), as) {
			return "", &misuse{sentence: fmt.Sprintf("%q is no shape of a letter: choose pdf, docx, text, email or fields.", e.as), command: c}
		}
		return as, nil
	}
	switch strings.ToLower(filepath.Ext(e.out)) {
	case ".docx":
		return casework.ShapeWord, nil
	case ".txt":
		return casework.ShapeText, nil
	}
	return casework.ShapePDF, nil
}

func (p *program) export(ctx context.Context, o *premises, who reinstate.Actor, ref string, as casework.Shape, e exporting) error {
	f, err := o.desk.Case(ctx, who, ref)
	if err != nil {
		return err
	}
	if e.profile == catalog.ProfileCounsel { // which needs no plan
		return p.exportPacket(ctx, o, who, f, e)
	}
	if !f.HasPlan {
		if _, err := o.desk.LayOut(ctx, who, ref); err != nil {
			return err
		}
		p.say("The plan of round %d was laid out from the outline: it still waits to be written.", f.Case.Round)
	}
	if as == casework.ShapePDF && !e.letter {
		return p.exportPacket(ctx, o, who, f, e)
	}
	letter, err := o.desk.Write(ctx, who, ref, as, e.draft)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) && refused["packet"] != "" {
		return fmt.Errorf("%s Use --draft", refused["packet"])
	}
	if err != nil {
		return err
	}
	for _, r := range letter.Export.Replaced {
		p.say("The character %q (%U) is in no font of the letter: %q stands for it, first near %q.", r.Rune, r.Rune, r.Drawn, r.Where)
	}
	if e.asJSON {
		if letter.Content, err = fieldsJSON(letter.Fields, letter.Draft); err != nil {
			return err
		}
	}
	if e.out == "-" {
		_, err := p.stdout.Write(letter.Content)
		return err
	}
	if err := writeWhole(e.out, letter.Content, e.force); err != nil {
		return err
	}
	p.say("Wrote %s: %s.", e.out, about(letter, as))
	return nil
}

// about says in words what was written.
func about(w casework.Written, as casework.Shape) string {
	var parts []string
	switch as {
	case casework.ShapePDF:
		parts = append(parts, count(w.Export.Pages, "page", "pages"))
	case casework.ShapeFields:
		parts = append(parts, count(len(w.Fields), "answer", "answers"))
	}
	switch {
	case w.Sealed:
		parts = append(parts, "as it was filed")
	case w.Draft:
		parts = append(parts, "a draft")
	default:
		parts = append(parts, "as it stands")
	}
	if as == casework.ShapePDF {
		parts = append(parts, "SHA-256 "+w.SHA256)
	}
	return strings.Join(parts, ", ")
}

// fieldJSON is one answer of a form as scripts get it.
type fieldJSON struct {
	Key        string   `json:"key"`
	Title      string   `json:"title"`
	Question   string   `json:"question"`
	Text       string   `json:"text"`
	Characters int      `json:"characters"`
	Bytes      int      `json:"bytes"`
	Words      int      `json:"words"`
	Blanks     []string `json:"blanks"`
	Draft      bool     `json:"draft"` // the letter must not be sent as it stands
}

func fieldsJSON(fields []plan.Field, draft bool) ([]byte, error) {
	out := make([]fieldJSON, len(fields))
	for i, f := range fields {
		out[i] = fieldJSON{f.Key, f.Title, f.Question, f.Text, f.Characters, f.Bytes, f.Words, list(f.Blanks), draft}
	}
	text, err := json.MarshalIndent(out, "", "  ")
	return append(text, '\n'), err
}
