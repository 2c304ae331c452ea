package quiz

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// A session that looks only at what a day may ask is the session that looks at
// everything: over months of study with misses, undo, reset, suspension and
// cards put off, in decks that are in use and decks that are not.
func TestPartIsTheWhole(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { partIsTheWhole(t, seed) })
	}
}

func partIsTheWhole(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1))
	dir := t.TempDir()
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	d := &Desk{
		DataDir: dir, Settings: DefaultSettings, Now: func() time.Time { return now },
		Calendar: progress.Calendar{Zone: time.UTC, Rollover: 4}, Cache: deck.Cache{Dir: filepath.Join(dir, "cache")},
	}
	d.Settings.Decks = []string{"one", "two"}
	for _, name := range []string{"one", "two", "three"} {
		var b strings.Builder
		for i := range 15 {
			id := fmt.Sprintf("%s-%d", name, i)
			switch i % 4 {
			case 0:
				fmt.Fprintf(&b, "[[question]]\nid = %q\nkind = \"cloze\"\nprompt = \"[[1:a%d]] and [[2:b%d]]\"\n", id, i, i)
			case 1:
				fmt.Fprintf(&b, "[[question]]\nid = %q\nkind = \"typed\"\nprompt = \"P %s\"\nanswers = [\"A %s\"]\nboth = true\n", id, id, id)
			default:
				fmt.Fprintf(&b, "[[question]]\nid = %q\nkind = \"recall\"\nprompt = \"P %s\"\nanswers = [\"A\"]\ngroup = \"g%d\"\n", id, id, i%3)
			}
		}
		writeOldFile(t, filepath.Join(d.DecksDir(), name+".toml"), b.String())
	}
	if err := d.Write(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	parts := 0
	for range 40 {
		day := d.Today()
		// What is there is looked at by a program that has just begun.
		if err := d.Load(); err != nil {
			t.Fatal(err)
		}
		states, err := d.Store.States(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		part, ok, err := d.partOf(t.Context(), day)
		if err != nil {
			t.Fatal(err)
		}
		full := scope{cards: deckCards(t, d), states: states}
		if ok {
			parts++
			for _, o := range []SessionOptions{usual, {New: 3, Limit: Unset}, {New: Unset, Limit: 4}, {New: Unset, Limit: Unset, Order: BankOrder}, {New: Unset, Limit: Unset, Minutes: 2}} {
				var plans [2]plan
				for i, of := range []scope{part, full} {
					c, err := d.composerOf(t.Context(), o, of, &fsrs.Default, day)
					if err != nil {
						t.Fatal(err)
					}
					plans[i] = c.compose()
				}
				if !reflect.DeepEqual(plans[0], plans[1]) {
					t.Fatalf("day %s, %+v:\n%+v, want\n%+v", day, o, plans[0], plans[1])
				}
			}
			load, err := d.Store.DueOnDays(t.Context())
			if want := newSession(plan{}, nil, states, day).load; err != nil || !maps.Equal(load, want) {
				t.Fatalf("day %s: load %v, %v; want %v", day, load, err, want)
			}
		}
		all := full.cards
		for range r.IntN(12) {
			now = now.Add(time.Minute)
			card := all[r.IntN(len(all))].ID
			e := progress.Event{Card: card, At: now, Day: day, Kind: progress.Reviewed, Rating: fsrs.Rating(1 + r.IntN(4)), Due: day + progress.Day(r.IntN(9))}
			switch r.IntN(14) {
			case 0:
				e.Kind, e.Rating, e.Due = progress.Reset, 0, 0
			case 1:
				e.Kind, e.Rating, e.Due = progress.Suspended, 0, 0
			case 2:
				e.Kind, e.Rating, e.Due = progress.Resumed, 0, 0
			case 3:
				e.Kind, e.Rating, e.Due = progress.Scheduled, 0, day+1+progress.Day(r.IntN(3))
			case 4:
				e.Kind = progress.Practised
			case 5:
				e.Card = "gone-" + card
			}
			written, _, err := d.Store.Record(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			if r.IntN(9) == 0 {
				if _, _, err := d.Store.Undo(t.Context(), written[0].ID, now, day); err != nil {
					t.Fatal(err)
				}
			}
		}
		now = now.Add(time.Duration(r.IntN(40)) * time.Hour)
	}
	if parts < 35 {
		t.Errorf("only %d of 40 days were looked at in part", parts)
	}
}

// deckCards are all cards, of a bank that was not loaded from the cache.
func deckCards(t *testing.T, d *Desk) []deck.Card {
	t.Helper()
	bank, _, err := deck.Load(d.Builtin, d.DecksDir())
	if err != nil {
		t.Fatal(err)
	}
	return bank.Cards()
}

// writeOldFile writes a file that has stood for a while.
func writeOldFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
}

// A list of new cards that was damaged, or is of another bank, is not believed.
func TestListOfNewCards(t *testing.T) {
	d := &Desk{DataDir: "d", Cache: deck.Cache{Dir: t.TempDir()}}
	list := []place{{1, 0}, {7, 2}}
	at := progress.Moment{Row: 9, Event: "abc"}
	d.writeNew(list, 5, at)
	if got, moment := d.readNew(5); !reflect.DeepEqual(got, list) || moment != at {
		t.Errorf("readNew = %v, %v", got, moment)
	}
	if got, moment := d.readNew(6); got != nil || moment.Event != "" {
		t.Errorf("a list of another bank was believed: %v", got)
	}
	sound, err := os.ReadFile(d.newFile())
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(d.newFile()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	for i := range sound {
		for _, bad := range [][]byte{sound[:i], append(append(append([]byte{}, sound[:i]...), sound[i]^4), sound[i+1:]...)} {
			os.WriteFile(d.newFile(), bad, 0o600)
			if got, _ := d.readNew(5); got != nil {
				t.Fatalf("byte %d damaged: %v was believed", i, got)
			}
		}
	}
}
