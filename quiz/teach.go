package quiz

import (
	"fmt"
	"strings"

	"kuril/deck"
)

// teach offers to accept an answer from now on.
func (k *talk) teach(t Task, r reply) error {
	if !teachable(t.Card) || strings.TrimSpace(r.text) == "" {
		return nil
	}
	yes, err := k.yes(fmt.Sprintf("Accept %q from now on?", CleanLine(r.text)))
	if err != nil || !yes {
		return err
	}
	if err := k.d.Accept(t.Card, r.text); err != nil {
		k.tell("Could not keep it: %s", err)
		return nil
	}
	k.s.Replace(k.d.Bank)
	k.tell("Accepted from now on.")
	return nil
}

// teachable reports whether a card has a list of accepted texts to add to.
func teachable(c deck.Card) bool {
	switch c.Question.Kind {
	case deck.Typed:
		return !c.Back && c.Question.Match != deck.Number
	case deck.Cloze:
		return len(c.Question.Cards()) == 1 && len(c.Gaps()) == 1
	}
	return false
}

// yes asks a question whose Enter means no.
func (k *talk) yes(question string) (bool, error) {
	k.tell("%s y = yes, Enter = no", question)
	if k.t.Rich() {
		key, err := k.t.Key()
		k.t.SwallowEnter()
		return key == "y" || key == "Y", err
	}
	line, err := k.t.Line("> ")
	line = strings.ToLower(strings.TrimSpace(line))
	return line == "y" || line == "yes", err
}
