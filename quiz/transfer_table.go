package quiz

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/deck/anki"
)

// readOwnTable takes a table back that was written here: a row that was mended
// changes its question and nothing of it that a table does not hold.
func (t *transfer) readOwnTable(text []byte) error {
	rows, err := deck.ReadTable(t.o.name(), text)
	if err != nil {
		return err
	}
	t.pack = &anki.Package{Name: t.o.name(), Generation: ownTable, Notes: len(rows)}
	stem := strings.TrimSuffix(t.o.name(), filepath.Ext(t.o.name()))
	used := make(map[string]bool)
	for _, row := range rows {
		t.row(row, stem, used)
	}
	return nil
}

const ownTable = "own table"

func (t *transfer) row(row deck.Row, stem string, used map[string]bool) {
	if row.ID == "" {
		row.ID = "row-" + shortSum(row.Deck, row.Front)
	}
	skip := func(reason string) {
		t.skip(row.ID, CleanLine(cmp.Or(row.Front, row.Back)), reason, 1)
	}
	fresh, ok := row.Question()
	switch {
	case used[row.ID]:
		skip("an earlier row asks the same")
		return
	case strings.TrimSpace(row.Front) == "":
		skip("nothing is in its column front")
		return
	case !ok:
		skip("it has no gap such as {{c1::text}}")
		return
	}
	used[row.ID] = true
	old, there := t.Bank.Question(row.ID)
	fresh.File, fresh.Line = "", 0
	outcome := isNew
	if there {
		before := deck.RowOf(old)
		outcome = isSame
		if before.Front != row.Front || before.Back != row.Back || before.Why != row.Why || !sameTags(before.Tags, row.Tags) {
			outcome = isChanged
			changed, reason := mended(old, before, row, fresh)
			if reason != "" {
				skip(reason)
				return
			}
			fresh = changed
		}
	}
	if outcome != isSame {
		if problems := deck.Check([]*deck.Question{fresh}); len(problems) > 0 {
			skip(problems[0].Message)
			return
		}
	}
	home := ""
	switch {
	case outcome == isSame:
		home = old.Deck
	case there && old.Deck != deck.Builtin:
		home = old.Deck
		fresh.Deck = home
		c := t.change(old.File)
		c.Replace = append(c.Replace, fresh)
	default: // new, or a copy that replaces a built-in one
		if row.Deck == deck.Builtin {
			row.Deck = ownDeck
		}
		home = t.deckFor(cmp.Or(row.Deck, stem), fresh)
		fresh.Deck = home
		c := t.change(filepath.Join(t.DecksDir(), home+".toml"))
		c.Add = append(c.Add, fresh)
		t.decks[home]++
		t.bytes[home] += len(deck.Format(fresh))
	}
	t.pack.Cards += len(fresh.Cards())
	t.questions[outcome]++
	t.rows = append(t.rows, transferRow{outcome: outcome, id: row.ID, deck: home, text: fresh.Filled()})
}

func sameTags(a, b []string) bool {
	joined := make([]string, len(a))
	for i, tag := range a {
		joined[i] = strings.Join(strings.Fields(tag), "-")
	}
	return slices.Equal(joined, b)
}

// mended puts what a row changed into its question; reason is why it cannot.
func mended(old *deck.Question, before, row deck.Row, fresh *deck.Question) (q *deck.Question, reason string) {
	changed := *old
	switch {
	case before.Front == row.Front && before.Back == row.Back:
	case old.Kind == deck.Cloze:
		changed.Prompt = fresh.Prompt
	case old.Kind != deck.Recall && old.Kind != deck.Typed:
		return nil, "a question of the kind " + string(old.Kind) + " is changed in its deck, or by kuril edit"
	default:
		changed.Prompt = row.Front
		if before.Back != row.Back {
			changed.Answers = slices.Clone(old.Answers)
			changed.Answers[0] = strings.TrimSuffix(row.Back, " "+old.Unit)
		}
	}
	if old.Kind == deck.Cloze {
		changed.Why = fresh.Why
	} else {
		changed.Why = row.Why
	}
	if !sameTags(before.Tags, row.Tags) {
		changed.Tags = row.Tags
	}
	return &changed, ""
}
