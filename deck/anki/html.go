package anki

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
)

// blocks begin and end lines.
var blocks = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Dd: true, atom.Div: true, atom.Dl: true,
	atom.Dt: true, atom.Fieldset: true, atom.Figure: true, atom.Figcaption: true, atom.Footer: true, atom.Form: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true, atom.Hr: true,
	atom.Li: true, atom.Main: true, atom.Nav: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Section: true, atom.Table: true,
	atom.Tfoot: true, atom.Tr: true, atom.Ul: true, atom.Video: true, atom.Details: true, atom.Summary: true, atom.Center: true,
}

// maxOpen bounds how deep tags stand in each other.
const maxOpen = 256

// A walker turns HTML into the text of our own format.
type walker struct {
	b       bytes.Buffer
	blank   bool // a blank is to come before the next word
	begin   bool // at the start of a line
	empty   int  // line breaks at the end of what is written
	pre     int
	plain   bool // no marks at all
	gap     int  // within a gap no marks
	gaps    bool // there may be some
	lists   []int
	open    []opened
	skip    int
	rename  func(string) string // media names
	files   []string
	scripts int
}

type opened struct {
	tag  atom.Atom
	mark rune // written at its end; 0: none
	href string
	from int // where its text begins
}

// htmlText is the text of HTML with marks.
func htmlText(s string) string { return (&walker{}).text(s) }

// plainText is the text of HTML without marks, as it is typed.
func plainText(s string) string {
	w := walker{plain: true}
	return strings.Join(strings.Fields(w.text(s)), " ")
}

// text returns what HTML says. Nothing in it can act on a terminal.
func (w *walker) text(s string) string {
	w.begin = true
	z := html.NewTokenizer(strings.NewReader(mathMarks(allowed(s))))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		t := z.Token()
		switch kind {
		case html.TextToken:
			if w.skip == 0 {
				w.words(t.Data)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			w.start(t, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			w.end(t.DataAtom)
		}
	}
	for len(w.open) > 0 {
		w.end(w.open[len(w.open)-1].tag)
	}
	return finish(w.b.String(), w.plain)
}

// allowed leaves out what may not stand in a text: control characters, marks of
// direction, and the signs that are used here for gaps.
func allowed(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r >= gapOpen && r <= gapClose:
			return r
		case r == '\r', r == utf8.RuneError, forbidden(r):
			return -1
		}
		return r
	}, s))
}

func forbidden(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0, r == 0x200b, r == 0xfeff, r == 0xad:
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029:
		return true
	}
	return r >= 0xe000 && r <= 0xe01f
}

// fresh removes private signs from a field, before ours are put in.
func fresh(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xe000 && r <= 0xe01f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

var mathReplacer = strings.NewReplacer("[$$]", `\[`, "[/$$]", `\]`, "[$]", `\(`, "[/$]", `\)`)

// mathMarks writes Anki's older marks of formulas as the newer ones.
func mathMarks(s string) string {
	if !strings.Contains(s, "[") {
		return s
	}
	s = mathReplacer.Replace(s)
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "[latex]")
		inside, after, closed := strings.Cut(rest, "[/latex]")
		if !ok || !closed {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(before)
		tex := strings.TrimSpace(inside)
		if len(tex) > 2 && tex[0] == '$' && tex[len(tex)-1] == '$' {
			tex = strings.Trim(tex, "$")
		}
		b.WriteString(`\(` + tex + `\)`)
		s = after
	}
}

// words writes text outside of tags.
func (w *walker) words(s string) {
	s = w.sounds(s)
	for _, r := range s {
		switch {
		case !w.gaps && r >= gapOpen && r <= rawOff:
			continue
		case r == gapOpen:
			w.gap++
		case r == gapClose:
			w.gap--
		}
		if r == '\u00a0' {
			r = ' '
		}
		if forbidden(r) && r != '\n' && r != '\t' && !(r >= gapOpen && r <= rawOff) {
			continue // written as an entity
		}
		if w.pre > 0 {
			w.put(r)
			continue
		}
		if unicode.IsSpace(r) && r != '\u3000' {
			w.blank = true
			continue
		}
		w.put(r)
	}
}

