package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"reinstate/internal/reinstate"
)

// program is what every command talks through.
type program struct {
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer

	dir  string // --data
	firm string // --firm

	// Of tests: another way to marketplaces, another clock.
	via   http.RoundTripper
	now   func() time.Time
	pause func(context.Context, time.Duration) error
}

// Exit statuses.
const (
	done       = 0
	failed     = 1
	wrongUsage = 2
)

// misuse is a command line that cannot be understood.
type misuse struct {
	sentence string
	command  *cobra.Command // whose help tells more
}

func (m *misuse) Error() string { return m.sentence }

// errSaid ends a command with status 1 after it has said everything itself.
var errSaid = errors.New("said already")

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "reinstate",
		Short:         "Run marketplace suspensions from notice to outcome",
		Long:          "Reinstate takes a suspended marketplace account from the notice to the decision:\nreading, claims, evidence, letter, filing, reply. Everything lies in one data folder.",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	asGroup(root)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &misuse{sentence: flagSentence(err), command: c}
	})
	root.PersistentFlags().StringVar(&p.dir, "data", cmp.Or(p.getenv("REINSTATE_DATA"), "data/local"), "the data folder, also REINSTATE_DATA")
	root.PersistentFlags().StringVar(&p.firm, "firm", "", "name of the firm, where the data folder holds several")
	root.AddCommand(
		p.serveCommand(), p.demoCommand(), p.noticeCommand(), p.planCommand(), p.catalogCommand(), p.caseCommand(),
		p.healthCommand(), p.userCommand(), p.verifyCommand(), p.backupCommand(), p.restoreCommand(), p.doctorCommand(), p.versionCommand(),
	)
	return root
}

// asGroup makes a command that only holds others say which of them was meant.
func asGroup(c *cobra.Command) *cobra.Command {
	c.Args = cobra.ArbitraryArgs
	c.SuggestionsMinimumDistance = 2
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			if c.HasParent() {
				return &misuse{sentence: fmt.Sprintf("Name what to do: %s.", orList(names(c))), command: c}
			}
			return c.Help()
		}
		sentence := fmt.Sprintf("There is no command %q.", strings.TrimSpace(c.CommandPath()+" "+args[0]))
		if near := c.SuggestionsFor(args[0]); len(near) > 0 {
			sentence += " Did you mean " + orList(near) + "?"
		}
		return &misuse{sentence: sentence, command: c}
	}
	return c
}

func names(c *cobra.Command) []string {
	var out []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			out = append(out, sub.Name())
		}
	}
	return out
}

// orList writes "a, b or c".
func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// flagSentence makes a sentence of what the flag parser says.
func flagSentence(err error) string {
	s := err.Error()
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// takes checks how many operands a command line has; most < 0 is no limit.
func takes(least, most int, sentence string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < least || most >= 0 && len(args) > most {
			return &misuse{sentence: sentence, command: c}
		}
		return nil
	}
}

// status says on stderr what went wrong and turns it into an exit status.
func (p *program) status(err error) int {
	var wrong *misuse
	var refused reinstate.Invalid
	switch {
	case err == nil:
		return done
	case errors.As(err, &wrong):
		p.say("%s", wrong.sentence)
		p.say("Run '%s --help' to see how it is used.", wrong.command.CommandPath())
		return wrongUsage
	case errors.Is(err, errSaid):
	case errors.Is(err, context.Canceled):
		p.say("Stopped before the end.")
	case errors.As(err, &refused):
		for _, place := range slices.Sorted(maps.Keys(refused)) {
			p.say("%s", refused[place])
		}
	default:
		p.say("%s", asSentence(err.Error()))
	}
	return failed
}

func asSentence(s string) string {
	if s == "" {
		return "It failed without saying why."
	}
	r := []rune(s)
	s = strings.ToUpper(string(r[:1])) + string(r[1:])
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// say writes a line of words to stderr.
func (p *program) say(format string, args ...any) {
	fmt.Fprintf(p.stderr, format+"\n", args...)
}

// print writes a line of data to stdout.
func (p *program) print(format string, args ...any) {
	fmt.Fprintf(p.stdout, format+"\n", args...)
}

// printJSON writes data as JSON with characters as they are.
func (p *program) printJSON(data any) error {
	e := json.NewEncoder(p.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(data)
}

// terminal reports whether a stream is one, and its number.
func terminal(stream any) (fd int, is bool) {
	f, ok := stream.(*os.File)
	if !ok {
		return 0, false
	}
	return int(f.Fd()), term.IsTerminal(int(f.Fd()))
}

// open opens a file that is read whole, "-" being stdin.
func (p *program) open(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(p.stdin), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, reason(err))
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("cannot read %s: it is a folder", name)
	}
	return f, nil
}

// reason is the part of a file error that the file's name does not repeat.
func reason(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
