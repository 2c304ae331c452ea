package quiz

import (
	"strings"

	"kuril/lazyregexp"
)

// blockKind is what a part of a text is.
type blockKind int

const (
	paragraph  blockKind = iota // lines, each wrapped on its own
	listItem                    // further lines are set in under the first
	codeBlock                   // never reflowed
	tableBlock                  // lines are rows of cells between bars
)

// block is a part of a text. Line breaks in a deck are meant, so each line of a
// paragraph stays one.
type block struct {
	kind   blockKind
	lines  []string
	marker string // of an item: "•" or "12."
	indent int    // of an item, in columns
	gap    bool   // an empty line stands before it
}

var (
	fence  = lazyregexp.New("^ {0,3}(```+|~~~+)[^`]*$")
	bullet = lazyregexp.New(`^( *)([-*•–]) +(\S.*)$`)
	number = lazyregexp.New(`^( *)(\d{1,3}[.)]) +(\S.*)$`)
	rule   = lazyregexp.New(`^ *\|?(?: *:?-{3,}:? *\|)+ *(?::?-{3,}:? *\|?)? *$`)
)

// blocks reads a text: paragraphs, lists, code between fences or set in by four
// blanks, tables with a line of dashes under their head.
func blocks(text string) []block {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	single := len(lines) == 1 // a lone line that begins with a dash is no list
	var all []block
	gap := false
	add := func(b block) {
		b.gap = gap && len(all) > 0
		gap = false
		all = append(all, b)
	}
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		last := len(all) - 1
		if m := fence.FindStringSubmatch(line); m != nil && !single {
			b := block{kind: codeBlock}
			for i++; i < len(lines) && !isFenceEnd(lines[i], m[1]); i++ {
				b.lines = append(b.lines, untabbed(lines[i]))
			}
			if len(b.lines) > 0 {
				add(b)
			}
			continue
		}
		if strings.TrimSpace(line) == "" {
			if last >= 0 && all[last].kind == codeBlock && i+1 < len(lines) && isSetIn(lines[i+1]) && isSetIn(all[last].lines[0]) {
				all[last].lines = append(all[last].lines, "")
				continue
			}
			gap = true
			continue
		}
		if strings.Contains(line, "|") && i+1 < len(lines) && rule.MatchString(lines[i+1]) && strings.Contains(lines[i+1], "|") {
			b := block{kind: tableBlock}
			for ; i < len(lines) && strings.Contains(lines[i], "|"); i++ {
				b.lines = append(b.lines, untabbed(lines[i]))
			}
			i--
			add(b)
			continue
		}
		inList := last >= 0 && all[last].kind == listItem
		if m := itemOf(line); m != nil && !single {
			add(block{kind: listItem, lines: []string{strings.TrimRight(m[3], " \t")}, marker: m[2], indent: min(len(m[1]), 12)})
			continue
		}
		switch {
		case inList && !gap && strings.HasPrefix(line, " "):
			all[last].lines = append(all[last].lines, strings.TrimSpace(line))
		case isSetIn(line) && last >= 0 && !gap && all[last].kind == codeBlock:
			all[last].lines = append(all[last].lines, untabbed(line))
		case isSetIn(line) && !single:
			add(block{kind: codeBlock, lines: []string{untabbed(line)}})
		case last >= 0 && !gap && all[last].kind == paragraph:
			all[last].lines = append(all[last].lines, untabbed(strings.TrimRight(line, " \t")))
		default:
			add(block{kind: paragraph, lines: []string{untabbed(strings.TrimRight(line, " \t"))}})
		}
	}
	for i := range all {
		if b := &all[i]; b.kind == codeBlock {
			b.lines = shiftLeft(b.lines)
		}
	}
	return all
}

func itemOf(line string) []string {
	m := bullet.FindStringSubmatch(untabbed(line))
	if m == nil {
		return number.FindStringSubmatch(untabbed(line))
	}
	if m[2] == "*" {
		m[2] = "•"
	}
	return m
}

func isFenceEnd(line, begun string) bool {
	line = strings.TrimSpace(line)
	return len(line) >= len(begun) && strings.Trim(line, begun[:1]) == ""
}

// isSetIn reports whether a line is code by its indentation.
func isSetIn(line string) bool {
	return strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t")
}

// untabbed puts blanks in the place of tabs, up to every fourth column.
func untabbed(line string) string {
	if !strings.Contains(line, "\t") {
		return line
	}
	var b strings.Builder
	column := 0
	for i, part := range strings.Split(line, "\t") {
		if i > 0 {
			n := 4 - column%4
			b.WriteString(strings.Repeat(" ", n))
			column += n
		}
		b.WriteString(part)
		column += Width(part)
	}
	return b.String()
}

// shiftLeft takes the blanks off that all lines have in common.
func shiftLeft(lines []string) []string {
	common := -1
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if n := len(line) - len(strings.TrimLeft(line, " ")); common < 0 || n < common {
			common = n
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(line[min(max(common, 0), len(line)):], " ")
	}
	return lines
}

// readOut is a text in one line, as a person would read it out: without marks,
// formulas in ordinary signs.
func readOut(text string) string {
	if !strings.ContainsAny(text, "*`$!\\\n") {
		return text
	}
	var parts []string
	for _, b := range blocks(text) {
		for i, line := range b.lines {
			switch {
			case b.kind == codeBlock:
			case b.kind == tableBlock && i == 1:
				continue
			case b.kind == tableBlock:
				var cells []string
				for _, c := range cellsOf(line) {
					cells = append(cells, inline(c, withoutMarks).text)
				}
				line = strings.Join(cells, " | ")
				if i > 1 {
					parts[len(parts)-1] += ";"
				}
			default:
				line = inline(line, withoutMarks).text
			}
			if b.kind == listItem && i == 0 && b.marker != "•" && b.marker != "-" {
				line = b.marker + " " + line
			} else if b.kind == listItem && i == 0 && len(parts) > 0 {
				line = b.marker + " " + line
			}
			parts = append(parts, strings.TrimSpace(line))
		}
	}
	return strings.Join(parts, " ")
}
