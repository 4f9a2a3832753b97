package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/post"
	"reinstate/internal/store"
	"reinstate/internal/watch"
	"reinstate/internal/web"
)

// serveFlags are how the server is reached.
type serveFlags struct {
	proxied                 bool // a proxy in front speaks TLS
	listen, cert, key, logs string
	trusted                 []string
	largest                 int64 // MB of one exhibit
	smtp, mailFrom, site    string
	clamd                   string
	hooks, boxes            []string
}

func (p *program) serveCommand() *cobra.Command {
	var in serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the pages",
		Long: "Serves the pages until it is told to stop, and makes the data folder where it is not there.\n" +
			"Prints 'listening on ADDRESS' on stdout once it answers; logs go to stderr. On the first start\n" +
			"it says a one-time code, which the first visit asks for.",
		Example: "  reinstate serve\n  reinstate serve --data /srv/reinstate --listen 127.0.0.1:8080 --behind-tls --trusted-proxy 127.0.0.1",
		Args:    takes(0, 0, "serve takes no operands: the address is given with --listen."),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := in.check(c); err != nil {
				return err
			}
			return p.serve(c.Context(), in)
		},
	}
	f := c.Flags()
	f.StringVar(&in.listen, "listen", "127.0.0.1:8080", "address and port to listen on; port 0 is any free one")
	f.BoolVar(&in.proxied, "behind-tls", false, "a proxy in front of this server speaks TLS to the browsers: cookies are bound to https")
	f.StringVar(&in.cert, "tls-cert", "", "file with the TLS certificate and its chain, PEM")
	f.StringVar(&in.key, "tls-key", "", "file with the certificate's private key, PEM")
	f.StringArrayVar(&in.trusted, "trusted-proxy", nil, "address or network of a proxy whose forwarded headers are believed; may be given several times")
	f.Int64Var(&in.largest, "max-file", casework.DefaultLimits.File>>20, "largest file of evidence, in MB")
	f.StringVar(&in.clamd, "clamd", "", "ClamAV daemon that looks at every upload, such as unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310")
	f.StringVar(&in.smtp, "smtp", "", "mail server for reminders and letters, such as smtp://user@mail.example:587 or smtps://…; its password is read from REINSTATE_SMTP_PASSWORD")
	f.StringVar(&in.mailFrom, "mail-from", "", "address that mail comes from")
	f.StringArrayVar(&in.hooks, "hooks-to", nil, "private network that hooks may reach, such as 10.1.2.0/24; may be given several times")
	f.StringArrayVar(&in.boxes, "mailboxes-at", nil, "private network that mail may be fetched from, such as 127.0.0.1 or 10.1.2.0/24; may be given several times")
	f.StringVar(&in.site, "public-url", "", "address under which people reach these pages, for links in mails, such as https://cases.example")
	f.StringVar(&in.logs, "log", "text", "how log lines are written: text or json")
	return c
}

// mostMegabytes keeps a mistyped size from filling the disk.
const mostMegabytes = 1 << 20

func (in serveFlags) check(c *cobra.Command) error {
	switch {
	case (in.cert == "") != (in.key == ""):
		return &misuse{sentence: "--tls-cert and --tls-key go together.", command: c}
	case in.logs != "text" && in.logs != "json":
		return &misuse{sentence: fmt.Sprintf("There is no log format %q. Choose text or json.", in.logs), command: c}
	}
	if in.largest < 1 || in.largest > mostMegabytes {
		return &misuse{sentence: fmt.Sprintf("--max-file is a number of megabytes from 1 to %d.", mostMegabytes), command: c}
	}
	if _, ok := parseScanner(in.clamd); in.clamd != "" && !ok {
		return &misuse{sentence: fmt.Sprintf("--clamd %s is not an address such as unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310.", in.clamd), command: c}
	}
	if _, _, err := in.reach(); err != nil {
		return &misuse{sentence: err.Error(), command: c}
	}
	if _, err := in.mail(""); err != nil {
		return &misuse{sentence: err.Error(), command: c}
	}
	if u, err := url.Parse(in.site); in.site != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return &misuse{sentence: fmt.Sprintf("--public-url %s is not an address such as https://cases.example.", in.site), command: c}
	}
	if _, _, err := net.SplitHostPort(in.listen); err != nil {
		return &misuse{sentence: fmt.Sprintf("--listen %s is not an address and port, such as 127.0.0.1:8080.", in.listen), command: c}
	}
	return nil
}

// thrift is the garbage collector's percentage while serving: a page is worked
// out in milliseconds, so memory is dearer than the time to collect it.
const thrift = 50

