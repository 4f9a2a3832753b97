package casework_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// workbook is a list of orders as Walmart might write it: its columns are not
// published.
func workbook(t *testing.T, more ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, cell := range []string{"Ref", "Placed", "Via"} {
		at, _ := excelize.CoordinatesToCellName(i+1, 1)
		_ = f.SetCellStr("Sheet1", at, cell)
	}
	rows := [][]string{{"9001", "2026-11-16", "UPS"}, {"9002", "2026-11-17", "FedEx"}}
	if len(more) > 0 {
		rows = append(rows, more)
	}
	for r, row := range rows {
		for i, cell := range row {
			at, _ := excelize.CoordinatesToCellName(i+1, r+2)
			_ = f.SetCellStr("Sheet1", at, cell)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const weekly = `{"source":{"eventType":"SELLER_PERFORMANCE_NOTIFICATIONS","eventTime":"2026-11-16T13:00:00Z","eventId":"evt-1"},
"payload":{"partnerId":10001234,"lastRefreshTs":"2026-11-16 12:52:36 UTC","moreInfoLink":"https://seller.walmart.com","notificationType":"REPORT",
"enNotification":{"summary":"Weekly","metrics":[{"kpi":"On-time delivery","score":75.8,"overallTrend":"GREEN_UP","performanceStandard":"90% or above","performanceRiskLevel":"Urgent"}]}}}`

const alarm = `{"source":{"eventType":"SELLER_PERFORMANCE_NOTIFICATIONS","eventTime":"2026-11-17T13:00:00Z","eventId":"evt-2"},
"payload":{"partnerId":"10001234","notificationType":"ALARMS","enNotification":{"summary":"3 orders need you","alarms":[
{"alarmType":"LateOriginScan","orderCount":3,"description":"Orders without a first scan.","action":"Hand them over today.","poNumbers":["1","2","3"]}]}}}`

// hook connects the Walmart account and makes its address.
func (s *stall) hook() casework.Delivery {
	s.t.Helper()
	s.connect(s.walmart)
	address, password, err := s.desk.MakeHook(s.t.Context(), s.who, s.walmart.ID)
	s.must(err)
	return casework.Delivery{Address: address, User: casework.HookUser, Password: password, Method: "POST", Path: "/incoming/walmart/" + address}
}

// read reads everything that waits.
func (s *stall) read() []reinstate.MarketEvent {
	s.t.Helper()
	var events []reinstate.MarketEvent
	list := func() {
		s.must(s.db.View(s.t.Context(), s.who, func(tx *store.Tx) (err error) {
			events, err = tx.MarketEvents(s.walmart.ID, 50)
			return err
		}))
	}
	list()
	for _, e := range events {
		s.must(s.desk.ReadEvent(s.t.Context(), s.robot, e.ID))
		s.must(s.desk.ReadEvent(s.t.Context(), s.robot, e.ID)) // again changes nothing
	}
	list()
	return events
}

func TestWhatWalmartTellsIsKeptAndRead(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	in := s.hook()
	for i, body := range []string{weekly, weekly, alarm, strings.Replace(alarm, "evt-2", "evt-3", 1), `{"source":{"eventType":"OFFER_UNPUBLISHED","eventId":"evt-4"},"payload":{"sku":"X"}}`,
		`{"payload":{}}`, strings.NewReplacer("evt-1", "evt-5", "10001234", "999").Replace(weekly), strings.NewReplacer("evt-1", "evt-6", `"score":75.8`, `"score":175.8`).Replace(weekly)} {
		in.Body = []byte(body)
		if err := s.desk.Hear(t.Context(), in); err != nil {
			t.Errorf("message %d: %v", i, err)
		}
		s.wait(time.Minute)
	}
	var states []string
	said := ""
	for _, e := range s.read() {
		states = append(states, string(e.State))
		said += fmt.Sprintln(e.Says)
	}
	if got := strings.Join(states, " "); got != "refused refused unknown unknown noted noted stored" {
		t.Errorf("became %s", got)
	}
	for _, want := range []string{"LateOriginScan: 3 orders. Orders without a first scan. Hand them over today.", "It is about the seller 999; the account is 10001234.", "above 100%"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said: %s", want, said)
		}
	}
	if s.reports(s.walmart) != 1 {
		t.Errorf("%d reports are kept", s.reports(s.walmart))
	}
	file, err := s.desk.AccountHealth(t.Context(), s.who, s.walmart.ID)
	s.must(err)
	if file.Cards[0].Measure.Value != 0.758 || file.Health.Health != reinstate.OverLine || len(file.Reports[0].Unknown) != 0 {
		t.Errorf("the weekly report says %+v, unknown %v", file.Cards[0].Measure, file.Reports[0].Unknown)
	}
}

func TestAMessageWithoutProofIsRefused(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	good := s.hook()
	good.Body = []byte(weekly)
	sign := func(in casework.Delivery, key string, at time.Time) casework.Delivery {
		in.User, in.Password, in.Timestamp = "", "", fmt.Sprint(at.Unix())
		sum := sha256.Sum256(in.Body)
		mac := hmac.New(sha256.New, []byte(key))
		fmt.Fprintf(mac, "%s\n%s\n%s\n%s", in.Method, in.Path, in.Timestamp, hex.EncodeToString(sum[:]))
		in.Signature = base64.StdEncoding.EncodeToString(mac.Sum(nil))
		return in
	}
	changed := func(change func(*casework.Delivery)) casework.Delivery {
		in := good
		change(&in)
		return in
	}
	signed := sign(good, good.Password, s.now())
	tampered := signed
	tampered.Body = []byte(strings.Replace(weekly, "75.8", "99.8", 1))
	elsewhere := signed
	elsewhere.Path += "?x=1"
	var refused reinstate.Invalid
	for name, tt := range map[string]struct {
		in   casework.Delivery
		want error
	}{
		"another address":        {changed(func(in *casework.Delivery) { in.Address = "0" + in.Address[1:] + "f" }), reinstate.ErrNotFound},
		"no address":             {changed(func(in *casework.Delivery) { in.Address = "" }), reinstate.ErrNotFound},
		"no proof":               {changed(func(in *casework.Delivery) { in.User, in.Password = "", "" }), reinstate.ErrForbidden},
		"a wrong password":       {changed(func(in *casework.Delivery) { in.Password += "x" }), reinstate.ErrForbidden},
		"a wrong name":           {changed(func(in *casework.Delivery) { in.User = "walmart" }), reinstate.ErrForbidden},
		"another's signature":    {sign(good, "guess", s.now()), reinstate.ErrForbidden},
		"an old signature":       {sign(good, good.Password, s.now().Add(-6*time.Minute)), reinstate.ErrForbidden},
		"a signature to come":    {sign(good, good.Password, s.now().Add(6*time.Minute)), reinstate.ErrForbidden},
		"a changed body":         {tampered, reinstate.ErrForbidden},
		"another path":           {elsewhere, reinstate.ErrForbidden},
		"a signature of nothing": {changed(func(in *casework.Delivery) { in.User, in.Password, in.Signature, in.Timestamp = "", "", "", "x" }), reinstate.ErrForbidden},
	} {
		if err := s.desk.Hear(t.Context(), tt.in); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", name, err, tt.want)
		}
	}
	for _, body := range []string{``, `[]`, `"x"`, `{`, strings.Repeat(`{"a":`, 20_000)} {
		if err := s.desk.Hear(t.Context(), changed(func(in *casework.Delivery) { in.Body = []byte(body) })); !errors.As(err, &refused) {
			t.Errorf("%.20q: %v", body, err)
		}
	}
	if events := s.read(); len(events) != 0 {
		t.Errorf("%d messages were kept", len(events))
	}
	for range 2 { // a replay is the same message
		s.must(s.desk.Hear(t.Context(), signed))
	}
	s.must(s.desk.Hear(t.Context(), good))
	if events := s.read(); len(events) != 1 {
		t.Errorf("%d messages were kept of one", len(events))
	}
	s.must(s.desk.DropHook(t.Context(), s.who, s.walmart.ID))
	if err := s.desk.Hear(t.Context(), good); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("an ended address: %v", err)
	}
	if _, _, err := s.desk.MakeHook(t.Context(), s.who, s.account.ID); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("an account without a connection: %v", err)
	}
}

