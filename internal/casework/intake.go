package casework

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Incoming is a message on its way in: pasted text, or a file.
type Incoming struct {
	Account  reinstate.AccountID // may be zero: chosen when the reading is checked
	Case     string              // reference of the case it answers; empty for a new notice
	Name     string              // file name, empty for pasted text
	Body     io.Reader
	Received time.Time // zero: the mail's own date, else now
}

// Log keeps a message exactly as it came, decodes it and reads it. A message
// in which nothing is recognised is kept all the same. No case changes yet: a
// person checks the reading first. A reply is filed with its case.
func (d *Desk) Log(ctx context.Context, who reinstate.Actor, in Incoming) (reinstate.Notice, error) {
	var n reinstate.Notice
	if err := who.Need(reinstate.Contribute); err != nil {
		return n, err
	}
	raw, err := d.message(in.Body)
	if err != nil {
		return n, err
	}
	decoded, err := notice.Decode(in.Name, raw)
	if err != nil {
		return n, err
	}
	now, err := d.mayLog(ctx, who, in)
	if err != nil {
		return n, err
	}
	came := received(in.Received, d.reader.Sent(decoded), now)
	reading := d.reader.ReadReceived(decoded.Text, came)
	n = reinstate.Notice{
		Account: in.Account, Kind: reading.Kind, Text: decoded.Text,
		Subject: line(decoded.Subject), Sender: line(decoded.Sender), MediaType: decoded.MediaType,
		Read: reading, Checked: reading,
	}
	if in.Name != "" {
		n.FileName = fileName(in.Name)
	}
	err = d.blobs.Share(ctx, func() error {
		if n.SHA256, n.Size, err = d.keepBytes(ctx, who, raw); err != nil {
			return err
		}
		return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
			n.Logged, n.Received, n.Dated = tx.Now(), came, decoded.Date
			return d.addMessage(tx, in, &n)
		})
	})
	return n, err
}

func (d *Desk) addMessage(tx *store.Tx, in Incoming, n *reinstate.Notice) error {
	if in.Case == "" {
		if n.Account != 0 {
			if _, err := tx.Account(n.Account); err != nil {
				return err
			}
		}
		return tx.AddNotice(n, reinstate.Event{})
	}
	c, err := tx.CaseByReference(in.Case)
	if err != nil {
		return err
	}
	n.Case, n.Account, n.Round = c.ID, c.Account, c.Round
	n.Kind = reinstate.KindReply // whatever it reads like, so that what it decides can be recorded
	return tx.AddNotice(n, event("reply_logged", "sha256", n.SHA256, "subject", excerpt(n.Subject), "round", fmt.Sprint(n.Round)))
}

// mayLog refuses what addMessage would refuse, before bytes are stored, and
// says what time it is.
func (d *Desk) mayLog(ctx context.Context, who reinstate.Actor, in Incoming) (now time.Time, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		now = tx.Now()
		if in.Account != 0 {
			if _, err := tx.Account(in.Account); err != nil {
				return err
			}
		}
		if in.Case == "" {
			return nil
		}
		_, err := tx.CaseByReference(in.Case)
		return err
	})
	return now, err
}

// message reads a whole message, bounded.
func (d *Desk) message(body io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(body, d.limits.Message+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, reinstate.Invalid{"text": "The message was cut off before the end. Nothing was kept; send it again."}
	case err != nil:
		return nil, fmt.Errorf("take in a message: %w", err)
	case int64(len(raw)) > d.limits.Message:
		return nil, reinstate.Invalid{"text": fmt.Sprintf("This message is larger than %d MB. Paste its text instead.", d.limits.Message>>20)}
	}
	return raw, nil
}

// received chooses when a message came: what the person said, else the mail's
// own date unless that lies in the future, else now.
func received(said, mail, now time.Time) time.Time {
	if !said.IsZero() {
		return said.UTC()
	}
	if !mail.IsZero() && mail.Before(now) {
		return mail.UTC()
	}
	return now
}

// Check is a message with its reading, ready to be confirmed or corrected.
type Check struct {
	Notice   reinstate.Notice
	Market   catalog.Market // of the reading; zero when unknown
	Accounts []AccountLine  // to choose from, likely ones first
	Account  reinstate.AccountID
	Case     reinstate.Case     // the case it lies in; zero while it lies in none
	Clocks   []reinstate.Clock  // as they would be opened
	Twins    []reinstate.Notice // the same bytes, logged before
	Echoes   []Echo             // earlier replies of the case that say nearly the same
	Compared notice.Compared    // for a reply: what it asks for against what was answered
	Gate     Gate               // what calls for counsel
	Cases    []store.CaseLine   // open cases that a message on its own may answer
	Steps    []reinstate.Step   // for a reply: what can be recorded, the likely one first
}

