package fsrs

import (
	"cmp"
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"
)

func TestScore(t *testing.T) {
	a, b := bin{days: 1}, bin{days: 2}
	for _, tt := range []struct {
		name string
		ps   []Prediction
		want Score
	}{
		{"nothing predicted", nil, Score{AUC: 0.5}},
		{"one kind of answer has no order", []Prediction{{0.8, true, a}, {0.6, true, a}},
			Score{-(math.Log(0.8) + math.Log(0.6)) / 2, 0.3, 0.5, 2}},
		{"certain and wrong costs no more than a ten-thousandth", []Prediction{{1 - 1e-5, false, a}},
			Score{-math.Log(1e-4), 1 - 1e-5, 0.5, 1}},
		{"in the right order", []Prediction{{0.9, true, a}, {0.4, false, a}},
			Score{-(math.Log(0.9) + math.Log(0.6)) / 2, 0.15, 1, 2}},
		{"in the wrong order", []Prediction{{0.4, true, a}, {0.9, false, a}},
			Score{-(math.Log(0.4) + math.Log(0.1)) / 2, 0.15, 0, 2}},
		{"a tie is half", []Prediction{{0.5, true, a}, {0.5, false, a}, {0.5, false, a}},
			Score{math.Ln2, 1.0/2 - 1.0/3, 0.5, 3}},
		{"bins weigh by what is in them", []Prediction{{0.5, true, a}, {0.5, true, a}, {0.5, true, a}, {0.5, false, b}},
			Score{math.Ln2, 0.5, 0.5, 4}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := score(tt.ps)
			if !alike(got.LogLoss, tt.want.LogLoss, 0, 1e-12) || !alike(got.RMSEBins, tt.want.RMSEBins, 0, 1e-12) ||
				got.AUC != tt.want.AUC || got.N != tt.want.N {
				t.Errorf("score = %+v, want %+v", got, tt.want)
			}
		})
	}
}

// Two reviews share a bin when the middles of their bins, rounded as in
// docs/model.md, are the same.
func TestBins(t *testing.T) {
	middle := func(base, times, x, places float64) float64 {
		if x == 0 {
			return 0
		}
		p := math.Pow(10, places)
		return math.Round(times*math.Pow(base, math.Floor(math.Log(x)/math.Log(base)))*p) / p
	}
	type middles [3]float64
	seen := make(map[bin]middles)
	back := make(map[middles]bin)
	for _, days := range []float64{0, 1e-9, 1e-4, 2e-4, 1e-3, 0.0014, 0.005, 0.007, 0.01, 0.1, 0.5, 0.9, 1, 1.1, 3.6, 3.63, 13, 14, 100, 36500} {
		for number := 2; number < 70; number++ {
			for lapses := range 20 {
				b := binOf(days, number, lapses)
				m := middles{middle(3.62, 2.48, days, 2), middle(1.89, 1.99, float64(number), 0), middle(1.73, 1.65, float64(lapses), 0)}
				if was, ok := seen[b]; ok && was != m {
					t.Fatalf("binOf(%g, %d, %d) holds middles %v and %v", days, number, lapses, was, m)
				}
				if was, ok := back[m]; ok && was != b {
					t.Fatalf("binOf(%g, %d, %d) = %v, and %v has the same middles", days, number, lapses, b, was)
				}
				seen[b], back[m] = m, b
			}
		}
	}
}

// Blocks are the last five times a sixth, and what is scored is in them only.
func TestSplitBlocks(t *testing.T) {
	var log []entry
	for i := range 25 { // 24 predictions and 1 first answer
		log = append(log, entry{0, float64(i) * 0.4, Good})
	}
	s := NewSplit(histories(log))
	if n := s.Predictions(); n != 24 || s.test != 4 || s.before(0) != 4 || s.before(4) != 20 {
		t.Errorf("%d predictions, blocks of %d after %d to %d; want 24, 4, 4, 20", n, s.test, s.before(0), s.before(4))
	}
	scores := s.ScoreOne(&Default)
	later := 0
	for i := 5; i < 25; i++ { // what is predicted fifth is answer 5
		if math.Floor(float64(i)*0.4) > math.Floor(float64(i-1)*0.4) {
			later++
		}
	}
	if scores.All.N != 20 || scores.Interday.N != later {
		t.Errorf("scored %d predictions, %d of them on later days; want 20 and %d", scores.All.N, scores.Interday.N, later)
	}
	if got := s.Since(20).ScoreOne(&Default).All.N; got != 5 {
		t.Errorf("scored %d predictions since the twenty-first answer, want 5", got)
	}
	if s := NewSplit(histories(log[:6])); s.ScoreOne(&Default).All.N != 0 {
		t.Error("five predictions make no blocks, and yet some were scored")
	}
}

// A real log: what a fit learns from the past must help with what came after,
// and the default weights score as they did when this was written.
func TestSplitOfARealLog(t *testing.T) {
	fixtures := os.Getenv("KURIL_FIXTURES")
	if fixtures == "" {
		t.Skip("KURIL_FIXTURES is not set")
	}
	hs := histories(readLog(t, fixtures+"/data/reviews-josh.csv"))
	s := NewSplit(hs)
	folds, err := s.Fit(t.Context(), FitOptions{})
	if err != nil {
		t.Fatal(err)
	}
	fitted, plain := s.Score(folds).Interday, s.ScoreOne(&Default).Interday
	if fitted.N != 5568 || !alike(plain.LogLoss, 0.45856, 0, 1e-5) {
		t.Errorf("default weights: %+v, want a loss of 0.45856 over 5568", plain)
	}
	if fitted.LogLoss > 0.437 || fitted.RMSEBins > plain.RMSEBins || fitted.AUC < plain.AUC {
		t.Errorf("fitted: %+v, want a loss of at most 0.437 and nothing worse than %+v", fitted, plain)
	}
}

// readLog reads card, instant in ms and rating; days begin at four in the
// morning.
func readLog(t *testing.T, path string) []entry {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var log []entry
	for _, row := range rows[1:] {
		card, err1 := strconv.Atoi(row[0])
		at, err2 := strconv.ParseFloat(row[1], 64)
		rating, err3 := strconv.Atoi(row[2])
		if err := cmp.Or(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		log = append(log, entry{card, (at/3_600_000 - 4) / 24, Rating(rating)})
	}
	slices.SortStableFunc(log, func(a, b entry) int { return cmp.Compare(a.at, b.at) })
	return log
}
