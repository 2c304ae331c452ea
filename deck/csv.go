package deck

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"kuril/lazyregexp"
)

// A table of ours is one that Anki and a spreadsheet read, and in which a column
// says which question each row is, so that what was mended there comes back.

// tableGUID stands before the id of a question in its column.
const tableGUID = "kuril:"

// tableColumns are the columns of a table of ours.
var tableColumns = []string{"guid", "notetype", "deck", "front", "back", "why", "tags"}

// The names that Anki has for kinds of question.
const (
	basicType    = "Basic"
	reversedType = "Basic (and reversed card)"
	typedType    = "Basic (type in the answer)"
	clozeType    = "Cloze"
)

// A Row is a question as a row of a table.
type Row struct {
	ID, Kind, Deck, Front, Back, Why string
	Tags                             []string
	Line                             int // in the file, from 1
}

// RowOf returns the row of a question.
func RowOf(q *Question) Row {
	r := Row{ID: q.ID, Kind: basicType, Deck: q.Deck, Why: q.Why, Tags: q.Tags, Line: q.Line}
	switch {
	case q.Kind == Cloze:
		r.Kind = clozeType
		gaps, _ := parseGaps(q.Prompt)
		plain := func(s string) string { return bracesInText.ReplaceAllString(s, "{ {") }
		r.Front = withGaps(q.Prompt, gaps, plain, func(g gap) string {
			numbers := make([]string, len(g.numbers))
			for i, n := range g.numbers {
				numbers[i] = fmt.Sprint(n)
			}
			s := "{{c" + strings.Join(numbers, ",") + "::" + noBraces(g.text)
			if g.hint != "" {
				s += "::" + noBraces(g.hint)
			}
			return s + "}}"
		})
		r.Back, r.Why = q.Why, ""
		return r
	case q.Both:
		r.Kind = reversedType
	case q.Kind == Typed:
		r.Kind = typedType
	}
	r.Front, r.Back = Sides(q)
	return r
}

var bracesInText = lazyregexp.New(`\{\{`)

// noBraces keeps signs that mean something to Anki out of a gap.
func noBraces(s string) string {
	for strings.Contains(s, "::") {
		s = strings.ReplaceAll(s, "::", ": :")
	}
	s = strings.TrimSuffix(s, ":")
	for strings.Contains(s, "}}") {
		s = strings.ReplaceAll(s, "}}", "} }")
	}
	for strings.Contains(s, "{{") {
		s = strings.ReplaceAll(s, "{{", "{ {")
	}
	return strings.TrimSuffix(s, "}")
}

