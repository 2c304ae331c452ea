package fsrs

import "math"

// A gradient is how a loss changes with each weight.
//
// The loss of a history is the weighted sum, over its predictions, of −ln of
// the chance that was given to what was answered. One answer in a hundred is
// taken to be a slip and to have been meant the other way, which keeps a fit
// from being surer of anything than the next bad day allows.
type gradient [len(Weights{})]float64

const slip = 0.01

// An item is one answer as a fit reads it.
type item struct {
	days   float64 // since the card's answer before, never negative
	weight float64 // of the prediction, 0 or more; 0 at a first answer
	rating Rating
}

// A point is what one prediction was made of, kept on the way forwards through
// a history for the way back. Names are those of docs/model.md.
type point struct {
	slow, fast, difficulty float64 // memory before the answer: S, F, D
	logSlow, logFast       float64
	free                   float64 // c before its bounds
	fastDecay              float64 // c
	fastRate, slowRate     float64 // k/F, j·q/S
	fastLog, slowLog       float64 // ln(1 + rate·t)
	fastRecall, slowRecall float64 // r1, r2
	share                  float64 // a/(a + b)
	recall                 float64
	next                   Memory // after the answer, before its bounds
	slowTurn, fastTurn     turn
}

// A turn is what an answer did to one trace. With v as in docs/model.md, after
// a failure level is (s + 1)^v4, log is ln(s + 1) and ease is e^(v5·(1 − r));
// else level is e^(v0 − 1.5)·(11 − D)·s^−v1 and ease is e^(v2·(1 − r)).
type turn struct{ level, log, ease float64 }

// A backprop works out the gradient of whole histories, once forwards and once
// backwards over each. What depends on the weights alone is worked out once.
type backprop struct {
	w        Weights
	lnFast   float64           // ln w25
	slowRate float64           // j
	decay    float64           // d
	first    [Easy + 1]float64 // e^(w5·(g − 1))
	mean     float64           // first difficulty of easy

	sum gradient
	// These two depend on weights alone: their sums are handed on at the end.
	slowRates, slowDecays float64 // by ln j and by d

	points []point
}

// reset makes b ready for weights w, with nothing summed up.
func (b *backprop) reset(w *Weights) {
	*b = backprop{w: *w, points: b.points}
	b.lnFast = math.Log(w[25])
	b.decay = clamp(w[24], 0.01, 0.95)
	b.slowRate = math.Expm1(-math.Log(w[26]) / b.decay)
	for g := Again; g <= Easy; g++ {
		b.first[g] = math.Exp(w[5] * float64(g-Again))
	}
	b.mean = w[4] - b.first[Easy] + 1
}

// result returns the gradient of all histories added since reset.
func (b *backprop) result() gradient {
	g := b.sum
	for _, i := range [...]int{23, 25, 27, 28} { // summed up by their logarithms
		g[i] /= b.w[i]
	}
	// j = w26^(−1/d) − 1
	w26, d, j := b.w[26], b.decay, b.slowRate
	g[26] -= b.slowRates * (j + 1) / (j * w26 * d)
	if decay := b.slowDecays + b.slowRates*(j+1)/j*math.Log(w26)/(d*d); b.w[24] == d {
		g[24] += decay
	}
	return g
}

// add adds one history to the gradient.
func (b *backprop) add(history []item) {
	// What comes after the last prediction that counts changes nothing.
	n := len(history)
	for n > 1 && history[n-1].weight == 0 {
		n--
	}
	if n < 2 {
		return
	}
	if len(b.points) < n {
		b.points = make([]point, n)
	}
	b.forwards(history[:n])
	b.backwards(history[:n])
}

func (b *backprop) forwards(history []item) {
	g := history[0].rating
	m := Memory{Slow: b.w[g-Again], Fast: fastShare * b.w[g-Again], Difficulty: b.w[4] - b.first[g] + 1}
	for i := 1; i < len(history); i++ {
		h, p := &history[i], &b.points[i]
		b.predict(p, m.bounded(), h.days)
		if i < len(history)-1 {
			b.answer(p, h.rating)
			m = p.next
		}
	}
}

