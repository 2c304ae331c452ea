package generate

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
	"kuril/deck"
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
	var whole map[string]any // only to be told what is wrong
	if err := toml.Unmarshal(data, &whole); err != nil {
		return nil, syntaxProblem(f.Name, err)
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
		return nil, syntaxProblem(f.Name, err)
	}
	return root, nil
}

func syntaxProblem(file string, err error) *deck.Problem {
	p := &deck.Problem{File: file, Line: 1, Col: 1, Rule: "syntax", Severity: deck.Error,
		Message: strings.TrimPrefix(err.Error(), "toml: "),
		Hint:    "material is TOML; see docs/generate.md"}
	var at *toml.DecodeError
	if errors.As(err, &at) {
		p.Line, p.Col = at.Position()
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
