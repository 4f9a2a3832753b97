-- +goose Up
-- Instants are INTEGER microseconds since 1970-01-01 UTC, 0 meaning "never";
-- calendar dates are TEXT YYYY-MM-DD; lists and documents are JSON TEXT.
-- Every table carries org_id, and every query names it. Indexes of lists start
-- from it; what lies beneath a case is found by the case, which has one firm.

CREATE TABLE installation (            -- one row
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    setup_hash  TEXT    NOT NULL       -- SHA-256 of the one-time setup code, empty once used
);
INSERT INTO installation (id, setup_hash) VALUES (1, '');

CREATE TABLE orgs (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    name      TEXT    NOT NULL,
    demo      INTEGER NOT NULL,
    opened_at INTEGER NOT NULL
);

CREATE TABLE users (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id        INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    email         TEXT    NOT NULL UNIQUE,  -- lower case
    name          TEXT    NOT NULL,
    role          TEXT    NOT NULL,
    client_id     INTEGER NOT NULL,         -- 0 for everybody but role client
    password_hash TEXT    NOT NULL,         -- argon2id, PHC string
    language      TEXT    NOT NULL,
    zone          TEXT    NOT NULL,
    disabled      INTEGER NOT NULL,
    added_at      INTEGER NOT NULL,
    version       INTEGER NOT NULL
);
CREATE INDEX users_by_org ON users(org_id, name);

CREATE TABLE sessions (
    token_hash TEXT    PRIMARY KEY,         -- SHA-256 of the cookie's value
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    started_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,            -- absolute end
    address    TEXT    NOT NULL,
    agent      TEXT    NOT NULL
);
CREATE INDEX sessions_by_user ON sessions(user_id);
CREATE INDEX sessions_by_end ON sessions(expires_at);

CREATE TABLE signin_failures (
    id  INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT    NOT NULL,                   -- "account:<email>" or "address:<ip>"
    at  INTEGER NOT NULL
);
CREATE INDEX signin_failures_by_key ON signin_failures(key, at);
CREATE INDEX signin_failures_by_age ON signin_failures(at);

CREATE TABLE clients (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    legal_name TEXT    NOT NULL,
    other_name TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    contact    TEXT    NOT NULL,
    email      TEXT    NOT NULL,
    phone      TEXT    NOT NULL,
    notes      TEXT    NOT NULL,
    added_at   INTEGER NOT NULL,
    version    INTEGER NOT NULL
);
CREATE INDEX clients_by_org ON clients(org_id, legal_name);

CREATE TABLE accounts (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    client_id   INTEGER NOT NULL REFERENCES clients(id),
    key         TEXT    NOT NULL,
    marketplace TEXT    NOT NULL,
    store       TEXT    NOT NULL,
    seller_id   TEXT    NOT NULL,
    store_name  TEXT    NOT NULL,
    standing    TEXT    NOT NULL,
    added_at    INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    UNIQUE (org_id, key)
);
CREATE INDEX accounts_by_client ON accounts(client_id, org_id);
CREATE INDEX accounts_by_marketplace ON accounts(org_id, marketplace);

CREATE TABLE case_numbers (            -- the last reference given, per firm and year
    org_id INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    year   INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (org_id, year)
);

CREATE TABLE cases (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id             INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    client_id          INTEGER NOT NULL REFERENCES clients(id),
    account_id         INTEGER NOT NULL REFERENCES accounts(id),
    reference          TEXT    NOT NULL,
    state              TEXT    NOT NULL,
    open               INTEGER NOT NULL,    -- 1 while State.Open()
    level              TEXT    NOT NULL,
    reasons            TEXT    NOT NULL,    -- JSON array of codes, primary first
    response           TEXT    NOT NULL,
    round              INTEGER NOT NULL,
    owner_id           INTEGER NOT NULL,    -- 0: nobody yet
    opened_at          INTEGER NOT NULL,
    changed_at         INTEGER NOT NULL,
    waiting_at         INTEGER NOT NULL,
    outcome            TEXT    NOT NULL,
    counsel_name       TEXT    NOT NULL,
    counsel_note       TEXT    NOT NULL,
    counsel_privileged TEXT    NOT NULL,
    next_kind          TEXT    NOT NULL,
    next_due           INTEGER NOT NULL,    -- 0: no clock runs
    next_zone          TEXT    NOT NULL,
    next_basis         TEXT    NOT NULL,
    urgency            INTEGER NOT NULL,    -- sort key: next_due while open and a clock runs, else the largest integer
    patience           INTEGER NOT NULL,    -- sort key: waiting_at while a decision is awaited, else the largest integer
    head_seq           INTEGER NOT NULL,    -- the newest entry of the timeline, so that a cut tail is noticed
    head_hash          TEXT    NOT NULL,
    version            INTEGER NOT NULL,
    UNIQUE (org_id, reference)
);
-- One index for each way a list is sorted, alone and for open or finished cases
-- only; then one for each way of looking at the cases of somebody or something.
CREATE INDEX cases_by_due ON cases(org_id, urgency, id);
CREATE INDEX cases_by_changed ON cases(org_id, changed_at, id);
CREATE INDEX cases_by_opened ON cases(org_id, opened_at, id);
CREATE INDEX cases_by_waiting ON cases(org_id, patience, id);
CREATE INDEX cases_open_by_due ON cases(org_id, open, urgency, id);
CREATE INDEX cases_open_by_changed ON cases(org_id, open, changed_at, id);
CREATE INDEX cases_open_by_opened ON cases(org_id, open, opened_at, id);
CREATE INDEX cases_open_by_waiting ON cases(org_id, open, patience, id);
CREATE INDEX cases_by_state ON cases(org_id, state, urgency, id);
CREATE INDEX cases_by_account ON cases(org_id, account_id, urgency, id);
CREATE INDEX cases_by_client ON cases(org_id, client_id, urgency, id);
CREATE INDEX cases_by_owner ON cases(org_id, owner_id, urgency, id);

