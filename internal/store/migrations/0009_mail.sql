-- +goose Up
-- Mail that came in. The bytes lie in the blob store; a mail is kept once for
-- each firm, by its bytes and by its own Message-ID.
CREATE TABLE mails (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id       INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id      INTEGER REFERENCES cases(id) ON DELETE CASCADE,    -- NULL: threaded to none
    notice_id    INTEGER REFERENCES notices(id) ON DELETE CASCADE,  -- NULL: it became none
    message_id   TEXT    NOT NULL,  -- without brackets, may be empty
    sender       TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    sha256       TEXT    NOT NULL,  -- empty: left in the mailbox, too large
    size         INTEGER NOT NULL,
    came_at      INTEGER NOT NULL,
    source       TEXT    NOT NULL,
    sort         TEXT    NOT NULL,
    thread       TEXT    NOT NULL,
    attached     TEXT    NOT NULL,  -- JSON array of files
    dismissed_at INTEGER NOT NULL,
    dismissed_by TEXT    NOT NULL,
    version      INTEGER NOT NULL
);
CREATE UNIQUE INDEX mails_once_by_bytes ON mails(org_id, sha256) WHERE sha256 <> '';
CREATE UNIQUE INDEX mails_once_by_name ON mails(org_id, message_id) WHERE message_id <> '';
CREATE INDEX mails_by_case ON mails(case_id, came_at);
CREATE INDEX mails_by_notice ON mails(notice_id);
CREATE INDEX mails_inbox ON mails(org_id, came_at, id) WHERE dismissed_at = 0;

-- The part of an address behind the plus sign that belongs to one case.
CREATE TABLE case_addresses (
    org_id  INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL UNIQUE REFERENCES cases(id) ON DELETE CASCADE,
    token   TEXT    NOT NULL UNIQUE
);

-- Mailboxes that a firm lets us fetch from, and how far we are.
CREATE TABLE mailboxes (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    address    TEXT    NOT NULL,  -- imaps://user@host:port/folder, without the password
    secret     TEXT    NOT NULL,  -- the password, sealed with the key beside the database
    validity   INTEGER NOT NULL,  -- UIDVALIDITY of the folder, 0: never fetched
    last_uid   INTEGER NOT NULL,  -- the newest message taken in
    fetched_at INTEGER NOT NULL,
    trouble    TEXT    NOT NULL,  -- the last fault in words, empty while it works
    paused     INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    UNIQUE (org_id, address)
);

-- +goose StatementBegin
CREATE TRIGGER mails_are_originals BEFORE UPDATE OF
    id, org_id, message_id, sender, subject, sha256, size, came_at, source, sort ON mails
BEGIN
    SELECT RAISE(ABORT, 'a mail is kept as it came');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER mails_are_kept BEFORE DELETE ON mails
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'a mail is kept as it came');
END;
-- +goose StatementEnd
