package quiz

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// A syncer is a machine of a test: a data folder, a copy of the shared folder
// that something slow and careless carries, and a clock that is off.
type syncer struct {
	t     *testing.T
	d     *Desk
	share string
	clock time.Time
	said  bytes.Buffer
	was   []string // devices that this machine was before its log was lost
}

func newSyncer(t *testing.T, name string, off time.Duration) *syncer {
	dir := filepath.Join(t.TempDir(), name)
	m := &syncer{t: t, share: filepath.Join(dir, "share"), clock: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC).Add(off)}
	if err := os.MkdirAll(m.share, 0o700); err != nil {
		t.Fatal(err)
	}
	m.d = &Desk{
		DataDir: filepath.Join(dir, "data"), Bank: &deck.Bank{}, Out: &m.said, Err: &m.said,
		Term:     NewTerm(TermOptions{}),
		Calendar: progress.Calendar{Zone: time.UTC, Rollover: 4}, Settings: DefaultSettings,
		Now:  func() time.Time { m.clock = m.clock.Add(time.Second); return m.clock },
		Host: name, Machine: name,
	}
	t.Cleanup(func() { m.d.Close() })
	m.open()
	return m
}

func (m *syncer) open() {
	m.t.Helper()
	m.d.writing = false
	if m.d.Store != nil {
		m.d.Store.Close()
		m.d.Store = nil
	}
	if err := m.d.Write(m.t.Context()); err != nil {
		m.t.Fatal(err)
	}
}

func (m *syncer) sync(o SyncOptions) {
	m.t.Helper()
	o.Dir = m.share
	if err := Sync(m.t.Context(), m.d, o); err != nil {
		m.t.Fatalf("sync of %s: %v\n%s", m.d.Host, err, m.said.String())
	}
}

// answer writes some history.
func (m *syncer) answer(r *rand.Rand) {
	m.t.Helper()
	for range 1 + r.IntN(8) {
		at := m.d.Now()
		e := progress.Event{Card: fmt.Sprint("card-", r.IntN(5)), At: at, Day: m.d.Calendar.Day(at), Kind: progress.Reviewed, Rating: fsrs.Rating(1 + r.IntN(4))}
		switch r.IntN(8) {
		case 0:
			e.Kind, e.Rating = progress.Reset, 0
		case 1:
			if ref, _, err := m.d.Store.LastAction(m.t.Context()); err == nil {
				if _, _, err := m.d.Store.Undo(m.t.Context(), ref, at, e.Day); err != nil {
					m.t.Fatal(err)
				}
			}
			continue
		}
		if _, _, err := m.d.Store.Record(m.t.Context(), e); err != nil {
			m.t.Fatal(err)
		}
	}
}

// write changes the decks at random: adds, edits, moves, removes.
func (m *syncer) write(r *rand.Rand) {
	m.t.Helper()
	own, err := (&syncing{Desk: m.d}).ownDecks()
	if err != nil {
		m.t.Fatal(err)
	}
	id := fmt.Sprint("question-", r.IntN(6))
	q := &deck.Question{ID: id, Kind: deck.Typed, Prompt: "What?", Answers: []string{fmt.Sprint("answer ", r.IntN(1000))}}
	old := own.questions[id]
	path := filepath.Join(m.d.DecksDir(), fmt.Sprintf("deck-%d.toml", r.IntN(2)))
	switch {
	case old == nil:
		err = deck.Append(path, q)
	case r.IntN(4) == 0:
		err = deck.Remove(filepath.Join(m.d.DecksDir(), old.Deck+".toml"), id)
	case r.IntN(4) == 0: // to another deck, or the same
		if err = deck.Remove(filepath.Join(m.d.DecksDir(), old.Deck+".toml"), id); err == nil {
			err = deck.Append(path, q)
		}
	default:
		err = deck.Replace(filepath.Join(m.d.DecksDir(), old.Deck+".toml"), id, q)
	}
	if err != nil {
		m.t.Fatal(err)
	}
}

