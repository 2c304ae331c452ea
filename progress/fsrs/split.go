package fsrs

import (
	"context"
	"runtime"
	"slices"
	"sync"
)

// A log is all histories of a learner and the order in time of what there was
// to predict: every answer but the first of a card.
type log struct {
	histories []History
	ranks     [][]int     // place among all predictions, from 0, by card and answer
	plain     [][]float64 // recall by the default weights, by card and answer
	last      int
}

func newLog(histories []History) *log {
	l := &log{histories: histories, ranks: make([][]int, len(histories)), plain: make([][]float64, len(histories))}
	type place struct{ order, card, answer int }
	var places []place
	for i, h := range histories {
		l.ranks[i] = make([]int, len(h))
		l.plain[i] = make([]float64, len(h))
		latest := 0
		var m Memory
		for k, a := range h {
			// A card's answers stand in order, whatever their clock said.
			latest = max(latest, a.Order)
			if k > 0 {
				places = append(places, place{latest, i, k})
				l.plain[i][k] = Default.Recall(m, a.Days)
			}
			m = Default.Next(m, a.Days, a.Rating)
		}
	}
	slices.SortStableFunc(places, func(a, b place) int { return a.order - b.order })
	for rank, p := range places {
		l.ranks[p.card][p.answer] = rank
	}
	l.last = len(places)
	return l
}

// n returns the number of predictions.
func (l *log) n() int { return l.last }

// Folds is in how many blocks of time a Split tests.
const Folds = 5

// A Split cuts a log in time, so that weights are always judged by what came
// after all that they were fitted to. Of n predictions in order of time, the
// last five times n/6 are five blocks; each is predicted by weights fitted to
// all before it.
type Split struct {
	log   *log
	test  int // predictions in a block
	since int // order of the first answer to be scored
}

// NewSplit returns the split of a log.
func NewSplit(histories []History) *Split {
	l := newLog(histories)
	return &Split{log: l, test: l.n() / (Folds + 1)}
}

// Predictions returns how many there are in the whole log.
func (s *Split) Predictions() int { return s.log.n() }

// Since returns the split that scores only answers from an order on. Weights
// that were fitted to what came earlier can be judged by it fairly.
func (s *Split) Since(order int) *Split {
	later := *s
	later.since = order
	return &later
}

// before returns how many predictions come before a block.
func (s *Split) before(fold int) int { return s.log.n() - (Folds-fold)*s.test }

// Fit fits weights to what comes before each block.
func (s *Split) Fit(ctx context.Context, o FitOptions) ([Folds]Weights, error) {
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var (
		fitted  [Folds]Weights
		errs    [Folds]error
		working sync.WaitGroup
		told    sync.Mutex
		done    [Folds]int
		all     [Folds]int
	)
	free := make(chan struct{}, workers)
	for fold := Folds - 1; fold >= 0; fold-- { // the longest first
		free <- struct{}{}
		working.Add(1)
		go func() {
			defer func() { <-free; working.Done() }()
			own := FitOptions{Workers: max(1, workers/Folds)}
			if o.Progress != nil {
				own.Progress = func(d, a int) {
					told.Lock()
					defer told.Unlock()
					// Shares of the whole, by how much each fold has to learn.
					n := s.before(fold)
					done[fold], all[fold] = n*d/a, n
					sum, total := 0, 0
					for i := range done {
						sum += done[i]
						total += s.before(i)
					}
					o.Progress(sum, total)
				}
			}
			fitted[fold], errs[fold] = s.log.fit(ctx, s.before(fold), own)
		}()
	}
	working.Wait()
	for _, err := range errs {
		if err != nil {
			return fitted, err
		}
	}
	return fitted, nil
}

// Scores are the two scores of a split: of all predictions, and of those at
// least one study day after the card's answer before.
type Scores struct{ All, Interday Score }

// Score scores weights on the blocks, one set for each.
func (s *Split) Score(weights [Folds]Weights) Scores {
	var all, later []Prediction
	for fold := range weights {
		from := s.before(fold)
		s.log.predict(&weights[fold], from, from+s.test, s.since, func(p Prediction, nextDay bool) {
			all = append(all, p)
			if nextDay {
				later = append(later, p)
			}
		})
	}
	return Scores{score(all), score(later)}
}

// ScoreOne scores the same weights on all blocks.
func (s *Split) ScoreOne(w *Weights) Scores {
	var all [Folds]Weights
	for i := range all {
		all[i] = *w
	}
	return s.Score(all)
}

// predict yields the predictions with ranks from until before to, of answers
// from order since on.
func (l *log) predict(w *Weights, from, to, since int, yield func(p Prediction, later bool)) {
	for i, h := range l.histories {
		ranks := l.ranks[i]
		last := len(h) - 1
		for last > 0 && ranks[last] >= to {
			last--
		}
		if last < 1 || ranks[last] < from {
			continue
		}
		m := w.Next(Memory{}, 0, h[0].Rating)
		lapses := 0
		for k := 1; k <= last; k++ {
			a := &h[k]
			days := elapsed(a.Days)
			if ranks[k] >= from && a.Order >= since {
				yield(Prediction{w.Recall(m, days), a.Rating > Again, binOf(days, k+1, lapses)}, h.nextDay(k))
			}
			m = w.Next(m, days, a.Rating)
			if a.Rating <= Again {
				lapses++
			}
		}
	}
}
