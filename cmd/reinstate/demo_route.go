package main

import (
	"context"
	"maps"
	"slices"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// demoRoute answers what only the seller knows, and chooses the kind of
// document where one is named.
type demoRoute struct {
	Answers  map[string]string      `yaml:"answers"`
	Document reinstate.DocumentKind `yaml:"document"`
	Why      string                 `yaml:"why"`
}

func (p *player) route(ctx context.Context, who reinstate.Actor, on *stage, in demoRoute) error {
	var given reinstate.Answers
	for _, question := range slices.Sorted(maps.Keys(in.Answers)) {
		given = given.With(question, in.Answers[question])
	}
	if err := p.desk.AnswerRoute(ctx, who, on.ref, given, 0); err != nil || in.Document == "" {
		return err
	}
	return p.desk.ChooseRoute(ctx, who, on.ref, casework.Routing{Document: in.Document, Why: in.Why})
}
