package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"reinstate/internal/reinstate"
)

func (p *program) caseExportCommand() *cobra.Command {
	var out string
	var force bool
	c := &cobra.Command{
		Use:   "export REF -o FILE",
		Short: "Write the letter of the present round as PDF",
		Long: "Writes the sealed letter once the round is filed, else the letter as it stands. Where the\n" +
			"round has no plan yet, one is laid out from the outline first. -o - writes to stdout.",
		Args: takes(1, 1, "case export takes the reference of one case."),
		RunE: func(c *cobra.Command, args []string) error {
			if out == "" {
				return &misuse{sentence: "Name the file to write with -o.", command: c}
			}
			if _, is := terminal(p.stdout); is && out == "-" {
				return &misuse{sentence: "A PDF is not written to a terminal: name a file with -o.", command: c}
			}
			if err := mayWrite(out, force); err != nil {
				return err
			}
			return p.onCase(c.Context(), args[0], func(o *premises, who reinstate.Actor) error {
				return p.export(c.Context(), o, who, args[0], out, force)
			})
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "the file to write, - for stdout")
	c.Flags().BoolVar(&force, "force", false, "overwrite the file")
	return c
}

func (p *program) export(ctx context.Context, o *premises, who reinstate.Actor, ref, out string, force bool) error {
	f, err := o.desk.Case(ctx, who, ref)
	if err != nil {
		return err
	}
	if !f.HasPlan {
		if _, err := o.desk.StartPlan(ctx, who, ref); err != nil {
			return err
		}
		p.say("The plan of round %d was laid out from the outline: it still waits to be written.", f.Case.Round)
	}
	letter, err := o.desk.Packet(ctx, who, ref)
	if err != nil {
		return err
	}
	for _, r := range letter.Replaced {
		p.say("The character %q (%U) is in no font of the letter: %q stands for it, first near %q.", r.Rune, r.Rune, r.Drawn, r.Where)
	}
	if out == "-" {
		_, err := p.stdout.Write(letter.PDF)
		return err
	}
	if err := writeWhole(out, letter.PDF, force); err != nil {
		return err
	}
	state := "as it stands"
	if letter.Draft {
		state = "marked as a draft, for it is not yet proven, confirmed or approved"
	}
	if letter.Sealed {
		state = "as it was filed"
	}
	p.say("Wrote %s: %s, %s, SHA-256 %s.", out, count(letter.Pages, "page", "pages"), state, letter.SHA256)
	return nil
}

// mayWrite refuses to overwrite a file unasked.
func mayWrite(name string, force bool) error {
	if name == "-" || force {
		return nil
	}
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot write %s: it is there already, choose another name or overwrite it with --force", name)
	}
	return nil
}

// writeWhole writes a file whole or not at all: a reader never sees a part of
// it, and a failure leaves what was there before.
func writeWhole(name string, content []byte, force bool) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".reinstate-*")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", name, reason(err))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("cannot write %s: %w", name, err)
	}
	if err := mayWrite(name, force); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("cannot write %s: %w", name, err)
	}
	return nil
}
