package plan

import (
	"regexp"
	"strings"
)

var (
	bullet   = regexp.MustCompile(`^\s*[-*•–]\s+(\S.*)$`)
	numbered = regexp.MustCompile(`^\s*(\d{1,2})[.)]\s+(\S.*)$`)
)

// Flow turns what a person typed into blocks: an empty line parts paragraphs,
// a line that begins with "-" or "1." is an entry of a list, and any other new
// line is a line break.
func Flow(text string) []Block {
	var blocks []Block
	var lines []string
	flush := func() {
		if len(lines) > 0 {
			blocks = append(blocks, Paragraph{Text: strings.Join(lines, "\n")})
			lines = nil
		}
	}
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line = strings.TrimSpace(line)
		item, isItem := listItem(line)
		switch {
		case line == "":
			flush()
		case isItem:
			flush()
			blocks = append(blocks, item)
		default:
			lines = append(lines, line)
		}
	}
	flush()
	return blocks
}

func listItem(line string) (Item, bool) {
	if m := numbered.FindStringSubmatch(line); m != nil {
		return Item{Number: m[1] + ".", Text: m[2]}, true
	}
	if m := bullet.FindStringSubmatch(line); m != nil {
		return Item{Number: "–", Text: m[1]}, true
	}
	return Item{}, false
}
