package generate

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
	"kuril/deck"
	"kuril/lazyregexp"
)

// place is where something stands in a file; line and col count from 1, col
// in characters.
type place struct {
	file      string
	line, col int
}

// value is one TOML value with its place. Dates and numbers keep the text
// they were written in.
type value struct {
	at    place
	kind  unstable.Kind
	text  string
	list  []*value
	table *table
}

// table is one TOML table: its keys in the order they were written.
type table struct {
	at     place
	keys   []string
	values map[string]*value
	keyAt  map[string]place
}

func newTable(at place) *table {
	return &table{at: at, values: map[string]*value{}, keyAt: map[string]place{}}
}

// last is the last line on which a key of the table, or of a table in it,
// begins.
func (t *table) last() int {
	line := t.at.line
	for _, key := range t.keys {
		line = max(line, t.keyAt[key].line, t.values[key].last())
	}
	return line
}

func (v *value) last() int {
	line := v.at.line
	if v.table != nil {
		line = max(line, v.table.last())
	}
	for _, one := range v.list {
		line = max(line, one.last())
	}
	return line
}

func (t *table) set(key string, at place, v *value) {
	if _, ok := t.values[key]; !ok {
		t.keys = append(t.keys, key)
		t.keyAt[key] = at
	}
	t.values[key] = v
}

// readTree parses a file into a tree that knows where everything stands.
func readTree(f File) (*table, *deck.Problem) {
	data := bytes.TrimPrefix(f.Text, []byte("\ufeff"))
	if p := encodingProblem(f.Name, data); p != nil {
		return nil, p
	}
	var whole map[string]any // only to be told what is wrong
	if err := toml.Unmarshal(data, &whole); err != nil {
		return nil, syntaxProblem(f.Name, data, err)
	}
	r := treeReader{file: f.Name, data: data}
	for i, b := range data {
		if b == '\n' {
			r.ends = append(r.ends, i)
		}
	}
	root := newTable(place{f.Name, 1, 1})
	current := root
	var p unstable.Parser
	p.Reset(data)
	for p.NextExpression() {
		node := p.Expression()
		switch node.Kind {
		case unstable.Table, unstable.ArrayTable:
			current = r.header(root, node)
		case unstable.KeyValue:
			r.keyValue(current, node)
		}
	}
	if err := p.Error(); err != nil { // cannot be: the text was parsed above
		return nil, syntaxProblem(f.Name, data, err)
	}
	return root, nil
}

