package main

import (
	"bufio"
	"context"
	big "encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// scanner asks a ClamAV daemon what it thinks of a file, by the daemon's own
// protocol (INSTREAM): pieces with their length before them, one answer.
type scanner struct{ network, address string }

// scanWithin bounds the asking.
const scanWithin = 2 * time.Minute

// parseScanner reads an address such as tcp:127.0.0.1:3310 or
// unix:/run/clamav/clamd.ctl; ok is false for anything else.
func parseScanner(s string) (found scanner, ok bool) {
	network, address, ok := strings.Cut(s, ":")
	if !ok || address == "" || network != "tcp" && network != "unix" {
		return found, false
	}
	if _, _, err := net.SplitHostPort(address); network == "tcp" && err != nil {
		return found, false
	}
	return scanner{network, address}, true
}

// scan returns what was found in the bytes of r, empty for nothing.
func (s scanner) scan(ctx context.Context, r io.Reader) (found string, err error) {
	ctx, cancel := context.WithTimeout(ctx, scanWithin)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", fmt.Errorf("ask the virus scanner: %w", err)
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return "", err
		}
	}
	if err := stream(conn, r); err != nil {
		return "", fmt.Errorf("ask the virus scanner: %w", err)
	}
	answer, err := bufio.NewReader(io.LimitReader(conn, 4096)).ReadString(0)
	if err != nil {
		return "", fmt.Errorf("hear the virus scanner: %w", err)
	}
	answer = strings.TrimSuffix(strings.TrimPrefix(answer, "stream: "), "\x00")
	switch {
	case answer == "OK":
		return "", nil
	case strings.HasSuffix(answer, " FOUND"):
		return strings.TrimSuffix(answer, " FOUND"), nil
	}
	return "", fmt.Errorf("the virus scanner says: %s", plain(answer))
}

func stream(w io.Writer, r io.Reader) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	piece := make([]byte, 64<<10)
	for {
		n, err := io.ReadFull(r, piece)
		if n > 0 {
			if err := big.Write(w, big.BigEndian, uint32(n)); err != nil {
				return err
			}
			if _, err := w.Write(piece[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return big.Write(w, big.BigEndian, uint32(0))
		}
		if err != nil {
			return err
		}
	}
}
