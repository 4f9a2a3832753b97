package web

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
)

// stockRoutes lists the pages about stock and customer service.
func (s *server) stockRoutes() {
	read := reinstate.Read

	s.get("/accounts/:id/stock", read, s.accountStock)
	s.get("/accounts/:id/stock/csv", read, s.accountStockCSV)
	s.get("/clients/:id/stock", read, s.clientStock)
	s.get("/clients/:id/stock/csv", read, s.clientStockCSV)
	s.get("/accounts/:id/service", read, s.service)
}

// stockPage lists the SKUs of an account, or of a client over all its accounts,
// the most pressing first.
type stockPage struct {
	page
	File   casework.StockPage
	Flag   health.Flag
	Query  string
	At     string // address of the page without its query
	Client bool   // over all accounts
}

// Choices are the risks that a page can be narrowed to, with their counts.
func (p stockPage) Choices() []stockChoice {
	var out []stockChoice
	for _, f := range health.Flags() {
		if n := p.File.Counts[f]; n > 0 || f == p.Flag {
			out = append(out, stockChoice{f, n, f == p.Flag})
		}
	}
	return out
}

// stockChoice is one risk of the filter.
type stockChoice struct {
	Flag   health.Flag
	Count  int
	Chosen bool
}

// Filtered reports whether the page shows less than all.
func (p stockPage) Filtered() bool { return p.Flag != "" || p.Query != "" }

// address is the page, or its export, with what it is narrowed to.
func (p stockPage) address(more string, after int) string {
	q := url.Values{}
	if p.Flag != "" {
		q.Set("risk", string(p.Flag))
	}
	if p.Query != "" {
		q.Set("q", p.Query)
	}
	if after > 0 {
		q.Set("after", strconv.Itoa(after))
	}
	if len(q) == 0 {
		return p.At + more
	}
	return p.At + more + "?" + q.Encode()
}

// NextPath is the next page, CSVPath the export of all that fits.
func (p stockPage) NextPath() string { return p.address("", p.File.Next) }

// CSVPath is the export of what the page shows.
func (p stockPage) CSVPath() string { return p.address("/csv", 0) }

// Place is what the account of a row is called.
func (p stockPage) Place(s health.SKU) string { return p.File.Accounts[s.Account].Key }

// Said reports whether a count was given.
func (stockPage) Said(n int64) bool { return n != reinstate.NotSaid }

// Fallbacks reports whether the window of invoices is another marketplace's.
func (p stockPage) Fallbacks() bool {
	return slices.ContainsFunc(p.File.SKUs, func(s health.SKU) bool { return s.Papered && s.Papers.Age.Fallback })
}

// stockQuery reads what the page is narrowed to.
func stockQuery(c *gin.Context) casework.StockQuery {
	q := casework.StockQuery{Search: strings.TrimSpace(cut(c.Query("q"), 200))}
	if flag := health.Flag(c.Query("risk")); slices.Contains(health.Flags(), flag) {
		q.Flag = flag
	}
	if after, err := strconv.Atoi(c.Query("after")); err == nil && after > 0 {
		q.After = after
	}
	return q
}

// stockOf gathers the page of an account or of a client.
func (s *server) stockOf(c *gin.Context, client bool, q casework.StockQuery) (stockPage, error) {
	id, err := number(c, "id")
	if err != nil {
		return stockPage{}, err
	}
	p := stockPage{Flag: q.Flag, Query: q.Search, Client: client}
	if client {
		p.At = "/clients/" + strconv.FormatInt(id, 10) + "/stock"
		p.File, err = s.desk.ClientStock(c.Request.Context(), who(c), reinstate.ClientID(id), q)
		p.page = s.page(c, reinstate.Say("Stock of %s", p.File.Client.LegalName))
		return p, err
	}
	p.At = accountPath(reinstate.AccountID(id)) + "/stock"
	p.File, err = s.desk.AccountStock(c.Request.Context(), who(c), reinstate.AccountID(id), q)
	p.page = s.page(c, reinstate.Say("Stock of %s", p.File.Account.Key))
	return p, err
}

