package quiz

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// TestFading holds the curve to the state that the log amounts to: both say the
// same of this moment, whatever was answered, taken back or reset.
func TestFading(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	w := &fsrs.Default
	for range 200 {
		at := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
		var events []progress.Event
		for n := range 1 + r.IntN(12) {
			at = at.Add(time.Duration(r.ExpFloat64() * float64(72*time.Hour))).Truncate(time.Millisecond)
			e := progress.Event{
				ID: string(rune('a' + n)), Card: "c", At: at, N: int64(n), Day: progress.Calendar{}.Day(at),
				Kind: progress.Reviewed, Rating: fsrs.Rating(1 + r.IntN(4)), TakenBack: r.IntN(6) == 0,
			}
			switch r.IntN(10) {
			case 0:
				e.Kind, e.Rating = progress.Reset, 0
			case 1:
				e.Kind = progress.Practised
			}
			events = append(events, e)
		}
		now := at.Add(time.Duration(r.IntN(1000)-50) * time.Hour) // clocks are put back at times
		state, known := progress.Replay(events, w)["c"]
		f, ok := newFading(events, w, now, now)
		if ok != (known && !state.New()) {
			t.Fatalf("a curve: %v, reviews: %d", ok, state.Reviews)
		}
		if !ok {
			continue
		}
		if got, want := f.recall(now), state.Recall(w, now); !now.Before(state.Last) && math.Abs(got-want) > 1e-9 {
			t.Fatalf("recall %v on the curve, %v by the state", got, want)
		}
		for _, width := range []int{40, 80, 120} {
			for _, line := range f.draw(letterPens, width, 5) {
				if Width(line) > width {
					t.Fatalf("at %d columns: %q takes %d", width, line, Width(line))
				}
			}
		}
	}
}
