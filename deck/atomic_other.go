//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package deck

// lock does nothing where folders cannot be locked.
func lock(string) (unlock func()) { return func() {} }

// syncFolder does nothing where folders cannot be opened.
func syncFolder(string) {}
