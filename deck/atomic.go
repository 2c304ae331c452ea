package deck

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile puts text in the place of a file, all or nothing: whoever reads it
// finds the old text or the new one, also after a power cut or on a full disk.
// A link stays a link, and a file keeps its mode; a new one gets perm, less
// what the system takes off. A device or a pipe is written into. The error is a
// *FileError; a file that may not be written is one, though its folder may.
func WriteFile(path string, text []byte, perm fs.FileMode) error {
	if err := place(path, text, perm); err != nil {
		return fileError(path, "written", err)
	}
	return nil
}

func place(path string, text []byte, perm fs.FileMode) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return &FileError{Path: path, Message: "this is a folder, not a file", Hint: "name a file in it: " + filepath.Join(path, "NAME.toml")}
	case err == nil && !info.Mode().IsRegular():
		return writeInto(path, text)
	}
	target, err := followed(path)
	if err != nil {
		return err
	}
	return replaceFile(target, text, perm)
}

func writeInto(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

func replaceFile(path string, text []byte, perm fs.FileMode) (err error) {
	// Renaming over a file does not ask whether it may be written.
	old, err := os.OpenFile(path, os.O_WRONLY, 0)
	exists := err == nil
	if exists {
		info, err := old.Stat()
		old.Close()
		if err != nil {
			return err
		}
		perm = info.Mode().Perm()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	dir, name := filepath.Split(path)
	if _, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
		return &FileError{Path: path, Message: "there is no folder " + filepath.Dir(path), Hint: "make it first: mkdir -p " + filepath.Dir(path), Err: err}
	}
	f, err := os.OpenFile(filepath.Join(dir, "."+name+"."+rand.Text()+".tmp"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
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
	if exists {
		if err := f.Chmod(perm); err != nil {
			return err
		}
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
	syncFolder(filepath.Dir(path))
	return nil
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
