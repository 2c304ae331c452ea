package progress

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// ErrNothing means that there is nothing to take back.
var ErrNothing = errors.New("nothing to take back")

// ErrOlder means that a file was written by an older version and cannot be read
// until it is opened for writing once.
var ErrOlder = errors.New("an older schema")

// Options say how to open a store. The zero value is fit to study with.
type Options struct {
	ReadOnly bool          // create nothing, wait for no lock for long
	Random   io.Reader     // of ids; nil: crypto/rand
	Wait     time.Duration // for another process to finish writing; 0: 10 s, or 0.1 s when ReadOnly

	// Machine tells this machine from others; "" when that is not known. With
	// it a log that was copied from elsewhere is noticed; see Copied.
	Machine string

	// Watch is told how many events of a log have been read that is replayed
	// from its beginning. Its error stops that, and nothing is written.
	Watch func(done, total int) error
}

// A Store is the log of one learner in one SQLite file. Its methods may be
// called from several goroutines, and several processes may have it open.
//
// While Log is running, nothing can be written through any store.
type Store struct {
	path     string
	db       *sql.DB // nil: a file that does not exist, opened for reading
	readOnly bool
	random   io.Reader
	watch    func(done, total int) error // or nil

	machine string
	copied  bool // and was given a device of its own

	temporary string // a folder that goes with the store, or ""

	mu      sync.Mutex
	seen    int64           // last row of the log this store knows of
	pending map[string]bool // cards that others wrote before seen, for Refresh; "" stands for all
}

// Open opens the log at path, and unless it is to be read only creates it, with
// its folder, where there is none. A missing file that is to be read only is an
// empty log. Errors that people can do something about are of type *Error: a
// file that is not ours or newer, no right to write, no room, a busy file, a
// program built without SQLite.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	migrations, err := embedded()
	if err != nil {
		return nil, err
	}
	return open(ctx, path, o, migrations)
}

func open(ctx context.Context, path string, o Options, migrations []string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, &Error{
			Message: "the folder you are in is not there any more",
			Hint:    "go to another one with cd, or name the data folder from its root",
			Err:     err,
		}
	}
	s := &Store{path: path, readOnly: o.ReadOnly, random: o.Random, machine: o.Machine, watch: o.Watch, pending: make(map[string]bool)}
	if s.random == nil {
		s.random = rand.Reader
	}
	exists, err := s.prepare()
	if err != nil || !exists {
		return s, err
	}
	if !built {
		return nil, errUnbuilt()
	}
	wait := o.Wait
	switch {
	case wait > 0:
	case o.ReadOnly:
		wait = 100 * time.Millisecond
	default:
		wait = 10 * time.Second
	}
	if s.readOnly {
		err = s.openToRead(ctx, wait, len(migrations))
	} else {
		err = s.openToWrite(ctx, wait, migrations)
	}
	if err != nil {
		s.Close()
		return nil, explain(s.path, "open "+filepath.Base(s.path), err)
	}
	return s, nil
}

// prepare makes folder and file, readable by their owner alone, unless they
// are there or only to be read; it reports whether there is a file.
func (s *Store) prepare() (exists bool, err error) {
	info, err := os.Stat(s.path)
	switch {
	case err == nil && info.IsDir():
		return false, &Error{
			Message: s.path + " is a folder, not a file",
			Hint:    "move it away, or choose another folder with --data",
		}
	case err == nil && !info.Mode().IsRegular(): // to open a pipe would wait for its other end
		return false, foreign(s.path, nil)
	case err == nil:
		return true, nil
	case s.readOnly && errors.Is(err, os.ErrNotExist):
		return false, nil
	case !errors.Is(err, os.ErrNotExist):
		return false, unreachable(s.path, err)
	case !built:
		return true, nil // nothing is left behind by a program that cannot use it
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return false, unreachable(s.path, err)
	}
	// SQLite would let others read it.
	f, err := os.OpenFile(s.path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, os.ErrExist) {
		return true, nil // another process was quicker
	}
	if err != nil {
		return false, unreachable(s.path, err)
	}
	return true, f.Close()
}

func (s *Store) openToWrite(ctx context.Context, wait time.Duration, migrations []string) error {
	if err := s.connect("rw", wait); err != nil {
		return err
	}
	if err := s.migrate(ctx, migrations); err != nil {
		return err
	}
	if err := s.try(ctx); err != nil {
		return err
	}
	if err := s.settle(ctx); err != nil {
		return err
	}
	return s.db.QueryRowContext(ctx, `SELECT coalesce(max(row), 0) FROM events`).Scan(&s.seen)
}

