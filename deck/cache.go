package deck

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// parseVersion counts changes to what Parse makes of a text, and to how a bank
// is packed: a cache of another version is not believed.
const parseVersion = 1

// settled is how long a file must have stood unchanged before it was cached:
// within that time it may be changed again and keep its size and time.
const settled = 2 * time.Second

// cachesKept is how many banks stay in the cache: the decks of a data folder,
// and some files that are asked with --bank.
const cachesKept = 8

// A Cache keeps parsed banks in a folder, so that files which did not change
// are neither read nor parsed. To lose it costs time and nothing else: what is
// not believed, cannot be read or cannot be written is done without.
//
// A file is taken from the cache when its path, size, time to the nanosecond
// and inode are those it had, and it had stood unchanged for two seconds.
type Cache struct {
	Dir      string // "": there is no cache
	ReadOnly bool   // use what is there and write nothing
}

// source is a file as it was when it was read.
type source struct {
	Path    string
	Size    int64
	Time    int64 // of its last change, in ns
	Inode   uint64
	Settled bool // it had stood unchanged long enough
	Found   []Problem
}

// same reports whether a file is the one that was cached.
func (s source) same(now source) bool {
	return s.Settled && s.Path == now.Path && s.Size == now.Size && s.Time == now.Time && s.Inode == now.Inode
}

// look returns what a file is known by; an error is for who reads it.
func look(path string) source {
	s := source{Path: path}
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		s.Size, s.Time, s.Inode = info.Size(), info.ModTime().UnixNano(), inode(info)
	}
	return s
}

// Load is Load with the cache.
func (c Cache) Load(builtin []byte, dir string) (*Bank, []Problem, error) {
	names, problems := Files(dir)
	return c.load(dir, names, problems, builtin)
}

// LoadFiles is LoadFiles with the cache.
func (c Cache) LoadFiles(files []string) (*Bank, []Problem, error) {
	var names []string
	for _, name := range files {
		if clean := filepath.Clean(name); !slices.ContainsFunc(names, func(n string) bool { return filepath.Clean(n) == clean }) {
			names = append(names, name)
		}
	}
	return c.load("", names, nil, nil)
}

// load reads decks and the built-in bank, or where dir is "" only the files.
func (c Cache) load(dir string, names []string, problems []Problem, builtin []byte) (*Bank, []Problem, error) {
	uncached := func() (*Bank, []Problem, error) {
		if dir == "" {
			return LoadFiles(names)
		}
		return Load(builtin, dir)
	}
	if c.Dir == "" || len(problems) > 0 {
		return uncached()
	}
	now := make([]source, len(names))
	for i, name := range names {
		now[i] = look(name)
	}
	path := filepath.Join(c.Dir, cacheName(dir, names))
	old := openPacked(path, builtin)
	if old != nil && slices.EqualFunc(old.head.Sources, now, source.same) {
		b := newBank()
		b.packed, b.files, b.builtin, b.uncached = old, old.head.Files, builtin, uncached
		if p, broken := firstError(old.head.Problems); dir == "" && broken {
			return b, old.head.Problems, p
		}
		return b, old.head.Problems, nil
	}
	file, began := c.create()
	defer abandon(file)
	r := reading{now: now, old: old, began: began, writes: file != nil}
	var b *Bank
	var err error
	if dir == "" {
		b, problems, err = loadFiles(names, r.read)
	} else {
		b, problems, err = load(builtin, dir, r.read)
	}
	var unread *FileError
	if file == nil || b == nil || errors.As(err, &unread) || !r.worthKeeping() {
		return b, problems, err
	}
	head := packedHead{Sources: r.now, Problems: problems, Files: b.files, Builtin: sumOf(builtin)}
	if writePacked(file, head, b, r.left) == nil && os.Rename(file.Name(), path) == nil {
		c.prune()
	}
	return b, problems, err
}

// reading reads the files of a bank, those that did not change from the cache.
type reading struct {
	now    []source
	old    *packed // or nil
	began  int64   // when, by the clock of the file system, in ns
	writes bool
	reused int
	left   []*Question // all that was read; what is not in the bank is kept too
}

func (r *reading) read(name string) ([]*Question, []Problem, error) {
	i := slices.IndexFunc(r.now, func(s source) bool { return s.Path == name })
	if i < 0 { // it came this moment
		r.writes = false
		return ReadFile(name)
	}
	if r.old != nil {
		for at, s := range r.old.head.Sources {
			if !s.same(r.now[i]) {
				continue
			}
			if questions, ok := r.old.ofSource(at); ok {
				r.now[i] = s
				r.reused++
				r.left = append(r.left, questions...)
				return questions, s.Found, nil
			}
		}
	}
	questions, problems, err := ReadFile(name)
	if err != nil {
		r.writes = false
	}
	now := look(name)
	if now.Settled = r.now[i].Time+settled.Nanoseconds() <= r.began; now.Size != r.now[i].Size || now.Time != r.now[i].Time {
		now.Settled = false // it changed while it was read
	}
	now.Found = problems
	r.now[i] = now
	r.left = append(r.left, questions...)
	return questions, problems, err
}

// worthKeeping reports whether a new cache would know a file that the old one
// did not.
func (r *reading) worthKeeping() bool {
	known := 0
	for _, s := range r.now {
		if s.Settled {
			known++
		}
	}
	switch {
	case !r.writes:
		return false
	case r.old == nil:
		return known > 0 || len(r.now) == 0
	}
	return known > r.reused || len(r.old.head.Sources) > len(r.now)
}

func cacheName(dir string, names []string) string {
	h := fnv.New64a()
	for _, name := range append([]string{dir}, names...) {
		if dir != "" && name != dir {
			break // which files stand in a folder changes, the folder does not
		}
		// As it is named too, for that is what messages call it.
		abs, _ := filepath.Abs(name)
		h.Write([]byte(abs + "\x00" + name + "\x00"))
	}
	return fmt.Sprintf("bank-%016x", h.Sum64())
}

// create begins a cache that only its owner can read, and tells what time the
// file system has, in ns.
func (c Cache) create() (*os.File, int64) {
	if c.ReadOnly {
		return nil, 0
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, 0
	}
	f, err := os.CreateTemp(c.Dir, ".bank-*") // 0600
	if err != nil {
		return nil, 0
	}
	info, err := f.Stat()
	if err != nil {
		abandon(f)
		return nil, 0
	}
	return f, info.ModTime().UnixNano()
}

// abandon closes a new cache, and takes it away when it was not put in its place.
func abandon(f *os.File) {
	if f != nil {
		f.Close()
		os.Remove(f.Name())
	}
}

// prune leaves the caches that were written last.
func (c Cache) prune() {
	entries, _ := filepath.Glob(filepath.Join(c.Dir, "bank-*"))
	if len(entries) <= cachesKept {
		return
	}
	slices.SortFunc(entries, func(a, b string) int { return cmp.Compare(look(b).Time, look(a).Time) })
	for _, name := range entries[cachesKept:] {
		os.Remove(name)
	}
}
