package reinstate

import "strings"

// Topic is what an announcement to another program is about.
type Topic string

// Topics a firm can have announced.
const (
	TopicCase     Topic = "case"     // a case opened, moved, got a message or was decided
	TopicClock    Topic = "clock"    // a time limit began, changed, was met or dropped
	TopicEvidence Topic = "evidence" // an exhibit was added, described or withdrawn
	TopicWork     Topic = "work"     // anything else that stands on a timeline
	TopicHealth   Topic = "health"   // a warning of an account's health
)

// Topics lists every topic.
func Topics() []Topic { return []Topic{TopicCase, TopicClock, TopicEvidence, TopicWork, TopicHealth} }

// ofCase are the events, besides the steps of the flow, that change where a
// case stands.
var ofCase = map[string]bool{
	"case_opened": true, "case_assigned": true, "notice_logged": true, "reply_logged": true,
	"round_opened": true, "round_decided": true, "packet_sealed": true, "mail_received": true,
}

// TopicOf is the topic of a timeline event.
func TopicOf(did string) Topic {
	switch {
	case ofCase[did]:
		return TopicCase
	case strings.HasPrefix(did, "clock_"):
		return TopicClock
	case strings.HasPrefix(did, "exhibit_"):
		return TopicEvidence
	}
	for _, step := range flow {
		if string(step.Do) == did {
			return TopicCase
		}
	}
	return TopicWork
}
