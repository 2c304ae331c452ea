package quiz

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/lazyregexp"
)

// The texts of a deck are plain text in which a little Markdown is understood:
// *emphasis*, **strong**, `code`, formulas between dollars, pictures. The rules
// are stricter than Markdown's own, because most texts mean none of it: an
// asterisk between letters or digits is an asterisk, an underscore is always
// one. What is meant so although it looks like markup has a backslash before it.

// face is how a piece of a line is set.
type face uint8

const (
	emphasis face = 1 << iota
	weighty
	verbatim // code; broken at blanks only
	whole    // an address or a path; never broken
)

// rich is a line of text with its faces.
type rich struct {
	text   string
	pieces []piece // an address may overlap another one
}

// piece is a stretch of a line, in bytes.
type piece struct {
	from, to int
	face     face
}

// picture is an image that a text refers to.
type picture struct{ alt, path string }

// marks says what becomes of the marks themselves.
type marks int

const (
	withoutMarks marks = iota // the plain reading: x
	withMarks                 // where nothing else shows a face: *x*, `x`
)

// inline reads the markup of one line.
func inline(line string, m marks) rich {
	var r reader
	r.marks = m
	r.read(line, 0, 0)
	r.addresses()
	return rich{r.out.String(), r.pieces}
}

// reader writes the plain text of a line and notes the faces.
type reader struct {
	marks    marks
	as       texReading
	out      strings.Builder
	pieces   []piece
	pictures []picture
}

// maxNesting bounds how deep emphasis stands in emphasis.
const maxNesting = 8

func (r *reader) read(s string, f face, depth int) {
	for i := 0; i < len(s); {
		n := 0
		switch s[i] {
		case '\\':
			n = r.backslash(s[i:], f)
		case '`':
			n = r.code(s[i:], f)
		case '$':
			n = r.formula(s[i:], f)
		case '!':
			n = r.image(s[i:], f)
		case '*':
			if depth < maxNesting {
				n = r.emphasis(s, i, f, depth)
			}
			if n == 0 { // the whole run is plain
				n = len(s[i:]) - len(strings.TrimLeft(s[i:], "*"))
				r.put(s[i:i+n], f)
			}
		}
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s[i:])
			r.put(s[i:i+n], f)
		}
		i += n
	}
}

// put writes text in a face.
func (r *reader) put(text string, f face) {
	from := r.out.Len()
	r.out.WriteString(text)
	if f == 0 || text == "" {
		return
	}
	if n := len(r.pieces); n > 0 && r.pieces[n-1].to == from && r.pieces[n-1].face == f {
		r.pieces[n-1].to = r.out.Len()
		return
	}
	r.pieces = append(r.pieces, piece{from, r.out.Len(), f})
}

// backslash takes the meaning from the sign behind it, or begins a formula.
func (r *reader) backslash(s string, f face) int {
	if inside, ok := formulaIn(s); ok {
		if text, simple := tex(inside, r.as); simple {
			r.put(text, f)
			return len(inside) + 4
		}
	}
	if len(s) > 1 && strings.IndexByte("*`$", s[1]) >= 0 {
		r.put(s[1:2], f)
		return 2
	}
	return 0
}

// formulaIn returns what stands between \( and \) or \[ and \] at the beginning
// of s, up to where another formula begins: none holds one.
func formulaIn(s string) (inside string, ok bool) {
	closing := byte(')')
	switch {
	case strings.HasPrefix(s, `\[`):
		closing = ']'
	case !strings.HasPrefix(s, `\(`):
		return "", false
	}
	for at := 2; ; at += 2 {
		i := strings.IndexByte(s[at:], '\\')
		if at += i; i < 0 || at+1 == len(s) || s[at+1] == '(' || s[at+1] == '[' {
			return "", false
		}
		if s[at+1] == closing {
			return s[2:at], true
		}
	}
}

// code reads `code`, between runs of equally many backticks.
func (r *reader) code(s string, f face) int {
	n := len(s) - len(strings.TrimLeft(s, "`"))
	ticks := s[:n]
	for at := n; at < len(s); {
		j := strings.Index(s[at:], ticks)
		if j < 0 {
			break
		}
		at += j
		run := len(s[at:]) - len(strings.TrimLeft(s[at:], "`"))
		if run != n {
			at += run
			continue
		}
		inside := s[n:at]
		if strings.TrimSpace(inside) == "" {
			break
		}
		if len(inside) > 2 && inside[0] == ' ' && inside[len(inside)-1] == ' ' && n > 1 {
			inside = inside[1 : len(inside)-1]
		}
		if r.marks == withMarks {
			inside = ticks + inside + ticks
		}
		r.put(inside, f|verbatim)
		return at + n
	}
	r.put(ticks, f)
	return n
}

// formula reads what stands between two dollars. Amounts are no formulas.
func (r *reader) formula(s string, f face) int {
	inside, size, ok := formulaAt(s)
	if !ok {
		return 0
	}
	if text, simple := tex(inside, r.as); simple {
		r.put(text, f)
	} else {
		r.put(s[:size], f)
	}
	return size
}

// formulaAt returns what stands between the dollars at the beginning of s, and
// how long both are together.
func formulaAt(s string) (inside string, size int, ok bool) {
	if rest, ok := strings.CutPrefix(s, "$$"); ok {
		if inside, _, ok := strings.Cut(rest, "$$"); ok && strings.TrimSpace(inside) != "" {
			return inside, len(inside) + 4, true
		}
		return "", 0, false
	}
	rest := s[1:]
	for at := 0; ; {
		j := strings.IndexByte(rest[at:], '$')
		if j < 0 {
			return "", 0, false
		}
		at += j
		if at > 0 && rest[at-1] == '\\' {
			at++
			continue
		}
		inside = rest[:at]
		after := byte(' ')
		if at+1 < len(rest) {
			after = rest[at+1]
		}
		return inside, at + 2, inside != "" && strings.TrimSpace(inside) == inside && (after < '0' || after > '9') && isFormula(inside)
	}
}

