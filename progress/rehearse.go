package progress

import (
	"math"

	"kuril/progress/fsrs"
)

// A Begun card is one that a Rehearsal goes on with.
type Begun struct {
	// Known is its memory as it really is, Scheduled as the schedule takes it
	// to be. They differ when the schedule goes by other weights.
	Known, Scheduled fsrs.Memory
	Last, Due        Day // of its last answer, and of the next
	Plan             Plan
}

// A Rehearsal goes through the coming days: each card takes several ways at
// once, in which what could be known or not is known as often as it is likely.
// What it draws is fixed, so that two plans meet with the same luck and the
// same question has one answer.
type Rehearsal struct {
	Truth  *fsrs.Weights // by which the learner remembers; nil: the default ones
	Habits Habits
	Today  Day
	Days   int // how far to look, today included
}

// Habits are how a learner rates what is known: shares of hard, good and easy,
// which sum up to 1. All 0 means good always.
type Habits struct{ Hard, Good, Easy float64 }

// ways is how many ways each card takes.
const ways = 16

// relearned is when a missed card comes again the same day, in days.
const relearned = 10.0 / 1440

// Answers returns how many answers are to be expected on each day, the first
// being today, for the cards given. Easy days, limits and other cards are left
// out.
func (r Rehearsal) Answers(cards []Begun) []float64 {
	load := make([]float64, r.Days)
	for i, c := range cards {
		for way := range ways {
			r.follow(c, draw{card: uint64(i), way: uint64(way)}, load)
		}
	}
	return load
}

// follow takes a card one way.
func (r Rehearsal) follow(c Begun, d draw, load []float64) {
	truth, schedule := weightsOr(r.Truth), weightsOr(c.Plan.Weights)
	last, due := c.Last, max(c.Due, r.Today)
	for {
		at := int(due - r.Today)
		if at >= len(load) {
			return
		}
		days := max(float64(due-last), 0)
		share := 1.0 / ways
		load[at] += share
		luck, habit := d.next()
		rating := fsrs.Again
		if luck < truth.Recall(c.Known, days) {
			rating = r.Habits.rating(habit)
		}
		c.Known = truth.Next(c.Known, days, rating)
		c.Scheduled = schedule.Next(c.Scheduled, days, rating)
		if rating == fsrs.Again { // it stays until it is known
			load[at] += share
			c.Known = truth.Next(c.Known, relearned, fsrs.Good)
			c.Scheduled = schedule.Next(c.Scheduled, relearned, fsrs.Good)
		}
		last = due
		due += Day(c.Plan.Wait(c.Scheduled))
	}
}

// A draw gives numbers that look like chance and are the same each time.
type draw struct{ card, way, answer uint64 }

// next returns two numbers in [0, 1). For the first answer of a card they are
// spread evenly over its ways.
func (d *draw) next() (luck, habit float64) {
	d.answer++
	if d.answer == 1 {
		shift := mixed(d.card)
		return fraction(shift + float64(d.way)/ways), fraction(mixed(d.card+1<<40) + float64(d.way*7%ways)/ways)
	}
	number := d.card<<24 | d.way<<16 | d.answer<<1
	return mixed(number), mixed(number | 1)
}

// mixed turns a number into one in [0, 1) that has nothing to do with its
// neighbours' (the last step of SplitMix64).
func mixed(x uint64) float64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return float64(x>>11) / (1 << 53)
}

func fraction(x float64) float64 { return x - math.Floor(x) }

func (h Habits) rating(luck float64) fsrs.Rating {
	switch {
	case luck < h.Hard:
		return fsrs.Hard
	case luck >= 1-h.Easy:
		return fsrs.Easy
	}
	return fsrs.Good
}

// Wait returns in how many whole days a card with a memory comes again, at
// least 1, before fuzz.
func (p Plan) Wait(m fsrs.Memory) int {
	days := math.Round(weightsOr(p.Weights).Interval(m, p.Retention))
	return int(max(1, min(days, float64(p.longest()))))
}

// HabitsOf counts how what was known was rated.
func HabitsOf(histories []fsrs.History) Habits {
	var n [fsrs.Easy + 1]float64
	for _, h := range histories {
		for _, a := range h {
			n[a.Rating]++
		}
	}
	all := n[fsrs.Hard] + n[fsrs.Good] + n[fsrs.Easy]
	if all == 0 {
		return Habits{}
	}
	return Habits{n[fsrs.Hard] / all, n[fsrs.Good] / all, n[fsrs.Easy] / all}
}
