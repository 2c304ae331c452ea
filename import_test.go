package main

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// kurilAt runs the program on a data folder and returns what it prints.
func kurilAt(t *testing.T, data string, args ...string) string {
	t.Helper()
	cmd := exec.Command("kuril", append([]string{"--data", data, "--now", "2026-11-22T12:00:00Z"}, args...)...)
	cmd.Env = append(os.Environ(), "TZ=UTC", "KURIL_DATA=", "KURIL_NOW=")
	var said bytes.Buffer
	cmd.Stderr = &said
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("kuril %q: %v\n%s", args, err, &said)
	}
	return string(text)
}

// TestImportFixtures holds of every real file: imported twice it changes
// nothing, its questions are sound, the cache is what a replay gives, and each
// card to be reviewed is due on the day that its database says.
func TestImportFixtures(t *testing.T) {
	root := os.Getenv("KURIL_FIXTURES")
	if root == "" {
		t.Skip("KURIL_FIXTURES does not name a folder with real files")
	}
	files := 0
	for _, file := range []string{
		"anki/repeater_uk_geography.apkg", "anki/anki-apkg-export_output.apkg", "anki/skinatro_collection.anki21", "anki/anki_media.apkg",
		"anki/anki_diffmodels2-1.apkg", "anki/anki_diffmodels2-2.apkg", "anki/anki_update1.apkg", "anki/anki_update2.apkg",
		"anki/anki_mediacheck.anki2", "anki/ankidroid_templates.apkg", "anki/mnemosyne_anki1.apkg", "anki/laoshi_empty_v18.anki2",
		"synthetic/spec_legacy1.apkg", "synthetic/spec_legacy2.apkg", "synthetic/spec_latest.apkg",
		"anki/anki_text-2fields.txt", "anki/anki_text-tags.txt", "anki/anki_text-update.txt", "formats/mnemosyne/tsv_1.txt", "formats/mnemosyne/tsv_6.txt",
	} {
		t.Run(file, func(t *testing.T) {
			files++
			path, data := filepath.Join(root, "fixtures", file), filepath.Join(t.TempDir(), "data")
			kurilAt(t, data, "import", path)
			log := kurilAt(t, data, "log", "--json")
			var second struct {
				Questions, Reviews struct{ New, Changed, Skipped int }
			}
			if err := json.Unmarshal([]byte(kurilAt(t, data, "import", path, "--json")), &second); err != nil {
				t.Fatal(err)
			}
			if second.Questions.New+second.Questions.Changed+second.Reviews.New > 0 || kurilAt(t, data, "log", "--json") != log {
				t.Errorf("the second time changed something: %+v", second)
			}
			kurilAt(t, data, "check")
			want := dueDays(t, path)
			if want == nil {
				return
			}
			var got []string
			for line := range strings.Lines(kurilAt(t, data, "list", "id:anki-*", "-is:suspended", "prop:interval>=0", "--columns", "id,due")) {
				if _, due, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && due != "" {
					got = append(got, due)
				}
			}
			slices.Sort(got)
			if len(got) < len(want) && len(want)-len(got) <= second.Questions.Skipped { // cards that cannot be asked
				left := slices.Clone(got)
				want = slices.DeleteFunc(want, func(day string) bool {
					i := slices.Index(left, day)
					if i >= 0 {
						left = slices.Delete(left, i, i+1)
					}
					return i < 0
				})
			}
			if !slices.Equal(got, want) {
				t.Errorf("cards are due on\n%v, and were on\n%v", got, want)
			}
		})
	}
	if files == 0 {
		t.Fatal("no files were looked at")
	}
}

// dueDays returns the days on which the cards begun in an old collection are
// due, read from its database without our reader; nil for other files.
func dueDays(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	switch filepath.Ext(path) {
	case ".apkg":
		z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "meta" || f.Name == "collection.anki21" }) {
			return nil
		}
		f, err := z.Open("collection.anki2")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if text, err = io.ReadAll(f); err != nil {
			t.Fatal(err)
		}
	case ".txt":
		return nil
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(copied, text, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3_made", copied)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`
		SELECT col.crt - 60 * coalesce(json_extract(nullif(col.conf, ''), '$.creationOffset'), 0), CASE WHEN c.odid <> 0 AND c.odue <> 0 THEN c.odue ELSE c.due END FROM cards c, col
		WHERE c.type <> 0 AND c.queue >= 0 AND c.nid IN (SELECT id FROM notes)`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	days := []string{}
	for rows.Next() {
		var created, due int64
		if err := rows.Scan(&created, &due); err != nil {
			t.Fatal(err)
		}
		at := time.Unix(created, 0).UTC().AddDate(0, 0, int(due))
		if due > 1e9 {
			at = time.Unix(due, 0).UTC().Add(-4 * time.Hour) // the day begins at four
		}
		days = append(days, at.Format(time.DateOnly))
	}
	slices.Sort(days)
	return days
}
