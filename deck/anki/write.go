package anki

import (
	"archive/zip"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"html"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"kuril/deck"
)

// WriteOptions say what a package is about.
type WriteOptions struct {
	Now       time.Time
	Created   time.Time // the beginning of a study day not after the first answer, in the learner's zone
	Rollover  int       // hour at which the study day begins
	Retention float64   // wanted

	// Media opens a file that a text names; an error means that there is none.
	Media func(q *deck.Question, path string) (io.ReadCloser, error)
}

// A Written is a question to be written, with what is known of its cards.
type Written struct {
	Question *deck.Question
	GUID     string    // "": made of the question's id
	Deck     string    // levels separated by "::"
	Changed  time.Time // its text
	Cards    []WrittenCard
}

// A WrittenCard is a card with its schedule, in the terms of Anki.
type WrittenCard struct {
	Suffix     string // behind the question's id
	Kind       int    // 0 new, 1 learning, 2 review, 3 relearning
	Queue      int    // 0 to 3 as Kind, 3 learning that is due on a later day, -1 suspended
	Due        int64  // of learning today an instant in s, of others days since Created, of new ones nothing
	Interval   int    // days
	Reps       int
	Lapses     int
	Changed    time.Time
	Last       time.Time // answer, or zero
	Stability  float64   // days; 0: none
	Difficulty float64   // 1 to 10
	Marked     bool
	Rows       []WrittenRow
}

// A WrittenRow is one line of the review log. Intervals are days, or negative
// seconds.
type WrittenRow struct {
	At             int64 // ms since 1970
	Ease           int   // 1 to 4, 0: no answer
	Interval, Last int
	Factor         int
	Took           int64 // ms
	Kind           int   // 0 learning, 1 review, 2 relearning, 3 cram, 4 set by hand
}

// A Writer makes a package of the oldest kind that is still in use, which every
// Anki since 2.0 reads.
type Writer struct {
	Notes, Cards, Rows int
	Lost               map[string]int // what could not be carried, and of how many questions
	Media              int

	o       WriteOptions
	dir     string
	db      *sql.DB
	tx      *sql.Tx
	note    *sql.Stmt
	card    *sql.Stmt
	row     *sql.Stmt
	decks   map[string]int64 // by name
	ids     map[int64]bool   // of notes and cards
	rows    map[int64]bool
	guids   map[string]bool
	names   map[string]string // of media: path here to name there
	files   []string          // of media, in order
	nextDue int
}

const outSchema = `
	CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL, ver integer NOT NULL,
		dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL, models text NOT NULL, decks text NOT NULL,
		dconf text NOT NULL, tags text NOT NULL);
	CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL,
		tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
	CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL, mod integer NOT NULL,
		usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL,
		factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL,
		odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
	CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL, ivl integer NOT NULL,
		lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL, type integer NOT NULL);
	CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
	CREATE INDEX ix_notes_usn ON notes (usn);
	CREATE INDEX ix_cards_usn ON cards (usn);
	CREATE INDEX ix_revlog_usn ON revlog (usn);
	CREATE INDEX ix_cards_nid ON cards (nid);
	CREATE INDEX ix_cards_sched ON cards (did, queue, due);
	CREATE INDEX ix_revlog_cid ON revlog (cid);
	CREATE INDEX ix_notes_csum ON notes (csum);`

// NewWriter begins a package in a private folder, which Close removes.
func NewWriter(ctx context.Context, o WriteOptions) (w *Writer, err error) {
	if !built {
		return nil, refuse("install a C compiler such as gcc and build again with CGO_ENABLED=1", "no package can be written: this kuril was built without SQLite")
	}
	w = &Writer{o: o, Lost: make(map[string]int), decks: make(map[string]int64), ids: make(map[int64]bool), rows: make(map[int64]bool),
		guids: make(map[string]bool), names: make(map[string]string)}
	defer func() {
		if err != nil {
			w.Close()
			w = nil
		}
	}()
	if w.dir, err = os.MkdirTemp("", "kuril-export-"); err != nil {
		return w, refuse("make room there, or name another place in TMPDIR", "no private copy can be made: %v", inner(err))
	}
	path := filepath.ToSlash(filepath.Join(w.dir, "collection.anki2"))
	// What is lost with the machine is made once more.
	if w.db, err = sql.Open(driver, "file:"+strings.ReplaceAll(strings.ReplaceAll(path, "%", "%25"), "?", "%3f")+"?_synchronous=OFF&_journal_mode=MEMORY"); err != nil {
		return w, err
	}
	w.db.SetMaxOpenConns(1)
	if _, err = w.db.ExecContext(ctx, outSchema); err != nil {
		return w, err
	}
	if w.tx, err = w.db.BeginTx(ctx, nil); err != nil {
		return w, err
	}
	for _, s := range []struct {
		into **sql.Stmt
		text string
	}{
		{&w.note, `INSERT INTO notes (id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data) VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')`},
		{&w.card, `INSERT INTO cards (id, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data)
			VALUES (?, ?, ?, ?, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)`},
		{&w.row, `INSERT INTO revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)`},
	} {
		if *s.into, err = w.tx.PrepareContext(ctx, s.text); err != nil {
			return w, err
		}
	}
	return w, nil
}

