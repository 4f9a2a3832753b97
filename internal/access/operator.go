package access

import (
	"context"
	"fmt"
	"strings"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Operator is whoever runs the command line on the machine that holds the
// data. They could read the files anyway, so they hold an owner's permits; the
// timeline names them as what they are. Without a name of a firm, there must be
// only one.
func (g *Gate) Operator(ctx context.Context, firm string) (reinstate.Actor, error) {
	var firms []reinstate.Org
	err := g.view(ctx, func(tx *store.Tx) (err error) {
		firms, err = tx.Orgs()
		return err
	})
	if err != nil {
		return reinstate.Actor{}, fmt.Errorf("find firm: %w", err)
	}
	chosen, err := oneFirm(firms, strings.TrimSpace(firm))
	if err != nil {
		return reinstate.Actor{}, err
	}
	return reinstate.Actor{Org: chosen.ID, Name: "local operator", Kind: reinstate.Operator, Role: reinstate.RoleOwner}, nil
}

// oneFirm picks the firm of a name, or the only one.
func oneFirm(firms []reinstate.Org, name string) (reinstate.Org, error) {
	var fitting []reinstate.Org
	var names []string
	for _, f := range firms {
		names = append(names, f.Name)
		if name == "" || strings.EqualFold(f.Name, name) {
			fitting = append(fitting, f)
		}
	}
	listed := strings.Join(names, ", ")
	switch {
	case len(firms) == 0:
		return reinstate.Org{}, reinstate.Invalid{"firm": "There is no firm yet. Start the server and set one up, or load the demonstration."}
	case len(fitting) == 0:
		return reinstate.Org{}, reinstate.Invalid{"firm": fmt.Sprintf("There is no firm named %q. There is: %s.", name, listed)}
	case len(fitting) > 1:
		return reinstate.Org{}, reinstate.Invalid{"firm": "There are several firms. Name one of them: " + listed + "."}
	}
	return fitting[0], nil
}
