package web

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"

	"reinstate/internal/reinstate"
)

// words are the languages of the interface. The English sentence is the key;
// a language is one file under data/words.
type words struct {
	tongues  []tongue
	zones    []string
	matcher  language.Matcher
	printers map[language.Tag]*message.Printer
}

// tongue is one language file. A message is a text, or the forms of its first
// number by plural category ("one", "other", "=0").
type tongue struct {
	Language string             `json:"language"` // BCP 47
	Name     string             `json:"name"`     // in itself
	Messages map[string]wording `json:"messages"`

	tag language.Tag
}

type wording struct {
	Text  string
	Forms map[string]string
}

// UnmarshalJSON takes a text or an object of forms.
func (w *wording) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '{' {
		return json.Unmarshal(raw, &w.Forms)
	}
	return json.Unmarshal(raw, &w.Text)
}

// categories is the order in which plural forms are tried.
var categories = []string{"=0", "=1", "zero", "one", "two", "few", "many", "other"}

func (w wording) message() catalog.Message {
	if w.Forms == nil {
		return catalog.String(w.Text)
	}
	var cases []any
	for _, category := range categories {
		if form, ok := w.Forms[category]; ok {
			cases = append(cases, category, form)
		}
	}
	return plural.Selectf(1, "%d", cases...)
}

// readWords reads every language. English is always there and comes first.
func readWords(fsys fs.FS) (*words, error) {
	names, err := fs.Glob(fsys, "words/*.json")
	if err != nil {
		return nil, err
	}
	w := &words{printers: map[language.Tag]*message.Printer{}}
	if w.zones, err = readZones(fsys); err != nil {
		return nil, err
	}
	built := catalog.NewBuilder(catalog.Fallback(language.English))
	for _, name := range names {
		t, err := readTongue(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		for key, wording := range t.Messages {
			if err := built.Set(t.tag, key, wording.message()); err != nil {
				return nil, fmt.Errorf("%s: %q: %w", name, key, err)
			}
		}
		if t.tag == language.English {
			w.tongues = append([]tongue{t}, w.tongues...)
		} else {
			w.tongues = append(w.tongues, t)
		}
	}
	if len(w.tongues) == 0 || w.tongues[0].tag != language.English {
		return nil, fmt.Errorf("words/en.json is missing")
	}
	tags := make([]language.Tag, len(w.tongues))
	for i, t := range w.tongues {
		tags[i] = t.tag
		w.printers[t.tag] = message.NewPrinter(t.tag, message.Catalog(built))
	}
	w.matcher = language.NewMatcher(tags)
	return w, nil
}

func readTongue(fsys fs.FS, name string) (tongue, error) {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return tongue{}, err
	}
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.DisallowUnknownFields()
	var t tongue
	if err := decoder.Decode(&t); err != nil {
		return tongue{}, err
	}
	t.tag, err = language.Parse(t.Language)
	return t, err
}

// choose picks the language: the person's own, else what the browser asks for.
func (w *words) choose(own, asked string) language.Tag {
	wanted := []string{own, asked}
	if own == "" {
		wanted = wanted[1:]
	}
	_, index := language.MatchStrings(w.matcher, wanted...)
	return w.tongues[index].tag
}

// voice is how one reader is spoken to.
func (s *server) voice(c *gin.Context) *voice {
	return s.voiceOf(who(c), c.GetHeader("Accept-Language"))
}

// voiceOf is the voice for a reader who may not be the one signed in.
func (s *server) voiceOf(reader reinstate.Actor, accept string) *voice {
	tag := s.words.choose(reader.Language, accept)
	return &voice{house: s.house, lang: tag, printer: s.words.printers[tag], zone: zoneOf(reader.Zone), now: s.now()}
}
