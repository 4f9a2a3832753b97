package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// certificate makes one for 127.0.0.1 that nobody signed but itself.
func certificate(t *testing.T) (cert, key string, trust *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	trust = x509.NewCertPool()
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	trust.AddCert(parsed)
	return cert, key, trust
}

func TestUnderTLSTheAddressAndTheCookiesSaySo(t *testing.T) {
	t.Parallel()
	cert, key, trust := certificate(t)
	s := startServer(t, demoFolder(t), "--tls-cert", cert, "--tls-key", key)
	if !strings.HasPrefix(s.url, "https://127.0.0.1:") {
		t.Errorf("it listens on %s", s.url)
	}
	b := &visitor{url: s.url, client: &http.Client{CheckRedirect: stay, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trust}}}}
	t.Cleanup(b.client.CloseIdleConnections)
	form := "email=ines.hartmann%40harbour-vale.example&password=" + strings.ReplaceAll(demoPassword, " ", "+")
	answer, err := b.post(t.Context(), "/signin", "application/x-www-form-urlencoded", strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("signing in answers %d with %v", answer.StatusCode, answer.Header)
	}
	named := false
	for _, c := range answer.Cookies() {
		named = named || strings.HasPrefix(c.Name, "__Host-") && c.Secure && c.HttpOnly
	}
	if !named {
		t.Errorf("no cookie is bound to the host: %v", answer.Cookies())
	}
	s.stop(t, syscall.SIGTERM)
}

func TestAServerThatCannotStartSaysWhy(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	for name, tt := range map[string]struct {
		args []string
		says string
	}{
		"the port is taken":    {[]string{"--listen", taken.Addr().String()}, "Cannot listen on " + taken.Addr().String()},
		"no such certificate":  {[]string{"--listen", "127.0.0.1:0", "--tls-cert", "none.pem", "--tls-key", "none.pem"}, "none.pem"},
		"everybody is trusted": {[]string{"--listen", "127.0.0.1:0", "--trusted-proxy", "0.0.0.0/0"}, "trusts everybody"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := try(t, nil, "", append([]string{"serve", "--data", firmFolder(t)}, tt.args...)...)
			if got.status != failed || got.out != "" || !strings.Contains(got.err, tt.says) {
				t.Errorf("status %d, stdout %q, stderr %q; want %q", got.status, got.out, got.err, tt.says)
			}
		})
	}
}
