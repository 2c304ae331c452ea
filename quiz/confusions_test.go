package quiz

import (
	"math/rand/v2"
	"testing"

	"kuril/deck"
)

func confusionCards() []*deck.Question {
	typed := func(id, answer, deckName string, tags ...string) *deck.Question {
		return &deck.Question{ID: id, Kind: deck.Typed, Prompt: id + "?", Answers: []string{answer}, Deck: deckName, Tags: tags}
	}
	return []*deck.Question{
		typed("asked", "Canberra", "own", "australia", "capitals"),
		typed("largest", "Sydney", "own", "australia"),
		typed("harbour", "the SYDNEY", "own", "australia", "capitals"),
		typed("elsewhere", "Perth", "builtin", "scotland"),
		typed("tagged", "Hobart", "builtin", "capitals"),
		{ID: "far", Kind: deck.Recall, Prompt: "Darwin", Answers: []string{"a city"}, Both: true, Deck: "own"},
		{ID: "list", Kind: deck.List, Prompt: "Two?", Items: []string{"Cairns", "Broome"}, Deck: "own"},
		{ID: "gap", Kind: deck.Cloze, Prompt: "[[Adelaide / Tarndanya]] lies in the south, [[Alice]] in the middle.", Deck: "own"},
		{ID: "choice", Kind: deck.Choice, Prompt: "Which?", Answers: []string{"Ballarat"}, Wrong: []string{"Sydney", "Bendigo"}, Deck: "own", Tags: []string{"australia"}},
		{ID: "when", Kind: deck.Typed, Match: deck.Date, Prompt: "When?", Answers: []string{"1901-01-01"}, Deck: "own"},
		{ID: "then", Kind: deck.Typed, Match: deck.Date, Prompt: "And then?", Answers: []string{"1927-05-09"}, Deck: "own"},
		{ID: "share", Kind: deck.Typed, Match: deck.Number, Unit: "percent", Prompt: "Which share?", Answers: []string{"7"}, Deck: "own"},
		{ID: "years", Kind: deck.Typed, Match: deck.Number, Unit: "years", Prompt: "How long?", Answers: []string{"20"}, Deck: "own"},
		{ID: "rest", Kind: deck.Typed, Match: deck.Number, Unit: "percent", Prompt: "And the rest?", Answers: []string{"93"}, Deck: "own"},
	}
}

func TestConfusions(t *testing.T) {
	bank := deck.NewBank(confusionCards()...)
	x := newConfusions(bank)
	for _, tt := range []struct{ name, asked, given, want string }{
		{"of several the one with the most tags in common", "asked", "sydney", "harbour"},
		{"case, article and full stop do not matter", "largest", "Canberra.", "asked"},
		{"a tag in common is enough", "asked", "Hobart", "tagged"},
		{"another deck without a tag in common is not", "asked", "Perth", ""},
		{"the way back of a card, by the deck", "asked", "darwin", "far#back"},
		{"an item is not the answer of a list", "asked", "Cairns", ""},
		{"another name of a gap", "asked", "Tarndanya", "gap#1"},
		{"a wrong option", "choice", "Sydney", "largest"},
		{"a date told otherwise", "when", "9 May 1927", "then"},
		{"a date less precise", "when", "May 1927", ""},
		{"a gap of the same question", "gap#1", "Alice", ""},
		{"no exact answer of another card", "asked", "Sydnei", ""},
		{"nothing", "asked", " ", ""},
		{"a number in another unit is chance", "share", "20", ""},
		{"a number in the same unit", "share", "93", "rest"},
		{"a number where a name is asked", "asked", "20", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var asked deck.Card
			for _, c := range bank.Cards() {
				if c.ID == tt.asked {
					asked = c
				}
			}
			if asked.ID == "" {
				t.Fatalf("there is no card %s", tt.asked)
			}
			got, ok := x.of(asked, tt.given)
			if ok != (tt.want != "") || got.ID != tt.want {
				t.Errorf("of(%s, %q) = %q %v, want %q", tt.asked, tt.given, got.ID, ok, tt.want)
			}
		})
	}
}

// Which card is named depends on the cards, not on chance: only of those that
// are equal in all else the first in the bank is taken.
func TestConfusionsAreSteady(t *testing.T) {
	questions := confusionCards()
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		r.Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
		bank := deck.NewBank(questions...)
		for _, q := range questions {
			if q.ID != "asked" {
				continue
			}
			if got, _ := newConfusions(bank).of(q.Cards()[0], "Sydney"); got.ID != "harbour" {
				t.Errorf("seed %d: %q", seed, got.ID)
			}
		}
	}
}
