package quiz

import (
	"kuril/progress/fsrs"
)

// tellRipe says once, at the end of a session, that there are enough answers to
// fit the memory model to the learner. Nothing is fitted for that; weights that
// are fitted already need no word. What cannot be read or noted now is left
// unsaid.
func (k *talk) tellRipe() {
	if k.drill || *k.weights != fsrs.Default || len(k.results) == 0 {
		return
	}
	if said, err := k.d.Store.Said(k.ctx, "ripe"); err != nil || said {
		return
	}
	n, err := k.d.Store.Returns(k.ctx)
	if err != nil || n < enoughPredictions {
		return
	}
	if first, err := k.d.Store.Once(k.ctx, "ripe"); err != nil || !first {
		return
	}
	k.tell("Said only once: %d of your answers tell by now how you forget, enough to fit the memory model to you. kuril optimize  shows what that would change, and asks.", n)
}
