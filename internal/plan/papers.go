package plan

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Paper is what is known of one document of evidence, whatever its kind.
type Paper struct {
	Label     string // the exhibit's letter
	Kind      reinstate.ExhibitKind
	FileName  string
	MediaType string
	Dated     time.Time // zero: not known
	Expires   time.Time // zero: never, or not known
	Window    Window    // how old it may be; zero: any age
	Made      reinstate.Making
	Edited    bool // the person said that it was edited
	Blank     bool // nothing is on record of it yet
	Invoice   bool // it is among the invoices, whose rules look at its age
}

// Window is how old a document may be at the day of the notice.
type Window struct {
	Count  int
	Unit   reinstate.ClockUnit
	Stated bool   // the notice says so; otherwise it is a rule of the catalog
	Whose  string // where the rule comes from, for one that is not stated
}

// Since is the oldest day within the window; ok is false without one.
func (w Window) Since(noticed time.Time) (since time.Time, ok bool) {
	if w.Count <= 0 || noticed.IsZero() {
		return since, false
	}
	switch w.Unit {
	case reinstate.UnitMonth:
		return noticed.AddDate(0, -w.Count, 0), true
	case reinstate.UnitWeek:
		return noticed.AddDate(0, 0, -7*w.Count), true
	}
	return noticed.AddDate(0, 0, -w.Count), true
}

// Files says which files can be sent, and which can be changed unseen.
type Files struct {
	Channel  string   // whose formats these are; empty: no channel says
	Accepted []string // endings, such as pdf
	Editable []string // endings of files that can be edited without a trace
	Expiring int      // days before its expiry from which a paper is short of time
}

// PaperFinding is a finding about one document, or about the evidence as a
// whole where Exhibit is empty.
type PaperFinding struct {
	Exhibit string // its letter
	Finding
}

// Papers looks at the documents alone: the rules I01 to I11 and the file types
// of F06, each finding beside its document. It needs no text.
func (c *Checker) Papers(in CheckInput) []PaperFinding {
	if in.Facts == nil {
		in.Facts = &Facts{}
	}
	d := c.newDraft("", in)
	r := &report{d: d, seen: map[seenKey]int{}, places: map[place]bool{}, apart: true}
	for i := range c.rules {
		b := &c.rules[i]
		if !strings.HasPrefix(b.rule.ID, "I") && b.rule.ID != "F06" || !d.concerns(&b.rule) {
			continue
		}
		r.rule = &b.rule
		b.check(d, r)
	}
	order := catalog.Severities()
	slices.SortStableFunc(r.papers, func(a, b PaperFinding) int {
		return cmp.Or(
			cmp.Compare(len(a.Exhibit), len(b.Exhibit)), strings.Compare(a.Exhibit, b.Exhibit),
			slices.Index(order, a.Severity)-slices.Index(order, b.Severity), strings.Compare(a.Rule, b.Rule),
		)
	})
	return r.papers
}

// OfPapers reports whether a finding of a letter is about its documents and no
// words of it, so that Papers says the same of each document.
func (f Finding) OfPapers() bool {
	return f.Quote == "" && (strings.HasPrefix(f.Rule, "I") || f.Rule == "F06")
}

// concerns reports whether a rule about papers applies, whatever the letter.
func (d *draft) concerns(r *catalog.CheckRule) bool {
	whatever := *r
	whatever.Kinds = nil
	return d.within(&whatever)
}

// exhibitNamed is the exhibit that the arguments of a finding name.
func exhibitNamed(args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "label" {
			label, _ := args[i+1].(string)
			return label
		}
	}
	return ""
}

// paperAge looks at the age and the expiry of what is no invoice.
func paperAge(d *draft, r *report) {
	for _, p := range d.in.Facts.Papers {
		since, limited := p.Window.Since(d.in.Facts.Noticed)
		switch {
		case p.Invoice || p.Blank:
		case limited && p.Dated.IsZero():
			r.whole("undated", "label", p.Label)
		case limited && p.Dated.Before(since):
			r.whole(p.Window.saying("paper"), "label", p.Label, "since", since.Format(time.DateOnly), "dated", p.Dated.Format(time.DateOnly), "whose", p.Window.Whose)
		}
		paperExpiry(d, r, p)
	}
}

