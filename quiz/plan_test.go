package quiz

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// candidate is a learner who prepares for an exam with the composer, the
// session, the scheduler and the store of the program, and whose memory, known
// to the test alone, is an FSRS-7.
type candidate struct {
	t      *testing.T
	d      *Desk
	now    time.Time
	rand   *rand.Rand
	memory map[string]fsrs.Memory
	last   map[string]time.Time
}

const (
	answerTakes = 12 * time.Second // with the reading
	missedFirst = usualMissed
)

func newCandidate(t *testing.T, cards, newADay int, seed uint64) *candidate {
	t.Helper()
	dir := t.TempDir()
	var b strings.Builder
	for i := range cards {
		fmt.Fprintf(&b, "[[question]]\nid = \"card-%d\"\nkind = \"recall\"\nprompt = \"Card %d?\"\nanswers = [\"%d\"]\ntags = [\"part%d\"]\n\n", i, i, i, i%2)
	}
	file := filepath.Join(dir, "bank.toml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	l := &candidate{
		t: t, now: time.Date(2027, time.March, 1, 8, 0, 0, 0, time.UTC), rand: rand.New(rand.NewPCG(seed, 7)),
		memory: map[string]fsrs.Memory{}, last: map[string]time.Time{},
	}
	l.d = &Desk{
		BankFiles: []string{file}, DataDir: filepath.Join(dir, "data"), Settings: DefaultSettings,
		Calendar: progress.Calendar{Rollover: 4}, Now: func() time.Time { return l.now }, Rand: rand.New(rand.NewPCG(seed, 1)),
		Out: io.Discard, Err: io.Discard, Term: NewTerm(TermOptions{}),
	}
	l.d.Settings.New = newADay
	if err := l.d.Load(); err != nil {
		t.Fatal(err)
	}
	if err := l.d.Write(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.d.Close() })
	return l
}

// study sits through the session of a day and returns how long it took.
func (l *candidate) study() time.Duration {
	l.t.Helper()
	ctx := context.WithoutCancel(l.t.Context())
	k, _, err := begin(ctx, l.d, usual)
	if err != nil {
		l.t.Fatal(err)
	}
	began := l.now
	for {
		card, _, more := k.s.Next()
		if !more {
			break
		}
		l.now = l.now.Add(answerTakes)
		st := k.s.State(card.ID)
		choice := l.d.planOf(card, k.weights).Decide(st, l.now, k.day, k.s.Load)[l.answer(card.ID)-1]
		e := choice.Event(card.ID, l.now, k.day)
		e.Took = answerTakes - usualReading
		e.Rules = append(e.Rules, k.planRules(st, k.day)...)
		written, states, err := l.d.Store.Record(ctx, e)
		if err != nil {
			l.t.Fatal(err)
		}
		k.s.Learn(states)
		k.s.Answer(card.ID, written[0].ID, choice.Rating == fsrs.Again && choice.Days == 0)
	}
	return l.now.Sub(began)
}

// answer draws whether the learner remembers, and remembers what was rated.
func (l *candidate) answer(card string) fsrs.Rating {
	m, met := l.memory[card]
	known, days := 1-missedFirst, 0.0
	if met {
		days = l.now.Sub(l.last[card]).Hours() / 24
		known = fsrs.Default.Recall(m, days)
	}
	r := fsrs.Good
	if l.rand.Float64() >= known {
		r = fsrs.Again
	}
	l.memory[card], l.last[card] = fsrs.Default.Next(m, days, r), l.now
	return r
}

// morning moves on to a day.
func (l *candidate) morning(day progress.Day) { l.now = l.d.Calendar.Start(day).Add(4 * time.Hour) }

// score is the share of the cards that is known now.
func (l *candidate) score() float64 {
	sum := 0.0
	for card, m := range l.memory {
		sum += fsrs.Default.Recall(m, l.now.Sub(l.last[card]).Hours()/24)
	}
	return sum / float64(len(l.d.Bank.Cards()))
}

func (l *candidate) plan(o PlanOptions) {
	l.t.Helper()
	if err := Plan(l.t.Context(), l.d, o); err != nil {
		l.t.Fatal(err)
	}
}

