package progress

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// TestEachAnswer tells meetings, tests and second tries apart on a log small
// enough to follow by eye.
func TestEachAnswer(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "progress.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const day Day = 20_000
	at := Calendar{}.Start(day)
	add := func(card string, days int, kind Kind, r fsrs.Rating) Event {
		at = at.Add(time.Minute)
		written, _, err := s.Record(ctx, Event{
			Card: card, At: at.Add(time.Duration(days) * 24 * time.Hour), Day: day + Day(days), Kind: kind, Rating: r,
		})
		if err != nil {
			t.Fatal(err)
		}
		return written[0]
	}
	add("a", 0, Reviewed, 1)
	add("a", 0, Reviewed, 3)
	add("b", 0, Practised, 1)
	add("a", 3, Reviewed, 1)
	add("a", 3, Reviewed, 3)
	add("a", 4, Practised, 3)
	mistake := add("a", 5, Reviewed, 1)
	if _, _, err := s.Undo(ctx, mistake.ID, mistake.At.Add(time.Second), mistake.Day); err != nil {
		t.Fatal(err)
	}
	add("a", 6, Reviewed, 2)
	add("a", 7, Suspended, 0)
	add("a", 7, Reset, 0)
	add("a", 8, Reviewed, 3)
	add("a", 9, Reviewed, 4)

	want := []struct {
		day         int
		first, test bool
		age         int
		recalled    bool
	}{
		{0, true, false, 0, false},
		{0, false, false, 0, true},
		{0, false, false, 0, false}, // b
		{3, false, true, 3, false},
		{3, false, false, 3, true},
		{4, false, false, 4, true}, // practice
		{6, false, true, 6, true},
		{8, true, false, 0, true},
		{9, false, true, 1, true},
	}
	var got []Answer
	if err := s.EachAnswer(ctx, func(a Answer) error { got = append(got, a); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Fatalf("%d answers, want %d", len(got), len(want))
	}
	for i, w := range want {
		g := got[i]
		if int(g.Day-day) != w.day || g.First != w.first || g.Test != w.test || g.Age != w.age || g.Recalled() != w.recalled {
			t.Errorf("answer %d: day %d first %v test %v age %d recalled %v, want %+v",
				i, g.Day-day, g.First, g.Test, g.Age, g.Recalled(), w)
		}
	}
}
