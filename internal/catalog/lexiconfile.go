package catalog

import (
	"maps"
	"slices"
	"time"

	"reinstate/internal/reinstate"
)

type readingFile struct {
	Reviewed  string                           `yaml:"reviewed"`
	Zones     []zoneFile                       `yaml:"zones"`
	Moods     []moodFile                       `yaml:"moods"`
	Notice    cueFile                          `yaml:"notice"`
	Reply     cueFile                          `yaml:"reply"`
	Others    []otherFile                      `yaml:"others"`
	Levels    map[reinstate.Level]cueFile      `yaml:"levels"`
	Decisions map[reinstate.Decision]cueFile   `yaml:"decisions"`
	Responses map[reinstate.Response]cueFile   `yaml:"responses"`
	Clocks    []clockCuesFile                  `yaml:"clocks"`
	Severe    []string                         `yaml:"severe"`
	Advised   []string                         `yaml:"counsel_advised"`
	Numbers   map[string]int                   `yaml:"numbers"`
	Units     map[reinstate.ClockUnit][]string `yaml:"units"`
	Months    map[string]int                   `yaml:"months"`
	Spans     []spanFile                       `yaml:"spans"`
	Greetings []string                         `yaml:"greetings"`
	Closings  []string                         `yaml:"closings"`
	Labels    []string                         `yaml:"label_words"`
	HeadDates []string                         `yaml:"head_dates"`
	Sure      Confidence                       `yaml:"confidence"`
}

type zoneFile struct {
	Name     string   `yaml:"name"`
	Factor   float64  `yaml:"factor"`
	Asks     float64  `yaml:"asks"`
	Headings []string `yaml:"headings"`
}

type moodFile struct {
	Name    string   `yaml:"name"`
	Reasons float64  `yaml:"reasons"`
	Levels  float64  `yaml:"levels"`
	Demands float64  `yaml:"demands"`
	Phrases []string `yaml:"phrases"`
}

type otherFile struct {
	Sort      reinstate.OtherSort `yaml:"sort"`
	Anonymous bool                `yaml:"anonymous"`
	Cues      cueFile             `yaml:"cues"`
}

type clockCuesFile struct {
	Kind reinstate.ClockKind `yaml:"kind"`
	Near cueFile             `yaml:"near"`
	Far  cueFile             `yaml:"far"`
}

type spanFile struct {
	Name    string   `yaml:"name"`
	Phrases []string `yaml:"phrases"`
}

// The zones and spans that the reader's code goes by. A lexicon without one
// of them would leave a part of it blind.
var (
	neededZones = []string{"subject", "body", "cause", "ask", "error", "otherwise", "funds", "items", "header", "signature", "quoted", "about"}
	neededSpans = []string{"forward", "backward", "since", "until", "lasting", "inside", "they", "you", "please", "await"}
	neededMoods = []string{"denied", "conditional", "policy", "spared"}
)

func (f readingFile) compile(m *mistakes) Lexicon {
	checkDay(m, "reviewed", f.Reviewed)
	x := Lexicon{
		Notice: f.Notice.compile(m, "notice"), Reply: f.Reply.compile(m, "reply"),
		Severe:  compilePhrases(m, "severe", f.Severe),
		Advised: compilePhrases(m, "counsel_advised", f.Advised),
		Numbers: folded(f.Numbers), Months: folded(f.Months),
		Greetings: compilePhrases(m, "greetings", f.Greetings), Closings: compilePhrases(m, "closings", f.Closings),
		LabelWords: compilePhrases(m, "label_words", f.Labels), HeadDates: f.HeadDates, Confidence: f.Sure,
	}
	for _, z := range f.Zones {
		x.Zones = append(x.Zones, Zoning{Name: z.Name, Factor: z.Factor, Asks: z.Asks, Headings: compilePhrases(m, "zones."+z.Name, z.Headings)})
	}
	for _, mood := range f.Moods {
		x.Moods = append(x.Moods, Mood{
			Name: mood.Name, Reasons: mood.Reasons, Levels: mood.Levels, Demands: mood.Demands,
			Phrases: compilePhrases(m, "moods."+mood.Name, mood.Phrases),
		})
	}
	for _, o := range f.Others {
		x.Others = append(x.Others, Other{Sort: o.Sort, Anonymous: o.Anonymous, Cues: o.Cues.compile(m, "others."+string(o.Sort))})
	}
	for _, level := range slices.Sorted(maps.Keys(f.Levels)) {
		if !slices.Contains(reinstate.Levels(), level) {
			m.add("levels", "%q is not a level", level)
		}
		x.Levels = append(x.Levels, LevelCues{Level: level, Cues: f.Levels[level].compile(m, "levels."+string(level))})
	}
	for _, d := range slices.Sorted(maps.Keys(f.Decisions)) {
		if !slices.Contains(decisions, d) {
			m.add("decisions", "%q is not a decision", d)
		}
		x.Decisions = append(x.Decisions, DecisionCues{Decision: d, Cues: f.Decisions[d].compile(m, "decisions."+string(d))})
	}
	for _, r := range slices.Sorted(maps.Keys(f.Responses)) {
		if !slices.Contains(reinstate.Responses(), r) {
			m.add("responses", "%q is not a way of answering", r)
		}
		x.Responses = append(x.Responses, ResponseCues{Response: r, Cues: f.Responses[r].compile(m, "responses."+string(r))})
	}
	f.compileTime(m, &x)
	f.checkSureness(m)
	f.checkNames(m)
	return x
}

