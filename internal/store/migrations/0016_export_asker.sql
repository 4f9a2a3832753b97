-- +goose Up
-- Who asked for an export and from where, as the custody of its exhibits tells.
ALTER TABLE exports ADD COLUMN asked_kind TEXT NOT NULL DEFAULT '';      -- '': before this was kept
ALTER TABLE exports ADD COLUMN asked_user INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exports ADD COLUMN asked_address TEXT NOT NULL DEFAULT '';
