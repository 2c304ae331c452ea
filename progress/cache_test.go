package progress

import (
	"maps"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

func TestPack(t *testing.T) {
	full := State{
		Card: "q#2", Memory: fsrs.Memory{Slow: 1.5, Fast: 0.25, Difficulty: 7}, Due: today + 4,
		Last: noon, LastDay: today, First: today - 9, Recalled: today - 3, Reviews: 17, Lapses: 3, Agains: 2,
		Open: true, FirstAgain: true, Suspended: true, Marked: true, Missed: today - 2, MissedAt: noon.Add(-time.Hour), Mended: true,
		at: noon.UnixMilli() + 5,
	}
	for _, s := range []State{full, {Card: "q"}, {Card: "q", Due: -4, Missed: -1, Last: time.UnixMilli(-5).UTC()}} {
		if got, ok := unpack(s.Card, s.pack()); !ok || got != s {
			t.Errorf("unpack(pack(%+v)) = %+v, %v", s, got, ok)
		}
		if _, ok := unpack("other", s.pack()); ok {
			t.Error("the state of another card was believed")
		}
		b := s.pack()
		for i := range b {
			b[i] ^= 1
			if _, ok := unpack(s.Card, b); ok {
				t.Errorf("a flipped bit in byte %d went unseen", i)
			}
			b[i] ^= 1
		}
		if _, ok := unpack(s.Card, b[:len(b)-1]); ok {
			t.Error("a truncated state was believed")
		}
	}
}

// Whatever befalls the cache, what is shown stays the same.
func TestBrokenCacheChangesNothing(t *testing.T) {
	ctx := t.Context()
	for _, tt := range []struct{ name, sql string }{
		{"untouched", `SELECT 1`},
		{"dropped", `DROP TABLE states; DROP TABLE stamp`},
		{"states dropped", `DROP TABLE states`},
		{"stamp dropped", `DROP TABLE stamp`},
		{"emptied", `DELETE FROM states`},
		{"truncated", `DELETE FROM states WHERE card > 'card-2'`},
		{"one row gone", `DELETE FROM states WHERE card = 'card-1'`},
		{"garbage", `UPDATE states SET data = randomblob(124)`},
		{"text", `UPDATE states SET data = 'garbage'`},
		{"one garbage row", `UPDATE states SET data = x'00' WHERE card = 'card-1'`},
		{"rows exchanged", `UPDATE states SET data = (SELECT s.data FROM states s WHERE s.card = 'card-2') WHERE card = 'card-1'`},
		{"an extra row", `INSERT INTO states (card, data) VALUES ('card-99', x'00')`},
		{"no stamp", `DELETE FROM stamp`},
		{"two stamps", `INSERT INTO stamp SELECT row - 1, weights, model, replay, cards, sum FROM stamp`},
		{"other weights", `UPDATE stamp SET weights = weights + 1; UPDATE states SET data = zeroblob(124)`},
		{"other model", `UPDATE stamp SET model = model + 1; UPDATE states SET data = zeroblob(124)`},
		{"other replay", `UPDATE stamp SET replay = replay + 1; UPDATE states SET data = zeroblob(124)`},
		{"lagging", `UPDATE stamp SET row = row - 1; UPDATE states SET data = zeroblob(124)`},
		{"ahead", `UPDATE stamp SET row = row + 1`},
		{"stamp of words", `UPDATE stamp SET row = 'now', sum = 'much'`},
		{"another table of that name", `DROP TABLE states; CREATE TABLE states (x)`},
		{"another stamp of that name", `DROP TABLE stamp; CREATE TABLE stamp (x); INSERT INTO stamp VALUES (1)`},
	} {
		path := tempPath(t)
		s := openAt(t, path, Options{})
		statesOf(t, s)
		history(t, s, 3, 25)
		want := statesOf(t, s)
		spoil := func() {
			t.Helper()
			if _, err := s.db.ExecContext(ctx, tt.sql); err != nil {
				t.Fatalf("%s: %v", tt.name, err)
			}
		}
		spoil()
		reader := openAt(t, path, Options{ReadOnly: true})
		if got := statesOf(t, reader); !maps.Equal(got, want) {
			t.Errorf("%s: read only:\n%v, want\n%v", tt.name, got, want)
		}
		if got := statesOf(t, s); !maps.Equal(got, want) {
			t.Errorf("%s:\n%v, want\n%v", tt.name, got, want)
		}
		if row, w, err := newest(ctx, s.db); err != nil {
			t.Fatal(err)
		} else if states, err := loadCache(ctx, s.db, row, w); err != nil || !maps.Equal(states, want) {
			t.Errorf("%s: the cache was not made anew: %v", tt.name, err)
		}

		// And again, with an answer before anybody looks.
		spoil()
		_, states := record(t, s, review("card-1", 400, 0, fsrs.Good))
		want = Replay(everything(t, s), nil)
		if states["card-1"] != want["card-1"] {
			t.Errorf("%s: an answer leads to\n%+v, want\n%+v", tt.name, states["card-1"], want["card-1"])
		}
		if got := statesOf(t, s); !maps.Equal(got, want) {
			t.Errorf("%s: after an answer:\n%v, want\n%v", tt.name, got, want)
		}
	}
}

func TestWeightsInUse(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	record(t, s, review("q", 0, 0, fsrs.Good))
	before := statesOf(t, s)
	w := fsrs.Default
	w[2] *= 2
	written, states := record(t, s, Event{Kind: Weighted, Weights: &w, At: noon.Add(time.Hour), Day: today})
	if got, err := s.Weights(t.Context()); err != nil || *got != w {
		t.Errorf("Weights = %v, %v", got, err)
	}
	if states["q"].Memory == before["q"].Memory || states["q"].Due != before["q"].Due {
		t.Errorf("state = %+v, before %+v: memory follows the weights, the due day stays", states["q"], before["q"])
	}
	if got, want := statesOf(t, s), Replay(everything(t, s), &w); !maps.Equal(got, want) || !maps.Equal(got, states) {
		t.Errorf("states = %v, want %v", got, want)
	}
	if _, _, err := s.Undo(t.Context(), written[0].ID, noon.Add(2*time.Hour), today); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Weights(t.Context()); err != nil || *got != fsrs.Default {
		t.Errorf("Weights after undo = %v, %v", got, err)
	}
	if got := statesOf(t, s); !maps.Equal(got, before) {
		t.Errorf("states after undo = %v, want %v", got, before)
	}
}

func TestTheLogIsFixed(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	record(t, s, review("q", 0, 0, fsrs.Good))
	for _, q := range []string{`UPDATE events SET rating = 4`, `DELETE FROM events`} {
		if _, err := s.db.Exec(q); err == nil {
			t.Errorf("%s went through", q)
		}
	}
}
