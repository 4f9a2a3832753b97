package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
)

func (p *program) healthCommand() *cobra.Command {
	group := asGroup(&cobra.Command{Use: "health", Short: "Keep reports about accounts and say what they mean"})
	group.AddCommand(p.healthImportCommand(), p.healthFetchCommand(), p.healthConnectionsCommand())
	return group
}

// healthOrder is what health import was told.
type healthOrder struct {
	account, metric string
	columns         []string
	percent, comma  bool
	dry, asJSON     bool
}

func (p *program) healthImportCommand() *cobra.Command {
	var o healthOrder
	c := &cobra.Command{
		Use:   "import --account KEY (FILE | -)",
		Short: "Keep a report about an account, and say which warnings follow",
		Long: "Reads Amazon's account health report (JSON or the older XML), Walmart performance summaries,\n" +
			"eBay's seller standards, and any table (CSV, TSV, workbook) of metrics, of the orders behind\n" +
			"one, of stock and sales, or of messages, claims and ratings. The original bytes are kept. A file with anything wrong in it is refused whole, place by\n" +
			"place; the same report again changes nothing. What the columns of a table mean is remembered.",
		Example: "  reinstate health import report.json --account tamarack-amazon-us\n" +
			"  reinstate health import --dry-run metrics.csv --account hailan-walmart-us --map 'Datum=day' --map 'Quote %=metric:order_defect_rate'\n" +
			"  reinstate health import late.csv --account tamarack-amazon-us --metric late_shipment_rate",
		Args: takes(1, 1, "health import takes one file, or - for stdin."),
		RunE: func(c *cobra.Command, args []string) error {
			if o.account == "" {
				return &misuse{sentence: "Name the account that the report is about with --account.", command: c}
			}
			return p.as(c.Context(), func(open *premises, who reinstate.Actor) error {
				return p.importHealth(c, open, who, o, args[0])
			})
		},
	}
	c.Flags().StringVar(&o.account, "account", "", "key of the account")
	c.Flags().StringVar(&o.metric, "metric", "", "what the file is about, where it does not say it")
	c.Flags().StringArrayVar(&o.columns, "map", nil, "what a column of a table means, as COLUMN=ROLE; again for each column")
	c.Flags().BoolVar(&o.percent, "percent", false, "with --map: rates are written in percent")
	c.Flags().BoolVar(&o.comma, "decimal-comma", false, "with --map: the decimal sign is a comma")
	c.Flags().BoolVar(&o.dry, "dry-run", false, "only say what would be stored")
	c.Flags().BoolVar(&o.asJSON, "json", false, "print JSON")
	return c
}

func (p *program) importHealth(c *cobra.Command, open *premises, who reinstate.Actor, o healthOrder, name string) error {
	ctx := c.Context()
	in, err := o.input(open.desk.Catalog().Health(), c)
	if err != nil {
		return err
	}
	account, err := open.desk.AccountByKey(ctx, who, o.account)
	if errors.Is(err, reinstate.ErrNotFound) {
		return p.noAccount(ctx, open, who, o.account)
	}
	if err != nil {
		return err
	}
	f, err := p.open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in.Account, in.Body = account.ID, f
	if name != "-" {
		in.Name = filepath.Base(name)
	}
	read, err := p.keepHealth(ctx, open, who, o, in)
	if wrong := read.Wrong(); wrong != nil {
		p.refuseHealth(read)
		return errSaid
	}
	if err != nil {
		return err
	}
	p.tellHealth(read, o)
	if o.asJSON {
		return p.printJSON(healthOf(read))
	}
	return p.printHealth(read)
}

// input reads what was said of the file on the command line.
func (o healthOrder) input(book *catalog.HealthBook, c *cobra.Command) (casework.HealthIn, error) {
	in := casework.HealthIn{}
	if o.metric != "" {
		metric, ok := book.Named(o.metric)
		if !ok {
			return in, &misuse{sentence: fmt.Sprintf("There is no metric %q.", o.metric), command: c}
		}
		in.Metric = metric
	}
	if len(o.columns) == 0 {
		return in, nil
	}
	mapping := reinstate.Mapping{Columns: map[string]string{}, Percent: o.percent, Comma: o.comma, Metric: in.Metric}
	for _, one := range o.columns {
		at := strings.LastIndex(one, "=")
		if at <= 0 {
			return in, &misuse{sentence: fmt.Sprintf("--map takes COLUMN=ROLE, not %q.", one), command: c}
		}
		column, role := one[:at], one[at+1:]
		name, isMetric := strings.CutPrefix(role, "metric:")
		if metric, ok := book.Named(name); isMetric && ok {
			role = "metric:" + string(metric)
		} else if !slices.Contains(catalog.ColumnRoles(), role) {
			return in, &misuse{sentence: fmt.Sprintf("%q is no role of a column. There is metric:NAME, %s.", role, orList(catalog.ColumnRoles())), command: c}
		}
		mapping.Columns[column] = role
	}
	in.Mapping = &mapping
	return in, nil
}

func (p *program) keepHealth(ctx context.Context, open *premises, who reinstate.Actor, o healthOrder, in casework.HealthIn) (casework.HealthRead, error) {
	if o.dry {
		return open.desk.ReadHealth(ctx, who, in)
	}
	return open.desk.ImportHealth(ctx, who, in)
}

// refuseHealth says what is wrong, place by place.
func (p *program) refuseHealth(read casework.HealthRead) {
	for _, r := range read.Report.Refused {
		p.say("%s", plain(r.String()))
	}
	if t := read.Report.Table; t != nil && t.Asks != "" {
		p.say("The columns are: %s.", plain(strings.Join(t.Header, ", ")))
		p.say("Say what they mean with --map 'COLUMN=ROLE', or which metric the table is about with --metric.")
	}
	p.say("Nothing was stored.")
}

