package quiz

import (
	"slices"

	"kuril/deck"
	"kuril/progress"
)

// confusions finds the card whose right answer was given to another one: the
// capital of Austria for that of Australia.
type confusions struct {
	order  map[string]int         // place of a card in the bank
	byText map[string][]deck.Card // by every answer, folded, in the order of the bank
}

func newConfusions(bank *deck.Bank) *confusions {
	x := &confusions{order: make(map[string]int), byText: make(map[string][]deck.Card)}
	for i, c := range bank.Cards() {
		x.order[c.ID] = i
		for _, key := range answerKeys(c) {
			x.byText[key] = append(x.byText[key], c)
		}
	}
	return x
}

// single reports whether a card has one answer, so that a wrong one can be that
// of another card as a whole.
func single(c deck.Card) bool {
	switch c.Question.Kind {
	case deck.Recall, deck.Typed, deck.Choice:
		return true
	case deck.Cloze:
		return len(c.Gaps()) == 1
	}
	return false
}

// answerKeys are the answers of a card as they are looked for, none twice.
func answerKeys(c deck.Card) []string {
	if !single(c) {
		return nil
	}
	var keys []string
	add := func(key string) {
		if key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, a := range c.Answers() {
		if c.Question.Match == deck.Date && !c.Back {
			if d, ok := isoDate(a); ok {
				add(dateKey(d))
			}
		}
		add(Folded(a))
	}
	return keys
}

// givenKeys are the texts that a given answer can be looked for by: itself, and
// where a date is asked every date it may mean.
func givenKeys(c deck.Card, given string) []string {
	keys := []string{Folded(given)}
	if c.Question.Match == deck.Date && !c.Back {
		readings, _ := readDate(given)
		for _, r := range readings {
			if !r.short {
				keys = append(keys, dateKey(r.date))
			}
		}
	}
	return keys
}

// dateKey is a date told from any text: Folded leaves no such sign.
func dateKey(d date) string { return "\x00" + d.String() }

// of returns the card that a wrong answer to c answers: one of the same deck or
// with a tag in common. Of several it is the one with the most tags in common,
// then one of the same deck, of the same kind, the one that stands first in the
// bank.
func (x *confusions) of(c deck.Card, given string) (other deck.Card, ok bool) {
	if !single(c) || Folded(given) == "" {
		return other, false
	}
	var near []deck.Card
	for _, key := range givenKeys(c, given) {
		for _, o := range x.byText[key] {
			if o.Question.ID != c.Question.ID && (o.Question.Deck == c.Question.Deck || common(c, o) > 0) && sameMeasure(c, o) {
				near = append(near, o)
			}
		}
	}
	if len(near) == 0 {
		return other, false
	}
	return slices.MinFunc(near, func(a, b deck.Card) int {
		for _, by := range []func(deck.Card) int{
			func(o deck.Card) int { return -common(c, o) },
			func(o deck.Card) int { return yes(o.Question.Deck != c.Question.Deck) },
			func(o deck.Card) int { return yes(o.Question.Kind != c.Question.Kind) },
			func(o deck.Card) int { return yes(o.Back != c.Back) },
			func(o deck.Card) int { return x.order[o.ID] },
		} {
			if d := by(a) - by(b); d != 0 {
				return d
			}
		}
		return 0
	}), true
}

// sameMeasure reports whether an answer to a can be one to b by more than chance:
// twenty percent are not twenty years.
func sameMeasure(a, b deck.Card) bool {
	if a.Question.Match != deck.Number && b.Question.Match != deck.Number {
		return true
	}
	return a.Question.Match == b.Question.Match && a.Question.Unit == b.Question.Unit
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// common counts the tags that two cards share.
func common(a, b deck.Card) int {
	n := 0
	for _, tag := range a.Question.Tags {
		n += yes(slices.Contains(b.Question.Tags, tag))
	}
	return n
}

// shortPrompt is the most that is said of another card's question in passing,
// in columns.
const shortPrompt = 100

// confusedWith returns the card whose right answer was given, if there is one.
func (k *talk) confusedWith(t Task, r reply, v Verdict) (other deck.Card, ok bool) {
	if v.Match != Wrong || r.gaveUp || r.revealed {
		return other, false
	}
	if k.mixed == nil {
		k.mixed = newConfusions(k.d.Bank)
	}
	return k.mixed.of(t.Card, given(t, r))
}

// confused says at once when a wrong answer is the right one of another card,
// and how often these two were mixed up.
func (k *talk) confused(t Task, r reply, v Verdict) error {
	other, ok := k.confusedWith(t, r, v)
	if !ok {
		return nil
	}
	n := 1
	for _, way := range [][2]deck.Card{{t.Card, other}, {other, t.Card}} {
		before, err := k.mixedUp(way[0], way[1])
		if err != nil {
			return err
		}
		n += before
	}
	line := "That is the answer to: " + Clip(shownPrompt(other), shortPrompt)
	k.tell("%s", line)
	if n > 1 {
		k.hush("You mixed these two up %s. Side by side: kuril missed --pairs", times(n))
	}
	return nil
}

// mixedUp counts how often the answer of other was given to asked.
func (k *talk) mixedUp(asked, other deck.Card) (n int, err error) {
	events, err := k.d.Store.History(k.ctx, asked.ID)
	if err != nil {
		return 0, err
	}
	for _, e := range events {
		if !isMistake(e) {
			continue
		}
		if o, ok := k.mixed.of(asked, e.Given); ok && o.ID == other.ID {
			n++
		}
	}
	return n, nil
}

// isMistake reports whether an event of a card's history is a standing wrong
// answer in which something was said.
func isMistake(e progress.Event) bool {
	return (e.Kind == progress.Reviewed || e.Kind == progress.Practised) && !e.TakenBack &&
		e.Verdict == "wrong" && !e.Overridden && e.Given != ""
}
