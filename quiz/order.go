package quiz

import (
	"cmp"
	"slices"

	"kuril/deck"
)

// byRecall puts first what is still remembered best: most of a backlog is
// saved by asking what has not been lost yet.
func (c *composer) byRecall(due []deck.Card) {
	recall := make(map[string]float64, len(due))
	for _, card := range due {
		recall[card.ID] = c.states[card.ID].Recall(c.weights, c.now)
	}
	slices.SortStableFunc(due, func(a, b deck.Card) int {
		return cmp.Or(cmp.Compare(recall[b.ID], recall[a.ID]), cmp.Compare(a.ID, b.ID))
	})
}

// arrange mixes due and new cards as the order says and moves siblings apart.
func (c *composer) arrange(due, fresh []deck.Card) []deck.Card {
	switch c.options.Order {
	case DueFirst:
		return slices.Concat(c.apart(due), c.apart(fresh))
	case NewFirst:
		return slices.Concat(c.apart(fresh), c.apart(due))
	case BankOrder:
		place := make(map[string]int, len(c.cards))
		for i, card := range c.cards {
			place[card.ID] = i
		}
		all := slices.Concat(due, fresh)
		slices.SortFunc(all, func(a, b deck.Card) int { return cmp.Compare(place[a.ID], place[b.ID]) })
		return all
	}
	return c.apart(spread(due, fresh))
}

// spread puts the cards of b evenly between those of a.
func spread(a, b []deck.Card) []deck.Card {
	n, of := len(a)+len(b), len(b)
	all := make([]deck.Card, 0, n)
	for i := range n {
		taken := of - len(b)
		if len(a) == 0 || len(b) > 0 && (2*taken+1)*n <= (2*i+1)*of {
			all, b = append(all, b[0]), b[1:]
		} else {
			all, a = append(all, a[0]), a[1:]
		}
	}
	return all
}

func ids(cards []deck.Card) []string {
	all := make([]string, len(cards))
	for i, card := range cards {
		all[i] = card.ID
	}
	return all
}
