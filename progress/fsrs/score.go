package fsrs

import (
	"cmp"
	"math"
	"slices"
)

// A Score says how well recall was predicted. None of its numbers is ever NaN.
type Score struct {
	LogLoss  float64 // mean of −ln of the chance given to what was answered; less is better
	RMSEBins float64 // root mean square of predicted less real recall, by bins of like reviews
	AUC      float64 // chance that a recalled review had the higher prediction; 0.5 when there is no telling
	N        int     // predictions
}

// A Prediction is one answer that a model foretold.
type Prediction struct {
	Recall float64
	Known  bool
	bin    bin
}

// A bin holds reviews that are much alike: a like number of days after the
// answer before, of a like running number, after a like number of lapses.
type bin struct{ days, number, lapses int }

// binOf returns the bin of a review: its time since the answer before in days,
// its number among the card's reviews from 1 and the lapses before it. Bins
// are named by their exponent, which is as good as by their middle.
func binOf(days float64, number, lapses int) bin {
	b := bin{days: math.MinInt, number: floorLog(float64(number), 1.89), lapses: math.MinInt}
	// Below 0.005 the middle, written with two places, is the same for all.
	if e := floorLog(days, 3.62); days > 0 && 2.48*math.Pow(3.62, float64(e)) >= 0.005 {
		b.days = e
	}
	if lapses > 0 {
		b.lapses = floorLog(float64(lapses), 1.73)
	}
	return b
}

func floorLog(x, base float64) int { return int(math.Floor(math.Log(x) / math.Log(base))) }

// score scores predictions.
func score(ps []Prediction) Score {
	s := Score{N: len(ps), AUC: 0.5}
	if s.N == 0 {
		return s
	}
	type sums struct{ recall, known, n float64 }
	bins := make(map[bin]*sums)
	for _, p := range ps {
		recall := clamp(p.Recall, 1e-4, 1-1e-4)
		in := bins[p.bin]
		if in == nil {
			in = new(sums)
			bins[p.bin] = in
		}
		in.recall += p.Recall
		in.n++
		if p.Known {
			s.LogLoss -= math.Log(recall)
			in.known++
		} else {
			s.LogLoss -= math.Log(1 - recall)
		}
	}
	s.LogLoss /= float64(s.N)
	squares := make([]float64, 0, len(bins))
	for _, in := range bins {
		off := (in.recall - in.known) / in.n
		squares = append(squares, off*off*in.n)
	}
	slices.Sort(squares) // a map has no order, and a sum must have one
	for _, x := range squares {
		s.RMSEBins += x
	}
	s.RMSEBins = math.Sqrt(s.RMSEBins / float64(s.N))
	s.AUC = auc(ps)
	return s
}

// auc counts, over all pairs of a known and an unknown review, how often the
// known one had the higher prediction; a tie is half.
func auc(ps []Prediction) float64 {
	ps = slices.Clone(ps)
	slices.SortFunc(ps, func(a, b Prediction) int { return cmp.Compare(a.Recall, b.Recall) })
	var pairs, known, unknown float64
	for i := 0; i < len(ps); {
		var k, u float64
		j := i
		for ; j < len(ps) && ps[j].Recall == ps[i].Recall; j++ {
			if ps[j].Known {
				k++
			} else {
				u++
			}
		}
		pairs += k * (unknown + u/2)
		known += k
		unknown += u
		i = j
	}
	if known == 0 || unknown == 0 {
		return 0.5
	}
	return pairs / (known * unknown)
}
