package catalog

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"reinstate/internal/reinstate"
)

// Catalog is everything the product knows about marketplaces. It does not
// change once loaded and may be read from many goroutines.
type Catalog struct {
	markets []Market
	causes  []Cause
	demands []Demand
	lexicon Lexicon
	frames  Frames
	similar map[string]Similarity
	routes  *RouteTable
	health  *HealthBook

	connections Connections

	calendars []Calendar
	profiles  []Profile
	mails     []Mail
	papers    papers
	speech    Speech
}

// Names of the shared files. Every other YAML file beside them is a market.
const (
	folder        = "catalog"
	reasonsName   = "reasons.yaml"
	demandsName   = "demands.yaml"
	readingName   = "reading.yaml"
	similarName   = "similarity.yaml"
	wordsName     = "words.yaml"
	framesName    = "frames.yaml"
	packetsName   = "packets.yaml"
	papersName    = "papers.yaml"
	connectName   = "connections.yaml"
	mailsName     = "mails.yaml"
	calendarsName = "calendars.yaml"
	speechName    = "speech.yaml"
)

// shared are the files that are no marketplace.
var shared = []string{reasonsName, demandsName, readingName, similarName, calendarsName, wordsName, framesName, packetsName, papersName, connectName, mailsName, speechName}

// Load reads catalog/*.yaml of a file system and checks every fact. Its error
// is Mistakes when the data is at fault, all of it at once.
func Load(fsys fs.FS) (*Catalog, error) {
	c, m := &Catalog{}, &mistakes{}
	var words wordsFile
	if decodeFile(fsys, wordsName, &words, m) {
		m.classes = words.compile(m)
	}
	var reasons reasonsFile
	if decodeFile(fsys, reasonsName, &reasons, m) {
		c.causes = reasons.compile(m)
	}
	var demands demandsFile
	if decodeFile(fsys, demandsName, &demands, m) {
		c.demands = demands.compile(m)
	}
	var reading readingFile
	if decodeFile(fsys, readingName, &reading, m) {
		c.lexicon = reading.compile(m)
	}
	var frames framesFile
	if decodeFile(fsys, framesName, &frames, m) {
		c.frames = frames.compile(m, c)
	}
	var similar similarityFile
	if decodeFile(fsys, similarName, &similar, m) {
		c.similar = similar.compile(m)
	}
	var calendars calendarsFile
	if decodeFile(fsys, calendarsName, &calendars, m) {
		c.calendars = calendars.compile(m)
	}
	var packets profilesFile
	if decodeFile(fsys, packetsName, &packets, m) {
		c.profiles = packets.compile(m)
	}
	var mails mailsFile
	if decodeFile(fsys, mailsName, &mails, m) {
		c.mails = mails.compile(m)
	}
	var speech speechFile
	if decodeFile(fsys, speechName, &speech, m) {
		c.speech = speech.compile(m)
	}
	var documents papersFile
	if decodeFile(fsys, papersName, &documents, m) {
		c.papers = documents.compile(m)
	}
	var connections connectionsFile
	if decodeFile(fsys, connectName, &connections, m) {
		c.connections = connections.compile(m)
	}
	names, err := fs.Glob(fsys, folder+"/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		base := path.Base(name)
		if slices.Contains(shared, base) {
			continue
		}
		var market marketFile
		if decodeFile(fsys, base, &market, m) {
			c.markets = append(c.markets, market.compile(m, c))
		}
	}
	c.health = loadHealth(fsys, c, m)
	m.file = folder
	c.inOrder(m)
	c.routes = readRoutes(fsys, c, m)
	if err := m.err(); err != nil {
		return nil, err
	}
	return c, nil
}

// inOrder sorts the markets as pages show them and misses what is not there.
func (c *Catalog) inOrder(m *mistakes) {
	order := reinstate.Marketplaces()
	for _, code := range order {
		n := 0
		for _, market := range c.markets {
			if market.Code == code {
				n++
			}
		}
		if n != 1 {
			m.add(string(code), "has %d files, not one", n)
		}
	}
	slices.SortStableFunc(c.markets, func(a, b Market) int {
		return slices.Index(order, a.Code) - slices.Index(order, b.Code)
	})
}

// decodeFile decodes one file strictly: an unknown key is a mistake.
func decodeFile(fsys fs.FS, name string, into any, m *mistakes) bool {
	m.file = name
	raw, err := fs.ReadFile(fsys, path.Join(folder, name))
	if err != nil {
		m.add("", "cannot be read: %v", err)
		return false
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict())
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		m.add("", "%s", firstLine(err.Error()))
		return false
	}
	return true
}

// firstLine keeps the sentence of a YAML error and drops the excerpt below.
func firstLine(message string) string {
	line, _, _ := strings.Cut(message, "\n")
	return line
}

// Routes say which kind of document answers a case.
func (c *Catalog) Routes() *RouteTable { return c.routes }

// Markets lists the marketplaces in the order pages show them.
func (c *Catalog) Markets() []Market { return slices.Clone(c.markets) }

// Market finds a marketplace.
func (c *Catalog) Market(code reinstate.Marketplace) (Market, bool) {
	for _, m := range c.markets {
		if m.Code == code {
			return m, true
		}
	}
	return Market{}, false
}

// Causes lists every reason code with its words.
func (c *Catalog) Causes() []Cause { return slices.Clone(c.causes) }

// Cause finds a reason code.
func (c *Catalog) Cause(code reinstate.ReasonCode) (Cause, bool) {
	for _, cause := range c.causes {
		if cause.Code == code {
			return cause, true
		}
	}
	return Cause{}, false
}

// Demands lists every demand code.
func (c *Catalog) Demands() []Demand { return slices.Clone(c.demands) }

// Demand finds a demand code.
func (c *Catalog) Demand(code reinstate.DemandCode) (Demand, bool) {
	for _, d := range c.demands {
		if d.Code == code {
			return d, true
		}
	}
	return Demand{}, false
}

// Lexicon is what the notice reader goes by, beyond reasons and demands.
func (c *Catalog) Lexicon() Lexicon { return c.lexicon }

// Frames are the cues made of ideas that the notice reader goes by.
func (c *Catalog) Frames() Frames { return c.frames }

// Health is what account health goes by.
func (c *Catalog) Health() *HealthBook { return c.health }
