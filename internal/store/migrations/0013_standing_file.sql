-- +goose Up

-- Documents kept for an account before any notice comes: its standing file.
CREATE TABLE papers (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    file_name  TEXT    NOT NULL,
    media_type TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    algorithm  TEXT    NOT NULL,
    pages      INTEGER NOT NULL,
    dated      TEXT    NOT NULL,
    shows      TEXT    NOT NULL,
    record     TEXT    NOT NULL,   -- JSON
    made       TEXT    NOT NULL,   -- JSON
    added_at   INTEGER NOT NULL,
    added_by   TEXT    NOT NULL,
    removed_at INTEGER NOT NULL,   -- 0 while it is kept
    version    INTEGER NOT NULL
);
CREATE INDEX papers_of_account ON papers(account_id, id);
CREATE INDEX papers_of_firm_by_digest ON papers(org_id, sha256);
CREATE INDEX mails_of_firm ON mails(org_id);

-- +goose StatementBegin
CREATE TRIGGER papers_are_originals BEFORE UPDATE OF
    id, org_id, account_id, file_name, media_type, size, sha256, algorithm, made, added_at, added_by ON papers
BEGIN
    SELECT RAISE(ABORT, 'a document is never exchanged');
END;
-- +goose StatementEnd
