package fsrs

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// A vector is one history as an independent program sees it, worked out in
// double precision.
type vector struct {
	Weights    *Weights     // nil: Default
	Reviews    [][2]float64 // rating, days since the review before
	Slow, Fast float64
	Difficulty float64
	Elapsed    float64 // days since the last review
	Recall     float64 // after Elapsed
	Retention  float64
	Interval   float64 // for Retention
}

func readVectors(t *testing.T, file string) []vector {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var vs []vector
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var given struct {
			vector
			Weights []float64 // an array would take too few or too many in silence
		}
		if err := json.Unmarshal(lines.Bytes(), &given); err != nil {
			t.Fatalf("%s: vector %d: %v", file, len(vs), err)
		}
		v := given.vector
		if given.Weights != nil {
			if len(given.Weights) != len(Weights{}) {
				t.Fatalf("%s: vector %d: %d weights, want %d", file, len(vs), len(given.Weights), len(Weights{}))
			}
			v.Weights = (*Weights)(given.Weights)
		}
		if len(v.Reviews) == 0 {
			t.Fatalf("%s: vector %d: no reviews", file, len(vs))
		}
		vs = append(vs, v)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return vs
}

func (v vector) check(t *testing.T, i int) {
	t.Helper()
	w := &Default
	if v.Weights != nil {
		w = v.Weights
		if err := w.Validate(); err != nil {
			t.Errorf("vector %d: Validate() = %v", i, err)
		}
	}
	var m Memory
	for _, r := range v.Reviews {
		m = w.Next(m, r[1], Rating(r[0]))
	}
	for _, tt := range []struct {
		name           string
		got, want, tol float64 // tol is relative
	}{
		{"slow", m.Slow, v.Slow, 1e-9},
		{"fast", m.Fast, v.Fast, 1e-9},
		{"difficulty", m.Difficulty, v.Difficulty, 1e-9},
		{"recall", w.Recall(m, v.Elapsed), v.Recall, 1e-9},
		{"interval", w.Interval(m, v.Retention), v.Interval, 1e-6},
	} {
		if !near(tt.got, tt.want, tt.tol) {
			t.Errorf("vector %d: %s = %.17g, want %.17g (own weights: %t, reviews: %v)",
				i, tt.name, tt.got, tt.want, v.Weights != nil, v.Reviews)
		}
	}
}

// near tells whether got is within a relative tolerance of want; NaN is near
// to nothing.
func near(got, want, tol float64) bool {
	return math.Abs(got-want) <= tol*math.Abs(want)
}

// The vectors come from a program that shares no code with this one; these are
// 40 of them, half with the default weights, chosen for their extremes and for
// histories of every length.
func TestVectors(t *testing.T) {
	vs := readVectors(t, "testdata/vectors.jsonl")
	own := 0
	for i, v := range vs {
		v.check(t, i)
		if v.Weights != nil {
			own++
		}
	}
	if len(vs) != 40 || own != 20 {
		t.Errorf("%d vectors, %d with weights of their own; want 40 and 20", len(vs), own)
	}
}

func TestAllVectors(t *testing.T) {
	fixtures := os.Getenv("KURIL_FIXTURES")
	if fixtures == "" {
		t.Skip("KURIL_FIXTURES is not set")
	}
	vs := readVectors(t, filepath.Join(fixtures, "vectors", "fsrs7.jsonl"))
	for i, v := range vs {
		v.check(t, i)
	}
	if len(vs) != 400 {
		t.Errorf("%d vectors, want 400", len(vs))
	}
}
