// Package docx writes a letter as a Word file: the same document tree that
// package packet draws as a PDF, for people who edit in Word or LibreOffice.
//
// It is our own small writer of the standard ECMA-376 (Office Open XML), for
// a letter needs nine parts of it and the libraries there are lack footers or
// are not kept. Numbers of claims are written out, not counted by Word: other
// claims refer to them, and what was approved must not renumber itself.
package docx
