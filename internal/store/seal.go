package store

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/crypto/chacha20poly1305"
)

// KeyFile is the file of the data folder that holds the key of sealed secrets.
// It lies beside the database and not in it, so that a copy of the database
// alone gives no secret away.
const KeyFile = "secret.key"

// Seal encrypts a secret, such as the password of a mailbox, for the database
// (XChaCha20-Poly1305). What is names the secret's place: a sealed text that
// was moved to another place does not open.
func (db *DB) Seal(what, secret string) (string, error) {
	key, err := db.key(true)
	if err != nil {
		return "", err
	}
	box, err := chacha20poly1305.NewX(key)
	if err != nil {
		return "", fmt.Errorf("seal %s: %w", what, err)
	}
	nonce := make([]byte, box.NonceSize())
	rand.Read(nonce) // never fails
	return base64.RawStdEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(secret), []byte(what))), nil
}

// ErrSealed says that a secret does not open: the key file is gone, is
// another, or the text was changed.
var ErrSealed = errors.New("a stored secret does not open with the key of this data folder")

// Unseal is the secret that Seal encrypted for the same place.
func (db *DB) Unseal(what, sealed string) (string, error) {
	key, err := db.key(false)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s: %w", what, ErrSealed)
	}
	if err != nil {
		return "", err
	}
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < chacha20poly1305.NonceSizeX {
		return "", fmt.Errorf("%s: %w", what, ErrSealed)
	}
	box, err := chacha20poly1305.NewX(key)
	if err != nil {
		return "", fmt.Errorf("open %s: %w", what, err)
	}
	secret, err := box.Open(nil, raw[:box.NonceSize()], raw[box.NonceSize():], []byte(what))
	if err != nil {
		return "", fmt.Errorf("%s: %w", what, ErrSealed)
	}
	return string(secret), nil
}

// key reads the key file, and makes it if it may. Of two processes that make
// it at once one wins, and both use its key.
func (db *DB) key(mayMake bool) ([]byte, error) {
	name := filepath.Join(db.dir, KeyFile)
	key, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && mayMake {
		fresh := make([]byte, chacha20poly1305.KeySize)
		rand.Read(fresh)
		if err := makeOnce(name, fresh); err != nil {
			return nil, fmt.Errorf("make the key of secrets: %w", err)
		}
		key, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, fmt.Errorf("read the key of secrets: %w", err)
	}
	if len(key) != chacha20poly1305.KeySize {
		return nil, fmt.Errorf("the key of secrets, %s, is damaged: put the copy of your backup in its place", name)
	}
	return key, nil
}

// makeOnce writes a whole file that was not there, and leaves one that was.
func makeOnce(name string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), name); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