func (p *program) serve(ctx context.Context, in serveFlags) (err error) {
	if p.getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(thrift))
	}
	lock, err := store.Lock(p.dir)
	if errors.Is(err, store.ErrServed) {
		return fmt.Errorf("another server is running on %s already: stop it first, or serve another folder with --data", p.dir)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	mail, err := in.mail(p.getenv("REINSTATE_SMTP_PASSWORD"))
	if err != nil {
		return err
	}
	hooks, boxes, err := in.reach()
	if err != nil {
		return err
	}
	o, err := enter(ctx, settings{dir: p.dir, limits: in.limits(), scan: in.scan(), log: p.logger(in.logs), mail: mail, hooks: hooks, boxes: boxes, site: strings.TrimRight(in.site, "/")})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	server, err := p.server(o, in)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", in.listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", in.listen, err)
	}
	address := in.scheme() + listener.Addr().String()
	if err := p.welcome(ctx, o, address, in); err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := o.watch.Start(context.WithoutCancel(ctx)); err != nil {
		return errors.Join(err, listener.Close())
	}
	ctx, stop := context.WithCancel(ctx)
	rested := make(chan error, 1)
	go func() {
		<-ctx.Done()
		rested <- rest(ctx, o.watch)
	}()
	defer func() {
		stop()
		err = errors.Join(err, <-rested)
	}()
	return p.answer(ctx, server, listener, address)
}

// rest lets background work that is under way finish, while the last requests
// are answered. Cutting off what does not end takes time too, so that begins
// before patience is over.
func rest(ctx context.Context, w *watch.Watch) error {
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience-store.CutOff)
	defer cancel()
	return w.Stop(late)
}

// server is the site with all it stands on, ready to listen.
func (p *program) server(o *premises, in serveFlags) (*http.Server, error) {
	log := p.logger(in.logs)
	handler, err := web.New(web.Options{
		Desk: o.desk, Gate: o.gate, Watch: o.watch, Herald: o.herald, Mail: o.mail, Secure: in.secure() || in.proxied, Log: log, Version: version, Trusted: in.trusted,
	})
	if err != nil {
		return nil, err
	}
	server := newServer(handler, log)
	if in.secure() {
		pair, err := tls.LoadX509KeyPair(in.cert, in.key)
		if err != nil {
			return nil, fmt.Errorf("cannot use the certificate %s with the key %s: %w", in.cert, in.key, err)
		}
		server.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}
	}
	return server, nil
}

func (in serveFlags) secure() bool { return in.cert != "" }

func (in serveFlags) scheme() string {
	if in.secure() {
		return "https://"
	}
	return "http://"
}

// reach are the private networks that hooks may reach, and those that mail may
// be fetched from.
func (in serveFlags) reach() (hooks, boxes post.Networks, err error) {
	if hooks, err = networks("--hooks-to", in.hooks); err != nil {
		return nil, nil, err
	}
	boxes, err = networks("--mailboxes-at", in.boxes)
	return hooks, boxes, err
}

// networks reads the networks that a flag names.
func networks(flag string, list []string) (post.Networks, error) {
	var found post.Networks
	for _, written := range list {
		p, err := netip.ParsePrefix(written)
		if ip, alone := netip.ParseAddr(written); err != nil && alone == nil {
			p, err = ip.Prefix(ip.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("%s %s is not a network such as 10.1.2.0/24", flag, written)
		}
		found = append(found, p)
	}
	return found, nil
}

// mail is the mail server, the zero Server where none is named.
func (in serveFlags) mail(password string) (post.Server, error) {
	if in.smtp == "" {
		return post.Server{}, nil
	}
	s, err := post.ParseServer(in.smtp, in.mailFrom)
	s.Password = password
	return s, err
}

func (in serveFlags) limits() casework.Limits {
	limits := casework.DefaultLimits
	limits.File = in.largest << 20
	return limits
}

// scan is the virus scanner, nil without one.
func (in serveFlags) scan() casework.Scan {
	found, ok := parseScanner(in.clamd)
	if !ok {
		return nil
	}
	return found.scan
}

func (p *program) logger(format string) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(p.stderr, nil))
	}
	return slog.New(slog.NewTextHandler(p.stderr, nil))
}

// welcome says what the person who started the server needs to know.
func (p *program) welcome(ctx context.Context, o *premises, address string, in serveFlags) error {
	code, needed, err := o.gate.SetupCode(ctx)
	if err != nil {
		return err
	}
	if needed {
		p.say("Nobody has set this installation up yet. Open %s/setup and enter this one-time code: %s", address, code)
	}
	host, _, _ := net.SplitHostPort(in.listen)
	if ip := net.ParseIP(host); !in.secure() && !in.proxied && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		p.say("Other machines can reach this address and it is not encrypted. Put a proxy with TLS before it and say --behind-tls, or give --tls-cert and --tls-key.")
	}
	return nil
}

// patience is how long requests that are under way may take once the server
// is told to stop.
const patience = 8 * time.Second

// answer serves until the context ends, then lets running requests finish.
func (p *program) answer(ctx context.Context, server *http.Server, listener net.Listener, address string) error {
	ended := make(chan error, 1)
	go func() {
		if server.TLSConfig != nil {
			ended <- server.ServeTLS(listener, "", "")
		} else {
			ended <- server.Serve(listener)
		}
	}()
	p.print("listening on %s", address)
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	p.say("Stopping: no new requests are taken.")
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := server.Shutdown(late); err != nil {
		p.say("Some requests took longer than %s and were cut off.", patience)
		return server.Close()
	}
	return nil
}
