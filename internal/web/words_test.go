package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	syntax "text/template/parse"

	"golang.org/x/text/language"

	"reinstate/data"
	"reinstate/templates"
)

// speaking are the packages whose sentences people read.
var speaking = []string{"web", "casework", "access", "plan", "health", "market", "reinstate"}

// tables are the files whose lists of strings are words of the interface.
var tables = []string{"labels.go", "labels_documents.go", "document_names.go", "labels_health.go", "labels_connections.go", "times.go"}

// keys gathers every English sentence of the interface, with the place that
// says it: from the templates, and from the code of the speaking packages.
func keys(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	templateKeys(t, found)
	for _, name := range speaking {
		goKeys(t, filepath.Join("..", name), found)
	}
	return found
}

func templateKeys(t *testing.T, found map[string]string) {
	t.Helper()
	known := (&voice{}).functions()
	for _, builtin := range []string{"eq", "ne", "gt", "lt", "and", "or", "not", "print", "printf", "len", "index", "html", "ge", "le", "slice", "urlquery", "call"} {
		known[builtin] = func() string { return "" }
	}
	err := fs.WalkDir(templates.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templates.Files, name)
		if err != nil {
			return err
		}
		trees, err := syntax.Parse(name, string(text), "", "", known)
		if err != nil {
			return err
		}
		for _, tree := range trees {
			nodeKeys(tree.Root, func(key string) { found[key] = name })
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// nodeKeys finds {{t "key"}} wherever it stands in a template.
func nodeKeys(node syntax.Node, add func(string)) {
	switch n := node.(type) {
	case *syntax.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			nodeKeys(child, add)
		}
	case *syntax.ActionNode:
		nodeKeys(n.Pipe, add)
	case *syntax.IfNode:
		branchKeys(&n.BranchNode, add)
	case *syntax.RangeNode:
		branchKeys(&n.BranchNode, add)
	case *syntax.WithNode:
		branchKeys(&n.BranchNode, add)
	case *syntax.TemplateNode:
		nodeKeys(n.Pipe, add)
	case *syntax.PipeNode:
		if n == nil {
			return
		}
		for _, command := range n.Cmds {
			nodeKeys(command, add)
		}
	case *syntax.CommandNode:
		if word, ok := n.Args[0].(*syntax.IdentifierNode); ok && word.Ident == "t" && len(n.Args) > 1 {
			if key, ok := n.Args[1].(*syntax.StringNode); ok {
				add(key.Text)
			}
		}
		for _, argument := range n.Args {
			nodeKeys(argument, add)
		}
	}
}

func branchKeys(n *syntax.BranchNode, add func(string)) {
	nodeKeys(n.Pipe, add)
	nodeKeys(n.List, add)
	nodeKeys(n.ElseList, add)
}

func goKeys(t *testing.T, folder string, found map[string]string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no code in %s: %v", folder, err)
	}
	files := token.NewFileSet()
	parsed := map[string]*ast.File{}
	constants := map[string]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed[name] = file
		ast.Inspect(file, func(n ast.Node) bool { collectConstants(n, constants); return true })
	}
	for name, file := range parsed {
		g := gatherer{constants: constants, add: func(key string) { found[key] = name }, table: slices.Contains(tables, filepath.Base(name))}
		ast.Inspect(file, g.visit)
	}
}

func collectConstants(n ast.Node, constants map[string]string) {
	spec, ok := n.(*ast.ValueSpec)
	if !ok {
		return
	}
	for i, name := range spec.Names {
		if i >= len(spec.Values) {
			return
		}
		if literal, ok := spec.Values[i].(*ast.BasicLit); ok && literal.Kind == token.STRING {
			constants[name.Name], _ = strconv.Unquote(literal.Value)
		}
	}
}

// gatherer finds sentences in one Go file.
type gatherer struct {
	constants map[string]string
	add       func(string)
	table     bool
}

func (g gatherer) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		switch called(n.Fun) {
		case "Say", "t":
			g.take(n.Args, 0)
		case "Refuse", "refuse":
			g.take(n.Args, 1)
		}
	case *ast.CompositeLit:
		switch kind := called(n.Type); {
		case kind == "Sentence" || kind == "Invalid" || kind == "answer":
			g.elements(n.Elts)
		case g.table && (kind == "array" || kind == "map"):
			g.elements(n.Elts)
		}
	}
	return true
}

func (g gatherer) elements(elements []ast.Expr) {
	for _, e := range elements {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			e = pair.Value
		}
		g.take([]ast.Expr{e}, 0)
	}
}