// foreseen is what the plan of a name says of its exam.
func (l *candidate) foreseen(name string) shownPlan {
	l.t.Helper()
	f, err := l.d.find(l.t.Context(), Query{})
	if err != nil {
		l.t.Fatal(err)
	}
	plans, _, err := l.d.plans(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	for _, p := range plans {
		if p.Name == name {
			s, err := l.d.showPlan(l.t.Context(), p, f)
			if err != nil {
				l.t.Fatal(err)
			}
			return s
		}
	}
	l.t.Fatalf("there is no plan %s", name)
	return shownPlan{}
}

func (l *candidate) events() (all []progress.Event) {
	l.t.Helper()
	err := l.d.Store.Log(l.t.Context(), func(e progress.Event) error {
		all = append(all, e)
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return all
}

// Who follows a plan keeps to its minutes, knows more on the day than without
// it and about as much as was foreseen, and afterwards every card is due when
// the same answers would have made it due without a plan.
func TestPlanFollowed(t *testing.T) {
	if testing.Short() {
		t.Skip("some three hundred sessions take a while")
	}
	const learners = 3
	for _, tt := range []struct {
		name                 string
		cards, newADay, days int
		minutes              int
	}{
		{"time enough for all of it", 100, 4, 20, 10},
		{"too little time", 160, 4, 14, 8},
		{"all known by new cards of the day alone", 60, 10, 25, 6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var with, without float64
			var promise shownPlan
			for seed := range uint64(learners) {
				l, alone := newCandidate(t, tt.cards, tt.newADay, seed), newCandidate(t, tt.cards, tt.newADay, seed)
				first := l.d.Today()
				exam := first + progress.Day(tt.days)
				l.plan(PlanOptions{Name: "finals", By: exam.String(), Minutes: tt.minutes})
				promise = l.foreseen("finals")
				total := time.Duration(0)
				for day := first; day < exam; day++ {
					l.morning(day)
					alone.morning(day)
					took := l.study()
					alone.study()
					if most := time.Duration(tt.minutes)*time.Minute*3/2 + time.Minute; took > most {
						t.Errorf("learner %d: day %d took %v, more than %v", seed, day-first, took, most)
					}
					total += took
				}
				if mean := total / time.Duration(tt.days); mean > time.Duration(tt.minutes)*time.Minute*5/4 {
					t.Errorf("learner %d: a day took %v on the average, and %d minutes were given", seed, mean, tt.minutes)
				}
				l.morning(exam)
				alone.morning(exam)
				score := l.score()
				with += score / learners
				without += alone.score() / learners
				events := l.events()
				l.plan(PlanOptions{})
				l.plan(PlanOptions{Name: "finals", Done: true})
				if after := l.events(); len(after) != len(events) {
					t.Errorf("looking at a plan and ending it wrote %d events", len(after)-len(events))
				}
				l.dueAsWithout(events)
			}
			// The mean of the learners, each off by half a spread or so, and a
			// memory that is not rounded to days.
			if off := math.Abs(with - promise.Expected); off > (promise.High-promise.Low)/2+0.01 {
				t.Errorf("%.3f were known on the day, foreseen %.3f (%.3f to %.3f)", with, promise.Expected, promise.Low, promise.High)
			}
			if with < without+0.01 {
				t.Errorf("%.3f were known with the plan, %.3f without", with, without)
			}
			t.Logf("known on the day: %.3f with the plan, %.3f without; foreseen %.3f (%.3f to %.3f)", with, without, promise.Expected, promise.Low, promise.High)
		})
	}
}

// dueAsWithout holds that every answer of a log set the day that it would have
// set had there been no plan.
func (l *candidate) dueAsWithout(events []progress.Event) {
	l.t.Helper()
	states := map[string]progress.State{}
	planned := 0
	for _, e := range events {
		s := newSession(plan{}, nil, states, e.Day)
		st := s.State(e.Card)
		card, _ := l.d.Bank.Card(e.Card)
		want := l.d.planOf(card, nil).Decide(st, e.At, e.Day, s.Load)[e.Rating-1]
		if e.Due != want.Due || e.Kind != progress.Reviewed {
			l.t.Fatalf("%s %s of %s is due on %s, without a plan on %s", e.Day, e.Kind, e.Card, e.Due, want.Due)
		}
		if len(e.Rules) > len(want.Rules) {
			planned++
		}
		states[e.Card] = st.After(e, nil)
	}
	if planned == 0 {
		l.t.Error("no answer was asked for by the plan")
	}
}
