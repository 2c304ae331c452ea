package quiz

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kuril/progress"
)

// MergeOptions say what Merge is to do.
type MergeOptions struct {
	File    string // a copied log or an exported one; "-" is stdin
	DryRun  bool   // tell, and change nothing
	JSON    bool
	Another bool // also when it is another learner's
}

// Merge adds to the log what another device's has: the union, so that the order
// of merges does not matter and one that is repeated changes nothing.
func Merge(ctx context.Context, d *Desk, o MergeOptions) error {
	source, total, done, err := d.elsewhere(ctx, o)
	if err != nil {
		return err
	}
	defer done()
	if !o.DryRun {
		if err := d.Write(ctx); err != nil {
			return err
		}
		if err := d.BackUpBefore(ctx, "merge"); err != nil {
			return err
		}
	}
	name := "a log"
	if o.File != "-" {
		name = filepath.Base(o.File)
	}
	bar := d.Bar(ctx, "merging "+Clip(CleanLine(name), 30))
	defer bar.Done()
	m, err := d.Store.Merge(ctx, source, progress.MergeOptions{DryRun: o.DryRun, Watch: func(read int) error {
		return bar.To(total(read))
	}})
	bar.Done()
	if ctx.Err() != nil {
		d.tell("Stopped. %s merged so far; the same command goes on from here.", Count(m.New, "event"))
		return ctx.Err()
	}
	if err != nil {
		if m.New > 0 && !o.DryRun {
			fmt.Fprintf(d.Err, "kuril: note: %s merged before that\n", Count(m.New, "event"))
		}
		return err
	}
	if m.New+m.Known+m.Other == 0 && len(m.Refused) > 0 {
		e := Fail("%s holds nothing that can be merged: %s", CleanLine(o.File), refusals(m))
		if m.Refused["not an event"] == summed(m.Refused) {
			e = e.Hint("it wants a copy of progress.db, or what  kuril log --json  prints")
		}
		return e
	}
	d.tellRefused(name, m)
	if o.JSON {
		return printJSON(d.Out, mergedJSON{
			New: m.New, Answers: m.Answers, Known: m.Known, Differing: m.Other, Twice: m.Twice, Cards: m.Cards,
			Devices: m.Devices, Refused: m.Refused, DryRun: o.DryRun,
		})
	}
	return d.say("%s", mergedText(CleanLine(name), m, o.DryRun))
}

type mergedJSON struct {
	New       int            `json:"new"`
	Answers   int            `json:"answers"`
	Known     int            `json:"known"`
	Differing int            `json:"differing"`
	Twice     int            `json:"numbered_twice"`
	Cards     int            `json:"cards"`
	Devices   map[string]int `json:"devices"`
	Refused   map[string]int `json:"refused"`
	DryRun    bool           `json:"dry_run"`
}

// mergedText tells in a sentence what came of a merge.
func mergedText(name string, m progress.Merged, dry bool) string {
	if m.New == 0 {
		return fmt.Sprintf("%s: nothing new, %s known.", name, Count(m.Known+m.Other, "event"))
	}
	text := fmt.Sprintf("%s: %s new%s", name, Count(m.New, "event"), answersAmong(m))
	if m.Known+m.Other > 0 {
		text += fmt.Sprintf(", %d known", m.Known+m.Other)
	}
	if dry {
		return text + ". Nothing was changed."
	}
	if m.Cards > 0 {
		text += fmt.Sprintf("; %s changed", Count(m.Cards, "card"))
	}
	return text + "."
}

// answersAmong says how many of the new events are answers, if any.
func answersAmong(m progress.Merged) string {
	if m.Answers == 0 {
		return ""
	}
	return " (" + Count(m.Answers, "answer") + ")"
}

// tellRefused says what was not taken over, beside the results.
func (d *Desk) tellRefused(name string, m progress.Merged) {
	if len(m.Refused) > 0 {
		fmt.Fprintf(d.Err, "kuril: note: %s left out of %s: %s\n", Count(summed(m.Refused), "event"), CleanLine(name), refusals(m))
	}
	if m.Other > 0 {
		fmt.Fprintf(d.Err, "kuril: note: %s here and in %s say different things; what stands here stays\n", Count(m.Other, "event"), CleanLine(name))
	}
	if m.Twice > 0 {
		fmt.Fprintf(d.Err, "kuril: note: a data folder was copied and went two ways: %s kept beside others of the same number\n", Count(m.Twice, "event"))
	}
}

