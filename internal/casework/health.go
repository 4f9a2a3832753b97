package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"bytes"

	"reinstate/internal/blob"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// HealthIn is one report on its way in.
type HealthIn struct {
	Account reinstate.AccountID
	Name    string // of the file
	Body    io.Reader
	Metric  reinstate.Metric   // of a file that does not say it; empty: not chosen
	Mapping *reinstate.Mapping // of a table; nil: as remembered, or by its headers
}

// HealthRead is what a report says and what came of it.
type HealthRead struct {
	Account  AccountLine
	Upload   reinstate.HealthUpload // while it waits to be checked
	Report   health.Report
	Verdicts []health.Verdict // of the newest measure of each series in the report
	Snapshot reinstate.Snapshot
	Twin     bool                    // the same is kept already, so nothing was added
	Raised   []reinstate.Issue       // issues that the report opened
	Stock    reinstate.StockStanding // of the account, after a report on stock or sales; else zero
	raw      []byte
}

// Wrong says why a report cannot be stored, or nil.
func (r HealthRead) Wrong() error {
	refused := reinstate.Invalid{}
	if len(r.Report.Refused) > 0 {
		var all []string
		for _, one := range r.Report.Refused {
			all = append(all, one.String())
		}
		refused.Refuse("file", strings.Join(all, "\n"))
	}
	if t := r.Report.Table; t != nil && t.Asks == health.AsksColumns {
		refused.Refuse("columns", "It is not known what the columns of this table mean. Say it once, and it is remembered.")
	}
	if t := r.Report.Table; t != nil && t.Asks == health.AsksMetric {
		refused.Refuse("metric", "The table does not say which metric its orders are about. Choose it.")
	}
	return refused.Err()
}

// ReadHealth says what a report would store, without storing anything.
func (d *Desk) ReadHealth(ctx context.Context, who reinstate.Actor, in HealthIn) (HealthRead, error) {
	return d.lookAt(ctx, who, in, func(HealthRead) bool { return true })
}

// lookAt reads a report, and judges what it says where that is wanted.
func (d *Desk) lookAt(ctx context.Context, who reinstate.Actor, in HealthIn, judge func(HealthRead) bool) (HealthRead, error) {
	if err := who.Need(reinstate.Contribute); err != nil {
		return HealthRead{}, err
	}
	raw, err := readReport(in.Body)
	if err != nil {
		return HealthRead{}, err
	}
	var read HealthRead
	err = d.view(ctx, who, func(tx *store.Tx) (err error) {
		if read, err = d.readHealth(tx, in, raw); err == nil && judge(read) {
			read.Verdicts, err = d.judgeReport(tx, read)
		}
		return err
	})
	return read, err
}

// ImportHealth stores a report with its original bytes, or says why it cannot.
// The same report again changes nothing.
func (d *Desk) ImportHealth(ctx context.Context, who reinstate.Actor, in HealthIn) (HealthRead, error) {
	read, err := d.lookAt(ctx, who, in, func(read HealthRead) bool { return read.Twin }) // else it is judged when it is stored
	if err != nil || read.Wrong() != nil || read.Twin {
		if err == nil {
			err = read.Wrong()
		}
		return read, err
	}
	err = d.blobs.Share(ctx, func() error {
		kept, err := d.blobs.Put(ctx, shelf(who), bytes.NewReader(read.raw), health.MostBytes)
		if err != nil {
			return refusedFile(err, health.MostBytes)
		}
		read.Snapshot.SHA256, read.Snapshot.Size = kept.SHA256, kept.Size
		return d.storeHealth(ctx, who, &read)
	})
	return read, err
}

// readReport reads a body that is small enough.
func readReport(body io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(body, health.MostBytes+1))
	if err != nil {
		return nil, refusedFile(err, health.MostBytes)
	}
	if len(raw) > health.MostBytes {
		return nil, refusedFile(&blob.TooLarge{Limit: health.MostBytes}, health.MostBytes)
	}
	return raw, nil
}

