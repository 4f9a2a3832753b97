-- +goose Up
-- Ways by which the reports about an account are fetched by machine, with keys
-- that are sealed with the key beside the database.
CREATE TABLE connections (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL UNIQUE REFERENCES accounts(id) ON DELETE CASCADE,
    keys       TEXT    NOT NULL,  -- sealed
    run        TEXT    NOT NULL,  -- JSON: how far the present round is
    step       INTEGER NOT NULL,
    next_at    INTEGER NOT NULL,
    tried_at   INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    trouble    TEXT    NOT NULL,  -- JSON: a sentence, empty while it works
    fault      TEXT    NOT NULL,
    faults     INTEGER NOT NULL,  -- in a row
    brought    TEXT    NOT NULL,  -- JSON: what the last round brought, in sentences
    hook       TEXT    NOT NULL,  -- SHA-256 of the secret in the webhook's address; empty: none
    hook_key   TEXT    NOT NULL,  -- the webhook's password, sealed
    added_at   INTEGER NOT NULL,
    by         TEXT    NOT NULL,
    version    INTEGER NOT NULL
);
CREATE UNIQUE INDEX connections_by_hook ON connections(hook) WHERE hook <> '';
CREATE INDEX connections_due ON connections(org_id, next_at, id);

-- What marketplaces told by a webhook, as it came.
CREATE TABLE market_events (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    sort       TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    came_at    INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    says       TEXT    NOT NULL,  -- JSON: what came of it, in sentences
    UNIQUE (account_id, name)
);
CREATE INDEX market_events_by_time ON market_events(account_id, came_at, id);

-- +goose StatementBegin
CREATE TRIGGER market_events_are_originals BEFORE UPDATE OF id, org_id, account_id, name, sort, body, came_at ON market_events
BEGIN
    SELECT RAISE(ABORT, 'what a marketplace told is kept as it came');
END;
-- +goose StatementEnd
