package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// demoInvoice is an invoice of a supplier to the case's client. Amounts are
// counted here, so that they add up.
type demoInvoice struct {
	From     string      `yaml:"from"`
	Number   string      `yaml:"number"`
	Order    string      `yaml:"order"`
	Currency string      `yaml:"currency"`
	Terms    string      `yaml:"terms"`
	Lines    [][4]string `yaml:"lines"` // description, model, quantity, unit price
}

// demoLetter is a letter on the paper of a supplier or of the client.
type demoLetter struct {
	From       string   `yaml:"from"`
	Title      string   `yaml:"title"`
	Paragraphs []string `yaml:"paragraphs"`
	Signed     string   `yaml:"signed"`
}

// demoRecord is a report, register or certificate: words around a table.
type demoRecord struct {
	From       string     `yaml:"from"` // key of a supplier, or client
	Head       []string   `yaml:"head"` // instead of From
	Title      string     `yaml:"title"`
	Subtitle   string     `yaml:"subtitle"`
	Language   string     `yaml:"language"`
	Paragraphs []string   `yaml:"paragraphs"`
	Columns    []string   `yaml:"columns"` // title:share
	Rows       [][]string `yaml:"rows"`
	Closing    string     `yaml:"closing"`
}

// stationery is whose paper the documents of one case are written on.
type stationery struct {
	suppliers map[string]demoSupplier
	client    demoClient
}

// head is the letterhead of a supplier, or of the case's client.
func (s stationery) head(from string) ([]string, error) {
	if from == "client" {
		head := []string{s.client.LegalName}
		if s.client.OtherName != "" {
			head = append(head, s.client.OtherName)
		}
		return append(head, strings.Split(s.client.Address, "\n")...), nil
	}
	known, ok := s.suppliers[from]
	if !ok {
		return nil, fmt.Errorf("there is no supplier %q", from)
	}
	return append([]string{known.Name}, known.Lines...), nil
}

func (s stationery) invoice(in demoInvoice, dated string) (plan.Document, error) {
	head, err := s.head(in.From)
	if err != nil {
		return plan.Document{}, err
	}
	lines, total, err := in.lines()
	if err != nil {
		return plan.Document{}, fmt.Errorf("invoice %s: %w", in.Number, err)
	}
	buyer := "Sold to\n" + s.client.LegalName
	if s.client.OtherName != "" {
		buyer += "\n" + s.client.OtherName
	}
	return plan.Document{
		Title: "Invoice " + in.Number, Language: "en", Author: head[0], PageOf: "Page {page} of {pages}", Footer: "Invoice " + in.Number,
		Letterhead: plan.Letterhead{Left: head, Right: []string{"Invoice " + in.Number, "Order " + in.Order, "Date " + dated}},
		Blocks: []plan.Block{
			plan.Paragraph{Text: buyer + "\n" + s.client.Address},
			plan.Table{
				Columns: []plan.Column{{Title: "Description", Share: 4.4}, {Title: "Model", Share: 3.2}, {Title: "Quantity", Share: 1.4}, {Title: "Unit " + in.Currency, Share: 1.4}, {Title: "Amount " + in.Currency, Share: 1.9}},
				Rows:    append(lines, []string{"Total", "", "", "", total}),
			},
			plan.Paragraph{Text: in.Terms},
		},
	}, nil
}

// lines counts the amounts in hundredths.
func (in demoInvoice) lines() (rows [][]string, total string, err error) {
	sum := 0
	for _, line := range in.Lines {
		quantity, err := strconv.Atoi(line[2])
		if err != nil {
			return nil, "", err
		}
		price, err := strconv.ParseFloat(line[3], 64)
		if err != nil {
			return nil, "", err
		}
		amount := quantity * int(price*100+0.5)
		sum += amount
		rows = append(rows, []string{line[0], line[1], line[2], line[3], money(amount)})
	}
	return rows, money(sum), nil
}

// money writes hundredths with separators, such as 16,440.00.
func money(hundredths int) string {
	whole := strconv.Itoa(hundredths / 100)
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	return fmt.Sprintf("%s.%02d", whole, hundredths%100)
}

func (s stationery) letter(in demoLetter, dated string) (plan.Document, error) {
	head, err := s.head(in.From)
	if err != nil {
		return plan.Document{}, err
	}
	d := plan.Document{
		Title: in.Title, Language: "en", Author: head[0], PageOf: "Page {page} of {pages}", Footer: in.Title,
		Letterhead: plan.Letterhead{Left: head, Right: []string{dated}},
	}
	for _, text := range in.Paragraphs {
		d.Blocks = append(d.Blocks, plan.Paragraph{Text: text})
	}
	d.Blocks = append(d.Blocks, plan.Paragraph{Text: in.Signed + "\n" + head[0]})
	return d, nil
}

func (s stationery) record(in demoRecord, dated string) (plan.Document, error) {
	head := in.Head
	if len(head) == 0 {
		var err error
		if head, err = s.head(in.From); err != nil {
			return plan.Document{}, err
		}
	}
	language := in.Language
	if language == "" {
		language = "en"
	}
	d := plan.Document{
		Title: in.Title, Subtitle: in.Subtitle, Language: language, Author: head[0], PageOf: "{page} / {pages}", Footer: in.Title,
		Letterhead: plan.Letterhead{Left: head, Right: []string{dated}},
	}
	for _, text := range in.Paragraphs {
		d.Blocks = append(d.Blocks, plan.Paragraph{Text: text})
	}
	t := plan.Table{Rows: in.Rows}
	for _, column := range in.Columns {
		title, share, _ := strings.Cut(column, ":")
		width, err := strconv.ParseFloat(share, 64)
		if err != nil {
			return d, fmt.Errorf("column %q has no share", column)
		}
		t.Columns = append(t.Columns, plan.Column{Title: title, Share: width})
	}
	d.Blocks = append(d.Blocks, t)
	if in.Closing != "" {
		d.Blocks = append(d.Blocks, plan.Paragraph{Text: in.Closing})
	}
	return d, nil
}

// paper draws the document of an exhibit that is one, dated as it says.
func (s stationery) paper(press *packet.Press, e demoExhibit) ([]byte, error) {
	var d plan.Document
	var err error
	switch {
	case e.Invoice != nil:
		d, err = s.invoice(*e.Invoice, e.Dated)
	case e.Letter != nil:
		d, err = s.letter(*e.Letter, e.Dated)
	case e.Record != nil:
		d, err = s.record(*e.Record, e.Dated)
	}
	if err != nil {
		return nil, err
	}
	dated, err := time.Parse(time.DateOnly, e.Dated)
	if err != nil {
		return nil, fmt.Errorf("exhibit %s: %w", e.Key, err)
	}
	drawn, err := press.Draw(d, packet.Options{Paper: packet.A4, Dated: dated})
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", e.File, err)
	}
	if len(drawn.Replaced) > 0 {
		return nil, fmt.Errorf("draw %s: %q is in no font", e.File, drawn.Replaced[0].Rune)
	}
	return drawn.PDF, nil
}