// readHealth reads a report for an account of the actor's.
func (d *Desk) readHealth(tx *store.Tx, in HealthIn, raw []byte) (HealthRead, error) {
	account, err := accountLine(tx, in.Account)
	if err != nil {
		return HealthRead{}, err
	}
	read := HealthRead{Account: account, raw: raw}
	read.Report = health.Parse(d.catalog.Health(), health.Input{
		Name: in.Name, Body: raw, At: placeOf(account.Account), Seller: account.SellerID, Now: tx.Now(), Metric: in.Metric, Mapping: in.Mapping,
		Mapped: func(fingerprint string) (reinstate.Mapping, bool) {
			m, err := tx.Mapping(fingerprint)
			return m, err == nil
		},
	})
	sum := sha256.Sum256(raw)
	read.Snapshot = reinstate.Snapshot{
		Account: account.ID, Taken: read.Report.Taken, Source: read.Report.Source, FileName: fileName(in.Name), MediaType: mediaTypeOf(raw),
		SHA256: hex.EncodeToString(sum[:]), Digest: digestOf(read.Report), Standing: read.Report.Standing, Unknown: read.Report.Unknown,
	}
	old, err := tx.SameSnapshot(account.ID, read.Snapshot.SHA256, read.Snapshot.Digest)
	switch {
	case err == nil:
		read.Twin, read.Snapshot = true, old
	case !errors.Is(err, reinstate.ErrNotFound):
		return read, err
	}
	return read, nil
}

// digestOf is what a report says, so that the same figures in other bytes are
// one report.
func digestOf(r health.Report) string {
	says := []any{r.Taken, r.Measures, r.Defects}
	if r.Rows() > 0 {
		says = append(says, r.Source, r.Stock, r.Sales, r.Messages, r.Claims, r.Feedback)
	}
	text, err := json.Marshal(says)
	if err != nil {
		text = fmt.Appendf(nil, "%+v", r) // a value that JSON has no word for
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// mediaTypeOf is the type of a report's bytes, as far as it matters here.
func mediaTypeOf(raw []byte) string {
	switch trimmed := bytes.TrimSpace(raw); {
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '['):
		return "application/json"
	case len(trimmed) > 0 && trimmed[0] == '<':
		return "application/xml"
	}
	return "text/csv"
}

func placeOf(a reinstate.Account) health.Place {
	return health.Place{Marketplace: a.Marketplace, Store: a.Store}
}

// storeHealth keeps a report that was read, sums the account up anew and opens
// the issues that it warns of.
func (d *Desk) storeHealth(ctx context.Context, who reinstate.Actor, read *HealthRead) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		if old, err := tx.SameSnapshot(read.Account.ID, read.Snapshot.SHA256, read.Snapshot.Digest); err == nil {
			read.Twin, read.Snapshot = true, old // somebody was faster
			return nil
		}
		read.Snapshot.By = who.Name
		if err := tx.AddSnapshot(&read.Snapshot, read.Report.Measures, read.Report.Defects); err != nil {
			return err
		}
		if err := addRows(tx, read.Snapshot, read.Report); err != nil {
			return err
		}
		stock, err := d.restock(tx, read.Account.Account, read.Report)
		if err != nil {
			return err
		}
		read.Stock = stock
		if t := read.Report.Table; t != nil && t.Mapping.Columns != nil {
			if err := tx.SaveMapping(t.Mapping); err != nil {
				return err
			}
		}
		return d.assess(tx, read)
	})
}

// assess judges a report that was stored, sums up where its account stands now,
// announces what crossed a line and opens the issues that it warns of.
func (d *Desk) assess(tx *store.Tx, read *HealthRead) error {
	account := read.Account.Account
	latest, until, err := latestOf(tx, account.ID)
	if err != nil {
		return err
	}
	if read.Report.Taken.Before(until) {
		until = read.Report.Taken
	}
	history, err := d.history(tx, until, account.ID)
	if err != nil {
		return err
	}
	read.Verdicts = d.verdictsOf(account, read.Report, history[account.ID])
	verdicts := d.judgeLatest(account, latest, history[account.ID])
	standing := health.Assess(verdicts)
	standing.Account = account.ID
	if err := tx.SaveAccountHealth(standing); err != nil {
		return err
	}
	if err := announceHealth(tx, account, verdicts); err != nil {
		return err
	}
	read.Raised, err = d.raise(tx, account, verdicts)
	return err
}

// accountLine is an account with the name of its client.
func accountLine(tx *store.Tx, id reinstate.AccountID) (AccountLine, error) {
	a, err := tx.Account(id)
	if err != nil {
		return AccountLine{}, err
	}
	c, err := tx.Client(a.Client)
	return AccountLine{Account: a, ClientName: c.LegalName, ClientOther: c.OtherName}, err
}
