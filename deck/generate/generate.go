// Package generate turns material, facts as data, into questions. It knows no
// subject and no kind of fact: what kinds there are, which fields they have
// and how each is asked stands in the material itself.
//
// Law: docs/generate.md.
package generate

import (
	"bytes"
	"fmt"
	"strings"

	"kuril/deck"
)

// File is one file of material: its name as the user would write it, and its
// text.
type File struct {
	Name string
	Text []byte
}

// Generate makes a bank of the material in files. The same files give the same
// bytes, whatever their order. When something is wrong with the material, it
// returns no bytes and every problem found, with file, line and field.
func Generate(files []File) ([]byte, []deck.Problem) {
	m, problems := Read(files)
	if len(problems) > 0 {
		return nil, problems
	}
	questions, problems := m.Questions()
	if len(problems) > 0 {
		return nil, problems
	}
	c := &complaints{}
	sections := m.sectionsOf(c, questions)
	if len(c.all) > 0 {
		return nil, c.all
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "# Generated from %s; change that, not this file:\n", sources(files))
	fmt.Fprintf(&out, "#   kuril generate %s -o FILE\n", sources(files))
	for _, q := range questions {
		out.WriteString("\n")
		out.WriteString(strings.TrimRight(deck.Format(q), "\n"))
		out.WriteString("\n")
	}
	for _, s := range sections { // behind all questions; deck.Load counts on it
		out.WriteString("\n")
		out.WriteString(deck.FormatSection(s))
	}
	if p := tooLarge(files, questions, sections, out.Len()); p != nil {
		return nil, []deck.Problem{*p}
	}
	return out.Bytes(), nil
}

// Questions makes the questions of the material, in teaching order.
func Questions(files []File) ([]*deck.Question, []deck.Problem) {
	m, problems := Read(files)
	if len(problems) > 0 {
		return nil, problems
	}
	return m.Questions()
}
