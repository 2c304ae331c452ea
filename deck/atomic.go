package deck

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile puts text in the place of a file, all or nothing: whoever reads it
// finds the old text or the new one, also after a power cut or on a full disk.
// The file keeps its mode; a new one is the learner's alone.
func writeFile(path string, text []byte) (err error) {
	mode := fs.FileMode(0o600)
	// Renaming over a file does not ask whether it may be written.
	switch f, err := os.OpenFile(path, os.O_WRONLY, 0); {
	case err == nil:
		info, err := f.Stat()
		f.Close()
		if err != nil {
			return err
		}
		mode = info.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(text); err != nil {
		return err
	}
	if err := f.Chmod(mode); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(dir)
}

// followed returns the file that path stands for: the target of a symbolic
// link, also when that is not there yet.
func followed(path string) (string, error) {
	for range 40 {
		target, err := os.Readlink(path)
		if err != nil {
			return path, nil // no link, or nothing there: opening it will tell
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	return "", fmt.Errorf("symbolic links go round in a circle")
}
