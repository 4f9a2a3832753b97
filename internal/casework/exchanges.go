package casework

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/gabriel-vasile/mimetype"

	"reinstate/internal/blob"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Said is what a person writes down of a call, a portal message and the like.
type Said struct {
	Way      reinstate.Way
	Came     bool
	Party    string
	At       time.Time // zero: now
	Summary  string
	Exhibits []reinstate.ExhibitID
	Files    []Upload // that are to be no exhibits
}

// mostSaidFiles bounds the files of one exchange.
const mostSaidFiles = 10

// WriteDown keeps what was said or written elsewhere.
func (d *Desk) WriteDown(ctx context.Context, who reinstate.Actor, ref string, in Said) (x reinstate.Exchange, err error) {
	if err := d.mayAttach(ctx, who, ref); err != nil {
		return x, err
	}
	x = reinstate.Exchange{Way: in.Way, Came: in.Came, Party: line(in.Party), At: in.At, Summary: text(in.Summary), Exhibits: in.Exhibits}
	if err := checkSaid(x, len(in.Files)); err != nil {
		return x, err
	}
	var files []*blob.Received
	defer func() {
		for _, f := range files {
			err = errors.Join(err, f.Drop()) // unless it was kept
		}
	}()
	for _, u := range in.Files {
		file, err := d.takeIn(ctx, who, u.Body)
		if err != nil {
			return x, err
		}
		files = append(files, file)
	}
	err = d.blobs.Share(ctx, func() error {
		for i, file := range files {
			one, err := saidFile(file, in.Files[i].Name)
			if err != nil {
				return err
			}
			x.Files = append(x.Files, one)
		}
		return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
			x.Case = c.ID
			return addExchange(tx, &x)
		})
	})
	return x, err
}

func addExchange(tx *store.Tx, x *reinstate.Exchange) error {
	switch {
	case x.At.IsZero():
		x.At = tx.Now()
	case !plausible(x.At) || x.At.After(tx.Now().Add(time.Minute)):
		return reinstate.Invalid{"at": "Give the day and time when it was; it cannot lie ahead."}
	}
	return tx.AddExchange(x, event("exchange_written", "way", string(x.Way), "with", excerpt(x.Party), "came", came(x.Came)))
}

func came(in bool) string {
	if in {
		return "in"
	}
	return "out"
}

func checkSaid(x reinstate.Exchange, files int) error {
	refused := reinstate.Invalid{}
	if !x.Way.Valid() {
		refused.Refuse("way", "Choose how it was.")
	}
	if x.Party == "" {
		refused.Refuse("party", "Say with whom it was.")
	}
	if x.Summary == "" {
		refused.Refuse("summary", "Say what was said, in a few sentences.")
	}
	if files > mostSaidFiles {
		refused.Refuse("file", "These are too many files for one entry. Add them to the evidence instead.")
	}
	bounded(refused, maxLine, map[string]string{"party": x.Party})
	bounded(refused, maxText, map[string]string{"summary": x.Summary})
	return refused.Err()
}

// saidFile keeps a file that has come, for a caller who shares the shelf.
func saidFile(file *blob.Received, name string) (reinstate.MailFile, error) {
	body, err := file.Open()
	if err != nil {
		return reinstate.MailFile{}, err
	}
	found, err := mimetype.DetectReader(body)
	if err := errors.Join(err, body.Close()); err != nil {
		return reinstate.MailFile{}, err
	}
	kind, _, _ := strings.Cut(found.String(), ";")
	kept, err := file.Keep()
	return reinstate.MailFile{Name: fileName(name), MediaType: kind, Size: kept.Size, SHA256: kept.SHA256}, err
}

// StrikeOut strikes out what somebody wrote down wrongly. It stays readable.
func (d *Desk) StrikeOut(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExchangeID) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		x, err := exchangeOf(tx, c, id)
		if err != nil || !x.Struck.IsZero() {
			return err
		}
		return tx.StrikeExchange(&x, event("exchange_struck", "way", string(x.Way), "with", excerpt(x.Party)))
	})
}

// exchangeOf finds an exchange of this case; one of another does not exist.
func exchangeOf(tx *store.Tx, c reinstate.Case, id reinstate.ExchangeID) (reinstate.Exchange, error) {
	x, err := tx.Exchange(id)
	if err == nil && x.Case != c.ID {
		err = reinstate.ErrNotFound
	}
	return x, err
}

// OpenSaidFile opens a file of an exchange, counted from 1.
func (d *Desk) OpenSaidFile(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExchangeID, number int) (Download, error) {
	var x reinstate.Exchange
	err := d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if x, err = exchangeOf(tx, c, id); err != nil {
			return err
		}
		return secretFrom(tx, who, c, reinstate.ThingSaid, int64(id))
	})
	if err != nil {
		return Download{}, err
	}
	if number < 1 || number > len(x.Files) {
		return Download{}, reinstate.ErrNotFound
	}
	f := x.Files[number-1]
	return d.open(who, Download{Name: f.Name, MediaType: f.MediaType, Size: f.Size, SHA256: f.SHA256})
}
