package quiz

import (
	"context"
	"math"
	"slices"

	"kuril/deck"
	"kuril/progress"
)

// A forecast is what a plan comes to when it is followed.
type forecast struct {
	score, spread float64 // share known on the day: expected, and the standard deviation of it
	unmet         int     // cards never met before the exam
	days          []progress.PreparedDay
	ok            bool // all cards are met, and the share that is wanted is known
}

const (
	planRuns    = 16   // with chance, for the spread
	planCards   = 2000 // of more a part stands for all
	inEight     = 1.28 // standard deviations either way hold 8 of 10 exams
	latestOther = 365  // days after the exam that another date is looked for
	ownMinutes  = 240  // a day, the most that is proposed
	goalSlack   = 0.005
)

// An outlook is what plans are tried on: the cards, as they stand today, and
// the learner's ways.
type outlook struct {
	d     *Desk
	today progress.Day
	base  progress.Preparation // of the sampled cards
	order []int                // places in it as a plan would take them: begun ones, then new ones in their turn
	part  int                  // cards that each stands for
	cards int                  // of the plan in all
	daily []int                // new cards of the daily session: today, and on other days
}

// outlook looks at the cards of a plan.
func (d *Desk) outlook(ctx context.Context, exam planned, f found) (*outlook, error) {
	s, p, err := d.simulation(ctx, SimulateOptions{Query: Query{root: some{}}, New: Unset, Limit: Unset})
	if err != nil {
		return nil, err
	}
	c, err := d.composer(ctx, usual, f.states, f.weights, f.today)
	if err != nil {
		return nil, err
	}
	c.plans = nil
	var none plan
	_, _, fresh := c.gather(&none)
	fresh = c.line(slices.DeleteFunc(fresh, func(card deck.Card) bool { return !f.states[card.ID].New() }))
	o := &outlook{d: d, today: f.today, part: max(1, (len(exam.has)+planCards-1)/planCards), cards: len(exam.has)}
	o.base = progress.Preparation{
		Weights: f.weights, Habits: s.Habits, Missed: s.Missed, Today: f.today, Reviews: Unset,
		Cost: progress.Cost{Known: p.cost().Known * float64(o.part), Fresh: p.cost().Fresh * float64(o.part)},
	}
	if d.Settings.Reviews >= 0 {
		o.base.Reviews = d.Settings.Reviews / o.part
	}
	introduced, _ := c.doneToday()
	o.daily = []int{max(0, d.Settings.New-introduced+c.brought), d.Settings.New}

	groups, places := make(map[string]int), make(map[string]int)
	take := func(card deck.Card) {
		st := f.states[card.ID]
		key := card.Question.Siblings()
		if _, ok := groups[key]; !ok {
			groups[key] = len(groups)
		}
		plan := d.planOf(card, f.weights)
		plan.Ease = nil
		n := progress.Candidate{Plan: plan, Group: groups[key]}
		if !st.New() {
			n.Memory, n.Last, n.Due = st.Memory, st.LastDay, st.Due
		}
		places[card.ID] = len(o.base.Cards)
		o.base.Cards = append(o.base.Cards, n)
	}
	count := 0
	for _, card := range c.cards {
		if !exam.has[card.ID] {
			continue
		}
		if count++; count%o.part == 0 || o.part == 1 {
			take(card)
		}
		switch st := f.states[card.ID]; {
		case st.First == f.today:
			o.base.Met++
			o.base.Spent += p.cost().Fresh
		case st.LastDay == f.today:
			o.base.Spent += p.cost().Known
		}
	}
	o.base.Met /= o.part
	for i, n := range o.base.Cards {
		if n.Last != 0 {
			o.order = append(o.order, i)
		}
	}
	inLine := make(map[int]bool)
	others := 0
	for _, card := range fresh {
		i, sampled := places[card.ID]
		switch {
		case sampled:
			o.base.Line = append(o.base.Line, i)
			o.order = append(o.order, i)
			inLine[i] = true
		case !exam.has[card.ID]:
			if others++; others%o.part == 0 {
				o.base.Line = append(o.base.Line, -1)
			}
		}
	}
	for i, n := range o.base.Cards {
		if n.Last == 0 && !inLine[i] {
			o.order = append(o.order, i)
		}
	}
	return o, nil
}

