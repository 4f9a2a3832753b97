package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"reinstate/internal/programtest"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// readEvent is one event as a calendar program understands it.
type readEvent struct {
	UID, At, Summary, Description, URL string
	Sequence                           int
	Alarms                             []string
}

// readCalendar reads a feed with the reader of another maker.
func readCalendar(t *testing.T, feed string) map[string]readEvent {
	t.Helper()
	var out, complaints bytes.Buffer
	command := exec.Command(programtest.Path(t, programtest.Python3), "testdata/read_feed.py")
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(feed), &out, &complaints
	if err := command.Run(); err != nil {
		if strings.Contains(complaints.String(), "ModuleNotFoundError") && os.Getenv("CI") != "true" {
			t.Skip("this test needs the Debian package python3-icalendar")
		}
		t.Fatalf("read the calendar: %v\n%s\n%s", err, complaints.String(), feed)
	}
	events := map[string]readEvent{}
	for decoder := json.NewDecoder(&out); decoder.More(); {
		var e readEvent
		if err := decoder.Decode(&e); err != nil {
			t.Fatal(err)
		}
		if _, twice := events[e.UID]; twice {
			t.Errorf("%s is there twice", e.UID)
		}
		events[e.UID] = e
	}
	return events
}

// subscribe makes a feed for somebody and returns its path.
func (s *site) subscribe(who string) string {
	s.t.Helper()
	address := s.post(who, "/agenda/feed", "").attribute("#address", "value")
	_, path, ok := strings.Cut(address, "//example.com")
	if !ok {
		s.t.Fatalf("the address is %q", address)
	}
	return path
}

func TestACalendarProgramReadsTheRightInstants(t *testing.T) {
	t.Parallel()
	v := quietVoice(t)
	var lines []store.AgendaLine
	want := map[string]string{}
	add := func(zone string, due time.Time) {
		number := reinstate.ClockID(len(lines) + 1)
		line := sampleDue("Alder & Finch GmbH", reinstate.ClockAppeal, 0)
		line.Clock.ID, line.Clock.Zone, line.Clock.Due = number, zone, due.Truncate(time.Second).UTC()
		lines = append(lines, line)
		want["clock-"+strconv.FormatInt(int64(number), 10)+"@reinstate"] = line.Clock.Due.Format(time.RFC3339)
	}
	for _, name := range []string{"America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Shanghai", "America/Sao_Paulo", "UTC"} {
		zone := zoneOf(name)
		for days := range 40 {
			add(name, time.Date(2026, 10, 1, 23, 59, 59, 0, zone).AddDate(0, 0, 9*days))
		}
		for _, turn := range reinstate.Turns(zone, storetest.Start, storetest.Start.AddDate(1, 0, 0), time.Hour) {
			for _, minutes := range []int{-90, -31, -1, 0, 1, 29, 31, 90} { // the night of the change
				add(name, turn.Add(time.Duration(minutes)*time.Minute))
			}
		}
	}
	got := readCalendar(t, string(v.calendar(lines, "https://example.com")))
	if len(got) != len(want) || len(want) < 250 {
		t.Fatalf("%d events, want %d", len(got), len(want))
	}
	for uid, at := range want {
		if got[uid].At != at {
			t.Errorf("%s is read as %s, it is %s", uid, got[uid].At, at)
		}
	}
}

func TestAMovedLimitSaysThatItWasMoved(t *testing.T) {
	t.Parallel()
	line := sampleDue("Alder & Finch GmbH", reinstate.ClockAppeal, time.Hour)
	line.Clock.Was, line.Clock.Why = line.Clock.Due.Add(-72*time.Hour), "Extended by the marketplace"
	says := readCalendar(t, string(quietVoice(t).calendar([]store.AgendaLine{line}, "https://example.com")))["clock-3@reinstate"].Description
	if !strings.HasPrefix(says, "Moved by hand: Extended by the marketplace\nBefore that: ") || !strings.Contains(says, "5 business days from 20 Nov 2026") {
		t.Errorf("the moved limit is described as %q", says)
	}
}

func TestAnEventSaysWhatItIs(t *testing.T) {
	t.Parallel()
	v := quietVoice(t)
	lines := []store.AgendaLine{sampleDue("Alder & Finch GmbH", reinstate.ClockAppeal, time.Hour), sampleDue("Alder & Finch GmbH", reinstate.ClockReplyExpected, time.Hour), sampleDue("Until the bank answers", "", 72*time.Hour)}
	lines[1].Clock.ID = 4
	events := readCalendar(t, string(v.calendar(lines, "https://example.com")))
	appeal := events["clock-3@reinstate"]
	if appeal.Summary != "Appeal: R-2026-0041 Alder & Finch GmbH" || appeal.URL != "https://example.com/cases/R-2026-0041" || strings.Join(appeal.Alarms, " ") != "-P1D -PT4H" {
		t.Errorf("the appeal: %+v", appeal)
	}
	if !strings.HasPrefix(appeal.Description, "5 business days from 20 Nov 2026, end of day Pacific; left out: weekends") {
		t.Errorf("the appeal is described as %q", appeal.Description)
	}
	if waits := events["clock-4@reinstate"]; len(waits.Alarms) != 0 {
		t.Errorf("what the marketplace has to do rings: %+v", waits)
	}
	if back := events["back-1@reinstate"]; back.At != "2026-11-23" || !strings.HasPrefix(back.Summary, "Back from hold: R-2026-0041") {
		t.Errorf("the case that comes back: %+v", back)
	}
}

