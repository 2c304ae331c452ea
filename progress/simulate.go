package progress

import (
	"cmp"
	"slices"

	"kuril/progress/fsrs"
)

// A Simulation follows a learner's cards day by day under one plan. Unlike a
// Rehearsal it brings new cards and knows limits, and it tells what is
// remembered in the end.
type Simulation struct {
	Plan    Plan // of all cards; where it has Ease, lighter days are kept and days of 0 are days off
	Habits  Habits
	Known   []Begun   // the cards that were begun; of their own plans the retention matters, unless it is 0
	Waiting int       // new cards there are
	Wanted  []float64 // retention of the first of these, in order; of all others that of Plan
	New     int       // of these a day
	Reviews int       // a day at most; -1: no limit. What it leaves comes the next day
	Missed  float64   // share of new cards that are missed at the first meeting
	Days    int
	Today   Day
	Luck    uint64 // another number, another run of luck
}

// A Forecast is what a Simulation comes to.
type Forecast struct {
	Reviews    []int   // cards reviewed on each day, repeats left out
	Met        []int   // cards met for the first time
	Repeats    []int   // second askings of what was missed
	Left       int     // due on the last day and not asked
	Begun      int     // cards met by the end
	Remembered float64 // cards one would know the day after the end
}

type simulated struct {
	memory fsrs.Memory
	wanted float64 // retention
	last   int32   // day of the last answer, in days from the first simulated
	card   uint64
	asked  uint64
}

// Run goes through the days. The same Simulation comes to the same Forecast.
func (s Simulation) Run() Forecast {
	f := Forecast{Reviews: make([]int, s.Days), Met: make([]int, s.Days), Repeats: make([]int, s.Days)}
	cards := make([]simulated, 0, len(s.Known)+min(s.Waiting, s.New*s.Days))
	due := make([][]int32, s.Days+1)
	put := func(i int32, day int) {
		if day = max(day, 0); day < s.Days {
			due[day] = append(due[day], i)
		}
	}
	for i, k := range s.Known {
		cards = append(cards, simulated{memory: k.Known, wanted: cmp.Or(k.Plan.Retention, s.Plan.Retention), last: int32(k.Last - s.Today), card: uint64(i)})
		put(int32(i), int(k.Due-s.Today))
	}
	w := weightsOr(s.Plan.Weights)
	for day := range s.Days {
		today := due[day]
		due[day] = nil
		if s.Plan.Ease != nil && s.Plan.Ease(s.Today+Day(day)) == 0 { // a day off
			due[day+1] = append(due[day+1], today...)
			if day+1 == s.Days {
				f.Left = len(today)
			}
			continue
		}
		crowded := s.Reviews >= 0 && len(today) > s.Reviews
		if crowded { // the best remembered first, as a session takes a backlog
			recall := func(i int32) float64 {
				c := &cards[i]
				return w.Recall(c.memory, float64(int32(day)-c.last))
			}
			slices.SortStableFunc(today, func(a, b int32) int { return cmp.Compare(recall(b), recall(a)) })
			for _, i := range today[s.Reviews:] {
				put(i, day+1)
			}
			if day+1 == s.Days {
				f.Left = len(today) - s.Reviews
			}
			today = today[:s.Reviews]
		}
		for _, i := range today {
			f.Reviews[day]++
			s.answer(w, &cards[i], day, &f)
			put(i, s.next(day, &cards[i], due))
		}
		for n := 0; n < s.New && s.Waiting > 0 && !crowded; n++ {
			s.Waiting--
			i := int32(len(cards))
			wanted := s.Plan.Retention
			if len(s.Wanted) > 0 {
				wanted, s.Wanted = s.Wanted[0], s.Wanted[1:]
			}
			cards = append(cards, simulated{card: uint64(i), wanted: wanted})
			f.Met[day]++
			s.answer(w, &cards[i], day, &f)
			put(i, s.next(day, &cards[i], due))
		}
	}
	f.Begun = len(cards)
	for _, c := range cards {
		f.Remembered += w.Recall(c.memory, float64(s.Days)-float64(c.last))
	}
	return f
}

// next is the day on which a card comes again that was answered on one: after
// the wait of its memory, and where there are lighter days on the one within the
// fuzz window that fits best.
func (s Simulation) next(day int, c *simulated, due [][]int32) int {
	p := s.Plan
	p.Retention = c.wanted
	wait := p.Wait(c.memory)
	if p.Ease == nil {
		return day + wait
	}
	best, least := wait, 0.0
	lo, hi := p.Fuzz(wait)
	for d := lo; d <= hi; d++ {
		load := 1.0
		if day+d < len(due) {
			load += float64(len(due[day+d]))
		}
		if load /= max(p.Ease(s.Today+Day(day+d)), 1e-9); d == lo || load < least {
			best, least = d, load
		}
	}
	return day + best
}

// answer asks a card, again after ten minutes when it was missed.
func (s Simulation) answer(w *fsrs.Weights, c *simulated, day int, f *Forecast) {
	c.asked++
	number := (s.Luck+1)<<52 ^ c.card<<22 ^ c.asked<<1
	luck, habit := mixed(number), mixed(number|1)
	known := 1 - s.Missed
	days := 0.0
	if c.memory != (fsrs.Memory{}) {
		days = max(0, float64(int32(day)-c.last))
		known = w.Recall(c.memory, days)
	}
	rating := fsrs.Again
	if luck < known {
		rating = s.Habits.rating(habit)
	}
	c.memory = w.Next(c.memory, days, rating)
	if rating == fsrs.Again {
		f.Repeats[day]++
		c.memory = w.Next(c.memory, relearned, fsrs.Good)
	}
	c.last = int32(day)
}
