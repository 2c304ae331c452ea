package progress

import (
	"math"
	"slices"
	"testing"

	"kuril/progress/fsrs"
)

func simulation(retention float64) Simulation {
	return Simulation{
		Plan:   Plan{Weights: &fsrs.Default, Retention: retention, Longest: LongestInterval},
		Habits: Habits{Good: 1}, Waiting: 400, New: 10, Reviews: -1, Missed: 0.25, Days: 365, Today: 20_000,
	}
}

func total(days []int) (all int) {
	for _, n := range days {
		all += n
	}
	return all
}

// TestSimulationLaws: all cards are met, more retention means more work and
// more remembered, and the same question has one answer.
func TestSimulationLaws(t *testing.T) {
	work, remembered := 0, 0.0
	for _, retention := range []float64{0.70, 0.75, 0.80, 0.85, 0.90, 0.95} {
		f := simulation(retention).Run()
		if total(f.Met) != 400 || f.Begun != 400 || f.Left != 0 {
			t.Fatalf("at %v: met %d, begun %d, left %d", retention, total(f.Met), f.Begun, f.Left)
		}
		if f.Remembered < retention*400 || f.Remembered > 400 {
			t.Errorf("at %v %.1f of 400 are remembered", retention, f.Remembered)
		}
		if total(f.Reviews) <= work || f.Remembered <= remembered {
			t.Errorf("at %v: %d reviews and %.1f remembered, not more than with less: %d, %.1f",
				retention, total(f.Reviews), f.Remembered, work, remembered)
		}
		work, remembered = total(f.Reviews), f.Remembered
		if again := simulation(retention).Run(); !slices.Equal(again.Reviews, f.Reviews) || again.Remembered != f.Remembered {
			t.Errorf("at %v the second run differs", retention)
		}
	}
}

// TestSimulationMissed: what is asked when due is missed as often as retention
// lets expect; whole days make it differ a little.
func TestSimulationMissed(t *testing.T) {
	s := simulation(0.9)
	s.Missed = 0
	f := s.Run()
	if share := float64(total(f.Repeats)) / float64(total(f.Reviews)); math.Abs(share-0.1) > 0.03 {
		t.Errorf("%.3f of the reviews are missed, want about 0.1", share)
	}
}

func TestSimulationLimit(t *testing.T) {
	s := simulation(0.9)
	s.Reviews, s.New = 5, 40
	f := s.Run()
	for day, n := range f.Reviews {
		if n > 5 {
			t.Fatalf("day %d has %d reviews, 5 are allowed", day, n)
		}
	}
	if free := simulation(0.9); total(f.Met) >= free.Waiting {
		t.Errorf("new cards come in spite of a backlog: %d", total(f.Met))
	}
	s.Days = 0
	if f := s.Run(); f.Begun != 0 || f.Remembered != 0 {
		t.Errorf("no days: %+v", f)
	}
}

// TestSimulationGoesOn: cards that were begun come on their due days.
func TestSimulationGoesOn(t *testing.T) {
	s := simulation(0.9)
	s.Waiting = 0
	m := fsrs.Default.Next(fsrs.Memory{}, 0, fsrs.Good)
	s.Known = []Begun{
		{Known: m, Last: s.Today - 3, Due: s.Today - 1},
		{Known: m, Last: s.Today - 3, Due: s.Today + 4},
	}
	f := s.Run()
	if f.Reviews[0] != 1 || f.Reviews[4] < 1 || f.Begun != 2 {
		t.Errorf("first days %v, begun %d", f.Reviews[:6], f.Begun)
	}
}

func BenchmarkSimulation(b *testing.B) {
	s := simulation(0.9)
	s.Waiting, s.New, s.Days = 10_000, 20, 5*365
	for b.Loop() {
		s.Run()
	}
}

// TestSimulationEase: nothing happens on days off, lighter days carry less, and
// what each card is wanted to be remembered by is its own.
func TestSimulationEase(t *testing.T) {
	usual := simulation(0.9).Run()
	s := simulation(0.9)
	s.Plan.Ease = func(day Day) float64 {
		switch {
		case day >= s.Today+100 && day < s.Today+110:
			return 0
		case day%7 == 0:
			return 0.5
		}
		return 1
	}
	eased := s.Run()
	light, all := 0, 0
	for day := range s.Days {
		n := eased.Reviews[day]
		switch {
		case day >= 100 && day < 110:
			if n+eased.Met[day]+eased.Repeats[day] > 0 {
				t.Errorf("day %d is off and has %d answers", day, n)
			}
		case (s.Today+Day(day))%7 == 0:
			light += n
		}
		all += n
	}
	if share := float64(light) / float64(all); share > 0.115 {
		t.Errorf("%.3f of the reviews fall on the lighter day of a week, want about 0.1; without it is 0.14", share)
	}
	if ratio := float64(all) / float64(total(usual.Reviews)); ratio < 0.9 || ratio > 1.1 {
		t.Errorf("%d reviews with lighter days, %d without", all, total(usual.Reviews))
	}

	own := simulation(0.9)
	own.Wanted = make([]float64, 400)
	for i := range own.Wanted {
		own.Wanted[i] = 0.8
	}
	if got, want := own.Run(), simulation(0.8).Run(); total(got.Reviews) != total(want.Reviews) {
		t.Errorf("%d reviews when each card wants 0.8, %d when all do", total(got.Reviews), total(want.Reviews))
	}
}
