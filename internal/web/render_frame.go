package web

import (
	"html/template"
	"text/template/parse"
)

// frameIn gives a page the pieces of the frame that it reaches, and no others:
// each page escapes a copy of its own, and copies of all pieces for all pages
// would be most of the server's memory. A piece that the page defines itself
// stands in place of the frame's.
func frameIn(page, frame *template.Template) error {
	due := []string{"page"}
	for _, own := range page.Templates() {
		if own.Tree != nil {
			due = append(due, reached(own.Tree.Root)...)
		}
	}
	for len(due) > 0 {
		name := due[len(due)-1]
		due = due[:len(due)-1]
		piece := frame.Lookup(name)
		if page.Lookup(name) != nil || piece == nil || piece.Tree == nil {
			continue
		}
		if _, err := page.AddParseTree(name, piece.Tree.Copy()); err != nil {
			return err
		}
		due = append(due, reached(piece.Tree.Root)...)
	}
	return nil
}

// reached lists the templates that a part of a tree calls.
func reached(node parse.Node) []string {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		var names []string
		for _, one := range n.Nodes {
			names = append(names, reached(one)...)
		}
		return names
	case *parse.IfNode:
		return append(reached(n.List), reached(n.ElseList)...)
	case *parse.RangeNode:
		return append(reached(n.List), reached(n.ElseList)...)
	case *parse.WithNode:
		return append(reached(n.List), reached(n.ElseList)...)
	case *parse.TemplateNode:
		return []string{n.Name}
	}
	return nil
}
