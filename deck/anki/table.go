package anki

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"kuril/deck"
)

// Text is the Generation of a text with columns.
const Text = "text"

// TextExtensions are the endings of the files that ReadText takes.
var TextExtensions = []string{".csv", ".tsv", ".txt"}

// Limits of a text.
const (
	maxText     = 128 << 20 // bytes
	maxRows     = 500_000
	maxRowLines = 500 // lines in one row: more means a quote that is never closed
)

// separators are what can stand between columns, the likeliest first.
var separators = []struct {
	sign rune
	name string
	say  string
}{
	{'\t', "tab", "a tab"}, {'|', "pipe", "a bar |"}, {';', "semicolon", "a semicolon"},
	{':', "colon", "a colon"}, {',', "comma", "a comma"}, {' ', "space", "a blank"},
}

func inWords(sign rune) string {
	for _, s := range separators {
		if s.sign == sign {
			return s.say
		}
	}
	return string(sign)
}

// ReadText reads a text with a question and its answer in columns, in the way of
// Anki: lines such as "#separator:tab" at its head say how to read it. The error
// is an *Error when the file is at fault.
func ReadText(ctx context.Context, path string, o Options) (*Package, error) {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Watch == nil {
		o.Watch = func(int, int) error { return ctx.Err() }
	}
	name := filepath.Base(path)
	info, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		return nil, refuse("look at the name, and at the folder you are in", "there is no file %s", path)
	case err != nil:
		return nil, refuse("", "%s cannot be read: %v", path, inner(err))
	case info.IsDir():
		return nil, refuse("name a file in it", "%s is a folder, not a file", path)
	case !info.Mode().IsRegular():
		return nil, refuse("save what it gives to a file first", "%s is not a regular file", path)
	case info.Size() > maxText:
		return nil, refuse("split it into several files", "%s is larger than %d MiB", name, maxText>>20)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, refuse("", "%s cannot be read: %v", path, inner(err))
	}
	return Table(name, text, o)
}

// Table reads the text of a file with that name, as ReadText does.
func Table(name string, text []byte, o Options) (*Package, error) {
	text, err := deck.Decode(name, text)
	if err != nil {
		return nil, err
	}
	h, text := head(text)
	ending := strings.ToLower(filepath.Ext(name))
	if h.separator == 0 {
		h.separator = guess(text, ending)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, refuse("put a question and its answer in each row", "there are no rows in %s", name)
	}
	rows, lines, err := split(text, h.separator)
	if err != nil {
		return nil, refuse("close it, or write it twice where it is meant: \"\"", "%s: line %d: %v", name, lineOf(err), "a quote is opened and never closed")
	}
	t := table{heading: h, name: name, rows: rows}
	return t.convert(o, lines)
}

type quoteError int

func (e quoteError) Error() string { return "a quote is never closed" }

func lineOf(err error) int {
	if e, ok := errors.AsType[quoteError](err); ok {
		return int(e)
	}
	return 1
}

// guess returns the separator that gives the same number of columns, two or
// more, in the most rows. What the file's name says goes first.
func guess(text []byte, ending string) rune {
	sample := text
	if len(sample) > 8<<10 {
		sample = sample[:8<<10]
		if i := bytes.LastIndexByte(sample, '\n'); i > 0 {
			sample = sample[:i]
		}
	}
	best, most := '\t', 0
	order := slices.Clone(separators)
	if ending == ".csv" { // a tie is decided by the name
		slices.SortStableFunc(order, func(a, b struct {
			sign      rune
			name, say string
		}) int {
			return cmp.Compare(yes(a.sign != ',' && a.sign != ';'), yes(b.sign != ',' && b.sign != ';'))
		})
	}
	for _, s := range order {
		rows, _, err := split(sample, s.sign)
		if err != nil {
			continue
		}
		counts := map[int]int{}
		for _, row := range rows {
			if len(row) > 1 {
				counts[len(row)]++
			}
		}
		for _, n := range counts {
			if n > most {
				best, most = s.sign, n
			}
		}
	}
	return best
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// split takes a text apart into rows, and tells on which line each begins.
func split(text []byte, separator rune) (rows [][]string, lines []int, err error) {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.Comment, r.FieldsPerRecord, r.LazyQuotes = separator, '#', -1, true
	if separator == '#' {
		r.Comment = 0
	}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return rows, lines, nil
		}
		if err != nil {
			return nil, nil, quoteError(1)
		}
		line, _ := r.FieldPos(0)
		if strings.Count(row[len(row)-1], "\n") > maxRowLines {
			return nil, nil, quoteError(line)
		}
		if len(rows) == maxRows {
			return nil, nil, quoteError(line)
		}
		rows, lines = append(rows, row), append(lines, line)
	}
}

