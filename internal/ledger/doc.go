// Package ledger makes figures of what became of filings: how long decisions
// took, and how often what was filed led to which. It says how many filings a
// figure rests on and how far it can be trusted, and keeps silent about fewer
// than five. It reads no clock and does no I/O.
package ledger
