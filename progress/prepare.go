package progress

import (
	"cmp"
	"math"
	"slices"

	"kuril/progress/fsrs"
)

// A Preparation follows the cards of an exam day by day up to it, as a learner
// does who studies every day what the schedule asks and, in the time that is
// left, what helps most on the day of the exam: cards that were not met yet, and
// then cards before their day.
type Preparation struct {
	Weights *fsrs.Weights // nil: the default ones
	Habits  Habits
	Missed  float64 // share of new cards that are missed at the first meeting
	Cards   []Candidate
	Today   Day
	Exam    Day       // nothing is studied on it
	Budget  []float64 // seconds for these cards on each day, the first today; 0: a day off
	Spent   float64   // of today's already
	Met     int       // cards met today already
	Cost    Cost
	Pace    int // see Prospect
	Learn   int
	Line    []int // new cards as the daily session takes them: places in Cards, or -1 for one that is not of the exam
	Daily   []int // of these on each day
	Reviews int   // due cards a day at most; -1: no limit
	Luck    uint64
}

// A Candidate is a card of a Preparation.
type Candidate struct {
	Memory fsrs.Memory // of a new card the zero one
	Last   Day         // of its last answer; of a new card 0
	Due    Day
	Plan   Plan // without Ease, by which days are not told apart here
	Group  int  // cards of one group come as new ones on different days
}

// Cost is how many seconds a card takes in a day, with all its answers.
type Cost struct{ Known, Fresh float64 }

// Prepared is what a Preparation comes to.
type Prepared struct {
	Days     []PreparedDay
	Unmet    int     // cards never met before the exam
	Score    float64 // cards known at the exam, as is to be expected
	Variance float64 // of that number, by chance in the exam alone
}

// A PreparedDay is one day of a Preparation.
type PreparedDay struct {
	New, Due, Early int
	Seconds         float64
}

// A Prospect is what a plan knows on one day of those to come.
type Prospect struct {
	Budget []float64 // seconds for each day up to the exam, the first today
	Spent  float64   // of today's
	Due    []int     // cards due on each of these days
	New    int       // cards not met yet, without those of today's session
	Met    int       // cards met today, or in today's session as new ones anyway
	Coming int       // of these not met yet
	Cost   Cost
	Pace   int // new cards a day at least, while there are any; 0: as many as fit
	Learn  int // on so many of the days, the first ones, new cards are to come, if that will do
}

// Lead is how many days before an exam the last new card is to come, when it is
// so many days away.
func Lead(days int) int { return min(14, (days+2)/5) }

// Choose says how many new cards a plan adds today, and how many cards of those
// already met it may ask before their day: today, and on the days after.
func (p Prospect) Choose() (fresh, early, later int) {
	days := 0 // to learn new cards on
	for day := range min(max(1, p.Learn), len(p.Budget)) {
		if p.Budget[day] > 0 {
			days++
		}
	}
	days = max(1, days)
	pace := max(p.Pace, (p.New+p.Met+days-1)/days)
	if p.Pace == 0 {
		pace = p.New + p.Met
	}
	left := p.Budget[0] - p.Spent - float64(p.Due[0])*p.Cost.Known - float64(p.Coming)*p.Cost.Fresh
	fit := func(seconds, each float64) int { return int(max(0, math.Floor(seconds/each+1e-9))) }
	fresh = max(0, min(p.New, pace-p.Met, fit(left, p.Cost.Fresh)))
	early = fit(left-float64(fresh)*p.Cost.Fresh, p.Cost.Known)
	waiting := p.New - fresh
	for day := 1; day < len(p.Budget); day++ {
		left := p.Budget[day] - float64(p.Due[day])*p.Cost.Known
		come := min(waiting, pace, fit(left, p.Cost.Fresh))
		waiting -= come
		later += fit(left-float64(come)*p.Cost.Fresh, p.Cost.Known)
	}
	return fresh, early, later
}

// Early picks the cards to be asked before their day, by their recall on the
// day of the exam if they are not seen again. Those below HighestRetention have
// a place on the days to come, the weakest on the last; what has none there is
// for today. today and later are how many there is time for.
func Early(recall []float64, today, later int) []int {
	var low []int
	for i, r := range recall {
		if r < HighestRetention {
			low = append(low, i)
		}
	}
	if today <= 0 || len(low) <= later {
		return nil
	}
	slices.SortStableFunc(low, func(a, b int) int { return cmp.Compare(recall[a], recall[b]) })
	return low[later:min(len(low), later+today)]
}

// preparing is a card on its way to the exam.
type preparing struct {
	memory    fsrs.Memory
	last, due int
	exam      float64 // recall on the day of the exam, if it is not seen again
	asked     uint64
}

