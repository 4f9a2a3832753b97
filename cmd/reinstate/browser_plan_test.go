package main

import (
	"regexp"
	"strings"
	"testing"

	"reinstate/internal/browsertest"
)

const (
	owner = "olga@testing.example" // of the firm in firmFolder
	ben   = "ben@testing.example"
)

// planAt is a firm with a case whose plan is laid out, and its server.
func planAt(t *testing.T) (s *serving, plan string) {
	t.Helper()
	s, plan, _ = planIn(t)
	return s, plan
}

// planIn is the same with its data folder.
func planIn(t *testing.T) (s *serving, plan, dir string) {
	t.Helper()
	dir = firmFolder(t)
	plan = "/cases/" + plannedCase(t, dir) + "/plan"
	added := try(t, env{"REINSTATE_PASSWORD": demoPassword}, "", "user", "add", "--email", ben, "--name", "Ben Berg", "--role", "manager", "--data", dir)
	if added.status != done {
		t.Fatal(added.err)
	}
	return startServer(t, dir), plan, dir
}

// again starts the server once more at the address it had.
func (s *serving) again(t *testing.T, dir string) *serving {
	t.Helper()
	return startServer(t, dir, "--listen", strings.TrimPrefix(s.url, "http://"))
}

var savedAt = regexp.MustCompile(`Saved \d\d:\d\d`)

func TestThePlanSavesItselfWhileOneWrites(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	s, plan := planAt(t)
	b := arrive(t, chromium, s, false, owner)
	b.Visit(plan)
	b.Sees("revision 1")
	b.Fill("section_opening", "我们 write this and press nothing.")
	b.Awaits("Not saved yet")
	b.AwaitsLike(savedAt)
	b.Adds("section_opening", " And go on.")
	b.Awaits("Not saved yet")
	b.AwaitsLike(savedAt)
	b.Reload()
	if got := b.Value("section_opening"); got != "我们 write this and press nothing. And go on." {
		t.Errorf("after loading the page again the text is %q", got)
	}
	b.Sees("revision 1", "and what is written since")
	b.Click("Save")
	b.Sees("Saved as revision 2.")
	b.Quiet()
}

// TestAPressWaitsForTheSaveUnderWay writes on while a save is on its slow way,
// and presses a button then: of the form itself, and of another one.
func TestAPressWaitsForTheSaveUnderWay(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, way := range []struct{ name, press, then string }{
		{"of the form", "Save", "Saved as revision 2."},
		{"of another form", "Send to review", "In review"},
	} {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			s, plan := planAt(t)
			b := arrive(t, chromium, s, false, owner)
			b.Visit(plan)
			b.Slow(2000)
			b.Fill("section_opening", "We write this first.")
			b.Awaits("Saving…")
			b.Adds("section_opening", " And this while it is saved.")
			b.Click(way.press)
			b.Slow(0)
			b.Sees(way.then)
			b.Lacks("saved this plan while you were writing")
			if got := b.Value("section_opening"); got != "We write this first. And this while it is saved." {
				t.Errorf("the text is %q", got)
			}
			b.Quiet()
		})
	}
}

// TestFindingsFollowTheText writes what the checker minds and mends it, without
// pressing anything.
func TestFindingsFollowTheText(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	s, plan := planAt(t)
	b := arrive(t, chromium, s, false, owner)
	b.Visit(plan)
	b.Lacks("T01")
	b.Fill("section_closing", "We beg you to reactivate our account, please have mercy on our family.")
	b.Awaits("T01")
	b.Fill("section_closing", "We ask you to look at the papers.")
	b.AwaitsNo("T01")
	b.AwaitsLike(savedAt)
	b.Quiet()
}

// TestAPlanOutlivesALostServer kills the server while somebody writes. The page
// that is still open saves once the server is back.
func TestAPlanOutlivesALostServer(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	s, plan, dir := planIn(t)
	b := arrive(t, chromium, s, false, owner)
	b.Visit(plan)
	s.kill()
	b.Fill("section_opening", "Written while the server was away.")
	b.Awaits("Not saved: the server cannot be reached. Your text is still here.")
	s.again(t, dir)
	b.AwaitsLike(savedAt)
	b.Reload()
	if got := b.Value("section_opening"); got != "Written while the server was away." {
		t.Errorf("the text is %q", got)
	}
	b.Quiet("a request failed: net::ERR_CONNECTION_REFUSED")
}

