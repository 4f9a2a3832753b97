package notice

import (
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Reader reads messages by the words of a catalog. It holds no state between
// messages and may be used from many goroutines.
type Reader struct {
	markets []catalog.Market
	causes  []catalog.Cause
	demands []catalog.Demand
	lexicon catalog.Lexicon
	index   *index
	zones   map[string]int
	hosts   []host
	frames  [][]frame // by the concept they begin with
	shares  [][]share // what each concept says of reasons
	percent *entry
	carried []int // concepts that an introduction lends to its list
}

// host is one host name of a marketplace, with the store it belongs to.
type host struct {
	name   string
	market int
	store  string
}

// message is one text while it is read.
type message struct {
	*lexed
	r    *Reader
	hits [topics][]hit
	// heads and headWords count the sentences and words of mail headers that
	// stand before the text.
	heads, headWords int
	received         time.Time // zero where unknown
	earlier          []bool    // lines that quote an earlier mail
	room             []int     // what the words before each take up, once asked for
	monthFirst       bool      // dates with slashes begin with the month
}

// New makes a reader of the catalog's words.
func New(c *catalog.Catalog) *Reader {
	r := &Reader{
		markets: c.Markets(), causes: c.Causes(), demands: c.Demands(), lexicon: c.Lexicon(),
		index: newIndex(), zones: map[string]int{},
	}
	r.indexMarkets()
	for n, cause := range r.causes {
		r.index.addCues(cause.Cues, aboutReason, n)
		r.index.addPhrases(cause.Labels, aboutLabel, n)
	}
	r.indexTopics()
	for n, d := range r.demands {
		r.index.addCues(d.Cues, aboutDemand, n)
	}
	r.indexLexicon()
	r.indexFrames(c.Frames())
	return r
}

func (r *Reader) indexMarkets() {
	for n, m := range r.markets {
		r.index.addCues(m.Known, aboutMarket, n)
		for _, name := range m.Hosts {
			r.hosts = append(r.hosts, host{name: name, market: n})
		}
		for s, store := range m.Stores {
			for _, name := range store.Hosts {
				r.hosts = append(r.hosts, host{name: name, market: n, store: store.Code})
			}
			r.index.addPhrases(store.Words, aboutStore, n<<8|s)
		}
		for _, reason := range m.Reasons {
			for at, cause := range r.causes {
				if cause.Code == reason.Code {
					r.index.addCues(reason.Cues, aboutReason, at)
				}
			}
		}
	}
}

// Items of the topic aboutKind.
const (
	kindNotice = iota
	kindReply
)

// Items of the topic aboutClock tell near cues from far ones.
const farClock = 1 << 8

func (r *Reader) indexLexicon() {
	x := r.lexicon
	for n, z := range x.Zones {
		r.zones[z.Name] = n
		r.index.addPhrases(z.Headings, aboutHeading, n)
	}
	for n, m := range x.Moods {
		r.index.addPhrases(m.Phrases, aboutMood, n)
	}
	r.index.addCues(x.Notice, aboutKind, kindNotice)
	r.index.addCues(x.Reply, aboutKind, kindReply)
	for n, o := range x.Others {
		r.index.addCues(o.Cues, aboutOther, n)
	}
	for n, l := range x.Levels {
		r.index.addCues(l.Cues, aboutLevel, n)
	}
	for n, d := range x.Decisions {
		r.index.addCues(d.Cues, aboutDecision, n)
	}
	for n, p := range x.Responses {
		r.index.addCues(p.Cues, aboutResponse, n)
	}
	for n, c := range x.Clocks {
		r.index.addCues(c.Near, aboutClock, n)
		r.index.addCues(c.Far, aboutClock, n|farClock)
	}
	for n, u := range x.Units {
		r.index.addPhrases(u.Words, aboutUnit, n)
	}
	for n, s := range x.Spans {
		r.index.addPhrases(s.Phrases, aboutSpan, n)
	}
	r.index.addPhrases(x.Severe, aboutSevere, 0)
	r.index.addPhrases(x.Advised, aboutAdvised, 0)
	r.index.addPhrases(x.Greetings, aboutGreeting, 0)
	r.index.addPhrases(x.Closings, aboutClosing, 0)
	r.index.addPhrases(x.LabelWords, aboutLabelWord, 0)
}

// Read says what a message says. It never fails: what it cannot tell stays
// unknown or empty.
func (r *Reader) Read(text string) reinstate.Reading { return r.ReadReceived(text, time.Time{}) }

// ReadReceived is Read for a message that came at a known time, which tells
// the year of a date that the message writes without one. With a zero time
// such a date takes the first year that the message names, and is left out
// where it names none.
func (r *Reader) ReadReceived(text string, received time.Time) reinstate.Reading {
	m := &message{r: r, received: received, lexed: lex(newView(text), r.lexicon.Numbers)}
	r.index.find(m.lexed, &m.hits)
	m.readFrames()
	m.divide()
	m.feel()

	var reading reinstate.Reading
	m.readOrigin(&reading)
	m.readKind(&reading)
	m.readReferences(&reading)
	m.readReasons(&reading)
	m.readLevel(&reading)
	m.readDemands(&reading)
	m.readResponses(&reading)
	m.planFirst(&reading)
	m.readClocks(&reading)
	m.readSeverity(&reading)
	m.guess(&reading)
	undecided(&reading)
	nothingAsked(&reading)
	notAwaited(&reading)
	unrelated(&reading)
	return reading
}

// quote makes a Quote of words from..to, to exclusive.
func (m *message) quote(from, to int) reinstate.Quote {
	if to <= from || to > len(m.words) {
		return reinstate.Quote{}
	}
	return m.quoteBytes(m.words[from].start, m.words[to-1].end)
}

// quoteBytes makes a Quote of a stretch of the view.
func (m *message) quoteBytes(from, to int) reinstate.Quote {
	start, end := m.view.back(from, to)
	if end <= start {
		return reinstate.Quote{}
	}
	return reinstate.Quote{Words: m.view.given[start:end], Start: start, End: end}
}
