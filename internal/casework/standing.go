package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Standing is the standing file of an account, laid against what a notice would
// ask for if it came today.
type Standing struct {
	Line     AccountLine
	Market   catalog.Market
	Papers   []reinstate.Paper
	Reason   reinstate.ReasonCode // for which it is looked at; empty: none chosen
	Title    string               // the reason in words
	Needs    []Need
	Findings []plan.PaperFinding // beside each paper, by its number
	Missing  int                 // of the needs
}

// Need is one document that the reason calls for.
type Need struct {
	Title  string
	Advice string
	Kinds  []reinstate.ExhibitKind
	Papers []reinstate.Paper // that answer it
}

// StandingFile gathers what is kept for an account, and with a reason says what
// would be missing if its notice came today.
func (d *Desk) StandingFile(ctx context.Context, who reinstate.Actor, id reinstate.AccountID, reason reinstate.ReasonCode) (Standing, error) {
	var s Standing
	var client reinstate.Client
	var now time.Time
	line, err := d.Account(ctx, who, id)
	if err != nil {
		return s, err
	}
	err = d.view(ctx, who, func(tx *store.Tx) (err error) {
		now = tx.Now()
		if client, err = tx.Client(line.Client); err != nil {
			return err
		}
		s.Papers, err = tx.Papers(id)
		return err
	})
	if err != nil {
		return s, err
	}
	s.Line = line
	s.Market, _ = d.catalog.Market(line.Marketplace)
	known, ok := s.Market.Reason(reason)
	if !ok {
		return s, nil
	}
	s.Reason, s.Title = reason, known.Title
	f := today(s, client, known, now)
	s.Findings = d.Fitness(f, now)
	for _, code := range known.Demands {
		asked, _ := d.catalog.Demand(code)
		column, is := d.column(asked)
		if !is {
			continue
		}
		need := Need{Title: asked.Title, Advice: asked.Advice, Kinds: column.Kinds}
		for _, p := range s.Papers {
			if slices.Contains(column.Kinds, p.Kind) {
				need.Papers = append(need.Papers, p)
			}
		}
		if len(need.Papers) == 0 {
			s.Missing++
		}
		s.Needs = append(s.Needs, need)
	}
	return s, nil
}

// today is the case that there would be if a notice of the reason came now.
// The papers bear their place in the file for a letter.
func today(s Standing, client reinstate.Client, reason catalog.Reason, now time.Time) File {
	f := File{
		Case:   reinstate.Case{Reasons: []reinstate.ReasonCode{reason.Code}, Level: reason.Level, Round: 1, State: reinstate.NoticeLogged},
		Client: client, Account: s.Line.Account, Market: s.Market,
		Notices: []reinstate.Notice{{Kind: reinstate.KindNotice, Round: 1, Received: now}},
	}
	for i, p := range s.Papers {
		e := p.Exhibit()
		e.ID, e.Letter = reinstate.ExhibitID(p.ID), strconv.Itoa(i+1)
		f.Exhibits = append(f.Exhibits, e)
	}
	return f
}

// KeepPaper adds a document to the standing file of an account.
func (d *Desk) KeepPaper(ctx context.Context, who reinstate.Actor, id reinstate.AccountID, u Upload) (reinstate.Paper, error) {
	e, err := describeUpload(u)
	if err != nil {
		return reinstate.Paper{}, err
	}
	if err := who.Need(reinstate.Contribute); err != nil {
		return reinstate.Paper{}, err
	}
	if _, err := d.Account(ctx, who, id); err != nil {
		return reinstate.Paper{}, err
	}
	came, err := d.takeIn(ctx, who, u.Body)
	if err != nil {
		return reinstate.Paper{}, err
	}
	var p reinstate.Paper
	err = d.shelve(ctx, came, func(kept blob.Blob) error {
		e.SHA256, e.Size = kept.SHA256, kept.Size
		if err := d.inspect(ctx, who, &e); err != nil {
			return err
		}
		p = reinstate.Paper{
			Account: id, Kind: e.Kind, Title: e.Title, FileName: e.FileName, MediaType: e.MediaType, Size: e.Size, SHA256: e.SHA256,
			Pages: e.Pages, Dated: e.Dated, Shows: e.Shows, Record: e.Record, Made: e.Made, AddedBy: who.Name,
		}
		return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
			p.Added = tx.Now()
			return tx.AddPaper(&p)
		})
	})
	return p, err
}

// DescribePaper changes what is on record of a document of a standing file.
func (d *Desk) DescribePaper(ctx context.Context, who reinstate.Actor, account reinstate.AccountID, in reinstate.Exhibit, id reinstate.PaperID, version int) error {
	in.Title, in.Dated, in.Shows, in.Record = line(in.Title), line(in.Dated), text(in.Shows), tidyRecord(in.Record)
	if err := checkExhibit(in); err != nil {
		return err
	}
	return d.changePaper(ctx, who, reinstate.Contribute, account, id, version, func(p *reinstate.Paper, _ time.Time) {
		p.Kind, p.Title, p.Dated, p.Shows, p.Record = in.Kind, in.Title, in.Dated, in.Shows, in.Record
	})
}

