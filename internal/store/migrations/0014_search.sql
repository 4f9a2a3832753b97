-- +goose Up

-- The text inside files, taken once for the same bytes of a firm.
CREATE TABLE file_texts (
    org_id  INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    sha256  TEXT    NOT NULL,
    state   TEXT    NOT NULL,                  -- waiting, done, none, failed
    way     TEXT    NOT NULL,                  -- by which program it was read
    pages   TEXT    NOT NULL,                  -- JSON: the text of each page or part
    why     TEXT    NOT NULL,                  -- why there is none
    read_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, sha256)
) WITHOUT ROWID;
CREATE INDEX file_texts_waiting ON file_texts(org_id, sha256) WHERE state = 'waiting';

-- What is searched: a row for each thing, for files a row for each page. Scope
-- names firm and client as words that are found like any other, so that a
-- search never walks through what is another's.
CREATE TABLE texts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    org_id    INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    client_id INTEGER NOT NULL,                -- 0: none
    case_id   INTEGER NOT NULL,                -- 0: none
    thing     TEXT    NOT NULL,                -- case, notice, plan, claim, exhibit
    thing_id  INTEGER NOT NULL,
    page      INTEGER NOT NULL,                -- of a file, from 1; 0: the thing itself
    at        INTEGER NOT NULL,
    scope     TEXT    NOT NULL,
    head      TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    pairs     TEXT    NOT NULL                 -- Chinese characters two by two, for names of two
);
CREATE INDEX texts_of_thing ON texts(thing, thing_id);
CREATE INDEX texts_of_firm ON texts(org_id, id);

CREATE VIRTUAL TABLE texts_words USING fts5(scope, head, body, pairs, content = 'texts', content_rowid = 'id', tokenize = 'trigram remove_diacritics 1');
INSERT INTO texts_words(texts_words, rank) VALUES ('secure-delete', 1);

-- +goose StatementBegin
CREATE TRIGGER texts_are_found AFTER INSERT ON texts
BEGIN
    INSERT INTO texts_words(rowid, scope, head, body, pairs) VALUES (NEW.id, NEW.scope, NEW.head, NEW.body, NEW.pairs);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER texts_are_lost AFTER DELETE ON texts
BEGIN
    INSERT INTO texts_words(texts_words, rowid, scope, head, body, pairs) VALUES ('delete', OLD.id, OLD.scope, OLD.head, OLD.body, OLD.pairs);
END;
-- +goose StatementEnd

-- What was changed and is to be searched anew. Triggers note it, so that no
-- use case can forget it.
CREATE TABLE texts_due (
    org_id   INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    thing    TEXT    NOT NULL,
    thing_id INTEGER NOT NULL,
    PRIMARY KEY (org_id, thing, thing_id)
) WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER cases_are_due AFTER INSERT ON cases
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'case', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER clients_are_due AFTER UPDATE OF legal_name, other_name ON clients
BEGIN
    INSERT OR IGNORE INTO texts_due SELECT org_id, 'case', id FROM cases WHERE org_id = NEW.org_id AND client_id = NEW.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notices_are_due AFTER INSERT ON notices
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'notice', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notices_are_due_again AFTER UPDATE OF case_id, account_id ON notices
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'notice', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER plans_are_due AFTER INSERT ON plans
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'plan', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER plans_are_due_again AFTER UPDATE OF body, title ON plans
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'plan', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claims_are_due AFTER INSERT ON claims
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'claim', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claims_are_due_again AFTER UPDATE OF text ON claims
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'claim', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claims_are_gone AFTER DELETE ON claims
BEGIN
    DELETE FROM texts WHERE thing = 'claim' AND thing_id = OLD.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER exhibits_are_due AFTER INSERT ON exhibits
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'exhibit', NEW.id);
    INSERT OR IGNORE INTO file_texts VALUES (NEW.org_id, NEW.sha256, 'waiting', '', '[]', '', 0);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER exhibits_are_due_again AFTER UPDATE OF title, shows, kind, dated, withdrawn_at ON exhibits
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'exhibit', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER files_are_due AFTER UPDATE OF pages ON file_texts
BEGIN
    INSERT OR IGNORE INTO texts_due SELECT org_id, 'exhibit', id FROM exhibits WHERE org_id = NEW.org_id AND sha256 = NEW.sha256;
END;
-- +goose StatementEnd

-- The text of a file goes with its bytes.
-- +goose StatementBegin
CREATE TRIGGER texts_are_purged AFTER UPDATE OF purged_at ON exhibits WHEN NEW.purged_at > 0
BEGIN
    DELETE FROM file_texts WHERE org_id = NEW.org_id AND sha256 = NEW.sha256
        AND NOT EXISTS (SELECT 1 FROM exhibits WHERE org_id = NEW.org_id AND sha256 = NEW.sha256 AND purged_at = 0);
END;
-- +goose StatementEnd

-- What was there before is searched from now on.
INSERT INTO texts_due SELECT org_id, 'case', id FROM cases;
INSERT INTO texts_due SELECT org_id, 'notice', id FROM notices;
INSERT INTO texts_due SELECT org_id, 'plan', id FROM plans;
INSERT INTO texts_due SELECT org_id, 'claim', id FROM claims;
INSERT INTO texts_due SELECT org_id, 'exhibit', id FROM exhibits;
INSERT OR IGNORE INTO file_texts SELECT DISTINCT org_id, sha256, 'waiting', '', '[]', '', 0 FROM exhibits;
