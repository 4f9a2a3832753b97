// Package web is the pages: it reads requests, calls the use cases and shows
// what came of it. It decides nothing about cases. Every route declares who
// may come, every handler returns its error, and one table in fail.go turns
// errors into answers.
package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/data"
	"reinstate/internal/access"
	"reinstate/internal/casework"
	"reinstate/internal/post"
	"reinstate/internal/watch"
	"reinstate/static"
	"reinstate/templates"
)

// Options are what the pages stand on.
type Options struct {
	Desk    *casework.Desk
	Gate    *access.Gate
	Watch   *watch.Watch
	Herald  post.Herald      // tells hooks
	Mail    post.Server      // sends mail from cases; zero: none is sent
	Secure  bool             // served under TLS: __Host- cookies and HSTS
	Log     *slog.Logger     // nil: slog.Default
	Version string           // shown to people who are signed in
	Trusted []string         // addresses or networks of proxies whose forwarding headers are believed; none unless named
	Now     func() time.Time // nil: time.Now
}

type server struct {
	desk    *casework.Desk
	gate    *access.Gate
	watch   *watch.Watch
	herald  post.Herald
	mail    post.Server
	secure  bool
	log     *slog.Logger
	version string
	now     func() time.Time

	engine *gin.Engine
	origin *http.CrossOriginProtection
	plans  []route // what routes.go declared
	assets assets
	words  *words
	house  *house
	stage  *stage
	seal   seal
	once   *once // forms that add something
}

// New makes the handler of the whole site. It fails when a template does not
// parse, an asset is missing, or a route declares no policy.
func New(o Options) (http.Handler, error) {
	s, err := newServer(o)
	if err != nil {
		return nil, fmt.Errorf("prepare the pages: %w", err)
	}
	return s.engine, nil
}

func newServer(o Options) (*server, error) {
	if o.Desk == nil || o.Gate == nil || o.Watch == nil {
		return nil, errors.New("a desk, a gate and a watch are needed")
	}
	s := &server{
		desk: o.Desk, gate: o.Gate, watch: o.Watch, herald: o.Herald, mail: o.Mail, secure: o.Secure, log: o.Log, version: o.Version, now: o.Now,
		origin: http.NewCrossOriginProtection(), seal: newSeal(), once: newOnce(),
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.now == nil {
		s.now = time.Now
	}
	var err error
	if s.assets, err = readAssets(static.Files); err != nil {
		return nil, err
	}
	if s.words, err = readWords(data.Words); err != nil {
		return nil, err
	}
	s.house = newHouse(o.Desk.Catalog(), s.assets)
	if s.stage, err = newStage(templates.Files); err != nil {
		return nil, err
	}
	if s.engine, err = newEngine(o.Trusted); err != nil {
		return nil, err
	}
	s.engine.Use(s.harden, s.recover, s.sameOrigin)
	s.routes()
	s.engine.NoRoute(s.nowhere)
	s.engine.NoMethod(s.nowhere)
	return s, checkRoutes(s.plans, s.engine.Routes())
}

// newEngine makes the router. Redirects that gin would make by itself are off:
// they read forwarding headers from anyone.
func newEngine(trusted []string) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	for _, network := range trusted {
		if prefix, err := netip.ParsePrefix(network); err == nil && prefix.Bits() == 0 {
			return nil, fmt.Errorf("%s trusts everybody: name the address of the proxy", network)
		}
	}
	if err := engine.SetTrustedProxies(trusted); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	return engine, nil
}
