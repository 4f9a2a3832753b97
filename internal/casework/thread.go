package casework

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// thread finds the case that a mail surely belongs to, and by what. Without
// one it returns the zero case and ThreadNone: the mail waits for a person.
//
// Anybody can write any sender into a mail, so the sender is no key. The keys
// below only choose the case in which the message waits to be checked.
func (d *Desk) thread(tx *store.Tx, outside notice.Envelope, n reinstate.Notice) (reinstate.Case, reinstate.MailThread, error) {
	for _, way := range []struct {
		by   reinstate.MailThread
		find func() (reinstate.Case, error)
	}{
		{reinstate.ThreadAddress, func() (reinstate.Case, error) { return addressed(tx, outside.To) }},
		{reinstate.ThreadReferences, func() (reinstate.Case, error) { return tx.CaseOfMail(outside.Answers) }},
		{reinstate.ThreadIdentifier, func() (reinstate.Case, error) { return named(tx, n) }},
		{reinstate.ThreadAccount, func() (reinstate.Case, error) { return awaiting(tx, n) }},
	} {
		switch c, err := way.find(); {
		case err == nil:
			return c, way.by, nil
		case !errors.Is(err, reinstate.ErrNotFound):
			return c, reinstate.ThreadNone, err
		}
	}
	return reinstate.Case{}, reinstate.ThreadNone, nil
}

// addressed is the case whose own address is among those of the mail.
func addressed(tx *store.Tx, to []string) (reinstate.Case, error) {
	for _, address := range to {
		local, _, _ := strings.Cut(address, "@")
		_, token, ok := strings.Cut(local, "+")
		if !ok {
			continue
		}
		if c, err := tx.CaseByToken(token); !errors.Is(err, reinstate.ErrNotFound) {
			return c, err
		}
	}
	return reinstate.Case{}, reinstate.ErrNotFound
}

// named is the one case that has our reference, or a reference or complaint
// number of the marketplace, that a reply names. A number that two cases have
// tells nothing.
func named(tx *store.Tx, n reinstate.Notice) (reinstate.Case, error) {
	if n.Kind != reinstate.KindReply {
		return reinstate.Case{}, reinstate.ErrNotFound
	}
	var found []reinstate.CaseID
	for _, number := range numbers(n) {
		page, err := tx.Cases(store.CaseQuery{Search: number, Limit: 2})
		if err != nil {
			return reinstate.Case{}, err
		}
		for _, l := range page.Lines {
			if !slices.Contains(found, l.ID) {
				found = append(found, l.ID)
			}
		}
	}
	if len(found) != 1 {
		return reinstate.Case{}, reinstate.ErrNotFound
	}
	return tx.Case(found[0])
}

// longNumber is our own reference, or a number long enough to be a
// marketplace's case or complaint rather than a count, a year or a sum.
var longNumber = regexp.MustCompile(`\bR-\d{4}-\d{4,}\b|\b\d{9,20}\b`)

// mostNumbers bounds how many numbers of a mail are looked up.
const mostNumbers = 12

// numbers are what a message may name its case by, each once.
func numbers(n reinstate.Notice) []string {
	var found []string
	for _, ref := range n.Checked.References.Complaints {
		found = append(found, ref.ID)
	}
	found = append(found, longNumber.FindAllString(n.Subject+"\n"+n.Text, mostNumbers)...)
	slices.Sort(found)
	return slices.Compact(found)
}

// awaiting is the one case that waits for an answer among those of the account
// whose names stand in a reply.
func awaiting(tx *store.Tx, n reinstate.Notice) (reinstate.Case, error) {
	if n.Kind != reinstate.KindReply {
		return reinstate.Case{}, reinstate.ErrNotFound
	}
	accounts, err := accountLines(tx)
	if err != nil {
		return reinstate.Case{}, err
	}
	account := rank(accounts, n)
	if account == 0 {
		return reinstate.Case{}, reinstate.ErrNotFound
	}
	page, err := tx.Cases(store.CaseQuery{Account: account, State: []reinstate.State{reinstate.AppealSubmitted, reinstate.AwaitingDecision}, Limit: 2})
	if err != nil {
		return reinstate.Case{}, err
	}
	if len(page.Lines) != 1 {
		return reinstate.Case{}, reinstate.ErrNotFound
	}
	return tx.Case(page.Lines[0].ID)
}
