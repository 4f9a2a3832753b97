package access

import (
	"strings"
	"testing"
)

// cheap is the least that argon2id takes, so that tests do not wait for it.
var cheap = Cost{MemoryKiB: 8, Passes: 1, Lanes: 1}

func TestAStoredHashFitsItsSecretAndNoOther(t *testing.T) {
	t.Parallel()
	stored := newPHC("correct horse", cheap).String()
	h, err := parsePHC(stored)
	if err != nil {
		t.Fatalf("read %s: %v", stored, err)
	}
	if !h.fits("correct horse") {
		t.Error("the secret does not fit its own hash")
	}
	for _, other := range []string{"", "correct hors", "correct horse ", "Correct horse", "correct horse\x00"} {
		if h.fits(other) {
			t.Errorf("%q fits the hash of another secret", other)
		}
	}
	if again := newPHC("correct horse", cheap).String(); again == stored {
		t.Error("the same secret got the same salt twice")
	}
}

// TestAHashOfAnotherProgramIsRead uses the hash that argon2(1) of the
// reference implementation prints for: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
func TestAHashOfAnotherProgramIsRead(t *testing.T) {
	t.Parallel()
	h, err := parsePHC("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
	if err != nil {
		t.Fatal(err)
	}
	if !h.fits("password") {
		t.Error("the hash of the reference implementation does not fit its password")
	}
}

func TestTheDefaultCostIsWhatOWASPAsksFor(t *testing.T) {
	t.Parallel()
	if want := "$argon2id$v=19$m=19456,t=2,p=1$"; !strings.HasPrefix(newPHC("x", DefaultCost).String(), want) {
		t.Errorf("a hash does not begin with %s", want)
	}
}

func TestADamagedHashIsRefused(t *testing.T) {
	t.Parallel()
	const salt, key = "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	if _, err := parsePHC("$argon2id$v=19$m=8,t=1,p=1$" + salt + "$" + key); err != nil {
		t.Fatalf("a sound hash is refused: %v", err)
	}
	for _, tt := range []struct{ name, stored string }{
		{"nothing", ""},
		{"a plain password", "password"},
		{"another function", "$argon2i$v=19$m=8,t=1,p=1$" + salt + "$" + key},
		{"another version", "$argon2id$v=16$m=8,t=1,p=1$" + salt + "$" + key},
		{"a part too few", "$argon2id$v=19$m=8,t=1,p=1$" + salt},
		{"a part too many", "$argon2id$v=19$m=8,t=1,p=1$" + salt + "$" + key + "$"},
		{"no memory", "$argon2id$v=19$m=0,t=1,p=1$" + salt + "$" + key},
		{"less memory than lanes need", "$argon2id$v=19$m=8,t=1,p=2$" + salt + "$" + key},
		{"all memory of the machine", "$argon2id$v=19$m=4294967295,t=1,p=1$" + salt + "$" + key},
		{"memory beyond any number", "$argon2id$v=19$m=99999999999999999999,t=1,p=1$" + salt + "$" + key},
		{"passes without end", "$argon2id$v=19$m=8,t=4294967295,p=1$" + salt + "$" + key},
		{"no passes", "$argon2id$v=19$m=8,t=0,p=1$" + salt + "$" + key},
		{"no lanes", "$argon2id$v=19$m=8,t=1,p=0$" + salt + "$" + key},
		{"lanes that overflow a byte", "$argon2id$v=19$m=4096,t=1,p=257$" + salt + "$" + key},
		{"a leading zero", "$argon2id$v=19$m=08,t=1,p=1$" + salt + "$" + key},
		{"a sign", "$argon2id$v=19$m=+8,t=1,p=1$" + salt + "$" + key},
		{"another order", "$argon2id$v=19$t=1,m=8,p=1$" + salt + "$" + key},
		{"a short salt", "$argon2id$v=19$m=8,t=1,p=1$AAAA$" + key},
		{"a short key", "$argon2id$v=19$m=8,t=1,p=1$" + salt + "$AAAA"},
		{"no key, which would fit everything", "$argon2id$v=19$m=8,t=1,p=1$" + salt + "$"},
		{"a huge key", "$argon2id$v=19$m=8,t=1,p=1$" + salt + "$" + strings.Repeat("A", 4096)},
		{"padding", "$argon2id$v=19$m=8,t=1,p=1$" + salt + "==$" + key},
		{"a line break", "$argon2id$v=19$m=8,t=1,p=1$" + salt + "\n$" + key},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if h, err := parsePHC(tt.stored); err == nil {
				t.Errorf("%q was read as %v", tt.stored, h)
			}
		})
	}
}

// FuzzPHC: whatever is read is within bounds, and is written as it was read.
func FuzzPHC(f *testing.F) {
	f.Add(newPHC("a password", cheap).String())
	f.Add(newPHC("a password", DefaultCost).String())
	f.Add("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
	f.Add("$argon2id$v=19$m=0,t=0,p=0$$")
	f.Fuzz(func(t *testing.T, s string) {
		h, err := parsePHC(s)
		if err != nil {
			return
		}
		if h.String() != s {
			t.Errorf("%q was read as %q", s, h)
		}
		if c := h.cost; c.MemoryKiB > mostMemoryKiB || c.Passes < 1 || c.Passes > mostPasses || c.Lanes < 1 || c.MemoryKiB < 8*uint32(c.Lanes) {
			t.Errorf("%q asks for %+v", s, c)
		}
		if len(h.salt) < leastSalt || len(h.key) < leastKey || len(h.salt) > mostBytes || len(h.key) > mostBytes {
			t.Errorf("%q has %d bytes of salt and %d of key", s, len(h.salt), len(h.key))
		}
	})
}

// BenchmarkHash is what one sign-in costs.
func BenchmarkHash(b *testing.B) {
	b.ReportAllocs()
	h := newPHC("a password", DefaultCost)
	for b.Loop() {
		h.fits("a password")
	}
}
