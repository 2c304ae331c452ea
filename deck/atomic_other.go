//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package deck

// Lock does nothing where folders cannot be locked.
func Lock(string) (unlock func()) { return func() {} }

// syncFolder does nothing where folders cannot be opened.
func syncFolder(string) {}
