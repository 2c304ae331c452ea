package quiz

import (
	"errors"
	"io/fs"
	"os"
)

// plain says what the system said about a file, under the name that the
// learner knows.
func plain(path string, err error) error {
	var (
		at    *fs.PathError
		link  *os.LinkError
		cause = err
	)
	switch {
	case errors.As(err, &at):
		cause = at.Err
	case errors.As(err, &link):
		cause = link.Err
	}
	return &Error{Message: path + " cannot be written: " + cause.Error(), Code: Failed, Err: err}
}
