package quiz

import (
	"math/rand/v2"
	"strings"
	"testing"

	"kuril/deck"
)

// Every answer of the bank that ships passes, whatever the other cards say,
// and none of its wrong answers does.
func TestAnswersOfTheBuiltInBank(t *testing.T) {
	bank, problems, err := deck.LoadFiles([]string{"../questions.toml"})
	if err != nil {
		t.Fatal(err, problems)
	}
	cards := bank.Cards()
	if len(cards) == 0 {
		t.Fatal("no cards")
	}
	around := newNeighbours(bank)
	for _, c := range cards {
		q := c.Question
		task := newTask(c, around.of(c), rand.New(rand.NewPCG(1, 2)))
		var right, wrong []string
		switch q.Kind {
		case deck.Recall:
			continue
		case deck.Select, deck.List, deck.Order:
			right = []string{strings.Join(c.Answers(), "; ")}
		case deck.Typed, deck.Choice, deck.Cloze:
			right, wrong = c.Answers(), q.Wrong
			if c.Back {
				wrong = nil
			}
		}
		for _, a := range right {
			if v := Judge(task, a); v.Match != Right || v.Unclear != "" {
				t.Errorf("%s: %q is %+v", c.ID, a, v)
			}
		}
		for _, w := range wrong {
			if v := Judge(task, w); v.Match != Wrong {
				t.Errorf("%s: %q is %+v", c.ID, w, v)
			}
		}
	}
}
