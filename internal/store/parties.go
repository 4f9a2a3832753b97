package store

import (
	"errors"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

// partiesRow is what the one query for the people of a case gives.
type partiesRow struct {
	Client  clientRow  `gorm:"embedded;embeddedPrefix:client_"`
	Account accountRow `gorm:"embedded;embeddedPrefix:account_"`
	Owner   userRow    `gorm:"embedded;embeddedPrefix:owner_"`
}

const partiesSQL = `SELECT
	l.id AS client_id, l.legal_name AS client_legal_name, l.other_name AS client_other_name, l.address AS client_address,
	l.contact AS client_contact, l.email AS client_email, l.phone AS client_phone, l.notes AS client_notes,
	l.added_at AS client_added_at, l.version AS client_version,
	a.id AS account_id, a.client_id AS account_client_id, a.key AS account_key, a.marketplace AS account_marketplace,
	a.store AS account_store, a.seller_id AS account_seller_id, a.store_name AS account_store_name,
	a.standing AS account_standing, a.added_at AS account_added_at, a.version AS account_version,
	coalesce(u.id, 0) AS owner_id, coalesce(u.org_id, 0) AS owner_org_id, coalesce(u.email, '') AS owner_email,
	coalesce(u.name, '') AS owner_name, coalesce(u.role, '') AS owner_role, coalesce(u.client_id, 0) AS owner_client_id,
	coalesce(u.language, '') AS owner_language, coalesce(u.zone, '') AS owner_zone, coalesce(u.disabled, 0) AS owner_disabled,
	coalesce(u.added_at, 0) AS owner_added_at, coalesce(u.version, 0) AS owner_version
FROM cases c JOIN clients l ON l.id = c.client_id JOIN accounts a ON a.id = c.account_id LEFT JOIN users u ON u.id = c.owner_id
WHERE `

// Parties are the client, the account and the owner of a case, in one query.
// The owner is the zero User while the case has none.
func (tx *Tx) Parties(c reinstate.Case) (client reinstate.Client, account reinstate.Account, owner reinstate.User, err error) {
	w := tx.caseScope()
	w.add("c.id = ?", c.ID)
	var row partiesRow
	err = tx.g.Raw(partiesSQL+w.String(), w.args...).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = reinstate.ErrNotFound
	}
	if err != nil {
		return client, account, owner, err
	}
	return row.Client.domain(), row.Account.domain(), row.Owner.domain(), nil
}
