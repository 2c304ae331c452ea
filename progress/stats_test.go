package progress

import (
	"slices"
	"testing"

	"kuril/progress/fsrs"
)

func TestCount(t *testing.T) {
	for _, tt := range []struct {
		name string
		days []Day // before today
		want Count
	}{
		{"none", nil, Count{}},
		{"today", []Day{0}, Count{1, 1, 1}},
		{"yesterday still counts", []Day{1, 2}, Count{2, 2, 2}},
		{"the day before does not", []Day{2, 3, 4}, Count{3, 0, 3}},
		{"a gap ends it", []Day{0, 1, 3, 4, 5, 6, 9}, Count{7, 2, 4}},
	} {
		var days []Day
		for _, d := range tt.days {
			days = append(days, today-d)
		}
		if got := count(days, today, nil); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestDays(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	practised := event(Practised, "q", 1, 0)
	record(t, s, review("q", 0, 0, fsrs.Good))
	record(t, s, practised)
	record(t, s, event(Suspended, "q", 2, 0)) // no answer
	record(t, s, review("q", 3, 0, fsrs.Good), review("p", 3, 0, fsrs.Good))
	record(t, s, review("q", 4, 0, fsrs.Good))
	taken, _ := record(t, s, review("q", 5, 0, fsrs.Good))
	if _, _, err := s.Undo(t.Context(), taken[0].ID, taken[0].At, taken[0].Day); err != nil {
		t.Fatal(err)
	}
	record(t, s, review("q", 30, 0, fsrs.Good)) // a clock that ran ahead
	for back, want := range map[Day]Count{
		0: {1, 1, 1}, 1: {2, 2, 2}, 2: {2, 2, 2}, 3: {3, 1, 2}, 4: {4, 2, 2}, 5: {4, 2, 2}, 6: {4, 0, 2},
	} {
		got, err := s.Days(t.Context(), today+back, nil)
		if err != nil || got != want {
			t.Errorf("day %d: %+v, %v, want %+v", back, got, err, want)
		}
	}
	for back, want := range map[Day]Day{0: 0, 1: today, 2: today + 1, 3: today + 1, 5: today + 4, 6: today + 4, 31: today + 30} {
		got, err := s.Studied(t.Context(), today+back)
		if err != nil || got != want {
			t.Errorf("the study day before day %d is %v, %v, want %v", back, got, err, want)
		}
	}
}

// A planned day off is as if it were not there.
func TestCountSparesDaysOff(t *testing.T) {
	off := func(days ...Day) func(Day) bool {
		return func(d Day) bool { return slices.Contains(days, today-d) }
	}
	for _, tt := range []struct {
		name string
		days []Day // before today
		off  []Day
		want Count
	}{
		{"between two", []Day{0, 3}, []Day{1, 2}, Count{2, 2, 2}},
		{"one of two is not enough", []Day{0, 3}, []Day{1}, Count{2, 1, 1}},
		{"up to yesterday", []Day{4, 5}, []Day{1, 2, 3}, Count{2, 2, 2}},
		{"today is one, and yesterday was missed", []Day{2}, []Day{0}, Count{1, 0, 1}},
		{"studied on a day off counts", []Day{0, 1, 2}, []Day{1}, Count{3, 3, 3}},
	} {
		var days []Day
		for _, d := range tt.days {
			days = append(days, today-d)
		}
		if got := count(days, today, off(tt.off...)); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}
