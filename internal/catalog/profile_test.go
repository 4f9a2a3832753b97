package catalog_test

import (
	"errors"
	"strings"
	"testing"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

func TestAPacketIsMadeForItsChannel(t *testing.T) {
	t.Parallel()
	known, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ market, channel, want string }{
		{"amazon", "account_health", "amazon_form"},
		{"amazon", "executive", "email"},
		{"amazon", "", "amazon_form"},
		{"walmart", "seller_help", "walmart_case"},
		{"etsy", "questionnaire", "email"},
	} {
		if got := known.ProfileFor(tt.market, tt.channel); got.Code != tt.want || got.Source.Seen == "" {
			t.Errorf("%s by %s: got %q, want %q", tt.market, tt.channel, got.Code, tt.want)
		}
	}
	for _, p := range known.Profiles() {
		for _, channel := range p.Channels {
			market, code, _ := strings.Cut(channel, "/")
			m, _ := known.Market(reinstate.Marketplace(market))
			found := false
			for _, c := range m.Channels {
				found = found || c.Code == code
			}
			if !found {
				t.Errorf("%s names the channel %s, which does not exist", p.Code, channel)
			}
		}
	}
	form, _ := known.Profile("amazon_form")
	if form.Part >= 50_000_000 {
		t.Errorf("a part of %d bytes is not below 50 MB as disks count", form.Part)
	}
	for name, want := range map[string]bool{"a.PDF": true, "b.jpeg": true, "c.docx": false, "pdf": false, "d.pdf.exe": false} {
		if form.Takes(name) != want {
			t.Errorf("%s goes through: %t", name, !want)
		}
	}
}

func TestMistakesInTheProfilesOfPackets(t *testing.T) {
	t.Parallel()
	const head = "reviewed: 2026-11-26\nsources:\n  own: {title: Own, grade: assumed, seen: 2026-11-26}\nprofiles:\n"
	const mail, counsel = "  - {code: email, name: E, about: A, source: own}\n", "  - {code: counsel, name: C, about: A, source: own}\n"
	for _, tt := range []struct{ name, text, want string }{
		{"one is missing", head + mail, `packets.yaml: profiles: there is no "counsel"`},
		{"one is there twice", head + mail + counsel + counsel, "profiles.counsel: is there twice"},
		{"a size below nothing", head + mail + counsel + "  - {code: x, name: X, about: A, part: -1, source: own}\n", "profiles.x.part: -1 is not a size"},
		{"an extension with a dot", head + mail + counsel + "  - {code: x, name: X, about: A, formats: [.pdf], source: own}\n", `".pdf" is not an extension`},
		{"half a channel", head + mail + counsel + "  - {code: x, name: X, about: A, channels: [amazon], source: own}\n", `"amazon" is not a channel`},
		{"no words", head + mail + counsel + "  - {code: x, source: own}\n", "profiles.x.name"},
		{"no code", head + mail + counsel + "  - {code: X Y, name: X, about: A, source: own}\n", `"X Y" is not a code`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := catalog.Load(edited(t, "packets.yaml", tt.text))
			var mistakes catalog.Mistakes
			if !errors.As(err, &mistakes) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
