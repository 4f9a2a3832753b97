package web

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"reinstate/internal/reinstate"
)

func quoted(text, words string) reinstate.Quote {
	at := strings.Index(text, words)
	return reinstate.Quote{Words: words, Start: at, End: at + len(words)}
}

func TestSpansFollowTheQuotes(t *testing.T) {
	t.Parallel()
	const text = "Send invoices of 365 days, 深圳, now"
	for _, tt := range []struct {
		name   string
		quotes []reinstate.Quote
		want   []span
	}{
		{"no quote leaves one piece", nil, []span{{Text: text}}},
		{
			"a quote is cut out",
			[]reinstate.Quote{quoted(text, "invoices")},
			[]span{{Text: "Send "}, {Text: "invoices", Facts: []int{1}, Starts: []int{1}}, {Text: " of 365 days, 深圳, now"}},
		},
		{
			"overlapping quotes share their middle",
			[]reinstate.Quote{quoted(text, "invoices of 365"), quoted(text, "365 days")},
			[]span{
				{Text: "Send "},
				{Text: "invoices of ", Facts: []int{1}, Starts: []int{1}},
				{Text: "365", Facts: []int{1, 2}, Starts: []int{2}},
				{Text: " days", Facts: []int{2}},
				{Text: ", 深圳, now"},
			},
		},
		{
			"a quote inside another leads to the inner one",
			[]reinstate.Quote{quoted(text, "365"), quoted(text, "Send invoices of 365 days")},
			[]span{
				{Text: "Send invoices of ", Facts: []int{2}, Starts: []int{2}},
				{Text: "365", Facts: []int{2, 1}, Starts: []int{1}},
				{Text: " days", Facts: []int{2}},
				{Text: ", 深圳, now"},
			},
		},
		{
			"two facts of the same words both start there",
			[]reinstate.Quote{quoted(text, "深圳"), quoted(text, "深圳")},
			[]span{{Text: "Send invoices of 365 days, "}, {Text: "深圳", Facts: []int{1, 2}, Starts: []int{1, 2}}, {Text: ", now"}},
		},
		{
			"quotes that do not fit say nothing",
			[]reinstate.Quote{{Start: 4, End: 900}, {Start: -2, End: 4}, {Start: 28, End: 29}, {}},
			[]span{{Text: text}},
		},
		{
			"a quote at the end ends the text",
			[]reinstate.Quote{quoted(text, "now")},
			[]span{{Text: "Send invoices of 365 days, 深圳, "}, {Text: "now", Facts: []int{1}, Starts: []int{1}}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := spans(text, tt.quotes)
			same := slices.EqualFunc(got, tt.want, func(a, b span) bool {
				return a.Text == b.Text && slices.Equal(a.Facts, b.Facts) && slices.Equal(a.Starts, b.Starts)
			})
			if !same {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestSpansOfAnEmptyText(t *testing.T) {
	t.Parallel()
	if got := spans("", []reinstate.Quote{{Start: 0, End: 3}}); len(got) != 0 {
		t.Errorf("got %+v, want nothing", got)
	}
}

func TestALongTextIsCutBetweenCharacters(t *testing.T) {
	t.Parallel()
	long := "a" + strings.Repeat("深", longestShown)
	got, cut := shown(long)
	if !cut || len(got) > longestShown || !utf8.ValidString(got) {
		t.Errorf("got %d bytes, cut %t, valid %t", len(got), cut, utf8.ValidString(got))
	}
	if got, cut := shown("short"); cut || got != "short" {
		t.Errorf("got %q, cut %t", got, cut)
	}
}

func FuzzSpansKeepTheText(f *testing.F) {
	f.Add("Send invoices", 5, 13, 0, 9)
	f.Add("深圳市", 0, 3, 3, 6)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		var whole strings.Builder
		for _, s := range spans(text, []reinstate.Quote{{Start: a, End: b}, {Start: c, End: d}}) {
			whole.WriteString(s.Text)
			if s.Text == "" {
				t.Error("a piece is empty")
			}
		}
		if whole.String() != text {
			t.Errorf("got %q, want %q", whole.String(), text)
		}
	})
}
