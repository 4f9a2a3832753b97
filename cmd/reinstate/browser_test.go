package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/browsertest"
)

// A client as it is registered, in its own script.
const (
	mingdeng        = "深圳市明灯科技有限公司"
	mingdengAddress = "广东省深圳市南山区灯塔路88号\n明灯大厦12层 518057"
	seaside         = "Seaside Appeals"
	password        = "rope lantern harbour seventeen"
	olga            = "olga@seaside.example"
)

// flatDenial denies an appeal without asking for anything by name.
const flatDenial = `Hello Lamp House,

We reviewed your plan of action and we are not able to reactivate your Amazon.com selling account at this time. The plan does not show how you will keep this from happening again.

Seller Performance Team
Amazon.com
`

// TestACaseIsTakenTheWholeWayInABrowser goes from the first visit of a fresh
// installation over a refusal to the reinstatement, as two persons would: one
// writes, and one approves what is written.
func TestACaseIsTakenTheWholeWayInABrowser(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, s := range scripts {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "data")
			server := startServer(t, dir)
			b := chromium.Open(t, browsertest.Person{Site: server.url, Unscript: s.off, Zone: "Asia/Shanghai", EachPage: onEachPage()})
			b.Watch()
			rena := chromium.Open(t, browsertest.Person{Site: server.url, Unscript: s.off})
			rena.Watch()
			way := &wholeWay{t: t, Tab: b, reviewer: rena, off: s.off, server: server, dir: dir}
			way.setUp()
			way.haveLettersReviewed()
			way.meetTheClient()
			way.logTheNotice()
			way.nameTheCauses()
			way.collectEvidence()
			way.answerTheDemands()
			way.writeThePlan()
			way.vouch()
			way.haveItApproved()
			way.lookAtTheLetter()
			way.file("Case 15512345678")
			way.logTheReply(flatDenial, "Appeal denied")
			way.secondRound()
			way.compareTheRounds()
			way.file("Case 15598765432")
			way.logTheReply(amazonReinstatement, "Account reinstated")
			way.lookBack()
			b.Quiet()
			rena.Quiet()
		})
	}
}

// wholeWay is one case from its notice to its outcome.
type wholeWay struct {
	*browsertest.Tab
	t        *testing.T
	reviewer *browsertest.Tab
	off      bool // without scripts
	server   *serving
	dir      string
	ref      string
	letter   []byte // the letter as it was last downloaded
}

func (w *wholeWay) setUp() {
	w.Visit("/")
	w.Sees("Set up Reinstate")
	w.Fill("code", setupCode(w.t, w.server))
	w.Fill("firm", seaside)
	w.Fill("name", "Olga Owner")
	w.Fill("email", olga)
	w.Fill("password", password)
	if w.off {
		w.Fill("zone", "Asia/Shanghai")
	}
	w.Click("Set up and sign in")
	w.Sees("Your firm is set up", "There is no case yet", "Times are shown for Asia/Shanghai.")
	w.Press("Olga Owner")
	w.Click("Sign out")
	w.Sees("You are signed out.")
	w.Fill("email", olga)
	w.Fill("password", password)
	w.Click("Sign in")
	w.Sees("Today", "Olga Owner")
}

func (w *wholeWay) meetTheClient() {
	w.Click("Add a client")
	w.Fill("legal_name", mingdeng)
	w.Fill("other_name", "Shenzhen Mingdeng Technology Co., Ltd.")
	w.Fill("address", mingdengAddress)
	w.Fill("contact", "林薇")
	w.Fill("email", "lin.wei@mingdeng.example")
	w.Click("Add the client")
	w.Sees(mingdeng, "灯塔路88号", "Add the marketplace account a case can belong to.")
	w.Click("Add an account")
	w.Fill("marketplace", "Amazon")
	w.Fill("store", "US")
	w.Fill("seller_id", "A1MINGDENG88")
	w.Fill("store_name", "Lamp House")
	w.Fill("standing", "Suspended")
	w.Click("Add the account")
	w.Sees("is added", "A1MINGDENG88", "Lamp House")
}

