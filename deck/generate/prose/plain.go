package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/lazyregexp"
)

var (
	bullet    = lazyregexp.New(`^\s*(?:[•‣◦▪·*+–-]|\(?[0-9]{1,3}[.)]|\(?[a-z]\))\s+`)
	numbered  = lazyregexp.New(`^\s*\(?[0-9]{1,3}[.)]\s`)
	underline = lazyregexp.New(`^\s*(?:={3,}|-{3,}|~{3,})\s*$`)
	hashes    = lazyregexp.New(`^#{1,6}\s+`)
)

// plain takes a text without marks apart: empty lines separate paragraphs, and
// a short line that stands by itself without a full stop is a heading.
func (d *document) plain() {
	var headings []string
	list := 0
	from := 0
	for from < len(d.lines) {
		if blankLine(d.line(from)) {
			from++
			continue
		}
		to := from
		for to < len(d.lines) && !blankLine(d.line(to)) {
			to++
		}
		lines := to - from
		switch {
		case lines == 2 && underline.MatchString(d.line(from+1)), lines == 1 && isHeading(d.line(from)):
			b := d.gather(heading, headings, from, from+1)
			if b != nil {
				b.text = strings.TrimSpace(hashes.ReplaceAllString(b.text, ""))
				headings = []string{b.text}
				if d.title == "" {
					d.title = b.text
				}
				d.blocks = append(d.blocks, b)
			}
			list = 0
		case bullet.MatchString(d.line(from)):
			if list == 0 {
				list = from + 1
			}
			d.items(from, to, list, headings)
		default:
			// A paragraph may run into a list.
			at := from
			for at < to && !bullet.MatchString(d.line(at)) {
				at++
			}
			if at+1 >= to || !strings.HasSuffix(strings.TrimSpace(d.line(at-1)), ":") {
				at = to
			}
			if b := d.gather(paragraph, headings, from, at); b != nil {
				d.blocks = append(d.blocks, b)
			}
			list = 0
			if at < to {
				d.items(at, to, at+1, headings)
			}
		}
		from = to
	}
}

// items adds the items of a list that stands on lines from..to.
func (d *document) items(from, to, list int, headings []string) {
	for from < to {
		end := from + 1
		for end < to && !bullet.MatchString(d.line(end)) {
			end++
		}
		if b := d.gather(item, headings, from, end); b != nil {
			b.list, b.ordered = list, numbered.MatchString(d.line(from))
			d.blocks = append(d.blocks, b)
		}
		from = end
	}
}

func (d *document) line(i int) string {
	end := len(d.source)
	if i+1 < len(d.lines) {
		end = d.lines[i+1] - 1
	}
	return d.source[d.lines[i]:end]
}

// gather puts the lines from..to into one block.
func (d *document) gather(kind blockKind, headings []string, from, to int) *block {
	g := newBlock(kind, slices.Clip(headings))
	for i := from; i < to; i++ {
		line, at := d.line(i), d.lines[i]
		if i == from && kind == item {
			skip := len(bullet.FindString(line))
			line, at = line[skip:], at+skip
		}
		skip := len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
		if i > from {
			g.newline(at - 1)
		}
		g.write(strings.TrimRightFunc(line[skip:], unicode.IsSpace), at+skip)
	}
	return g.done()
}

func blankLine(s string) bool { return strings.TrimSpace(s) == "" }

// isHeading tells whether a line that stands alone is a heading.
func isHeading(s string) bool {
	s = strings.TrimSpace(s)
	if hashes.MatchString(s) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	first, _ := utf8.DecodeRuneInString(s)
	return len(strings.Fields(s)) <= 12 && !strings.ContainsRune(".!?:;,。！？", last) && !unicode.IsLower(first) &&
		!bullet.MatchString(s) && !strings.Contains(s, "::") && !strings.Contains(s, "==") && !strings.Contains(s, "{{") && !strings.HasPrefix(s, "Q:") && !strings.HasPrefix(s, "A:")
}
