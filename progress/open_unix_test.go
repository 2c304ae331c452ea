//go:build unix

package progress

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// TestOpenPipe holds that a named pipe in the place of the file keeps nobody
// waiting.
func TestOpenPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.db")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Skipf("this file system has no pipes: %v", err)
	}
	for _, o := range []Options{{}, {ReadOnly: true}} {
		_, err := Open(t.Context(), path, o)
		people(t, "a pipe", err, "progress.db is not a progress file of kuril")
	}
}
