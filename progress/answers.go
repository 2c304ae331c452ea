package progress

import (
	"context"

	"kuril/progress/fsrs"
)

// An Answer is a standing answer with what it meant on the day it was given.
type Answer struct {
	Event

	First bool // the first meeting with the card since it was last reset
	Test  bool // the first review of a study day, of a card met on an earlier one
	Age   int  // study days since the first meeting; of a test at least 1
}

// Recalled reports whether the card was remembered: hard, good or easy.
func (a Answer) Recalled() bool { return a.Rating > fsrs.Again }

// EachAnswer calls yield for every standing answer, in review and practice, in
// the order of the log, and stops at its first error. Retention is the share of
// the tests that were recalled: a first meeting says nothing of memory, a second
// try on the same day little, and what is practised was chosen for being weak.
func (s *Store) EachAnswer(ctx context.Context, yield func(Answer) error) error {
	type meeting struct{ first, last Day }
	met := make(map[string]meeting)
	return s.Log(ctx, func(e Event) error {
		if e.TakenBack {
			return nil
		}
		a := Answer{Event: e}
		switch e.Kind {
		case Reset:
			delete(met, e.Card)
			return nil
		case Practised:
			if m, ok := met[e.Card]; ok {
				a.Age = max(0, int(e.Day-m.first))
			}
		case Reviewed:
			if e.Rating < fsrs.Again || e.Rating > fsrs.Easy {
				return nil
			}
			m, ok := met[e.Card]
			if !ok {
				m.first = e.Day
			}
			a.First = !ok
			a.Age = max(0, int(e.Day-m.first))
			a.Test = ok && e.Day > m.last
			m.last = e.Day
			met[e.Card] = m
		default:
			return nil
		}
		return yield(a)
	})
}
