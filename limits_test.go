//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

func init() {
	programs["limited"] = limitedMain
	programs["unprivileged"] = unprivilegedMain
}

// limitedMain runs a program whose files cannot grow beyond a size. A write
// past it fails, as on a full disk, only with another number: fulldisk is
// closer to the truth where it works.
func limitedMain() {
	if len(os.Args) < 3 {
		give("usage: limited BYTES PROGRAM [ARGUMENT…]")
	}
	limit, err := strconv.ParseUint(os.Args[1], 10, 64)
	if err != nil {
		give(err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: limit, Max: limit}); err != nil {
		give(err)
	}
	become(os.Args[2:])
}

// unprivilegedMain runs a program that is subject to file permissions.
func unprivilegedMain() {
	if len(os.Args) < 2 {
		give("usage: unprivileged PROGRAM [ARGUMENT…]")
	}
	if os.Geteuid() == 0 {
		if err := dropOverride(); err != nil {
			give(err)
		}
	}
	become(os.Args[1:])
}

// become replaces this process by a program.
func become(args []string) {
	path, err := exec.LookPath(args[0])
	if err != nil {
		give(err)
	}
	give(syscall.Exec(path, args, os.Environ()))
}

// give gives up: the situation that a script asked for cannot be made.
func give(reason any) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", os.Args[0], reason)
	os.Exit(125)
}
