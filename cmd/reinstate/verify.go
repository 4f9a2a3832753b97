package main

import (
	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/store"
)

// verifyJSON is what verify --json prints.
type verifyJSON struct {
	OK        bool          `json:"ok"`
	Findings  []findingJSON `json:"findings"`
	Leftovers []findingJSON `json:"leftovers"` // files that nothing refers to; nothing is wrong with them
}

type findingJSON struct {
	What     string `json:"what"`
	Where    string `json:"where"`
	Sentence string `json:"sentence"`
}

func (p *program) verifyCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "verify",
		Short: "Check the database, every timeline and every stored file",
		Long: "Checks the database's integrity and references, the chain of every case's timeline, and\n" +
			"the bytes of every stored file against their SHA-256, for all firms of the data folder.\n" +
			"Files that nothing refers to are named too; they are no error.\n" +
			"Ends with status 1 and names what is wrong where anything is off. Safe beside a running server.",
		Args: takes(0, 0, "verify takes no operands: it checks the whole data folder."),
		RunE: func(c *cobra.Command, _ []string) error {
			o, err := p.enter(c.Context())
			if err != nil {
				return err
			}
			defer o.Close()
			result := verifyJSON{Findings: []findingJSON{}, Leftovers: []findingJSON{}}
			err = casework.Verify(c.Context(), o.db, o.blobs, func(f store.Finding) {
				result.Findings = append(result.Findings, findingJSON{What: f.What, Where: f.Where, Sentence: f.Sentence})
				if !asJSON {
					p.print("%s: %s", f.Where, f.Sentence)
				}
			})
			if err != nil && len(result.Findings) == 0 {
				return err
			}
			if err == nil {
				err = casework.Leftovers(c.Context(), o.db, o.blobs, func(f store.Finding) {
					result.Leftovers = append(result.Leftovers, findingJSON{What: f.What, Where: f.Where, Sentence: f.Sentence})
				})
			}
			return p.verdict(result, asJSON, err)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// verdict sums a check up. A check that broke off reports what it found first.
func (p *program) verdict(result verifyJSON, asJSON bool, broke error) error {
	result.OK = len(result.Findings) == 0
	if asJSON {
		if err := p.printJSON(result); err != nil {
			return err
		}
	}
	if n := len(result.Leftovers); n > 0 {
		p.say("Nothing refers to %s, such as %s. That does no harm.", count(n, "file", "files"), result.Leftovers[0].Where)
	}
	if broke != nil {
		p.say("The check broke off: %v.", broke)
	}
	if len(result.Findings) > 0 {
		first := result.Findings[0]
		p.say("%s not as it was stored in %s. First: %s: %s", count(len(result.Findings), "thing is", "things are"), p.dir, first.Where, first.Sentence)
	}
	if broke != nil || !result.OK {
		return errSaid
	}
	p.say("Everything in %s is as it was stored.", p.dir)
	return nil
}
