package casework

import (
	"encoding/json"
	"fmt"
	"strings"

	"reinstate/internal/market"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// longestKey bounds what is taken as a key: refresh tokens have up to 2,048 bytes.
const longestKey = 4096

// readKeys refuses keys that cannot be any.
func readKeys(a reinstate.Account, in market.Keys) (market.Keys, error) {
	in = market.Keys{Client: strings.TrimSpace(in.Client), Secret: strings.TrimSpace(in.Secret), Refresh: strings.TrimSpace(in.Refresh)}
	refused := reinstate.Invalid{}
	check := func(field, value, missing string) {
		switch {
		case value == "":
			refused.Refuse(field, missing)
		case len(value) > longestKey || strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }):
			refused.Refuse(field, "This does not look like a key: keys are one line of letters, digits and signs.")
		}
	}
	check("client", in.Client, "Enter the client id.")
	check("secret", in.Secret, "Enter the client secret.")
	if a.Marketplace == reinstate.Amazon {
		check("refresh", in.Refresh, "Enter the refresh token.")
	} else {
		in.Refresh = ""
	}
	return in, refused.Err()
}

// sealKeys encrypts keys for their account's row.
func (d *Desk) sealKeys(who reinstate.Actor, id reinstate.AccountID, keys market.Keys) (string, error) {
	text, err := json.Marshal([]string{keys.Client, keys.Secret, keys.Refresh})
	if err != nil {
		return "", err
	}
	return d.db.Seal(keysPlace(who, id), string(text))
}

// keysPlace names where the keys of an account lie.
func keysPlace(who reinstate.Actor, id reinstate.AccountID) string {
	return fmt.Sprintf("connection of firm %d, account %d", who.Org, id)
}

func (d *Desk) unsealKeys(who reinstate.Actor, c reinstate.Connection) (market.Keys, error) {
	text, err := d.db.Unseal(keysPlace(who, c.Account), c.Keys)
	if err != nil {
		return market.Keys{}, err
	}
	var parts []string
	if err := json.Unmarshal([]byte(text), &parts); err != nil || len(parts) != 3 {
		return market.Keys{}, store.ErrSealed // the error would hold what could not be read
	}
	return market.Keys{Client: parts[0], Secret: parts[1], Refresh: parts[2]}, nil
}

// sealedTrouble says that the keys cannot be read any more.
func sealedTrouble() *market.Trouble {
	return &market.Trouble{Kind: market.KeysRefused, Why: reinstate.Say("The keys cannot be opened: the file secret.key of the data folder is gone or is another one. Put it back, or enter the keys again.")}
}
