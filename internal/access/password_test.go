package access

import (
	"strings"
	"testing"
	"time"
)

func TestNewPasswords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, typed, want string }{
		{"eight characters are enough", "w7Kq-x2m", ""},
		{"seven are not", "w7Kq-x2", tooShort},
		{"none are not", "", tooShort},
		{"words in a row are good", "kettle brick nine otters", ""},
		{"a hundred and twenty-eight characters are taken", strings.Repeat("kL9-", 31) + "zZz1", ""},
		{"one more is not", strings.Repeat("kL9-", 32) + "x", tooLong},
		{"characters are counted, not bytes", "密码要足够长才好", ""},
		{"seven Chinese characters are too short", "密码要足够长才", tooShort},
		{"a letter and its accent count as one", strings.Repeat("e\u0301", 7), tooShort},
		{"a hundred and twenty-eight of those are taken", strings.Repeat("e\u0301a\u0308ko", 31) + "zZz1", ""},
		{"a megabyte is refused", strings.Repeat("x", 1<<20), tooLong},
		{"NUL is refused", "w7Kq-x2m\x00rest", unprintable},
		{"a line break is refused", "w7Kq-x2m\n", unprintable},
		{"bytes that are no text are refused", "w7Kq-x2m\xff", unprintable},
		{"spaces alone repeat", "        ", guessedFirst},
		{"the commonest is refused", "password", guessedFirst},
		{"so is it in capitals", "PASSWORD", guessedFirst},
		{"and with digits and signs", "Password2026!", guessedFirst},
		{"and with signs for letters", "P@ssw0rd", guessedFirst},
		{"a common word with a year is refused", "dragon2026", guessedFirst},
		{"digits in a row are refused", "234567890", guessedFirst},
		{"letters in a row are refused", "hijklmnop", guessedFirst},
		{"so are they backwards", "poiuytrewq", guessedFirst},
		{"a row of the keyboard is refused", "xcvbnm,.", guessedFirst},
		{"a repeated piece is refused", "kx9 kx9 kx9 ", guessedFirst},
		{"a common word inside a phrase is fine", "dragon under my kitchen", ""},
		{"the e-mail address is refused", "li.wei@example.com", aboutThem},
		{"so is its first part, with a year", "Li.Wei2026", aboutThem},
		{"the name is refused", "Li Weiming", aboutThem},
		{"so is it without the space", "liweiming99", aboutThem},
		{"the firm is refused", "Harbour & Vale LLP", aboutThem},
		{"the product is refused", "Reinstate1", aboutThem},
		{"the firm inside a phrase is fine", "harbour & vale llp owes me tea", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			secret, got := chosen(tt.typed, "Harbour & Vale LLP", "Li Weiming", "li.wei@example.com")
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if (secret == "") != (got != "") {
				t.Errorf("got the secret %q beside the refusal %q", secret, got)
			}
		})
	}
}

func TestAPasswordIsTheSameHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, one, other string
		same             bool
	}{
		{"an accent composed or not", "caf\u00e9 de la gare", "cafe\u0301 de la gare", true},
		{"Hangul composed or not", "\ud55c\uad6d\uc5b4 \ube44\ubc00\ubc88\ud638", "\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165 \u1107\u1175\u1106\u1175\u11af\u1107\u1165\u11ab\u1112\u1169", true},
		{"the space of a Chinese keyboard", "一壶 茶 two cups", "一壶\u3000茶\u00a0two cups", true},
		{"capitals matter", "kettle Brick", "kettle brick", false},
		{"full-width letters are others", "kettle brick", "ｋettle brick", false},
		{"spaces at the ends matter", "kettle brick ", "kettle brick", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			one, ok := foldPassword(tt.one)
			other, okOther := foldPassword(tt.other)
			if !ok || !okOther {
				t.Fatal("one of them was refused")
			}
			if (one == other) != tt.same {
				t.Errorf("got %q and %q, want the same: %t", one, other, tt.same)
			}
		})
	}
}

func TestAHugePasswordCostsNothing(t *testing.T) {
	huge := strings.Repeat("e\u0301", 1<<20/3)
	if n := testing.AllocsPerRun(10, func() { foldPassword(huge) }); n != 0 {
		t.Errorf("refusing a megabyte allocates %v times", n)
	}
	if n := testing.AllocsPerRun(10, func() { refuseNew(huge) }); n != 0 {
		t.Errorf("refusing a megabyte as a new password allocates %v times", n)
	}
	start := time.Now()
	refuseNew(huge)
	if d := time.Since(start); d > 100*time.Millisecond {
		t.Errorf("refusing a megabyte took %v", d)
	}
}

func refuseNew(typed string) { chosen(typed) }

func TestTheListOfCommonPasswordsIsSortedAndWhole(t *testing.T) {
	t.Parallel()
	if len(commonSums)%commonSize != 0 || len(commonSums)/commonSize < 3000 {
		t.Fatalf("the list has %d bytes", len(commonSums))
	}
	for i := commonSize; i < len(commonSums); i += commonSize {
		if commonSums[i-commonSize:i] >= commonSums[i:i+commonSize] {
			t.Fatalf("entry %d is out of order", i/commonSize)
		}
	}
	for _, s := range []string{"iloveyou", "sunshine", "baseball", "1qaz2wsx", "trustno1"} {
		if !listed(s) {
			t.Errorf("%q is not on the list", s)
		}
	}
	for _, s := range []string{"", "kettle brick", "otters nine"} {
		if listed(s) {
			t.Errorf("%q is on the list", s)
		}
	}
}