// try writes something and takes it back, so that a file or folder that cannot
// be written is found out before an answer is given, not after.
func (s *Store) try(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		if code, _ := sqliteCode(err); code == sqliteBusy || code == sqliteLocked {
			return nil // it is being written: so it can be
		}
		return err
	}
	defer tx.Rollback()
	_, err = tx.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES ('tried', '')`)
	return err
}

func (s *Store) openToRead(ctx context.Context, wait time.Duration, known int) error {
	if err := s.connect("ro", wait); err != nil {
		return err
	}
	version, err := s.schema(ctx, s.db, known)
	if _, code := sqliteCode(err); code == sqliteReadOnlyRollback || code == sqliteReadOnlyRecovery {
		// A program was killed while it wrote. What it left half done must
		// be rolled back before anything can be read.
		if version, err = s.recover(ctx, wait, known); err != nil {
			return err
		}
	}
	switch {
	case err != nil:
		return err
	case version == 0: // another process is about to make it
		err := s.db.Close()
		s.db = nil
		return err
	case version < known:
		return &Error{
			Message: fmt.Sprintf("%s was written by an older version (schema %d, this one knows %d)", filepath.Base(s.path), version, known),
			Hint:    "study once, or run another command that records something, to bring it up to date",
			Err:     ErrOlder,
		}
	}
	return s.db.QueryRowContext(ctx, `SELECT coalesce(max(row), 0) FROM events`).Scan(&s.seen)
}

// recover opens the file for writing just long enough to roll back.
func (s *Store) recover(ctx context.Context, wait time.Duration, known int) (version int, err error) {
	s.db.Close()
	if err := s.connect("rw", wait); err != nil {
		return 0, err
	}
	if _, err := s.schema(ctx, s.db, known); err != nil {
		return 0, err
	}
	s.db.Close()
	if err := s.connect("ro", wait); err != nil {
		return 0, err
	}
	return s.schema(ctx, s.db, known)
}

// connect makes ready to open the file. Settings of a connection stand in its
// name, so that every connection has them; a PRAGMA sent later would reach one.
//
// Not WAL: one file is easier to copy to another machine, can be read in a
// folder that cannot be written, and a commit takes about as long.
func (s *Store) connect(mode string, wait time.Duration) error {
	path := (&url.URL{Path: filepath.ToSlash(s.path)}).EscapedPath()
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	settings := url.Values{
		"mode":             {mode},
		"_busy_timeout":    {fmt.Sprint(wait.Milliseconds())},
		"_foreign_keys":    {"1"},
		"_synchronous":     {"FULL"},
		"_txlock":          {"immediate"},
		"_stmt_cache_size": {"32"},
	}
	db, err := sql.Open("sqlite3", "file:"+path+"?"+settings.Encode())
	s.db = db
	return err
}

// Close lets go of the file. What was recorded is already on disk.
func (s *Store) Close() error {
	if s.db == nil {
		return nil
	}
	err := s.db.Close()
	if s.temporary != "" {
		err = errors.Join(err, os.RemoveAll(s.temporary))
	}
	return err
}

func errUnbuilt() error {
	return &Error{
		Message: "kuril was built without SQLite and cannot keep progress",
		Hint:    "install a C compiler such as gcc and build again with CGO_ENABLED=1",
	}
}

// read runs f on one unchanging view of the log.
func (s *Store) read(ctx context.Context, doing string, f func(q queryer) error) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return explain(s.path, doing, err)
	}
	defer conn.Close()
	// Not BeginTx, which would keep others from writing.
	if _, err := conn.ExecContext(ctx, `BEGIN`); err != nil {
		return explain(s.path, doing, err)
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
	return explain(s.path, doing, f(conn))
}

// write runs f in one transaction that is on disk when write returns nil, and
// has left nothing behind otherwise. Once begun it is not interrupted: an
// answer that was given is kept.
func (s *Store) write(ctx context.Context, doing string, f func(ctx context.Context, tx *sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.readOnly {
		return &Error{Message: filepath.Base(s.path) + " was opened for reading only"}
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return explain(s.path, doing, err)
	}
	defer tx.Rollback()
	if err := f(ctx, tx); err != nil {
		return explain(s.path, doing, err)
	}
	return explain(s.path, doing, tx.Commit())
}

var idText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID returns a random id, for a batch of events for instance.
func (s *Store) NewID() (string, error) {
	var b [12]byte // enough to tell apart every event ever written
	if _, err := io.ReadFull(s.random, b[:]); err != nil {
		return "", fmt.Errorf("make a random id: %w", err)
	}
	return idText.EncodeToString(b[:]), nil
}