func (w *wholeWay) logTheNotice() {
	text := noticeToPaste(w.t)
	w.Click("Log a notice")
	w.Fill("text", text)
	w.Click("Read it")
	w.Sees("Is this what the notice says?", "Amazon", "US", "They ask for")
	w.checkMarks(text)
	if got := w.Value("account"); !strings.Contains(got, mingdeng) {
		w.t.Errorf("the account it offers first is %q, want that of %s", got, mingdeng)
	}
	if found := w.Value("response"); found != "Plan of action" {
		w.PressIn(found, "change")
		w.Fill("response", "Plan of action")
	}
	w.Press("They ask for something else too")
	w.Press("Root cause")
	w.Click("Open the case")
	w.ref = regexp.MustCompile(`R-\d{4}-\d{4}`).FindString(w.Path())
	if w.ref == "" {
		w.t.Fatalf("after opening the case the page is %s", w.Path())
	}
	w.Sees("Case "+w.ref+" is open", mingdeng, "Inauthentic", "Start corrective action")
	w.Click("Start corrective action")
	w.Click("Start corrective action")
	w.Sees("Correction has begun.", "Choose the kind of document")
	w.chooseTheKind()
}

// chooseTheKind answers what only the seller knows and takes what is proposed.
func (w *wholeWay) chooseTheKind() {
	w.Click("Choose the kind of document")
	w.Sees("Is what the notice says true, as far as you know?", "Not yet")
	w.PressIn("Is what the notice says true, as far as you know?", "In part")
	w.PressIn("Can you prove your side with papers?", "Yes")
	w.Click("Keep these answers")
	w.Sees("Plan of action", "What it costs where another was wanted:")
	w.Click("Choose this kind")
	w.Sees("Chosen for this round")
	w.Visit("/cases/" + w.ref)
	w.Sees("Write the root causes")
}

// checkMarks compares the marked words with the notice: each is a piece of it,
// and what the message asks for is among them.
func (w *wholeWay) checkMarks(notice string) {
	w.t.Helper()
	notice = strings.Join(strings.Fields(notice), " ")
	marked := w.Words(".notice mark")
	for _, words := range marked {
		if !strings.Contains(notice, words) {
			w.t.Errorf("%q is marked, which the notice does not say", words)
		}
	}
	all := strings.Join(marked, "\n")
	for _, want := range []string{"deactivated", "supplier"} {
		if !strings.Contains(all, want) {
			w.t.Errorf("nothing with %q is marked, only %q", want, marked)
		}
	}
}

// rootCause is one cause with the action that corrected it and the measure that
// keeps it from coming back.
type rootCause struct{ cause, action, date, measure, owner, frequency, tool string }

// causes are what a case of this kind rests on.
var causes = []rootCause{
	{
		cause:  "Until 30 September 2026 the lamps were bought from a trading company that could not show an unbroken chain of invoices to the factory.",
		action: "The contract with the trading company was ended and its remaining 412 units were taken out of FBA.", date: "2026-10-12",
		measure: "Every new supplier is checked against its business licence and a sample invoice before the first order.",
		owner:   "Purchasing manager", frequency: "before each first order", tool: "Supplier register, sheet 采购登记",
	},
	{
		cause:  "Incoming cartons were counted but not compared with the invoice and the purchase order.",
		action: "All 1,180 units in stock were compared with the invoices, and 36 without papers were destroyed.", date: "2026-11-04",
		measure: "Each delivery is compared with its order and invoice, and the sheet is signed.",
		owner:   "Warehouse lead", frequency: "every delivery", tool: "Receiving sheet in the warehouse system",
	},
}

func (w *wholeWay) nameTheCauses() {
	w.Click("Write the root causes")
	for _, c := range causes {
		w.nameTheCause(c)
	}
	w.Has(6, ".chip.none")
}

