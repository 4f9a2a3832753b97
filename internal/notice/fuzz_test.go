package notice_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

// quotes lists every quote of a reading.
func quotes(r reinstate.Reading) []reinstate.Quote {
	all := []reinstate.Quote{r.KindQuote, r.Market, r.StoreQuote, r.LevelQuote, r.DecidedBy, r.SevereQuote}
	for _, x := range r.Reasons {
		all = append(all, x.Quote)
	}
	for _, x := range r.Responses {
		all = append(all, x.Quote)
	}
	for _, x := range r.Clocks {
		all = append(all, x.Quote)
	}
	for _, x := range r.Demands {
		all = append(all, x.Quote)
	}
	for _, x := range r.References.All() {
		all = append(all, x.Quote)
	}
	return all
}

// holds checks what is true of every reading of every text.
func holds(t *testing.T, read *notice.Reader, text string) {
	r := read.Read(text)
	for _, q := range quotes(r) {
		if q.Start < 0 || q.End > len(text) || q.Start > q.End || text[q.Start:q.End] != q.Words {
			t.Fatalf("the quote %q does not stand at %d to %d", q.Words, q.Start, q.End)
		}
	}
	for _, reason := range r.Reasons {
		if reason.Confidence <= 0 || reason.Confidence >= 1 {
			t.Fatalf("%s has a confidence of %v", reason.Code, reason.Confidence)
		}
	}
	if r.Decision != reinstate.NoDecision && r.Kind != reinstate.KindReply {
		t.Fatalf("a %s has the decision %s", r.Kind, r.Decision)
	}
	for _, c := range r.Clocks {
		if (c.Date == "") == (c.Count == 0) {
			t.Fatalf("%+v has not exactly one of a count and a date", c)
		}
	}
	if again := read.Read(text); !reflect.DeepEqual(r, again) {
		t.Fatal("a second reading differs")
	}
}

// strange are texts that readers stumble over.
var strange = []string{
	"", " ", "\n\n\n", "\x00\xff\xfe", "<", "&", "<p>", "<p>&", "&#;", "<!--", "</", "<li><li>a", "=", "=\n", "a=3",
	"Content-Transfer-Encoding: quoted-printable\n\n=E2=80=99=\n17 d=\nays =", "> > >", ">", "1", "within 17", "within 17 days",
	"2026-13-45", "99/99/2026", "31 February 2026", "112-1234567-123456", "B0", "B0XXXXXXXX", "十", "十十十十天", "17日", "12月31日",
	"Type:", "Complaint type: used sold as new", "l'", "don't", "'", "\u2019", "ﬁ", "İ", "e\u0301", "ガ", "カ\u3099", "\u202e17 days",
	"Reason: Trust & Safety", "Subject:", "From: a\nSubject: b\n\nc", "<style>x</style>y", "<script>", "<p hidden>x</p>", strings.Repeat("a ", 500),
}

func FuzzRead(f *testing.F) {
	for _, text := range strange {
		f.Add(text)
	}
	f.Add("Your Amazon.com account has been deactivated. Why is this happening? Inauthentic complaints. Send invoices within 17 days.")
	f.Add("<html><body><p>Your <b>Amazon.co.uk</b> listing B0CPL8W3VT was removed&nbsp;for 7&nbsp;days.</p></body></html>")
	read := reader(f)
	f.Fuzz(func(t *testing.T, text string) { holds(t, read, text) })
}

func FuzzHTML(f *testing.F) {
	for _, text := range strange {
		f.Add(text)
	}
	f.Add("<table><tr><td>Item</td><td>5538201947</td></tr></table><ul><li>Send invoices<li>within 7 days</ul>")
	f.Fuzz(func(t *testing.T, page string) {
		m, err := notice.Decode("notice.html", []byte(page))
		if err != nil {
			return
		}
		if !utf8.ValidString(m.Text) || strings.TrimSpace(m.Text) == "" || len(m.Text) > notice.MaxText {
			t.Fatalf("the text %q is not one", m.Text)
		}
	})
}

func TestStrangeTextsAreReadWithoutHarm(t *testing.T) {
	t.Parallel()
	read := reader(t)
	for _, text := range strange {
		holds(t, read, text)
	}
}

func TestQuotesPointIntoTheTextAsGiven(t *testing.T) {
	t.Parallel()
	read := reader(t)
	for _, l := range corpus(t) {
		holds(t, read, l.Text)
	}
}
