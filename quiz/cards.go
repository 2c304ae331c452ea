package quiz

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// found is the cards that pass a filter, with what is known of all cards.
type found struct {
	cards   []deck.Card
	states  map[string]progress.State
	weights *fsrs.Weights
	today   progress.Day
	asked   map[string]bool // the ids of what study would ask now
}

// find looks for cards in the order of the bank.
func (d *Desk) find(ctx context.Context, q Query) (found, error) {
	var f found
	var err error
	if f.states, err = d.Store.States(ctx); err != nil {
		return f, err
	}
	if f.weights, err = d.Store.Weights(ctx); err != nil {
		return f, err
	}
	if f.today, _, err = d.studyDay(ctx); err != nil {
		return f, err
	}
	env := d.env(f.weights, f.today)
	p, err := d.compose(ctx, SessionOptions{New: Unset, Limit: Unset}, f.states, f.weights, f.today)
	if err != nil {
		return f, err
	}
	f.asked = make(map[string]bool, len(p.open)+len(p.queue))
	for _, id := range slices.Concat(p.open, p.queue) {
		f.asked[id] = true
	}
	env.Due = func(c deck.Card, s progress.State) bool { return f.asked[c.ID] && !s.New() }
	for _, c := range d.Bank.Cards() {
		if q.Match(c, f.states[c.ID], env) {
			f.cards = append(f.cards, c)
		}
	}
	return f, nil
}

func byID(cards []deck.Card) map[string]deck.Card {
	all := make(map[string]deck.Card, len(cards))
	for _, c := range cards {
		all[c.ID] = c
	}
	return all
}

// whyNone says why a filter finds nothing, as far as it can be told.
func (d *Desk) whyNone(q Query) string {
	if d.Bank.Len() == 0 {
		return "There are no questions yet: kuril add  writes one."
	}
	decks, tags := d.names()
	for _, part := range []struct {
		what   string
		wanted []string
		known  map[string]bool
	}{{"tag", q.tags, tags}, {"deck", q.decks, decks}} {
		for _, name := range part.wanted {
			found := false
			for known := range part.known {
				found = found || wild(name, known)
			}
			if !found {
				text := capital(missing(part.what, name, part.known))
				if !strings.HasSuffix(text, "?") {
					text += "."
				}
				return text
			}
		}
	}
	switch q.habit {
	case "":
		return "No question matches."
	case "or", "||":
		return fmt.Sprintf("No question matches; %s was looked for as a word, and OR wants capitals.", q.habit)
	case "not", "NOT":
		return fmt.Sprintf("No question matches; %s was looked for as a word, and what must not hold has a - before it.", q.habit)
	}
	return fmt.Sprintf("No question matches; %s was looked for as a word, and terms side by side must all hold anyway.", q.habit)
}

// word says in a word or two how it stands with a card.
func (f found) word(c deck.Card) string {
	s := f.states[c.ID]
	switch {
	case s.Suspended:
		return "suspended"
	case s.New():
		return "new"
	case s.Learning(f.today):
		return "learning"
	case s.Due <= f.today:
		return "due"
	}
	return s.Due.String()
}

// accepted is what counts as right, as far as it can be listed: the answers,
// the items, or the texts of the gaps.
func accepted(q *deck.Question) []string {
	switch {
	case len(q.Items) > 0:
		return q.Items
	case q.Kind != deck.Cloze:
		return q.Answers
	}
	var texts []string
	for _, c := range q.Cards() {
		for _, text := range c.Gaps() {
			if !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	return append(texts, q.Answers...)
}

// listOf makes sure that a list is written as [] and not as null.
func listOf(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// noQuestion is the error for an id that is in no bank in use.
func (d *Desk) noQuestion(id string) error {
	d.tellLeftOut()
	e := Fail("there is no question %q", id)
	var known []string
	for _, q := range d.Bank.All() {
		known = append(known, q.ID)
	}
	if near := Nearest(id, known); near != "" {
		e = e.Hint("did you mean  %s?", near)
	}
	return e.Hint("kuril list  shows all of them")
}

// question finds a question by its id or by the id of one of its cards.
func (d *Desk) question(id string) (*deck.Question, error) {
	q, ok := d.Bank.Question(deck.QuestionID(id))
	if ok && id != q.ID {
		_, ok = d.Bank.Card(id)
	}
	if !ok {
		return nil, d.noQuestion(id)
	}
	return q, nil
}
