package deck

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Advice is what could be better in a bank that is sound: no more than that, and
// told only when asked for.
const Advice Severity = "advice"

// Source is the text of a bank with its questions: for those who look at how
// it is written, and change that.
type Source struct {
	// Questions are the sound ones, in the order of the file.
	Questions []*Question
	// Problems are those that Parse reports.
	Problems []Problem

	whole  []byte // with a byte order mark
	doc    *document
	tables map[*Question]*table
}

// ReadSource takes a text apart as Parse does.
func ReadSource(file string, text []byte) *Source {
	d := scan(file, text)
	s := &Source{whole: text, doc: d, tables: make(map[*Question]*table, len(d.tables))}
	s.Questions, s.Problems = d.result()
	for _, t := range d.tables {
		s.tables[t.q] = t
	}
	return s
}

// File is the name under which the text was read.
func (s *Source) File() string { return s.doc.file }

// Of tells whether a question stands in this text.
func (s *Source) Of(q *Question) bool { return s.tables[q] != nil }

// Place returns the line and the column, from 1, of a byte of a text: index
// says which of a list, offset which byte of its value (-1: its quote). Without
// the key it is the place of the question.
func (s *Source) Place(q *Question, key string, index, offset int) (line, col int) {
	t := s.tables[q]
	if t == nil {
		return 0, 0
	}
	e := t.entry(key)
	if e == nil {
		return s.doc.position(t.start)
	}
	at := e.start
	if len(e.texts) > 0 {
		at = e.texts[min(max(index, 0), len(e.texts)-1)]
		if offset >= 0 {
			at += rawOffset(s.doc.text[at:e.end], offset)
		}
	}
	return s.doc.position(at)
}

// Remark is a line of the file that is a remark and nothing else.
type Remark struct {
	Line, Col int
	Text      string    // behind the number sign, without blanks around it
	Question  *Question // that it stands above or in; nil behind the last one
	Head      bool      // it stands above everything else in the file
}

// Remarks returns all remarks that have a line of their own, in order. What
// looks like one within a text of several lines is none.
func (s *Source) Remarks() []Remark {
	d := s.doc
	var spans [][2]int // of values, in order
	for _, t := range d.tables {
		for _, e := range t.entries {
			spans = append(spans, [2]int{e.start, e.end})
		}
	}
	for _, t := range d.tellings {
		for _, e := range t.entries {
			spans = append(spans, [2]int{e.start, e.end})
		}
	}
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	var all []Remark
	span, next := 0, 0
	head := true
	for i, start := range d.lines {
		end := len(d.text)
		if i+1 < len(d.lines) {
			end = d.lines[i+1]
		}
		line := d.text[start:end]
		text := bytes.TrimLeft(line, " \t")
		at := start + len(line) - len(text)
		for span < len(spans) && spans[span][1] <= at {
			span++
		}
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		if text[0] != '#' {
			head = false
			continue
		}
		if span < len(spans) && spans[span][0] < at {
			continue // within a text, or between the entries of a list
		}
		for next < len(d.tables) && d.tables[next].end <= at {
			next++
		}
		_, col := d.position(at)
		r := Remark{Line: i + 1, Col: col, Text: strings.TrimSpace(strings.TrimLeft(string(text), "#")), Head: head}
		if next < len(d.tables) && !s.telling(at, d.tables[next].start) {
			r.Question = d.tables[next].q
		}
		all = append(all, r)
	}
	return all
}

// telling tells whether a section begins between two offsets, so that a remark
// at the first does not belong to the question at the second.
func (s *Source) telling(from, to int) bool {
	all := s.doc.tellings
	i := sort.Search(len(all), func(i int) bool { return all[i].start > from })
	return i < len(all) && all[i].start < to
}

// Unnumbered returns where, in the prompt of a cloze, gaps begin whose numbers
// are not written out.
func Unnumbered(q *Question) []int {
	if q.Kind != Cloze {
		return nil
	}
	gaps, _ := parseGaps(q.Prompt)
	var at []int
	for _, g := range gaps {
		if !g.byHand {
			at = append(at, g.start)
		}
	}
	return at
}

// Change is a small change of one text of a question: the bytes From to To of
// its value become Text. With Drop the whole key goes.
type Change struct {
	Question *Question
	Key      string
	Index    int // of a list
	From, To int
	Text     string
	Drop     bool
}

