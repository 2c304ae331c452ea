package quiz

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/progress"
)

// Edit opens a question in the editor and keeps what was changed.
func Edit(ctx context.Context, d *Desk, id string) error {
	return d.EditQuestion(ctx, id)
}

const editHead = `# Change what you like, save and leave. The id stays: what you remember
# belongs to it. Lines that begin with # are not read.

`

// EditQuestion opens a question in the editor, and keeps what was changed in
// its file, or in an own copy when it is built in. The bank of the desk then
// holds the new text. Its errors of type *Error leave everything as it was.
func (d *Desk) EditQuestion(ctx context.Context, id string) error {
	old, err := d.question(id)
	if err != nil {
		return err
	}
	never := func(string) bool { return false }
	// Gap numbers are written out before a gap can come or go.
	text, err := deck.FixIDs(old.File, []byte(deck.Format(old)), never, ending)
	if err != nil {
		return problemError(err)
	}
	line := strings.Count(editHead, "\n") + 1
	return d.inEditor(editHead+string(text), line, func(file string, written []byte) error {
		q, err := d.edited(old, file, written)
		if err != nil {
			return err
		}
		if deck.Format(q) == string(text) {
			return d.say("Nothing was changed.")
		}
		where, err := d.change(old, q)
		if err != nil {
			return err
		}
		if err := d.say("Changed %s in %s.", q.ID, where); err != nil {
			return err
		}
		return d.startOver(ctx, old, q)
	})
}

// edited reads the one question of a buffer.
func (d *Desk) edited(old *deck.Question, file string, text []byte) (*deck.Question, error) {
	questions, err := d.fixed(file, text, func(string) bool { return false })
	if err != nil {
		return nil, err
	}
	if len(questions) != 1 {
		return nil, Fail("there are %s here, and one is being edited", Count(len(questions), "question")).
			Hint("kuril add --edit  writes new ones, kuril remove %s  takes it out", old.ID)
	}
	if questions[0].ID != old.ID {
		return nil, Fail("%s:%d: the id was %q and must stay", file, questions[0].Line, old.ID).
			Hint("what is remembered belongs to the id; kuril add  makes a new card")
	}
	return questions[0], nil
}

// change puts a question in the place of its former text and returns the file.
func (d *Desk) change(old, q *deck.Question) (string, error) {
	path := filepath.Join(d.DecksDir(), old.Deck+".toml")
	var err error
	switch {
	case len(d.BankFiles) > 0:
		path = old.File
		err = deck.Replace(path, q.ID, q)
	case old.Deck == deck.Builtin:
		path = filepath.Join(d.DecksDir(), ownDeck+".toml")
		if err := d.makeFolder(filepath.Dir(path)); err != nil {
			return "", err
		}
		err = deck.Append(path, q)
	default:
		err = deck.Replace(path, q.ID, q)
	}
	if err != nil {
		return "", problemError(err)
	}
	return path, d.Load()
}

// startOver asks what becomes of the memory when other answers count as right.
func (d *Desk) startOver(ctx context.Context, old, q *deck.Question) error {
	if slices.Equal(accepted(old), accepted(q)) && old.Kind == q.Kind {
		return nil
	}
	states, err := d.Store.States(ctx)
	if err != nil {
		return err
	}
	var known []deck.Card
	for _, c := range q.Cards() {
		if !states[c.ID].New() {
			known = append(known, c)
		}
	}
	if len(known) == 0 {
		return nil
	}
	d.tell("The accepted answers changed. Enter = keep what is remembered, s = start over")
	answer, err := d.line()
	if err != nil && !errors.Is(err, errInputEnded) {
		return err
	}
	switch strings.ToLower(answer) {
	case "s", "start", "start over":
	default:
		return d.say("Kept.")
	}
	if err := d.note(ctx, progress.Reset, known); err != nil {
		return err
	}
	return d.say("It starts over as a new card.")
}

// Accept takes one more text as a right answer of a card from now on.
func (d *Desk) Accept(c deck.Card, text string) error {
	old, err := d.question(c.Question.ID)
	if err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	if slices.Contains(old.Answers, text) {
		return nil
	}
	q := *old
	q.Answers = append(slices.Clone(old.Answers), text)
	q.Wrong = slices.DeleteFunc(slices.Clone(old.Wrong), func(w string) bool { return foldSearch(w) == foldSearch(text) })
	if err := complain(deck.Check([]*deck.Question{&q})); err != nil {
		return err
	}
	_, err = d.change(old, &q)
	return err
}

// Remove takes a question out of its own deck. What was answered stays in the
// log. A built-in question is suspended instead, and the built-in text of a
// changed one comes back.
func Remove(ctx context.Context, d *Desk, id string, yes bool) error {
	q, err := d.question(id)
	if err != nil {
		return err
	}
	builtin := q.Deck == deck.Builtin && len(d.BankFiles) == 0
	original, replaced := d.Bank.Original(q.ID)
	if !yes {
		d.tell("%s  %s", q.ID, CleanLine(q.Prompt))
		question := "Remove it?"
		switch {
		case builtin:
			question = "It is built in and cannot be removed. Suspend it?"
		case replaced:
			question = "Remove it, and go back to the built-in text?"
		}
		if sure, err := d.sure(question); err != nil || !sure {
			return d.left(err)
		}
	}
	if builtin {
		if err := d.note(ctx, progress.Suspended, q.Cards()); err != nil {
			return err
		}
		return d.say("%s is built in: suspended. kuril resume %s  brings it back.", q.ID, q.ID)
	}
	path := q.File
	if len(d.BankFiles) == 0 {
		path = filepath.Join(d.DecksDir(), q.Deck+".toml")
	}
	if err := d.BackUpBefore(ctx, "remove"); err != nil {
		return err
	}
	if err := deck.Remove(path, q.ID); err != nil {
		return problemError(err)
	}
	if replaced {
		return d.say("Removed your copy of %s; the built-in question is back: %s", q.ID, CleanLine(original.Prompt))
	}
	return d.say("Removed %s from %s. What you answered is kept.", q.ID, path)
}