// saying is the case of a rule: the notice says so, or the catalog does.
func (w Window) saying(name string) string {
	if w.Stated {
		return name
	}
	return strings.TrimPrefix(name+"_rule", "_")
}

func paperExpiry(d *draft, r *report, p Paper) {
	today := d.in.Facts.Today
	if p.Expires.IsZero() || today.IsZero() {
		return
	}
	left := int(p.Expires.Sub(today.Truncate(24*time.Hour)) / (24 * time.Hour))
	switch {
	case left < 0:
		r.whole("expired", "label", p.Label, "day", p.Expires.Format(time.DateOnly))
	case left <= d.in.Facts.Files.Expiring:
		r.whole("expiring", "label", p.Label, "day", p.Expires.Format(time.DateOnly), "left", left)
	}
}

// traces looks for signs in a file that it is not as it was issued. They are
// hints: nobody is accused, and the person decides.
func traces(d *draft, r *report) {
	for _, p := range d.in.Facts.Papers {
		switch sign := p.sign(); {
		case p.Edited:
			r.whole("", "label", p.Label)
		case sign != "":
			r.whole("signs", "label", p.Label, "sign", sign)
		}
		if ending := endingOf(p.FileName); slices.Contains(issuedByOthers, p.Kind) && slices.Contains(d.in.Facts.Files.Editable, ending) {
			r.whole("editable", "label", p.Label, "ending", ending)
		}
	}
}

// issuedByOthers are the kinds that nobody but their issuer should have
// written, so that a file anyone can edit proves nothing.
var issuedByOthers = []reinstate.ExhibitKind{
	"supplier_invoice", "letter_of_authorization", "identity_document", "business_license", "brand_registration", "utility_bill",
	"bank_statement", "tax_document", "test_report", "compliance_letter", "proof_of_delivery",
}

// sign is what the file says that one would ask about.
func (p Paper) sign() string {
	if !slices.Contains(issuedByOthers, p.Kind) {
		return ""
	}
	for _, program := range []string{p.Made.Maker, p.Made.Origin} {
		lower := strings.ToLower(program)
		if slices.ContainsFunc(editors, func(e string) bool { return strings.Contains(lower, e) }) {
			return "it was written by " + program
		}
	}
	if p.Made.Reworked() {
		return "it was made on " + p.Made.Created.Format(time.DateOnly) + " and changed on " + p.Made.Changed.Format(time.DateOnly)
	}
	return ""
}

func endingOf(name string) string {
	dot := strings.LastIndexByte(name, '.')
	return strings.ToLower(name[dot+1:])
}

// screenshots looks for pictures of a screen where a document is asked for.
func screenshots(d *draft, r *report) {
	for _, p := range d.in.Facts.Papers {
		name := catalog.Fold(p.FileName)
		pictured := slices.ContainsFunc(screenNames, func(w string) bool { return strings.Contains(name, w) })
		if slices.Contains(issuedByOthers, p.Kind) && pictured && strings.HasPrefix(p.MediaType, "image/") {
			r.whole("screenshot", "label", p.Label)
		}
	}
}

// screenNames are how systems name pictures of a screen.
var screenNames = []string{"screenshot", "screen shot", "screen_shot", "screen-shot", "bildschirmfoto", "capture d'ecran", "截图", "截屏", "屏幕快照"}

// formats looks for files that the channel does not take.
func formats(d *draft, r *report) {
	files := d.in.Facts.Files
	for _, p := range d.in.Facts.Papers {
		if p.Made.Encrypted {
			r.whole("locked", "label", p.Label, "file", p.FileName)
		}
		ending := endingOf(p.FileName)
		if len(files.Accepted) > 0 && !slices.Contains(files.Accepted, ending) {
			r.whole(p.whose(), "label", p.Label, "file", p.FileName, "channel", files.Channel, "formats", strings.Join(files.Accepted, ", "))
		}
	}
}

// whose is the case of F06 for a file that the channel does not take: a paper of
// somebody else is never converted, one's own may be saved as another type.
func (p Paper) whose() string {
	if slices.Contains(issuedByOthers, p.Kind) {
		return "channel"
	}
	return "own"
}

// blankPapers reminds of documents of which nothing is on record.
func blankPapers(d *draft, r *report) {
	for _, p := range d.in.Facts.Papers {
		if p.Blank {
			r.whole("blank", "label", p.Label)
		}
	}
}