var (
	texWord   = lazyregexp.New(`\\[A-Za-z]+(\{[^{}]*\})?|\{[^{}]*\}`)
	wordThree = lazyregexp.New(`\p{L}{3}`)
)

// isFormula tells a formula from words that happen to stand between two signs
// for dollars: US$5 and A$6.
func isFormula(s string) bool {
	if wordThree.MatchString(texWord.ReplaceAllString(s, " ")) {
		return false
	}
	startsAsAmount := s[0] >= '0' && s[0] <= '9'
	return !startsAsAmount || !strings.Contains(s, " ") || strings.ContainsAny(s, `\^_{=<>+*`)
}

// image reads ![alt](path) and shows both.
func (r *reader) image(s string, f face) int {
	m := imageMark.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	alt, target := strings.TrimSpace(m[1]), m[2]
	r.pictures = append(r.pictures, picture{alt, target})
	if alt != "" {
		r.put(alt+" ", f)
	}
	r.put("(image: ", f)
	r.put(target, f|whole)
	r.put(")", f)
	return len(m[0])
}

var imageMark = lazyregexp.New(`^!\[([^\[\]]*)\]\(\s*<?([^()<>\s]+)>?(?:\s+"[^"]*")?\s*\)`)

// emphasis reads *x* and **x** that begin at s[i]; 0 when they do not.
func (r *reader) emphasis(s string, i int, f face, depth int) int {
	n := len(s[i:]) - len(strings.TrimLeft(s[i:], "*"))
	if n > 3 || !opens(s, i, i+n) {
		return 0
	}
	run := s[i : i+n]
	for at := i + n; at < len(s); {
		j := strings.IndexAny(s[at:], "*`$\\")
		if j < 0 {
			return 0
		}
		at += j
		switch s[at] {
		case '\\':
			at += min(2, len(s)-at)
			continue
		case '`':
			if end := strings.IndexByte(s[at+1:], '`'); end >= 0 {
				at += end + 1
			}
			at++
			continue
		case '$':
			_, size, ok := formulaAt(s[at:])
			if !ok {
				size = 1
			}
			at += size
			continue
		}
		stars := len(s[at:]) - len(strings.TrimLeft(s[at:], "*"))
		if stars == n && closes(s, at, at+n) {
			inside := s[i+n : at]
			g := f
			if n != 2 {
				g |= emphasis
			}
			if n >= 2 {
				g |= weighty
			}
			if r.marks == withMarks {
				r.put("*", g)
			}
			r.read(inside, g, depth+1)
			if r.marks == withMarks {
				r.put("*", g)
			}
			return at + n - i
		}
		if stars == n && opens(s, at, at+n) && n == len(run) {
			return 0 // the nearer one opens
		}
		at += stars
	}
	return 0
}

// opens reports whether the asterisks s[i:j] can begin emphasis: what they
// enclose begins at once, and no word ends before them.
func opens(s string, i, j int) bool {
	next, _ := utf8.DecodeRuneInString(s[j:])
	if j >= len(s) || unicode.IsSpace(next) || strings.ContainsRune(".,;:!?)]}/", next) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	return i == 0 || isEdge(before) || strings.ContainsRune("([{<\"'“‘«„‚—–-…¿¡:*|", before)
}

// closes reports whether the asterisks s[i:j] can end emphasis.
func closes(s string, i, j int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if unicode.IsSpace(before) || before == '/' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[j:])
	return j >= len(s) || isEdge(next) || strings.ContainsRune(".,;:!?)]}>\"'”’»“—–-…*|", next)
}

// isEdge reports whether a word may begin or end beside r: at blanks, and at
// every sign of a script that has none.
func isEdge(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) ||
		strings.ContainsRune("、。「」『』（）・ー！？：；，", r)
}

var address = lazyregexp.New(`(?:https?|ftp|file)://\S+|www\.[^\s.]\S+`)

// addresses keeps what a terminal or a person may want to copy in one piece.
func (r *reader) addresses() {
	text := r.out.String()
	if !strings.Contains(text, "://") && !strings.Contains(text, "www.") {
		return
	}
	for _, m := range address.FindAllStringIndex(text, -1) {
		r.pieces = append(r.pieces, piece{m[0], m[1], whole})
	}
}

// pictures returns the images a text refers to: the marked ones first, then
// bare paths that end as image files do.
func pictures(text string) []picture {
	var all []picture
	for _, b := range blocks(text) {
		if b.kind == codeBlock {
			continue
		}
		for _, line := range b.lines {
			var r reader
			r.read(line, 0, 0)
			all = append(all, r.pictures...)
			rest := imageMarks.ReplaceAllString(line, " ")
			for _, word := range strings.Fields(rest) {
				word = strings.TrimRight(strings.Trim(word, `"'<>()[],;:*“”„«»‘’`+"`"), ".?!…,;:")
				if isImage(word) {
					all = append(all, picture{path: word})
				}
			}
		}
	}
	return all
}

var imageMarks = lazyregexp.New(imageMark.String()[1:])

// isImage reports whether a path is named as image files are.
func isImage(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff", ".avif", ".heic":
		return len(name) > len(path.Ext(name))
	}
	return false
}
