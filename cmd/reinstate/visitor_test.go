package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// visitor is a signed-in visitor of a server that sends what a browser sends.
type visitor struct {
	url    string
	client *http.Client
}

func signIn(tb testing.TB, s *serving, email, password string) *visitor {
	tb.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	b := &visitor{url: s.url, client: &http.Client{Jar: jar, CheckRedirect: stay, Transport: &http.Transport{}}}
	tb.Cleanup(b.client.CloseIdleConnections)
	answer, err := b.post(tb.Context(), "/signin", "application/x-www-form-urlencoded", strings.NewReader(url.Values{"email": {email}, "password": {password}}.Encode()))
	if err != nil {
		tb.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		body, _ := io.ReadAll(answer.Body)
		tb.Fatalf("signing in answers %d\n%s", answer.StatusCode, body)
	}
	return b
}

func (b *visitor) post(ctx context.Context, path, kind string, body io.Reader) (*http.Response, error) {
	if path == "/signin" {
		return b.send(ctx, path, kind, "text/html", body)
	}
	return b.send(ctx, path, kind, "application/json", body)
}

// send posts what is wanted back as a page or as JSON.
func (b *visitor) send(ctx context.Context, path, kind, wanted string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.url+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", b.url)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept", wanted)
	return b.client.Do(r)
}

func (b *visitor) get(tb testing.TB, path string) (status int, body string) {
	tb.Helper()
	answer, err := b.client.Get(b.url + path)
	if err != nil {
		tb.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return answer.StatusCode, string(content)
}

// upload sends one file as the evidence page does and returns its letter.
func (b *visitor) upload(ctx context.Context, ref, name string, content io.Reader) (letter string, err error) {
	body, parts := io.Pipe()
	form := multipart.NewWriter(parts)
	go func() {
		part, err := form.CreateFormFile("file", name)
		if err == nil {
			_, err = io.Copy(part, content)
		}
		if err == nil {
			err = form.Close()
		}
		parts.CloseWithError(err)
	}()
	var said struct{ Letter, Error string }
	if err := b.postJSON(ctx, "/cases/"+ref+"/evidence", form.FormDataContentType(), body, &said); err != nil {
		return "", err
	}
	return said.Letter, nil
}

// writePlan saves one section of the plan as the page does while one writes, and
// returns the version that the next save is based on.
func (b *visitor) writePlan(ctx context.Context, ref string, version int, section, text string) (next int, err error) {
	var said struct{ Version int }
	form := url.Values{"version": {strconv.Itoa(version)}, "section_" + section: {text}}
	err = b.postJSON(ctx, "/cases/"+ref+"/plan", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()), &said)
	return said.Version, err
}

// savePlan saves one section of the plan as the button Save does, which makes
// a revision, and returns the version that the next save is based on.
func (b *visitor) savePlan(ctx context.Context, ref string, version int, section, text string) (next int, err error) {
	path := "/cases/" + ref + "/plan"
	form := url.Values{"version": {strconv.Itoa(version)}, "section_" + section: {text}}
	answer, err := b.send(ctx, path, "application/x-www-form-urlencoded", "text/html", strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		content, err := io.ReadAll(answer.Body)
		return 0, errors.Join(&answeredNo{path, answer.StatusCode, string(content)}, err)
	}
	return version + 1, nil
}

// postJSON posts and decodes the answer. Without an error, the server has
// acknowledged.
func (b *visitor) postJSON(ctx context.Context, path, kind string, body io.Reader, into any) error {
	answer, err := b.post(ctx, path, kind, body)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return &answeredNo{path, answer.StatusCode, string(content)}
	}
	return json.Unmarshal(content, into)
}

// answeredNo is an answer that is not 200: the server was there and said no.
type answeredNo struct {
	path   string
	status int
	body   string
}

func (r *answeredNo) Error() string {
	return fmt.Sprintf("%s answers %d: %.300s", r.path, r.status, r.body)
}
