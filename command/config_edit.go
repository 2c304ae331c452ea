package command

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// configText is a settings file that is changed without touching what else
// stands in it: comments, order, blank lines.
type configText struct {
	text    []byte
	entries []configEntry
	headers []configHeader
}

// A configEntry is one key with its value, by offsets into the text.
type configEntry struct {
	path       []string // from the top of the file
	header     int      // index of the header it stands under, -1 for none
	inline     bool     // it stands between braces
	key        int      // where the key begins
	value, end int      // the value
}

// A configHeader is a line such as [tag.dates].
type configHeader struct {
	path []string
	at   int // where the line begins
	next int // where the line after it begins
}

// newConfigText finds the keys of a text that was parsed without a fault.
func newConfigText(text []byte) *configText {
	t := &configText{text: text}
	var parser unstable.Parser
	parser.Reset(text)
	for parser.NextExpression() {
		e := parser.Expression()
		switch e.Kind {
		case unstable.KeyValue:
			var table []string
			if len(t.headers) > 0 {
				table = t.headers[len(t.headers)-1].path
			}
			t.addEntry(e, table, false)
		case unstable.Table, unstable.ArrayTable:
			path, first, _ := keyOf(e)
			start := bytes.LastIndexByte(text[:first], '\n') + 1
			t.headers = append(t.headers, configHeader{path, start, t.lineEnd(first)})
		}
	}
	return t
}

// addEntry takes in a key, and the keys between the braces of its value.
func (t *configText) addEntry(e *unstable.Node, table []string, inline bool) {
	keys, first, last := keyOf(e)
	path := slices.Concat(table, keys)
	value := last + bytes.IndexByte(t.text[last:], '=') + 1
	value += len(t.text[value:]) - len(bytes.TrimLeft(t.text[value:], " \t"))
	t.entries = append(t.entries, configEntry{
		path: path, header: len(t.headers) - 1, inline: inline,
		key: first, value: value, end: value + valueLength(t.text[value:]),
	})
	if v := e.Value(); v.Kind == unstable.InlineTable {
		for children := v.Children(); children.Next(); {
			t.addEntry(children.Node(), path, true)
		}
	}
}

// keyOf returns the parts of a dotted key, and where it begins and ends.
func keyOf(e *unstable.Node) (path []string, first, last int) {
	for key := e.Key(); key.Next(); {
		n := key.Node()
		if path == nil {
			first = int(n.Raw.Offset)
		}
		last = int(n.Raw.Offset + n.Raw.Length)
		path = append(path, string(n.Data))
	}
	return path, first, last
}

// valueLength returns how many bytes the TOML value at the start of text has.
func valueLength(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"' || c == '\'':
			i += quotedLength(text[i:]) - 1
		case c == '[' || c == '{':
			depth++
		case (c == ']' || c == '}') && depth > 0:
			if depth--; depth == 0 {
				return i + 1
			}
		case c == '#' && depth > 0:
			for i+1 < len(text) && text[i+1] != '\n' {
				i++
			}
		case depth == 0 && bytes.IndexByte([]byte(",]}#\r\n"), c) >= 0:
			return len(bytes.TrimRight(text[:i], " \t"))
		}
	}
	return len(bytes.TrimRight(text, " \t"))
}

// quotedLength returns how many bytes the quoted text at the start has.
func quotedLength(text []byte) int {
	quote := text[:1]
	if len(text) >= 3 && text[1] == text[0] && text[2] == text[0] {
		quote = text[:3]
	}
	for i := len(quote); i < len(text); i++ {
		if text[i] == '\\' && quote[0] == '"' {
			i++
			continue
		}
		if bytes.HasPrefix(text[i:], quote) {
			i += len(quote)
			for len(quote) == 3 && i < len(text) && text[i] == quote[0] {
				i++ // up to two more may belong to the text
			}
			return i
		}
	}
	return len(text)
}