// Run goes through the days. The same Preparation comes to the same end; where
// Luck is 0 there is none, and cards are missed whenever the chances of missing
// add up to one more.
func (p Preparation) Run() Prepared {
	days := max(0, int(p.Exam-p.Today))
	r := &rehearsed{Preparation: p, w: weightsOr(p.Weights), days: days, due: make([][]int, days), cards: make([]preparing, len(p.Cards))}
	out := Prepared{Days: make([]PreparedDay, days)}
	var fresh []int // in the order in which the plan takes them
	inLine := make([]bool, len(p.Cards))
	for _, i := range p.Line {
		if i >= 0 && p.Cards[i].Last == 0 {
			fresh = append(fresh, i)
			inLine[i] = true
		}
	}
	for i, c := range p.Cards {
		r.cards[i] = preparing{memory: c.Memory, last: int(c.Last - p.Today), due: int(c.Due - p.Today)}
		switch {
		case c.Last == 0 && !inLine[i]:
			fresh = append(fresh, i)
		case c.Last != 0:
			r.expect(&r.cards[i])
			r.put(i, max(0, r.cards[i].due, r.cards[i].last+1))
		}
	}
	line := p.Line
	for day := range days {
		if p.Budget[day] <= 0 {
			if day+1 < days {
				r.due[day+1] = append(r.due[day+1], r.due[day]...)
			}
			r.due[day] = nil
			continue
		}
		d := &out.Days[day]
		d.Due = len(r.due[day])
		if p.Reviews >= 0 && d.Due > p.Reviews {
			for _, i := range r.due[day][p.Reviews:] {
				r.put(i, day+1)
			}
			d.Due = p.Reviews
		}
		counts := make([]int, days-day)
		for later := range counts {
			counts[later] = len(r.due[day+later])
		}
		counts[0] = d.Due
		for _, i := range r.due[day][:d.Due] {
			r.answer(i, day)
		}
		groups := make(map[int]bool)
		meet := func(i int) {
			groups[p.Cards[i].Group] = true
			r.answer(i, day)
			d.New++
		}
		for n := 0; n < p.Daily[day] && len(line) > 0; line = line[1:] {
			switch i := line[0]; {
			case i < 0:
				n++
			case r.cards[i].memory == (fsrs.Memory{}) && !groups[p.Cards[i].Group]:
				n++
				meet(i)
			}
		}
		fresh = slices.DeleteFunc(fresh, func(i int) bool { return r.cards[i].memory != (fsrs.Memory{}) })
		prospect := Prospect{Budget: p.Budget[day:days], Due: counts, New: len(fresh), Met: d.New, Coming: d.New, Cost: p.Cost, Pace: p.Pace, Learn: p.Learn - day}
		if day == 0 {
			prospect.Spent, prospect.Met = p.Spent, p.Met+d.New
		}
		more, early, later := prospect.Choose()
		for _, i := range fresh {
			if more == 0 {
				break
			}
			if !groups[p.Cards[i].Group] {
				meet(i)
				more--
			}
		}
		if early > 0 && later < len(r.cards) {
			d.Early = r.early(day, early, later)
		}
		d.Seconds = float64(d.Due+d.Early)*p.Cost.Known + float64(d.New)*p.Cost.Fresh
	}
	for i := range r.cards {
		c := &r.cards[i]
		if c.memory == (fsrs.Memory{}) {
			out.Unmet++
			continue
		}
		out.Score += c.exam
		out.Variance += c.exam * (1 - c.exam)
	}
	return out
}

// rehearsed is a Preparation on its way.
type rehearsed struct {
	Preparation
	w     *fsrs.Weights
	days  int
	cards []preparing
	due   [][]int
	doubt [2]float64 // of new cards, and of those met
}

func (r *rehearsed) put(i, day int) {
	r.cards[i].due = day
	if day < r.days {
		r.due[day] = append(r.due[day], i)
	}
}

func (r *rehearsed) expect(c *preparing) {
	c.exam = r.w.Recall(c.memory, float64(max(0, r.days-c.last)))
}

// early asks cards before their day and returns how many.
func (r *rehearsed) early(day, today, later int) int {
	var at []int
	var recall []float64
	for i := range r.cards {
		if c := &r.cards[i]; c.memory != (fsrs.Memory{}) && c.due >= r.days && c.last < day {
			at, recall = append(at, i), append(recall, c.exam)
		}
	}
	picked := Early(recall, today, later)
	for _, n := range picked {
		r.answer(at[n], day)
	}
	return len(picked)
}

// answer asks a card, again after ten minutes when it was missed.
func (r *rehearsed) answer(i, day int) {
	c := &r.cards[i]
	c.asked++
	kind, known, days := 0, 1-r.Missed, 0.0
	if c.memory != (fsrs.Memory{}) {
		days = float64(max(0, day-c.last))
		kind, known = 1, r.w.Recall(c.memory, days)
	}
	number := (r.Luck+1)<<52 ^ uint64(i)<<22 ^ c.asked<<1
	missed := mixed(number) >= known
	if r.Luck == 0 {
		r.doubt[kind] += 1 - known
		if missed = r.doubt[kind] >= 1; missed {
			r.doubt[kind]--
		}
	}
	rating := fsrs.Again
	if !missed {
		rating = r.Habits.rating(mixed(number | 1))
	}
	c.memory = r.w.Next(c.memory, days, rating)
	if missed {
		c.memory = r.w.Next(c.memory, relearned, fsrs.Good)
	}
	c.last = day
	r.expect(c)
	plan := r.Cards[i].Plan
	plan.Weights = r.w
	r.put(i, day+plan.Wait(c.memory))
}
