package fsrs

import (
	"math"
	"slices"
)

// A day further from the usual one than this many times the usual distance
// counts less, by the square of how many times less it should have been.
const farDay = 3

// trust returns how much each study day counts among the first n predictions:
// 1, and less for a day on which the learner knew far more or far less than on
// others, measured by what the default weights foretell. A hundred keys pressed
// to be done with it say more about that evening than about memory.
func (l *log) trust(n int) func(day int) float64 {
	tallies := make(map[int]*tally)
	for i, h := range l.histories {
		for k := 1; k < len(h) && l.ranks[i][k] < n; k++ {
			if h[k].Rushed {
				continue
			}
			t := tallies[h[k].Day]
			if t == nil {
				t = new(tally)
				tallies[h[k].Day] = t
			}
			t.add(l.plain[i][k], h[k].Rating > Again)
		}
	}
	offs := make([]float64, 0, len(tallies))
	for _, t := range tallies {
		offs = append(offs, t.off())
	}
	usual := median(offs)
	for i := range offs {
		offs[i] = math.Abs(offs[i] - usual)
	}
	width := max(1, 1.4826*median(offs)) // a standard deviation, were days normal
	return func(day int) float64 {
		t := tallies[day]
		if t == nil {
			return 1
		}
		much := min(1, farDay*width/math.Abs(t.off()-usual))
		return much * much
	}
}

// A tally is how a day's answers differed from what was foretold.
type tally struct{ known, variance float64 }

func (t *tally) add(recall float64, known bool) {
	t.known -= recall
	if known {
		t.known++
	}
	t.variance += recall * (1 - recall)
}

// off returns how many more were known than foretold, in standard deviations,
// of one answer at least.
func (t *tally) off() float64 { return t.known / math.Sqrt(t.variance+1) }

// median sorts xs and returns the one in the middle, 0 when there is none.
func median(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	slices.Sort(xs)
	return xs[len(xs)/2]
}
