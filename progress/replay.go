package progress

import (
	"slices"
	"time"

	"kuril/progress/fsrs"
)

// againsADay is how many Agains in one study day put a card off to the next.
const againsADay = 5

// A State is what the standing events of one card amount to.
type State struct {
	Card   string
	Memory fsrs.Memory
	Due    Day // 0: never scheduled

	Last    time.Time // last standing review, UTC; zero when new
	LastDay Day       // its study day
	First   Day       // study day of the first standing review since the last reset; 0: new

	Recalled Day // last study day it was recalled (Hard or better); 0: never

	Reviews int // since the last reset, as all counts here
	Lapses  int // Agains on a card whose last review was a recall on an earlier study day
	Agains  int // on LastDay, since it was last recalled

	Open       bool // the last standing review was Again
	FirstAgain bool // the first meeting was Again: no lapse, and no part of retention
	Suspended  bool
	Marked     bool

	Missed   Day       // study day of the last Again, in review or practice; 0: none
	MissedAt time.Time // its instant
	Mended   bool      // answered right since, in review or practice

	at int64 // instant of the last standing event of any kind, ms since 1970
}

// New reports whether the card has no standing review since its last reset.
func (s State) New() bool { return s.First == 0 }

// Learning reports whether the card was rated Again today and not recalled
// since.
func (s State) Learning(today Day) bool { return s.Open && s.LastDay == today }

// Missing reports whether the card was rated Again on or after a study day and
// not answered right since.
func (s State) Missing(since Day) bool { return s.Missed != 0 && s.Missed >= since && !s.Mended }

// Leech reports whether the card lapsed so often that its question should be
// looked at.
func (s State) Leech() bool { return s.Lapses >= leechLapses }

// LeechNow reports whether the lapse just counted is one to say so: the eighth
// and every fourth after it.
func (s State) LeechNow() bool { return s.Leech() && (s.Lapses-leechLapses)%leechEvery == 0 }

const (
	leechLapses = 8
	leechEvery  = 4
)

// Recall returns the chance, 0 to 1, that the card is remembered at an
// instant; 0 when it was never seen. No weights means the default ones.
func (s State) Recall(w *fsrs.Weights, at time.Time) float64 {
	return weightsOr(w).Recall(s.Memory, s.elapsed(at))
}

// elapsed is the time since the last standing review in days, fractional and
// never negative; 0 for a new card. Whole milliseconds, because that is what
// the log keeps: a preview and the replay must agree to the last bit.
func (s State) elapsed(at time.Time) float64 {
	if s.New() {
		return 0
	}
	return days(s.Last, at)
}

// days returns the time between two instants of the log in days, fractional
// and never negative.
func days(from, to time.Time) float64 {
	const day = 24 * 60 * 60 * 1000
	return max(0, float64(to.UnixMilli()-from.UnixMilli())/day)
}

func weightsOr(w *fsrs.Weights) *fsrs.Weights {
	if w == nil {
		return &fsrs.Default
	}
	return w
}

// Replay works out the state of every card that has a standing event. The
// order of events does not matter, and one that comes twice counts once. No
// weights means the default ones; weights events are for the caller to follow.
func Replay(events []Event, w *fsrs.Weights) map[string]State {
	undone := make(map[string]bool)
	for _, e := range events {
		if e.Kind == Undone {
			undone[e.Ref] = true
		}
	}
	events = slices.Clone(events)
	slices.SortFunc(events, compare)
	r := newReplay(w, undone)
	last := ""
	for i := range events {
		if id := events[i].ID; id == "" || id != last {
			r.add(&events[i])
			last = id
		}
	}
	return r.result()
}

// A replay folds events, given in the order of the log, into states.
type replay struct {
	weights *fsrs.Weights
	undone  map[string]bool // ids and batches taken back
	states  map[string]*State
}

func newReplay(w *fsrs.Weights, undone map[string]bool) *replay {
	return &replay{weights: weightsOr(w), undone: undone, states: make(map[string]*State)}
}

func (r *replay) add(e *Event) {
	if e.Card == "" || e.Kind == Undone || e.TakenBack || r.undone[e.ID] || e.Batch != "" && r.undone[e.Batch] {
		return
	}
	r.state([]byte(e.Card)).apply(e, r.weights)
}

// state is that of a card so far.
func (r *replay) state(card []byte) *State {
	s := r.states[string(card)]
	if s == nil {
		s = &State{Card: string(card)}
		r.states[s.Card] = s
	}
	return s
}

func (r *replay) result() map[string]State {
	states := make(map[string]State, len(r.states))
	for card, s := range r.states {
		states[card] = *s
	}
	return states
}

// apply takes in one standing event, later than all before it.
func (s *State) apply(e *Event, w *fsrs.Weights) {
	s.at = e.At.UnixMilli()
	switch e.Kind {
	case Reviewed:
		if e.Rating >= fsrs.Again && e.Rating <= fsrs.Easy {
			s.review(e, w)
			s.answer(e)
		}
	case Practised:
		s.answer(e)
	case Reset:
		*s = State{Card: s.Card, Suspended: s.Suspended, Marked: s.Marked, at: s.at}
	case Suspended:
		s.Suspended = true
	case Resumed:
		s.Suspended = false
	case Marked:
		s.Marked = true
	case Unmarked:
		s.Marked = false
	case Scheduled:
		s.Due = e.Due
	}
}

func (s *State) review(e *Event, w *fsrs.Weights) {
	again := e.Rating == fsrs.Again
	sameDay := e.Day == s.LastDay
	s.Memory = w.Next(s.Memory, s.elapsed(e.At), e.Rating)
	switch {
	case s.New():
		s.First, s.FirstAgain = e.Day, again
	case again && !s.Open && s.LastDay < e.Day:
		s.Lapses++
	}
	switch {
	case !again:
		s.Agains, s.Recalled = 0, e.Day
	case sameDay:
		s.Agains++
	default:
		s.Agains = 1
	}
	s.Open = again
	s.Reviews++
	s.Last, s.LastDay = e.At.UTC(), e.Day

	// The day decided when the question was answered stands. An answer that
	// came without one, from another program, is asked again as soon as it may.
	s.Due = e.Due
	if s.Due == 0 {
		s.Due = e.Day
		if !again || s.Agains >= againsADay {
			s.Due = e.Day + 1
		}
	}
}

// answer keeps what was missed, in review and practice alike.
func (s *State) answer(e *Event) {
	switch {
	case e.Rating == fsrs.Again:
		s.Missed, s.MissedAt, s.Mended = e.Day, e.At.UTC(), false
	case e.Rating > fsrs.Again:
		s.Mended = s.Missed != 0
	}
}