var tagLike = regexp.MustCompile(`</?[A-Za-z][^<>]*>|&(#[0-9]+|#x[0-9A-Fa-f]+|[a-z]+);`)

// table is a text taken apart.
type table struct {
	heading
	name string
	rows [][]string
}

// Columns by their names, for texts whose "#columns:" or first row names them.
var meanings = map[string]string{
	"front": "front", "question": "front", "prompt": "front", "term": "front", "text": "front", "word": "front",
	"back": "back", "answer": "back", "answers": "back", "definition": "back", "meaning": "back", "translation": "back",
	"tags": "tags", "tag": "tags", "deck": "deck", "guid": "guid", "id": "guid", "notetype": "kind", "note type": "kind", "type": "kind",
}

// name the columns: returned are the index of each meaning, and the others.
func (t *table) columnsOf(width int) (where map[string]int, others []int) {
	where = map[string]int{}
	for key, n := range map[string]int{"guid": t.guidColumn, "kind": t.kindColumn, "deck": t.deckColumn, "tags": t.tagsColumn} {
		if n > 0 {
			where[key] = n - 1
		}
	}
	taken := func(i int) bool {
		for _, at := range where {
			if at == i {
				return true
			}
		}
		return false
	}
	for i, label := range t.columns {
		key := meanings[strings.ToLower(strings.TrimSpace(label))]
		if _, known := where[key]; key != "" && !known && !taken(i) {
			where[key] = i
		}
	}
	for i := range width {
		if taken(i) {
			continue
		}
		if _, ok := where["front"]; !ok {
			where["front"] = i
		} else if _, ok := where["back"]; !ok {
			where["back"] = i
		} else {
			others = append(others, i)
		}
	}
	// As in Anki, what is left behind the last field are the tags.
	if _, ok := where["tags"]; !ok && len(t.columns) == 0 && t.kindColumn == 0 && len(others) > 0 && others[0] > where["back"] && t.looksLikeTags(others[0]) {
		where["tags"], others = others[0], others[1:]
	}
	return where, others
}

// looksLikeTags tells whether a column holds a few words at most: sentences
// there explain something.
func (t *table) looksLikeTags(column int) bool {
	return !slices.ContainsFunc(t.rows, func(row []string) bool {
		return column < len(row) && (len(strings.Fields(row[column])) > 5 || len(row[column]) > 80 || strings.HasSuffix(strings.TrimSpace(row[column]), "."))
	})
}

// The types that rows can have.
var (
	plainType = cardtype{"Card 1", "{{Front}}", "{{Back}}{{#More}}<br>{{More}}{{/More}}"}
	backType  = cardtype{"Card 2", "{{Back}}", "{{Front}}{{#More}}<br>{{More}}{{/More}}"}
	typeType  = cardtype{"Card 1", "{{Front}}{{type:Back}}", "{{type:Back}}{{More}}"}
	gapType   = cardtype{"Cloze", "{{cloze:Front}}", "{{cloze:Front}}<br>{{Back}}<br>{{More}}"}
	rowFields = []string{"Front", "Back", "More"}

	rowTypes = map[string]*notetype{
		"basic":    {name: "Basic", fields: rowFields, cards: []cardtype{plainType}},
		"reversed": {name: "Basic (and reversed card)", fields: rowFields, cards: []cardtype{plainType, backType}},
		"typed":    {name: "Basic (type in the answer)", fields: rowFields, cards: []cardtype{typeType}},
		"cloze":    {name: "Cloze", fields: rowFields, cloze: true, cards: []cardtype{gapType}},
	}
)

// rowType is the type that a name or a text means.
func rowType(name, front string) *notetype {
	name = strings.ToLower(name)
	switch {
	case strings.Contains(name, "cloze"), name == "" && len(clozeNumbers(parseCloze(front))) > 0:
		return rowTypes["cloze"]
	case strings.Contains(name, "reversed") && !strings.Contains(name, "optional"):
		return rowTypes["reversed"]
	case strings.Contains(name, "type in"), name == "typed":
		return rowTypes["typed"]
	}
	return rowTypes["basic"]
}

