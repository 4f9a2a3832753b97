package plan

import "strings"

// listMark reads the mark of a list entry: a bullet, or a number or letter
// with a dot or bracket. body is where the words begin.
func listMark(line string) (label string, body int, item bool) {
	if strings.HasPrefix(line, "**") || strings.HasPrefix(line, "#") {
		trimmed := strings.TrimLeft(line, "*# \t")
		return "", len(line) - len(trimmed), false // the mark-up of a heading
	}
	for _, bullet := range []string{"--", "-", "*", "•", "·", "–", "—", "▪", "●", "○", "+", "➢", "✓"} {
		if rest, ok := strings.CutPrefix(line, bullet); ok {
			trimmed := strings.TrimLeft(rest, " \t*•-")
			if trimmed == "" || bullet == "+" && trimmed == rest {
				return "", 0, false
			}
			return "", len(line) - len(trimmed), true
		}
	}
	if rest, ok := strings.CutPrefix(line, "o "); ok {
		return "", len(line) - len(rest), true
	}
	at, bracket := 0, strings.HasPrefix(line, "(")
	if bracket {
		at = 1
	}
	from := at
	for at < len(line) && at-from < 5 && (line[at] >= '0' && line[at] <= '9' || line[at] == '.' && at > from) {
		at++
	}
	if n := romanAt(line[at:]); at == from && n > 1 {
		at += n
	} else if at == from && at < len(line) && letter(line[at]) {
		at++
		for bracket && at < len(line) && at-from < 4 && letter(line[at]) {
			at++
		}
	}
	if at == from {
		return "", 0, false
	}
	label = strings.TrimRight(line[from:at], ".")
	rest := line[at:]
	switch {
	case strings.HasPrefix(rest, ")"), !bracket && (strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, ":")) && line[at-1] <= '9':
		at++
	case bracket || line[at-1] != '.' && !strings.HasPrefix(rest, ". ") && !(strings.Contains(label, ".") && strings.HasPrefix(rest, " ")):
		return "", 0, false
	case strings.HasPrefix(rest, ". "):
		at++
	}
	if at >= len(line) || line[at] != ' ' && line[at] != '\t' || len(label) > 4 {
		return "", 0, false
	}
	trimmed := strings.TrimLeft(line[at:], " \t")
	if len(label) == 1 && letter(label[0]) && !bracket && len(strings.Fields(trimmed)) == 1 && !strings.HasSuffix(trimmed, ":") {
		return "", 0, false // an initial and a name
	}
	return label, len(line) - len(trimmed), trimmed != ""
}

// romanAt is the length of a Roman number in capitals, 0 where there is none.
func romanAt(line string) int {
	const longest = 5
	n := 0
	for n < len(line) && n <= longest && (line[n] == 'I' || line[n] == 'V' || line[n] == 'X') {
		n++
	}
	if n > longest || n < len(line) && line[n] != '.' && line[n] != ')' {
		return 0
	}
	return n
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
