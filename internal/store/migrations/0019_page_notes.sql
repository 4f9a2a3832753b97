-- +goose Up

-- What people of the firm write to a page of an exhibit. It is never part of
-- the exhibit, and of nothing that leaves the firm.
CREATE TABLE page_notes (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id      INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    case_id     INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    exhibit_id  INTEGER NOT NULL REFERENCES exhibits(id) ON DELETE CASCADE,
    page        INTEGER NOT NULL,           -- from 1
    x           INTEGER NOT NULL,           -- the spot, in thousandths of the width from the left; -1: the page as a whole
    y           INTEGER NOT NULL,           -- in thousandths of the height from the top; -1: the page as a whole
    text        TEXT    NOT NULL,
    by          TEXT    NOT NULL,
    user_id     INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    edited_at   INTEGER NOT NULL,           -- 0: never
    resolved_at INTEGER NOT NULL,           -- 0: open
    resolved_by TEXT    NOT NULL,
    version     INTEGER NOT NULL
);
CREATE INDEX page_notes_of_exhibit ON page_notes(exhibit_id, page, id);
CREATE INDEX page_notes_of_case ON page_notes(case_id);
