package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/packet"
	"reinstate/internal/reinstate"
)

// packeting is how case export makes a packet.
type packeting struct {
	profile, bates string
	start          int
	zip, letter    bool
}

func (in *packeting) flags(c *cobra.Command) {
	f := c.Flags()
	f.BoolVar(&in.letter, "letter-only", false, "write the letter without its exhibits")
	f.StringVar(&in.profile, "profile", "", "how the packet is made: amazon_form, walmart_case, email or counsel; else as the marketplace takes it")
	f.BoolVar(&in.zip, "zip", false, "write a zip of the packet, the originals and a manifest")
	f.StringVar(&in.bates, "bates", "", "number the pages with this prefix")
	f.IntVar(&in.start, "start", 1, "the first of these numbers")
}

// check refuses what does not go together; only a PDF has exhibits.
func (in *packeting) check(c *cobra.Command, as casework.Shape, out string) error {
	packet := in.profile != "" || in.zip || in.bates != ""
	switch {
	case packet && (in.letter || as != casework.ShapePDF):
		return &misuse{sentence: "--profile, --zip and --bates are for a packet: a PDF with the exhibits.", command: c}
	case in.start < 1:
		return &misuse{sentence: "--start is a number from 1.", command: c}
	}
	in.zip = in.zip || as == casework.ShapePDF && strings.EqualFold(filepath.Ext(out), ".zip")
	return nil
}

// order is what the flags ask for.
func (in packeting) order() casework.Order {
	o := casework.Order{Profile: in.profile}
	if in.bates != "" {
		o.Bates = packet.Bates{Prefix: in.bates, Start: in.start}
	}
	return o
}

// exportPacket writes the packet of the present round: what was sealed once it
// is filed, unless it is asked for in another way.
func (p *program) exportPacket(ctx context.Context, o *premises, who reinstate.Actor, f casework.File, e exporting) error {
	ref := f.Case.Reference
	filing, filed := f.Filed()
	if filed && !e.zip && e.profile == "" && e.bates == "" {
		return p.exportSealed(ctx, o, who, ref, filing, e)
	}
	make := o.desk.Bind
	if e.profile == catalog.ProfileCounsel {
		make = o.desk.Pack
	}
	made, err := make(ctx, who, ref, e.order())
	if err != nil {
		return err
	}
	defer made.Close()
	if err := p.writeBinding(made, e); err != nil {
		return err
	}
	return o.desk.Exported(ctx, who, ref, made)
}

// exportSealed writes what was sealed, part by part.
func (p *program) exportSealed(ctx context.Context, o *premises, who reinstate.Actor, ref string, filing reinstate.Filing, e exporting) error {
	files := filing.Files()
	for i, part := range files {
		name, err := partPath(e.out, i, len(files))
		if err != nil {
			return err
		}
		d, err := o.desk.OpenFiling(ctx, who, ref, filing.Round, i)
		if err != nil {
			return err
		}
		if err := errors.Join(p.writeTo(name, d.Body, e.force), d.Body.Close()); err != nil {
			return err
		}
		p.say("Wrote %s: %s, as it was filed, SHA-256 %s.", name, count(part.Pages, "page", "pages"), part.SHA256)
	}
	return nil
}

// writeBinding writes a packet or its zip, and says what a person should know.
func (p *program) writeBinding(made *casework.Binding, e exporting) error {
	for _, r := range made.Replaced {
		p.say("The character %q (%U) is in no font of the letter: %q stands for it, first near %q.", r.Rune, r.Rune, r.Drawn, r.Where)
	}
	for _, note := range made.Notes {
		p.say("%s", note)
	}
	if e.zip {
		r, w := io.Pipe()
		go func() { w.CloseWithError(made.Zip(w)) }()
		defer r.Close()
		if err := p.writeTo(e.out, r, e.force); err != nil {
			return err
		}
		p.say("Wrote %s: %s with %s and a manifest.", e.out, count(len(made.Parts), "PDF", "PDFs"), count(len(made.Enclosed), "original", "originals"))
		return nil
	}
	for i, part := range made.Parts {
		name, err := partPath(e.out, i, len(made.Parts))
		if err != nil {
			return err
		}
		if _, err := part.File.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("read the packet: %w", err)
		}
		if err := p.writeTo(name, part.File, e.force); err != nil {
			return err
		}
		p.say("Wrote %s: %s, as it stands, SHA-256 %s.", name, count(part.Pages, "page", "pages"), part.SHA256)
	}
	return nil
}

// partPath is the file of one part: numbered before the ending where there are
// several.
func partPath(out string, part, of int) (string, error) {
	if of == 1 {
		return out, nil
	}
	if out == "-" {
		return "", fmt.Errorf("the packet has %d parts: name a file with -o, or take them as one with --zip", of)
	}
	ending := filepath.Ext(out)
	return fmt.Sprintf("%s part %d of %d%s", strings.TrimSuffix(out, ending), part+1, of, ending), nil
}

// writeTo writes to stdout or a file.
func (p *program) writeTo(name string, r io.Reader, force bool) error {
	if name == "-" {
		_, err := io.Copy(p.stdout, r)
		return err
	}
	return writeWholly(name, r, force)
}
