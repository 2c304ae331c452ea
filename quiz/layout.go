package quiz

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fatih/color"
)

// setting says how a text of a deck is laid out.
type setting struct {
	width   int   // columns; 0 where each line of the text stays one line
	fit     int   // columns that tables and code may take; width unless said
	first   int   // columns of the first line that a label has taken
	hang    int   // blanks before every further line
	paint   Paint // of the whole; nil for none
	heavy   bool  // paint is bold already
	bare    bool  // no marks, even where nothing shows a face
	exact   bool  // every sign stands for itself
	isolate bool  // the terminal knows the signs around text from right to left
}

// lay returns the lines of a text, the first without its label. No line is
// wider than the width, but for words that are wider themselves.
func (s setting) lay(text string) []string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if strings.Contains(text, "\t") {
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			lines[i] = untabbed(line)
		}
		text = strings.Join(lines, "\n")
	}
	text = Clean(strings.Trim(text, "\n"))
	s.fit = cmp.Or(s.fit, s.width)
	if s.paint == nil {
		s.paint = plainly
	}
	all := blocks(text)
	if s.exact {
		all = exactBlocks(text)
	}
	p := page{setting: s}
	if len(all) > 0 && s.first > 0 && (all[0].kind == codeBlock || all[0].kind == tableBlock || all[0].kind == listItem) {
		p.lines = []string{""}
	}
	for _, b := range all {
		if b.gap {
			p.lines = append(p.lines, "")
		}
		switch b.kind {
		case paragraph:
			for _, line := range b.lines {
				text := strings.TrimLeft(line, " ")
				p.add(strings.Repeat(" ", min(len(line)-len(text), 8)), text)
			}
		case listItem:
			head := strings.Repeat(" ", b.indent) + b.marker + " "
			for _, line := range b.lines {
				p.add(head, line)
				head = strings.Repeat(" ", Width(head))
			}
		case codeBlock:
			p.code(b.lines)
		case tableBlock:
			p.table(b.lines)
		}
	}
	if len(p.lines) == 0 {
		return []string{""}
	}
	return p.lines
}

// exactBlocks reads a text in which nothing is markup.
func exactBlocks(text string) []block {
	if strings.Contains(text, "\n") {
		return []block{{kind: codeBlock, lines: strings.Split(text, "\n")}}
	}
	return []block{{kind: paragraph, lines: []string{text}}}
}

// page collects the lines of a text.
type page struct {
	setting
	lines []string
}

// marksNow says whether faces need marks to be seen.
func (s setting) marksNow() marks {
	if color.NoColor && !s.bare {
		return withMarks
	}
	return withoutMarks
}

// add wraps a line of text behind head, which further lines are set in under.
func (p *page) add(head, text string) {
	r := rich{text: text}
	if !p.exact {
		r = inline(text, p.marksNow())
	}
	p.addRich(head, r)
}

func (p *page) addRich(head string, r rich) {
	taken := 0
	before := strings.Repeat(" ", p.hang)
	if len(p.lines) == 0 {
		taken, before = max(0, p.first-p.hang), ""
	}
	parts := []stretch{{0, len(r.text)}}
	if p.width > 0 {
		parts = breakLine(r.text, p.width-p.hang-Width(head), taken, r.glued())
	}
	right, faces := p.isolate && runsRight(r.text), r.faces()
	for _, part := range parts {
		p.lines = append(p.lines, lead(before+head, part)+p.draw(r.text, faces, part, right))
		before = strings.Repeat(" ", p.hang)
		head = strings.Repeat(" ", Width(head))
	}
}

// lead is what stands before a stretch, without blanks before nothing.
func lead(head string, part stretch) string {
	if part.from == part.to {
		return strings.TrimRight(head, " ")
	}
	return head
}

// glued forbids breaks in addresses and, except at blanks, in code.
func (r rich) glued() func(at int) bool {
	if !slices.ContainsFunc(r.pieces, func(p piece) bool { return p.face&(whole|verbatim) != 0 }) {
		return nil
	}
	held := make([]bool, len(r.text))
	for _, p := range r.pieces {
		for at := p.from + 1; at < p.to; at++ {
			held[at] = held[at] || p.face&whole != 0 || p.face&verbatim != 0 && r.text[at-1] != ' '
		}
	}
	return func(at int) bool { return held[at] }
}

// faces returns the face of every byte; nil where all are plain.
func (r rich) faces() []face {
	if len(r.pieces) == 0 {
		return nil
	}
	all := make([]face, len(r.text))
	for _, p := range r.pieces {
		for at := p.from; at < p.to; at++ {
			all[at] |= p.face
		}
	}
	return all
}

// The faces on a terminal with colours.
var (
	slanted    = paint(color.Italic)
	bold       = paint(color.Bold)
	underlined = paint(color.Underline)
	coded      = paint(color.FgMagenta) // to be read on dark and on light
)

// draw paints one stretch of a line, each run of signs in its face; no faces
// mean that all are plain.
func (s setting) draw(text string, faces []face, part stretch, right bool) string {
	signs := map[int]string{}
	if s.isolate {
		for _, run := range isolated(text[part.from:part.to], right) {
			signs[part.from+run.from] += isolateRight
			signs[part.from+run.to] += isolateEnd
		}
	}
	var b strings.Builder
	for at := part.from; at < part.to; {
		to, f := at+1, face(0)
		if faces != nil {
			f = faces[at]
		}
		for to < part.to && signs[to] == "" && (faces == nil || faces[to] == f) {
			to++
		}
		b.WriteString(signs[at] + s.paintFace(text[at:to], f))
		at = to
	}
	return b.String() + signs[part.to]
}

func (s setting) paintFace(text string, f face) string {
	if f&verbatim != 0 {
		text = coded(text)
	}
	if f&emphasis != 0 {
		text = slanted(text)
	}
	if f&weighty != 0 {
		if s.heavy {
			text = underlined(text)
		} else {
			text = bold(text)
		}
	}
	return s.paint(text)
}

// goesOn marks a line of code that does not end where the window does.
const goesOn = "↩"

// code sets lines in and cuts those that are too long, with a mark; they are
// never reflowed.
func (p *page) code(lines []string) {
	const in = 2
	before := strings.Repeat(" ", p.hang+in)
	for _, line := range lines {
		if line == "" {
			p.lines = append(p.lines, "")
			continue
		}
		room := max(p.fit-p.hang-in, 4)
		for p.width > 0 {
			if _, rest := cut(line, room); rest == "" {
				break
			}
			head, rest := cut(line, room-1)
			p.lines = append(p.lines, before+p.drawCode(head)+faint(goesOn))
			line = rest
		}
		p.lines = append(p.lines, before+p.drawCode(line))
	}
}

func (p *page) drawCode(line string) string {
	if p.isolate {
		line = isolate(line, false)
	}
	return p.paint(coded(line))
}
