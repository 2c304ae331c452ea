package progress

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// sumOf is the SHA-256 of what is kept beside a log.
func sumOf(data []byte) []byte {
	sum := sha256.Sum256(data)
	return sum[:]
}

// Restore puts the log of another file, of any schema up to ours, in the place
// of the one at path, or of none. The file it comes from is only read. Another
// program that has the log open sees it change as a whole; a kill leaves the
// old log or the new one. The restored log gets a device of its own: numbers
// given out after the backup was made may be known elsewhere.
//
// What stands at path must be a file of ours that SQLite can read, even if a
// newer version wrote it; use Replace for anything else.
func Restore(ctx context.Context, from, path string) (Contents, error) {
	return restore(ctx, from, path, overwrite)
}

// Replace does the same where what stands at path cannot be read, and was moved
// out of the way.
func Replace(ctx context.Context, from, path string) (Contents, error) {
	return restore(ctx, from, path, func(_ context.Context, temp, path string) error {
		if err := syncFile(temp); err != nil {
			return unreachable(path, err)
		}
		os.Remove(path + "-journal") // of the old file: it would be played into the new one
		if err := os.Rename(temp, path); err != nil {
			return unreachable(path, err)
		}
		syncFolder(filepath.Dir(path))
		return nil
	})
}

func restore(ctx context.Context, from, path string, place func(ctx context.Context, temp, path string) error) (c Contents, err error) {
	from, err = filepath.Abs(from)
	if err != nil {
		return c, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return c, err
	}
	if c, err = Inspect(ctx, from); err != nil {
		return c, err
	}
	dir := BackupDir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return c, closed(dir, err)
	}
	unlock, err := lockFolder(dir, dir)
	if err != nil {
		return c, closed(dir, err)
	}
	defer unlock()
	var temp string
	err = look(ctx, from, func(s *Store, _ int) error {
		temp, err = s.copyAside(ctx, filepath.Join(dir, "restore"))
		return err
	})
	if err != nil {
		return c, explain(from, "read "+filepath.Base(from), err)
	}
	defer dropFile(temp)
	if err := makeCurrent(ctx, temp); err != nil {
		return c, explain(path, "restore", err)
	}
	return c, explain(path, "restore", place(ctx, temp, path))
}

// makeCurrent makes a log for this program of a copy.
func makeCurrent(ctx context.Context, path string) error {
	migrations, err := embedded()
	if err != nil {
		return err
	}
	s := &Store{path: path}
	if err := s.connect("rw", time.Second); err != nil {
		return err
	}
	defer s.Close()
	if err := s.upgrade(ctx, migrations); err != nil {
		return err
	}
	err = s.write(ctx, "restore", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			DROP TABLE IF EXISTS beside;
			DELETE FROM meta WHERE key IN ('device', 'home') OR key LIKE 'device of %'`)
		return err
	})
	if err != nil {
		return err
	}
	return s.sound(ctx)
}

// overwrite puts all pages of one database in the place of another's, in one
// transaction.
func overwrite(ctx context.Context, temp, path string) error {
	to := &Store{path: path}
	if _, err := to.prepare(); err != nil {
		return err
	}
	if err := to.connect("rw", 10*time.Second); err != nil {
		return err
	}
	defer to.Close()
	if _, err := to.schema(ctx, to.db, 1<<30); err != nil {
		return err
	}
	from := &Store{path: temp, readOnly: true}
	if err := from.connect("ro", time.Second); err != nil {
		return err
	}
	defer from.Close()
	target, err := to.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer target.Close()
	source, err := from.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer source.Close()
	return overwritePages(target, source)
}

// OpenCopy opens a log of an older schema, in a place that cannot be written,
// for reading: a copy of it in the folder for temporary files is brought up to
// date, which Close removes.
func OpenCopy(ctx context.Context, path string, o Options) (*Store, error) {
	dir, err := os.MkdirTemp("", "kuril-*") // 0700
	if err != nil {
		return nil, unreachable(os.TempDir(), err)
	}
	copied := filepath.Join(dir, filepath.Base(path))
	err = look(ctx, path, func(s *Store, _ int) error {
		temp, err := s.copyAside(ctx, copied)
		if err != nil {
			return err
		}
		return errors.Join(makeCurrent(ctx, temp), os.Rename(temp, copied))
	})
	if err == nil {
		o.ReadOnly = true
		var s *Store
		if s, err = Open(ctx, copied, o); err == nil {
			s.temporary = dir
			return s, nil
		}
	}
	os.RemoveAll(dir)
	return nil, explain(path, "read "+filepath.Base(path), err)
}
