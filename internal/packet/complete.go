package packet

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"reinstate/internal/plan"
)

// complete draws a part's own sheets, puts all its pages in order and closes
// the file. Before is how many pages the parts before it have.
func (k *binder) complete(part *binding, c content, before int) (pages int, err error) {
	ours := slices.Clone(c.front)
	for _, i := range part.exhibits {
		ours = append(ours, c.covers[i]...)
	}
	ours = append(ours, c.back...)
	if err := k.draw(part, c, ours); err != nil {
		return 0, err
	}
	order := inOrder(part, c)
	if k.b.Bates.On() {
		for n, page := range order {
			part.w.stream(page.over, nil, stamp(k.b.Bates.Mark(before+n), page.seen, page.turned))
		}
	}
	var kids strings.Builder
	for _, page := range order {
		kids.WriteString(reference(page.object) + " ")
	}
	part.w.object(pagesObject, fmt.Appendf(nil, "<</Type/Pages/Count %d/Kids[%s]>>", len(order), strings.TrimSpace(kids.String())))
	k.catalog(part.w, ours)
	return len(order), part.w.close()
}

// inOrder lists all pages of a part.
func inOrder(part *binding, c content) []copied {
	var order []copied
	add := func(leaves []*leaf) {
		for _, l := range leaves {
			order = append(order, l.page)
		}
	}
	add(c.front)
	for _, i := range part.exhibits {
		add(c.covers[i])
		order = append(order, part.pages[i]...)
	}
	add(c.back)
	return order
}

// first is the document that names the file.
func (k *binder) first() plan.Document {
	if len(k.b.Front) > 0 {
		return k.b.Front[0]
	}
	return plan.Document{}
}

// draw draws sheets of ours and copies them into the part, with the links of
// the index.
func (k *binder) draw(part *binding, c content, ours []*leaf) error {
	if len(ours) == 0 {
		return nil
	}
	all := frontOf(k.words, k.first(), k.b.Options)
	all.bound = true
	for _, l := range ours {
		l.page.object = part.w.number()
		all.pages = append(all.pages, l.sheet)
	}
	pdf, err := k.press.ink(all)
	if err != nil {
		return err
	}
	src, err := readOwn(pdf)
	if err != nil {
		return err
	}
	copier := newCopier(src, part.w)
	for i, l := range ours {
		with := dressing{object: l.page.object, over: k.b.Bates.On(), links: links(l, all.height, part, c)}
		if l.page, err = copier.page(context.Background(), src.pages[i], with); err != nil {
			return err
		}
	}
	return nil
}

// links are the annotations of a sheet that lead to exhibits of the same part:
// to the cover sheet, or to the first page where there is none.
func links(l *leaf, height float64, part *binding, c content) string {
	var text strings.Builder
	for _, a := range l.links {
		target := 0
		if covers := c.covers[a.exhibit]; len(covers) > 0 {
			target = covers[0].page.object
		} else if pages := part.pages[a.exhibit]; len(pages) > 0 {
			target = pages[0].object
		}
		if target == 0 {
			continue
		}
		fmt.Fprintf(&text, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%s %s %s %s]/Dest[%s/Fit]>>",
			num(a.x), num(height-a.y-a.height), num(a.x+a.width), num(height-a.y), reference(target))
	}
	return text.String()
}

// catalog writes what the file says about itself, and its bookmarks.
func (k *binder) catalog(w *writer, ours []*leaf) {
	d := frontOf(k.words, k.first(), k.b.Options)
	text := fmt.Sprintf("<</Type/Catalog/Pages %s/Lang %s/ViewerPreferences<</DisplayDocTitle true>>", reference(pagesObject), literal(d.language))
	if outlines := bookmarks(w, ours, d.height); outlines > 0 {
		text += "/PageMode/UseOutlines/Outlines " + reference(outlines)
	}
	w.object(catalogObject, []byte(text+w.optionalContent()+">>"))
	dated := d.dated.UTC().Format("D:20060102150405") + "Z"
	w.object(infoObject, fmt.Appendf(nil, "<</Title %s/Author %s/Producer(Reinstate)/CreationDate(%s)/ModDate(%s)>>",
		text16(d.title), text16(d.author), dated, dated))
}

// bookmarks writes the tree of bookmarks, two levels deep, and gives its root.
func bookmarks(w *writer, ours []*leaf, height float64) int {
	type node struct {
		object int
		title  string
		target string
		kids   []*node
	}
	var roots []*node
	for _, l := range ours {
		for _, b := range l.bookmarks {
			one := &node{w.number(), b.text, fmt.Sprintf("[%s/XYZ null %s null]", reference(l.page.object), num(height-b.y)), nil}
			if b.level > 0 && len(roots) > 0 {
				parent := roots[len(roots)-1]
				parent.kids = append(parent.kids, one)
				continue
			}
			roots = append(roots, one)
		}
	}
	if len(roots) == 0 {
		return 0
	}
	var write func(parent int, all []*node)
	write = func(parent int, all []*node) {
		for i, n := range all {
			text := fmt.Sprintf("<</Title %s/Parent %s/Dest%s", text16(n.title), reference(parent), n.target)
			if i > 0 {
				text += "/Prev " + reference(all[i-1].object)
			}
			if i+1 < len(all) {
				text += "/Next " + reference(all[i+1].object)
			}
			if kids := n.kids; len(kids) > 0 { // closed at first: the exhibits are what one looks for
				text += fmt.Sprintf("/First %s/Last %s/Count %d", reference(kids[0].object), reference(kids[len(kids)-1].object), -len(kids))
			}
			w.object(n.object, []byte(text+">>"))
			write(n.object, n.kids)
		}
	}
	root := w.number()
	write(root, roots)
	w.object(root, fmt.Appendf(nil, "<</Type/Outlines/First %s/Last %s/Count %d>>", reference(roots[0].object), reference(roots[len(roots)-1].object), len(roots)))
	return root
}

// text16 writes a text as PDF holds any: UTF-16 with its mark, in hexadecimal.
func text16(text string) string {
	out := []byte("<feff")
	for _, u := range utf16.Encode([]rune(text)) {
		out = fmt.Appendf(out, "%04x", u)
	}
	return string(append(out, '>'))
}
