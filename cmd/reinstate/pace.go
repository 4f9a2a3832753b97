package main

import (
	"io"
	"log/slog"
	"net/http"
	"time"
)

// Bounds on what a peer may keep a connection open with. A transfer may take
// hours on a slow line, so there is no bound on its whole time: only standing
// still ends it.
const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	stallTime  = time.Minute // a read or a write that moves nothing
	maxHeader  = 64 << 10    // bytes
)

// newServer is a server that a slow or silent peer cannot tie up.
func newServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           paced(handler, stallTime),
		ReadHeaderTimeout: headerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// paced ends a request whose body, or whose answer, stands still for stall.
func paced(next http.Handler, stall time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		// Deadlines are kept where the connection can; where it cannot, as with
		// a recorder in a test, there is no peer to stall.
		_ = control.SetWriteDeadline(time.Time{})
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &pacedBody{ReadCloser: r.Body, control: control, stall: stall}
		}
		next.ServeHTTP(&pacedWriter{ResponseWriter: w, control: control, stall: stall}, r)
	})
}

type pacedBody struct {
	io.ReadCloser
	control *http.ResponseController
	stall   time.Duration
}

func (b *pacedBody) Read(into []byte) (int, error) {
	_ = b.control.SetReadDeadline(time.Now().Add(b.stall))
	n, err := b.ReadCloser.Read(into)
	if err == io.EOF {
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

type pacedWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	stall   time.Duration
}

func (w *pacedWriter) WriteHeader(status int) {
	_ = w.control.SetWriteDeadline(time.Now().Add(w.stall))
	w.ResponseWriter.WriteHeader(status)
}

func (w *pacedWriter) Write(from []byte) (int, error) {
	_ = w.control.SetWriteDeadline(time.Now().Add(w.stall))
	return w.ResponseWriter.Write(from)
}

// Flush sends what is buffered.
func (w *pacedWriter) Flush() { _ = w.control.Flush() }

// Unwrap gives the writer beneath to an http.ResponseController.
func (w *pacedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
