package market

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Options are what a Client works with. Zero values mean the usual ones.
type Options struct {
	Book     catalog.Connections
	Now      func() time.Time
	Patience time.Duration     // for one question
	Agent    string            // what we call ourselves
	Via      http.RoundTripper // in place of the network, for tests
}

// Client asks marketplaces. It may be used from many goroutines.
type Client struct {
	o      Options
	http   *http.Client
	tokens tokens
}

// usualPatience is how long one question may take, documents included.
const usualPatience = time.Minute

// New makes a Client.
func New(o Options) *Client {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Patience == 0 {
		o.Patience = usualPatience
	}
	if o.Agent == "" {
		o.Agent = "Reinstate (Language=Go)"
	}
	if o.Via == nil {
		o.Via = network(o.Patience)
	}
	return &Client{o: o, http: &http.Client{
		Transport:     o.Via,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// errPrivate says that an address was not reached on purpose.
var errPrivate = errors.New("it lies in a private network")

// network is the way out. An address is judged in the moment of connecting,
// when its name has been looked up, so that no name can lead elsewhere between
// judging and connecting.
func network(patience time.Duration) *http.Transport {
	dialer := &net.Dialer{Timeout: patience, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !reinstate.PublicAddress(at.Addr()) {
			return errPrivate
		}
		return nil
	}}
	return &http.Transport{
		DialContext: dialer.DialContext, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}, TLSHandshakeTimeout: patience,
		ResponseHeaderTimeout: patience, MaxResponseHeaderBytes: 64 << 10, DisableCompression: true, ForceAttemptHTTP2: true,
		MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute,
	}
}

// Bounds of answers.
const (
	mostJSON  = 4 << 20
	MostBytes = 32 << 20 // of a report
)

// answer is what came back.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// send sends one request of a marketplace's and reads the answer whole. Whose
// it is goes into the words of a trouble.
func (c *Client) send(req *http.Request, whose string, most int64) (answer, error) {
	ctx, cancel := context.WithTimeout(req.Context(), c.o.Patience)
	defer cancel()
	req.Header.Set("User-Agent", c.o.Agent)
	res, err := c.http.Do(req.WithContext(ctx))
	if err != nil {
		return answer{}, c.unreached(req.Context(), whose, err)
	}
	defer res.Body.Close()
	a := answer{Status: res.StatusCode, Header: res.Header}
	a.Body, err = io.ReadAll(io.LimitReader(res.Body, most+1))
	switch {
	case err != nil:
		return a, c.unreached(req.Context(), whose, err)
	case int64(len(a.Body)) > most:
		return a, trouble(Strange, reinstate.Say("The answer of %s is larger than %s MB and was not taken.", whose, strconv.FormatInt(most>>20, 10)))
	case a.Status >= 300 && a.Status < 400:
		return a, trouble(Strange, reinstate.Say("%s leads elsewhere (status %s), which is not followed.", whose, strconv.Itoa(a.Status)))
	}
	return a, nil
}

// unreached puts an error of the network into words. The error itself is
// dropped: it may carry the address with all that stands in it.
func (c *Client) unreached(ctx context.Context, whose string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err() // we are told to stop, which is no fault of theirs
	}
	var lookup *net.DNSError
	var unknown x509.UnknownAuthorityError
	var other *tls.CertificateVerificationError
	var timeout net.Error
	switch {
	case errors.Is(err, errPrivate):
		return trouble(Strange, reinstate.Say("%s leads into a private network, which is not reached.", whose))
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return trouble(Unreachable, reinstate.Say("%s did not answer within %d seconds.", whose, max(1, int(c.o.Patience.Seconds()))))
	case errors.As(err, &lookup):
		return trouble(Unreachable, reinstate.Say("%s cannot be reached: its name was not found.", whose))
	case errors.As(err, &unknown), errors.As(err, &other):
		return trouble(Strange, reinstate.Say("%s cannot be trusted: its certificate is not valid.", whose))
	case errors.Is(err, syscall.ECONNREFUSED):
		return trouble(Unreachable, reinstate.Say("%s cannot be reached: the connection was refused.", whose))
	}
	return trouble(Unreachable, reinstate.Say("%s cannot be reached, or the connection broke off.", whose))
}

// judge turns a status that is no success into a trouble.
func (c *Client) judge(a answer, whose string, wait time.Duration) error {
	switch {
	case a.Status >= 200 && a.Status < 300:
		return nil
	case a.Status == http.StatusTooManyRequests:
		return &Trouble{Kind: Throttled, Wait: wait, Why: reinstate.Say("%s was asked too often; it is asked again later.", whose)}
	case a.Status == http.StatusNotFound:
		return trouble(Missing, reinstate.Say("%s does not know what was asked for (status 404).", whose))
	case a.Status >= 500:
		return &Trouble{Kind: Down, Wait: after(a.Header), Why: reinstate.Say("%s has a fault of its own (status %s).", whose, strconv.Itoa(a.Status))}
	}
	return trouble(Strange, reinstate.Say("%s refused the question (status %s).", whose, strconv.Itoa(a.Status)))
}

// longestWait bounds what an answer may make us wait.
const longestWait = 24 * time.Hour

// after is how long an answer asks to wait, by Retry-After in seconds.
func after(h http.Header) time.Duration {
	n, err := strconv.Atoi(strings.TrimSpace(h.Get("Retry-After")))
	if err != nil || n < 0 {
		return 0
	}
	return min(time.Duration(n)*time.Second, longestWait)
}
