package progress

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// TestImport holds that importing twice adds nothing, that an undo takes all
// of it back, and that it can be imported again after that.
func TestImport(t *testing.T) {
	ctx := t.Context()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "progress.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	day := Calendar{}.Day(at)
	events := []Event{
		{ID: "a", Card: "x", Kind: Reviewed, Rating: fsrs.Good, At: at, Day: day, Due: day + 3},
		{ID: "b", Card: "x", Kind: Scheduled, At: at.Add(time.Millisecond), Day: day, Due: day + 9, Rules: []string{RuleImport}},
		{ID: "c", Card: "y", Kind: Suspended, At: at, Day: day},
	}
	// What was answered here already stays the last word.
	later := at.Add(48 * time.Hour)
	if _, _, err := s.Record(ctx, Event{Card: "z", Kind: Reviewed, Rating: fsrs.Good, At: later, Day: day + 2, Due: day + 30}); err != nil {
		t.Fatal(err)
	}
	check := func(what string, due Day, suspended bool) {
		t.Helper()
		got, err := s.States(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got["x"].Due != due || got["y"].Suspended != suspended || got["z"].Due != day+30 {
			t.Errorf("%s: due %v, suspended %v, other %v; want %v, %v, %v", what, got["x"].Due, got["y"].Suspended, got["z"].Due, due, suspended, day+30)
		}
		fresh, err := Open(ctx, s.path, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer fresh.Close()
		var all []Event
		if err := fresh.Log(ctx, func(e Event) error { all = append(all, e); return nil }); err != nil {
			t.Fatal(err)
		}
		for card, want := range Replay(all, nil) {
			if got[card] != want {
				t.Errorf("%s: the state of %s is %+v, and a replay gives %+v", what, card, got[card], want)
			}
		}
	}
	for i, want := range []int{3, 0} {
		known, err := s.Known(ctx, []string{"a", "b", "c", "d"})
		if err != nil || len(known) != 3-want {
			t.Errorf("time %d: Known = %v, %v", i, known, err)
		}
		added, k, batch, err := s.Import(ctx, events, nil)
		if err != nil || added != want || k != 3-want || (batch == "") != (want == 0) {
			t.Errorf("time %d: Import = %d, %d, %q, %v; want %d new", i, added, k, batch, err, want)
		}
		check("imported", day+9, true)
	}
	ref, _, err := s.LastAction(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if taken, _, err := s.Undo(ctx, ref, later, day+2); err != nil || len(taken) != 3 {
		t.Errorf("Undo took back %d events, %v; want 3", len(taken), err)
	}
	check("undone", 0, false)
	if added, _, _, err := s.Import(ctx, events, nil); err != nil || added != 3 {
		t.Errorf("after an undo Import adds %d, %v; want 3", added, err)
	}
	check("imported again", day+9, true)

	stop := errors.New("enough")
	events[0].ID = "e"
	if _, _, _, err := s.Import(ctx, events, func(int, int) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("a stopped import returns %v", err)
	}
	check("stopped", day+9, true)
	if known, _ := s.Known(ctx, []string{"e"}); len(known) > 0 {
		t.Error("a stopped import left something")
	}
	for _, broken := range []Event{{ID: "f", Card: "x", Kind: Reviewed, At: at, Day: day}, {Card: "x", Kind: Marked, At: at, Day: day}} {
		if _, _, _, err := s.Import(ctx, []Event{broken}, nil); err == nil {
			t.Errorf("%+v was imported", broken)
		}
	}
}
