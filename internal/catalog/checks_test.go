package catalog_test

import (
	"testing"

	"reinstate/data"
	"reinstate/internal/catalog"
)

func TestTheChecksThatShipAreWhole(t *testing.T) {
	t.Parallel()
	if _, err := catalog.LoadChecks(data.FS); err != nil {
		t.Fatal(err)
	}
}
