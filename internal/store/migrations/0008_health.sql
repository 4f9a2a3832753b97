-- Account health: reports as they came, what they measured, and the work that
-- follows from it. Reports are never changed; a correction stands beside them.

-- +goose Up

CREATE TABLE health_snapshots (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id  INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    taken_at    INTEGER NOT NULL,
    source      TEXT    NOT NULL,
    file_name   TEXT    NOT NULL,
    media_type  TEXT    NOT NULL,
    size        INTEGER NOT NULL,
    sha256      TEXT    NOT NULL,   -- of the original bytes; empty for what was typed in
    digest      TEXT    NOT NULL,   -- of what it says
    standing    TEXT    NOT NULL,
    unknown     TEXT    NOT NULL,   -- JSON: what is not understood
    imported_at INTEGER NOT NULL,
    by          TEXT    NOT NULL,
    UNIQUE (account_id, digest)
);
CREATE INDEX health_snapshots_by_time ON health_snapshots(account_id, taken_at);
CREATE INDEX health_snapshots_by_bytes ON health_snapshots(account_id, sha256);

CREATE TABLE health_measures (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    snapshot_id INTEGER NOT NULL REFERENCES health_snapshots(id) ON DELETE CASCADE,
    account_id  INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    taken_at    INTEGER NOT NULL,
    metric      TEXT    NOT NULL,
    scope       TEXT    NOT NULL,
    from_day    TEXT    NOT NULL,
    to_day      TEXT    NOT NULL,
    measured    INTEGER NOT NULL,
    value       REAL    NOT NULL,
    counted     INTEGER NOT NULL,
    bad         INTEGER NOT NULL,
    "of"        INTEGER NOT NULL,
    comparator  TEXT    NOT NULL,
    target      REAL    NOT NULL,
    word        TEXT    NOT NULL,
    parts       TEXT    NOT NULL    -- JSON
);
CREATE INDEX health_measures_by_series ON health_measures(account_id, metric, scope, taken_at);
CREATE INDEX health_measures_by_time ON health_measures(account_id, taken_at);
CREATE INDEX health_measures_by_snapshot ON health_measures(snapshot_id);

CREATE TABLE health_latest (             -- the newest measure of each series
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    metric     TEXT    NOT NULL,
    scope      TEXT    NOT NULL,
    measure_id INTEGER NOT NULL REFERENCES health_measures(id) ON DELETE CASCADE,
    taken_at   INTEGER NOT NULL,
    PRIMARY KEY (account_id, metric, scope)
) WITHOUT ROWID;
CREATE INDEX health_latest_by_measure ON health_latest(measure_id);

CREATE TABLE health_defects (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id  INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    snapshot_id INTEGER NOT NULL REFERENCES health_snapshots(id) ON DELETE CASCADE,
    metric      TEXT    NOT NULL,
    order_no    TEXT    NOT NULL,
    day         TEXT    NOT NULL,
    part        TEXT    NOT NULL,
    asin        TEXT    NOT NULL,
    sku         TEXT    NOT NULL,
    carrier     TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    UNIQUE (account_id, metric, order_no, part)
);
CREATE INDEX health_defects_by_day ON health_defects(account_id, metric, day);
CREATE INDEX health_defects_by_snapshot ON health_defects(snapshot_id);

CREATE TABLE health_standings (          -- where each account stands, kept so that a list sorts by it
    account_id INTEGER PRIMARY KEY REFERENCES accounts(id) ON DELETE CASCADE,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    risk       INTEGER NOT NULL,
    metric     TEXT    NOT NULL,
    scope      TEXT    NOT NULL,
    health     TEXT    NOT NULL,
    over       INTEGER NOT NULL,
    near       INTEGER NOT NULL,
    within     INTEGER NOT NULL,
    unknown    INTEGER NOT NULL,
    taken_at   INTEGER NOT NULL
);
CREATE INDEX health_standings_by_risk ON health_standings(org_id, risk, account_id);

CREATE TABLE health_mappings (           -- what the columns of a table mean, by its header
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    fingerprint TEXT    NOT NULL,
    mapping     TEXT    NOT NULL,   -- JSON
    UNIQUE (org_id, fingerprint)
);

CREATE TABLE health_uploads (            -- files that wait to be checked
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    file_name  TEXT    NOT NULL,
    media_type TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    added_at   INTEGER NOT NULL,
    by         TEXT    NOT NULL
);
CREATE INDEX health_uploads_by_account ON health_uploads(account_id, id);

CREATE TABLE health_notes (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    metric     TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    by         TEXT    NOT NULL,
    added_at   INTEGER NOT NULL
);
CREATE INDEX health_notes_by_account ON health_notes(account_id, day);

CREATE TABLE health_issues (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    metric     TEXT    NOT NULL,
    scope      TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    cause      TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    due        TEXT    NOT NULL,
    opened_at  INTEGER NOT NULL,
    by         TEXT    NOT NULL,
    case_id    INTEGER NOT NULL,    -- 0: none was opened ahead
    closed_at  INTEGER NOT NULL,
    learned    TEXT    NOT NULL,
    version    INTEGER NOT NULL
);
CREATE INDEX health_issues_by_account ON health_issues(account_id, closed_at, id);
CREATE INDEX health_issues_open ON health_issues(org_id, due, id) WHERE closed_at = 0;

CREATE TABLE health_actions (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id    INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    issue_id  INTEGER NOT NULL REFERENCES health_issues(id) ON DELETE CASCADE,
    kind      TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    owner     TEXT    NOT NULL,
    due       TEXT    NOT NULL,
    frequency TEXT    NOT NULL,
    tool      TEXT    NOT NULL,
    done      TEXT    NOT NULL,
    version   INTEGER NOT NULL
);
CREATE INDEX health_actions_by_issue ON health_actions(issue_id, id);

-- +goose StatementBegin
CREATE TRIGGER health_snapshots_are_records BEFORE UPDATE ON health_snapshots
BEGIN
    SELECT RAISE(ABORT, 'a report is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER health_snapshots_are_kept BEFORE DELETE ON health_snapshots
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'a report is never removed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER health_measures_are_records BEFORE UPDATE ON health_measures
BEGIN
    SELECT RAISE(ABORT, 'a measure is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER health_measures_are_kept BEFORE DELETE ON health_measures
WHEN EXISTS (SELECT 1 FROM orgs WHERE id = OLD.org_id)
BEGIN
    SELECT RAISE(ABORT, 'a measure is never removed');
END;
-- +goose StatementEnd
