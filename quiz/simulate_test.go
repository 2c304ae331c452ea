package quiz

import "testing"

func TestSweetSpot(t *testing.T) {
	for _, tt := range []struct {
		name string
		rows []SimulatedRow
		want float64
	}{
		{"a knee", []SimulatedRow{
			{Retention: 0.7, Minutes: 1, Remembered: 100}, {Retention: 0.8, Minutes: 2, Remembered: 180},
			{Retention: 0.9, Minutes: 6, Remembered: 190}, {Retention: 0.97, Minutes: 11, Remembered: 200},
		}, 0.8},
		{"time buys more and more", []SimulatedRow{
			{Retention: 0.7, Minutes: 1, Remembered: 100}, {Retention: 0.8, Minutes: 6, Remembered: 101},
			{Retention: 0.97, Minutes: 11, Remembered: 200},
		}, 0.7},
		{"nothing to choose from", []SimulatedRow{{Retention: 0.7}, {Retention: 0.97}}, 0.7},
		{"one", []SimulatedRow{{Retention: 0.9, Minutes: 3, Remembered: 7}}, 0.9},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := sweetSpot(tt.rows); got != tt.want {
				t.Errorf("sweetSpot = %v, want %v", got, tt.want)
			}
		})
	}
}
