package quiz

import (
	"strings"
	"unicode"
)

// cellsOf splits a row at its bars; \| is a bar in a cell, and so is one in
// code.
func cellsOf(row string) []string {
	row = strings.TrimSpace(row)
	row = strings.TrimPrefix(row, "|")
	var cells []string
	var b strings.Builder
	code := false
	for i := 0; i < len(row); i++ {
		switch {
		case row[i] == '\\' && i+1 < len(row) && row[i+1] == '|':
			b.WriteByte('|')
			i++
		case row[i] == '`':
			code = !code && strings.Contains(row[i+1:], "`")
			b.WriteByte('`')
		case row[i] == '|' && !code:
			cells = append(cells, strings.TrimSpace(b.String()))
			b.Reset()
		default:
			b.WriteByte(row[i])
		}
	}
	if last := strings.TrimSpace(b.String()); last != "" {
		cells = append(cells, last)
	}
	return cells
}

// table sets rows side by side where they fit, else each row as a list of
// label and value.
func (p *page) table(lines []string) {
	head := cellsOf(lines[0])
	var rows [][]rich
	columns := len(head)
	for i, line := range lines {
		if i == 1 {
			continue
		}
		var row []rich
		for _, c := range cellsOf(line) {
			row = append(row, inline(c, p.marksNow()))
		}
		columns = max(columns, len(row))
		rows = append(rows, row)
	}
	widths := make([]int, columns)
	toRight := make([]bool, columns)
	for c := range toRight {
		toRight[c] = len(rows) > 1
	}
	for i, row := range rows {
		for c, cell := range row {
			widths[c] = max(widths[c], Width(cell.text))
			toRight[c] = toRight[c] && (i == 0 || isAmount(cell.text))
		}
	}
	total := 2 * (columns - 1)
	for _, w := range widths {
		total += w
	}
	for c, mark := range cellsOf(lines[1]) {
		if c < columns && strings.HasSuffix(mark, ":") {
			toRight[c] = !strings.HasPrefix(mark, ":")
		} else if c < columns && strings.HasPrefix(mark, ":") {
			toRight[c] = false
		}
	}
	if p.fit > 0 && total > p.fit-p.hang {
		p.stacked(rows)
		return
	}
	before := strings.Repeat(" ", p.hang)
	for i, row := range rows {
		line, blanks := before, 0
		for c, w := range widths {
			text := rich{}
			if c < len(row) {
				text = row[c]
			}
			room := w - Width(text.text)
			if toRight[c] {
				blanks += room
			}
			if text.text != "" {
				line += strings.Repeat(" ", blanks) + p.cell(text, i == 0)
				blanks = 0
			}
			if !toRight[c] || text.text == "" && !toRight[c] {
				blanks += room
			}
			blanks += 2
		}
		p.lines = append(p.lines, strings.TrimRight(line, " "))
		if i == 0 {
			var rules []string
			for _, w := range widths {
				rules = append(rules, strings.Repeat("-", w))
			}
			p.lines = append(p.lines, before+faint(strings.Join(rules, "  ")))
		}
	}
}

func (p *page) cell(text rich, head bool) string {
	s := p.setting
	if head && !s.heavy {
		paint := s.paint
		s.paint, s.heavy = func(words ...any) string { return paint(bold(words...)) }, true
	}
	return s.draw(text.text, text.faces(), stretch{0, len(text.text)}, s.isolate && runsRight(text.text))
}

// stacked writes each row as lines of "label: value", an empty line between
// rows.
func (p *page) stacked(rows [][]rich) {
	if len(rows) == 1 {
		rows = [][]rich{nil, rows[0]}
	}
	head := rows[0]
	for i, row := range rows[1:] {
		if i > 0 {
			p.lines = append(p.lines, "")
		}
		for c, value := range row {
			if value.text == "" {
				continue
			}
			label := ""
			if c < len(head) && head[c].text != "" {
				label = head[c].text + ": "
			}
			r := rich{text: label + value.text}
			if label != "" {
				r.pieces = append(r.pieces, head[c].pieces...)
			}
			for _, q := range value.pieces {
				r.pieces = append(r.pieces, piece{q.from + len(label), q.to + len(label), q.face})
			}
			if c == 0 {
				p.addRich("", r)
			} else {
				p.addRich("  ", r)
			}
		}
	}
}

// isAmount reports whether a cell holds a number, perhaps with a unit sign.
func isAmount(s string) bool {
	digits := false
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits = true
		case !strings.ContainsRune(" .,+-−–%$€£¥", r):
			return false
		}
	}
	return digits || s == ""
}
