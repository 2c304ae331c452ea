package progress

import (
	"math"
	"slices"
	"testing"

	"kuril/progress/fsrs"
)

func each(n int, seconds float64) []float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = seconds
	}
	return all
}

func TestProspectChoose(t *testing.T) {
	cost := Cost{Known: 10, Fresh: 20}
	for _, tt := range []struct {
		name                string
		p                   Prospect
		fresh, early, later int
	}{
		{"spread evenly over the days before the lead", Prospect{Learn: 8, Budget: each(10, 600), Due: make([]int, 10), New: 16, Pace: 1}, 2, 56, 7*56 + 2*60},
		{"the pace goes before an even spread", Prospect{Learn: 8, Budget: each(10, 600), Due: make([]int, 10), New: 16, Pace: 4}, 4, 52, 3*52 + 6*60},
		{"what came already today counts", Prospect{Learn: 8, Budget: each(10, 600), Due: make([]int, 10), New: 14, Met: 2, Pace: 1}, 0, 60, 7*56 + 2*60},
		{"without a pace as many as fit", Prospect{Budget: each(3, 100), Due: make([]int, 3), New: 12}, 5, 0, 6},
		{"due cards come first", Prospect{Budget: each(3, 100), Due: []int{8, 0, 0}, New: 12}, 1, 0, 0},
		{"more due than there is time for", Prospect{Budget: each(3, 100), Due: []int{30, 0, 0}, New: 12}, 0, 0, 0},
		{"time already spent", Prospect{Budget: each(1, 100), Due: []int{0}, New: 9, Spent: 70}, 1, 1, 0},
		{"the day before the exam alone", Prospect{Budget: each(1, 100), Due: []int{0}, New: 2, Pace: 1}, 2, 6, 0},
		{"a day off today", Prospect{Budget: []float64{0, 100}, Due: []int{0, 0}, New: 2, Pace: 1}, 0, 0, 6},
		{"nothing new left", Prospect{Budget: each(2, 100), Due: []int{0, 4}}, 0, 10, 6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.p.Cost = cost
			fresh, early, later := tt.p.Choose()
			if fresh != tt.fresh || early != tt.early || later != tt.later {
				t.Errorf("Choose() = %d, %d, %d; want %d, %d, %d", fresh, early, later, tt.fresh, tt.early, tt.later)
			}
		})
	}
}

func TestEarly(t *testing.T) {
	recall := []float64{0.90, 0.99, 0.70, 0.95, 0.80, 0.85}
	for _, tt := range []struct {
		name         string
		today, later int
		want         []int
	}{
		{"all have a place later", 5, 5, nil},
		{"the strongest of the low ones first", 5, 4, []int{3}},
		{"the weakest stay for the last day", 2, 2, []int{5, 0}},
		{"on the last day all, the weakest first", 9, 0, []int{2, 4, 5, 0, 3}},
		{"no time today", 0, 0, nil},
		{"high enough already: never", 9, 0, []int{2, 4, 5, 0, 3}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Early(recall, tt.today, tt.later); !slices.Equal(got, tt.want) {
				t.Errorf("Early(%d, %d) = %v, want %v", tt.today, tt.later, got, tt.want)
			}
		})
	}
}

// preparation is of so many new cards and as many known ones.
func preparation(cards, length int, minutes float64) Preparation {
	p := Preparation{
		Today: 20000, Exam: 20000 + Day(length), Budget: each(length, 60*minutes), Cost: Cost{Known: 15, Fresh: 24},
		Missed: 0.25, Pace: 1, Learn: length - Lead(length), Daily: make([]int, length), Reviews: -1,
	}
	plan := Plan{Retention: DefaultRetention}
	for i := range cards {
		known := fsrs.Default.Next(fsrs.Memory{}, 0, fsrs.Good)
		p.Cards = append(p.Cards, Candidate{Plan: plan, Group: 2 * i},
			Candidate{Plan: plan, Group: 2*i + 1, Memory: known, Last: p.Today - 2, Due: p.Today + Day(i%5)})
	}
	return p
}

func TestPreparation(t *testing.T) {
	p := preparation(30, 20, 10)
	r := p.Run()
	met, early := 0, 0
	for day, d := range r.Days {
		met += d.New
		early += d.Early
		if d.Seconds > 1.3*p.Budget[day] {
			t.Errorf("day %d takes %.0f seconds of %.0f", day, d.Seconds, p.Budget[day])
		}
		if d.New > 0 && day >= p.Learn {
			t.Errorf("a new card on day %d of 20", day)
		}
	}
	if met != 30 || r.Unmet != 0 {
		t.Errorf("%d new cards came and %d did not, of 30", met, r.Unmet)
	}
	if early == 0 {
		t.Error("no card was asked before its day")
	}
	if again := p.Run(); again.Score != r.Score || !slices.Equal(again.Days, r.Days) {
		t.Error("the same comes to another end")
	}

	// With chance it comes to about the same.
	mean := 0.0
	for luck := range uint64(40) {
		p.Luck = luck + 1
		mean += p.Run().Score / 40
	}
	if off := math.Abs(mean-r.Score) / 60; off > 0.01 {
		t.Errorf("%.2f cards are known without chance, %.2f with it", r.Score, mean)
	}

	p = preparation(30, 20, 10)
	p.Budget[3] = 0
	if d := p.Run().Days[3]; d != (PreparedDay{}) {
		t.Errorf("a day off brings %+v", d)
	}
}

// More time and a later day are never worse by more than a card or so, whatever
// the cards; and no group brings two new cards on one day.
func TestPreparationLaws(t *testing.T) {
	for minutes := 1.0; minutes < 40; minutes *= 1.5 {
		less, more := preparation(40, 12, minutes), preparation(40, 12, 1.5*minutes)
		less.Pace, more.Pace = 0, 0
		if a, b := less.Run().Score, more.Run().Score; b < a-1.5 {
			t.Errorf("%.1f minutes: %.2f known, with half as many again %.2f", minutes, a, b)
		}
	}
	p := preparation(10, 20, 60)
	for i := range p.Cards {
		p.Cards[i].Group = 0
	}
	for day, d := range p.Run().Days {
		if d.New > 1 {
			t.Errorf("day %d brings %d new cards of one group", day, d.New)
		}
	}
	for _, p := range []Preparation{{}, {Exam: 5, Today: 9}, preparation(0, 3, 5)} {
		if r := p.Run(); r.Score != 0 || r.Unmet != 0 {
			t.Errorf("no cards come to %+v", r)
		}
	}
}
