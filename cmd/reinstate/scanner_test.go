package main

import (
	"bytes"
	big "encoding/binary"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// eicar is the string that scanners agreed to call a virus; it is none. It is
// put together here, so that this file is not taken for one.
var eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

// fakeScanner speaks the daemon's protocol and finds eicar.
func fakeScanner(t *testing.T) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				command := make([]byte, len("zINSTREAM\x00"))
				if _, err := io.ReadFull(conn, command); err != nil || string(command) != "zINSTREAM\x00" {
					return
				}
				var got bytes.Buffer
				for {
					var n uint32
					if big.Read(conn, big.BigEndian, &n) != nil {
						return
					}
					if n == 0 {
						break
					}
					if _, err := io.CopyN(&got, conn, int64(n)); err != nil {
						return
					}
				}
				answer := "stream: OK\x00"
				if strings.Contains(got.String(), eicar) {
					answer = "stream: Eicar-Test-Signature FOUND\x00"
				}
				_, _ = io.WriteString(conn, answer)
			}()
		}
	}()
	return l.Addr().String()
}

func TestAScannerIsAskedBeforeAFileIsKept(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	ref := ask[string](t, dir, "SELECT reference FROM cases WHERE state = 'corrective_action' LIMIT 1")
	s := startServer(t, dir, "--clamd", "tcp:"+fakeScanner(t))
	visitor := signIn(t, s, "ines.hartmann@harbour-vale.example", demoPassword)
	before := ask[int](t, dir, "SELECT count(*) FROM exhibits")
	if letter, err := visitor.upload(t.Context(), ref, "fine.txt", strings.NewReader("fine")); err != nil || letter == "" {
		t.Errorf("a fine file: %q, %v", letter, err)
	}
	if _, err := visitor.upload(t.Context(), ref, "virus.txt", strings.NewReader("x"+eicar)); err == nil || !strings.Contains(err.Error(), "Eicar-Test-Signature") {
		t.Errorf("a virus: %v", err)
	}
	if after := ask[int](t, dir, "SELECT count(*) FROM exhibits"); after != before+1 {
		t.Errorf("%d exhibits were added, want 1", after-before)
	}
	err := filepath.Walk(filepath.Join(dir, "exhibits"), func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() || info.Size() > 1000 {
			return err
		}
		if body, err := os.ReadFile(path); err == nil && bytes.Contains(body, []byte(eicar)) {
			t.Errorf("%s still holds it", path)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAScannerThatIsAwayKeepsFilesOut(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	ref := ask[string](t, dir, "SELECT reference FROM cases WHERE state = 'corrective_action' LIMIT 1")
	s := startServer(t, dir, "--clamd", "unix:"+filepath.Join(t.TempDir(), "none.sock"))
	visitor := signIn(t, s, "ines.hartmann@harbour-vale.example", demoPassword)
	if _, err := visitor.upload(t.Context(), ref, "fine.txt", strings.NewReader("fine")); err == nil || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("got %v", err)
	}
}

func TestScannerAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"tcp:127.0.0.1:3310": true, "unix:/run/clamav/clamd.ctl": true, "": false, "tcp:": false, "tcp:nowhere": false, "udp:127.0.0.1:1": false, "/run/x": false,
	} {
		if _, ok := parseScanner(address); ok != want {
			t.Errorf("%q: %v", address, ok)
		}
	}
}
