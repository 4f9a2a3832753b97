package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// estate is a firm with one thing of each kind, for calls to be made on.
type estate struct {
	*storetest.Case
	waiting, notice reinstate.Notice
	demand          reinstate.Demand
	clock           reinstate.Clock
	exhibit         reinstate.Exhibit
	claim           reinstate.Claim
	plan            reinstate.Plan
	filing          reinstate.Filing
	comment         reinstate.Comment
	review          reinstate.Review
	link            reinstate.ReviewLink
	export          reinstate.Export
	upload          store.Upload
	paper, removed  reinstate.Paper
	user            reinstate.User
	session         store.Session
	job             store.QueuedJob
	pageNote        reinstate.PageNote
	well            wellbeing
	goods           supplies
	mail            reinstate.Mail
	mailbox         store.Mailbox
	exchange        reinstate.Exchange
	outgoing        reinstate.Outgoing
	hook            store.Hook
	event           reinstate.Event // what changes are recorded as
}

func newEstate(tb testing.TB) *estate {
	tb.Helper()
	w := storetest.New(tb)
	e := &estate{Case: w.Firm("Their firm").Client("Their client").Account(reinstate.Amazon, "US").Case(), event: did}
	e.notice = e.Notice("their notice")
	e.demand = e.Demand("their demand")
	e.clock = e.Clock(reinstate.ClockAppeal, w.Clock.Now().Add(48*time.Hour))
	e.exhibit = e.Exhibit("their exhibit")
	e.claim = e.Claim(reinstate.RootCause, "their claim", 0, e.exhibit.ID)
	e.plan = e.Plan("their plan")
	e.filing = e.Filing()
	w.Update(e.Owner, func(tx *store.Tx) (err error) {
		if e.user, err = tx.User(e.Owner.User); err != nil {
			return err
		}
		e.waiting = reinstate.Notice{Account: e.Account.Account.ID, Kind: reinstate.KindNotice, Text: "their waiting notice", SHA256: storetest.Digest("w"), CheckedBy: e.user.Name, CheckedAt: tx.Now()}
		if err := tx.AddNotice(&e.waiting, reinstate.Event{}); err != nil {
			return err
		}
		e.session = store.Session{TokenHash: storetest.Digest("t"), Org: e.Org.ID, User: e.user.ID, Expires: tx.Now().Add(time.Hour)}
		if err := tx.AddSession(e.session); err != nil {
			return err
		}
		e.mail = reinstate.Mail{Case: e.id(), Notice: e.notice.ID, MessageID: "their@mail", Subject: "their mail", SHA256: storetest.Digest("mail"), Sort: reinstate.MailMessage, Attached: []reinstate.MailFile{{Name: "x", SHA256: storetest.Digest("attached"), Size: 8}}}
		if err := tx.AddMail(&e.mail, did); err != nil {
			return err
		}
		if _, err := tx.SetCaseToken(e.id(), "their-token"); err != nil {
			return err
		}
		e.exchange = reinstate.Exchange{Case: e.id(), Way: reinstate.ByPhone, Party: "Ana", Files: []reinstate.MailFile{{Name: "y", SHA256: storetest.Digest("told"), Size: 4}}}
		if err := tx.AddExchange(&e.exchange, did); err != nil {
			return err
		}
		e.outgoing = reinstate.Outgoing{Case: e.id(), MessageID: "ours@mail", Subject: "to them", SHA256: storetest.Digest("outgoing"), Size: 8}
		if err := tx.AddOutgoing(&e.outgoing, did); err != nil {
			return err
		}
		e.mailbox = store.Mailbox{Address: "imaps://their@mail.example/INBOX", Secret: "x"}
		if err := tx.AddMailbox(&e.mailbox); err != nil {
			return err
		}
		e.hook = store.Hook{URL: "https://their.example/hook", Secret: "x", Topics: []reinstate.Topic{"nothing"}}
		if err := tx.AddHook(&e.hook); err != nil {
			return err
		}
		if err := tx.Queue(store.Job{Kind: "theirs"}); err != nil {
			return err
		}
		jobs, err := tx.Jobs(store.JobWaiting, 1)
		if err != nil {
			return err
		}
		e.job = jobs[0]
		if err := tx.SetFeed(e.user.ID, storetest.Digest("feed")); err != nil {
			return err
		}
		if err := tx.SaveWishes(reinstate.UsualWishes(e.user.ID)); err != nil {
			return err
		}
		for _, r := range []reinstate.Reminder{{Sort: reinstate.OfDay, Day: "2026-11-20"}, {Sort: reinstate.OfLimit, Case: e.id(), Clock: e.clock.ID, Due: e.clock.Due, Lead: 2 * time.Hour}} {
			r.User = e.user.ID
			if err := tx.AddReminder(&r); err != nil {
				return err
			}
		}
		if err := tx.Saw(e.id()); err != nil {
			return err
		}
		held := e.Case.Case
		if held, err = tx.Case(held.ID); err != nil {
			return err
		}
		held.Held = reinstate.Hold{Until: tx.Now().Add(time.Hour), Why: "their reason"}
		if err := tx.SaveCase(&held, e.event); err != nil {
			return err
		}
		h := reinstate.Handling{Case: e.Case.Case.ID, Thing: reinstate.ThingExhibit, ID: int64(e.exhibit.ID), Goes: reinstate.GoesWith}
		if err := tx.SaveHandling(h, did); err != nil {
			return err
		}
		e.export = reinstate.Export{Case: e.Case.Case.ID, Profile: "counsel", State: reinstate.ExportDone, Ended: tx.Now()}
		if err := tx.AddExport(&e.export, did); err != nil {
			return err
		}
		if err := tx.SaveFileText(reinstate.FileText{SHA256: e.exhibit.SHA256, State: reinstate.TextDone, Pages: []string{"their first page"}}); err != nil {
			return err
		}
		if err := tx.SavePreview(reinstate.Preview{SHA256: e.exhibit.SHA256, State: reinstate.PreviewDone, Thumb: reinstate.Picture{SHA256: storetest.Digest("thumb")}}); err != nil {
			return err
		}
		e.pageNote = reinstate.PageNote{Case: e.id(), Exhibit: e.exhibit.ID, Page: 1, Spot: reinstate.WholePage, Text: "their note on a page"}
		if err := tx.AddPageNote(&e.pageNote, did); err != nil {
			return err
		}
		if _, err := tx.Indexed(100); err != nil {
			return err
		}
		return tx.Reword(e.Case.Case.ID, "B0THEIRASIN")
	})
	w.Update(e.Owner, func(tx *store.Tx) error { return e.written(tx) })
	w.Update(e.Owner, func(tx *store.Tx) error {
		e.upload = store.Upload{Case: e.id(), Ticket: "their ticket", Mark: "their mark", Size: 9}
		e.paper = reinstate.Paper{Account: e.account().ID, Title: "their paper", SHA256: storetest.Digest("paper")}
		if err := tx.AddPaper(&e.paper); err != nil {
			return err
		}
		e.removed = reinstate.Paper{Account: e.account().ID, Title: "their removed paper", SHA256: storetest.Digest("removed"), Removed: tx.Now()}
		if err := tx.AddPaper(&e.removed); err != nil {
			return err
		}
		return tx.AddUpload(&e.upload)
	})
	if _, err := raw(tb, w).Exec("INSERT INTO case_sales (org_id, case_id, item, sold) VALUES (?, ?, 'B0THEIRASIN', 7)", e.Org.ID, e.id()); err != nil {
		tb.Fatal(err)
	}
	e.measure()
	e.supply()
	e.Reload()
	return e
}

