package deck

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Section is one [[section]] table of a bank: text to be read before its
// questions are asked, and what connects them.
type Section struct {
	Chapter string // the heading above; sections of one chapter follow each other
	Title   string
	Text    string // paragraphs with empty lines between them, or nothing
	Facts   []Fact // told one by one, in this order
	// Questions are the ids of further questions it leads to, in this order;
	// Tag means all those with the tag that no section names.
	Questions []string
	Tag       string

	// Where the section stands; not part of its text.
	Deck string
	File string
	Line int
}

// Fact is one [[section.fact]] table: a fact told in a sentence or two, and the
// ids of the questions that ask for it, if any do.
type Fact struct {
	Text      string
	Questions []string
}

// The limits of what is read.
const (
	MaxSections  = 10_000 // tables of one file, facts included
	MaxTitle     = 100    // signs, of titles and chapters
	MaxParagraph = 1_000  // signs
)

// sectionKeys are the keys of [[section]], factKeys those of [[section.fact]],
// in the order they are written.
var (
	sectionKeys = []string{"chapter", "title", "text", "questions", "tag"}
	factKeys    = []string{"text", "questions"}
)

// telling is one [[section]] or [[section.fact]] and where its parts stand.
type telling struct {
	s       *Section
	fact    int // the index in s.Facts, or -1
	start   int // of "[["
	entries []entry
	unsound bool
	torn    bool
}

func (t *telling) entry(key string) *entry {
	for i := range t.entries {
		if t.entries[i].key == key {
			return &t.entries[i]
		}
	}
	return nil
}

func (t *telling) keys() []string {
	if t.fact >= 0 {
		return factKeys
	}
	return sectionKeys
}

// name is how a message speaks of it.
func (t *telling) name() string {
	section := "this section"
	if t.s.Title != "" {
		section = fmt.Sprintf("section %q", clip(t.s.Title))
	}
	if t.fact >= 0 {
		return "a fact of " + section
	}
	return section
}

// texts are the ids of questions that the table names.
func (t *telling) ids() []string {
	if t.fact >= 0 {
		return t.s.Facts[t.fact].Questions
	}
	return t.s.Questions
}

// section begins a [[section]], or a [[section.fact]] of the one above. It
// reports false when the table is neither.
func (s *scanner) section(name string, start int) bool {
	line, _ := s.position(start)
	switch name {
	case "section":
		t := &telling{s: &Section{Deck: s.deck, File: s.file, Line: line}, fact: -1, start: start}
		s.telling, s.tellings = t, append(s.tellings, t)
		return true
	case "section.fact":
		if len(s.tellings) == 0 {
			s.report(start, Error, "unknown-table", "a fact stands here before any section", "put a line   [[section]]   with a title above it")
			s.foreign = true
			return true
		}
		owner := s.tellings[len(s.tellings)-1].s
		owner.Facts = append(owner.Facts, Fact{})
		s.telling = &telling{s: owner, fact: len(owner.Facts) - 1, start: start}
		s.tellings = append(s.tellings, s.telling)
		return true
	}
	return false
}

// sectionKey reads one key of the section or fact that has begun.
func (s *scanner) sectionKey(e entry, parts int, n *unstable.Node) {
	t := s.telling
	if parts > 1 || !slices.Contains(t.keys(), e.key) {
		t.unsound = true
		hint := "the keys are " + strings.Join(t.keys(), ", ")
		if near := nearest(e.key, t.keys()); near != "" && parts == 1 {
			hint = fmt.Sprintf("did you mean %s?", near)
			t.torn = true
		}
		s.report(e.start, Error, "unknown-key", fmt.Sprintf("%s has the unknown key %q", t.name(), clip(e.key)), hint)
		return
	}
	if other := t.entry(e.key); other != nil {
		t.unsound = true
		line, _ := s.position(other.start)
		s.report(e.start, Error, "duplicate-key", fmt.Sprintf("%s has %s twice, here and on line %d", t.name(), e.key, line), "leave one of the two")
		return
	}
	want, got := s.sectionValue(t, &e, n)
	if want != "" {
		e.misread, t.unsound = true, true
		at := e.value
		if got.Raw.Length > 0 {
			at = s.base + int(got.Raw.Offset)
		}
		hint := fmt.Sprintf(`write   %s = "…"`, e.key)
		if e.key == "questions" {
			hint = `write   questions = ["…", "…"]   with the ids of questions`
		}
		s.report(at, Error, "wrong-type", fmt.Sprintf("%s has %s in %s, where %s wanted", t.name(), typeName(got), e.key, want), hint)
	}
	t.entries = append(t.entries, e)
}