// Notice is one message for its check page.
func (d *Desk) Notice(ctx context.Context, who reinstate.Actor, id reinstate.NoticeID) (Check, error) {
	var check Check
	err := d.view(ctx, who, func(tx *store.Tx) error {
		n, err := tx.Notice(id)
		if err != nil {
			return err
		}
		check.Notice = n
		if check.Accounts, err = accountLines(tx); err != nil {
			return err
		}
		check.Account = rank(check.Accounts, n)
		if check.Twins, err = twins(tx, n); err != nil {
			return err
		}
		if check.Echoes, err = d.echoes(tx, n); err != nil {
			return err
		}
		if n.Case == 0 {
			check.Cases, err = answerable(tx, check.Account)
			return err
		}
		if check.Case, err = tx.Case(n.Case); err != nil {
			return err
		}
		demands, err := asked(tx, check.Case)
		check.Compared = notice.Compare(demands, n.Checked.Demands)
		check.Steps = decisions(check.Case, who, n.Checked.Decision)
		return err
	})
	check.Market, _ = d.catalog.Market(check.Notice.Checked.Marketplace)
	check.Gate = gateOf(check.Market, check.Notice)
	check.Clocks = d.clocks(placed(check.Notice.Checked, check.account()), check.Notice, check.Notice.Round)
	return check, err
}

// answerable are the open cases of an account, or of all where it has none.
func answerable(tx *store.Tx, account reinstate.AccountID) ([]store.CaseLine, error) {
	const most = 20
	page, err := tx.Cases(store.CaseQuery{Account: account, State: openStates, Sort: "changed", Desc: true, Limit: most})
	if err == nil && len(page.Lines) == 0 && account != 0 {
		page, err = tx.Cases(store.CaseQuery{State: openStates, Sort: "changed", Desc: true, Limit: most})
	}
	return page.Lines, err
}

// account is the likely or chosen account, zero while there is none.
func (c Check) account() reinstate.Account {
	for _, a := range c.Accounts {
		if a.ID == c.Account {
			return a.Account
		}
	}
	return reinstate.Account{}
}

func twins(tx *store.Tx, n reinstate.Notice) ([]reinstate.Notice, error) {
	same, err := tx.NoticesByDigest(n.SHA256)
	return slices.DeleteFunc(same, func(other reinstate.Notice) bool { return other.ID == n.ID }), err
}

// rank sorts the accounts a message may be about to the front and returns the
// one it is most likely about, or zero: the one chosen already, else one of
// the marketplace whose names or numbers stand in the text.
func rank(accounts []AccountLine, n reinstate.Notice) reinstate.AccountID {
	score := func(a AccountLine) int {
		points := 0
		if a.ID == n.Account {
			points += 100
		}
		if a.Marketplace == n.Checked.Marketplace {
			points += 2
		}
		if n.Checked.Store != "" && a.Store == n.Checked.Store {
			points++
		}
		for _, name := range []string{a.SellerID, a.StoreName, a.ClientName, a.ClientOther} {
			if len([]rune(name)) > 3 && strings.Contains(n.Text, name) {
				points += 10
			}
		}
		return points
	}
	slices.SortStableFunc(accounts, func(a, b AccountLine) int { return cmp.Compare(score(b), score(a)) })
	if len(accounts) == 0 || score(accounts[0]) < 10 {
		return n.Account
	}
	return accounts[0].ID
}

// decisions lists what a reply can be recorded as, what it says first.
func decisions(c reinstate.Case, who reinstate.Actor, read reinstate.Decision) []reinstate.Step {
	var steps []reinstate.Step
	for _, step := range c.Steps(who) {
		if _, ok := decisionOf[step.Do]; ok {
			steps = append(steps, step)
		}
	}
	slices.SortStableFunc(steps, func(a, b reinstate.Step) int {
		return cmp.Compare(unlike(decisionOf[a.Do], read), unlike(decisionOf[b.Do], read))
	})
	return steps
}

func unlike(a, b reinstate.Decision) int {
	if a == b {
		return 0
	}
	return 1
}

// decisionOf says which decision a step records.
var decisionOf = map[reinstate.Action]reinstate.Decision{
	reinstate.RecordMoreInformation: reinstate.MoreInformation,
	reinstate.RecordDenied:          reinstate.Denied,
	reinstate.RecordFinalDenial:     reinstate.FinalDenial,
	reinstate.RecordReinstated:      reinstate.Reinstated,
}
