package catalog

import (
	"maps"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
)

// Concept is an idea with the words that express it, in every language that
// the reader knows: "late" is late, overdue, behind, verspätet, en retard.
type Concept struct {
	Name    string
	Phrases []Phrase
}

// Frame is a cue made of ideas rather than of words: all its parts stand in one
// sentence, in any order, and none of those it excludes does. "parcel late" says
// the same of a parcel that kept missing its day as of one that came too late.
type Frame struct {
	Source     string
	Parts, Not []int // numbers of concepts
	Weight     float64
}

// Frames are all frames of a catalog by what they tell.
type Frames struct {
	Concepts  []Concept
	Reasons   map[reinstate.ReasonCode][]Frame
	Demands   map[reinstate.DemandCode][]Frame
	Levels    map[reinstate.Level][]Frame
	Decisions map[reinstate.Decision][]Frame
	Others    map[reinstate.OtherSort][]Frame
	Notice    []Frame
	Reply     []Frame
	// Carried are the concepts of a line that ends with a colon which hold for
	// each line of the list below it: "please send:", "tell us:".
	Carried []int
	// Common are the concepts that say nothing of a reason by themselves.
	Common []int
	// Percent is the concept that a number with a percent sign expresses.
	Percent int
}

type framesFile struct {
	Reviewed  string                             `yaml:"reviewed"`
	Concepts  map[string][]string                `yaml:"concepts"`
	Reasons   map[reinstate.ReasonCode]frameFile `yaml:"reasons"`
	Demands   map[reinstate.DemandCode]frameFile `yaml:"demands"`
	Levels    map[reinstate.Level]frameFile      `yaml:"levels"`
	Decisions map[reinstate.Decision]frameFile   `yaml:"decisions"`
	Others    map[reinstate.OtherSort]frameFile  `yaml:"others"`
	Notice    frameFile                          `yaml:"notice"`
	Reply     frameFile                          `yaml:"reply"`
	Carried   []string                           `yaml:"carried"`
	Common    []string                           `yaml:"common"`
	Percent   string                             `yaml:"percent"`
}

// frameFile lists frames under the strength they have.
type frameFile cueFile

// frameReading is what the compiling of frames has to know: the concepts by
// name, and which of them a frame has named.
type frameReading struct {
	m        *mistakes
	concepts map[string]int
	named    map[string]bool
}

// maxParts bounds the work of one frame.
const maxParts = 5

func (f framesFile) compile(m *mistakes, c *Catalog) Frames {
	checkDay(m, "reviewed", f.Reviewed)
	known := frameReading{m: m, concepts: map[string]int{}, named: map[string]bool{}}
	var out Frames
	for _, name := range slices.Sorted(maps.Keys(f.Concepts)) {
		known.concepts[name] = len(out.Concepts)
		out.Concepts = append(out.Concepts, Concept{Name: name, Phrases: compilePhrases(m, "concepts."+name, f.Concepts[name])})
	}
	causes, demands := codesOf(c.causes, func(r Cause) reinstate.ReasonCode { return r.Code }), codesOf(c.demands, func(d Demand) reinstate.DemandCode { return d.Code })
	out.Reasons = compileFrames(known, "reasons", f.Reasons, causes)
	out.Demands = compileFrames(known, "demands", f.Demands, demands)
	out.Levels = compileFrames(known, "levels", f.Levels, codesOf(c.lexicon.Levels, func(l LevelCues) reinstate.Level { return l.Level }))
	out.Decisions = compileFrames(known, "decisions", f.Decisions, codesOf(c.lexicon.Decisions, func(d DecisionCues) reinstate.Decision { return d.Decision }))
	out.Others = compileFrames(known, "others", f.Others, codesOf(c.lexicon.Others, func(o Other) reinstate.OtherSort { return o.Sort }))
	out.Notice = known.compile("notice", f.Notice)
	out.Reply = known.compile("reply", f.Reply)
	out.Carried = known.list("carried", f.Carried)
	out.Common = known.list("common", f.Common)
	if percent := known.list("percent", []string{f.Percent}); len(percent) == 1 {
		out.Percent = percent[0]
	}
	for _, name := range slices.Sorted(maps.Keys(f.Concepts)) {
		if !known.named[name] {
			m.add("concepts."+name, "no frame names it")
		}
	}
	return out
}

// list gives the numbers of concepts by their names.
func (k frameReading) list(place string, names []string) []int {
	var numbers []int
	for _, name := range names {
		if at, ok := k.concepts[name]; ok {
			numbers = append(numbers, at)
		} else {
			k.m.add(place, "the concept %q is not there", name)
		}
	}
	return numbers
}

func codesOf[T any, C ~string](all []T, code func(T) C) []C {
	codes := make([]C, len(all))
	for n, one := range all {
		codes[n] = code(one)
	}
	return codes
}

func compileFrames[C ~string](known frameReading, place string, files map[C]frameFile, codes []C) map[C][]Frame {
	out := make(map[C][]Frame, len(files))
	for _, code := range slices.Sorted(maps.Keys(files)) {
		if !slices.Contains(codes, code) {
			known.m.add(place, "%q is not known here", string(code))
		}
		out[code] = known.compile(place+"."+string(code), files[code])
	}
	return out
}

func (k frameReading) compile(place string, f frameFile) []Frame {
	var frames []Frame
	seen := map[string]bool{}
	for _, group := range []struct {
		name    string
		weight  float64
		sources []string
	}{
		{"sure", weightSure, f.Sure},
		{"strong", weightStrong, f.Strong},
		{"fair", weightFair, f.Fair},
		{"weak", weightWeak, f.Weak},
		{"against", weightAgainst, f.Against},
	} {
		for _, source := range group.sources {
			if seen[source] {
				k.m.add(place+"."+group.name, "the frame %q is there twice", source)
			}
			seen[source] = true
			frames = append(frames, k.frame(place+"."+group.name, source, group.weight))
		}
	}
	return frames
}

// frame reads names of concepts, an excluded one with "!" before it.
func (k frameReading) frame(place, source string, weight float64) Frame {
	frame := Frame{Source: source, Weight: weight}
	for _, field := range strings.Fields(source) {
		name, not := strings.CutPrefix(field, "!")
		at, ok := k.concepts[name]
		if !ok {
			k.m.add(place, "the frame %q names the concept %q, which is not there", source, name)
			continue
		}
		k.named[name] = true
		if not {
			frame.Not = append(frame.Not, at)
		} else {
			frame.Parts = append(frame.Parts, at)
		}
	}
	if n := len(frame.Parts); n == 0 || n > maxParts {
		k.m.add(place, "the frame %q has no part, or more than %d", source, maxParts)
	}
	return frame
}
