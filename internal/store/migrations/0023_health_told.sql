-- +goose Up
-- How each figure stood when it was last announced, so that a warning is told
-- once when a line is crossed and not with every report.
CREATE TABLE health_told (
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    metric     TEXT    NOT NULL,
    scope      TEXT    NOT NULL,
    health     TEXT    NOT NULL,
    PRIMARY KEY (account_id, metric, scope)
) WITHOUT ROWID;
