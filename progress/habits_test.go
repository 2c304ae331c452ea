package progress

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"testing"

	"kuril/progress/fsrs"
)

// A file written before answers had a confidence opens, and means the same.
func TestOldLogReplaysAlike(t *testing.T) {
	path := tempPath(t)
	migrations, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	openAt(t, path, Options{}).Close() // makes the folder, and skips without SQLite
	path += ".old"
	s, err := open(t.Context(), path, Options{}, migrations[:1])
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	var events []Event
	for i, rating := range []fsrs.Rating{fsrs.Again, fsrs.Good, fsrs.Hard, fsrs.Again, fsrs.Easy} {
		e := review("q", 2*i, float64(i), rating)
		e.ID, e.Device, e.N, e.Given = fmt.Sprint("id", i), "desk", int64(i+1), "Etorofu"
		events = append(events, e)
		_, err := db.Exec(`INSERT INTO events (id, device, n, card, at, day, kind, rating, given, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			e.ID, e.Device, e.N, e.Card, e.At.UnixMilli(), int(e.Day), string(e.Kind), int(e.Rating), e.Given, int(e.Due))
		if err != nil {
			t.Fatal(err)
		}
	}
	db.Close()
	s = openAt(t, path, Options{})
	if got, want := statesOf(t, s), Replay(events, nil); !maps.Equal(got, want) {
		t.Errorf("the states are\n%v, want\n%v", got, want)
	}
	history, err := s.History(t.Context(), "q")
	if err != nil {
		t.Fatal(err)
	}
	if len(history) != len(events) || history[0].Given != "Etorofu" || history[0].Confidence != "" {
		t.Errorf("the history is %+v", history)
	}
}

func TestConfidenceIsKept(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	sure := review("q", 0, 0, fsrs.Good)
	sure.Confidence = Sure
	guess := review("p", 0, 1, fsrs.Again)
	guess.Confidence = Guess
	record(t, s, sure)
	record(t, s, guess)
	record(t, s, review("r", 0, 2, fsrs.Good))
	told := func() (all []Confidence) {
		err := s.Confident(t.Context(), today, func(e Event) error {
			all = append(all, e.Confidence)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if got := told(); !slices.Equal(got, []Confidence{Sure, Guess}) {
		t.Errorf("kept: %v", got)
	}
	ref, _, err := s.LastAction(t.Context())
	if err == nil {
		_, _, err = s.Undo(t.Context(), ref, noon, today)
	}
	if err == nil {
		ref, _, err = s.LastAction(t.Context())
	}
	if err == nil {
		_, _, err = s.Undo(t.Context(), ref, noon, today)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := told(); !slices.Equal(got, []Confidence{Sure}) {
		t.Errorf("after undo: %v", got)
	}
	for name, bad := range map[string]Event{
		"a word that is none": {Card: "q", At: noon, Day: today, Kind: Reviewed, Rating: fsrs.Good, Confidence: "very"},
		"of no answer":        {Card: "q", At: noon, Day: today, Kind: Marked, Confidence: Sure},
	} {
		if _, _, err := s.Record(t.Context(), bad); err == nil {
			t.Errorf("%s was recorded", name)
		}
	}
}

func TestMistakes(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	answer := func(day int, given, verdict string) Event {
		e := review("q", day, 0, fsrs.Again)
		e.Given, e.Verdict = given, verdict
		return e
	}
	overridden := answer(3, "my word", "wrong")
	overridden.Overridden = true
	drilled := answer(4, "in a drill", "wrong")
	drilled.Kind = Practised
	record(t, s, answer(0, "long ago", "wrong"))
	record(t, s, answer(1, "right", "right"))
	record(t, s, answer(2, "", "wrong"))
	record(t, s, overridden)
	record(t, s, drilled)
	record(t, s, answer(5, "taken back", "wrong"))
	ref, _, err := s.LastAction(t.Context())
	if err == nil {
		_, _, err = s.Undo(t.Context(), ref, noon, today+5)
	}
	if err != nil {
		t.Fatal(err)
	}
	for since, want := range map[Day][]string{today: {"long ago", "in a drill"}, today + 1: {"in a drill"}} {
		var got []string
		err := s.Mistakes(t.Context(), since, func(e Event) error {
			got = append(got, e.Given)
			return nil
		})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("since %s: %q %v, want %q", since, got, err, want)
		}
	}
}

// pairsOf records n cards rated first, of which the first failed ones are rated
// Again at their next review and the others Good.
func pairsOf(t *testing.T, s *Store, name string, first fsrs.Rating, n, failed int) {
	t.Helper()
	var events []Event
	for i := range n {
		card := fmt.Sprint(name, i)
		then := fsrs.Easy
		if i < failed {
			then = fsrs.Again
		}
		events = append(events, review(card, 0, float64(i), first), review(card, 5, float64(i), then))
	}
	if len(events) > 0 {
		record(t, s, events...)
	}
}

func TestAfterHard(t *testing.T) {
	for _, tt := range []struct {
		name                      string
		hards, failed             int
		goods, goodsFailed        int
		hardsSeen, forgotten      int
		goodsSeen, goodsForgotten int
		want                      bool
	}{
		{"ten of fifty, far more than after good", 50, 10, 100, 5, 50, 10, 100, 5, true},
		{"nine of fifty", 50, 9, 100, 0, 50, 9, 100, 0, false},
		{"exactly twice the rate after good", 50, 10, 100, 10, 50, 10, 100, 10, false},
		{"just above twice the rate", 50, 11, 100, 10, 50, 11, 100, 10, true},
		{"ten of ten are ten of the last fifty", 10, 10, 30, 3, 10, 10, 30, 3, true},
		{"nothing to compare with", 20, 20, 0, 0, 20, 20, 0, 0, false},
		{"good is never forgotten", 50, 10, 10, 0, 50, 10, 10, 0, true},
		{"nothing at all", 0, 0, 0, 0, 0, 0, 0, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := openAt(t, tempPath(t), Options{})
			pairsOf(t, s, "hard", fsrs.Hard, tt.hards, tt.failed)
			pairsOf(t, s, "good", fsrs.Good, tt.goods, tt.goodsFailed)
			got, err := s.AfterHard(t.Context())
			want := AfterHard{Hards: tt.hardsSeen, HardsForgotten: tt.forgotten, Goods: tt.goodsSeen, GoodsForgotten: tt.goodsForgotten}
			if err != nil || got != want {
				t.Errorf("AfterHard = %+v, %v, want %+v", got, err, want)
			}
			if got.Misused() != tt.want {
				t.Errorf("%+v misused: %v, want %v", got, got.Misused(), tt.want)
			}
		})
	}
}

// Only the last fifty count, only standing reviews, and nothing behind a reset.
func TestAfterHardLooksAtStandingReviews(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	for i := range 60 { // the first ten, the older ones, were all forgotten
		then := fsrs.Good
		if i < 10 {
			then = fsrs.Again
		}
		card := fmt.Sprint("card", i)
		record(t, s, review(card, i, 0, fsrs.Hard), review(card, i+1, 1, then))
	}
	look := func() AfterHard {
		t.Helper()
		a, err := s.AfterHard(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := look(); a.Hards != 50 || a.HardsForgotten != 0 {
		t.Errorf("of sixty: %+v", a)
	}
	record(t, s, review("again", 100, 0, fsrs.Hard))
	record(t, s, review("again", 103, 0, fsrs.Again))
	if a := look(); a.HardsForgotten != 1 {
		t.Errorf("one more: %+v", a)
	}
	ref, _, err := s.LastAction(t.Context())
	if err == nil {
		_, _, err = s.Undo(t.Context(), ref, noon.AddDate(0, 0, 103), today+103)
	}
	if err != nil {
		t.Fatal(err)
	}
	if a := look(); a.HardsForgotten != 0 {
		t.Errorf("taken back: %+v", a)
	}
	record(t, s, Event{Card: "again", At: noon.AddDate(0, 0, 104), Day: today + 104, Kind: Reset})
	record(t, s, review("again", 105, 0, fsrs.Again))
	if a := look(); a.HardsForgotten != 0 {
		t.Errorf("behind a reset: %+v", a)
	}
	practised := review("card59", 106, 0, fsrs.Again)
	practised.Kind = Practised
	record(t, s, practised)
	if a := look(); a.HardsForgotten != 0 {
		t.Errorf("practice counts: %+v", a)
	}
}

func TestOnce(t *testing.T) {
	path := tempPath(t)
	s := openAt(t, path, Options{})
	for i, want := range []bool{true, false} {
		if got, err := s.Once(context.Background(), "hard"); got != want || err != nil {
			t.Errorf("time %d: %v, %v", i+1, got, err)
		}
	}
	s.Close()
	if got, err := openAt(t, path, Options{}).Once(context.Background(), "hard"); got || err != nil {
		t.Errorf("opened again: %v, %v", got, err)
	}
}
