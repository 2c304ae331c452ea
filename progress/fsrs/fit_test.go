package fsrs

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// foretold returns the loss of weights on all predictions of a log.
func foretold(w *Weights, hs []History) float64 {
	l := newLog(hs)
	var ps []Prediction
	l.predict(w, 0, l.n(), 0, func(p Prediction, _ bool) { ps = append(ps, p) })
	return score(ps).LogLoss
}

// fsrsLearner remembers by weights, and is asked when the default ones say.
func fsrsLearner(w *Weights, cards int) learner {
	return learner{
		mind: func(*rand.Rand) mind { return &modelled{w: w} },
		habit: func(rnd *rand.Rand, _ float64) Rating {
			switch x := rnd.Float64(); {
			case x < 0.15:
				return Hard
			case x < 0.85:
				return Good
			}
			return Easy
		},
		plan: func(*rand.Rand) func(Rating, float64) float64 {
			var m Memory
			return func(r Rating, days float64) float64 {
				m = Default.Next(m, days, r)
				if r == Again {
					return tenMinutes
				}
				return max(1, math.Round(min(Default.Interval(m, 0.85), 1000)))
			}
		},
		perDay: cards, limit: 1000,
	}
}

// modelled is a memory that really is one of ours.
type modelled struct {
	w    *Weights
	m    Memory
	last float64
}

func (m *modelled) recall(at float64) float64 {
	if m.m == (Memory{}) {
		return 0.7
	}
	return m.w.Recall(m.m, at-m.last)
}

func (m *modelled) learn(at float64, r Rating) {
	m.m, m.last = m.w.Next(m.m, at-m.last, r), at
}

// oddWeights are far from the default ones.
func oddWeights() Weights {
	w := Default
	w[0], w[1], w[2], w[3] = 0.4, 1, 8, 20
	w[4], w[6], w[7], w[10], w[15], w[26], w[30] = 5.2, 2.8, 2.4, 0.9, 1.0, 0.92, 0.7
	return w
}

