package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"reinstate/internal/store"
)

// ailment is what doctor says of one thing it looked at.
type ailment struct {
	What     string `json:"what"`
	State    string `json:"state"` // "well", "less" where something is left out, "ill" where something does not work
	Sentence string `json:"sentence"`
}

// States of an ailment.
const (
	well = "well"
	less = "less"
	ill  = "ill"
)

func (p *program) doctorCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Say what this machine lacks, and what follows from it",
		Long: "Looks at the data folder, the room on its disk, the clock, and the programs that Reinstate uses where\n" +
			"they are installed. Ends with status 1 where something does not work; what is only left out is no error.",
		Args: takes(0, 0, "doctor takes no operands."),
		RunE: func(c *cobra.Command, _ []string) error {
			all := p.examine(c.Context())
			if asJSON {
				if err := p.printJSON(all); err != nil {
					return err
				}
			}
			sick := false
			for _, a := range all {
				sick = sick || a.State == ill
				if !asJSON {
					p.print("%-5s %-12s %s", a.State, a.What, a.Sentence)
				}
			}
			if sick {
				return errSaid
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// examine looks at everything, in a fixed order.
func (p *program) examine(ctx context.Context) []ailment {
	all := p.folder(ctx)
	all = append(all, room(p.dir), clock(time.Now()))
	for _, t := range []struct{ name, without string }{
		{"pdftotext", "The text inside PDFs is read by our own reader, which finds less."},
		{"pdftoppm", "Pages of PDFs are not shown as pictures, and scans inside PDFs are not read."},
		{"tesseract", "Scans and photos are not read, so search does not find their words."},
	} {
		if path, err := exec.LookPath(t.name); err == nil {
			all = append(all, ailment{t.name, well, "It is at " + path + "."})
		} else {
			all = append(all, ailment{t.name, less, "It is not installed. " + t.without})
		}
	}
	if _, err := exec.LookPath("tesseract"); err == nil {
		all = append(all, languages(ctx))
	}
	return all
}

// folder looks at the data folder and its database.
func (p *program) folder(ctx context.Context) []ailment {
	info, err := os.Stat(filepath.Join(p.dir, store.Database))
	if errors.Is(err, fs.ErrNotExist) {
		return []ailment{{"data", less, fmt.Sprintf("There is no data in %s yet. 'reinstate serve' makes it.", p.dir)}}
	}
	if err != nil {
		return []ailment{{"data", ill, fmt.Sprintf("%s cannot be read: %v.", p.dir, reason(err))}}
	}
	all := []ailment{{"data", well, fmt.Sprintf("%s holds a database of %d bytes.", p.dir, info.Size())}}
	db, err := store.Open(ctx, store.Options{Dir: p.dir})
	if err != nil {
		return []ailment{{"data", ill, fmt.Sprintf("The database in %s does not open: %v.", p.dir, err)}}
	}
	if err := db.Close(); err != nil {
		all[0] = ailment{"data", ill, fmt.Sprintf("The database in %s does not close: %v.", p.dir, err)}
	}
	switch lock, err := store.Lock(p.dir); {
	case errors.Is(err, store.ErrServed):
		all = append(all, ailment{"server", well, "A server is running on it."})
	case err != nil:
		all = append(all, ailment{"server", ill, fmt.Sprintf("No server could run on it: %v.", err)})
	default:
		all = append(all, ailment{"server", less, "No server is running on it, so nothing is done in the background."})
		if err := lock.Unlock(); err != nil {
			all = append(all, ailment{"server", ill, err.Error()})
		}
	}
	return all
}

// scarce is the room below which uploads and backups are in danger.
const scarce = 1 << 30

// room looks at what is left on the disk of the data folder, or of the folder
// it will be made in.
func room(dir string) ailment {
	for {
		var st syscall.Statfs_t
		err := syscall.Statfs(dir, &st)
		if errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
			dir = filepath.Dir(dir)
			continue
		}
		if err != nil {
			return ailment{"disk", ill, fmt.Sprintf("It cannot be asked how much room is left: %v.", err)}
		}
		left := st.Bavail * uint64(st.Bsize)
		if left < scarce {
			return ailment{"disk", ill, fmt.Sprintf("Only %d MB are left on the disk of %s. Make room before uploads and backups fail.", left>>20, dir)}
		}
		return ailment{"disk", well, fmt.Sprintf("%d GB are left.", left>>30)}
	}
}

// clock looks whether the system's time can be right: limits are counted by it.
func clock(now time.Time) ailment {
	if released := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); now.Before(released) {
		return ailment{"clock", ill, fmt.Sprintf("This machine says it is %s. Time limits would be counted wrong.", now.UTC().Format(time.RFC3339))}
	}
	return ailment{"clock", well, "This machine says it is " + now.UTC().Format(time.RFC3339) + "."}
}

// languages looks which of the languages of sellers' papers can be read from
// scans.
func languages(ctx context.Context) ailment {
	late, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	said, err := exec.CommandContext(late, "tesseract", "--list-langs").CombinedOutput()
	if err != nil {
		return ailment{"ocr", ill, fmt.Sprintf("tesseract does not answer: %v.", err)}
	}
	have := strings.Fields(string(said))
	var lack []string
	for _, l := range []string{"eng", "chi_sim"} {
		if !slices.Contains(have, l) {
			lack = append(lack, l)
		}
	}
	if len(lack) > 0 {
		return ailment{"ocr", less, "tesseract lacks the language data " + strings.Join(lack, " and ") + "; scans in those languages are not read."}
	}
	return ailment{"ocr", well, "Scans in English and Chinese are read."}
}
