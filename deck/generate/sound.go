package generate

import (
	"fmt"
	"slices"

	"kuril/deck"
)

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
