-- Policy watch: what the firm writes of policies, who is to read them, and who
-- read which wording. Wordings and acknowledgements are never rewritten. An
-- entry of the catalog is named by marketplace and reason, "amazon/inauthentic";
-- one of the firm's own by "own/" and its number.

-- +goose Up

CREATE TABLE policy_entries (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    about       TEXT    NOT NULL,   -- the catalog's entry that this is a note on; empty: an entry of its own
    marketplace TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    effective   TEXT    NOT NULL,
    reviewed    TEXT    NOT NULL,
    by          TEXT    NOT NULL,
    saved_at    INTEGER NOT NULL,
    closed_at   INTEGER NOT NULL,
    version     INTEGER NOT NULL
);
CREATE UNIQUE INDEX policy_entries_about ON policy_entries(org_id, about) WHERE about <> '';
CREATE INDEX policy_entries_by_org ON policy_entries(org_id, id);

CREATE TABLE policy_wordings (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id   INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    entry    TEXT    NOT NULL,
    digest   TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    kept_at  INTEGER NOT NULL,
    by       TEXT    NOT NULL,
    UNIQUE (org_id, entry, digest)
);

CREATE TABLE policy_acks (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id  INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    entry   TEXT    NOT NULL,
    digest  TEXT    NOT NULL,       -- of the wording that was read
    user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    by      TEXT    NOT NULL,
    read_at INTEGER NOT NULL
);
CREATE INDEX policy_acks_by_entry ON policy_acks(org_id, entry, id);
CREATE INDEX policy_acks_by_user ON policy_acks(user_id, entry, id);

CREATE TABLE policy_readers (            -- who is asked to read an entry
    org_id  INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    entry   TEXT    NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    PRIMARY KEY (org_id, entry, user_id)
) WITHOUT ROWID;
CREATE INDEX policy_readers_by_user ON policy_readers(user_id);

CREATE TABLE policy_ties (               -- what an entry is about: an account, or a procedure
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    entry      TEXT    NOT NULL,
    account_id INTEGER REFERENCES accounts(id) ON DELETE CASCADE,
    exhibit_id INTEGER REFERENCES exhibits(id) ON DELETE CASCADE,
    paper_id   INTEGER REFERENCES papers(id) ON DELETE CASCADE,
    by         TEXT    NOT NULL,
    tied_at    INTEGER NOT NULL
);
CREATE INDEX policy_ties_by_entry ON policy_ties(org_id, entry, id);
CREATE INDEX policy_ties_by_account ON policy_ties(account_id);
CREATE INDEX policy_ties_by_exhibit ON policy_ties(exhibit_id);
CREATE INDEX policy_ties_by_paper ON policy_ties(paper_id);

CREATE INDEX exhibits_of_kind ON exhibits(org_id, kind, id);
CREATE INDEX papers_of_kind ON papers(org_id, kind, id);

-- +goose StatementBegin
CREATE TRIGGER policy_wordings_are_records BEFORE UPDATE ON policy_wordings
BEGIN
    SELECT RAISE(ABORT, 'a wording is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_wordings_are_kept BEFORE DELETE ON policy_wordings
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'a wording is never removed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_acks_are_records BEFORE UPDATE ON policy_acks
BEGIN
    SELECT RAISE(ABORT, 'an acknowledgement is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_acks_are_kept BEFORE DELETE ON policy_acks
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'an acknowledgement is never removed');
END;
-- +goose StatementEnd