// encodingProblem tells where a text is not UTF-8, or nothing.
func encodingProblem(file string, data []byte) *deck.Problem {
	if utf8.Valid(data) {
		return nil
	}
	good := 0
	for good < len(data) {
		r, size := utf8.DecodeRune(data[good:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		good += size
	}
	start := bytes.LastIndexByte(data[:good], '\n') + 1
	return &deck.Problem{File: file, Line: 1 + bytes.Count(data[:good], []byte("\n")), Col: 1 + utf8.RuneCount(data[start:good]),
		Rule: "encoding", Severity: deck.Error, Message: "the text here is not UTF-8", Hint: "save the file as UTF-8"}
}

var twoForms = lazyregexp.New(`^key (\S+) already exists as a table, but should be an array table`)

// syntaxProblem says what is no TOML, in the words in which a bank is
// complained of.
func syntaxProblem(file string, data []byte, err error) *deck.Problem {
	p := &deck.Problem{File: file, Line: 1, Col: 1, Rule: "syntax", Severity: deck.Error,
		Message: strings.TrimPrefix(err.Error(), "toml: "),
		Hint:    "material is TOML; see docs/generate.md"}
	var at *toml.DecodeError
	if !errors.As(err, &at) {
		return p
	}
	p.Line, p.Col = at.Position()
	if key, ok := strings.CutSuffix(p.Message, " is already defined"); ok {
		p.Message = "the key " + quote(strings.Trim(strings.TrimPrefix(key, "key "), `"'`)) + " stands here for the second time"
		p.Hint = "leave one of the two, or begin another table above it"
		return p
	}
	if m := twoForms.FindStringSubmatch(p.Message); m != nil {
		p.Message = fmt.Sprintf("%s starts here with [[%[1]s]], above with [%[1]s]", m[1])
		p.Hint = "write   [[" + m[1] + "]]   for each"
		return p
	}
	if strings.HasSuffix(p.Message, " date") {
		p.Message, p.Hint = "there is no such date", `write dates as "1956-10-19", "1956-10" or "1956"`
		return p
	}
	// Only the table it stands in is looked at again: of the others a reader of
	// banks has more to say than it is asked.
	lines := bytes.SplitAfter(data, []byte("\n"))
	table := min(p.Line, len(lines)) - 1
	for table > 0 && !bytes.HasPrefix(bytes.TrimLeft(lines[table], " \t"), []byte("[")) {
		table--
	}
	again := append(bytes.Repeat([]byte("\n"), max(0, table)), bytes.Join(lines[max(0, table):], nil)...)
	_, problems := deck.Parse(file, again)
	for _, q := range problems {
		if slices.Contains([]string{"syntax", "control-character"}, q.Rule) {
			q.Hint = strings.NewReplacer("[[question]]", "[[fact]]",
				"a question needs no braces; write one key a line", "write braces as   { name = \"…\", years = [1956] }").Replace(q.Hint)
			return &q
		}
	}
	return p
}

type treeReader struct {
	file string
	data []byte
	ends []int // offsets of the line ends
}

func (r *treeReader) place(raw unstable.Range) place {
	offset := int(raw.Offset)
	line := sort.SearchInts(r.ends, offset)
	start := 0
	if line > 0 {
		start = r.ends[line-1] + 1
	}
	return place{r.file, line + 1, len([]rune(string(r.data[start:offset]))) + 1}
}

// header walks to the table that a [header] names, making what is missing.
func (r *treeReader) header(root *table, node *unstable.Node) *table {
	t := root
	keys := node.Key()
	for keys.Next() {
		key, at := string(keys.Node().Data), r.place(keys.Node().Raw)
		v := t.values[key]
		switch {
		case node.Kind == unstable.ArrayTable && keys.IsLast():
			if v == nil {
				v = &value{at: at, kind: unstable.Array}
				t.set(key, at, v)
			}
			t = newTable(at)
			v.list = append(v.list, &value{at: at, kind: unstable.InlineTable, table: t})
		case v == nil:
			sub := newTable(at)
			t.set(key, at, &value{at: at, kind: unstable.InlineTable, table: sub})
			t = sub
		case v.kind == unstable.Array && len(v.list) > 0:
			t = v.list[len(v.list)-1].table
		default:
			t = v.table
		}
	}
	return t
}

func (r *treeReader) keyValue(t *table, node *unstable.Node) {
	keys := node.Key()
	for keys.Next() {
		key, at := string(keys.Node().Data), r.place(keys.Node().Raw)
		if keys.IsLast() {
			t.set(key, at, r.value(node.Value(), at))
			return
		}
		if t.values[key] == nil {
			t.set(key, at, &value{at: at, kind: unstable.InlineTable, table: newTable(at)})
		}
		t = t.values[key].table
	}
}

func (r *treeReader) value(node *unstable.Node, at place) *value {
	if node.Raw.Length > 0 {
		at = r.place(node.Raw)
	}
	v := &value{at: at, kind: node.Kind, text: string(node.Data)}
	switch node.Kind {
	case unstable.Array:
		for it := node.Children(); it.Next(); {
			if it.Node().Kind != unstable.Comment {
				v.list = append(v.list, r.value(it.Node(), at))
			}
		}
	case unstable.InlineTable:
		v.table = newTable(at)
		for it := node.Children(); it.Next(); {
			if it.Node().Kind == unstable.KeyValue {
				r.keyValue(v.table, it.Node())
			}
		}
	}
	return v
}

// complaints collects problems and keeps them in the order they were found.
type complaints struct{ all []deck.Problem }

func (c *complaints) add(at place, rule, hint, format string, args ...any) {
	c.all = append(c.all, deck.Problem{File: at.file, Line: at.line, Col: at.col, Rule: rule,
		Severity: deck.Error, Message: fmt.Sprintf(format, args...), Hint: hint})
}
