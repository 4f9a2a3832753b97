package casework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"strconv"
	"time"
)

// drawingProgram draws the pages of PDFs: poppler's, which is run as a process
// of its own with bounds on its time and memory.
const drawingProgram = "pdftoppm"

// pageWithin is how long drawing one page may take.
var pageWithin = 10 * time.Second

// drawPage has a program draw one page of a PDF, counted from 1, within a box
// of pageSide pixels. The file is named by its digest, so that no name from
// outside is ever among the arguments. A page that takes too long is
// context.DeadlineExceeded.
func drawPage(ctx context.Context, program, path string, page int) (*image.RGBA, error) {
	ctx, cancel := context.WithTimeout(ctx, pageWithin)
	defer cancel()
	n := strconv.Itoa(page)
	said, err := run(ctx, program, "-q", "-cropbox", "-scale-to", strconv.Itoa(pageSide), "-f", n, "-l", n, path)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("draw page %d: %w", page, err)
	}
	return pixmap(said)
}

var errPixmap = errors.New("the page was not drawn as a picture")

// pixmap reads a picture in the form in which the program writes it: binary
// PPM of one byte a colour, with nothing between its four words but space. A
// picture larger than was asked for is refused before room is made for it.
func pixmap(raw []byte) (*image.RGBA, error) {
	var words [4]string
	rest := raw
	for i := range words {
		end := bytes.IndexAny(rest[:min(len(rest), 16)], " \n\t\r")
		if end < 1 {
			return nil, errPixmap
		}
		words[i], rest = string(rest[:end]), rest[end+1:]
	}
	width, err := strconv.Atoi(words[1])
	if err != nil {
		return nil, errPixmap
	}
	height, err := strconv.Atoi(words[2])
	if err != nil {
		return nil, errPixmap
	}
	const slack = 8 // the program rounds up
	if words[0] != "P6" || words[3] != "255" || width < 1 || height < 1 || max(width, height) > pageSide+slack || len(rest) != 3*width*height {
		return nil, errPixmap
	}
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for from, to := 0, 0; from < len(rest); from, to = from+3, to+4 {
		copy(picture.Pix[to:to+3], rest[from:])
		picture.Pix[to+3] = 0xFF
	}
	return picture, nil
}