// lineEnd returns where the line after the one at offset begins.
func (t *configText) lineEnd(offset int) int {
	if i := bytes.IndexByte(t.text[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(t.text)
}

// find returns the entry with that path.
func (t *configText) find(path []string) (configEntry, bool) {
	for _, e := range t.entries {
		if slices.Equal(e.path, path) {
			return e, true
		}
	}
	return configEntry{}, false
}

// set returns the text in which the key at path, one of the top or
// part.name.key, has a value.
func (t *configText) set(path []string, value string) []byte {
	if e, ok := t.find(path); ok {
		return t.splice(e.value, e.end, value)
	}
	name := path[len(path)-1]
	line := name + " = " + value
	if len(path) == 1 {
		return t.insertLine(t.topEnd(), line)
	}
	owner := path[:len(path)-1]
	for i, h := range t.headers {
		if slices.Equal(h.path, owner) {
			return t.insertLine(t.tableEnd(i), line)
		}
	}
	if e, ok := t.find(owner); ok && t.text[e.value] == '{' {
		return t.insertInline(e, line)
	}
	// Beside keys that are written as tag.dates.new = 3.
	for _, e := range slices.Backward(t.entries) {
		if !e.inline && len(e.path) > len(owner) && slices.Equal(e.path[:len(owner)], owner) {
			table := 0
			if e.header >= 0 {
				table = len(t.headers[e.header].path)
			}
			return t.insertLine(t.lineEnd(e.end), tomlKey(path[table:])+" = "+value)
		}
	}
	lines := "[" + tomlKey(owner) + "]" + t.newline() + line
	if len(bytes.TrimSpace(t.text)) > 0 {
		lines = t.newline() + lines
	}
	return t.insertLine(len(t.text), lines)
}

// unset returns the text without the key at path; ok is false when it is not
// there. A table that is left with nothing goes too.
func (t *configText) unset(path []string) (text []byte, ok bool) {
	e, ok := t.find(path)
	if !ok {
		return t.text, false
	}
	if e.inline {
		return t.unsetInline(e), true
	}
	start := bytes.LastIndexByte(t.text[:e.key], '\n') + 1
	text = t.splice(start, t.lineEnd(e.end), "")
	if e.header < 0 {
		return text, true
	}
	return newConfigText(text).withoutEmpty(e.header), true
}

// withoutEmpty takes out a header below which nothing stands, no comment
// either.
func (t *configText) withoutEmpty(i int) []byte {
	h, end := t.headers[i], len(t.text)
	if i+1 < len(t.headers) {
		end = t.headers[i+1].at
	}
	if len(bytes.TrimSpace(t.text[h.next:end])) > 0 || len(h.path) < 2 {
		return t.text
	}
	if i+1 == len(t.headers) { // nothing follows that the blank line before it sets off
		rest := bytes.TrimRight(t.text[:h.at], " \t\r\n")
		if len(rest) > 0 {
			rest = append(slices.Clip(rest), t.newline()...)
		}
		return rest
	}
	return t.splice(h.at, end, "")
}

func (t *configText) unsetInline(e configEntry) []byte {
	from, to := e.key, e.end
	after := bytes.TrimLeft(t.text[to:], " \t\r\n")
	before := bytes.TrimRight(t.text[:from], " \t\r\n")
	switch {
	case bytes.HasPrefix(after, []byte(",")):
		to = len(t.text) - len(bytes.TrimLeft(after[1:], " \t"))
	case bytes.HasSuffix(before, []byte(",")):
		from = len(before) - 1
	}
	return t.splice(from, to, "")
}

// insertInline puts a key behind the last one between the braces of e.
func (t *configText) insertInline(e configEntry, line string) []byte {
	at, comma := e.value+1, ""
	for _, inner := range t.entries {
		if inner.inline && inner.key > e.value && inner.end < e.end && inner.end > at {
			at, comma = inner.end, ", "
		}
	}
	return t.splice(at, at, comma+line)
}

// topEnd returns where a key can be added that belongs to no table: behind the
// last such key, else before the first table and the comment above it.
func (t *configText) topEnd() int {
	for _, e := range slices.Backward(t.entries) {
		if e.header < 0 && !e.inline {
			return t.lineEnd(e.end)
		}
	}
	if len(t.headers) == 0 {
		return len(t.text)
	}
	at := t.headers[0].at
	for at > 0 {
		start := bytes.LastIndexByte(t.text[:at-1], '\n') + 1
		if !bytes.HasPrefix(bytes.TrimSpace(t.text[start:at]), []byte("#")) {
			break
		}
		at = start
	}
	return at
}

// tableEnd returns where a key can be added to a table: behind its last one,
// else below its header.
func (t *configText) tableEnd(header int) int {
	at := t.headers[header].next
	for _, e := range t.entries {
		if e.header == header && !e.inline {
			at = t.lineEnd(e.end)
		}
	}
	return at
}

// insertLine puts a line in at an offset where one begins.
func (t *configText) insertLine(at int, line string) []byte {
	if at > 0 && t.text[at-1] != '\n' {
		line = t.newline() + line
	}
	return t.splice(at, at, line+t.newline())
}

func (t *configText) splice(from, to int, with string) []byte {
	return slices.Concat(t.text[:from], []byte(with), t.text[to:])
}

// newline is how lines of the file end.
func (t *configText) newline() string {
	if i := bytes.IndexByte(t.text, '\n'); i > 0 && t.text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// tomlKey writes a dotted key, with quotes where they are needed.
func tomlKey(path []string) string {
	parts := make([]string, len(path))
	for i, part := range path {
		parts[i] = part
		if part == "" || strings.Trim(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
			parts[i] = tomlText(part)
		}
	}
	return strings.Join(parts, ".")
}
