package packet

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // exhibits that are .gif
	"image/jpeg"
	"image/png"
	"io"
	"sync"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // exhibits that are .webp
)

// Bounds of a picture. What is larger is not decoded; what has more pixels
// than a sheet can show at 300 dots an inch is made smaller.
const (
	pictureUpTo   = 64 << 20 // bytes
	picturePixels = 40 << 20
	pictureSide   = 12_000
	printedSide   = 3508
	printedJPEG   = 90  // quality of photos
	coarsest      = 110 // dots an inch: a small picture is not blown up further
	pictureMargin = 36
)

// drawing is a picture made anew by us, ready to stand in a PDF.
type drawing struct {
	width, height int
	filter        []byte // entries of the image that say how it is packed
	data          []byte
}

// decoding lets one picture at a time into memory.
var decoding sync.Mutex

// redraw decodes a picture and packs it anew, upright and on white, so that
// nothing but what can be seen gets into a packet: no position, no thumbnail,
// no trailing bytes.
func redraw(file io.ReadSeeker, size int64) (*drawing, error) {
	ready, format, err := picture(file, size, printedSide)
	if err != nil {
		return nil, err
	}
	if format == "jpeg" || format == "webp" {
		return asPhoto(ready)
	}
	return asSheet(ready)
}

// Picture decodes a picture from outside, one at a time and none beyond the
// bounds of memory: upright, on white, its longer side no more than so many
// pixels. What is no picture, or too large a one, is an error.
func Picture(file io.ReadSeeker, size int64, side int) (*image.RGBA, error) {
	ready, _, err := picture(file, size, side)
	return ready, err
}

// Small is a picture whose longer side has no more than so many pixels.
func Small(picture image.Image, side int) *image.RGBA { return flat(smaller(picture, side)) }

func picture(file io.ReadSeeker, size int64, side int) (ready *image.RGBA, format string, err error) {
	defer func() {
		if r := recover(); r != nil {
			ready, err = nil, fmt.Errorf("%w: %v", errPictured, r)
		}
	}()
	if size > pictureUpTo {
		return nil, "", errLarge
	}
	data, err := io.ReadAll(io.LimitReader(file, size))
	if err != nil {
		return nil, "", fmt.Errorf("read a picture: %w", err)
	}
	head, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, "", errPictured
	}
	if head.Width <= 0 || head.Height <= 0 || head.Width > pictureSide || head.Height > pictureSide || head.Width*head.Height > picturePixels {
		return nil, "", errLarge
	}
	decoding.Lock()
	defer decoding.Unlock()
	decoded, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, "", errPictured
	}
	turn := turning(1)
	if format == "jpeg" {
		turn = orientation(data)
	}
	return upright(flat(smaller(decoded, side)), turn), format, nil
}

// smaller brings a picture's longer side to so many pixels. It is made coarser
// by a whole number first, strip by strip, and drawn in the wanted size then:
// drawing a large picture in one go takes 32 bytes for each point between.
func smaller(picture image.Image, side int) image.Image {
	size := picture.Bounds().Size()
	most := max(size.X, size.Y)
	if most <= side {
		return picture
	}
	if by := most / side; by > 1 {
		picture = coarser(picture, by)
	}
	scale := float64(side) / float64(most)
	out := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(size.X)*scale)), max(1, int(float64(size.Y)*scale))))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Rect, picture, picture.Bounds(), draw.Over, nil)
	return out
}