func TestAWarningIsAnnouncedOnceWhenItsLineIsCrossed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must(o.db.Update(t.Context(), o.who, func(tx *store.Tx) error {
		return tx.AddHook(&store.Hook{URL: "https://hooks.example/x", Secret: "x", Topics: []reinstate.Topic{reinstate.TopicHealth}})
	}))
	announced := func() int {
		n := 0
		o.must(o.db.View(t.Context(), o.who, func(tx *store.Tx) error {
			jobs, err := tx.Jobs(store.JobWaiting, 100)
			for _, j := range jobs {
				if j.Kind == store.ToldKind {
					n++
				}
			}
			return err
		}))
		return n
	}
	for _, tt := range []struct {
		rate string
		want int
	}{
		{"0.2", 0}, // well
		{"0.8", 1}, // close to the line
		{"0.85", 1},
		{"0.85", 1},
		{"1.2", 2}, // over it
		{"1.3", 2},
		{"0.9", 2}, // better, though still close
		{"1.1", 3}, // over it again
		{"0.1", 3}, // well again
		{"1.5", 4}, // and over it at once
	} {
		o.wait(24 * time.Hour)
		_, err := o.desk.EnterHealth(t.Context(), o.who, o.account.ID, casework.TypedHealth{Metric: "order_defect_rate", To: o.now().Format(time.DateOnly), Value: tt.rate})
		o.must(err)
		if got := announced(); got != tt.want {
			t.Errorf("at %s%%: announced %d times, want %d", tt.rate, got, tt.want)
		}
	}
}
