package quiz

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// A mediaPlan decides what the files that come with an import are called here,
// and copies them.
type mediaPlan struct {
	dir    string
	names  map[string]string // there: here
	taken  map[string]string // here: there
	wanted []string          // names there, of files to be copied
	seen   map[string]bool
	found  int
	lost   []string // referred to and nowhere
}

func newMediaPlan(dir string) *mediaPlan {
	return &mediaPlan{dir: dir, names: make(map[string]string), taken: make(map[string]string), seen: make(map[string]bool)}
}

// mostOfMedia is how large one file may be, in bytes.
const mostOfMedia = 1 << 30

// place returns what a file is called here: the same, unless a mark around it
// could not hold that name or another file has it.
func (m *mediaPlan) place(name string, open func() (io.ReadCloser, error)) string {
	if here, ok := m.names[name]; ok {
		return here
	}
	here := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(`()<>[]{}"'|*?\/:%#`+"`", r) {
			return '_'
		}
		if !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, filepath.Base(name))
	here = strings.TrimLeft(here, ".-")
	if here == "" {
		here = "file"
	}
	for len(here) > 150 {
		here = here[len(here)-150:]
		here = strings.ToValidUTF8(here, "")
	}
	low := strings.ToLower(here)
	if other, taken := m.taken[low]; here != name || taken && other != name || m.differs(here, open) {
		sum := sha256.Sum256([]byte(name))
		if !taken && here == name {
			if content, err := m.sum(open); err == nil {
				sum = content
			}
		}
		ending := filepath.Ext(here)
		here = strings.TrimSuffix(here, ending) + "-" + hex.EncodeToString(sum[:4]) + ending
	}
	m.names[name], m.taken[strings.ToLower(here)] = here, name
	return here
}

func (m *mediaPlan) sum(open func() (io.ReadCloser, error)) (sum [32]byte, err error) {
	r, err := open()
	if err != nil {
		return sum, err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, io.LimitReader(r, mostOfMedia)); err != nil {
		return sum, err
	}
	return [32]byte(h.Sum(nil)), nil
}

// differs tells whether there is a file of that name with something else in it.
func (m *mediaPlan) differs(here string, open func() (io.ReadCloser, error)) bool {
	old, err := os.Open(filepath.Join(m.dir, here))
	if err != nil {
		return false
	}
	defer old.Close()
	r, err := open()
	if err != nil {
		return false
	}
	defer r.Close()
	a, b := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		n, errA := io.ReadFull(old, a)
		k, errB := io.ReadFull(r, b)
		if !bytes.Equal(a[:n], b[:k]) {
			return true
		}
		if errA != nil || errB != nil {
			return n != k
		}
	}
}

// want counts a file that a kept question refers to.
func (m *mediaPlan) want(name string, has bool) {
	if m.seen[name] {
		return
	}
	m.seen[name] = true
	_, err := os.Stat(filepath.Join(m.dir, m.names[name]))
	switch {
	case err == nil && m.names[name] != "":
		m.found++
	case has && m.names[name] != "":
		m.found++
		m.wanted = append(m.wanted, name)
	default:
		m.lost = append(m.lost, name)
	}
}

func (m *mediaPlan) nothing() bool { return len(m.wanted) == 0 }

// copy puts the files into the folder for media. undo takes those away again,
// also after an error.
func (m *mediaPlan) copy(ctx context.Context, makeFolder func(string) error, open func(string) (io.ReadCloser, error)) (undo func(), err error) {
	var made []string
	undo = func() {
		for _, path := range made {
			os.Remove(path)
		}
	}
	if m.nothing() {
		return undo, nil
	}
	if err := makeFolder(m.dir); err != nil {
		return undo, err
	}
	for _, name := range m.wanted {
		if err := ctx.Err(); err != nil {
			return undo, err
		}
		path := filepath.Join(m.dir, m.names[name])
		if err := copyFile(ctx, path, name, open); err != nil {
			return undo, err
		}
		made = append(made, path)
	}
	return undo, nil
}

// copyFile writes one file under a name of its own first, so that a half one is
// never found under the right name.
func copyFile(ctx context.Context, path, name string, open func(string) (io.ReadCloser, error)) error {
	r, err := open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := os.CreateTemp(filepath.Dir(path), ".import-*")
	if err != nil {
		return plain(path, err)
	}
	defer os.Remove(f.Name())
	n, err := io.Copy(f, io.LimitReader(readUntil{ctx, r}, mostOfMedia+1))
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	switch where := (*os.PathError)(nil); {
	case errors.As(err, &where):
		return plain(path, err)
	case err != nil:
		return err
	case n > mostOfMedia:
		return Fail("the media file %s is larger than 1 GiB", CleanLine(name))
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return plain(path, err)
	}
	return nil
}

// readUntil is a reader that ends when somebody wants it to.
type readUntil struct {
	ctx context.Context
	r   io.Reader
}

func (r readUntil) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(b)
}