// predict fills in everything but what follows from the answer.
func (b *backprop) predict(p *point, m Memory, days float64) {
	w := &b.w
	p.slow, p.fast, p.difficulty = m.Slow, m.Fast, m.Difficulty
	p.logSlow, p.logFast = math.Log(m.Slow), math.Log(m.Fast)
	hard := m.Difficulty - 5

	p.free = w[23] * math.Exp((w[33]-0.3)*p.logFast)
	p.fastDecay = clamp(p.free, 0.01, 0.95)
	p.fastRate = (math.Exp(min(-b.lnFast/p.fastDecay, 60)) - 1) / m.Fast
	p.slowRate = b.slowRate * math.Exp(hard*(w[32]-0.3)) / m.Slow
	p.fastLog = math.Log(1 + p.fastRate*days)
	p.slowLog = math.Log(1 + p.slowRate*days)
	p.fastRecall = math.Exp(-p.fastDecay * p.fastLog)
	p.slowRecall = math.Exp(-b.decay * p.slowLog)

	// b/a in one power, as both have one.
	odds := w[28] / w[27] * math.Exp(w[30]*p.logSlow+hard*(w[31]-0.5)+w[29]*p.logFast)
	p.share = 1 / (1 + odds)
	mix := p.slowRecall + p.share*(p.fastRecall-p.slowRecall)
	p.recall = clamp(mix*(1-2*floor)+floor, floor, 1-floor)
}

// answer fills in the memory after the answer, before its bounds.
func (b *backprop) answer(p *point, r Rating) {
	w := &b.w
	change := w[6] * float64(Good-r)
	if r == Again {
		change *= p.recall + 0.1
		p.next.Slow = min(p.slow, b.failed(&p.slowTurn, slowTrace, p.slow, p.recall))
		p.next.Fast = min(p.fast, b.failed(&p.fastTurn, fastTrace, p.fast, p.fastRecall), fastShare*p.next.Slow)
	} else {
		p.next.Slow = p.slow * (1 + b.gained(&p.slowTurn, slowTrace, p.logSlow, p.difficulty, p.recall, r))
		p.next.Fast = p.fast * (1 + b.gained(&p.fastTurn, fastTrace, p.logFast, p.difficulty, p.fastRecall, r))
	}
	p.next.Difficulty = reversion*b.mean + (1-reversion)*(p.difficulty+change*(maxDifficulty-p.difficulty)/9)
}

func (b *backprop) failed(t *turn, trace int, s, recall float64) float64 {
	v := b.w[trace : trace+8 : trace+8]
	t.log = math.Log(1 + s)
	t.level = math.Exp(v[4] * t.log)
	t.ease = math.Exp((1 - recall) * v[5])
	return v[3] * (t.level - 1) * t.ease
}

// gained never is negative, so that what is left after a failure, at most what
// there was, need not be looked at.
func (b *backprop) gained(t *turn, trace int, logS, difficulty, recall float64, r Rating) float64 {
	v := b.w[trace : trace+8 : trace+8]
	t.level = math.Exp(v[0]-1.5-v[1]*logS) * (11 - difficulty)
	t.ease = math.Exp((1 - recall) * v[2])
	gain := t.level * (t.ease - 1)
	switch r {
	case Hard:
		gain *= v[6]
	case Easy:
		gain *= v[7]
	}
	return gain
}

// backwards adds the gradient of the history that forwards went through. An
// adjoint is how the loss from here on changes with a number.
func (b *backprop) backwards(history []item) {
	w, sum := &b.w, &b.sum
	var slow, fast, difficulty float64 // adjoints of the memory after answer i, in bounds
	for i := len(history) - 1; i >= 1; i-- {
		h, p := &history[i], &b.points[i]

		var was Memory             // adjoints of the memory before
		var recall, trace1 float64 // adjoints of R and of P
		if i < len(history)-1 {
			was, recall, trace1 = b.unanswer(p, h.rating, slow, fast, difficulty)
		}
		if h.weight != 0 {
			if h.rating == Again {
				recall += h.weight * ((1-slip)/(1-p.recall) - slip/p.recall)
			} else {
				recall -= h.weight * ((1-slip)/p.recall - slip/(1-p.recall))
			}
		}
		recall *= 1 - 2*floor

		hard := p.difficulty - 5
		var logSlow, logFast float64 // adjoints

		// mixture
		m := recall * (p.fastRecall - p.slowRecall) * p.share * (1 - p.share) // of ln a
		sum[27] += m
		sum[28] -= m
		sum[29] -= m * p.logFast
		sum[30] -= m * p.logSlow
		sum[31] -= m * hard
		logFast -= m * w[29]
		logSlow -= m * w[30]
		was.Difficulty -= m * (w[31] - 0.5)

		// slow part
		d2 := recall * (1 - p.share) * p.slowRecall
		b.slowDecays -= d2 * p.slowLog
		z := p.slowRate * h.days
		rate := -d2 * b.decay * z / (1 + z) // of ln of the rate
		b.slowRates += rate
		sum[32] += rate * hard
		was.Difficulty += rate * (w[32] - 0.3)
		logSlow -= rate

		// fast part
		d1 := (recall*p.share + trace1) * p.fastRecall
		z = p.fastRate * h.days
		decay := -d1 * p.fastLog
		rate = -d1 * p.fastDecay * z / (1 + z)
		logFast -= rate
		if -b.lnFast/p.fastDecay < 60 {
			power := -d1 * p.fastDecay * (z + h.days/p.fast) / (1 + z) // of ln(1 + k)
			sum[25] -= power / p.fastDecay
			decay += power * b.lnFast / (p.fastDecay * p.fastDecay)
		}
		if p.free == p.fastDecay {
			free := decay * p.free // of ln c
			sum[23] += free
			sum[33] += free * p.logFast
			logFast += free * (w[33] - 0.3)
		}

		slow = was.Slow + logSlow/p.slow
		fast = was.Fast + logFast/p.fast
		difficulty = was.Difficulty
	}

	g := history[0].rating
	s := w[g-Again]
	d := w[4] - b.first[g] + 1
	if inside(s, minStability, maxStability) {
		sum[g-Again] += slow
	}
	if inside(fastShare*s, minStability, maxStability) {
		sum[g-Again] += fastShare * fast
	}
	if inside(d, minDifficulty, maxDifficulty) {
		sum[4] += difficulty
		sum[5] -= difficulty * b.first[g] * float64(g-Again)
	}
}

