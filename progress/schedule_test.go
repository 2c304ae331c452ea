package progress

import (
	"math"
	"math/rand"
	"slices"
	"strconv"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

var plan = Plan{Retention: 0.9}

func TestDecideNewCard(t *testing.T) {
	all := plan.Decide(State{Card: "q"}, noon, today, nil)
	for i, d := range all {
		if want := fsrs.Again + fsrs.Rating(i); d.Rating != want {
			t.Errorf("decision %d is for %v", i, d.Rating)
		}
		if d.Recall != 0 || d.Retention != 0.9 || d.Due != today+Day(d.Days) {
			t.Errorf("%v: %+v", d.Rating, d)
		}
		if want := fsrs.Default.Next(fsrs.Memory{}, 0, d.Rating); d.Memory != want {
			t.Errorf("%v: memory %+v, want %+v", d.Rating, d.Memory, want)
		}
		if want := fsrs.Default.Interval(d.Memory, 0.9); d.Interval != want {
			t.Errorf("%v: interval %v, want %v", d.Rating, d.Interval, want)
		}
	}
	if all[0].Days != 0 || !slices.Equal(all[0].Rules, []string{RuleToday}) {
		t.Errorf("Again: %+v", all[0])
	}
	if all[1].Days < 1 {
		t.Errorf("Hard: %+v", all[1])
	}
}

func TestDecideAgain(t *testing.T) {
	for _, tt := range []struct {
		name  string
		state State
		days  int
		rule  string
	}{
		{"first", State{}, 0, RuleToday},
		{"fourth", State{Open: true, LastDay: today, Agains: 3, First: today}, 0, RuleToday},
		{"fifth", State{Open: true, LastDay: today, Agains: 4, First: today}, 1, RuleFive},
		{"sixth", State{Open: true, LastDay: today, Agains: 5, First: today}, 1, RuleFive},
		{"the first of a new day", State{Open: true, LastDay: today - 1, Agains: 4, First: today - 1}, 0, RuleToday},
	} {
		d := plan.Decide(tt.state, noon, today, nil)[0]
		if d.Days != tt.days || d.Due != today+Day(tt.days) || !slices.Equal(d.Rules, []string{tt.rule}) {
			t.Errorf("%s: %d days, due %s, rules %v; want %d, %s", tt.name, d.Days, d.Due, d.Rules, tt.days, tt.rule)
		}
	}
}

// Five Agains in a row, decided and replayed, put the card off.
func TestFiveAgains(t *testing.T) {
	var events []Event
	var s State
	for i := range 5 {
		at := noon.Add(time.Duration(i) * time.Minute)
		events = play(append(events, plan.Decide(s, at, today, nil)[0].Event("q", at, today))...)
		s = Replay(events, nil)["q"]
		want := today
		if i == 4 {
			want = today + 1
		}
		if s.Due != want || s.Agains != i+1 {
			t.Errorf("after %d Agains: due %s, %d Agains, want %s", i+1, s.Due, s.Agains, want)
		}
	}
	if d := plan.Decide(s, noon.AddDate(0, 0, 1), today+1, nil)[0]; d.Days != 0 {
		t.Errorf("the next day: %+v", d)
	}
}

func TestFuzzWindow(t *testing.T) {
	for _, tt := range []struct{ longest, days, lo, hi int }{
		{0, 1, 1, 1}, {0, 2, 2, 2}, {0, 3, 2, 4}, {0, 5, 4, 6}, {0, 6, 4, 8}, {0, 19, 17, 21},
		{0, 20, 18, 22}, {0, 39, 37, 41}, {0, 40, 37, 43}, {0, 100, 94, 106}, {0, 1000, 949, 1051},
		{0, 1825, 1733, 1825}, {0, 1800, 1709, 1825}, {10, 10, 8, 10}, {10, 9, 7, 10}, {1, 1, 1, 1}, {4, 3, 2, 4}, {3, 3, 2, 3},
	} {
		lo, hi := Plan{Longest: tt.longest}.Fuzz(tt.days)
		if lo != tt.lo || hi != tt.hi {
			t.Errorf("Fuzz(%d) up to %d = %d, %d, want %d, %d", tt.days, tt.longest, lo, hi, tt.lo, tt.hi)
		}
	}
}

func TestLightestDayWins(t *testing.T) {
	s := State{Card: "q", Memory: fsrs.Memory{Slow: 30, Fast: 30, Difficulty: 5}, First: today - 30, Last: noon.AddDate(0, 0, -30), LastDay: today - 30, Reviews: 3}
	free := plan.Decide(s, noon, today, nil)[2]
	base := int(math.Round(free.Interval))
	lo, hi := plan.Fuzz(base)
	for target := lo; target <= hi; target++ {
		d := plan.Decide(s, noon, today, func(d Day) int {
			if d == today+Day(target) {
				return 3
			}
			return 7
		})[2]
		if d.Days != target {
			t.Errorf("lightest day %d: got %d (window %d to %d)", target, d.Days, lo, hi)
		}
		if got := slices.Contains(d.Rules, RuleBalance); got != (target != base) {
			t.Errorf("lightest day %d of base %d: rules %v", target, base, d.Rules)
		}
		if slices.Contains(d.Rules, RuleFuzz) {
			t.Errorf("lightest day %d: rules %v", target, d.Rules)
		}
	}
	if free.Days != base && !slices.Equal(free.Rules, []string{RuleFuzz}) {
		t.Errorf("with nothing due: %+v", free)
	}
}

func TestFuzzSpreads(t *testing.T) {
	seen := map[int]int{}
	for i := range 700 {
		s := State{Card: "card-" + strconv.Itoa(i)}
		d, _ := plan.lightest(s, 7, 13, today, nil)
		seen[d]++
		if again, _ := plan.lightest(s, 7, 13, today, nil); again != d {
			t.Fatalf("%s: %d, then %d", s.Card, d, again)
		}
	}
	for d := 7; d <= 13; d++ {
		if seen[d] < 60 || seen[d] > 140 {
			t.Errorf("%d of 700 cards come on day %d: %v", seen[d], d, seen)
		}
	}
}

// Easy days get about half of what others get, days off nothing; where no other
// day is in reach they are taken all the same. What is decided stays the same
// however often it is worked out.
func TestEaseIsKept(t *testing.T) {
	share := map[time.Weekday]float64{time.Saturday: 0.5, time.Sunday: 0.5, time.Wednesday: 0}
	p := plan
	p.Ease = func(d Day) float64 {
		if s, ok := share[d.Weekday()]; ok {
			return s
		}
		return 1
	}
	due := map[Day]int{}
	count := func(d Day) int { return due[d] }
	easy := 0
	for i := range 1200 {
		s := State{Card: "card-" + strconv.Itoa(i)}
		d, rules := p.lightest(s, 12+i%5, 22+i%5, today, count)
		if again, _ := p.lightest(s, 12+i%5, 22+i%5, today, count); again != d {
			t.Fatalf("%s: %d, then %d", s.Card, d, again)
		}
		if slices.Contains(rules, RuleEasy) {
			easy++
		}
		due[today+Day(d)]++
	}
	on := map[time.Weekday]int{}
	for d, n := range due {
		if day := d - today; day >= 16 && day < 23 { // within reach of all
			on[d.Weekday()] += n
		}
	}
	usual := float64(on[time.Monday]+on[time.Tuesday]+on[time.Thursday]+on[time.Friday]) / 4
	for _, day := range []time.Weekday{time.Saturday, time.Sunday} {
		if got := float64(on[day]) / usual; got < 0.4 || got > 0.6 {
			t.Errorf("%v gets %.2f of the usual load: %v", day, got, on)
		}
	}
	if on[time.Wednesday] != 0 {
		t.Errorf("days off get %d cards", on[time.Wednesday])
	}
	if easy == 0 {
		t.Error("no decision says that easy days moved it")
	}
	p.Ease = func(Day) float64 { return 0 }
	for i := range 50 {
		s := State{Card: "card-" + strconv.Itoa(i)}
		if d, rules := p.lightest(s, 4, 6, today, nil); d < 4 || d > 6 || slices.Contains(rules, RuleEasy) {
			t.Errorf("with nothing but days off: day %d, %v", d, rules)
		}
	}
}

// Laws hold for any state, weights and load, fitted or made up.
func TestDecideLaws(t *testing.T) {
	const seed = 7
	r := rand.New(rand.NewSource(seed))
	for i := range 4000 {
		p := Plan{Retention: 0.70 + 0.27*r.Float64(), Longest: []int{0, 1, 2, 5, 30, 1825, 36500}[r.Intn(7)]}
		if r.Intn(2) == 0 {
			w := fsrs.Default
			for j := range w {
				w[j] *= 0.5 + r.Float64()
			}
			p.Weights = &w
		}
		s := State{Card: strconv.Itoa(i)}
		if r.Intn(5) > 0 {
			s.First, s.LastDay, s.Reviews = today-100, today-Day(r.Intn(100)), r.Intn(50)
			s.Last = noon.Add(-time.Duration(r.Float64() * 100 * 24 * float64(time.Hour)))
			s.Memory = fsrs.Memory{Slow: math.Exp(18*r.Float64() - 9), Fast: math.Exp(18*r.Float64() - 9), Difficulty: 1 + 9*r.Float64()}
		}
		var load func(Day) int
		if r.Intn(2) == 0 {
			most := 1 + r.Intn(20)
			loads := map[Day]int{}
			load = func(d Day) int {
				if _, ok := loads[d]; !ok {
					loads[d] = r.Intn(most)
				}
				return loads[d]
			}
		}
		all := p.Decide(s, noon, today, load)
		longest := p.longest()
		for j, d := range all {
			if j == 0 {
				continue
			}
			if d.Days < 1 || d.Days > longest || d.Due != today+Day(d.Days) {
				t.Fatalf("seed %d, %d: %v in %d days of at most %d", seed, i, d.Rating, d.Days, longest)
			}
			if d.Days < all[j-1].Days {
				t.Fatalf("seed %d, %d: %v in %d days, %v in %d", seed, i, all[j-1].Rating, all[j-1].Days, d.Rating, d.Days)
			}
			base := min(max(1, int(math.Round(d.Interval))), longest)
			lo, hi := p.Fuzz(base)
			if (d.Days < lo || d.Days > hi) && !slices.Contains(d.Rules, RuleOrder) {
				t.Fatalf("seed %d, %d: %v in %d days, window %d to %d, rules %v", seed, i, d.Rating, d.Days, lo, hi, d.Rules)
			}
			if d.Days != int(math.Round(d.Interval)) && len(d.Rules) == 0 {
				t.Fatalf("seed %d, %d: %v moved from %v to %d by no rule", seed, i, d.Rating, d.Interval, d.Days)
			}
		}
	}
}

// What the key line promises is what the log then says.
func TestDecisionIsWhatHappens(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	var state State
	at := noon.Add(123456 * time.Nanosecond)
	for i, rating := range []fsrs.Rating{3, 1, 2, 4, 3} {
		day := Calendar{}.Day(at)
		d := plan.Decide(state, at, day, nil)[rating-1]
		_, states := record(t, s, d.Event("q", at, day))
		state = states["q"]
		if state.Memory != d.Memory || state.Due != d.Due {
			t.Errorf("answer %d: promised %+v due %s, became %+v due %s", i, d.Memory, d.Due, state.Memory, state.Due)
		}
		at = at.Add(time.Duration(d.Days)*24*time.Hour + 7*time.Minute + 54321*time.Nanosecond)
	}
}
