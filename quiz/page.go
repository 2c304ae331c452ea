package quiz

import (
	"fmt"
	"strings"

	"kuril/deck"
)

// text prints a text of a deck behind a label, laid out for the window. In
// plain mode each line stays one, and what follows the first is set in under
// it, so that no text looks like a label or a prompt.
func (k *talk) text(labelPaint Paint, label string, s setting, text string) {
	s.first, s.fit, s.isolate = Width(label), k.t.Columns(), k.t.Isolates()
	if k.t.Rich() {
		s.width = k.t.Measure()
	} else {
		s.hang = max(s.hang, s.first)
	}
	for i, line := range s.lay(text) {
		if i == 0 {
			head := label
			if line == "" {
				head = strings.TrimRight(label, " ")
			}
			line = labelPaint(head) + line
		}
		k.say("%s", line)
	}
}

// text prints a text of a deck among the results, set in under its label.
func (d *Desk) text(paint Paint, label, text string) {
	s := setting{width: d.Term.Columns(), first: Width(label), hang: Width(label), paint: paint, isolate: IsTerminal(d.Stdout) && d.Term.Isolates()}
	for i, line := range s.lay(text) {
		if i == 0 {
			line = strings.TrimRight(label+line, " ")
		}
		fmt.Fprintln(d.Out, line)
	}
}

// answerText is the right answer as it is laid out: a text of several lines as
// it stands, everything else in one line without marks.
func answerText(c deck.Card) (text string, s setting) {
	switch c.Question.Kind {
	case deck.List, deck.Order, deck.Select:
	default:
		if answers := c.Answers(); len(answers) > 0 && strings.Contains(strings.TrimSpace(answers[0]), "\n") {
			return answers[0], setting{exact: c.Question.Match == deck.Exact && !c.Back}
		}
		if c.Question.Kind == deck.Recall {
			return c.Answers()[0], setting{}
		}
	}
	return shownAnswer(c), setting{exact: true}
}

// isolate puts the signs around what runs from right to left in a line that is
// about to be printed; not twice.
func (t *Term) isolate(text string) string {
	if !t.Isolates() || strings.Contains(text, isolateRight) {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = isolate(line, false)
	}
	return strings.Join(lines, "\n")
}

// beside is what stands at the right of a card's rule: how it stands with the
// card, then as many of its tags as fit into room columns.
func beside(words, tags []string, room int) string {
	text := strings.Join(words, ", ")
	for i, tag := range tags {
		next := CleanLine(tag)
		switch {
		case i > 0:
			next = text + ", " + next
		case text != "":
			next = text + " · " + next
		}
		if Width(next) > room {
			break
		}
		text = next
	}
	return text
}
