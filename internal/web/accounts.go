package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

type accountsPage struct {
	page
	Accounts []casework.AccountLine
	Clients  bool // there is a client to add an account to
}

type accountPage struct {
	page
	Account  casework.AccountLine
	Cases    []caseRow
	Policies []casework.PolicyNow // that are tied to it
}

// PolicyPath is the address of a policy that is tied to the account.
func (accountPage) PolicyPath(key reinstate.PolicyKey) string { return keyPath(key) }

// accountFormPage adds an account or changes one.
type accountFormPage struct {
	page
	Form      reinstate.Account
	Client    string // legal name, where it is fixed
	Clients   []reinstate.Client
	Markets   []catalog.Market
	Standings []reinstate.Standing
	Theirs    *reinstate.Account
	Once      string // mark of a form that adds
}

// New reports whether the form adds an account.
func (p accountFormPage) New() bool { return p.Form.ID == 0 }

// Stores lists the sites of all marketplaces, each country once.
func (p accountFormPage) Stores() []catalog.Store {
	var stores []catalog.Store
	for _, market := range p.Markets {
		for _, store := range market.Stores {
			if !slices.ContainsFunc(stores, func(s catalog.Store) bool { return s.Code == store.Code }) {
				stores = append(stores, store)
			}
		}
	}
	return stores
}

func (s *server) accounts(c *gin.Context) error {
	accounts, err := s.desk.Accounts(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	clients, err := s.desk.Clients(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	return s.show(c, "accounts/list", accountsPage{
		page: s.page(c, reinstate.Say("Accounts")), Accounts: accounts, Clients: len(clients) > 0,
	})
}

func (s *server) account(c *gin.Context) error {
	line, err := s.accountLine(c)
	if err != nil {
		return err
	}
	cases, err := s.desk.Cases(c.Request.Context(), who(c), store.CaseQuery{Account: line.ID, Sort: "opened", Desc: true})
	if err != nil {
		return err
	}
	policies, err := s.desk.PoliciesOf(c.Request.Context(), who(c), line.ID)
	if err != nil {
		return err
	}
	return s.show(c, "accounts/show", accountPage{
		page: s.page(c, reinstate.Say("Account %s", line.Key)), Account: line, Cases: s.caseRows(c, cases.Lines), Policies: policies,
	})
}

func (s *server) accountLine(c *gin.Context) (casework.AccountLine, error) {
	id, err := number(c, "id")
	if err != nil {
		return casework.AccountLine{}, err
	}
	return s.desk.Account(c.Request.Context(), who(c), reinstate.AccountID(id))
}

func (s *server) newAccount(c *gin.Context) error {
	client, _ := strconv.ParseInt(c.Query("client"), 10, 64)
	p, err := s.accountFormPage(c, reinstate.Say("Add an account"), reinstate.Account{
		Client: reinstate.ClientID(client), Standing: reinstate.StandingUnknown,
	})
	if err != nil {
		return err
	}
	return s.show(c, "accounts/form", p)
}

func (s *server) addAccount(c *gin.Context) error {
	form := accountForm(c)
	path, err := s.once.do(c.Request.Context(), mark(c), func() (string, error) {
		account, err := s.desk.AddAccount(c.Request.Context(), who(c), form)
		return accountPath(account.ID), err
	})
	if form.Client == 0 && !errors.Is(err, reinstate.ErrForbidden) {
		var refused reinstate.Invalid
		if !errors.As(err, &refused) {
			refused = reinstate.Invalid{}
		}
		refused.Refuse("client", "Choose whose account it is.")
		err = refused
	}
	if err != nil {
		return s.refuseAccount(c, reinstate.Say("Add an account"), form, err)
	}
	return s.redirect(c, path, reinstate.Say("The account is added."))
}

func (s *server) editAccount(c *gin.Context) error {
	line, err := s.accountLine(c)
	if err != nil {
		return err
	}
	p, err := s.accountFormPage(c, reinstate.Say("Change an account"), line.Account)
	if err != nil {
		return err
	}
	return s.show(c, "accounts/form", p)
}

func (s *server) saveAccount(c *gin.Context) error {
	line, err := s.accountLine(c)
	if err != nil {
		return err
	}
	form := accountForm(c)
	form.ID, form.Client, form.Added, form.Version = line.ID, line.Client, line.Added, version(c)
	account, err := s.desk.SaveAccount(c.Request.Context(), who(c), form)
	if err != nil {
		return s.refuseAccount(c, reinstate.Say("Change an account"), form, err)
	}
	return s.redirect(c, accountPath(account.ID), reinstate.Say("The account %s is saved.", account.Key))
}

// refuseAccount shows the form again with what was typed, and beside it what
// somebody else saved in the meantime.
func (s *server) refuseAccount(c *gin.Context, title reinstate.Sentence, form reinstate.Account, cause error) error {
	p, err := s.accountFormPage(c, title, form)
	switch {
	case err != nil:
		return err
	case errors.As(cause, &p.Invalid):
		return s.showWith(c, http.StatusUnprocessableEntity, "accounts/form", p)
	case errors.Is(cause, reinstate.ErrConflict) && form.ID != 0:
		line, err := s.accountLine(c)
		if err != nil {
			return err
		}
		p.Theirs, p.Form.Version, p.Wrong = &line.Account, line.Version, true
		return s.showWith(c, http.StatusConflict, "accounts/form", p)
	}
	return cause
}

func (s *server) accountFormPage(c *gin.Context, title reinstate.Sentence, form reinstate.Account) (accountFormPage, error) {
	p := accountFormPage{
		Once: s.once.token(),
		page: s.page(c, title), Form: form, Markets: s.desk.Catalog().Markets(), Standings: reinstate.Standings(),
	}
	lines, err := s.desk.Clients(c.Request.Context(), who(c))
	for _, line := range lines {
		p.Clients = append(p.Clients, line.Client)
		if line.ID == form.Client {
			p.Client = line.LegalName
		}
	}
	return p, err
}

// accountForm reads an account as typed.
func accountForm(c *gin.Context) reinstate.Account {
	client, _ := strconv.ParseInt(c.PostForm("client"), 10, 64)
	return reinstate.Account{
		Client: reinstate.ClientID(client), Key: c.PostForm("key"), Marketplace: reinstate.Marketplace(c.PostForm("marketplace")),
		Store: c.PostForm("store"), SellerID: c.PostForm("seller_id"), StoreName: c.PostForm("store_name"),
		Standing: reinstate.Standing(c.PostForm("standing")),
	}
}

func accountPath(id reinstate.AccountID) string {
	return "/accounts/" + strconv.FormatInt(int64(id), 10)
}
