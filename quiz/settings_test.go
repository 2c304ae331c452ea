package quiz

import (
	"testing"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

func TestRetentionFor(t *testing.T) {
	s := DefaultSettings
	s.PerDeck = map[string]Own{"own": {New: Unset, Retention: 0.80}, "few": {New: 2}}
	s.PerTag = map[string]Own{"dates": {New: Unset, Retention: 0.95}, "fun": {New: 1, Retention: 0.75}, "slow": {New: 1}}
	for _, tt := range []struct {
		name string
		q    deck.Question
		want float64
	}{
		{"nothing of its own", deck.Question{Deck: "builtin", Tags: []string{"x"}}, 0.90},
		{"its deck", deck.Question{Deck: "own"}, 0.80},
		{"a deck with another setting only", deck.Question{Deck: "few"}, 0.90},
		{"its tag goes before its deck", deck.Question{Deck: "own", Tags: []string{"fun"}}, 0.75},
		{"the highest of its tags", deck.Question{Deck: "own", Tags: []string{"fun", "dates"}}, 0.95},
		{"a tag with another setting only", deck.Question{Deck: "own", Tags: []string{"slow"}}, 0.80},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := s.RetentionFor(&tt.q); got != tt.want {
				t.Errorf("RetentionFor(%+v) = %v, want %v", tt.q, got, tt.want)
			}
		})
	}
}

// The limits of a deck and of each tag hold together, and count what came
// earlier the same day.
func TestQuotas(t *testing.T) {
	cards := func(name string, tags ...string) deck.Card {
		return deck.Card{ID: name, Question: &deck.Question{ID: name, Deck: "own", Tags: tags}}
	}
	c := composer{
		cards: []deck.Card{cards("a", "dates"), cards("b"), cards("c", "dates"), cards("d", "fun")},
		today: 20000, states: map[string]progress.State{"a": {First: 20000}, "b": {First: 19999}},
		options: SessionOptions{New: Unset, Limit: Unset}, settings: DefaultSettings,
	}
	c.settings.PerDeck = map[string]Own{"own": {New: 2}}
	c.settings.PerTag = map[string]Own{"dates": {New: 1}, "fun": {New: Unset}}
	q := c.quotas()
	if !q.full(c.cards[2]) || q.full(c.cards[3]) {
		t.Errorf("full(c), full(d) = %v, %v, want true, false", q.full(c.cards[2]), q.full(c.cards[3]))
	}
	q.take(c.cards[3])
	if !q.full(c.cards[3]) {
		t.Error("a second new card did not fill the deck")
	}
	c.options.New = 5
	if q := c.quotas(); q.full(c.cards[2]) {
		t.Error("--new does not go before the limits of the day")
	}
}

func TestMeaning(t *testing.T) {
	s := DefaultSettings
	for retention, want := range map[float64]string{
		0: "", 0.85: "", 0.97: "",
		0.80: "retention 0.80: a new card rated good comes after 38 days, and about 1 in 5 will be forgotten",
		0.70: "retention 0.70: a new card rated good comes after 218 days, and about 1 in 3 will be forgotten",
	} {
		if got := s.meaning("", retention, &fsrs.Default); got != want {
			t.Errorf("meaning(%v) = %q, want %q", retention, got, want)
		}
	}
}
