package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
)

// keptPrefix marks the fields of a form that travel through the sign-in page.
const keptPrefix = "kept:"

// maxKept bounds what of one form is kept, in bytes.
const maxKept = 6 << 20

// keptField is one field of a form that was posted without a session.
type keptField struct {
	Name  string
	Value string
}

// Field is the name under which the sign-in page carries the field.
func (k keptField) Field() string { return keptPrefix + k.Name }

// Long reports whether the value is worth showing as it was written.
func (k keptField) Long() bool { return len(k.Value) > 60 || strings.Contains(k.Value, "\n") }

// keepForm reads the fields of a posted form, so that nothing typed is lost
// when the session has ended. Files are not kept, nor is anything secret.
func keepForm(c *gin.Context) (kept []keptField, lost bool) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxForm)
	if parts, err := c.Request.MultipartReader(); err == nil {
		return keepParts(parts)
	}
	if err := c.Request.ParseForm(); err != nil {
		return nil, true
	}
	return fields(c.Request.PostForm, func(name string) string { return name }), false
}

func keepParts(parts *multipart.Reader) (kept []keptField, lost bool) {
	room := int64(maxKept)
	for {
		part, err := parts.NextPart()
		if err != nil {
			return kept, lost || !errors.Is(err, io.EOF)
		}
		if part.FileName() != "" {
			lost = true
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, room+1))
		if err != nil || int64(len(value)) > room {
			return kept, true
		}
		room -= int64(len(value))
		if !secret(part.FormName()) {
			kept = append(kept, keptField{part.FormName(), string(value)})
		}
	}
}

// unpack takes the kept fields out of the sign-in form.
func unpack(form url.Values) []keptField {
	return fields(form, func(name string) string {
		kept, ok := strings.CutPrefix(name, keptPrefix)
		if !ok {
			return ""
		}
		return kept
	})
}

// fields lists a form's values by name. A field that rename gives no name is
// left out.
func fields(form url.Values, rename func(string) string) []keptField {
	var list []keptField
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		kept := rename(name)
		if kept == "" || secret(kept) {
			continue
		}
		for _, value := range form[name] {
			list = append(list, keptField{kept, value})
		}
	}
	return list
}

// secret reports whether a field must never be written into a page.
func secret(name string) bool {
	return slices.Contains([]string{"password", "current", "next"}, name)
}
