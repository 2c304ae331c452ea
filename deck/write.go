package deck

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Append adds questions at the end of a bank, which is made when it is not
// there (file 0600, folder 0700). Every byte that stood there stays. A question
// that Check finds fault with, an id that the file already has, and a file
// with an error in it are refused, as a Problem.
func Append(path string, questions ...*Question) error {
	if len(questions) == 0 {
		return nil
	}
	return change(path, true, func(d *document) ([]edit, error) {
		var added strings.Builder
		for _, q := range questions {
			if err := d.free(q.ID); err != nil {
				return nil, err
			}
			if added.Len() > 0 || len(bytes.TrimSpace(d.text)) > 0 {
				added.WriteByte('\n')
			}
			added.WriteString(Format(q))
		}
		text := added.String()
		if len(d.text) > 0 && d.text[len(d.text)-1] != '\n' {
			text = "\n" + text
		}
		return []edit{{len(d.text), len(d.text), text}}, nil
	}, questions...)
}

// Replace puts q in the place of the question with that id. Only lines whose
// key has another value change; remarks stay. The id may change with it, and
// then changes in the sections too.
func Replace(path, id string, q *Question) error {
	return change(path, false, func(d *document) ([]edit, error) {
		t := d.table(id)
		if t == nil {
			return nil, noQuestion(path, id)
		}
		if q.ID != id {
			if err := d.free(q.ID); err != nil {
				return nil, err
			}
		}
		edits := d.rewrite(t, q)
		if q.ID != id {
			edits = append(edits, d.rename(id, q.ID)...)
		}
		return edits, nil
	}, q)
}

// Remove takes the lines of the question with that id out, and one empty line
// behind them. A remark above it stays. Sections lead there no longer.
func Remove(path, id string) error {
	return change(path, false, func(d *document) ([]edit, error) {
		t := d.table(id)
		if t == nil {
			return nil, noQuestion(path, id)
		}
		from, to := d.lineStart(t.start), t.end
		if next := d.lineEnd(to); to < len(d.text) && len(bytes.TrimSpace(d.text[to:next])) == 0 {
			to = next
		}
		return append(d.rename(id, ""), edit{from, to, ""}), nil
	})
}

func noQuestion(path, id string) error {
	return &FileError{Path: path, Message: fmt.Sprintf("there is no question %q in this file", id), Hint: "kuril list shows all ids"}
}

// free returns a Problem when a question of the file has that id.
func (d *document) free(id string) error {
	t := d.table(id)
	if t == nil {
		return nil
	}
	line, col := d.position(t.start)
	return Problem{
		File: d.file, Line: line, Col: col, Rule: "duplicate-id", Severity: Error,
		Message: fmt.Sprintf("the id %q is taken by this question", id), Hint: "choose another id",
	}
}

// edit puts text in the place of the bytes from..to.
type edit struct {
	from, to int
	text     string
}

// apply makes edits, which do not overlap, in a text.
func apply(text []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	newline := "\n"
	if i := bytes.IndexByte(text, '\n'); i > 0 && text[i-1] == '\r' {
		newline = "\r\n"
	}
	var out []byte
	from := 0
	for _, e := range edits {
		out = append(out, text[from:e.from]...)
		out = append(out, strings.ReplaceAll(e.text, "\n", newline)...)
		from = e.to
	}
	return append(out, text[from:]...)
}

// change reads a bank, makes the edits and writes it back whole, unless the
// bank would not be sound then. The questions are those that the edits put in.
func change(path string, create bool, edits func(*document) ([]edit, error), questions ...*Question) error {
	if p, broken := firstError(Check(questions)); broken {
		p.File, p.Line, p.Col = path, 0, 0 // it has no place there yet
		return p
	}
	target, err := followed(path)
	if err != nil {
		return fileError(path, "written", err)
	}
	dir := filepath.Dir(target)
	if create {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fileError(dir, "made", err)
		}
	}
	unlock := Lock(dir)
	defer unlock()
	text, err := ReadText(target)
	if err != nil && !(create && errors.Is(err, fs.ErrNotExist)) {
		return err
	}
	d := scan(path, text)
	d.inspect()
	if p, broken := firstError(d.sorted()); broken {
		return p
	}
	todo, err := edits(d)
	if err != nil {
		return err
	}
	after := append(text[:len(text)-len(d.text):len(text)-len(d.text)], apply(d.text, todo)...)
	if len(after) > MaxFile {
		return tooLarge(path)
	}
	if err := proven(path, after, questions); err != nil {
		return err
	}
	return WriteFile(path, after, 0o600)
}

// proven holds that a changed bank is sound and has the questions put in: a
// slip of this package must not cost the learner a deck.
func proven(path string, text []byte, questions []*Question) error {
	read, problems := Parse(path, text)
	if p, broken := firstError(problems); broken {
		return p
	}
	for _, q := range questions {
		i := slices.IndexFunc(read, func(r *Question) bool { return r.ID == q.ID })
		if i < 0 || Format(read[i]) != Format(q) {
			return &FileError{Path: path, Message: fmt.Sprintf("question %q cannot be written so that it reads the same again; nothing was changed", q.ID)}
		}
	}
	return nil
}

// rewrite returns the edits that turn a table into q.
func (d *document) rewrite(t *table, q *Question) []edit {
	var edits []edit
	at := t.head // where a new line goes: behind that of the key before it
	for _, key := range keys {
		before, had := field(t.q, key)
		after, has := field(q, key)
		e := t.entry(key)
		switch {
		case e == nil && has:
			edits = append(edits, d.line(t, at, key+" = "+after))
		case e != nil && !has && had:
			edits = append(edits, edit{d.lineStart(e.start), d.lineEnd(e.end), ""})
		case e != nil && has && (before != after || !had):
			edits = append(edits, edit{e.value, e.end, after})
		}
		if e != nil {
			at = d.lineEnd(e.end)
		}
	}
	return edits
}

// line returns the edit that puts a line into a table, indented as the first
// one is.
func (d *document) line(t *table, at int, text string) edit {
	if len(t.entries) > 0 {
		first := t.entries[0].start
		text = string(d.text[d.lineStart(first):first]) + text
	}
	if d.text[at-1] != '\n' { // the file ends without one
		return edit{at, at, "\n" + text}
	}
	return edit{at, at, text + "\n"}
}

func (d *document) table(id string) *table {
	for _, t := range d.tables {
		if t.q.ID == id {
			return t
		}
	}
	return nil
}

func (d *document) lineStart(offset int) int {
	return bytes.LastIndexByte(d.text[:offset], '\n') + 1
}
