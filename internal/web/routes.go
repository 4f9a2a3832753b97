package web

import "reinstate/internal/reinstate"

// routes lists every address of the site with who may come there. The pages of
// a case are listed in caseRoutes.
func (s *server) routes() {
	read, firm, people := reinstate.Read, reinstate.ManageFirm, reinstate.ManagePeople

	s.get("/healthz", anyone, s.alive)
	s.get("/readyz", anyone, s.ready)
	s.get("/static/:sum/:name", anyone, s.asset)

	s.get("/setup", anyone, s.askSetup)
	s.post("/setup", anyone, s.setUp)
	s.get("/signin", anyone, s.askSignIn)
	s.post("/signin", anyone, s.signIn)
	s.post("/signout", anyone, s.signOut)
	s.post("/signout/everywhere", read, s.signOutEverywhere)

	s.get("/", read, s.today)
	s.get("/cases", read, s.cases)
	s.caseRoutes()
	s.agendaRoutes()
	s.outcomeRoutes()
	s.reminderRoutes()
	s.exportRoutes()
	s.get("/search", read, s.search)
	s.inboxRoutes()
	s.hookRoutes()
	s.shapeRoutes()
	s.routeRoutes()
	s.blockRoutes()

	s.get("/clients", read, s.clients)
	s.get("/clients/new", firm, s.newClient)
	s.post("/clients", firm, s.addClient)
	s.get("/clients/:id", read, s.client)
	s.get("/clients/:id/edit", firm, s.editClient)
	s.post("/clients/:id", firm, s.saveClient)

	s.get("/accounts", read, s.accounts)
	s.get("/accounts/new", firm, s.newAccount)
	s.post("/accounts", firm, s.addAccount)
	s.get("/accounts/:id", read, s.account)
	s.get("/accounts/:id/edit", firm, s.editAccount)
	s.post("/accounts/:id", firm, s.saveAccount)

	s.standingRoutes()
	s.healthRoutes()
	s.connectionRoutes()
	s.stockRoutes()
	s.policyRoutes()

	s.get("/people", people, s.people)
	s.get("/people/new", people, s.newPerson)
	s.post("/people", people, s.addPerson)
	s.post("/people/:id/role", people, s.setRole)
	s.post("/people/:id/disable", people, s.disable)
	s.post("/people/:id/enable", people, s.enable)
	s.passwordRoutes()

	s.get("/jobs", people, s.jobs)
	s.post("/jobs/:id/retry", people, s.retryJob)

	s.firmRoutes()

	s.get("/account", read, s.settings)
	s.post("/account", read, s.saveSettings)
	s.post("/account/password", read, s.changePassword)
}
