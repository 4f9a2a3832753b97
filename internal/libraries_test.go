package internal_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// requirement is one module that go.mod requires.
type requirement struct {
	Path     string
	Version  string
	Indirect bool
}

// goMod is what go mod edit -json tells of go.mod.
type goMod struct {
	Require []requirement
	Tool    []struct{ Path string }
}

// direct are the modules we chose ourselves: those our code imports, and those
// of our tools, which the go command counts as indirect.
func (m goMod) direct() []requirement {
	var chosen []requirement
	for _, r := range m.Require {
		tool := slices.ContainsFunc(m.Tool, func(t struct{ Path string }) bool { return within(t.Path, r.Path) })
		if !r.Indirect || tool {
			chosen = append(chosen, r)
		}
	}
	return chosen
}

// library is one line of the README's table of libraries.
type library struct{ module, version, why string }

var libraryLine = regexp.MustCompile("(?m)^\\| `([^`]+)` +\\| ([^ |]+) +\\| ([^|]*?) *\\|$")

// libraries are the lines of the table under the README's heading Libraries.
func libraries(readme string) []library {
	_, section, _ := strings.Cut(readme, "\n## Libraries\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var found []library
	for _, m := range libraryLine.FindAllStringSubmatch(section, -1) {
		found = append(found, library{m[1], m[2], m[3]})
	}
	return found
}

// unexplained says in a sentence each where go.mod and the README disagree.
func unexplained(m goMod, told []library) []string {
	var found []string
	for _, r := range m.direct() {
		if !slices.ContainsFunc(told, func(l library) bool { return l.module == r.Path }) {
			found = append(found, fmt.Sprintf("the README does not say what %s is for", r.Path))
		}
	}
	seen := map[string]bool{}
	for _, l := range told {
		at := slices.IndexFunc(m.Require, func(r requirement) bool { return r.Path == l.module })
		switch {
		case seen[l.module]:
			found = append(found, fmt.Sprintf("the README names %s twice", l.module))
		case at < 0:
			found = append(found, fmt.Sprintf("the README names %s, which go.mod does not require", l.module))
		case m.Require[at].Version != l.version:
			found = append(found, fmt.Sprintf("the README has %s at %s, go.mod at %s", l.module, l.version, m.Require[at].Version))
		case l.why == "":
			found = append(found, fmt.Sprintf("the README names %s without saying why", l.module))
		}
		seen[l.module] = true
	}
	return found
}

func TestTheReadmeSaysWhatEachLibraryIsFor(t *testing.T) {
	t.Parallel()
	var m goMod
	if err := json.Unmarshal(run(t, "go", "mod", "edit", "-json"), &m); err != nil {
		t.Fatalf("read go mod edit: %v", err)
	}
	told := libraries(string(read(t, "README.md")))
	if len(told) == 0 {
		t.Error("the README has no table under the heading Libraries")
	}
	for _, o := range unexplained(m, told) {
		t.Error(o)
	}
}

func TestAnUnexplainedLibraryIsFound(t *testing.T) {
	t.Parallel()
	m := goMod{
		Require: []requirement{
			{Path: "example.org/imported", Version: "v1.2.0"},
			{Path: "example.org/carried", Version: "v0.1.0", Indirect: true},
			{Path: "example.org/tools", Version: "v0.8.0", Indirect: true},
		},
		Tool: []struct{ Path string }{{"example.org/tools/cmd/lint"}},
	}
	const heading = "# Title\n\n## Libraries\n\n| module | version | why |\n| --- | --- | --- |\n"
	const imported = "| `example.org/imported` | v1.2.0 | draws |\n"
	const tools = "| `example.org/tools` | v0.8.0 | reads our code |\n"
	for _, tt := range []struct {
		name, readme string
		want         []string
	}{
		{"all explained", heading + imported + tools, nil},
		{"what others carry in may be explained", heading + imported + tools + "| `example.org/carried` | v0.1.0 | pinned |\n", nil},
		{"an import is missing", heading + tools, []string{"the README does not say what example.org/imported is for"}},
		{"a tool is missing", heading + imported, []string{"the README does not say what example.org/tools is for"}},
		{
			"lines under another heading do not count", heading + imported + "\n## Other\n\n" + tools,
			[]string{"the README does not say what example.org/tools is for"},
		},
		{
			"another version", heading + imported + "| `example.org/tools` | v0.7.0 | reads our code |\n",
			[]string{"the README has example.org/tools at v0.7.0, go.mod at v0.8.0"},
		},
		{
			"no reason", heading + imported + "| `example.org/tools` | v0.8.0 |  |\n",
			[]string{"the README names example.org/tools without saying why"},
		},
		{"twice", heading + imported + tools + tools, []string{"the README names example.org/tools twice"}},
		{
			"gone from go.mod", heading + imported + tools + "| `example.org/gone` | v1.0.0 | was used |\n",
			[]string{"the README names example.org/gone, which go.mod does not require"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := unexplained(m, libraries(tt.readme)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
