package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// flashCookie carries one sentence over a redirect.
const flashCookie = "reinstate-said"

// flashSeconds is how long the sentence waits for its page.
const flashSeconds = 60

// maxFlash keeps the cookie well below what browsers take, in bytes.
const maxFlash = 1200

// redirect sends the browser on after a change, with a sentence to show there.
// The zero Sentence says nothing.
func (s *server) redirect(c *gin.Context, path string, flash reinstate.Sentence) error {
	if flash.Text != "" {
		said := strings.ToValidUTF8(cut(s.voice(c).say(flash), maxFlash), "")
		s.setCookie(c, flashCookie, s.seal.close(said), flashSeconds)
	}
	c.Redirect(http.StatusSeeOther, path)
	return nil
}

// flash takes the sentence that the last redirect left.
func (s *server) flash(c *gin.Context) string {
	cookie, err := c.Request.Cookie(flashCookie)
	if err != nil {
		return ""
	}
	s.setCookie(c, flashCookie, "", -1)
	said, genuine := s.seal.open(cookie.Value)
	if !genuine {
		return ""
	}
	return said
}

func cut(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	return text[:bytes]
}

// seal signs what is given to the browser to keep, with a key that lives as
// long as the server runs.
type seal [32]byte

func newSeal() seal {
	var key seal
	rand.Read(key[:]) // never fails
	return key
}

func (k seal) close(text string) string {
	return base64.RawURLEncoding.EncodeToString(append(k.mark(text), text...))
}

func (k seal) open(closed string) (string, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(closed)
	if err != nil || len(raw) < sha256.Size {
		return "", false
	}
	text := string(raw[sha256.Size:])
	return text, hmac.Equal(raw[:sha256.Size], k.mark(text))
}

func (k seal) mark(text string) []byte {
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