// with returns the preparation for a plan that takes only the first of the
// cards, so many of those that are followed.
func (o *outlook) with(e ExamPlan, cards int) progress.Preparation {
	p := o.base
	p.Exam, p.Pace = e.By, (e.Pace+o.part-1)/o.part
	p.Budget, p.Learn = o.d.budget(e, o.today), int(e.Learn-o.today)
	p.Daily = make([]int, len(p.Budget))
	for day := range p.Daily {
		n := o.daily[min(day, 1)]
		p.Daily[day] = (day+1)*n/o.part - day*n/o.part
	}
	if cards < len(o.order) {
		place := make(map[int]int)
		p.Cards = nil
		for _, i := range o.order[:cards] {
			place[i] = len(p.Cards)
			p.Cards = append(p.Cards, o.base.Cards[i])
		}
		p.Line = nil
		for _, i := range o.base.Line {
			if at, ok := place[i]; ok {
				p.Line = append(p.Line, at)
			} else {
				p.Line = append(p.Line, -1)
			}
		}
	}
	return p
}

// goal is the share that a plan is to reach: the recall that is wanted anyway.
func (o *outlook) goal() float64 { return o.d.Settings.Retention - goalSlack }

// does reports whether a plan, for some of the cards, meets all of them and
// comes to the share that is wanted.
func (o *outlook) does(e ExamPlan, cards int) (score float64, ok bool) {
	r := o.with(e, cards).Run()
	score = r.Score / float64(max(1, cards))
	return score, r.Unmet == 0 && score >= o.goal()
}

// paced returns the plan with the fewest new cards a day that still do it, or
// with as many as fit where none do.
func (o *outlook) paced(e ExamPlan) ExamPlan {
	enough := func(pace int) bool {
		e.Pace = pace * o.part
		_, ok := o.does(e, len(o.order))
		return ok
	}
	most := int(60*float64(e.Minutes)/o.base.Cost.Fresh) + 1
	pace, ok := smallest(1, most, enough)
	if e.Pace = pace * o.part; !ok {
		e.Pace = 0
	}
	return e
}

// forecast follows a plan, several times with chance.
func (o *outlook) forecast(e ExamPlan) forecast {
	p := o.with(e, len(o.order))
	n := float64(max(1, len(o.order)))
	expected := p.Run()
	f := forecast{unmet: expected.Unmet * o.part, days: expected.Days}
	for i := range f.days {
		day := &f.days[i]
		day.New, day.Due, day.Early = day.New*o.part, day.Due*o.part, day.Early*o.part
	}
	var sum, squares, chance float64
	for run := range planRuns {
		p.Luck = uint64(run + 1)
		r := p.Run()
		sum += r.Score
		squares += r.Score * r.Score
		chance += r.Variance
	}
	mean := sum / planRuns
	variance := (squares/planRuns - mean*mean) + chance/planRuns // of so many cards, each known or not
	f.score = mean / n
	f.spread = math.Sqrt(max(0, variance)/float64(o.part)) / n
	_, f.ok = o.does(e, len(o.order))
	return f
}

// range8 is between which shares the score lies in 8 of 10 such exams.
func (f forecast) range8() (low, high float64) {
	return max(0, f.score-inEight*f.spread), min(1, f.score+inEight*f.spread)
}

// A remedy is what would do it when a plan does not. Each alone is enough; 0
// means that there is none.
type remedy struct {
	By      progress.Day
	Minutes int
	Cards   int
}

// remedies looks for the nearest date, the fewest minutes and the most cards
// with which a plan would do.
func (o *outlook) remedies(e ExamPlan) remedy {
	var r remedy
	e.Pace = 0
	all := len(o.order)
	later, ok := smallest(1, latestOther, func(days int) bool {
		e := e
		e.By += progress.Day(days)
		e.Learn = e.learnBy(o.today)
		_, ok := o.does(e, all)
		return ok
	})
	if ok {
		r.By = e.By + progress.Day(later)
	}
	if more, ok := o.minutes(e); ok {
		r.Minutes = more
	}
	fewer, ok := smallest(1, all-1, func(out int) bool {
		_, ok := o.does(e, all-out)
		return ok
	})
	if ok {
		r.Cards = min(o.cards, (all-fewer)*o.part)
	}
	return r
}

// minutes returns the fewest minutes a day with which a plan does it.
func (o *outlook) minutes(e ExamPlan) (minutes int, ok bool) {
	e.Pace = 0
	return smallest(1, ownMinutes, func(minutes int) bool {
		e.Minutes = minutes
		_, ok := o.does(e, len(o.order))
		return ok
	})
}

// smallest returns the smallest number from lo to hi for which something
// holds that holds for all larger ones too.
func smallest(lo, hi int, holds func(int) bool) (n int, ok bool) {
	if lo > hi || !holds(hi) {
		return 0, false
	}
	for lo < hi {
		if mid := (lo + hi) / 2; holds(mid) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return hi, true
}
