package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// mayWrite refuses to overwrite a file unasked.
func mayWrite(name string, force bool) error {
	if name == "-" || force {
		return nil
	}
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot write %s: it is there already, choose another name or overwrite it with --force", name)
	}
	return nil
}

// writeWhole writes a file whole or not at all: a reader never sees a part of
// it, and a failure leaves what was there before.
func writeWhole(name string, content []byte, force bool) error {
	return writeWholly(name, bytes.NewReader(content), force)
}

// writeWholly writes what a reader gives, whole or not at all.
func writeWholly(name string, content io.Reader, force bool) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".reinstate-*")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", name, reason(err))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = io.Copy(f, content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("cannot write %s: %w", name, err)
	}
	if err := mayWrite(name, force); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("cannot write %s: %w", name, err)
	}
	return nil
}