// put writes one sign, and the blank before it.
func (w *walker) put(r rune) {
	if r == '\n' {
		w.b.WriteByte('\n')
		w.begin, w.blank = true, false
		w.empty++
		return
	}
	if w.blank && !w.begin {
		w.b.WriteByte(' ')
	}
	w.blank, w.begin, w.empty = false, false, 0
	w.b.WriteRune(r)
}

func (w *walker) write(s string) {
	for _, r := range s {
		w.put(r)
	}
}

// line begins a new line unless one has begun.
func (w *walker) line() {
	if !w.begin {
		w.put('\n')
	}
	w.blank = false
}

var (
	soundMark = regexp.MustCompile(`\[sound:([^\]]*)\]`)
	otherMark = regexp.MustCompile(`\[/?anki:tts[^\]]*\]|\[\[type:[^\]]*\]\]?`)
)

// sounds turns [sound:x] into a note, and takes the marks around spoken text
// away.
func (w *walker) sounds(s string) string {
	if !strings.Contains(s, "[") {
		return s
	}
	s = soundMark.ReplaceAllStringFunc(s, func(mark string) string {
		return " ♪ " + w.file(mark[len("[sound:"):len(mark)-1]) + " "
	})
	return otherMark.ReplaceAllString(s, "")
}

// file notes that a media file is referred to and returns what it is called
// here.
func (w *walker) file(name string) string {
	name = norm.NFC.String(strings.TrimSpace(html.UnescapeString(name)))
	if strings.Contains(name, "://") || strings.HasPrefix(name, "data:") {
		return name
	}
	w.files = append(w.files, name)
	if w.rename != nil {
		return w.rename(name)
	}
	return name
}

func attribute(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func (w *walker) start(t html.Token, alone bool) {
	tag := t.DataAtom
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Rp, atom.Template:
		if tag == atom.Script {
			w.scripts++
		}
		if !alone && len(w.open) < maxOpen {
			w.skip++
			w.open = append(w.open, opened{tag: tag})
		}
		return
	}
	if w.skip > 0 {
		return
	}
	if blocks[tag] {
		w.line()
	}
	o := opened{tag: tag, from: w.b.Len()}
	switch tag {
	case atom.Br:
		w.put('\n')
		return
	case atom.Hr:
		return
	case atom.Img, atom.Audio, atom.Video, atom.Source, atom.Embed, atom.Object:
		w.media(t, tag)
		if tag == atom.Img || tag == atom.Source || tag == atom.Embed {
			return
		}
	case atom.B, atom.Strong:
		o.mark = w.mark(boldOn, boldOff)
	case atom.I, atom.Em, atom.Cite:
		o.mark = w.mark(italicOn, italicOff)
	case atom.Code, atom.Kbd, atom.Samp, atom.Tt:
		if w.pre == 0 {
			o.mark = w.mark(codeOn, codeOff)
		}
	case atom.Pre:
		w.pre++
		if !w.plain && w.gap == 0 {
			w.write("```\n")
		}
	case atom.Ul:
		w.lists = append(w.lists, -1)
	case atom.Ol:
		w.lists = append(w.lists, 0)
	case atom.Li:
		w.item()
	case atom.Td, atom.Th:
		if !w.begin {
			w.blank = false
			w.write(" | ")
		}
	case atom.Rt:
		w.blank = false
		w.put('(')
	case atom.A:
		o.href = attribute(t, "href")
	}
	if !alone && len(w.open) < maxOpen {
		w.open = append(w.open, o)
	}
}

// item begins an entry of a list.
func (w *walker) item() {
	if len(w.lists) == 0 {
		w.lists = []int{-1}
	}
	last := &w.lists[len(w.lists)-1]
	marker := "- "
	if *last >= 0 {
		*last++
		marker = strconv.Itoa(*last) + ". "
	}
	if !w.plain {
		w.write(strings.Repeat("  ", len(w.lists)-1) + marker)
	}
}

