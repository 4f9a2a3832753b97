package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"reinstate/data"
	"reinstate/internal/access"
	"reinstate/internal/blob"
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/market"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/watch"
	"reinstate/internal/web"
)

// premises are an open data folder with everything that works on it.
type premises struct {
	db     *store.DB
	blobs  *blob.Store
	press  *packet.Press
	desk   *casework.Desk
	gate   *access.Gate
	watch  *watch.Watch
	mail   post.Server // the zero value: this installation sends no mail
	herald post.Herald // tells hooks
	scribe *web.Scribe // words of reminders
	site   string      // address under which people reach the pages, without a slash at its end; may be empty
}

// settings say how a data folder is opened.
type settings struct {
	dir    string
	now    func() time.Time  // nil: time.Now
	cost   access.Cost       // of a password hash; zero: the default
	scan   casework.Scan     // of uploads; nil: none
	limits casework.Limits   // zero: the default
	log    *slog.Logger      // of background work; nil: slog.Default
	mail   post.Server       // zero: no mail is sent
	site   string            // address of the pages in mails
	hooks  post.Networks     // private networks that hooks may reach
	boxes  post.Networks     // private networks that mail may be fetched from
	via    http.RoundTripper // in place of the network when marketplaces are asked, for tests
}

// enter opens a data folder, and makes it where it is not there yet.
func enter(ctx context.Context, s settings) (*premises, error) {
	known, err := catalog.Load(data.FS)
	if err != nil {
		return nil, fmt.Errorf("read the catalog: %w", err)
	}
	outlines, err := catalog.Outlines(data.FS)
	if err != nil {
		return nil, fmt.Errorf("read the outlines: %w", err)
	}
	rules, err := catalog.LoadChecks(data.FS)
	if err != nil {
		return nil, fmt.Errorf("read the rules: %w", err)
	}
	checker, err := plan.NewChecker(rules)
	if err != nil {
		return nil, err
	}
	press, err := packet.New(data.FS)
	if err != nil {
		return nil, fmt.Errorf("prepare the fonts: %w", err)
	}
	db, err := store.Open(ctx, store.Options{Dir: s.dir, Now: s.now})
	if err != nil {
		return nil, fmt.Errorf("open the data folder: %w", err)
	}
	blobs, err := blob.Open(s.dir)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the folder of exhibits: %w", err), db.Close())
	}
	markets := market.New(market.Options{Book: known.Connections(), Now: s.now, Agent: "Reinstate/" + version + " (Language=Go)", Via: s.via})
	o := &premises{
		db: db, blobs: blobs, press: press, watch: watch.New(watch.Options{DB: db, Log: s.log}), mail: s.mail, site: s.site,
		herald: post.Herald{Allowed: s.hooks, Now: time.Now},
		desk:   casework.New(casework.Options{DB: db, Blobs: blobs, Catalog: known, Outlines: outlines, Press: press, Checker: checker, Scan: s.scan, Market: markets, Limits: s.limits, Mailboxes: s.boxes}),
		gate:   access.New(access.Options{DB: db, Now: s.now, Cost: s.cost}),
	}
	if o.scribe, err = web.NewScribe(known, s.site); err != nil {
		return nil, errors.Join(err, o.Close())
	}
	o.duties()
	return o, nil
}

func (o *premises) Close() error { return errors.Join(o.blobs.Close(), o.db.Close()) }

// enter opens the data folder of the command line. Commands that only read or
// change what is there refuse a folder without a database, so that a mistyped
// --data does not make one.
func (p *program) enter(ctx context.Context) (*premises, error) {
	_, err := os.Stat(filepath.Join(p.dir, store.Database))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no data in %s: name the data folder with --data, or start 'reinstate serve' or 'reinstate demo' to make one", p.dir)
	}
	return enter(ctx, settings{dir: p.dir, via: p.via, now: p.now})
}

// as runs f on the open data folder as the local operator of the chosen firm.
func (p *program) as(ctx context.Context, f func(*premises, reinstate.Actor) error) error {
	o, err := p.enter(ctx)
	if err != nil {
		return err
	}
	defer o.Close()
	who, err := o.gate.Operator(ctx, p.firm)
	if err != nil {
		return chooseFirm(err)
	}
	return f(o, who)
}

// chooseFirm adds to a refusal how a firm is chosen here.
func chooseFirm(err error) error {
	var refused reinstate.Invalid
	if errors.As(err, &refused) && refused["firm"] != "" {
		return fmt.Errorf("%s Choose with --firm", refused["firm"])
	}
	return err
}
