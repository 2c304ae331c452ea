package quiz

import (
	"fmt"
	"math"
	"testing"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// answersOf gives so many answers of one day, each after a thought and a pause.
func answersOf(day progress.Day, n int, recall float64, thought, pause time.Duration) []progress.Event {
	at := noon
	var all []progress.Event
	for i := range n {
		at = at.Add(thought + pause)
		all = append(all, progress.Event{
			Card: fmt.Sprintf("c%d", i), At: at, Day: day, Kind: progress.Reviewed, Rating: fsrs.Good, Recall: recall, Took: thought,
		})
	}
	return all
}

func TestPaceLearns(t *testing.T) {
	idle := answersOf(testDay, 1200, 0.9, 5*time.Second, 2*time.Second)
	for i := range idle {
		if i%3 == 0 { // tea
			idle[i].Took = longestThought
		}
		idle[i].At = idle[i].At.Add(time.Duration(i/5) * 10 * time.Minute) // breaks
	}
	repeated := answersOf(testDay, 1200, 0, 8*time.Second, 2*time.Second)
	for _, e := range repeated[:1200] {
		for n := 1; n < 3; n++ {
			e.At, e.Recall = repeated[len(repeated)-1].At.Add(10*time.Second), 0.4
			repeated = append(repeated, e)
		}
	}
	for _, tt := range []struct {
		name               string
		answers            []progress.Event
		known, fresh       time.Duration
		perKnown, perFresh float64
	}{
		{"nothing known yet", nil, 12 * time.Second, 12 * time.Second, 1.25, 2},
		{"own thoughts and pauses", answersOf(testDay, 1200, 0.9, 5*time.Second, 2*time.Second), 7 * time.Second, 7 * time.Second, 1, 2},
		{"idle time is left out", idle, 7 * time.Second, 7 * time.Second, 1, 2},
		{"new cards apart, with how often they come", repeated, 10 * time.Second, 10 * time.Second, 1.25, 3},
		{"nobody is faster than three seconds", answersOf(testDay, 1200, 0.9, time.Millisecond, 0), 3 * time.Second, 3 * time.Second, 1, 2},
		{"a clock put back", func() []progress.Event {
			all := answersOf(testDay, 1200, 0.9, 5*time.Second, 2*time.Second)
			all[7].At = all[7].At.Add(-time.Hour)
			return all
		}(), 7 * time.Second, 7 * time.Second, 1, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := paceOf(tt.answers)
			near := func(got, want float64) bool { return math.Abs(got-want) <= 0.05*want }
			if !near(p.known.Seconds(), tt.known.Seconds()) || !near(p.fresh.Seconds(), tt.fresh.Seconds()) || !near(p.perKnown, tt.perKnown) || !near(p.perFresh, tt.perFresh) {
				t.Errorf("paceOf() = %v, %v, %.2f, %.2f a card; want %v, %v, %.2f, %.2f",
					p.known, p.fresh, p.perKnown, p.perFresh, tt.known, tt.fresh, tt.perKnown, tt.perFresh)
			}
		})
	}
}

// However quick a learner is, what is expected moves with each answer and never
// leaps, and it comes to the learner's own pace.
func TestPaceMoves(t *testing.T) {
	for _, thought := range []time.Duration{time.Second, 40 * time.Second} {
		all := answersOf(testDay, 400, 0.9, thought, 2*time.Second)
		before := paceOf(nil).seconds(0, 100, 50)
		first := before
		for n := range all {
			now := paceOf(all[:n]).seconds(0, 100, 50)
			if ratio := float64(now) / float64(before); ratio < 0.85 || ratio > 1.3 {
				t.Errorf("thoughts of %v: %d s expected after %d answers, %d s after %d", thought, before, n-1, now, n)
			}
			before = now
		}
		if float64(before) > 0.6*float64(first) && float64(before) < 2*float64(first) {
			t.Errorf("thoughts of %v: %d s expected at first, %d s after %d answers", thought, first, before, len(all))
		}
	}
}

// The number of due --json lies in the range that people read.
func TestMinutesAgree(t *testing.T) {
	for seconds := range 4000 {
		for _, doubt := range []float64{0.15, 0.3} {
			c := Counts{Seconds: seconds, doubt: doubt}
			span, noun := c.minutesRange()
			var lo, hi int
			if n, _ := fmt.Sscanf(span, "%d–%d", &lo, &hi); n == 1 {
				hi = lo
			}
			if m := c.Minutes(); m < lo || m > hi {
				t.Fatalf("%d seconds are %d minutes, and the range is %q", seconds, m, span)
			}
			if (hi == 1) != (noun == "minute") {
				t.Fatalf("%q %s", span, noun)
			}
		}
	}
	for _, tt := range []struct {
		seconds int
		want    string
	}{{0, "about 0 minutes"}, {40, "about 1 minute"}, {460, "about 7–9 minutes"}} {
		if got := (Counts{Seconds: tt.seconds, doubt: 0.15}).about(); got != tt.want {
			t.Errorf("%d seconds: %q, want %q", tt.seconds, got, tt.want)
		}
	}
}
