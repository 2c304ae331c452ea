//go:build unix

package main

import (
	"os"
	"os/exec"

	"golang.org/x/sys/unix"
)

func init() { programs["locked"] = lockedMain }

// lockedMain runs a program while a database is locked as if another program
// were writing to it: locked FILE PROGRAM [ARGUMENT…]. The bytes are those
// that SQLite locks.
func lockedMain() {
	if len(os.Args) < 3 {
		give("usage: locked FILE PROGRAM [ARGUMENT…]")
	}
	f, err := os.OpenFile(os.Args[1], os.O_RDWR, 0)
	if err != nil {
		give(err)
	}
	lock := unix.Flock_t{Type: unix.F_WRLCK, Whence: 0, Start: 0x40000000, Len: 512}
	if err := unix.FcntlFlock(f.Fd(), unix.F_SETLK, &lock); err != nil {
		give(err)
	}
	c := exec.Command(os.Args[2], os.Args[3:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	pass(c.Run())
}
