package reinstate

import "time"

// Things that are searched, besides exhibits and notices.
const (
	ThingCase  Thing = "case"
	ThingPlan  Thing = "plan"
	ThingClaim Thing = "claim"
)

// Hit is one place where the words of a search stand.
type Hit struct {
	Thing     Thing
	ID        int64
	Page      int // of a file, from 1; 0: the thing itself
	Case      CaseID
	Reference string // of the case; empty for a message that waits
	Client    string
	At        time.Time
	Head      string
	Body      string
}

// FileTextState says how far the text of a file is.
type FileTextState string

// States of the text of a file.
const (
	TextWaiting FileTextState = "waiting"
	TextDone    FileTextState = "done"
	TextNone    FileTextState = "none"   // there is no text in it
	TextFailed  FileTextState = "failed" // it cannot be read
)

// FileText is the text inside a file.
type FileText struct {
	SHA256 string
	State  FileTextState
	Way    string   // by which program it was read
	Pages  []string // of each page or part
	Why    string   // why there is none, in English
	Read   time.Time
}
