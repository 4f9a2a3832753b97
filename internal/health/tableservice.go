package health

import (
	"math"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// readMessages reads a log of buyers' messages: when each came and when it was
// answered.
func (g *grid) readMessages() {
	seen := map[reinstate.BuyerMessage]bool{}
	for i, row := range g.rows {
		if emptyRow(row) || !g.sound(i, row) {
			continue
		}
		m := reinstate.BuyerMessage{Thread: clip(g.cell(row, "message")), Order: clip(g.cell(row, "order"))}
		var ok, fine bool
		m.Received, ok = g.moment(i, row, "received")
		m.Answered, fine = g.moment(i, row, "answered")
		switch {
		case !ok || !fine:
			continue
		case m.Received.IsZero():
			g.out.refuse(g.number(i), "received", reinstate.Say("The row does not say when the message came."))
			continue
		case !m.Answered.IsZero() && m.Answered.Before(m.Received):
			g.out.refuse(g.number(i), "answered", reinstate.Say("The answer is older than the message."))
			continue
		}
		key := reinstate.BuyerMessage{Thread: m.Thread, Order: m.Order, Received: m.Received}
		if seen[key] {
			g.out.warn("Messages with the same number and time are counted once.")
			continue
		}
		seen[key] = true
		g.out.Messages = append(g.out.Messages, m)
		if m.Received.After(g.out.Taken) {
			g.out.Taken = m.Received
		}
		if m.Answered.After(g.out.Taken) {
			g.out.Taken = m.Answered
		}
	}
}

// readClaims reads a log of claims, disputes and chargebacks.
func (g *grid) readClaims() {
	seen, last := map[string]bool{}, ""
	for i, row := range g.rows {
		if emptyRow(row) || !g.sound(i, row) {
			continue
		}
		c, ok := g.claimRow(i, row)
		if !ok {
			continue
		}
		key := string(c.Kind) + "\x00" + c.Number
		if seen[key] {
			g.out.refuse(g.number(i), "claim", reinstate.Say("The claim %s is there twice.", quoted(c.Number)))
			continue
		}
		seen[key] = true
		last = max(last, c.Opened.Format(time.DateOnly))
		g.out.Claims = append(g.out.Claims, c)
	}
	g.out.Taken = g.endOf(last)
}

func (g *grid) claimRow(i int, row []string) (c reinstate.BuyerClaim, ok bool) {
	c = reinstate.BuyerClaim{
		Kind: "other", Number: clip(g.cell(row, "claim")), Order: clip(g.cell(row, "order")), State: reinstate.ClaimOpen, Word: clip(g.cell(row, "claim_state")),
		Currency: clip(g.cell(row, "currency")), Item: clip(g.cell(row, "asin")), Reason: clip(g.cell(row, "reason")),
	}
	if c.Item == "" {
		c.Item = clip(g.cell(row, "sku"))
	}
	if c.Number == "" {
		c.Number = c.Order
	}
	if c.Number == "" {
		g.out.refuse(g.number(i), "claim", reinstate.Say("The row names neither a claim nor an order."))
		return c, false
	}
	if word := g.cell(row, "claim_kind"); word != "" {
		if kind, known := g.book.Service.ClaimNamed(word); known {
			c.Kind = kind
		} else {
			g.out.warn("The log calls a claim %s, which is not known; it has no time limit here.", quoted(word))
		}
	}
	if state, known := g.book.Service.StateNamed(c.Word); known {
		c.State = state
	} else if c.Word != "" {
		g.out.warn("The log calls the state of a claim %s, which is not known; it is taken for open.", quoted(c.Word))
	}
	if !g.claimDays(i, row, &c) {
		return c, false
	}
	return c, g.claimAmount(i, row, &c)
}

// claimDays reads when a claim was opened and when the log wants its answer.
func (g *grid) claimDays(i int, row []string, c *reinstate.BuyerClaim) bool {
	role := "opened"
	if g.cell(row, role) == "" {
		role = "day"
	}
	day, ok := g.day(i, row, role)
	if !ok {
		return false
	}
	if day == "" {
		g.out.refuse(g.number(i), "opened", reinstate.Say("The row does not say when the claim was opened."))
		return false
	}
	c.Opened = dayTime(day)
	if at, timed, fine := parseMoment(g.cell(row, role), g.mapping.Days); fine && timed {
		c.Opened = at
	}
	cell := g.cell(row, "answer_by")
	if cell == "" {
		return true
	}
	due, timed, fine := parseMoment(cell, g.mapping.Days)
	switch {
	case !fine:
		g.out.refuse(g.number(i), "answer_by", reinstate.Say("%s is no date.", quoted(cell)))
		return false
	case !timed:
		due = due.AddDate(0, 0, 1).Add(-time.Minute) // to the end of the day
	}
	if due.Before(c.Opened) {
		g.out.refuse(g.number(i), "answer_by", reinstate.Say("The limit lies before the claim was opened."))
		return false
	}
	c.Due = due
	return true
}

func (g *grid) claimAmount(i int, row []string, c *reinstate.BuyerClaim) bool {
	cell := strings.TrimLeft(g.cell(row, "amount"), "$€£¥ ")
	if cell == "" {
		return true
	}
	value, percent, ok := parseFigure(cell, g.mapping.Comma)
	if !ok || percent || value < 0 || value > mostUnits {
		g.out.refuse(g.number(i), "amount", reinstate.Say("%s is no amount.", quoted(cell)))
		return false
	}
	c.Amount = math.Round(value*100) / 100
	return true
}

// readFeedback reads a log of ratings.
func (g *grid) readFeedback() {
	last := ""
	for i, row := range g.rows {
		if emptyRow(row) || !g.sound(i, row) {
			continue
		}
		f := reinstate.Feedback{Order: clip(g.cell(row, "order")), Text: clip(g.cell(row, "reason"))}
		day, ok := g.day(i, row, "day")
		stars, fine := g.units(i, row, "stars")
		switch {
		case !ok || !fine:
			continue
		case day == "":
			g.out.refuse(g.number(i), "day", reinstate.Say("The row has no day."))
			continue
		case stars < 1 || stars > 5:
			g.out.refuse(g.number(i), "stars", reinstate.Say("A rating has one to five stars."))
			continue
		}
		f.Day, f.Stars = day, int(stars)
		last = max(last, day)
		g.out.Feedback = append(g.out.Feedback, f)
	}
	g.out.Taken = g.endOf(last)
}
