package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/notice"
)

func (p *program) noticeCommand() *cobra.Command {
	group := asGroup(&cobra.Command{Use: "notice", Short: "Read messages of marketplaces"})
	group.AddCommand(p.noticeReadCommand(), p.noticeReportCommand())
	return group
}

func (p *program) noticeReadCommand() *cobra.Command {
	var asJSON, asLines bool
	c := &cobra.Command{
		Use:   "read [--json] [FILE | -]",
		Short: "Read a message and say what it holds",
		Long: "Reads a message (text, .eml, .html, .pdf) and prints what it holds, each fact with the words\n" +
			"that say it. Nothing is stored. With --jsonl it reads lines {\"id\", \"text\"} from stdin and writes\n" +
			"one line for each, in order; start and end are byte offsets into the text.",
		Example: "  reinstate notice read notice.eml\n  reinstate notice read --json - < notice.txt\n  reinstate notice read --jsonl < notices.jsonl",
		Args:    takes(0, 1, "notice read takes one file, or - for stdin."),
		RunE: func(c *cobra.Command, args []string) error {
			if asLines && (asJSON || len(args) == 1 && args[0] != "-") {
				return &misuse{sentence: "--jsonl reads lines from stdin: leave out --json and the file.", command: c}
			}
			name := "-"
			if len(args) == 1 {
				name = args[0]
			}
			if _, is := terminal(p.stdin); is && name == "-" && len(args) == 0 {
				return &misuse{sentence: "Name a file, or - to read what you type until Ctrl-D.", command: c}
			}
			known, err := catalog.Load(data.FS)
			if err != nil {
				return fmt.Errorf("read the catalog: %w", err)
			}
			if asLines {
				return p.readLines(notice.New(known))
			}
			return p.readOne(notice.New(known), name, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&asLines, "jsonl", false, "read and write one JSON object a line")
	return c
}

// maxMessage bounds one message, in bytes.
const maxMessage = 25 << 20

func (p *program) readOne(r *notice.Reader, name string, asJSON bool) error {
	f, err := p.open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxMessage+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", name, reason(err))
	}
	if len(raw) > maxMessage {
		return fmt.Errorf("cannot read %s: it is larger than %d MB, cut it down to the message itself", name, maxMessage>>20)
	}
	file := name
	if name == "-" {
		file = ""
	}
	decoded, err := notice.Decode(file, raw)
	if err != nil {
		return err
	}
	reading := r.Read(decoded.Text)
	if asJSON {
		out := readingOf(name, reading)
		out.Text = &decoded.Text
		return p.printJSON(out)
	}
	return table(p.stdout, readingRows(reading))
}

func (p *program) readLines(r *notice.Reader) error {
	in := bufio.NewReaderSize(p.stdin, 1<<20)
	out := bufio.NewWriter(p.stdout)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for n := 1; ; n++ {
		raw, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read line %d: %w", n, err)
		}
		if len(bytes.TrimSpace(raw)) > 0 {
			var line struct{ ID, Text string }
			if err := json.Unmarshal(raw, &line); err != nil {
				return errors.Join(out.Flush(), fmt.Errorf("line %d is not an object with id and text: %w", n, err))
			}
			if err := e.Encode(readingOf(line.ID, r.Read(line.Text))); err != nil {
				return err
			}
		}
		if err != nil {
			return out.Flush()
		}
	}
}
