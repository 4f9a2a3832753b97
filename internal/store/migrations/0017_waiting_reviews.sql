-- +goose Up
-- What Today lists: letters that wait for somebody's approval, and those that
-- came back to whoever sent them.
CREATE INDEX reviews_waiting ON reviews(org_id, asked_at) WHERE state = 'in_review';
CREATE INDEX reviews_back ON reviews(org_id, asker, decided_at) WHERE state = 'sent_back';
