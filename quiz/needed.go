package quiz

import (
	"context"
	"slices"

	"kuril/deck"
	"kuril/progress"
)

// scope is what the choice of today's cards looks at: the cards, in the order of
// the bank, and their states.
type scope struct {
	cards   []deck.Card
	states  map[string]progress.State
	partial bool         // the cards that today does not ask for are left out
	later   progress.Day // when the first of those is due; 0: never
}

// largeBank is from how many questions on a session does not look at every card.
const largeBank = 1000

// needed returns what a session looks at: everything, or in a large bank the
// cards that are due, new, or answered today, which make the same session.
func (d *Desk) needed(ctx context.Context, o SessionOptions, day progress.Day) (scope, error) {
	if d.Bank.Len() >= largeBank && o.Query.Empty() && o.CatchUp == 0 && len(d.Settings.PerDeck)+len(d.Settings.PerTag) == 0 {
		plans, _, err := d.plans(ctx)
		if err != nil {
			return scope{}, err
		}
		if len(plans) == 0 {
			if k, ok, err := d.partOf(ctx, day); ok || err != nil {
				return k, err
			}
		}
	}
	states, err := d.Store.States(ctx)
	if err != nil {
		return scope{}, err
	}
	return scope{cards: d.Bank.Cards(), states: states}, nil
}

// partOf returns the cards that a study day may ask, their questions in outline.
// ok is false where only a look at everything can tell.
//
// What is due stands in an index of the cache of states. Which cards are new no
// index can say, for a card that was never asked is nowhere in the log: their
// list is kept beside the bank, with the moment of the log it was made at, and
// the cards touched since then are looked at again.
func (d *Desk) partOf(ctx context.Context, day progress.Day) (k scope, ok bool, err error) {
	sum, ok := d.Bank.Sum()
	if !ok {
		return k, false, nil
	}
	list, since := d.readNew(sum)
	a, err := d.Store.Agenda(ctx, day, since, d.daily)
	if err != nil || a == nil {
		return k, false, err
	}
	if a.Changed == nil {
		if list, err = d.listNew(ctx); err != nil {
			return k, false, err
		}
	} else {
		list = d.updateNew(list, a.Changed)
	}
	if a.Changed == nil || len(a.Changed) > mostChanged {
		d.writeNew(list, sum, a.Moment)
	}
	var known []place
	for id, s := range a.States {
		if s.New() {
			continue // it is in the list
		}
		if p, ok := d.place(id); ok {
			known = append(known, p)
		}
	}
	slices.SortFunc(known, place.compare)
	list = merge(list, known)
	k = scope{cards: make([]deck.Card, 0, len(list)), states: a.States, partial: true, later: a.Next}
	var of []deck.Card
	for i, p := range list {
		if i == 0 || p.question != list[i-1].question {
			of = d.Bank.Outline(int(p.question))
		}
		if int(p.card) < len(of) {
			k.cards = append(k.cards, of[p.card])
		}
	}
	return k, true, nil
}

// daily reports whether a card is in the bank, and in a deck of the daily session.
func (d *Desk) daily(card string) bool {
	p, ok := d.place(card)
	return ok && (len(d.BankFiles) > 0 || d.Settings.Daily(d.home(d.Bank.Outline(int(p.question))[0].Question)))
}

// narrow has the session find cards in the bank, for it has but those of today
// in outline, and the load of the days in the log when it is asked for.
func (s *Session) narrow(d *Desk) {
	clear(s.cards)
	s.find = func(id string) (deck.Card, bool) { return d.Bank.Card(id) }
	s.load = nil
}

// whole has the session look at every card and state, where it did not so far.
func (k *talk) whole() error {
	if !k.partial {
		return nil
	}
	states, err := k.d.Store.States(k.ctx)
	if err != nil {
		return err
	}
	k.partial = false
	k.s.widen(k.d.Bank.Cards(), states)
	return nil
}

func (s *Session) widen(cards []deck.Card, states map[string]progress.State) {
	for _, c := range cards {
		if _, ok := s.cards[c.ID]; !ok {
			s.cards[c.ID] = c
		}
	}
	s.states, s.find = states, nil
	s.load = make(map[progress.Day]int)
	for _, st := range states {
		s.count(st, 1)
	}
}