// tellHealth says what was done and what is strange.
func (p *program) tellHealth(read casework.HealthRead, o healthOrder) {
	for _, w := range read.Report.Warnings {
		p.say("%s", plain(w.String()))
	}
	what := count(len(read.Report.Measures), "figure", "figures")
	if n := len(read.Report.Defects); n > 0 {
		what += " and " + count(n, "order", "orders")
	}
	if rows := rowsOf(read.Report); rows != "" {
		what = rows
	}
	switch {
	case read.Twin:
		p.say("This report is kept already, since %s. Nothing was added.", read.Snapshot.Imported.UTC().Format("2 January 2006"))
	case o.dry:
		p.say("It would store %s of %s for %s.", what, read.Report.Taken.Format("2 January 2006"), read.Account.Key)
	default:
		p.say("Stored %s of %s for %s.", what, read.Report.Taken.Format("2 January 2006"), read.Account.Key)
	}
	for _, sentence := range stockSays(read.Stock) {
		p.say("%s", sentence)
	}
	for _, issue := range read.Raised {
		p.say("Opened an issue: %s, due %s.", plain(issue.Title), issue.Due)
	}
}

// healthJSON is what health import --json prints.
type healthJSON struct {
	Account  string            `json:"account"`
	Source   string            `json:"source"`
	Taken    *string           `json:"taken"`
	Kept     bool              `json:"kept_already"`
	Metrics  []metricJSON      `json:"metrics"`
	Orders   int               `json:"orders"`
	Rows     map[string]int    `json:"rows"`  // of stock, sales and customer service
	Stock    map[string]int    `json:"stock"` // after a report on stock: SKUs in all, and by risk
	Warnings []string          `json:"warnings"`
	Unknown  map[string]string `json:"unknown"`
}

// metricJSON is one figure. Rate is there for rates only, as a fraction; value
// is there for all that was measured.
type metricJSON struct {
	Metric     string   `json:"metric"`
	Scope      string   `json:"scope"`
	Rate       *float64 `json:"rate"`
	Value      *float64 `json:"value"`
	Target     *float64 `json:"target"`
	Comparator string   `json:"comparator"`
	Ours       bool     `json:"target_is_ours"`
	From       string   `json:"from"`
	To         string   `json:"to"`
	Status     string   `json:"status"`
	Says       []string `json:"says"`
}

func healthOf(read casework.HealthRead) healthJSON {
	out := healthJSON{
		Account: read.Account.Key, Source: read.Report.Source, Taken: instant(read.Report.Taken), Kept: read.Twin, Metrics: []metricJSON{},
		Orders: len(read.Report.Defects), Warnings: []string{}, Unknown: map[string]string{}, Rows: map[string]int{}, Stock: map[string]int{},
	}
	out.Warnings = append(out.Warnings, stockSays(read.Stock)...)
	maps.Copy(out.Stock, read.Stock.Counts)
	if read.Stock.SKUs > 0 {
		out.Stock["skus"] = read.Stock.SKUs
	}
	for _, k := range rowKinds {
		if n := k.count(read.Report); n > 0 {
			out.Rows[k.name] = n
		}
	}
	for _, v := range read.Verdicts {
		out.Metrics = append(out.Metrics, metricOf(v))
	}
	for _, w := range read.Report.Warnings {
		out.Warnings = append(out.Warnings, w.String())
	}
	out.Warnings = append(out.Warnings, warningsOf(read.Verdicts)...)
	for _, u := range read.Report.Unknown {
		out.Unknown[u.Path] = u.Value
	}
	return out
}

func metricOf(v health.Verdict) metricJSON {
	m := v.Measure
	out := metricJSON{Metric: string(m.Metric), Scope: m.Scope, From: m.From, To: m.To, Status: string(v.Health), Says: []string{}}
	if m.Measured {
		out.Value = &m.Value
		if v.Metric.Kind == catalog.RateMetric {
			out.Rate = &m.Value
		}
	}
	if v.HasLine {
		out.Target, out.Comparator, out.Ours = &v.Line.Value, string(v.Line.Comparator), v.Line.Ours
	}
	for _, s := range v.Sentences() {
		out.Says = append(out.Says, s.String())
	}
	return out
}

// warningsOf says in a sentence each which figures somebody should do something
// about.
func warningsOf(verdicts []health.Verdict) []string {
	var out []string
	for _, v := range verdicts {
		if !v.Warns() {
			continue
		}
		words := []string{v.Title() + ":"}
		for _, s := range v.Sentences() {
			words = append(words, s.String())
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

// healthWords are the statuses as a person reads them.
var healthWords = map[reinstate.Health]string{
	reinstate.OverLine: "over the line", reinstate.NearLine: "close to the line", reinstate.WithinLine: "within the line",
	reinstate.NotMeasured: "nothing measured", reinstate.NoLine: "no line known",
}

func (p *program) printHealth(read casework.HealthRead) error {
	rows := [][]string{}
	for _, v := range read.Verdicts {
		value := "-"
		if v.Measure.Measured {
			value = v.Value(v.Measure.Value)
		}
		window := v.Measure.To
		if v.Measure.From != "" {
			window = v.Measure.From + " to " + v.Measure.To
		}
		if window == "" {
			window = v.Measure.Taken.Format(time.DateOnly)
		}
		line := v.LineWords().String()
		if v.Line.Ours {
			line += " (our line)"
		}
		rows = append(rows, []string{v.Title(), value, line, window, healthWords[v.Health]})
	}
	if err := table(p.stdout, rows); err != nil {
		return err
	}
	for _, w := range warningsOf(read.Verdicts) {
		p.say("%s", plain(w))
	}
	return nil
}
