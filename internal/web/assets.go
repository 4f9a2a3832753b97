package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// assetRoot is where style sheets, scripts and pictures of the site lie.
const assetRoot = "/static/"

// asset is one file of the site itself.
type asset struct {
	body []byte
	kind string // media type
	sum  string // first 12 hex digits of its SHA-256
}

type assets map[string]asset

func readAssets(fsys fs.FS) (assets, error) {
	found := assets{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		found[name] = asset{body: body, kind: mime.TypeByExtension(path.Ext(name)), sum: hex.EncodeToString(sum[:6])}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the site's own files: %w", err)
	}
	return found, nil
}

// url is the address of an asset. It holds the checksum, so that a browser may
// keep the file for ever.
func (a assets) url(name string) (string, error) {
	found, ok := a[name]
	if !ok {
		return "", fmt.Errorf("there is no asset %q", name)
	}
	return assetRoot + found.sum + "/" + name, nil
}

func assetPath(path string) bool { return strings.HasPrefix(path, assetRoot) }

// asset serves one of the site's own files, under its present checksum only.
func (s *server) asset(c *gin.Context) error {
	name := c.Param("name")
	found, ok := s.assets[name]
	if !ok || found.sum != c.Param("sum") {
		return reinstate.ErrNotFound
	}
	c.Header("Content-Type", found.kind)
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(c.Writer, c.Request, name, time.Time{}, bytes.NewReader(found.body))
	return nil
}
