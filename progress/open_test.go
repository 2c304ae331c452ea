package progress

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// people fails unless err is meant for people and says all of parts.
func people(t testing.TB, name string, err error, parts ...string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Errorf("%s: %v, want an *Error", name, err)
		return
	}
	text := e.Message + "\n" + e.Hint
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s: %q does not say %q", name, text, part)
		}
	}
	if e.Hint == "" || strings.Contains(e.Message, "\n") {
		t.Errorf("%s: %q", name, text)
	}
}

// inSQL runs statements on a file as another program would.
func inSQL(t testing.TB, path, statements string) {
	t.Helper()
	if !built {
		t.Skip("built without SQLite")
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(t *testing.T, path string)
		says []string
	}{
		{"a folder", func(t *testing.T, path string) { os.Mkdir(path, 0o700) }, []string{"is a folder"}},
		{"text", func(t *testing.T, path string) {
			os.WriteFile(path, []byte(strings.Repeat("dear diary\n", 500)), 0o600)
		}, []string{"progress.db is not a progress file of kuril"}},
		{"a little text", func(t *testing.T, path string) { os.WriteFile(path, []byte("hello"), 0o600) },
			[]string{"progress.db is not a progress file of kuril"}},
		{"another program's database", func(t *testing.T, path string) { inSQL(t, path, `CREATE TABLE notes (x)`) },
			[]string{"progress.db is not a progress file of kuril"}},
		{"another application", func(t *testing.T, path string) {
			inSQL(t, path, `PRAGMA application_id = 7; PRAGMA user_version = 1`)
		}, []string{"progress.db is not a progress file of kuril"}},
		{"a newer schema", func(t *testing.T, path string) {
			openAt(t, path, Options{}).Close()
			inSQL(t, path, `PRAGMA user_version = 4; CREATE TABLE dreams (x)`)
		}, []string{"progress.db was written by a newer version (schema 4, this one knows 3)", "update kuril, or choose another folder with --data"}},
	} {
		for _, o := range []Options{{}, {ReadOnly: true}} {
			path := filepath.Join(t.TempDir(), "progress.db")
			tt.make(t, path)
			before, _ := os.ReadFile(path)
			_, err := Open(t.Context(), path, o)
			if !built {
				continue
			}
			people(t, tt.name, err, tt.says...)
			after, _ := os.ReadFile(path)
			if string(before) != string(after) {
				t.Errorf("%s: the file was changed", tt.name)
			}
			if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
				t.Errorf("%s: left behind %v", tt.name, entries)
			}
		}
	}
}

func TestOpenTakesAnEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := statesOf(t, openAt(t, path, Options{ReadOnly: true})); len(got) != 0 {
		t.Errorf("states = %v", got)
	}
	if info, _ := os.Stat(path); info.Size() != 0 {
		t.Error("reading wrote to the file")
	}
	record(t, openAt(t, path, Options{}), review("q", 0, 0, fsrs.Good))
}

func TestOpenOddNames(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"with space", "100%", "what?mode=memory", "a#b", "日本", "a&b=c", "-x"} {
		path := filepath.Join(dir, name, "progress.db")
		s := openAt(t, path, Options{})
		record(t, s, review("q", 0, 0, fsrs.Good))
		s.Close()
		if got := statesOf(t, openAt(t, path, Options{ReadOnly: true})); len(got) != 1 {
			t.Errorf("%s: states = %v", name, got)
		}
	}
}

func TestOpenWithoutSQLite(t *testing.T) {
	if built {
		t.Skip("built with SQLite")
	}
	path := tempPath(t)
	_, err := Open(t.Context(), path, Options{})
	people(t, "without cgo", err, "a C compiler such as gcc", "CGO_ENABLED=1")
	if _, err := os.Stat(filepath.Dir(path)); !os.IsNotExist(err) {
		t.Errorf("something was created: %v", err)
	}
}

func TestUnwritableFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("nothing is unwritable for the superuser")
	}
	path := tempPath(t)
	s := openAt(t, path, Options{})
	record(t, s, review("q", 0, 0, fsrs.Good))
	s.Close()
	dir := filepath.Dir(path)
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	for name, mode := range map[string]os.FileMode{path: 0o400, dir: 0o500} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	if got := statesOf(t, openAt(t, path, Options{ReadOnly: true})); len(got) != 1 {
		t.Errorf("states = %v", got)
	}
	s, err := Open(t.Context(), path, Options{})
	if err == nil {
		_, _, err = s.Record(t.Context(), review("q", 1, 0, fsrs.Good))
		s.Close()
	}
	people(t, "unwritable", err, "cannot be", "--data")
	_, err = Open(t.Context(), filepath.Join(dir, "new", "progress.db"), Options{})
	people(t, "a folder in it", err, "cannot be used", "--data")
}

