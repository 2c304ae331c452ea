package progress

import (
	"math"
	"math/rand"
	"testing"

	"kuril/progress/fsrs"
)

// chance goes through the coming days as a learner would, with dice.
func chance(rnd *rand.Rand, r Rehearsal, cards []Begun) []float64 {
	load := make([]float64, r.Days)
	truth := weightsOr(r.Truth)
	for _, c := range cards {
		for due, last := max(c.Due, r.Today), c.Last; int(due-r.Today) < r.Days; {
			days := float64(due - last)
			load[due-r.Today]++
			rating := fsrs.Again
			if rnd.Float64() < truth.Recall(c.Known, days) {
				rating = r.Habits.rating(rnd.Float64())
			}
			c.Known, c.Scheduled = truth.Next(c.Known, days, rating), c.Plan.Weights.Next(c.Scheduled, days, rating)
			if rating == fsrs.Again {
				load[due-r.Today]++
				c.Known, c.Scheduled = truth.Next(c.Known, relearned, fsrs.Good), c.Plan.Weights.Next(c.Scheduled, relearned, fsrs.Good)
			}
			last, due = due, due+Day(c.Plan.Wait(c.Scheduled))
		}
	}
	return load
}

// What is rehearsed without chance is what chance gives on the average.
func TestRehearsalIsTheMeanOfChance(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	truth := fsrs.Default
	truth[7], truth[0] = 2.4, 0.5
	var cards []Begun
	for range 400 {
		c := Begun{Last: today - Day(rnd.Intn(20)), Plan: Plan{Weights: &fsrs.Default, Retention: 0.85}}
		for range 1 + rnd.Intn(5) {
			days, rating := float64(rnd.Intn(10)), fsrs.Rating(1+rnd.Intn(4))
			c.Known, c.Scheduled = truth.Next(c.Known, days, rating), fsrs.Default.Next(c.Scheduled, days, rating)
		}
		c.Due = c.Last + Day(c.Plan.Wait(c.Scheduled))
		cards = append(cards, c)
	}
	r := Rehearsal{Truth: &truth, Habits: Habits{0.2, 0.6, 0.2}, Today: today, Days: 90}
	sum := func(load []float64, to int) (all float64) {
		for _, x := range load[:to] {
			all += x
		}
		return all
	}
	var of14, of90 float64
	const times = 60
	for range times {
		load := chance(rnd, r, cards)
		of14 += sum(load, 14) / times
		of90 += sum(load, 90) / times
	}
	load := r.Answers(cards)
	for _, tt := range []struct{ got, want float64 }{{sum(load, 14), of14}, {sum(load, 90), of90}} {
		if math.Abs(tt.got/tt.want-1) > 0.03 {
			t.Errorf("rehearsed %.1f answers, chance gave %.1f on the average", tt.got, tt.want)
		}
	}
}

func TestRehearsalCounts(t *testing.T) {
	m := fsrs.Memory{Slow: 1e4, Fast: 1e4, Difficulty: 1}
	plan := Plan{Retention: 0.9, Longest: 30}
	sure := Begun{Known: m, Scheduled: m, Last: today - 1, Due: today, Plan: plan}
	late, soon, never := sure, sure, sure
	late.Due, soon.Due, never.Due = today-500, today+3, today+40
	load := Rehearsal{Today: today, Days: 20}.Answers([]Begun{sure, late, soon, never})
	sum := 0.0
	for _, x := range load {
		sum += x
	}
	if math.Abs(load[0]-2) > 0.3 || math.Abs(load[3]-1) > 0.3 || math.Abs(sum-3) > 0.5 {
		t.Errorf("answers = %.2v, want about two today, one in three days and no other", load)
	}
}

func TestHabits(t *testing.T) {
	h := HabitsOf([]fsrs.History{{{Rating: fsrs.Again}, {Rating: fsrs.Hard}, {Rating: fsrs.Good}}, {{Rating: fsrs.Good}, {Rating: fsrs.Easy}}})
	if h != (Habits{0.25, 0.5, 0.25}) {
		t.Errorf("habits = %+v", h)
	}
	if got := (Habits{}).rating(0.999); got != fsrs.Good {
		t.Errorf("without habits what is known is rated %v", got)
	}
}
