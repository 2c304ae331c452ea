package progress

import "kuril/progress/fsrs"

// After returns the state that follows when one more event of the card stands,
// later than all before it. Nothing is recorded: it is for looking ahead with
// the rules that count. No weights means the default ones.
func (s State) After(e Event, w *fsrs.Weights) State {
	s.Card = e.Card
	s.apply(&e, weightsOr(w))
	return s
}
