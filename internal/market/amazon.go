package market

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// Amazon asks the Selling Partner API about one seller in one store, by the
// Reports API of 2021-06-30.
type Amazon struct {
	c          *Client
	keys       Keys
	host, site string
}

// amazonName is how troubles call it.
const amazonName = "Amazon"

// Amazon asks about a store, by its country and Amazon's own identifier of it.
func (c *Client) Amazon(keys Keys, store, site string) (Amazon, error) {
	region, ok := c.o.Book.Amazon.Region(store)
	if !ok || site == "" {
		return Amazon{}, trouble(Strange, reinstate.Say("It is not known at which address Amazon answers for the store %s.", store))
	}
	return Amazon{c: c, keys: keys, host: region.Host, site: site}, nil
}

// Stage is how far a report is.
type Stage string

// Stages of a report, as Amazon calls them.
const (
	InQueue    Stage = "IN_QUEUE"
	InProgress Stage = "IN_PROGRESS"
	Done       Stage = "DONE"
	Cancelled  Stage = "CANCELLED" // by somebody, or because there is no data
	Fatal      Stage = "FATAL"
)

// Making is a report that Amazon was asked for.
type Making struct {
	ID       string    `json:"reportId"`
	Stage    Stage     `json:"processingStatus"`
	Document string    `json:"reportDocumentId"`
	Created  time.Time `json:"createdTime"`
	Type     string    `json:"reportType"`
	Sites    []string  `json:"marketplaceIds"`
}

// Ask has a report made and returns its identifier.
func (a Amazon) Ask(ctx context.Context) (string, error) {
	body, err := json.Marshal(map[string]any{"reportType": a.c.o.Book.Amazon.Report, "marketplaceIds": []string{a.site}})
	if err != nil {
		return "", err
	}
	var made Making
	if err := a.call(ctx, http.MethodPost, "/reports/2021-06-30/reports", nil, body, &made); err != nil {
		return "", err
	}
	if !identifier(made.ID) {
		return "", trouble(Strange, reinstate.Say("Amazon took the question and gave no number of a report."))
	}
	return made.ID, nil
}

// Made is the newest report that was asked for since an instant, whatever its
// stage, or a Missing trouble. It finds again what was asked for before a power cut.
func (a Amazon) Made(ctx context.Context, since time.Time) (Making, error) {
	query := url.Values{"reportTypes": {a.c.o.Book.Amazon.Report}, "marketplaceIds": {a.site}, "pageSize": {"10"}}
	if !since.IsZero() {
		query.Set("createdSince", since.UTC().Format(time.RFC3339))
	}
	var list struct {
		Reports []Making `json:"reports"`
	}
	if err := a.call(ctx, http.MethodGet, "/reports/2021-06-30/reports", query, nil, &list); err != nil {
		return Making{}, err
	}
	var newest Making
	for _, m := range list.Reports {
		ours := m.Type == a.c.o.Book.Amazon.Report && slices.Equal(m.Sites, []string{a.site}) && identifier(m.ID)
		if ours && !m.Created.Before(since) && m.Created.After(newest.Created) {
			newest = m
		}
	}
	if newest.ID == "" {
		return newest, trouble(Missing, reinstate.Say("Amazon knows of no such report."))
	}
	return newest, nil
}

// Look says how far a report is.
func (a Amazon) Look(ctx context.Context, id string) (Making, error) {
	var m Making
	err := a.call(ctx, http.MethodGet, "/reports/2021-06-30/reports/"+url.PathEscape(id), nil, nil, &m)
	if err == nil && m.Stage == Done && !identifier(m.Document) {
		err = trouble(Strange, reinstate.Say("Amazon calls the report made and does not say where it is."))
	}
	return m, err
}

// Try finds out whether the keys let us ask for the report, without asking for
// one.
func (a Amazon) Try(ctx context.Context) error {
	_, err := a.Made(ctx, time.Time{})
	if is(err, Missing) {
		return nil
	}
	return err
}

