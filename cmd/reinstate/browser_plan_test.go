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
	dir := firmFolder(t)
	plan = "/cases/" + plannedCase(t, dir) + "/plan"
	added := try(t, env{"REINSTATE_PASSWORD": demoPassword}, "", "user", "add", "--email", ben, "--name", "Ben Berg", "--data", dir)
	if added.status != done {
		t.Fatal(added.err)
	}
	return startServer(t, dir), plan
}

func TestThePlanSavesItselfWhileOneWrites(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	s, plan := planAt(t)
	b := arrive(t, chromium, s, false, owner)
	b.Visit(plan)
	b.Sees("revision 1")
	b.Fill("section_opening", "我们 write this and press nothing.")
	b.Awaits("Not saved yet")
	b.AwaitsLike(regexp.MustCompile(`Saved \d\d:\d\d · revision 2`))
	b.Adds("section_opening", " And go on.")
	b.AwaitsLike(regexp.MustCompile(`Saved \d\d:\d\d · revision 3`))
	b.Reload()
	if got := b.Value("section_opening"); got != "我们 write this and press nothing. And go on." {
		t.Errorf("after loading the page again the text is %q", got)
	}
	b.Quiet()
}

// TestAPlanWaitsForALostServer writes while nobody answers: what was written
// stays in the page, which says so.
func TestAPlanWaitsForALostServer(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	s, plan := planAt(t)
	b := arrive(t, chromium, s, false, owner)
	b.Visit(plan)
	s.kill()
	b.Fill("section_opening", "Written while the server was away.")
	b.Awaits("Not saved: the server cannot be reached. Your text is still here.")
	if got := b.Value("section_opening"); got != "Written while the server was away." {
		t.Errorf("the text is %q", got)
	}
	b.Quiet("a request failed: net::ERR_CONNECTION_REFUSED")
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
			const hers, his = "Olga wrote this, 她写的.", "Ben wrote that, 他写的."
			first.Fill("section_opening", hers)
			first.Click("Save")
			second.Fill("section_opening", his)
			if !way.off {
				second.Awaits("Somebody else saved first. Press Save to see both texts side by side; yours is still here.")
			}
			second.Click("Save")
			second.Sees("Olga Owner saved this plan while you were writing", hers, his)
			second.Click("Save what stands on the left")
			second.Sees("Saved as revision", his)
			second.Lacks(hers)
			second.Click("Revisions")
			second.Click("Revision 2")
			second.Sees(hers)
			first.Quiet()
			second.Quiet("409 for")
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
				b.Awaits("Your session has ended.")
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