// sectionValue puts a value where it belongs, as value does for a question.
func (s *scanner) sectionValue(t *telling, e *entry, n *unstable.Node) (want string, got *unstable.Node) {
	if e.key == "questions" {
		if t.fact >= 0 {
			return s.texts(&t.s.Facts[t.fact].Questions, e, n)
		}
		return s.texts(&t.s.Questions, e, n)
	}
	if n.Kind != unstable.String {
		return "a text is", n
	}
	e.texts = []int{e.value}
	text := textOf(n)
	switch {
	case t.fact >= 0:
		t.s.Facts[t.fact].Text = strings.TrimSpace(text)
	case e.key == "chapter":
		t.s.Chapter = strings.TrimSpace(text)
	case e.key == "title":
		t.s.Title = strings.TrimSpace(text)
	case e.key == "text":
		t.s.Text = strings.TrimSpace(text)
	case e.key == "tag":
		t.s.Tag = strings.TrimSpace(text)
	}
	return "", nil
}

// inspectSections applies the rules to every section. What one names wrongly is
// a warning: a question may be taken out of a deck without its text falling
// away.
func (d *document) inspectSections() {
	known, tags := map[string]bool{}, map[string]bool{}
	if len(d.tellings) == 0 {
		return
	}
	for _, t := range d.tables {
		known[t.q.ID] = true
		for _, tag := range t.q.Tags {
			tags[tag] = true
		}
	}
	first := map[string]*telling{}
	leads := map[*Section]bool{} // to a question
	for _, t := range d.tellings {
		d.inspectTexts(t)
		if len(t.ids()) > 0 || t.s.Tag != "" {
			leads[t.s] = true
		}
		e := t.entry("questions")
		if e == nil || e.misread {
			continue
		}
		for i, id := range t.ids() {
			other, taken := first[id]
			switch {
			case !known[id]:
				hint := "take it out, or write the id of a question of this file"
				if near := d.nearestID(id); near != "" {
					hint = fmt.Sprintf("did you mean %s?", near)
				}
				d.report(e.texts[i], Warning, "unknown-question", fmt.Sprintf("%s leads to %q, which is no question of this file", t.name(), clip(id)), hint)
			case taken:
				line, _ := d.position(other.start)
				d.report(e.texts[i], Warning, "told-twice", fmt.Sprintf("%s leads to %q, and so does the text on line %d", t.name(), clip(id), line), "leave it in one of the two; it is shown at the first")
			default:
				first[id] = t
			}
		}
	}
	for _, t := range d.tellings {
		switch e := t.entry("tag"); {
		case t.fact >= 0:
		case e != nil && t.s.Tag != "" && !tags[t.s.Tag]:
			d.report(e.value, Warning, "unknown-tag", fmt.Sprintf("%s leads to the tag %q, which no question of this file has", t.name(), clip(t.s.Tag)), "look at the tags of the questions")
		case !leads[t.s] && !t.torn && !t.unsound:
			d.report(t.start, Warning, "empty-section", t.name()+" leads to no question", `add a line such as   questions = ["…"]   or   tag = "…"`)
		}
	}
}

// nearestID returns the id of the file that was likely meant, or "".
func (d *document) nearestID(id string) string {
	if len(d.problems) == maxProblems {
		return "" // nobody will read it, and it takes long to compare
	}
	ids := make([]string, len(d.tables))
	for i, t := range d.tables {
		ids[i] = t.q.ID
	}
	return nearest(id, ids)
}