// calls make one call of each method of Tx with what the estate's owner would
// give it, so that only the actor decides. They return what the method gave
// that is not the caller's own.
var calls = map[string]func(*store.Tx, *estate) (any, error){
	"Installation": func(tx *store.Tx, e *estate) (any, error) { _, err := tx.Installation(); return nil, err },
	"SetSetupHash": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SetSetupHash("x") },
	"AddOrg":       func(tx *store.Tx, e *estate) (any, error) { return nil, tx.AddOrg(&reinstate.Org{Name: "new"}) },
	"AddMail": func(tx *store.Tx, e *estate) (any, error) {
		m := reinstate.Mail{Case: e.id(), Subject: "new", SHA256: storetest.Digest("new mail")}
		return nil, tx.AddMail(&m, e.event)
	},
	"SaveMail":     func(tx *store.Tx, e *estate) (any, error) { m := e.mail; return nil, tx.SaveMail(&m, e.event) },
	"Mail":         func(tx *store.Tx, e *estate) (any, error) { return tx.Mail(e.mail.ID) },
	"Mails":        func(tx *store.Tx, e *estate) (any, error) { return tx.Mails(e.id()) },
	"Inbox":        func(tx *store.Tx, e *estate) (any, error) { return tx.Inbox(10) },
	"UnseenTalk":   func(tx *store.Tx, e *estate) (any, error) { return tx.UnseenTalk(10) },
	"MailOfNotice": func(tx *store.Tx, e *estate) (any, error) { return tx.MailOfNotice(e.notice.ID) },
	"KnownMail":    func(tx *store.Tx, e *estate) (any, error) { return tx.KnownMail(e.mail.SHA256, e.mail.MessageID) },
	"CaseOfMail":   func(tx *store.Tx, e *estate) (any, error) { return tx.CaseOfMail([]string{"x", e.mail.MessageID}) },
	"Exchanges":    func(tx *store.Tx, e *estate) (any, error) { return tx.Exchanges(e.id()) },
	"Exchange":     func(tx *store.Tx, e *estate) (any, error) { return tx.Exchange(e.exchange.ID) },
	"AddExchange": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddExchange(&reinstate.Exchange{Case: e.id(), Party: "new"}, e.event)
	},
	"StrikeExchange": func(tx *store.Tx, e *estate) (any, error) {
		x := e.exchange
		return nil, tx.StrikeExchange(&x, e.event)
	},
	"OutgoingOf": func(tx *store.Tx, e *estate) (any, error) { return tx.OutgoingOf(e.id()) },
	"Outgoing":   func(tx *store.Tx, e *estate) (any, error) { return tx.Outgoing(e.outgoing.ID) },
	"OutgoingAnswered": func(tx *store.Tx, e *estate) (any, error) {
		return tx.OutgoingAnswered([]string{"x", e.outgoing.MessageID})
	},
	"AddOutgoing": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddOutgoing(&reinstate.Outgoing{Case: e.id(), MessageID: "new@mail"}, e.event)
	},
	"SaveOutgoing": func(tx *store.Tx, e *estate) (any, error) { m := e.outgoing; return nil, tx.SaveOutgoing(&m, e.event) },
	"SetCaseToken": func(tx *store.Tx, e *estate) (any, error) { return tx.SetCaseToken(e.id(), "new-token") },
	"CaseToken":    func(tx *store.Tx, e *estate) (any, error) { return tx.CaseToken(e.id()) },
	"CaseByToken":  func(tx *store.Tx, e *estate) (any, error) { return tx.CaseByToken("their-token") },
	"Mailboxes": func(tx *store.Tx, e *estate) (any, error) {
		found, err := tx.Mailboxes()
		return slices.DeleteFunc(found, func(m store.Mailbox) bool { return m.Address != e.mailbox.Address }), err
	},
	"AddMailbox":    func(tx *store.Tx, e *estate) (any, error) { return nil, tx.AddMailbox(&store.Mailbox{Address: "new"}) },
	"SaveMailbox":   func(tx *store.Tx, e *estate) (any, error) { m := e.mailbox; return nil, tx.SaveMailbox(&m) },
	"RemoveMailbox": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.RemoveMailbox(e.mailbox.ID) },
	"Hooks": func(tx *store.Tx, e *estate) (any, error) {
		found, err := tx.Hooks()
		return slices.DeleteFunc(found, func(h store.Hook) bool { return h.URL != e.hook.URL }), err
	},
	"Hook":       func(tx *store.Tx, e *estate) (any, error) { return tx.Hook(e.hook.ID) },
	"AddHook":    func(tx *store.Tx, e *estate) (any, error) { return nil, tx.AddHook(&store.Hook{URL: "new"}) },
	"SaveHook":   func(tx *store.Tx, e *estate) (any, error) { h := e.hook; return nil, tx.SaveHook(&h) },
	"RemoveHook": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.RemoveHook(e.hook.ID) },
	"Try":        func(tx *store.Tx, e *estate) (any, error) { return nil, tx.Try(e.hook) },
	"Announce":   func(tx *store.Tx, e *estate) (any, error) { return nil, tx.Announce(reinstate.TopicHealth, "x", nil) },
	"Queue":      func(tx *store.Tx, e *estate) (any, error) { return nil, tx.Queue(store.Job{Kind: "x"}) },
	"Jobs":       func(tx *store.Tx, e *estate) (any, error) { return tx.Jobs(store.JobWaiting, 10) },
	"RetryJob":   func(tx *store.Tx, e *estate) (any, error) { return nil, tx.RetryJob(e.job.ID) },
	"Orgs": func(tx *store.Tx, e *estate) (any, error) {
		orgs, err := tx.Orgs()
		if len(orgs) == 1 && orgs[0].ID == tx.Who().Org {
			return nil, err
		}
		return orgs, err
	},
	"RemoveOrg": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.RemoveOrg(e.Org.ID) },
	"AddUser": func(tx *store.Tx, e *estate) (any, error) {
		u := reinstate.User{Org: e.Org.ID, Email: "new@example.com", Role: reinstate.RoleClient, Client: e.client()}
		return nil, tx.AddUser(&u, "x")
	},
	"Users": func(tx *store.Tx, e *estate) (any, error) {
		users, err := tx.Users()
		return slices.DeleteFunc(users, func(u reinstate.User) bool { return u.ID != e.user.ID }), err
	},
	"User":        func(tx *store.Tx, e *estate) (any, error) { return tx.User(e.user.ID) },
	"SaveUser":    func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SaveUser(new(e.user)) },
	"SetPassword": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SetPassword(e.user.ID, "x") },
	"Credentials": func(tx *store.Tx, e *estate) (any, error) { u, _, err := tx.Credentials(e.user.Email); return u, err },
	"AddSession": func(tx *store.Tx, e *estate) (any, error) {
		s := e.session
		s.TokenHash = "x"
		return nil, tx.AddSession(s)
	},
	"Session": func(tx *store.Tx, e *estate) (any, error) {
		s, _, _, err := tx.Session(e.session.TokenHash)
		return s, err
	},
	"TouchSession":  func(tx *store.Tx, e *estate) (any, error) { return nil, tx.TouchSession(e.session.TokenHash) },
	"EndSession":    func(tx *store.Tx, e *estate) (any, error) { return nil, tx.EndSession(e.session.TokenHash) },
	"EndSessions":   func(tx *store.Tx, e *estate) (any, error) { return nil, tx.EndSessions(e.user.ID) },
	"SessionsOf":    func(tx *store.Tx, e *estate) (any, error) { return tx.SessionsOf(e.user.ID) },
	"PruneSessions": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.PruneSessions() },
	"AddFailure":    func(tx *store.Tx, e *estate) (any, error) { return nil, tx.AddFailure("address:192.0.2.1") },
	"Failures": func(tx *store.Tx, e *estate) (any, error) {
		n, _, err := tx.Failures("address:192.0.2.1", time.Time{})
		return n, err
	},
	"ClearFailures": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.ClearFailures("address:192.0.2.1") },
	"PruneFailures": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.PruneFailures(tx.Now()) },
	"Clients": func(tx *store.Tx, e *estate) (any, error) {
		clients, err := tx.Clients()
		return slices.DeleteFunc(clients, func(c reinstate.Client) bool { return c.ID != e.client() }), err
	},
	"Client": func(tx *store.Tx, e *estate) (any, error) { return tx.Client(e.client()) },
	"AddClient": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddClient(&reinstate.Client{LegalName: "new"})
	},
	"SaveClient": func(tx *store.Tx, e *estate) (any, error) {
		c := e.Client.Client
		c.LegalName = "x"
		return nil, tx.SaveClient(&c)
	},
	"OpenCasesByClient": func(tx *store.Tx, e *estate) (any, error) { return tx.OpenCasesByClient() },
	"Accounts":          func(tx *store.Tx, e *estate) (any, error) { return tx.Accounts() },
	"AccountsOf":        func(tx *store.Tx, e *estate) (any, error) { return tx.AccountsOf(e.client()) },
	"Account":           func(tx *store.Tx, e *estate) (any, error) { return tx.Account(e.account().ID) },
	"AccountByKey":      func(tx *store.Tx, e *estate) (any, error) { return tx.AccountByKey(e.account().Key) },
	"AddAccount": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddAccount(&reinstate.Account{Client: e.client(), Key: "new"})
	},
	"SaveAccount": func(tx *store.Tx, e *estate) (any, error) {
		a := e.account()
		a.Key = "x"
		return nil, tx.SaveAccount(&a)
	},
	"AddCase": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddCase(&reinstate.Case{Account: e.account().ID}, e.event)
	},
	"Case":            func(tx *store.Tx, e *estate) (any, error) { return tx.Case(e.id()) },
	"CaseByReference": func(tx *store.Tx, e *estate) (any, error) { return tx.CaseByReference(e.Case.Case.Reference) },
	"SaveCase":        func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SaveCase(new(e.Case.Case), e.event) },
	"Parties":         func(tx *store.Tx, e *estate) (any, error) { c, _, _, err := tx.Parties(e.Case.Case); return c, err },
	"Cases": func(tx *store.Tx, e *estate) (any, error) {
		var found []store.CaseLine
		for _, q := range []store.CaseQuery{
			{}, {Client: e.client()}, {Account: e.account().ID}, {Owner: e.user.ID}, {State: reinstate.States()}, {Marketplace: reinstate.Amazon},
			{Reason: "inauthentic"}, {Search: "B0THEIRASIN"}, {Search: "Their client"}, {Search: "cl"}, {Search: "R-"}, {Search: "a b"},
			{Sort: "changed"}, {Sort: "opened", Desc: true}, {Sort: "waiting"},
		} {
			page, err := tx.Cases(q)
			if err != nil {
				return nil, err
			}
			found = append(found, page.Lines...)
		}
		return found, nil
	},
	"Agenda": func(tx *store.Tx, e *estate) (any, error) {
		return tx.Agenda(store.AgendaQuery{From: tx.Now().AddDate(-1, 0, 0), To: tx.Now().AddDate(1, 0, 0)})
	},
	"Returns": func(tx *store.Tx, e *estate) (any, error) {
		return tx.Returns(store.AgendaQuery{From: tx.Now().AddDate(-1, 0, 0), To: tx.Now().AddDate(1, 0, 0)})
	},
	"Results": func(tx *store.Tx, e *estate) (any, error) {
		return tx.Results(store.ResultQuery{Marketplace: reinstate.Amazon})
	},
	"Wishes": func(tx *store.Tx, e *estate) (any, error) { return tx.Wishes() },
	"SaveWishes": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SaveWishes(reinstate.UsualWishes(e.user.ID))
	},
	"AddReminder": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddReminder(&reinstate.Reminder{User: e.user.ID, Sort: reinstate.OfLimit, Case: e.id(), Clock: e.clock.ID, Due: e.clock.Due, Lead: time.Hour})
	},
	"RemindersOf": func(tx *store.Tx, e *estate) (any, error) {
		return tx.RemindersOf(time.Time{}, tx.Now().AddDate(1, 0, 0))
	},
	"Forget":          func(tx *store.Tx, e *estate) (any, error) { return tx.Forget(tx.Now().AddDate(1, 0, 0)) },
	"HadDigest":       func(tx *store.Tx, e *estate) (any, error) { return tx.HadDigest(e.user.ID, "2026-11-20") },
	"UnreadReminders": func(tx *store.Tx, e *estate) (any, error) { return tx.UnreadReminders(e.user.ID, 9) },
	"ReadReminders":   func(tx *store.Tx, e *estate) (any, error) { return nil, tx.ReadReminders(e.user.ID) },
	"Saw":             func(tx *store.Tx, e *estate) (any, error) { return nil, tx.Saw(e.id()) },
	"SeenSince":       func(tx *store.Tx, e *estate) (any, error) { return tx.SeenSince(time.Time{}) },
	"FeedOf":          func(tx *store.Tx, e *estate) (any, error) { return tx.FeedOf(e.user.ID) },
	"SetFeed":         func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SetFeed(e.user.ID, storetest.Digest("new")) },
	"DropFeed":        func(tx *store.Tx, e *estate) (any, error) { return nil, tx.DropFeed(e.user.ID) },
	"FeedReader":      func(tx *store.Tx, e *estate) (any, error) { return tx.FeedReader(storetest.Digest("feed")) },
	"TouchFeed":       func(tx *store.Tx, e *estate) (any, error) { return nil, tx.TouchFeed(e.user.ID) },
	"CaseCounts": func(tx *store.Tx, e *estate) (any, error) {
		n, err := tx.CaseCounts()
		if n.Due+n.Overdue+n.Waiting+len(n.State) > 0 {
			return n, err
		}
		return nil, err
	},
	"Rounds": func(tx *store.Tx, e *estate) (any, error) { return tx.Rounds(e.id()) },
	"SaveRound": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SaveRound(e.id(), reinstate.Round{Number: 1, Note: "x"}, e.event)
	},
	"Reword": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.Reword(e.id(), "x") },
	"AddNotice": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddNotice(&reinstate.Notice{Case: e.id()}, e.event)
	},
	"Notice":          func(tx *store.Tx, e *estate) (any, error) { return tx.Notice(e.waiting.ID) },
	"Notices":         func(tx *store.Tx, e *estate) (any, error) { return tx.Notices(e.id()) },
	"WaitingNotices":  func(tx *store.Tx, e *estate) (any, error) { return tx.WaitingNotices() },
	"CheckedReadings": func(tx *store.Tx, e *estate) (any, error) { return tx.CheckedReadings() },
	"NoticesByDigest": func(tx *store.Tx, e *estate) (any, error) { return tx.NoticesByDigest(e.waiting.SHA256) },
	"SaveNotice": func(tx *store.Tx, e *estate) (any, error) {
		n := e.waiting
		n.Case = e.id()
		return nil, tx.SaveNotice(&n, e.event)
	},
	"Demands": func(tx *store.Tx, e *estate) (any, error) { return tx.Demands(e.id()) },
	"Demand":  func(tx *store.Tx, e *estate) (any, error) { return tx.Demand(e.demand.ID) },
	"AddDemand": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddDemand(&reinstate.Demand{Case: e.id()}, e.event)
	},
	"SaveDemand": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SaveDemand(new(e.demand), e.event) },
	"Clocks":     func(tx *store.Tx, e *estate) (any, error) { return tx.Clocks(e.id()) },
	"Clock":      func(tx *store.Tx, e *estate) (any, error) { return tx.Clock(e.clock.ID) },
	"AddClock": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddClock(&reinstate.Clock{Case: e.id()}, e.event)
	},
	"SaveClock":        func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SaveClock(new(e.clock), e.event) },
	"Exhibits":         func(tx *store.Tx, e *estate) (any, error) { return tx.Exhibits(e.id()) },
	"Exhibit":          func(tx *store.Tx, e *estate) (any, error) { return tx.Exhibit(e.exhibit.ID) },
	"ExhibitsByDigest": func(tx *store.Tx, e *estate) (any, error) { return tx.ExhibitsByDigest(e.id(), e.exhibit.SHA256) },
	"AddExhibit": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddExhibit(&reinstate.Exhibit{Case: e.id()}, e.event)
	},
	"SaveExhibit": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SaveExhibit(new(e.exhibit), e.event) },
	"Papers":      func(tx *store.Tx, e *estate) (any, error) { return tx.Papers(e.account().ID) },
	"Paper":       func(tx *store.Tx, e *estate) (any, error) { return tx.Paper(e.paper.ID) },
	"AddPaper": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddPaper(&reinstate.Paper{Account: e.account().ID})
	},
	"SavePaper": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SavePaper(new(e.paper)) },
	"RemovedPapers": func(tx *store.Tx, e *estate) (any, error) {
		return tx.RemovedPapers(tx.Now().Add(time.Hour))
	},
	"DropPaper": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.DropPaper(e.removed.ID) },
	"Custody":   func(tx *store.Tx, e *estate) (any, error) { return tx.Custody(e.id()) },
	"CustodyOf": func(tx *store.Tx, e *estate) (any, error) { return tx.CustodyOf(e.exhibit.ID) },
	"Handle": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.Handle(e.exhibit, reinstate.CustodyViewed, "x", time.Hour)
	},
	"Twins": func(tx *store.Tx, e *estate) (any, error) { return tx.Twins(e.exhibit.SHA256, 0) },
	"Trash": func(tx *store.Tx, e *estate) (any, error) { return tx.Trash(tx.Now().Add(time.Hour)) },
	"InTrash": func(tx *store.Tx, e *estate) (any, error) {
		return tx.InTrash(e.exhibit.ID, tx.Now().Add(time.Hour))
	},
	"Held":      func(tx *store.Tx, e *estate) (any, error) { return tx.Held(e.exhibit.SHA256) },
	"Sales":     func(tx *store.Tx, e *estate) (any, error) { return tx.Sales(e.id()) },
	"SaveSales": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SaveSales(e.id(), nil, e.event) },
	"AddUpload": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddUpload(&store.Upload{Case: e.id(), Ticket: "new"})
	},
	"Upload":       func(tx *store.Tx, e *estate) (any, error) { return tx.Upload(e.id(), e.upload.Ticket) },
	"Uploads":      func(tx *store.Tx, e *estate) (any, error) { return tx.Uploads(e.id(), "") },
	"EndUpload":    func(tx *store.Tx, e *estate) (any, error) { return nil, tx.EndUpload(e.id(), e.upload.Ticket) },
	"SweepUploads": func(tx *store.Tx, e *estate) (any, error) { return tx.SweepUploads(tx.Now().Add(time.Hour)) },
	"Claims":       func(tx *store.Tx, e *estate) (any, error) { return tx.Claims(e.id()) },
	"Claim":        func(tx *store.Tx, e *estate) (any, error) { return tx.Claim(e.claim.ID) },
	"AddClaim": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddClaim(&reinstate.Claim{Case: e.id()}, e.event)
	},
	"SaveClaim": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SaveClaim(new(e.claim), e.event) },
	"RemoveClaim": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.RemoveClaim(e.claim.ID, e.claim.Version, e.event)
	},
	"Plan": func(tx *store.Tx, e *estate) (any, error) { return tx.Plan(e.id(), 1) },
	"AddPlan": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddPlan(&reinstate.Plan{Case: e.id(), Round: 2}, e.event)
	},
	"SavePlan": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SavePlan(new(e.plan), e.event) },
	"WritePlan": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.WritePlan(new(e.plan), []reinstate.Claim{e.claim}, e.event)
	},
	"KeepPlan": func(tx *store.Tx, e *estate) (any, error) {
		p := e.plan
		p.Drafted = tx.Now()
		return nil, tx.KeepPlan(&p, e.event)
	},
	"Dismissals": func(tx *store.Tx, e *estate) (any, error) { return tx.Dismissals(e.id(), 1) },
	"Dismiss": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.Dismiss(reinstate.Dismissal{Case: e.id(), Round: 1, Key: "another"}, e.event)
	},
	"Recall":        func(tx *store.Tx, e *estate) (any, error) { return nil, tx.Recall(e.id(), 1, "key", e.event) },
	"Confirmations": func(tx *store.Tx, e *estate) (any, error) { return tx.Confirmations(e.id(), 1) },
	"Confirm": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.Confirm(e.id(), 1, []reinstate.Confirmation{{Sum: "another"}}, e.event)
	},
	"Unconfirm": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.Unconfirm(e.id(), 1, []string{"sum"}, e.event)
	},
	"Comments": func(tx *store.Tx, e *estate) (any, error) { return tx.Comments(e.id(), 1) },
	"Comment":  func(tx *store.Tx, e *estate) (any, error) { return tx.Comment(e.comment.ID) },
	"AddComment": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddComment(&reinstate.Comment{Case: e.id(), Round: 1, Text: "x"}, e.event)
	},
	"SaveComment":    func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SaveComment(new(e.comment), e.event) },
	"CommentsByLink": func(tx *store.Tx, e *estate) (any, error) { return tx.CommentsByLink(e.link.ID, time.Time{}) },
	"Review": func(tx *store.Tx, e *estate) (any, error) {
		_, r, err := tx.Review(e.id(), 1)
		return r, err
	},
	"AddReview": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddReview(&reinstate.Review{Case: e.id(), Round: 1}, e.event)
	},
	"SaveReview":      func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SaveReview(new(e.review), e.event) },
	"SetApproval":     func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SetApproval(reinstate.SecondApproval) },
	"Approval":        func(tx *store.Tx, e *estate) (any, error) { _, err := tx.Approval(); return nil, err },
	"TimelineOf":      func(tx *store.Tx, e *estate) (any, error) { return tx.TimelineOf(e.id(), "round_opened", e.event.Did) },
	"LettersInReview": func(tx *store.Tx, _ *estate) (any, error) { return tx.LettersInReview(9) },
	"LettersSentBack": func(tx *store.Tx, _ *estate) (any, error) { return tx.LettersSentBack(9) },
	"ReviewLinks":     func(tx *store.Tx, e *estate) (any, error) { return tx.ReviewLinks(e.id(), 1) },
	"ReviewLink":      func(tx *store.Tx, e *estate) (any, error) { return tx.ReviewLink(e.link.ID) },
	"ReviewLinkBySecret": func(tx *store.Tx, e *estate) (any, error) {
		l, _, err := tx.ReviewLinkBySecret(e.link.Hash)
		return l, err
	},
	"AddReviewLink": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddReviewLink(&reinstate.ReviewLink{Case: e.id(), Round: 1, Hash: "another"}, e.event)
	},
	"RevokeReviewLink": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.RevokeReviewLink(new(e.link), e.event) },
	"FiledTexts":       func(tx *store.Tx, e *estate) (any, error) { return tx.FiledTexts(0, 9) },
	"Revisions":        func(tx *store.Tx, e *estate) (any, error) { return tx.Revisions(e.plan.ID) },
	"Revision":         func(tx *store.Tx, e *estate) (any, error) { return tx.Revision(e.plan.ID, 1) },
	"Filings":          func(tx *store.Tx, e *estate) (any, error) { return tx.Filings(e.id()) },
	"Filing":           func(tx *store.Tx, e *estate) (any, error) { return tx.Filing(e.id(), 1) },
	"AddFiling": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddFiling(&reinstate.Filing{Case: e.id(), Round: 2}, e.event)
	},
	"SaveReceipt": func(tx *store.Tx, e *estate) (any, error) {
		f := e.filing
		f.Receipt = "x"
		return nil, tx.SaveReceipt(&f, e.event)
	},
	"Indexed": func(tx *store.Tx, e *estate) (any, error) { _, err := tx.Indexed(5); return nil, err },
	"Due":     func(tx *store.Tx, e *estate) (any, error) { return tx.Due() },
	"Find": func(tx *store.Tx, e *estate) (any, error) {
		hits, _, err := tx.Find("their", 5)
		return hits, err
	},
	"FileText":    func(tx *store.Tx, e *estate) (any, error) { return tx.FileText(e.exhibit.SHA256) },
	"FilesToRead": func(tx *store.Tx, e *estate) (any, error) { return tx.FilesToRead(5) },
	"SaveFileText": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SaveFileText(reinstate.FileText{SHA256: e.exhibit.SHA256, State: reinstate.TextDone, Pages: []string{"their page"}})
	},
	"Preview":        func(tx *store.Tx, e *estate) (any, error) { return tx.Preview(e.exhibit.SHA256) },
	"Thumbs":         func(tx *store.Tx, e *estate) (any, error) { return tx.Thumbs(e.id()) },
	"PreviewsWanted": func(tx *store.Tx, e *estate) (any, error) { return tx.PreviewsWanted(5, true) },
	"SavePreview": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SavePreview(reinstate.Preview{SHA256: e.exhibit.SHA256, State: reinstate.PreviewFailed})
	},
	"DropPreview":   func(tx *store.Tx, e *estate) (any, error) { return tx.DropPreview(e.exhibit.SHA256) },
	"PictureNames":  func(tx *store.Tx, e *estate) (any, error) { return tx.PictureNames() },
	"PageNotes":     func(tx *store.Tx, e *estate) (any, error) { return tx.PageNotes(e.exhibit.ID) },
	"OpenPageNotes": func(tx *store.Tx, e *estate) (any, error) { return tx.OpenPageNotes(e.id()) },
	"PageNote":      func(tx *store.Tx, e *estate) (any, error) { return tx.PageNote(e.pageNote.ID) },
	"AddPageNote": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddPageNote(&reinstate.PageNote{Case: e.id(), Exhibit: e.exhibit.ID, Page: 2, Text: "x"}, e.event)
	},
	"SavePageNote":   func(tx *store.Tx, e *estate) (any, error) { n := e.pageNote; return nil, tx.SavePageNote(&n, e.event) },
	"RemovePageNote": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.RemovePageNote(e.pageNote, e.event) },
	"Handlings":      func(tx *store.Tx, e *estate) (any, error) { return tx.Handlings(e.id()) },
	"SaveHandling": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SaveHandling(reinstate.Handling{Case: e.id(), Thing: reinstate.ThingExhibit, ID: int64(e.exhibit.ID), Privileged: true}, e.event)
	},
	"Exports": func(tx *store.Tx, e *estate) (any, error) { return tx.Exports(e.id(), 5) },
	"Export":  func(tx *store.Tx, e *estate) (any, error) { return tx.Export(e.export.ID) },
	"AddExport": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddExport(&reinstate.Export{Case: e.id(), Profile: "counsel"}, e.event)
	},
	"EndExport":     func(tx *store.Tx, e *estate) (any, error) { return nil, tx.EndExport(e.export, e.event) },
	"AdvanceExport": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.AdvanceExport(e.export) },
	"ExportsEnded": func(tx *store.Tx, e *estate) (any, error) {
		return tx.ExportsEnded(tx.Now().Add(time.Hour), 5)
	},
	"Timeline": func(tx *store.Tx, e *estate) (any, error) { return tx.Timeline(e.id()) },
	"Note":     func(tx *store.Tx, e *estate) (any, error) { return nil, tx.Note(e.id(), e.event) },
}

