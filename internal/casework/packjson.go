package casework

import (
	"encoding/json"
	"time"

	"reinstate/internal/reinstate"
)

// packJSON is a case as a pack carries it for programs. Instants are RFC 3339
// in UTC; digests are hex SHA-256.
type packJSON struct {
	Reference string        `json:"reference"`
	State     string        `json:"state"`
	Reasons   []string      `json:"reasons"`
	Opened    time.Time     `json:"opened"`
	Outcome   string        `json:"outcome,omitempty"`
	Client    packClient    `json:"client"`
	Account   packAccount   `json:"account"`
	Messages  []packMessage `json:"messages"`
	Mails     []packMail    `json:"mails,omitempty"`
	Sent      []packSent    `json:"mails_sent,omitempty"`
	Said      []packSaid    `json:"exchanges,omitempty"`
	Demands   []packDemand  `json:"demands"`
	Claims    []packClaim   `json:"claims"`
	Exhibits  []packExhibit `json:"exhibits"`
	Filings   []packFiling  `json:"filings"`
	Timeline  []packEntry   `json:"timeline"`
}

type packClient struct {
	LegalName string `json:"legal_name"`
	OtherName string `json:"other_name,omitempty"`
	Address   string `json:"address,omitempty"`
}

type packAccount struct {
	Marketplace string `json:"marketplace"`
	Store       string `json:"store,omitempty"`
	SellerID    string `json:"seller_id,omitempty"`
	Name        string `json:"name,omitempty"`
}

type packMessage struct {
	Kind     string    `json:"kind"`
	Round    int       `json:"round"`
	Received time.Time `json:"received"`
	Subject  string    `json:"subject,omitempty"`
	Sender   string    `json:"sender,omitempty"`
	Text     string    `json:"text"`
	SHA256   string    `json:"sha256"`
}

// packMail is a mail that became no message of the case.
type packMail struct {
	Sort     string    `json:"sort"`
	Received time.Time `json:"received"`
	Subject  string    `json:"subject,omitempty"`
	Sender   string    `json:"sender,omitempty"`
	Size     int64     `json:"size"`
	SHA256   string    `json:"sha256,omitempty"`
}

type packDemand struct {
	Round    int      `json:"round"`
	Text     string   `json:"text"`
	Quote    string   `json:"quote,omitempty"`
	State    string   `json:"state"`
	Why      string   `json:"why,omitempty"`
	Exhibits []string `json:"exhibits,omitempty"`
}

type packClaim struct {
	Kind      string   `json:"kind"`
	Text      string   `json:"text"`
	Done      bool     `json:"done,omitempty"`
	Date      string   `json:"date,omitempty"`
	Owner     string   `json:"owner,omitempty"`
	Frequency string   `json:"frequency,omitempty"`
	Tool      string   `json:"tool,omitempty"`
	Exhibits  []string `json:"exhibits,omitempty"`
	NoExhibit string   `json:"no_exhibit,omitempty"`
}

type packExhibit struct {
	Letter   string    `json:"letter"`
	Kind     string    `json:"kind"`
	Title    string    `json:"title"`
	File     string    `json:"file"`
	Dated    string    `json:"dated,omitempty"`
	Shows    string    `json:"shows,omitempty"`
	Added    time.Time `json:"added"`
	AddedBy  string    `json:"added_by"`
	Size     int64     `json:"size"`
	SHA256   string    `json:"sha256"`
	Withdraw string    `json:"withdrawn,omitempty"`
}

type packFiling struct {
	Round   int        `json:"round"`
	Channel string     `json:"channel"`
	Filed   time.Time  `json:"filed"`
	Sent    string     `json:"sent,omitempty"`
	FiledBy string     `json:"filed_by"`
	Receipt string     `json:"receipt,omitempty"`
	Files   []packFile `json:"files"`
}

type packFile struct {
	Size   int64  `json:"size"`
	Pages  int    `json:"pages,omitempty"`
	SHA256 string `json:"sha256"`
}

type packEntry struct {
	Seq   int               `json:"seq"`
	At    time.Time         `json:"at"`
	Actor string            `json:"actor"`
	Did   string            `json:"did"`
	With  map[string]string `json:"with,omitempty"`
	Prev  string            `json:"prev"`
	Hash  string            `json:"hash"`
}

// extras are the files of the zip that are made for it.
func (p *pack) extras() ([]extra, error) {
	f := p.f
	out := packJSON{
		Reference: f.Case.Reference, State: string(f.Case.State), Opened: f.Case.Opened, Outcome: string(f.Case.Outcome), Reasons: f.ReasonTitles(),
		Client:  packClient{f.Client.LegalName, f.Client.OtherName, f.Client.Address},
		Account: packAccount{string(f.Account.Marketplace), f.Account.Store, f.Account.SellerID, f.Account.StoreName},
	}
	for _, n := range f.Notices {
		out.Messages = append(out.Messages, packMessage{string(n.Kind), n.Round, n.Received, n.Subject, n.Sender, n.Text, n.SHA256})
	}
	for _, m := range p.mails {
		out.Mails = append(out.Mails, packMail{string(m.Sort), m.Came, m.Subject, m.Sender, m.Size, m.SHA256})
	}
	out.Sent, out.Said = p.talked()
	for _, d := range f.Demands {
		out.Demands = append(out.Demands, packDemand{d.Round, d.Text, d.Quote, string(d.State), d.Why, p.letters(d.Exhibits)})
	}
	for _, c := range f.Claims {
		out.Claims = append(out.Claims, packClaim{string(c.Kind), c.Text, c.Done, c.Date, c.Owner, c.Frequency, c.Tool, p.letters(c.Exhibits), c.NoExhibit})
	}
	for _, e := range f.Exhibits {
		x := packExhibit{e.Letter, string(e.Kind), e.Title, e.FileName, e.Dated, e.Shows, e.Added, e.AddedBy, e.Size, e.SHA256, ""}
		if !e.Withdrawn.IsZero() {
			x.Withdraw = e.Withdrawn.Format(time.RFC3339)
		}
		out.Exhibits = append(out.Exhibits, x)
	}
	for _, s := range f.Filings {
		x := packFiling{Round: s.Round, Channel: s.Channel, Filed: s.Filed, FiledBy: s.FiledBy, Receipt: s.Receipt, Sent: instant(s.Went())}
		for _, part := range s.Files() {
			x.Files = append(x.Files, packFile{part.Size, part.Pages, part.SHA256})
		}
		out.Filings = append(out.Filings, x)
	}
	for _, e := range p.entries {
		out.Timeline = append(out.Timeline, packEntry{e.Seq, e.At, e.Actor, e.Event.Did, e.Event.With, e.Prev, e.Hash})
	}
	text, err := json.MarshalIndent(out, "", "  ")
	return []extra{{name: "case.json", data: append(text, '\n'), what: "case"}}, err
}

// letters names the exhibits of ids that are part of the pack.
func (p *pack) letters(ids []reinstate.ExhibitID) []string {
	var all []string
	for _, e := range p.f.Exhibits {
		for _, id := range ids {
			if e.ID == id {
				all = append(all, e.Letter)
			}
		}
	}
	return all
}
