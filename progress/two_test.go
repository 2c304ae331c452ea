package progress

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"kuril/progress/fsrs"
)

func refresh(t testing.TB, s *Store) map[string]State {
	t.Helper()
	states, err := s.Refresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return states
}

func cardsOf(states map[string]State) []string {
	return slices.Sorted(maps.Keys(states))
}

func TestTwoInTurn(t *testing.T) {
	path := tempPath(t)
	a, b := openAt(t, path, Options{}), openAt(t, path, Options{})
	statesOf(t, a)
	statesOf(t, b)

	record(t, a, review("q", 0, 0, fsrs.Good))
	if got := cardsOf(refresh(t, a)); len(got) != 0 {
		t.Errorf("what a store wrote itself is news: %v", got)
	}
	if got := refresh(t, b); !slices.Equal(cardsOf(got), []string{"q"}) || got["q"].Reviews != 1 {
		t.Errorf("Refresh = %v", got)
	}
	if got := refresh(t, b); len(got) != 0 {
		t.Errorf("the same news twice: %v", got)
	}

	// Both write before either looks; the second sees the first's card too.
	record(t, a, review("q", 3, 0, fsrs.Good), review("p", 3, 0, fsrs.Good))
	_, states := record(t, b, review("q", 3, 1, fsrs.Again))
	if states["q"].Reviews != 3 {
		t.Errorf("an answer on top of another's: %+v", states["q"])
	}
	if got := cardsOf(refresh(t, b)); !slices.Equal(got, []string{"p", "q"}) {
		t.Errorf("news for b: %v", got)
	}
	if got := cardsOf(refresh(t, a)); !slices.Equal(got, []string{"q"}) {
		t.Errorf("news for a: %v", got)
	}

	// An undo is news of the card it changes, also of a whole batch.
	ref, _, err := a.LastAction(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Undo(t.Context(), ref, noon.AddDate(0, 0, 4), today+4); err != nil {
		t.Fatal(err)
	}
	if got := refresh(t, b); got["q"].Reviews != 2 {
		t.Errorf("news of an undo: %v", got)
	}
	if _, _, err := b.Undo(t.Context(), ref, noon.AddDate(0, 0, 4), today+4); !errors.Is(err, ErrNothing) {
		t.Errorf("taken back twice: %v", err)
	}
	if ref, _, err = b.LastAction(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Undo(t.Context(), ref, noon.AddDate(0, 0, 4), today+4); err != nil {
		t.Fatal(err)
	}
	if got := refresh(t, a); !slices.Equal(cardsOf(got), []string{"p", "q"}) || got["p"].Reviews != 0 || got["q"].Reviews != 1 {
		t.Errorf("news of a batch undone: %v", got)
	}

	// New weights change every card.
	w := fsrs.Default
	w[2] *= 2
	record(t, a, Event{Kind: Weighted, Weights: &w, At: noon.AddDate(0, 0, 5), Day: today + 5})
	if got, want := refresh(t, b), Replay(everything(t, a), &w); !maps.Equal(got, want) {
		t.Errorf("news of weights: %v, want %v", got, want)
	}
	if got, want := statesOf(t, b), statesOf(t, a); !maps.Equal(got, want) {
		t.Errorf("b has %v, a %v", got, want)
	}
}

func TestTwoAtOnce(t *testing.T) {
	const each = 40
	path := tempPath(t)
	var group sync.WaitGroup
	errs := make(chan error, 4)
	for w := range 4 {
		group.Go(func() {
			s, err := Open(t.Context(), path, Options{}) // all of them make the file
			if err != nil {
				errs <- err
				return
			}
			defer s.Close()
			for i := range each {
				if _, _, err := s.Record(t.Context(), review(fmt.Sprintf("card-%d", i%5), i, float64(w), fsrs.Rating(1+i%4))); err != nil {
					errs <- err
					return
				}
				if i%10 == w {
					if _, err := s.Refresh(t.Context()); err != nil {
						errs <- err
						return
					}
				}
			}
		})
	}
	if built {
		group.Wait()
	}
	select {
	case err := <-errs:
		t.Fatal(err)
	default:
	}
	s := openAt(t, path, Options{})
	events := everything(t, s)
	if len(events) != 4*each {
		t.Fatalf("%d events, want %d", len(events), 4*each)
	}
	numbers := map[int64]bool{}
	for _, e := range events {
		numbers[e.N] = true
	}
	if len(numbers) != len(events) {
		t.Errorf("%d running numbers for %d events", len(numbers), len(events))
	}
	if got, want := statesOf(t, s), Replay(events, nil); !maps.Equal(got, want) {
		t.Errorf("states\n%v, want\n%v", got, want)
	}
}

// One store is shared by the goroutines of a process.
func TestOneStoreShared(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	var group sync.WaitGroup
	for w := range 3 {
		group.Go(func() {
			for i := range 15 {
				if _, _, err := s.Record(t.Context(), review("q", i, float64(w), fsrs.Good)); err != nil {
					t.Error(err)
				}
				if _, err := s.States(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if got := statesOf(t, s)["q"].Reviews; got != 45 {
		t.Errorf("%d reviews, want 45", got)
	}
}
