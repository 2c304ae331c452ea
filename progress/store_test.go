package progress

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

var (
	noon  = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	today = dayOf(noon)
)

func tempPath(t testing.TB) string { return filepath.Join(t.TempDir(), "data", "progress.db") }

func openAt(t testing.TB, path string, o Options) *Store {
	t.Helper()
	if !built {
		t.Skip("built without SQLite")
	}
	s, err := Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func record(t testing.TB, s *Store, events ...Event) ([]Event, map[string]State) {
	t.Helper()
	written, states, err := s.Record(context.Background(), events...)
	if err != nil {
		t.Fatal(err)
	}
	return written, states
}

func statesOf(t testing.TB, s *Store) map[string]State {
	t.Helper()
	states, err := s.States(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return states
}

// review is an answer on a day after today, minutes after noon.
func review(card string, days int, minutes float64, r fsrs.Rating) Event {
	at := noon.AddDate(0, 0, days).Add(time.Duration(minutes * float64(time.Minute)))
	return Event{Card: card, At: at, Day: today + Day(days), Kind: Reviewed, Rating: r, Due: today + Day(days+3)}
}

func TestRecordCompletesAndKeeps(t *testing.T) {
	path := tempPath(t)
	s := openAt(t, path, Options{})
	e := review("q", 0, 0, fsrs.Good)
	e.At = e.At.Add(123456789 * time.Nanosecond).In(time.FixedZone("", 3600))
	e.Took, e.Given, e.Verdict, e.Overridden = 1500*time.Millisecond+1, "Habomai \xff", "almost", true
	e.Recall, e.Interval, e.Retention, e.Rules = 0.875, 3.25, 0.9, []string{RuleFuzz, RuleBalance}
	written, states := record(t, s, e)
	got := written[0]
	if got.ID == "" || got.Device == "" || got.N != 1 {
		t.Errorf("event is not completed: %+v", got)
	}
	if want := noon.Add(123 * time.Millisecond); got.At != want {
		t.Errorf("At = %v, want %v", got.At, want)
	}
	if states["q"].Reviews != 1 || states["q"].Due != today+3 {
		t.Errorf("state = %+v", states["q"])
	}
	s.Close()

	s = openAt(t, path, Options{ReadOnly: true})
	history, err := s.History(context.Background(), "q")
	if err != nil {
		t.Fatal(err)
	}
	if want := []Event{got}; fmt.Sprint(history) != fmt.Sprint(want) {
		t.Errorf("history\n%+v, want\n%+v", history, want)
	}
	if got := statesOf(t, s); !maps.Equal(got, states) {
		t.Errorf("states after opening again = %+v, want %+v", got, states)
	}
}

// A clock put back does not put what is done now before what was done last.
func TestRecordKeepsTheOrderWhenTheClockIsPutBack(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	record(t, s, review("missed", 0, 60, fsrs.Again), review("other", 0, 61, fsrs.Again))
	record(t, s, event(Suspended, "asleep", 0, 60))

	if _, states := record(t, s, review("missed", 0, 0, fsrs.Good)); states["missed"].Open || states["missed"].Reviews != 2 {
		t.Errorf("a card answered right after the clock went back is %+v", states["missed"])
	}
	if _, states := record(t, s, event(Resumed, "asleep", 0, 0)); states["asleep"].Suspended {
		t.Error("a card resumed after the clock went back is still suspended")
	}
	if got := Replay(everything(t, s), nil)["missed"]; got.Open {
		t.Errorf("the replay says %+v", got)
	}

	// What was taken back holds nobody up.
	ahead, _ := record(t, s, review("new", 300, 0, fsrs.Good))
	if _, _, err := s.Undo(t.Context(), ahead[0].ID, noon, today); err != nil {
		t.Fatal(err)
	}
	if written, _ := record(t, s, review("new", 0, 0, fsrs.Good)); !written[0].At.Equal(noon) {
		t.Errorf("the answer is kept at %v, want %v", written[0].At, noon)
	}
}

func TestRecordRefuses(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	for _, tt := range []struct {
		name   string
		change func(*Event)
	}{
		{"no kind", func(e *Event) { e.Kind = "" }},
		{"unknown kind", func(e *Event) { e.Kind = "guessed" }},
		{"an undo", func(e *Event) { e.Kind, e.Ref = Undone, "x" }},
		{"no card", func(e *Event) { e.Card = "" }},
		{"no instant", func(e *Event) { e.At = time.Time{} }},
		{"no day", func(e *Event) { e.Day = 0 }},
		{"rating too high", func(e *Event) { e.Rating = 5 }},
		{"rating too low", func(e *Event) { e.Rating = -1 }},
		{"review without rating", func(e *Event) { e.Rating = 0 }},
		{"scheduled without a day", func(e *Event) { e.Kind, e.Due = Scheduled, 0 }},
		{"weights without weights", func(e *Event) { e.Kind = Weighted }},
		{"bad weights", func(e *Event) { e.Kind, e.Weights = Weighted, &fsrs.Weights{} }},
		{"a rule of two words", func(e *Event) { e.Rules = []string{"no more"} }},
	} {
		e := review("q", 0, 0, fsrs.Good)
		tt.change(&e)
		if _, _, err := s.Record(context.Background(), review("p", 0, 0, fsrs.Good), e); err == nil {
			t.Errorf("%s: was recorded", tt.name)
		}
	}
	if got := statesOf(t, s); len(got) != 0 {
		t.Errorf("something was recorded: %v", got)
	}
}

func TestFilesAreThePersonsOwn(t *testing.T) {
	path := tempPath(t)
	s := openAt(t, path, Options{})
	record(t, s, review("q", 0, 0, fsrs.Good))
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %v, want %v", filepath.Base(name), got, want)
		}
	}
}

