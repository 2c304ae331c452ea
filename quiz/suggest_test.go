package quiz

import (
	"context"
	"strings"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// That the model can be fitted is said once, when there is enough to go by, and
// nothing is fitted for it.
func TestTellsWhenRipe(t *testing.T) {
	const said = "kuril optimize  shows what that would change"
	for _, tt := range []struct {
		name    string
		answers int
		taken   bool // weights are in use already
		want    []bool
	}{
		{"too few", 200, false, []bool{false, false}},
		{"enough", 700, false, []bool{true, false}},
		{"fitted already", 700, true, []bool{false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := rememberer(t, t.TempDir(), &fsrs.Default, 40, tt.answers)
			if tt.taken {
				if err := d.take(t.Context(), forgetful()); err != nil {
					t.Fatal(err)
				}
			}
			before := inUse(t, d)
			ended := d.Now()
			for i, want := range tt.want {
				d.Now = func() time.Time { return ended.AddDate(0, 0, 20*(i+1)) }
				g := talkIn(t, d, func() error {
					return Study(context.Background(), d, SessionOptions{New: Unset, Limit: 1})
				})
				g.say("", "", "", "q")
				text := g.end()
				text = g.said.String() + text
				if !strings.Contains(text, "1 answer") {
					t.Fatalf("nothing was answered:\n%s", text)
				}
				if strings.Contains(text, said) != want {
					t.Errorf("session %d: said is %v, want %v:\n%s", i+1, !want, want, text)
				}
			}
			if inUse(t, d) != before {
				t.Error("the weights changed")
			}
		})
	}
}

// Moving the waiting cards moves what weights and retention ask for, keeps what
// is due today and what is near enough, and one undo puts all back.
func TestReschedule(t *testing.T) {
	d := rememberer(t, t.TempDir(), forgetful(), 150, 3000)
	d.Settings.Retention = 0.80
	before := dueDays(t, d)
	var err error
	run := func(o OptimizeOptions, answers ...string) string {
		t.Helper()
		g := talkIn(t, d, func() error { err = Reschedule(context.Background(), d, o); return nil })
		g.say(answers...)
		text := g.end()
		text = g.said.String() + text
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	same := func() bool {
		for id, due := range dueDays(t, d) {
			if before[id] != due {
				return false
			}
		}
		return true
	}
	if text := run(OptimizeOptions{}, ""); !strings.Contains(text, "Nothing was changed.") || !strings.Contains(text, "14 days  90 days") || !same() {
		t.Fatalf("after Enter:\n%s", text)
	}
	if text := run(OptimizeOptions{Yes: true}); !strings.Contains(text, "Moved ") {
		t.Fatalf("with --yes:\n%s", text)
	}
	states, err2 := d.Store.States(t.Context())
	if err2 != nil {
		t.Fatal(err2)
	}
	today, _, _ := d.studyDay(t.Context())
	moved := 0
	for id, s := range states {
		if before[id] <= today {
			if s.Due != before[id] {
				t.Errorf("%s was due on %v and moved to %v", id, before[id], s.Due)
			}
			continue
		}
		c, _ := d.Bank.Card(id)
		p := d.planOf(c, &fsrs.Default)
		lo, hi := p.Fuzz(p.Wait(s.Memory))
		if next := int(today-s.LastDay) + 1; lo < next {
			lo, hi = next, max(hi, next+hi-lo)
		}
		if wait := int(s.Due - s.LastDay); wait < lo || wait > hi {
			t.Errorf("%s waits %d days, want %d to %d", id, wait, lo, hi)
		}
		if s.Due != before[id] {
			moved++
			if s.Due <= today {
				t.Errorf("%s moved into today", id)
			}
		}
	}
	if moved == 0 {
		t.Error("nothing moved")
	}
	if text := run(OptimizeOptions{Yes: true}); !strings.Contains(text, "Nothing was changed.") {
		t.Errorf("once more:\n%s", text)
	}
	g := talkIn(t, d, func() error { return Undo(context.Background(), d) })
	g.end()
	if !same() {
		t.Error("undo left some moved")
	}
}
