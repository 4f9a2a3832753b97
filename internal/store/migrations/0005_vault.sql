-- +goose Up

ALTER TABLE exhibits ADD COLUMN algorithm TEXT NOT NULL DEFAULT 'SHA-256';   -- of sha256
ALTER TABLE exhibits ADD COLUMN record TEXT NOT NULL DEFAULT '{}';           -- JSON: what is written on it
ALTER TABLE exhibits ADD COLUMN made TEXT NOT NULL DEFAULT '{}';             -- JSON: what the file says of itself
ALTER TABLE exhibits ADD COLUMN replaces_id INTEGER NOT NULL DEFAULT 0;      -- the older version, 0: none
ALTER TABLE exhibits ADD COLUMN newer_id INTEGER NOT NULL DEFAULT 0;         -- the newer version, 0: none
ALTER TABLE exhibits ADD COLUMN replaced_at INTEGER NOT NULL DEFAULT 0;      -- since when the newer one stands in its place
ALTER TABLE exhibits ADD COLUMN purged_at INTEGER NOT NULL DEFAULT 0;        -- when its bytes were removed
CREATE INDEX exhibits_of_firm_by_digest ON exhibits(org_id, sha256);
CREATE INDEX filings_of_firm_by_digest ON filings(org_id, sha256);
CREATE INDEX exhibits_in_trash ON exhibits(withdrawn_at) WHERE withdrawn_at > 0 AND purged_at = 0;

CREATE TABLE case_sales (                  -- units sold, by item, as a person says
    org_id  INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    item    TEXT    NOT NULL,
    sold    INTEGER NOT NULL,
    PRIMARY KEY (case_id, item)
);

CREATE TABLE custody (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    seq        INTEGER NOT NULL,
    exhibit_id INTEGER NOT NULL REFERENCES exhibits(id) ON DELETE CASCADE,
    at         INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    user_id    INTEGER NOT NULL,
    address    TEXT    NOT NULL,
    did        TEXT    NOT NULL,
    "with"     TEXT    NOT NULL,
    prev       TEXT    NOT NULL,
    hash       TEXT    NOT NULL,
    UNIQUE (case_id, seq)
);
CREATE INDEX custody_of_exhibit ON custody(exhibit_id, seq);

CREATE TABLE custody_heads (               -- the newest entry of each chain, so that a cut tail is noticed
    case_id INTEGER PRIMARY KEY REFERENCES cases(id) ON DELETE CASCADE,
    org_id  INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    seq     INTEGER NOT NULL,
    hash    TEXT    NOT NULL
);

CREATE TABLE uploads (                     -- files that have not come whole yet
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL,
    ticket     TEXT    NOT NULL UNIQUE,    -- name of the partial file, and of the upload in addresses
    mark       TEXT    NOT NULL,           -- by which the browser knows the file again
    name       TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    started_at INTEGER NOT NULL
);
CREATE INDEX uploads_of_person ON uploads(org_id, user_id, case_id, mark);
CREATE INDEX uploads_by_age ON uploads(started_at);

-- +goose StatementBegin
CREATE TRIGGER custody_is_append_only BEFORE UPDATE ON custody
BEGIN
    SELECT RAISE(ABORT, 'the record of custody is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER custody_is_kept BEFORE DELETE ON custody
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'the record of custody is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER exhibits_are_as_they_came BEFORE UPDATE OF algorithm, made, replaces_id ON exhibits
BEGIN
    SELECT RAISE(ABORT, 'an exhibit is never exchanged');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER exhibits_stay_purged BEFORE UPDATE OF purged_at ON exhibits
WHEN OLD.purged_at > 0 AND NEW.purged_at <> OLD.purged_at
BEGIN
    SELECT RAISE(ABORT, 'bytes that are gone do not come back');
END;
-- +goose StatementEnd
