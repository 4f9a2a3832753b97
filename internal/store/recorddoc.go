package store

import "reinstate/internal/reinstate"

// recordDoc is how the record of a document is kept as JSON. Its names are part
// of the schema: a field may be added, none may be renamed.
type recordDoc struct {
	Number    string     `json:"number,omitempty"`
	Issuer    contactDoc `json:"issuer,omitzero"`
	Buyer     contactDoc `json:"buyer,omitzero"`
	Lines     []lineDoc  `json:"lines,omitempty"`
	Currency  string     `json:"currency,omitempty"`
	Total     float64    `json:"total,omitempty"`
	Expires   string     `json:"expires,omitempty"`
	Sensitive bool       `json:"sensitive,omitempty"`
	From      string     `json:"from,omitempty"`
	Received  string     `json:"received,omitempty"`
	Reached   bool       `json:"reached,omitempty"`
	Edited    bool       `json:"edited,omitempty"`
}

type contactDoc struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Email   string `json:"email,omitempty"`
	Website string `json:"website,omitempty"`
}

type lineDoc struct {
	Item     string  `json:"item,omitempty"`
	Words    string  `json:"words,omitempty"`
	Quantity int     `json:"quantity,omitempty"`
	Price    float64 `json:"price,omitempty"`
	Sum      float64 `json:"sum,omitempty"`
}

func docOfRecord(r reinstate.Record) doc[recordDoc] {
	return doc[recordDoc]{recordDoc{
		Number: r.Number, Issuer: contactDoc(r.Issuer), Buyer: contactDoc(r.Buyer),
		Lines:    each(r.Lines, func(l reinstate.RecordLine) lineDoc { return lineDoc(l) }),
		Currency: r.Currency, Total: r.Total, Expires: r.Expires, Sensitive: r.Sensitive, From: r.From, Received: r.Received,
		Reached: r.Reached, Edited: r.Edited,
	}}
}

func (d recordDoc) domain() reinstate.Record {
	return reinstate.Record{
		Number: d.Number, Issuer: reinstate.Contact(d.Issuer), Buyer: reinstate.Contact(d.Buyer),
		Lines:    each(d.Lines, func(l lineDoc) reinstate.RecordLine { return reinstate.RecordLine(l) }),
		Currency: d.Currency, Total: d.Total, Expires: d.Expires, Sensitive: d.Sensitive, From: d.From, Received: d.Received,
		Reached: d.Reached, Edited: d.Edited,
	}
}

// makingDoc is how it is kept what a file says of itself.
type makingDoc struct {
	Maker     string `json:"maker,omitempty"`
	Origin    string `json:"origin,omitempty"`
	Created   int64  `json:"created,omitempty"` // microseconds since 1970 UTC
	Changed   int64  `json:"changed,omitempty"`
	Encrypted bool   `json:"encrypted,omitempty"`
}

func docOfMaking(m reinstate.Making) doc[makingDoc] {
	return doc[makingDoc]{makingDoc{
		Maker: m.Maker, Origin: m.Origin, Created: micros(m.Created), Changed: micros(m.Changed), Encrypted: m.Encrypted,
	}}
}

func (d makingDoc) domain() reinstate.Making {
	return reinstate.Making{
		Maker: d.Maker, Origin: d.Origin, Created: moment(d.Created), Changed: moment(d.Changed), Encrypted: d.Encrypted,
	}
}