// coarser makes one point of each square of by times by points, on white.
func coarser(picture image.Image, by int) *image.RGBA {
	from := picture.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, max(1, from.Dx()/by), max(1, from.Dy()/by)))
	strip := image.NewRGBA(image.Rect(0, 0, from.Dx(), min(by, from.Dy())))
	sums := make([]int, 3*out.Rect.Dx())
	for y := range out.Rect.Dy() {
		draw.Draw(strip, strip.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(strip, strip.Rect, picture, image.Pt(from.Min.X, from.Min.Y+y*by), draw.Over)
		clear(sums)
		wide := min(by, strip.Rect.Dx())
		for row := range strip.Rect.Dy() {
			line := strip.Pix[row*strip.Stride:]
			for x := range out.Rect.Dx() {
				for at := 4 * x * by; at < 4*(x*by+wide); at += 4 {
					sums[3*x] += int(line[at])
					sums[3*x+1] += int(line[at+1])
					sums[3*x+2] += int(line[at+2])
				}
			}
		}
		points := wide * strip.Rect.Dy()
		for x := range out.Rect.Dx() {
			to := out.Pix[y*out.Stride+4*x:]
			to[0], to[1], to[2], to[3] = uint8(sums[3*x]/points), uint8(sums[3*x+1]/points), uint8(sums[3*x+2]/points), 0xFF
		}
	}
	return out
}

func asPhoto(picture *image.RGBA) (*drawing, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: printedJPEG}); err != nil {
		return nil, fmt.Errorf("pack a photo: %w", err)
	}
	return &drawing{picture.Rect.Dx(), picture.Rect.Dy(), []byte("/Filter/DCTDecode"), out.Bytes()}, nil
}

// asSheet packs a screenshot or a scan without loss. PDF takes the data of a
// PNG as it is: the same packing, row by row with a predictor.
func asSheet(picture *image.RGBA) (*drawing, error) {
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("pack a picture: %w", err)
	}
	data, err := pngData(out.Bytes())
	if err != nil {
		return nil, err
	}
	return &drawing{picture.Rect.Dx(), picture.Rect.Dy(), fmt.Appendf(nil,
		"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 3/BitsPerComponent 8/Columns %d>>", picture.Rect.Dx()), data}, nil
}

// pngData joins the data chunks of a PNG that we have packed ourselves.
func pngData(file []byte) ([]byte, error) {
	const before, after = 8, 4 // length and name; checksum
	if len(file) < 33 || file[24] != 8 || file[25] != 2 {
		return nil, errors.New("pack a picture: it is not in plain colours")
	}
	var data []byte
	for at := 8; at+before <= len(file); {
		size := int(be.Uint32(file[at:]))
		if at+before+size+after > len(file) {
			break
		}
		if string(file[at+4:at+8]) == "IDAT" {
			data = append(data, file[at+before:at+before+size]...)
		}
		at += before + size + after
	}
	return data, nil
}

// sheet places the picture in the middle of a sheet that lies as it does:
// the sheet's size, and the picture's place on it in points.
func (d *drawing) sheet(paper Paper) (width, height, x, y, w, h float64) {
	width, height = paper.size()
	if d.width > d.height {
		width, height = height, width
	}
	scale := min((width-2*pictureMargin)/float64(d.width), (height-2*pictureMargin)/float64(d.height), 72.0/coarsest)
	w, h = float64(d.width)*scale, float64(d.height)*scale
	return width, height, (width - w) / 2, (height - h) / 2, w, h
}

// picture writes a sheet that shows a picture.
func (w *writer) picture(d *drawing, paper Paper, over bool) copied {
	page, content, object := w.number(), w.number(), w.number()
	width, height, x, y, across, down := d.sheet(paper)
	done := copied{object: page, seen: box{0, 0, width, height}}
	text := fmt.Appendf(nil, "<</Type/Page/Parent %s/MediaBox[0 0 %s %s]/Resources<</XObject<</Im %s>>",
		reference(pagesObject), num(width), num(height), reference(object))
	contents := reference(content)
	if over {
		done.over = w.number()
		text = append(text, "/Font<</"+stampFont+"<</Type/Font/Subtype/Type1/BaseFont/Courier-Bold/Encoding/WinAnsiEncoding>>>>"...)
		contents += " " + reference(done.over)
	}
	w.object(page, append(text, ">>/Contents["+contents+"]>>"...))
	w.stream(content, nil, fmt.Appendf(nil, "q %s 0 0 %s %s %s cm /Im Do Q\n", num(across), num(down), num(x), num(y)))
	w.stream(object, fmt.Appendf(nil, "/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8%s",
		d.width, d.height, d.filter), d.data)
	return done
}
