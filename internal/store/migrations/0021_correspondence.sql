-- +goose Up
-- Telephone calls, portal messages and the like, as people wrote them down.
CREATE TABLE exchanges (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    way        TEXT    NOT NULL,
    came       INTEGER NOT NULL,  -- 1: they came to us
    party      TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    summary    TEXT    NOT NULL,
    exhibits   TEXT    NOT NULL,  -- JSON array of ids
    files      TEXT    NOT NULL,  -- JSON array of files that are no exhibits
    written_at INTEGER NOT NULL,
    written_by TEXT    NOT NULL,
    struck_at  INTEGER NOT NULL,  -- 0: it stands
    struck_by  TEXT    NOT NULL,
    version    INTEGER NOT NULL
);
CREATE INDEX exchanges_by_case ON exchanges(case_id, at);
CREATE INDEX exchanges_by_org ON exchanges(org_id);

-- Mails that people sent from a case. The bytes lie in the blob store.
CREATE TABLE outgoing (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    message_id TEXT    NOT NULL,  -- without brackets
    template   TEXT    NOT NULL,
    party      TEXT    NOT NULL,
    sender     TEXT    NOT NULL,
    recipients TEXT    NOT NULL,  -- JSON array of addresses
    reply_to   TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    answers    TEXT    NOT NULL,  -- Message-ID of the mail it answers
    attached   TEXT    NOT NULL,  -- JSON array of files
    sha256     TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    written_by TEXT    NOT NULL,
    state      TEXT    NOT NULL,  -- waiting, sent, refused
    told       TEXT    NOT NULL,  -- what the mail server said
    tried_at   INTEGER NOT NULL,
    sent_at    INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    UNIQUE (org_id, message_id)
);
CREATE INDEX outgoing_by_case ON outgoing(case_id, written_at);
CREATE INDEX outgoing_by_digest ON outgoing(org_id, sha256);

-- +goose StatementBegin
CREATE TRIGGER outgoing_is_as_written BEFORE UPDATE OF
    id, org_id, case_id, message_id, template, party, sender, recipients, reply_to, subject, body, answers, attached, sha256, size, written_at, written_by ON outgoing
BEGIN
    SELECT RAISE(ABORT, 'a mail that was sent is kept as it was written');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER outgoing_is_kept BEFORE DELETE ON outgoing
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'a mail that was sent is kept');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER exchanges_are_as_written BEFORE UPDATE OF
    id, org_id, case_id, way, came, party, at, summary, exhibits, files, written_at, written_by ON exchanges
BEGIN
    SELECT RAISE(ABORT, 'what was written down is struck out, never rewritten');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER exchanges_are_kept BEFORE DELETE ON exchanges
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'what was written down is kept');
END;
-- +goose StatementEnd

-- The address that mail of a mailbox comes to, from which those of cases are made.
ALTER TABLE mailboxes ADD COLUMN reach TEXT NOT NULL DEFAULT '';
