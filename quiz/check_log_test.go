package quiz

import (
	"slices"
	"testing"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// What answers say of a question, by how it went with them.
func TestWornQuestions(t *testing.T) {
	q := &deck.Question{ID: "town", Kind: deck.Typed, Prompt: "Which town?", Answers: []string{"Shimoda"}}
	choice := &deck.Question{ID: "town", Kind: deck.Choice, Prompt: "Which town?", Answers: []string{"Shimoda"}, Wrong: []string{"Hakodate", "Nagasaki"}}
	answer := func(verdict, given string, rating fsrs.Rating, took time.Duration, overridden bool) progress.Answer {
		return progress.Answer{Event: progress.Event{Card: "town", Verdict: verdict, Given: given, Rating: rating, Took: took, Overridden: overridden}}
	}
	wrong := func(given string) progress.Answer {
		return answer("wrong", given, fsrs.Again, 5*time.Second, false)
	}
	quick := answer("right", "Shimoda", fsrs.Good, 900*time.Millisecond, false)
	slow := answer("right", "Shimoda", fsrs.Good, 5*time.Second, false)
	corrected := answer("wrong", "Simoda town", fsrs.Good, 5*time.Second, true)
	for _, tt := range []struct {
		name    string
		answers []progress.Answer
		leech   bool
		want    []string
	}{
		{"nothing happened", []progress.Answer{slow, slow, wrong("Hakodate")}, false, nil},
		{"wrong by a letter, twice", []progress.Answer{wrong("Shimoca"), wrong("Shimpda")}, false, []string{"log-typos"}},
		{"wrong by a letter, once", []progress.Answer{wrong("Shimoca"), slow}, false, nil},
		{"something else is no slip", []progress.Answer{wrong("Hakodate"), wrong("Nagasaki"), wrong("Shim")}, false, nil},
		{"corrected by the learner, twice", []progress.Answer{corrected, slow, corrected}, false, []string{"log-overridden"}},
		{"answered within a second each time", []progress.Answer{quick, quick, quick, quick, quick}, false, []string{"log-at-once"}},
		{"four times are too few", []progress.Answer{quick, quick, quick, quick}, false, nil},
		{"mostly slow", []progress.Answer{quick, slow, slow, quick, slow, quick, slow, quick, slow, quick, slow, slow}, false, nil},
		{"a leech", []progress.Answer{wrong("Hakodate")}, true, []string{"log-leech"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := use{card: q.Cards()[0]}
			if tt.answers[0].Took < time.Second { // where a key is an answer
				u.card = choice.Cards()[0]
			}
			for _, a := range tt.answers {
				u.add(a)
			}
			var got []string
			for _, p := range u.problems(tt.leech) {
				got = append(got, p.Rule)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}
