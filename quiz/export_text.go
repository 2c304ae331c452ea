package quiz

import (
	"context"
	"io"
	"slices"

	"kuril/deck"
)

// Formats that are plain text: questions, and only for Obsidian the days they
// are due.
var textExports = []exportFormat{
	{name: "toml", endings: []string{".toml"}, write: exportBank},
	{name: "csv", endings: []string{".csv"}, write: exportTable(',')},
	{name: "tsv", endings: []string{".tsv"}, write: exportTable('\t')},
	{name: "md", endings: []string{".md", ".markdown"}, write: exportNotes(deck.Hashcards)},
	{name: deck.Hashcards, write: exportNotes(deck.Hashcards)},
	{name: deck.Obsidian, write: exportNotes(deck.Obsidian)},
	{name: deck.Repeater, write: exportNotes(deck.Repeater)},
	{name: deck.Mnemosyne, endings: []string{".txt"}, write: exportNotes(deck.Mnemosyne)},
}

// sayHistory says what of the history stays behind.
func (x *export) sayHistory(dueDays bool) {
	answers, begun, suspended, marked := 0, 0, 0, 0
	for _, q := range x.questions {
		for _, c := range q.Cards() {
			s := x.states[c.ID]
			answers += s.Reviews
			if s.Due != 0 {
				begun++
			}
			if s.Suspended {
				suspended++
			}
			if s.Marked {
				marked++
			}
		}
	}
	x.lose(answers, "answer", "left out: the format has no place for them; .json and .apkg have")
	if !dueDays {
		x.lose(begun, "card", "without the day it is due")
	}
	x.lose(suspended, "suspended card", "not suspended there")
	x.lose(marked, "marked card", "without its mark")
}

// without counts what a question loses.
func (x *export) without(_ *deck.Question, what string) { x.lose(1, "question", what) }

// exportBank writes questions in our own format. Their decks are told apart only
// by their files, so several become one.
func exportBank(_ context.Context, x *export, w io.Writer) error {
	decks := make(map[string]bool)
	for i, q := range x.questions {
		text := deck.Format(q)
		if i > 0 {
			text = "\n" + text
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
		x.cards += len(q.Cards())
		decks[q.Deck] = true
	}
	if len(decks) > 1 {
		x.lose(len(decks), "deck", "put into one bank")
	}
	x.sayHistory(false)
	return nil
}

func exportTable(separator rune) func(context.Context, *export, io.Writer) error {
	return func(_ context.Context, x *export, w io.Writer) error {
		for _, q := range x.questions {
			x.cards += len(q.Cards())
		}
		x.pictures()
		x.sayHistory(false)
		return deck.WriteTable(w, x.questions, separator, x.without)
	}
}

// pictures says that a text names pictures and does not hold them.
func (x *export) pictures() {
	n := 0
	for _, q := range x.questions {
		if slices.ContainsFunc(append([]string{q.Prompt, q.Why}, q.Answers...), func(text string) bool { return len(pictures(text)) > 0 }) {
			n++
		}
	}
	x.lose(n, "question", "with pictures by name only: they lie in "+x.MediaDir())
}

func exportNotes(dialect string) func(context.Context, *export, io.Writer) error {
	return func(_ context.Context, x *export, w io.Writer) error {
		writer := deck.Writer{Dialect: dialect, Lose: x.without}
		if dialect == deck.Obsidian {
			writer.Schedule = func(card string) (string, int, bool) {
				s := x.states[card]
				if s.Due == 0 || s.LastDay == 0 {
					return "", 0, false
				}
				return s.Due.String(), int(s.Due - s.LastDay), true
			}
		}
		text, cards := writer.Write(x.questions)
		x.cards = cards
		x.pictures()
		x.sayHistory(dialect == deck.Obsidian)
		_, err := io.WriteString(w, text)
		return err
	}
}
