package quiz

import (
	"fmt"

	"kuril/deck"
	"kuril/progress"
)

// leech names a card at the moment it was forgotten for the eighth time, and
// at every fourth after it, and offers what can be done about it. before is
// its state before the answer. Where nobody is there to choose, leaving says
// so, the card is only named.
func (k *talk) leech(c deck.Card, before progress.State, leaving bool) (step, error) {
	st := k.s.State(c.ID)
	if k.drill || st.Lapses <= before.Lapses || !st.LeechNow() {
		return answered, nil
	}
	k.tell("Forgotten %s so far: %s. Some cards do not stick as they are worded; other words, two smaller questions or a rest can help.",
		Count(st.Lapses, "time"), c.ID)
	if leaving {
		k.tell("kuril edit %s  changes it, kuril suspend %s  puts it aside.", c.Question.ID, c.ID)
		return answered, nil
	}
	ahead := k.t.Ahead() // typed before this could be read: no choice
	const keys = "e edit, s suspend, k keep; Enter = k"
	for {
		k.tell("%s", keys)
		said, err := k.hearWord()
		for k.t.Rich() && ahead && said != "" && err == nil {
			ahead = k.t.Ahead()
			said, err = k.hearWord()
		}
		if err != nil {
			return answered, err
		}
		switch said {
		case "", "k", "keep", KeyEscape:
			k.say("Kept.")
			return answered, nil
		case "e", "edit":
			return k.edit(c)
		case "s", "suspend":
			return k.command('s', c)
		case "u", "undo":
			return k.undo()
		case "q", "quit":
			return quit, nil
		}
		k.say("%s", fmt.Sprintf("%s means nothing here.", CleanLine(said)))
	}
}
