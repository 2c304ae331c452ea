package quiz

import (
	"fmt"
	"slices"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// tellHard says once, at the end of a session, that Hard seems to be pressed for
// cards that were forgotten: it makes a wait longer where Again makes it short.
// Only an Again can show it, so a session without one does not look. What
// cannot be read or noted now is left unsaid: all answers are kept already.
func (k *talk) tellHard() {
	again := slices.ContainsFunc(k.results, func(r result) bool { return r.rating == fsrs.Again })
	if k.drill || k.d.Settings.Ratings == 2 || !again {
		return
	}
	a, err := k.d.Store.AfterHard(k.ctx)
	if err != nil || !a.Misused() {
		return
	}
	if first, err := k.d.Store.Once(k.ctx, "hard"); err != nil || !first {
		return
	}
	for _, line := range hardLines(a) {
		k.tell("%s", line)
	}
}

// hardLines is what is said about Hard, with the numbers.
func hardLines(a progress.AfterHard) []string {
	share := func(n, of int) string { return fmt.Sprintf("%d of 100", (100*n+of/2)/of) }
	return []string{
		fmt.Sprintf("A word about 2, hard, said only once: of the last %d cards you rated hard, %d were forgotten the next time. That is %s; after good it was %s.",
			a.Hards, a.HardsForgotten, share(a.HardsForgotten, a.Hards), share(a.GoodsForgotten, a.Goods)),
		"Hard means: I knew it, with effort; the card then waits longer. What you did not know is 1, again: it comes back soon, and the waits fit you better.",
		"If two keys are enough, again and good, type: kuril config ratings 2",
	}
}
