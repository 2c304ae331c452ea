package quiz

import (
	"errors"
	"fmt"
)

// Exit codes of the program.
const (
	Failed      = 1   // it was tried and did not work
	Misused     = 2   // the command line cannot be understood
	Interrupted = 130 // ^C
)

// Error is what a command returns for people: one line and at most two hints
// that tell what to type.
type Error struct {
	Message string
	Hints   []string
	Code    int // Failed unless said otherwise
	Err     error
	Pointer *Pointer // shown above the hints, which it leaves one line; nil: none
}

func (e *Error) Error() string { return e.Message }
func (e *Error) Unwrap() error { return e.Err }

// Hint adds a line that tells what to type and returns the error itself.
func (e *Error) Hint(format string, args ...any) *Error {
	e.Hints = append(e.Hints, fmt.Sprintf(format, args...))
	return e
}

// Fail makes an error for something that did not work.
func Fail(format string, args ...any) *Error {
	return &Error{Message: fmt.Sprintf(format, args...), Code: Failed}
}

// Misuse makes an error for a command line that cannot be understood.
func Misuse(format string, args ...any) *Error {
	return &Error{Message: fmt.Sprintf(format, args...), Code: Misused}
}

// ErrInterrupted is returned when ^C ended a command; nothing is printed for it.
var ErrInterrupted = errors.New("interrupted")

// ErrSaid makes the program fail without another word: what is wrong was
// printed as the result, by check for example.
var ErrSaid = &Error{Code: Failed}
