//go:build !unix

package quiz

import "syscall"

// alone leaves a program where it is: there are no sessions.
func alone() *syscall.SysProcAttr { return nil }
