//go:build !cgo

package progress

import "database/sql"

const built = false

func sqliteCode(error) (code, extended int) { return 0, 0 }

// SQLite returns the version of the library, "" when there is none.
func SQLite() string { return "" }

func overwritePages(_, _ *sql.Conn) error { return errUnbuilt() }
