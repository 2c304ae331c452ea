package quiz

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"kuril/lazyregexp"
	"kuril/progress"
)

// A share is a folder that devices share: below kuril a folder for each device,
// into which only that one writes. It is opened so that no name, and no link,
// leads out of it.
type share struct {
	root    *os.Root
	devices []*device
	odd     []string // names below kuril that are not to be read
	coming  []string // devices of which nothing is wholly there yet
}

// A device is what one device wrote.
type device struct {
	id     string
	header progress.Header
	files  []string // of its log, in order, below the root
	sizes  map[string]int64

	broken     int // lines that could not be taken
	why, where string
}

const shareName = "kuril"

var (
	deviceName  = lazyregexp.New(`^[a-z2-7]{10}$`)
	segmentName = lazyregexp.New(`^log-[0-9]{5,9}\.jsonl$`)
)

var errUnreadable = errors.New("unreadable")

// label is what people call a device.
func (d *device) label() string {
	if d.header.Name == "" {
		return d.id
	}
	return CleanLine(d.header.Name)
}

func openShare(dir string) (*share, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, Fail("%s cannot be read: %v", CleanLine(dir), systemSaid(err)).Hint("ls -ld %s", CleanLine(dir))
	}
	s := &share{root: root}
	entries, err := s.list(shareName)
	if err != nil {
		root.Close()
		return nil, Fail("%s cannot be read: %v", CleanLine(path.Join(dir, shareName)), systemSaid(err)).Hint("ls -l %s", CleanLine(dir))
	}
	for _, e := range entries {
		name := e.Name()
		if name == mediaShare || strings.HasPrefix(name, ".") {
			continue
		}
		if !deviceName.MatchString(name) || !e.IsDir() {
			s.odd = append(s.odd, path.Join(shareName, name))
			continue
		}
		if err := s.look(name); err != nil {
			root.Close()
			return nil, err
		}
	}
	return s, nil
}

func (s *share) close() { s.root.Close() }

// list is what stands in a folder below the root; nothing when there is none.
func (s *share) list(dir string) ([]fs.DirEntry, error) {
	info, err := s.root.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !info.IsDir() { // a link, perhaps to somewhere else
		return nil, fmt.Errorf("it is no folder")
	}
	return fs.ReadDir(s.root.FS(), dir)
}

// look takes note of what one device wrote. What has no whole header yet is on
// its way and left for the next time.
func (s *share) look(id string) error {
	dir := path.Join(shareName, id)
	entries, err := s.list(dir)
	if err != nil {
		s.odd = append(s.odd, dir)
		return nil
	}
	dev := &device{id: id, sizes: make(map[string]int64)}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case segmentName.MatchString(e.Name()) && e.Type().IsRegular():
		case strings.HasPrefix(e.Name(), "log-"): // a conflicting copy, a link, a folder
			s.odd = append(s.odd, name)
			continue
		default:
			continue
		}
		info, err := e.Info()
		if err != nil || info.Size() == 0 {
			continue
		}
		h, err := s.header(name)
		switch {
		case errors.Is(err, io.EOF):
			continue
		case err != nil || h.Device != id:
			s.odd = append(s.odd, name)
			continue
		case h.Format > progress.SharedFormat:
			s.odd = append(s.odd, name+" (of a newer version: update kuril)")
			continue
		}
		dev.header = h
		dev.files = append(dev.files, name)
		dev.sizes[name] = info.Size()
	}
	if len(dev.files) == 0 {
		s.coming = append(s.coming, id)
	} else {
		slices.Sort(dev.files)
		s.devices = append(s.devices, dev)
	}
	return nil
}

func (s *share) header(name string) (progress.Header, error) {
	f, err := s.root.Open(name)
	if err != nil {
		return progress.Header{}, err
	}
	defer f.Close()
	return progress.ReadHeader(f)
}

// holds reports whether everything that was read from the folder is still
// there, as it was.
func (s *share) holds(marks map[string]progress.Mark) bool {
	for name, m := range marks {
		f, err := s.root.Open(name)
		if err != nil {
			return false
		}
		ok := m.Holds(f)
		f.Close()
		if !ok {
			return false
		}
	}
	return true
}

// unread is how many bytes are to be read, and a count of those that were.
func (s *share) unread(marks map[string]progress.Mark) (todo, done int64) {
	for _, dev := range s.devices {
		for _, name := range dev.files {
			todo += dev.sizes[name] - marks[name].Offset
		}
	}
	return todo, 0
}

// events reads what a device wrote behind the marks, and moves these on.
func (d *device) events(root *os.Root, marks map[string]progress.Mark, done *int64) progress.Events {
	return func(yield func(progress.Event, error) bool) {
		for _, name := range d.files {
			from := marks[name]
			if d.sizes[name] <= from.Offset {
				continue
			}
			f, err := root.Open(name)
			if err != nil {
				yield(progress.Event{}, fmt.Errorf("%w: %w", errUnreadable, err))
				return
			}
			last := from.Offset
			for e, err := range progress.SharedLines(f, from, func(m progress.Mark) {
				*done += m.Offset - last
				last, marks[name] = m.Offset, m
			}) {
				var refused *progress.Refusal
				switch {
				case errors.As(err, &refused):
					if d.broken++; d.broken == 1 {
						d.why, d.where = refused.Reason, CleanLine(name)
					}
				case err != nil:
					err = fmt.Errorf("%w: %w", errUnreadable, err)
				}
				if !yield(e, err) {
					f.Close()
					return
				}
			}
			f.Close()
		}
	}
}
