package markettest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"time"
)

const reportType = "GET_V2_SELLER_PERFORMANCE_REPORT"

// sites are the marketplaces of North America.
var sites = []string{"ATVPDKIKX0DER", "A2EUQ1WTGCTBG2", "A1AM78C64UM0Y8", "A2Q3Y263D00KWC"}

// signIn is Login with Amazon.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if r.Method != http.MethodPost || r.URL.Path != "/auth/o2/token" || r.URL.RawQuery != "" || kind != "application/x-www-form-urlencoded" {
		s.breach("sign-in by %s %s of %q", r.Method, r.URL, kind)
	}
	if err := r.ParseForm(); err != nil {
		s.breach("sign-in: %v", err)
	}
	for name, values := range r.PostForm {
		if !slices.Contains([]string{"grant_type", "refresh_token", "client_id", "client_secret"}, name) || len(values) != 1 {
			s.breach("sign-in with the field %s %d times", name, len(values))
		}
	}
	refused := func(status int, code string) {
		writeJSON(w, status, map[string]string{"error": code, "error_description": "The request has an invalid grant parameter : " + r.PostForm.Get("refresh_token")})
	}
	switch {
	case r.PostForm.Get("grant_type") != "refresh_token":
		s.breach("sign-in by the grant %q", r.PostForm.Get("grant_type"))
		refused(http.StatusBadRequest, "unsupported_grant_type")
	case r.PostForm.Get("client_id") != s.Amazon.Client || r.PostForm.Get("client_secret") != s.Amazon.Secret:
		refused(http.StatusUnauthorized, "invalid_client")
	case r.PostForm.Get("refresh_token") != s.Amazon.Refresh:
		refused(http.StatusBadRequest, "invalid_grant")
	default:
		token, seconds := s.grant("Atza|")
		writeJSON(w, http.StatusOK, map[string]any{"access_token": token, "token_type": "bearer", "expires_in": seconds, "refresh_token": s.Amazon.Refresh})
	}
}

// amazon leads a call of the Reports API to its operation.
func (s *Server) amazon(w http.ResponseWriter, r *http.Request) {
	const root = "/reports/2021-06-30/"
	rest, ok := strings.CutPrefix(r.URL.Path, root)
	id := rest[strings.LastIndex(rest, "/")+1:]
	op, do := "", http.HandlerFunc(nil)
	switch {
	case !ok:
	case rest == "reports" && r.Method == http.MethodPost:
		op, do = "create", s.create
	case rest == "reports" && r.Method == http.MethodGet:
		op, do = "list", s.list
	case strings.HasPrefix(rest, "reports/") && r.Method == http.MethodGet:
		op, do = "look", func(w http.ResponseWriter, _ *http.Request) { s.look(w, id) }
	case strings.HasPrefix(rest, "documents/") && r.Method == http.MethodGet:
		op, do = "document", func(w http.ResponseWriter, _ *http.Request) { s.document(w, id) }
	}
	if do == nil {
		s.breach("there is no %s %s", r.Method, r.URL.Path)
		http.NotFound(w, r)
		return
	}
	s.answer(op, w, r, func(w http.ResponseWriter, r *http.Request) {
		if _, err := time.Parse("20060102T150405Z", r.Header.Get("x-amz-date")); err != nil {
			s.breach("%s without its date", op)
		}
		if r.Header.Get("Authorization") != "" {
			s.breach("%s with another sign-in than the access token", op)
		}
		if !s.holds(r.Header.Get("x-amz-access-token")) {
			writeJSON(w, http.StatusForbidden, map[string]any{"errors": []map[string]string{{"code": "Unauthorized", "message": "Access to requested resource is denied.", "details": "The access token you provided has expired."}}})
			return
		}
		w.Header().Set("x-amzn-RateLimit-Limit", "0.0167")
		do(w, r)
	})
}

func invalidInput(w http.ResponseWriter, why string) {
	writeJSON(w, http.StatusBadRequest, map[string]any{"errors": []map[string]string{{"code": "InvalidInput", "message": why}}})
}

