package notice_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

func TestMessagesBecomeText(t *testing.T) {
	t.Parallel()
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("您的账户已被停用。")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, file, raw string
		want            []string // in this order
		never           []string
	}{
		{"pasted text", "", "Hello,\r\nyour account", []string{"Hello,\nyour account"}, []string{"\r"}},
		{"UTF-16 from a notepad", "n.txt", "\xff\xfeH\x00i\x00", []string{"Hi"}, nil},
		{"characters that turn the reading", "", "invoice \u202efdp.exe", []string{"invoice fdp.exe"}, []string{"\u202e"}},
		{"a mail in quoted printable", "n.eml", "From: Seller Performance <a@amazon.example>\nSubject: =?utf-8?Q?Ihr_Konto_wurde_gesperrt=2E?=\nDate: Thu, 19 Nov 2026 10:00:00 -0800\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nIhr Verk=E4uferkonto wurde =\ngesperrt.",
			[]string{"Subject: Ihr Konto wurde gesperrt.", "From: ", "Verkäuferkonto wurde gesperrt."}, []string{"=E4"}},
		{"a mail in Chinese", "n.eml", "Subject: =?gb18030?B?" + base64.StdEncoding.EncodeToString([]byte(gbk)) + "?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=gb18030\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(gbk)),
			[]string{"Subject: 您的账户已被停用。", "您的账户已被停用。"}, nil},
		{"a mail with HTML alone", "n.eml", "Subject: Notice\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>Send</p><ul><li>invoices<li>a letter</ul><script>alert(1)</script>",
			[]string{"Subject: Notice", "Send", "- invoices", "- a letter"}, []string{"alert", "<"}},
		{"a mail with both", "n.eml", "Subject: S\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nPlain words\n--b\nContent-Type: text/html\n\n<p>Other words</p>\n--b--\n",
			[]string{"Plain words"}, []string{"Other words"}},
		{"a mail known by its head", "saved", "Received: from x\nSubject: Known\n\nBody of it", []string{"Subject: Known", "Body of it"}, nil},
		{"pasted source in base64", "", "From: Seller Performance <p@amazon.example>\nSubject: Notice\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte("Your account was deactivated. 您的账户")),
			[]string{"Subject: Notice", "Your account was deactivated. 您的账户"}, nil},
		{"pasted source of several parts", "", "\nTo: me@shop.example\nSubject: Notice\nMIME-Version: 1.0\nContent-Type: multipart/alternative;\n boundary=\"x_1\"\n\n--x_1\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte("Please send invoices.")) + "\n--x_1--\n",
			[]string{"Subject: Notice", "Please send invoices."}, []string{"x_1"}},
		{"pasted parts without a head", "", "--000000000000abc\nContent-Type: text/html; charset=\"UTF-8\"\nContent-Transfer-Encoding: quoted-printable\n\n<p>Your listing was re=\nmoved</p>\n--000000000000abc--\n",
			[]string{"Your listing was removed"}, []string{"000abc", "<p>"}},
		{"a pasted head without encodings is text", "", "From: Seller Performance\nSubject: Notice\n\nYour account", []string{"From: Seller Performance\nSubject: Notice\n\nYour account"}, nil},
		{"a dashed line is text", "", "-- \nSeller Performance\nContent-free", []string{"-- \nSeller Performance"}, nil},
		{"a page", "n.html", "<!doctype html><html><head><title>T</title><style>p{}</style></head><body><h1>Notice</h1><div style='display: none'>secret</div><table><tr><td>ASIN</td><td>B0TESTA1X7</td></tr></table><p>See <a href='https://sellercentral.amazon.de/x'>here</a></body>",
			[]string{"Notice\n", "ASIN B0TESTA1X7", "here (https://sellercentral.amazon.de/x)"}, []string{"secret", "p{}", "<"}},
		{"a page in an old charset", "n.htm", "<html><meta charset=windows-1252><body>Verk\xe4ufer", []string{"Verkäufer"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, err := notice.Decode(tt.file, []byte(tt.raw))
			if err != nil {
				t.Fatal(err)
			}
			rest := m.Text
			for _, want := range tt.want {
				_, after, ok := strings.Cut(rest, want)
				if !ok {
					t.Fatalf("%q is missing in %q", want, rest)
				}
				rest = after
			}
			for _, never := range tt.never {
				if strings.Contains(m.Text, never) {
					t.Errorf("%q is in %q", never, m.Text)
				}
			}
		})
	}
}