// WriteTable writes questions as a table with Anki's lines at its head. lose is
// told of each question that loses something, and what.
func WriteTable(out io.Writer, questions []*Question, separator rune, lose func(q *Question, what string)) error {
	name := "comma"
	if separator == '\t' {
		name = "tab"
	}
	heading := fmt.Sprintf("#separator:%s\n#html:false\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:7\n#columns:%s\n", name, strings.Join(tableColumns, string(separator)))
	if _, err := io.WriteString(out, heading); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.Comma = separator
	for _, q := range questions {
		for _, what := range Losses(q) {
			if q.Kind == Typed && !q.Both && strings.Contains(what, "not typed") {
				continue
			}
			lose(q, what)
		}
		r := RowOf(q)
		tags := make([]string, len(r.Tags))
		for i, tag := range r.Tags {
			if tags[i] = strings.Join(strings.Fields(tag), "-"); tags[i] != tag {
				lose(q, "with a hyphen for the blank in a tag")
			}
		}
		if q.Kind == Cloze {
			if again, ok := r.Question(); !ok || again.Prompt != withNumbers(q.Prompt) {
				lose(q, "with some signs of its gaps changed")
			}
		}
		if err := w.Write([]string{tableGUID + r.ID, r.Kind, harmless(r.Deck), harmless(r.Front), harmless(r.Back), harmless(r.Why), harmless(strings.Join(tags, " "))}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// A spreadsheet takes a cell that begins so for a formula, and reckons it.
var (
	formula         = lazyregexp.New("^'*[=+\\-@\t\r\n]")
	harmlessFormula = lazyregexp.New("^'+[=+\\-@\t\r\n]")
)

// harmless puts an apostrophe before what a spreadsheet would take for a
// formula; unarmed takes it away again.
func harmless(cell string) string {
	if formula.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

func unarmed(cell string) string {
	if harmlessFormula.MatchString(cell) {
		return cell[1:]
	}
	return cell
}

// withNumbers is a prompt with the numbers of its gaps written out.
func withNumbers(prompt string) string {
	gaps, _ := parseGaps(prompt)
	from := 0
	var b strings.Builder
	for _, g := range gaps {
		b.WriteString(prompt[from:g.start])
		b.WriteString(gapText(g.numbers, g.text, g.hint))
		from = g.end
	}
	return b.String() + prompt[from:]
}

func gapText(numbers []int, text, hint string) string {
	all := make([]string, len(numbers))
	for i, n := range numbers {
		all[i] = fmt.Sprint(n)
	}
	if hint != "" {
		hint = "|" + hint
	}
	return "[[" + strings.Join(all, ",") + ":" + text + hint + "]]"
}

var rowGap = lazyregexp.New(`\{\{c(\d+(?:,\d+)*)::(.*?)(?:::(.*?))?\}\}`)

// Question returns what a row asks; ok is false where a cloze has no gap.
func (r Row) Question() (q *Question, ok bool) {
	q = &Question{ID: r.ID, Kind: Recall, Prompt: r.Front, Answers: []string{r.Back}, Why: r.Why, Tags: r.Tags, Deck: r.Deck, Line: r.Line}
	kind := strings.ToLower(r.Kind)
	switch {
	case strings.Contains(kind, "cloze"):
		q.Kind, q.Answers = Cloze, nil
		q.Why = r.Back
		if r.Why != "" {
			q.Why = strings.TrimSpace(r.Back + "\n" + r.Why)
		}
		var b strings.Builder
		from := 0
		found := rowGap.FindAllStringSubmatchIndex(r.Front, -1)
		for _, m := range found {
			b.WriteString(strings.ReplaceAll(r.Front[from:m[0]], "[[", "[[["))
			hint := ""
			if m[6] >= 0 {
				hint = "|" + r.Front[m[6]:m[7]]
			}
			b.WriteString("[[" + r.Front[m[2]:m[3]] + ":" + r.Front[m[4]:m[5]] + hint + "]]")
			from = m[1]
		}
		b.WriteString(strings.ReplaceAll(r.Front[from:], "[[", "[[["))
		q.Prompt = b.String()
		return q, len(found) > 0
	case strings.Contains(kind, "reversed"):
		q.Both = true
	case strings.Contains(kind, "type"):
		q.Kind = Typed
	}
	return q, true
}

// IsTable tells whether a text is a table of ours.
func IsTable(text []byte) bool {
	head := text[:min(len(text), 4<<10)]
	return bytes.Contains(head, []byte("#guid column:1")) && bytes.Contains(head, []byte("#columns:guid")) && bytes.Contains(text, []byte(tableGUID))
}

// ReadTable reads a table of ours, also when a spreadsheet saved it and rows
// were added, which have no ID.
func ReadTable(path string, text []byte) ([]Row, error) {
	name := filepath.Base(path)
	text, err := Decode(name, text)
	if err != nil {
		return nil, err
	}
	fault := func(line int, hint, format string, args ...any) error {
		return &FileError{Path: fmt.Sprintf("%s:%d", name, line), Message: fmt.Sprintf(format, args...), Hint: hint}
	}
	separator := ',' // as it is now: a spreadsheet may have chosen another one
	if i := bytes.Index(text, []byte("#columns:guid")); i >= 0 {
		behind := bytes.TrimPrefix(text[i+len("#columns:guid"):], []byte(`"`))
		if len(behind) > 0 && strings.IndexByte("\t;,|", behind[0]) >= 0 {
			separator = rune(behind[0])
		}
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator, -1, true
	var rows []Row
	var columns []string
	seen := map[string]int{}
	for {
		cells, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fault(1, "close it, or write it twice where it is meant: \"\"", "a quote is opened and never closed")
		}
		line, _ := r.FieldPos(0)
		if label, ok := strings.CutPrefix(cells[0], "#columns:"); ok {
			columns = append([]string{label}, cells[1:]...)
			continue
		}
		if strings.HasPrefix(cells[0], "#") {
			continue
		}
		cell := func(name string) string {
			if i := slices.Index(columns, name); i >= 0 && i < len(cells) {
				return unarmed(cells[i])
			}
			return ""
		}
		id, ours := strings.CutPrefix(cell("guid"), tableGUID)
		row := Row{Kind: cell("notetype"), Deck: cell("deck"), Front: cell("front"), Back: cell("back"), Why: cell("why"), Tags: strings.Fields(cell("tags")), Line: line}
		if ours {
			if fault := idFault(id); fault != "" {
				return nil, &FileError{Path: fmt.Sprintf("%s:%d", name, line), Message: "the first column has an id that " + fault, Hint: "leave the column as it is; rows of your own have none"}
			}
			if seen[id] > 0 {
				return nil, fault(line, "leave the first column empty in rows of your own", "the id %q is that of line %d, too", id, seen[id])
			}
			seen[id] = line
			row.ID = id
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if len(rows) == maxNotes {
			return nil, fault(line, "split it into several files", "there are more than %d rows in it", maxNotes)
		}
		rows = append(rows, row)
	}
	return rows, nil
}
