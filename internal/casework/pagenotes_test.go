package casework_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/programtest"
	"reinstate/internal/reinstate"
)

func TestANoteOnAPageIsWrittenSettledAndRemoved(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	e := o.file(ref).Exhibits[0]
	viewer := o.colleague("Vera", reinstate.RoleViewer)
	n, err := o.desk.AddPageNote(t.Context(), viewer, ref, reinstate.PageNote{Exhibit: e.ID, Page: 1, Spot: reinstate.Spot{X: 250, Y: 900}, Text: " Whose stamp is this? "})
	o.must(err)
	if n.Text != "Whose stamp is this?" || n.By != "Vera" || n.Version != 1 || !n.Open() {
		t.Errorf("added: %+v", n)
	}
	n.Text, n.Spot = "Whose stamp and signature?", reinstate.WholePage
	if err := o.desk.EditPageNote(t.Context(), o.who, ref, n); !errors.Is(err, reinstate.ErrForbidden) {
		t.Errorf("somebody else's words were changed: %v", err)
	}
	o.must(o.desk.EditPageNote(t.Context(), viewer, ref, n))
	if err := o.desk.EditPageNote(t.Context(), viewer, ref, n); !errors.Is(err, reinstate.ErrConflict) {
		t.Errorf("a change of an older text: %v", err)
	}
	n.Version = 2
	if err := o.desk.ResolvePageNote(t.Context(), viewer, ref, n, true); !errors.Is(err, reinstate.ErrForbidden) {
		t.Errorf("a viewer settled it: %v", err)
	}
	o.must(o.desk.ResolvePageNote(t.Context(), o.who, ref, n, true))
	look, err := o.desk.Look(t.Context(), o.who, ref, e.ID)
	o.must(err)
	if len(look.Notes) != 1 || look.Notes[0].Open() || look.Notes[0].Text != "Whose stamp and signature?" || look.Notes[0].Spot.Pinned() || look.Notes[0].Edited.IsZero() {
		t.Errorf("settled: %+v", look.Notes)
	}
	n.Version = 3
	o.must(o.desk.RemovePageNote(t.Context(), o.who, ref, n))
	if err := o.desk.RemovePageNote(t.Context(), o.who, ref, n); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	var told []string
	for _, entry := range o.events(o.who, ref) {
		if strings.HasPrefix(entry.Event.Did, "page_note") {
			told = append(told, entry.Event.Did+" "+entry.Event.With["page"]+" "+entry.Event.With["text"])
		}
	}
	want := []string{"page_noted 1 Whose stamp is this?", "page_note_edited 1 Whose stamp and signature?", "page_note_resolved 1 Whose stamp and signature?", "page_note_removed 1 Whose stamp and signature?"}
	if !slices.Equal(told, want) {
		t.Errorf("the timeline tells %q", told)
	}
}

func TestNotesWithoutWordsOrOffThePageAreRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	e := o.attach(ref, "a.pdf", pages(t, "a", 2)).Exhibit
	for name, tt := range map[string]struct {
		in   reinstate.PageNote
		want string // the field that is refused; empty: there is no such page
	}{
		"without words": {reinstate.PageNote{Page: 1, Spot: reinstate.WholePage, Text: " \n"}, "note"},
		"too long":      {reinstate.PageNote{Page: 1, Spot: reinstate.WholePage, Text: strings.Repeat("长", 4001)}, "note"},
		"beside it":     {reinstate.PageNote{Page: 1, Spot: reinstate.Spot{X: 1001, Y: 4}, Text: "x"}, "spot"},
		"half a place":  {reinstate.PageNote{Page: 1, Spot: reinstate.Spot{X: -1, Y: 4}, Text: "x"}, "spot"},
		"page 0":        {reinstate.PageNote{Page: 0, Spot: reinstate.WholePage, Text: "x"}, ""},
		"page 3 of 2":   {reinstate.PageNote{Page: 3, Spot: reinstate.WholePage, Text: "x"}, ""},
	} {
		tt.in.Exhibit = e.ID
		_, err := o.desk.AddPageNote(t.Context(), o.who, ref, tt.in)
		refused := reinstate.Invalid{}
		if tt.want == "" && !errors.Is(err, reinstate.ErrNotFound) || tt.want != "" && (!errors.As(err, &refused) || refused[tt.want] == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if look, err := o.desk.Look(t.Context(), o.who, ref, e.ID); err != nil || len(look.Notes) != 0 || look.Pages() != 2 {
		t.Errorf("%+v, %v", look, err)
	}
}

// TestNotesStayInTheFirm looks for the words of a note wherever a client, the
// marketplace or counsel could read them.
func TestNotesStayInTheFirm(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	e := o.file(ref).Exhibits[0]
	const words = "the watermark looks pasted"
	_, err := o.desk.AddPageNote(t.Context(), o.who, ref, reinstate.PageNote{Exhibit: e.ID, Page: 1, Spot: reinstate.WholePage, Text: words})
	o.must(err)
	client := o.colleague("Hai", reinstate.RoleClient)
	client.Client = o.account.Client
	look, err := o.desk.Look(t.Context(), client, ref, e.ID)
	o.must(err)
	if len(look.Notes) != 0 {
		t.Errorf("a client reads %+v", look.Notes)
	}
	for _, entry := range o.events(client, ref) {
		if strings.Contains(entry.Event.With["text"], words) {
			t.Errorf("a client's timeline tells %+v", entry.Event)
		}
	}
	_, err = o.desk.AddPageNote(t.Context(), client, ref, reinstate.PageNote{Exhibit: e.ID, Page: 1, Spot: reinstate.WholePage, Text: "me too"})
	if !errors.Is(err, reinstate.ErrForbidden) {
		t.Errorf("a client's note: %v", err)
	}
	_, files := o.bound(ref, casework.Order{Channel: "E-mail"})
	_, packed := o.packed(ref)
	for name, content := range files {
		packed["packet/"+name] = content
	}
	read := 0
	for name, content := range packed {
		if strings.HasSuffix(name, ".pdf") {
			content = textIn(t, content)
			read++
		}
		if strings.Contains(string(content), "watermark") {
			t.Errorf("%s tells of the note", name)
		}
	}
	if read < 2 {
		t.Errorf("only %d PDFs were read", read)
	}
}

// textIn is the text of a PDF as another reader finds it.
func textIn(t *testing.T, pdf []byte) []byte {
	t.Helper()
	name := filepath.Join(t.TempDir(), "in.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(programtest.Path(t, programtest.Pdftotext), name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}
