package packet_test

import (
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// BenchmarkChromiumRatio draws the same text with us and with Chromium's
// --print-to-pdf, a fresh process each time as a server would start one, and
// reports how many times longer Chromium takes.
func BenchmarkChromiumRatio(b *testing.B) {
	for _, letter := range []struct {
		name string
		d    plan.Document
	}{{"Latin", latin()}, {"Chinese", chinese()}} {
		b.Run(letter.name, func(b *testing.B) {
			chromium := tool(b, "chromium")
			page := filepath.Join(b.TempDir(), "letter.html")
			if err := os.WriteFile(page, []byte(asHTML(letter.d)), 0o600); err != nil {
				b.Fatal(err)
			}
			press := newPress(b)
			if _, err := press.Draw(letter.d, packet.Options{Dated: theDay}); err != nil {
				b.Fatal(err)
			}
			var ours, theirs time.Duration
			for b.Loop() {
				start := time.Now()
				if _, err := press.Draw(letter.d, packet.Options{Dated: theDay}); err != nil {
					b.Fatal(err)
				}
				ours += time.Since(start)
				start = time.Now()
				printed := filepath.Join(b.TempDir(), "chromium.pdf")
				command := exec.Command(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
					"--user-data-dir="+filepath.Join(b.TempDir(), "profile"), "--print-to-pdf="+printed, "file://"+page)
				if out, err := command.CombinedOutput(); err != nil {
					b.Fatalf("chromium: %v\n%s", err, out)
				}
				theirs += time.Since(start)
			}
			b.ReportMetric(float64(ours.Milliseconds())/float64(b.N), "our-ms/op")
			b.ReportMetric(float64(theirs.Milliseconds())/float64(b.N), "chromium-ms/op")
			b.ReportMetric(float64(theirs)/float64(ours), "chromium/ours")
		})
	}
}

func asHTML(d plan.Document) string {
	return "<!doctype html><meta charset=utf-8><title>" + html.EscapeString(d.Title) + "</title><style>@page{size:A4;margin:22mm}body{font:10.5pt/1.5 serif;white-space:pre-wrap}</style>" +
		strings.ReplaceAll(html.EscapeString(plan.Text(d)), "\t", " &emsp; ")
}
