package market

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/catalog"

	"reinstate/internal/reinstate"
)

// Walmart asks the Marketplace API about one seller, by the performance
// endpoints of its Insights.
type Walmart struct {
	c     *Client
	keys  Keys
	store string
}

// walmartName is how troubles call it.
const walmartName = "Walmart"

// Walmart asks about a seller in a store.
func (c *Client) Walmart(keys Keys, store string) (Walmart, error) {
	if !slices.Contains(c.o.Book.Walmart.Stores, store) {
		return Walmart{}, trouble(Strange, reinstate.Say("Walmart gives no performance figures by machine for the store %s.", store))
	}
	return Walmart{c: c, keys: keys, store: store}, nil
}

// Summary is one figure. Nothing is a trouble of that kind: Walmart has no data.
func (w Walmart) Summary(ctx context.Context, s catalog.WalmartSegment) ([]byte, error) {
	res, err := w.call(ctx, "/v3/insights/performance/"+s.Name+"/summary", query(s.Days, s.Filter), "application/json", mostJSON)
	if err != nil {
		return nil, err
	}
	if first := bytes.TrimSpace(res.Body); len(first) == 0 || first[0] != '{' {
		return nil, trouble(Strange, reinstate.Say("The answer of Walmart cannot be read."))
	}
	return res.Body, nil
}

// Orders is the workbook of the orders behind a figure.
func (w Walmart) Orders(ctx context.Context, s catalog.WalmartSegment) ([]byte, error) {
	filter := s.Filter
	if s.Orders != "" {
		filter = s.Orders
	}
	res, err := w.call(ctx, "/v3/insights/performance/"+s.Name+"/report", query(s.Days, filter), "application/octet-stream", MostBytes)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(res.Body, []byte("PK\x03\x04")) {
		return nil, trouble(Strange, reinstate.Say("Walmart's list of orders is no workbook."))
	}
	return res.Body, nil
}

// Try finds out whether the keys let us ask, by a question that changes
// nothing and counts against no figure.
func (w Walmart) Try(ctx context.Context) error {
	_, err := w.call(ctx, "/v3/token/detail", nil, "application/json", mostJSON)
	return err
}

func query(days int, filter string) url.Values {
	q, _ := url.ParseQuery(filter)
	q.Set("reportDuration", strconv.Itoa(days))
	return q
}

// headers are on every question.
func (w Walmart) headers(req *http.Request, accept string) {
	req.SetBasicAuth(w.keys.Client, w.keys.Secret)
	req.Header.Set("Accept", accept)
	req.Header.Set("WM_QOS.CORRELATION_ID", correlation())
	req.Header.Set("WM_SVC.NAME", "Walmart Marketplace")
	req.Header.Set("WM_MARKET", w.store)
	req.Header.Set("WM_GLOBAL_VERSION", "3.1")
}

// correlation is a new UUID of version 4, for Walmart to find a question by.
func correlation() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// token asks for an access token with the seller's own keys.
func (w Walmart) token(ctx context.Context) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.c.o.Book.Walmart.Host+"/v3/token", strings.NewReader("grant_type=client_credentials"))
	if err != nil {
		return "", trouble(Strange, reinstate.Say("The address of Walmart's interface is not valid."))
	}
	w.headers(req, "application/json")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := w.c.send(req, walmartName, mostJSON)
	if err != nil {
		return "", err
	}
	switch res.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		return "", trouble(KeysRefused, reinstate.Say("Walmart does not take the keys: client id and client secret do not belong together, are of the sandbox, or were replaced in the Developer Portal."))
	}
	if err := w.c.judge(res, walmartName, w.wait(res.Header)); err != nil {
		return "", err
	}
	return w.c.take(w.keys, walmartName, res.Body)
}

// call asks one question.
func (w Walmart) call(ctx context.Context, path string, q url.Values, accept string, most int64) (answer, error) {
	denied := func(res answer) bool { return res.Status == http.StatusUnauthorized }
	res, err := w.c.authorized(ctx, w.keys, w.token, func(token string) (answer, error) {
		address := w.c.o.Book.Walmart.Host + path
		if len(q) > 0 {
			address += "?" + q.Encode()
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return answer{}, trouble(Strange, reinstate.Say("The address of Walmart's interface is not valid."))
		}
		w.headers(req, accept)
		req.Header.Set("WM_SEC.ACCESS_TOKEN", token)
		return w.c.send(req, walmartName, most)
	}, denied)
	if err != nil {
		return res, err
	}
	switch res.Status {
	case http.StatusNoContent:
		return res, trouble(Nothing, reinstate.Say("Walmart has no data for this."))
	case http.StatusUnauthorized:
		return res, trouble(KeysRefused, reinstate.Say("Walmart does not take its own access token. Look in the Developer Portal whether the keys still hold."))
	case http.StatusForbidden:
		return res, trouble(NotAllowed, reinstate.Say("The keys do not allow this. Give them the scope of reports and insights in Walmart's Developer Portal."))
	}
	return res, w.c.judge(res, walmartName, w.wait(res.Header))
}

// wait is how long to wait after "too many requests": until the time at which
// Walmart fills up the allowance, where it says one.
func (w Walmart) wait(h http.Header) time.Duration {
	if said := after(h); said > 0 {
		return said
	}
	if at, err := strconv.ParseInt(strings.TrimSpace(h.Get("x-next-replenishment-time")), 10, 64); err == nil {
		if left := time.UnixMilli(at).Sub(w.c.o.Now()); left > 0 && left <= longestWait {
			return left.Round(time.Second) + time.Second
		}
	}
	return w.c.o.Book.Walmart.Throttled
}
