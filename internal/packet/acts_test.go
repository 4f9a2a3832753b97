package packet

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAPDFThatActsIsTold(t *testing.T) {
	t.Parallel()
	const plain = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R{}>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]()>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
	for _, tt := range []struct {
		name, catalog, page string
		want                bool
	}{
		{"a plain one", "", "", false},
		{"one that opens at a page", "/OpenAction[3 0 R/Fit]", "", false},
		{"a script when it is opened", "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>", "", true},
		{"a program to launch", "/OpenAction<</S/Launch/F(x)>>", "", true},
		{"an action when a page is seen", "", "/AA<</O<</S/URI/URI(http://x.example)>>>>", true},
		{"a script among the names", "/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>", "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "x.pdf")
			body := strings.NewReplacer("{}", tt.catalog, "()", tt.page).Replace(plain)
			if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
			look, err := LookAt(t.Context(), path)
			if err != nil {
				t.Fatalf("it was not read: %v", err)
			}
			if look.Acts != tt.want {
				t.Errorf("acts: %v", look.Acts)
			}
		})
	}
}
