package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"reinstate/internal/reinstate"
)

// demoItem finds the listing that an invoice line is for.
var demoItem = regexp.MustCompile(`\bB0[A-Z0-9]{8}\b`)

// onRecord is what a person would copy from an exhibit of a script: who issued
// it, to whom, and for how many of which items.
func (s stationery) onRecord(in demoExhibit) (reinstate.Record, error) {
	r := reinstate.Record{Sensitive: in.Sensitive, Expires: in.Expires, From: in.Received}
	switch {
	case in.Invoice != nil:
		if err := s.invoiced(&r, *in.Invoice); err != nil {
			return r, err
		}
	case in.Letter != nil:
		r.Issuer = s.contact(in.Letter.From)
	case in.Record != nil && in.Record.From != "client":
		r.Issuer = s.contact(in.Record.From)
	}
	for _, item := range in.Items {
		r.Lines = append(r.Lines, reinstate.RecordLine{Item: item})
	}
	return r, nil
}

func (s stationery) invoiced(r *reinstate.Record, in demoInvoice) error {
	r.Number, r.Issuer, r.Currency, r.Reached = in.Number, s.contact(in.From), in.Currency, true
	r.Buyer = reinstate.Contact{Name: s.client.LegalName, Address: s.client.Address}
	for _, line := range in.Lines {
		quantity, err := strconv.Atoi(line[2])
		if err != nil {
			return err
		}
		price, err := strconv.ParseFloat(line[3], 64)
		if err != nil {
			return err
		}
		sum := float64(quantity*int(price*100+0.5)) / 100
		r.Total += sum
		r.Lines = append(r.Lines, reinstate.RecordLine{Item: demoItem.FindString(line[1]), Words: line[0], Quantity: quantity, Price: price, Sum: sum})
	}
	return nil
}

// contact reads a supplier's letterhead as one would copy it; nothing is known
// of others.
func (s stationery) contact(key string) reinstate.Contact {
	known, ok := s.suppliers[key]
	if !ok {
		return reinstate.Contact{}
	}
	c := reinstate.Contact{Name: known.Name}
	var address []string
	for _, line := range known.Lines {
		if !strings.Contains(line, "@") {
			address = append(address, line)
			continue
		}
		for part := range strings.SplitSeq(line, " · ") {
			switch {
			case strings.Contains(part, "@"):
				c.Email = part
			case strings.HasPrefix(part, "www."):
				c.Website = part
			case strings.Contains(part, "+"):
				c.Phone = part[strings.IndexByte(part, '+'):]
			}
		}
	}
	address = slices.DeleteFunc(address, func(line string) bool { return !strings.ContainsAny(line, "0123456789") })
	if len(address) > 0 {
		c.Address = address[0]
	}
	return c
}
