package quiz

import "testing"

func TestCount(t *testing.T) {
	for _, tt := range []struct {
		n          int
		noun, want string
	}{
		{0, "card", "0 cards"},
		{1, "day", "1 day"},
		{3, "day", "3 days"},
		{1, "entry", "1 entry"},
		{2, "entry", "2 entries"},
	} {
		if got := Count(tt.n, tt.noun); got != tt.want {
			t.Errorf("Count(%d, %q) = %q, want %q", tt.n, tt.noun, got, tt.want)
		}
	}
}
