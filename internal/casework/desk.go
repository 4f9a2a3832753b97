// Package casework is what people do to cases, from the notice to the
// outcome. Each method is one use case in one transaction, for one actor; the
// slow parts (hashing an upload, drawing a PDF) happen outside it. Pages and
// the command line go through the same methods.
package casework

import (
	"reinstate/internal/blob"
	"reinstate/internal/catalog"
	"reinstate/internal/notice"
	"reinstate/internal/packet"
	"reinstate/internal/store"
)

// Desk is where cases are worked on.
type Desk struct {
	db      *store.DB
	blobs   *blob.Store
	catalog *catalog.Catalog
	reader  *notice.Reader
	press   *packet.Press
	limits  Limits
}

// Options are what a Desk works with.
type Options struct {
	DB      *store.DB
	Blobs   *blob.Store
	Catalog *catalog.Catalog
	Press   *packet.Press
	Limits  Limits // the zero value means DefaultLimits
}

// Limits bound what one person can put in at once.
type Limits struct {
	File  int64 // bytes of one exhibit
	Paste int64 // bytes of one message
}

// DefaultLimits are generous for evidence and far above any real message.
var DefaultLimits = Limits{File: 100 << 20, Paste: 25 << 20}

// New makes a Desk.
func New(o Options) *Desk {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits
	}
	return &Desk{
		db: o.DB, blobs: o.Blobs, catalog: o.Catalog,
		reader: notice.New(o.Catalog), press: o.Press, limits: o.Limits,
	}
}

// Catalog is what the desk knows of the marketplaces.
func (d *Desk) Catalog() *catalog.Catalog { return d.catalog }

// Limits are the bounds the desk keeps.
func (d *Desk) Limits() Limits { return d.limits }
