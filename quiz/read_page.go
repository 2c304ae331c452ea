package quiz

import (
	"strconv"
	"strings"

	"kuril/deck"
	"kuril/lazyregexp"
)

// readWidth is the widest line of what is read, in columns: longer ones are
// hard to follow.
const readWidth = 78

// readPage lays the material out for a person.
type readPage struct {
	b     *strings.Builder
	width int // columns

	isolate bool // the terminal knows the signs around text from right to left
}

func newReadPage(b *strings.Builder, columns int, isolate bool) *readPage {
	return &readPage{b: b, width: min(columns, readWidth), isolate: isolate}
}

func (p *readPage) print(parts []shownPart) {
	chapter, name := "", ""
	for i, part := range parts {
		if part.Chapter != chapter || part.Deck != name {
			if i > 0 {
				p.b.WriteString("\n\n")
			}
			chapter, name = part.Chapter, part.Deck
			p.heading(chapter, "━", accent)
		}
		if part.Title != "" {
			if i > 0 || chapter != "" {
				p.b.WriteString("\n")
			}
			p.heading(part.Title, "─", faint)
		}
		if part.Text != "" {
			p.b.WriteString("\n")
			p.put("", "", plainly, part.Text)
		}
		for _, f := range part.Facts {
			p.b.WriteString("\n")
			p.fact(f)
		}
	}
}

// heading prints a title and a rule below it.
func (p *readPage) heading(title, sign string, rule Paint) {
	if title == "" {
		return
	}
	longest := 0
	for _, line := range Wrap(CleanLine(title), p.width) {
		longest = max(longest, Width(line))
		p.b.WriteString(strong(line) + "\n")
	}
	p.b.WriteString(rule(strings.Repeat(sign, min(longest, p.width))) + "\n")
}

// fact prints a fact and, set in below it, its questions.
func (p *readPage) fact(f shownFact) {
	in := ""
	if f.Text != "" {
		p.put("• ", "  ", plainly, f.Text)
		in = "    "
	}
	for _, q := range f.Questions {
		p.question(in, q)
	}
}

func (p *readPage) question(in string, q shownRead) {
	p.put(in, in, plainly, q.asked())
	next := in + "  "
	if len(q.Answer) > 0 {
		s := q.how
		s.paint, s.heavy = strong, true
		p.set(in+"→ ", next, s, q.right())
	}
	if q.Why != "" {
		p.put(next, next, faint, q.Why)
	}
}

// howTo is what stands behind a question to say how it is to be answered.
var howTo = lazyregexp.New(`\? \([^()]*\)$`)

// asked is the question for somebody who sees the answer: how precisely a date
// or a number is wanted, and how many options are right, can be seen there.
func (q shownRead) asked() string {
	switch {
	case q.exact, q.Kind == string(deck.List), q.Kind == string(deck.Select):
		return howTo.ReplaceAllString(q.Prompt, "?")
	}
	return q.Prompt
}

// right is the answer in one piece; what comes in an order is numbered.
func (q shownRead) right() string {
	if q.Kind != string(deck.Order) {
		return enumerated(q.Answer)
	}
	steps := make([]string, len(q.Answer))
	for i, a := range q.Answer {
		steps[i] = strconv.Itoa(i+1) + " " + a
	}
	return enumerated(steps)
}

// put prints a text, its first line behind first and the others behind next.
func (p *readPage) put(first, next string, paint Paint, text string) {
	p.set(first, next, setting{paint: paint}, text)
}

func (p *readPage) set(first, next string, s setting, text string) {
	s.width, s.first, s.hang, s.isolate = p.width, Width(first), Width(next), p.isolate
	for i, line := range s.lay(text) {
		if i == 0 {
			line = first + line
		}
		p.b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// readPlain says the same in labelled lines, none of them broken, for a reader
// that reads aloud and for a program.
func readPlain(b *strings.Builder, parts []shownPart) {
	line := func(label, text string) {
		if text != "" {
			b.WriteString(label + ": " + CleanLine(text) + "\n")
		}
	}
	chapter, name := "", ""
	for i, part := range parts {
		if i > 0 {
			b.WriteString("\n")
		}
		if part.Chapter != chapter || part.Deck != name {
			chapter, name = part.Chapter, part.Deck
			line("Chapter", chapter)
		}
		line("Section", part.Title)
		for paragraph := range strings.SplitSeq(part.Text, "\n\n") {
			line("Text", paragraph)
		}
		for _, f := range part.Facts {
			line("Fact", f.Text)
			for _, q := range f.Questions {
				line("Q", q.asked())
				line("A", q.right())
				line("Why", q.Why)
			}
		}
	}
}

// readMarkdown writes a document with headings and lists.
func readMarkdown(b *strings.Builder, parts []shownPart) {
	chapter, name := "", ""
	put := func(before, text string) {
		if text == "" {
			return
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString(before + Clean(text) + "\n")
	}
	for _, part := range parts {
		if part.Chapter != chapter || part.Deck != name {
			chapter, name = part.Chapter, part.Deck
			put("# ", CleanLine(chapter))
		}
		put("## ", CleanLine(part.Title))
		put("", part.Text)
		for _, f := range part.Facts {
			put("", f.Text)
			if len(f.Questions) > 0 {
				b.WriteString("\n")
			}
			for _, q := range f.Questions {
				b.WriteString("- " + CleanLine(q.asked()))
				if len(q.Answer) > 0 {
					b.WriteString(" **" + CleanLine(q.right()) + "**")
				}
				if q.Why != "" {
					b.WriteString("\n  " + CleanLine(q.Why))
				}
				b.WriteString("\n")
			}
		}
	}
}
