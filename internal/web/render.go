package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"runtime"
	"strings"

	"github.com/gin-gonic/gin"
)

// stage holds the templates. Parsing ties their functions to one voice, so a
// set of pages speaks to one reader at a time. There are as many sets as
// processors: rendering is nothing but computing, so more would not help.
type stage struct {
	files fs.FS
	sets  chan *set
}

// set is every page, parsed, with the voice they speak with.
type set struct {
	voice *voice
	pages map[string]*template.Template
}

// newStage parses every page once, so that a broken template stops the start.
// The other sets are parsed when they are first needed.
func newStage(files fs.FS) (*stage, error) {
	st := &stage{files: files, sets: make(chan *set, runtime.GOMAXPROCS(0))}
	first, err := parsePages(files)
	if err != nil {
		return nil, fmt.Errorf("parse the templates: %w", err)
	}
	st.sets <- first
	for len(st.sets) < cap(st.sets) {
		st.sets <- nil
	}
	return st, nil
}

// parsePages makes one set. A page is known by its path under page/, without the
// extension: cases/list.
func parsePages(files fs.FS) (*set, error) {
	made := &set{voice: &voice{}, pages: map[string]*template.Template{}}
	frame, err := template.New("").Funcs(made.voice.functions()).ParseFS(files, "layout/*.html", "part/*.html")
	if err != nil {
		return nil, err
	}
	return made, fs.WalkDir(files, "page", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		page, err := template.New("").Funcs(made.voice.functions()).ParseFS(files, name)
		if err != nil {
			return err
		}
		if err := frameIn(page, frame); err != nil {
			return err
		}
		made.pages[strings.TrimSuffix(strings.TrimPrefix(name, "page/"), ".html")] = page
		return nil
	})
}

// render fills a page for one reader. Nothing is sent before it is whole.
func (st *stage) render(v *voice, name string, p any) (*bytes.Buffer, error) {
	return st.renderPiece(v, name, "page", p)
}

// renderPiece fills one piece of a page, for a script that exchanges it.
func (st *stage) renderPiece(v *voice, name, piece string, p any) (*bytes.Buffer, error) {
	held := <-st.sets
	defer func() { st.sets <- held }()
	if held == nil {
		made, err := parsePages(st.files)
		if err != nil {
			return nil, err
		}
		held = made
	}
	page, ok := held.pages[name]
	if !ok {
		return nil, fmt.Errorf("there is no page %q", name)
	}
	*held.voice = *v
	var body bytes.Buffer
	if err := page.ExecuteTemplate(&body, piece, p); err != nil {
		return nil, fmt.Errorf("show %s: %w", name, err)
	}
	return &body, nil
}

// show answers with a page: "cases/list" is templates/page/cases/list.html.
func (s *server) show(c *gin.Context, name string, p any) error {
	return s.showWith(c, http.StatusOK, name, p)
}

// showPiece answers with a piece of a page, without what stands around it.
func (s *server) showPiece(c *gin.Context, name, piece string, p any) error {
	body, err := s.stage.renderPiece(s.voice(c), name, piece, p)
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "text/html; charset=utf-8", body.Bytes())
	return nil
}

// showWith answers with a page under another status, such as 422 for a form
// that has to be mended.
func (s *server) showWith(c *gin.Context, status int, name string, p any) error {
	body, err := s.stage.render(s.voice(c), name, p)
	if err != nil {
		return err
	}
	c.Data(status, "text/html; charset=utf-8", body.Bytes())
	return nil
}