// TestAPlanOutlivesALostServerAndALostPage is the same with a page that was
// closed meanwhile: the browser offers the text back.
func TestAPlanOutlivesALostServerAndALostPage(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	s, plan, dir := planIn(t)
	b := arrive(t, chromium, s, false, owner)
	lost := b.Beside()
	lost.Visit(plan)
	s.kill()
	lost.Fill("section_opening", "Written before the page was lost, 写了。")
	lost.Awaits("Not saved: the server cannot be reached.")
	lost.Close()
	s.again(t, dir)
	b.Visit(plan)
	b.Sees("There is text from this browser that was not saved.")
	b.Press("Put it back")
	b.AwaitsLike(savedAt)
	b.Reload()
	if got := b.Value("section_opening"); got != "Written before the page was lost, 写了。" {
		t.Errorf("the text is %q", got)
	}
	b.Lacks("There is text from this browser that was not saved.")
	b.Quiet()
}

func TestTwoPeopleWhoSaveTheSamePlanLoseNothing(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, way := range scripts {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			s, plan := planAt(t)
			first, second := arrive(t, chromium, s, way.off, owner), arrive(t, chromium, s, way.off, ben)
			first.Visit(plan)
			second.Visit(plan)
			const hers, his, aside = "Olga wrote this, 她写的.", "Ben wrote that, 他写的.", "Ben closes the letter with this."
			first.Fill("section_opening", hers)
			first.Click("Save")
			second.Fill("section_opening", his)
			second.Fill("section_closing", aside)
			if way.off {
				second.Click("Save")
				second.Sees("Olga Owner saved this plan while you were writing", hers, his)
				second.Click("Save what stands on the left")
				second.Sees("Saved as revision", his, aside)
			} else {
				second.Awaits("Olga Owner saved this meanwhile:")
				second.Sees(hers, his)
				second.Press("Keep mine")
				second.AwaitsLike(savedAt)
				second.Click("Save")
				second.Sees("Saved as revision", his, aside)
			}
			second.Click("Revisions")
			second.Click("Revision 2")
			second.Sees(hers)
			first.Quiet()
			second.Quiet("409 for")
		})
	}
}

// TestPartsOfTheLetterAreMovedByDragging drops a section before another; what
// was typed meanwhile is kept.
func TestPartsOfTheLetterAreMovedByDragging(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	s, plan := planAt(t)
	b := arrive(t, chromium, s, false, owner)
	b.Visit(plan)
	before := b.Words("[data-section] > .parthead h2")
	b.Fill("section_opening", "Written before anything was moved.")
	b.Drag("[data-section=closing] > .parthead", "[data-section=opening] > .parthead")
	b.Sees("Saved as revision")
	after := b.Words("[data-section] > .parthead h2")
	if len(after) != len(before) || after[0] != before[len(before)-1] || after[1] != before[0] {
		t.Errorf("the parts stood as %q and stand as %q", before, after)
	}
	if got := b.Value("section_opening"); got != "Written before anything was moved." {
		t.Errorf("the opening says %q", got)
	}
	b.Quiet()
}

// TestTwoPeopleInDifferentSectionsDoNotCollide saves both texts without asking
// anybody anything.
func TestTwoPeopleInDifferentSectionsDoNotCollide(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, way := range scripts {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			s, plan := planAt(t)
			first, second := arrive(t, chromium, s, way.off, owner), arrive(t, chromium, s, way.off, ben)
			first.Visit(plan)
			second.Visit(plan)
			first.Fill("section_opening", "Olga opens.")
			first.Click("Save")
			second.Fill("section_closing", "Ben closes.")
			second.Click("Save")
			second.Sees("Saved as revision", "Olga opens.", "Ben closes.")
			first.Quiet()
			second.Quiet()
		})
	}
}

func TestASessionThatEndsWhileOneWritesLosesNoText(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, way := range scripts {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			s, plan := planAt(t)
			b, telephone := arrive(t, chromium, s, way.off, owner), arrive(t, chromium, s, way.off, owner)
			b.Visit(plan)
			telephone.Visit("/account")
			telephone.Click("Sign out everywhere")
			telephone.Sees("You are signed out on every device.")

			written := strings.Repeat("A long thought about 采购 that must not be lost. ", 20)
			b.Fill("section_opening", written)
			if !way.off {
				b.Awaits("Not saved: you are signed out.")
			}
			b.Click("Save")
			b.Sees("Your session has ended", "Sign in and you get back what you wrote.")
			b.Fill("email", owner)
			b.Fill("password", demoPassword)
			b.Click("Sign in")
			b.Sees("You are signed in again", strings.TrimSpace(written))
			b.Click("Save it now")
			b.Sees("Saved as revision 2", strings.TrimSpace(written))
			b.Quiet("401 for")
		})
	}
}
