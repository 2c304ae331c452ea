package quiz

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"kuril/deck"
)

// maxOptions is how many options of a choice are shown.
const maxOptions = 5

// newTask draws the options of a card anew, so that no place on the screen can
// be learned instead of the answer. others are answers of other cards with a
// tag in common.
func newTask(c deck.Card, others []string, r *rand.Rand) Task {
	q := c.Question
	t := Task{Card: c, Others: others}
	switch q.Kind {
	case deck.Choice:
		// The first wrong option is the one most easily mistaken for the
		// answer: it is always there.
		wrong := slices.Clone(q.Wrong)
		if len(wrong) > 1 {
			rest := wrong[1:]
			r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
		}
		wrong = wrong[:min(len(wrong), maxOptions-1)]
		t.Options = append(wrong, q.Answers[0])
		shuffle(t.Options, r)
	case deck.Select:
		t.Options = slices.Concat(q.Answers, q.Wrong)
		shuffle(t.Options, r)
	case deck.Order:
		right := firstNames(q.Items)
		t.Options = slices.Clone(right)
		for range 8 { // the right order is no question
			shuffle(t.Options, r)
			if !slices.Equal(t.Options, right) {
				break
			}
		}
	}
	return t
}

func shuffle(s []string, r *rand.Rand) {
	r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
}

// neighbours finds, for a card, the answers of other cards that share a tag
// with it: a typo towards one of these is a mistake, not a slip.
type neighbours struct {
	bank  *deck.Bank
	byTag map[string][]deck.Card // made when first needed
}

func newNeighbours(bank *deck.Bank) *neighbours { return &neighbours{bank: bank} }

func (n *neighbours) index() {
	n.byTag = make(map[string][]deck.Card)
	for _, c := range n.bank.Cards() {
		for _, tag := range c.Question.Tags {
			n.byTag[tag] = append(n.byTag[tag], c)
		}
	}
}

func (n *neighbours) of(c deck.Card) []string {
	switch c.Question.Kind {
	case deck.Typed, deck.Cloze:
	default:
		return nil // only where text is compared with text
	}
	if n.byTag == nil {
		n.index()
	}
	own := make(map[string]bool)
	for _, a := range c.Answers() {
		for _, name := range deck.Names(a) {
			own[Folded(name)] = true
		}
	}
	seen := make(map[string]bool)
	var others []string
	for _, tag := range c.Question.Tags {
		for _, o := range n.byTag[tag] {
			if o.Question.ID == c.Question.ID {
				continue
			}
			for _, names := range things(o) {
				// One name of ours among them: they name the same thing.
				if slices.ContainsFunc(names, func(name string) bool { return own[Folded(name)] }) {
					continue
				}
				for _, name := range names {
					if f := Folded(name); !seen[f] {
						seen[f] = true
						others = append(others, name)
					}
				}
			}
		}
	}
	return others
}

// things are what a card's answers stand for, each with all its names.
func things(c deck.Card) [][]string {
	switch c.Question.Kind {
	case deck.List, deck.Order, deck.Select:
		var all [][]string
		for _, item := range c.Answers() {
			all = append(all, deck.Names(item))
		}
		return all
	}
	return [][]string{c.Answers()}
}

// chosen writes numbers of options out as their texts, so that the log says
// what was answered and not where it stood on the screen.
func chosen(t Task, typed string) string {
	fields := strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == ',' || r == ';' })
	if t.Card.Question.Kind == deck.Order && len(fields) == 1 && len(t.Options) <= 9 {
		fields = strings.Split(fields[0], "")
	}
	var texts []string
	for _, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil || n < 1 || n > len(t.Options) {
			return typed
		}
		texts = append(texts, t.Options[n-1])
	}
	if len(texts) == 0 {
		return typed
	}
	return strings.Join(texts, "; ")
}
