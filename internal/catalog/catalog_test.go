package catalog_test

import (
	"testing"

	"reinstate/data"
	"reinstate/internal/catalog"
)

func TestTheCatalogThatShipsHasNoMistakes(t *testing.T) {
	t.Parallel()
	if _, err := catalog.Load(data.FS); err != nil {
		t.Fatal(err)
	}
}
