package casework

import "reinstate/internal/reinstate"

// told is how each event reads on the timeline: a sentence and the
// particulars that fill it, in order.
var told = map[string]struct {
	sentence string
	with     []string
}{
	"case_opened":             {"Opened the case for %s", []string{"account"}},
	"case_opened_ahead":       {"Opened the case ahead of a notice: %s", []string{"issue"}},
	"notice_joined":           {"The notice joined the case that was opened ahead of it", nil},
	"mail_written":            {"Wrote a mail to %s: %s", []string{"to", "subject"}},
	"mail_sent":               {"The mail to %s was sent: %s", []string{"to", "subject"}},
	"mail_delayed":            {"A mail could not be sent yet: %s", []string{"subject"}},
	"mail_refused":            {"A mail was not sent: %s", []string{"subject"}},
	"mail_retried":            {"Had a mail sent again: %s", []string{"subject"}},
	"exchange_written":        {"Wrote down what was said: %s, with %s", []string{"way", "with"}},
	"exchange_struck":         {"Struck out what was written down: %s, with %s", []string{"way", "with"}},
	"case_assigned":           {"Gave the case to %s", []string{"owner"}},
	"notice_logged":           {"Logged the notice", nil},
	"reply_logged":            {"Logged a reply in round %s", []string{"round"}},
	"reading_checked":         {"Checked what the message says", nil},
	"reading_corrected":       {"Corrected what the message says: %s", []string{"what"}},
	"case_follows_reading":    {"The case follows the corrected reading: %s", []string{"reasons"}},
	"message_read":            {"Read a message that decides nothing", nil},
	"demand_added":            {"Asked for: %s", []string{"text"}},
	"demand_met":              {"Answered: %s", []string{"text"}},
	"demand_open":             {"Opened again: %s", []string{"text"}},
	"demand_waived":           {"Waived: %s. %s", []string{"text", "why"}},
	"demand_asked_again":      {"Asked for again: %s", []string{"text"}},
	"demand_kept":             {"Kept the answer of an earlier round: %s", []string{"text"}},
	"demand_lost_exhibit":     {"An exhibit was taken off: %s", []string{"text"}},
	"clock_opened":            {"A time limit runs: %s until %s", []string{"kind", "due"}},
	"clock_moved":             {"A time limit was moved: %s until %s", []string{"kind", "due"}},
	"clock_started":           {"A time limit has started: %s until %s", []string{"kind", "due"}},
	"clock_waits":             {"A time limit runs from the moment a page is opened: %s", []string{"kind"}},
	"attempts_limited":        {"No more than %s attempts are taken", []string{"count"}},
	"case_held":               {"Put the case on hold until %s", []string{"until"}},
	"case_unheld":             {"Took the case off hold", nil},
	"clock_met":               {"A time limit no longer runs: %s", []string{"kind"}},
	"clock_dropped":           {"A time limit was dropped: %s", []string{"kind"}},
	"claim_added":             {"Wrote: %s", []string{"text"}},
	"claim_changed":           {"Changed: %s", []string{"text"}},
	"claim_moved":             {"Moved: %s", []string{"text"}},
	"claim_removed":           {"Removed: %s", []string{"text"}},
	"claim_lost_exhibit":      {"An exhibit was taken off: %s", []string{"text"}},
	"exhibit_added":           {"Added the exhibit %s (%s)", []string{"title", "file"}},
	"exhibit_described":       {"Described exhibit %s: %s", []string{"letter", "title"}},
	"exhibit_put_in":          {"Exhibit %s goes with the letter: %s", []string{"letter", "title"}},
	"exhibit_left_out":        {"Exhibit %s does not go with the letter: %s", []string{"letter", "title"}},
	"privilege_claimed":       {"Marked as privileged: %s", []string{"what"}},
	"privilege_lifted":        {"No longer privileged: %s", []string{"what"}},
	"export_asked":            {"Asked for an export: %s", []string{"profile"}},
	"export_made":             {"Made an export: %s, SHA-256 %s", []string{"profile", "sha256"}},
	"packet_asked":            {"Had a packet made ahead of filing: %s", []string{"profile"}},
	"packet_made":             {"Made a packet ahead of filing: %s, SHA-256 %s", []string{"profile", "sha256"}},
	"export_failed":           {"An export failed: %s", []string{"profile"}},
	"exhibit_withdrawn":       {"Withdrew exhibit %s: %s", []string{"letter", "title"}},
	"exhibit_restored":        {"Took exhibit %s back: %s", []string{"letter", "title"}},
	"exhibit_replaced":        {"Exhibit %s gave way to its newer version %s: %s", []string{"letter", "newer", "title"}},
	"exhibit_purged":          {"Exhibit %s was withdrawn 30 days ago and its file is gone: %s, SHA-256 %s", []string{"letter", "title", "sha256"}},
	"demand_moved":            {"A newer exhibit answers: %s", []string{"text"}},
	"exhibit_emptied":         {"Exhibit %s was withdrawn 30 days ago; its file stays, because something else holds it: %s", []string{"letter", "title"}},
	"sales_counted":           {"Counted the units sold of %s items", []string{"items"}},
	"plan_started":            {"Started the plan of round %s", []string{"round"}},
	"plan_saved":              {"Saved the plan, revision %s", []string{"revision"}},
	"plan_written":            {"Is writing on the plan after revision %s", []string{"after"}},
	"plan_restored":           {"Brought an earlier text of the plan back, revision %s", []string{"revision"}},
	"finding_dismissed":       {"Set a finding of %s aside: %s (%s)", []string{"rule", "why", "message"}},
	"finding_overridden":      {"Let a finding that blocks stand, %s: %s (%s)", []string{"rule", "why", "message"}},
	"finding_recalled":        {"Brought a finding of %s back", []string{"rule"}},
	"confirmed":               {"Confirmed sentences of the letter as true and done: %s; %s are left", []string{"count", "left"}},
	"unconfirmed":             {"Took the confirmation of sentences back: %s", []string{"count"}},
	"commented":               {"Commented on “%s”: %s", []string{"place", "text"}},
	"comment_resolved":        {"Resolved the comment of %s: %s", []string{"writer", "text"}},
	"comment_reopened":        {"Opened the comment of %s again: %s", []string{"writer", "text"}},
	"page_noted":              {"Wrote a note to exhibit %s, page %s: %s", []string{"letter", "page", "text"}},
	"page_note_edited":        {"Changed a note on exhibit %s, page %s: %s", []string{"letter", "page", "text"}},
	"page_note_resolved":      {"Settled a note on exhibit %s, page %s: %s", []string{"letter", "page", "text"}},
	"page_note_reopened":      {"Opened a note on exhibit %s, page %s again: %s", []string{"letter", "page", "text"}},
	"page_note_removed":       {"Removed a note from exhibit %s, page %s: %s", []string{"letter", "page", "text"}},
	"review_asked":            {"Sent the letter to review, revision %s", []string{"revision"}},
	"review_withdrawn":        {"Took the letter back from review", nil},
	"letter_approved":         {"Approved the letter, revision %s", []string{"revision"}},
	"letter_sent_back":        {"Sent the letter back: %s", []string{"note"}},
	"approval_lapsed":         {"The letter changed, so the approval of %s is withdrawn", []string{"approver"}},
	"review_link_made":        {"Made a review link for %s until %s", []string{"name", "until"}},
	"review_link_revoked":     {"Revoked the review link of %s", []string{"name"}},
	"plan_followed":           {"The plan follows the claims, revision %s", []string{"revision"}},
	"plan_confirmed":          {"The plan follows what was confirmed, revision %s", []string{"revision"}},
	"plan_laid_anew":          {"Laid the plan out anew, revision %s", []string{"revision"}},
	"route_answered":          {"Answered about the case: %s", []string{"answers"}},
	"route_chosen":            {"Chose the kind of document: %s", []string{"document"}},
	"response_changed":        {"Changed how the notice is answered: %s", []string{"response"}},
	"packet_sealed":           {"Sealed the packet of round %s (exhibits: %s), SHA-256 %s", []string{"round", "exhibits", "sha256"}},
	"receipt_kept":            {"Recorded that it was sent, with the reference %s", []string{"receipt"}},
	"round_decided":           {"Round %s was decided: %s", []string{"round", "decision"}},
	"round_opened":            {"Opened round %s", []string{"round"}},
	"confirm_reason":          {"Confirmed the reason: %s", []string{"reasons"}},
	"start_correcting":        {"Started corrective action", nil},
	"file_appeal":             {"Sealed the appeal, to be sent by %s", []string{"channel"}},
	"confirm_receipt":         {"Recorded that it was sent; the wait begins", nil},
	"record_more_information": {"Recorded the decision: more information is asked for", nil},
	"record_denied":           {"Recorded the decision: denied", nil},
	"record_final_denial":     {"Recorded the decision: final denial", nil},
	"record_reinstated":       {"Recorded the decision: reinstated", nil},
	passedOver:                {"Went on without counsel: %s", []string{"why"}},
	"refer_to_counsel":        {"Referred to counsel", nil},
	"resume":                  {"Resumed work", nil},
	"close":                   {"Closed the case: %s", []string{"outcome"}},
	"reopen":                  {"Reopened the case", nil},
}

