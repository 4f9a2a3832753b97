package access

import (
	"crypto/sha256"
	_ "embed"
	"sort"
	"strings"
	"unicode"
)

// commonSums are digests of the passwords most often found in leaks; see common.md.
//
//go:embed common.sums
var commonSums string

const commonSize = 6 // bytes of each digest

// listed reports whether s, in lower case, is among the passwords of leaks.
func listed(s string) bool {
	sum := sha256.Sum256([]byte(s))
	want := string(sum[:commonSize])
	n := len(commonSums) / commonSize
	at := sort.Search(n, func(i int) bool { return commonSums[i*commonSize:(i+1)*commonSize] >= want })
	return at < n && commonSums[at*commonSize:(at+1)*commonSize] == want
}

// trimmed is how many characters, other than letters, may stand around a word
// without making it a password of its own.
const trimmed = 6

// common reports whether a password is one that is guessed first: one of the
// leaks, one of them with a few digits or signs around it or in place of
// letters, or a pattern of the keyboard.
func common(password string) bool {
	s := strings.ToLower(password)
	word := stem(s)
	return listed(s) || listed(word) || listed(likeDigits.Replace(s)) || listed(likeDigits.Replace(word)) || patterned(s)
}

// likeDigits writes the letter for the sign that stands in for it.
var likeDigits = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// stem is s without the digits and signs around it, or s itself where those
// are more than a decoration.
func stem(s string) string {
	word := strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if word == "" || len([]rune(s))-len([]rune(word)) > trimmed {
		return s
	}
	return word
}

// walks are rows that fingers run along.
var walks = []string{
	"01234567890", "abcdefghijklmnopqrstuvwxyz",
	"qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "qwertzuiopü", "azertyuiop", "йцукенгшщзхъ",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p",
}

// patterned reports whether s repeats a short piece, or runs along a row of
// the keyboard, forwards or backwards.
func patterned(s string) bool {
	runes := []rune(s)
	for piece := 1; piece <= 4 && 2*piece <= len(runes); piece++ {
		if repeats(runes, piece) {
			return true
		}
	}
	back := reversed(runes)
	for _, walk := range walks {
		if strings.Contains(walk, s) || strings.Contains(walk, back) {
			return true
		}
	}
	return false
}

func repeats(s []rune, piece int) bool {
	for i := piece; i < len(s); i++ {
		if s[i] != s[i-piece] {
			return false
		}
	}
	return true
}

func reversed(s []rune) string {
	back := make([]rune, len(s))
	for i, r := range s {
		back[len(s)-1-i] = r
	}
	return string(back)
}