// errChange is a change that cannot be written where its text stands.
var errChange = errors.New("this cannot be written between the quotes that are there")

// Changed returns the text with the changes made, every other byte as it was.
// A change that cannot be written as the text is quoted is left out, and so is
// one that overlaps another. The error is one of this package: the text would
// not read back as it should.
func (s *Source) Changed(changes []Change) ([]byte, error) {
	d := s.doc
	var edits []edit
	wanted := map[*Question]*Question{}
	taken := map[int]bool{}
	for _, c := range changes {
		t := s.tables[c.Question]
		if t == nil {
			continue
		}
		made, err := d.changeOne(t, c)
		if err != nil || taken[made.from] {
			continue
		}
		q := wanted[c.Question]
		if q == nil {
			q = clone(c.Question)
			wanted[c.Question] = q
		}
		taken[made.from] = true
		edits = append(edits, made)
	}
	if len(edits) == 0 {
		return s.whole, nil
	}
	// From the last one on, so that offsets into a value stay true.
	for i := len(changes) - 1; i >= 0; i-- {
		c := changes[i]
		t := s.tables[c.Question]
		if t == nil {
			continue
		}
		if _, err := d.changeOne(t, c); err == nil {
			c.in(wanted[c.Question])
		}
	}
	after := append(bytes.Clone(s.whole[:len(s.whole)-len(d.text)]), apply(d.text, edits)...)
	return after, s.same(after, wanted)
}

// same holds that a changed text has the same questions but for those wanted.
func (s *Source) same(text []byte, wanted map[*Question]*Question) error {
	read, problems := Parse(s.doc.file, text)
	failed := &FileError{Path: s.doc.file, Message: "this cannot be mended without changing what it means; nothing was changed"}
	if len(read) != len(s.Questions) {
		if p, broken := firstError(problems); broken {
			return p
		}
		return failed
	}
	for i, q := range s.Questions {
		if w := wanted[q]; w != nil {
			q = w
		}
		if Format(read[i]) != Format(q) {
			return failed
		}
	}
	return nil
}

// changeOne returns the edit that makes a change.
func (d *document) changeOne(t *table, c Change) (edit, error) {
	e := t.entry(c.Key)
	if e == nil || e.misread {
		return edit{}, fmt.Errorf("no %s", c.Key)
	}
	if c.Drop {
		return edit{d.lineStart(e.start), d.lineEnd(e.end), ""}, nil
	}
	if c.Index < 0 || c.Index >= len(e.texts) {
		return edit{}, fmt.Errorf("no text %d in %s", c.Index, c.Key)
	}
	raw := d.text[e.texts[c.Index]:e.end]
	at := textOffsets(raw)
	if c.From < 0 || c.To < c.From || c.To >= len(at) {
		return edit{}, fmt.Errorf("no bytes %d to %d in %s", c.From, c.To, c.Key)
	}
	text := c.Text
	if raw[0] == '"' {
		text = strings.TrimSuffix(quote(text)[1:], `"`)
	} else if strings.ContainsAny(text, "'\n") || quote(text) != `"`+text+`"` {
		return edit{}, errChange
	}
	start := e.texts[c.Index]
	return edit{start + at[c.From], start + at[c.To], text}, nil
}

// in makes the change in a question.
func (c Change) in(q *Question) {
	one := map[string]*string{"prompt": &q.Prompt, "hint": &q.Hint, "why": &q.Why, "group": &q.Group, "unit": &q.Unit, "from": &q.From}[c.Key]
	if one == nil {
		list := map[string][]string{"answers": q.Answers, "wrong": q.Wrong, "items": q.Items, "source": q.Sources, "tags": q.Tags}[c.Key]
		if c.Index >= len(list) {
			return
		}
		one = &list[c.Index]
	}
	if c.Drop {
		*one = ""
		return
	}
	*one = (*one)[:c.From] + c.Text + (*one)[c.To:]
}

func clone(q *Question) *Question {
	c := *q
	for _, list := range []*[]string{&c.Answers, &c.Wrong, &c.Items, &c.Sources, &c.Tags} {
		*list = slices.Clone(*list)
	}
	return &c
}
