package fsrs

import (
	"math"
	"math/rand/v2"
	"testing"
)

// someHistory draws one card's answers.
func someHistory(rnd *rand.Rand) []item {
	h := make([]item, 1+rnd.IntN(20))
	for i := range h {
		h[i] = item{days: pause(rnd), weight: rnd.Float64(), rating: ratings[rnd.IntN(4)]}
		if rnd.IntN(4) == 0 {
			h[i].weight = 0
		}
	}
	h[0].weight = 0
	return h
}

// lossOf is what backprop differentiates, said with the model's own Next and
// Recall.
func lossOf(w *Weights, history []item) float64 {
	loss := 0.0
	var m Memory
	for i, h := range history {
		if i > 0 {
			known := w.Recall(m, h.days)
			if h.rating == Again {
				known = 1 - known
			}
			loss -= h.weight * ((1-slip)*math.Log(known) + slip*math.Log(1-known))
		}
		m = w.Next(m, h.days, h.rating)
	}
	return loss
}

// The way forwards is the model itself, written for speed.
func TestForwardsIsTheModel(t *testing.T) {
	rnd := seeded(t, 20)
	var b backprop
	for range 2000 {
		w, h := someWeights(t, rnd), someHistory(rnd)
		h[len(h)-1].weight = 1 // else the last is left out
		b.reset(&w)
		b.add(h)
		m := w.Next(Memory{}, 0, h[0].rating)
		for i := 1; i < len(h); i++ {
			p, want := b.points[i], w.Recall(m, h[i].days)
			if !alike(p.recall, want, 1e-9, 1e-12) || !near(p.slow, m.Slow, 1e-9) || !near(p.fast, m.Fast, 1e-9) {
				t.Fatalf("before answer %d of %v: %+v, want %+v and recall %g\nweights %v", i, h, p, m, want, w)
			}
			m = w.Next(m, h[i].days, h[i].rating)
		}
	}
}

func TestGradientIsTheSlope(t *testing.T) {
	rnd := seeded(t, 22)
	var b backprop
	for range 300 {
		w, h := someWeights(t, rnd), someHistory(rnd)
		b.reset(&w)
		b.add(h)
		got := b.result()
		for i := range w {
			step := 1e-5 * max(w[i], 1e-3)
			up, down := w, w
			up[i] += step
			down[i] -= step
			rise, fall := (lossOf(&up, h)-lossOf(&w, h))/step, (lossOf(&w, h)-lossOf(&down, h))/step
			// Differences are coarse where a weight is at the end of its range; the
			// duals are not. At a kink the two sides differ, and the slope is one of them or between.
			low, high := min(rise, fall), max(rise, fall)
			slack := 5e-3 + 0.05*max(math.Abs(low), math.Abs(high))
			if got[i] < low-slack || got[i] > high+slack {
				t.Fatalf("loss of %v changes with w%d by %g, want %g to %g\nweights %v", h, i, got[i], low, high, w)
			}
		}
	}
}