func TestNoTextBreaksACalendar(t *testing.T) {
	t.Parallel()
	v := quietVoice(t)
	for _, text := range []string{
		hostile, long, "a\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM", "x\nEND:VEVENT\nEND:VCALENDAR", "tab\tand\x00null\x1b[31m", `back\slash; semi, comma\`, "\u2028\u2029深圳\xff", strings.Repeat("ü", 400),
	} {
		lines := []store.AgendaLine{sampleDue(text, reinstate.ClockAppeal, time.Hour), sampleDue(text, "", 2*time.Hour)}
		feed := string(v.calendar(lines, "https://example.com"))
		for line := range strings.SplitSeq(strings.TrimSuffix(feed, "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n\x00\x1b") {
				t.Errorf("%.20q makes the line %q", text, line)
			}
		}
		events := readCalendar(t, feed)
		if len(events) != 2 || len(events["clock-3@reinstate"].Alarms) != 2 || len(events["back-1@reinstate"].Alarms) != 0 {
			t.Errorf("%.20q: the calendar is read as %+v", text, events)
		}
		if plainText := strings.NewReplacer("\r\n", "\n", "\x00", "", "\x1b", "", "\t", "", "\xff", "\uFFFD").Replace(text); events["back-1@reinstate"].Description != plainText {
			t.Errorf("%q comes out as %q", plainText, events["back-1@reinstate"].Description)
		}
	}
}

func TestAFeedShowsWhatItsOwnerMaySee(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ours := s.account.Case()
	ours.Clock(reinstate.ClockAppeal, storetest.Start.Add(50*time.Hour))
	other := s.firm.Client("Ostrava Lights").Account(reinstate.Walmart, "US").Case()
	other.Clock(reinstate.ClockDocuments, storetest.Start.Add(60*time.Hour))
	theirs := s.rivals.Case()
	theirs.Clock(reinstate.ClockCall, storetest.Start.Add(70*time.Hour))
	for _, tt := range []struct {
		who  string
		sees []string
	}{{"owner", []string{ours.Case.Reference, other.Case.Reference}}, {"viewer", []string{ours.Case.Reference, other.Case.Reference}}, {"client", []string{ours.Case.Reference}}, {"rival", []string{theirs.Case.Reference}}} {
		got := s.get("", s.subscribe(tt.who))
		if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "text/calendar; charset=utf-8" {
			t.Fatalf("%s: %d, %s", tt.who, got.StatusCode, got.Header.Get("Content-Type"))
		}
		if n := strings.Count(got.Body, "BEGIN:VEVENT"); n != len(tt.sees) {
			t.Errorf("%s sees %d events:\n%s", tt.who, n, got.Body)
		}
		for _, ref := range tt.sees {
			if !strings.Contains(got.Body, "/cases/"+ref) {
				t.Errorf("%s does not see %s", tt.who, ref)
			}
		}
	}
}

func TestAnAddressThatWasEndedLeadsNowhere(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		end  func(s *site)
	}{
		{"by its owner", func(s *site) { s.post("caseworker", "/agenda/feed/end", "") }},
		{"by a new one", func(s *site) { s.subscribe("caseworker") }},
		{"by signing out everywhere", func(s *site) { s.post("caseworker", "/signout/everywhere", "") }},
		{"by a new password", func(s *site) {
			s.post("caseworker", "/account/password", form("current", password, "next", "another horse battery"))
		}},
		{"by a stop", func(s *site) { s.must(s.gate.SetDisabled(s.t.Context(), s.firm.Owner, s.userOf("caseworker"), true)) }},
		{"by another role", func(s *site) {
			s.must(s.gate.SetRole(s.t.Context(), s.firm.Owner, s.userOf("caseworker"), reinstate.RoleViewer))
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			path := s.subscribe("caseworker")
			if got := s.get("", path); got.StatusCode != http.StatusOK {
				t.Fatalf("before: %d", got.StatusCode)
			}
			tt.end(s)
			if got := s.get("", path); got.StatusCode != http.StatusNotFound || strings.Contains(got.Body, "BEGIN:") {
				t.Errorf("after: %d", got.StatusCode)
			}
		})
	}
}

func TestAGuessedAddressLooksLikeNoAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.subscribe("owner")
	for _, guess := range []string{strings.TrimSuffix(path, ".ics"), "/calendar/x.ics", "/calendar/" + strings.Repeat("A", 43) + ".ics", path + "x", "/calendar/.ics"} {
		if got := s.get("owner", guess); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", guess, got.StatusCode)
		}
	}
	if page := s.get("owner", "/agenda/feed").Body; strings.Contains(page, strings.TrimSuffix(strings.TrimPrefix(path, "/calendar/"), ".ics")) {
		t.Error("the secret is shown a second time")
	}
}

// userOf is who a session belongs to.
func (s *site) userOf(who string) reinstate.UserID {
	s.t.Helper()
	people, err := s.gate.People(s.t.Context(), s.firm.Owner)
	s.must(err)
	for _, p := range people {
		if p.Email == who+"@harbour.example" {
			return p.ID
		}
	}
	s.t.Fatalf("nobody is called %s", who)
	return 0
}
