package quiz

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// rememberer is a desk with the log of somebody who remembers by weights and
// was asked as the default ones say, ten new cards a day.
func rememberer(t *testing.T, dir string, truth *fsrs.Weights, cards, answers int) *Desk {
	t.Helper()
	var bank strings.Builder
	for i := range cards {
		fmt.Fprintf(&bank, "[[question]]\nid = \"q%d\"\nkind = \"recall\"\nprompt = \"Question %d?\"\nanswers = [\"yes\"]\n\n", i, i)
	}
	began := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	rnd := rand.New(rand.NewPCG(5, 5))
	type card struct {
		state progress.State
		known fsrs.Memory
		due   progress.Day
	}
	all := make([]card, cards)
	var events []progress.Event
	calendar := progress.Calendar{Zone: time.UTC, Rollover: 4}
	at := began
	plan := progress.Plan{Retention: 0.9}
	for day := 0; len(events) < answers; day++ {
		at = began.AddDate(0, 0, day)
		today := calendar.Day(at)
		for i := range min(cards, 10*(day+1)) {
			c := &all[i]
			for again := true; again && c.due <= today && len(events) < answers; {
				at = at.Add(20 * time.Second)
				days := 0.0
				if !c.state.New() {
					days = at.Sub(c.state.Last).Hours() / 24
				}
				p := 0.6
				if c.known != (fsrs.Memory{}) {
					p = truth.Recall(c.known, days)
				}
				rating := fsrs.Again
				if again = rnd.Float64() >= p; !again {
					rating = fsrs.Good
				}
				c.known = truth.Next(c.known, days, rating)
				decided := plan.Decide(c.state, at, today, nil)[rating-1]
				e := decided.Event(fmt.Sprintf("q%d", i), at, today)
				e.Took = 8 * time.Second
				events = append(events, e)
				c.state.Memory, c.state.Last, c.state.LastDay, c.state.First = decided.Memory, at, today, today
				if c.due = decided.Due; again {
					at = at.Add(5 * time.Minute)
				}
			}
		}
	}
	d := deskAt(t, dir, bank.String(), at.Add(time.Hour))
	if len(events) > 0 {
		if _, _, err := d.Store.Record(t.Context(), events...); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// forgetful remembers far worse than most.
func forgetful() *fsrs.Weights {
	w := fsrs.Default
	w[0], w[1], w[2], w[3] = 0.05, 0.3, 0.8, 3
	w[7], w[10] = 1.2, 0.4
	return &w
}

func optimize(t *testing.T, d *Desk, o OptimizeOptions, lines ...string) (said string, err error) {
	t.Helper()
	var result error
	g := talkIn(t, d, func() error {
		result = Optimize(context.Background(), d, o)
		return nil
	})
	g.say(lines...)
	said = g.end()
	return g.said.String() + said, result
}

func inUse(t *testing.T, d *Desk) fsrs.Weights {
	t.Helper()
	w, err := d.Store.Weights(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return *w
}

func dueDays(t *testing.T, d *Desk) map[string]progress.Day {
	t.Helper()
	states, err := d.Store.States(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	days := make(map[string]progress.Day)
	for id, s := range states {
		days[id] = s.Due
	}
	return days
}

func TestOptimizeRefusesWithTooLittle(t *testing.T) {
	for _, answers := range []int{0, 5, 200} {
		d := rememberer(t, t.TempDir(), &fsrs.Default, 40, answers)
		said, err := optimize(t, d, OptimizeOptions{})
		var told *Error
		if !errors.As(err, &told) || !strings.Contains(told.Message, "400 are needed") || len(told.Hints) != 1 || !strings.Contains(told.Hints[0], " more") {
			t.Errorf("%d answers: error %v, want that 400 are needed and how many more", answers, err)
		}
		if said != "" || inUse(t, d) != fsrs.Default {
			t.Errorf("%d answers: said %q", answers, said)
		}
	}
}

func TestOptimizeTakesKeepsAndReverts(t *testing.T) {
	d := rememberer(t, t.TempDir(), forgetful(), 150, 3000)
	before := dueDays(t, d)

	said, err := optimize(t, d, OptimizeOptions{}, "")
	if err != nil || !strings.Contains(said, "Nothing was changed.") || inUse(t, d) != fsrs.Default {
		t.Fatalf("after Enter: %v\n%s", err, said)
	}
	for _, want := range []string{"Looking at 3000 answers to 150 cards.", "in use", "fitted", "% better", "No card moves", "14 days  90 days", "first rated good"} {
		if !strings.Contains(said, want) {
			t.Errorf("never said %q:\n%s", want, said)
		}
	}

	if said, err = optimize(t, d, OptimizeOptions{}, "y"); err != nil || !strings.Contains(said, "The new weights are in use.") {
		t.Fatalf("after y: %v\n%s", err, said)
	}
	fitted := inUse(t, d)
	if fitted == fsrs.Default || fitted.Validate() != nil {
		t.Errorf("weights in use: %v", fitted)
	}
	for id, due := range dueDays(t, d) {
		if due != before[id] {
			t.Errorf("%s moved from %v to %v", id, before[id], due)
		}
	}

	if said, err = optimize(t, d, OptimizeOptions{Yes: true}); err != nil || !strings.Contains(said, "200 are needed: 200 more") || inUse(t, d) != fitted {
		t.Errorf("once more: %v\n%s", err, said)
	}

	var result error
	g := talkIn(t, d, func() error { result = Revert(context.Background(), d); return nil })
	said = g.end()
	if result != nil || !strings.Contains(said, "The default weights are in use again.") || inUse(t, d) != fsrs.Default {
		t.Errorf("reverted: %v\n%s", result, said)
	}
	g = talkIn(t, d, func() error { result = Revert(context.Background(), d); return nil })
	g.end()
	if result == nil {
		t.Error("reverting twice found something to go back to")
	}
}

func TestRevertGoesBackStepByStep(t *testing.T) {
	d := rememberer(t, t.TempDir(), &fsrs.Default, 10, 0)
	one, two := *forgetful(), *forgetful()
	two[7] = 2
	for _, w := range []*fsrs.Weights{&one, &two} {
		if err := d.take(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		d.Now = func(now time.Time) func() time.Time {
			return func() time.Time { return now }
		}(d.Now().Add(time.Minute))
	}
	for _, want := range []fsrs.Weights{one, fsrs.Default} {
		g := talkIn(t, d, func() error { return Revert(context.Background(), d) })
		g.end()
		if got := inUse(t, d); got != want {
			t.Fatalf("in use %v, want %v", got, want)
		}
	}
}

// Somebody who remembers as the default weights say is left with them.
func TestOptimizeRefusesWhatIsNoBetter(t *testing.T) {
	d := rememberer(t, t.TempDir(), &fsrs.Default, 150, 3000)
	said, err := optimize(t, d, OptimizeOptions{Yes: true})
	if err != nil || !strings.Contains(said, "Nothing was changed.") || inUse(t, d) != fsrs.Default {
		t.Errorf("%v\n%s", err, said)
	}
}

// When the learner has changed since the last fit, later answers tell.
func TestOptimizeAgain(t *testing.T) {
	d := rememberer(t, t.TempDir(), forgetful(), 150, 3000)
	// Weights that never were any good, taken long ago.
	bad := fsrs.Default
	bad[0], bad[1], bad[2], bad[3] = 20, 40, 60, 90
	long := d.Now
	d.Now = func() time.Time { return time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC) }
	if _, _, err := d.Store.Record(t.Context(), progress.Event{Kind: progress.Weighted, At: d.Now(), Day: d.Today(), Weights: &bad}); err != nil {
		t.Fatal(err)
	}
	d.Now = long
	said, err := optimize(t, d, OptimizeOptions{Yes: true})
	if err != nil || !strings.Contains(said, "since they were fitted last") || !strings.Contains(said, "The new weights are in use.") {
		t.Errorf("%v\n%s", err, said)
	}
}

func TestEvaluateChangesNothing(t *testing.T) {
	dir := t.TempDir()
	d := rememberer(t, dir, forgetful(), 80, 900)
	for _, asJSON := range []bool{false, true} {
		g := talkIn(t, d, func() error { return Evaluate(context.Background(), d, EvaluateOptions{JSON: asJSON}) })
		said := g.end()
		if asJSON != strings.HasPrefix(said, `{"reviews":900,"cards":80,"predictions":820,"fitted":{"all":{"log_loss":`) {
			t.Errorf("json %t: %s", asJSON, said)
		}
	}
	if inUse(t, d) != fsrs.Default {
		t.Error("weights were taken into use")
	}
	if said := d.evaluationText(Evaluation{}, true); strings.Contains(said, "NaN") {
		t.Errorf("without an answer: %s", said)
	}
}
