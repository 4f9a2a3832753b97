package browsertest

import (
	"context"
	"errors"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Fill types the value into the field of this name, over what stands there. Of
// a list it chooses the option with that value or with those words.
func (b *Tab) Fill(name, value string) {
	b.t.Helper()
	at, err := ask[answer](b, "enter", name)
	switch {
	case err != nil:
	case at.Trouble != "":
		b.fail("fill in %q: %s", name, at.Trouble)
	case typed[at.Kind]:
		_, err = chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: value})
	default:
		if at, err = ask[answer](b, "set", name, value); err == nil && (at.Trouble != "" || at.Kind == "") {
			b.fail("choose %q in %q: %s", value, name, at.Trouble)
		}
	}
	if err != nil {
		b.fail("fill in %q: %v", name, err)
	}
}

// typed are the kinds of fields that take what is typed as it is.
var typed = map[string]bool{"text": true, "textarea": true, "email": true, "password": true, "search": true, "tel": true}

// Adds types at the end of what stands in the field.
func (b *Tab) Adds(name, value string) {
	b.t.Helper()
	b.Fill(name, b.Value(name)+value)
}

// Drag drags what one selector names onto what another does, where that takes
// it, and waits for the page that follows.
func (b *Tab) Drag(from, onto string) {
	b.t.Helper()
	b.leave("drag "+from+" onto "+onto, func(context.Context) error {
		at, err := ask[answer](b, "drag", from, onto)
		if err == nil && at.Trouble != "" {
			err = errors.New(at.Trouble)
		}
		return err
	})
}

// Value is what stands in the field of this name; of a list, the words of the
// chosen option.
func (b *Tab) Value(name string) string {
	b.t.Helper()
	value, err := ask[*string](b, "value", name)
	if err != nil {
		b.fail("read the field %q: %v", name, err)
	}
	if value == nil {
		b.fail("read the field %q: there is none", name)
		return ""
	}
	return *value
}

// Give chooses files in the field of this name.
func (b *Tab) Give(name string, files ...string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	at, err := chromedp.Run(ctx, chromedp.QueryNodeIDs(chromedp.CSS(`input[type=file][name="`+name+`"]`)))
	if err == nil {
		_, err = chromedp.Call(ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, NodeID: at[0]})
	}
	if err != nil {
		b.fail("give files to %q: %v", name, err)
	}
}
