package deck

import (
	"bytes"
	"fmt"
	"html"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"kuril/lazyregexp"
)

var mnemosyneLog = lazyregexp.New(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d : (Program started|R [0-9a-f]{8})`)

// IsMnemosyneLog tells whether a text is what Mnemosyne notes of its use.
func IsMnemosyneLog(text []byte) bool { return mnemosyneLog.Match(bytes.TrimSpace(text)) }

var superMemoLine = lazyregexp.New(`(?m)^A: [^\n]*(\n[A-Z]: [^\n]*)*\nI: REP=`)

// IsSuperMemo tells whether a text is what SuperMemo exports as questions and
// answers.
func IsSuperMemo(text []byte) bool {
	text = bytes.ReplaceAll(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	return bytes.HasPrefix(text, []byte("Q: ")) && superMemoLine.Match(text)
}

// MnemosyneTable turns the text that Mnemosyne exports, HTML in two to four
// columns with tabs between them, into a table with Anki's lines at its head.
// Three columns are a word, how it is said and what it means, asked both ways;
// the fourth are notes.
func MnemosyneTable(path string, text []byte) (table []byte, warning string, err error) {
	name := filepath.Base(path)
	text, err = Decode(name, text)
	if err != nil {
		return nil, "", err
	}
	if IsMnemosyneLog(text) {
		return nil, "", &FileError{Path: name, Message: "this is a log of Mnemosyne, and holds no cards", Hint: "in Mnemosyne: File, Export, and choose text with columns"}
	}
	var b bytes.Buffer
	b.WriteString("#separator:tab\n#html:true\n#notetype column:1\n#columns:notetype\tfront\tback\tmore\n")
	cell := func(s string) string {
		return `"` + strings.ReplaceAll(strings.TrimSpace(s), `"`, `""`) + `"`
	}
	rows, said := 0, 0
	for i, line := range strings.Split(string(text), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		columns := strings.Split(strings.TrimRight(line, " \t"), "\t")
		rows++
		kind, front, back, more := "Basic", columns[0], "", ""
		switch len(columns) {
		case 1:
			return nil, "", &FileError{Path: fmt.Sprintf("%s:%d", name, i+1), Message: "a row has one column; a question and its answer are wanted, with a tab between them", Hint: "another table:  --format csv"}
		case 2:
			back = columns[1]
		default:
			kind, back, more = "Basic (and reversed card)", columns[2], columns[1]
			said++
			if len(columns) > 3 {
				more = strings.Join(append([]string{more}, columns[3:]...), "<br>")
			}
		}
		b.WriteString(strings.Join([]string{kind, cell(front), cell(back), cell(more)}, "\t") + "\n")
	}
	if rows == 0 {
		return nil, "", &FileError{Path: name, Message: "there are no rows in it", Hint: "put a question and its answer in each row, with a tab between them"}
	}
	if said > 0 {
		warning = count(said, "row", "rows") + " with three columns or more: read as a word, how it is said, what it means"
	}
	return b.Bytes(), warning, nil
}

// ReadSuperMemo reads the questions and answers that SuperMemo exports: lines
// that begin with Q:, A: and I:, an empty one behind each card. The dialect is
// not asked for; it makes the function like ReadMarkdown.
func ReadSuperMemo(path string, text []byte, _ string) (*Notes, error) {
	name := filepath.Base(path)
	text, err := Decode(name, text)
	if err != nil {
		return nil, err
	}
	r := newNotes(name, SuperMemo)
	var question, answer []string
	var info string
	began := 0
	finish := func() error {
		defer func() { question, answer, info, began = nil, nil, "", 0 }()
		if began == 0 {
			return nil
		}
		q, a := plainHTML(question), plainHTML(answer)
		switch {
		case q == "":
			return r.fault(began, "write the question behind Q:", "the card that begins here has no question")
		case a == "":
			r.skip(began, q, "it has a question and no answer", 1)
			return nil
		}
		r.add(&Note{
			Question: &Question{Kind: Recall, Prompt: q, Answers: []string{a}, Line: began},
			Key:      "Q " + q, Cards: []NoteCard{superMemoCard(info)},
		})
		return nil
	}
	for i, line := range strings.Split(string(text), "\n") {
		if strings.TrimSpace(line) == "" {
			if err := finish(); err != nil {
				return nil, err
			}
			continue
		}
		kind, rest, ok := strings.Cut(line, ":")
		rest = strings.TrimSpace(rest)
		if began == 0 {
			began = i + 1
		}
		switch {
		case ok && kind == "Q":
			question = append(question, rest)
		case ok && kind == "A":
			answer = append(answer, rest)
		case ok && kind == "I":
			info = rest
		case ok && len(kind) == 1 && kind[0] >= 'B' && kind[0] <= 'Z': // what else it notes
		default:
			return nil, r.fault(i+1, "each begins with Q:, A: or I:", "this line belongs to no card")
		}
	}
	if err := finish(); err != nil {
		return nil, err
	}
	if len(r.Notes.Notes)+len(r.Skipped) == 0 {
		return nil, &FileError{Path: name, Message: "there are no cards of SuperMemo in it", Hint: "they begin with Q:, A: and I:"}
	}
	return r.result(), nil
}

var (
	tag       = lazyregexp.New(`</?[A-Za-z][^<>]*>`)
	htmlBreak = lazyregexp.New(`(?i)<br */?>`)
)

// plainHTML makes text of lines of HTML.
func plainHTML(lines []string) string {
	s := strings.Join(lines, "\n")
	s = htmlBreak.ReplaceAllString(s, "\n")
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(s, "")))
}

// superMemoCard reads REP=8 LAP=0 EF=3.200 UF=2.370 INT=429 LAST=27.01.06.
func superMemoCard(info string) NoteCard {
	var c NoteCard
	reps := 0
	for one := range strings.FieldsSeq(info) {
		key, value, _ := strings.Cut(one, "=")
		n, _ := strconv.Atoi(value)
		switch key {
		case "REP":
			reps = n
		case "INT":
			c.Interval = min(36500, max(0, n))
		case "LAST":
			for _, layout := range []string{"02.01.06", "02.01.2006"} {
				if t, err := time.Parse(layout, value); err == nil {
					c.Last = t
				}
			}
		}
	}
	if reps == 0 || c.Last.IsZero() {
		return NoteCard{}
	}
	c.Due = c.Last.AddDate(0, 0, c.Interval)
	return c
}
