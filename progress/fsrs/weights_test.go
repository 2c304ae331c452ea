package fsrs

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, tt := range []struct {
		name string
		set  map[int]float64
		want string // "": valid
	}{
		{"the defaults are valid", nil, ""},
		{"no number at all", map[int]float64{9: nan}, "weight w9 is NaN, want 0.3 to 3"},
		{"without end", map[int]float64{9: inf}, "weight w9 is +Inf, want 0.3 to 3"},
		{"without end below", map[int]float64{9: -inf}, "weight w9 is -Inf, want 0.3 to 3"},
		{"the first weight in the order is no number", map[int]float64{0: nan}, "weight w0 is NaN, want 0.0001 to 50"},
		{"the first of two is named", map[int]float64{33: 7, 4: 0}, "weight w4 is 0, want 1 to 10"},
		{"better first answers never last shorter", map[int]float64{2: 2.0}, "weight w2 is 2, want 2.2395 to 100 (not below w1)"},
		{"easy shorter than good", map[int]float64{3: 3.9220}, "weight w3 is 3.922, want 3.9221 to 100 (not below w2)"},
		{"hard shorter than again", map[int]float64{0: 3}, "weight w1 is 2.2395, want 3 to 100 (not below w0)"},
		{"equal first answers", map[int]float64{0: 5, 1: 5, 2: 5, 3: 5}, ""},
		{"the slow trace below the fast one", map[int]float64{25: 0.8, 26: 0.7}, "weight w26 is 0.7, want 0.8 to 0.99 (not below w25)"},
		{"the slow trace equal to the fast one", map[int]float64{25: 0.8, 26: 0.8}, ""},
		{"the slow trace below a half", map[int]float64{25: 0.3, 26: 0.4}, "weight w26 is 0.4, want 0.5 to 0.99"},
		{"the slow trace at a half", map[int]float64{25: 0.3, 26: 0.5}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := Default
			for i, x := range tt.set {
				w[i] = x
			}
			before := fmt.Sprint(w)
			got := ""
			if err := w.Validate(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("Validate() = %q, want %q", got, tt.want)
			}
			if after := fmt.Sprint(w); after != before {
				t.Errorf("Validate() changed the weights from %s to %s", before, after)
			}
		})
	}
}

// Every weight may be at either end of its range and not a hair beyond.
func TestValidateEnds(t *testing.T) {
	ranges := [len(Weights{})][2]float64{
		{1e-4, 50}, {1e-4, 100}, {1e-4, 100}, {1e-4, 100},
		{1, 10}, {.001, 4}, {.1, 4},
		{0, 4}, {0, 1.2}, {.3, 3}, {.01, 1.5}, {.1, 1}, {0, 3.5}, {0, 1}, {1, 7},
		{0, 4}, {0, 2}, {.5, 6}, {.001, 1.5}, {.001, 1}, {0, 5}, {0, 1}, {1, 7},
		{.01, .25}, {.01, .95}, {.2, .85}, {.5, .99}, {.01, 1}, {.1, 1},
		{0, .9}, {.1, 1.1}, {0, 1}, {0, .6}, {0, .6},
	}
	for i, r := range ranges {
		// The others leave room, so that only this weight's own range counts.
		room := Default
		room[0], room[1], room[2], room[3] = 1e-4, 1e-4, 1e-4, 1e-4
		for j := i + 1; j < 4; j++ {
			room[j] = 100
		}
		room[25] = .2
		if i == 25 {
			room[26] = .99
		}
		for _, x := range r {
			w := room
			w[i] = x
			if err := w.Validate(); err != nil {
				t.Errorf("w%d = %g: Validate() = %v, want nil", i, x, err)
			}
		}
		for _, x := range []float64{math.Nextafter(r[0], -1), math.Nextafter(r[1], 1000), math.NaN(), math.Inf(1), math.Inf(-1)} {
			w := room
			w[i] = x
			err := w.Validate()
			if err == nil {
				t.Errorf("w%d = %v: Validate() = nil, want an error", i, x)
				continue
			}
			want := fmt.Sprintf("weight w%d is %g, want %g to %g", i, x, r[0], r[1])
			if !strings.HasPrefix(err.Error(), want) {
				t.Errorf("w%d = %v: Validate() = %q, want %q", i, x, err, want)
			}
		}
	}
}
