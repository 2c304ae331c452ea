package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"database/sql"

	"lukechampine.com/blake3"
)

// TestImportHashcards holds that Markdown of hashcards brings the answers and
// the due days of the database beside it, once, also when a card is mended.
func TestImportHashcards(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "geo", "towns.md")
	data := filepath.Join(t.TempDir(), "data")
	write := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(file, "Q: Where is ![](@/a.png)?\nA: Here\n\nQ: New?\nA: Yes\n\nC: [Tokyo] and [Kyoto]\n")
	write(filepath.Join(root, "a.png"), "picture")
	of := func(parts ...string) string {
		sum := blake3.Sum256([]byte(strings.Join(parts, "")))
		return hex.EncodeToString(sum[:])
	}
	basic, gap := of("Basic", "Where is ![](@/a.png)?", "Here"), of("Cloze", "Tokyo and Kyoto", "\x0a\x00\x00\x00\x00\x00\x00\x00", "\x0e\x00\x00\x00\x00\x00\x00\x00")
	db, err := sql.Open("sqlite3_made", filepath.Join(root, "hashcards.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		`CREATE TABLE cards (card_hash TEXT PRIMARY KEY, added_at TEXT, last_reviewed_at TEXT, stability REAL, difficulty REAL, interval_raw REAL, interval_days INTEGER, due_date TEXT, review_count INTEGER)`,
		`CREATE TABLE reviews (review_id INTEGER PRIMARY KEY, session_id INTEGER, card_hash TEXT, reviewed_at TEXT, grade TEXT, stability REAL, difficulty REAL, interval_raw REAL, interval_days INTEGER, due_date TEXT)`,
		fmt.Sprintf(`INSERT INTO cards VALUES ('%s', 'x', '2026-11-10T09:00:00.000', 12, 5, 12, 12, '2026-11-22', 2)`, basic),
		fmt.Sprintf(`INSERT INTO cards VALUES ('%s', 'x', '2026-11-10T09:00:00.000', 30, 5, 30, 30, '2026-12-10', 1)`, gap),
		fmt.Sprintf(`INSERT INTO reviews VALUES (1, 1, '%s', '2026-11-08T09:00:00.000', 'forgot', 1, 5, 2, 2, '2026-11-10'), (2, 1, '%s', '2026-11-10T09:00:00.000', 'good', 12, 5, 12, 12, '2026-11-22'), (3, 1, '%s', '2026-11-10T09:01:00.000', 'easy', 30, 5, 30, 30, '2026-12-10')`, basic, basic, gap),
	} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	var result struct {
		Questions, Reviews struct{ New, Changed, Same, Known, Skipped int }
		Media              struct{ Found, Missing int }
	}
	load := func() {
		t.Helper()
		result.Questions, result.Reviews = struct{ New, Changed, Same, Known, Skipped int }{}, struct{ New, Changed, Same, Known, Skipped int }{}
		if err := json.Unmarshal([]byte(kurilAt(t, data, "import", file, "--json")), &result); err != nil {
			t.Fatal(err)
		}
	}
	load()
	if result.Questions.New != 3 || result.Reviews.New != 3 || result.Media.Found != 1 || result.Media.Missing != 0 {
		t.Errorf("imported %+v", result)
	}
	due := kurilAt(t, data, "list", "deck:towns", "-is:new", "--columns", "id,due")
	if !strings.Contains(due, "2026-11-22") || !strings.Contains(due, "#2\t2026-12-10") || strings.Count(due, "\n") != 2 {
		t.Errorf("cards are due\n%s", due)
	}
	log := kurilAt(t, data, "log", "--json")
	load()
	if result.Questions.Same != 3 || result.Reviews.Known != 3 || kurilAt(t, data, "log", "--json") != log {
		t.Errorf("the second time changed something: %+v", result)
	}
	// Mended: there it would be a new card, here it keeps its history.
	write(file, "Q: Where is ![](@/a.png)?\nA: There\n\nQ: New?\nA: Yes\n\nC: [Tokyo] and [Kyoto]\n")
	load()
	if result.Questions.Changed != 1 || result.Questions.Same != 2 || kurilAt(t, data, "log", "--json") != log {
		t.Errorf("mending cost something: %+v", result)
	}
	if pictures, err := os.ReadDir(filepath.Join(data, "media")); err != nil || len(pictures) != 1 {
		t.Errorf("pictures: %v, %v", pictures, err)
	}
}
