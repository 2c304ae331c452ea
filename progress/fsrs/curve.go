package fsrs

import "math"

const (
	shortest = 1.0 / 86400 // days: a second
	longest  = 36500.0     // days

	// Recall never leaves [floor, 1-floor], so that no answer is ever
	// infinitely surprising.
	floor = 1e-5
)

// Recall returns the chance, in [0.00001, 0.99999], that a card is remembered
// days after its last answer. It falls with every moment. It is 0 for the zero
// Memory: what was never seen is not remembered. Less than no days, or NaN,
// count as none.
func (w *Weights) Recall(m Memory, days float64) float64 {
	if m == (Memory{}) {
		return 0
	}
	return w.curve(m.bounded()).recall(elapsed(days))
}

// Interval returns after how many days, fractional, recall will have fallen to
// retention. It lies in [1 second, 36500 days], and is 0 for the zero Memory.
//
// Where recall is below retention from the start, as with any retention of 1
// and more, it is a second; where even 36500 days do not bring recall that far
// down, as with any retention of 0 and less, it is 36500. A retention of NaN
// gives a second, because asking too early does the least harm.
func (w *Weights) Interval(m Memory, retention float64) float64 {
	if m == (Memory{}) {
		return 0
	}
	return w.curve(m.bounded()).interval(retention)
}

// A curve is how one memory fades: two power laws, mixed. It holds what does
// not depend on time.
type curve struct {
	share                float64 // of the fast trace in the mixture, 0 to 1
	fastDecay, slowDecay float64 // exponents, positive
	fastRate, slowRate   float64 // per day
}

// curve returns the forgetting curve of a memory in bounds.
func (w *Weights) curve(m Memory) curve {
	logFast, logSlow := math.Log(m.Fast), math.Log(m.Slow)
	hard := m.Difficulty - 5

	fastDecay := clamp(w[23]*math.Exp((w[33]-0.3)*logFast), 0.01, 0.95)
	slowDecay := clamp(w[24], 0.01, 0.95)
	fastRate := math.Expm1(min(-math.Log(w[25])/fastDecay, 60)) / m.Fast
	slowRate := math.Expm1(-math.Log(w[26])/slowDecay) * math.Exp(hard*(w[32]-0.3)) / m.Slow

	a := w[27] * math.Exp(-w[29]*logFast)
	b := w[28] * math.Exp(w[30]*logSlow+hard*(w[31]-0.5))
	return curve{
		share:     a / (a + b),
		fastDecay: fastDecay, slowDecay: slowDecay,
		fastRate: fastRate, slowRate: slowRate,
	}
}

// fast returns what the fast trace alone remembers after days, 0 to 1.
func (c curve) fast(days float64) float64 {
	return clamp(math.Exp(-c.fastDecay*math.Log1p(c.fastRate*days)), 0, 1)
}

// slow returns what the slow trace alone remembers after days, 0 to 1.
func (c curve) slow(days float64) float64 {
	return clamp(math.Exp(-c.slowDecay*math.Log1p(c.slowRate*days)), 0, 1)
}

func (c curve) recall(days float64) float64 {
	return clamp(c.mix(c.fast(days), c.slow(days))*(1-2*floor)+floor, floor, 1-floor)
}

func (c curve) mix(fast, slow float64) float64 {
	return c.share*fast + (1-c.share)*slow
}

// interval solves recall(days) = retention for days.
//
// Seen as log-odds over the logarithm of time the curve is close to a straight
// line, so Newton's method mostly needs a handful of steps. Where two traces of
// very different age meet the line has a bend that it could circle for ever: a
// step that leaves the bracket, or is not at least halved, halves the bracket
// instead.
func (c curve) interval(retention float64) float64 {
	if !(c.recall(shortest) > retention) {
		return shortest
	}
	if c.recall(longest) >= retention {
		return longest
	}
	want := (retention - floor) / (1 - 2*floor)
	want = math.Log(want / (1 - want))

	// recall(exp(low)) > retention > recall(exp(high))
	low, high := math.Log(shortest), math.Log(longest)
	x, step := clamp(-math.Log(c.slowRate), low, high), high-low
	for range 200 {
		days := math.Exp(x)
		fast, slow := c.fast(days), c.slow(days)
		known := c.mix(fast, slow)
		off := math.Log(known/(1-known)) - want
		if off > 0 {
			low = x
		} else {
			high = x
		}
		slope := -c.mix(fast*c.fastDecay*part(c.fastRate*days), slow*c.slowDecay*part(c.slowRate*days)) /
			(known * (1 - known))
		next := x - off/slope
		if !(low <= next && next <= high && math.Abs(next-x) <= step/2) {
			next = (low + high) / 2
		}
		x, step = next, math.Abs(next-x)
		if step < 1e-13 {
			break
		}
	}
	return clamp(math.Exp(x), shortest, longest)
}

// part returns z/(1+z).
func part(z float64) float64 {
	return z / (1 + z)
}
