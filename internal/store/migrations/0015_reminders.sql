-- +goose Up
-- When a clock began to run: a reminder is for what was still ahead then.
ALTER TABLE clocks ADD COLUMN opened_at INTEGER NOT NULL DEFAULT 0;

-- What people want to be told, and when.
CREATE TABLE reminder_wishes (
    user_id    INTEGER PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    mail       INTEGER NOT NULL,
    digest     INTEGER NOT NULL,             -- hour of the morning letter, -1: none
    everything INTEGER NOT NULL,             -- of all cases, not only their own
    leads      TEXT    NOT NULL              -- JSON: clock kind -> seconds before
);

CREATE INDEX reminder_wishes_by_org ON reminder_wishes(org_id, user_id);

-- What was told: a row is written in the transaction that queues its letter.
CREATE TABLE reminders (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id   INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    sort     TEXT    NOT NULL,               -- limit, unseen, digest
    case_id  INTEGER REFERENCES cases(id) ON DELETE CASCADE,  -- NULL for a digest
    clock_id INTEGER NOT NULL,
    due_at   INTEGER NOT NULL,
    lead     INTEGER NOT NULL,               -- seconds before
    day      TEXT    NOT NULL,               -- of a digest, where its reader is
    told_at  INTEGER NOT NULL,
    read_at  INTEGER NOT NULL,
    UNIQUE (user_id, sort, clock_id, due_at, lead, day)
);
CREATE INDEX reminders_unread ON reminders(org_id, user_id, told_at) WHERE read_at = 0;
CREATE INDEX reminders_by_due ON reminders(org_id, due_at);
CREATE INDEX reminders_by_case ON reminders(case_id);

-- Who looked at a case whose limit was near, and when last.
CREATE TABLE case_seen (
    org_id  INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    PRIMARY KEY (case_id, user_id)
) WITHOUT ROWID;
CREATE INDEX case_seen_by_time ON case_seen(org_id, at);
