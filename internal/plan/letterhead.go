package plan

import (
	"fmt"
	"strings"

	"reinstate/internal/reinstate"
)

// namedInSubtitle is how many identifiers of one kind a subtitle spells out;
// more are counted, and the items table lists them.
const namedInSubtitle = 3

// complaintsAbove is how many complaint numbers stand in the letterhead.
const complaintsAbove = 3

func (c composer) sender() []string {
	client := c.m.Client
	lines := present(client.LegalName, client.OtherName)
	return append(lines, present(strings.Split(client.Address, "\n")...)...)
}

func (c composer) about() []string {
	account := c.m.Account
	place := c.m.Marketplace
	if name := strings.TrimSpace(account.StoreName); name != "" {
		place = fmt.Sprintf(c.w.store, place, name)
	}
	id, ok := c.w.sellerID[account.Marketplace]
	if !ok {
		id = c.w.sellerID[""]
	}
	lines := present(place, filled(id, account.SellerID))
	for i, complaint := range c.m.References.Complaints {
		if i == complaintsAbove {
			break
		}
		lines = append(lines, fmt.Sprintf(c.w.complaint, complaint.ID))
	}
	if !c.m.Dated.IsZero() {
		lines = append(lines, c.w.longDate(c.m.Dated))
	}
	return lines
}

// subtitle says what is answered: the notice's day, and what it is about.
func (c composer) subtitle() string {
	if c.m.Noticed.IsZero() {
		return ""
	}
	answering := fmt.Sprintf(c.w.answering, c.w.longDate(c.m.Noticed))
	refs := c.m.References
	for _, group := range []struct {
		words [2]string
		refs  []reinstate.Reference
	}{{c.w.asins, refs.ASINs}, {c.w.items, refs.Items}, {c.w.orders, refs.Orders}, {c.w.complaints, refs.Complaints}} {
		if len(group.refs) > 0 {
			return fmt.Sprintf(c.w.concerning, answering, c.subject(group.words, group.refs))
		}
	}
	return answering
}

func (c composer) subject(words [2]string, refs []reinstate.Reference) string {
	switch {
	case len(refs) == 1:
		return fmt.Sprintf(words[0], refs[0].ID)
	case len(refs) <= namedInSubtitle:
		return fmt.Sprintf(words[1], c.w.list(identifiers(refs)))
	}
	return strings.TrimSpace(fmt.Sprintf("%d "+words[1], len(refs), ""))
}

func identifiers(refs []reinstate.Reference) []string {
	ids := make([]string, len(refs))
	for i, ref := range refs {
		ids[i] = ref.ID
	}
	return ids
}
