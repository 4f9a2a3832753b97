package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"reinstate/data/demo"
	"reinstate/internal/access"
	"reinstate/internal/post"
	"reinstate/internal/store"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// cheap makes password hashes that cost nothing, for tests only.
var cheap = access.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}

// TestMain keeps what the operator's environment says out of the tests.
func TestMain(m *testing.M) {
	flag.Parse()
	status := m.Run()
	if scratch.dir != "" {
		os.RemoveAll(scratch.dir)
	}
	os.Exit(status)
}

// scratch holds what tests make once and share: the demonstration and the
// built program.
var scratch struct {
	once sync.Once
	dir  string
}

func scratchDir(tb testing.TB) string {
	scratch.once.Do(func() {
		dir, err := os.MkdirTemp("", "reinstate-test-*")
		if err != nil {
			tb.Fatal(err)
		}
		scratch.dir = dir
	})
	return scratch.dir
}

// said is what a run of the program said.
type said struct {
	status   int
	out, err string
}

// env is an environment for run.
type env map[string]string

func (e env) get(name string) string { return e[name] }

// try runs the program as a person without a terminal would.
func try(tb testing.TB, e env, stdin string, args ...string) said {
	tb.Helper()
	var out, errs bytes.Buffer
	status := run(tb.Context(), args, e.get, strings.NewReader(stdin), &out, &errs)
	return said{status, out.String(), errs.String()}
}

// call runs the program and fails the test unless it is done.
func call(tb testing.TB, args ...string) said {
	tb.Helper()
	got := try(tb, nil, "", args...)
	if got.status != done {
		tb.Fatalf("reinstate %s: status %d\n%s", strings.Join(args, " "), got.status, got.err)
	}
	return got
}

// decode reads JSON that the program printed.
func decode[T any](tb testing.TB, text string) T {
	tb.Helper()
	var v T
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		tb.Fatalf("not the JSON that was expected: %v\n%s", err, text)
	}
	return v
}

// The demonstration is played once; tests get copies of its data folder.
var demoMaster struct {
	once sync.Once
	err  error
}

const demoPassword = "rope lantern harbour seventeen"

// demoMoment is when the shared demonstration was loaded.
var demoMoment = time.Now().UTC().Truncate(time.Minute)

// demoFolder is a data folder of the test's own that holds the demonstration.
func demoFolder(tb testing.TB) string {
	tb.Helper()
	master := filepath.Join(scratchDir(tb), "demo")
	demoMaster.once.Do(func() {
		_, demoMaster.err = loadDemo(context.WithoutCancel(tb.Context()), settings{dir: master, cost: cheap}, demo.Files, demoMoment, demoPassword)
	})
	if demoMaster.err != nil {
		tb.Fatalf("load the demonstration: %v", demoMaster.err)
	}
	dir := filepath.Join(tb.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(master)); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// firmFolder is a data folder with one firm, its owner and two accounts, and
// no cases.
func firmFolder(tb testing.TB) string {
	tb.Helper()
	dir := filepath.Join(tb.TempDir(), "data")
	o := enterAt(tb, dir)
	ctx := tb.Context()
	code, needed, err := o.gate.SetupCode(ctx)
	if err != nil || !needed {
		tb.Fatalf("setup code: needed %t, %v", needed, err)
	}
	_, err = o.gate.SetUp(ctx, access.Setup{
		Code: code, Firm: "Testing & Sons", Name: "Olga Owner", Email: "olga@testing.example", Password: demoPassword,
	}, access.Visitor{Address: "127.0.0.1"})
	if err != nil {
		tb.Fatalf("set up: %v", err)
	}
	who, err := o.gate.Operator(ctx, "")
	if err != nil {
		tb.Fatal(err)
	}
	addSeller(tb, o, who)
	return dir
}

// here is this machine, where the mail servers of the tests listen.
var here = post.Networks{netip.MustParsePrefix("127.0.0.0/8")}

// enterAt opens a data folder for the length of the test.
func enterAt(tb testing.TB, dir string) *premises {
	tb.Helper()
	o, err := enter(tb.Context(), settings{dir: dir, cost: cheap, boxes: here})
	if err != nil {
		tb.Fatalf("enter %s: %v", dir, err)
	}
	tb.Cleanup(func() {
		if err := o.Close(); err != nil {
			tb.Errorf("close %s: %v", dir, err)
		}
	})
	return o
}

// tamper changes the database behind the program's back, as somebody with the
// file in hand could: whatever guards a table is taken off first.
func tamper(tb testing.TB, dir string, statements ...string) {
	tb.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.Database))
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	for name := range strings.FieldsSeq(ask[string](tb, dir, "SELECT group_concat(name, ' ') FROM sqlite_master WHERE type = 'trigger'")) {
		statements = append([]string{"DROP TRIGGER " + name}, statements...)
	}
	for _, s := range statements {
		if _, err := db.ExecContext(context.WithoutCancel(tb.Context()), s); err != nil {
			tb.Fatalf("%s: %v", s, err)
		}
	}
}

// ask gets one value out of the database.
func ask[T any](tb testing.TB, dir, query string, args ...any) (v T) {
	tb.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.Database))
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(tb.Context(), query, args...).Scan(&v); err != nil {
		tb.Fatalf("%s: %v", query, err)
	}
	return v
}

// golden compares with testdata/name, or rewrites it with -update.
func golden(tb testing.TB, name, got string) {
	tb.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			tb.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	if got != string(want) {
		tb.Errorf("%s differs; run with -update if that is meant\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}
