package quiz

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"kuril/progress"
)

// mostInSegment is how large a file of a shared log grows, in bytes, before the
// next is begun: what carries the folder need not carry the years again.
const mostInSegment = 1 << 20

// writeLog appends what the folder has not got to the log of this device.
func (s *syncing) writeLog(ctx context.Context) error {
	w := &segments{root: s.share.root, dir: path.Join(shareName, s.device), marks: make(map[string]progress.Mark), header: progress.Header{
		Format: progress.SharedFormat, Learner: s.learner, Device: s.device, Name: clipName(s.Host),
	}}
	for _, dev := range s.share.devices {
		if dev.id == s.device {
			w.files, w.whole = dev.files, dev.broken == 0
			if n := len(dev.files); n > 0 {
				w.end = s.x.Marks[dev.files[n-1]].Offset
			}
		}
	}
	last, n, err := s.x.Missing(ctx, func(e progress.Event) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return w.put(e)
	})
	if err == nil && len(w.files) == 0 { // the others know by it who is there
		err = w.open()
	}
	if cerr := w.close(); err == nil {
		err = cerr
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err() // what was written is found there the next time
	case err != nil:
		return s.unwritable(err)
	}
	s.written = n
	return s.x.Written(ctx, last, w.marks)
}

// clipName keeps a machine's name short and on its line.
func clipName(name string) string {
	name = CleanLine(name)
	if len(name) > 60 {
		return ""
	}
	return name
}

func (s *syncing) unwritable(err error) error {
	var p *fs.PathError
	if !errors.As(err, &p) {
		return err
	}
	return Fail("%s cannot be written: %v", CleanLine(filepath.Join(s.dir, shareName)), p.Err).
		Hint("what was read there is merged, and nothing is lost; the next sync goes on from here")
}

// segments are the files of this device's shared log.
type segments struct {
	root   *os.Root
	dir    string
	header progress.Header
	files  []string // that are there
	end    int64    // how much of the last one is whole
	whole  bool     // nothing in them was refused

	f     *os.File
	w     *bufio.Writer
	name  string
	size  int64
	marks map[string]progress.Mark
	line  []byte // the last one written
}

func (g *segments) put(e progress.Event) error {
	line, err := progress.SharedLine(e)
	if err != nil {
		return err
	}
	if g.f != nil && g.size >= mostInSegment {
		if err := g.close(); err != nil {
			return err
		}
	}
	if g.f == nil {
		if err := g.open(); err != nil {
			return err
		}
	}
	return g.append(line)
}

func (g *segments) append(line []byte) error {
	_, err := g.w.Write(line)
	g.size += int64(len(line))
	g.line = line
	return err
}

// open opens the last file behind its last whole line, or begins the next.
func (g *segments) open() error {
	if err := g.root.MkdirAll(g.dir, 0o700); err != nil {
		return err
	}
	n := len(g.files)
	if n > 0 && g.whole && g.end > 0 && g.end < mostInSegment {
		g.name = g.files[n-1]
		f, err := g.root.OpenFile(g.name, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		// Half a line that a killed program left says nothing.
		if err := f.Truncate(g.end); err != nil {
			f.Close()
			return err
		}
		if _, err := f.Seek(g.end, 0); err != nil {
			f.Close()
			return err
		}
		g.f, g.w, g.size = f, bufio.NewWriterSize(f, 64<<10), g.end
		return nil
	}
	number := 1
	if n > 0 {
		if _, err := fmt.Sscanf(path.Base(g.files[n-1]), "log-%d.jsonl", &number); err != nil {
			return err
		}
		number++
	}
	for ; ; number++ {
		g.name = path.Join(g.dir, fmt.Sprintf("log-%05d.jsonl", number))
		f, err := g.root.OpenFile(g.name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue // something odd, which is left alone
		}
		if err != nil {
			return err
		}
		g.f, g.w, g.size = f, bufio.NewWriterSize(f, 64<<10), 0
		g.files = append(g.files, g.name)
		return g.append(g.header.Line())
	}
}

// close makes sure that all of a file is on disk.
func (g *segments) close() error {
	if g.f == nil {
		return nil
	}
	f := g.f
	g.f, g.end = nil, g.size
	err := g.w.Flush()
	if serr := f.Sync(); err == nil {
		err = serr
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	g.marks[g.name] = progress.MarkAfter(g.size, g.line)
	if d, err := g.root.Open(g.dir); err == nil {
		d.Sync()
		d.Close()
	}
	return nil
}
