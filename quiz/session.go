package quiz

import (
	"maps"
	"slices"
	"time"

	"kuril/deck"
	"kuril/progress"
)

// Between a miss and its return stand this many other answers, or fewer when
// the session has no more. Answers are counted, not minutes, so that a script
// and a clock agree.
const answersBetween = 6

// Session decides what is asked next. It has no clock, no screen and no file:
// the loop tells it what was answered and what the memory of a card became.
type Session struct {
	Counts
	today  progress.Day
	cards  map[string]deck.Card
	states map[string]progress.State
	load   map[progress.Day]int              // cards due on each day, for balance; nil: not known yet
	find   func(id string) (deck.Card, bool) // a card that is not in cards, or nil
	drill  bool                              // practice: the queue does not look at due days
	busy   map[string]bool                   // asked in another terminal at this moment
	ahead  map[string]bool                   // asked before they are due, because the learner or a plan wants it

	planned map[string]string // added by an exam plan, with its name

	apart    []string  // due, and give way to a sibling until tomorrow
	queue    []string  // first askings still to come
	again    []waiting // missed, to come back
	answered int       // answers given in this session
	last     string    // the card answered last
	misses   map[string]int
	past     []snapshot
}

// waiting is a missed card and the answer count at which it returns.
type waiting struct {
	card string
	at   int
}

// snapshot is a session before one action. Its slices are never written to.
type snapshot struct {
	ref      string // the event or batch of the action
	card     string
	queue    []string
	again    []waiting
	answered int
	last     string
	misses   map[string]int
}

// newSession starts with the cards of a plan.
func newSession(p plan, cards []deck.Card, states map[string]progress.State, today progress.Day) *Session {
	s := &Session{
		Counts: p.Counts, today: today, states: states, queue: p.queue, apart: p.apart,
		cards:  make(map[string]deck.Card, len(cards)),
		load:   make(map[progress.Day]int),
		misses: make(map[string]int), ahead: p.ahead, planned: p.planned,
	}
	for _, c := range cards {
		s.cards[c.ID] = c
	}
	for _, id := range p.open {
		s.again = append(s.again, waiting{card: id})
	}
	for _, st := range states {
		s.count(st, 1)
	}
	return s
}

func (s *Session) count(st progress.State, n int) {
	if s.load != nil && st.Due > 0 && !st.Suspended && !st.New() {
		s.load[st.Due] += n
	}
}

// Load returns how many cards are due on a day, for balance.
func (s *Session) Load(day progress.Day) int { return s.load[day] }

// State returns what is remembered of a card.
func (s *Session) State(card string) progress.State {
	st := s.states[card]
	st.Card = card // of a card nobody met there is no state yet
	return st
}

// Learn takes in states that changed, by this session or by another program.
func (s *Session) Learn(states map[string]progress.State) {
	for id, st := range states {
		if _, known := s.states[id]; !known && s.find != nil {
			s.load = nil // what it was before nobody knows
		}
		s.count(s.states[id], -1)
		s.states[id] = st
		s.count(st, 1)
	}
}

// card returns a card of the session.
func (s *Session) card(id string) (deck.Card, bool) {
	c, ok := s.cards[id]
	if !ok && s.find != nil {
		if c, ok = s.find(id); ok {
			s.cards[id] = c
		}
	}
	return c, ok
}

// Next returns the card to ask, and whether it would follow itself. ok is false
// when the session is over.
func (s *Session) Next() (card deck.Card, same, ok bool) {
	s.again = slices.DeleteFunc(slices.Clone(s.again), func(w waiting) bool { return !s.stillOpen(w.card) })
	for len(s.queue) > 0 && !s.stillAsked(s.queue[0]) {
		s.queue = s.queue[1:]
	}
	again, queue := s.again, s.queue
	if len(s.busy) > 0 {
		again = slices.DeleteFunc(slices.Clone(again), func(w waiting) bool { return s.busy[w.card] })
		queue = slices.DeleteFunc(slices.Clone(queue), func(id string) bool { return s.busy[id] || !s.stillAsked(id) })
	}
	switch {
	case len(again) > 0 && (again[0].at <= s.answered || len(queue) == 0):
		id := again[0].card
		// Sooner than planned: any other missed card rather than the same.
		if id == s.last && len(again) > 1 {
			id = again[1].card
		}
		card, _ := s.card(id)
		return card, id == s.last, true
	case len(queue) > 0:
		card, _ := s.card(queue[0])
		return card, false, true
	}
	return deck.Card{}, false, false
}

