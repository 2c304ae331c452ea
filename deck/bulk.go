package deck

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// A FileChange is what is to become of one bank: questions that take the place
// of those with their ids, and new ones behind all others.
type FileChange struct {
	Path         string
	Replace, Add []*Question
}

// ChangeAll changes banks of one folder, all or none: every new text is proven and
// written beside its file, then finish runs, and when that fails all are as they
// were. Only then do the new texts take their places: whoever is killed meanwhile
// has finished and not changed, and the same change can be made again. A bank that
// is not there is made.
func ChangeAll(dir string, changes []FileChange, finish func() error) (err error) {
	if len(changes) == 0 {
		return finish()
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fileError(dir, "made", err)
	}
	unlock := Lock(dir)
	defer unlock()
	type rewritten struct {
		before  []byte
		existed bool
		staged
	}
	texts := make([]rewritten, len(changes))
	defer func() {
		for i := range texts {
			texts[i].drop()
		}
	}()
	for i, c := range changes {
		r := &texts[i]
		r.before, err = ReadText(c.Path)
		r.existed = err == nil
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		after, err := c.apply(r.before)
		if err != nil {
			return err
		}
		if r.staged, err = stage(c.Path, after, 0o600); err != nil {
			return err
		}
	}
	if err := finish(); err != nil {
		return err
	}
	for done := range texts {
		if err = texts[done].put(); err == nil {
			continue
		}
		for i, r := range texts[:done] {
			if !r.existed {
				err = errors.Join(err, os.Remove(changes[i].Path))
			} else {
				err = errors.Join(err, WriteFile(changes[i].Path, r.before, 0o600))
			}
		}
		return err
	}
	return nil
}

// apply returns the text of a bank after the change.
func (c FileChange) apply(text []byte) ([]byte, error) {
	d := scan(c.Path, text)
	d.inspect()
	if p, broken := firstError(d.sorted()); broken {
		return nil, p
	}
	tables := make(map[string]*table, len(d.tables))
	for _, t := range d.tables {
		tables[t.q.ID] = t
	}
	var edits []edit
	for _, q := range c.Replace {
		t := tables[q.ID]
		if t == nil {
			return nil, noQuestion(c.Path, q.ID)
		}
		edits = append(edits, d.rewrite(t, q)...)
	}
	var added strings.Builder
	if n := len(d.text); n > 0 && d.text[n-1] != '\n' {
		added.WriteByte('\n')
	}
	for _, q := range c.Add {
		if tables[q.ID] != nil {
			return nil, d.free(q.ID)
		}
		if added.Len() > 0 || len(bytes.TrimSpace(d.text)) > 0 {
			added.WriteByte('\n')
		}
		added.WriteString(Format(q))
	}
	edits = append(edits, edit{len(d.text), len(d.text), added.String()})
	after := append(bytes.Clone(text[:len(text)-len(d.text)]), apply(d.text, edits)...)
	if len(after) > MaxFile {
		return nil, tooLarge(c.Path)
	}
	return after, c.proven(after)
}

// proven holds that the changed bank is sound and has the questions put in.
func (c FileChange) proven(text []byte) error {
	read, problems := Parse(c.Path, text)
	if p, broken := firstError(problems); broken {
		return p
	}
	byID := make(map[string]*Question, len(read))
	for _, q := range read {
		byID[q.ID] = q
	}
	for _, list := range [][]*Question{c.Replace, c.Add} {
		for _, q := range list {
			if r := byID[q.ID]; r == nil || Format(r) != Format(q) {
				return &FileError{Path: c.Path, Message: fmt.Sprintf("question %q cannot be written so that it reads the same again; nothing was changed", q.ID)}
			}
		}
	}
	return nil
}
