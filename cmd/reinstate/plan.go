package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/notice"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

func (p *program) planCommand() *cobra.Command {
	group := asGroup(&cobra.Command{Use: "plan", Short: "Check letters before they are sent"})
	group.AddCommand(p.planCheckCommand())
	return group
}

// checkFlags is what is known beside the text, as typed.
type checkFlags struct {
	reasons             []string
	marketplace, notice string
	asJSON, asLines     bool
}

func (p *program) planCheckCommand() *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use:   "check [--json] [--reason CODE] [--marketplace NAME] [--notice FILE] [FILE | -]",
		Short: "Say what weakens a plan of action",
		Long: "Checks a letter (text, .eml, .html, .pdf) against rules with sources and prints what it found, each\n" +
			"with the words it is about. Findings do not make the command fail. Nothing is stored. With --jsonl it\n" +
			"reads lines {\"id\", \"text\", \"reason\", \"marketplace\", \"notice_text\"} from stdin and writes one line\n" +
			"for each, in order; start and end are byte offsets into the text.",
		Example: "  reinstate plan check --reason late_shipment --notice notice.txt plan.txt\n  reinstate plan check --json - < plan.txt\n  reinstate plan check --jsonl < plans.jsonl",
		Args:    takes(0, 1, "plan check takes one file, or - for stdin."),
		RunE:    func(c *cobra.Command, args []string) error { return p.checkPlans(c, f, args) },
	}
	c.Flags().BoolVar(&f.asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&f.asLines, "jsonl", false, "read and write one JSON object a line")
	c.Flags().StringSliceVar(&f.reasons, "reason", nil, "code of the notice's reason, such as late_shipment; several with commas, the primary first")
	c.Flags().StringVar(&f.marketplace, "marketplace", "", "amazon, walmart, ebay, etsy or tiktok")
	c.Flags().StringVar(&f.notice, "notice", "", "file with the notice that the letter answers")
	return c
}

func (p *program) checkPlans(c *cobra.Command, f checkFlags, args []string) error {
	if f.asLines && (f.asJSON || f.notice != "" || f.marketplace != "" || len(f.reasons) > 0 || len(args) == 1 && args[0] != "-") {
		return &misuse{sentence: "--jsonl reads lines from stdin: leave out the other flags and the file.", command: c}
	}
	if _, is := terminal(p.stdin); is && len(args) == 0 {
		return &misuse{sentence: "Name a file, or - to check what you type until Ctrl-D.", command: c}
	}
	if f.notice == "-" && (len(args) == 0 || args[0] == "-") {
		return &misuse{sentence: "The notice and the letter cannot both come from stdin: name a file for one.", command: c}
	}
	known, err := catalog.Load(data.FS)
	if err != nil {
		return fmt.Errorf("read the catalog: %w", err)
	}
	in, wrong := f.input(known)
	if wrong != "" {
		return &misuse{sentence: wrong, command: c}
	}
	rules, err := catalog.LoadChecks(data.FS)
	if err != nil {
		return fmt.Errorf("read the rules: %w", err)
	}
	checker, err := plan.NewChecker(rules)
	if err != nil {
		return err
	}
	if f.asLines {
		return p.checkLines(checker)
	}
	name := "-"
	if len(args) == 1 {
		name = args[0]
	}
	return p.checkOne(checker, name, f, in)
}

// input reads the flags; wrong says in a sentence which of them names nothing.
func (f checkFlags) input(known *catalog.Catalog) (in plan.CheckInput, wrong string) {
	for _, typed := range f.reasons {
		code := reinstate.ReasonCode(typed)
		if _, ok := known.Cause(code); !ok {
			return in, fmt.Sprintf("There is no reason %q. Choose %s.", typed, orList(codes(known)))
		}
		in.Reasons = append(in.Reasons, code)
	}
	in.Marketplace = reinstate.Marketplace(f.marketplace)
	if f.marketplace != "" && !in.Marketplace.Known() {
		return in, fmt.Sprintf("There is no marketplace %q. Choose %s.", f.marketplace, orList(list(reinstate.Marketplaces())))
	}
	return in, ""
}

