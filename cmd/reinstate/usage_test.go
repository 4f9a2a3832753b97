package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrongUsageIsSaidInASentenceAndEndsWithTwo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		says string
	}{
		{"a mistyped command", []string{"serv"}, `There is no command "reinstate serv". Did you mean serve or user?`},
		{"a mistyped command of a group", []string{"case", "lst"}, "Did you mean log or list?"},
		{"an unknown command", []string{"frobnicate"}, `There is no command "reinstate frobnicate".`},
		{"a group alone", []string{"case"}, "Name what to do: answer, attach, confirm, export, list, log, show or step."},
		{"an unknown flag", []string{"verify", "--deep"}, "Unknown flag: --deep."},
		{"a mistyped demo command", []string{"demo", "claer"}, "Did you mean clear?"},
		{"verify takes nothing", []string{"verify", "here"}, "verify takes no operands"},
		{"log without an account", []string{"case", "log", "notice.txt"}, "--account"},
		{"log without a file", []string{"case", "log", "--account", "a"}, "case log takes one file"},
		{"show without a case", []string{"case", "show"}, "case show takes the reference"},
		{"attach without a file", []string{"case", "attach", "R-2026-0001"}, "one file or more"},
		{"one title for two files", []string{"case", "attach", "R-2026-0001", "a", "b", "--title", "T"}, "--title names one document"},
		{"an unknown kind", []string{"case", "attach", "R-2026-0001", "a", "--kind", "invoice"}, `There is no kind "invoice". Choose supplier_invoice,`},
		{"an unknown step", []string{"case", "step", "R-2026-0001", "file"}, `There is no step "file". Choose confirm_reason,`},
		{"an unknown outcome", []string{"case", "step", "R-2026-0001", "close", "--outcome", "won"}, `There is no outcome "won".`},
		{"an unknown state", []string{"case", "list", "--state", "open"}, `There is no state "open".`},
		{"export in a shape that is none", []string{"case", "export", "R-2026-0001", "--as", "odt", "-o", "x"}, "choose pdf, docx, text, email or fields."},
		{"a PDF as JSON", []string{"case", "export", "R-2026-0001", "--as", "pdf", "--json"}, "Only the fields are printed as JSON"},
		{"export to nowhere", []string{"case", "export", "R-2026-0001"}, "Name the file to write with -o."},
		{"a person without an address", []string{"user", "add", "--name", "Ana"}, "--email and --name"},
		{"an unknown role", []string{"user", "add", "--name", "Ana", "--email", "a@b.example", "--role", "admin"}, `There is no role "admin".`},
		{"a client's role", []string{"user", "add", "--name", "Ana", "--email", "a@b.example", "--role", "client"}, "on the page People"},
		{"a certificate without its key", []string{"serve", "--tls-cert", "c.pem"}, "go together"},
		{"an address without a port", []string{"serve", "--listen", "localhost"}, "is not an address and port"},
		{"an unknown log format", []string{"serve", "--log", "xml"}, "Choose text or json."},
		{"a size that is none", []string{"serve", "--max-file", "0"}, "--max-file is a number of megabytes"},
		{"a network of mailboxes that is none", []string{"serve", "--mailboxes-at", "here"}, "--mailboxes-at here is not a network"},
		{"a network of hooks that is none", []string{"serve", "--hooks-to", "10.1.2.0/99"}, "--hooks-to 10.1.2.0/99 is not a network"},
		{"a mail server with its password", []string{"serve", "--smtp", "smtp://u:secret@mail.example", "--mail-from", "a@b.example"}, "Leave the password out"},
		{"a mail server without a sender", []string{"serve", "--smtp", "smtp://mail.example"}, "--mail-from"},
		{"an address of pages that is none", []string{"serve", "--public-url", "cases.example"}, "is not an address such as https://"},
		{"two catalogs", []string{"catalog", "check", "a", "b"}, "catalog check takes one folder at most."},
		{"a report of one file", []string{"notice", "report", "notice.txt"}, "notice report takes no operands"},
		{"lines and a file", []string{"notice", "read", "--jsonl", "notice.txt"}, "leave out --json and the file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := try(t, nil, "", tt.args...)
			if got.status != wrongUsage {
				t.Errorf("status %d, want %d", got.status, wrongUsage)
			}
			if !strings.Contains(got.err, tt.says) || !strings.Contains(got.err, "--help") {
				t.Errorf("said %q, want it to say %q and where help is", got.err, tt.says)
			}
			if got.out != "" {
				t.Errorf("words on stdout: %q", got.out)
			}
		})
	}
}

func TestFailuresSayWhatAndHowToMendIt(t *testing.T) {
	t.Parallel()
	firm := firmFolder(t)
	for _, tt := range []struct {
		name string
		args []string
		says string
	}{
		{"no data folder", []string{"verify", "--data", "/nowhere/at/all"}, "There is no data in /nowhere/at/all: name the data folder with --data"},
		{"no such case", []string{"case", "show", "R-1999-0001", "--data", firm}, "There is no case R-1999-0001: 'reinstate case list' shows the ones there are."},
		{"no such account", []string{"case", "log", "--account", "nobody", "-", "--data", firm}, `There is no account "nobody". There is: lamp-amazon-us, lamp-walmart-us.`},
		{"no such file", []string{"case", "log", "--account", "lamp-amazon-us", "missing.txt", "--data", firm}, "Cannot read missing.txt: no such file or directory."},
		{"a folder for a file", []string{"notice", "read", "testdata"}, "Cannot read testdata: it is a folder."},
		{"no such firm", []string{"case", "list", "--firm", "Nobody", "--data", firm}, `There is no firm named "Nobody". There is: Testing & Sons. Choose with --firm.`},
		{"no password", []string{"user", "add", "--email", "a@b.example", "--name", "Ana", "--data", firm}, "write it to stdin, or set REINSTATE_PASSWORD"},
		{"nothing to clear", []string{"demo", "clear", "--data", firm}, "There is no demonstration to remove."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := try(t, nil, "", tt.args...)
			if got.status != failed || !strings.Contains(got.err, tt.says) {
				t.Errorf("status %d, said %q; want %d and %q", got.status, got.err, failed, tt.says)
			}
			if got.out != "" {
				t.Errorf("words on stdout: %q", got.out)
			}
		})
	}
}

func TestReadingCommandsMakeNoDataFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mistyped")
	for _, args := range [][]string{{"case", "list"}, {"verify"}, {"demo", "clear"}, {"user", "add", "--email", "a@b.example", "--name", "A"}} {
		got := try(t, env{"REINSTATE_DATA": dir, "REINSTATE_PASSWORD": demoPassword}, "", args...)
		if got.status != failed {
			t.Errorf("%v: status %d, want %d", args, got.status, failed)
		}
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("%s was made: %v", dir, err)
	}
}

func TestHelpAndVersionAreDataOnStdout(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"":                "Available Commands:",
		"--help":          "Available Commands:",
		"case --help":     "Add files to the evidence of a case",
		"version":         "reinstate unversioned (go",
		"version --json":  `"version": "unversioned"`,
		"completion bash": "bash completion",
	} {
		got := try(t, nil, "", strings.Fields(args)...)
		if got.status != done || !strings.Contains(got.out, want) || got.err != "" {
			t.Errorf("%q: status %d, stdout %q, stderr %q; want %q on stdout", args, got.status, got.out, got.err, want)
		}
	}
}
