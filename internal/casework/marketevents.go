package casework

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// EventKind is the kind of the job that reads what a marketplace told.
const EventKind = "health_event"

// Reading is what that job knows.
type Reading struct{ Event reinstate.MarketEventID }

// HookUser is the name by which a marketplace signs its deliveries in; the
// password is each address's own.
const HookUser = "reinstate"

// MostTold is how many bytes one delivery may have.
const MostTold = 1 << 20

// MakeHook makes an address at which Walmart can tell us things about an
// account, with a password, in place of those it had. Both are shown this once.
func (d *Desk) MakeHook(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) (address, password string, err error) {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return "", "", err
	}
	account, c, err := d.connected(ctx, who, id)
	if err != nil {
		return "", "", err
	}
	if account.Marketplace != reinstate.Walmart {
		return "", "", reinstate.Invalid{"account": "Only Walmart tells of performance by a webhook."}
	}
	address, password = unguessable(), unguessable()
	sealed, err := d.db.Seal(hookKeyPlace(c.ID), password)
	if err != nil {
		return "", "", err
	}
	err = d.changeConnection(ctx, who, c.ID, func(c *reinstate.Connection) { c.Hook, c.HookKey = hookHash(address), sealed })
	return address, password, err
}

// DropHook ends the address. What was told stays.
func (d *Desk) DropHook(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) error {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return err
	}
	_, c, err := d.connected(ctx, who, id)
	if err != nil {
		return err
	}
	return d.changeConnection(ctx, who, c.ID, func(c *reinstate.Connection) { c.Hook, c.HookKey = "", "" })
}

func (d *Desk) changeConnection(ctx context.Context, who reinstate.Actor, id reinstate.ConnectionID, change func(*reinstate.Connection)) error {
	return d.update(ctx, who, reinstate.ManagePeople, func(tx *store.Tx) error {
		c, err := tx.Connection(id)
		if err != nil {
			return err
		}
		change(&c)
		return tx.SaveConnection(&c)
	})
}

// unguessable is a text of 160 random bits.
func unguessable() string {
	random := make([]byte, 20)
	rand.Read(random) // never fails
	return hex.EncodeToString(random)
}

func hookHash(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:])
}

func hookKeyPlace(id reinstate.ConnectionID) string {
	return fmt.Sprintf("webhook of connection %d", id)
}

// Delivery is one message of a marketplace's webhook with what proves who sent
// it.
type Delivery struct {
	Address        string // the unguessable part
	User, Password string // of Basic authentication; empty: none was given
	Signature      string // WM_SEC.SIGNATURE; empty: none was given
	Timestamp      string // WM_SEC.TIMESTAMP, seconds since 1970
	Method, Path   string // as they came, the path with its query
	Body           []byte
}

// freshness is how old a signed delivery may be. Walmart names no time; this is
// our choice. A repeat within it is told by its identifier.
const freshness = 5 * time.Minute

// Hear keeps what Walmart tells and queues its reading. An address that nobody
// has is not found; a delivery without proof is forbidden; the same again
// changes nothing. When it returns nil, the message is on the disk.
//
// Proof is what the subscription was given, Basic authentication ("Subscribe to
// an event notification", read 2026-11-26), or a signature as the page "Security
// and authenticity" describes, which newer pages no longer mention.
func (d *Desk) Hear(ctx context.Context, in Delivery) error {
	var c reinstate.Connection
	var firm reinstate.OrgID
	nobody := reinstate.Actor{Name: "Reinstate", Kind: reinstate.System}
	err := d.db.View(ctx, nobody, func(tx *store.Tx) (err error) {
		c, firm, err = tx.ConnectionByHook(hookHash(in.Address))
		return err
	})
	if err != nil {
		return err
	}
	password, err := d.db.Unseal(hookKeyPlace(c.ID), c.HookKey)
	if err != nil {
		return err
	}
	who := reinstate.Actor{Org: firm, Name: "Walmart", Kind: reinstate.System, Role: reinstate.RoleManager}
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		if !in.proved(password, tx.Now()) {
			return reinstate.ErrForbidden
		}
		e, err := in.event(c.Account)
		if err != nil {
			return err
		}
		err = tx.AddMarketEvent(&e)
		if errors.Is(err, reinstate.ErrConflict) {
			return nil // it came before
		}
		if err != nil {
			return err
		}
		return tx.Queue(store.Job{Kind: EventKind, Args: Reading{e.ID}})
	})
}

