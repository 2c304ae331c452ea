//go:build !unix

package deck

import "io/fs"

// inode is 0 where files have no such number.
func inode(fs.FileInfo) uint64 { return 0 }