// RemovePaper takes a document out of a standing file. Its bytes are removed
// after 30 days, unless something else holds them.
func (d *Desk) RemovePaper(ctx context.Context, who reinstate.Actor, account reinstate.AccountID, id reinstate.PaperID, version int) error {
	return d.changePaper(ctx, who, reinstate.Delete, account, id, version, func(p *reinstate.Paper, now time.Time) { p.Removed = now })
}

func (d *Desk) changePaper(ctx context.Context, who reinstate.Actor, need reinstate.Permit, account reinstate.AccountID, id reinstate.PaperID, version int, change func(*reinstate.Paper, time.Time)) error {
	return d.update(ctx, who, need, func(tx *store.Tx) error {
		p, err := paperOf(tx, account, id)
		if err != nil {
			return err
		}
		change(&p, tx.Now())
		p.Version = version
		return tx.SavePaper(&p)
	})
}

func paperOf(tx *store.Tx, account reinstate.AccountID, id reinstate.PaperID) (reinstate.Paper, error) {
	p, err := tx.Paper(id)
	if err == nil && (p.Account != account || !p.Removed.IsZero()) {
		return p, reinstate.ErrNotFound
	}
	return p, err
}

// Paper is one document of a standing file.
func (d *Desk) Paper(ctx context.Context, who reinstate.Actor, account reinstate.AccountID, id reinstate.PaperID) (p reinstate.Paper, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		p, err = paperOf(tx, account, id)
		return err
	})
	return p, err
}

// OpenPaper opens a document of a standing file for download.
func (d *Desk) OpenPaper(ctx context.Context, who reinstate.Actor, account reinstate.AccountID, id reinstate.PaperID) (Download, error) {
	p, err := d.Paper(ctx, who, account, id)
	if err != nil {
		return Download{}, err
	}
	return d.open(who, Download{Name: p.FileName, MediaType: p.MediaType, Size: p.Size, SHA256: p.SHA256})
}

// TakeFromFile makes documents of the account's standing file exhibits of a
// case: the same bytes with what is on record of them. Those that the case has
// already are passed over.
func (d *Desk) TakeFromFile(ctx context.Context, who reinstate.Actor, ref string, ids []reinstate.PaperID) (taken int, err error) {
	if len(ids) == 0 {
		return 0, reinstate.Invalid{"papers": "Choose at least one document."}
	}
	err = d.blobs.Share(ctx, func() error {
		return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
			taken = 0
			for _, id := range ids {
				p, err := paperOf(tx, c.Account, id)
				if err != nil {
					return err
				}
				twins, err := tx.ExhibitsByDigest(c.ID, p.SHA256)
				if err != nil {
					return err
				}
				if slices.ContainsFunc(twins, reinstate.Exhibit.Stands) {
					continue
				}
				e := p.Exhibit()
				e.Case, e.Added, e.AddedBy = c.ID, tx.Now(), who.Name
				if err := addExhibit(tx, &e, event("exhibit_added", "title", e.Title, "file", e.FileName, "sha256", e.SHA256, "standing", p.Added.Format(time.DateOnly))); err != nil {
					return err
				}
				taken++
			}
			return nil
		})
	})
	return taken, err
}

// Offered are the documents of the account's standing file that a case has not
// taken yet.
func (d *Desk) Offered(ctx context.Context, who reinstate.Actor, f File) (offered []reinstate.Paper, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		papers, err := tx.Papers(f.Account.ID)
		for _, p := range papers {
			if !slices.ContainsFunc(f.Present(), func(e reinstate.Exhibit) bool { return e.SHA256 == p.SHA256 }) {
				offered = append(offered, p)
			}
		}
		return err
	})
	return offered, err
}

// emptyPapers forgets documents of standing files that were removed 30 days
// ago, and their bytes unless something else holds them. Nobody is kept waiting
// where there are none.
func (d *Desk) emptyPapers(ctx context.Context, who reinstate.Actor) error {
	var papers []reinstate.Paper
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		papers, err = tx.RemovedPapers(tx.Now().Add(-reinstate.TrashFor))
		return err
	})
	if err == nil && len(papers) > 0 {
		err = d.blobs.Alone(ctx, func() error { return d.dropPapers(ctx, who) })
	}
	if err != nil {
		return fmt.Errorf("empty the standing files: %w", err)
	}
	return nil
}

// dropPapers is emptyPapers while nobody keeps bytes.
func (d *Desk) dropPapers(ctx context.Context, who reinstate.Actor) error {
	var gone []string
	err := d.update(ctx, who, reinstate.Delete, func(tx *store.Tx) error {
		gone = nil
		papers, err := tx.RemovedPapers(tx.Now().Add(-reinstate.TrashFor))
		if err != nil {
			return err
		}
		for _, p := range papers {
			if err := tx.DropPaper(p.ID); err != nil {
				return err
			}
			held, err := tx.Held(p.SHA256)
			if err != nil {
				return err
			}
			if held == 0 {
				gone = append(gone, p.SHA256)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, sum := range gone {
		err = errors.Join(err, d.blobs.Remove(shelf(who), sum))
	}
	return err
}
