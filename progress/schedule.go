package progress

import (
	"hash/fnv"
	"math"
	"strconv"
	"time"

	"kuril/progress/fsrs"
)

// LongestInterval is how many days lie between two reviews at most, unless the
// learner sets it otherwise.
const LongestInterval = 1825

// The wanted retention, 0 to 1.
const (
	DefaultRetention = 0.90
	LowestRetention  = 0.70
	HighestRetention = 0.97
)

// Rules that move a due day, as they are stored with the decision.
const (
	RuleToday    = "today"    // Again: stays in today's session, however long the interval
	RuleFive     = "five"     // the fifth Again of a study day: tomorrow
	RuleShortest = "shortest" // less than a day was raised to one
	RuleLongest  = "longest"  // cut to the longest interval
	RuleOrder    = "order"    // moved so that a better rating is never earlier than a worse one

	// Within the fuzz window the days with the fewest cards due are taken;
	// if some days had more than others and this moved the due day, it is
	// "balance". Where several days are left they are told apart by a hash
	// of the card; if that moved the due day it is "fuzz". Both may hold.
	RuleBalance = "balance"
	RuleFuzz    = "fuzz"

	// Another day of the window was taken than without planned lighter days
	// and days off; then neither of the two above is said.
	RuleEasy = "easy"
)

// Rules that tell why an answer came later than the day it was due. They stand
// with that answer, behind those that moved its next due day.
const (
	RuleSibling = "sibling" // it gave way to a card of the same question or group
	RuleLimit   = "limit"   // others were asked meanwhile: a limit, or a session that was stopped
	RuleAway    = "away"    // nothing was studied meanwhile
)

// RulePlan tells that a card was asked for the sake of an exam: before its day,
// or as a new one beyond what the day would have brought. It stands with that
// answer and moved no day.
const RulePlan = "plan"

// Rules that tell what set a due day without an answer.
const (
	RuleLater      = "later"      // the learner said: not today
	RuleImport     = "import"     // it came from another program
	RuleReschedule = "reschedule" // worked out anew, after other weights or another retention
)

// A Plan is how answers become due days. No weights means the default ones, no
// longest interval LongestInterval.
type Plan struct {
	Weights   *fsrs.Weights
	Retention float64 // wanted, LowestRetention to HighestRetention
	Longest   int     // days

	// Ease tells which share of the usual load a day may carry, 0 to 1; nil
	// means all of it every day. Within the fuzz window a day of 0 is taken
	// only where there is no other.
	Ease func(Day) float64
}

// A Decision is what one rating would do.
type Decision struct {
	Rating    fsrs.Rating
	Memory    fsrs.Memory // after the answer
	Recall    float64     // predicted before it, 0 to 1; 0 for a new card
	Interval  float64     // days, before rounding and rules
	Retention float64     // wanted
	Days      int         // from today; 0: again today
	Due       Day
	Rules     []string // that moved the due day
}

// Event returns the review that carries the decision out; the caller adds what
// was answered.
func (d Decision) Event(card string, at time.Time, today Day) Event {
	return Event{
		Card: card, At: at, Day: today, Kind: Reviewed, Rating: d.Rating,
		Recall: d.Recall, Interval: d.Interval, Retention: d.Retention, Due: d.Due, Rules: d.Rules,
	}
}

// Decide works out all four ratings before the keys are shown, Again first.
// What it says is what will happen. load tells how many cards are due on a day
// already; nil means none anywhere.
func (p Plan) Decide(s State, at time.Time, today Day, load func(Day) int) [4]Decision {
	w := weightsOr(p.Weights)
	elapsed := s.elapsed(at)
	recall := w.Recall(s.Memory, elapsed)

	var all [4]Decision
	for i := range all {
		rating := fsrs.Again + fsrs.Rating(i)
		m := w.Next(s.Memory, elapsed, rating)
		all[i] = Decision{
			Rating: rating, Memory: m, Recall: recall,
			Interval: w.Interval(m, p.Retention), Retention: p.Retention,
		}
	}

	all[0].Rules = []string{RuleToday}
	if s.Learning(today) && s.Agains+1 >= againsADay {
		all[0].Days, all[0].Rules = 1, []string{RuleFive}
	}
	base, days := 1, 1 // of the rating before
	for i := 1; i < len(all); i++ {
		base, days, all[i].Rules = p.days(s, all[i].Interval, base, days, today, load)
		all[i].Days = days
	}
	for i := range all {
		all[i].Due = today + Day(all[i].Days)
	}
	return all
}

// days turns an interval into whole days. worseBase and worse are the days of
// the next worse rating before and after fuzz.
func (p Plan) days(s State, interval float64, worseBase, worse int, today Day, load func(Day) int) (base, days int, rules []string) {
	longest := p.longest()
	base = int(math.Round(min(interval, 1e6)))
	if base < 1 {
		base, rules = 1, append(rules, RuleShortest)
	}
	if base > longest {
		base, rules = longest, append(rules, RuleLongest)
	}
	if base < worseBase {
		base, rules = worseBase, append(rules, RuleOrder)
	}
	lo, hi := p.Fuzz(base)
	days, moved := p.lightest(s, lo, hi, today, load)
	if days < worse {
		lo, hi = worse, max(hi, worse)
		days, moved = p.lightest(s, lo, hi, today, load)
		if len(rules) == 0 || rules[len(rules)-1] != RuleOrder {
			rules = append(rules, RuleOrder)
		}
	}
	if days != base {
		rules = append(rules, moved...)
	}
	return base, days, rules
}

func (p Plan) longest() int {
	if p.Longest < 1 {
		return LongestInterval
	}
	return p.Longest
}

// Fuzz returns the days, both included, between which a due day may move: one
// day either way from 3 days, two from 6, then one and 5 %; never below a day
// or past the longest interval.
func (p Plan) Fuzz(days int) (lo, hi int) {
	by := 0
	switch {
	case days < 3:
	case days < 6:
		by = 1
	case days < 20:
		by = 2
	default:
		by = 1 + days/20
	}
	return max(1, min(days-by, p.longest())), max(1, min(days+by, p.longest()))
}

// lightest picks a day among lo to hi days from today and tells what had a say.
func (p Plan) lightest(s State, lo, hi int, today Day, load func(Day) int) (days int, rules []string) {
	count := func(day Day) float64 {
		if load == nil {
			return 0
		}
		return float64(load(day))
	}
	days, rules = fewest(s, lo, hi, today, count)
	if p.Ease == nil {
		return days, rules
	}
	// One card more must not make a lighter day fuller than its share.
	eased, _ := fewest(s, lo, hi, today, func(day Day) float64 {
		return (count(day) + 1) / max(p.Ease(day), 1e-9)
	})
	if eased != days {
		return eased, []string{RuleEasy}
	}
	return days, rules
}

// fewest picks the day with the fewest cards due among lo to hi days from
// today, equals by a hash, and tells which of the two had a say.
func fewest(s State, lo, hi int, today Day, load func(Day) float64) (days int, rules []string) {
	var least float64
	var equal []int
	for d := lo; d <= hi; d++ {
		n := load(today + Day(d))
		if len(equal) == 0 || n < least {
			least, equal = n, equal[:0]
		}
		if n == least {
			equal = append(equal, d)
		}
	}
	if len(equal) <= hi-lo {
		rules = append(rules, RuleBalance)
	}
	if len(equal) == 1 {
		return equal[0], rules
	}
	h := fnv.New64a()
	h.Write([]byte(s.Card + "\x00" + strconv.Itoa(s.Reviews)))
	return equal[h.Sum64()%uint64(len(equal))], append(rules, RuleFuzz)
}
