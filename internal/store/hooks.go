package store

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// Hook is another program that a firm has told of what happens.
type Hook struct {
	ID      int64
	URL     string
	Secret  string // sealed by DB.Seal
	Topics  []reinstate.Topic
	Paused  bool
	Told    time.Time // the last delivery that was taken
	Trouble string    // the last one that was not, in words; empty while it works
	Added   time.Time
	Version int
}

type hookRow struct {
	ID      int64 `gorm:"primaryKey"`
	OrgID   reinstate.OrgID
	URL     string `gorm:"column:url"`
	Secret  string
	Topics  doc[[]reinstate.Topic]
	Paused  bool
	ToldAt  int64
	Trouble string
	AddedAt int64
	Version int
}

func rowOfHook(h Hook) hookRow {
	return hookRow{
		ID: h.ID, URL: h.URL, Secret: h.Secret, Topics: doc[[]reinstate.Topic]{h.Topics}, Paused: h.Paused,
		ToldAt: micros(h.Told), Trouble: h.Trouble, AddedAt: micros(h.Added), Version: h.Version,
	}
}

func (r hookRow) domain() Hook {
	return Hook{
		ID: r.ID, URL: r.URL, Secret: r.Secret, Topics: r.Topics.V, Paused: r.Paused,
		Told: moment(r.ToldAt), Trouble: r.Trouble, Added: moment(r.AddedAt), Version: r.Version,
	}
}

// Hooks lists the hooks of the firm.
func (tx *Tx) Hooks() ([]Hook, error) { return find(tx.mine("hooks").Order("id"), hookRow.domain) }

// Hook is one hook.
func (tx *Tx) Hook(id int64) (Hook, error) {
	return take(tx.mine("hooks").Where("id = ?", id), hookRow.domain)
}

// AddHook adds a hook to the firm.
func (tx *Tx) AddHook(h *Hook) error {
	if err := tx.wide(); err != nil {
		return err
	}
	if h.Added.IsZero() {
		h.Added = tx.now
	}
	row := rowOfHook(*h)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	if err := tx.insert("hooks", &row); err != nil {
		return duplicate(fmt.Errorf("add hook: %w", err), "url", "This address is told already.")
	}
	*h = row.domain()
	return nil
}

// SaveHook changes a hook, unless it was changed meanwhile.
func (tx *Tx) SaveHook(h *Hook) error {
	row := rowOfHook(*h)
	row.Version++
	if err := tx.replace("hooks", h.ID, h.Version, &row); err != nil {
		return fmt.Errorf("save hook %d: %w", h.ID, err)
	}
	h.Version = row.Version
	return nil
}

// RemoveHook forgets a hook.
func (tx *Tx) RemoveHook(id int64) error {
	if err := tx.has("hooks", "id = ?", id); err != nil {
		return err
	}
	return tx.mine("hooks").Where("id = ?", id).Delete(nil).Error
}

// Told is the job that tells one hook of one thing: the exact words, so that a
// second try says the same under the same name.
type Told struct {
	Hook    int64
	Message string // unique name of the announcement, for receivers to drop repeats by
	Body    string // JSON
}

// ToldKind is the kind of that job.
const ToldKind = "hook"

// announcement is what a hook is sent: what happened to what, and no words that
// people wrote.
type announcement struct {
	Type      string            `json:"type"`
	Timestamp time.Time         `json:"timestamp"`
	Data      map[string]string `json:"data"`
}

// Announce queues the news for every hook of the firm that has the topic. It
// is queued if and only if the transaction commits.
func (tx *Tx) Announce(topic reinstate.Topic, what string, data map[string]string) error {
	hooks, err := tx.listening(topic)
	if err != nil {
		return err
	}
	return tx.tell(hooks, topic, what, data)
}

// listening are the hooks of the firm that have a topic.
func (tx *Tx) listening(topic reinstate.Topic) ([]Hook, error) {
	hooks, err := find(tx.g.Table("hooks").Where("org_id = ? AND NOT paused", tx.who.Org).Order("id"), hookRow.domain)
	if err != nil {
		return nil, fmt.Errorf("find who is told: %w", err)
	}
	return slices.DeleteFunc(hooks, func(h Hook) bool { return !slices.Contains(h.Topics, topic) }), nil
}

func (tx *Tx) tell(hooks []Hook, topic reinstate.Topic, what string, data map[string]string) error {
	for _, h := range hooks {
		body, err := json.Marshal(announcement{Type: string(topic) + "." + what, Timestamp: tx.now, Data: data})
		if err != nil {
			return fmt.Errorf("announce %s: %w", what, err)
		}
		if err := tx.Queue(Job{Kind: ToldKind, Args: Told{Hook: h.ID, Message: messageName(), Body: string(body)}, Outside: true}); err != nil {
			return err
		}
	}
	return nil
}

// Try queues a message to one hook that only says that it is told.
func (tx *Tx) Try(h Hook) error {
	return tx.tell([]Hook{h}, "test", "hook", map[string]string{})
}

// messageName is a name that no other announcement has.
func messageName() string {
	random := make([]byte, 15)
	rand.Read(random) // never fails
	return "msg_" + strings.ToLower(base32.StdEncoding.EncodeToString(random))
}

// announceEntry tells of a timeline entry.
func (tx *Tx) announceEntry(id reinstate.CaseID, row entryRow) error {
	topic := reinstate.TopicOf(row.Did)
	hooks, err := tx.listening(topic)
	if err != nil || len(hooks) == 0 {
		return err
	}
	var c struct {
		Reference, State string
		Round            int
	}
	if err := tx.mine("cases").Select("reference, state, round").Where("id = ?", id).Take(&c).Error; err != nil {
		return fmt.Errorf("announce entry %d: %w", row.Seq, err)
	}
	return tx.tell(hooks, topic, row.Did, map[string]string{
		"case": c.Reference, "state": c.State, "round": fmt.Sprint(c.Round), "entry": fmt.Sprint(row.Seq), "by": string(row.Kind),
	})
}
