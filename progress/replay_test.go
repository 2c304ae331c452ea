package progress

import (
	"maps"
	"math"
	"math/rand"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// play gives events ids and running numbers as a store would.
func play(events ...Event) []Event {
	for i := range events {
		e := &events[i]
		e.Device, e.N = "here", int64(i+1)
		if e.ID == "" {
			e.ID = string(rune('a' + i))
		}
	}
	return events
}

func event(kind Kind, card string, days int, minutes float64) Event {
	e := review(card, days, minutes, 0)
	e.Kind, e.Due = kind, 0
	return e
}

func undo(ref string) Event {
	e := event(Undone, "q", 50, 0)
	e.Ref = ref
	return e
}

func TestReplay(t *testing.T) {
	again := func(days int, minutes float64) Event {
		e := review("q", days, minutes, fsrs.Again)
		e.Due = e.Day
		return e
	}
	good := func(days int, minutes float64) Event { return review("q", days, minutes, fsrs.Good) }
	practised := func(days int, minutes float64, r fsrs.Rating) Event {
		e := event(Practised, "q", days, minutes)
		e.Rating = r
		return e
	}
	scheduled := event(Scheduled, "q", 1, 0)
	scheduled.Due = today + 9
	unscheduled := func(e Event) Event {
		e.Due = 0
		return e
	}
	type want struct {
		due                      Day
		reviews, lapses, agains  int
		open, first, susp, mark  bool
		missing, isNew, learning bool // learning and missing on the last day
	}
	for _, tt := range []struct {
		name   string
		events []Event
		want   want
	}{
		{"a first good", []Event{good(0, 0)}, want{due: today + 3, reviews: 1}},
		{"a first Again is no lapse", []Event{again(0, 0)},
			want{due: today, reviews: 1, agains: 1, open: true, first: true, missing: true, learning: true}},
		{"success closes", []Event{again(0, 0), good(0, 5)},
			want{due: today + 3, reviews: 2, first: true}},
		{"Again the next day after an open first meeting is no lapse", []Event{again(0, 0), again(1, 0)},
			want{due: today + 1, reviews: 2, agains: 1, open: true, first: true, missing: true, learning: true}},
		{"Again after a recall on an earlier day is a lapse", []Event{good(0, 0), again(3, 0)},
			want{due: today + 3, reviews: 2, lapses: 1, agains: 1, open: true, missing: true, learning: true}},
		{"one bad day is one lapse", []Event{good(0, 0), again(3, 0), again(3, 5), again(4, 0)},
			want{due: today + 4, reviews: 4, lapses: 1, agains: 1, open: true, missing: true, learning: true}},
		{"Again after a recall on the same day is no lapse", []Event{good(0, 0), again(0, 5)},
			want{due: today, reviews: 2, agains: 1, open: true, missing: true, learning: true}},
		{"two bad days with a recall between are two", []Event{good(0, 0), again(3, 0), good(3, 5), again(6, 0)},
			want{due: today + 6, reviews: 4, lapses: 2, agains: 1, open: true, missing: true, learning: true}},
		{"an Again without a decision stays today", []Event{unscheduled(again(0, 0))},
			want{due: today, reviews: 1, agains: 1, open: true, first: true, missing: true, learning: true}},
		{"the fifth without a decision is due tomorrow",
			[]Event{unscheduled(again(0, 0)), unscheduled(again(0, 1)), unscheduled(again(0, 2)), unscheduled(again(0, 3)), unscheduled(again(0, 4))},
			want{due: today + 1, reviews: 5, agains: 5, open: true, first: true, missing: true, learning: true}},
		{"a success without a decision is due tomorrow", []Event{unscheduled(good(0, 0))}, want{due: today + 1, reviews: 1}},
		{"practice changes neither memory nor due day", []Event{good(0, 0), practised(1, 0, fsrs.Easy)}, want{due: today + 3, reviews: 1}},
		{"practice counts as missed", []Event{good(0, 0), practised(1, 0, fsrs.Again)}, want{due: today + 3, reviews: 1, missing: true}},
		{"practice makes good a miss", []Event{good(0, 0), again(3, 0), practised(3, 5, fsrs.Good)},
			want{due: today + 3, reviews: 2, lapses: 1, agains: 1, open: true, learning: true}},
		{"no answer in an exam is no miss", []Event{good(0, 0), practised(1, 0, 0)}, want{due: today + 3, reviews: 1}},
		{"practice of a new card leaves it new", []Event{practised(0, 0, fsrs.Good)}, want{isNew: true}},
		{"a due day set otherwise", []Event{good(0, 0), scheduled}, want{due: today + 9, reviews: 1}},
		{"a new card put off", []Event{scheduled}, want{due: today + 9, isNew: true}},
		{"suspended and marked", []Event{event(Suspended, "q", 0, 0), event(Marked, "q", 0, 1)}, want{susp: true, mark: true, isNew: true}},
		{"resumed and unmarked", []Event{event(Suspended, "q", 0, 0), event(Marked, "q", 0, 1), event(Resumed, "q", 0, 2), event(Unmarked, "q", 0, 3)},
			want{isNew: true}},
		{"reset makes new and keeps the mark", []Event{again(0, 0), good(0, 5), again(4, 0), event(Marked, "q", 4, 1), event(Reset, "q", 4, 2)},
			want{mark: true, isNew: true}},
		{"after a reset the first Again is no lapse again", []Event{good(0, 0), event(Reset, "q", 3, 0), again(4, 0)},
			want{due: today + 4, reviews: 1, agains: 1, open: true, first: true, missing: true, learning: true}},
		{"an undone answer never was", []Event{good(0, 0), again(3, 0), undo("b")}, want{due: today + 3, reviews: 1}},
		{"an undone reset never was", []Event{good(0, 0), event(Reset, "q", 3, 0), undo("b")}, want{due: today + 3, reviews: 1}},
		{"an undo cannot be undone", []Event{good(0, 0), again(3, 0), undo("b"), undo("c")}, want{due: today + 3, reviews: 1}},
		{"nothing but taken back", []Event{good(0, 0), undo("a")}, want{isNew: true}},
	} {
		s := Replay(play(tt.events...), nil)["q"]
		last := today
		for _, e := range tt.events {
			if e.Kind != Undone {
				last = e.Day
			}
		}
		got := want{
			due: s.Due, reviews: s.Reviews, lapses: s.Lapses, agains: s.Agains, open: s.Open, first: s.FirstAgain,
			susp: s.Suspended, mark: s.Marked, missing: s.Missing(today), isNew: s.New(), learning: s.Learning(last),
		}
		if got != tt.want {
			t.Errorf("%s:\n got %+v\nwant %+v", tt.name, got, tt.want)
		}
		if s.New() != (s.Memory == fsrs.Memory{}) {
			t.Errorf("%s: new is %v with memory %+v", tt.name, s.New(), s.Memory)
		}
	}
}

func TestReplayBatch(t *testing.T) {
	a, b := review("q", 0, 0, fsrs.Good), review("p", 0, 0, fsrs.Good)
	a.Batch, b.Batch = "both", "both"
	got := Replay(play(a, b, review("p", 0, 1, fsrs.Easy), undo("both")), nil)
	if _, ok := got["q"]; ok || got["p"].Reviews != 1 {
		t.Errorf("states = %+v", got)
	}
}

func TestReplayElapsedTime(t *testing.T) {
	w := &fsrs.Default
	events := play(
		review("q", 0, 0, fsrs.Good),
		review("q", 0, 90, fsrs.Again), // taken back
		review("q", 2, 30.5, fsrs.Hard),
		undo("b"),
	)
	events[0].At, events[0].N = events[2].At.Add(-time.Duration(2.5*24*float64(time.Hour))), 9
	want := w.Next(w.Next(fsrs.Memory{}, 0, fsrs.Good), 2.5, fsrs.Hard)
	s := Replay(events, w)["q"]
	if s.Memory != want {
		t.Errorf("memory = %+v, want %+v", s.Memory, want)
	}
	if got, want := s.Recall(nil, s.Last.Add(36*time.Hour)), w.Recall(want, 1.5); got != want {
		t.Errorf("Recall after a day and a half = %v, want %v", got, want)
	}
	if got, want := s.Recall(nil, s.Last.Add(-time.Hour)), w.Recall(want, 0); got != want {
		t.Errorf("Recall before the last answer = %v, want %v", got, want)
	}
	if got := (State{}).Recall(nil, noon); got != 0 {
		t.Errorf("Recall of a new card = %v", got)
	}
}

// The log of several machines comes in any order, and parts of it twice.
func TestReplayOfAnyOrder(t *testing.T) {
	for seed := range int64(25) {
		r := rand.New(rand.NewSource(seed))
		var events []Event
		n := map[string]int64{}
		for range 80 {
			at := noon.Add(time.Duration(r.Intn(40*24*60)) * 30 * time.Minute) // often the same instant
			e := randomEvent(r, at, Calendar{}.Day(at))
			e.Device = []string{"desk", "phone", "train"}[r.Intn(3)]
			n[e.Device]++
			e.N, e.ID = n[e.Device], e.Device+string(rune('A'+n[e.Device]))
			if r.Intn(4) == 0 {
				e.Batch = []string{"x", "y"}[r.Intn(2)]
			}
			if r.Intn(8) == 0 && len(events) > 0 {
				e.Kind, e.Ref = Undone, events[r.Intn(len(events))].ID
				if r.Intn(20) == 0 {
					e.Ref = "x"
				}
			}
			events = append(events, e)
		}
		want := Replay(events, nil)
		for _, s := range want {
			if math.IsNaN(s.Memory.Slow+s.Memory.Fast+s.Memory.Difficulty) || s.Reviews < 0 {
				t.Fatalf("seed %d: state %+v", seed, s)
			}
		}
		for range 10 {
			r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
			if got := Replay(append(events, events[:r.Intn(20)]...), nil); !maps.Equal(got, want) {
				t.Fatalf("seed %d: in another order\n%v, want\n%v", seed, got, want)
			}
		}
	}
}

func TestLeech(t *testing.T) {
	for lapses, want := range map[int][2]bool{0: {}, 7: {}, 8: {true, true}, 9: {true, false}, 11: {true, false}, 12: {true, true}, 16: {true, true}} {
		s := State{Lapses: lapses}
		if got := [2]bool{s.Leech(), s.LeechNow()}; got != want {
			t.Errorf("%d lapses: leech, now = %v, want %v", lapses, got, want)
		}
	}
}