// refusals lists why something was left out, most often first.
func refusals(m progress.Merged) string {
	reasons := slices.Collect(maps.Keys(m.Refused))
	slices.SortFunc(reasons, func(a, b string) int {
		if n := m.Refused[b] - m.Refused[a]; n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	var parts []string
	for _, reason := range reasons {
		part := reason
		if n := m.Refused[reason]; n > 1 {
			part = fmt.Sprintf("%d times %s", n, reason)
		}
		parts = append(parts, part)
	}
	text := strings.Join(parts, ", ")
	if m.First != nil && m.First.Line > 0 {
		text += fmt.Sprintf(" (first in line %d)", m.First.Line)
	}
	return text
}

func summed(counts map[string]int) int {
	n := 0
	for _, k := range counts {
		n += k
	}
	return n
}

// elsewhere opens what is to be merged. total turns how many events were read
// into how far that is.
func (d *Desk) elsewhere(ctx context.Context, o MergeOptions) (source progress.Events, total func(read int) (int, int), done func(), err error) {
	if o.File == "-" {
		return d.linesOf(d.Stdin, "stdin", 0)
	}
	info, err := os.Stat(o.File)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil, nil, Fail("there is no file %s", CleanLine(o.File)).Hint("kuril merge wants a copy of progress.db, or a file made with  kuril log --json > FILE")
		}
		return nil, nil, nil, unreadableLog(o.File, err)
	}
	switch {
	case info.IsDir():
		e := Fail("%s is a folder, not a log", CleanLine(o.File))
		if _, err := os.Stat(filepath.Join(o.File, "progress.db")); err == nil {
			return nil, nil, nil, e.Hint("kuril merge %s", filepath.Join(o.File, "progress.db"))
		}
		return nil, nil, nil, e.Hint("to share a folder between devices:  kuril sync %s", CleanLine(o.File))
	case !info.Mode().IsRegular():
		return nil, nil, nil, Fail("%s is no regular file", CleanLine(o.File)).Hint("a pipe is read with  kuril merge -")
	case info.Size() == 0:
		return nil, nil, nil, Fail("%s is empty", CleanLine(o.File)).Hint("copy it again: there is nothing in it")
	}
	if ours, err := os.Stat(d.database()); err == nil && os.SameFile(ours, info) {
		return nil, nil, nil, Fail("%s is the log of this very data folder", CleanLine(o.File)).Hint("kuril merge wants another device's")
	}
	f, err := os.Open(o.File)
	if err != nil {
		return nil, nil, nil, unreadableLog(o.File, err)
	}
	head := make([]byte, 16)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		f.Close()
		return nil, nil, nil, unreadableLog(o.File, err)
	}
	if !bytes.HasPrefix(head[:n], []byte("SQLite format 3")) {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			f.Close()
			return nil, nil, nil, unreadableLog(o.File, err)
		}
		return d.linesOf(f, o.File, info.Size())
	}
	f.Close()
	s, err := progress.OpenElsewhere(ctx, o.File, progress.Options{})
	if err != nil {
		return nil, nil, nil, err
	}
	if err := d.sameLearner(ctx, s, o); err != nil {
		s.Close()
		return nil, nil, nil, err
	}
	all := s.Events()
	return s.Rows(ctx), func(read int) (int, int) { return min(read, all), all }, func() { s.Close() }, nil
}

// linesOf reads a log of lines; it is refused at once when its beginning shows
// that it is something else.
func (d *Desk) linesOf(r io.ReadCloser, name string, size int64) (progress.Events, func(int) (int, int), func(), error) {
	counted := &counter{r: r}
	in := bufio.NewReaderSize(counted, 64<<10)
	head, err := in.Peek(512)
	fail := func(e error) (progress.Events, func(int) (int, int), func(), error) {
		r.Close()
		return nil, nil, nil, e
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return fail(unreadableLog(name, err))
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	hint := "it wants a copy of progress.db, or what  kuril log --json  prints"
	switch {
	case len(head) == 0:
		return fail(Fail("%s is empty", CleanLine(name)).Hint("%s", hint))
	case bytes.HasPrefix(head, []byte("SQLite format 3")):
		return fail(Fail("a progress.db cannot be read from a pipe").Hint("save it as a file, and  kuril merge FILE"))
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return fail(Fail("%s is written in UTF-16, not UTF-8", CleanLine(name)).Hint("in PowerShell:  kuril log --json | Out-File -Encoding utf8 log.jsonl"))
	case len(text) > 0 && text[0] != '{':
		return fail(Fail("%s is no log of kuril", CleanLine(name)).Hint("%s", hint))
	}
	total := func(int) (int, int) {
		if size == 0 {
			return 0, 0
		}
		return int(counted.n >> 10), int(size >> 10)
	}
	return progress.Lines(in), total, func() { r.Close() }, nil
}

// counter knows how much was read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

func unreadableLog(name string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return Fail("%s cannot be read: %v", CleanLine(name), err).Hint("look at who may read it:  ls -l %s", CleanLine(name))
}

// sameLearner refuses another learner's log, and takes over the name of a
// learner where ours has none yet.
func (d *Desk) sameLearner(ctx context.Context, s *progress.Store, o MergeOptions) error {
	theirs, _, err := s.Learner(ctx)
	if err != nil || theirs == "" {
		return err
	}
	ours, also, err := d.Store.Learner(ctx)
	if err != nil {
		return err
	}
	if ours != "" && theirs != ours && !slices.Contains(also, theirs) && !o.Another {
		return anotherLearner(CleanLine(o.File), "merge")
	}
	if o.DryRun || ours == theirs || slices.Contains(also, theirs) {
		return nil
	}
	if err := d.Write(ctx); err != nil {
		return err
	}
	_, err = d.Store.BelongTo(ctx, theirs)
	return err
}

func anotherLearner(name, command string) error {
	return Fail("%s is another learner's log, and two logs that were merged cannot be told apart again", name).
		Hint("if both are yours:  kuril %s --another-learner …", command)
}
