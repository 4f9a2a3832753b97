package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/goccy/go-yaml"

	"reinstate/internal/reinstate"
)

// demoFirm is data/demo/firm.yaml.
type demoFirm struct {
	Name   string `yaml:"name"`
	People []struct {
		Key   string         `yaml:"key"`
		Name  string         `yaml:"name"`
		Email string         `yaml:"email"`
		Role  reinstate.Role `yaml:"role"`
	} `yaml:"people"`
	Clients   []demoClient   `yaml:"clients"`
	Suppliers []demoSupplier `yaml:"suppliers"`
}

type demoClient struct {
	Key       string `yaml:"key"`
	LegalName string `yaml:"legal_name"`
	OtherName string `yaml:"other_name"`
	Address   string `yaml:"address"`
	Contact   string `yaml:"contact"`
	Email     string `yaml:"email"`
	Phone     string `yaml:"phone"`
	Notes     string `yaml:"notes"`
	Accounts  []struct {
		Key         string                `yaml:"key"`
		Marketplace reinstate.Marketplace `yaml:"marketplace"`
		Store       string                `yaml:"store"`
		SellerID    string                `yaml:"seller_id"`
		StoreName   string                `yaml:"store_name"`
		Standing    reinstate.Standing    `yaml:"standing"`
	} `yaml:"accounts"`
}

// demoSupplier is a company whose papers stand among the evidence.
type demoSupplier struct {
	Key   string   `yaml:"key"`
	Name  string   `yaml:"name"`
	Lines []string `yaml:"lines"`
}

// demoCase is one file of data/demo/cases.
type demoCase struct {
	Account string     `yaml:"account"`
	Owner   string     `yaml:"owner"` // key of a person; empty: nobody
	Steps   []demoStep `yaml:"steps"`

	file string
}

// demoStep does one thing at one moment. Exactly one of its verbs is set.
type demoStep struct {
	Ago string `yaml:"ago"` // such as 12d 4h; empty: a few minutes after the step before
	By  string `yaml:"by"`  // key of a person; empty: whoever did the step before

	Notice  *demoMessage `yaml:"notice"`
	Message *demoMessage `yaml:"message"`
	Take    *demoTake    `yaml:"take"`
	Cause   *demoClaim   `yaml:"cause"`
	Action  *demoClaim   `yaml:"action"`
	Measure *demoClaim   `yaml:"measure"`
	Exhibit *demoExhibit `yaml:"exhibit"`
	Demand  *demoDemand  `yaml:"demand"`
	Sales   []demoSales  `yaml:"sales"`
	Plan    *demoPlan    `yaml:"plan"`
	File    *demoFiling  `yaml:"file"`
	Receipt *demoReceipt `yaml:"receipt"`
	Reply   *demoReply   `yaml:"reply"`
	Counsel *demoCounsel `yaml:"counsel"`
	Route   *demoRoute   `yaml:"route"`
	Hold    *demoHold    `yaml:"hold"`
	Talk    *demoTalk    `yaml:"talk"`

	at time.Time
}

// demoSales is how many units of an item were sold.
type demoSales struct {
	Item string `yaml:"item"`
	Sold int    `yaml:"sold"`
}

type demoMessage struct {
	Name        string      `yaml:"name"` // empty: pasted
	Text        string      `yaml:"text"`
	Unconfirmed bool        `yaml:"unconfirmed"`
	Reading     demoReading `yaml:"reading"`
}

// demoReading is what the person made of a message. What is empty stays as read.
type demoReading struct {
	Marketplace reinstate.Marketplace  `yaml:"marketplace"`
	Store       string                 `yaml:"store"`
	Level       reinstate.Level        `yaml:"level"`
	Reasons     []reinstate.ReasonCode `yaml:"reasons"`
	Response    reinstate.Response     `yaml:"response"`
	Demands     []reinstate.DemandCode `yaml:"demands"`
	ASINs       []string               `yaml:"asins"`
	Orders      []string               `yaml:"orders"`
	Complaints  []string               `yaml:"complaints"`
	Items       []string               `yaml:"items"`
}

type demoTake struct {
	Do             reinstate.Action  `yaml:"do"`
	Note           string            `yaml:"note"`
	Outcome        reinstate.Outcome `yaml:"outcome"`
	WithoutCounsel string            `yaml:"without_counsel"`
}

// demoHold lets a case rest: counted in days from the step.
type demoHold struct {
	Days int    `yaml:"days"`
	Why  string `yaml:"why"`
}

type demoClaim struct {
	Key        string   `yaml:"key"`
	Text       string   `yaml:"text"`
	Answers    string   `yaml:"answers"` // key of a cause
	Done       bool     `yaml:"done"`
	Date       string   `yaml:"date"`
	Owner      string   `yaml:"owner"`
	Frequency  string   `yaml:"frequency"`
	Tool       string   `yaml:"tool"`
	Exhibits   []string `yaml:"exhibits"` // keys
	NoneNeeded string   `yaml:"none_needed"`
}

