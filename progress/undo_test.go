package progress

import (
	"errors"
	"maps"
	"testing"

	"kuril/progress/fsrs"
)

func undoLast(t testing.TB, s *Store, minutes float64) []Event {
	t.Helper()
	ref, events, err := s.LastAction(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	undone, _, err := s.Undo(t.Context(), ref, review("", 90, minutes, 0).At, today+90)
	if err != nil {
		t.Fatal(err)
	}
	if len(undone) != len(events) {
		t.Errorf("LastAction named %d events, Undo took back %d", len(events), len(undone))
	}
	return undone
}

// Undo walks back through everything and restores each step to the last bit.
func TestUndoRestoresExactly(t *testing.T) {
	for seed := range int64(5) {
		s := openAt(t, tempPath(t), Options{})
		var before []map[string]State
		step := func(events ...Event) {
			before = append(before, statesOf(t, s))
			record(t, s, events...)
		}
		step(review("a", 0, 0, fsrs.Good))
		step(review("b", 0, 1, fsrs.Again))
		step(review("b", 0, 2, fsrs.Good))
		step(event(Suspended, "a", 1, 0), event(Suspended, "b", 1, 0), event(Suspended, "c", 1, 0))
		step(event(Reset, "a", 1, float64(seed)))
		step(review("a", 2, 0, fsrs.Easy))
		w := fsrs.Default
		w[0] *= 1.5
		step(Event{Kind: Weighted, Weights: &w, At: noon.AddDate(0, 0, 3), Day: today + 3})
		step(review("a", 4, 0, fsrs.Again), event(Marked, "a", 4, 0))
		step(event(Practised, "a", 5, 0))
		for i := len(before) - 1; i >= 0; i-- {
			undoLast(t, s, float64(i))
			if got := statesOf(t, s); !maps.Equal(got, before[i]) {
				t.Fatalf("after taking back step %d:\n%v, want\n%v", i, got, before[i])
			}
		}
		if _, _, err := s.LastAction(t.Context()); !errors.Is(err, ErrNothing) {
			t.Errorf("LastAction with nothing left: %v", err)
		}
	}
}

func TestUndoReturnsTheStates(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	_, first := record(t, s, review("q", 0, 0, fsrs.Good))
	written, _ := record(t, s, review("q", 3, 0, fsrs.Again))
	undone, states, err := s.Undo(t.Context(), written[0].ID, noon.AddDate(0, 0, 4), today+4)
	if err != nil {
		t.Fatal(err)
	}
	if len(undone) != 1 || undone[0].ID != written[0].ID {
		t.Errorf("taken back: %v", undone)
	}
	if !maps.Equal(states, first) {
		t.Errorf("states = %v, want %v", states, first)
	}
	history, err := s.History(t.Context(), "q")
	if err != nil || len(history) != 3 || history[0].TakenBack || !history[1].TakenBack || history[2].Kind != Undone {
		t.Errorf("history = %v, %v", history, err)
	}
	answers, err := s.Answers(t.Context(), 0)
	if err != nil || len(answers) != 1 || answers[0].ID != history[0].ID {
		t.Errorf("answers = %v, %v", answers, err)
	}

	// A card whose only answer is taken back is as if never seen.
	undoLast(t, s, 0)
	if got := statesOf(t, s); len(got) != 0 {
		t.Errorf("states = %v", got)
	}
}

func TestUndoRefuses(t *testing.T) {
	path := tempPath(t)
	s := openAt(t, path, Options{})
	written, _ := record(t, s, review("q", 0, 0, fsrs.Good))
	refuse := func(name, ref string) {
		t.Helper()
		before := len(everything(t, s))
		if _, _, err := s.Undo(t.Context(), ref, noon, today); !errors.Is(err, ErrNothing) {
			t.Errorf("%s: %v, want ErrNothing", name, err)
		}
		if after := len(everything(t, s)); after != before {
			t.Errorf("%s: %d events were %d", name, after, before)
		}
	}
	refuse("no such event", "nothing")
	refuse("no ref", "")
	undoLast(t, s, 0)
	refuse("taken back already", written[0].ID)
	for _, e := range everything(t, s) {
		if e.Kind == Undone {
			refuse("an undo", e.ID)
		}
	}

	// What another device wrote.
	record(t, s, review("q", 1, 0, fsrs.Good))
	other := review("q", 2, 0, fsrs.Good)
	other.ID, other.Device, other.N, other.Batch = "elsewhere", "phone", 1, "party"
	tx, err := s.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if err := insert(t.Context(), tx, &other); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	refuse("another device's event", "elsewhere")
	refuse("another device's batch", "party")
	_, events, err := s.LastAction(t.Context())
	if err != nil || len(events) != 1 || events[0].Device == "phone" {
		t.Errorf("LastAction = %v, %v", events, err)
	}
	if got, want := statesOf(t, s), Replay(everything(t, s), nil); !maps.Equal(got, want) || got["q"].Reviews != 2 {
		t.Errorf("states = %v, want %v", got, want)
	}
}

func TestBatches(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	one, _ := record(t, s, review("a", 0, 0, fsrs.Good))
	if one[0].Batch != "" {
		t.Errorf("a single event has batch %q", one[0].Batch)
	}
	two, _ := record(t, s, review("a", 1, 0, fsrs.Good), review("b", 1, 0, fsrs.Good))
	if two[0].Batch == "" || two[0].Batch != two[1].Batch || two[0].ID == two[1].ID {
		t.Errorf("batches %q, %q", two[0].Batch, two[1].Batch)
	}
	// One event of a batch, then what is left of it.
	if got, _, err := s.Undo(t.Context(), two[0].ID, noon, today); err != nil || len(got) != 1 {
		t.Errorf("one of two: %v, %v", got, err)
	}
	if got, _, err := s.Undo(t.Context(), two[0].Batch, noon, today); err != nil || len(got) != 1 || got[0].Card != "b" {
		t.Errorf("the rest: %v, %v", got, err)
	}
	if got := statesOf(t, s); len(got) != 1 || got["a"].Reviews != 1 {
		t.Errorf("states = %v", got)
	}
}
