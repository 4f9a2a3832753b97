package main

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"math"
	"math/rand/v2"
	"strings"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// demoPhoto is a photograph of a scene with writing in it.
type demoPhoto struct {
	Scene string   `yaml:"scene"` // carton, shelf, bench or card
	Lines []string `yaml:"lines"`
}

// demoScreen is a screenshot of a table.
type demoScreen struct {
	Title   string     `yaml:"title"`
	Columns []string   `yaml:"columns"`
	Rows    [][]string `yaml:"rows"`
}

// studio draws pictures. Latin writing is set in the first face that has the
// character, Chinese in the other.
type studio struct{ latin, chinese *opentype.Font }

func newStudio(files fs.FS) (*studio, error) {
	var s studio
	for name, into := range map[string]**opentype.Font{"SourceCodePro-Regular": &s.latin, "NotoSerifSC-Regular": &s.chinese} {
		raw, err := fs.ReadFile(files, "fonts/"+name+".ttf")
		if err != nil {
			return nil, fmt.Errorf("prepare the pictures: %w", err)
		}
		if *into, err = opentype.Parse(raw); err != nil {
			return nil, fmt.Errorf("prepare the pictures: %s: %w", name, err)
		}
	}
	return &s, nil
}

// write sets a line with its baseline at x, y and returns where it ends.
func (s *studio) write(on draw.Image, x, y int, size float64, ink color.Color, line string) (int, error) {
	var faces [2]font.Face
	for i, from := range []*opentype.Font{s.latin, s.chinese} {
		face, err := opentype.NewFace(from, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			return 0, fmt.Errorf("write on a picture: %w", err)
		}
		defer face.Close()
		faces[i] = face
	}
	d := font.Drawer{Dst: on, Src: image.NewUniform(ink), Dot: fixed.P(x, y)}
	for _, r := range line {
		d.Face = faces[0]
		if r >= 0x2e80 {
			d.Face = faces[1]
		}
		d.DrawString(string(r))
	}
	return d.Dot.X.Round(), nil
}

func fill(on draw.Image, r image.Rectangle, c color.Color) {
	draw.Draw(on, r, image.NewUniform(c), image.Point{}, draw.Src)
}

func grey(v uint8) color.RGBA { return color.RGBA{v, v, v, 255} }

// photo draws the scene and then what a camera does to it.
func (s *studio) photo(in demoPhoto) ([]byte, error) {
	scene, ok := scenes[in.Scene]
	if !ok {
		return nil, fmt.Errorf("there is no scene %q", in.Scene)
	}
	seed := fnv.New64a()
	seed.Write([]byte(in.Scene + strings.Join(in.Lines, "\n")))
	dice := rand.New(rand.NewPCG(seed.Sum64(), 1))
	picture := image.NewRGBA(image.Rect(0, 0, 1280, 960))
	if err := scene(s, picture, in.Lines, dice); err != nil {
		return nil, err
	}
	expose(picture, dice)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 82}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// expose adds the grain of a sensor, a light from the upper left, and the
// darker corners of a lens.
func expose(p *image.RGBA, dice *rand.Rand) {
	size := p.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			dx, dy := float64(x)/float64(size.X)-0.45, float64(y)/float64(size.Y)-0.4
			light := 1.08 - 0.55*(dx*dx+dy*dy) - 0.06*math.Abs(dx)
			grain := float64(dice.IntN(13)) - 6
			at := p.PixOffset(x, y)
			for i := range 3 {
				p.Pix[at+i] = uint8(min(255, max(0, float64(p.Pix[at+i])*light+grain)))
			}
		}
	}
}

// screen draws a window with a table as a screenshot shows it.
func (s *studio) screen(in demoScreen) ([]byte, error) {
	widths := make([]int, len(in.Columns))
	for _, row := range append([][]string{in.Columns}, in.Rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], 11*len([]rune(cell))+36)
		}
	}
	width := 64
	for _, w := range widths {
		width += w
	}
	const bar, line = 46, 44
	p := image.NewRGBA(image.Rect(0, 0, width, bar+96+line*(len(in.Rows)+1)+32))
	fill(p, p.Bounds(), color.White)
	fill(p, image.Rect(0, 0, width, bar), grey(233))
	for i, c := range []color.RGBA{{237, 106, 94, 255}, {245, 191, 79, 255}, {98, 197, 84, 255}} {
		fill(p, image.Rect(20+26*i, 17, 32+26*i, 29), c)
	}
	if _, err := s.write(p, 32, bar+56, 26, grey(32), in.Title); err != nil {
		return nil, err
	}
	for n, row := range append([][]string{in.Columns}, in.Rows...) {
		y := bar + 92 + n*line
		ink := grey(32)
		if n == 0 {
			fill(p, image.Rect(32, y-4, width-32, y+line-8), grey(244))
			ink = grey(96)
		}
		fill(p, image.Rect(32, y+line-8, width-32, y+line-7), grey(214))
		x := 44
		for i, cell := range row {
			if _, err := s.write(p, x, y+22, 17, ink, cell); err != nil {
				return nil, err
			}
			x += widths[i]
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
