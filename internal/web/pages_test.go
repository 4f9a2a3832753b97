package web

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jba/templatecheck"
	"golang.org/x/net/html"

	"reinstate/data"
	"reinstate/internal/storetest"
	"reinstate/static"
	"reinstate/templates"
)

// fixtures are all pages, filled. See firmFixtures for the keys.
func fixtures() map[string]any {
	all := firmFixtures()
	maps.Copy(all, caseFixtures())
	maps.Copy(all, agendaFixtures())
	maps.Copy(all, healthFixtures())
	maps.Copy(all, supplyFixtures())
	return all
}

// pageOf is the template of a fixture.
func pageOf(fixture string) string {
	name, _, _ := strings.Cut(fixture, " ")
	return name
}

// quietVoice speaks English in Berlin at the beginning of the test clock.
func quietVoice(t *testing.T) *voice {
	t.Helper()
	made, err := kit()
	if err != nil {
		t.Fatal(err)
	}
	site, err := readAssets(static.Files)
	if err != nil {
		t.Fatal(err)
	}
	spoken, err := readWords(data.Words)
	if err != nil {
		t.Fatal(err)
	}
	tag := spoken.choose("en", "")
	return &voice{
		house: newHouse(made.Catalog, site), lang: tag, printer: spoken.printers[tag],
		zone: zoneOf("Europe/Berlin"), now: storetest.Start.Add(time.Second),
	}
}

func TestEveryPageHasAFixture(t *testing.T) {
	t.Parallel()
	parsed, err := parsePages(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for name := range fixtures() {
		have[pageOf(name)] = true
	}
	for name := range parsed.pages {
		if !have[name] {
			t.Errorf("the page %s has no fixture", name)
		}
	}
	for name := range have {
		if parsed.pages[name] == nil {
			t.Errorf("the fixture %s has no page", name)
		}
	}
}

func TestTemplatesFitTheirPages(t *testing.T) {
	t.Parallel()
	parsed, err := parsePages(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	checked := map[string]bool{}
	for name, p := range fixtures() {
		page := parsed.pages[pageOf(name)]
		if page == nil || checked[pageOf(name)] {
			continue
		}
		checked[pageOf(name)] = true
		if err := templatecheck.CheckHTML(page.Lookup("page"), p); err != nil {
			t.Errorf("%s: %v", pageOf(name), err)
		}
	}
}

func TestPagesAreSound(t *testing.T) {
	t.Parallel()
	voice := quietVoice(t)
	stage, err := newStage(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range fixtures() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body, err := stage.render(voice, pageOf(name), p)
			if err != nil {
				t.Fatal(err)
			}
			for _, flaw := range flaws(t, body.Bytes()) {
				t.Error(flaw)
			}
		})
	}
}

// flaws says in a sentence each what a page may not have: inline script or
// style, an id twice, a label or a link that leads nowhere, more than one
// primary button, or text that became markup.
func flaws(t *testing.T, body []byte) []string {
	t.Helper()
	page, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	var found []string
	ids, wanted := map[string]bool{}, map[string]string{}
	primary, headings := 0, 0
	for node := range page.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		found = append(found, elementFlaws(node)...)
		switch node.Data {
		case "h1":
			headings++
		case "script":
			if node.FirstChild != nil {
				found = append(found, "there is a script in the page")
			}
		case "style":
			found = append(found, "there is a style in the page")
		}
		for _, a := range node.Attr {
			switch a.Key {
			case "id":
				if ids[a.Val] {
					found = append(found, "the id "+a.Val+" is there twice")
				}
				ids[a.Val] = true
			case "for", "aria-labelledby", "aria-describedby":
				for _, id := range strings.Fields(a.Val) {
					wanted[id] = a.Key
				}
			case "class":
				if slices.Contains(strings.Fields(a.Val), "primary") {
					primary++
				}
			}
		}
	}
	for id, by := range wanted {
		if !ids[id] {
			found = append(found, by+" names "+id+", which is not there")
		}
	}
	if primary > 1 {
		found = append(found, "there is more than one primary button")
	}
	if headings != 1 {
		found = append(found, "there is not exactly one h1")
	}
	return found
}

func elementFlaws(node *html.Node) []string {
	var found []string
	attributes := map[string]string{}
	for _, a := range node.Attr {
		attributes[a.Key] = a.Val
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			found = append(found, "<"+node.Data+"> has the attribute "+a.Key)
		}
		if a.Key == "src" && a.Val == "x" {
			found = append(found, "hostile text became an element")
		}
	}
	switch {
	case node.Data == "form" && attributes["action"] == "":
		found = append(found, "a form says not where it goes")
	case node.Data == "a" && attributes["href"] == "":
		found = append(found, "a link leads nowhere")
	case node.Data == "img" && attributes["alt"] == "":
		found = append(found, "a picture has no words")
	case node.Data == "button" && attributes["type"] == "":
		found = append(found, "a button has no type")
	}
	return found
}

func TestFlawsAreFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, want string }{
		{"a sound page", `<h1>Cases</h1><a class="btn primary" href="/x">Go</a>`, ""},
		{"an inline style", `<h1>Cases</h1><p style="color:red">x</p>`, "<p> has the attribute style"},
		{"an inline handler", `<h1>Cases</h1><p onclick="x()">x</p>`, "<p> has the attribute onclick"},
		{"a script in the page", `<h1>Cases</h1><script>x()</script>`, "there is a script in the page"},
		{"the same id twice", `<h1 id="a">Cases</h1><p id="a">x</p>`, "the id a is there twice"},
		{"a label for nothing", `<h1>Cases</h1><label for="x">x</label>`, "for names x, which is not there"},
		{"two primary buttons", `<h1>Cases</h1><a class="primary" href="/x">x</a><a class="primary" href="/y">y</a>`, "there is more than one primary button"},
		{"no heading", `<p>x</p>`, "there is not exactly one h1"},
		{"a form to nowhere", `<h1>Cases</h1><form></form>`, "a form says not where it goes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(flaws(t, []byte(tt.body)), ", "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
