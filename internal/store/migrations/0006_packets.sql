-- +goose Up

ALTER TABLE filings ADD COLUMN profile TEXT NOT NULL DEFAULT '';     -- how the packet was made; '': a letter alone
ALTER TABLE filings ADD COLUMN parts TEXT NOT NULL DEFAULT '[]';     -- JSON: its files; []: the one of sha256

-- +goose StatementBegin
CREATE TRIGGER filings_are_sealed_whole BEFORE UPDATE OF profile, parts ON filings
BEGIN
    SELECT RAISE(ABORT, 'a filing is sealed');
END;
-- +goose StatementEnd

-- What somebody decided about an exhibit or a message, apart from what it is.
CREATE TABLE handlings (
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    thing      TEXT    NOT NULL,               -- exhibit or notice
    thing_id   INTEGER NOT NULL,
    goes       TEXT    NOT NULL,               -- '' by its links, with, without
    privileged INTEGER NOT NULL,
    PRIMARY KEY (case_id, thing, thing_id)
);

-- Packets and packs that are made in the background, with the files that came
-- of it until they are removed.
CREATE TABLE exports (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id   INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id  INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    profile  TEXT    NOT NULL,
    prefix   TEXT    NOT NULL,
    start    INTEGER NOT NULL,
    state    TEXT    NOT NULL,
    done     INTEGER NOT NULL,
    "of"     INTEGER NOT NULL,
    files    TEXT    NOT NULL,                 -- JSON
    notes    TEXT    NOT NULL,                 -- JSON
    why      TEXT    NOT NULL,
    asked_by TEXT    NOT NULL,
    asked_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL
);
CREATE INDEX exports_by_case ON exports(case_id, id);
CREATE INDEX exports_ended ON exports(org_id, ended_at) WHERE state = 'done';