// mark writes the beginning of a face where marks can stand and returns its
// end.
func (w *walker) mark(on, off rune) rune {
	if w.plain || w.gap > 0 {
		return 0
	}
	w.put(on)
	return off
}

// media writes what a picture or a sound is called.
func (w *walker) media(t html.Token, tag atom.Atom) {
	source := attribute(t, "src")
	if tag == atom.Object {
		source = attribute(t, "data")
	}
	if source == "" || strings.HasPrefix(source, "data:") {
		if tag == atom.Img {
			w.write("[image]")
		}
		return
	}
	name := w.file(source)
	if tag != atom.Img {
		w.write("♪ " + name)
		return
	}
	alt := strings.NewReplacer("[", "(", "]", ")", "\n", " ").Replace(strings.TrimSpace(allowed(attribute(t, "alt"))))
	if w.plain {
		w.write(alt)
		return
	}
	if strings.ContainsAny(name, " ()<>") {
		name = strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E").Replace(name)
	}
	w.put(rawOn)
	for _, r := range "![" + alt + "](" + allowed(name) + ")" {
		w.b.WriteRune(r)
	}
	w.b.WriteRune(rawOff)
}

// end closes the innermost tag of that name, and what stands open in it.
func (w *walker) end(tag atom.Atom) {
	at := len(w.open) - 1
	for at >= 0 && w.open[at].tag != tag {
		at--
	}
	if at < 0 {
		if tag == atom.P || tag == atom.Div {
			w.line()
		}
		return
	}
	for i := len(w.open) - 1; i >= at; i-- {
		w.close(w.open[i])
	}
	w.open = w.open[:at]
}

func (w *walker) close(o opened) {
	switch o.tag {
	case atom.Script, atom.Style, atom.Title, atom.Rp, atom.Template:
		w.skip--
		return
	case atom.Pre:
		w.line()
		w.pre--
		if !w.plain && w.gap == 0 {
			w.write("```")
			w.line()
		}
	case atom.Ul, atom.Ol:
		if len(w.lists) > 0 {
			w.lists = w.lists[:len(w.lists)-1]
		}
	case atom.Rt:
		w.put(')')
	case atom.Sup, atom.Sub:
		w.raise(o)
	case atom.A:
		text := strings.TrimSpace(string(w.b.Bytes()[min(o.from, w.b.Len()):]))
		if href := allowed(o.href); (strings.HasPrefix(href, "http://") || strings.HasPrefix(href, "https://")) && !w.plain && w.gap == 0 && text != href && !strings.ContainsAny(href, " \n") {
			w.write(" (" + href + ")")
		}
	}
	if o.mark != 0 {
		w.b.WriteRune(o.mark) // before the blank that may follow
	}
	if blocks[o.tag] {
		w.line()
	}
}

var (
	raised  = digitsOf("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
	lowered = digitsOf("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ")
)

func digitsOf(signs string) map[rune]rune {
	all := make(map[rune]rune)
	to := []rune(signs)
	for i, r := range []rune("0123456789+-=()n") {
		all[r] = to[i]
	}
	all['−'] = to[11]
	return all
}

// longestRaised is how many bytes can be a power or an index; more is a text
// that is merely set so.
const longestRaised = 200

// raise sets a power or an index, in small signs where there are such.
func (w *walker) raise(o opened) {
	if o.from > w.b.Len() || w.b.Len()-o.from > longestRaised {
		return
	}
	inside := strings.TrimSpace(string(w.b.Bytes()[o.from:]))
	if inside == "" || strings.ContainsAny(inside, string([]rune{gapOpen, gapClose})) {
		return
	}
	table, mark := raised, "^"
	if o.tag == atom.Sub {
		table, mark = lowered, "_"
	}
	var small strings.Builder
	for _, r := range inside {
		if table[r] == 0 {
			small.Reset()
			break
		}
		small.WriteRune(table[r])
	}
	text := small.String()
	switch {
	case text != "":
	case utf8.RuneCountInString(inside) == 1:
		text = mark + inside
	default:
		text = mark + "(" + inside + ")"
	}
	w.b.Truncate(o.from)
	w.b.WriteString(text)
}
