package deck

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"

	"kuril/lazyregexp"
)

// MaxQuestions is how many questions one file may hold.
const MaxQuestions = 100_000

// Parse reads the text of a bank. Everything wrong with it is reported, each
// with its line and column; of a broken file the sound questions are returned
// all the same. Parse never panics.
func Parse(file string, text []byte) ([]*Question, []Problem) {
	return scan(file, text).result()
}

// result inspects what was scanned and returns what is sound, and everything
// that is wrong.
func (d *document) result() ([]*Question, []Problem) {
	d.inspect()
	questions := make([]*Question, 0, len(d.tables))
	for _, t := range d.tables {
		if !t.unsound {
			questions = append(questions, t.q)
		}
	}
	return questions, d.sorted()
}

// scan takes a text apart into its tables. What it cannot read it reports, and
// goes on at the next table.
func scan(file string, text []byte) *document {
	d := &document{file: file, text: bytes.TrimPrefix(text, []byte("\ufeff")), lines: []int{0}}
	for i, b := range d.text {
		if b == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	if !d.readable() {
		return d
	}
	s := scanner{document: d, deck: strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))}
	for s.base = 0; s.base < len(d.text); {
		s.Reset(d.text[s.base:len(d.text):len(d.text)])
		s.done = s.base
		for len(d.tables) <= MaxQuestions && len(d.tellings) <= MaxSections && d.more <= 10*maxProblems && s.NextExpression() {
			s.expression(s.Expression())
		}
		if len(d.tables) > MaxQuestions {
			d.report(d.tables[MaxQuestions].start, Error, "too-many-questions", fmt.Sprintf("a file may hold %d questions and this is one more", MaxQuestions), "split it into several files")
			d.tables = nil // what is wrong in them is not the point now
			break
		}
		if len(d.tellings) > MaxSections {
			d.report(d.tellings[MaxSections].start, Error, "too-many-sections", fmt.Sprintf("a file may hold %d sections and facts, and this is one more", MaxSections), "split it into several files")
			d.tables, d.tellings = nil, nil
			break
		}
		broken, ok := s.Error().(*unstable.ParserError)
		if !ok || d.more > 10*maxProblems {
			break
		}
		s.base = s.syntax(s.base+int(s.Range(broken.Highlight).Offset), broken.Message)
	}
	if len(d.tables) == 0 && len(d.problems) == 0 {
		d.report(0, Warning, "no-questions", "there is no question in this file", `a question begins with a line   [[question]]`)
	}
	return d
}

// readable reports a text that is not UTF-8.
func (d *document) readable() bool {
	const hint = "save the file as UTF-8"
	report := func(offset int, message, hint string) bool {
		d.report(offset, Error, "encoding", message, hint)
		return false
	}
	nul := bytes.IndexByte(d.text, 0)
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(d.text, []byte(mark)) {
			return report(0, "this file is UTF-16, not UTF-8", hint)
		}
	}
	if nul >= 0 && nul < 2 && bytes.Count(d.text, []byte{0})*3 > len(d.text) {
		return report(0, "this file looks like UTF-16, not UTF-8", hint)
	}
	for i := 0; i < len(d.text); {
		r, size := utf8.DecodeRune(d.text[i:])
		if r == utf8.RuneError && size == 1 {
			return report(i, fmt.Sprintf("the byte 0x%02x here is not UTF-8", d.text[i]), hint)
		}
		i += size
	}
	if nul >= 0 {
		return report(nul, "there is a NUL byte here; this is no text file", "take it out, or name a bank that is text")
	}
	return true
}

// scanner walks the expressions of a text. It alone knows the TOML parser.
type scanner struct {
	unstable.Parser
	*document
	deck string
	base int // where the parser was started, in the text
	done int // behind the last expression read

	current *table   // nil outside a question
	telling *telling // nil outside a section
	foreign bool     // within a table that is neither, already reported
}

func (s *scanner) expression(n *unstable.Node) {
	switch n.Kind {
	case unstable.ArrayTable, unstable.Table:
		s.header(n)
	case unstable.KeyValue:
		s.keyValue(n)
	}
}

