package main

import (
	"image"
	"image/color"
	"math/rand/v2"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// scenes are what the photographs of the demonstration show.
var scenes = map[string]func(*studio, *image.RGBA, []string, *rand.Rand) error{
	"carton": (*studio).carton,
	"shelf":  (*studio).shelf,
	"bench":  (*studio).bench,
	"card":   (*studio).card,
}

var (
	cardboard = color.RGBA{186, 146, 99, 255}
	tape      = color.RGBA{206, 178, 132, 255}
	steel     = color.RGBA{74, 92, 120, 255}
	wall      = color.RGBA{198, 200, 198, 255}
	concrete  = color.RGBA{148, 146, 140, 255}
)

// label draws a white label with a bar code and lines of writing.
func (s *studio) label(lines []string, width, height int, dice *rand.Rand) (*image.RGBA, error) {
	p := image.NewRGBA(image.Rect(0, 0, width, height))
	fill(p, p.Bounds(), grey(248))
	size := float64(height) / float64(len(lines)+3)
	for i, line := range lines {
		points := min(size*0.72, 1.5*float64(width-40)/float64(max(1, len([]rune(line)))))
		if _, err := s.write(p, 20, int(size*(float64(i)+1.1)), points, grey(24), line); err != nil {
			return nil, err
		}
	}
	top := int(size * (float64(len(lines)) + 0.7))
	for x := 24; x < width-24; {
		bar := 2 + dice.IntN(5)
		fill(p, image.Rect(x, top, min(x+bar, width-24), height-18), grey(20))
		x += bar + 2 + dice.IntN(6)
	}
	return p, nil
}

// paste lays a flat picture into the scene, leaning by lean.
func paste(on *image.RGBA, flat image.Image, x, y, lean float64) {
	m := f64.Aff3{1, lean, x, -lean / 2, 1, y}
	draw.BiLinear.Transform(on, m, flat, flat.Bounds(), draw.Over, nil)
}

func fibres(on *image.RGBA, r image.Rectangle, dice *rand.Rand) {
	for range r.Dx() * r.Dy() / 900 {
		x, y := r.Min.X+dice.IntN(r.Dx()), r.Min.Y+dice.IntN(r.Dy())
		shade := uint8(dice.IntN(18))
		fill(on, image.Rect(x, y, min(x+6+dice.IntN(22), r.Max.X), y+1), color.RGBA{176 - shade, 136 - shade, 90 - shade, 255})
	}
}

func (s *studio) carton(on *image.RGBA, lines []string, dice *rand.Rand) error {
	fill(on, on.Bounds(), wall)
	fill(on, image.Rect(0, 700, 1280, 960), concrete)
	box := image.Rect(150, 130, 1130, 830)
	fill(on, box.Add(image.Pt(24, 26)), color.RGBA{112, 110, 106, 255})
	fill(on, box, cardboard)
	fibres(on, box, dice)
	fill(on, image.Rect(150, 196, 1130, 262), tape)
	fill(on, image.Rect(150, 130, 1130, 133), color.RGBA{150, 112, 70, 255})
	label, err := s.label(lines, 560, 400, dice)
	if err != nil {
		return err
	}
	paste(on, label, 330, 350, 0.03)
	return nil
}

func (s *studio) shelf(on *image.RGBA, lines []string, dice *rand.Rand) error {
	fill(on, on.Bounds(), wall)
	fill(on, image.Rect(0, 860, 1280, 960), concrete)
	for _, x := range []int{70, 640, 1190} {
		fill(on, image.Rect(x, 40, x+26, 900), steel)
	}
	for level := range 3 {
		board := 300 + 270*level
		fill(on, image.Rect(60, board, 1226, board+22), color.RGBA{214, 120, 44, 255})
		for x := 110; x < 1120; {
			width, height := 120+dice.IntN(70), 110+dice.IntN(90)
			box := image.Rect(x, board-height, min(x+width, 1180), board)
			fill(on, box, cardboard)
			fibres(on, box, dice)
			fill(on, image.Rect(box.Min.X, box.Min.Y+height/3, box.Max.X, box.Min.Y+height/3+14), tape)
			fill(on, image.Rect(box.Max.X-3, box.Min.Y, box.Max.X, box.Max.Y), color.RGBA{140, 104, 66, 255})
			x += width + 4 + dice.IntN(14)
		}
		for i, line := range lines {
			at := image.Pt(120+280*i, board+2)
			fill(on, image.Rect(at.X-6, at.Y, at.X+190, at.Y+20), grey(246))
			if _, err := s.write(on, at.X, at.Y+16, 17, grey(20), line); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *studio) bench(on *image.RGBA, lines []string, dice *rand.Rand) error {
	fill(on, on.Bounds(), wall)
	fill(on, image.Rect(0, 780, 1280, 960), concrete)
	fill(on, image.Rect(820, 60, 1240, 640), color.RGBA{224, 232, 238, 255}) // dock door
	for y := 60; y < 640; y += 58 {
		fill(on, image.Rect(820, y, 1240, y+3), color.RGBA{170, 178, 184, 255})
	}
	fill(on, image.Rect(60, 560, 1000, 606), color.RGBA{160, 120, 78, 255}) // bench
	for _, x := range []int{80, 950} {
		fill(on, image.Rect(x, 606, x+30, 860), steel)
	}
	for x := 110; x < 760; x += 170 + dice.IntN(40) {
		box := image.Rect(x, 470-dice.IntN(60), x+140, 560)
		fill(on, box, cardboard)
		fibres(on, box, dice)
		fill(on, image.Rect(x+60, box.Min.Y, x+78, box.Max.Y), tape)
	}
	sign := image.NewRGBA(image.Rect(0, 0, 520, 64+56*len(lines)))
	fill(sign, sign.Bounds(), color.RGBA{28, 70, 120, 255})
	for i, line := range lines {
		if _, err := s.write(sign, 28, 66+56*i, 34, grey(250), line); err != nil {
			return err
		}
	}
	paste(on, sign, 150, 90, 0)
	return nil
}

func (s *studio) card(on *image.RGBA, lines []string, dice *rand.Rand) error {
	fill(on, on.Bounds(), color.RGBA{96, 74, 56, 255}) // table
	for y := 0; y < 960; y += 3 + dice.IntN(9) {
		shade := uint8(dice.IntN(14))
		fill(on, image.Rect(0, y, 1280, y+2), color.RGBA{92 - shade, 70 - shade, 52 - shade, 255})
	}
	card := image.NewRGBA(image.Rect(0, 0, 940, 592))
	fill(card, card.Bounds(), color.RGBA{206, 222, 214, 255})
	for i := range 40 {
		fill(card, image.Rect(0, 15*i, 940, 15*i+4), color.RGBA{198, 216, 210, 255})
	}
	fill(card, image.Rect(50, 150, 290, 480), color.RGBA{168, 186, 180, 255}) // where the portrait is
	fill(card, image.Rect(125, 210, 215, 320), color.RGBA{140, 158, 154, 255})
	fill(card, image.Rect(90, 340, 250, 480), color.RGBA{140, 158, 154, 255})
	for i, line := range lines {
		if _, err := s.write(card, 340, 120+72*i, 36, color.RGBA{28, 44, 52, 255}, line); err != nil {
			return err
		}
	}
	paste(on, card, 160, 190, 0.02)
	return nil
}