func (s *server) accountStock(c *gin.Context) error {
	p, err := s.stockOf(c, false, stockQuery(c))
	if err != nil {
		return err
	}
	return s.show(c, "health/stock", p)
}

func (s *server) clientStock(c *gin.Context) error {
	p, err := s.stockOf(c, true, stockQuery(c))
	if err != nil {
		return err
	}
	return s.show(c, "health/stock", p)
}

func (s *server) accountStockCSV(c *gin.Context) error { return s.stockCSV(c, false) }

func (s *server) clientStockCSV(c *gin.Context) error { return s.stockCSV(c, true) }

// stockCSV gives the stock as a table for spreadsheets. No cell of it is
// computed by one.
func (s *server) stockCSV(c *gin.Context, client bool) error {
	q := stockQuery(c)
	q.After = -1
	p, err := s.stockOf(c, client, q)
	if err != nil {
		return err
	}
	v := s.voice(c)
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{{"account", "sku", "asin", "title", "shelf", "held", "listed", "reserved", "inbound", "unsellable", "stranded", "sold", "sold_days", "lasts_days", "out_on", "oversold", "invoiced", "sold_in_window", "without_invoice", "risk", "says"}}
	for _, one := range p.File.SKUs {
		rows = append(rows, v.stockRow(p, one))
	}
	for _, row := range rows {
		for i := range row {
			row[i] = uncomputed(row[i])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	name := p.File.Account.Key
	if client {
		name = p.File.Client.LegalName
	}
	c.Header("Content-Disposition", disposition("attachment", name+" stock.csv"))
	c.Data(200, "text/csv; charset=utf-8", out.Bytes())
	return w.Error()
}

func (v *voice) stockRow(p stockPage, s health.SKU) []string {
	count := func(n int64) string {
		if n == reinstate.NotSaid {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	lasts, short, invoiced, window := "", "", "", ""
	if s.Cover.Told && !s.Cover.Few && s.Cover.Sold > 0 {
		lasts = strconv.Itoa(s.Cover.Lasts)
	}
	if s.Papered {
		short, invoiced, window = count(s.Papers.Short), count(s.Papers.Covered), count(s.Papers.Sold)
	}
	var says []string
	for _, sentence := range s.Sentences() {
		says = append(says, v.say(sentence))
	}
	l := s.Line
	return []string{
		p.Place(s), l.SKU, l.ASIN, l.Title, string(l.Channel), count(s.Held()), count(l.Listed), count(l.Reserved), count(l.Inbound), count(l.Unsellable), count(l.Stranded),
		count(s.Cover.Sold), strconv.Itoa(s.Cover.Days), lasts, s.Cover.Out, count(s.Offer.Beyond), invoiced, window, short, string(s.Badge()), strings.Join(says, " "),
	}
}

// fewRows is how many rows of a file a person is shown before it is stored.
const fewRows = 5

func few[T any](list []T) []T { return list[:min(len(list), fewRows)] }

// Stock are the first SKUs of the file.
func (p reportCheckPage) Stock() []reinstate.StockLine { return few(p.Read.Report.Stock) }

// Sales are the first sales of the file.
func (p reportCheckPage) Sales() []reinstate.Sale { return few(p.Read.Report.Sales) }

// Messages are the first messages of the file.
func (p reportCheckPage) Messages() []reinstate.BuyerMessage { return few(p.Read.Report.Messages) }

// Claims are the first claims of the file.
func (p reportCheckPage) Claims() []reinstate.BuyerClaim { return few(p.Read.Report.Claims) }

// Feedback are the first ratings of the file.
func (p reportCheckPage) Feedback() []reinstate.Feedback { return few(p.Read.Report.Feedback) }
