// Package fsrs is the memory model: how well something is remembered, how an
// answer changes that, and how long one may wait before asking again. It is
// FSRS-7, with 34 weights, explained in docs/model.md.
//
// It is arithmetic only. It knows no cards, no clock, no study days, no limits
// and no rounding; time is a number of days that the caller has worked out.
// Whatever is passed in, what comes out is finite and in bounds. The bounds
// hold for every weights, the meaning only for those that pass
// Weights.Validate. Next, Recall and Interval never allocate.
package fsrs

import (
	"fmt"
	"math"
)

// Version is the version of the arithmetic. It rises when the same answers
// would give other memories, so that memories kept somewhere can be told to be
// out of date.
const Version = 1

// Rating is how well something was remembered. The zero value is no answer.
type Rating int

// The four ratings. Again alone means that it was not remembered.
const (
	Again Rating = 1 + iota
	Hard
	Good
	Easy
)

// String returns the rating in lower case, "good", and for anything that is no
// rating its number, "rating(7)".
func (r Rating) String() string {
	switch r {
	case Again:
		return "again"
	case Hard:
		return "hard"
	case Good:
		return "good"
	case Easy:
		return "easy"
	}
	return fmt.Sprintf("rating(%d)", int(r))
}

// valid returns the rating nearest to r.
func (r Rating) valid() Rating { return min(max(r, Again), Easy) }

// Memory is what is known about one card's standing in the learner's head. The
// zero value means that the card was never seen.
//
// A memory that Next did not make, with numbers out of bounds, is read as the
// nearest one in bounds, and NaN as the lower bound.
type Memory struct {
	Slow       float64 // stability of the lasting trace, days, 0.0001 to 36500
	Fast       float64 // stability of the fresh trace, days, 0.0001 to 36500
	Difficulty float64 // 1 to 10
}

const (
	minStability = 1e-4  // days
	maxStability = 36500 // days

	minDifficulty = 1
	maxDifficulty = 10

	// A card met for the first time has a fast trace this much weaker than
	// its slow one, and a failed answer brings it back to at most that.
	fastShare = 0.8

	// Difficulty drifts this far towards that of an easy first meeting with
	// every answer.
	reversion = 0.01
)

// Next returns the memory after the answer r, given days after the one before
// (fractional; ten minutes is 10.0/1440). If m is zero this is the first
// answer, and days does not matter.
//
// Less than no days, or NaN, count as none: clocks do run backwards. A rating
// below Again counts as Again, one above Easy as Easy.
func (w *Weights) Next(m Memory, days float64, r Rating) Memory {
	r = r.valid()
	if m == (Memory{}) {
		return w.first(r)
	}
	m = m.bounded()
	c := w.curve(m)
	days = elapsed(days)
	recall, fast := c.recall(days), c.fast(days)

	next := Memory{
		Slow: w.stability(slowTrace, m.Slow, m.Difficulty, recall, r),
		Fast: w.stability(fastTrace, m.Fast, m.Difficulty, fast, r),
	}
	if r == Again {
		next.Fast = min(next.Fast, fastShare*next.Slow)
	}

	change := -w[6] * float64(r-Good)
	if r == Again {
		change *= recall + 0.1 // a miss that was to be expected says less
	}
	next.Difficulty = reversion*w.firstDifficulty(Easy) +
		(1-reversion)*(m.Difficulty+change*(maxDifficulty-m.Difficulty)/9)
	return next.bounded()
}

// first returns the memory after the first answer ever.
func (w *Weights) first(r Rating) Memory {
	slow := w[r-Again]
	return Memory{
		Slow:       slow,
		Fast:       fastShare * slow,
		Difficulty: w.firstDifficulty(r),
	}.bounded()
}

// firstDifficulty may be out of bounds; the mean that difficulties drift to is
// taken before the bounds are applied.
func (w *Weights) firstDifficulty(r Rating) float64 {
	return w[4] - math.Exp(w[5]*float64(r-Again)) + 1
}

// The two traces follow one rule, each with eight weights of its own that
// begin here.
const (
	slowTrace = 7
	fastTrace = 15
)

// stability returns the stability in days of one trace after an answer, not
// yet in bounds. s is its stability before; recall is how likely the answer was
// to be known, judged by the whole memory for the slow trace and by the fast
// trace alone for the fast one.
func (w *Weights) stability(trace int, s, difficulty, recall float64, r Rating) float64 {
	v := w[trace : trace+8 : trace+8]
	forgotten := 1 - recall

	failed := min(s, v[3]*math.Expm1(v[4]*math.Log1p(s))*math.Exp(forgotten*v[5]))
	if r == Again {
		return failed
	}
	gain := math.Exp(v[0]-1.5-v[1]*math.Log(s)) * (11 - difficulty) * math.Expm1(forgotten*v[2])
	switch r {
	case Hard:
		gain *= v[6]
	case Easy:
		gain *= v[7]
	}
	return max(failed, s*(1+gain))
}

func (m Memory) bounded() Memory {
	return Memory{
		Slow:       clamp(m.Slow, minStability, maxStability),
		Fast:       clamp(m.Fast, minStability, maxStability),
		Difficulty: clamp(m.Difficulty, minDifficulty, maxDifficulty),
	}
}

// clamp returns the number in [low, high] nearest to x, and low for NaN, which
// min and max would hand on.
func clamp(x, low, high float64) float64 {
	if !(x > low) {
		return low
	}
	return min(x, high)
}

// elapsed returns days as time that has passed: never negative, never NaN.
func elapsed(days float64) float64 {
	if !(days > 0) {
		return 0
	}
	return days
}
