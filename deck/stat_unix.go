//go:build unix

package deck

import (
	"io/fs"
	"syscall"
)

// inode is the number by which the file system knows a file: another one stands
// there when an editor put a new file in the place of the old.
func inode(info fs.FileInfo) uint64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Ino)
	}
	return 0
}