// Close removes the private folder.
func (w *Writer) Close() error {
	if w.tx != nil {
		w.tx.Rollback()
	}
	if w.db != nil {
		w.db.Close()
	}
	if w.dir == "" {
		return nil
	}
	return os.RemoveAll(w.dir)
}

// stableID makes a number that looks like an instant of some years ago, the same
// for the same text.
func (w *Writer) stableID(text string) int64 {
	const from, span = 1_577_836_800_000, 5 * 365 * 86_400_000 // 2020 to 2024
	sum := sha256.Sum256([]byte(text))
	id := from + int64(binary.BigEndian.Uint64(sum[:])%span)
	for w.ids[id] {
		id++
	}
	w.ids[id] = true
	return id
}

// OutGUID is what a question goes by in Anki.
func OutGUID(id string) string {
	sum := sha256.Sum256([]byte("kuril\x00" + id))
	return "kuril-" + hex.EncodeToString(sum[:8])
}

// Write adds a question.
func (w *Writer) Write(ctx context.Context, q Written) error {
	guid := q.GUID
	if guid == "" || w.guids[guid] {
		guid = OutGUID(q.Question.ID)
	}
	w.guids[guid] = true
	media := func(path string) string { return w.media(q.Question, path) }
	fields := append(outNote(q.Question, media), ownText(q.Question))
	kind := typeOf(q.Question)
	nid := w.stableID("note " + q.Question.ID)
	var tags []string
	for _, tag := range q.Question.Tags {
		tags = append(tags, strings.Join(strings.FieldsFunc(tag, func(r rune) bool { return r <= ' ' || r == '\u3000' || r == '\u00a0' }), "_"))
	}
	if slices.ContainsFunc(q.Cards, func(c WrittenCard) bool { return c.Marked }) {
		tags = append(tags, "marked")
	}
	joined := ""
	if tags = slices.DeleteFunc(tags, func(t string) bool { return t == "" }); len(tags) > 0 {
		joined = " " + norm.NFC.String(strings.Join(tags, " ")) + " "
	}
	first := stripped(fields[0])
	sum := sha1.Sum([]byte(first))
	_, err := w.note.ExecContext(ctx, nid, guid, outTypeID(kind), q.Changed.Unix(), joined, strings.Join(fields, "\x1f"), first,
		int64(binary.BigEndian.Uint32(sum[:4])))
	if err != nil {
		return err
	}
	w.Notes++
	did := w.deck(q.Deck)
	for _, c := range q.Cards {
		if err := w.writeCard(ctx, q.Question, nid, did, c); err != nil {
			return err
		}
	}
	for _, what := range losses(q.Question) {
		w.Lost[what]++
	}
	return nil
}

func (w *Writer) writeCard(ctx context.Context, q *deck.Question, nid, did int64, c WrittenCard) error {
	cid := w.stableID("card " + q.ID + c.Suffix)
	w.nextDue++
	data := map[string]any{"pos": w.nextDue}
	if c.Stability > 0 {
		data["s"], data["d"] = decimals(c.Stability, 4), decimals(c.Difficulty, 3)
		data["dr"], data["decay"] = decimals(w.o.Retention, 2), 0.154
		data["lrt"] = c.Last.Unix()
	}
	if c.Marked {
		data["cd"] = ownMark
	}
	text, err := json.Marshal(data)
	if err != nil {
		return err
	}
	due, factor, left := c.Due, 0, 0
	if c.Kind == 0 {
		due = int64(w.nextDue)
	}
	if c.Kind >= 2 {
		factor = 2500
	}
	if c.Kind == 1 || c.Kind == 3 {
		left = 1001
	}
	_, err = w.card.ExecContext(ctx, cid, nid, did, ordOf(c.Suffix), c.Changed.Unix(), c.Kind, c.Queue, due, c.Interval, factor, c.Reps, c.Lapses, left, string(text))
	if err != nil {
		return err
	}
	w.Cards++
	for _, r := range c.Rows {
		at := r.At
		for w.rows[at] {
			at++ // two answers at one instant would be one row
		}
		w.rows[at] = true
		if _, err := w.row.ExecContext(ctx, at, cid, r.Ease, r.Interval, r.Last, r.Factor, r.Took, r.Kind); err != nil {
			return err
		}
		w.Rows++
	}
	return nil
}

