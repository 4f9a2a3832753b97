package packet

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
)

// finish writes into a gofpdf file what gofpdf has no call for: the language
// of the text, that viewers show the title rather than the file's name, and an
// identity made of the content.
//
// gofpdf writes the catalog last, so bytes added to it move nothing but the
// cross-reference table behind it, whose own place is the number after
// startxref. Words added to the trailer move nothing at all.
func finish(pdf []byte, language string) ([]byte, error) {
	const catalog, trailer, start = "\n/Type /Catalog\n", "\ntrailer\n<<\n", "\nstartxref\n"
	inCatalog := bytes.LastIndex(pdf, []byte(catalog))
	inTrailer := bytes.LastIndex(pdf, []byte(trailer))
	atStart := bytes.LastIndex(pdf, []byte(start))
	table := bytes.LastIndex(pdf, []byte("\nxref\n")) + 1
	if !bytes.HasPrefix(pdf, []byte("%PDF-1.3\n")) || inCatalog < 0 || table < inCatalog || inTrailer < table || atStart < inTrailer {
		return nil, errors.New("finish the PDF: it is not laid out as expected")
	}
	sum := sha256.Sum256(pdf)
	said := fmt.Sprintf("/Lang %s\n/ViewerPreferences <</DisplayDocTitle true>>\n", literal(language))
	inCatalog, inTrailer = inCatalog+len(catalog), inTrailer+len(trailer)

	var out bytes.Buffer
	out.Grow(len(pdf) + 256)
	out.WriteString("%PDF-1.4\n") // the version that knows both entries
	out.Write(pdf[out.Len():inCatalog])
	out.WriteString(said)
	out.Write(pdf[inCatalog:inTrailer])
	fmt.Fprintf(&out, "/ID [<%x><%x>]\n", sum[:16], sum[:16])
	out.Write(pdf[inTrailer : atStart+len(start)])
	out.WriteString(strconv.Itoa(table+len(said)) + "\n%%EOF\n")
	return out.Bytes(), nil
}

// literal writes a language tag as a PDF string, letters, digits and hyphens
// only.
func literal(tag string) string {
	kept := []byte{'('}
	for i := range len(tag) {
		if c := tag[i]; c == '-' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' {
			kept = append(kept, c)
		}
	}
	return string(append(kept, ')'))
}
