package deck

import "testing"

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		want       int
	}{
		{"the same", "prompt", "prompt", 0},
		{"a letter left out", "promt", "prompt", 1},
		{"a letter too many", "answeers", "answers", 1},
		{"another letter", "hent", "hint", 1},
		{"neighbours swapped", "soruce", "source", 1},
		{"letters, not bytes", "é", "e", 1},
		{"nothing", "", "why", 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if there, back := Distance(tt.a, tt.b), Distance(tt.b, tt.a); there != tt.want || back != tt.want {
				t.Errorf("Distance(%q, %q) = %d, and %d the other way, want %d", tt.a, tt.b, there, back, tt.want)
			}
		})
	}
}
