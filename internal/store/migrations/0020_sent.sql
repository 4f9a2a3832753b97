-- +goose Up
-- When the marketplace was sent what was sealed, as a person says: sealing is
-- not sending. 0: not sent yet, or before this was asked.
ALTER TABLE filings ADD COLUMN sent_at INTEGER NOT NULL DEFAULT 0;

-- Time limits used to stop with the seal. Those of packets that nobody has said are sent run on.
UPDATE clocks SET met_at = 0, met_by = '', version = version + 1
WHERE met_by = 'file_appeal' AND EXISTS (
    SELECT 1 FROM cases c JOIN filings f ON f.case_id = c.id AND f.round = c.round
    WHERE c.id = clocks.case_id AND c.state = 'appeal_submitted' AND f.receipted_at = 0 AND f.filed_at = clocks.met_at
);
UPDATE cases SET next_kind = k.kind, next_due = k.due_at, next_zone = k.zone, next_basis = k.basis, urgency = k.due_at
FROM (
    SELECT case_id, kind, due_at, zone, basis, row_number() OVER (PARTITION BY case_id ORDER BY due_at, id) AS place
    FROM clocks WHERE met_at = 0 AND due_at > 0 AND kind IN ('appeal', 'documents', 'call', 'cure', 'certification')
) k
WHERE k.case_id = cases.id AND k.place = 1 AND cases.state = 'appeal_submitted';
