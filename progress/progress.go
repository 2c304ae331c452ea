// Package progress is what a learner remembers: a log of events in one SQLite
// file, the state of every card that follows from it, and the days on which
// cards are due.
//
// It does not know what a question is: a card is the text of its id and
// nothing else. It does not know which card to ask next, which of two cards
// are siblings, what a tag is, or how anything is shown; whoever does hands
// down plain values. It reads no clock: every instant comes from its caller.
package progress

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// An Error is a failure put into words for the person at the keyboard. Message
// says in one line what is wrong, Hint what can be done about it ("" when
// nothing can); Err is the cause, if there is one.
type Error struct {
	Message, Hint string
	Err           error
}

func (e *Error) Error() string { return e.Message }

func (e *Error) Unwrap() error { return e.Err }

// Result codes of SQLite, https://www.sqlite.org/rescode.html.
const (
	sqliteError    = 1 // a statement that does not fit the tables
	sqliteBusy     = 5
	sqliteLocked   = 6
	sqliteReadOnly = 8
	sqliteIO       = 10
	sqliteCorrupt  = 11
	sqliteFull     = 13
	sqliteCantOpen = 14
	sqliteNotADB   = 26

	sqliteReadOnlyRecovery = 264 // what a killed program left must be rolled back first
	sqliteReadOnlyRollback = 776
)

// explain puts what SQLite said about a file into words. Other errors are
// returned with what was being done.
func explain(path, doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) || errors.Is(err, ErrNothing) {
		return err
	}
	name := filepath.Base(path)
	code, _ := sqliteCode(err)
	switch code {
	case sqliteBusy, sqliteLocked:
		return &Error{
			Message: name + " is busy: another kuril is writing to it",
			Hint:    "try again in a moment",
			Err:     err,
		}
	case sqliteFull:
		return &Error{
			Message: name + " cannot grow: the disk is full",
			Hint:    "free some space and try again; everything recorded before is kept",
			Err:     err,
		}
	case sqliteReadOnly:
		return &Error{
			Message: name + " cannot be written",
			Hint:    fmt.Sprintf("allow writing in %s, or choose another folder with --data", filepath.Dir(path)),
			Err:     err,
		}
	case sqliteIO:
		return &Error{
			Message: name + " cannot be read or written: the disk reports an error, or is full",
			Hint:    "free some space and try again; everything recorded before is kept",
			Err:     err,
		}
	case sqliteCorrupt:
		return damaged(path, err)
	case sqliteNotADB:
		return foreign(path, err)
	case sqliteCantOpen:
		return &Error{
			Message: name + " cannot be opened",
			Hint:    fmt.Sprintf("allow reading and writing in %s, or choose another folder with --data", filepath.Dir(path)),
			Err:     err,
		}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// unreachable tells why a file or its folder cannot be used.
func unreachable(path string, err error) error {
	cause := err
	var p *fs.PathError
	if errors.As(err, &p) {
		path, cause = p.Path, p.Err
	}
	return &Error{
		Message: fmt.Sprintf("%s cannot be used: %v", path, cause),
		Hint:    "allow reading and writing there, or choose another folder with --data",
		Err:     err,
	}
}

// closed says that nothing can be made in a folder; whatever name was tried
// there says nothing to anybody.
func closed(dir string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = &fs.PathError{Op: p.Op, Path: dir, Err: p.Err}
	}
	return unreachable(dir, err)
}

// A FileCondition is the state of a file, as far as errors tell it apart.
type FileCondition int

const (
	Usable  FileCondition = iota // or nothing is known
	Damaged                      // a file of ours that cannot be read as it should, or no database at all
	Newer                        // of a version that this one does not know
)

var (
	errDamaged = errors.New("damaged")
	errNewer   = errors.New("newer")
)

// Unwritable reports whether an error says that a file, or its folder, may not
// be written.
func Unwritable(err error) bool {
	code, _ := sqliteCode(err)
	return code == sqliteReadOnly || code == sqliteCantOpen || errors.Is(err, fs.ErrPermission) || errors.Is(err, readOnlySystem)
}

// Condition tells from an error in what condition a file of progress is.
func Condition(err error) FileCondition {
	code, _ := sqliteCode(err)
	switch {
	case errors.Is(err, errDamaged), code == sqliteCorrupt, code == sqliteNotADB:
		return Damaged
	case errors.Is(err, errNewer):
		return Newer
	}
	return Usable
}

// damaged says that a file cannot be read as it should.
func damaged(path string, err error) error {
	return &Error{
		Message: filepath.Base(path) + " is damaged",
		Hint:    "kuril doctor  says what can be saved; kuril restore  brings a backup back",
		Err:     errors.Join(errDamaged, err),
	}
}

// foreign refuses a file that holds something else.
func foreign(path string, err error) error {
	return &Error{
		Message: filepath.Base(path) + " is not a progress file of kuril; it was left as it is",
		Hint:    "move it away, or choose another folder with --data",
		Err:     err,
	}
}

func newer(path string, schema, known int) error {
	return &Error{
		Message: fmt.Sprintf("%s was written by a newer version (schema %d, this one knows %d)", filepath.Base(path), schema, known),
		Hint:    "update kuril, or choose another folder with --data; docs/safety.md tells how to go back to an older version",
		Err:     errNewer,
	}
}