// inspectTexts applies the rules for the texts of one section or fact.
func (d *document) inspectTexts(t *telling) {
	add := func(rule string, at int, severity Severity, message, hint string) {
		t.unsound = t.unsound || severity == Error
		d.report(at, severity, rule, t.name()+" "+message, hint)
	}
	needed := map[bool]string{true: "text", false: "title"}[t.fact >= 0]
	if t.entry(needed) == nil && !t.torn {
		add("missing-key", t.start, Error, "has no "+needed, fmt.Sprintf(`add a line such as   %s = "…"`, needed))
	}
	for i := range t.entries {
		e := &t.entries[i]
		if e.misread || e.key == "questions" {
			continue
		}
		text := map[string]string{"chapter": t.s.Chapter, "title": t.s.Title, "text": t.s.Text, "tag": t.s.Tag}[e.key]
		if t.fact >= 0 {
			text = t.s.Facts[t.fact].Text
		}
		if blank(text) {
			add("empty-value", e.start, Error, "has an empty "+e.key, fmt.Sprintf("write a text between the quotes, or take the line with %s out", e.key))
		}
		for _, r := range text {
			if forbidden(r) || r == '\n' && e.key != "text" {
				add("control-character", e.value, Error, fmt.Sprintf("has the control character %s in %s", signName(r), e.key), "take that sign out; it would act on the terminal, or on the text around it")
				break
			}
		}
		most, what := MaxTitle, "the "+e.key
		if e.key == "text" {
			most, what = MaxParagraph, "a paragraph"
		}
		for part := range strings.SplitSeq(text, "\n\n") {
			if n := utf8.RuneCountInString(part); n > most {
				add("long-text", e.value, Warning, fmt.Sprintf("has %d signs in %s; more than %d are hard to read", n, what, most), "say it shorter, or in two parts")
				break
			}
		}
	}
}

// sections returns what is sound.
func (d *document) sections() []*Section {
	unsound := map[*Section]bool{}
	for _, t := range d.tellings {
		unsound[t.s] = unsound[t.s] || t.unsound
	}
	var list []*Section
	for _, t := range d.tellings {
		if t.fact < 0 && !unsound[t.s] {
			list = append(list, t.s)
		}
	}
	return list
}

// ParseSections reads the sections of a bank. What is wrong with them is among
// the problems that Parse returns; of those with an error none is returned.
func ParseSections(file string, text []byte) []*Section {
	d := scan(file, text)
	d.inspect()
	return d.sections()
}

// FormatSection returns the section as [[section]] and [[section.fact]] tables.
// ParseSections reads them back as they were.
func FormatSection(s *Section) string {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s = %s\n", key, written(value))
		}
	}
	ids := func(texts []string) {
		if value, ok := list("questions", texts); ok {
			fmt.Fprintf(&b, "questions = %s\n", value)
		}
	}
	b.WriteString("[[section]]\n")
	line("chapter", s.Chapter)
	line("title", s.Title)
	line("text", s.Text)
	ids(s.Questions)
	line("tag", s.Tag)
	for _, f := range s.Facts {
		b.WriteString("\n[[section.fact]]\n")
		line("text", f.Text)
		ids(f.Questions)
	}
	return b.String()
}

// rename returns the edits that put another id in the place of one in all
// sections, or take it out when the other is empty.
func (d *document) rename(id, other string) []edit {
	var edits []edit
	for _, t := range d.tellings {
		e := t.entry("questions")
		if e == nil || !slices.Contains(t.ids(), id) {
			continue
		}
		var left []string
		for _, one := range t.ids() {
			switch {
			case one != id:
				left = append(left, one)
			case other != "":
				left = append(left, other)
			}
		}
		if value, ok := list("questions", left); ok {
			edits = append(edits, edit{e.value, e.end, value})
		} else {
			edits = append(edits, edit{d.lineStart(e.start), d.lineEnd(e.end), ""})
		}
	}
	return edits
}