// Busy is how many cards still to be asked are open in other terminals.
func (s *Session) Busy() int {
	n := 0
	for _, w := range s.again {
		if s.busy[w.card] {
			n++
		}
	}
	for _, id := range s.queue {
		if s.busy[id] && s.stillAsked(id) {
			n++
		}
	}
	return n
}

// Left is how many askings are known to be still to come.
func (s *Session) Left() int { return len(s.queue) + len(s.again) }

// Answered is how many answers were given in this session.
func (s *Session) Answered() int { return s.answered }

// stillAsked reports whether a queued card is to be asked still: another
// terminal may have answered it, an edit may have removed it.
func (s *Session) stillAsked(id string) bool {
	if _, ok := s.card(id); !ok {
		return false
	}
	st := s.states[id]
	switch {
	case st.Suspended:
		return false
	case s.drill:
		return true
	case st.New():
		return st.Due <= s.today
	case s.ahead[id]:
		return st.LastDay < s.today
	}
	return st.Due <= s.today && st.LastDay < s.today
}

func (s *Session) stillOpen(id string) bool {
	st := s.states[id]
	if _, ok := s.card(id); !ok || st.Suspended {
		return false
	}
	return s.drill || st.Open && st.Due <= s.today
}

// Begin moves on to the study day that began while the session goes on.
func (s *Session) Begin(day progress.Day) { s.today = max(s.today, day) }

// Answer moves on after an answer to card, which stays in the session when
// again is true. ref is what an undo takes back.
func (s *Session) Answer(card, ref string, again bool) {
	s.remember(card, ref)
	s.take(card)
	s.answered++
	s.last = card
	if again {
		s.misses[card]++
		s.again = append(s.again, waiting{card, s.answered + answersBetween})
	}
}

// Drop takes a card out of the session without an answer: suspended, not
// today. ref is what an undo takes back.
func (s *Session) Drop(card, ref string) {
	s.remember(card, ref)
	s.take(card)
}

// Note remembers an action that leaves the queue alone, such as a mark.
func (s *Session) Note(card, ref string) { s.remember(card, ref) }

func (s *Session) remember(card, ref string) {
	misses := make(map[string]int, len(s.misses))
	for id, n := range s.misses {
		misses[id] = n
	}
	s.past = append(s.past, snapshot{
		ref: ref, card: card, queue: s.queue, again: slices.Clone(s.again),
		answered: s.answered, last: s.last, misses: misses,
	})
}

func (s *Session) take(card string) {
	s.again = slices.DeleteFunc(slices.Clone(s.again), func(w waiting) bool { return w.card == card })
	switch i := slices.Index(s.queue, card); {
	case i == 0:
		s.queue = s.queue[1:]
	case i > 0:
		s.queue = slices.Delete(slices.Clone(s.queue), i, i+1)
	}
}

// LastRef is the action that an undo takes back; "" when this session has
// nothing to take back.
func (s *Session) LastRef() string {
	if len(s.past) == 0 {
		return ""
	}
	return s.past[len(s.past)-1].ref
}

// Undo goes back to before the last action and returns its card, which is
// asked next.
func (s *Session) Undo() string {
	if len(s.past) == 0 {
		return ""
	}
	p := s.past[len(s.past)-1]
	s.past = s.past[:len(s.past)-1]
	s.queue, s.again, s.answered, s.last, s.misses = p.queue, p.again, p.answered, p.last, p.misses
	return p.card
}

// Restart takes up as new, and next, what was waiting to come again and has
// started over meanwhile.
func (s *Session) Restart() {
	var fresh []string
	for _, w := range s.again {
		if st := s.states[w.card]; st.New() && !s.drill {
			fresh = append(fresh, w.card)
		}
	}
	if len(fresh) == 0 {
		return
	}
	s.again = slices.DeleteFunc(slices.Clone(s.again), func(w waiting) bool { return slices.Contains(fresh, w.card) })
	s.queue = slices.Concat(fresh, s.queue)
	for _, id := range fresh {
		s.misses = maps.Clone(s.misses)
		delete(s.misses, id)
	}
}

// Misses is how often a card was rated Again in this session.
func (s *Session) Misses(card string) int { return s.misses[card] }

// Replace takes a card's new text after an edit, or its absence.
func (s *Session) Replace(bank *deck.Bank) {
	for id := range s.cards {
		if c, ok := bank.Card(id); ok {
			s.cards[id] = c
		} else {
			delete(s.cards, id)
		}
	}
}

// clockJump is how far a clock may move between two answers unmentioned.
const clockJump = 24 * time.Hour
