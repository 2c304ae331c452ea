package prose

import (
	"html"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"

	"kuril/lazyregexp"
)

var parser = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote, extension.Strikethrough)).Parser()

// frontMatter is YAML or TOML between two lines of its marks, at the very
// beginning.
var frontMatter = lazyregexp.New(`\A(?:---[ \t]*\n(?s:.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\z)|\+\+\+[ \t]*\n(?s:.*?)\n\+\+\+[ \t]*(?:\n|\z))`)

var titleLine = lazyregexp.New(`(?m)^title\s*[:=]\s*["']?(.*?)["']?\s*$`)

// markdown takes a Markdown text apart. Front matter, code, HTML and footnotes
// give no blocks.
func (d *document) markdown() {
	source := d.source
	if front := frontMatter.FindString(source); front != "" {
		if m := titleLine.FindStringSubmatch(front); m != nil {
			d.title = m[1]
		}
		blank := []byte(front) // the places of what follows stay
		for i, c := range blank {
			if c != '\n' {
				blank[i] = ' '
			}
		}
		source = string(blank) + source[len(front):]
	}
	w := &walker{d: d, source: []byte(source)}
	w.children(parser.Parse(gmtext.NewReader(w.source)), 0, false)
}

// A walker goes through a parsed text.
type walker struct {
	d        *document
	source   []byte
	headings []string
	levels   []int
	lists    int
}

func (w *walker) children(n ast.Node, list int, ordered bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c, list, ordered)
	}
}

func (w *walker) block(n ast.Node, list int, ordered bool) {
	switch n := n.(type) {
	case *ast.Heading:
		b := w.gather(n, heading)
		for len(w.levels) > 0 && w.levels[len(w.levels)-1] >= n.Level {
			w.levels = w.levels[:len(w.levels)-1]
			w.headings = w.headings[:len(w.headings)-1]
		}
		if b == nil {
			return
		}
		w.levels = append(w.levels, n.Level)
		w.headings = append(slices.Clip(w.headings), strings.Trim(b.text, "# "))
		if w.d.title == "" {
			w.d.title = b.text
		}
		w.add(b)
	case *ast.List:
		w.lists++
		number := w.lists
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			first := true
			for p := c.FirstChild(); p != nil; p = p.NextSibling() {
				switch p.(type) {
				case *ast.TextBlock, *ast.Paragraph:
					b := w.gather(p, item)
					if b != nil {
						b.list, b.ordered, b.loose = number, n.IsOrdered(), !first
						if p.NextSibling() != nil {
							b.loose = true
						}
						w.add(b)
					}
				default:
					w.block(p, number, n.IsOrdered())
				}
				first = false
			}
		}
	case *ast.Blockquote:
		w.children(n, 0, false)
	case *ast.Paragraph, *ast.TextBlock:
		w.add(w.gather(n, paragraph))
	case *extast.Table:
		w.table(n)
	}
}

func (w *walker) add(b *block) {
	if b != nil {
		w.d.blocks = append(w.d.blocks, b)
	}
}

func (w *walker) table(t *extast.Table) {
	var header []string
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		var cells []string
		g := newBlock(row, w.headings)
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			from := g.text.Len()
			w.inline(c, g)
			cells = append(cells, strings.TrimSpace(g.text.String()[from:]))
			g.put(" | ", w.last(g))
		}
		if _, ok := r.(*extast.TableHeader); ok {
			header = cells
			continue
		}
		if b := g.done(); b != nil {
			b.cells, b.header = cells, header
			w.add(b)
		}
	}
}

func (w *walker) last(g *gatherer) int {
	if n := len(g.from); n > 0 {
		return g.from[n-1]
	}
	return 0
}

func (w *walker) gather(n ast.Node, kind blockKind) *block {
	g := newBlock(kind, slices.Clip(w.headings))
	w.inline(n, g)
	return g.done()
}

// inline adds the text of a block's children.
func (w *walker) inline(n ast.Node, g *gatherer) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			w.text(c.Segment, g)
			if c.SoftLineBreak() || c.HardLineBreak() {
				g.newline(c.Segment.Stop)
			}
		case *ast.String:
			g.put(string(c.Value), w.last(g))
		case *ast.CodeSpan:
			at := w.last(g)
			if first, ok := c.FirstChild().(*ast.Text); ok {
				at = first.Segment.Start - 1
			}
			g.put("`", at)
			for p := c.FirstChild(); p != nil; p = p.NextSibling() {
				if t, ok := p.(*ast.Text); ok {
					g.write(string(t.Segment.Value(w.source)), t.Segment.Start)
				}
			}
			g.put("`", w.last(g))
		case *ast.Emphasis:
			from := g.text.Len()
			w.inline(c, g)
			if c.Level > 1 {
				g.strong = append(g.strong, span{from, g.text.Len()})
			}
		case *ast.AutoLink:
			g.put(string(c.URL(w.source)), w.last(g))
		case *ast.Image, *ast.RawHTML, *extast.FootnoteLink, *extast.FootnoteBacklink:
		default:
			w.inline(c, g)
		}
	}
}

var escaped = lazyregexp.New("\\\\[!-/:-@\\[-`{-~]|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

// text adds a piece of the source, with escapes undone.
func (w *walker) text(s gmtext.Segment, g *gatherer) {
	raw, at := string(s.Value(w.source)), s.Start
	done := 0
	for _, m := range escaped.FindAllStringIndex(raw, -1) {
		g.write(raw[done:m[0]], at+done)
		if raw[m[0]] == '\\' {
			g.write(raw[m[0]+1:m[1]], at+m[0]+1)
		} else {
			g.put(html.UnescapeString(raw[m[0]:m[1]]), at+m[0])
		}
		done = m[1]
	}
	g.write(raw[done:], at+done)
}
