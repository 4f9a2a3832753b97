package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// counting answers with how many bytes of the body came, and how they ended.
func counting(w http.ResponseWriter, r *http.Request) {
	n, err := io.Copy(io.Discard, r.Body)
	fmt.Fprintf(w, "%d bytes, %v", n, err != nil)
}

// beginPost opens a connection to a paced server and begins a post of ten bytes.
func beginPost(t *testing.T, stall time.Duration) net.Conn {
	t.Helper()
	s := httptest.NewServer(paced(http.HandlerFunc(counting), stall))
	t.Cleanup(s.Close)
	c, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := io.WriteString(c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestASlowUploadIsTaken(t *testing.T) {
	t.Parallel()
	const stall = time.Second
	c := beginPost(t, stall)
	for range 10 { // more than twice as long as a stall may be
		time.Sleep(stall / 4)
		if _, err := io.WriteString(c, "x"); err != nil {
			t.Fatalf("the server hung up on a slow upload: %v", err)
		}
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if says, _ := io.ReadAll(answer.Body); string(says) != "10 bytes, false" {
		t.Errorf("it took %s", says)
	}
}

func TestAnUploadThatStandsStillIsEnded(t *testing.T) {
	t.Parallel()
	c := beginPost(t, 100*time.Millisecond)
	if _, err := io.WriteString(c, "xxx"); err != nil {
		t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	says, err := io.ReadAll(c)
	if err != nil {
		t.Fatalf("the connection is still open: %v", err)
	}
	if strings.Contains(string(says), "false") {
		t.Errorf("it passed for whole: %s", says)
	}
}

func TestAReaderThatStandsStillIsEnded(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	s := httptest.NewServer(paced(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		piece := make([]byte, 1<<20)
		for range 1 << 10 {
			if _, err := w.Write(piece); err != nil {
				ended <- err
				return
			}
		}
		ended <- nil
	}), 100*time.Millisecond))
	t.Cleanup(s.Close)
	c, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err == nil {
			t.Error("a gigabyte was written to somebody who reads nothing")
		}
	case <-time.After(20 * time.Second):
		t.Error("the server still writes to somebody who reads nothing")
	}
}

func TestAConnectionIsUsedAgainAfterALongWait(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(paced(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	}), 50*time.Millisecond))
	t.Cleanup(s.Close)
	for range 3 {
		answer, err := s.Client().Get(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		time.Sleep(120 * time.Millisecond)
	}
}
