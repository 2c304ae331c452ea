package quiz

import (
	"strings"
	"testing"
)

func TestCalibratedJudges(t *testing.T) {
	count := func(answers, right int) ConfidentCount { return ConfidentCount{Answers: answers, Right: right} }
	for _, tt := range []struct {
		name        string
		sure, guess ConfidentCount
		over, under bool
	}{
		{"nothing said", count(0, 0), count(0, 0), false, false},
		{"four are too few", count(4, 0), count(4, 4), false, false},
		{"one of five wrong though sure", count(5, 4), count(0, 0), true, false},
		{"exactly fifteen in a hundred wrong", count(20, 17), count(0, 0), true, false},
		{"less than that", count(20, 18), count(0, 0), false, false},
		{"exactly sixty in a hundred guessed right", count(0, 0), count(5, 3), false, true},
		{"less than that", count(0, 0), count(5, 2), false, false},
		{"both", count(10, 5), count(10, 9), true, true},
	} {
		c := Calibrated{Tag: "dates", Sure: tt.sure, Guess: tt.guess}
		c.judge()
		if c.Over != tt.over || c.Under != tt.under {
			t.Errorf("%s: over %v, under %v, want %v, %v", tt.name, c.Over, c.Under, tt.over, tt.under)
		}
		text := strings.Join(remarksOn([]Calibrated{c}), "\n")
		if strings.Contains(text, "Too sure") != tt.over || strings.Contains(text, "more than you think") != tt.under {
			t.Errorf("%s: said %q", tt.name, text)
		}
	}
}
