//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package progress

import (
	"os"

	"golang.org/x/sys/unix"
)

// lockFile waits until this program alone has a file locked, which it is until
// it is closed; false where a file system knows no locks.
func lockFile(f *os.File) bool {
	for {
		switch err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err {
		case nil:
			return true
		case unix.EINTR:
		default:
			return false
		}
	}
}

// readOnlySystem is what writing to a read-only file system fails with.
const readOnlySystem = unix.EROFS