func (s *Server) create(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		ReportType     string   `json:"reportType"`
		MarketplaceIDs []string `json:"marketplaceIds"`
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(&asked); err != nil || r.Header.Get("Content-Type") != "application/json" {
		s.breach("a report is asked for by %q: %v", r.Header.Get("Content-Type"), err)
		invalidInput(w, "body")
		return
	}
	if asked.ReportType != reportType || len(asked.MarketplaceIDs) == 0 || len(asked.MarketplaceIDs) > 25 || !slices.Contains(sites, asked.MarketplaceIDs[0]) {
		s.breach("a report is asked for as %+v", asked)
		invalidInput(w, "reportType or marketplaceIds")
		return
	}
	s.mu.Lock()
	id := fmt.Sprintf("%d", 50000+len(s.reports))
	s.reports = append(s.reports, &Report{ID: id, Site: asked.MarketplaceIDs[0], Created: s.now()})
	s.mu.Unlock()
	writeJSON(w, http.StatusAccepted, map[string]string{"reportId": id})
}

// list is getReports.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	for name := range q {
		if !slices.Contains([]string{"reportTypes", "processingStatuses", "marketplaceIds", "pageSize", "createdSince", "createdUntil", "nextToken"}, name) {
			s.breach("reports are listed by %s", name)
		}
	}
	if q.Get("reportTypes") != reportType {
		s.breach("reports are listed without their type: %s", r.URL.RawQuery)
	}
	since := time.Time{}
	if text := q.Get("createdSince"); text != "" {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			s.breach("reports are listed since %q", text)
		}
		since = at
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []map[string]any{}
	for _, one := range s.reports {
		if !one.Created.Before(since) && (q.Get("marketplaceIds") == "" || q.Get("marketplaceIds") == one.Site) {
			found = append(found, s.shown(one))
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"reports": found})
}

// shown is a report as Amazon shows it.
func (s *Server) shown(one *Report) map[string]any {
	stage := s.Stages[min(one.looks, len(s.Stages)-1)]
	shown := map[string]any{
		"reportId": one.ID, "reportType": reportType, "marketplaceIds": []string{one.Site}, "createdTime": one.Created.UTC().Format(time.RFC3339),
		"processingStatus": stage, "dataStartTime": one.Created.UTC().Format(time.RFC3339),
	}
	if stage == "DONE" {
		shown["reportDocumentId"] = "amzn1.spdoc.1.4.na." + one.ID
	}
	return shown
}

func (s *Server) look(w http.ResponseWriter, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.reports, func(one *Report) bool { return one.ID == id })
	if at < 0 {
		writeJSON(w, http.StatusNotFound, map[string]any{"errors": []map[string]string{{"code": "NotFound", "message": "no such report"}}})
		return
	}
	writeJSON(w, http.StatusOK, s.shown(s.reports[at]))
	s.reports[at].looks++
}

func (s *Server) document(w http.ResponseWriter, id string) {
	if !strings.HasPrefix(id, "amzn1.spdoc.1.4.na.") {
		invalidInput(w, "reportDocumentId")
		return
	}
	place := map[string]string{"reportDocumentId": id, "url": "https://" + StorageHost + "/" + url.PathEscape(id) + "?X-Amz-Expires=300&X-Amz-Signature=canarySIGNATUREq7"}
	if s.Packed {
		place["compressionAlgorithm"] = "GZIP"
	}
	writeJSON(w, http.StatusOK, place)
}

// storage gives the document itself. The address opens it; a key would be told
// to somebody who is not to have it.
func (s *Server) storage(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("x-amz-access-token") != "" || r.Header.Get("Authorization") != "" || r.URL.Query().Get("X-Amz-Signature") == "" {
		s.breach("the storage was told %v", r.Header)
	}
	body := s.Report
	if s.Packed {
		body = Pack(body)
	}
	_, _ = w.Write(body)
}

// Pack is a text as gzip.
func Pack(body []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(body)
	_ = z.Close()
	return out.Bytes()
}

// AskAndDie takes the question for a report, and then lets the caller die before
// the answer reaches it.
func (s *Server) AskAndDie(die func()) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.create(httptest.NewRecorder(), r)
		die()
		<-r.Context().Done()
	}
}

// Asked is how many reports there are.
func (s *Server) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.reports)
}
