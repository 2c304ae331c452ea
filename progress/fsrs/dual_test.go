package fsrs

import (
	"math"
	"testing"
)

// A dual is a number and how it changes with each weight. Arithmetic on duals
// gives gradients without anybody having differentiated a formula: slow, and
// hard to get wrong.
type dual struct {
	x float64
	d gradient
}

func number(x float64) dual { return dual{x: x} }

// chain returns f(a), where slope is the derivative of f at a.
func chain(a dual, x, slope float64) dual {
	r := dual{x: x}
	for i := range r.d {
		r.d[i] = slope * a.d[i]
	}
	return r
}

func plus(a, b dual) dual {
	for i := range a.d {
		a.d[i] += b.d[i]
	}
	a.x += b.x
	return a
}

func times(a, b dual) dual {
	r := dual{x: a.x * b.x}
	for i := range r.d {
		r.d[i] = a.d[i]*b.x + a.x*b.d[i]
	}
	return r
}

func (a dual) add(x float64) dual    { a.x += x; return a }
func (a dual) scaled(x float64) dual { return chain(a, a.x*x, x) }
func (a dual) exp() dual             { return chain(a, math.Exp(a.x), math.Exp(a.x)) }
func (a dual) log() dual             { return chain(a, math.Log(a.x), 1/a.x) }
func (a dual) inverse() dual         { return chain(a, 1/a.x, -1/(a.x*a.x)) }
func power(a, b dual) dual           { return times(a.log(), b).exp() }
func (a dual) in(low, high float64) dual {
	if a.x < low {
		return number(low)
	}
	if a.x > high {
		return number(high)
	}
	return a
}

func least(a, b dual) dual {
	if b.x < a.x {
		return b
	}
	return a
}

// dualLoss is the loss of one history, from the formulas of docs/model.md.
func dualLoss(weights *Weights, history []item) dual {
	var w [34]dual
	for i, x := range weights {
		w[i].x = x
		w[i].d[i] = 1
	}
	first := func(g Rating) dual { return plus(w[4], w[5].scaled(float64(g-1)).exp().scaled(-1)).add(1) }

	g := history[0].rating
	s := w[g-1].in(1e-4, 36500)
	f := w[g-1].scaled(0.8).in(1e-4, 36500)
	d := first(g).in(1, 10)
	loss := number(0)
	for _, h := range history[1:] {
		t := number(h.days)
		hard := d.add(-5)

		c := times(w[23], power(f, w[33].add(-0.3))).in(0.01, 0.95)
		k := least(times(w[25].log(), c.inverse()).scaled(-1), number(60)).exp().add(-1)
		r1 := power(times(k, times(t, f.inverse())).add(1), c.scaled(-1))

		c2 := w[24].in(0.01, 0.95)
		j := power(w[26], c2.inverse().scaled(-1)).add(-1)
		q := times(hard, w[32].add(-0.3)).exp()
		r2 := power(times(times(j, q), times(t, s.inverse())).add(1), c2.scaled(-1))

		a := times(w[27], power(f, w[29].scaled(-1)))
		b := times(times(w[28], power(s, w[30])), times(hard, w[31].add(-0.5)).exp())
		mix := times(plus(times(a, r1), times(b, r2)), plus(a, b).inverse())
		recall := mix.scaled(0.99998).add(0.00001)

		known := recall
		if h.rating == 1 {
			known = recall.scaled(-1).add(1)
		}
		missed := known.scaled(-1).add(1)
		loss = plus(loss, plus(known.log().scaled(slip-1), missed.log().scaled(-slip)).scaled(h.weight))

		next := func(s, r dual, v int) dual {
			forgotten := r.scaled(-1).add(1)
			failed := least(s, times(times(w[v+3], power(s.add(1), w[v+4]).add(-1)), times(forgotten, w[v+5]).exp()))
			if h.rating == 1 {
				return failed
			}
			gain := times(times(w[v].add(-1.5).exp(), d.scaled(-1).add(11)), power(s, w[v+1].scaled(-1)))
			gain = times(gain, times(forgotten, w[v+2]).exp().add(-1))
			switch h.rating {
			case 2:
				gain = times(gain, w[v+6])
			case 4:
				gain = times(gain, w[v+7])
			}
			known := times(s, gain.add(1))
			if failed.x > known.x {
				return failed
			}
			return known
		}
		slow, fast := next(s, recall, 7), next(f, r1, 15)
		if h.rating == 1 {
			fast = least(fast, slow.scaled(0.8))
		}
		step := w[6].scaled(float64(3 - h.rating))
		if h.rating == 1 {
			step = times(step, recall.add(0.1))
		}
		toGo := d.scaled(-1).add(10).scaled(1.0 / 9)
		d = plus(first(4).scaled(0.01), plus(d, times(step, toGo)).scaled(0.99)).in(1, 10)
		s, f = slow.in(1e-4, 36500), fast.in(1e-4, 36500)
	}
	return loss
}

func TestGradientIsTheDuals(t *testing.T) {
	rnd := seeded(t, 21)
	var b backprop
	for range 2000 {
		w, h := someWeights(t, rnd), someHistory(rnd)
		b.reset(&w)
		b.add(h)
		got, want := b.result(), dualLoss(&w, h)
		if loss := lossOf(&w, h); !alike(loss, want.x, 1e-9, 1e-9) {
			t.Fatalf("loss of %v = %.17g, want %.17g\nweights %v", h, loss, want.x, w)
		}
		size := 1.0
		for _, x := range want.d {
			size = max(size, math.Abs(x))
		}
		for i := range got {
			if !alike(got[i], want.d[i], 1e-6, 1e-9*size) {
				t.Fatalf("loss of %v changes with w%d by %.17g, want %.17g\nweights %v", h, i, got[i], want.d[i], w)
			}
		}
	}
}

// alike tells whether got is near want, relatively or absolutely.
func alike(got, want, relative, absolute float64) bool {
	return math.Abs(got-want) <= max(absolute, relative*math.Abs(want))
}
