package post

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"reinstate/internal/reinstate"
)

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// home is a herald that may reach this machine, where tests listen.
func home() Herald {
	return Herald{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Patience: 20 * time.Second, Now: func() time.Time { return noon }}
}

// TestTheSignatureIsTheStandards uses the key, message and signature that the
// specification prints.
func TestTheSignatureIsTheStandards(t *testing.T) {
	t.Parallel()
	got, err := sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", `{"test": 2432232314}`)
	if err != nil || got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAReceiverCanCheckWhatItIsTold(t *testing.T) {
	t.Parallel()
	secret, body := NewHookSecret(), `{"type":"case.file_appeal"}`
	r := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got, _ := io.ReadAll(r.Body)
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil {
			t.Error(err)
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(r.Header.Get("webhook-id") + "." + r.Header.Get("webhook-timestamp") + "." + string(got)))
		if r.Header.Get("webhook-signature") != "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)) || string(got) != body || r.Header.Get("webhook-timestamp") != "1795694400" {
			t.Errorf("told %q with %v", got, r.Header)
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	defer r.Close()
	if err := home().Tell(t.Context(), r.URL+"/secret-path", secret, "msg_1", body); err != nil {
		t.Error(err)
	}
}

func TestAnAnswerThatIsNoYesIsAFailure(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		gone   bool
		says   string
	}{
		{"a fault", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, false, "status 500"},
		{"gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) }, true, "gone"},
		{"somewhere else", func(w http.ResponseWriter, r *http.Request) {
			if reached.Add(1) > 1 {
				t.Error("a redirect was followed")
			}
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, false, "not followed"},
		{"an endless head", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 1<<20)) }, false, ""},
		{"silence", func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body); <-r.Context().Done() }, false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewServer(tt.answer)
			defer r.Close()
			h := home()
			h.Patience = 500 * time.Millisecond
			err := h.Tell(t.Context(), r.URL+"/secret-path", NewHookSecret(), "msg_1", "{}")
			if err == nil || errors.Is(err, ErrGone) != tt.gone || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v", err)
			}
			if tt.says != "" && strings.Contains(err.Error(), "secret-path") {
				t.Errorf("the path is given away: %v", err)
			}
		})
	}
}

// TestTheSecretOfAnAddressIsNeverSaid fails deliveries in every way that
// names an address: trouble is shown on pages and written to the log.
func TestTheSecretOfAnAddressIsNeverSaid(t *testing.T) {
	t.Parallel()
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body); <-r.Context().Done() }))
	defer silent.Close()
	dead := httptest.NewServer(http.NotFoundHandler())
	dead.Close()
	h := home()
	h.Patience = 500 * time.Millisecond
	for name, to := range map[string]string{
		"a dead port": dead.URL + "/T0001/s3cr3t?token=s3cr3t", "silence": silent.URL + "/s3cr3t", "a private network": "http://10.0.0.1/s3cr3t",
		"no name": "http://nowhere.invalid/s3cr3t", "a damaged address": "http://hooks.example/s3cr3t%zz", "a damaged port": "http://hooks.example:s3cr3t/",
	} {
		if err := h.Tell(t.Context(), to, NewHookSecret(), "msg_1", "{}"); err == nil || strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnEndlessBodyIsNotRead(t *testing.T) {
	t.Parallel()
	r := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat("x", 4096)); err != nil {
				return
			}
		}
	}))
	defer r.Close()
	begun := time.Now()
	if err := home().Tell(t.Context(), r.URL, NewHookSecret(), "msg_1", "{}"); err != nil {
		t.Error(err)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestNoPrivateAddressIsReached(t *testing.T) {
	t.Parallel()
	r := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("reached") }))
	defer r.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(r.URL, "http://"), ":")
	h := Herald{Patience: 5 * time.Second, Now: time.Now}
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "2130706433", "0177.0.0.1", "127.1"} {
		if err := h.Tell(t.Context(), "http://"+host+":"+port+"/", NewHookSecret(), "msg_1", "{}"); err == nil {
			t.Errorf("%s was reached", host)
		}
	}
	for ip, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "10.0.0.1": false, "172.16.5.4": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "fe80::1": false, "fc00::1": false, "fec0::1": false, "ff02::1": false,
		"::ffff:10.0.0.1": false, "64:ff9b::a00:1": false, "2002:a00:1::": false, "198.18.0.1": false, "0.1.2.3": false,
	} {
		if got := h.Allowed.mayReach(netip.MustParseAddr(ip)); got != want {
			t.Errorf("%s: %v", ip, got)
		}
	}
	h.Allowed = []netip.Prefix{netip.MustParsePrefix("10.1.2.0/24")}
	if !h.Allowed.mayReach(netip.MustParseAddr("10.1.2.3")) || h.Allowed.mayReach(netip.MustParseAddr("10.1.3.3")) {
		t.Error("what is allowed is not what is reached")
	}
}

func TestAHooksAddressIsJudgedInWords(t *testing.T) {
	t.Parallel()
	h := home()
	if err := h.CheckHook("https://hooks.example/x"); err != nil {
		t.Error(err)
	}
	for _, written := range []string{"", "hooks.example", "ftp://hooks.example", "https://", "https://a:b@hooks.example", "https://169.254.169.254/latest", "http://[::1]/"} {
		var refused reinstate.Invalid
		if err := h.CheckHook(written); !errors.As(err, &refused) {
			t.Errorf("%q: %v", written, err)
		}
	}
}
