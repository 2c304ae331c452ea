package progress

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// An agenda is what all states give, whichever of two stores wrote last; and
// what it says has changed since a moment is all that changed.
func TestAgendaIsOfAllStates(t *testing.T) {
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 3))
		path := tempPath(t)
		stores := []*Store{openAt(t, path, Options{}), openAt(t, path, Options{})}
		statesOf(t, stores[0])
		at, day := noon, today
		since, before := Moment{}, map[string]State{}
		var refs []string
		for step := range 60 {
			s := stores[r.IntN(2)]
			e := Event{Card: fmt.Sprint("card-", r.IntN(12)), At: at, Day: day, Kind: Reviewed, Rating: fsrs.Rating(1 + r.IntN(4)), Due: day + Day(r.IntN(6))}
			switch r.IntN(9) {
			case 0:
				e.Kind, e.Rating, e.Due = []Kind{Reset, Suspended, Resumed, Marked}[r.IntN(4)], 0, 0
			case 1:
				e.Kind, e.Rating, e.Due = Scheduled, 0, day+Day(r.IntN(4))+1
			}
			if len(refs) > 0 && r.IntN(6) == 0 {
				i := r.IntN(len(refs))
				if _, _, err := s.Undo(t.Context(), refs[i], at, day); err != nil {
					t.Fatal(err)
				}
				refs = append(refs[:i], refs[i+1:]...)
			} else {
				written, _ := record(t, s, e)
				refs = append(refs, written[0].ID)
			}
			at = at.Add(time.Duration(r.IntN(20)) * time.Hour)
			day = max(day, dayOf(at))
			all := Replay(everything(t, s), nil)
			a, err := stores[r.IntN(2)].Agenda(t.Context(), day, since, func(card string) bool { return card != "card-3" })
			if err != nil || a == nil {
				t.Fatalf("seed %d, step %d: %v, %v", seed, step, a, err)
			}
			want, next, load := make(map[string]State), Day(0), make(map[Day]int)
			for card, st := range all {
				if st.New() || st.LastDay >= day || !st.Suspended && st.Due <= day {
					want[card] = st
				}
				if !st.New() && !st.Suspended {
					load[st.Due]++
					if st.Due > day && card != "card-3" && (next == 0 || st.Due < next) {
						next = st.Due
					}
				}
			}
			if !maps.Equal(a.States, want) || a.Next != next {
				t.Fatalf("seed %d, step %d: next %d, want %d; states\n%v, want\n%v", seed, step, a.Next, next, a.States, want)
			}
			if got, err := s.DueOnDays(t.Context()); err != nil || !maps.Equal(got, load) {
				t.Fatalf("seed %d, step %d: load %v, %v; want %v", seed, step, got, err, load)
			}
			if since.Event != "" {
				after := maps.Clone(before)
				for card, st := range a.Changed {
					if after[card] = st; st == (State{Card: card}) {
						delete(after, card)
					}
				}
				if !maps.Equal(after, all) {
					t.Fatalf("seed %d, step %d: with what changed\n%v, want\n%v", seed, step, after, all)
				}
			}
			if r.IntN(4) == 0 {
				since, before = a.Moment, all
			}
		}
		if a, err := stores[0].Agenda(t.Context(), day, Moment{Row: since.Row, Event: "of another log"}, func(string) bool { return true }); err != nil || a == nil || a.Changed != nil {
			t.Errorf("a moment of another log was believed: %+v, %v", a, err)
		}
	}
}

// A cache that is not of this log gives no agenda.
func TestNoAgendaOfABrokenCache(t *testing.T) {
	for _, broken := range []string{
		`DROP TABLE states`, `DROP TABLE stamp`, `UPDATE stamp SET row = row - 1`, `UPDATE states SET data = x'00'`,
		`DROP TABLE states; CREATE TABLE states (card TEXT PRIMARY KEY, data BLOB)`,
	} {
		s := openAt(t, tempPath(t), Options{})
		record(t, s, review("q", 0, 0, fsrs.Good))
		want := statesOf(t, s)
		if _, err := s.db.Exec(broken); err != nil {
			t.Fatal(err)
		}
		if a, err := s.Agenda(t.Context(), today+100, Moment{}, func(string) bool { return true }); err != nil || a != nil {
			t.Errorf("%s: %+v, %v", broken, a, err)
		}
		if got, err := s.DueOnDays(t.Context()); err != nil || got[want["q"].Due] != 1 {
			t.Errorf("%s: load %v, %v", broken, got, err)
		}
	}
}
