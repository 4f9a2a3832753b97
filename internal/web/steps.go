package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// stepsPage offers every step of the flow table as a form, those that can be
// taken now first.
type stepsPage struct {
	casePage
	Forms []stepForm
	Later []reinstate.Step
	Move  casework.Move // what was typed, and refused
	Reply bool          // the marketplace is to answer, so its reply is logged first
}

// stepForm is one step with what it asks for and what it brings with it.
type stepForm struct {
	Do        reinstate.Action
	Brings    reinstate.Sentence
	Elsewhere string             // the page that has the form of this step
	Note      reinstate.Sentence // what the note is for; empty: the step takes none
	NoteDue   bool               // the flow table asks for the note
	Primary   bool
}

// stepWords says what each step brings with it, and what its note is for.
var stepWords = map[reinstate.Action]struct {
	brings    reinstate.Sentence
	note      reinstate.Sentence
	noteDue   bool
	elsewhere string
}{
	reinstate.ConfirmReason: {
		brings: reinstate.Say("Takes what the notice says as confirmed, and opens what they ask for and the time you have."), elsewhere: "notice",
	},
	reinstate.StartCorrecting: {
		brings: reinstate.Say("Work on causes, actions, evidence and the plan begins. Nothing is sent anywhere."),
	},
	reinstate.FileAppeal: {
		brings: reinstate.Say("Seals the packet of this round. Nothing can change it afterwards. You send it yourself, and the time you have runs on until then."), elsewhere: "packet",
	},
	reinstate.ConfirmReceipt: {
		brings: reinstate.Say("Records when you sent it and what they gave for it. From then on the case waits for the decision."), elsewhere: "packet",
	},
	reinstate.RecordMoreInformation: {
		brings: reinstate.Say("Opens the next round with a copy of the last plan."), note: reinstate.Say("What they ask for, in your words"),
	},
	reinstate.RecordDenied: {
		brings: reinstate.Say("Ends this round as denied and opens the next one with a copy of the last plan."), note: reinstate.Say("What they said, in your words"),
	},
	reinstate.RecordFinalDenial: {
		brings: reinstate.Say("Ends this round and takes the case to legal review."), note: reinstate.Say("What they said, in your words"),
	},
	reinstate.RecordReinstated: {
		brings: reinstate.Say("Ends the case as reinstated and stops its clocks."), note: reinstate.Say("What they said, in your words"),
	},
	reinstate.ReferToCounsel: {
		brings: reinstate.Say("Takes the case to legal review. Its clocks run on."), note: reinstate.Say("Why counsel is needed"), noteDue: true,
	},
	reinstate.Resume: {
		brings: reinstate.Say("Takes the case back from counsel and opens the next round with a copy of the last plan."), note: reinstate.Say("What was agreed with counsel"),
	},
	reinstate.Close: {
		brings: reinstate.Say("Ends the case and stops its clocks. It stays readable and can be reopened."), note: reinstate.Say("How it ended, in a sentence"),
	},
	reinstate.Reopen: {
		brings: reinstate.Say("Opens the case again. What was filed stays sealed."), note: reinstate.Say("Why it is opened again"), noteDue: true,
	},
}

func (p *casePages) steps(c *gin.Context) error {
	return p.showSteps(c, http.StatusOK, casework.Move{}, nil)
}

func (p *casePages) showSteps(c *gin.Context, status int, typed casework.Move, refused reinstate.Invalid) error {
	base, err := p.file(c, "steps", reinstate.Say("More steps"))
	if err != nil {
		return err
	}
	base.Invalid = refused
	page := stepsPage{casePage: base, Move: typed}
	page.Forms, page.Later = stepForms(base.File, typed.Do)
	if page.Reply = base.Awaited() && len(refused) == 0; page.Reply {
		page.Forms[0].Primary = false
	}
	return p.showWith(c, status, "case/steps", page)
}

// stepForms parts the flow table into what can be done now and what comes
// later. The step that was refused stands first, else the next one.
func stepForms(f casework.File, refused reinstate.Action) (forms []stepForm, later []reinstate.Step) {
	first := f.Next.Do
	if refused != "" {
		first = refused
	}
	for _, step := range f.Steps {
		words := stepWords[step.Do]
		forms = append(forms, stepForm{Do: step.Do, Brings: words.brings, Note: words.note, NoteDue: words.noteDue, Elsewhere: words.elsewhere})
	}
	slices.SortStableFunc(forms, func(a, b stepForm) int { return rankOf(a.Do == first) - rankOf(b.Do == first) })
	if len(forms) > 0 {
		forms[0].Primary = true
	}
	for _, step := range reinstate.Flow() {
		now := slices.ContainsFunc(f.Steps, func(s reinstate.Step) bool { return s.Do == step.Do })
		told := slices.ContainsFunc(later, func(s reinstate.Step) bool { return s.Do == step.Do })
		if !now && !told {
			later = append(later, step)
		}
	}
	return forms, later
}

// stepView is one form of the steps page.
type stepView struct {
	stepsPage
	Form stepForm
}

// With is the page with one of its forms.
func (p stepsPage) With(form stepForm) stepView { return stepView{p, form} }

// ID is the id of a field of this form. The form that was refused has the
// plain names, which the error summary links to.
func (v stepView) ID(field string) string {
	if v.Form.Do == v.Move.Do {
		return field
	}
	return string(v.Form.Do) + "_" + field
}

// Refused is the sentence that refuses a field of this form.
func (v stepView) Refused(field string) string {
	if v.Form.Do != v.Move.Do {
		return ""
	}
	return v.Invalid[field]
}

