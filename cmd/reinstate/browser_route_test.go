package main

import (
	"strings"
	"testing"

	"reinstate/internal/browsertest"
)

// TestTheKindIsChosenAndTheLetterCopiedInABrowser goes from the questions by
// way of a building block to the answers of a form.
func TestTheKindIsChosenAndTheLetterCopiedInABrowser(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, s := range scripts {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			dir := firmFolder(t)
			at := "/cases/" + plannedCase(t, dir)
			b := arrive(t, chromium, startServer(t, dir), s.off, owner)
			b.Visit(at + "/route")
			b.Sees("Is what the notice says true, as far as you know?", "Not yet", "Answer the questions.")
			b.PressIn("Is what the notice says true, as far as you know?", "Yes")
			b.PressIn("Can you prove your side with papers?", "No")
			b.Click("Keep these answers")
			b.Sees("Your answers are kept on the case.", "Plan of action", "Why:", "What it costs where another was wanted:")
			b.Click("Choose this kind")
			b.Sees("Chosen for this round")
			b.Click("On to the building blocks")
			b.ClickIn("we had no step that compares a delivery", "Take over")
			text := b.Value("text")
			if !strings.Contains(text, "{date}") {
				t.Errorf("the block became %q", text)
			}
			b.Fill("text", strings.ReplaceAll(text, "{date}", "3 November 2026"))
			b.Click("Save")
			b.Sees("Until 3 November 2026 we had no step")
			b.Visit(at + "/packet/copy")
			b.Sees("This is still a draft.", "Still to be filled in:", "characters", "bytes")
			if copies := b.Shows("button[data-copy]"); copies != 0 {
				t.Errorf("%d buttons copy a letter that is not sound", copies)
			}
			if b.Shows("textarea[readonly]") < 3 {
				t.Error("there are no boxes to mark and copy by hand")
			}
			b.Quiet()
		})
	}
}
