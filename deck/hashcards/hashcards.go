// Package hashcards reads what hashcards and repeater remember of their cards:
// a database beside the Markdown, in which a card goes by a hash of its text. It
// knows nothing of what a learner has remembered here, nor of the clock.
package hashcards

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lukechampine.com/blake3"

	"kuril/deck"
)

// The names of the databases.
const (
	Database         = "hashcards.db"
	RepeaterDatabase = "cards.db"
)

// A History is what is known of one card.
type History struct {
	Answers   []Answer // in order; none where the program keeps no log
	Reviews   int      // how many there were, also without a log
	Due       time.Time
	Last      time.Time // answer, or zero
	Interval  int       // in days
	Stability float64   // in days; 0: unknown
}

// An Answer is one row of the log.
type Answer struct {
	ID     int64
	At     time.Time
	Rating int // 1 to 4
	Days   int // the interval that followed; 0: unknown
}

// A Log is a whole database.
type Log struct {
	Name  string
	Cards map[string]History // by hash, in lower case
	Odd   int                // rows that say nothing that can be understood
}

// Hash returns what a card of hashcards goes by.
func Hash(n *deck.Note, c deck.NoteCard) string {
	h := blake3.New(32, nil)
	if len(n.Content) == 2 {
		h.Write([]byte("Basic" + n.Content[0] + n.Content[1]))
	} else if len(n.Content) == 1 {
		h.Write([]byte("Cloze" + n.Content[0]))
		h.Write(binary.LittleEndian.AppendUint64(nil, uint64(c.Start)))
		h.Write(binary.LittleEndian.AppendUint64(nil, uint64(c.End)))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// BlockHash returns what a card of repeater goes by.
func BlockHash(n *deck.Note) string {
	if len(n.Content) == 0 {
		return ""
	}
	sum := blake3.Sum256([]byte(strings.Join(strings.Fields(strings.ToLower(n.Content[0])), " ")))
	return hex.EncodeToString(sum[:])
}

// Find returns the database that belongs to a file: it stands in the folder of
// the file or in one above it; "" where there is none.
func Find(file, name string) string {
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return ""
	}
	for range 8 {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return ""
}

func damaged(path, what string) error {
	return &deck.FileError{Path: path, Message: what, Hint: "move it elsewhere to import the cards without what was answered"}
}

// Read reads a database. Its times are those of a clock in zone. It is opened
// without writing; the error is a *deck.FileError when the file is at fault.
func Read(ctx context.Context, path string, zone *time.Location) (*Log, error) {
	if !built {
		return nil, damaged(path, "this kuril was built without SQLite, and cannot read it")
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, damaged(path, "there is no such file")
	}
	db, err := sql.Open(driver, (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: "mode=ro&_busy_timeout=2000"}).String())
	if err != nil {
		return nil, damaged(path, "this is no database")
	}
	defer db.Close()
	l := &Log{Name: filepath.Base(path), Cards: make(map[string]History)}
	if err := l.read(ctx, db, zone); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, damaged(path, "this is no database of "+program(l.Name)+", or it is damaged")
	}
	return l, nil
}

func program(name string) string {
	if name == RepeaterDatabase {
		return "repeater"
	}
	return "hashcards"
}

// columns returns which columns a table has; none: there is no such table.
func columns(ctx context.Context, db *sql.DB, table string) (map[string]bool, error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM pragma_table_info(?)`, table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		all[name] = true
	}
	return all, rows.Err()
}

// pick names the columns of a query: NULL stands for those that an older or a
// newer version does not have.
func pick(have map[string]bool, names ...string) string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = "NULL"
		if have[name] {
			all[i] = name
		}
	}
	return strings.Join(all, ", ")
}

func (l *Log) read(ctx context.Context, db *sql.DB, zone *time.Location) error {
	have, err := columns(ctx, db, "cards")
	if err != nil {
		return err
	}
	if !have["card_hash"] {
		return errors.New("no table of cards")
	}
	rows, err := db.QueryContext(ctx, `SELECT card_hash, `+pick(have, "last_reviewed_at", "stability", "interval_days", "due_date", "review_count")+` FROM cards`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var hash string
		var last, due sql.NullString
		var stability, days, count sql.NullFloat64
		if err := rows.Scan(&hash, &last, &stability, &days, &due, &count); err != nil {
			return fmt.Errorf("cards: %w", err)
		}
		h := History{Interval: whole(days.Float64), Reviews: whole(count.Float64)}
		if s := stability.Float64; s > 0 && s < 1e6 {
			h.Stability = s
		}
		h.Last, _ = moment(last.String, zone)
		h.Due, _ = moment(due.String, zone)
		l.Cards[strings.ToLower(hash)] = h
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return l.reviews(ctx, db, zone)
}

func whole(f float64) int {
	if !(f > 0) {
		return 0
	}
	return int(min(36500, math.Round(f)))
}

func (l *Log) reviews(ctx context.Context, db *sql.DB, zone *time.Location) error {
	have, err := columns(ctx, db, "reviews")
	if err != nil || !have["card_hash"] || !have["reviewed_at"] || !have["grade"] {
		return err
	}
	rows, err := db.QueryContext(ctx, `SELECT rowid, card_hash, reviewed_at, grade, `+pick(have, "interval_days", "due_date")+` FROM reviews ORDER BY reviewed_at, rowid`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var a Answer
		var hash, at, grade string
		var days sql.NullFloat64
		var due sql.NullString
		if err := rows.Scan(&a.ID, &hash, &at, &grade, &days, &due); err != nil {
			return fmt.Errorf("reviews: %w", err)
		}
		a.Rating = map[string]int{"forgot": 1, "hard": 2, "good": 3, "easy": 4}[strings.ToLower(grade)]
		when, ok := moment(at, zone)
		if a.Rating == 0 || !ok {
			l.Odd++
			continue
		}
		a.At = when
		if to, ok := moment(due.String, zone); ok {
			a.Days = whole(math.Ceil(to.Sub(when).Hours() / 24))
		}
		if n := whole(days.Float64); n > 0 {
			a.Days = n
		}
		hash = strings.ToLower(hash)
		h := l.Cards[hash]
		h.Answers = append(h.Answers, a)
		l.Cards[hash] = h
	}
	return rows.Err()
}

// moment reads a time of these databases: of the learner's clock, with or
// without a time of day.
func moment(s string, zone *time.Location) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04:05.999999999", time.RFC3339Nano, time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil && t.Year() >= 1970 && t.Year() < 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}
