package reinstate

import "time"

// Identifiers of what is kept about the health of accounts.
type (
	SnapshotID int64
	MeasureID  int64
	UploadID   int64
	IssueID    int64
)

// Metric is the name of one thing a marketplace measures, such as
// "order_defect_rate". The catalog says what each is called and where its
// line runs.
type Metric string

// Comparator says how a value has to stand to its line.
type Comparator string

// Comparators, as they are written.
const (
	Below   Comparator = "<"
	AtMost  Comparator = "<="
	Above   Comparator = ">"
	AtLeast Comparator = ">="
	Exactly Comparator = "="
)

// closeEnough is how far apart two rates may be and still be the same: reports
// round to six digits at most.
const closeEnough = 1e-9

// Holds reports whether the value stands to the line as the comparator asks.
// An empty or unknown comparator holds always: there is no line.
func (c Comparator) Holds(value, line float64) bool {
	switch c {
	case Below:
		return value < line-closeEnough
	case AtMost:
		return value <= line+closeEnough
	case Above:
		return value > line+closeEnough
	case AtLeast:
		return value >= line-closeEnough
	case Exactly:
		return value >= line-closeEnough && value <= line+closeEnough
	}
	return true
}

// Known reports whether c is one of the comparators.
func (c Comparator) Known() bool {
	switch c {
	case Below, AtMost, Above, AtLeast, Exactly:
		return true
	}
	return false
}

// Snapshot is one report about an account, kept with its original bytes. It
// never changes; a later report about the same days stands beside it.
type Snapshot struct {
	ID        SnapshotID
	Account   AccountID
	Taken     time.Time // the instant the report speaks of
	Source    string    // the shape it came in, such as "amazon_v2"
	FileName  string
	MediaType string
	Size      int64
	SHA256    string         // of the original bytes in the blob store
	Digest    string         // of what it says, so that the same figures in other bytes are one
	Standing  Standing       // of the account, where the report says it; else empty
	Unknown   []UnknownField // what the report says beyond what is understood
	Imported  time.Time
	By        string
}

// UnknownField is one value of a report that no reader knows. It is kept, for
// marketplaces add fields without saying so.
type UnknownField struct{ Path, Value string }

// Measure is one metric at one time, as a report said it. Rates are fractions:
// 0.009 is 0.9 %.
type Measure struct {
	ID         MeasureID
	Snapshot   SnapshotID
	Account    AccountID
	Taken      time.Time // that of its snapshot
	Metric     Metric
	Scope      string // what part of the account, such as "mfn"; empty: all of it
	From, To   string // first and last day of the window, YYYY-MM-DD; empty: not said
	Measured   bool   // false: nothing was measured, which is not the same as zero
	Value      float64
	Counted    bool // Bad and Of are known
	Bad        int64
	Of         int64
	Comparator Comparator // the report's own line; empty: it gives none
	Target     float64
	Word       string // the report's own word for it, such as GOOD
	Parts      []Part // what Bad consists of, where the report says it
}

// Part is one component of a count.
type Part struct {
	Name  string
	Count int64
}

// Key names the series that the measure belongs to.
func (m Measure) Key() SeriesKey { return SeriesKey{m.Metric, m.Scope} }

// SeriesKey names one series of measures of an account.
type SeriesKey struct {
	Metric Metric
	Scope  string
}

// Defect is one order, shipment or complaint behind a metric.
type Defect struct {
	Account  AccountID
	Snapshot SnapshotID
	Metric   Metric
	Order    string
	Day      string // YYYY-MM-DD
	Part     string // component, such as "claims"
	ASIN     string
	SKU      string
	Carrier  string
	Reason   string
}

// Health is how a measure stands to its line.
type Health string

// How a measure can stand, the worst first. NotMeasured and NoLine are no
// statement about the account: nothing is known.
const (
	OverLine    Health = "breach"
	NearLine    Health = "at_risk"
	WithinLine  Health = "healthy"
	NotMeasured Health = "no_data"
	NoLine      Health = "no_target"
)

// AccountHealth is where an account stands as of its newest reports, kept so
// that a list of many accounts sorts by it.
type AccountHealth struct {
	Account AccountID
	Risk    int // the higher, the sooner somebody should look
	Worst   SeriesKey
	Health  Health
	Over    int // metrics over their line
	Near    int
	Within  int
	Unknown int // not measured, or without a line
	Taken   time.Time
}

// Mapping says what the columns of a table mean. It is remembered per firm for
// the header it was made for.
type Mapping struct {
	Fingerprint string            // of the header
	Columns     map[string]string // header cell -> role
	Metric      Metric            // of a table of orders or of one metric
	Scope       string
	Percent     bool   // rates are written as percent, 0.9 for 0.9 %
	Comma       bool   // the decimal sign is a comma
	Days        string // order of a date: ymd, mdy or dmy
}

// HealthUpload is a file that waits to be checked before it is stored.
type HealthUpload struct {
	ID        UploadID
	Account   AccountID
	FileName  string
	MediaType string
	Size      int64
	SHA256    string
	Added     time.Time
	By        string
}

// HealthNote is what somebody wrote beside the chart of a metric.
type HealthNote struct {
	Account AccountID
	Metric  Metric // empty: the whole account
	Day     string // YYYY-MM-DD
	Text    string
	By      string
	Added   time.Time
}

// Issue is corrective work on an account before, or without, a notice.
type Issue struct {
	ID      IssueID
	Account AccountID
	Metric  Metric
	Scope   string
	Title   string
	Cause   string // why, in plain words; empty while nobody knows
	Owner   string
	Due     string // YYYY-MM-DD
	Opened  time.Time
	By      string
	Case    CaseID    // the case that was opened ahead of a notice, zero: none
	Closed  time.Time // zero while it is open
	Learned string    // how it ended, in words
	Version int
}

// Open reports whether the issue still needs work.
func (i Issue) Open() bool { return i.Closed.IsZero() }

// WeeklyReview stands in the place of a metric for an issue that is the regular
// review of an account.
const WeeklyReview Metric = "weekly_review"

// Review reports whether the issue is the regular review of the account.
func (i Issue) Review() bool { return i.Metric == WeeklyReview }

// IssueAction is one step of corrective work.
type IssueAction struct {
	ID        int64
	Issue     IssueID
	Kind      ClaimKind // CorrectiveAction or PreventiveMeasure
	Text      string
	Owner     string
	Due       string
	Frequency string
	Tool      string
	Done      string // YYYY-MM-DD, empty while it is open
	Version   int
}
