package market

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"reinstate/internal/reinstate"
)

// Document downloads a report that is made. The address that Amazon gives for
// it holds for five minutes, so it is asked for each time.
func (a Amazon) Document(ctx context.Context, id string) ([]byte, error) {
	var place struct {
		URL         string `json:"url"`
		Compression string `json:"compressionAlgorithm"`
	}
	if err := a.call(ctx, http.MethodGet, "/reports/2021-06-30/documents/"+url.PathEscape(id), nil, nil, &place); err != nil {
		return nil, err
	}
	body, err := a.download(ctx, place.URL)
	if err != nil {
		return nil, err
	}
	switch place.Compression {
	case "":
		return body, nil
	case "GZIP":
		return unpack(body)
	}
	return nil, trouble(Strange, reinstate.Say("Amazon has packed the report in a way that is not known."))
}

// download fetches from the storage that Amazon names. No key goes there: the
// address alone opens it.
func (a Amazon) download(ctx context.Context, address string) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil, trouble(Strange, reinstate.Say("The address that Amazon gives for the report is not one of https."))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, trouble(Strange, reinstate.Say("The address that Amazon gives for the report is not one of https."))
	}
	const whose = "The storage of Amazon's reports"
	res, err := a.c.send(req, whose, MostBytes)
	if err != nil {
		return nil, err
	}
	if res.Status == http.StatusForbidden || res.Status == http.StatusNotFound {
		return nil, trouble(Down, reinstate.Say("The address of the report ran out before it was fetched; it is fetched again."))
	}
	return res.Body, a.c.judge(res, whose, a.wait(res.Header))
}

// unpack opens a gzip document, and refuses one that is cut off or that grows
// beyond all measure.
func unpack(packed []byte) ([]byte, error) {
	cut := trouble(Down, reinstate.Say("The report came cut off or damaged; it is fetched again."))
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, cut
	}
	body, err := io.ReadAll(io.LimitReader(z, MostBytes+1))
	switch {
	case err != nil:
		return nil, cut
	case len(body) > MostBytes:
		return nil, trouble(Strange, reinstate.Say("The report is larger than %s MB and was not taken.", strconv.Itoa(MostBytes>>20)))
	}
	return body, nil
}
