package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
)

// reportFormPage asks for a report: a file, a pasted table, or one figure.
type reportFormPage struct {
	page
	Account casework.AccountLine
	Metrics []catalog.Metric
	Typed   casework.TypedHealth
	Day     string // today, as a form writes it
}

func (s *server) askReport(c *gin.Context) error {
	return s.showReportForm(c, http.StatusOK, casework.TypedHealth{}, nil)
}

func (s *server) showReportForm(c *gin.Context, status int, typed casework.TypedHealth, refused reinstate.Invalid) error {
	account, err := s.accountLine(c)
	if err != nil {
		return err
	}
	v := s.voice(c)
	p := reportFormPage{
		page: s.page(c, reinstate.Say("Add a report for %s", account.Key)), Account: account, Metrics: s.metricChoices(), Typed: typed,
		Day: v.now.In(v.zone).Format("2006-01-02"),
	}
	p.Invalid = refused
	return s.showWith(c, status, "health/form", p)
}

// longestPaste is how much of a pasted table is taken, in bytes.
const longestPaste = 4 << 20

// stageReport takes a file, or what was pasted, and keeps it to be checked.
func (s *server) stageReport(c *gin.Context) error {
	account, err := s.accountLine(c)
	if err != nil {
		return err
	}
	upload, err := s.receiveReport(c, account.ID)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return s.showReportForm(c, http.StatusUnprocessableEntity, casework.TypedHealth{}, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, uploadPath(upload), reinstate.Sentence{})
}

func (s *server) receiveReport(c *gin.Context, account reinstate.AccountID) (reinstate.HealthUpload, error) {
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return reinstate.HealthUpload{}, fmt.Errorf("%w: %w", errBadForm, err)
	}
	for range mostParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return reinstate.HealthUpload{}, reinstate.Invalid{"file": "The upload was cut off before the end. Send it again."}
		}
		switch {
		case part.FormName() == "file" && part.FileName() != "":
			return s.desk.StageHealth(c.Request.Context(), who(c), account, part.FileName(), part)
		case part.FormName() == "pasted":
			raw, err := io.ReadAll(io.LimitReader(part, longestPaste+1))
			if err != nil {
				return reinstate.HealthUpload{}, fmt.Errorf("%w: %w", errBadForm, err)
			}
			if len(raw) > longestPaste {
				return reinstate.HealthUpload{}, reinstate.Invalid{"pasted": "This is too much to paste. Save it as a file and send that."}
			}
			if text := strings.TrimSpace(string(raw)); text != "" {
				return s.desk.StageHealth(c.Request.Context(), who(c), account, "pasted.tsv", strings.NewReader(text))
			}
		}
	}
	return reinstate.HealthUpload{}, reinstate.Invalid{"file": "Choose a file, or paste the table."}
}

// reportCheckPage shows what a report would store, and asks what is not known.
type reportCheckPage struct {
	page
	Read    casework.HealthRead
	Columns []columnChoice
	Metrics []catalog.Metric
	Metric  reinstate.Metric // chosen for a file that does not say it
	Asks    bool             // something has to be said before it can be stored
	Orders  int
	Layout  string // what a table is called whose header is known
}

// columnChoice is one column of a table with what it may mean.
type columnChoice struct {
	Name   string // of the form's field
	Header string
	Sample []string
	Role   string
}

// Roles are what a column can mean besides a metric.
func (reportCheckPage) Roles() []string { return catalog.ColumnRoles() }

// Fits reports whether the report can be stored.
func (p reportCheckPage) Fits() bool { return !p.Asks && len(p.Read.Report.Refused) == 0 }

// Rows are the verdicts of the report.
func (p reportCheckPage) Rows() []health.Verdict { return p.Read.Verdicts }

func (s *server) checkReport(c *gin.Context) error {
	read, metric, err := s.readStaged(c, c.Query)
	if err != nil {
		return err
	}
	return s.showCheck(c, http.StatusOK, read, metric, nil)
}

// readStaged reads the file that waits, with what the form says of it.
func (s *server) readStaged(c *gin.Context, value func(string) string) (casework.HealthRead, reinstate.Metric, error) {
	account, err := s.accountLine(c)
	if err != nil {
		return casework.HealthRead{}, "", err
	}
	id, err := number(c, "upload")
	if err != nil {
		return casework.HealthRead{}, "", err
	}
	ctx, metric := c.Request.Context(), reinstate.Metric(value("metric"))
	read, err := s.desk.StagedHealth(ctx, who(c), reinstate.UploadID(id), metric, nil)
	if err != nil {
		return read, metric, err
	}
	if read.Account.ID != account.ID {
		return read, metric, reinstate.ErrNotFound
	}
	if mapping := mappingOf(read.Report.Table, metric, value); mapping != nil {
		read, err = s.desk.StagedHealth(ctx, who(c), reinstate.UploadID(id), metric, mapping)
	}
	return read, metric, err
}

