package quiz

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kuril/progress"
)

func TestParsePlans(t *testing.T) {
	const good = `{"name":"finals","by":"2026-12-18","filter":"tag:x","minutes":20,"pace":3,"score":0.9}`
	for _, tt := range []struct{ name, text, fault string }{
		{"none", "", ""},
		{"one", "[" + good + "]", ""},
		{"no JSON", "finals", "they are no JSON list of plans"},
		{"another shape", good, "they are no JSON list of plans"},
		{"two of a name", "[" + good + "," + good + "]", `plan "finals": there is another of this name`},
		{"no name", `[{"by":"2026-12-18","minutes":20}]`, "plan 1: a plan wants a name"},
		{"a name with signs that act on a terminal", `[{"name":"a\u001b[2J","by":"2026-12-18","minutes":20}]`, "plan 1: the name of a plan has signs in it that cannot be shown"},
		{"no date", `[{"name":"a","minutes":20}]`, `plan "a": it has no date`},
		{"a date that is none", `[{"name":"a","by":"soon","minutes":20}]`, "they are no JSON list of plans"},
		{"no minutes", `[{"name":"a","by":"2026-12-18"}]`, `plan "a": 0 minutes a day cannot be`},
		{"a filter that is none", `[{"name":"a","by":"2026-12-18","minutes":20,"filter":"("}]`, `plan "a": filter, character 2: something to look for is missing here`},
		{"a pace below nothing", `[{"name":"a","by":"2026-12-18","minutes":20,"pace":-1}]`, `plan "a": its figures cannot be`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParsePlans(tt.text)
			fault := ""
			if err != nil {
				fault = err.Error()
			}
			if fault != tt.fault {
				t.Errorf("ParsePlans(%q) = %q, want %q", tt.text, fault, tt.fault)
			}
		})
	}
}

// Whatever is kept is plans that can be followed, or a fault in one line.
func FuzzParsePlans(f *testing.F) {
	f.Add("")
	f.Add(`[{"name":"finals","by":"2026-12-18","filter":"tag:x","minutes":20,"pace":3,"score":0.9,"cards":["a","b#2"]}]`)
	f.Add(`[{"name":"a","by":"2026-12-18","minutes":20},{"name":"b","by":"0001-01-01","minutes":1e9}]`)
	f.Add(`[null,{"name":"\n"}]`)
	f.Fuzz(func(t *testing.T, text string) {
		plans, err := ParsePlans(text)
		if err != nil {
			if strings.ContainsRune(CleanLine(err.Error()), '\n') {
				t.Errorf("ParsePlans(%q): %v", text, err)
			}
			return
		}
		again, err := json.Marshal(plans)
		if err != nil {
			t.Fatal(err)
		}
		if kept, err := ParsePlans(string(again)); err != nil || len(kept) != len(plans) {
			t.Errorf("what is written of %q cannot be read: %v", text, err)
		}
		for _, p := range plans {
			if p.Name == "" || Clean(p.Name) != p.Name || p.By < 1 || p.Minutes < 1 {
				t.Errorf("ParsePlans(%q) has %+v", text, p)
			}
		}
	})
}

