package quiz

import (
	"slices"

	"kuril/deck"
)

// mine reports whether the learner made a card today.
func (c *composer) mine(card deck.Card) bool {
	return card.Question.Added != "" && card.Question.Deck != deck.Builtin && card.Question.Added == c.today.String()
}

// introduce picks up to quota new cards in their order; at most one of a
// sibling group a day. Cards the learner made today come whatever the quota.
func (c *composer) introduce(fresh []deck.Card, quota int, groups map[string]group) (picked []deck.Card, held, siblings int) {
	taken := make(map[string]bool)
	for key, g := range groups {
		taken[key] = g.introduced
	}
	limits := c.quotas()
	for _, card := range fresh {
		key := card.Question.Siblings()
		switch {
		case (quota <= 0 || limits.full(card)) && !c.mine(card):
			held++
		case taken[key]:
			siblings++
		default:
			taken[key] = true
			limits.take(card)
			picked = append(picked, card)
			quota--
		}
	}
	return picked, held, siblings
}

// shuffled is how many new cards at a time change places, so that the bank's
// order teaches without being predictable.
const shuffled = 10

// line puts new cards in the order in which they are met: those made today,
// then own decks in turn, then the built-in bank.
func (c *composer) line(fresh []deck.Card) []deck.Card {
	if c.options.Order == BankOrder {
		fresh = slices.Clone(fresh)
		slices.SortStableFunc(fresh, func(a, b deck.Card) int {
			switch mine := c.mine(a); {
			case mine == c.mine(b):
				return 0
			case mine:
				return -1
			}
			return 1
		})
		return fresh
	}
	var names []string
	own := make(map[string][]deck.Card)
	var builtin []deck.Card
	for _, card := range fresh {
		name := card.Question.Deck
		if name == deck.Builtin {
			builtin = append(builtin, card)
			continue
		}
		if own[name] == nil {
			names = append(names, name)
		}
		own[name] = append(own[name], card)
	}
	for _, name := range names { // in their order: chance is the same all day
		c.mix(own[name])
	}
	c.mix(builtin)
	// A card made today may not wait behind a long deck.
	var today, turn []deck.Card
	for i := 0; len(today)+len(turn) < len(fresh)-len(builtin); i++ {
		for _, name := range names {
			if i >= len(own[name]) {
				continue
			}
			if card := own[name][i]; c.mine(card) {
				today = append(today, card)
			} else {
				turn = append(turn, card)
			}
		}
	}
	return slices.Concat(today, turn, builtin)
}

// mix shuffles in tens; the cards of one question keep their order, so that
// the forward side is met before the way back.
func (c *composer) mix(cards []deck.Card) {
	var before [shuffled]deck.Card
	for part := range slices.Chunk(cards, shuffled) {
		rest := before[:copy(before[:], part)]
		c.rand.Shuffle(len(part), func(i, j int) { part[i], part[j] = part[j], part[i] })
		for i, card := range part {
			at := slices.IndexFunc(rest, func(b deck.Card) bool { return b.Question.ID == card.Question.ID })
			part[i] = rest[at]
			rest = slices.Delete(rest, at, at+1)
		}
	}
}