// inside tells whether a bound leaves x as it is.
func inside(x, low, high float64) bool { return low <= x && x <= high }

// unanswer takes the adjoints of the memory after an answer and returns those
// of the memory before, of recall and of what the fast trace alone recalls.
func (b *backprop) unanswer(p *point, r Rating, slow, fast, difficulty float64) (was Memory, recall, trace1 float64) {
	w, sum := &b.w, &b.sum
	if !inside(p.next.Slow, minStability, maxStability) {
		slow = 0
	}
	if !inside(p.next.Fast, minStability, maxStability) {
		fast = 0
	}
	if !inside(p.next.Difficulty, minDifficulty, maxDifficulty) {
		difficulty = 0
	}

	// difficulty
	sum[4] += reversion * difficulty
	sum[5] -= reversion * difficulty * b.first[Easy] * float64(Easy-Again)
	toGo := (maxDifficulty - p.difficulty) / 9
	step := float64(Good - r)
	if r == Again {
		step *= p.recall + 0.1
	}
	was.Difficulty = (1 - reversion) * difficulty * (1 - w[6]*step/9)
	moved := (1 - reversion) * difficulty * toGo
	sum[6] += moved * step

	if r == Again {
		recall = moved * w[6] * float64(Good-r)
		if p.next.Fast == fastShare*p.next.Slow {
			slow += fastShare * fast
			fast = 0
		}
		var r1 float64
		was.Slow, r1 = b.unfailed(&p.slowTurn, slowTrace, p.slow, p.next.Slow, p.recall, slow)
		recall += r1
		was.Fast, trace1 = b.unfailed(&p.fastTurn, fastTrace, p.fast, p.next.Fast, p.fastRecall, fast)
		return was, recall, trace1
	}
	var hard1, hard2 float64
	was.Slow, recall, hard1 = b.ungained(&p.slowTurn, slowTrace, p.slow, p.logSlow, p.difficulty, p.recall, r, slow)
	was.Fast, trace1, hard2 = b.ungained(&p.fastTurn, fastTrace, p.fast, p.logFast, p.difficulty, p.fastRecall, r, fast)
	was.Difficulty += hard1 + hard2
	return was, recall, trace1
}

// unfailed returns the adjoints of a stability before a failure and of recall.
func (b *backprop) unfailed(t *turn, trace int, s, next, recall, after float64) (before, known float64) {
	if next == s { // it could fall no further
		return after, 0
	}
	if after == 0 {
		return 0, 0
	}
	v, sum := b.w[trace:trace+8:trace+8], b.sum[trace:trace+8:trace+8]
	sum[3] += after * (t.level - 1) * t.ease
	sum[4] += after * v[3] * t.ease * t.level * t.log
	sum[5] += after * next * (1 - recall)
	return after * v[3] * t.ease * t.level * v[4] / (1 + s), -after * next * v[5]
}

// ungained returns the adjoints of a stability before it was recalled, of recall
// and of difficulty.
func (b *backprop) ungained(t *turn, trace int, s, logS, difficulty, recall float64, r Rating, after float64) (before, known, hard float64) {
	if after == 0 {
		return 0, 0, 0
	}
	v, sum := b.w[trace:trace+8:trace+8], b.sum[trace:trace+8:trace+8]
	plain, times := t.level*(t.ease-1), 1.0
	by := after * s // of the gain
	switch r {
	case Hard:
		times = v[6]
		sum[6] += by * plain
	case Easy:
		times = v[7]
		sum[7] += by * plain
	}
	gain := plain * times
	sum[0] += by * gain
	sum[1] -= by * gain * logS
	rise := by * t.level * times * t.ease
	sum[2] += rise * (1 - recall)
	return after * (1 + gain - v[1]*gain), -rise * v[2], -by * gain / (11 - difficulty)
}
