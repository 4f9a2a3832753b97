-- +goose Up

-- Pictures of the pages of files, made by us once for the same bytes of a firm.
-- They follow from the bytes: what is lost here is made again.
CREATE TABLE previews (
    org_id   INTEGER NOT NULL REFERENCES orgs(id) ON DELETE CASCADE,
    sha256   TEXT    NOT NULL,              -- of the file they are of
    state    TEXT    NOT NULL,              -- waiting, done, none, locked, failed, lacking
    pages    INTEGER NOT NULL,              -- the file has, as far as is known; 0: unknown
    stopped  TEXT    NOT NULL,              -- why not all of them were made, empty: nothing stopped it
    thumb    TEXT    NOT NULL,              -- JSON: the small picture of the first page
    pictures TEXT    NOT NULL,              -- JSON: the picture of each page, in order
    made_at  INTEGER NOT NULL,
    PRIMARY KEY (org_id, sha256)
) WITHOUT ROWID;
CREATE INDEX previews_wanted ON previews(org_id, sha256) WHERE state IN ('waiting', 'lacking');

-- No way of adding an exhibit can forget its pictures.
-- +goose StatementBegin
CREATE TRIGGER exhibits_want_previews AFTER INSERT ON exhibits
BEGIN
    INSERT OR IGNORE INTO previews VALUES (NEW.org_id, NEW.sha256, 'waiting', 0, '', '{}', '[]', 0);
END;
-- +goose StatementEnd

INSERT INTO previews SELECT DISTINCT org_id, sha256, 'waiting', 0, '', '{}', '[]', 0 FROM exhibits WHERE purged_at = 0;
