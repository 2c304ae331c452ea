package fsrs

import (
	"math"
	"math/rand/v2"
	"testing"
)

var ratings = []Rating{Again, Hard, Good, Easy}

// seeded returns a source of chance whose seed a failing test prints.
func seeded(t *testing.T, seed uint64) *rand.Rand {
	t.Helper()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// between returns a number in [low, high], each order of magnitude as likely.
func between(rnd *rand.Rand, low, high float64) float64 {
	x := math.Exp(math.Log(low) + rnd.Float64()*(math.Log(high)-math.Log(low)))
	return min(max(x, low), high)
}

// pause returns the days between two answers: now and then none at all or very
// many, else from a second to a hundred years.
func pause(rnd *rand.Rand) float64 {
	switch rnd.IntN(20) {
	case 0:
		return 0
	case 1:
		return between(rnd, 1e4, 1e9)
	}
	return between(rnd, shortest, longest)
}

// reached returns the memory after a history of up to 40 answers: mixed, or
// mostly of one rating, so that the bounds are reached as well.
func reached(rnd *rand.Rand, w *Weights) Memory {
	var m Memory
	usual, faithful := ratings[rnd.IntN(4)], rnd.Float64()
	punctual, retention := rnd.Float64(), 0.7+0.29*rnd.Float64()
	for range 1 + rnd.IntN(40) {
		r := ratings[rnd.IntN(4)]
		if rnd.Float64() < faithful {
			r = usual
		}
		days := pause(rnd)
		if rnd.Float64() < punctual {
			days = w.Interval(m, retention)
		}
		m = w.Next(m, days, r)
	}
	return m
}

// anyMemory returns a memory in bounds that no history need lead to.
func anyMemory(rnd *rand.Rand) Memory {
	return Memory{
		Slow:       between(rnd, minStability, maxStability),
		Fast:       between(rnd, minStability, maxStability),
		Difficulty: 1 + 9*rnd.Float64(),
	}
}

// anyWeights returns valid weights, at times at the ends of their ranges.
func anyWeights(t *testing.T, rnd *rand.Rand) Weights {
	t.Helper()
	var w Weights
	for i, l := range limits {
		low, high := l.low, l.high
		if j, ok := notBelow[i]; ok {
			low = max(low, w[j])
		}
		switch rnd.IntN(10) {
		case 0:
			w[i] = low
		case 1:
			w[i] = high
		default:
			w[i] = min(low+(high-low)*rnd.Float64(), high)
		}
	}
	if err := w.Validate(); err != nil {
		t.Fatalf("drew weights that are not valid: %v", err)
	}
	return w
}

// someWeights returns the default weights half of the time.
func someWeights(t *testing.T, rnd *rand.Rand) Weights {
	t.Helper()
	if rnd.IntN(2) == 0 {
		return Default
	}
	return anyWeights(t, rnd)
}

func someMemory(rnd *rand.Rand, w *Weights) Memory {
	if rnd.IntN(2) == 0 {
		return anyMemory(rnd)
	}
	return reached(rnd, w)
}

func TestRecallFallsWithTime(t *testing.T) {
	rnd := seeded(t, 1)
	for range 2_000 {
		w := someWeights(t, rnd)
		m := someMemory(rnd, &w)
		before, at := w.Recall(m, 0), 0.0
		for days := shortest; days <= longest; days *= 1 + 2*rnd.Float64() + 0.05 {
			now := w.Recall(m, days)
			if !(now < before) {
				t.Fatalf("Recall(%+v) is %.17g after %g days and %.17g after %g\nweights %v", m, before, at, now, days, w)
			}
			before, at = now, days
		}
	}
}

func TestIntervalInvertsRecall(t *testing.T) {
	rnd := seeded(t, 2)
	for range 15_000 {
		w := someWeights(t, rnd)
		m := someMemory(rnd, &w)
		retention := rnd.Float64()
		days := w.Interval(m, retention)
		got := w.Recall(m, days)
		switch {
		case days == shortest && got <= retention, days == longest && got >= retention:
		case math.Abs(got-retention) > 1e-12:
			t.Fatalf("Recall(%+v, Interval = %g) = %.15g, want %.15g\nweights %v", m, days, got, retention, w)
		}

		days = between(rnd, shortest, longest)
		retention = w.Recall(m, days)
		if retention < 1e-3 || retention > 1-1e-3 {
			continue // too flat to tell times apart
		}
		if got := w.Interval(m, retention); !near(got, days, 1e-9) {
			t.Fatalf("Interval(%+v, Recall after %g days) = %.15g\nweights %v", m, days, got, w)
		}
	}
}

func TestIntervalFallsWithRetention(t *testing.T) {
	rnd := seeded(t, 3)
	for range 2_500 {
		w := someWeights(t, rnd)
		m := someMemory(rnd, &w)
		before := math.Inf(1)
		for retention := 0.005; retention < 1; retention += 0.005 {
			days := w.Interval(m, retention)
			inside := shortest < days && days < longest
			if days > before || inside && days == before {
				t.Fatalf("Interval(%+v, %g) = %.17g, want less than %.17g\nweights %v", m, retention, days, before, w)
			}
			before = days
		}
	}
}

// Here the slow trace fades within a second and the fast one within hours, and
// Newton's method alone circles around the bend between them.
func TestIntervalAtABend(t *testing.T) {
	w := Weights{
		6.3643999076996804, 18.64368880196107, 20.81831589735568, 24.388773983445986,
		1.5454145913504846, 0.30877021753887823, 3.90806558471514,
		3.4549581882968416, 1.2, 1.4608081962624793, 0.03798489563971503, 0.10475860946963136,
		0.7100211814057142, 0.04047547160367715, 6.413168280508993,
		2.2418553104001906, 0.8422983586588091, 2.956594446674159, 0.001, 0.12998524942596262,
		1.5037935567433103, 0.25130842219512106, 2.952053788958623,
		0.09933442867227636, 0.017088913946567398, 0.6988320676930748, 0.7259130063492407, 1, 1,
		0, 0.11921304205590613, 0.6268831903482588, 0.3093084698711584, 0.5573755757952622,
	}
	if err := w.Validate(); err != nil {
		t.Fatal(err)
	}
	m := Memory{Slow: 0.0034683680241292744, Fast: 0.232144605044975, Difficulty: 1.3705992190081326}
	for retention := 0.75; retention < 0.9; retention += 0.005 {
		days := w.Interval(m, retention)
		if got := w.Recall(m, days); days > shortest && math.Abs(got-retention) > 1e-12 {
			t.Errorf("Recall(%+v, Interval = %g) = %.15g, want %.15g", m, days, got, retention)
		}
	}
}

// With the default weights whoever remembered better waits no shorter,
// whatever went before. Fitted weights and made-up memories may break this.
func TestBetterRatingsWaitNoShorter(t *testing.T) {
	rnd := seeded(t, 4)
	for range 20_000 {
		m := reached(rnd, &Default)
		if rnd.IntN(50) == 0 {
			m = Memory{}
		}
		days, retention := pause(rnd), between(rnd, 0.01, 0.999)
		if rnd.IntN(2) == 0 {
			retention = 0.7 + 0.29*rnd.Float64()
		}
		before := 0.0
		for _, r := range ratings {
			interval := Default.Interval(Default.Next(m, days, r), retention)
			if interval < before {
				t.Fatalf("after %+v and %g days, %v waits %.17g days for a retention of %g and %v only %.17g",
					m, days, r-1, before, retention, r, interval)
			}
			before = interval
		}
	}
}

// A success never lowers a stability, a failure never raises one.
func TestStabilityFollowsTheAnswer(t *testing.T) {
	rnd := seeded(t, 5)
	for range 20_000 {
		w := someWeights(t, rnd)
		m := someMemory(rnd, &w)
		days := pause(rnd)
		for _, r := range ratings {
			got := w.Next(m, days, r)
			if r == Again && (got.Slow > m.Slow || got.Fast > m.Fast) {
				t.Fatalf("Next(%+v, %g, %v) = %+v, want no stability raised\nweights %v", m, days, r, got, w)
			}
			if r != Again && (got.Slow < m.Slow || got.Fast < m.Fast) {
				t.Fatalf("Next(%+v, %g, %v) = %+v, want no stability lowered\nweights %v", m, days, r, got, w)
			}
		}
	}
}

// extremes are what no caller should pass and some day one will.
var extremes = []float64{
	math.NaN(), math.Inf(-1), -math.MaxFloat64, -1, -math.SmallestNonzeroFloat64, math.Copysign(0, -1),
	0, math.SmallestNonzeroFloat64, 1e-300, minStability, 0.5, 1, 10, maxStability, 1e300, math.MaxFloat64, math.Inf(1),
}

func TestExtremesStayInBounds(t *testing.T) {
	rnd := seeded(t, 6)
	sets := []Weights{Default, {}}
	var low, high Weights
	for i, l := range limits {
		low[i], high[i] = l.low, l.high
	}
	sets = append(sets, low, high)
	for range 10 {
		sets = append(sets, anyWeights(t, rnd))
	}
	for _, x := range extremes { // not valid, and yet in bounds
		w := Default
		for i := range w {
			if rnd.IntN(2) == 0 {
				w[i] = x
			}
		}
		sets = append(sets, w)
	}
	for _, w := range sets {
		for _, slow := range extremes {
			for _, fast := range extremes {
				for _, difficulty := range []float64{math.NaN(), math.Inf(-1), 0, 1, 10, math.Inf(1)} {
					for range 4 {
						m := Memory{slow, fast, difficulty}
						days, retention := extremes[rnd.IntN(len(extremes))], extremes[rnd.IntN(len(extremes))]
						checkBounds(t, &w, m, days, Rating(rnd.IntN(8)-1), retention)
					}
				}
			}
		}
	}
}

// checkBounds fails if anything that the model says is not finite or out of
// bounds.
func checkBounds(t *testing.T, w *Weights, m Memory, days float64, r Rating, retention float64) {
	t.Helper()
	in := func(x, low, high float64) bool { return low <= x && x <= high } // NaN is not
	next := w.Next(m, days, r)
	if !in(next.Slow, minStability, maxStability) || !in(next.Fast, minStability, maxStability) ||
		!in(next.Difficulty, minDifficulty, maxDifficulty) {
		t.Fatalf("Next(%+v, %g, %v) = %+v, want it in bounds\nweights %v", m, days, r, next, *w)
	}
	for _, m := range []Memory{m, next} {
		recall, interval := w.Recall(m, days), w.Interval(m, retention)
		if m == (Memory{}) {
			if recall != 0 || interval != 0 {
				t.Fatalf("Recall(zero, %g) = %g, Interval(zero, %g) = %g, want 0", days, recall, retention, interval)
			}
			continue
		}
		if !in(recall, floor, 1-floor) {
			t.Fatalf("Recall(%+v, %g) = %g, want it in bounds\nweights %v", m, days, recall, *w)
		}
		if !in(interval, shortest, longest) {
			t.Fatalf("Interval(%+v, %g) = %g, want it in bounds\nweights %v", m, retention, interval, *w)
		}
	}
}

func FuzzNext(f *testing.F) {
	f.Add(0.0, 0.0, 0.0, 0.0, 3, 0.9)
	f.Add(1.0, 1.0, 5.0, 92.0, 1, 0.6)
	f.Add(36500.0, 36500.0, 1.0, 36500.0, 4, 0.01)
	f.Add(1e-4, 1e-4, 10.0, 10.0/1440, 1, 0.99)
	f.Add(2.2, 36500.0, 10.0, 1e-9, 2, 0.999999)
	f.Add(math.NaN(), math.Inf(1), -1.0, math.Inf(1), 0, math.NaN())
	f.Add(-1.0, math.Inf(-1), 1e308, -1.0, -9, 1.0)
	f.Fuzz(func(t *testing.T, slow, fast, difficulty, days float64, rating int, retention float64) {
		m := Memory{slow, fast, difficulty}
		checkBounds(t, &Default, m, days, Rating(rating), retention)

		// What the model itself made, it takes on further.
		m = Default.Next(m, days, Rating(rating))
		for _, r := range ratings {
			checkBounds(t, &Default, m, days, r, retention)
		}
		if m != m.bounded() {
			t.Fatalf("Next returned %+v, which is not in bounds", m)
		}
		interval := Default.Interval(m, retention)
		if recall := Default.Recall(m, interval); interval > shortest && interval < longest && math.Abs(recall-retention) > 1e-12 {
			t.Fatalf("Recall(%+v, Interval(%g) = %g) = %g", m, retention, interval, recall)
		}
	})
}
