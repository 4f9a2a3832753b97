// Package health reads what marketplaces report about an account and says what
// it means: how each figure stands to its line, where it is going, and how much
// is left until the line is crossed. It only reasons: bytes and days come in,
// measures and sentences go out; it reads no clock and no files.
//
// A report's own target goes before the catalog's line. What is not measured is
// never taken for zero, and a figure whose counts contradict it gets no runway.
package health
