//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package deck

import (
	"os"

	"golang.org/x/sys/unix"
)

// Lock keeps other processes of ours from changing a file of the folder until
// the function it returns is called: two terminals that add a card at the same
// moment both keep theirs. Where locks do not work it does nothing.
func Lock(dir string) (unlock func()) {
	f, err := os.Open(dir)
	if err != nil {
		return func() {}
	}
	for {
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err != unix.EINTR {
			break
		}
	}
	return func() { f.Close() }
}

// syncFolder makes a rename in the folder last, where the file system can.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		f.Sync()
		f.Close()
	}
}
