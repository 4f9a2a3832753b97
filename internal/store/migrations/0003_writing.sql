-- +goose Up
-- What happens around a plan while it is written: the working copy between two
-- revisions, what is set aside, confirmed, commented and approved, and the
-- links by which somebody without an account reads along.

-- The body of a plan is its working copy. drafted_at is since when it differs
-- from the newest revision, 0 where it does not; saved_user wrote it last.
ALTER TABLE plans ADD COLUMN drafted_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plans ADD COLUMN saved_user INTEGER NOT NULL DEFAULT 0;

-- Whether a firm's letters are approved before they are filed: '' no,
-- 'second' by somebody who did not write them, 'own' by anybody who may
-- approve, for a firm of one person that says so.
ALTER TABLE orgs ADD COLUMN approval TEXT NOT NULL DEFAULT '';

CREATE TABLE dismissals (               -- findings of the checker set aside in writing
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id   INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id  INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    round    INTEGER NOT NULL,
    key      TEXT    NOT NULL,          -- digest of the rule, its words and their place
    rule     TEXT    NOT NULL,
    severity TEXT    NOT NULL,
    quote    TEXT    NOT NULL,
    message  TEXT    NOT NULL,
    why      TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    user_id  INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    UNIQUE (case_id, round, key)
);

CREATE TABLE confirmations (            -- sentences a person vouches for
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id  INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    round   INTEGER NOT NULL,
    sum     TEXT    NOT NULL,           -- SHA-256 of the sentence with its date, owner and place
    words   TEXT    NOT NULL,
    by      TEXT    NOT NULL,
    user_id INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    UNIQUE (case_id, round, sum)
);

CREATE TABLE comments (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id     INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    round       INTEGER NOT NULL,
    place       TEXT    NOT NULL,       -- section_<key>, claim_<id>, or empty for the letter as a whole
    quote       TEXT    NOT NULL,       -- how the paragraph began
    text        TEXT    NOT NULL,
    by          TEXT    NOT NULL,
    user_id     INTEGER NOT NULL,       -- 0: came by a review link
    link_id     INTEGER NOT NULL,       -- 0: a person of the firm
    at          INTEGER NOT NULL,
    resolved_at INTEGER NOT NULL,
    resolved_by TEXT    NOT NULL,
    version     INTEGER NOT NULL
);
CREATE INDEX comments_by_case ON comments(case_id, round);
CREATE INDEX comments_by_link ON comments(link_id, at) WHERE link_id <> 0;

CREATE TABLE reviews (                  -- each time a letter was sent to review
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    round      INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    note       TEXT    NOT NULL,
    asked_by   TEXT    NOT NULL,
    asker      INTEGER NOT NULL,
    asked_at   INTEGER NOT NULL,
    revision   INTEGER NOT NULL,        -- the one that was decided on, 0: none yet
    mark       TEXT    NOT NULL,        -- digest of the letter that was decided on
    decided_by TEXT    NOT NULL,
    decider    INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    version    INTEGER NOT NULL
);
CREATE INDEX reviews_by_case ON reviews(case_id, round, id);

CREATE TABLE review_links (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id     INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id    INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    round      INTEGER NOT NULL,
    name       TEXT    NOT NULL,        -- who reads by it
    token_hash TEXT    NOT NULL UNIQUE, -- SHA-256 of what stands in the address
    made_by    TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER NOT NULL,
    version    INTEGER NOT NULL
);
CREATE INDEX review_links_by_case ON review_links(case_id, round);

-- The letters that a firm filed last, whatever the case.
CREATE INDEX filings_newest ON filings(org_id, id);
