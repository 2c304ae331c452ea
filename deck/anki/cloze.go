package anki

import (
	"slices"
	"strconv"
	"strings"
)

// part is a stretch of a field: text, or a deletion with parts of its own.
type part struct {
	text    string
	numbers []int // of a deletion; none: text
	inside  []part
	hint    string // of a deletion
}

const maxClozeDepth = 10

// parseCloze takes the deletions of a field apart. What is never closed is
// text.
func parseCloze(s string) []part {
	type frame struct {
		numbers []int
		head    string // as it was written
		parts   []part
	}
	stack := []frame{{}}
	top := func() *frame { return &stack[len(stack)-1] }
	var plain strings.Builder // not yet among the parts
	flush := func() {
		if plain.Len() == 0 {
			return
		}
		f := top()
		if n := len(f.parts); n > 0 && f.parts[n-1].numbers == nil {
			f.parts[n-1].text += plain.String()
		} else {
			f.parts = append(f.parts, part{text: plain.String()})
		}
		plain.Reset()
	}
	// next finds a mark from a place on, and remembers where it was.
	next := func(mark string, from int, known *int) int {
		if *known < from {
			*known = len(s)
			if i := strings.Index(s[from:], mark); i >= 0 {
				*known = from + i
			}
		}
		return *known
	}
	nextOpen, nextEnd := -1, -1
	for at := 0; at < len(s); {
		open, end := next("{{c", at, &nextOpen), next("}}", at, &nextEnd)
		switch {
		case open < end:
			plain.WriteString(s[at:open])
			numbers, rest, ok := clozeHead(s[open:])
			if !ok || len(stack) > maxClozeDepth {
				plain.WriteString("{{c")
				at = open + len("{{c")
				continue
			}
			flush()
			at = len(s) - len(rest)
			stack = append(stack, frame{numbers: numbers, head: s[open:at]})
		case end < len(s) && len(stack) > 1:
			plain.WriteString(s[at:end])
			flush()
			closed := *top()
			stack = stack[:len(stack)-1]
			top().parts = append(top().parts, deletion(closed.numbers, closed.parts))
			at = end + len("}}")
		default:
			to := min(len(s), end+len("}}"))
			plain.WriteString(s[at:to])
			at = to
		}
	}
	flush()
	for len(stack) > 1 { // never closed
		open := *top()
		stack = stack[:len(stack)-1]
		plain.WriteString(open.head)
		flush()
		top().parts = append(top().parts, open.parts...)
	}
	return stack[0].parts
}

// clozeHead reads "{{c1,2::".
func clozeHead(s string) (numbers []int, rest string, ok bool) {
	window := s[len("{{c"):min(len(s), 200)]
	head, _, found := strings.Cut(window, "::")
	rest = s[len("{{c"):][min(len(head)+2, len(s)-len("{{c")):]
	if !found || head == "" || strings.Trim(head, "0123456789,") != "" {
		return nil, "", false
	}
	for one := range strings.SplitSeq(head, ",") {
		n, err := strconv.Atoi(one)
		if err != nil {
			return nil, "", false
		}
		numbers = append(numbers, n)
	}
	return numbers, rest, true
}

// deletion splits the hint off, which follows the first "::" of the text that
// stands directly in it.
func deletion(numbers []int, inside []part) part {
	d := part{numbers: numbers}
	for i, p := range inside {
		if p.numbers == nil {
			if text, hint, ok := strings.Cut(p.text, "::"); ok {
				if text != "" {
					d.inside = append(d.inside, part{text: text})
				}
				d.hint = hint
				for _, more := range inside[i+1:] {
					d.hint += more.plain()
				}
				return d
			}
		}
		d.inside = append(d.inside, p)
	}
	return d
}

// plain is the text with every deletion filled.
func (p part) plain() string {
	if p.numbers == nil {
		return p.text
	}
	var b strings.Builder
	for _, in := range p.inside {
		b.WriteString(in.plain())
	}
	return b.String()
}

// clozeNumbers returns the numbers in use, ascending; 0 is none.
func clozeNumbers(parts []part) []int {
	var all []int
	for _, p := range parts {
		all = append(all, p.numbers...)
		all = append(all, clozeNumbers(p.inside)...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(n int) bool { return n < 1 })
}

// nested tells whether a deletion stands in another.
func nested(parts []part) bool {
	return slices.ContainsFunc(parts, func(p part) bool {
		return slices.ContainsFunc(p.inside, func(in part) bool { return in.numbers != nil })
	})
}

// showCloze renders a field for card n. active is what is shown for a deletion
// of that card; nothing at all comes of a field without one.
func showCloze(parts []part, n int, active func(part) string) string {
	if !slices.Contains(clozeNumbers(parts), n) {
		return ""
	}
	var b strings.Builder
	var show func([]part)
	show = func(parts []part) {
		for _, p := range parts {
			switch {
			case p.numbers == nil:
				b.WriteString(p.text)
			case slices.Contains(p.numbers, n):
				b.WriteString(active(p))
			default:
				show(p.inside)
			}
		}
	}
	show(parts)
	return b.String()
}

// onlyCloze returns the texts of the deletions of card n.
func onlyCloze(parts []part, n int) []string {
	var all []string
	for _, p := range parts {
		if p.numbers == nil {
			continue
		}
		if slices.Contains(p.numbers, n) {
			all = append(all, p.plain())
			continue
		}
		all = append(all, onlyCloze(p.inside, n)...)
	}
	return all
}

// Signs of nobody's that carry gaps and faces through the HTML.
const (
	gapOpen   = '\ue000' // then the numbers
	gapText   = '\ue001'
	gapHint   = '\ue002'
	gapClose  = '\ue003'
	boldOn    = '\ue010'
	boldOff   = '\ue011'
	italicOn  = '\ue012'
	italicOff = '\ue013'
	codeOn    = '\ue014'
	codeOff   = '\ue015'
	rawOn     = '\ue016' // as it is, no escapes: images
	rawOff    = '\ue017'
)

// gapsOf renders a field with its deletions as gaps, those of the numbers that
// have cards; the others are filled.
func gapsOf(parts []part, has func(int) bool) string {
	var b strings.Builder
	for _, p := range parts {
		var numbers []string
		for _, n := range p.numbers {
			if has(n) {
				numbers = append(numbers, strconv.Itoa(n))
			}
		}
		if len(numbers) == 0 {
			b.WriteString(p.plain())
			continue
		}
		b.WriteRune(gapOpen)
		b.WriteString(strings.Join(numbers, ","))
		b.WriteRune(gapText)
		b.WriteString(p.plain())
		if p.hint != "" {
			b.WriteRune(gapHint)
			b.WriteString(p.hint)
		}
		b.WriteRune(gapClose)
	}
	return b.String()
}
