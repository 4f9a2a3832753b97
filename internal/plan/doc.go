// Package plan is the answer to a notice as a document: it starts a first
// text from an outline, composes sections, claims, demands and exhibits into a
// tree of headings, paragraphs, numbered items and tables, and says what is
// still missing. It does no I/O and reads no clock; package packet draws the
// tree.
package plan