// dotted returns a key's parts joined, and where it begins and ends.
func (s *scanner) dotted(n *unstable.Node) (key string, parts, start, end int) {
	for it := n.Key(); it.Next(); parts++ {
		part := it.Node()
		if parts == 0 {
			key, start = string(part.Data), s.base+int(part.Raw.Offset)
		} else {
			key += "." + string(part.Data)
		}
		end = s.base + int(part.Raw.Offset+part.Raw.Length)
	}
	return key, parts, start, end
}

func (s *scanner) header(n *unstable.Node) {
	name, parts, start, end := s.dotted(n)
	for start > 0 && s.text[start] != '[' {
		start--
	}
	double := n.Kind == unstable.ArrayTable
	if double && start > 0 {
		start--
	}
	s.done = s.lineEnd(end)
	s.current, s.telling, s.foreign = nil, nil, false
	if double && parts == 1 && name == "question" {
		line, _ := s.position(start)
		s.current = &table{q: &Question{Deck: s.deck, File: s.file, Line: line}, start: start, head: s.done, end: s.done, entries: make([]entry, 0, 10)}
		s.tables = append(s.tables, s.current)
		return
	}
	if double && s.section(name, start) {
		return
	}
	s.foreign = true
	hint := "a bank holds [[question]] and [[section]] tables and nothing else; take this one out"
	switch near := nearest(name, []string{"question", "section", "section.fact"}); {
	case near != "":
		hint = "write   [[" + near + "]]   with two brackets on each side"
	case name == "card" || name == "cards":
		hint = "write   [[question]]   with two brackets on each side"
	}
	s.report(start, Error, "unknown-table", fmt.Sprintf("a bank has no table %q", clip(name)), hint)
}

func (s *scanner) keyValue(n *unstable.Node) {
	name, parts, start, end := s.dotted(n)
	e := entry{key: name, start: start, end: s.base + int(n.Raw.Offset+n.Raw.Length)}
	for e.value = end; s.text[e.value] == '=' || s.text[e.value] == ' ' || s.text[e.value] == '\t'; {
		e.value++
	}
	s.done = s.lineEnd(e.end)
	if s.telling != nil {
		s.sectionKey(e, parts, n.Value())
		return
	}
	t := s.current
	if t == nil {
		if !s.foreign {
			s.report(start, Error, "unknown-key", fmt.Sprintf("the key %q stands outside a question", clip(name)), "put a line   [[question]]   above it, or take it out")
		}
		return
	}
	t.end = s.done
	if parts > 1 || !slices.Contains(keys, name) {
		t.unsound = true
		known := keys
		if i := slices.IndexFunc(kinds, func(k kindKeys) bool { return k.kind == t.q.Kind }); i >= 0 && parts == 1 {
			// Among keys equally near, one that fits the kind is meant.
			known = append(slices.Clone(kinds[i].keys), keys...)
		}
		hint := "the keys are " + strings.Join(keys, ", ")
		if near := nearest(name, known); near != "" && parts == 1 {
			hint = fmt.Sprintf("did you mean %s?", near)
			t.meant = append(t.meant, near)
		}
		s.report(start, Error, "unknown-key", fmt.Sprintf("%s has the unknown key %q", t.q.name(), clip(name)), hint)
		return
	}
	if other := t.entry(name); other != nil {
		t.unsound = true
		line, _ := s.position(other.start)
		s.report(start, Error, "duplicate-key", fmt.Sprintf("%s has %s twice, here and on line %d", t.q.name(), name, line), "leave one of the two")
		return
	}
	if want, got := s.value(t.q, &e, n.Value()); want != "" {
		e.misread, t.unsound = true, true
		at := e.value
		if got.Raw.Length > 0 {
			at = s.base + int(got.Raw.Offset)
		}
		s.report(at, Error, "wrong-type", fmt.Sprintf("%s has %s in %s, where %s wanted", t.q.name(), typeName(got), name, want), typeHint(name, n.Value()))
	}
	t.entries = append(t.entries, e)
}

