package packet

// Paper is the sheet a letter is laid out for.
type Paper string

// Papers. The zero value is A4.
const (
	A4     Paper = "a4"
	Letter Paper = "letter"
)

// size is the sheet's width and height in points.
func (p Paper) size() (width, height float64) {
	if p == Letter {
		return 612, 792
	}
	return 595.28, 841.89
}

// Margins and the footer's place in points: 22 mm left and right.
const (
	side      = 62.36
	top       = 57
	bottom    = 68 // text ends here, counted from the sheet's foot
	footRule  = 48
	footWords = 33 // baseline
)

// frame is the room for text on a sheet.
type frame struct{ width, height float64 }

func (p Paper) frame() frame {
	width, height := p.size()
	return frame{width - 2*side, height - top - bottom}
}