// ownMark is what a card that was marked here carries, beside the tag of its
// note: there a mark is on all cards of a note.
const ownMark = `{"kuril":1}`

func decimals(x float64, digits int) float64 {
	p := math.Pow(10, float64(digits))
	return math.Round(x*p) / p
}

func (w *Writer) deck(name string) int64 {
	for have, id := range w.decks {
		if strings.EqualFold(have, name) {
			return id
		}
	}
	id := w.stableID("deck " + strings.ToLower(name))
	w.decks[name] = id
	return id
}

// media puts a file into the package and returns its name there.
func (w *Writer) media(q *deck.Question, path string) string {
	if w.o.Media == nil || strings.Contains(path, "://") {
		return ""
	}
	if name, seen := w.names[path]; seen {
		return name
	}
	w.names[path] = ""
	r, err := w.o.Media(q, path)
	if err != nil {
		w.Lost["name a file that is not there: "+path]++
		return ""
	}
	defer r.Close()
	name := norm.NFC.String(strings.Map(func(r rune) rune {
		if r < 0x20 || strings.ContainsRune(`[]<>:"/?*^\|`, r) {
			return -1
		}
		return r
	}, filepath.Base(filepath.FromSlash(path))))
	name = strings.TrimRight(name, " .")
	for len(name) > 110 {
		name = strings.ToValidUTF8(name[len(name)-110:], "")
	}
	if name == "" || slices.ContainsFunc(w.files, func(f string) bool { return strings.EqualFold(f, name) }) {
		sum := sha256.Sum256([]byte(path))
		name = hex.EncodeToString(sum[:4]) + "-" + name
	}
	f, err := os.OpenFile(filepath.Join(w.dir, strconv.Itoa(len(w.files))), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = io.Copy(f, r)
		if e := f.Close(); err == nil {
			err = e
		}
	}
	if err != nil {
		w.Lost["name a file that cannot be read: "+path]++
		return ""
	}
	w.names[path] = name
	w.files = append(w.files, name)
	w.Media++
	return name
}

// Finish writes the package.
func (w *Writer) Finish(ctx context.Context, to io.Writer) error {
	if err := w.collection(ctx); err != nil {
		return err
	}
	if err := w.tx.Commit(); err != nil {
		return err
	}
	if _, err := w.db.ExecContext(ctx, `VACUUM`); err != nil {
		return err
	}
	if err := w.db.Close(); err != nil {
		return err
	}
	z := zip.NewWriter(to)
	add := func(name, path string) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		out, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: w.o.Now})
		if err != nil {
			return err
		}
		_, err = io.Copy(out, stoppable{ctx, f})
		return err
	}
	if err := add("collection.anki2", filepath.Join(w.dir, "collection.anki2")); err != nil {
		return err
	}
	list := make(map[string]string, len(w.files))
	for i, name := range w.files {
		list[strconv.Itoa(i)] = name
		if err := add(strconv.Itoa(i), filepath.Join(w.dir, strconv.Itoa(i))); err != nil {
			return err
		}
	}
	out, err := z.CreateHeader(&zip.FileHeader{Name: "media", Method: zip.Deflate, Modified: w.o.Now})
	if err != nil {
		return err
	}
	if err := json.NewEncoder(out).Encode(list); err != nil {
		return err
	}
	return z.Close()
}

var (
	strippedMedia = regexp.MustCompile(`(?si)<\b(?:img|audio|video|object|source)\b[^>]*?\b(?:src|data)\b="([^"]+?)"[^>]*>`)
	strippedTags  = regexp.MustCompile(`(?si)<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>`)
)

// stripped is a field as Anki compares it.
func stripped(field string) string {
	field = strippedMedia.ReplaceAllString(field, " $1 ")
	return strings.ReplaceAll(html.UnescapeString(strippedTags.ReplaceAllString(field, "")), "\u00a0", " ")
}
