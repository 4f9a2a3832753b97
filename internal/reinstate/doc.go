// Package reinstate holds the words and rules of the product: cases, notices,
// readings, demands, claims, exhibits, plans, filings, decisions and clocks,
// the flow table that says how a case moves, the permit table that says who
// may move it, and the errors everything above speaks in.
//
// It imports the standard library only, does no I/O, reads no clock, and its
// types carry no tags: storage, forms and JSON have shapes of their own.
package reinstate
