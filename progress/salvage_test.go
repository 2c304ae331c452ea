package progress

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"kuril/progress/fsrs"
)

// long is a log with answers so long that they flow over to other pages.
func long(t *testing.T, events int) (path string, all []Event) {
	t.Helper()
	path = tempPath(t)
	s := openAt(t, path, Options{})
	history(t, s, 5, events)
	e := review("long", 400, 0, fsrs.Good)
	for range 3000 {
		e.Given += "überlang"
	}
	record(t, s, e)
	all = everything(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path, all
}

// Of a file with nothing wrong every event is read, to the last bit.
func TestSalvageReadsEverything(t *testing.T) {
	path, want := long(t, 400)
	temp, saved, err := Salvage(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if saved != (Salvaged{Read: len(want)}) {
		t.Errorf("saved = %+v, want %d read", saved, len(want))
	}
	same(t, temp, want)
}

func same(t *testing.T, path string, want []Event) {
	t.Helper()
	got := everything(t, openAt(t, path, Options{}))
	if len(got) != len(want) {
		t.Fatalf("%d events, want %d", len(got), len(want))
	}
	for i := range got {
		if a, b := mustJSON(t, got[i]), mustJSON(t, want[i]); a != b {
			t.Errorf("event %d = %s, want %s", i, a, b)
		}
	}
}

// Whichever page is destroyed, the first included: what stood on the others is
// saved, what is lost is counted, and with a backup nothing is lost.
func TestSalvageAnyPage(t *testing.T) {
	const seed = 11
	r := rand.New(rand.NewPCG(seed, 0))
	path, want := long(t, 400)
	backup := filepath.Join(t.TempDir(), "b.db")
	s := openAt(t, path, Options{})
	if _, err := s.Backup(t.Context(), backup, nil); err != nil {
		t.Fatal(err)
	}
	s.Close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[string]string)
	for _, e := range want {
		known[e.ID] = mustJSON(t, e)
	}
	pages, lost := len(whole)/4096, 0
	for page := range pages {
		if page%2 > 0 || testing.Short() && page%5 > 0 {
			continue
		}
		text := append([]byte(nil), whole...)
		for i := range 4096 {
			switch page % 3 {
			case 0:
				text[page*4096+i] = byte(r.IntN(256))
			case 1:
				text[page*4096+i] = 0
			case 2: // half of it
				if i >= 2048 {
					text[page*4096+i] ^= byte(1 + r.IntN(255))
				}
			}
		}
		broken := filepath.Join(t.TempDir(), "progress.db")
		if err := os.WriteFile(broken, text, 0o600); err != nil {
			t.Fatal(err)
		}
		temp, saved, err := Salvage(t.Context(), broken, nil)
		if err != nil {
			t.Fatalf("page %d: %v", page+1, err)
		}
		got := everything(t, openAt(t, temp, Options{}))
		wrong := 0
		for _, e := range got {
			if known[e.ID] != mustJSON(t, e) {
				wrong++
			}
		}
		if gone := len(want) - len(got) + wrong; page%3 != 2 && (wrong > 0 || saved.Lost != gone) || gone > 60 {
			t.Errorf("page %d: %d of %d saved, %d of them wrong, %d said to be lost", page+1, len(got), len(want), wrong, saved.Lost)
		}
		lost += saved.Lost
		temp, saved, err = Salvage(t.Context(), broken, []string{filepath.Join(t.TempDir(), "none.db"), backup})
		if err != nil || saved.Lost != 0 {
			t.Errorf("page %d, with a backup: %+v, %v", page+1, saved, err)
			continue
		}
		all := everything(t, openAt(t, temp, Options{}))
		for _, e := range all {
			if text, ok := known[e.ID]; ok && text != mustJSON(t, e) {
				t.Errorf("page %d, with a backup: %s", page+1, mustJSON(t, e))
			}
			delete(known, e.ID)
		}
		if len(known) > 0 {
			t.Fatalf("page %d, with a backup: %d are missing", page+1, len(known))
		}
		for _, e := range want {
			known[e.ID] = mustJSON(t, e)
		}
	}
	if lost == 0 {
		t.Error("no page held an event")
	}
}

// FuzzSalvage holds that no file, whatever it holds, makes Salvage crash or
// hang.
func FuzzSalvage(f *testing.F) {
	for _, name := range []string{"schema1.db", "schema2.db"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, 5000, []byte{0xff, 0x0d, 0x00})
		f.Add(text[:20000], 16, []byte{0, 1})
	}
	f.Fuzz(func(t *testing.T, text []byte, at int, over []byte) {
		text = append([]byte(nil), text...)
		if at >= 0 && at < len(text) {
			copy(text[at:], over)
		}
		var s Salvaged
		w := search(text)
		if w.count(&s); s.Lost < 0 || s.Lost > len(text) {
			t.Errorf("%d lost of a file of %d bytes", s.Lost, len(text))
		}
	})
}

// A row number gone wild, or noise at the end of the file, is neither counted
// up to nor believed.
func TestSalvageBelievesNoWildRow(t *testing.T) {
	w := &wreck{
		events: map[string]Event{}, room: 100,
		rows:     map[int64]bool{1: true, 2: true, 4: true, 1 << 60: true},
		numbered: map[int64]bool{5: true, 1 << 61: true},
	}
	var s Salvaged
	w.count(&s)
	if s.Lost != 1 && s.Lost != 2 {
		t.Errorf("%d are said to be lost, want those of rows 3 and perhaps 5", s.Lost)
	}
}
