package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"reinstate/data"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// noticeToPaste is the first notice of the labelled corpus by which Amazon
// deactivates an account for inauthentic goods. Where the corpus is not beside
// the project, it is a notice of our own.
func noticeToPaste(t *testing.T) string {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "corpus", "notices.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Log("the corpus is not beside the project: a notice of our own is pasted")
		return amazonNotice
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var line struct {
			Text string
			Gold struct {
				Kind, Marketplace, Level string
				Reasons                  []string
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		g := line.Gold
		if g.Kind == "notice" && g.Marketplace == "amazon" && g.Level == "account" && len(g.Reasons) > 0 && g.Reasons[0] == "inauthentic" {
			return line.Text
		}
	}
	t.Fatal("the corpus holds no such notice")
	return ""
}

// papers are made once: an invoice as a PDF, a photo, a sheet as text.
var papers struct {
	once  sync.Once
	files []string
	err   error
}

// proofs names three files that prove something.
func proofs(t *testing.T) []string {
	t.Helper()
	folder := filepath.Join(scratchDir(t), "evidence")
	papers.once.Do(func() { papers.files, papers.err = makeProofs(folder) })
	if papers.err != nil {
		t.Fatal(papers.err)
	}
	return papers.files
}

func makeProofs(folder string) ([]string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	names := []string{filepath.Join(folder, "invoice.pdf"), filepath.Join(folder, "warehouse.png"), filepath.Join(folder, "receiving-sheet.txt")}
	invoice, err := drawInvoice()
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(names[0], invoice, 0o600); err != nil {
		return nil, err
	}
	if err := drawShelves(names[1]); err != nil {
		return nil, err
	}
	sheet := "Receiving sheet 2026-11\norder 4411, invoice 2026-088: 600 of 600 units, signed 王芳\n"
	return names, os.WriteFile(names[2], []byte(sheet), 0o600)
}

func drawInvoice() ([]byte, error) {
	press, err := packet.New(data.FS)
	if err != nil {
		return nil, err
	}
	drawn, err := press.Draw(plan.Document{
		Title: "Invoice 2026-088", Language: "en", Author: "恒光灯饰厂", PageOf: "Page {page} of {pages}", Footer: "Invoice 2026-088",
		Letterhead: plan.Letterhead{Left: []string{"恒光灯饰厂", "Hengguang Lighting Factory", "广东省中山市古镇镇灯饰路3号"}, Right: []string{"Invoice 2026-088", "2 October 2026"}},
		Blocks: []plan.Block{
			plan.Paragraph{Text: "Sold to\n" + mingdeng},
			plan.Table{
				Columns: []plan.Column{{Title: "Description", Share: 3}, {Title: "Quantity", Share: 1}, {Title: "Amount CNY", Share: 1}},
				Rows:    [][]string{{"LED desk lamp 明灯 M2", "600", "38,400.00"}, {"LED desk lamp 明灯 M3", "580", "41,180.00"}},
			},
		},
	}, packet.Options{Paper: packet.A4, Dated: time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC)})
	return drawn.PDF, err
}

// drawShelves draws what stands in for a photo of a warehouse.
func drawShelves(name string) error {
	picture := image.NewRGBA(image.Rect(0, 0, 800, 600))
	for y := range 600 {
		for x := range 800 {
			shade := uint8(200 - (x*7+y*3)%60)
			if y%120 < 12 || x%160 < 6 {
				shade = 70
			}
			picture.SetRGBA(x, y, color.RGBA{shade, shade - 20, shade / 2, 255})
		}
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(file, picture), file.Close())
}
