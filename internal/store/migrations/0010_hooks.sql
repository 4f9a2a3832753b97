-- +goose Up
-- Addresses of other programs that a firm has told of what happens.
CREATE TABLE hooks (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    url        TEXT    NOT NULL,
    secret     TEXT    NOT NULL,  -- the signing secret, sealed with the key beside the database
    topics     TEXT    NOT NULL,  -- JSON array
    paused     INTEGER NOT NULL,  -- the receiver said that it is gone, or the owner stopped it
    told_at    INTEGER NOT NULL,  -- the last delivery that was taken
    trouble    TEXT    NOT NULL,  -- the last one that was not, in words; empty while it works
    added_at   INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    UNIQUE (org_id, url)
);
