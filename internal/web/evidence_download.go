package web

import (
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
)

// Bytes that came from outside are never shown as a page of ours. They leave as
// an attachment, with their type fixed, and with a policy that lets a browser
// that shows them all the same run and load nothing.
const (
	inertPolicy  = "sandbox; default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
	framedPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'; form-action 'none'; base-uri 'none'"
)

// longestName is how many bytes of a file name a download carries. File systems
// take 255; the rest is left for what a browser adds.
const longestName = 180

// send answers with a file as an attachment. Ranges are answered too, so that a
// broken download goes on.
func send(c *gin.Context, d casework.Download) error {
	defer func() { _ = d.Body.Close() }()
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", inertPolicy)
	h.Set("Content-Disposition", disposition("attachment", d.Name))
	deliver(c, d)
	return nil
}

// sendFramed answers with a PDF for the frame of a page of ours: the only bytes
// from outside that are not an attachment. The answer itself asks for the
// sandbox, since Chromium shows no PDF in a frame that has the attribute.
func sendFramed(c *gin.Context, d casework.Download) error {
	defer func() { _ = d.Body.Close() }()
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", framedPolicy)
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Content-Disposition", disposition("inline", d.Name))
	deliver(c, d)
	return nil
}

func deliver(c *gin.Context, d casework.Download) {
	h := c.Writer.Header()
	h.Set("Content-Type", servedAs(d.MediaType))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	if d.SHA256 != "" {
		h.Set("ETag", fmt.Sprintf("%q", d.SHA256))
	}
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, d.Body)
}

// servedAs lets through the types that hold no script. All others leave as
// bytes without a type: the name says what they are.
func servedAs(mediaType string) string {
	switch mediaType {
	case "application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp":
		return mediaType
	case "text/plain":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// disposition is a Content-Disposition header for a name from outside: plain
// ASCII for old browsers (RFC 6266), UTF-8 for the rest (RFC 5987).
func disposition(how, name string) string {
	name = safeName(name)
	plain := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || r == '"' || r == '\\' || r == '%' {
			return '_'
		}
		return r
	}, name)
	header := how + `; filename="` + plain + `"`
	if plain != name {
		header += "; filename*=UTF-8''" + percent(name)
	}
	return header
}

// safeName keeps of a name what a person can read: no folders, no control or
// formatting characters (right-to-left marks among them), no leading dot or
// dash, and not too long.
func safeName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "_"), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || strings.ContainsRune(`<>:|?*`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.TrimLeft(strings.TrimSpace(name), ".-~ ")
	name = shortened(name, longestName)
	if name == "" || name == "/" {
		return "document"
	}
	return name
}

// shortened cuts a name to so many bytes and keeps its ending.
func shortened(name string, most int) string {
	if len(name) <= most {
		return name
	}
	ending := path.Ext(name)
	if len(ending) > 16 {
		ending = ""
	}
	at := most - len(ending)
	for at > 0 && !utf8.RuneStart(name[at]) {
		at--
	}
	return name[:at] + ending
}

// percent encodes all but the characters RFC 5987 lets stand.
func percent(s string) string {
	const stand = "!#$&+-.^_`|~"
	var b strings.Builder
	for i := range len(s) {
		ch := s[i]
		if ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z' || ch >= '0' && ch <= '9' || strings.IndexByte(stand, ch) >= 0 {
			b.WriteByte(ch)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", ch)
	}
	return b.String()
}