// carry brings what one machine wrote to another, as clouds do: some files, in
// any order, some of them cut off.
func carry(t *testing.T, r *rand.Rand, from, to *syncer, wholly bool) {
	t.Helper()
	device, err := from.d.Store.Device(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(from.share, "kuril")
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		// Files of third devices are carried by whoever has them only when all is.
		if !strings.HasPrefix(rel, device) || !wholly && r.IntN(5) == 0 {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !wholly {
			switch r.IntN(4) {
			case 0:
				text = text[:r.IntN(len(text)+1)]
			case 1: // a hole that is filled later
				if n := len(text); n > 200 {
					text = bytes.Clone(text)
					clear(text[n/2 : n/2+50])
				}
			}
		}
		there := filepath.Join(to.share, "kuril", rel)
		if err := os.MkdirAll(filepath.Dir(there), 0o700); err != nil {
			return err
		}
		return os.WriteFile(there, text, 0o600)
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
}

// syncSeeds is how many histories are tried; KURIL_UNION sets it for a long run.
var syncSeeds = func() uint64 {
	n, err := strconv.ParseUint(os.Getenv("KURIL_UNION"), 10, 16)
	if err != nil {
		return 2
	}
	return n
}()

// TestSyncConverges holds over random histories of three machines that syncing
// through folders whose files come late, cut off or with holes leads to the
// same log, states and decks everywhere, also when a log is lost on the way.
func TestSyncConverges(t *testing.T) {
	for seed := range syncSeeds {
		r := rand.New(rand.NewPCG(seed, 1))
		m := make([]*syncer, 3)
		for i := range m {
			m[i] = newSyncer(t, fmt.Sprint("machine-", i), time.Duration(r.IntN(96)-48)*time.Hour)
		}
		m[0].sync(SyncOptions{})
		for _, other := range m[1:] { // which makes them one learner's
			carry(t, r, m[0], other, true)
			other.sync(SyncOptions{})
		}
		events := 0
		for round := range 12 {
			i := r.IntN(3)
			m[i].answer(r)
			m[i].write(r)
			if round == 5 || round == 8 { // a disk dies just after a sync
				m[i].sync(SyncOptions{})
				device, err := m[i].d.Store.Device(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				m[i].was = append(m[i].was, device)
				m[i].d.Store.Close()
				m[i].d.Store = nil
				if err := os.Remove(filepath.Join(m[i].d.DataDir, "progress.db")); err != nil {
					t.Fatal(err)
				}
				m[i].open()
			}
			m[i].sync(SyncOptions{})
			for j := range m {
				if j != i && r.IntN(2) == 0 {
					carry(t, r, m[i], m[j], false)
				}
			}
		}
		for range 4 {
			for i := range m {
				m[i].sync(SyncOptions{})
				for j := range m {
					if i != j {
						carryAll(t, m[i], m[j])
					}
				}
			}
		}
		var log, decks string
		var states map[string]progress.State
		for i := range m {
			m[i].sync(SyncOptions{})
			gotLog, n := m[i].log()
			gotDecks := m[i].decks()
			got, err := m[i].d.Store.States(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				log, decks, states, events = gotLog, gotDecks, got, n
				continue
			}
			if gotLog != log {
				t.Fatalf("seed %d: machine %d has %d events, machine 0 has %d, or others", seed, i, n, events)
			}
			if !maps.Equal(got, states) {
				t.Fatalf("seed %d: machine %d remembers\n%v, machine 0\n%v", seed, i, got, states)
			}
			if gotDecks != decks {
				t.Fatalf("seed %d: machine %d has the decks\n%s\nmachine 0\n%s", seed, i, gotDecks, decks)
			}
		}
		if events == 0 || decks == "" {
			t.Fatalf("seed %d: nothing happened", seed)
		}
	}
}

// carryAll brings all files that a machine wrote, as they are, also those of
// the device that it was before its log was lost.
func carryAll(t *testing.T, from, to *syncer) {
	t.Helper()
	root := filepath.Join(from.share, "kuril")
	own, err := from.d.Store.Device(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		there := filepath.Join(to.share, "kuril", rel)
		device, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		if device != own && !slices.Contains(from.was, device) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(there), 0o700); err != nil {
			return err
		}
		return os.WriteFile(there, text, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (m *syncer) log() (text string, events int) {
	m.t.Helper()
	var b strings.Builder
	err := m.d.Store.Log(m.t.Context(), func(e progress.Event) error {
		events++
		line, err := json.Marshal(e)
		b.Write(append(line, '\n'))
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return b.String(), events
}

func (m *syncer) decks() string {
	m.t.Helper()
	own, err := (&syncing{Desk: m.d}).ownDecks()
	if err != nil || len(own.broken) > 0 {
		m.t.Fatal(err, own.broken)
	}
	var b strings.Builder
	for _, id := range sortedKeys(own.questions) {
		b.WriteString(own.questions[id].Deck + "\n" + deck.Format(own.questions[id]))
	}
	return b.String()
}

// TestCompareVersions holds how two texts of a question stand to each other.
func TestCompareVersions(t *testing.T) {
	for _, tt := range []struct {
		name         string
		ours, theirs version
		want         standing
	}{
		{"the same", version{Sum: "b", Was: []string{"a"}}, version{Sum: "b"}, equal},
		{"theirs is older", version{Sum: "b", Was: []string{"a"}}, version{Sum: "a"}, older},
		{"theirs came from ours", version{Sum: "a"}, version{Sum: "c", Was: []string{"a", "b"}}, newer},
		{"ours is none yet", version{}, version{Sum: "a"}, newer},
		{"both changed, theirs later", version{Sum: "b", Was: []string{"a"}, At: 1}, version{Sum: "c", Was: []string{"a"}, At: 2}, apartNew},
		{"both changed, ours later", version{Sum: "b", Was: []string{"a"}, At: 2}, version{Sum: "c", Was: []string{"a"}, At: 1}, apart},
		{"a text stands against a removal", version{Sum: "b", Was: []string{"a"}, At: 1}, version{Sum: "removed-a", Was: []string{"a"}, At: 2, Removed: true}, apart},
		{"also the other way round", version{Sum: "removed-a", Was: []string{"a"}, At: 2, Removed: true}, version{Sum: "b", Was: []string{"a"}, At: 1}, apartNew},
		{"taken out on both", version{Sum: "removed-a", Removed: true}, version{Sum: "removed-b", Removed: true}, equal},
	} {
		if got := compareVersions(tt.ours, tt.theirs); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestTravels holds which names of decks and pictures are taken from others.
func TestTravels(t *testing.T) {
	for name, want := range map[string]bool{
		"own": true, "日本": true, "my deck": true, "map.svg": true,
		"": false, ".": false, "..": false, "../own": false, `..\own`: false, "/etc/passwd": false, "a/b": false,
		".sync": false, "c:x": false, "x\x1b[2J": false, "x\u202e": false, "a\nb": false, "x ": false, strings.Repeat("x", 200): false,
	} {
		if got := travels(name); got != want {
			t.Errorf("travels(%q) = %v", name, got)
		}
	}
}
