package health

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// mostUnpacked bounds what a workbook may unpack to, so that a small file that
// unpacks to gigabytes is refused. The same bound for a part keeps everything
// in memory.
const mostUnpacked = 96 << 20

// readWorkbook reads the first sheet of a workbook that holds a table.
func readWorkbook(book *catalog.HealthBook, in Input, r *Report) {
	file, err := excelize.OpenReader(bytes.NewReader(in.Body), excelize.Options{UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked})
	if err != nil {
		r.refuse(0, "", reinstate.Say("This workbook cannot be opened: it is damaged, protected by a password, or unpacks to more than %s MB.", whole(mostUnpacked>>20)))
		return
	}
	defer func() { _ = file.Close() }() // nothing was written
	for _, sheet := range file.GetSheetList() {
		if visible, err := file.GetSheetVisible(sheet); err != nil || !visible {
			continue
		}
		rows, refusal, ok := sheetRows(file, sheet)
		if !ok {
			r.Refused = append(r.Refused, refusal)
			return
		}
		if len(rows) < 2 {
			continue
		}
		r.Source = "workbook"
		readTable(book, in, rows, func(row, column int) bool { return hasFormula(file, sheet, row, column) }, r)
		return
	}
	r.refuse(0, "", reinstate.Say("No sheet of this workbook holds a table."))
}

func sheetRows(file *excelize.File, sheet string) (out [][]string, refusal Refusal, ok bool) {
	broken := Refusal{Why: reinstate.Say("The sheet %s cannot be read.", quoted(sheet))}
	rows, err := file.Rows(sheet)
	if err != nil {
		return nil, broken, false
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		row, err := rows.Columns()
		if err != nil {
			return nil, broken, false
		}
		for i := range row {
			row[i] = strings.ToValidUTF8(row[i], "\uFFFD")
		}
		if refusal, ok := fitting(row, len(out)+1); !ok {
			return nil, refusal, false
		}
		out = append(out, row)
	}
	return out, Refusal{}, rows.Error() == nil
}

// hasFormula reports whether a cell holds a formula. Row and column count from
// zero.
func hasFormula(file *excelize.File, sheet string, row, column int) bool {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil {
		return false
	}
	formula, err := file.GetCellFormula(sheet, name)
	return err == nil && formula != ""
}