func (w *wholeWay) nameTheCause(c rootCause) {
	w.t.Helper()
	w.Fill("text", c.cause)
	w.Click("Add this cause")
	w.Sees(c.cause)
	w.ClickIn(c.cause, "Add an action")
	w.Fill("text", c.action)
	w.Fill("done", "Done")
	w.Fill("date", c.date)
	w.Click("Save")
	w.ClickIn(c.cause, "Add a measure")
	if got := w.Value("cause"); !strings.Contains(got, c.cause[:20]) {
		w.t.Errorf("the measure is for %q, want %q", got, c.cause)
	}
	w.Fill("text", c.measure)
	w.Fill("owner", c.owner)
	w.Fill("frequency", c.frequency)
	w.Fill("tool", c.tool)
	w.Click("Save")
	w.Sees(c.action, c.measure, c.owner, c.frequency, c.tool)
}

func (w *wholeWay) collectEvidence() {
	w.Click("On to the evidence")
	w.Sees("No evidence yet")
	w.Fill("kind", "Supplier invoice")
	w.Fill("title", "发票 2026-088 of 恒光灯饰厂")
	w.Fill("dated", "2026-10-02")
	w.Give("file", proofs(w.t)...)
	w.Click("Add the files")
	w.Sees("发票 2026-088 of 恒光灯饰厂", "warehouse.png", "receiving-sheet.txt", "nothing yet")
	w.Has(3, ".exhibits tbody tr")

	w.Click("warehouse")
	w.Sees("Exhibit B", "image/png")
	w.Has(1, "img.look")
	w.Fill("kind", "Photo")
	w.Fill("title", "The shelves after the recount")
	w.Fill("dated", "2026-11-04")
	w.Fill("shows", "36 units without papers are gone.")
	w.Click("Save")
	w.Sees("Saved.", "The shelves after the recount")
	w.Click("Exhibits")
	w.Click("发票 2026-088")
	_, back := w.Download("Download the original")
	if sent, err := os.ReadFile(proofs(w.t)[0]); err != nil || !bytes.Equal(sent, back) {
		w.t.Errorf("the invoice came back with %d bytes, sent were %d (%v)", len(back), len(sent), err)
	}
	w.Visit("/cases/" + w.ref + "/claims")
	for _, c := range causes {
		w.prove(c.cause, "A ·")
		w.prove(c.action, "B ·")
		w.prove(c.measure, "C ·")
	}
	w.Has(0, ".chip.none")
}

// prove links a claim with an exhibit.
func (w *wholeWay) prove(claim, exhibit string) {
	w.t.Helper()
	w.Click("Edit " + claim)
	w.Press(exhibit)
	w.Click("Save")
	w.Sees("Saved.")
}

// answerTheDemands meets every demand but the last, which is waived, and the
// root cause, which the letter tells by itself.
func (w *wholeWay) answerTheDemands() {
	w.Visit("/cases/" + w.ref + "/claims")
	demands := slices.DeleteFunc(w.Words(".demand .row a"), func(asked string) bool { return asked == "Root cause" })
	if len(demands) < 2 {
		w.t.Fatalf("the demands are %q", demands)
	}
	for i, asked := range demands {
		w.ClickIn("They ask for", asked)
		if i == len(demands)-1 {
			w.Press("Not needed")
			w.Fill("why", "The factory answers such questions itself, on 恒光灯饰厂's own paper.")
		} else {
			w.Press("Answered")
			w.PressIn("Exhibits that answer it", "A ·")
			w.Fill("why", "Exhibit A shows it.")
		}
		w.Click("Save")
		w.Visit("/cases/" + w.ref + "/claims")
	}
	if open := w.Shows(".demand .tag.late"); open != 1 {
		w.t.Errorf("%d demands are still open, beside the root cause", open)
	}
}

// What the person writes where the outline leaves room.
const (
	letterTitle    = "Plan of action: the origin of our 明灯 lamps"
	chineseOpening = "We write for 深圳市明灯科技有限公司, the maker of the 明灯 lamps, and take full responsibility (责任) for what happened."
	closing        = "Please look at the papers and reactivate the account.\n\n林薇 Lin Wei\nManaging director, 深圳市明灯科技有限公司"
)