func (f readingFile) compileTime(m *mistakes, x *Lexicon) {
	for _, c := range f.Clocks {
		if c.Kind != "" && !slices.Contains(clockKinds, c.Kind) {
			m.add("clocks", "%q is not a kind of clock", c.Kind)
		}
		place := "clocks." + string(c.Kind)
		x.Clocks = append(x.Clocks, ClockCues{Kind: c.Kind, Near: c.Near.compile(m, place+".near"), Far: c.Far.compile(m, place+".far")})
	}
	for _, unit := range slices.Sorted(maps.Keys(f.Units)) {
		if !slices.Contains(clockUnits, unit) {
			m.add("units", "%q is not a unit", unit)
		}
		x.Units = append(x.Units, UnitWords{Unit: unit, Words: compilePhrases(m, "units."+string(unit), f.Units[unit])})
	}
	for _, s := range f.Spans {
		x.Spans = append(x.Spans, SpanWords{Name: s.Name, Phrases: compilePhrases(m, "spans."+s.Name, s.Phrases)})
	}
	for name, month := range f.Months {
		if month < 1 || month > 12 {
			m.add("months."+name, "%d is not a month", month)
		}
	}
}

// checkSureness refuses layouts that no date can be read by, and confidences
// out of order.
func (f readingFile) checkSureness(m *mistakes) {
	when := time.Date(2026, 11, 23, 17, 4, 5, 0, time.UTC)
	for _, layout := range f.HeadDates {
		if at, err := time.Parse(layout, when.Format(layout)); err != nil || at.YearDay() != when.YearDay() || at.Year() != when.Year() {
			m.add("head_dates", "%q is not the layout of a whole date", layout)
		}
	}
	if s := f.Sure; s.Likely <= 0 || s.VeryLikely <= s.Likely || s.VeryLikely >= 1 {
		m.add("confidence", "likely and very_likely are shares between 0 and 1, in this order")
	}
}

func (f readingFile) checkNames(m *mistakes) {
	zones, spans, moods := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, z := range f.Zones {
		zones[z.Name] = true
	}
	for _, s := range f.Spans {
		spans[s.Name] = true
	}
	for _, mood := range f.Moods {
		moods[mood.Name] = true
	}
	for place, want := range map[string][]string{"zones": neededZones, "spans": neededSpans, "moods": neededMoods} {
		have := map[string]map[string]bool{"zones": zones, "spans": spans, "moods": moods}[place]
		for _, name := range want {
			if !have[name] {
				m.add(place, "there is no %q", name)
			}
		}
	}
	for _, part := range []struct {
		name string
		n    int
	}{{"levels", len(f.Levels)}, {"decisions", len(f.Decisions)}, {"clocks", len(f.Clocks)}, {"units", len(f.Units)}, {"months", len(f.Months)}} {
		if part.n == 0 {
			m.add(part.name, "is missing")
		}
	}
}

func folded(words map[string]int) map[string]int {
	out := make(map[string]int, len(words))
	for word, n := range words {
		out[Fold(word)] = n
	}
	return out
}
