package web

import (
	"fmt"
	"strings"

	"reinstate/data"
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Scribe puts reminders into words, for mails.
type Scribe struct {
	words *words
	house *house
	site  string
}

// NewScribe makes a Scribe. The site is where links lead; without one there are none.
func NewScribe(known *catalog.Catalog, site string) (*Scribe, error) {
	spoken, err := readWords(data.Words)
	if err != nil {
		return nil, fmt.Errorf("prepare the letters: %w", err)
	}
	return &Scribe{words: spoken, house: newHouse(known, assets{}), site: site}, nil
}

// Reminder writes a reminder for a person, in their language and zone. The same
// reminder is written the same way each time.
func (s *Scribe) Reminder(u reinstate.User, r casework.Reminding) (subject, text string) {
	tag := s.words.choose(u.Language, "")
	v := &voice{house: s.house, lang: tag, printer: s.words.printers[tag], zone: zoneOf(u.Zone), now: r.At}
	var out strings.Builder
	for _, part := range []struct {
		heading string
		limits  []casework.RemindedLimit
	}{
		{v.t("Nobody has looked at these cases yet, and less than a day is left:"), r.Unseen},
		{v.t("These time limits have come near:"), r.Near},
		{v.t("These have passed and are not met:"), r.Passed},
		{v.t("Your time limits of the next days:"), r.Ahead},
	} {
		if len(part.limits) == 0 {
			continue
		}
		out.WriteString(part.heading + "\n\n")
		for _, l := range part.limits {
			out.WriteString(s.limit(v, l))
		}
		out.WriteString("\n")
	}
	out.WriteString(v.t("You get this because you run these cases, or own the firm. What you are told, and when, stands in your settings.") + "\n")
	if s.site != "" {
		out.WriteString(s.site + "/account/reminders\n")
	}
	return v.subject(r), out.String()
}

// limit is one time limit in a letter, with its case.
func (s *Scribe) limit(v *voice, l casework.RemindedLimit) string {
	when := v.zoned(l.Due, l.Zone)
	if here := v.here(l.Due, l.Zone); here != "" {
		when = v.t("%[1]s - %[2]s", when, here)
	}
	text := fmt.Sprintf("- %s\n  %s\n", v.t("%[1]s: %[2]s %[3]s", v.label(l.Kind), l.Reference, oneLine(l.Client)), v.t("%[1]s - %[2]s (%[3]s)", when, v.left(l.Due).Long, v.label(l.Basis)))
	if s.site != "" {
		text += "  " + s.site + casePath(l.Reference) + "\n"
	}
	return text
}

// subject names the most pressing thing.
func (v *voice) subject(r casework.Reminding) string {
	switch {
	case len(r.Unseen) > 0:
		return v.t("Nobody has looked at %s yet", r.Unseen[0].Reference)
	case len(r.Near) == 1:
		return v.t("%[1]s of %[2]s: %[3]s", v.label(r.Near[0].Kind), r.Near[0].Reference, v.left(r.Near[0].Due).Long)
	case len(r.Near) > 1:
		return v.t("%d time limits have come near", len(r.Near))
	}
	return v.t("Your time limits, %s", v.dateIn(r.At, v.zone))
}

// oneLine keeps a name from making lines of its own.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
