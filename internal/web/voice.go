package web

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// voice puts things into one reader's words: language, time zone, and what
// time it is while the page is made.
type voice struct {
	house   *house
	lang    language.Tag
	printer *message.Printer
	zone    *time.Location
	now     time.Time
}

// house is what is the same for every reader.
type house struct {
	assets assets
	causes map[reinstate.ReasonCode]string
	wants  map[reinstate.DemandCode]string
	names  map[reinstate.Marketplace]string
	zones  map[string]string // what people of a marketplace call its zone
}

func newHouse(known *catalog.Catalog, site assets) *house {
	h := &house{
		assets: site, causes: map[reinstate.ReasonCode]string{}, wants: map[reinstate.DemandCode]string{},
		names: map[reinstate.Marketplace]string{}, zones: map[string]string{},
	}
	for _, cause := range known.Causes() {
		h.causes[cause.Code] = cause.Title
	}
	for _, demand := range known.Demands() {
		h.wants[demand.Code] = demand.Title
	}
	for _, market := range known.Markets() {
		h.names[market.Code] = market.Name
		h.zones[market.Zone.IANA] = market.Zone.Name
		for _, store := range market.Stores {
			h.zones[store.Zone.IANA] = store.Zone.Name
		}
	}
	return h
}

// functions are all that templates may call. They speak with whatever v is at
// the moment a page is filled.
func (v *voice) functions() template.FuncMap {
	return template.FuncMap{
		"t": v.t, "say": v.say, "label": v.label, "reason": v.reason, "market": v.market,
		"date": v.date, "day": v.day, "moment": v.moment, "zoned": v.zoned, "here": v.here, "iso": iso,
		"counted": v.counted,
		"scope":   v.scope, "part": v.part, "figure": v.metricTitle, "role": v.role, "by": v.dominance,
		"whole":   func(n int64) int { return int(n) },
		"hours":   v.hours,
		"percent": func(share float64) int { return int(math.Round(share * 100)) },
		"left":    v.left, "ago": v.ago, "num": v.num, "size": v.size,
		"asset": func(name string) (string, error) { return v.house.assets.url(name) },
	}
}

// t puts an English sentence into the reader's language. The sentence is the
// key; arguments follow the rules of fmt.
func (v *voice) t(key string, args ...any) string {
	if len(args) == 0 {
		// Without arguments the key is no format, and a percent sign is one.
		return v.printer.Sprintf(message.Key(key, strings.ReplaceAll(key, "%", "%%")))
	}
	return v.printer.Sprintf(message.Key(key, key), args...)
}

// say puts a sentence of the use cases into the reader's language, and those
// and days that stand in it as arguments.
func (v *voice) say(s reinstate.Sentence) string {
	if s.Text == "" {
		return ""
	}
	args := slices.Clone(s.Args)
	for i, a := range args {
		switch inner := a.(type) {
		case reinstate.Sentence:
			args[i] = v.say(inner)
		case reinstate.Day:
			args[i] = v.day(string(inner))
		}
	}
	return v.t(s.Text, args...)
}

// reason is what a reason code is called.
func (v *voice) reason(code reinstate.ReasonCode) string {
	if title, ok := v.house.causes[code]; ok {
		return v.t(title)
	}
	return plain(string(code))
}

// market is what a marketplace calls itself.
func (v *voice) market(code reinstate.Marketplace) string {
	if name, ok := v.house.names[code]; ok {
		return name
	}
	return v.t("Marketplace unknown")
}

// label is the word for a value of the domain. A value the tables do not know
// is shown as it is, so that nothing is hidden.
func (v *voice) label(value any) string {
	code := fmt.Sprint(value)
	if key, ok := labelKey(value, code); ok {
		return v.t(key)
	}
	if code == "" {
		return v.t("Unknown")
	}
	return plain(code)
}

// num groups the digits of a number.
func (v *voice) num(n int) string { return v.printer.Sprint(n) }

// size tells bytes in the unit people know from their files.
func (v *voice) size(bytes int64) string {
	units := []string{"%s B", "%s kB", "%s MB", "%s GB"}
	amount, unit := float64(bytes), 0
	for amount >= 1000 && unit < len(units)-1 {
		amount, unit = amount/1000, unit+1
	}
	digits := "%.1f"
	if unit == 0 || amount >= 100 {
		digits = "%.0f"
	}
	return v.t(units[unit], v.printer.Sprintf(digits, amount))
}

func plain(code string) string { return strings.ReplaceAll(code, "_", " ") }
