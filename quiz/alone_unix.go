//go:build unix

package quiz

import "syscall"

// alone starts a program in a session of its own: it has no terminal to read
// from, and ^C is none of its affairs.
func alone() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