// convert makes notes of the rows, and questions of these.
func (t *table) convert(o Options, lines []int) (*Package, error) {
	width := 0
	for _, row := range t.rows {
		width = max(width, len(row))
	}
	if t.html == nil {
		is := slices.ContainsFunc(t.rows[:min(5, len(t.rows))], func(row []string) bool {
			return slices.ContainsFunc(row, tagLike.MatchString)
		})
		t.html = &is
	}
	if len(t.columns) == 0 && len(t.rows) > 1 && width > 1 { // a row of names, as other programs write them
		named := map[string]bool{}
		for _, label := range t.rows[0] {
			named[meanings[strings.ToLower(strings.TrimSpace(label))]] = true
		}
		if named["front"] && named["back"] {
			t.columns, t.rows, lines = t.rows[0], t.rows[1:], lines[1:]
		}
	}
	where, others := t.columnsOf(width)
	p := &Package{Name: t.name, Generation: Text, Separator: inWords(t.separator), Notes: len(t.rows)}
	if n, ok := where["tags"]; ok && n < width && len(t.columns) == 0 && t.tagsColumn == 0 {
		p.Warnings = append(p.Warnings, fmt.Sprintf("column %d is taken for tags; a line  #columns:front%cback%cnote  at the head of the file names the columns", n+1, t.separator, t.separator))
	}
	c := &collection{types: map[int64]*notetype{}, decks: map[int64]string{}, created: time.Unix(0, 0)}
	decks := map[string]int64{}
	stem := strings.TrimSuffix(t.name, filepath.Ext(t.name))
	seen := map[string]bool{}
	for i, row := range t.rows {
		at := func(key string) string {
			n, ok := where[key]
			if !ok || n >= len(row) {
				return ""
			}
			return norm.NFC.String(row[n])
		}
		front, back := t.field(at("front")), t.field(at("back"))
		skip := func(reason string) {
			p.Skipped = append(p.Skipped, Skipped{What: fmt.Sprintf("line %d: %s", lines[i], clip(strings.Join(row, " "))), Reason: reason, Cards: 1})
		}
		if at("front") == "" {
			skip("nothing is in its first column")
			continue
		}
		kind := rowType(cmp.Or(at("kind"), t.kind), front)
		if back == "" && !kind.cloze {
			skip("it has a question and no answer")
			continue
		}
		key := at("guid")
		if key == "" {
			key = "text " + plainText(front)
		}
		if seen[key] {
			skip("an earlier row asks the same")
			continue
		}
		seen[key] = true
		var more []string
		for _, n := range others {
			if n < len(row) && strings.TrimSpace(row[n]) != "" {
				more = append(more, t.field(norm.NFC.String(row[n])))
			}
		}
		home := cmp.Or(at("deck"), t.deck, stem)
		if decks[home] == 0 {
			decks[home] = int64(len(decks) + 1)
			c.decks[decks[home]] = home
		}
		n := &note{guid: key, kind: kind, fields: []string{front, back, strings.Join(more, "<br>")}}
		n.tags = append(slices.Clone(t.tags), strings.Fields(at("tags"))...)
		ords := []int{0}
		switch {
		case kind.cloze:
			ords = nil
			for _, number := range clozeNumbers(parseCloze(front)) {
				ords = append(ords, number-1)
			}
			if len(ords) == 0 {
				skip("it has no gap such as {{c1::text}}")
				continue
			}
		case len(kind.cards) == 2:
			ords = []int{0, 1}
		}
		for _, ord := range ords {
			n.cards = append(n.cards, &card{deck: decks[home], ord: ord, due: int64(i)})
			c.cards++
		}
		c.notes = append(c.notes, n)
	}
	p.Cards = c.cards
	if len(c.notes) == 0 && len(p.Skipped) > 0 && len(p.Skipped) == len(t.rows) {
		return nil, refuse("put a question and its answer in each row, separated by a tab or a comma", "no row of %s holds a question with an answer", t.name)
	}
	return p, p.convert(c, o)
}

// field is a column as HTML.
func (t *table) field(s string) string {
	if *t.html {
		return s
	}
	return strings.ReplaceAll(escapeHTML(strings.ReplaceAll(s, "\r\n", "\n")), "\n", "<br>")
}
