package quiz

import (
	"slices"
	"strings"

	"kuril/deck"
)

// What is typed is compared with the plain reading of an answer: nobody types
// the marks around a word, and a formula counts as it is shown and as a keyboard
// has it.

// mayHoldMarks reports whether a text is worth reading for markup.
func mayHoldMarks(text string) bool { return strings.ContainsAny(text, "*`$!\\") }

// plainLine is the reading of one line.
func plainLine(line string, as texReading) string {
	r := reader{as: as}
	r.read(line, 0, 0)
	return r.out.String()
}

// plainTask returns the task with the plain readings of its texts; false where
// it has no others.
func (t Task) plainTask() (Task, bool) {
	card, changed := plainCard(t.Card)
	t.Card = card
	t.Options, changed = plainTexts(t.Options, readOut, changed)
	t.Others, changed = plainTexts(t.Others, readOut, changed)
	return t, changed
}

// plainTexts reads each text out; changed is passed on, or true when one of them
// differs.
func plainTexts(texts []string, read func(string) string, changed bool) ([]string, bool) {
	var all []string
	for i, text := range texts {
		if !mayHoldMarks(text) {
			continue
		}
		if plain := read(text); plain != text {
			if all == nil {
				all = slices.Clone(texts)
			}
			all[i] = plain
		}
	}
	if all == nil {
		return texts, changed
	}
	return all, true
}

// plainCard returns a card of which every text is read out, and the ways to type
// its formulas are accepted; false where nothing differs.
func plainCard(c deck.Card) (deck.Card, bool) {
	q := *c.Question
	changed := false
	read := func(text string) string { return readOut(text) }
	switch {
	case q.Kind == deck.Cloze:
		if mayHoldMarks(q.Prompt) {
			shown, typed := plainPrompt(q.Prompt, texShown), plainPrompt(q.Prompt, texTyped)
			changed = shown != q.Prompt
			q.Prompt = typed
			other := deck.Card{ID: c.ID, Question: &q, Gap: c.Gap}.Answers()
			q.Prompt = shown
			if card := (deck.Card{ID: c.ID, Question: &q, Gap: c.Gap}); len(card.Gaps()) == 1 && typed != shown {
				for _, a := range other {
					if !slices.Contains(card.Answers(), a) {
						q.Answers = append(slices.Clone(q.Answers), a)
					}
				}
			}
		}
		q.Answers, changed = plainTexts(q.Answers, read, changed)
	case q.Match == deck.Exact:
		if plain := readOut(q.Prompt); plain != q.Prompt {
			q.Prompt, changed = plain, true
		}
		q.Answers, changed = plainTexts(q.Answers, withoutTicks, changed)
	default:
		if plain := readOut(q.Prompt); plain != q.Prompt {
			q.Prompt, changed = plain, true
		}
		answers := q.Answers
		q.Answers, changed = plainTexts(q.Answers, read, changed)
		if q.Kind == deck.Typed || q.Kind == deck.Recall {
			for _, a := range answers {
				if typed := typedOut(a); typed != "" && !slices.Contains(q.Answers, typed) {
					q.Answers = append(slices.Clone(q.Answers), typed)
				}
			}
		}
		items := q.Items
		q.Items, changed = plainTexts(q.Items, read, changed)
		for i, item := range items {
			if typed := typedOut(item); typed != "" && typed != q.Items[i] {
				q.Items[i] += " / " + typed
			}
		}
	}
	q.Wrong, changed = plainTexts(q.Wrong, read, changed)
	if !changed {
		return c, false
	}
	c.Question = &q
	return c, true
}

// plainPrompt reads out the prompt of a cloze, the brackets of its gaps kept.
func plainPrompt(prompt string, as texReading) string {
	var lines []string
	for _, b := range blocks(prompt) {
		for _, line := range b.lines {
			if b.kind != codeBlock {
				line = plainLine(line, as)
			}
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// typedOut is a text with its formulas as a keyboard has them; "" where that is
// the same, or there are none.
func typedOut(text string) string {
	if !strings.ContainsAny(text, "$\\") || strings.Contains(text, "\n") {
		return ""
	}
	typed := plainLine(text, texTyped)
	if typed == plainLine(text, texShown) {
		return ""
	}
	return typed
}

// withoutTicks takes the backticks off a text that is all code. Where every sign
// counts, these are the only marks.
func withoutTicks(text string) string {
	inside, ok := strings.CutPrefix(text, "`")
	if inside, ended := strings.CutSuffix(inside, "`"); ok && ended && inside != "" && !strings.Contains(inside, "`") {
		return inside
	}
	return text
}

// shownAnswer is the right answer in one line, ready to print.
func shownAnswer(c deck.Card) string {
	plain, _ := plainCard(c)
	return CleanLine(answerLine(plain))
}

// shownPrompt is what a card asks in one line, ready to print.
func shownPrompt(c deck.Card) string { return CleanLine(readOut(c.Prompt())) }

// shownGiven is what was answered in one line, ready to print: of options their
// texts without marks, else what was typed, sign for sign.
func shownGiven(c deck.Card, given string) string {
	switch c.Question.Kind {
	case deck.Choice, deck.Select, deck.Order:
		given = readOut(given)
	}
	return CleanLine(given)
}
