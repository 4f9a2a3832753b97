package catalog

import (
	"reinstate/internal/reinstate"
)

// Lexicon holds the words by which a message is taken apart, whatever the
// marketplace.
type Lexicon struct {
	Zones     []Zoning
	Moods     []Mood
	Notice    []Cue
	Reply     []Cue
	Others    []Other
	Levels    []LevelCues
	Decisions []DecisionCues
	Responses []ResponseCues
	Clocks    []ClockCues
	Severe    []Phrase // words that call for counsel before anything is answered
	Advised   []Phrase // words for which counsel is advised
	Numbers   map[string]int
	Units     []UnitWords
	Months    map[string]int
	Spans     []SpanWords
	Greetings []Phrase
	Closings  []Phrase
	// LabelWords stand before the colon of a line that names a type.
	LabelWords []Phrase
	HeadDates  []string // layouts of the time package
	Confidence Confidence
}

// Confidence says from where on a fact is called likely or very likely. One
// that is less than likely is asked for rather than stated.
type Confidence struct {
	Likely     float64 `yaml:"likely"`
	VeryLikely float64 `yaml:"very_likely"`
}

// Zoning is one part of a message: the headings that open it, and how much
// words in it count towards a reason.
type Zoning struct {
	Name     string
	Factor   float64
	Asks     float64 // how much words in it count towards a demand
	Headings []Phrase
}

// Mood is what a sentence is when it holds these words: it denies, it puts a
// condition, it states a rule. Each factor says how much a cue in such a
// sentence still counts.
type Mood struct {
	Name    string
	Reasons float64
	Levels  float64
	Demands float64
	Phrases []Phrase
}

// Other is one sort of message that is no enforcement.
type Other struct {
	Sort      reinstate.OtherSort
	Anonymous bool // it does not come from the marketplace it talks about
	Cues      []Cue
}

// LevelCues are the words that tell a level.
type LevelCues struct {
	Level reinstate.Level
	Cues  []Cue
}

// DecisionCues are the words that tell a decision.
type DecisionCues struct {
	Decision reinstate.Decision
	Cues     []Cue
}

// ResponseCues are the words that offer a way of answering.
type ResponseCues struct {
	Response reinstate.Response
	Cues     []Cue
}

// ClockCues are the words around a span that tell whose time it is. A kind
// that is empty marks spans that are no time limit at all.
type ClockCues struct {
	Kind reinstate.ClockKind
	Near []Cue // beside the span
	Far  []Cue // anywhere in its sentence
}

// UnitWords are the words of one unit, already folded.
type UnitWords struct {
	Unit  reinstate.ClockUnit
	Words []Phrase
}

// SpanWords are the words that lead into a span or a date, such as "within".
type SpanWords struct {
	Name    string
	Phrases []Phrase
}
