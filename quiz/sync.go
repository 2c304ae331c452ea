package quiz

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/progress"
)

// SyncOptions say what Sync is to do.
type SyncOptions struct {
	Dir     string // "": the one of last time
	Git     bool   // pull before, commit and push after
	DryRun  bool   // tell, and change nothing
	JSON    bool
	Another bool // also when another learner's log is there
}

// syncDir is the note that keeps which folder was synced last.
const syncDir = "sync folder"

// A syncing is one meeting with a folder that devices share.
type syncing struct {
	*Desk
	o       SyncOptions
	dir     string // absolute
	share   *share
	x       *progress.Exchange
	learner string
	device  string

	merged  progress.Merged
	names   []string // of devices that something came from
	again   bool     // the folder lost something that was there
	written int
	decks   deckReport
	media   mediaReport
}

// Sync meets the other devices in a folder: what they wrote there is merged,
// and what this one has and the folder has not is written to a file that only
// this device writes.
func Sync(ctx context.Context, d *Desk, o SyncOptions) (err error) {
	s := &syncing{Desk: d, o: o}
	if err := s.find(ctx); err != nil {
		return err
	}
	if !o.DryRun {
		if err := d.Write(ctx); err != nil {
			return err
		}
		unlock, err := d.syncAlone()
		if err != nil {
			return err
		}
		defer unlock()
	}
	var later error // what went wrong with git, once all else is done
	var g *gitFolder
	if o.Git {
		if g, err = openGit(ctx, s.dir); err != nil {
			return err
		}
		if !o.DryRun {
			if later = g.pull(); later != nil && !g.offline {
				return later
			}
		}
	}
	if err := s.meet(ctx); err != nil {
		return err
	}
	if g != nil && !o.DryRun {
		if err := g.send(s.device, cmpOr(d.Host, "kuril"), later == nil); err != nil {
			later = err
		}
	}
	if err := s.report(g); err != nil {
		return err
	}
	return later
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// find says which folder it is, and makes it when it never was there.
func (s *syncing) find(ctx context.Context) error {
	dir := s.o.Dir
	if dir == "" {
		last, err := s.Store.Noted(ctx, syncDir)
		if err != nil {
			return err
		}
		if last == "" {
			return Misuse("kuril sync wants a folder that your devices share").Hint("such as  kuril sync ~/Dropbox/kuril").Hint("the next time  kuril sync  alone will do")
		}
		dir = last
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	shown := CleanLine(dir)
	info, err := os.Stat(dir)
	switch {
	case err == nil && !info.IsDir():
		return Fail("%s is a file, not a folder", shown).Hint("kuril sync wants a folder that your devices share")
	case errors.Is(err, fs.ErrNotExist):
		if last, _ := s.Store.Noted(ctx, syncDir); last == dir {
			return Fail("%s is not there, and was the last time", shown).Hint("is the disk mounted, the share connected?").Hint("otherwise make it anew:  mkdir %s", shown)
		}
		if s.o.Git {
			return Fail("there is no folder %s", shown).Hint("git clone ADDRESS %s", shown)
		}
		if s.o.DryRun {
			return Fail("there is no folder %s", shown).Hint("without --dry-run it is made")
		}
		if err := os.Mkdir(dir, 0o700); err != nil {
			return Fail("the folder %s cannot be made: %v", shown, systemSaid(err)).Hint("look at the name, and whether the disk is mounted")
		}
		s.talk("made the folder %s", shown)
	case err != nil:
		return Fail("%s cannot be read: %v", shown, systemSaid(err)).Hint("ls -ld %s", shown)
	}
	if whole, err := filepath.EvalSymlinks(dir); err == nil {
		dir = whole
	}
	data := s.DataDir
	if whole, err := filepath.Abs(data); err == nil {
		data = whole
	}
	if whole, err := filepath.EvalSymlinks(data); err == nil {
		data = whole
	}
	if inside(dir, data) || inside(data, dir) {
		return Fail("%s is the data folder itself, or in it, or around it", shown).
			Hint("choose another folder: what is shared and what is your own stay apart")
	}
	s.dir = dir
	return nil
}

// inside reports whether a path is a folder or below it.
func inside(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func systemSaid(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func (d *Desk) talk(format string, args ...any) {
	fmt.Fprintln(d.Err, "kuril: note: "+CleanLine(fmt.Sprintf(format, args...)))
}

// syncAlone waits until no other sync of this data folder is running.
func (d *Desk) syncAlone() (unlock func(), err error) {
	dir := filepath.Join(d.DataDir, "sync")
	if err := d.makeFolder(dir); err != nil {
		return nil, err
	}
	f, err := os.Open(dir)
	if err != nil {
		return nil, Fail("%s cannot be read: %v", CleanLine(dir), systemSaid(err)).Hint("ls -ld %s", CleanLine(dir))
	}
	if !locksWork || tryLock(f) {
		return func() { f.Close() }, nil
	}
	f.Close()
	d.talk("another sync of this data folder is running; waiting for it")
	return deck.Lock(dir), nil
}

// meet reads what the others wrote, and writes what is not there yet.
func (s *syncing) meet(ctx context.Context) (err error) {
	if s.share, err = openShare(s.dir); err != nil {
		return err
	}
	defer s.share.close()
	for _, odd := range s.share.odd {
		s.talk("%s is nothing that kuril wrote, and was not read", odd)
	}
	if err := s.whose(ctx); err != nil {
		return err
	}
	key := sha256.Sum256([]byte(s.dir))
	if s.x, err = s.Store.Exchange(ctx, hex.EncodeToString(key[:6])); err != nil {
		return err
	}
	if s.device, err = s.Store.Device(ctx); err != nil {
		return err
	}
	if !s.share.holds(s.x.Marks) {
		s.again = true
		if s.o.DryRun {
			s.x.Marks = make(map[string]progress.Mark)
		} else if err := s.x.Forget(ctx); err != nil {
			return err
		}
	}
	if err := s.readLogs(ctx); err != nil {
		return err
	}
	if s.o.DryRun {
		if !s.again {
			_, s.written, err = s.x.Missing(ctx, func(progress.Event) error { return nil })
		}
		return err
	}
	if s.device, err = s.Store.EnsureDevice(ctx); err != nil {
		return err
	}
	if err := s.writeLog(ctx); err != nil {
		return err
	}
	if err := s.syncDecks(ctx); err != nil {
		return err
	}
	return s.Store.Note(ctx, map[string]string{syncDir: s.dir})
}

// whose makes sure that all logs in the folder are this learner's.
func (s *syncing) whose(ctx context.Context) error {
	ours, also, err := s.Store.Learner(ctx)
	if err != nil {
		return err
	}
	var there, strange []string
	for _, dev := range s.share.devices {
		l := dev.header.Learner
		if !slices.Contains(there, l) {
			there = append(there, l)
		}
		if ours != "" && l != ours && !slices.Contains(also, l) && !slices.Contains(strange, l) {
			strange = append(strange, l)
		}
	}
	if ours == "" && len(there) == 0 && len(s.share.coming) > 0 && !s.o.Another {
		// To begin here would make a second learner of one person.
		return Fail("what other devices wrote in %s is not wholly there yet", CleanLine(s.dir)).
			Hint("wait until it has been carried here, and sync again").
			Hint("if it is left over from long ago, take away %s", CleanLine(filepath.Join(s.dir, shareName, s.share.coming[0])))
	}
	if ours == "" && len(there) > 1 {
		strange = there[1:]
	}
	if len(strange) > 0 && !s.o.Another {
		return anotherLearner("in "+CleanLine(s.dir), "sync")
	}
	if s.o.DryRun {
		return nil
	}
	if ours == "" && len(there) > 0 && s.Store.Events() > 0 {
		var names []string
		for _, dev := range s.share.devices {
			names = append(names, dev.label())
		}
		s.talk("this log joins that of %s", strings.Join(names, ", "))
	}
	s.learner, err = s.Store.BelongTo(ctx, there...)
	return err
}

// readLogs merges what devices wrote, this one too, as far as it was not read
// before.
func (s *syncing) readLogs(ctx context.Context) error {
	bar := s.Bar(ctx, "reading what other devices wrote")
	defer bar.Done()
	marks := make(map[string]progress.Mark)
	for name, m := range s.x.Marks {
		marks[name] = m
	}
	todo, done := s.share.unread(marks)
	var at *device
	events := func(yield func(progress.Event, error) bool) {
		for _, dev := range s.share.devices {
			at = dev
			for e, err := range dev.events(s.share.root, marks, &done) {
				if !yield(e, err) {
					return
				}
			}
		}
	}
	o := progress.MergeOptions{DryRun: s.o.DryRun, Watch: func(int) error { return bar.To(int(done>>10), int(todo>>10)) }}
	if !s.o.DryRun {
		o.Notes = s.x.Notes(marks)
	}
	var err error
	s.merged, err = s.Store.Merge(ctx, events, o)
	bar.Done()
	if err != nil {
		if ctx.Err() == nil && at != nil && errors.Is(err, errUnreadable) {
			return Fail("the log of %s cannot be read: %v", at.label(), systemSaid(err)).Hint("look at who may read %s", CleanLine(s.dir))
		}
		return err
	}
	for _, dev := range s.share.devices {
		if s.merged.Devices[dev.id] > 0 {
			s.names = append(s.names, dev.label())
		}
	}
	for _, dev := range s.share.devices {
		if dev.broken > 0 {
			s.talk("%s of %s cannot be read (yet): %s, first in %s", Count(dev.broken, "line"), dev.label(), dev.why, dev.where)
		}
	}
	return nil
}