func TestMigration(t *testing.T) {
	ctx := t.Context()
	path := tempPath(t)
	s := openAt(t, path, Options{})
	history(t, s, 1, 30)
	want := statesOf(t, s)
	s.Close()
	first, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	now := len(first)
	backup := filepath.Join(BackupDir(path), fmt.Sprintf("progress-schema%d.db", now))

	broken := append(first[:now:now], `CREATE TABLE extra (x); CREATE TABLE events (x)`)
	if _, err := open(ctx, path, Options{}, broken); err == nil {
		t.Error("a broken migration went through")
	}
	s = openAt(t, path, Options{}) // still the schema of before
	if got := statesOf(t, s); !maps.Equal(got, want) {
		t.Errorf("after a broken migration: %v, want %v", got, want)
	}
	s.Close()
	if err := os.Remove(backup); err != nil {
		t.Fatal(err)
	}

	second := append(first[:now:now], `CREATE TABLE extra (x)`)
	if _, err := open(ctx, path, Options{ReadOnly: true}, second); err == nil {
		t.Error("an older schema was read")
	} else {
		people(t, "older", err, fmt.Sprintf("older version (schema %d, this one knows %d)", now, now+1))
		if !errors.Is(err, ErrOlder) {
			t.Errorf("%v is not ErrOlder", err)
		}
	}
	if _, err := os.Stat(backup); !os.IsNotExist(err) {
		t.Errorf("reading made a copy: %v", err)
	}
	s, err = open(ctx, path, Options{}, second)
	if err != nil {
		t.Fatal(err)
	}
	if got := statesOf(t, s); !maps.Equal(got, want) {
		t.Errorf("after the migration: %v, want %v", got, want)
	}
	s.Close()
	_, err = Open(ctx, path, Options{})
	people(t, "newer", err, fmt.Sprintf("schema %d, this one knows %d", now+1, now))

	info, err := os.Stat(backup)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the copy has mode %v", info.Mode())
	}
	if got := statesOf(t, openAt(t, backup, Options{})); !maps.Equal(got, want) {
		t.Errorf("the copy holds %v, want %v", got, want)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 2 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestFullDisk(t *testing.T) {
	path := tempPath(t)
	s := openAt(t, path, Options{})
	// On one connection, so that the limit holds for every statement.
	s.db.SetMaxOpenConns(1)
	if _, err := s.db.Exec(`PRAGMA max_page_count = 40`); err != nil {
		t.Fatal(err)
	}
	statesOf(t, s)
	var want map[string]State
	kept := 0
	for ; kept < 1000; kept++ {
		e := review("q", kept, 0, fsrs.Good)
		e.Given = strings.Repeat("long ", 100)
		_, states, err := s.Record(t.Context(), e)
		if err != nil {
			people(t, "full", err, "the disk is full")
			break
		}
		want = states
	}
	if kept == 0 || kept == 1000 {
		t.Fatalf("%d answers were kept", kept)
	}
	if got := statesOf(t, s); !maps.Equal(got, want) {
		t.Errorf("states = %v, want %v", got, want)
	}
	s.Close()
	s = openAt(t, path, Options{})
	if got := len(everything(t, s)); got != kept {
		t.Errorf("%d events, want %d", got, kept)
	}
	record(t, s, review("q", kept, 0, fsrs.Good))
}

func TestDamagedFile(t *testing.T) {
	path := tempPath(t)
	s := openAt(t, path, Options{})
	history(t, s, 1, 200)
	s.Close()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(text); i++ {
		text[i] = 0xa5
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = Open(t.Context(), path, Options{})
	if err == nil {
		_, err = s.States(t.Context())
		s.Close()
	}
	people(t, "damaged", err, "progress.db is damaged", "backup")
}

// A program killed while it commits leaves a journal. Reading rolls it back.
func TestKilledWhileWriting(t *testing.T) {
	path := tempPath(t)
	s := openAt(t, path, Options{})
	history(t, s, 2, 40)
	want := statesOf(t, s)
	s.db.SetMaxOpenConns(1)
	if _, err := s.db.Exec(`PRAGMA cache_size = 2`); err != nil { // so that pages reach the file before the commit
		t.Fatal(err)
	}
	tx, err := s.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		e := review("torn", i, 0, fsrs.Good)
		e.ID, e.Device, e.N = e.At.String(), "torn", int64(i)
		if err := insert(t.Context(), tx, &e); err != nil {
			t.Fatal(err)
		}
	}
	// The files as a kill would leave them.
	torn := filepath.Join(t.TempDir(), "progress.db")
	for _, suffix := range []string{"", "-journal"} {
		text, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(torn+suffix, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tx.Rollback()
	if got := statesOf(t, openAt(t, torn, Options{ReadOnly: true})); !maps.Equal(got, want) {
		t.Errorf("read after a kill: %v, want %v", got, want)
	}
	if got := statesOf(t, openAt(t, torn, Options{})); !maps.Equal(got, want) {
		t.Errorf("after a kill: %v, want %v", got, want)
	}
}

func TestBusy(t *testing.T) {
	path := tempPath(t)
	a, b := openAt(t, path, Options{}), openAt(t, path, Options{Wait: 10 * time.Millisecond})
	record(t, a, review("q", 0, 0, fsrs.Good))
	tx, err := a.db.Begin() // takes the lock at once
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = b.Record(t.Context(), review("q", 1, 0, fsrs.Good))
	people(t, "busy", err, "progress.db is busy")
	if got := statesOf(t, openAt(t, path, Options{ReadOnly: true})); got["q"].Reviews != 1 {
		t.Errorf("read while another writes: %v", got)
	}
	tx.Rollback()
	record(t, b, review("q", 1, 0, fsrs.Good))
}
