-- Stock and sales of accounts. Lines are kept of the newest report of each
-- kind; what older ones said is in their original bytes.

-- +goose Up

CREATE TABLE stock_newest (
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id  INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    source      TEXT    NOT NULL,   -- the shape of the report
    snapshot_id INTEGER NOT NULL REFERENCES health_snapshots(id) ON DELETE CASCADE,
    taken_at    INTEGER NOT NULL,
    PRIMARY KEY (account_id, source)
) WITHOUT ROWID;
CREATE INDEX stock_newest_by_snapshot ON stock_newest(snapshot_id);

CREATE TABLE stock_lines (               -- counts of -1: not said
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id  INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    snapshot_id INTEGER NOT NULL REFERENCES health_snapshots(id) ON DELETE CASCADE,
    taken_at    INTEGER NOT NULL,
    sku         TEXT    NOT NULL,
    asin        TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    held        INTEGER NOT NULL,
    listed      INTEGER NOT NULL,
    reserved    INTEGER NOT NULL,
    inbound     INTEGER NOT NULL,
    unsellable  INTEGER NOT NULL,
    stranded    INTEGER NOT NULL,
    sold        INTEGER NOT NULL,
    sold_days   INTEGER NOT NULL
);
CREATE INDEX stock_lines_by_account ON stock_lines(account_id, snapshot_id);
CREATE INDEX stock_lines_by_snapshot ON stock_lines(snapshot_id);

CREATE TABLE sale_lines (                -- the newest word on each line of an order
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    account_id  INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    snapshot_id INTEGER NOT NULL REFERENCES health_snapshots(id) ON DELETE CASCADE,
    taken_at    INTEGER NOT NULL,
    order_no    TEXT    NOT NULL,   -- empty: the sum of a day
    sku         TEXT    NOT NULL,
    asin        TEXT    NOT NULL,
    day         TEXT    NOT NULL,
    units       INTEGER NOT NULL,
    channel     TEXT    NOT NULL,
    cancelled   INTEGER NOT NULL,
    UNIQUE (account_id, order_no, sku, day)
);
CREATE INDEX sale_lines_by_sku ON sale_lines(account_id, sku, day, units, channel, cancelled, order_no, org_id);
CREATE INDEX sale_lines_by_day ON sale_lines(account_id, day, order_no);
CREATE INDEX sale_lines_by_snapshot ON sale_lines(snapshot_id);

CREATE TABLE stock_standings (           -- the stock of an account summed up, kept so that its page need not reckon
    account_id  INTEGER PRIMARY KEY REFERENCES accounts(id) ON DELETE CASCADE,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    skus        INTEGER NOT NULL,
    risk        TEXT    NOT NULL,   -- the most pressing
    counts      TEXT    NOT NULL,   -- JSON: risk -> SKUs
    reckoned_at INTEGER NOT NULL
);
