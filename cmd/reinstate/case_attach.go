package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

func (p *program) caseAttachCommand() *cobra.Command {
	var kind, title string
	var asJSON, keep bool
	c := &cobra.Command{
		Use:     "attach REF FILE...",
		Short:   "Add files to the evidence of a case",
		Long:    "Adds files to the evidence of a case. Each file of a .zip becomes an exhibit of its own, unless --keep-zip is given.",
		Example: "  reinstate case attach R-2026-0001 --kind supplier_invoice invoices/*.pdf",
		Args:    takes(2, -1, "case attach takes the reference of a case and one file or more."),
		RunE: func(c *cobra.Command, args []string) error {
			ref, files := args[0], args[1:]
			if title != "" && len(files) > 1 {
				return &misuse{sentence: "--title names one document: attach the files one by one.", command: c}
			}
			if kind != "" && !slices.Contains(reinstate.ExhibitKinds(), reinstate.ExhibitKind(kind)) {
				return &misuse{sentence: fmt.Sprintf("There is no kind %q. Choose %s.", kind, orList(list(reinstate.ExhibitKinds()))), command: c}
			}
			return p.onCase(c.Context(), ref, func(o *premises, who reinstate.Actor) error {
				bodies, err := p.openAll(files)
				if err != nil {
					return err
				}
				defer closeAll(bodies)
				return p.attach(c, o, who, ref, files, bodies, casework.Upload{Kind: reinstate.ExhibitKind(kind), Title: title}, asJSON, keep)
			})
		},
	}
	c.Flags().StringVar(&kind, "kind", "", "what the documents are, such as supplier_invoice")
	c.Flags().StringVar(&title, "title", "", "title of the document; made from the file's name otherwise")
	c.Flags().BoolVar(&keep, "keep-zip", false, "keep .zip files as they are")
	c.Flags().BoolVar(&asJSON, "json", false, "print the new exhibits as JSON")
	return c
}

// openAll opens every file before the first is attached, so that a mistyped
// name attaches nothing.
func (p *program) openAll(files []string) ([]io.ReadCloser, error) {
	var bodies []io.ReadCloser
	for _, name := range files {
		body, err := p.open(name)
		if err != nil {
			closeAll(bodies)
			return nil, err
		}
		bodies = append(bodies, body)
	}
	return bodies, nil
}

func closeAll(bodies []io.ReadCloser) {
	for _, b := range bodies {
		b.Close()
	}
}

func (p *program) attach(c *cobra.Command, o *premises, who reinstate.Actor, ref string, files []string, bodies []io.ReadCloser, like casework.Upload, asJSON, keep bool) error {
	added := []exhibitJSON{}
	for i, name := range files {
		u := like
		u.Name, u.Body = filepath.Base(name), bodies[i]
		if name == "-" {
			u.Name = "stdin"
		}
		all, err := attachOne(c.Context(), o, who, ref, u, keep)
		for _, done := range all {
			added = append(added, exhibitOf(done.Exhibit))
			p.sayAttached(done, asJSON)
		}
		if err != nil {
			p.say("%s was not attached.", name)
			return errors.Join(err, p.printAttached(added, asJSON))
		}
	}
	return p.printAttached(added, asJSON)
}

// attachOne attaches a file, or the files of an archive.
func attachOne(ctx context.Context, o *premises, who reinstate.Actor, ref string, u casework.Upload, keep bool) ([]casework.Attached, error) {
	if !keep && casework.IsArchive(u.Name) {
		return o.desk.AttachArchive(ctx, who, ref, u)
	}
	done, err := o.desk.Attach(ctx, who, ref, u)
	if err != nil {
		return nil, err
	}
	return []casework.Attached{done}, nil
}

// sayAttached names a new exhibit, and who else has the same bytes.
func (p *program) sayAttached(done casework.Attached, asJSON bool) {
	if done.Twin != nil {
		p.say("%s has the same bytes as exhibit %s, %s.", done.Exhibit.FileName, done.Twin.Letter, done.Twin.Title)
	}
	for _, other := range done.Others {
		p.say("The same file lies in a case of another client: %s, exhibit %s (%s).", other.Reference, other.Letter, other.Name)
	}
	if !asJSON {
		p.print("%s  %s  %s", done.Exhibit.Letter, done.Exhibit.SHA256, plain(done.Exhibit.Title))
	}
}

// printAttached says as JSON what was attached, also when the next file failed.
func (p *program) printAttached(added []exhibitJSON, asJSON bool) error {
	if !asJSON {
		return nil
	}
	return p.printJSON(added)
}