-- The reasons of cases once more, to find the few cases with a rare one.
CREATE TABLE case_reasons (
    org_id  INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    reason  TEXT    NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    PRIMARY KEY (org_id, reason, case_id)
) WITHOUT ROWID;
CREATE INDEX case_reasons_by_case ON case_reasons(case_id);

-- What lists search in; rowid is the case's id. Names are kept by the store
-- (reference, client, account), words are the identifiers of its notices.
CREATE VIRTUAL TABLE case_words USING fts5(names, words, tokenize = 'trigram remove_diacritics 1');
INSERT INTO case_words(case_words, rank) VALUES ('secure-delete', 1);

CREATE TABLE rounds (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    opened_at  INTEGER NOT NULL,
    decision   TEXT    NOT NULL,
    decided_at INTEGER NOT NULL,
    reply_id   INTEGER NOT NULL,
    note       TEXT    NOT NULL,
    UNIQUE (case_id, number)
);

CREATE TABLE notices (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER REFERENCES cases(id) ON DELETE CASCADE, -- NULL while it waits to be checked
    account_id INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    round      INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    sender     TEXT    NOT NULL,
    file_name  TEXT    NOT NULL,
    media_type TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    logged_at  INTEGER NOT NULL,
    read       TEXT    NOT NULL,  -- JSON: the reading as the reader gave it
    checked    TEXT    NOT NULL,  -- JSON: the reading as a person left it
    checked_by TEXT    NOT NULL,
    checked_at INTEGER NOT NULL,
    version    INTEGER NOT NULL
);
CREATE INDEX notices_by_case ON notices(case_id, received_at);
CREATE INDEX notices_waiting ON notices(org_id, logged_at) WHERE case_id IS NULL;
CREATE INDEX notices_by_digest ON notices(org_id, sha256);

CREATE TABLE demands (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id   INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id  INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    round    INTEGER NOT NULL,
    code     TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    quote    TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    why      TEXT    NOT NULL,
    version  INTEGER NOT NULL
);
CREATE INDEX demands_by_case ON demands(case_id, state);

CREATE TABLE clocks (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    round      INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    due_at     INTEGER NOT NULL,
    zone       TEXT    NOT NULL,
    basis      TEXT    NOT NULL,
    quote      TEXT    NOT NULL,
    arithmetic TEXT    NOT NULL,
    met_at     INTEGER NOT NULL,
    version    INTEGER NOT NULL
);
CREATE INDEX clocks_by_case ON clocks(case_id, due_at);

CREATE TABLE exhibits (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id       INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id      INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    letter       TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    file_name    TEXT    NOT NULL,
    media_type   TEXT    NOT NULL,
    size         INTEGER NOT NULL,
    sha256       TEXT    NOT NULL,
    pages        INTEGER NOT NULL,
    dated        TEXT    NOT NULL,
    shows        TEXT    NOT NULL,
    added_at     INTEGER NOT NULL,
    added_by     TEXT    NOT NULL,
    withdrawn_at INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    UNIQUE (case_id, letter)
);
CREATE INDEX exhibits_by_digest ON exhibits(case_id, sha256);

