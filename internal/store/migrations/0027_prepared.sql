-- +goose Up
-- A packet that is made ahead of sealing: what it was made from, and where
-- its exhibits stand in it.
ALTER TABLE exports ADD COLUMN sealing INTEGER NOT NULL DEFAULT 0;       -- 1: only to be sealed, never fetched
ALTER TABLE exports ADD COLUMN mark TEXT NOT NULL DEFAULT '';            -- digest of all it was made from
ALTER TABLE exports ADD COLUMN manifest TEXT NOT NULL DEFAULT '[]';      -- JSON
