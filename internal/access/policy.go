package access

import "time"

// The security policy, each figure with its source. ASVS is the OWASP
// Application Security Verification Standard 5.0; the cheat sheets are those
// of the OWASP Cheat Sheet Series.
const (
	// sessionIdle ends a session that nobody used for so long (ASVS 7.3.1).
	sessionIdle = 12 * time.Hour
	// sessionLife ends a session however busy it is (ASVS 7.3.2).
	sessionLife = 7 * 24 * time.Hour
	// sessionTouch is how stale the note of a session's last use may be. It
	// spares a write for nearly every request and shortens sessionIdle by at
	// most as much.
	sessionTouch = time.Minute

	// tokenBytes of randomness make a session token: 256 bits, where ASVS 7.2.3
	// asks for 128.
	tokenBytes = 32
	// codeBytes of randomness make a setup code: 160 bits, which is 32
	// characters to type once.
	codeBytes = 20

	// passwordShortest and passwordLongest are in characters. Eight is the
	// least that ASVS 6.2.1 allows; 6.2.9 asks to take at least 64. There are
	// no rules of composition (6.2.5) and nothing expires (6.2.10).
	passwordShortest = 8
	passwordLongest  = 128
	// passwordBytes bounds what is looked at at all, before any work is done
	// on it. Every password within passwordLongest fits, decomposed or not.
	passwordBytes = 4 << 10
)

// DefaultCost is the first choice of the Password Storage cheat sheet for
// argon2id: 19 MiB, two passes, one lane.
var DefaultCost = Cost{MemoryKiB: 19 << 10, Passes: 2, Lanes: 1}

// allowance says how many wrong guesses are borne and how long each makes the
// next one wait. A refused try is not a guess and is not counted, so nobody is
// kept out for longer than the window by somebody else's persistence.
type allowance struct {
	Name    string        // under which guesses are counted
	Limit   int           // guesses within the window; beyond, none is heard
	Window  time.Duration // how long a guess is held against the key
	Free    int           // guesses before any waiting begins
	Wait    time.Duration // after the first guess that is not free; doubles with each further one
	Longest time.Duration // which Wait does not outgrow
}

// guessWindow is the window of every allowance. ASVS 6.3.1 leaves the figures
// to the application: ours are at most ten guesses at an account in it, which
// strangers and acquainted share out.
const guessWindow = 15 * time.Minute

var (
	// strangers share this many guesses at one account, from wherever they come.
	strangers = allowance{Name: "account", Limit: 5, Window: guessWindow, Free: 3, Wait: 2 * time.Second, Longest: time.Minute}
	// acquainted is for addresses from which the user has signed in and not
	// signed out again, counted apart, so that a flood of guesses from elsewhere
	// cannot keep the user out (Authentication cheat sheet, on account lock-out
	// as denial of service), nor the user's own sign-in forgive the flood.
	acquainted = allowance{Name: "acquainted", Limit: 5, Window: guessWindow, Free: 3, Wait: 2 * time.Second, Longest: time.Minute}
	// fromAddress is for one address against all accounts together. It is
	// wider, for an office may share one address.
	fromAddress = allowance{Name: "address", Limit: 60, Window: guessWindow, Free: 15, Wait: time.Second, Longest: 30 * time.Second}
	// atSetup is for one address against the setup code.
	atSetup = allowance{Name: "setup", Limit: 10, Window: guessWindow, Free: 3, Wait: 2 * time.Second, Longest: time.Minute}
)
