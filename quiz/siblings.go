package quiz

import (
	"cmp"
	"slices"

	"kuril/deck"
	"kuril/progress"
)

// group is what happened today to the cards that share a question or a group.
type group struct {
	asked      bool // one of it was asked today
	introduced bool // a new one of it came today
}

func (c *composer) groupsToday() map[string]group {
	groups := make(map[string]group)
	for _, card := range c.cards {
		s, seen := c.states[card.ID]
		if !seen || s.LastDay != c.today {
			continue
		}
		key := card.Question.Siblings()
		g := groups[key]
		g.asked = true
		g.introduced = g.introduced || s.First == c.today
		groups[key] = g
	}
	return groups
}

// spare lets a due card give way, for its first day only, to a sibling that is
// asked today. What waits longest comes first.
func (c *composer) spare(due, open []deck.Card, groups map[string]group) (kept []deck.Card, held []string) {
	taken := make(map[string]bool)
	for key, g := range groups {
		taken[key] = g.asked
	}
	for _, card := range open {
		taken[card.Question.Siblings()] = true
	}
	waiting := slices.Clone(due)
	slices.SortStableFunc(waiting, func(a, b deck.Card) int {
		return cmp.Compare(c.states[a.ID].Due, c.states[b.ID].Due)
	})
	gone := make(map[string]bool)
	for _, card := range waiting {
		key := card.Question.Siblings()
		if taken[key] && c.states[card.ID].Due == c.today {
			gone[card.ID], held = true, append(held, card.ID)
			continue
		}
		taken[key] = true
	}
	kept = slices.DeleteFunc(slices.Clone(due), func(card deck.Card) bool { return gone[card.ID] })
	return kept, held
}

// apart moves the cards of each sibling group as far from each other as the
// session allows, the longest waiting first. All other cards keep their order.
func (c *composer) apart(cards []deck.Card) []deck.Card {
	members := make(map[string][]deck.Card)
	var keys []string
	for _, card := range cards {
		key := card.Question.Siblings()
		if len(members[key]) == 1 {
			keys = append(keys, key)
		}
		members[key] = append(members[key], card)
	}
	if len(keys) == 0 {
		return cards
	}
	places := make([]*deck.Card, len(cards))
	put := func(want int, card deck.Card) {
		for off := 0; ; off++ {
			for _, at := range []int{want - off, want + off} {
				if at >= 0 && at < len(places) && places[at] == nil {
					places[at] = &card
					return
				}
			}
		}
	}
	for i, key := range keys {
		of := members[key]
		slices.SortStableFunc(of, func(a, b deck.Card) int { return c.waited(a, b) })
		step := float64(len(cards)-len(keys)) / float64(len(of)-1)
		for m, card := range of {
			put(i+int(step*float64(m)), card)
		}
	}
	rest := slices.DeleteFunc(slices.Clone(cards), func(card deck.Card) bool {
		return len(members[card.Question.Siblings()]) > 1
	})
	all := make([]deck.Card, 0, len(cards))
	for _, p := range places {
		if p == nil {
			all, rest = append(all, rest[0]), rest[1:]
			continue
		}
		all = append(all, *p)
	}
	return all
}

// waited orders by due day; a new card waits least.
func (c *composer) waited(a, b deck.Card) int {
	day := func(card deck.Card) progress.Day {
		if s := c.states[card.ID]; !s.New() {
			return s.Due
		}
		return c.today + 1
	}
	return cmp.Compare(day(a), day(b))
}
