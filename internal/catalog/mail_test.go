package catalog_test

import (
	"strings"
	"testing"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

func TestMailsAreOfferedWhereTheyHold(t *testing.T) {
	t.Parallel()
	known, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	has := func(market reinstate.Marketplace, code string) bool {
		for _, m := range known.Mails(market) {
			if m.Code == code {
				return true
			}
		}
		return false
	}
	for _, tt := range []struct {
		market reinstate.Marketplace
		code   string
		want   bool
	}{
		{reinstate.Amazon, "owner_retraction", true}, {reinstate.Walmart, "owner_retraction", false}, {reinstate.Walmart, "owner_withdrawal", true},
		{reinstate.Etsy, "supplier_invoice", true}, {reinstate.Amazon, "client_documents", true},
	} {
		if has(tt.market, tt.code) != tt.want {
			t.Errorf("%s for %s: %t", tt.code, tt.market, !tt.want)
		}
	}
	for _, m := range known.Mails(reinstate.Amazon) {
		if m.Source.Seen == "" || !catalog.Blank.MatchString(m.Body) {
			t.Errorf("%s has the source %+v and the body %q", m.Code, m.Source, m.Body)
		}
		for line := range strings.SplitSeq(m.Body, "\n") {
			if strings.HasSuffix(line, " ") {
				t.Errorf("%s: a line ends with a space: %q", m.Code, line)
			}
		}
	}
	if _, ok := known.Mail("nothing"); ok {
		t.Error("a template that is none was found")
	}
}

func TestMistakesInTheMails(t *testing.T) {
	t.Parallel()
	const head = "reviewed: 2026-11-26\nsources:\n  own: {title: Own, grade: assumed, seen: 2026-11-26}\nmails:\n"
	const mail = "  - {code: a, name: N, to: client, says: S, subject: X, body: \"Dear {name}\", source: own}\n"
	for _, tt := range []struct{ name, text, want string }{
		{"one is there twice", head + mail + mail, `mails.a: is there twice`},
		{"nobody it goes to", head + strings.Replace(mail, "client", "press", 1), `"press" is nobody a mail goes to`},
		{"a market that is none", head + strings.Replace(mail, "says: S", "says: S, markets: [bazaar]", 1), `"bazaar" is no marketplace`},
		{"a brace left open", head + strings.Replace(mail, "{name}", "{name", 1), "has a brace that is no blank"},
		{"no source", head + strings.Replace(mail, "source: own", "source: none", 1), "none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := catalog.Load(edited(t, "mails.yaml", tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