// take adds an argument that is a string or a constant.
func (g gatherer) take(arguments []ast.Expr, at int) {
	if len(arguments) <= at {
		return
	}
	switch e := arguments[at].(type) {
	case *ast.BasicLit:
		if key, err := strconv.Unquote(e.Value); e.Kind == token.STRING && err == nil && key != "" {
			g.add(key)
		}
	case *ast.Ident:
		if key, ok := g.constants[e.Name]; ok {
			g.add(key)
		}
	}
}

// called is the last name of an expression: Say of reinstate.Say.
func called(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.ArrayType:
		return "array"
	case *ast.MapType:
		return "map"
	}
	return ""
}

// counting is a key that says a number, so that its words follow the number.
var counting = regexp.MustCompile(`%(\[\d+\])?d`)

// lacks says of a language which keys it lacks and which of its entries nobody
// says. English is its own key, so it lacks only what follows a number.
func lacks(spoken tongue, used map[string]string) (untranslated, unused []string) {
	for key, place := range used {
		if _, ok := spoken.Messages[key]; ok || spoken.tag == language.English && !counting.MatchString(key) {
			continue
		}
		untranslated = append(untranslated, strconv.Quote(key)+" of "+place)
	}
	for key := range spoken.Messages {
		if used[key] == "" {
			unused = append(unused, strconv.Quote(key))
		}
	}
	slices.Sort(untranslated)
	slices.Sort(unused)
	return untranslated, unused
}

func TestEveryLanguageIsComplete(t *testing.T) {
	t.Parallel()
	spoken, err := readWords(data.Words)
	if err != nil {
		t.Fatal(err)
	}
	used := keys(t)
	if len(used) < 300 {
		t.Fatalf("only %d sentences were found, so something is not looked at", len(used))
	}
	for _, tongue := range spoken.tongues {
		t.Run(tongue.Language, func(t *testing.T) {
			untranslated, unused := lacks(tongue, used)
			for _, key := range untranslated {
				t.Errorf("not translated: %s", key)
			}
			for _, key := range unused {
				t.Errorf("nobody says: %s", key)
			}
		})
	}
}

func TestGapsAreFound(t *testing.T) {
	t.Parallel()
	used := map[string]string{"Cases": "a.html", "%d days": "times.go"}
	for _, tt := range []struct {
		name, language       string
		messages             map[string]wording
		untranslated, unused int
	}{
		{"English needs no entry for plain words", "en", map[string]wording{"%d days": {Text: "%d days"}}, 0, 0},
		{"English needs the forms of what counts", "en", nil, 1, 0},
		{"another language needs both", "zh-Hans", nil, 2, 0},
		{"an entry nobody says", "zh-Hans", map[string]wording{"Cases": {}, "%d days": {}, "Gone": {}}, 0, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			untranslated, unused := lacks(tongue{tag: language.Make(tt.language), Messages: tt.messages}, used)
			if len(untranslated) != tt.untranslated || len(unused) != tt.unused {
				t.Errorf("got %q and %q", untranslated, unused)
			}
		})
	}
}

// twoTongues are English and a little Chinese, as one more file would add it.
func twoTongues(t *testing.T) *words {
	t.Helper()
	w, err := readWords(fstest.MapFS{
		"words/zones.txt": {Data: []byte("UTC\nAsia/Shanghai\n")},
		"words/en.json":   {Data: []byte(`{"language":"en","name":"English","messages":{"%d days":{"one":"%d day","other":"%d days"}}}`)},
		"words/zh-Hans.json": {Data: []byte(`{"language":"zh-Hans","name":"简体中文","messages":{
			"Cases":"案件","%d days":{"other":"%d天"},"%[1]s %[2]s %[3]s":"%[3]s%[2]s日 %[1]s","Fri":"周五","Nov":"11月"}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestALanguageIsOneMoreFile(t *testing.T) {
	t.Parallel()
	w := twoTongues(t)
	for _, tt := range []struct {
		name, own, asked, want string
	}{
		{"the person's own language", "zh-Hans", "en", "zh-Hans"},
		{"what the browser asks for", "", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"},
		{"a language that is not there", "", "fi", "en"},
		{"nothing asked for", "", "", "en"},
		{"something that is no language", "", "%%%;;q=x", "en"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := w.choose(tt.own, tt.asked).String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	speaks := &voice{printer: w.printers[language.MustParse("zh-Hans")], zone: zoneOf("Asia/Shanghai"), house: &house{}}
	for got, want := range map[string]string{
		speaks.t("Cases"):      "案件",
		speaks.t("%d days", 3): "3天",
		speaks.t("Not there"):  "Not there",
		speaks.t("100% sure"):  "100% sure",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestEnglishCounts(t *testing.T) {
	t.Parallel()
	w := twoTongues(t)
	speaks := &voice{printer: w.printers[language.English]}
	for n, want := range map[int]string{0: "0 days", 1: "1 day", 2: "2 days", 1234: "1,234 days"} {
		if got := speaks.t("%d days", n); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