// Who remembers by known weights is foretold by a fit almost as well as by
// those weights themselves, on answers the fit has not seen.
func TestFitFindsKnownWeights(t *testing.T) {
	rnd := seeded(t, 40)
	w := oddWeights()
	l := fsrsLearner(&w, 20)
	got, err := Fit(t.Context(), histories(l.study(rnd, 12_000)), FitOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Validate(); err != nil {
		t.Error(err)
	}
	unseen := histories(l.study(rnd, 12_000))
	fitted, known, plain := foretold(&got, unseen), foretold(&w, unseen), foretold(&Default, unseen)
	if fitted > 1.01*known || plain < 1.01*known {
		t.Errorf("loss of unseen answers: fitted %.5f, true weights %.5f, default ones %.5f; want the first within 1 %% of the second and the third not", fitted, known, plain)
	}
}

func TestFitIsTheSameOnAnyNumberOfProcessors(t *testing.T) {
	rnd := seeded(t, 41)
	hs := histories(someLearner(rnd, 1).study(rnd, 4000))
	var one Weights
	for _, workers := range []int{1, 2, 3, 8, 50} {
		got, err := Fit(t.Context(), hs, FitOptions{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		if workers == 1 {
			one = got
		}
		if got != one {
			t.Errorf("%d workers: %v, want as with one: %v", workers, got, one)
		}
	}
	if one == Default {
		t.Error("nothing was fitted")
	}
	split := NewSplit(hs)
	alone, _ := split.Fit(t.Context(), FitOptions{Workers: 1})
	many, err := split.Fit(t.Context(), FitOptions{Workers: 12})
	if err != nil || alone != many {
		t.Errorf("the five fits differ between one and twelve workers (%v)", err)
	}
}

func TestFitCanBeStopped(t *testing.T) {
	rnd := seeded(t, 42)
	hs := histories(someLearner(rnd, 2).study(rnd, 4000))
	for _, workers := range []int{1, 4} {
		ctx, stop := context.WithCancel(t.Context())
		steps := 0
		_, err := Fit(ctx, hs, FitOptions{Workers: workers, Progress: func(int, int) {
			if steps++; steps == 3 {
				stop()
			}
		}})
		if !errors.Is(err, context.Canceled) || steps != 3 {
			t.Errorf("stopped after 3 steps: %d steps, error %v", steps, err)
		}
		if _, err := NewSplit(hs).Fit(ctx, FitOptions{}); !errors.Is(err, context.Canceled) {
			t.Errorf("five fits after the end: error %v", err)
		}
	}
}

func TestFitTellsHowFarItIs(t *testing.T) {
	rnd := seeded(t, 43)
	hs := histories(someLearner(rnd, 2).study(rnd, 3000))
	for name, fit := range map[string]func(FitOptions) error{
		"one fit":   func(o FitOptions) error { _, err := Fit(t.Context(), hs, o); return err },
		"five fits": func(o FitOptions) error { _, err := NewSplit(hs).Fit(t.Context(), o); return err },
	} {
		last, all, told := 0, 0, 0
		err := fit(FitOptions{Progress: func(done, of int) {
			if done < last || done > of || told > 0 && of != all {
				t.Errorf("%s: told %d of %d after %d of %d", name, done, of, last, all)
			}
			last, all = done, of
			told++
		}})
		if err != nil || told < 20 || last != all {
			t.Errorf("%s: told %d times, last %d of %d, error %v", name, told, last, all, err)
		}
	}
}

// Whatever the log, what comes out are valid weights and scores with no NaN.
func TestFitOfOddLogs(t *testing.T) {
	rnd := seeded(t, 44)
	plain := someLearner(rnd, 1).study(rnd, 600)
	all := func(r Rating) []entry {
		log := append([]entry(nil), plain...)
		for i := range log {
			log[i].rating = r
		}
		return log
	}
	backwards := append([]entry(nil), plain...)
	for i := range backwards {
		if i%7 == 0 {
			backwards[i].at -= 300
		}
	}
	atOnce := append([]entry(nil), plain...)
	for i := range atOnce {
		atOnce[i].at = 5
	}
	var oneCard []entry
	for i := range 300 {
		oneCard = append(oneCard, entry{0, float64(i * i), ratings[rnd.IntN(4)]})
	}
	var onceEach []entry
	for i := range 50 {
		onceEach = append(onceEach, entry{i, float64(i), Good})
	}
	odd := histories(plain)
	for _, h := range odd {
		for i := range h {
			h[i].Days = extremes[rnd.IntN(len(extremes))]
			h[i].Rating = Rating(rnd.IntN(9) - 2)
			h[i].Order = rnd.IntN(5)
		}
	}
	rushed := histories(plain)
	for _, h := range rushed {
		for i := range h {
			h[i].Rushed = true
		}
	}
	for _, tt := range []struct {
		name   string
		hs     []History
		nobody bool // nothing to learn from
	}{
		{"none at all", nil, true},
		{"a card without answers", []History{{}}, true},
		{"one answer", histories(plain[:1]), true},
		{"each card once", histories(onceEach), true},
		{"two answers", histories([]entry{{0, 0, Good}, {0, 3, Again}}), false},
		{"one card", histories(oneCard), false},
		{"all again", histories(all(Again)), false},
		{"all easy", histories(all(Easy)), false},
		{"the clock ran backwards", histories(backwards), false},
		{"all at one instant", histories(atOnce), true}, // recall is 1, whatever the weights
		{"numbers that are none", odd, false},
		{"all rushed", rushed, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, err := Fit(t.Context(), tt.hs, FitOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Validate(); err != nil {
				t.Error(err)
			}
			if nobody := w == Default; nobody != tt.nobody {
				t.Errorf("default weights: %t, want %t", nobody, tt.nobody)
			}
			s := NewSplit(tt.hs)
			folds, err := s.Fit(t.Context(), FitOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for _, scores := range []Scores{s.Score(folds), s.ScoreOne(&w)} {
				for _, score := range []Score{scores.All, scores.Interday} {
					for _, x := range []float64{score.LogLoss, score.RMSEBins, score.AUC} {
						if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
							t.Errorf("score %+v", score)
						}
					}
				}
			}
		})
	}
}

// With hardly any answers a fit hardly moves.
func TestFitStaysNearTheDefaultsWithFewAnswers(t *testing.T) {
	far := func(w Weights) float64 {
		sum := 0.0
		for i := range w {
			off := (w[i] - Default[i]) / spread[i]
			if i < 4 {
				off = math.Log(w[i] / Default[i])
			}
			sum += off * off
		}
		return math.Sqrt(sum / float64(len(w)))
	}
	rnd := seeded(t, 45)
	w := oddWeights()
	log := fsrsLearner(&w, 20).study(rnd, 8000)
	before := 0.0
	for _, tt := range []struct {
		answers int
		most    float64 // spreads
	}{{40, 0.1}, {150, 0.35}, {8000, 2}} {
		got, err := Fit(t.Context(), histories(log[:tt.answers]), FitOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if d := far(got); d > tt.most || d <= before {
			t.Errorf("%d answers moved the weights by %.3f spreads, want more than %.3f and at most %.3f", tt.answers, d, before, tt.most)
		} else {
			before = d
		}
	}
}

// On learners whose memory follows no FSRS, with few answers, weights fitted to
// what came before foretell better than the default ones do on the whole, and
// are hardly worse for anyone.
func TestFitIsNeverMuchWorse(t *testing.T) {
	if testing.Short() {
		t.Skip("many fits")
	}
	sum, n := 0.0, 0
	for kind := range 4 {
		for seed := range 5 {
			rnd := rand.New(rand.NewPCG(uint64(900+seed), uint64(kind)))
			size := []int{500, 700, 900, 1200, 1500}[seed]
			hs := histories(someLearner(rnd, kind).study(rnd, size))
			s := NewSplit(hs)
			folds, err := s.Fit(t.Context(), FitOptions{})
			if err != nil {
				t.Fatal(err)
			}
			fitted, plain := s.Score(folds), s.ScoreOne(&Default)
			ratio := fitted.Interday.LogLoss / plain.Interday.LogLoss
			if fitted.Interday.N == 0 {
				continue
			}
			if ratio > 1.01 {
				t.Errorf("learner %d.%d, %d answers: loss %.4f, with the default weights %.4f", kind, seed, size, fitted.Interday.LogLoss, plain.Interday.LogLoss)
			}
			sum += math.Log(ratio)
			n++
		}
	}
	if mean := math.Exp(sum / float64(n)); mean > 0.9 {
		t.Errorf("mean ratio of losses, fitted to default, of %d learners = %.3f, want at most 0.9", n, mean)
	}
}

func TestFitOfManyAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("100,000 answers")
	}
	rnd := seeded(t, 46)
	w := oddWeights()
	hs := histories(fsrsLearner(&w, 300).study(rnd, 100_000))
	got, err := Fit(t.Context(), hs, FitOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if fitted, known := foretold(&got, hs), foretold(&w, hs); fitted > 1.01*known {
		t.Errorf("loss %.5f, want within 1 %% of %.5f", fitted, known)
	}
}

// A hundred keys pressed in one evening, without regard, leave a fit to what
// came before about as good as it was; nothing tells their haste here but that
// so little was known.
func TestRushedEveningDoesNotRuinAFit(t *testing.T) {
	logOfRatios, n := 0.0, 0
	for kind := range 4 {
		for seed := range uint64(4) {
			rnd := rand.New(rand.NewPCG(3100+seed, uint64(kind)))
			log := someLearner(rnd, kind).study(rnd, 1500)
			before, after := log[:1000:1000], log[1000:]
			rushed := before
			seen := make(map[int]bool)
			for i := len(before) - 1; i >= 0 && len(seen) < 100; i-- {
				if card := before[i].card; !seen[card] {
					seen[card] = true
					rushed = append(rushed, entry{card, before[999].at + 0.05 + float64(len(seen))/86400, Again})
				}
			}
			loss := func(log []entry) float64 {
				w, err := Fit(t.Context(), histories(log), FitOptions{})
				if err != nil {
					t.Fatal(err)
				}
				all := newLog(histories(append(before, after...)))
				var ps []Prediction
				all.predict(&w, newLog(histories(before)).n(), all.n(), 0, func(p Prediction, _ bool) { ps = append(ps, p) })
				return score(ps).LogLoss
			}
			ratio := loss(rushed) / loss(before)
			if ratio > 1.15 {
				t.Errorf("learner %d.%d: a rushed evening made the loss %.3f times as high", kind, seed, ratio)
			}
			logOfRatios += math.Log(ratio)
			n++
		}
	}
	if mean := math.Exp(logOfRatios / float64(n)); mean > 1.02 {
		t.Errorf("a rushed evening made the loss %.3f times as high on average, want at most 1.02", mean)
	}
}
