// Package store keeps everything but the bytes of files: one SQLite database
// in the data folder. It is the only package that knows SQL or gorm.
//
// All work happens in a transaction for one actor. View sees one snapshot and
// changes nothing; Update is the only way to change anything. Queries start
// from Tx.mine, so another firm's rows do not exist for an actor, nor do
// another client's for an actor who is narrowed to one client. The few methods
// that look beyond a firm say so: Installation, SetSetupHash, AddOrg, Orgs,
// RemoveOrg, Credentials, Session, PruneSessions, ConnectionByHook and what
// counts failed sign-ins.
//
// Every method that changes a case takes the event that goes on its timeline,
// and does both or neither. Things that people edit carry a Version: a save of
// an older one returns reinstate.ErrConflict and changes nothing.
package store
