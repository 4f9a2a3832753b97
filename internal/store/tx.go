package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

// errNested refuses to begin a transaction inside another one, which would see
// other data than the first, or wait for it for ever.
var errNested = errors.New("a transaction cannot begin another one")

// inside marks the context of a transaction.
type inside struct{}

// Tx is one transaction for one actor. It is valid until the function it was
// given to returns, and for that goroutine only.
type Tx struct {
	ctx context.Context
	g   *gorm.DB
	who reinstate.Actor
	now time.Time

	founder bool // the actor had no firm and founded one
	few     int  // fewCases
	queue   *queue
}

// View runs f on one snapshot of what the actor may see.
func (db *DB) View(ctx context.Context, who reinstate.Actor, f func(*Tx) error) error {
	return db.run(ctx, db.read, who, f)
}

// Update runs f in a transaction that is committed when f returns nil and
// rolled back when it returns an error or panics. Updates take turns, so f
// must be quick: what is slow happens before it.
func (db *DB) Update(ctx context.Context, who reinstate.Actor, f func(*Tx) error) error {
	return db.run(ctx, db.write, who, f)
}

func (db *DB) run(ctx context.Context, p *pool, who reinstate.Actor, f func(*Tx) error) error {
	return trouble(db.transact(ctx, p, who, f))
}

func (db *DB) transact(ctx context.Context, p *pool, who reinstate.Actor, f func(*Tx) error) error {
	if ctx.Value(inside{}) != nil {
		return errNested
	}
	conn, err := p.conn(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer conn.Close()
	t, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer t.Rollback() // does nothing once committed
	ctx = context.WithValue(ctx, inside{}, true)
	g := p.gorm.Session(&gorm.Session{NewDB: true, Context: ctx})
	g.Statement.ConnPool = t
	if err := f(&Tx{ctx: ctx, g: g, who: who, now: db.instant(), few: db.few, queue: db.queue}); err != nil {
		return err
	}
	if err := t.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// instant is the present time as the database keeps it.
func (db *DB) instant() time.Time { return moment(micros(db.now())) }

// Now is the instant of the transaction, the same throughout, in UTC and whole
// microseconds.
func (tx *Tx) Now() time.Time { return tx.now }

// Who is the actor for whom the transaction runs.
func (tx *Tx) Who() reinstate.Actor { return tx.who }

// Context ends with the transaction's. A View or Update that is given it
// returns an error, because a transaction cannot begin another one.
func (tx *Tx) Context() context.Context { return tx.ctx }
