package deck

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sort"
	"unicode/utf8"
)

// maxProblems is how many problems of one file are reported one by one.
const maxProblems = 100

// document is the text of a bank, taken apart but not yet inspected.
type document struct {
	file     string
	text     []byte // without a byte order mark
	lines    []int  // offsets of the first byte of each line
	tables   []*table
	tellings []*telling
	problems []Problem
	more     int // problems not kept, from the place of
	moreAt   int
}

// table is one [[question]] and where its parts stand, in bytes.
type table struct {
	q       *Question
	start   int // of "[["
	head    int // behind the line of "[[question]]"
	end     int // behind the last line that belongs to the table
	entries []entry
	unsound bool     // something is wrong with it
	torn    bool     // a part could not be read, so what is missing means nothing
	meant   []string // keys that an unknown one was likely meant to be
}

// entry is one key of a table.
type entry struct {
	key     string
	start   int   // of the key
	value   int   // of the value
	end     int   // behind the value
	texts   []int // of each text of the value, at its opening quote
	misread bool  // the value is of another type
}

func (t *table) entry(key string) *entry {
	for i := range t.entries {
		if t.entries[i].key == key {
			return &t.entries[i]
		}
	}
	return nil
}

// report notes a problem at an offset.
func (d *document) report(offset int, severity Severity, rule, message, hint string) {
	if len(d.problems) == maxProblems {
		if d.more++; d.more == 1 {
			d.moreAt = offset
		}
		return
	}
	line, col := d.position(offset)
	d.problems = append(d.problems, Problem{File: d.file, Line: line, Col: col, Rule: rule, Severity: severity, Message: message, Hint: hint})
}

func (d *document) sorted() []Problem {
	slices.SortStableFunc(d.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	if d.more > 0 {
		line, col := d.position(d.moreAt)
		d.problems = append(d.problems, Problem{
			File: d.file, Line: line, Col: col, Rule: "too-many", Severity: Error,
			Message: fmt.Sprintf("and %d more", d.more), Hint: "correct the ones above first, then check again",
		})
	}
	return d.problems
}

// position turns an offset into a line and a column, both from 1; the column
// counts characters.
func (d *document) position(offset int) (line, col int) {
	offset = min(offset, len(d.text))
	line = sort.SearchInts(d.lines, offset+1)
	return line, utf8.RuneCount(d.text[d.lines[line-1]:offset]) + 1
}

// lineEnd returns the offset behind the line that holds offset.
func (d *document) lineEnd(offset int) int {
	if i := bytes.IndexByte(d.text[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(d.text)
}

// inspect applies the rules to every table, and looks for ids used twice.
func (d *document) inspect() {
	first := map[string]*table{}
	for _, t := range d.tables {
		for _, f := range inspect(t.q, func(key string) bool { return t.entry(key) != nil }) {
			d.finding(t, f)
		}
		id := t.q.ID
		if id == "" {
			continue
		}
		other, taken := first[id]
		if !taken {
			first[id] = t
			continue
		}
		t.unsound = true
		d.report(t.entry("id").value, Error, "duplicate-id", fmt.Sprintf("the id %q is taken by the question at %s", clip(id), other.q.place()), "give one of the two another id")
	}
	d.inspectSections()
}

func (d *document) finding(t *table, f finding) {
	offset := t.start
	if e := t.entry(f.key); e != nil {
		if e.misread {
			return // said already
		}
		offset = e.start
		if len(e.texts) > 0 {
			offset = e.texts[min(max(f.index, 0), len(e.texts)-1)]
			if f.offset >= 0 {
				offset += rawOffset(d.text[offset:e.end], f.offset)
			}
		}
	} else if t.torn || slices.Contains(t.meant, f.key) {
		return // it may stand where the text could not be read, or misspelt
	}
	severity := Error
	if f.warning {
		severity = Warning
	} else {
		t.unsound = true
	}
	d.report(offset, severity, f.rule, f.message, f.hint)
}
