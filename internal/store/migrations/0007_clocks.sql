-- +goose Up
-- How a time limit was counted, so that it can be counted again and told in
-- any language; how a person moved it; what met it.
ALTER TABLE clocks ADD COLUMN span_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clocks ADD COLUMN span_unit TEXT NOT NULL DEFAULT '';
ALTER TABLE clocks ADD COLUMN span_date TEXT NOT NULL DEFAULT '';
ALTER TABLE clocks ADD COLUMN counts_from TEXT NOT NULL DEFAULT '';  -- receipt, date, click, filing
ALTER TABLE clocks ADD COLUMN started_at INTEGER NOT NULL DEFAULT 0; -- 0: what it is counted from has not happened
ALTER TABLE clocks ADD COLUMN calendar TEXT NOT NULL DEFAULT '';
ALTER TABLE clocks ADD COLUMN left_out TEXT NOT NULL DEFAULT '';
ALTER TABLE clocks ADD COLUMN unsure INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clocks ADD COLUMN was_at INTEGER NOT NULL DEFAULT 0;     -- where it stood before a person moved it first
ALTER TABLE clocks ADD COLUMN why TEXT NOT NULL DEFAULT '';          -- of the person who set, moved or stopped it
ALTER TABLE clocks ADD COLUMN met_by TEXT NOT NULL DEFAULT '';       -- the step that met it; empty: a person stopped it
CREATE INDEX clocks_by_due ON clocks(org_id, due_at, id) WHERE met_at = 0;

-- The date a message bears, where that is not when it was received.
ALTER TABLE notices ADD COLUMN dated_at INTEGER NOT NULL DEFAULT 0;

-- A case that rests until a day comes.
ALTER TABLE cases ADD COLUMN held_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN held_why TEXT NOT NULL DEFAULT '';
CREATE INDEX cases_held ON cases(org_id, held_until, id) WHERE held_until <> 0;

-- The calendar that a person's own program reads, by a secret address.
CREATE TABLE feeds (
    user_id    INTEGER PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    token_hash TEXT    NOT NULL UNIQUE,     -- SHA-256 of the secret
    made_at    INTEGER NOT NULL,
    read_at    INTEGER NOT NULL             -- when it was last read, 0: never
);

-- The outcomes of a firm, the newest filing first.
CREATE INDEX filings_by_org ON filings(org_id, filed_at, id);
