package quiz

import "testing"

func TestPortion(t *testing.T) {
	for _, tt := range []struct{ backlog, want int }{
		{0, 0}, {49, 0}, {50, 20}, {200, 20}, {201, 30}, {400, 40}, {1000, 100},
	} {
		if got := portion(tt.backlog); got != tt.want {
			t.Errorf("portion(%d) = %d, want %d", tt.backlog, got, tt.want)
		}
	}
}
