//go:build cgo

package progress

import (
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
