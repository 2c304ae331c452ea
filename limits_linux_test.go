package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

func init() {
	programs["fulldisk"] = fulldiskMain
	programs["fulldisk-inside"] = fulldiskInside
}

// dropOverride takes from the next program what lets root pass over file
// permissions. It stays root, so it still gets into the script's own folder.
func dropOverride() error {
	runtime.LockOSThread() // capabilities belong to the thread that executes
	for _, c := range []uintptr{unix.CAP_DAC_OVERRIDE, unix.CAP_DAC_READ_SEARCH, unix.CAP_FOWNER} {
		if err := unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0); err != nil {
			return fmt.Errorf("root cannot be refused here: %w", err)
		}
	}
	return nil
}

// fulldiskMain runs a program for which a folder is a small disk of its own.
// What the folder holds is on that disk, and is put back afterwards.
func fulldiskMain() {
	if len(os.Args) < 4 {
		give("usage: fulldisk SIZE DIR PROGRAM [ARGUMENT…]")
	}
	c := exec.Command("fulldisk-inside", os.Args[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Geteuid() != 0 {
		c.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	pass(c.Run())
}

// fulldiskInside is the same in a mount table of its own, which goes with it.
func fulldiskInside() {
	size, dir, args := os.Args[1], os.Args[2], os.Args[3:]
	behind, err := os.Open(dir) // still leads to the folder when the disk is over it
	if err != nil {
		give(err)
	}
	below := fmt.Sprintf("/proc/self/fd/%d", behind.Fd())
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		give(err)
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		give(err)
	}
	if err := copyInto(dir, below); err != nil {
		give(err)
	}
	c := exec.Command(args[0], args[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	failed := c.Run()
	if err := copyInto(below, dir); err != nil {
		give(err)
	}
	behind.Close() // not before, as it would be were it used no more
	pass(failed)
}

// copyInto makes to hold just what from holds.
func copyInto(to, from string) error {
	old, err := os.ReadDir(to)
	if err != nil {
		return err
	}
	for _, e := range old {
		if err := os.RemoveAll(filepath.Join(to, e.Name())); err != nil {
			return err
		}
	}
	return fs.WalkDir(os.DirFS(from), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == "." {
			return err
		}
		if e.IsDir() {
			return os.Mkdir(filepath.Join(to, path), 0o700)
		}
		text, err := os.ReadFile(filepath.Join(from, path))
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, path), text, 0o600)
	})
}

// pass ends as the program did.
func pass(err error) {
	if err == nil {
		os.Exit(0)
	}
	if ended, ok := err.(*exec.ExitError); ok && !strings.HasPrefix(ended.Error(), "signal") {
		os.Exit(ended.ExitCode())
	}
	give(err)
}
