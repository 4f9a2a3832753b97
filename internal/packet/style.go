package packet

// face is one of the typefaces of a letter.
type face uint8

const (
	textFace face = iota
	boldFace
	codeFace
	hanFace
	faces
)

// fontFiles are the files of the faces below the fonts' folder.
var fontFiles = [faces]string{
	"fonts/SourceSerif4-Regular.ttf", "fonts/SourceSerif4-SemiBold.ttf",
	"fonts/SourceCodePro-Regular.ttf", "fonts/NotoSerifSC-Regular.ttf",
}

// fallbacks is the order in which a face's text looks for a character.
var fallbacks = [faces][]face{
	textFace: {textFace, hanFace},
	boldFace: {boldFace, textFace, hanFace},
	codeFace: {codeFace, textFace, hanFace},
	hanFace:  {hanFace},
}

// colour is a grey or near-black of the letter, as red, green and blue.
type colour [3]int

var (
	ink   = colour{0x1A, 0x1D, 0x22}
	faint = colour{0x4B, 0x53, 0x60}
	hair  = colour{0xC9, 0xCC, 0xD1}
	ghost = colour{0xD6, 0xDA, 0xE0} // the draft mark beneath the text
)

// style is how a stretch of text looks. Leading is the distance of baselines.
type style struct {
	face    face
	size    float64
	leading float64
	colour  colour
}

// The styles of a letter, sizes in points.
var (
	bodyStyle    = style{textFace, 10.5, 15.5, ink}
	leadStyle    = style{boldFace, 10.5, 15.5, ink}
	numberStyle  = style{textFace, 10.5, 15.5, faint}
	exhibitStyle = style{textFace, 9.4, 15.5, faint}
	titleStyle   = style{boldFace, 16, 20.5, ink}
	subStyle     = style{textFace, 10.5, 15, faint}
	headingStyle = style{boldFace, 11.6, 16, ink}
	nameStyle    = style{boldFace, 10.8, 15, ink}
	senderStyle  = style{textFace, 9.4, 13.6, ink}
	headStyle    = style{boldFace, 9.2, 13, ink}
	cellStyle    = style{textFace, 9.4, 13.4, ink}
	codeStyle    = style{codeFace, 8, 13.4, ink}
	footStyle    = style{textFace, 8.4, 12, faint}
	draftStyle   = style{boldFace, 118, 118, ghost}

	signStyle   = style{boldFace, 30, 40, ink} // the exhibit's letter on its cover sheet
	coverStyle  = style{boldFace, 13, 18, ink}
	factStyle   = style{textFace, 9.4, 15, faint}
	leadCell    = style{boldFace, 9.4, 13.4, ink}
	aboutStyle  = style{textFace, 8.6, 13.4, faint}
	digestStyle = style{codeFace, 7.2, 12, faint}
)
