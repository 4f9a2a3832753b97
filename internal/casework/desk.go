// Package casework is what people do to cases, from the notice to the
// outcome. Each method is one use case in one transaction, for one actor; the
// slow parts (hashing an upload, drawing a PDF) happen outside it. Pages and
// the command line go through the same methods.
package casework

import (
	"context"
	"strconv"

	"reinstate/internal/blob"
	"reinstate/internal/catalog"
	"reinstate/internal/market"
	"reinstate/internal/notice"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Desk is where cases are worked on.
type Desk struct {
	db       *store.DB
	blobs    *blob.Store
	catalog  *catalog.Catalog
	outlines *catalog.OutlineBook
	reader   *notice.Reader
	press    *packet.Press
	checker  *plan.Checker
	scan     Scan
	market   *market.Client
	tool     func(program string) string
	limits   Limits

	mailboxes post.Networks
}

// Options are what a Desk works with.
type Options struct {
	DB       *store.DB
	Blobs    *blob.Store
	Catalog  *catalog.Catalog
	Outlines *catalog.OutlineBook
	Press    *packet.Press
	Checker  *plan.Checker  // nil: documents and letters are not checked
	Scan     Scan           // of every upload; nil: none
	Market   *market.Client // asks marketplaces; nil: one with the usual options
	Limits   Limits         // the zero value means DefaultLimits
	// Mailboxes are the private networks that mail may be fetched from; public
	// ones are always reached.
	Mailboxes post.Networks
	// Tool finds the program that draws PDFs, empty where it is not installed;
	// nil: on the path of this machine.
	Tool func(program string) string
}

// Limits bound what one person can put in at once.
type Limits struct {
	File    int64 // bytes of one exhibit
	Message int64 // bytes of one message, attachments included

	// Packet bounds the packet that is made while somebody waits for its page;
	// a larger one is made in the background before it is sealed.
	Packet struct {
		Exhibits int
		Bytes    int64
	}
}

// DefaultLimits are generous for evidence and far above any real message. A
// packet within its bounds is made in about a second.
var DefaultLimits = Limits{File: 100 << 20, Message: 25 << 20, Packet: struct {
	Exhibits int
	Bytes    int64
}{24, 24 << 20}}

// New makes a Desk. Without a checker no letter could be held back, so there
// has to be one.
func New(o Options) *Desk {
	if o.Checker == nil {
		panic("casework: a desk needs the plan checker")
	}
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits
	}
	if o.Market == nil {
		o.Market = market.New(market.Options{Book: o.Catalog.Connections()})
	}
	if o.Tool == nil {
		o.Tool = tool
	}
	return &Desk{
		market: o.Market, db: o.DB, blobs: o.Blobs, catalog: o.Catalog, outlines: o.Outlines,
		reader: notice.New(o.Catalog), press: o.Press, checker: o.Checker, scan: o.Scan, tool: o.Tool, limits: o.Limits, mailboxes: o.Mailboxes,
	}
}

// Catalog is what the desk knows of the marketplaces.
func (d *Desk) Catalog() *catalog.Catalog { return d.catalog }

// Outlines are the layouts of the answers.
func (d *Desk) Outlines() *catalog.OutlineBook { return d.outlines }

// Limits are the bounds the desk keeps.
func (d *Desk) Limits() Limits { return d.limits }

// view runs f in a read transaction of an actor who may read.
func (d *Desk) view(ctx context.Context, who reinstate.Actor, f func(*store.Tx) error) error {
	if err := who.Need(reinstate.Read); err != nil {
		return err
	}
	return d.db.View(ctx, who, f)
}

// update runs f in a write transaction of an actor who holds the permit.
func (d *Desk) update(ctx context.Context, who reinstate.Actor, need reinstate.Permit, f func(*store.Tx) error) error {
	if err := who.Need(need); err != nil {
		return err
	}
	return d.db.Update(ctx, who, f)
}

// work runs f on a case that is open, in a write transaction.
func (d *Desk) work(ctx context.Context, who reinstate.Actor, need reinstate.Permit, ref string, f func(*store.Tx, reinstate.Case) error) error {
	return d.update(ctx, who, need, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if !c.State.Open() {
			return reinstate.Invalid{"case": "This case is finished. Reopen it before changing anything."}
		}
		return f(tx, c)
	})
}

// shelf is the name under which a firm's bytes lie in the blob store.
func shelf(who reinstate.Actor) string { return strconv.FormatInt(int64(who.Org), 10) }

// event makes an event from a name and pairs of particulars.
func event(did string, with ...string) reinstate.Event {
	e := reinstate.Event{Did: did, With: make(map[string]string, len(with)/2)}
	for i := 0; i+1 < len(with); i += 2 {
		if with[i+1] != "" {
			e.With[with[i]] = with[i+1]
		}
	}
	return e
}