// bare is how an event reads when its first particular was not recorded.
var bare = map[string]string{
	"receipt_kept":  "Recorded that it was sent; no reference was given",
	"demand_waived": "Waived a demand",
	passedOver:      "Went on without counsel",

	"commented": "Commented on the letter", "comment_resolved": "Resolved a comment", "comment_reopened": "Opened a comment again",
	"page_noted": "Wrote a note to a page of an exhibit", "page_note_edited": "Changed a note on a page", "page_note_resolved": "Settled a note on a page",
	"page_note_reopened": "Opened a note on a page again", "page_note_removed": "Removed a note from a page",
	"finding_dismissed": "Set a finding aside", "finding_overridden": "Let a finding that blocks stand", "finding_recalled": "Brought a finding back",
	"review_link_made": "Made a review link", "review_link_revoked": "Revoked a review link", "letter_sent_back": "Sent the letter back",
}

// Describe puts an event into words. An event of a newer version of the
// product is named as it is stored.
func Describe(e reinstate.Event) reinstate.Sentence {
	t, ok := told[e.Did]
	if !ok {
		return reinstate.Say("Did: %s", e.Did)
	}
	if words, has := bare[e.Did]; has && e.With[t.with[0]] == "" {
		return reinstate.Say(words)
	}
	args := make([]any, len(t.with))
	for i, key := range t.with {
		args[i] = e.With[key]
	}
	return reinstate.Say(t.sentence, args...)
}
