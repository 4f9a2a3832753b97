package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// stepFlags are what is said about a step on the command line.
type stepFlags struct {
	note, outcome, receipt, sent, channel, proof, reply, response, counsel, withoutCounsel, override string
	reasons                                                                                          []string
	noneGiven, asJSON                                                                                bool
}

func (p *program) caseStepCommand() *cobra.Command {
	var in stepFlags
	c := &cobra.Command{
		Use:   "step REF STEP",
		Short: "Take a step of the flow",
		Long:  "Takes one step of a case: " + orList(actions()) + ".",
		Example: "  reinstate case step R-2026-0001 file_appeal --channel account_health\n" +
			"  reinstate case step R-2026-0001 confirm_receipt --sent 2026-11-26T16:05:00-08:00 --receipt 17310482265\n" +
			"  reinstate case step R-2026-0001 record_denied --reply reply.eml",
		Args: takes(2, 2, "case step takes the reference of a case and a step, such as R-2026-0001 start_correcting."),
		RunE: func(c *cobra.Command, args []string) error {
			ref, do := args[0], reinstate.Action(args[1])
			if err := in.check(c, do); err != nil {
				return err
			}
			return p.onCase(c.Context(), ref, func(o *premises, who reinstate.Actor) error {
				return p.step(c.Context(), o, who, ref, do, in)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&in.note, "note", "", "why, in a sentence")
	f.StringVar(&in.outcome, "outcome", "", "close: "+orList(list(reinstate.ClosingOutcomes())))
	f.StringVar(&in.channel, "channel", "", "file_appeal: how it is sent")
	f.StringVar(&in.override, "override", "", "file_appeal: why the letter goes out although a finding blocks it or something is missing")
	f.StringVar(&in.receipt, "receipt", "", "confirm_receipt: the marketplace's reference")
	f.StringVar(&in.sent, "sent", "", "confirm_receipt: when it was sent, such as 2026-11-26T16:05:00-08:00; now otherwise")
	f.StringVar(&in.proof, "proof", "", "confirm_receipt: proof of submission, the letter of an exhibit or a file to attach")
	f.BoolVar(&in.noneGiven, "none-given", false, "confirm_receipt: the marketplace gave no reference")
	f.StringVar(&in.reply, "reply", "", "a decision: the file with the reply that says so, - for stdin")
	f.StringVar(&in.response, "response", "", "confirm_reason: how the notice is answered; as it was read otherwise")
	f.StringArrayVar(&in.reasons, "reason", nil, "confirm_reason: the reason, the primary one first; as it was read otherwise")
	f.StringVar(&in.counsel, "counsel", "", "refer_to_counsel: the counsel's name")
	f.StringVar(&in.withoutCounsel, "without-counsel", "", "start_correcting, file_appeal: why a case that calls for counsel goes on without")
	f.BoolVar(&in.asJSON, "json", false, "print the case as JSON")
	return c
}

// actions lists the steps of the flow table, each once.
func actions() []string {
	var out []string
	for _, s := range reinstate.Flow() {
		if !slices.Contains(out, string(s.Do)) {
			out = append(out, string(s.Do))
		}
	}
	return out
}

// check refuses what no case could make sense of.
func (in stepFlags) check(c *cobra.Command, do reinstate.Action) error {
	wrong := func(what, given string, known []string) error {
		return &misuse{sentence: fmt.Sprintf("There is no %s %q. Choose %s.", what, given, orList(known)), command: c}
	}
	if !slices.Contains(actions(), string(do)) {
		return wrong("step", string(do), actions())
	}
	if known := list(reinstate.ClosingOutcomes()); in.outcome != "" && !slices.Contains(known, in.outcome) {
		return wrong("outcome", in.outcome, known)
	}
	if known := list(reinstate.Responses()); in.response != "" && !slices.Contains(known, in.response) {
		return wrong("response", in.response, known)
	}
	return nil
}

func (p *program) step(ctx context.Context, o *premises, who reinstate.Actor, ref string, do reinstate.Action, in stepFlags) error {
	f, err := o.desk.Case(ctx, who, ref)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(f.Steps, func(s reinstate.Step) bool { return s.Do == do }) {
		return notNow(f, do)
	}
	if do == reinstate.ConfirmReason {
		err = p.confirmReason(ctx, o, who, f, in)
	} else {
		err = p.move(ctx, o, who, f, do, in)
	}
	if errors.Is(err, reinstate.ErrConflict) {
		return fmt.Errorf("%s was changed in the meantime, and nothing was done: look at 'reinstate case show %s' and try again", ref, ref)
	}
	if err != nil {
		return err
	}
	if f, err = o.desk.Case(ctx, who, ref); err != nil {
		return err
	}
	p.say("%s is in %s now. Next: %s.", ref, f.Case.State, f.Next.Text)
	if in.asJSON {
		return p.printJSON(caseOf(f, time.Now()))
	}
	p.print("%s", f.Case.State)
	return nil
}

// notNow says which steps the case can take instead.
func notNow(f casework.File, do reinstate.Action) error {
	var open []string
	for _, s := range f.Steps {
		open = append(open, string(s.Do))
	}
	return fmt.Errorf("%s is in %s, where %s cannot be taken. It can take %s", f.Case.Reference, f.Case.State, do, orList(open))
}

// confirmReason confirms the reading of the notice as it stands, but for what
// the command line says otherwise.
func (p *program) confirmReason(ctx context.Context, o *premises, who reinstate.Actor, f casework.File, in stepFlags) error {
	if len(f.Notices) == 0 {
		return fmt.Errorf("%s has no notice to confirm", f.Case.Reference)
	}
	checking := asRead(f.Notices[0], f.Account, o.desk)
	if len(in.reasons) > 0 {
		checking.Reasons = nil
		for _, r := range in.reasons {
			checking.Reasons = append(checking.Reasons, reinstate.ReasonCode(r))
		}
	}
	if in.response != "" {
		checking.Response = reinstate.Response(in.response)
	}
	_, err := o.desk.ConfirmReading(ctx, who, f.Case.Reference, checking)
	return inFlags(err)
}

func (p *program) move(ctx context.Context, o *premises, who reinstate.Actor, f casework.File, do reinstate.Action, in stepFlags) error {
	ref := f.Case.Reference
	m := casework.Move{
		Do: do, Waits: true, Note: in.note, Outcome: reinstate.Outcome(in.outcome), Channel: in.channel, Override: in.override,
		Receipt: in.receipt, NoneGiven: in.noneGiven,
		Counsel: reinstate.Counsel{Name: in.counsel}, WithoutCounsel: in.withoutCounsel, Version: f.Case.Version,
	}
	if in.reply != "" {
		reply, err := p.takeIn(ctx, o, who, casework.Incoming{Case: ref}, in.reply)
		if err != nil {
			return err
		}
		checking := asRead(reply, f.Account, o.desk)
		m.Reply, m.Checking = reply.ID, &checking
	}
	if in.proof != "" {
		proof, err := p.proof(ctx, o, who, f, in.proof)
		if err != nil {
			return err
		}
		m.Proof = proof
	}
	if in.sent != "" {
		var err error
		if m.Sent, err = time.Parse(time.RFC3339, in.sent); err != nil {
			return fmt.Errorf("%q is no day and time: write it like 2026-11-26T16:05:00-08:00", in.sent)
		}
	}
	_, err := o.desk.Take(ctx, who, ref, m)
	return inFlags(err)
}

// proof is the exhibit of that letter, or a file that becomes one.
func (p *program) proof(ctx context.Context, o *premises, who reinstate.Actor, f casework.File, named string) (reinstate.ExhibitID, error) {
	for _, e := range f.Present() {
		if e.Letter == named {
			return e.ID, nil
		}
	}
	body, err := p.open(named)
	if err != nil {
		return 0, fmt.Errorf("%s is no exhibit of %s, and as a file: %w", named, f.Case.Reference, err)
	}
	defer body.Close()
	added, err := o.desk.Attach(ctx, who, f.Case.Reference, casework.Upload{
		Name: filepath.Base(named), Kind: "screenshot", Title: "Proof of submission", Body: body,
	})
	return added.Exhibit.ID, err
}

// inFlags adds to a refusal the flag with which it is mended here.
func inFlags(err error) error {
	var refused reinstate.Invalid
	if !errors.As(err, &refused) {
		return err
	}
	told := reinstate.Invalid{}
	for place, sentence := range refused {
		if flags := mendedBy[place]; flags != "" {
			sentence += " Use " + flags + "."
		}
		told[place] = sentence
	}
	return told
}

var mendedBy = map[string]string{
	"note": "--note", "outcome": "--outcome", "channel": "--channel", "override": "--override", "reasons": "--reason", "response": "--response",
	"without_counsel": "--without-counsel, or take refer_to_counsel",
	"demands":         "'case answer'", "confirmations": "'case confirm'", "claims": "the page of the plan", "review": "the page of the plan",
	"receipt": "--receipt, --proof or --none-given", "sent": "--sent", "plan": "'case export', which lays one out",
}
