package progress

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// The replay of a log tells how far it has come, and can be stopped with
// nothing written; the next one does it all.
func TestWatch(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "progress.db")
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	var events []Event
	for i := range watchEvery + 10 {
		events = append(events, Event{Card: "a", At: at.Add(time.Duration(i) * time.Second), Day: 20_000, Kind: Practised, Rating: fsrs.Good})
	}
	if _, _, err := s.Record(ctx, events...); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec(dropCache); err != nil {
		t.Fatal(err)
	}
	s.Close()

	stop := errors.New("stop")
	var seen []int
	stopping := true
	watch := func(done, total int) error {
		if total != len(events) {
			t.Errorf("total %d, want %d", total, len(events))
		}
		seen = append(seen, done)
		if stopping {
			return stop
		}
		return nil
	}
	for _, readOnly := range []bool{false, true} {
		stopping, seen = true, nil
		s, err := Open(ctx, path, Options{ReadOnly: readOnly, Watch: watch})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.States(ctx); !errors.Is(err, stop) {
			t.Errorf("stopped (read only: %v): %v, want the error of watch", readOnly, err)
		}
		if len(seen) != 1 {
			t.Errorf("stopped (read only: %v): watched at %v, want once", readOnly, seen)
		}
		if w, err := s.Weights(ctx); err != nil {
			t.Fatal(err)
		} else if cached, err := loadCache(ctx, s.db, int64(len(events)), w); err != nil || cached != nil {
			t.Errorf("stopped (read only: %v): %d states are cached, %v, want none", readOnly, len(cached), err)
		}
		s.Close()
	}
	stopping, seen = false, nil
	if s, err = Open(ctx, path, Options{Watch: watch}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if states, err := s.States(ctx); err != nil || len(states) != 1 {
		t.Errorf("%d states, %v, want 1", len(states), err)
	}
	if len(seen) != 2 || seen[0] != watchEvery || seen[1] != len(events) {
		t.Errorf("watched at %v, want %d and %d", seen, watchEvery, len(events))
	}
}