func codes(known *catalog.Catalog) []string {
	var all []string
	for _, cause := range known.Causes() {
		all = append(all, string(cause.Code))
	}
	slices.Sort(all)
	return all
}

func (p *program) checkOne(c *plan.Checker, name string, f checkFlags, in plan.CheckInput) error {
	text, err := p.message(name)
	if err != nil {
		return err
	}
	if f.notice != "" {
		if in.Notice, err = p.message(f.notice); err != nil {
			return err
		}
	}
	findings := c.Check(text, in)
	if f.asJSON {
		out := checkedOf(name, text, findings)
		out.Text = &text
		return p.printJSON(out)
	}
	return p.printFindings(text, findings)
}

// message reads a file as the text a person would see.
func (p *program) message(name string) (string, error) {
	file, err := p.open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, maxMessage+1))
	if err != nil {
		return "", fmt.Errorf("read %s: %w", name, reason(err))
	}
	if len(raw) > maxMessage {
		return "", fmt.Errorf("cannot read %s: it is larger than %d MB, cut it down to the text itself", name, maxMessage>>20)
	}
	if name == "-" {
		name = ""
	}
	decoded, err := notice.Decode(name, raw)
	if err != nil {
		return "", err
	}
	if asTyped(string(raw)) == decoded.Text {
		return string(raw), nil // plain text stays as it is, so that offsets fit the file
	}
	return decoded.Text, nil
}

// asTyped brings a plain text to the form in which it would be decoded, but
// for the marks at its beginning and at the ends of its lines.
func asTyped(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\ufeff"))
}

// planLine is one line of --jsonl.
type planLine struct {
	ID          string  `json:"id"`
	Text        *string `json:"text"`
	Reason      string  `json:"reason"`
	Marketplace string  `json:"marketplace"`
	Notice      string  `json:"notice_text"`
}

func (p *program) checkLines(c *plan.Checker) error {
	in := bufio.NewReaderSize(p.stdin, 1<<20)
	out := bufio.NewWriter(p.stdout)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for n := 1; ; n++ {
		raw, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read line %d: %w", n, err)
		}
		if len(bytes.TrimSpace(raw)) > 0 {
			var line planLine
			if err := json.Unmarshal(raw, &line); err != nil || line.Text == nil {
				return errors.Join(out.Flush(), fmt.Errorf("line %d is not an object with id and text%s", n, whatIsWrong(err)))
			}
			if err := e.Encode(checkedOf(line.ID, *line.Text, c.Check(*line.Text, line.input()))); err != nil {
				return err
			}
		}
		if err != nil {
			return out.Flush()
		}
	}
}

// whatIsWrong says in words why a line could not be read.
func whatIsWrong(err error) string {
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return ": it has no text"
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Sprintf(": its %s is a %s and has to be a string", kind.Field, kind.Value)
	case errors.As(err, &kind):
		return fmt.Sprintf(": it is a JSON %s", kind.Value)
	}
	return ": " + err.Error()
}

// input is what a line tells beside its text. A reason that the catalog does
// not know is passed on: no rule is bound to it.
func (l planLine) input() plan.CheckInput {
	in := plan.CheckInput{Marketplace: reinstate.Marketplace(l.Marketplace), Notice: l.Notice}
	if l.Reason != "" {
		in.Reasons = []reinstate.ReasonCode{reinstate.ReasonCode(l.Reason)}
	}
	return in
}

// printFindings writes findings for a person, heaviest first.
func (p *program) printFindings(text string, findings []plan.Finding) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s\n", count(plan.WordsOf(text), "word", "words"), count(len(findings), "finding", "findings"))
	for _, f := range findings {
		fmt.Fprintf(&b, "\n%s  %s  %s\n", f.Severity, f.Rule, strings.ReplaceAll(string(f.Section), "_", " "))
		if f.Quote != "" {
			fmt.Fprintf(&b, "  line %d: %s\n", 1+strings.Count(text[:f.Start], "\n"), plain(f.Quote))
		}
		fmt.Fprintf(&b, "  %s\n  %s\n  Source: %s\n", plain(f.Message), plain(f.Advice), plain(f.Source))
	}
	_, err := io.WriteString(p.stdout, b.String())
	return err
}