// value puts a value where it belongs. When it is of another type, it returns
// what is wanted and the part that is something else.
func (s *scanner) value(q *Question, e *entry, n *unstable.Node) (want string, got *unstable.Node) {
	switch e.key {
	case "answers":
		return s.texts(&q.Answers, e, n)
	case "wrong":
		return s.texts(&q.Wrong, e, n)
	case "items":
		return s.texts(&q.Items, e, n)
	case "tags":
		return s.texts(&q.Tags, e, n)
	case "source":
		if n.Kind == unstable.String {
			q.Sources, e.texts = []string{textOf(n)}, []int{e.value}
			return "", nil
		}
		return s.texts(&q.Sources, e, n)
	case "both":
		if n.Kind != unstable.Bool {
			return "true or false is", n
		}
		q.Both = n.Data[0] == 't'
		return "", nil
	case "tolerance":
		f, ok := numberOf(n)
		if !ok {
			return "a number is", n
		}
		q.Tolerance = f
		return "", nil
	case "added":
		if n.Kind == unstable.LocalDate {
			q.Added = string(n.Data)
			return "", nil
		}
	}
	if n.Kind != unstable.String {
		return "a text is", n
	}
	e.texts = []int{e.value}
	text := textOf(n)
	switch e.key {
	case "id":
		q.ID = text
	case "kind":
		q.Kind = Kind(text)
	case "prompt":
		q.Prompt = text
	case "match":
		q.Match = Match(text)
	case "unit":
		q.Unit = text
	case "hint":
		q.Hint = text
	case "why":
		q.Why = text
	case "group":
		q.Group = text
	case "from":
		q.From = text
	case "added":
		q.Added = text
	}
	return "", nil
}

// texts reads a list of texts.
func (s *scanner) texts(list *[]string, e *entry, n *unstable.Node) (want string, got *unstable.Node) {
	const wanted = "a list of texts is"
	if n.Kind != unstable.Array {
		return wanted, n
	}
	for it := n.Children(); it.Next(); {
		child := it.Node()
		if child.Kind != unstable.String {
			return wanted, child
		}
		*list = append(*list, textOf(child))
		e.texts = append(e.texts, s.base+int(child.Raw.Offset))
	}
	return "", nil
}

// textOf returns a text with plain line ends, however the file ends its lines.
// Of returns in a row before a line end none stays, so that a text which is
// written and read again is the same.
func textOf(n *unstable.Node) string {
	return returns.ReplaceAllString(string(n.Data), "\n")
}

var returns = lazyregexp.New(`\r+\n`)

func numberOf(n *unstable.Node) (float64, bool) {
	digits := strings.ReplaceAll(string(n.Data), "_", "")
	switch n.Kind {
	case unstable.Integer:
		i, err := strconv.ParseInt(digits, 0, 64)
		return float64(i), err == nil
	case unstable.Float:
		f, err := strconv.ParseFloat(digits, 64)
		return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
	}
	return 0, false
}

func typeName(n *unstable.Node) string {
	switch n.Kind {
	case unstable.String:
		return "a text"
	case unstable.Bool:
		return "true or false without quotes"
	case unstable.Integer, unstable.Float:
		return "a number without quotes"
	case unstable.Array:
		return "a list"
	case unstable.InlineTable:
		return "a table"
	}
	return "a date without quotes"
}

// typeHint shows the value as it should have been written.
func typeHint(key string, n *unstable.Node) string {
	list := slices.Contains([]string{"answers", "wrong", "items", "tags"}, key)
	switch {
	case key == "both":
		return "write   both = true   or take the line out"
	case key == "tolerance":
		return "write   tolerance = 500   without quotes and unit"
	case list && n.Kind == unstable.String:
		return fmt.Sprintf("put brackets around it: %s = [%s]", key, quote(clip(textOf(n))))
	case list && n.Kind == unstable.Array:
		return fmt.Sprintf(`put every entry in quotes: %s = ["1855", "1875"]`, key)
	case list:
		return fmt.Sprintf(`write   %s = ["…"]`, key)
	case n.Kind == unstable.Array && key == "source":
		return `put every entry in quotes: source = ["title <address>"]`
	case n.Kind == unstable.Integer, n.Kind == unstable.Float, n.Kind == unstable.Bool, n.Kind == unstable.LocalDate:
		return fmt.Sprintf("put quotes around it: %s = %s", key, quote(string(n.Data)))
	}
	return fmt.Sprintf(`write   %s = "…"`, key)
}