func TestReadOnlyCreatesNothing(t *testing.T) {
	ctx := context.Background()
	path := tempPath(t)
	s, err := Open(ctx, path, Options{ReadOnly: true}) // also without SQLite
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := statesOf(t, s); got == nil || len(got) != 0 {
		t.Errorf("States = %v", got)
	}
	if got, err := s.Refresh(ctx); err != nil || len(got) != 0 {
		t.Errorf("Refresh = %v, %v", got, err)
	}
	if got, err := s.Answers(ctx, 0); err != nil || len(got) != 0 {
		t.Errorf("Answers = %v, %v", got, err)
	}
	if w, err := s.Weights(ctx); err != nil || *w != fsrs.Default {
		t.Errorf("Weights = %v, %v", w, err)
	}
	if _, _, err := s.LastAction(ctx); !errors.Is(err, ErrNothing) {
		t.Errorf("LastAction: %v", err)
	}
	if _, _, err := s.Undo(ctx, "x", noon, today); !errors.Is(err, ErrNothing) {
		t.Errorf("Undo: %v", err)
	}
	if at, day, err := s.Last(ctx); err != nil || !at.IsZero() || day != 0 {
		t.Errorf("Last = %v, %v, %v", at, day, err)
	}
	var e *Error
	if _, _, err := s.Record(ctx, review("q", 0, 0, fsrs.Good)); !errors.As(err, &e) {
		t.Errorf("Record: %v, want an *Error", err)
	}
	if _, err := os.Stat(filepath.Dir(path)); !os.IsNotExist(err) {
		t.Errorf("the folder was created: %v", err)
	}
}

// history writes n random events and returns the store.
func history(t testing.TB, s *Store, seed int64, n int) {
	t.Helper()
	r := rand.New(rand.NewSource(seed))
	ctx := context.Background()
	minutes := 0.0
	for range n {
		minutes += r.Float64() * 2000
		at := noon.Add(time.Duration(minutes * float64(time.Minute)))
		e := randomEvent(r, at, Calendar{}.Day(at))
		switch r.Intn(10) {
		case 0:
			ref, _, err := s.LastAction(ctx)
			if errors.Is(err, ErrNothing) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := s.Undo(ctx, ref, at, e.Day); err != nil {
				t.Fatal(err)
			}
		case 1:
			record(t, s, e, randomEvent(r, at, e.Day), randomEvent(r, at, e.Day))
		case 2:
			e.At = e.At.Add(-time.Hour * 24 * 3) // a clock that was put back
			record(t, s, e)
		default:
			record(t, s, e)
		}
	}
}

func randomEvent(r *rand.Rand, at time.Time, day Day) Event {
	some := []Kind{Reviewed, Reviewed, Reviewed, Reviewed, Practised, Reset, Suspended, Resumed, Marked, Unmarked, Scheduled}
	e := Event{Card: fmt.Sprintf("card-%d", r.Intn(6)), At: at, Day: day, Kind: some[r.Intn(len(some))]}
	switch e.Kind {
	case Reviewed:
		e.Rating = fsrs.Again + fsrs.Rating(r.Intn(4))
		e.Due = day + Day(r.Intn(20))
	case Practised:
		e.Rating = fsrs.Rating(r.Intn(5))
	case Scheduled:
		e.Due = day + Day(1+r.Intn(20))
	}
	return e
}

func everything(t testing.TB, s *Store) []Event {
	t.Helper()
	var events []Event
	err := s.Log(context.Background(), func(e Event) error {
		events = append(events, e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func TestStatesAreTheReplayedLog(t *testing.T) {
	for seed := range int64(4) {
		path := tempPath(t)
		s := openAt(t, path, Options{})
		statesOf(t, s) // with a cache from the start
		history(t, s, seed, 100)
		want := Replay(everything(t, s), nil)
		if got := statesOf(t, s); !maps.Equal(got, want) {
			t.Fatalf("seed %d: cached\n%v, replayed\n%v", seed, got, want)
		}
		s.Close()
		if got := statesOf(t, openAt(t, path, Options{ReadOnly: true})); !maps.Equal(got, want) {
			t.Fatalf("seed %d: read\n%v, replayed\n%v", seed, got, want)
		}
	}
}
