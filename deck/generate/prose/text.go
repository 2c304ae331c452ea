package prose

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A document is a text taken apart into blocks.
type document struct {
	name   string
	source string
	lines  []int // where each line begins
	runes  []int // how many characters stand before each step of the source
	blocks []*block
	title  string
}

// A blockKind says what a block is.
type blockKind int

const (
	paragraph blockKind = iota
	item                // of a list
	heading
	row // of a table
)

// A block is a piece of running text: its words in one line, each byte with the
// place it came from.
type block struct {
	kind     blockKind
	text     string
	from     []int    // of each byte of text: where it stands in the source
	words    *lexicon // of the whole text
	breaks   []int    // where the lines of the source begin in text
	headings []string // it stands under, outermost first
	strong   []span   // what the author set off
	list     int      // number of the list an item belongs to; 0: none
	ordered  bool     // that list is numbered
	loose    bool     // an item of more than its first paragraph
	cells    []string // of a row
	header   []string // of a row's table
}

// A lexicon tells how the words of a text are written inside of its sentences.
type lexicon struct{ small, capital map[string]bool }

// A span is a part of a text, in bytes.
type span struct{ from, to int }

func (s span) overlaps(o span) bool { return s.from < o.to && o.from < s.to }

func (d *document) index() {
	for at := 0; at < len(d.source); at += step {
		if at == 0 {
			d.runes = append(d.runes, 0)
			continue
		}
		d.runes = append(d.runes, d.runes[len(d.runes)-1]+starts(d.source[at-step:at]))
	}
	d.lines = []int{0}
	for i := range len(d.source) {
		if d.source[i] == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
}

// step is how many bytes of the source are counted at once: a text may be one
// long line, and every sentence of it wants its column.
const step = 512

// starts counts the characters that begin in a piece of text, which may be cut
// within one.
func starts(s string) int {
	n := 0
	for i := range len(s) {
		if utf8.RuneStart(s[i]) {
			n++
		}
	}
	return n
}

// before returns how many characters begin before an offset.
func (d *document) before(offset int) int {
	at := min(offset/step, len(d.runes)-1)
	if at < 0 {
		return 0
	}
	return d.runes[at] + starts(d.source[at*step:offset])
}

// place returns where an offset of the source stands.
func (d *document) place(offset int) Place {
	offset = min(max(offset, 0), len(d.source))
	line := sort.SearchInts(d.lines, offset+1) - 1
	return Place{File: d.name, Line: line + 1, Col: 1 + d.before(offset) - d.before(d.lines[line])}
}

// at returns where a byte of a block stands.
func (d *document) at(b *block, i int) Place {
	if len(b.from) == 0 {
		return d.place(0)
	}
	if i >= len(b.from) {
		return d.place(b.from[len(b.from)-1] + 1)
	}
	return d.place(b.from[i])
}

// heading returns the innermost heading of a block, or the title of the text.
func (d *document) heading(b *block) string {
	if n := len(b.headings); n > 0 {
		return b.headings[n-1]
	}
	return d.title
}

// A gatherer puts the text of a block together.
type gatherer struct {
	text strings.Builder
	from []int
	*block
}

func newBlock(kind blockKind, headings []string) *gatherer {
	return &gatherer{block: &block{kind: kind, headings: headings}}
}

// write adds text that stands at offset in the source.
func (g *gatherer) write(s string, offset int) {
	for i := range len(s) {
		c := s[i]
		if c == '\n' || c == '\t' || c == '\r' {
			c = ' '
		}
		g.text.WriteByte(c)
		g.from = append(g.from, offset+i)
	}
}

// put adds text that stands for something else at offset.
func (g *gatherer) put(s string, offset int) {
	for i := range len(s) {
		g.text.WriteByte(s[i])
		g.from = append(g.from, offset)
	}
}

// newline notes that a line of the source ends here.
func (g *gatherer) newline(offset int) {
	if g.text.Len() > 0 && !strings.HasSuffix(g.text.String(), " ") {
		g.put(" ", offset)
	}
	g.breaks = append(g.breaks, g.text.Len())
}

// done returns the block; nil when there is nothing in it.
func (g *gatherer) done() *block {
	text := g.text.String()
	end := len(strings.TrimRightFunc(text, unicode.IsSpace))
	start := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	if start >= end {
		return nil
	}
	g.block.text, g.block.from = text[start:end], g.from[start:end]
	for i := range g.strong {
		g.strong[i].from -= start
		g.strong[i].to -= start
	}
	breaks := []int{0}
	for _, b := range g.breaks {
		if b -= start; b > 0 && b < end-start {
			breaks = append(breaks, b)
		}
	}
	g.block.breaks = breaks
	return g.block
}

// sourceLines returns the lines of a block as they were broken in the source.
func (b *block) sourceLines() []span {
	var lines []span
	for i, from := range b.breaks {
		to := len(b.text)
		if i+1 < len(b.breaks) {
			to = b.breaks[i+1]
		}
		lines = append(lines, span{from, to})
	}
	return lines
}
