package fsrs

import (
	"math"
	"testing"
)

func TestRatingString(t *testing.T) {
	for r, want := range map[Rating]string{
		Again: "again", Hard: "hard", Good: "good", Easy: "easy",
		0: "rating(0)", 5: "rating(5)", -1: "rating(-1)",
	} {
		if got := r.String(); got != want {
			t.Errorf("Rating(%d).String() = %q, want %q", int(r), got, want)
		}
	}
	if Again != 1 || Hard != 2 || Good != 3 || Easy != 4 {
		t.Errorf("ratings are %d %d %d %d, want 1 2 3 4", Again, Hard, Good, Easy)
	}
}

// The figures of docs/model.md.
func TestCheckValues(t *testing.T) {
	var m Memory
	m = Default.Next(m, 0, Again)
	for _, days := range []float64{0, 1, 3, 8, 21} {
		m = Default.Next(m, days, Good)
	}
	if !near(m.Slow, 25.98571, 1e-6) || !near(m.Difficulty, 5.877550, 1e-6) {
		t.Errorf("after again and good five times: %+v, want slow 25.98571, difficulty 5.877550", m)
	}

	for r, want := range map[Rating]float64{Again: 3.828e-5, Hard: 0.5975, Good: 4.778, Easy: 53.87} {
		if got := Default.Interval(Default.Next(Memory{}, 0, r), 0.9); !near(got, want, 5e-4) {
			t.Errorf("a new card rated %v waits %.5g days, want %g", r, got, want)
		}
	}

	even := Memory{Slow: 1, Fast: 1, Difficulty: 5}
	for i, want := range []float64{36500, 36500, 36500, 12813, 843, 92, 13, 2} {
		retention := float64(i+1) / 10
		if got := math.Round(Default.Interval(even, retention)); got != want {
			t.Errorf("Interval(%+v, %g) = %g, want %g", even, retention, got, want)
		}
	}
}

// A first answer is read off the weights.
func TestFirstAnswer(t *testing.T) {
	for _, r := range ratings {
		m := Default.Next(Memory{}, 0, r)
		if m.Slow != Default[r-1] || m.Fast != 0.8*Default[r-1] {
			t.Errorf("Next(zero, 0, %v) = %+v, want slow %g and four fifths of it", r, m, Default[r-1])
		}
		for _, days := range []float64{-1, 7, math.NaN(), math.Inf(1)} {
			if got := Default.Next(Memory{}, days, r); got != m {
				t.Errorf("Next(zero, %g, %v) = %+v, want %+v whatever the days", days, r, got, m)
			}
		}
	}
}

func TestZeroMemory(t *testing.T) {
	for _, x := range []float64{-1, 0, 0.5, 1, 100, math.NaN(), math.Inf(1)} {
		if got := Default.Recall(Memory{}, x); got != 0 {
			t.Errorf("Recall(zero, %g) = %g, want 0", x, got)
		}
		if got := Default.Interval(Memory{}, x); got != 0 {
			t.Errorf("Interval(zero, %g) = %g, want 0", x, got)
		}
	}
}

func TestOddArguments(t *testing.T) {
	m := Default.Next(Memory{}, 0, Good)
	for _, days := range []float64{-1, math.Inf(-1), math.NaN()} {
		if got, want := Default.Recall(m, days), Default.Recall(m, 0); got != want {
			t.Errorf("Recall(m, %g) = %g, want %g as at once", days, got, want)
		}
		if got, want := Default.Next(m, days, Good), Default.Next(m, 0, Good); got != want {
			t.Errorf("Next(m, %g, good) = %+v, want %+v as at once", days, got, want)
		}
	}
	for _, tt := range []struct{ odd, as Rating }{{0, Again}, {-7, Again}, {5, Easy}, {math.MaxInt, Easy}, {math.MinInt, Again}} {
		if got, want := Default.Next(m, 3, tt.odd), Default.Next(m, 3, tt.as); got != want {
			t.Errorf("Next(m, 3, %v) = %+v, want %+v as for %v", tt.odd, got, want, tt.as)
		}
		if got, want := Default.Next(Memory{}, 3, tt.odd), Default.Next(Memory{}, 3, tt.as); got != want {
			t.Errorf("Next(zero, 3, %v) = %+v, want %+v as for %v", tt.odd, got, want, tt.as)
		}
	}
	for _, tt := range []struct {
		retention, want float64
	}{
		{math.NaN(), shortest}, {math.Inf(1), shortest}, {2, shortest}, {1, shortest},
		{0, longest}, {-1, longest}, {math.Inf(-1), longest}, {floor, longest},
	} {
		if got := Default.Interval(m, tt.retention); got != tt.want {
			t.Errorf("Interval(m, %g) = %g, want %g", tt.retention, got, tt.want)
		}
	}
	for _, tt := range []struct{ odd, as Memory }{
		{Memory{5, 0, 0}, Memory{5, minStability, 1}},
		{Memory{-5, math.NaN(), 11}, Memory{minStability, minStability, 10}},
		{Memory{math.Inf(1), 1e9, math.Inf(-1)}, Memory{maxStability, maxStability, 1}},
	} {
		if got, want := Default.Recall(tt.odd, 3), Default.Recall(tt.as, 3); got != want {
			t.Errorf("Recall(%+v, 3) = %g, want %g as for %+v", tt.odd, got, want, tt.as)
		}
		if got, want := Default.Next(tt.odd, 3, Good), Default.Next(tt.as, 3, Good); got != want {
			t.Errorf("Next(%+v, 3, good) = %+v, want %+v as for %+v", tt.odd, got, want, tt.as)
		}
	}
}

// The worked example of docs/model.md: good whenever recall is down to 0.9.
func TestWorkedExample(t *testing.T) {
	var m Memory
	days := 0.0
	for i, want := range []struct {
		r                            Rating
		slow, fast, difficulty, next float64
	}{
		{Good, 3.922, 3.138, 3.531, 4.778},
		{Good, 10.94, 175.1, 3.498, 26.17},
		{Good, 30.59, 601.7, 3.465, 92.44},
		{Good, 85.80, 1247, 3.433, 293.0},
		{Again, 10.33, 1.522, 8.719, 3.065},
	} {
		m = Default.Next(m, days, want.r)
		days = Default.Interval(m, 0.9)
		if !near(m.Slow, want.slow, 5e-4) || !near(m.Fast, want.fast, 5e-4) ||
			!near(m.Difficulty, want.difficulty, 5e-4) || !near(days, want.next, 5e-4) {
			t.Errorf("answer %d: %+v and %.5g days, want %+v", i+1, m, days, want)
		}
	}
}
