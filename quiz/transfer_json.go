package quiz

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"kuril/deck"
	"kuril/deck/anki"
	"kuril/progress"
)

// Our own format: what export writes comes back as it was. The file is read
// twice, so that a long log is never held: once to prove it, once to take it
// over.

// ownFormat is what a package of our own format says it is.
const ownFormat = "json"

// ownLog is the log in a file of our own format.
type ownLog struct {
	path    string
	remove  bool // it is a private copy
	foresee progress.Merged
}

// close removes the private copy.
func (l *ownLog) close() {
	if l != nil && l.remove {
		os.Remove(l.path)
	}
}

// nothing tells whether the log here has all of it.
func (l *ownLog) nothing() bool { return l == nil || l.foresee.New == 0 }

// events reads the log.
func (l *ownLog) events() progress.Events {
	return func(yield func(progress.Event, error) bool) {
		f, err := os.Open(l.path)
		if err != nil {
			yield(progress.Event{}, err)
			return
		}
		defer f.Close()
		stopped := errors.New("stopped")
		_, err = readOwn(f, nil, func(text json.RawMessage) error {
			e, err := progress.ParseEvent(text)
			if !yield(e, err) {
				return stopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, stopped) {
			yield(progress.Event{}, err)
		}
	}
}

// readOwn goes through a file of our own format and returns its version.
func readOwn(r io.Reader, question, event func(json.RawMessage) error) (version int, err error) {
	d := json.NewDecoder(r)
	want := func(delim json.Delim) error {
		if t, err := d.Token(); err != nil {
			return err
		} else if t != delim {
			return errNotOwn
		}
		return nil
	}
	if err := want('{'); err != nil {
		return 0, err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return version, err
		}
		each := question
		switch key {
		case "kuril":
			if err := d.Decode(&version); err != nil {
				return version, err
			}
			if version > jsonVersion {
				return version, nil
			}
			continue
		case "events":
			each = event
		case "questions":
		default:
			var left json.RawMessage
			if err := d.Decode(&left); err != nil {
				return version, err
			}
			continue
		}
		if version < 1 {
			return 0, errNotOwn
		}
		if err := want('['); err != nil {
			return version, err
		}
		for d.More() {
			var text json.RawMessage
			if err := d.Decode(&text); err != nil {
				return version, err
			}
			if each != nil {
				if err := each(text); err != nil {
					return version, err
				}
			}
		}
		if err := want(']'); err != nil {
			return version, err
		}
	}
	if err := want('}'); err != nil {
		return version, err
	}
	if _, err := d.Token(); err != io.EOF {
		return version, errNotOwn
	}
	return version, nil
}

var errNotOwn = errors.New("not of our own format")

// readOwnJSON proves the whole file and works out what becomes of it.
func readOwnJSON(ctx context.Context, t *transfer, bar *Bar) error {
	l := &ownLog{path: t.o.File}
	size := int64(1)
	if t.o.File == "-" {
		f, err := os.CreateTemp("", "kuril-import-*.json")
		if err != nil {
			return plain(os.TempDir(), err)
		}
		l.path, l.remove = f.Name(), true
		size, err = io.Copy(f, readUntil{ctx, t.Stdin})
		if err = errors.Join(err, f.Close()); err != nil {
			l.close()
			return Fail("standard input cannot be read: %v", err)
		}
	} else {
		info, err := os.Stat(l.path)
		switch {
		case errors.Is(err, os.ErrNotExist):
			return Fail("there is no file %s", l.path).Hint("look at the name, and at the folder you are in")
		case err != nil:
			return Fail("%s cannot be read: %v", l.path, err)
		case info.IsDir():
			return Fail("%s is a folder, not a file", l.path).Hint("name a file in it")
		case !info.Mode().IsRegular():
			return Fail("%s is not a regular file", l.path).Hint("cat %s | kuril import - --format json", l.path)
		}
		size = info.Size()
	}
	t.own = l // closed with the transfer, whatever follows
	f, err := os.Open(l.path)
	if err != nil {
		return Fail("%s cannot be read: %v", t.o.name(), err)
	}
	defer f.Close()
	t.pack = &anki.Package{Name: t.o.name(), Generation: ownFormat}
	var questions []*deck.Question
	seen := make(map[string]bool)
	events := 0
	latest := t.today + 366
	read := &counted{r: readUntil{ctx, f}}
	version, err := readOwn(read, func(text json.RawMessage) error {
		q, err := ownJSONQuestion(text)
		if err != nil {
			return Fail("%s: question %d: %v", t.o.name(), len(questions)+1, err).Hint("nothing was imported")
		}
		if seen[q.ID] {
			return Fail("%s: question %q is in it twice", t.o.name(), q.ID).Hint("nothing was imported; take one of the two out")
		}
		seen[q.ID] = true
		questions = append(questions, q)
		return nil
	}, func(text json.RawMessage) error {
		if events++; events%1024 == 0 {
			if err := bar.To(int(read.n*500/max(1, size)), 1000); err != nil {
				return err
			}
		}
		e, err := progress.ParseEvent(text)
		if err != nil {
			return Fail("%s: event %d is refused: %v", t.o.name(), events, err).Hint("nothing was imported")
		}
		if e.Day > latest {
			return Fail("%s: event %d is dated %s: one of the two clocks is wrong", t.o.name(), events, e.Day).Hint("nothing was imported; set the clock, or mend the file")
		}
		return nil
	})
	shown := (*Error)(nil)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &shown):
		return err
	case version > jsonVersion:
		return Fail("%s was written by a newer kuril (version %d, this one knows %d)", t.o.name(), version, jsonVersion).Hint("update kuril")
	case errors.Is(err, io.EOF) && read.n == 0:
		return Fail("%s is empty", t.o.name()).Hint("kuril export %s  writes one", "all.json")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return Fail("%s is cut off: it ends in the middle", t.o.name()).Hint("copy it once more, or export it anew; nothing was imported")
	case errors.Is(err, errNotOwn):
		return Fail("%s is JSON, but was not written by  kuril export", t.o.name()).Hint("kuril merge takes what  kuril log --json  prints; of other programs export .apkg or .csv")
	case err != nil:
		return Fail("%s is no JSON, or damaged: %v", t.o.name(), err).Hint("export it anew; nothing was imported")
	case version < 1:
		return Fail("%s is JSON, but was not written by  kuril export", t.o.name()).Hint("it would begin with  {\"kuril\":%d,", jsonVersion)
	}
	t.pack.Notes, t.pack.Rows = len(questions), events
	for _, q := range questions {
		t.pack.Cards += len(q.Cards())
		home, builtin := q.Deck, q.Deck == deck.Builtin
		if builtin {
			home = builtinInAnki
		}
		t.putOwn(q, home, builtin)
	}
	l.foresee, err = t.Store.Merge(ctx, l.events(), progress.MergeOptions{DryRun: true, Watch: func(done int) error {
		return bar.To(500+done*500/max(1, events), 1000)
	}})
	t.reviewsAdded += l.foresee.Answers
	t.reviewsKnown += l.foresee.Known + l.foresee.Other
	return err
}

// ownJSONQuestion reads a question and proves that it is sound.
func ownJSONQuestion(text json.RawMessage) (*deck.Question, error) {
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields() // what it does not know would be lost
	var j jsonQuestion
	if err := d.Decode(&j); err != nil {
		if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
			return nil, fmt.Errorf("%q cannot be a %s", wrong.Field, wrong.Value)
		}
		return nil, errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	q := j.question()
	for _, p := range deck.Check([]*deck.Question{q}) {
		if p.Severity == deck.Error {
			return nil, errors.New(p.Message)
		}
	}
	return q, nil
}

// mergeOwn takes the log of the file over.
func (t *transfer) mergeOwn(ctx context.Context, bar *Bar) error {
	if t.own.nothing() {
		return nil
	}
	_, err := t.Store.Merge(ctx, t.own.events(), progress.MergeOptions{Watch: func(done int) error {
		return bar.To(done, max(1, t.pack.Rows))
	}})
	return err
}

// counted counts what was read.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}