// proved reports whether a delivery comes from whoever was given the password.
func (in Delivery) proved(password string, now time.Time) bool {
	equal := func(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
	if equal(in.User, HookUser) && equal(in.Password, password) {
		return true
	}
	seconds, err := strconv.ParseInt(in.Timestamp, 10, 64)
	if err != nil || in.Signature == "" {
		return false
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > freshness || age < -freshness {
		return false
	}
	sum := sha256.Sum256(in.Body)
	mac := hmac.New(sha256.New, []byte(password))
	mac.Write([]byte(in.Method + "\n" + in.Path + "\n" + in.Timestamp + "\n" + hex.EncodeToString(sum[:])))
	return equal(in.Signature, base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

// envelope is what every delivery is wrapped in.
type envelope struct {
	Source struct {
		EventType string `json:"eventType"`
		EventID   string `json:"eventId"`
	} `json:"source"`
	Payload json.RawMessage `json:"payload"`
}

// event is a delivery as it is kept.
func (in Delivery) event(account reinstate.AccountID) (reinstate.MarketEvent, error) {
	var t envelope
	if err := json.Unmarshal(in.Body, &t); err != nil {
		return reinstate.MarketEvent{}, reinstate.Invalid{"body": "This is not a message of a webhook: it is no JSON object."}
	}
	e := reinstate.MarketEvent{Account: account, Name: line(t.Source.EventID), Sort: excerpt(line(t.Source.EventType)), Body: string(in.Body), State: reinstate.EventWaiting}
	if e.Name == "" || len(e.Name) > 200 {
		sum := sha256.Sum256(in.Body)
		e.Name = "sha256 " + hex.EncodeToString(sum[:])
	}
	return e, nil
}

// performanceSorts are the messages about an account's performance: one, and
// two older names of it.
var performanceSorts = []string{"SELLER_PERFORMANCE_NOTIFICATIONS", "SELLER_PERFORMANCE_REPORT", "SELLER_PERFORMANCE_ALARMS"}

// performance is the part of such a message that tells what it is.
type performance struct {
	PartnerID        json.RawMessage `json:"partnerId"` // a number or a text
	NotificationType string          `json:"notificationType"`
	English          struct {
		Summary string `json:"summary"`
		Alarms  []struct {
			AlarmType   string      `json:"alarmType"`
			OrderCount  json.Number `json:"orderCount"`
			Description string      `json:"description"`
			Action      string      `json:"action"`
		} `json:"alarms"`
	} `json:"enNotification"`
}

// ReadEvent reads what a marketplace told: a report is kept like a file, a
// warning is put into words, and what nobody knows stays as it came.
func (d *Desk) ReadEvent(ctx context.Context, who reinstate.Actor, id reinstate.MarketEventID) error {
	var e reinstate.MarketEvent
	var account reinstate.Account
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		if e, err = tx.MarketEvent(id); err == nil {
			account, err = tx.Account(e.Account)
		}
		return err
	})
	if errors.Is(err, reinstate.ErrNotFound) || err == nil && e.State != reinstate.EventWaiting {
		return nil
	}
	if err != nil {
		return err
	}
	if err := d.settle(ctx, who, account, &e); err != nil {
		return err
	}
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		if e.State == reinstate.EventNoted {
			if err := tx.Announce(reinstate.TopicHealth, "alarm", map[string]string{"account": account.Key, "event": e.Name}); err != nil {
				return err
			}
		}
		return tx.SettleMarketEvent(e)
	})
}

// settle decides what becomes of an event.
func (d *Desk) settle(ctx context.Context, who reinstate.Actor, account reinstate.Account, e *reinstate.MarketEvent) error {
	var t envelope
	var p performance
	e.State = reinstate.EventUnknown
	if json.Unmarshal([]byte(e.Body), &t) != nil || !slices.Contains(performanceSorts, e.Sort) || json.Unmarshal(t.Payload, &p) != nil {
		return nil
	}
	if seller := strings.Trim(string(p.PartnerID), `"`); seller != "" && seller != "null" && account.SellerID != "" && seller != account.SellerID {
		e.State = reinstate.EventRefused
		e.Says = []reinstate.Sentence{reinstate.Say("It is about the seller %s; the account is %s.", excerpt(line(seller)), account.SellerID)}
		return nil
	}
	switch {
	case p.NotificationType == "REPORT" || e.Sort == "SELLER_PERFORMANCE_REPORT":
		return d.keepTold(ctx, who, account, e)
	case p.NotificationType == "ALARMS" || e.Sort == "SELLER_PERFORMANCE_ALARMS":
		e.State, e.Says = reinstate.EventNoted, alarms(p)
	}
	return nil
}

// keepTold keeps a report that came by the webhook, the same way as a file.
func (d *Desk) keepTold(ctx context.Context, who reinstate.Actor, account reinstate.Account, e *reinstate.MarketEvent) error {
	read, err := d.ImportHealth(ctx, who, HealthIn{Account: account.ID, Name: "walmart weekly report.json", Body: strings.NewReader(e.Body)})
	var refused reinstate.Invalid
	switch {
	case errors.As(err, &refused):
		e.State, e.Says = reinstate.EventRefused, []reinstate.Sentence{reinstate.Say("The report cannot be taken: %s", excerpt(refused.Error()))}
		return nil
	case err != nil:
		return err
	}
	e.State, e.Says = reinstate.EventStored, read.Report.Warnings
	return nil
}

// mostAlarms bounds the sentences of one message.
const mostAlarms = 20

// alarms are the warnings of a message in words: Walmart's own, shortened.
func alarms(p performance) []reinstate.Sentence {
	var says []reinstate.Sentence
	for _, a := range p.English.Alarms[:min(len(p.English.Alarms), mostAlarms)] {
		n, _ := a.OrderCount.Int64()
		says = append(says, reinstate.Say("%[2]s: %[1]d orders. %[3]s", int(n), excerpt(line(a.AlarmType)), excerpt(line(strings.TrimSpace(a.Description+" "+a.Action)))))
	}
	if len(says) == 0 && p.English.Summary != "" {
		says = append(says, reinstate.Say("%s", excerpt(line(p.English.Summary))))
	}
	return says
}
