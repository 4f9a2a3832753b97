package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"reinstate/data"
	"reinstate/internal/catalog"
)

func (p *program) catalogCommand() *cobra.Command {
	group := asGroup(&cobra.Command{Use: "catalog", Short: "Look after what the marketplaces demand"})
	group.AddCommand(p.catalogCheckCommand())
	return group
}

// catalogJSON is what catalog check --json prints.
type catalogJSON struct {
	OK           bool          `json:"ok"`
	Folder       string        `json:"folder,omitempty"` // empty: the catalog inside the program
	Marketplaces int           `json:"marketplaces"`
	Policies     int           `json:"policies"`
	Demands      int           `json:"demands"`
	Outlines     int           `json:"outlines"`
	Mistakes     []mistakeJSON `json:"mistakes"`
}

type mistakeJSON struct {
	File  string `json:"file"`
	Place string `json:"place"`
	What  string `json:"what"`
}

func (p *program) catalogCheckCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "check [--json] [FOLDER]",
		Short: "Check the catalog and name every mistake in it",
		Long: "Checks the catalog of marketplaces inside the program, or an edited copy of data/catalog in\n" +
			"FOLDER: words nobody knows, facts without a source or a date, demands and reasons that are\n" +
			"not there, cues that cannot be read, rules of the plan checker and lines of account health that\n" +
			"do not hold together. Names all mistakes at once, and ends with status 1 where there are any.",
		Example: "  reinstate catalog check\n  reinstate catalog check --json data/catalog",
		Args:    takes(0, 1, "catalog check takes one folder at most."),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return p.checkCatalog("", data.FS, asJSON)
			}
			files, err := catalogFolder(args[0])
			if err != nil {
				return err
			}
			return p.checkCatalog(args[0], files, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// checkCatalog says of a catalog what is in it, or everything that is wrong.
func (p *program) checkCatalog(folder string, files fs.FS, asJSON bool) error {
	out := catalogJSON{Folder: folder, Mistakes: []mistakeJSON{}}
	known, wrong := catalog.Load(files)
	if err := out.take(wrong); err != nil {
		return err
	}
	outlines, wrong := catalog.Outlines(files)
	if err := out.take(wrong); err != nil {
		return err
	}
	_, wrong = catalog.LoadChecks(files)
	if err := out.take(wrong); err != nil {
		return err
	}
	if out.OK = len(out.Mistakes) == 0; out.OK {
		out.Marketplaces, out.Demands, out.Outlines = len(known.Markets()), len(known.Demands()), len(outlines.All())
		for _, m := range known.Markets() {
			out.Policies += len(m.Reasons)
		}
	}
	if err := p.printCatalog(out, asJSON); err != nil {
		return err
	}
	where := cmp.Or(folder, "the catalog")
	if !out.OK {
		p.say("%s in %s.", count(len(out.Mistakes), "mistake", "mistakes"), where)
		return errSaid
	}
	p.say("There is no mistake in %s: %s of %s, %s and %s.", where, count(out.Policies, "policy", "policies"),
		count(out.Marketplaces, "marketplace", "marketplaces"), count(out.Demands, "demand", "demands"), count(out.Outlines, "outline", "outlines"))
	return nil
}

// take keeps the mistakes of an error, and returns an error that is none.
func (out *catalogJSON) take(err error) error {
	var mistakes catalog.Mistakes
	if err != nil && !errors.As(err, &mistakes) {
		return err
	}
	for _, m := range mistakes {
		out.Mistakes = append(out.Mistakes, mistakeJSON(m))
	}
	return nil
}

func (p *program) printCatalog(out catalogJSON, asJSON bool) error {
	if asJSON {
		return p.printJSON(out)
	}
	for _, m := range out.Mistakes {
		p.print("%s", plain(strings.TrimSuffix(m.File+": "+m.Place, ": ")+": "+m.What))
	}
	return nil
}

// mounted shows a folder of YAML files as the catalog beneath a root.
type mounted struct{ files fs.FS }

// Open opens catalog/NAME as NAME of the folder.
func (m mounted) Open(name string) (fs.File, error) {
	if name == "catalog" {
		return m.files.Open(".")
	}
	inside, ok := strings.CutPrefix(name, "catalog/")
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return m.files.Open(inside)
}

// catalogFolder is a copy of data/catalog, or of data with catalog in it.
func catalogFolder(dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", dir, reason(err))
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("cannot read %s: it is a file; name the folder that holds the catalog", dir)
	}
	files := os.DirFS(dir)
	if inner, err := fs.Stat(files, "catalog"); err == nil && inner.IsDir() {
		return files, nil
	}
	return mounted{files}, nil
}
