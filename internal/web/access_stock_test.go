package web

import "maps"

func init() { maps.Copy(matrix, supplyMatrix) }

// supplyMatrix says who gets what at the routes of stock, customer service and
// the policy library.
var supplyMatrix = map[string]row{
	"GET /accounts/:id/stock":     read,
	"GET /accounts/:id/stock/csv": read,
	"GET /clients/:id/stock":      read,
	"GET /clients/:id/stock/csv":  read,
	"GET /accounts/:id/service":   read,

	"GET /policies/new":                         manage,
	"POST /policies":                            add,
	"GET /policies/:marketplace/:reason/edit":   noPolicy,
	"POST /policies/:marketplace/:reason":       noPolicy,
	"POST /policies/:marketplace/:reason/close": noPolicy,
	// The form is sent without the wording that was read.
	"POST /policies/:marketplace/:reason/read":             {signedOut, 409, 409, 409, 409, 403},
	"POST /policies/:marketplace/:reason/note":             {signedOut, 403, 422, 422, 422, 403},
	"POST /policies/:marketplace/:reason/readers":          {signedOut, 403, 303, 303, 303, 403},
	"POST /policies/:marketplace/:reason/ties":             {signedOut, 403, 422, 422, 422, 403},
	"POST /policies/:marketplace/:reason/ties/:tie/remove": noPolicy,
}

// noPolicy is what comes of an entry of the catalog where only the firm's own
// can be changed.
var noPolicy = row{signedOut, 403, 404, 404, 404, 403}
