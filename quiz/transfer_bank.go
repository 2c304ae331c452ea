package quiz

import (
	"context"
	"path/filepath"
	"strings"

	"kuril/deck"
	"kuril/deck/anki"
)

// A bank of our own format brings its ids along.

// readBank reads a bank, which must be sound.
func readBank(_ context.Context, t *transfer, _ *Bar) error {
	text, err := t.text()
	if err != nil {
		return err
	}
	if text, err = deck.Decode(t.o.name(), text); err != nil {
		return err
	}
	name := t.o.File
	if name == "-" {
		name = t.o.name()
	}
	questions, problems := deck.Parse(name, text)
	for _, p := range problems {
		if p.Severity == deck.Error {
			return p
		}
	}
	t.pack = &anki.Package{Name: t.o.name(), Generation: bankFormat, Notes: len(questions)}
	for _, q := range questions {
		t.pack.Cards += len(q.Cards())
	}
	if len(questions) == 0 {
		return Fail("there are no questions in %s", t.o.name()).Hint("docs/format.md shows how they are written")
	}
	if n := len(deck.ParseSections(name, text)); n > 0 {
		t.pack.Warnings = append(t.pack.Warnings, Count(n, "section")+" to be read left out: only questions are imported. A bank put into "+t.DecksDir()+" keeps them")
	}
	t.fromBank(questions)
	return nil
}

const bankFormat = "toml"

// fromBank works out what becomes of questions with ids of their own.
func (t *transfer) fromBank(questions []*deck.Question) {
	stem := strings.TrimSuffix(t.o.name(), filepath.Ext(t.o.name()))
	replaced := 0
	for _, q := range questions {
		fresh := *q
		fresh.File, fresh.Line = "", 0
		old, there := t.Bank.Question(q.ID)
		outcome := isNew
		switch {
		case there && deck.Format(old) == deck.Format(&fresh):
			outcome = isSame
			fresh.Deck = old.Deck
		case there && old.Deck != deck.Builtin:
			outcome = isChanged
			fresh.Deck = old.Deck
			t.change(old.File).Replace = append(t.change(old.File).Replace, &fresh)
		default:
			if there {
				replaced++
			}
			fresh.Deck = t.deckFor(stem, &fresh)
			c := t.change(filepath.Join(t.DecksDir(), fresh.Deck+".toml"))
			c.Add = append(c.Add, &fresh)
			t.decks[fresh.Deck]++
			t.bytes[fresh.Deck] += len(deck.Format(&fresh))
		}
		t.questions[outcome]++
		t.rows = append(t.rows, transferRow{outcome: outcome, id: fresh.ID, deck: fresh.Deck, text: fresh.Filled()})
	}
	if replaced > 0 {
		t.pack.Warnings = append(t.pack.Warnings, Count(replaced, "question")+" with the id of a built-in one takes its place")
	}
}

// change returns what is to become of a deck file.
func (t *transfer) change(path string) *deck.FileChange {
	if t.changes[path] == nil {
		t.changes[path] = &deck.FileChange{Path: path}
	}
	return t.changes[path]
}
