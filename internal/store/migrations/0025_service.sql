-- Customer service of accounts, as logs told it. What buyers wrote is not kept
-- here: only the original file has it. A later log corrects an earlier one.

-- +goose Up

CREATE TABLE buyer_messages (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id  INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    snapshot_id INTEGER NOT NULL REFERENCES health_snapshots(id) ON DELETE CASCADE,
    thread      TEXT    NOT NULL,
    order_no    TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    answered_at INTEGER NOT NULL,   -- 0: not yet
    UNIQUE (account_id, thread, order_no, received_at)
);
CREATE INDEX buyer_messages_by_time ON buyer_messages(account_id, received_at);
CREATE INDEX buyer_messages_waiting ON buyer_messages(account_id, received_at) WHERE answered_at = 0;
CREATE INDEX buyer_messages_by_snapshot ON buyer_messages(snapshot_id);

CREATE TABLE buyer_claims (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id  INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    snapshot_id INTEGER NOT NULL REFERENCES health_snapshots(id) ON DELETE CASCADE,
    taken_at    INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    number      TEXT    NOT NULL,
    order_no    TEXT    NOT NULL,
    opened_at   INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,   -- the log's own limit, 0: it gives none
    state       TEXT    NOT NULL,
    word        TEXT    NOT NULL,
    amount      REAL    NOT NULL,
    currency    TEXT    NOT NULL,
    item        TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    UNIQUE (account_id, kind, number)
);
CREATE INDEX buyer_claims_by_time ON buyer_claims(account_id, opened_at);
CREATE INDEX buyer_claims_open ON buyer_claims(org_id, opened_at, id) WHERE state = 'open';
CREATE INDEX buyer_claims_by_snapshot ON buyer_claims(snapshot_id);

CREATE TABLE buyer_feedback (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id  INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    snapshot_id INTEGER NOT NULL REFERENCES health_snapshots(id) ON DELETE CASCADE,
    taken_at    INTEGER NOT NULL,
    order_no    TEXT    NOT NULL,
    day         TEXT    NOT NULL,
    nth         INTEGER NOT NULL,   -- among those of one order and day in a log
    stars       INTEGER NOT NULL,
    text        TEXT    NOT NULL,
    UNIQUE (account_id, order_no, day, nth)
);
CREATE INDEX buyer_feedback_by_day ON buyer_feedback(account_id, day);
CREATE INDEX buyer_feedback_by_snapshot ON buyer_feedback(snapshot_id);
