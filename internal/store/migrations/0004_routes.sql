-- +goose Up
-- Which kind of document answers a round, and what the person answered about
-- the case to find it.
ALTER TABLE rounds ADD COLUMN document TEXT NOT NULL DEFAULT '';
ALTER TABLE rounds ADD COLUMN answers  TEXT NOT NULL DEFAULT '[]'; -- JSON: [{"question", "says"}]
