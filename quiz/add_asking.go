package quiz

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kuril/deck"
)

// AddAsking asks for one card after another until nothing is typed.
func AddAsking(ctx context.Context, d *Desk, name string) error {
	path, err := d.deckPath(name)
	if err != nil {
		return err
	}
	added := 0
	for {
		d.tell("Question (Enter = done)")
		prompt, err := d.line()
		if errors.Is(err, errInputEnded) || err == nil && prompt == "" || errors.Is(err, ErrInterrupted) {
			if added == 0 {
				d.tell("Nothing added.")
			}
			if errors.Is(err, ErrInterrupted) {
				return err
			}
			return nil
		}
		if err != nil {
			return err
		}
		kept, err := d.addAsked(ctx, path, prompt)
		if errors.Is(err, ErrInterrupted) {
			if added > 0 {
				d.tell("This card was not added.")
			} else {
				d.tell("Nothing added.")
			}
		}
		if err != nil {
			return err
		}
		if kept {
			added++
		}
	}
}

// addAsked asks for the rest of a card and keeps it; it reports whether it did.
func (d *Desk) addAsked(ctx context.Context, path, prompt string) (kept bool, err error) {
	q, err := d.askCard(prompt)
	if err != nil {
		return false, err
	}
	taken, err := d.taken(ctx)
	if err != nil {
		return false, err
	}
	questions, err := d.complete(path, []byte(deck.Format(&q)), taken)
	var e *Error
	if errors.As(err, &e) {
		_, message, _ := strings.Cut(e.Message, ": ") // the place is in no file
		_, message, _ = strings.Cut(message, ": ")
		d.tell("Not added: %s", Clean(message))
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if same := d.duplicates(questions); len(same) > 0 {
		yes, err := d.sure(same[0] + "\nAdd it all the same?")
		if err != nil {
			return false, err
		}
		if !yes {
			d.tell("Not added.")
			return false, nil
		}
	}
	return true, d.keep(path, questions)
}

// kindsInWords say what it is to answer a card of each kind. Each fits into
// Narrow columns behind its name.
var kindsInWords = map[deck.Kind]string{
	deck.Recall: "think, look, rate yourself",
	deck.Typed:  "type the answer",
	deck.Choice: "one option is right",
	deck.Select: "all the right options",
	deck.List:   "name them all",
	deck.Order:  "put them in order",
	deck.Cloze:  "fill a gap",
}

// askKind asks for the kind of a card.
func (d *Desk) askKind() (deck.Kind, error) {
	d.tell("Kind (Enter = typed)")
	for _, kind := range kinds {
		d.tell("  %s%s", Pad(kind, 8), kindsInWords[deck.Kind(kind)])
	}
	for {
		kind, err := d.line()
		kind = strings.ToLower(kind)
		switch {
		case err != nil:
			return "", err
		case kind == "":
			return deck.Typed, nil
		case slices.Contains(kinds, kind):
			return deck.Kind(kind), nil
		}
		d.tell("There is no kind %q. Type one of those words, or Enter.", CleanLine(kind))
	}
}

// askCard asks for what a question of its kind needs.
func (d *Desk) askCard(prompt string) (deck.Question, error) {
	q := deck.Question{Prompt: prompt, Kind: usualKind(deck.Question{Prompt: prompt})}
	var err error
	if q.Kind != deck.Cloze {
		if q.Kind, err = d.askKind(); err != nil {
			return q, err
		}
	}
	// fits says what is wrong with the texts so far, each in its turn.
	fits := func(answers, wrong, items []string) string {
		draft := deck.Question{Prompt: prompt, Kind: q.Kind, Answers: answers, Wrong: wrong, Items: items}
		for _, p := range deck.Check([]*deck.Question{&draft}) {
			switch p.Rule {
			case "wrong-is-right":
				return "That is the right answer. Another one?"
			case "duplicate-entry":
				return "That stands there already. Another one?"
			}
		}
		return ""
	}
	answers := func(texts []string) string { return fits(texts, nil, nil) }
	wrong := func(texts []string) string { return fits(q.Answers, texts, nil) }
	items := func(texts []string) string { return fits(nil, nil, texts) }
	switch q.Kind {
	case deck.Recall, deck.Typed:
		q.Answers, err = d.askSome("Answer", "Another accepted answer", 1, answers)
	case deck.Choice:
		if q.Answers, err = d.askSome("Right answer", "", 1, answers); err == nil {
			q.Wrong, err = d.askSome("Wrong answer", "Another wrong answer", 2, wrong)
		}
	case deck.Select:
		if q.Answers, err = d.askSome("Right answer", "Another right answer", 1, answers); err == nil {
			q.Wrong, err = d.askSome("Wrong answer", "Another wrong answer", 1, wrong)
		}
	case deck.List:
		q.Items, err = d.askSome("Item", "Another item", 2, items)
	case deck.Order:
		q.Items, err = d.askSome("Item, in the right order", "Next item", 2, items)
	case deck.Cloze:
		for err == nil && !hasGap(q.Prompt) {
			d.tell("The question again, with the answer in double brackets, as in: The capital of Japan is [[Tokyo]].")
			q.Prompt, err = d.line()
		}
	}
	if err != nil {
		return q, err
	}
	d.tell("Tags, separated by spaces (Enter = none)")
	tags, err := d.line()
	if err != nil {
		return q, err
	}
	q.Tags = tagsOf(tags)
	d.tell("Why, shown after the answer (Enter = nothing)")
	q.Why, err = d.line()
	return q, err
}

// tagsOf takes the tags out of a line, each once.
func tagsOf(line string) []string {
	var tags []string
	for _, tag := range strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' }) {
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// askSome asks for at least so many texts, and for more until nothing is
// typed. Without a word for more it asks for just so many. A text that does
// not fit those before it is asked for again, with the reason that fits gives.
func (d *Desk) askSome(one, more string, least int, fits func([]string) string) ([]string, error) {
	var texts []string
	for {
		switch {
		case len(texts) < least:
			d.tell("%s", one)
		case more == "":
			return texts, nil
		default:
			d.tell("%s (Enter = none)", more)
		}
		text, err := d.line()
		if err != nil {
			return nil, err
		}
		switch {
		case text == "" && len(texts) >= least:
			return texts, nil
		case text == "":
			d.tell("Something has to stand here.")
		default:
			longer := append(slices.Clip(texts), text)
			if reason := fits(longer); reason != "" {
				d.tell("%s", reason)
				continue
			}
			texts = longer
		}
	}
}

// tell says a sentence in the conversation: wrapped for somebody who looks at
// it, whole for a program.
func (d *Desk) tell(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if d.Term.size != nil {
		text = strings.Join(Wrap(text, d.Term.Columns()), "\n")
	}
	fmt.Fprintln(d.Term, text)
}
