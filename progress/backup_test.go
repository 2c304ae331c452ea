package progress

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

func TestBackupHoldsEverything(t *testing.T) {
	ctx := t.Context()
	s := openAt(t, tempPath(t), Options{})
	history(t, s, 3, 60)
	want := everything(t, s)
	to := filepath.Join(t.TempDir(), "b.db")
	beside := map[string][]byte{"decks/own.toml": []byte("x\x00y"), "decks/empty.toml": nil}
	c, err := s.Backup(ctx, to, beside)
	if err != nil {
		t.Fatal(err)
	}
	if c.Events != len(want) || len(c.Beside) != 2 {
		t.Errorf("contents = %+v, want %d events", c, len(want))
	}
	files, err := Beside(ctx, to)
	if err != nil || !bytes.Equal(files["decks/own.toml"], beside["decks/own.toml"]) || len(files) != 2 {
		t.Errorf("beside = %q, %v", files, err)
	}
	other := tempPath(t)
	if _, err := Restore(ctx, to, other); err != nil {
		t.Fatal(err)
	}
	restored := openAt(t, other, Options{})
	got := everything(t, restored)
	if len(got) != len(want) {
		t.Fatalf("%d events restored, want %d", len(got), len(want))
	}
	for i := range got {
		if a, b := mustJSON(t, got[i]), mustJSON(t, want[i]); a != b {
			t.Errorf("event %d = %s, want %s", i, a, b)
		}
	}
	// Numbers given out after the backup may be known elsewhere.
	written, _ := record(t, restored, review("after", 100, 0, fsrs.Good))
	if written[0].Device == want[0].Device {
		t.Errorf("the restored log writes as device %s", written[0].Device)
	}
}

func mustJSON(t *testing.T, e Event) string {
	t.Helper()
	text, err := e.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A damaged copy of a deck in a backup is found out.
func TestBackupSums(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	record(t, s, review("q", 0, 0, fsrs.Good))
	to := filepath.Join(t.TempDir(), "b.db")
	if _, err := s.Backup(t.Context(), to, map[string][]byte{"decks/own.toml": []byte("one")}); err != nil {
		t.Fatal(err)
	}
	inSQL(t, to, `UPDATE beside SET data = x'00'`)
	_, err := Inspect(t.Context(), to)
	people(t, "another text", err, "b.db is damaged")
	if Condition(err) != Damaged {
		t.Errorf("Condition(%v) = %v", err, Condition(err))
	}
}

// What programs that were killed left in the folder for backups is cleared away
// by the next one, and nothing else.
func TestBackupClearsLeftovers(t *testing.T) {
	path := tempPath(t)
	s := openAt(t, path, Options{})
	record(t, s, review("q", 0, 0, fsrs.Good))
	dir := BackupDir(path)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".progress-schema1.db.123.tmp", ".x.db.1.tmp-journal", "mine.tmp", "other.db"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Backup(t.Context(), filepath.Join(dir, "b.db"), nil); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*.tmp*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	for _, name := range []string{"mine.tmp", "other.db", "b.db"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestKeep(t *testing.T) {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var at []time.Time
	for day := range 800 { // newest first, two a day
		at = append(at, noon.AddDate(0, 0, -day), noon.AddDate(0, 0, -day).Add(-time.Hour))
	}
	var kept []string
	for i, keep := range Keep(at, Calendar{}) {
		if keep {
			kept = append(kept, at[i].Format("2006-01-02 15"))
		}
	}
	// The newest five, seven days, four weeks (to Sundays), twelve months.
	want := []string{
		"2026-11-22 12", "2026-11-22 11", "2026-11-21 12", "2026-11-21 11", "2026-11-20 12",
		"2026-11-19 12", "2026-11-18 12", "2026-11-17 12", "2026-11-16 12",
		"2026-11-15 12", "2026-11-08 12", "2026-11-01 12",
		"2026-10-31 12", "2026-09-30 12", "2026-08-31 12", "2026-07-31 12", "2026-06-30 12", "2026-05-31 12",
		"2026-04-30 12", "2026-03-31 12", "2026-02-28 12", "2026-01-31 12", "2025-12-31 12",
	}
	if len(kept) != len(want) {
		t.Fatalf("kept %q, want %q", kept, want)
	}
	for i := range want {
		if kept[i] != want[i] {
			t.Errorf("kept %q, want %q", kept[i], want[i])
		}
	}
}

// However backups come, pruning after each keeps the newest, is steady, and
// never keeps more than the rule says.
func TestKeepIsBounded(t *testing.T) {
	const seed = 7
	r := rand.New(rand.NewPCG(seed, 0))
	var at []time.Time
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 2000 {
		now = now.Add(time.Duration(r.ExpFloat64() * 20 * float64(time.Hour)))
		at = append(at, now)
		var left []time.Time
		for i, keep := range Keep(at, Calendar{Rollover: 4}) {
			if keep {
				left = append(left, at[i])
			}
		}
		if left[len(left)-1] != now || len(left) > KeptNewest+KeptDays+KeptWeeks+KeptMonths {
			t.Fatalf("seed %d: %d are kept at %v", seed, len(left), now)
		}
		for i, keep := range Keep(left, Calendar{Rollover: 4}) {
			if !keep {
				t.Fatalf("seed %d: %v was kept, and then was not", seed, left[i])
			}
		}
		at = left
	}
}