func (w *wholeWay) writeThePlan() {
	w.Visit("/cases/" + w.ref)
	w.Click("Write the plan")
	w.Click("Lay out the plan")
	w.Sees("The plan is laid out.", causes[0].cause, causes[1].measure)
	w.Sees("is still to be filled in.")
	w.Fill("title", letterTitle)
	w.Fill("section_opening", chineseOpening)
	w.Fill("section_closing", closing)
	w.Click("Save")
	w.Sees("Saved as revision", chineseOpening, "Nothing is missing.")
}

// vouch confirms each sentence of the letter, one by one.
func (w *wholeWay) vouch() {
	w.Visit("/cases/" + w.ref + "/plan/confirm")
	w.Sees("Is each of these true, and done?", "Sentences still to be confirmed")
	for _, sentence := range w.Words(".vouch .tick") {
		w.Press(sentence)
	}
	w.Click("These are true and done")
	w.Sees("Every sentence is confirmed, under your name.")
}

// lookAtTheLetter exports the letter and reads it with other people's programs.
func (w *wholeWay) lookAtTheLetter() {
	w.Click("Preview PDF")
	w.Sees("The letter", "Exhibits that go with it", "Nothing is missing.")
	named, pdf := w.Download("Download PDF")
	if !strings.Contains(named, w.ref) {
		w.t.Errorf("the letter comes as %s, without the reference", named)
	}
	readLetter(w.t, pdf, mingdeng, "灯塔路88号", letterTitle, chineseOpening, "林薇 Lin Wei", "恒光灯饰厂", causes[0].cause[:40], causes[1].measure[:40], "A1MINGDENG88")
	w.letter = pdf
}

func (w *wholeWay) file(receipt string) {
	w.Visit("/cases/" + w.ref)
	w.Click("Seal and send")
	w.Press("Account Health, Reactivate your account")
	w.Fill("note", "Sent as one file.")
	w.Click("Seal the packet")
	w.Sees("is sealed, and not sent yet.", "Sealed, not yet sent", "Send it now", "Manifest", "SHA-256", "receiving-sheet.txt")
	_, sealed := w.Download("Download the sealed PDF")
	// The exhibits follow the letter in the sealed packet, so its pages count on.
	if looked, kept := firstPage(textOf(w.t, w.letter)), firstPage(textOf(w.t, sealed)); looked != kept || looked == "" {
		w.t.Errorf("the sealed letter says\n%s\nand the one that was looked at\n%s", kept, looked)
	}
	w.Fill("receipt", receipt)
	w.Click("Record that it was sent")
	w.Sees("The case now waits for the decision", "Awaiting decision")
}

func (w *wholeWay) logTheReply(text, decision string) {
	w.Visit("/cases/" + w.ref + "/messages")
	w.Click("Log the reply")
	w.Fill("text", text)
	w.Click("Read it")
	w.Sees("Is this what the reply says?", "It reads like this:", decision)
	w.checkReplyMarks(text)
	w.Click("Record the decision")
}

func (w *wholeWay) checkReplyMarks(reply string) {
	w.t.Helper()
	reply = strings.Join(strings.Fields(reply), " ")
	marked := w.Words(".notice mark")
	if len(marked) == 0 {
		w.t.Error("nothing of the reply is marked")
	}
	for _, words := range marked {
		if !strings.Contains(reply, words) {
			w.t.Errorf("%q is marked, which the reply does not say", words)
		}
	}
}

// lookBack goes through what is left of the case when it is over.
func (w *wholeWay) lookBack() {
	w.Sees("Reinstated. The clocks of this case are stopped.", "Look at the timeline")
	w.Click("Look at the timeline")
	w.Sees("What happened, newest first")
	w.Click("Correspondence")
	w.Sees("Appeal of round 1", "Appeal of round 2", "Case 15512345678", "Case 15598765432")
	w.Click("Details")
	w.Sees("Appeal denied", "Account reinstated", "A1MINGDENG88")
	w.Visit("/cases/" + w.ref + "/filings/1")
	_, first := w.Download("Download the sealed PDF")
	readLetter(w.t, first, mingdeng)
	w.Visit("/cases?open=all&q=" + w.ref)
	w.Sees(w.ref, "Reinstated")
	if got := call(w.t, "verify", "--data", w.dir); got.status != done {
		w.t.Errorf("verify: %s", got.err)
	}
}
