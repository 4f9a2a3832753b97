package web

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// seriesCSV gives the history of a figure as a table for spreadsheets.
func (s *server) seriesCSV(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	key := reinstate.SeriesKey{Metric: reinstate.Metric(c.Param("metric")), Scope: c.Query("scope")}
	file, err := s.desk.MetricHealth(c.Request.Context(), who(c), reinstate.AccountID(id), key)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{{"taken", "metric", "scope", "from", "to", "value", "bad", "of", "comparator", "target", "word", "corrected later"}}
	for _, m := range file.Series {
		row := []string{iso(m.Taken), string(m.Metric), m.Scope, m.From, m.To, "", "", "", string(m.Comparator), "", m.Word, strconv.FormatBool(file.Corrected[m.ID])}
		if m.Measured {
			row[5] = strconv.FormatFloat(m.Value, 'f', -1, 64)
		}
		if m.Counted {
			row[6], row[7] = strconv.FormatInt(m.Bad, 10), strconv.FormatInt(m.Of, 10)
		}
		if m.Comparator != "" {
			row[9] = strconv.FormatFloat(m.Target, 'f', -1, 64)
		}
		rows = append(rows, row)
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
	name := file.Account.Key + " " + string(key.Metric) + ".csv"
	c.Header("Content-Disposition", disposition("attachment", name))
	c.Data(200, "text/csv; charset=utf-8", out.Bytes())
	return w.Error()
}

// uncomputed writes a cell so that no spreadsheet computes it.
func uncomputed(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		if _, err := strconv.ParseFloat(cell, 64); err != nil {
			return "'" + cell
		}
	}
	return cell
}
