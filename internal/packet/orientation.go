package packet

import (
	"encoding/binary"
	"image"
	"image/draw"
)

// turning is how a photo is to be turned to stand upright: the EXIF
// orientation, 1 to 8, where 1 is upright already.
type turning int

// swapsSides reports whether width and height change places.
func (t turning) swapsSides() bool { return t >= 5 && t <= 8 }

// orientation finds the EXIF orientation at the head of a JPEG, or 1. Whatever
// is odd about the data counts as upright.
func orientation(jpeg []byte) turning {
	for at := 2; at+4 <= len(jpeg) && jpeg[at] == 0xFF; {
		size := int(binary.BigEndian.Uint16(jpeg[at+2:]))
		end := min(at+2+size, len(jpeg))
		switch marker := jpeg[at+1]; {
		case marker == 0xDA || size < 2: // the picture itself begins
			return 1
		case marker == 0xE1 && end-at > 10 && string(jpeg[at+4:at+10]) == "Exif\x00\x00":
			return tiffOrientation(jpeg[at+10 : end])
		}
		at = end
	}
	return 1
}

// tiffOrientation reads the tag 0x0112 of the first directory (TIFF 6.0,
// section 8).
func tiffOrientation(tiff []byte) turning {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case len(tiff) < 8:
		return 1
	case string(tiff[:2]) == "MM":
		order = binary.BigEndian
	case string(tiff[:2]) != "II":
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > int64(len(tiff)) {
		return 1
	}
	count := int64(order.Uint16(tiff[at:]))
	for i := range count {
		entry := at + 2 + 12*i
		if entry+12 > int64(len(tiff)) {
			break
		}
		if order.Uint16(tiff[entry:]) != 0x0112 {
			continue
		}
		if value := turning(order.Uint16(tiff[entry+8:])); value >= 1 && value <= 8 {
			return value
		}
		break
	}
	return 1
}

// upright turns a picture as its orientation says.
func upright(picture *image.RGBA, t turning) *image.RGBA {
	if t <= 1 || t > 8 {
		return picture
	}
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if t.swapsSides() {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			u, v := x, y
			switch t {
			case 2:
				u = w - 1 - x
			case 3:
				u, v = w-1-x, h-1-y
			case 4:
				v = h - 1 - y
			case 5:
				u, v = y, x
			case 6:
				u, v = h-1-y, x
			case 7:
				u, v = h-1-y, w-1-x
			case 8:
				u, v = y, w-1-x
			}
			copy(out.Pix[out.PixOffset(u, v):][:4], picture.Pix[picture.PixOffset(x, y):][:4])
		}
	}
	return out
}

// flat draws a picture on white, in 8 bits a colour.
func flat(picture image.Image) *image.RGBA {
	size := picture.Bounds().Size()
	out := image.NewRGBA(image.Rect(0, 0, size.X, size.Y))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, picture, picture.Bounds().Min, draw.Over)
	return out
}
