package deck

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A staged file is written and on disk under another name, beside the one that
// it is to take the place of.
type staged struct {
	path, target string
	text         []byte
	temp         string // "": it is no regular file, and is written into
}

// stage writes a file so that put can hardly fail. Its errors are those of
// WriteFile.
func stage(path string, text []byte, perm fs.FileMode) (s staged, err error) {
	s = staged{path: path, text: text}
	defer func() {
		if err != nil {
			s.drop()
			err = fileError(path, "written", err)
		}
	}()
	info, err := os.Stat(path)
	exists := err == nil
	if exists && !info.Mode().IsRegular() {
		return s, nil
	}
	if s.target, err = followed(path); err != nil {
		return s, err
	}
	if exists {
		perm = info.Mode().Perm()
		old, err := os.OpenFile(s.target, os.O_WRONLY, 0) // renaming over a file does not ask whether it may be written
		if err != nil {
			return s, err
		}
		old.Close()
	}
	dir, name := filepath.Split(s.target)
	f, err := os.OpenFile(filepath.Join(dir, "."+name+"."+rand.Text()+".tmp"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return s, err
	}
	s.temp = f.Name()
	_, err = f.Write(text)
	if err == nil && exists {
		err = f.Chmod(perm)
	}
	if err == nil {
		err = f.Sync()
	}
	return s, errors.Join(err, f.Close())
}

// put puts a staged file in its place.
func (s *staged) put() error {
	if s.temp == "" {
		return WriteFile(s.path, s.text, 0o600)
	}
	if err := os.Rename(s.temp, s.target); err != nil {
		return fileError(s.path, "written", err)
	}
	s.temp = ""
	syncFolder(filepath.Dir(s.target))
	return nil
}

// drop takes a staged file away that was not put.
func (s *staged) drop() {
	if s.temp != "" {
		os.Remove(s.temp)
	}
}
