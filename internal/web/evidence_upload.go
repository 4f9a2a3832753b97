package web

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// Bounds of an upload's form: how long a field before the files may be, in
// bytes, and how many parts it may have. A folder of evidence has hundreds.
const (
	longestField = 64 << 10
	mostParts    = 2000
)

// attach takes evidence: fields first, then any number of files, each streamed
// to its place as it comes. A file that is refused does not undo the others.
func (p *casePages) attach(c *gin.Context) error {
	form, added, err := p.receive(c)
	refused := reinstate.Invalid{}
	if err != nil && !errors.As(err, &refused) {
		return err
	}
	if wantsJSON(c) {
		return answerUpload(c, added, refused)
	}
	if len(refused) > 0 {
		return p.showEvidence(c, http.StatusUnprocessableEntity, form, added, refused)
	}
	return p.redirect(c, casePath(c.Param("ref"), "evidence"), uploaded(added))
}

// receive reads the parts of an upload one after the other.
func (p *casePages) receive(c *gin.Context) (exhibitForm, []casework.Attached, error) {
	form, added, refused := exhibitForm{}, []casework.Attached(nil), reinstate.Invalid{}
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return form, nil, fmt.Errorf("%w: %w", errBadForm, err)
	}
	for n := 0; ; n++ {
		if n == mostParts {
			refused.Refuse("file", "These are too many files at once. What is listed below is kept; send the rest again.")
			break
		}
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			refused.Refuse("file", "The upload was cut off before the end. What is listed below is kept; send the rest again.")
			break
		}
		if part.FormName() != "file" {
			if err := form.take(part); err != nil {
				return form, added, err
			}
			continue
		}
		if part.FileName() == "" {
			continue // no file was chosen
		}
		some, err := p.attachOne(c, form, part)
		added = append(added, some...)
		if invalid := (reinstate.Invalid{}); errors.As(err, &invalid) {
			for field, sentence := range invalid {
				refused[field] = strings.TrimSpace(refused[field] + " " + safeName(part.FileName()) + ": " + sentence)
			}
			if p.skip(part) {
				continue
			}
			break // what comes after it would be gigabytes away
		}
		if err != nil {
			return form, added, err
		}
		form.Title = "" // the title was for one file
	}
	if len(added) == 0 {
		refused.Refuse("file", "Choose at least one file.")
	}
	return form, added, refused.Err()
}

// skip passes over what is left of a file that was refused, so that those after
// it are taken; a file that goes on and on is not followed.
func (p *casePages) skip(part io.Reader) (passed bool) {
	most := p.desk.Limits().File
	n, _ := io.CopyN(io.Discard, part, most)
	return n < most
}

// take reads one field that stands before the files.
func (f *exhibitForm) take(part *multipart.Part) error {
	raw, err := io.ReadAll(io.LimitReader(part, longestField+1))
	if err != nil {
		return fmt.Errorf("%w: %w", errBadForm, err)
	}
	if len(raw) > longestField {
		return &http.MaxBytesError{Limit: longestField}
	}
	switch value := string(raw); part.FormName() {
	case "kind":
		f.Kind = value
	case "title":
		f.Title = value
	case "dated":
		f.Dated = strings.TrimSpace(value)
	case "shows":
		f.Shows = value
	case "keep":
		f.Keep = value != ""
	}
	return nil
}

// attachOne takes in a file, or the files of an archive.
func (p *casePages) attachOne(c *gin.Context, form exhibitForm, part *multipart.Part) ([]casework.Attached, error) {
	u := casework.Upload{
		Name: part.FileName(), Kind: reinstate.ExhibitKind(form.Kind),
		Title: form.Title, Dated: form.Dated, Shows: form.Shows, Body: part,
	}
	if !form.Keep && casework.IsArchive(u.Name) {
		return p.desk.AttachArchive(c.Request.Context(), who(c), c.Param("ref"), u)
	}
	one, err := p.desk.Attach(c.Request.Context(), who(c), c.Param("ref"), u)
	if err != nil {
		return nil, err
	}
	return []casework.Attached{one}, nil
}

// uploaded says what became of the files, and which were there already.
func uploaded(added []casework.Attached) reinstate.Sentence {
	for _, one := range added {
		if one.Twin != nil {
			return reinstate.Say("%d files were added. %s holds the same bytes as %s.", len(added), one.Exhibit.Letter, one.Twin.Letter)
		}
		if len(one.Others) > 0 {
			return reinstate.Say("%d files were added. The file of %s lies in a case of another client too: %s (%s).", len(added), one.Exhibit.Letter, one.Others[0].Reference, one.Others[0].Name)
		}
	}
	return reinstate.Say("%d files were added.", len(added))
}

// answerUpload tells the script that sends one file at a time.
func answerUpload(c *gin.Context, added []casework.Attached, refused reinstate.Invalid) error {
	if len(added) == 0 {
		c.JSON(http.StatusUnprocessableEntity, gin.H{"error": refused.Error()})
		return nil
	}
	c.JSON(http.StatusOK, toldOf(added))
	return nil
}

// toldOf is what the script learns of files that were kept: the letters, an
// exhibit with the same bytes, and other clients' cases that hold them.
func toldOf(added []casework.Attached) gin.H {
	one := added[0]
	told := gin.H{"letter": one.Exhibit.Letter, "title": one.Exhibit.Title, "twin": ""}
	if one.Twin != nil {
		told["twin"] = one.Twin.Letter
	}
	if len(one.Others) > 0 {
		told["other"] = one.Others[0].Reference + " (" + one.Others[0].Name + ")"
	}
	if last := added[len(added)-1]; len(added) > 1 {
		told["letter"] = one.Exhibit.Letter + "–" + last.Exhibit.Letter
	}
	return told
}
