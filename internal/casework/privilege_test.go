package casework_test

import (
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
)

func TestACopyOfAPrivilegedDocumentStaysOutOfThePackToo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	memo := o.attach(ref, "memo.txt", "what we told counsel").Exhibit
	o.attach(ref, "the same by another name.txt", "what we told counsel")
	open := o.attach(ref, "open.txt", "an invoice").Exhibit
	o.must(o.desk.Privilege(t.Context(), o.who, ref, reinstate.ThingExhibit, int64(memo.ID), true))
	_, files := o.packed(ref)
	found := false
	for name, content := range files {
		found = found || sumOf(string(content)) == open.SHA256
		if sumOf(string(content)) == memo.SHA256 || strings.Contains(string(content), memo.SHA256) || strings.Contains(name, "another name") {
			t.Errorf("%s holds or tells of a copy", name)
		}
	}
	if !found {
		t.Error("the pack lacks what is open")
	}
}

// TestAnExportOfBeforeTheMarkIsNotHandedOut makes a counsel pack and then marks
// something in it as privileged: an exhibit, a copy of one, or a message.
func TestAnExportOfBeforeTheMarkIsNotHandedOut(t *testing.T) {
	t.Parallel()
	for name, mark := range map[string]func(o *office, ref string, e reinstate.Exhibit) (reinstate.Thing, int64){
		"an exhibit": func(_ *office, _ string, e reinstate.Exhibit) (reinstate.Thing, int64) {
			return reinstate.ThingExhibit, int64(e.ID)
		},
		"a later copy of an exhibit": func(o *office, ref string, _ reinstate.Exhibit) (reinstate.Thing, int64) {
			return reinstate.ThingExhibit, int64(o.attach(ref, "copy.txt", "a memo").Exhibit.ID)
		},
		"a message": func(o *office, ref string, _ reinstate.Exhibit) (reinstate.Thing, int64) {
			return reinstate.ThingNotice, int64(o.file(ref).Notices[0].ID)
		},
	} {
		o := newOffice(t)
		ref := o.correcting()
		e := o.attach(ref, "memo.txt", "a memo").Exhibit
		x, err := o.desk.AskExport(t.Context(), o.who, ref, reinstate.Export{Profile: "counsel"})
		o.must(err)
		o.must(o.desk.MakeExport(t.Context(), o.system(), x.ID))
		open := func() (err error) {
			file, err := o.desk.OpenExport(t.Context(), o.who, ref, x.ID, 0)
			if err == nil {
				err = file.Body.Close()
			}
			return err
		}
		o.must(open())
		o.wait(time.Minute)
		thing, id := mark(o, ref, e)
		o.must(o.desk.Privilege(t.Context(), o.who, ref, thing, id, true))
		if err := open(); !isInvalid(err, "file") {
			t.Errorf("%s was marked since: %v", name, err)
		}
		again, err := o.desk.AskExport(t.Context(), o.who, ref, reinstate.Export{Profile: "counsel"})
		o.must(err)
		o.wait(time.Minute)
		o.must(o.desk.MakeExport(t.Context(), o.system(), again.ID))
		if _, err := o.desk.OpenExport(t.Context(), o.who, ref, again.ID, 0); err != nil {
			t.Errorf("%s was marked before: %v", name, err)
		}
		o.must(o.desk.Privilege(t.Context(), o.who, ref, thing, id, false))
		if err := open(); err != nil {
			t.Errorf("%s is privileged no longer: %v", name, err)
		}
	}
}
