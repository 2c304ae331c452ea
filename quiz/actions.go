package quiz

import (
	"errors"
	"strings"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// why shows what the answer means, where it comes from and how the card went.
func (k *talk) why(c deck.Card) {
	if w := c.Question.Why; w != "" && k.whyOf != c.ID {
		k.text(plainly, "Why: ", setting{}, w)
	}
	for _, s := range c.Question.Sources {
		for _, line := range sourceLines(s, k.t.lineWidth()) {
			k.say("%s", line)
		}
	}
	st := k.s.State(c.ID)
	if st.New() {
		k.tell("You meet this card for the first time.")
		return
	}
	k.tell("%s %s such cards would be recalled now. Its whole story: kuril why %s",
		answeredText(st), outOf100(st.Recall(k.weights, k.d.Now())), c.ID)
}

// sourceLines lays out "title <address>" within width columns, 0 for any. An
// address stays in one piece, so that a terminal can open it.
func sourceLines(source string, width int) []string {
	line := "Source: " + CleanLine(source)
	title, address, ok := strings.Cut(line, " <")
	if width == 0 || !ok || Width(line) <= width {
		return []string{line}
	}
	return append(Wrap(title, width), "<"+address)
}

// command does what a key asks that is no answer. It returns answered when the
// card stays as it is.
func (k *talk) command(c rune, card deck.Card) (step, error) {
	switch c {
	case 'q':
		return quit, nil
	case 'u':
		return k.undo()
	case 'e':
		return k.edit(card)
	case 's':
		ref, err := k.note(card, progress.Suspended, 0)
		if err != nil {
			return answered, err
		}
		k.s.Drop(card.ID, ref)
		k.tell("Suspended. u takes that back, and later: kuril resume %s", card.ID)
		return anew, nil
	case 'b':
		if k.drill { // practice moves no due day
			k.s.leave(card.ID)
			k.tell("Left out of this practice.")
			return anew, nil
		}
		tomorrow := k.today(k.d.Now()) + 1
		if s := k.s.State(card.ID); s.Due > tomorrow && !s.New() { // asked before its day, which is not to come nearer
			k.s.leave(card.ID)
			k.tell("Not now; its day stays %s.", s.Due)
			return anew, nil
		}
		ref, err := k.note(card, progress.Scheduled, tomorrow)
		if err != nil {
			return answered, err
		}
		k.s.Drop(card.ID, ref)
		k.tell("Not today; it comes on %s.", tomorrow)
		return anew, nil
	case 'm':
		kind, word := progress.Marked, "Marked."
		if k.s.State(card.ID).Marked {
			kind, word = progress.Unmarked, "No longer marked."
		}
		ref, err := k.note(card, kind, 0)
		if err != nil {
			return answered, err
		}
		k.s.Note(card.ID, ref)
		k.say("%s", word)
	}
	return answered, nil
}

// note records an event that is no answer.
func (k *talk) note(c deck.Card, kind progress.Kind, due progress.Day) (ref string, err error) {
	now := k.d.Now()
	var rules []string
	if due != 0 {
		rules = []string{progress.RuleLater}
	}
	written, states, err := k.d.Store.Record(k.ctx, progress.Event{
		Card: c.ID, At: now, Day: k.today(now), Kind: kind, Due: due, Rules: rules,
	})
	if err != nil {
		return "", err
	}
	k.s.Learn(states)
	return written[0].ID, nil
}

// undo takes back this session's last action, never another terminal's.
func (k *talk) undo() (step, error) {
	ref := k.s.LastRef()
	if ref == "" {
		k.tell("Nothing to take back in this session; after it, kuril undo takes back the last action of before.")
		return answered, nil
	}
	now := k.d.Now()
	events, states, err := k.d.Store.Undo(k.ctx, ref, now, k.today(now))
	done := "Taken back"
	if errors.Is(err, progress.ErrNothing) {
		done, err = "Taken back already, outside this session", nil
	}
	if err != nil {
		return answered, err
	}
	k.s.Learn(states)
	card := k.s.Undo()
	if n := len(k.results); n > 0 && k.results[n-1].ref == ref {
		k.results = k.results[:n-1]
	}
	k.again = true
	if len(events) == 1 {
		done += " (" + inShort(events[0]) + ")"
	}
	line := done + ": " + card
	if c, ok := k.s.card(card); ok {
		line = done + ": " + shownPrompt(c)
	}
	if width := k.t.lineWidth(); width > 0 {
		line = Clip(line, width)
	}
	k.say("%s", line)
	return anew, nil
}

// inShort says in a word or two what was done to the card on the screen.
func inShort(e progress.Event) string {
	if e.Rating >= fsrs.Again && e.Rating <= fsrs.Easy {
		return ratings[e.Rating-1]
	}
	if e.Kind == progress.Scheduled {
		return "not today"
	}
	return word(e)
}

// edit opens the question in the learner's editor and comes back to the card.
func (k *talk) edit(card deck.Card) (step, error) {
	err := k.t.Away(func() error { return k.d.EditQuestion(k.ctx, card.Question.ID) })
	var e *Error
	switch {
	case errors.As(err, &e):
		k.tell("%s", e.Message)
		for _, h := range e.Hints {
			k.tell("Hint: %s", h)
		}
	case err != nil:
		return answered, err
	}
	states, err := k.d.Store.States(k.ctx) // an edit may start the card over
	if err != nil {
		return answered, err
	}
	k.s.Learn(states)
	k.s.Replace(k.d.Bank)
	k.near, k.mixed = newNeighbours(k.d.Bank), nil
	k.s.Restart()
	return anew, nil
}
