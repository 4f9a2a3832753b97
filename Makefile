# Needs Go (the version in go.mod), gcc and make; nothing else.
#
# SQLite is C and takes minutes to compile. Every target builds with the same
# flags, so that it is compiled once (and once more for -race).

SHELL       := /bin/bash
.SHELLFLAGS := -o pipefail -c

GO      ?= go
FLAGS   := -tags sqlite_fts5
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)

# Where run keeps its cases, and how long each fuzz target runs.
DATA     ?= data/local
FUZZTIME ?= 20s

# The Go vulnerability database that check reads, and where it is unpacked.
VULNDB   ?= ../shared/vulndb/go-vulndb-20260821.tgz
VULNS    := .cache/$(basename $(notdir $(VULNDB)))

.PHONY: build run test check bench fuzz golden score

build:
	$(GO) build $(FLAGS) -buildvcs=false -ldflags '-X main.version=$(VERSION)' -o bin/reinstate ./cmd/reinstate

run: build
	bin/reinstate serve --data $(DATA)

test:
	$(GO) test $(FLAGS) -timeout 20m ./...

# Everything that must hold before a change is handed in. The arrows between
# packages, the templates and the translations are tests like any other. Tests
# that drive a browser or kill a server skip under -short: make test runs them.
check:
	@echo '== gofmt'
	@unformatted=$$("$$($(GO) env GOROOT)/bin/gofmt" -l .) || exit 1; \
	if [ -n "$$unformatted" ]; then echo "not formatted, run gofmt -w on:"; echo "$$unformatted"; exit 1; fi
	@echo '== go mod verify'
	@$(GO) mod verify
	@echo '== go vet'
	@$(GO) vet $(FLAGS) ./...
	@echo '== staticcheck'
	@$(GO) tool staticcheck $(FLAGS) ./...
	@echo '== govulncheck'
	@if [ -f "$(VULNDB)" ]; then \
		[ -d $(VULNS) ] || { rm -rf $(VULNS).part && mkdir -p $(VULNS).part && tar -xzf "$(VULNDB)" --strip-components=1 -C $(VULNS).part && mv $(VULNS).part $(VULNS); } || exit 1; \
		$(GO) tool govulncheck -db "file://$(CURDIR)/$(VULNS)" $(FLAGS) ./...; \
	else \
		echo "Vulnerabilities were not checked: there is no database at $(VULNDB). Name one with VULNDB=file.tgz."; \
	fi
	@echo '== tests with -race'
	@$(GO) test $(FLAGS) -race -short -timeout 20m ./...

bench:
	$(GO) test $(FLAGS) -run '^$$' -bench . -benchmem -timeout 60m ./...

# One target at a time, for the go command fuzzes no more than one.
fuzz:
	@$(GO) test $(FLAGS) -list '^Fuzz' ./... | awk '/^Fuzz/ { names[++n] = $$1 } \
		/^ok/ { for (i = 1; i <= n; i++) print $$2, names[i]; n = 0 }' | \
	while read -r package name; do \
		echo "== $$package $$name"; \
		$(GO) test $(FLAGS) -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "$$package" </dev/null || exit 1; \
	done

# Rewrites the golden files of every package whose tests take -update. Read the
# difference before it is committed.
golden:
	$(GO) test $(FLAGS) -count=1 $$(grep -rl --include='*_test.go' -e 'flag\.Bool("update"' cmd internal | xargs -r -n1 dirname | sort -u | sed 's|^|./|') -update

# How well notices are read and plans checked, over the labelled corpus.
score:
	$(GO) test $(FLAGS) -count=1 -v -run Score ./internal/notice ./internal/plan