type demoExhibit struct {
	Key     string                `yaml:"key"`
	Kind    reinstate.ExhibitKind `yaml:"kind"`
	Title   string                `yaml:"title"`
	Dated   string                `yaml:"dated"`
	Shows   string                `yaml:"shows"`
	File    string                `yaml:"file"`
	Invoice *demoInvoice          `yaml:"invoice"`
	Letter  *demoLetter           `yaml:"letter"`
	Record  *demoRecord           `yaml:"record"`
	Photo   *demoPhoto            `yaml:"photo"`
	Screen  *demoScreen           `yaml:"screen"`

	Items     []string `yaml:"items"` // listings that it names
	Expires   string   `yaml:"expires"`
	Received  string   `yaml:"received_from"`
	Sensitive bool     `yaml:"sensitive"`
}

type demoDemand struct {
	Code     reinstate.DemandCode  `yaml:"code"`
	State    reinstate.DemandState `yaml:"state"`
	Why      string                `yaml:"why"`
	Exhibits []string              `yaml:"exhibits"` // keys
}

type demoPlan struct {
	Title    string            `yaml:"title"`
	Sections map[string]string `yaml:"sections"`
}

type demoFiling struct {
	Channel  string `yaml:"channel"`
	Note     string `yaml:"note"`
	Override string `yaml:"override"`
}

type demoReceipt struct {
	Reference string `yaml:"reference"`
	NoneGiven bool   `yaml:"none_given"`
}

type demoReply struct {
	Name     string           `yaml:"name"`
	Text     string           `yaml:"text"`
	Decision reinstate.Action `yaml:"decision"`
	Note     string           `yaml:"note"`
	Reading  demoReading      `yaml:"reading"`
}

type demoCounsel struct {
	Name       string `yaml:"name"`
	Note       string `yaml:"note"`
	Privileged string `yaml:"privileged"`
}

// demoScripts reads the firm and its cases, with their dates counted back
// from now.
func demoScripts(files fs.FS, now time.Time) (firm demoFirm, cases []demoCase, err error) {
	if err := readScript(files, "firm.yaml", now, &firm); err != nil {
		return firm, nil, err
	}
	names, err := fs.Glob(files, "cases/*.yaml")
	if err != nil {
		return firm, nil, err
	}
	slices.Sort(names)
	for _, name := range names {
		c := demoCase{file: path.Base(name)}
		if err := readScript(files, name, now, &c); err != nil {
			return firm, nil, err
		}
		if err := c.date(now); err != nil {
			return firm, nil, fmt.Errorf("%s: %w", name, err)
		}
		cases = append(cases, c)
	}
	return firm, cases, nil
}

// readScript fills a file's dates in and decodes it; an unknown key is refused.
func readScript(files fs.FS, name string, now time.Time, into any) error {
	t, err := template.New(path.Base(name)).Funcs(dates(now)).ParseFS(files, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	var text bytes.Buffer
	if err := t.Execute(&text, nil); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := yaml.NewDecoder(&text, yaml.Strict()).Decode(into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// dates are the functions of a script: each writes the day so many days ago.
func dates(now time.Time) template.FuncMap {
	written := func(layout string) func(int) string {
		return func(days int) string { return now.AddDate(0, 0, -days).Format(layout) }
	}
	return template.FuncMap{
		"day": written("January 2, 2006"), "short": written("2 January 2006"), "iso": written(time.DateOnly),
		"de": written("02.01.2006"), "mail": written(time.RFC1123Z),
	}
}

// stride lies between a step and the next one that does not say when.
const stride = 7 * time.Minute

// date works out when each step happens and who does it.
func (c *demoCase) date(now time.Time) error {
	var last demoStep
	for i := range c.Steps {
		s := &c.Steps[i]
		s.at = last.at.Add(stride)
		if s.Ago != "" {
			span, err := ago(s.Ago)
			if err != nil {
				return err
			}
			s.at = now.Add(-span)
		}
		if s.By == "" {
			s.By = last.By
		}
		if i > 0 && !s.at.After(last.at) || s.at.After(now) {
			return fmt.Errorf("step %d is before the one it follows, or in the future", i+1)
		}
		last = *s
	}
	return nil
}

var agoShape = regexp.MustCompile(`^(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)?$`)

// ago reads a span such as "12d 4h".
func ago(s string) (time.Duration, error) {
	m := agoShape.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil || m[1]+m[2]+m[3] == "" {
		return 0, fmt.Errorf("%q is not a span such as 12d 4h", s)
	}
	var span time.Duration
	for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute} {
		if n, err := strconv.Atoi(m[i+1]); err == nil {
			span += time.Duration(n) * unit
		}
	}
	return span, nil
}
