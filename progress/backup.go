package progress

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kuril/lazyregexp"
)

// Contents is what a file of progress holds, as far as two of them are
// compared.
type Contents struct {
	Schema int
	Events int
	Row    int64     // the last one
	ID     string    // of the event there
	Last   time.Time // newest instant, UTC; zero for an empty log
	Beside []string  // names of what a backup keeps beside the log, sorted
}

// BackupDir is the folder of the copies of the log at path.
func BackupDir(path string) string { return filepath.Join(filepath.Dir(path), "backups") }

// Backup writes a copy of the log, and beside it files by their names, into one
// file: a database that can be opened like the log itself. When it returns, the
// copy was read again, has passed SQLite's check of every page and row, holds
// every event
// up to its last one, and is on disk with its name. Otherwise there is none, and
// an earlier one of that name is as it was. The store may be read-only.
func (s *Store) Backup(ctx context.Context, path string, beside map[string][]byte) (Contents, error) {
	if s.db == nil {
		return Contents{}, &Error{Message: "there is no log yet to be copied", Hint: "kuril study  begins one"}
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return Contents{}, err
	}
	c, err := s.copyTo(ctx, path, beside)
	return c, explain(path, "copy "+filepath.Base(s.path), err)
}

// copyTo writes a whole copy of the database to a file that is there, complete
// and on disk, or not there at all. An earlier one of that name is replaced.
func (s *Store) copyTo(ctx context.Context, path string, beside map[string][]byte) (c Contents, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return c, closed(filepath.Dir(path), err)
	}
	unlock, err := lockFolder(filepath.Dir(path), BackupDir(s.path))
	if err != nil {
		return c, closed(filepath.Dir(path), err)
	}
	defer unlock()
	temp, err := s.copyAside(ctx, path)
	if err != nil {
		return c, err
	}
	defer dropFile(temp)
	if err := keepBeside(ctx, temp, beside); err != nil {
		return c, called(err, temp, path)
	}
	if c, err = s.proveCopy(ctx, temp, len(beside)); err != nil {
		return c, called(err, temp, path)
	}
	// VACUUM INTO does not wait for the disk.
	if err := syncFile(temp); err != nil {
		return c, unreachable(path, err)
	}
	if err := os.Rename(temp, path); err != nil {
		return c, unreachable(path, err)
	}
	syncFolder(filepath.Dir(path))
	return c, nil
}

// called names a file in an error as people know it.
func called(err error, temp, path string) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	message := strings.ReplaceAll(e.Message, filepath.Base(temp), filepath.Base(path))
	return &Error{Message: message, Hint: e.Hint, Err: err}
}

