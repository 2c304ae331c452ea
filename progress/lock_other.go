//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package progress

import "os"

// lockFile would lock a file, which this system does not let us do.
func lockFile(*os.File) bool { return false }

// readOnlySystem is what writing to a read-only file system fails with.
var readOnlySystem = os.ErrPermission
