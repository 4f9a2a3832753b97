package web

import (
	"errors"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/market"
	"reinstate/internal/reinstate"
)

// connectionRoutes lists the pages of how reports are fetched, and the address
// at which a marketplace tells things by itself.
func (s *server) connectionRoutes() {
	work, people := reinstate.Contribute, reinstate.ManagePeople
	s.get("/accounts/:id/connection", work, s.connection)
	s.post("/accounts/:id/connection", people, s.connect)
	s.post("/accounts/:id/connection/try", people, s.tryConnection)
	s.post("/accounts/:id/connection/fetch", work, s.fetchNow)
	s.post("/accounts/:id/connection/remove", people, s.disconnect)
	s.post("/accounts/:id/connection/hook", people, s.makeMarketHook)
	s.post("/accounts/:id/connection/hook/end", people, s.dropMarketHook)
	s.upload("/incoming/walmart/:address", anyone, s.hear)
}

// connectionPage is how the reports about an account are fetched.
type connectionPage struct {
	page
	File     casework.ConnectionFile
	Path     string
	Address  string // of the webhook that was just made; shown this once
	User     string
	Password string
}

// State is how the fetching goes.
func (p connectionPage) State() reinstate.ConnectionState { return p.File.Connection.State() }

// Amazon reports whether it is a connection to Amazon, which takes three keys.
func (p connectionPage) Amazon() bool { return p.File.Account.Marketplace == reinstate.Amazon }

// Walmart reports whether it is a connection to Walmart, which can tell things
// by itself.
func (p connectionPage) Walmart() bool { return p.File.Account.Marketplace == reinstate.Walmart }

func connectionPath(id reinstate.AccountID) string { return accountPath(id) + "/connection" }

func (s *server) connection(c *gin.Context) error {
	return s.showConnection(c, http.StatusOK, connectionPage{}, nil)
}

func (s *server) showConnection(c *gin.Context, status int, p connectionPage, refused reinstate.Invalid) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if p.File, err = s.desk.Connection(c.Request.Context(), who(c), reinstate.AccountID(id)); err != nil {
		return err
	}
	p.page, p.Path = s.page(c, reinstate.Say("How reports about %s come", p.File.Account.Key)), connectionPath(reinstate.AccountID(id))
	p.Invalid = refused
	return s.showWith(c, status, "health/connection", p)
}

// connect takes keys. They are never shown again, not even in the form that was
// refused.
func (s *server) connect(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	keys := market.Keys{Client: c.PostForm("client"), Secret: c.PostForm("secret"), Refresh: c.PostForm("refresh")}
	tried, err := s.desk.Connect(c.Request.Context(), who(c), reinstate.AccountID(id), keys)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return s.showConnection(c, http.StatusUnprocessableEntity, connectionPage{}, refused)
	}
	if err != nil {
		return err
	}
	says := reinstate.Say("The marketplace takes the keys. The first report is asked for now.")
	if tried.Text != "" {
		says = reinstate.Say("The keys are kept. They could not be tried yet: %s", s.voice(c).say(tried))
	}
	return s.redirect(c, connectionPath(reinstate.AccountID(id)), says)
}

// tryConnection says in words whether the keys hold.
func (s *server) tryConnection(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	says, _, err := s.desk.TryConnection(c.Request.Context(), who(c), reinstate.AccountID(id))
	if err != nil {
		return err
	}
	return s.redirect(c, connectionPath(reinstate.AccountID(id)), says)
}

// changed does something to a connection and leads back to it.
func (s *server) changed(c *gin.Context, do func(reinstate.AccountID) error, says reinstate.Sentence) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := do(reinstate.AccountID(id)); err != nil {
		return err
	}
	return s.redirect(c, connectionPath(reinstate.AccountID(id)), says)
}

func (s *server) fetchNow(c *gin.Context) error {
	return s.changed(c, func(id reinstate.AccountID) error { return s.desk.FetchNow(c.Request.Context(), who(c), id) },
		reinstate.Say("The marketplace is asked now. A report takes some minutes to be made."))
}

func (s *server) disconnect(c *gin.Context) error {
	return s.changed(c, func(id reinstate.AccountID) error { return s.desk.Disconnect(c.Request.Context(), who(c), id) },
		reinstate.Say("The keys are forgotten. What was fetched stays."))
}

func (s *server) dropMarketHook(c *gin.Context) error {
	return s.changed(c, func(id reinstate.AccountID) error { return s.desk.DropHook(c.Request.Context(), who(c), id) },
		reinstate.Say("The address no longer leads anywhere."))
}

// makeMarketHook answers with the page itself and no redirect: address and
// password are shown this once and are kept nowhere to be shown again.
func (s *server) makeMarketHook(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	address, password, err := s.desk.MakeHook(c.Request.Context(), who(c), reinstate.AccountID(id))
	if err != nil {
		return err
	}
	return s.showConnection(c, http.StatusOK, connectionPage{
		Address: s.base(c) + "/incoming/walmart/" + address, User: casework.HookUser, Password: password,
	}, nil)
}

// hear takes what Walmart tells. It is kept before it is answered, and read
// afterwards in the background.
func (s *server) hear(c *gin.Context) error {
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, casework.MostTold))
	if err != nil {
		return err
	}
	in := casework.Delivery{
		Address: c.Param("address"), Signature: c.GetHeader("WM_SEC.SIGNATURE"), Timestamp: c.GetHeader("WM_SEC.TIMESTAMP"),
		Method: c.Request.Method, Path: c.Request.URL.RequestURI(), Body: body,
	}
	in.User, in.Password, _ = c.Request.BasicAuth()
	err = s.desk.Hear(c.Request.Context(), in)
	if errors.Is(err, reinstate.ErrForbidden) {
		c.Header("WWW-Authenticate", `Basic realm="Reinstate"`)
		c.Status(http.StatusUnauthorized)
		return nil
	}
	if err != nil {
		return err
	}
	c.Status(http.StatusOK)
	return nil
}