func TestAMailSaysWhenAndFromWhom(t *testing.T) {
	t.Parallel()
	m, err := notice.Decode("n.eml", []byte("From: Seller Performance <p@amazon.example>\nSubject: S\nDate: Thu, 19 Nov 2026 10:00:00 -0800\n\nBody"))
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 11, 19, 18, 0, 0, 0, time.UTC); !m.Date.Equal(want) || m.Subject != "S" || !strings.Contains(m.Sender, "p@amazon.example") {
		t.Errorf("got %v, %q, %q", m.Date, m.Subject, m.Sender)
	}
}

func TestTheDateOfAForwardedMessageIsRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ head, want string }{
		{"Date: Tue, 6 Oct 2026 at 03:41", "2026-10-06T03:41:00Z"},
		{"Sent: Monday, November 9, 2026 4:15 PM", "2026-11-09T16:15:00Z"},
		{"Sent: Monday, November 9, 2026", "2026-11-09T00:00:00Z"},
		{"Date: Thu, 19 Nov 2026 10:00:00 -0800", "2026-11-19T18:00:00Z"},
		{"Date: 2026-11-19", "2026-11-19T00:00:00Z"},
		{"Date: 6/7/2026", ""},
		{"Date: soon", ""},
	} {
		m, err := notice.Decode("", []byte("From: Seller Performance\n"+tt.head+"\n\nYour account was deactivated."))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if at := reader(t).Sent(m); !at.IsZero() {
			got = at.Format(time.RFC3339)
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.head, got, tt.want)
		}
	}
}

func TestWhatIsNoMessageIsRefusedInASentence(t *testing.T) {
	t.Parallel()
	deep := strings.Builder{}
	deep.WriteString("Subject: deep\nMIME-Version: 1.0\n")
	for i := range 100 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for _, tt := range []struct{ name, file, raw string }{
		{"nothing", "", ""},
		{"spaces", "", " \n\t "},
		{"a program", "", "\x7fELF\x02\x01\x01\x00\x00"},
		{"noise", "a.txt", strings.Repeat("\x01\x02a", 500)},
		{"a PDF that is not one", "n.pdf", "just words"},
		{"a PDF cut short", "n.pdf", "%PDF-1.7\n1 0 obj\n<<"},
		{"five megabytes", "", strings.Repeat("a word ", 800_000)},
		{"a mail nested a hundred deep", "n.eml", deep.String()},
		{"a mail without text", "n.eml", "Subject: \n\n"},
		{"a page without text", "n.html", "<html><script>x</script></html>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, err := notice.Decode(tt.file, []byte(tt.raw))
			var refused reinstate.Invalid
			if !errors.As(err, &refused) || refused["text"] == "" {
				t.Errorf("got %.60q and %v", m.Text, err)
			}
		})
	}
}

// FuzzDecode feeds anything as any kind of file.
func FuzzDecode(f *testing.F) {
	f.Add("", []byte("Hello"))
	f.Add("a.eml", []byte("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx"))
	f.Add("a.html", []byte("<p>x<script>y</p>"))
	f.Add("a.pdf", []byte("%PDF-1.4\nxref\n0 1\ntrailer<</Size 1>>\nstartxref\n9\n%%EOF"))
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		m, err := notice.Decode(name, raw)
		var refused reinstate.Invalid
		if err != nil && !errors.As(err, &refused) {
			t.Fatalf("%v is no sentence", err)
		}
		if err == nil && (strings.TrimSpace(m.Text) == "" || len(m.Text) > notice.MaxText || strings.ContainsRune(m.Text, 0)) {
			t.Fatalf("decoded to %.80q", m.Text)
		}
	})
}
