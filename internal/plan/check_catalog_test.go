package plan_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"reinstate/internal/catalog"
	"reinstate/internal/plan"
)

func TestACheckerThatDoesNotFitItsCatalogIsRefused(t *testing.T) {
	t.Parallel()
	known, err := catalog.LoadChecks(fstest.MapFS{"catalog/checks/a.yaml": {Data: []byte(`
reviewed: 2026-11-22
sources: {own: {title: Ours, grade: assumed, seen: 2026-11-22}}
rules: [{id: S99, title: T, severity: low, message: M., advice: A., sources: [own]}]
`)}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = plan.NewChecker(known)
	if err == nil {
		t.Fatal("it was accepted")
	}
	for _, want := range []string{"nothing decides rule S99", "no words for rule R02", "no limit words_least", "no words own_failure"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q: %v", want, err)
		}
	}
}
