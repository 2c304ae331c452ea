//go:build cgo

package hashcards

import _ "github.com/mattn/go-sqlite3" // the driver

// built tells whether SQLite is part of this program.
const built = true

const driver = "sqlite3"