// Alone reports whether the step takes a case past counsel.
func (v stepView) Alone() bool { return v.Form.Do == reinstate.StartCorrecting && v.File.Held() }

// Fields of a step's form.
func (f stepForm) Outcome() bool { return f.Do == reinstate.Close }
func (f stepForm) Counsel() bool {
	return f.Do == reinstate.ReferToCounsel || f.Do == reinstate.RecordFinalDenial
}

// Outcomes a case can be closed with.
func (stepsPage) Outcomes() []reinstate.Outcome { return reinstate.ClosingOutcomes() }

func postedCounsel(c *gin.Context) reinstate.Counsel {
	return reinstate.Counsel{Name: c.PostForm("counsel"), Privileged: c.PostForm("privileged")}
}

// confirmed leaves out why correcting begins without counsel unless the box
// beside it was ticked.
func confirmed(c *gin.Context, m casework.Move) casework.Move {
	if m.Do == reinstate.StartCorrecting && c.PostForm("alone") != "yes" {
		m.WithoutCounsel = ""
	}
	return m
}

func postedMove(c *gin.Context) casework.Move {
	proof, _ := strconv.ParseInt(c.PostForm("proof"), 10, 64)
	return casework.Move{
		Do: reinstate.Action(c.PostForm("do")), Note: c.PostForm("note"), Outcome: reinstate.Outcome(c.PostForm("outcome")),
		Channel: c.PostForm("channel"), Receipt: c.PostForm("receipt"), Proof: reinstate.ExhibitID(proof),
		NoneGiven: c.PostForm("none_given") == "yes", WithoutCounsel: c.PostForm("without_counsel"), Counsel: postedCounsel(c), Version: seenVersion(c, "version"),
		Seen: c.PostForm("seen"), Override: c.PostForm("override"),
	}
}

// sentThen reads when a packet was sent. Nothing written there means now.
func (p *casePages) sentThen(c *gin.Context, m *casework.Move) error {
	m.Sent = p.local(c, "sent")
	if m.Sent.IsZero() && c.PostForm("sent") != "" {
		return reinstate.Invalid{"sent": "Give the day and time when you sent it, such as 2026-12-09 17:00."}
	}
	return nil
}

// seenVersion is the version a form was made for. Every form of ours says it;
// one that does not is held against the state of the case alone.
func seenVersion(c *gin.Context, field string) int {
	given := c.PostForm(field)
	if given == "" {
		return 0
	}
	seen, err := strconv.Atoi(given)
	if err != nil || seen < 1 {
		return -1 // older than anything there is
	}
	return seen
}

// takeStep takes any step. What is refused is shown on the page the form came
// from, with where it is mended.
func (p *casePages) takeStep(c *gin.Context) error {
	move := postedMove(c)
	var after reinstate.Case
	err := p.sentThen(c, &move)
	if err == nil {
		after, err = p.desk.Take(c.Request.Context(), who(c), c.Param("ref"), confirmed(c, move))
	}
	refused := reinstate.Invalid{}
	switch {
	case errors.As(err, &refused) && (c.PostForm("from") == "packet" || move.Do == reinstate.ConfirmReceipt):
		return p.showPacket(c, http.StatusUnprocessableEntity, move, refused)
	case errors.As(err, &refused):
		return p.showSteps(c, http.StatusUnprocessableEntity, move, refused)
	case errors.Is(err, reinstate.ErrConflict):
		return p.tooLate(c, move)
	case err != nil:
		return err
	}
	path := casePath(after.Reference)
	if move.Do == reinstate.FileAppeal {
		path = casePath(after.Reference, "filings", strconv.Itoa(after.Round))
	}
	return p.redirect(c, path, afterStep(move.Do, after))
}

// tooLate shows the steps as they are now, when the case moved on meanwhile: a
// second click, or somebody else.
func (p *casePages) tooLate(c *gin.Context, move casework.Move) error {
	base, err := p.file(c, "steps", reinstate.Say("The case has moved on"))
	if err != nil {
		return err
	}
	base.Invalid = reinstate.Invalid{"case": "This step was not taken: the case has moved on since the page was loaded. Here is how it stands now."}
	page := stepsPage{casePage: base}
	page.Forms, page.Later = stepForms(base.File, "")
	return p.showWith(c, http.StatusConflict, "case/steps", page)
}

// afterStep says what was done and what comes next.
func afterStep(do reinstate.Action, c reinstate.Case) reinstate.Sentence {
	switch do {
	case reinstate.ConfirmReason:
		return reinstate.Say("The reason is confirmed. Next, corrective action begins.")
	case reinstate.StartCorrecting:
		return reinstate.Say("Correction has begun. Choose the kind of document first; the plan is laid out for it.")
	case reinstate.FileAppeal:
		return reinstate.Say("The packet of round %v is sealed, and not sent yet. Send it there, then record here when you did.", c.Round)
	case reinstate.ConfirmReceipt:
		return reinstate.Say("Recorded as sent. The case now waits for the decision; log the reply when it comes.")
	case reinstate.RecordMoreInformation, reinstate.RecordDenied, reinstate.Resume:
		return reinstate.Say("Round %v is open, with a copy of the last plan and what they still ask for.", c.Round)
	case reinstate.RecordFinalDenial, reinstate.ReferToCounsel:
		return reinstate.Say("The case is in legal review. Resume it here when counsel is done.")
	case reinstate.RecordReinstated:
		return reinstate.Say("Reinstated. The clocks of this case are stopped.")
	case reinstate.Close:
		return reinstate.Say("The case is closed. It stays readable and can be reopened.")
	case reinstate.Reopen:
		return reinstate.Say("The case is open again.")
	}
	return reinstate.Say("Done.")
}
