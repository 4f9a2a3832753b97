package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// ClientLine is one row of the list of clients.
type ClientLine struct {
	reinstate.Client
	Accounts  []reinstate.Account
	OpenCases int
}

// ClientFile is one client with all that belongs to it.
type ClientFile struct {
	Client   reinstate.Client
	Accounts []reinstate.Account
	Cases    []store.CaseLine // newest first
}

// AccountLine is one account with the name of its client.
type AccountLine struct {
	reinstate.Account
	ClientName  string
	ClientOther string
}

// Clients lists the firm's clients by name.
func (d *Desk) Clients(ctx context.Context, who reinstate.Actor) ([]ClientLine, error) {
	var lines []ClientLine
	err := d.view(ctx, who, func(tx *store.Tx) error {
		clients, err := tx.Clients()
		if err != nil {
			return err
		}
		accounts, err := tx.Accounts()
		if err != nil {
			return err
		}
		open, err := tx.OpenCasesByClient()
		if err != nil {
			return err
		}
		of := make(map[reinstate.ClientID][]reinstate.Account, len(clients))
		for _, a := range accounts {
			of[a.Client] = append(of[a.Client], a)
		}
		lines = make([]ClientLine, len(clients))
		for i, c := range clients {
			if who.Client != 0 {
				c.Notes = ""
			}
			lines[i] = ClientLine{Client: c, Accounts: of[c.ID], OpenCases: open[c.ID]}
		}
		return nil
	})
	return lines, err
}

// Client is one client's file.
func (d *Desk) Client(ctx context.Context, who reinstate.Actor, id reinstate.ClientID) (ClientFile, error) {
	var file ClientFile
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		if file.Client, err = tx.Client(id); err != nil {
			return err
		}
		if file.Accounts, err = tx.AccountsOf(id); err != nil {
			return err
		}
		if who.Client != 0 {
			file.Client.Notes = ""
		}
		page, err := tx.Cases(store.CaseQuery{Client: id, Sort: "opened", Desc: true, Limit: 50})
		file.Cases = page.Lines
		return err
	})
	return file, err
}

// AddClient records a new client.
func (d *Desk) AddClient(ctx context.Context, who reinstate.Actor, c reinstate.Client) (reinstate.Client, error) {
	if err := tidyClient(&c); err != nil {
		return c, err
	}
	err := d.update(ctx, who, reinstate.ManageFirm, func(tx *store.Tx) error { return tx.AddClient(&c) })
	return c, err
}

// SaveClient changes a client unless somebody changed it first.
func (d *Desk) SaveClient(ctx context.Context, who reinstate.Actor, c reinstate.Client) (reinstate.Client, error) {
	if err := tidyClient(&c); err != nil {
		return c, err
	}
	err := d.update(ctx, who, reinstate.ManageFirm, func(tx *store.Tx) error { return tx.SaveClient(&c) })
	return c, err
}

// Accounts lists the firm's marketplace accounts by client.
func (d *Desk) Accounts(ctx context.Context, who reinstate.Actor) ([]AccountLine, error) {
	var lines []AccountLine
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		lines, err = accountLines(tx)
		return err
	})
	return lines, err
}

// Account is one marketplace account.
func (d *Desk) Account(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) (AccountLine, error) {
	var line AccountLine
	err := d.view(ctx, who, func(tx *store.Tx) error {
		a, err := tx.Account(id)
		if err != nil {
			return err
		}
		c, err := tx.Client(a.Client)
		line = AccountLine{Account: a, ClientName: c.LegalName, ClientOther: c.OtherName}
		return err
	})
	return line, err
}

// AccountByKey finds an account by its short name.
func (d *Desk) AccountByKey(ctx context.Context, who reinstate.Actor, key string) (reinstate.Account, error) {
	var account reinstate.Account
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		account, err = tx.AccountByKey(key)
		return err
	})
	return account, err
}

// AddAccount records a marketplace account. Without a key it gets one made
// of the client's name, the marketplace and the store.
func (d *Desk) AddAccount(ctx context.Context, who reinstate.Actor, a reinstate.Account) (reinstate.Account, error) {
	if err := tidyAccount(&a); err != nil {
		return a, err
	}
	err := d.update(ctx, who, reinstate.ManageFirm, func(tx *store.Tx) error { return addAccount(tx, &a) })
	return a, err
}

// SaveAccount changes an account unless somebody changed it first.
func (d *Desk) SaveAccount(ctx context.Context, who reinstate.Actor, a reinstate.Account) (reinstate.Account, error) {
	if err := tidyAccount(&a); err != nil {
		return a, err
	}
	err := d.update(ctx, who, reinstate.ManageFirm, func(tx *store.Tx) error {
		old, err := tx.Account(a.ID)
		if err != nil {
			return err
		}
		if a.Key == "" {
			a.Key = old.Key
		}
		a.Client = old.Client
		return tx.SaveAccount(&a)
	})
	return a, err
}

// People lists those to whom a case can be given.
func (d *Desk) People(ctx context.Context, who reinstate.Actor) ([]reinstate.User, error) {
	var people []reinstate.User
	err := d.view(ctx, who, func(tx *store.Tx) error {
		all, err := tx.Users()
		people = slices.DeleteFunc(all, func(u reinstate.User) bool {
			return u.Disabled || !u.Role.May(reinstate.Contribute)
		})
		return err
	})
	return people, err
}

func accountLines(tx *store.Tx) ([]AccountLine, error) {
	accounts, err := tx.Accounts()
	if err != nil {
		return nil, err
	}
	clients, err := tx.Clients()
	if err != nil {
		return nil, err
	}
	names := make(map[reinstate.ClientID]reinstate.Client, len(clients))
	for _, c := range clients {
		names[c.ID] = c
	}
	lines := make([]AccountLine, len(accounts))
	for i, a := range accounts {
		lines[i] = AccountLine{Account: a, ClientName: names[a.Client].LegalName, ClientOther: names[a.Client].OtherName}
	}
	slices.SortStableFunc(lines, func(a, b AccountLine) int { return strings.Compare(a.ClientName, b.ClientName) })
	return lines, nil
}

// addAccount saves a new account, trying further keys while the made one is taken.
func addAccount(tx *store.Tx, a *reinstate.Account) error {
	client, err := tx.Client(a.Client)
	if err != nil {
		return err
	}
	if a.Key != "" {
		return tx.AddAccount(a)
	}
	name := client.LegalName
	if client.OtherName != "" {
		name = client.OtherName
	}
	base := accountKey(name, *a)
	for n := 1; ; n++ {
		a.Key = base
		if n > 1 {
			a.Key = fmt.Sprintf("%s-%d", base, n)
		}
		if _, err := tx.AccountByKey(a.Key); err != nil {
			return tx.AddAccount(a)
		}
	}
}

// accountKey makes a short name such as "alder-finch-amazon-de".
func accountKey(client string, a reinstate.Account) string {
	var words []string
	latin := strings.FieldsFunc(norm.NFD.String(strings.ToLower(client)), func(r rune) bool {
		return !unicode.Is(unicode.Mn, r) && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	})
	for _, word := range latin {
		word = strings.Map(func(r rune) rune {
			if r > unicode.MaxASCII {
				return -1
			}
			return r
		}, word)
		if word != "" && len(words) < 2 {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		words = []string{"client", fmt.Sprint(a.Client)}
	}
	words = append(words, string(a.Marketplace))
	if a.Store != "" {
		words = append(words, strings.ToLower(a.Store))
	}
	return strings.Join(words, "-")
}
