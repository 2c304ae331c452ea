package hashcards

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lukechampine.com/blake3"

	"kuril/deck"
)

// TestHash holds which bytes a hash is made of.
func TestHash(t *testing.T) {
	of := func(s string) string {
		sum := blake3.Sum256([]byte(s))
		return hex.EncodeToString(sum[:])
	}
	if got, want := of(""), "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"; got != want {
		t.Fatalf("BLAKE3 of nothing is %s, want %s", got, want)
	}
	for _, tt := range []struct{ name, got, want string }{
		{"basic", Hash(&deck.Note{Content: []string{"FOO", "BAR"}}, deck.NoteCard{}), of("BasicFOOBAR")},
		{"cloze", Hash(&deck.Note{Content: []string{"a b"}}, deck.NoteCard{Start: 2, End: 258}), of("Clozea b\x02\x00\x00\x00\x00\x00\x00\x00\x02\x01\x00\x00\x00\x00\x00\x00")},
		{"block: blanks and case do not matter", BlockHash(&deck.Note{Content: []string{"Q:  A\n\tA: b\n"}}), of("q: a a: b")},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, tt.got, tt.want)
		}
	}
}

// database makes one with the statements.
func database(t *testing.T, name string, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	db, err := sql.Open(driver, path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func TestRead(t *testing.T) {
	if !built {
		t.Skip("built without SQLite")
	}
	zone := time.FixedZone("there", 9*3600)
	path := database(t, Database,
		`CREATE TABLE cards (card_hash TEXT PRIMARY KEY, added_at TEXT, last_reviewed_at TEXT, stability REAL, difficulty REAL, interval_raw REAL, interval_days INTEGER, due_date TEXT, review_count INTEGER)`,
		`CREATE TABLE reviews (review_id INTEGER PRIMARY KEY, session_id INTEGER, card_hash TEXT, reviewed_at TEXT, grade TEXT, stability REAL, difficulty REAL, interval_raw REAL, interval_days INTEGER, due_date TEXT)`,
		`INSERT INTO cards VALUES ('AA', '2025-01-01T00:00:00.000', '2025-02-03T21:00:00.500', 9.5, 5, 9.4, 9, '2025-02-12', 2), ('bb', '2025-01-01T00:00:00.000', NULL, NULL, NULL, NULL, NULL, NULL, 0)`,
		`INSERT INTO reviews VALUES (1, 1, 'aa', '2025-02-01T09:00:00.000', 'forgot', 1, 1, 1, 2, '2025-02-03'), (2, 1, 'aa', '2025-02-03T21:00:00.500', 'good', 1, 1, 1, 9, '2025-02-12'), (3, 1, 'aa', 'never', 'good', 1, 1, 1, 9, ''), (4, 1, 'aa', '2025-02-03T21:00:00', 'perfect', 1, 1, 1, 9, '')`)
	l, err := Read(context.Background(), path, zone)
	if err != nil {
		t.Fatal(err)
	}
	h := l.Cards["aa"]
	want := []Answer{{1, time.Date(2025, 2, 1, 9, 0, 0, 0, zone), 1, 2}, {2, time.Date(2025, 2, 3, 21, 0, 0, 5e8, zone), 3, 9}}
	if len(h.Answers) != 2 || !h.Answers[0].At.Equal(want[0].At) || !h.Answers[1].At.Equal(want[1].At) || h.Answers[0].Rating != 1 || h.Answers[1].Days != 9 {
		t.Errorf("answers are %+v, want %+v", h.Answers, want)
	}
	if h.Due.Format(time.DateOnly) != "2025-02-12" || h.Interval != 9 || h.Stability != 9.5 || h.Reviews != 2 || l.Odd != 2 {
		t.Errorf("read %+v with %d odd rows", h, l.Odd)
	}
	if h := l.Cards["bb"]; h.Reviews != 0 || !h.Due.IsZero() {
		t.Errorf("a new card is %+v", h)
	}
	if files, _ := filepath.Glob(path + "*"); len(files) != 1 {
		t.Errorf("something was written beside it: %v", files)
	}
}

// TestReadOlder holds that columns an older version did not have are not missed.
func TestReadOlder(t *testing.T) {
	if !built {
		t.Skip("built without SQLite")
	}
	path := database(t, RepeaterDatabase,
		`CREATE TABLE cards (card_hash TEXT PRIMARY KEY, added_at TEXT, stability REAL, due_date TEXT, review_count INTEGER)`,
		`INSERT INTO cards VALUES ('aa', 'x', 3.5, '2025-02-12T00:00:00Z', 4)`)
	l, err := Read(context.Background(), path, time.UTC)
	if err != nil || l.Cards["aa"].Stability != 3.5 || l.Cards["aa"].Reviews != 4 {
		t.Errorf("read %+v, %v", l, err)
	}
}

func TestReadFaults(t *testing.T) {
	if !built {
		t.Skip("built without SQLite")
	}
	text := filepath.Join(t.TempDir(), Database)
	if err := os.WriteFile(text, []byte(strings.Repeat("no database ", 200)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{text, database(t, Database, `CREATE TABLE other (x)`), filepath.Join(t.TempDir(), "none.db")} {
		_, err := Read(context.Background(), path, time.UTC)
		if file, ok := errors.AsType[*deck.FileError](err); !ok || file.Hint == "" {
			t.Errorf("Read(%s) = %v, want an error for people", path, err)
		}
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "a", "b")
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, Database), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := Find(filepath.Join(deep, "x.md"), Database); got != filepath.Join(dir, Database) {
		t.Errorf("Find = %q", got)
	}
	if got := Find(filepath.Join(deep, "x.md"), RepeaterDatabase); got != "" {
		t.Errorf("Find = %q, want none", got)
	}
}