// identifier bounds what is kept as a number of theirs.
func identifier(s string) bool {
	return s != "" && len(s) <= 300 && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// token changes the seller's refresh token into an access token (Login with
// Amazon).
func (a Amazon) token(ctx context.Context) (string, error) {
	form := url.Values{
		"grant_type": {"refresh_token"}, "refresh_token": {a.keys.Refresh}, "client_id": {a.keys.Client}, "client_secret": {a.keys.Secret},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.c.o.Book.Amazon.Token, strings.NewReader(form.Encode()))
	if err != nil {
		return "", trouble(Strange, reinstate.Say("The address of Amazon's sign-in is not valid."))
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
	req.Header.Set("Accept", "application/json")
	res, err := a.c.send(req, amazonName, mostJSON)
	if err != nil {
		return "", err
	}
	if res.Status == http.StatusBadRequest || res.Status == http.StatusUnauthorized {
		switch refusedGrant(res) {
		case "invalid_grant":
			return "", trouble(KeysRefused, reinstate.Say("Amazon does not take the refresh token: the seller has withdrawn the consent, or it belongs to another application. Authorize the application anew and enter the new token."))
		case "invalid_client", "unauthorized_client":
			return "", trouble(KeysRefused, reinstate.Say("Amazon does not know the application: client id and client secret do not belong together, or the secret has run out."))
		}
		return "", trouble(KeysRefused, reinstate.Say("Amazon does not take the keys (status %s).", strconv.Itoa(res.Status)))
	}
	if err := a.c.judge(res, amazonName, a.wait(res.Header)); err != nil {
		return "", err
	}
	return a.c.take(a.keys, amazonName, res.Body)
}

// call asks one question and reads the answer.
func (a Amazon) call(ctx context.Context, method, path string, query url.Values, body []byte, into any) error {
	res, err := a.c.authorized(ctx, a.keys, a.token, func(token string) (answer, error) {
		address := a.host + path
		if len(query) > 0 {
			address += "?" + query.Encode()
		}
		req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
		if err != nil {
			return answer{}, trouble(Strange, reinstate.Say("The address of Amazon's interface is not valid."))
		}
		req.Header.Set("x-amz-access-token", token)
		req.Header.Set("x-amz-date", a.c.o.Now().UTC().Format("20060102T150405Z"))
		req.Header.Set("Accept", "application/json")
		if body != nil {
			req.Header.Set("Content-Type", "application/json")
		}
		return a.c.send(req, amazonName, mostJSON)
	}, func(res answer) bool {
		return res.Status == http.StatusUnauthorized || res.Status == http.StatusForbidden
	})
	if err != nil {
		return err
	}
	if res.Status == http.StatusUnauthorized || res.Status == http.StatusForbidden {
		return trouble(NotAllowed, reinstate.Say("Amazon does not let this application read the report (status %s). Give it the role for reports of the account in Seller Central and authorize it anew; the seller has to sell in this store.", strconv.Itoa(res.Status)))
	}
	if err := a.c.judge(res, amazonName, a.wait(res.Header)); err != nil {
		return err
	}
	if err := json.Unmarshal(res.Body, into); err != nil {
		return trouble(Strange, reinstate.Say("The answer of Amazon cannot be read."))
	}
	return nil
}

// wait is how long to wait after "too many requests": the limit that the answer
// names is in requests per second.
func (a Amazon) wait(h http.Header) time.Duration {
	if said := after(h); said > 0 {
		return said
	}
	rate, err := strconv.ParseFloat(strings.TrimSpace(h.Get("x-amzn-RateLimit-Limit")), 64)
	if err != nil || rate <= 0 || math.IsInf(rate, 0) || math.IsNaN(rate) {
		return a.c.o.Book.Amazon.Throttled
	}
	seconds := math.Ceil(1 / rate)
	return time.Duration(min(max(seconds, 1), longestWait.Seconds())) * time.Second
}
