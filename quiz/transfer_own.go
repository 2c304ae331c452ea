package quiz

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"kuril/deck"
	"kuril/deck/anki"
	"kuril/progress"
)

// What was exported from here comes back with its ids, and with answers that
// the log may have already under names of its own.

// ownItem works out what becomes of a question that brings its id along.
func (t *transfer) ownItem(ctx context.Context, item *anki.Item, used map[string]bool) error {
	q := item.Question
	if used[q.ID] {
		t.skip(q.ID, q.Prompt, "the same question is in the file twice", len(item.Cards))
		for _, c := range item.Cards {
			t.skippedRows += len(c.Steps)
		}
		return nil
	}
	used[q.ID] = true
	if problems := deck.Check([]*deck.Question{q}); len(problems) > 0 && problems[0].Severity == deck.Error {
		t.skip(q.ID, q.Prompt, problems[0].Message, len(item.Cards))
		for _, c := range item.Cards {
			t.skippedRows += len(c.Steps)
		}
		return nil
	}
	t.putOwn(q, item.Deck, item.Deck == builtinInAnki)
	for _, name := range item.Media {
		t.media.want(name, t.pack.Has(name))
	}
	if t.past == nil {
		if err := t.readPast(ctx); err != nil {
			return err
		}
	}
	for _, c := range item.Cards {
		before := len(t.events)
		t.card(q.ID+c.Suffix, c)
		t.events = append(t.events[:before], t.unknown(t.events[before:])...)
	}
	return nil
}

// putOwn puts a question with an id of its own where it belongs: in the place of
// the one with its id, or into the deck it was in. One that was built in there
// and is built in here stays as it is here.
func (t *transfer) putOwn(q *deck.Question, home string, builtin bool) {
	old, there := t.Bank.Question(q.ID)
	outcome := isNew
	switch {
	case there && (deck.Format(old) == deck.Format(q) || builtin && old.Deck == deck.Builtin):
		outcome, q.Deck = isSame, old.Deck
	case there && old.Deck != deck.Builtin:
		outcome, q.Deck = isChanged, old.Deck
		t.changeOf(old.File).Replace = append(t.changeOf(old.File).Replace, q)
	default:
		if _, err := t.deckPath(home); err != nil || t.o.Deck != "" {
			q.Deck = t.deckFor(home, q)
		} else {
			q.Deck = t.roomIn(home)
		}
		c := t.changeOf(filepath.Join(t.DecksDir(), q.Deck+".toml"))
		c.Add = append(c.Add, q)
		t.decks[q.Deck]++
		t.bytes[q.Deck] += len(deck.Format(q))
	}
	t.questions[outcome]++
	t.rows = append(t.rows, transferRow{outcome: outcome, id: q.ID, deck: q.Deck, text: q.Filled()})
}

// changeOf returns what is to become of a deck file.
func (t *transfer) changeOf(path string) *deck.FileChange {
	if t.changes[path] == nil {
		t.changes[path] = &deck.FileChange{Path: path}
	}
	return t.changes[path]
}

// roomIn returns the deck of that name, or the next one where it is full.
func (t *transfer) roomIn(name string) string {
	numbered := name
	for n := 2; t.decks[numbered] >= mostInDeck || t.bytes[numbered] >= mostOfBytes; n++ {
		numbered = fmt.Sprintf("%s-%d", name, n)
	}
	return numbered
}

// past is what the log knows, to tell answers that come back from new ones.
type past struct {
	states map[string]progress.State
	events map[string][]pastEvent // by card, in order, standing ones
}

type pastEvent struct {
	at     int64
	kind   progress.Kind
	rating int8
	taken  bool // stands for one that came back
}

func (t *transfer) readPast(ctx context.Context) (err error) {
	t.past = &past{events: make(map[string][]pastEvent)}
	if t.past.states, err = t.Store.States(ctx); err != nil {
		return err
	}
	return t.Store.Log(ctx, func(e progress.Event) error {
		if !e.TakenBack && e.Kind != progress.Undone && e.Card != "" {
			t.past.events[e.Card] = append(t.past.events[e.Card], pastEvent{at: e.At.UnixMilli(), kind: e.Kind, rating: int8(e.Rating)})
		}
		return nil
	})
}

// shifted is how much later an answer may stand in a file than it was given:
// there no two answers may have one instant.
const shifted = 2 * time.Second

// unknown leaves out what the log has already.
func (t *transfer) unknown(events []progress.Event) []progress.Event {
	var kept []progress.Event
	for _, e := range events {
		known := t.past.events[e.Card]
		at := e.At.UnixMilli()
		found := false
		switch e.Kind {
		case progress.Reviewed, progress.Practised, progress.Reset:
			for i := range known {
				k := &known[i]
				if !k.taken && k.kind == e.Kind && k.rating == int8(e.Rating) && k.at <= at && k.at >= at-shifted.Milliseconds() {
					k.taken, found = true, true
					break
				}
			}
			if found && e.Kind != progress.Reset {
				t.reviewsKnown++
			}
		default:
			s := t.past.states[e.Card]
			later := len(known) > 0 && known[len(known)-1].at >= at
			switch e.Kind {
			case progress.Scheduled:
				found = later || len(known) > 0 && s.Due == e.Due
			case progress.Suspended:
				found = later || s.Suspended
			case progress.Marked:
				found = later || s.Marked
			}
		}
		if !found {
			kept = append(kept, e)
		}
	}
	return kept
}
