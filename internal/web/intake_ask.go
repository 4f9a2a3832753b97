package web

import (
	"slices"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// sureness is what the catalog says of confidence: a fact that is less than
// likely is asked instead of stated. The measure of the reader prints what its
// confidence is worth.
type sureness catalog.Confidence

func (p *casePages) sureness() sureness { return sureness(p.desk.Catalog().Lexicon().Confidence) }

// guessed reports whether the reader can only guess the main reason.
func (s sureness) guessed(r reinstate.Reading) bool {
	return len(r.Reasons) > 0 && r.Reasons[0].Confidence < s.Likely
}

// vague reports whether the reader can only guess what is restricted.
func (s sureness) vague(r reinstate.Reading) bool {
	return r.Level == "" || r.Level == reinstate.UnknownLevel || s.doubtful(r.LevelSure)
}

// doubtful reports whether a fact has a confidence, and it is less than likely.
func (s sureness) doubtful(confidence float64) bool { return confidence > 0 && confidence < s.Likely }

func (s sureness) say(confidence float64) reinstate.Sentence {
	switch {
	case confidence >= s.VeryLikely:
		return reinstate.Say("very likely")
	case confidence >= s.Likely:
		return reinstate.Say("likely")
	}
	return reinstate.Say("a guess")
}

// unread reports whether a reply does not say its decision in words the reader
// knows.
func unread(check casework.Check) bool {
	return len(check.Steps) == 0 || decides(check.Steps[0].Do) != check.Notice.Checked.Decision
}

// decides is the decision that a step records.
func decides(do reinstate.Action) reinstate.Decision {
	return map[reinstate.Action]reinstate.Decision{
		reinstate.RecordMoreInformation: reinstate.MoreInformation, reinstate.RecordDenied: reinstate.Denied,
		reinstate.RecordFinalDenial: reinstate.FinalDenial, reinstate.RecordReinstated: reinstate.Reinstated,
	}[do]
}

// askedOf leaves out of a form what is asked rather than stated, so that
// nothing stands there as chosen that nobody chose.
func (s sureness) askedOf(f checkForm, check casework.Check) checkForm {
	read := check.Notice.Read
	if replied(check) {
		if unread(check) {
			f.Do = ""
		}
		return f
	}
	if s.vague(read) && check.Notice.Checked.Level == read.Level {
		f.Level = ""
	}
	if s.guessed(read) && len(check.Notice.Checked.Reasons) == len(read.Reasons) {
		f.Reason = ""
		if len(read.Responses) == 0 && check.Case.Response == "" {
			f.Response = "" // it would be the catalog's for a reason nobody chose
		}
	}
	return f
}

// replied reports whether the message answers a filing.
func replied(check casework.Check) bool {
	return check.Notice.Case != 0 && check.Notice.Kind == reinstate.KindReply
}

// unanswered refuses to confirm a reading while a question about it is open.
// Where nothing was recognised the page asks its own two questions.
func (s sureness) unanswered(check casework.Check, f checkForm) reinstate.Invalid {
	refused := reinstate.Invalid{}
	switch read := check.Notice.Read; {
	case replied(check):
		if f.Do == "" {
			refused.Refuse("do", "Choose what they decided.")
		}
	case !read.Recognised():
	default:
		if s.vague(read) && f.Level == "" {
			refused.Refuse("level", "Choose what is restricted.")
		}
		if s.guessed(read) && f.Reason == "" {
			refused.Refuse("reasons", "Choose the reason, or another one.")
		}
	}
	return refused
}

// AsksReason and AsksLevel report which facts the page asks for.
func (p checkPage) AsksReason() bool { return p.Understood() && p.Sure.guessed(p.Check.Notice.Read) }
func (p checkPage) AsksLevel() bool  { return p.Understood() && p.Sure.vague(p.Check.Notice.Read) }

// Candidates are the reasons the reader thinks of, to choose from.
func (p checkPage) Candidates() []choice {
	var list []choice
	for _, found := range p.Reading.Reasons {
		list = append(list, choice{Code: found.Code, Chosen: found.Code == p.Form.Reason, Fact: found})
	}
	return list
}

// OtherReasons are all reasons the reader does not think of.
func (p checkPage) OtherReasons() []choice {
	return slices.DeleteFunc(slices.Clone(p.Choices.Reasons), func(c choice) bool {
		return slices.ContainsFunc(p.Reading.Reasons, func(f fact) bool { return f.Code == c.Code })
	})
}

// OtherChosen reports whether one of those was chosen.
func (p checkPage) OtherChosen() bool {
	return slices.ContainsFunc(p.OtherReasons(), func(c choice) bool { return c.Chosen })
}

// PolicyPath is where people read what a reason means on the marketplace; empty
// where the catalog does not say.
func (p checkPage) PolicyPath(code reinstate.ReasonCode) string {
	if _, ok := p.Check.Market.Reason(code); !ok {
		return ""
	}
	return policyPath(p.Check.Market.Code, code)
}

// Strange reports whether the message is known to be something else than an
// enforcement. One of which nothing is known may be a notice badly copied.
func (p checkPage) Strange() bool {
	read := p.Check.Notice.Read
	return read.Kind == reinstate.KindOther && read.Other != reinstate.OtherUnknown
}

// Sets reports whether the usual thing to do is to set the message aside.
func (p checkPage) Sets() bool { return p.Strange() && p.Fresh() }

// strange says what to do about a message that is none.
var strange = map[reinstate.OtherSort]reinstate.Sentence{
	reinstate.OtherPhishing:    reinstate.Say("It borrows the name of a marketplace. Do not follow its links, and do not answer. Sign in at the marketplace itself and look there."),
	reinstate.OtherAdvert:      reinstate.Say("It offers a service. Nothing has to be answered."),
	reinstate.OtherNewsletter:  reinstate.Say("It tells news to many. Nothing has to be answered."),
	reinstate.OtherOwnMail:     reinstate.Say("It reads like something the seller wrote. Log the marketplace's own message instead."),
	reinstate.OtherApplication: reinstate.Say("It is about something that was applied for, not about something that was restricted."),
	reinstate.OtherBuyer:       reinstate.Say("It is about an account for buying. A seller's account is not touched."),
	reinstate.OtherTechnical:   reinstate.Say("It is about the working of the site. Nothing was restricted."),
}

// Advice says what to do about a message that is no enforcement.
func (p checkPage) Advice() reinstate.Sentence {
	return strange[p.Check.Notice.Read.Other]
}

// checked is the form as the desk takes it, once every question is answered.
// What is saved as it is keeps its questions open.
func (p *casePages) checked(c *gin.Context, check casework.Check, form checkForm) (casework.Checking, error) {
	in, err := form.checking(p.voice(c).zone, len(check.Clocks))
	if err != nil {
		return in, err
	}
	if in.Level == "" && p.sureness().vague(check.Notice.Read) {
		in.Level = reinstate.UnknownLevel
	}
	if form.Do == "save" {
		return in, nil
	}
	return in, p.sureness().unanswered(check, form).Err()
}

// afterOpening is where a new case goes on: with counsel, if it calls for one.
func (p *casePages) afterOpening(c *gin.Context, opened reinstate.Case) (string, error) {
	file, err := p.desk.Case(c.Request.Context(), who(c), opened.Reference)
	if err == nil && file.Held() {
		return casePath(opened.Reference, "steps") + "#refer_to_counsel", nil
	}
	return casePath(opened.Reference), err
}
