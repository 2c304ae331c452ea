// Package prose turns notes and articles into draft questions. It reads plain
// text and Markdown, takes marked text at its word, and of other sentences asks
// only what they state by themselves. What a text has lost is reported and never
// asked. It knows nothing of the learner, and it has no dictionary: what it asks
// rests on short lists of words and on how English builds a sentence.
//
// Law: docs/generate.md.
package prose

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"kuril/deck"
)

// MaxFile is the size in bytes above which a text is refused: a long novel has
// a fifth of it.
const MaxFile = 4 << 20

// A File is one text: its name as the user would write it, and its bytes.
type File struct {
	Name string
	Text []byte
}

// A Place is where something stands in a file; Line and Col count from 1, Col
// in characters.
type Place struct {
	File      string
	Line, Col int
}

func (p Place) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

// A Candidate is a question that a text could give.
type Candidate struct {
	Place
	Question deck.Question
	Rule     string // which way of asking made it
	Score    int    // 0 to 100: how sure the rule is that it is worth asking
	Offered  bool   // without --all too
	Marked   bool   // the text itself says what is asked
	Sentence string
}

// A Passed is a sentence that gives no question, and why.
type Passed struct {
	Place
	Sentence string
	Reason   string
}

// A Hole is a place where a text seems to have lost something.
type Hole struct {
	Place
	Missing string
}

// A Draft is what some texts give.
type Draft struct {
	Candidates []*Candidate // in the order of the texts
	Passed     []Passed
	Holes      []Hole
	Sentences  int
	Words      int
	Foreign    bool // most of it is in no English; only marked text was taken
}

// Read makes a draft of texts, in the order given: at most most questions of
// each are offered, marked ones beside. Its errors are *deck.FileError.
func Read(files []File, most int) (*Draft, error) {
	d := &Draft{}
	ids := map[string]int{}
	for _, f := range files {
		if err := d.add(f, most, ids); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (d *Draft) add(f File, most int, ids map[string]int) error {
	doc, err := open(f)
	if err != nil {
		return err
	}
	holes := doc.holes()
	d.Holes = append(d.Holes, holes...)
	r := &reader{doc: doc, holes: holes, asked: map[string]bool{}}
	r.read()
	offer(r.candidates, most)
	name(r.candidates, f.Name, ids)
	d.Candidates = append(d.Candidates, r.candidates...)
	d.Passed = append(d.Passed, r.passed...)
	d.Sentences += r.sentences
	d.Words += r.words
	d.Foreign = d.Foreign || r.foreign
	return nil
}

// open checks that a file holds text, and takes it apart.
func open(f File) (*document, error) {
	if len(f.Text) > MaxFile {
		return nil, &deck.FileError{Path: f.Name, Message: fmt.Sprintf("this text is larger than %d MiB, the most that is read", MaxFile>>20), Hint: "take one chapter of it"}
	}
	text, err := deck.Decode(f.Name, f.Text)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, &deck.FileError{Path: f.Name, Message: "there is nothing in it", Hint: "write notes such as   Q: Where is Sapporo?   and below   A: On Hokkaido"}
	}
	doc := &document{name: filepath.ToSlash(f.Name), source: string(text)}
	doc.index()
	switch strings.ToLower(filepath.Ext(f.Name)) {
	case ".txt", ".text":
		doc.plain()
	default:
		doc.markdown()
	}
	return doc, nil
}
