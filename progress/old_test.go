package progress

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// oldFile returns a copy of the database that the program of a released schema
// wrote, and the events that program exported.
func oldFile(t *testing.T, schema int) (path string, events []Event) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("schema%d.db", schema)))
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "progress.db")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join("testdata", fmt.Sprintf("schema%d.jsonl", schema)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var e Event
		if err := e.UnmarshalJSON(lines.Bytes()); err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	return path, events
}

// A database of every released schema opens, is copied first, holds every event
// as it was, and comes to the same states as the program of then came to.
func TestOldFiles(t *testing.T) {
	if !built {
		t.Skip("built without SQLite")
	}
	for schema := 1; schema < Schema(); schema++ {
		path, want := oldFile(t, schema)
		if len(want) == 0 {
			t.Fatalf("schema %d: no events", schema)
		}
		old, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), path, Options{ReadOnly: true}); err == nil {
			t.Errorf("schema %d: was read as it is", schema)
		}
		if now, _ := os.ReadFile(path); string(now) != string(old) {
			t.Errorf("schema %d: refusing changed the file", schema)
		}
		then := cachedThen(t, path)
		copied, err := OpenCopy(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if now, _ := os.ReadFile(path); string(now) != string(old) {
			t.Errorf("schema %d: reading a copy changed the file", schema)
		}
		s := openAt(t, path, Options{})
		for name, s := range map[string]*Store{"a copy": copied, "brought up to date": s} {
			got := everything(t, s)
			if len(got) != len(want) {
				t.Fatalf("schema %d, %s: %d events, want %d", schema, name, len(got), len(want))
			}
			for i := range got {
				if a, b := mustJSON(t, got[i]), mustJSON(t, want[i]); a != b {
					t.Errorf("schema %d, %s: event %s, want %s", schema, name, a, b)
				}
			}
			if states := statesOf(t, s); !reflect.DeepEqual(states, Replay(want, nil)) {
				t.Errorf("schema %d, %s: the states are not those of the log", schema, name)
			} else if then != nil && !reflect.DeepEqual(states, then) {
				t.Errorf("schema %d, %s: the states are not those of then", schema, name)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
		if _, err := os.Stat(copied.temporary); err == nil {
			t.Errorf("schema %d: the copy is left behind", schema)
		}
		kept := filepath.Join(BackupDir(path), fmt.Sprintf("progress-schema%d.db", schema))
		if c, err := Inspect(t.Context(), kept); err != nil || c.Schema != schema || c.Events != len(want) {
			t.Errorf("schema %d: the copy made before holds %+v, %v", schema, c, err)
		}
	}
}

// cachedThen is what the program of then had in its cache; nil when its
// arithmetic was another.
func cachedThen(t *testing.T, path string) map[string]State {
	t.Helper()
	var states map[string]State
	err := look(context.Background(), path, func(s *Store, _ int) error {
		row, w, err := newest(t.Context(), s.db)
		if err != nil {
			return err
		}
		states, err = loadCache(t.Context(), s.db, row, w)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return states
}
