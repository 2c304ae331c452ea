package quiz

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"kuril/deck"
)

// draw chooses the questions: the likelier the heavier their tags, and one of
// each group of siblings before a second of any. The order in which they are
// asked says nothing of their weight.
func (x *exam) draw() []deck.Card {
	env := x.d.env(x.weights, x.day)
	type lot struct {
		card deck.Card
		key  float64
	}
	var lots []lot
	for _, c := range x.d.Bank.Cards() {
		s := x.s.State(c.ID)
		daily := !x.o.Query.Empty() || len(x.d.BankFiles) > 0 || x.d.Settings.Daily(x.d.home(c.Question))
		if s.Suspended || !daily || !x.o.Query.Match(c, s, env) {
			continue
		}
		// Weighted drawing without putting back (Efraimidis and Spirakis 2006).
		if u, weight := x.d.Rand.Float64(), x.o.weight(c); weight > 0 {
			lots = append(lots, lot{c, math.Log(1-u) / weight})
		}
	}
	slices.SortStableFunc(lots, func(a, b lot) int { return cmp.Compare(b.key, a.key) })
	var cards, second []deck.Card
	seen := make(map[string]bool)
	for _, l := range lots {
		if group := l.card.Question.Siblings(); seen[group] {
			second = append(second, l.card)
		} else {
			seen[group] = true
			cards = append(cards, l.card)
		}
	}
	cards = append(cards, second...)
	cards = cards[:min(x.o.Count, len(cards))]
	x.d.Rand.Shuffle(len(cards), func(i, j int) { cards[i], cards[j] = cards[j], cards[i] })
	return cards
}

// weight is how much likelier than others a card is drawn: by every tag that it
// has and that was given a weight.
func (o ExamOptions) weight(c deck.Card) float64 {
	weight := 1.0
	for _, tag := range c.Question.Tags {
		if w, ok := o.Weights[tag]; ok {
			weight *= w
		}
	}
	return weight
}

// unknownTag complains of a weight for a tag that no question has.
func (o ExamOptions) unknownTag(d *Desk) error {
	_, known := d.names()
	for _, tag := range slices.Sorted(maps.Keys(o.Weights)) {
		if !known[tag] && len(d.Problems) == 0 {
			return Misuse("--weight %s: %s", tag, missing("tag", tag, known)).Hint("kuril list --columns id,tags  shows the tags there are")
		}
	}
	return nil
}

// nothingToAsk says why an exam has no question.
func (x *exam) nothingToAsk() error {
	d := x.d
	switch {
	case len(x.o.Weights) > 0 && x.onlyWeightless():
		return Misuse("--weight leaves no question").Hint("a tag with the weight 0 is not asked")
	case !x.o.Query.Empty():
		_, err := fmt.Fprintln(d.Err, Clean(d.whyNone(x.o.Query)))
		return err
	case d.Bank.Len() == 0:
		return d.say("There is nothing to ask: kuril add  writes a first card.")
	}
	return d.say("There is nothing to ask: every card is suspended, or of a deck that the setting decks leaves out.")
}

func (x *exam) onlyWeightless() bool {
	all := *x
	all.o.Weights = nil
	return len(all.draw()) > 0
}

// isLevel reports whether a tag says how deep a built-in question goes and not
// what it is about: no topic of an exam.
func (d *Desk) isLevel(q *deck.Question, tag string) bool {
	return d.home(q) == deck.Builtin && slices.Contains([]string{"core", "more", "deep"}, strings.ToLower(tag))
}
