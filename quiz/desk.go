package quiz

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fatih/color"
	"golang.org/x/term"

	"kuril/deck"
	"kuril/progress"
)

// Desk is everything one run of the program works with: what there is to
// learn, what is remembered, the clock and the streams. It is built once, by
// package command, and handed to every function of this package.
type Desk struct {
	Bank     *deck.Bank
	Problems []deck.Problem // errors of deck files, which are left out

	Store    *progress.Store // read-only until Write
	Calendar progress.Calendar
	Now      func() time.Time
	Rand     *rand.Rand // of what is drawn anew each time
	Seed     uint64     // of what stays the same all day
	Settings Settings

	Term *Term     // the conversation
	Out  io.Writer // results
	Err  io.Writer // talk

	Plain bool // no pictures: what they show is said in words
	ASCII bool // pictures of signs that every terminal has

	DataDir   string // need not exist yet
	Cache     deck.Cache
	Editor    string   // command line of the editor, with arguments; "" when none is set
	Stdin     *os.File // for the editor, which wants the terminal itself
	Stdout    *os.File
	Stderr    *os.File
	Builtin   []byte   // the text of the built-in bank
	BankFiles []string // --bank; when any, these are the whole bank
	Machine   string   // tells this machine from others, or ""
	Host      string   // what people call it, or ""

	// Child runs another program; while it does, ^C is its own affair.
	Child func(run func() error) error

	writing bool
	replay  *Bar // of a log that is being read; nil: none is
}

// Today returns the study day of this moment.
func (d *Desk) Today() progress.Day {
	return d.Calendar.Day(d.Now())
}

// DecksDir returns the folder of the learner's own decks.
func (d *Desk) DecksDir() string {
	return filepath.Join(d.DataDir, "decks")
}

func (d *Desk) database() string {
	return filepath.Join(d.DataDir, "progress.db")
}

// Read opens the log for looking only: nothing is created, and a log that is
// not there yet is an empty one. It waits that long for somebody who writes; 0
// means the usual moment.
func (d *Desk) Read(ctx context.Context, wait time.Duration) error {
	s, err := progress.Open(ctx, d.database(), progress.Options{ReadOnly: true, Wait: wait, Watch: d.watch(ctx)})
	if err != nil {
		return err
	}
	d.Store = s
	return nil
}

// ReadCopy opens a copy of a log that an older version wrote, brought up to
// date, where the log itself cannot be.
func (d *Desk) ReadCopy(ctx context.Context) error {
	s, err := progress.OpenCopy(ctx, d.database(), progress.Options{Watch: d.watch(ctx)})
	if err != nil {
		return err
	}
	d.Store = s
	return nil
}

// Write opens the log for recording, and makes the data folder when there is
// none. Only what is about to record something calls it.
func (d *Desk) Write(ctx context.Context) error {
	if d.writing {
		return nil
	}
	if err := d.makeFolder(d.DataDir); err != nil {
		return err
	}
	s, err := progress.Open(ctx, d.database(), progress.Options{Machine: d.Machine, Watch: d.watch(ctx)})
	if err != nil {
		return err
	}
	if s.Copied() {
		fmt.Fprintln(d.Err, "kuril: note: this data folder is a copy of another one; it is a device of its own from now on")
	}
	reader := d.Store
	d.Store, d.writing = s, true
	if reader == nil {
		return nil
	}
	return reader.Close()
}

// watch shows how far the replay of a long log has come.
func (d *Desk) watch(ctx context.Context) func(done, total int) error {
	return func(done, total int) error {
		if d.replay == nil {
			d.replay = d.Bar(ctx, "reading the log")
		}
		err := d.replay.To(done, total)
		if done >= total {
			d.endReplay()
		}
		return err
	}
}

// endReplay takes the bar of a replay away, which a signal may have ended.
func (d *Desk) endReplay() {
	if d.replay != nil {
		d.replay.Done()
		d.replay = nil
	}
}

// makeFolder makes a folder that only its owner can read.
func (d *Desk) makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		var where *os.PathError
		if errors.As(err, &where) {
			err = where.Err
		}
		return Fail("the folder %s cannot be made: %v", path, err).Hint("choose another data folder with --data DIR")
	}
	return nil
}

// Close closes the log.
func (d *Desk) Close() error {
	d.endReplay()
	if d.Store == nil {
		return nil
	}
	s := d.Store
	d.Store = nil
	return s.Close()
}

// say prints a sentence among the results: wrapped for somebody who looks at
// it, in one line for a program.
func (d *Desk) say(format string, args ...any) error {
	text := Clean(fmt.Sprintf(format, args...))
	if IsTerminal(d.Stdout) {
		text = strings.Join(Wrap(text, d.Term.Columns()), "\n")
	}
	_, err := fmt.Fprintln(d.Out, text)
	return err
}

// IsTerminal reports whether somebody looks at f.
func IsTerminal(f *os.File) bool {
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// Colour turns colour on or off everywhere.
func Colour(on bool) { color.NoColor = !on }

// Load reads the bank: the files that were named, or the built-in one and the
// learner's own decks. It is called again after a change to a file.
func (d *Desk) Load() error {
	var problems []deck.Problem
	var err error
	if len(d.BankFiles) > 0 {
		d.Bank, problems, err = d.Cache.LoadFiles(d.BankFiles)
	} else {
		d.Bank, problems, err = d.Cache.Load(d.Builtin, d.DecksDir())
	}
	d.Problems = slices.DeleteFunc(problems, func(p deck.Problem) bool { return p.Severity != deck.Error })
	return err
}

// tellLeftOut names what could not be read, beside the results.
func (d *Desk) tellLeftOut() {
	for _, p := range d.Problems {
		fmt.Fprintf(d.Err, "kuril: note: left out: %s\n", CleanLine(p.Error()))
	}
}
