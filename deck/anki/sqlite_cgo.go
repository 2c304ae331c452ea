//go:build cgo

package anki

import (
	"cmp"
	"database/sql"
	"errors"
	"strings"

	"github.com/mattn/go-sqlite3"
	"golang.org/x/text/cases"
)

// built tells whether SQLite is part of this program. All names that need a C
// compiler stand in this file.
const built = true

const driver = "sqlite3_anki"

func init() {
	// Names of decks and the like are compared so; without it a newer
	// collection cannot be read.
	sql.Register(driver, &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		fold := cases.Fold()
		return c.RegisterCollation("unicase", func(a, b string) int { return cmp.Compare(fold.String(a), fold.String(b)) })
	}})
}

// noDatabase reports whether SQLite found something else than a database.
func noDatabase(err error) bool {
	var lite sqlite3.Error
	return errors.As(err, &lite) && lite.Code == sqlite3.ErrNotADB
}

// noTable reports whether SQLite missed a table or a column.
func noTable(err error) bool {
	var lite sqlite3.Error
	return errors.As(err, &lite) && lite.Code == sqlite3.ErrError && strings.Contains(lite.Error(), "no such")
}
