package store

import (
	"fmt"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

// ofClient says, table by table, which rows an actor may see who is narrowed
// to one client. A table that is not listed has no rows for anybody.
var ofClient = map[string]string{
	"users":           "client_id = @client",
	"sessions":        "user_id IN (SELECT id FROM users WHERE org_id = @org AND client_id = @client)",
	"clients":         "id = @client",
	"accounts":        "client_id = @client",
	"cases":           "client_id = @client",
	"case_reasons":    ofCase,
	"rounds":          ofCase,
	"notices":         "(" + ofCase + " OR case_id IS NULL AND account_id IN (SELECT id FROM accounts WHERE org_id = @org AND client_id = @client)) AND " + openNotice,
	"demands":         ofCase,
	"clocks":          ofCase,
	"exhibits":        ofCase + " AND " + openFile,
	"claims":          ofCase,
	"claim_exhibits":  ofCase + " AND exhibit_id NOT IN " + secretExhibits,
	"demand_exhibits": ofCase + " AND exhibit_id NOT IN " + secretExhibits,
	"plans":           ofCase,
	"plan_revisions":  ofCase,
	"filings":         ofCase,
	"reminder_wishes": ofPerson,
	"reminders":       ofPerson,
	"case_seen":       ofCase,
	"feeds":           ofPerson,
	"handlings":       ofCase,
	"exports":         ofCase,
	"texts":           "client_id = @client AND NOT (thing = 'exhibit' AND thing_id IN " + secretExhibits + ") AND NOT (thing = 'notice' AND thing_id IN " + secretNotices + ")",
	"texts_due":       nobody,
	"file_texts":      "sha256 IN (SELECT sha256 FROM exhibits WHERE org_id = @org AND case_id IN (SELECT id FROM cases WHERE org_id = @org AND client_id = @client))" + " AND " + openFile,
	"previews":        "sha256 IN (SELECT sha256 FROM exhibits WHERE org_id = @org AND case_id IN (SELECT id FROM cases WHERE org_id = @org AND client_id = @client))" + " AND " + openFile,
	"page_notes":      nobody,
	"timeline":        ofCase,
	"dismissals":      ofCase,
	"confirmations":   ofCase,
	"comments":        ofCase,
	"reviews":         ofCase,
	"review_links":    ofCase,
	"case_sales":      ofCase,
	"custody":         ofCase + " AND exhibit_id NOT IN " + secretExhibits,
	"custody_heads":   ofCase,
	"uploads":         ofCase,
	"papers":          "account_id IN (SELECT id FROM accounts WHERE org_id = @org AND client_id = @client)",
	"mails":           ofCase,
	"exchanges":       ofCase,
	"outgoing":        ofCase,
	"case_addresses":  nobody,
	"mailboxes":       nobody,
	"hooks":           nobody,

	"connections":   nobody,
	"market_events": ofAccount,
	"health_told":   nobody,

	"health_snapshots": ofAccount,
	"health_measures":  ofAccount,
	"health_latest":    ofAccount,
	"health_defects":   ofAccount,
	"health_standings": ofAccount,
	"health_mappings":  nobody,
	"health_uploads":   ofAccount,
	"health_notes":     ofAccount,
	"health_issues":    ofAccount,
	"stock_newest":     ofAccount,
	"stock_lines":      ofAccount,
	"stock_standings":  ofAccount,
	"sale_lines":       ofAccount,
	"buyer_messages":   ofAccount,
	"buyer_claims":     ofAccount,
	"buyer_feedback":   ofAccount,
	"policy_entries":   nobody,
	"policy_wordings":  nobody,
	"policy_acks":      nobody,
	"policy_readers":   nobody,
	"policy_ties":      nobody,
	"health_actions":   "issue_id IN (SELECT id FROM health_issues WHERE org_id = @org AND " + ofAccount + ")",
}

// nobody is the scope of what is the firm's own and no client's.
const nobody = "@org < 0"

const ofAccount = "account_id IN (SELECT id FROM accounts WHERE org_id = @org AND client_id = @client)"
const ofPerson = "user_id IN (SELECT id FROM users WHERE org_id = @org AND client_id = @client)"

const ofCase = "case_id IN (SELECT id FROM cases WHERE org_id = @org AND client_id = @client)"

// What a firm has called privileged, and every file with the same bytes, does
// not exist for one who sees a single client or came by a review link,
// whatever asks for it. These are the rows of such a one's cases that are.
var (
	secretFiles    = secretFilesIn("SELECT id FROM cases WHERE org_id = @org AND client_id = @client")
	secretExhibits = "(SELECT id FROM exhibits WHERE case_id IN (SELECT id FROM cases WHERE org_id = @org AND client_id = @client) AND sha256 IN " + secretFiles + ")"
	secretNotices  = secretNoticesIn("SELECT id FROM cases WHERE org_id = @org AND client_id = @client")
	openFile       = "sha256 NOT IN " + secretFiles
	openNotice     = "id NOT IN " + secretNotices + " AND " + openFile
)

// secretFilesIn are the digests of what is privileged in some cases.
func secretFilesIn(cases string) string {
	return `(SELECT x.sha256 FROM handlings h JOIN exhibits x ON x.id = h.thing_id
		WHERE h.case_id IN (` + cases + `) AND h.thing = 'exhibit' AND h.privileged <> 0
		UNION ALL SELECT n.sha256 FROM handlings h JOIN notices n ON n.id = h.thing_id
		WHERE h.case_id IN (` + cases + `) AND h.thing = 'notice' AND h.privileged <> 0 AND n.sha256 <> '')`
}

// secretNoticesIn are the messages that are privileged in some cases.
func secretNoticesIn(cases string) string {
	return "(SELECT h.thing_id FROM handlings h WHERE h.case_id IN (" + cases + ") AND h.thing = 'notice' AND h.privileged <> 0)"
}

// ofGuest says the same for who came by a review link: the rows of its case
// and nothing else. A table that is not listed has none.
var ofGuest = map[string]string{
	"cases": "id = " + linkedCase, "accounts": "id = (SELECT account_id FROM cases WHERE id = " + linkedCase + ")",
	"clients": "id = (SELECT client_id FROM cases WHERE id = " + linkedCase + ")",
	"notices": "case_id = " + linkedCase + " AND id NOT IN " + secretNoticesIn(linkedCase), "demands": "case_id = " + linkedCase,
	"exhibits": "case_id = " + linkedCase + " AND sha256 NOT IN " + secretFilesIn(linkedCase),
	"claims":   "case_id = " + linkedCase, "claim_exhibits": "case_id = " + linkedCase, "demand_exhibits": "case_id = " + linkedCase,
	"plans": "case_id = " + linkedCase, "filings": "case_id = " + linkedCase, "rounds": "case_id = " + linkedCase,
	"clocks": "case_id = " + linkedCase, "confirmations": "case_id = " + linkedCase,
	"comments": "link_id = @link", "review_links": "id = @link",
}

const linkedCase = "(SELECT case_id FROM review_links WHERE id = @link AND org_id = @org)"

// mine starts a query of the rows of a table that exist for the actor.
func (tx *Tx) mine(table string) *gorm.DB {
	q := tx.g.Table(table).Where("org_id = ?", tx.who.Org)
	narrower, ok := ofClient[table]
	if !ok {
		q.AddError(fmt.Errorf("table %q has no scope", table))
		return q
	}
	if tx.who.Link != 0 {
		visible, ok := ofGuest[table]
		if !ok {
			return q.Where("1 = 0")
		}
		return q.Where(visible, map[string]any{"org": tx.who.Org, "link": tx.who.Link})
	}
	if tx.narrowed() {
		q = q.Where("? <> 0", tx.who.Client).Where(narrower, map[string]any{"org": tx.who.Org, "client": tx.who.Client})
	}
	return q
}

// narrowed reports whether the actor sees less than the firm: one client, or
// the case of a review link. A client's person without a client sees nothing.
func (tx *Tx) narrowed() bool {
	return tx.who.Client != 0 || tx.who.Role == reinstate.RoleClient || tx.who.Link != 0
}

// all starts a query beyond the actor's firm, for the methods that say so.
func (tx *Tx) all(table string) *gorm.DB { return tx.g.Table(table) }

// wide returns ErrForbidden to an actor who sees one client only: such a one
// adds nothing to the firm.
func (tx *Tx) wide() error {
	if tx.who.Org == 0 {
		return reinstate.ErrNotFound
	}
	if tx.narrowed() {
		return reinstate.ErrForbidden
	}
	return nil
}

// installer returns ErrForbidden to people who have a firm already: what
// concerns the whole installation is for the machine's own operator, for the
// product itself, and for the visitor who sets it up.
func (tx *Tx) installer() error {
	if tx.who.Kind == reinstate.Operator || tx.who.Kind == reinstate.System || tx.who.Org == 0 || tx.founder {
		return nil
	}
	return reinstate.ErrForbidden
}
