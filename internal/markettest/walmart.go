package markettest

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// segments are the performance endpoints; ots and cma lie below sss.
var segments = []string{"cancellations", "otd", "vtr", "srr", "refunds", "negativeFeedback", "returns", "itemNotReceived", "lateShipment", "sss/ots", "sss/cma"}

// walmart leads a call to its operation.
func (s *Server) walmart(w http.ResponseWriter, r *http.Request) {
	const root = "/v3/insights/performance/"
	op, do := "", http.HandlerFunc(nil)
	rest, ok := strings.CutPrefix(r.URL.Path, root)
	name, what := rest, ""
	if at := strings.LastIndex(rest, "/"); ok && at >= 0 {
		name, what = rest[:at], rest[at+1:]
	}
	switch {
	case r.URL.Path == "/v3/token" && r.Method == http.MethodPost:
		op, do = "wm_token", s.walmartToken
	case r.URL.Path == "/v3/token/detail" && r.Method == http.MethodGet:
		op, do = "wm_detail", func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, http.StatusOK, map[string]any{"is_valid": true, "scopes": map[string]string{"reports": "view_only"}})
		}
	case ok && r.Method == http.MethodGet && slices.Contains(segments, name) && what == "summary":
		op, do = "wm_summary "+name, func(w http.ResponseWriter, _ *http.Request) { s.segment(w, s.Segments[name], "application/json") }
	case ok && r.Method == http.MethodGet && slices.Contains(segments, name) && what == "report":
		op, do = "wm_orders "+name, func(w http.ResponseWriter, _ *http.Request) { s.segment(w, s.Orders[name], "application/octet-stream") }
	default:
		s.breach("there is no %s %s", r.Method, r.URL.Path)
		http.NotFound(w, r)
		return
	}
	s.answer(op, w, r, func(w http.ResponseWriter, r *http.Request) {
		s.checkWalmart(op, what, r)
		client, secret, ok := r.BasicAuth()
		if !ok || client != s.Walmart.Client || secret != s.Walmart.Secret {
			walmartError(w, http.StatusUnauthorized, "UNAUTHORIZED.GMP_GATEWAY_API")
			return
		}
		if token := r.Header.Get("WM_SEC.ACCESS_TOKEN"); op != "wm_token" && !s.holds(token) {
			walmartError(w, http.StatusUnauthorized, "UNAUTHORIZED.GMP_GATEWAY_API")
			return
		}
		do(w, r)
	})
}

// checkWalmart looks at the headers and the query of a call.
func (s *Server) checkWalmart(op, what string, r *http.Request) {
	if !uuid.MatchString(r.Header.Get("WM_QOS.CORRELATION_ID")) || r.Header.Get("WM_SVC.NAME") != "Walmart Marketplace" {
		s.breach("%s without the headers of every call", op)
	}
	if r.Header.Get("WM_MARKET") != "US" || r.Header.Get("WM_GLOBAL_VERSION") != "3.1" {
		s.breach("%s without its market", op)
	}
	accept := "application/json"
	if what == "report" {
		accept = "application/octet-stream"
	}
	if r.Header.Get("Accept") != accept {
		s.breach("%s accepts %q", op, r.Header.Get("Accept"))
	}
	if what == "" {
		return
	}
	q := r.URL.Query()
	if !slices.Contains([]string{"14", "30", "60", "90"}, q.Get("reportDuration")) {
		s.breach("%s for %q days", op, q.Get("reportDuration"))
	}
	for name := range q {
		if !slices.Contains([]string{"reportDuration", "shippingMethod", "conditionType"}, name) {
			s.breach("%s by %s", op, name)
		}
	}
	if what == "report" && q.Get("conditionType") == "ALL" {
		s.breach("%s of all conditions, which only the summary takes", op)
	}
}

func walmartError(w http.ResponseWriter, status int, code string) {
	writeJSON(w, status, map[string]any{"error": []map[string]any{{"code": code, "info": "Unauthorized", "severity": "ERROR", "category": "DATA"}}})
}

func (s *Server) walmartToken(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || r.PostForm.Encode() != "grant_type=client_credentials" || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		s.breach("a token is asked for by %q as %q", r.PostForm.Encode(), r.Header.Get("Content-Type"))
	}
	if r.Header.Get("WM_SEC.ACCESS_TOKEN") != "" {
		s.breach("a token is asked for with a token")
	}
	token, seconds := s.grant("eyJraWQi.")
	writeJSON(w, http.StatusOK, map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": seconds})
}

// segment answers with a figure, or with 204 where there is no data.
func (s *Server) segment(w http.ResponseWriter, body []byte, kind string) {
	if body == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(body)
}
