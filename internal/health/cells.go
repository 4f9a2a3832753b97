package health

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// blank are the ways in which tables write that there is nothing.
func blank(cell string) bool {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "", "-", "–", "—", "n/a", "na", "null", "none", "no data", "--":
		return true
	}
	return false
}

// formula reports whether a cell would be computed by a spreadsheet.
func formula(cell string) bool {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return false
	}
	switch cell[0] {
	case '=', '@':
		return true
	case '+', '-':
		return len(cell) > 1 && !strings.ContainsRune("0123456789.,", rune(cell[1]))
	}
	return false
}

// figure is a number as a cell writes it.
var figure = regexp.MustCompile(`^[+-]?[0-9][0-9.,' \x{00A0}\x{202F}]*$|^[+-]?[.,][0-9]+$`)

// parseFigure reads a number. With comma set, a comma is the decimal sign.
func parseFigure(cell string, comma bool) (value float64, percent bool, ok bool) {
	s := strings.TrimSpace(cell)
	for _, sign := range []string{"%", "％"} {
		if rest, found := strings.CutSuffix(s, sign); found {
			s, percent = strings.TrimSpace(rest), true
		}
	}
	if !figure.MatchString(s) {
		return 0, percent, false
	}
	s = strings.NewReplacer(" ", "", "\u00A0", "", "\u202F", "", "'", "").Replace(s)
	decimal, group := ".", ","
	if comma {
		decimal, group = group, decimal
	}
	if strings.Contains(s, group) {
		if !grouped(s, group, decimal) {
			return 0, percent, false
		}
		s = strings.ReplaceAll(s, group, "")
	}
	s = strings.ReplaceAll(s, decimal, ".")
	value, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(value, 0) || math.IsNaN(value) {
		return 0, percent, false
	}
	return value, percent, true
}

// grouped reports whether the group sign stands before every three digits.
func grouped(s, group, decimal string) bool {
	head, _, _ := strings.Cut(s, decimal)
	parts := strings.Split(strings.TrimLeft(head, "+-"), group)
	if len(parts[0]) > 3 || parts[0] == "" {
		return false
	}
	for _, p := range parts[1:] {
		if len(p) != 3 {
			return false
		}
	}
	return !strings.Contains(strings.TrimPrefix(s, head), group)
}

// dayShapes are written dates whose order is plain.
var dayShapes = []string{
	"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2 Jan 2006", "2-Jan-2006", "Jan 2, 2006", "January 2, 2006", "2 January 2006", "Jan 2 2006", "2006年1月2日", "02-Jan-06",
}

var slashed = regexp.MustCompile(`^(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})$`)

// parseDay reads a date. order is mdy or dmy, for dates whose order only the
// table's country tells.
func parseDay(cell, order string) (string, bool) {
	s := strings.TrimSpace(cell)
	if at, ok := instant(s); ok {
		return at.Format(time.DateOnly), true
	}
	if date, _, found := strings.Cut(s, " "); found && len(date) >= 8 {
		s2 := strings.TrimSuffix(date, ",")
		if day, ok := parseDay(s2, order); ok {
			return day, true
		}
	}
	if date, _, found := strings.Cut(s, "T"); found {
		if at, err := time.Parse(time.DateOnly, date); err == nil {
			return at.Format(time.DateOnly), true
		}
	}
	for _, shape := range dayShapes {
		if at, err := time.Parse(shape, s); err == nil {
			return at.Format(time.DateOnly), true
		}
	}
	parts := slashed.FindStringSubmatch(s)
	if parts == nil {
		return "", false
	}
	first, second, year := parts[1], parts[2], parts[3]
	if order == "dmy" || order == "" && strings.Contains(s, ".") {
		first, second = second, first
	}
	if len(year) == 2 {
		year = "20" + year
	}
	at, err := time.Parse("2006-1-2", year+"-"+first+"-"+second)
	return at.Format(time.DateOnly), err == nil
}

// dayOrder guesses the order of slashed dates from cells that only fit one.
func dayOrder(cells []string, at Place) string {
	for _, cell := range cells {
		parts := slashed.FindStringSubmatch(strings.TrimSpace(firstWord(cell)))
		if parts == nil {
			continue
		}
		if strings.Contains(parts[0], ".") {
			return "dmy"
		}
		a, _ := strconv.Atoi(parts[1])
		b, _ := strconv.Atoi(parts[2])
		switch {
		case a > 12:
			return "dmy"
		case b > 12:
			return "mdy"
		}
	}
	if at.Store == "US" || at.Store == "" {
		return "mdy"
	}
	return "dmy"
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	return word
}

// commaDecimals guesses from cells whether the comma is the decimal sign.
func commaDecimals(cells []string) bool {
	votes := 0
	for _, cell := range cells {
		s := strings.TrimRight(strings.TrimSpace(cell), "% ")
		comma, point := strings.LastIndex(s, ","), strings.LastIndex(s, ".")
		switch {
		case comma > point && len(s)-comma-1 != 3:
			votes++
		case comma > point && strings.HasPrefix(s, "0,"):
			votes++
		case point > comma:
			votes--
		}
	}
	return votes > 0
}