// Plans that cannot be read cost nothing but one line: sessions go on, nothing
// is written over them unasked, and they can be taken away.
func TestPlansUnreadable(t *testing.T) {
	l := newCandidate(t, 20, 10, 1)
	if err := l.d.Store.Note(t.Context(), map[string]string{notedPlans: "[{"}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	l.d.Out = &out
	if err := Glance(t.Context(), l.d); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(strings.Join(strings.Fields(out.String()), " "), "Your exam plans cannot be read and are left out: they are no JSON list of plans."); n != 1 {
		t.Errorf("that plans cannot be read is said %d times:\n%s", n, &out)
	}
	if l.study() == 0 {
		t.Error("the session asks nothing")
	}
	for _, o := range []PlanOptions{{}, {Name: "a"}, {Name: "a", By: (l.d.Today() + 9).String()}, {Name: "a", Done: true}} {
		err := Plan(t.Context(), l.d, o)
		if e, ok := err.(*Error); !ok || len(e.Hints) == 0 || !strings.Contains(e.Hints[0], "kuril plan --done") {
			t.Errorf("Plan(%+v) = %v", o, err)
		}
	}
	l.plan(PlanOptions{Done: true})
	l.plan(PlanOptions{Name: "a", By: (l.d.Today() + 9).String()})
	if l.foreseen("a").Cards != 20 {
		t.Error("the new plan is not there")
	}
}

// A plan adds to a day and takes nothing out of it, through any filter, and is
// the same each time it is asked.
func TestPlanOnlyAdds(t *testing.T) {
	l, alone := newCandidate(t, 60, 5, 3), newCandidate(t, 60, 5, 3)
	l.d.Settings.DaysOff = []Days{{l.d.Today() + 4, l.d.Today() + 4}}
	exam := l.d.Today() + 9
	filter := "tag:part0"
	l.plan(PlanOptions{Name: "half", By: exam.String(), Filter: &filter, Minutes: 6})
	l.plan(PlanOptions{Name: "all", By: (exam + 3).String(), Minutes: 9})
	queue := func(d *Desk, text string) map[string]bool {
		q, err := ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		o := usual
		o.Query = q
		f, err := d.find(t.Context(), Query{})
		if err != nil {
			t.Fatal(err)
		}
		p, err := d.compose(t.Context(), o, f.states, f.weights, f.today)
		if err != nil {
			t.Fatal(err)
		}
		if p.Due+p.New != len(p.queue) {
			t.Errorf("%d due and %d new are counted, %d are asked", p.Due, p.New, len(p.queue))
		}
		has := make(map[string]bool)
		for _, id := range p.queue {
			has[id] = true
		}
		return has
	}
	for day := l.d.Today(); day < exam+3; day++ {
		l.morning(day)
		alone.morning(day)
		for _, text := range []string{"", "tag:part0", "tag:part1", "is:due", "-tag:part0"} {
			with := queue(l.d, text)
			plans, err := l.d.Store.Noted(t.Context(), notedPlans)
			if err != nil {
				t.Fatal(err)
			}
			if err := l.d.Store.Note(t.Context(), map[string]string{notedPlans: ""}); err != nil {
				t.Fatal(err)
			}
			without := queue(l.d, text)
			if err := l.d.Store.Note(t.Context(), map[string]string{notedPlans: plans}); err != nil {
				t.Fatal(err)
			}
			if day == exam-5 && len(with) != len(without) {
				t.Errorf("a day off brings %d cards, without a plan %d", len(with), len(without))
			}
			q, _ := ParseQuery(text)
			for id := range without {
				if !with[id] {
					t.Errorf("day %d, %q: %s is not asked because of a plan", day-l.d.Today(), text, id)
				}
			}
			card := func(id string) progress.State { f, _ := l.d.find(t.Context(), Query{}); return f.states[id] }
			for id := range with {
				c, _ := l.d.Bank.Card(id)
				env := l.d.env(nil, l.d.Today())
				env.Due = nil
				if text != "is:due" && !q.Match(c, card(id), env) {
					t.Errorf("day %d, %q: %s is asked", day-l.d.Today(), text, id)
				}
			}
		}
		l.study()
	}
}

func TestPlanBudget(t *testing.T) {
	s := DefaultSettings
	today := testDay // 2024-10-04, a Friday
	s.EasyDays = []time.Weekday{time.Saturday}
	s.DaysOff = []Days{{today + 2, today + 2}}
	got := s.budget(ExamPlan{By: today + 4, Minutes: 10}, today)
	if want := []float64{600, 300, 0, 600}; !slices.Equal(got, want) {
		t.Errorf("budget = %v, want %v", got, want)
	}
	if got := s.budget(ExamPlan{By: today - 4, Minutes: 10}, today); len(got) != 0 {
		t.Errorf("an exam that is over has %v", got)
	}
}

// One day is enough for a plan, and so are cards that are all known.
func TestPlanEdges(t *testing.T) {
	l := newCandidate(t, 12, 10, 5)
	l.plan(PlanOptions{Name: "tomorrow", By: (l.d.Today() + 1).String(), Minutes: 30})
	if p := l.foreseen("tomorrow"); p.Unmet != 0 || len(p.Days) != 1 || p.Days[0].New != 12 {
		t.Errorf("of 12 new cards and one day comes %+v", p)
	}
	l.study()
	l.morning(l.d.Today() + 1)
	l.study()
	l.plan(PlanOptions{Name: "known", By: (l.d.Today() + 8).String()})
	p := l.foreseen("known")
	if p.Cards != 12 || p.Learned != 12 || p.Unmet != 0 || !p.Enough || p.Minutes < 5 || p.Expected < 0.9 {
		t.Errorf("of 12 known cards comes %+v", p)
	}
	filter := "is:suspended"
	if err := Plan(t.Context(), l.d, PlanOptions{Name: "none", By: (l.d.Today() + 8).String(), Filter: &filter}); err == nil {
		t.Error("a plan of no cards is made")
	}
	for n := range maxPlans - 2 {
		l.plan(PlanOptions{Name: fmt.Sprint(n), By: (l.d.Today() + 1).String(), Minutes: 1})
	}
	if err := Plan(t.Context(), l.d, PlanOptions{Name: "one more", By: (l.d.Today() + 1).String(), Minutes: 1}); err == nil {
		t.Errorf("there are more than %d plans", maxPlans)
	}
}
