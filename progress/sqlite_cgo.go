//go:build cgo

package progress

import (
	"database/sql"
	"errors"

	"github.com/mattn/go-sqlite3"
)

// built tells whether SQLite is part of this program. All names that need a C
// compiler stand in this file.
const built = true

// sqliteCode returns SQLite's primary and extended result codes, 0 when err
// does not come from SQLite.
func sqliteCode(err error) (code, extended int) {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return 0, 0
	}
	return int(e.Code), int(e.ExtendedCode)
}

// SQLite returns the version of the library, "" when there is none.
func SQLite() string {
	version, _, _ := sqlite3.Version()
	return version
}

// overwritePages puts all pages of one database in the place of another's.
func overwritePages(to, from *sql.Conn) error {
	return to.Raw(func(target any) error {
		return from.Raw(func(source any) error {
			b, err := target.(*sqlite3.SQLiteConn).Backup("main", source.(*sqlite3.SQLiteConn), "main")
			if err != nil {
				return err
			}
			done, err := b.Step(-1)
			if cerr := b.Finish(); err == nil {
				err = cerr
			}
			if err == nil && !done {
				err = sqlite3.Error{Code: sqlite3.ErrBusy}
			}
			return err
		})
	})
}
