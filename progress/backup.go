package progress

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// backupName is where a file of an older schema is kept before it is changed.
func backupName(path string, schema int) string {
	ext := filepath.Ext(path)
	return fmt.Sprintf("%s-schema%d%s", strings.TrimSuffix(path, ext), schema, ext)
}

// copyTo writes a whole copy of the database to a file that is there, complete
// and on disk, or not there at all. An earlier one of that name is replaced.
func (s *Store) copyTo(ctx context.Context, path string) error {
	// SQLite fills an empty file that exists, and then leaves its mode alone.
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // 0600
	if err != nil {
		return unreachable(path, err)
	}
	defer f.Close()
	defer os.Remove(f.Name())
	defer os.Remove(f.Name() + "-journal") // which SQLite leaves on a full disk
	if _, err := s.db.ExecContext(ctx, `VACUUM INTO ?`, f.Name()); err != nil {
		return err
	}
	// VACUUM INTO does not wait for the disk.
	if err := f.Sync(); err != nil {
		return unreachable(path, err)
	}
	if err := f.Close(); err != nil {
		return unreachable(path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return unreachable(path, err)
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// syncFolder makes the names in a folder durable, where a system lets a
// program ask for that; others see to it themselves.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}