// copyAside copies the database into a file of its own beside path, which the
// caller removes.
func (s *Store) copyAside(ctx context.Context, path string) (temp string, err error) {
	// SQLite fills an empty file that exists, and then leaves its mode alone.
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp") // 0600
	if err != nil {
		return "", closed(filepath.Dir(path), err)
	}
	if err := f.Close(); err != nil {
		return "", unreachable(path, err)
	}
	if _, err := s.db.ExecContext(ctx, `VACUUM INTO ?`, f.Name()); err != nil {
		dropFile(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// dropFile removes a database with what SQLite may have left beside it on a
// full disk.
func dropFile(path string) {
	os.Remove(path)
	os.Remove(path + "-journal")
}

const createBeside = `
	CREATE TABLE IF NOT EXISTS beside (
	  name TEXT NOT NULL PRIMARY KEY,
	  data BLOB NOT NULL,
	  sum  BLOB NOT NULL -- SHA-256
	) STRICT`

// keepBeside replaces what a copy holds beside the log.
func keepBeside(ctx context.Context, path string, beside map[string][]byte) error {
	s := &Store{path: path}
	if err := s.connect("rw", time.Second); err != nil {
		return err
	}
	defer s.Close()
	return s.write(ctx, "copy", func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, createBeside+`; DELETE FROM beside`); err != nil {
			return err
		}
		for name, data := range beside {
			if data == nil {
				data = []byte{}
			}
			_, err := tx.ExecContext(ctx, `INSERT INTO beside (name, data, sum) VALUES (?, ?, ?)`, name, data, sumOf(data))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// proveCopy reads a fresh copy again: it is sound, holds what it should beside
// the log, and every event of the log up to its last one.
func (s *Store) proveCopy(ctx context.Context, path string, beside int) (Contents, error) {
	// The indexes were built of the rows a moment ago: comparing the two would
	// take ten times as long.
	c, err := inspect(ctx, path, "quick_check")
	if err != nil {
		return c, err
	}
	var events int
	var id string
	err = s.db.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM events WHERE row <= ?1),
		       coalesce((SELECT id FROM events WHERE row = ?1), '')`, c.Row).Scan(&events, &id)
	switch {
	case err != nil:
		return c, err
	case events != c.Events || id != c.ID || len(c.Beside) != beside:
		return c, &Error{
			Message: "the copy does not hold what it should, and was thrown away",
			Hint:    "the disk may be failing: choose another with  kuril backup FILE",
		}
	}
	return c, nil
}

// Inspect tells what a file of progress holds, after SQLite found nothing wrong
// in it. It changes nothing; its errors are of type *Error.
func Inspect(ctx context.Context, path string) (Contents, error) {
	return inspect(ctx, path, "integrity_check")
}

// Glance tells the same without looking at every page of the file.
func Glance(ctx context.Context, path string) (Contents, error) {
	return inspect(ctx, path, "")
}

func inspect(ctx context.Context, path, check string) (c Contents, err error) {
	err = look(ctx, path, func(s *Store, version int) error {
		c.Schema = version
		if check != "" {
			if err := s.passes(ctx, check); err != nil {
				return err
			}
		}
		c, err = s.contents(ctx, c)
		return err
	})
	return c, explain(path, "read "+filepath.Base(path), err)
}

// look opens a file of progress, of any schema up to ours, for reading.
func look(ctx context.Context, path string, do func(s *Store, version int) error) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	s := &Store{path: path, readOnly: true}
	exists, err := s.prepare()
	switch {
	case err != nil:
		return err
	case !exists:
		return &Error{Message: "there is no file " + path, Hint: "kuril backup --list  shows the copies there are"}
	case !built:
		return errUnbuilt()
	}
	if err := s.connect("ro", time.Second); err != nil {
		return err
	}
	defer s.Close()
	version, err := s.schema(ctx, s.db, Schema())
	if _, code := sqliteCode(err); code == sqliteReadOnlyRollback || code == sqliteReadOnlyRecovery {
		version, err = s.recover(ctx, time.Second, Schema())
	}
	switch {
	case err != nil:
		return err
	case version == 0:
		return foreign(path, nil)
	}
	return do(s, version)
}

// sound runs SQLite's check of the whole file.
func (s *Store) sound(ctx context.Context) error { return s.passes(ctx, "integrity_check") }

// passes runs one of SQLite's checks.
func (s *Store) passes(ctx context.Context, check string) error {
	var said string
	if err := s.db.QueryRowContext(ctx, `PRAGMA `+check+`(1)`).Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return damaged(s.path, errors.New(said))
	}
	return nil
}

// Contents tells what the log of an open store holds.
func (s *Store) Contents(ctx context.Context) (Contents, error) {
	if s.db == nil {
		return Contents{}, nil
	}
	c, err := s.contents(ctx, Contents{Schema: Schema()})
	return c, explain(s.path, "look at the log", err)
}

func (s *Store) contents(ctx context.Context, c Contents) (Contents, error) {
	var last int64
	err := s.db.QueryRowContext(ctx, `
		SELECT count(*), coalesce(max(row), 0), coalesce(max(at), 0),
		       coalesce((SELECT id FROM events ORDER BY row DESC LIMIT 1), '') FROM events`).Scan(&c.Events, &c.Row, &last, &c.ID)
	if err != nil {
		return c, err
	}
	if c.Events > 0 {
		c.Last = instant(last)
	}
	files, err := s.beside(ctx, nil)
	if err != nil {
		return c, err
	}
	c.Beside = files
	return c, nil
}

// Beside reads what a backup keeps beside the log, by name.
func Beside(ctx context.Context, path string) (files map[string][]byte, err error) {
	files = make(map[string][]byte)
	err = look(ctx, path, func(s *Store, _ int) error {
		_, err := s.beside(ctx, files)
		return err
	})
	return files, explain(path, "read "+filepath.Base(path), err)
}

// What a backup can hold beside the log: more was not made by us, and is not
// read into memory.
const (
	mostBeside    = 100_000
	longestBeside = 4096    // bytes of a name and a sum
	largestBeside = 1 << 29 // bytes of all together
)

// beside lists what is kept beside the log, and fills in a map that is not nil.
func (s *Store) beside(ctx context.Context, files map[string][]byte) (names []string, err error) {
	var there int
	err = s.db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'beside'`).Scan(&there)
	if err != nil || there == 0 {
		return nil, err
	}
	var count, name, bytes int64
	err = s.db.QueryRowContext(ctx, `
		SELECT count(*), coalesce(max(length(CAST(name AS BLOB)) + length(sum)), 0), coalesce(sum(length(data)), 0)
		FROM beside`).Scan(&count, &name, &bytes)
	switch {
	case err != nil:
		return nil, err
	case count > mostBeside || name > longestBeside || bytes > largestBeside:
		return nil, &Error{
			Message: fmt.Sprintf("%s holds more decks than can be true: %d, of %d bytes", filepath.Base(s.path), count, bytes),
			Hint:    "kuril backup --list  shows other copies",
		}
	}
	rows, err := s.db.QueryContext(ctx, `SELECT name, data, sum FROM beside ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var data, sum []byte
		if err := rows.Scan(&name, &data, &sum); err != nil {
			return nil, err
		}
		if string(sum) != string(sumOf(data)) {
			return nil, damaged(s.path, fmt.Errorf("the sum of %s is another", name))
		}
		names = append(names, name)
		if files != nil {
			files[name] = data
		}
	}
	return names, rows.Err()
}

// migrationCopy is where a file of an older schema is kept before it is
// changed: a name that is free.
func migrationCopy(path string, schema int) string {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	for n := 1; ; n++ {
		number := ""
		if n > 1 {
			number = fmt.Sprintf("-%d", n)
		}
		free := filepath.Join(BackupDir(path), fmt.Sprintf("%s-schema%d%s%s", name, schema, number, filepath.Ext(path)))
		if _, err := os.Lstat(free); err != nil {
			return free
		}
	}
}

var leftover = lazyregexp.New(`^\..+\.tmp(-journal)?$`)

// Leftovers returns the files in a folder that a program which was killed left
// half written, and that nobody writes any more as far as can be told: those
// older than an hour than now, or all of them where ours is the only one that
// may write there.
func Leftovers(dir string, now time.Time) []string {
	var found []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && leftover.MatchString(e.Name()) && now.Sub(info.ModTime()) > time.Hour {
			found = append(found, filepath.Join(dir, e.Name()))
		}
	}
	return found
}

// lockFolder makes this program the only one that copies into a folder, where
// that is the one for backups and locks work, and clears away there what killed
// ones left.
func lockFolder(dir, backups string) (unlock func(), err error) {
	if dir != backups {
		return func() {}, nil
	}
	f, err := os.OpenFile(filepath.Join(dir, ".lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if lockFile(f) {
		for _, path := range Leftovers(dir, time.Unix(1<<40, 0)) {
			os.Remove(path)
		}
	}
	return func() { f.Close() }, nil
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = f.Sync()
	return errors.Join(err, f.Close())
}

// syncFolder makes the names in a folder durable, where a system lets a
// program ask for that; others see to it themselves.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}