CREATE TABLE claims (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    cause_id   INTEGER NOT NULL,
    done       INTEGER NOT NULL,
    date       TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    frequency  TEXT    NOT NULL,
    tool       TEXT    NOT NULL,
    position   INTEGER NOT NULL,
    no_exhibit TEXT    NOT NULL,
    version    INTEGER NOT NULL
);
CREATE INDEX claims_by_case ON claims(case_id, kind, position);

CREATE TABLE claim_exhibits (
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    claim_id   INTEGER NOT NULL REFERENCES claims(id) ON DELETE CASCADE,
    exhibit_id INTEGER NOT NULL REFERENCES exhibits(id) ON DELETE CASCADE,
    PRIMARY KEY (claim_id, exhibit_id)
);
CREATE INDEX claim_exhibits_by_case ON claim_exhibits(case_id);
CREATE INDEX claim_exhibits_by_exhibit ON claim_exhibits(exhibit_id);

CREATE TABLE demand_exhibits (
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    demand_id  INTEGER NOT NULL REFERENCES demands(id) ON DELETE CASCADE,
    exhibit_id INTEGER NOT NULL REFERENCES exhibits(id) ON DELETE CASCADE,
    PRIMARY KEY (demand_id, exhibit_id)
);
CREATE INDEX demand_exhibits_by_case ON demand_exhibits(case_id);
CREATE INDEX demand_exhibits_by_exhibit ON demand_exhibits(exhibit_id);

CREATE TABLE plans (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id   INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id  INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    round    INTEGER NOT NULL,
    route    TEXT    NOT NULL,
    title    TEXT    NOT NULL,
    language TEXT    NOT NULL,
    body     TEXT    NOT NULL,   -- JSON: the newest revision's body
    revision INTEGER NOT NULL,
    saved_by TEXT    NOT NULL,
    saved_at INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    UNIQUE (case_id, round)
);

CREATE TABLE plan_revisions (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id  INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    plan_id INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    body    TEXT    NOT NULL,
    by      TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    UNIQUE (plan_id, number)
);
CREATE INDEX plan_revisions_by_case ON plan_revisions(case_id);

CREATE TABLE filings (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id       INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id      INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    round        INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    sha256       TEXT    NOT NULL,
    size         INTEGER NOT NULL,
    pages        INTEGER NOT NULL,
    manifest     TEXT    NOT NULL,  -- JSON
    channel      TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    filed_by     TEXT    NOT NULL,
    filed_at     INTEGER NOT NULL,
    receipt      TEXT    NOT NULL,
    proof_id     INTEGER NOT NULL,
    none_given   INTEGER NOT NULL,
    receipted_at INTEGER NOT NULL,
    UNIQUE (case_id, round)
);

CREATE TABLE timeline (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id  INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    seq     INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    user_id INTEGER NOT NULL,
    did     TEXT    NOT NULL,
    "with"  TEXT    NOT NULL,   -- JSON object with sorted keys
    prev    TEXT    NOT NULL,
    hash    TEXT    NOT NULL,
    UNIQUE (case_id, seq)
);

-- What is a record stays as it was. Only a whole firm can be removed: by then
-- its row in orgs is gone.
-- +goose StatementBegin
CREATE TRIGGER timeline_is_append_only BEFORE UPDATE ON timeline
BEGIN
    SELECT RAISE(ABORT, 'the timeline is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER timeline_is_kept BEFORE DELETE ON timeline
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'the timeline is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revisions_are_kept_as_saved BEFORE UPDATE ON plan_revisions
BEGIN
    SELECT RAISE(ABORT, 'a revision is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revisions_are_kept BEFORE DELETE ON plan_revisions
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'a revision is never removed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER filings_are_sealed BEFORE UPDATE OF
    id, org_id, case_id, round, revision, sha256, size, pages, manifest, channel, note, filed_by, filed_at ON filings
BEGIN
    SELECT RAISE(ABORT, 'a filing is sealed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER filings_are_kept BEFORE DELETE ON filings
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'a filing is sealed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER exhibits_are_originals BEFORE UPDATE OF
    id, org_id, case_id, letter, file_name, media_type, size, sha256, added_at, added_by ON exhibits
BEGIN
    SELECT RAISE(ABORT, 'an exhibit is never exchanged');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER exhibits_are_kept BEFORE DELETE ON exhibits
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'an exhibit is withdrawn, never removed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notices_are_originals BEFORE UPDATE OF
    id, org_id, text, subject, sender, file_name, media_type, size, sha256, logged_at, read ON notices
BEGIN
    SELECT RAISE(ABORT, 'a notice is kept as it came');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notices_are_kept BEFORE DELETE ON notices
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'a notice is kept as it came');
END;
-- +goose StatementEnd