// mappingOf reads what the form says of the columns; nil where it says nothing.
func mappingOf(table *health.Table, metric reinstate.Metric, value func(string) string) *reinstate.Mapping {
	if table == nil || value("mapped") == "" {
		return nil
	}
	m := &reinstate.Mapping{
		Columns: map[string]string{}, Metric: metric, Percent: value("percent") != "", Comma: value("comma") != "", Days: value("days"),
	}
	for i, header := range table.Header {
		if role := value("column" + strconv.Itoa(i)); role != "" && header != "" {
			m.Columns[header] = role
		}
	}
	return m
}

func (s *server) showCheck(c *gin.Context, status int, read casework.HealthRead, metric reinstate.Metric, refused reinstate.Invalid) error {
	p := reportCheckPage{
		page: s.page(c, reinstate.Say("Check the report")), Read: read, Metrics: s.metricChoices(), Metric: metric, Orders: len(read.Report.Defects),
	}
	p.Invalid = refused
	if t := read.Report.Table; t != nil {
		layout, _ := s.desk.Catalog().Health().Layout(t.Header)
		p.Layout = layout.Title
		p.Asks = t.Asks != ""
		if p.Metric == "" {
			p.Metric = t.Mapping.Metric
		}
		for i, header := range t.Header {
			choice := columnChoice{Name: "column" + strconv.Itoa(i), Header: header, Role: t.Mapping.Columns[header]}
			for _, row := range t.Sample {
				if i < len(row) && len(choice.Sample) < 3 {
					choice.Sample = append(choice.Sample, row[i])
				}
			}
			p.Columns = append(p.Columns, choice)
		}
	}
	return s.showWith(c, status, "health/check", p)
}

func (s *server) storeReport(c *gin.Context) error {
	read, metric, err := s.readStaged(c, c.PostForm)
	if err != nil {
		return err
	}
	var mapping *reinstate.Mapping
	if t := read.Report.Table; t != nil && c.PostForm("mapped") != "" {
		mapping = &t.Mapping
	}
	read, err = s.desk.StoreStaged(c.Request.Context(), who(c), read.Upload.ID, metric, mapping)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return s.showCheck(c, http.StatusUnprocessableEntity, read, metric, reinstate.Invalid{"report": "This cannot be stored as it stands. What is wrong is named below."})
	}
	if err != nil {
		return err
	}
	return s.redirect(c, healthPath(read.Account.ID), stored(read))
}

// stored says what became of a report.
func stored(read casework.HealthRead) reinstate.Sentence {
	switch {
	case read.Twin:
		return reinstate.Say("This report is kept already. Nothing was added.")
	case len(read.Raised) > 0:
		return reinstate.Say("The report is stored. %d issues were opened.", len(read.Raised))
	}
	return reinstate.Say("The report is stored.")
}

func (s *server) dropReport(c *gin.Context) error {
	account, err := s.accountLine(c)
	if err != nil {
		return err
	}
	id, err := number(c, "upload")
	if err != nil {
		return err
	}
	if err := s.desk.DropStaged(c.Request.Context(), who(c), reinstate.UploadID(id)); err != nil {
		return err
	}
	return s.redirect(c, healthPath(account.ID), reinstate.Say("The file is dropped. Nothing was stored."))
}

func (s *server) enterFigure(c *gin.Context) error {
	account, err := s.accountLine(c)
	if err != nil {
		return err
	}
	typed := casework.TypedHealth{
		Metric: c.PostForm("metric"), Scope: c.PostForm("scope"), From: c.PostForm("from"), To: c.PostForm("to"),
		Value: c.PostForm("value"), Bad: c.PostForm("bad"), Of: c.PostForm("of"),
	}
	read, err := s.desk.EnterHealth(c.Request.Context(), who(c), account.ID, typed)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return s.showReportForm(c, http.StatusUnprocessableEntity, typed, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, healthPath(account.ID), stored(read))
}

func (s *server) addHealthNote(c *gin.Context) error {
	account, err := s.accountLine(c)
	if err != nil {
		return err
	}
	note := reinstate.HealthNote{Account: account.ID, Metric: reinstate.Metric(c.PostForm("metric")), Day: c.PostForm("day"), Text: c.PostForm("text")}
	if _, err := s.desk.AddHealthNote(c.Request.Context(), who(c), note); err != nil {
		return err
	}
	path := healthPath(account.ID)
	if note.Metric != "" {
		path = metricPath(account.ID, reinstate.SeriesKey{Metric: note.Metric, Scope: c.PostForm("scope")})
	}
	return s.redirect(c, path, reinstate.Say("The note is kept."))
}

func (s *server) reportFile(c *gin.Context) error {
	account, err := number(c, "id")
	if err != nil {
		return err
	}
	id, err := number(c, "report")
	if err != nil {
		return err
	}
	file, err := s.desk.OpenReport(c.Request.Context(), who(c), reinstate.AccountID(account), reinstate.SnapshotID(id))
	if err != nil {
		return err
	}
	return send(c, file)
}

// monthReport is the account's month as a PDF.
func (s *server) monthReport(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	report, err := s.desk.MonthReport(c.Request.Context(), who(c), reinstate.AccountID(id))
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", disposition("attachment", report.Name))
	c.Data(http.StatusOK, "application/pdf", report.PDF)
	return nil
}

func uploadPath(u reinstate.HealthUpload) string {
	return healthPath(u.Account) + "/uploads/" + strconv.FormatInt(int64(u.ID), 10)
}
