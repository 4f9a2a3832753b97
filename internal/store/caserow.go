package store

import "reinstate/internal/reinstate"

type caseRow struct {
	ID                reinstate.CaseID `gorm:"primaryKey"`
	OrgID             reinstate.OrgID
	ClientID          reinstate.ClientID
	AccountID         reinstate.AccountID
	Reference         string
	State             reinstate.State
	Open              bool
	Level             reinstate.Level
	Reasons           doc[[]reinstate.ReasonCode]
	Response          reinstate.Response
	Round             int
	OwnerID           reinstate.UserID
	OpenedAt          int64
	ChangedAt         int64
	WaitingAt         int64
	Outcome           reinstate.Outcome
	CounselName       string
	CounselNote       string
	CounselPrivileged string
	NextKind          reinstate.ClockKind
	NextDue           int64
	NextZone          string
	NextBasis         reinstate.Basis
	HeldUntil         int64
	HeldWhy           string
	Urgency           int64
	Patience          int64
	HeadSeq           int
	HeadHash          string
	Version           int
}

func rowOfCase(c reinstate.Case) caseRow {
	return caseRow{
		ID: c.ID, ClientID: c.Client, AccountID: c.Account, Reference: c.Reference, State: c.State, Open: c.State.Open(),
		Level: c.Level, Reasons: doc[[]reinstate.ReasonCode]{c.Reasons}, Response: c.Response, Round: c.Round, OwnerID: c.Owner,
		OpenedAt: micros(c.Opened), ChangedAt: micros(c.Changed), WaitingAt: micros(c.Waiting), Outcome: c.Outcome,
		CounselName: c.Counsel.Name, CounselNote: c.Counsel.Note, CounselPrivileged: c.Counsel.Privileged,
		NextKind: c.Next.Kind, NextDue: micros(c.Next.Due), NextZone: c.Next.Zone, NextBasis: c.Next.Basis,
		HeldUntil: micros(c.Held.Until), HeldWhy: c.Held.Why,
		Urgency: urgency(c), Patience: sortKey(micros(c.Waiting)), Version: c.Version,
	}
}

func (r caseRow) domain() reinstate.Case {
	return reinstate.Case{
		ID: r.ID, Client: r.ClientID, Account: r.AccountID, Reference: r.Reference, State: r.State, Level: r.Level,
		Reasons: r.Reasons.V, Response: r.Response, Round: r.Round, Owner: r.OwnerID, Opened: moment(r.OpenedAt),
		Changed: moment(r.ChangedAt), Waiting: moment(r.WaitingAt), Outcome: r.Outcome,
		Counsel: reinstate.Counsel{Name: r.CounselName, Note: r.CounselNote, Privileged: r.CounselPrivileged},
		Next:    reinstate.NextClock{Kind: r.NextKind, Due: moment(r.NextDue), Zone: r.NextZone, Basis: r.NextBasis},
		Held:    reinstate.Hold{Until: moment(r.HeldUntil), Why: r.HeldWhy},
		Version: r.Version,
	}
}

// urgency sorts cases by the time left: open ones with a running clock first,
// all others after them.
func urgency(c reinstate.Case) int64 {
	if !c.State.Open() {
		return never
	}
	return sortKey(micros(c.Next.Due))
}

// sortKey puts what has no instant last.
func sortKey(micros int64) int64 {
	if micros == 0 {
		return never
	}
	return micros
}
