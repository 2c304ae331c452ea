package anki

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kuril/deck"
)

// pack writes a zip of the given files and returns its path.
func pack(t *testing.T, files map[string]string, change func(*zip.FileHeader)) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(h)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.apkg")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestRefused holds that what is no sound package is refused in one line, and
// that nothing stays behind.
func TestRefused(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	db := map[string]string{"collection.anki2": "SQLite format 3\x00 and then nothing"}
	with := func(name, text string) map[string]string {
		return map[string]string{"collection.anki2": db["collection.anki2"], name: text}
	}
	bomb := strings.Repeat("\x00", 200<<20)
	plain := func(text string) func(*testing.T) string {
		return func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "x.apkg")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
	}
	zipped := func(files map[string]string) func(*testing.T) string {
		return func(t *testing.T) string { return pack(t, files, nil) }
	}
	for _, tt := range []struct {
		name string
		path func(*testing.T) string
		want string
	}{
		{"not there", func(*testing.T) string { return filepath.Join(tmp, "none.apkg") }, "there is no file"},
		{"a folder", func(t *testing.T) string { return t.TempDir() }, "is a folder"},
		{"nothing in it", plain(""), "is empty"},
		{"something else", plain("hello, this is a text"), "is no Anki package"},
		{"cut off", plain("PK\x03\x04 and then nothing"), "damaged or cut off"},
		{"no collection", zipped(map[string]string{"readme.txt": "x"}), "holds no collection"},
		{"a broken collection", zipped(db), "damaged"},
		{"a newer package", zipped(with("meta", "\x08\x04")), "newer Anki"},
		{"meta without a version", zipped(with("meta", "")), "newer Anki"},
		{"broken meta", zipped(with("meta", "\xff\xff")), "damaged"},
		{"a name that leads out", zipped(with("../../evil", "x")), "would lie outside"},
		{"an absolute name", zipped(with("/etc/evil", "x")), "would lie outside"},
		{"media that leads out", zipped(with("media", `{"0":"../evil.png"}`)), "would lie outside"},
		{"media in a folder", zipped(with("media", `{"0":"a/b.png"}`)), "would lie outside"},
		{"media without a number", zipped(with("media", `{"x":"b.png"}`)), "list of media"},
		{"media that is no list", zipped(with("media", `[1]`)), "list of media"},
		{"a bomb", zipped(map[string]string{"collection.anki2": "SQLite format 3\x00" + bomb}), "unpacks to far more"},
		{"zstd that is none", zipped(map[string]string{"meta": "\x08\x03", "media": "", "collection.anki21b": "x"}), "damaged"},
		{"a password", func(t *testing.T) string {
			path := pack(t, db, nil)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			at := bytes.LastIndex(text, []byte("PK\x01\x02")) // its entry in the directory
			text[at+8] |= 1
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}, "password"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := Read(context.Background(), tt.path(t), Options{})
			var known *Error
			if !errors.As(err, &known) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("Read = %v, %v; want an error for people with %q", p, err, tt.want)
			}
			if left, _ := filepath.Glob(filepath.Join(tmp, "kuril-import-*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// fixtures returns the folder of real files.
func fixtures(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("KURIL_FIXTURES")
	if dir == "" {
		t.Skip("KURIL_FIXTURES does not name a folder with real files")
	}
	return filepath.Join(dir, "fixtures")
}

// TestFixtures reads real files, and holds that every question of them is
// sound.
func TestFixtures(t *testing.T) {
	dir := fixtures(t)
	for _, tt := range []struct {
		file               string
		generation         string
		notes, cards, rows int
		kept               int // cards
		refused            string
	}{
		{file: "anki/repeater_uk_geography.apkg", generation: "legacy1", notes: 191, cards: 545, kept: 545},
		{file: "anki/anki-apkg-export_output.apkg", generation: "legacy1", notes: 3, cards: 3, kept: 3},
		{file: "anki/skinatro_collection.anki21", generation: "collection", notes: 167, cards: 190, rows: 15, kept: 190},
		{file: "anki/skinatro_dummy_collection.anki2", refused: "only the notice"},
		{file: "anki/anki_media.apkg", generation: "legacy1", notes: 1, cards: 1, kept: 1},
		{file: "anki/anki_diffmodels2-1.apkg", generation: "legacy1", notes: 1, cards: 1, kept: 1},
		{file: "anki/anki_diffmodels2-2.apkg", generation: "legacy1", notes: 1, cards: 2, kept: 2},
		{file: "anki/anki_update1.apkg", generation: "legacy1", notes: 1, cards: 1, kept: 1},
		{file: "anki/anki_update2.apkg", generation: "legacy1", notes: 1, cards: 1, kept: 1},
		{file: "anki/anki_anki2-alpha.anki2", refused: "too old (schema 1"},
		{file: "anki/anki_mediacheck.anki2", generation: "collection", notes: 3, cards: 3, rows: 2, kept: 3},
		{file: "anki/ankidroid_templates.apkg", generation: "legacy1", notes: 48, cards: 146, rows: 102, kept: 144},
		{file: "anki/ankidroid_schema250_toonew.anki2", refused: "too new (schema 250"},
		{file: "anki/ankidroid_initial_corrupt.anki2", refused: "damaged"},
		{file: "anki/mnemosyne_anki1.apkg", generation: "legacy1", notes: 6, cards: 7, rows: 10, kept: 7},
		{file: "anki/laoshi_empty_v18.anki2", generation: "collection"},
		{file: "synthetic/spec_legacy1.apkg", generation: "legacy1", notes: 4, cards: 7, rows: 13, kept: 7},
		{file: "synthetic/spec_legacy2.apkg", generation: "legacy2", notes: 4, cards: 7, rows: 13, kept: 7},
		{file: "synthetic/spec_latest.apkg", generation: "latest", notes: 4, cards: 7, rows: 13, kept: 7},
	} {
		t.Run(tt.file, func(t *testing.T) {
			p, err := Read(context.Background(), filepath.Join(dir, tt.file), Options{})
			if tt.refused != "" {
				if err == nil || !strings.Contains(err.Error(), tt.refused) {
					t.Fatalf("Read = %v, want %q", err, tt.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			if p.Generation != tt.generation || p.Notes != tt.notes || p.Cards != tt.cards || p.Rows != tt.rows {
				t.Errorf("%s with %d notes, %d cards, %d rows; want %s, %d, %d, %d",
					p.Generation, p.Notes, p.Cards, p.Rows, tt.generation, tt.notes, tt.cards, tt.rows)
			}
			kept, ids := 0, map[string]bool{}
			for _, i := range p.Items {
				kept += len(i.Cards)
				q := *i.Question
				q.ID = i.ID(0)
				if ids[q.ID] {
					t.Errorf("the id %s comes twice", q.ID)
				}
				ids[q.ID] = true
				if problems := deck.Check([]*deck.Question{&q}); len(problems) > 0 {
					t.Errorf("%v\n%s", problems, deck.Format(&q))
				}
				has := q.Cards()
				for _, c := range i.Cards {
					if !slices.ContainsFunc(has, func(card deck.Card) bool { return card.ID == q.ID+c.Suffix }) {
						t.Errorf("the question has no card %q\n%s", c.Suffix, deck.Format(&q))
					}
				}
				if len(has) != len(i.Cards) {
					t.Errorf("the question has %d cards, not %d\n%s", len(has), len(i.Cards), deck.Format(&q))
				}
			}
			if kept != tt.kept {
				t.Errorf("%d cards kept, want %d: %v", kept, tt.kept, p.Skipped)
			}
		})
	}
}

// TestGenerations holds that the three generations of one package are the same
// to us.
func TestGenerations(t *testing.T) {
	dir := fixtures(t)
	var first []byte
	for _, name := range []string{"legacy1", "legacy2", "latest"} {
		p, err := Read(context.Background(), filepath.Join(dir, "synthetic", "spec_"+name+".apkg"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		if !p.Has("dot.png") {
			t.Errorf("%s has no dot.png", name)
		}
		text, err := json.Marshal(p.Items)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = text
		} else if !bytes.Equal(first, text) {
			t.Errorf("%s differs:\n%s\n%s", name, first, text)
		}
	}
}

// TestHistories holds the answers that count now against those that another
// implementation found.
func TestHistories(t *testing.T) {
	dir := fixtures(t)
	text, err := os.ReadFile(filepath.Join(dir, "synthetic", "spec_expected_histories.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Cards map[string]struct {
			Kept []int64 `json:"kept_ids"`
		}
	}
	if err := json.Unmarshal(text, &want); err != nil || len(want.Cards) == 0 {
		t.Fatalf("no histories: %v", err)
	}
	p, err := Read(context.Background(), filepath.Join(dir, "synthetic", "spec_latest.apkg"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	seen := 0
	for _, i := range p.Items {
		for _, c := range i.Cards {
			if w, ok := want.Cards[strconv.FormatInt(c.ID, 10)]; ok {
				seen++
				if got := standing(c.Steps); !slices.Equal(got, w.Kept) {
					t.Errorf("card %d: %v stand, want %v", c.ID, got, w.Kept)
				}
			}
		}
	}
	if seen != len(want.Cards) {
		t.Errorf("%d of %d histories were found", seen, len(want.Cards))
	}
}

// standing returns the rows of the answers that count now.
func standing(all []Step) []int64 {
	var rows []int64
	for _, s := range all {
		switch s.What {
		case Answered:
			rows = append(rows, s.Row)
		case Forgotten:
			rows = nil
		}
	}
	return rows
}

// TestSteps holds which answers count, on logs written as L, R, X, F and M for
// learning, review, relearning, filtered and manual rows with the days ago.
func TestSteps(t *testing.T) {
	for _, tt := range []struct {
		log   string
		isNew bool
		want  string // days ago of the answers that count
	}{
		{log: "L1 R0", want: "1 0"},
		{log: "L15 L13 R10 R5", want: "15 13 10 5"},
		{log: "L10 R9 F7/0 R4", want: "10 9 4"},      // cram
		{log: "L10 R9 M7/100 R4", want: "10 9 4"},    // a date set by hand
		{log: "L10 M7/0 L4 R0", want: "4 0"},         // a reset
		{log: "L10 R9 M7/0", want: ""},               // and nothing since
		{log: "L10 R9 L4 R0", want: "4 0"},           // a reset that was not logged
		{log: "L10 R9", isNew: true, want: ""},       // the same, and nothing since
		{log: "R9 R5", want: "9 5"},                  // a log without its beginning
		{log: "F8/0 L5 R1", want: "5 1"},             // cram before the first answer
		{log: "L10 M9/0 L8 M7/0 L6 R2", want: "6 2"}, // two resets
	} {
		const now = int64(1_740_000_000_000)
		var log []row
		ago := map[int64]string{}
		for _, word := range strings.Fields(tt.log) {
			days, factor, _ := strings.Cut(word[1:], "/")
			n, err := strconv.ParseInt(days, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			r := row{id: now - n*secondsADay*1000, ease: 3, interval: 1, factor: 2500, typ: int64(strings.IndexByte("LRXFM", word[0]))}
			if factor != "" {
				r.factor, err = strconv.ParseInt(factor, 10, 64)
				if err != nil {
					t.Fatal(err)
				}
			}
			if r.typ == 4 {
				r.ease = 0
			}
			log = append(log, r)
			ago[r.id] = days
		}
		var got []string
		for _, id := range standing(steps(log, tt.isNew, time.Time{})) {
			got = append(got, ago[id])
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("of %q %q count, want %q", tt.log, strings.Join(got, " "), tt.want)
		}
	}
}
