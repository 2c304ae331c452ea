//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package quiz

import "os"

const locksWork = false

func tryLock(*os.File) bool { return false }
