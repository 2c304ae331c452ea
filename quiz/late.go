package quiz

import (
	"kuril/deck"
	"kuril/progress"
)

// late tells why a card is answered after the day it was due, as a rule that is
// kept with the answer; none when it is not late. What it stands on, the
// siblings of that day and the days studied, may look different later.
func (k *talk) late(c deck.Card, before progress.State, today progress.Day) ([]string, error) {
	if before.New() || before.Due == 0 || before.Due >= today {
		return nil, nil
	}
	key := c.Question.Siblings()
	if c.Question.Group != "" || len(c.Question.Cards()) > 1 {
		if err := k.whole(); err != nil {
			return nil, err
		}
	}
	for id, o := range k.s.cards {
		if id == c.ID || o.Question.Siblings() != key || k.s.State(id).LastDay < before.Due {
			continue
		}
		events, err := k.d.Store.History(k.ctx, id)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			if e.Kind == progress.Reviewed && !e.TakenBack && e.Day == before.Due {
				return []string{progress.RuleSibling}, nil
			}
		}
	}
	studied, err := k.d.Store.Studied(k.ctx, today)
	if err != nil {
		return nil, err
	}
	if studied >= before.Due {
		return []string{progress.RuleLimit}, nil
	}
	return []string{progress.RuleAway}, nil
}