var did = reinstate.Event{Did: "done"}

func (e *estate) id() reinstate.CaseID       { return e.Case.Case.ID }
func (e *estate) client() reinstate.ClientID { return e.Account.Client.Client.ID }
func (e *estate) account() reinstate.Account { return e.Case.Account.Account }

// dump writes out rows of all tables that belong to a firm, except those of
// the tables left out.
func dump(tb testing.TB, w *storetest.World, org reinstate.OrgID, tables string) string {
	tb.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.Dir, store.Database)+"?mode=ro")
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	var out strings.Builder
	for _, table := range strings.Fields(tables) {
		where := "org_id = ?"
		switch table {
		case "orgs":
			where = "id = ?"
		case "case_words":
			where = "rowid IN (SELECT id FROM cases WHERE org_id = ?)"
		}

		rows, err := db.Query("SELECT * FROM "+table+" WHERE "+where+" ORDER BY 1, 2", org)
		if err != nil {
			tb.Fatalf("%s: %v", table, err)
		}
		columns, _ := rows.Columns()
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				tb.Fatal(err)
			}
			fmt.Fprintf(&out, "%s %#v\n", table, values)
		}
		if err := rows.Err(); err != nil {
			tb.Fatal(err)
		}
		rows.Close()
	}
	return out.String()
}

const (
	firmTables = "file_texts previews orgs users sessions feeds reminder_wishes reminders clients accounts case_numbers case_words custody custody_heads uploads papers " + healthTables + supplyTables + " "
	caseTables = "cases case_reasons rounds notices demands clocks exhibits claims claim_exhibits demand_exhibits plans plan_revisions filings timeline case_seen exchanges outgoing handlings exports case_sales dismissals confirmations comments page_notes reviews review_links"
)
