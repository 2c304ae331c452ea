package quiz

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kuril/deck"
	"kuril/progress"
)

// forgery is a desk with one answered card, and a backup of it that somebody
// changed.
func forgery(t *testing.T, change string, args ...any) (d *Desk, forged string) {
	t.Helper()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	d = &Desk{
		Bank: &deck.Bank{}, Settings: DefaultSettings, Calendar: progress.Calendar{Zone: time.UTC},
		Now: func() time.Time { return now }, DataDir: filepath.Join(t.TempDir(), "data"),
		Out: &bytes.Buffer{}, Err: &bytes.Buffer{},
	}
	if err := d.Write(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	_, _, err := d.Store.Record(t.Context(), progress.Event{
		Card: "q", At: now, Day: d.Today(), Kind: progress.Reviewed, Rating: 3, Due: d.Today() + 3,
	})
	if err != nil {
		t.Fatal(err)
	}
	forged = filepath.Join(t.TempDir(), "forged.db")
	if _, err := d.Store.Backup(t.Context(), forged, nil); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d.writing = false
	if change == "" {
		return d, forged
	}
	db, err := sql.Open("sqlite3", forged)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(change, args...); err != nil {
		t.Fatal(err)
	}
	return d, forged
}

func withSum(text string) (data, sum []byte) {
	s := sha256.Sum256([]byte(text))
	return []byte(text), s[:]
}

const putBeside = `INSERT INTO beside (name, data, sum) VALUES (?, ?, ?)`

// What a backup says it holds leads to no file outside of the decks, and one
// that tries changes nothing.
func TestRestoreWritesNowhereElse(t *testing.T) {
	const text = "[[question]]\nid = \"x\"\nkind = \"recall\"\nprompt = \"X?\"\nanswers = [\"x\"]\n"
	for _, name := range []string{
		"../x.toml", "decks/../../x.toml", "/tmp/x.toml", "decks//x.toml", "decks/./x.toml", `decks\..\..\x.toml`,
		"decks/x.txt", "config.toml", "progress.db", "decks", "decks/", "decks/c:x.toml", "decks/\x1b[2Jx.toml",
		"decks/\u202ex.toml", "decks/a\nb.toml", "Decks/x.toml", "", "decks/x.toml/../../../x.toml",
	} {
		t.Run(fmt.Sprintf("%q", name), func(t *testing.T) {
			data, sum := withSum(text)
			d, forged := forgery(t, putBeside, name, data, sum)
			before := tree(t, filepath.Dir(d.DataDir))
			err := Restore(t.Context(), d, RestoreOptions{File: forged, Yes: true})
			if err == nil || !strings.Contains(err.Error(), "nothing was changed") {
				t.Errorf("the error is %v", err)
			}
			if after := tree(t, filepath.Dir(d.DataDir)); after != before {
				t.Errorf("changed from\n%s\nto\n%s", before, after)
			}
		})
	}
}

// A folder among the decks that leads elsewhere is not gone through, and no
// folder is made there.
func TestRestoreFollowsNoLinkOut(t *testing.T) {
	data, sum := withSum("[[question]]\nid = \"x\"\nkind = \"recall\"\nprompt = \"X?\"\nanswers = [\"x\"]\n")
	d, forged := forgery(t, putBeside, "decks/away/deep/x.toml", data, sum)
	outside := t.TempDir()
	if err := os.MkdirAll(d.DecksDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(d.DecksDir(), "away")); err != nil {
		t.Skip(err)
	}
	before := tree(t, outside)
	err := Restore(t.Context(), d, RestoreOptions{File: forged, Yes: true})
	if err == nil || !strings.Contains(err.Error(), "outside of the decks") {
		t.Errorf("the error is %v", err)
	}
	if after := tree(t, outside); after != before {
		t.Errorf("changed from\n%s\nto\n%s", before, after)
	}
}

// Sizes that cannot be true are refused before they are read.
func TestRestoreRefusesHugeDecks(t *testing.T) {
	for name, change := range map[string]string{
		"one of 1,000,000,000 bytes": `DROP TABLE beside;
			CREATE TABLE beside (name TEXT, sum BLOB, data BLOB AS (zeroblob(999999999)));
			INSERT INTO beside (name, sum) VALUES ('decks/x.toml', zeroblob(32))`,
		"very many": `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 100001)
			INSERT INTO beside (name, data, sum) SELECT 'decks/' || i || '.toml', zeroblob(0), zeroblob(32) FROM n`,
		"a long name": `INSERT INTO beside (name, data, sum) SELECT 'decks/' || hex(zeroblob(5000)) || '.toml', zeroblob(1), zeroblob(32)`,
	} {
		t.Run(name, func(t *testing.T) {
			d, forged := forgery(t, change)
			err := Restore(t.Context(), d, RestoreOptions{File: forged, Yes: true})
			if err == nil || !strings.Contains(err.Error(), "more decks than can be true") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// A foreign backup that says which decks to take away is not obeyed.
func TestRestoreTakesNoDeckAway(t *testing.T) {
	data, sum := withSum("decks/mine.toml")
	d, forged := forgery(t, putBeside, besideAdded, data, sum)
	mine := filepath.Join(d.DecksDir(), "mine.toml")
	if err := os.MkdirAll(d.DecksDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(mine, []byte("# mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), d, RestoreOptions{File: forged, Yes: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}

// Links to a backup and to the log are followed: somebody put them there. The
// link to the log stays one.
func TestRestoreByLinks(t *testing.T) {
	d, backup := forgery(t, "")
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(backup, link); err != nil {
		t.Skip(err)
	}
	moved := filepath.Join(t.TempDir(), "elsewhere.db")
	if err := os.Rename(d.database(), moved); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(moved, d.database()); err != nil {
		t.Fatal(err)
	}
	err := Restore(t.Context(), d, RestoreOptions{File: link, Yes: true})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(d.database()); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the log is no link any more: %v, %v", info, err)
	}
	if c, err := progress.Inspect(t.Context(), moved); err != nil || c.Events != 1 {
		t.Errorf("%+v, %v", c, err)
	}
	// A link to the log itself is the log itself.
	own := filepath.Join(t.TempDir(), "own.db")
	if err := os.Symlink(d.database(), own); err != nil {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), d, RestoreOptions{File: own, Yes: true}); err == nil || !strings.Contains(err.Error(), "is the log itself") {
		t.Errorf("the error is %v", err)
	}
}

// tree lists every file with its content's sum.
func tree(t *testing.T, root string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		var text []byte
		if e.Type().IsRegular() {
			if text, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		fmt.Fprintf(&b, "%s %v %x\n", strings.TrimPrefix(path, root), e.Type(), sha256.Sum256(text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
