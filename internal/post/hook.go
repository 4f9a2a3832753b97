package post

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// Herald tells other programs what happened, in the format of Standard
// Webhooks (standardwebhooks.com, version 1.0.0, read 2026-11-26): the headers
// webhook-id, webhook-timestamp and webhook-signature over the exact body. It
// reaches no private address unless that is allowed, follows no redirect, and
// reads no more of an answer than it must.
type Herald struct {
	Allowed  Networks      // private networks that may be reached
	Patience time.Duration // for a whole delivery; zero means 10 s
	Now      func() time.Time
}

const usualHearing = 10 * time.Second

// ErrGone says that the receiver wants to be told no more (status 410).
var ErrGone = errors.New("the receiver is gone for good")

// NewHookSecret is a signing secret in the form receivers expect.
func NewHookSecret() string {
	key := make([]byte, 24)
	rand.Read(key) // never fails
	return secretPrefix + base64.StdEncoding.EncodeToString(key)
}

const secretPrefix = "whsec_"

// CheckHook refuses an address that cannot be told, in a sentence. Where its
// name leads is looked at when it is reached, for a name may lead elsewhere by
// then.
func (h Herald) CheckHook(written string) error {
	refused := func(sentence string) error { return reinstate.Invalid{"url": sentence} }
	u, err := url.Parse(written)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return refused("The address is written like https://hooks.example/reinstate.")
	}
	if u.User != nil {
		return refused("Leave names and passwords out of the address; deliveries are signed.")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !h.Allowed.mayReach(ip) {
		return refused("This address lies in a private network. Whoever runs the server can allow it with --hooks-to.")
	}
	return nil
}

// Tell sends one announcement. The same id with the same body may be sent
// again; receivers drop what they have.
func (h Herald) Tell(ctx context.Context, to, secret, id, body string) error {
	if h.Patience == 0 {
		h.Patience = usualHearing
	}
	ctx, cancel := context.WithTimeout(ctx, h.Patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, strings.NewReader(body))
	if err != nil {
		return errors.New("tell the receiver: its address is damaged")
	}
	at := strconv.FormatInt(h.Now().Unix(), 10)
	signature, err := sign(secret, id, at, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Reinstate")
	req.Header.Set("webhook-id", id)
	req.Header.Set("webhook-timestamp", at)
	req.Header.Set("webhook-signature", signature)
	res, err := h.client().Do(req)
	if err != nil {
		return fmt.Errorf("tell %s: %w", hostOf(to), withoutAddress(err))
	}
	defer res.Body.Close()
	_, _ = io.CopyN(io.Discard, res.Body, 16<<10)
	switch {
	case res.StatusCode >= 200 && res.StatusCode < 300:
		return nil
	case res.StatusCode == http.StatusGone:
		return fmt.Errorf("tell %s: %w", hostOf(to), ErrGone)
	case res.StatusCode >= 300 && res.StatusCode < 400:
		return fmt.Errorf("tell %s: it leads elsewhere (status %d), which is not followed", hostOf(to), res.StatusCode)
	}
	return fmt.Errorf("tell %s: it answered with status %d", hostOf(to), res.StatusCode)
}

// hostOf is an address without its path, which may hold a secret of the
// receiver's.
func hostOf(written string) string {
	u, err := url.Parse(written)
	if err != nil {
		return "the receiver"
	}
	return u.Scheme + "://" + u.Host
}

// withoutAddress is what went wrong without the whole address that net/http
// puts before it.
func withoutAddress(err error) error {
	var named *url.Error
	if errors.As(err, &named) {
		return named.Err
	}
	return err
}

func sign(secret, id, at, body string) (string, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil || len(key) == 0 {
		return "", errors.New("the signing secret is damaged: make a new hook")
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + at + "." + body))
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}

// client makes a connection for one delivery, to where it may.
func (h Herald) client() *http.Client {
	dialer := &net.Dialer{Timeout: h.Patience, Control: h.Allowed.control}
	return &http.Client{
		Transport: &http.Transport{
			DialContext: dialer.DialContext, DisableKeepAlives: true, MaxResponseHeaderBytes: 16 << 10, DisableCompression: true,
			ResponseHeaderTimeout: h.Patience, TLSHandshakeTimeout: h.Patience,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
