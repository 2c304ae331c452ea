package deck

import (
	"slices"
	"strconv"
	"strings"
)

// Card is one thing to ask: a side of a question or one of its gaps.
type Card struct {
	ID       string // "q", "q#back" or "q#2"
	Question *Question
	Back     bool
	Gap      int // the number of the gap asked; 0 when it is no gap
}

// QuestionID returns the id of the question that a card belongs to.
func QuestionID(card string) string {
	id, _, _ := strings.Cut(card, "#")
	return id
}

// Cards returns the cards of the question: the forward side first, then the
// other way round; of a cloze one for each number, ascending.
func (q *Question) Cards() []Card {
	if q.Kind == Cloze {
		var cards []Card
		for _, n := range gapNumbers(q.Prompt) {
			cards = append(cards, Card{ID: q.ID + "#" + strconv.Itoa(n), Question: q, Gap: n})
		}
		return cards
	}
	cards := []Card{{ID: q.ID, Question: q}}
	if q.Both && len(q.Answers) > 0 {
		cards = append(cards, Card{ID: q.ID + "#back", Question: q, Back: true})
	}
	return cards
}

// Siblings returns the key that siblings share: cards of one question, and
// cards of questions with the same group.
func (q *Question) Siblings() string {
	if q.Group != "" {
		return q.Group
	}
	return q.ID
}

// Prompt returns what is asked. The gap of a cloze card reads "[…]" or its
// hint in brackets; the other gaps are filled, each with its first name.
func (c Card) Prompt() string {
	q := c.Question
	switch {
	case c.Back:
		return q.Answers[0]
	case q.Kind == Cloze:
		return clozeText(q.Prompt, func(g gap) string {
			switch {
			case !slices.Contains(g.numbers, c.Gap):
				return Names(g.text)[0]
			case g.hint != "":
				return "[" + g.hint + "]"
			}
			return "[…]"
		})
	}
	return q.Prompt
}

// Filled returns the prompt with every gap filled, each with its first name in
// brackets. Without gaps it is the prompt.
func (q *Question) Filled() string {
	if q.Kind != Cloze {
		return q.Prompt
	}
	return clozeText(q.Prompt, func(g gap) string { return "[" + Names(g.text)[0] + "]" })
}

// Answers returns what is accepted; the first is shown. Of list and order
// these are the items; of a gap all its names; of several gaps hidden together
// it is their first names in one, separated by commas.
func (c Card) Answers() []string {
	q := c.Question
	switch {
	case c.Back:
		return []string{q.Prompt}
	case q.Kind == List, q.Kind == Order:
		return q.Items
	case q.Kind == Cloze:
		gaps := c.Gaps()
		if len(gaps) != 1 {
			for i, g := range gaps {
				gaps[i] = Names(g)[0]
			}
			return []string{strings.Join(gaps, ", ")}
		}
		all := Names(gaps[0])
		for _, a := range q.Answers {
			if !slices.Contains(all, a) {
				all = append(all, a)
			}
		}
		return all
	}
	return q.Answers
}

// Gaps returns the texts of the gaps that this card hides, with all their
// names, in the order of the prompt: more than one only when they share a
// number, none when the card is no gap.
func (c Card) Gaps() []string {
	if c.Gap == 0 {
		return nil
	}
	gaps, _ := parseGaps(c.Question.Prompt)
	var texts []string
	for _, g := range gaps {
		if slices.Contains(g.numbers, c.Gap) {
			texts = append(texts, g.text)
		}
	}
	return texts
}

// Names returns the names that an item of a list or an order, or the text of a
// gap, goes by: "Etorofu / Iturup" has two, the first is the usual one.
func Names(item string) []string {
	names := strings.Split(item, " / ")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return names
}
