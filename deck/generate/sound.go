package generate

import (
	"fmt"
	"slices"
	"strings"

	"kuril/deck"
)

// holds tells whether a problem stands in the fact's own table.
func (f *Fact) holds(p *deck.Problem) bool {
	return p.File == f.File && p.Line >= f.Line && p.Line <= f.table.last()
}

// sound adds what a bank would refuse in a question.
func (b *builder) sound(q *deck.Question, a *ask) {
	for _, p := range deck.Check([]*deck.Question{q}) {
		p.Message = b.what + ": " + p.Message
		key := keyOf(p)
		if key == "wrong" && !b.has(key) {
			key = "draw"
		}
		if b.has(key) {
			at := b.at(key)
			p.File, p.Line, p.Col = at.file, at.line, at.col
		}
		if p.Severity == deck.Error {
			b.complaints.all = append(b.complaints.all, p)
		}
	}
}

// keyOf returns the field of an ask that a bank's complaint is about, or "".
func keyOf(p deck.Problem) string {
	switch p.Rule {
	case "no-gap", "bad-gap":
		return "prompt"
	case "unknown-match":
		return "match"
	}
	for _, key := range []string{"wrong", "answers", "items", "hint", "why", "unit", "tolerance", "source"} {
		for _, word := range []string{"in ", "as ", "list of ", "empty ", "a ", "no "} {
			if strings.HasSuffix(p.Message, word+key) || strings.Contains(p.Message, word+key+" ") || strings.Contains(p.Message, word+key+";") {
				return key
			}
		}
	}
	return ""
}

// sound complains of what a bank would refuse in the title, chapter or
// text of a section.
func (s *section) sound(c *complaints, out *deck.Section) {
	c.refused(s.at, "section "+quote(s.title), &deck.Section{Chapter: out.Chapter, Title: out.Title, Text: out.Text, Facts: []deck.Fact{{Text: "told"}}})
}

// told complains of what a bank would refuse in the text of a fact that a
// section tells.
func (f *Fact) told(c *complaints) {
	if f.Text == "" {
		c.add(f.at, "missing", `add a line such as   text = "What happened, in one or two sentences."`, "fact %q is told in a section and has no text", f.ID)
		return
	}
	c.refused(f.table.keyAt["text"], "fact "+quote(f.ID), &deck.Section{Title: "title", Facts: []deck.Fact{{Text: f.Text}}})
}

// refused adds the errors that a bank with nothing but this section would have.
func (c *complaints) refused(at place, what string, s *deck.Section) {
	_, problems := deck.Parse("", []byte(deck.FormatSection(s)))
	for _, p := range problems {
		if p.Severity == deck.Error && !slices.Contains([]string{"no-questions", "unknown-id"}, p.Rule) {
			c.add(at, p.Rule, p.Hint, "%s: %s", what, p.Message)
		}
	}
}

// tooLarge tells when a bank would hold more than is read of one, or nothing.
func tooLarge(files []File, questions []*deck.Question, sections []*deck.Section, size int) *deck.Problem {
	told := len(sections)
	for _, s := range sections {
		told += len(s.Facts)
	}
	message := ""
	switch {
	case len(questions) > deck.MaxQuestions:
		message = fmt.Sprintf("the material gives %d questions; a bank holds %d", len(questions), deck.MaxQuestions)
	case told > deck.MaxSections:
		message = fmt.Sprintf("the material has %d sections and facts to be read; a bank holds %d", told, deck.MaxSections)
	case size > deck.MaxFile:
		message = fmt.Sprintf("the bank would be larger than %d MiB", deck.MaxFile>>20)
	default:
		return nil
	}
	return &deck.Problem{File: files[0].Name, Line: 1, Col: 1, Rule: "too-large", Severity: deck.Error, Message: message,
		Hint: "divide the material, and make several banks of it"}
}
