package generate

import (
	"cmp"
	"slices"
	"strings"

	"kuril/deck"
)

// made is a question with what its place in the bank depends on.
type made struct {
	q                 *deck.Question
	fact              *Fact
	ask               *ask
	index             int
	level, theme, era string
}

// sort puts questions into teaching order. What decides last, the fact's id
// and the ask's place within it, keeps everybody where they were when facts
// are added. What happened is asked before when it was: of a fact the date comes
// last, and in the first level it waits until the two eras after have been met.
func (m *Material) sort(list []made) {
	rank := func(heads []Heading, key string) int {
		if i := slices.IndexFunc(heads, func(h Heading) bool { return h.Key == key }); i >= 0 {
			return i
		}
		return len(heads)
	}
	slices.SortStableFunc(list, func(a, b made) int {
		for _, by := range m.order {
			order := 0
			switch by {
			case "level":
				order = rank(m.Levels, a.level) - rank(m.Levels, b.level)
			case "theme":
				order = rank(m.Themes, a.theme) - rank(m.Themes, b.theme)
			case "era":
				order = cmp.Or(rank(m.Eras, a.era)+m.waits(a)-rank(m.Eras, b.era)-m.waits(b), m.waits(a)-m.waits(b))
			case "date":
				order = strings.Compare(a.fact.Date, b.fact.Date)
			}
			if order != 0 {
				return order
			}
		}
		return cmp.Or(cmp.Compare(a.fact.rank, b.fact.rank), strings.Compare(a.fact.ID, b.fact.ID), a.when()-b.when(), a.index-b.index)
	})
}

// when is 1 for a question after a date, else 0.
func (q made) when() int {
	if q.q.Match == deck.Date {
		return 1
	}
	return 0
}

// waits tells how many eras a question is asked after its own.
func (m *Material) waits(q made) int {
	if len(m.Levels) > 0 && q.level == m.Levels[0].Key {
		return 2 * q.when()
	}
	return 0
}
