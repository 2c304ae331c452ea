//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package deck

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestPipe holds that a named pipe without a writer does not keep anyone
// waiting.
func TestPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe.toml")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Skipf("this file system has no pipes: %v", err)
	}
	if _, _, err := ReadFile(path); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("error is %v", err)
	}
	if err := Append(path, &Question{ID: "a", Kind: Recall, Prompt: "P", Answers: []string{"A"}}); err == nil {
		t.Error("a card is written to a pipe")
	}
}
