-- +goose Up
-- The accounts of whose stock something presses are found without reading those of all firms.
CREATE INDEX stock_standings_by_risk ON stock_standings(org_id, risk, account_id);
