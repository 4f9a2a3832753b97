-- +goose Up
-- What was said and sent is found by a search like everything else of a case.

-- +goose StatementBegin
CREATE TRIGGER exchanges_are_due AFTER INSERT ON exchanges
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'exchange', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER exchanges_are_due_again AFTER UPDATE OF struck_at ON exchanges
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'exchange', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER outgoing_is_due AFTER INSERT ON outgoing
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'outgoing', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER mails_are_due AFTER INSERT ON mails
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'mail', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER mails_are_due_again AFTER UPDATE OF case_id, notice_id ON mails
BEGIN
    INSERT OR IGNORE INTO texts_due VALUES (NEW.org_id, 'mail', NEW.id);
END;
-- +goose StatementEnd

INSERT OR IGNORE INTO texts_due SELECT org_id, 'exchange', id FROM exchanges;
INSERT OR IGNORE INTO texts_due SELECT org_id, 'outgoing', id FROM outgoing;
INSERT OR IGNORE INTO texts_due SELECT org_id, 'mail', id FROM mails;
