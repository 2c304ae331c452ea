package anki

import (
	"slices"
	"strings"
	"unicode"
)

// finish turns the signs of faces into marks where these would be read as such,
// escapes what only looks like marks, and tidies blanks and lines.
func finish(s string, plain bool) string {
	lines := strings.Split(s, "\n")
	out := lines[:0]
	code := false
	for _, line := range lines {
		fence := strings.HasPrefix(line, "```")
		switch {
		case fence:
			code = !code
		case code:
			line = strings.TrimRight(onlyText(line), " \t")
		default:
			line = tidy(line, plain)
		}
		if line == "" && !code && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	if code {
		out = append(out, "```")
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

func onlyText(line string) string {
	return strings.Map(func(r rune) rune {
		if r >= boldOn && r <= rawOff {
			return -1
		}
		return r
	}, line)
}

// tidy finishes one line. Blanks at its start stay: they belong to a list.
func tidy(line string, plain bool) string {
	r := []rune(strings.TrimRight(line, " \t"))
	if plain {
		return escape(strings.TrimSpace(onlyText(string(r))), "")
	}
	r = inward(r)
	ends := map[int]string{}
	for _, face := range []struct {
		on, off rune
		mark    string
	}{{boldOn, boldOff, "**"}, {italicOn, italicOff, "*"}, {codeOn, codeOff, "`"}} {
		open := -1
		for i, c := range r {
			switch {
			case c == face.on && open < 0:
				open = i
			case c == face.off && open >= 0:
				if mayMark(r, open, i, face.mark) {
					ends[open], ends[i] = face.mark, face.mark
				}
				open = -1
			}
		}
	}
	var b, text strings.Builder
	raw, code := false, false
	flush := func() {
		if raw || code {
			b.WriteString(text.String())
		} else {
			b.WriteString(escape(text.String(), b.String()))
		}
		text.Reset()
	}
	for i, c := range r {
		if c < boldOn || c > rawOff {
			text.WriteRune(c)
			continue
		}
		flush()
		switch {
		case c == rawOn:
			raw = true
		case c == rawOff:
			raw = false
		default:
			b.WriteString(ends[i])
			if ends[i] == "`" {
				code = !code
			}
		}
	}
	flush()
	return b.String()
}

func isFace(c rune) bool { return c >= boldOn && c <= codeOff }

// inward moves blanks out of faces: " x " in bold is bold x between blanks.
func inward(r []rune) []rune {
	on := func(c rune) bool { return c == boldOn || c == italicOn || c == codeOn }
	off := func(c rune) bool { return c == boldOff || c == italicOff || c == codeOff }
	r = outOf(r, on) // a blank behind a beginning goes before it
	slices.Reverse(r)
	r = outOf(r, off) // one before an end goes behind it
	slices.Reverse(r)
	return r
}

// outOf moves blanks before the signs of faces that they follow.
func outOf(r []rune, face func(rune) bool) []rune {
	out := make([]rune, 0, len(r))
	from := 0 // where the signs since the last other one begin in out
	for _, c := range r {
		switch {
		case c == ' ' && from < len(out):
			// The signs stay together: one blank is enough.
			if from > 0 && out[from-1] == ' ' {
				continue
			}
			out = append(out, 0)
			copy(out[from+1:], out[from:])
			out[from] = ' '
			from++
		case face(c):
			out = append(out, c)
		default:
			out = append(out, c)
			from = len(out)
		}
	}
	return out
}

// mayMark tells whether marks around r[from+1:to] would be read as such.
func mayMark(r []rune, from, to int, mark string) bool {
	inside := string(r[from+1 : to])
	text := strings.TrimSpace(onlyText(inside))
	if text == "" || strings.ContainsRune(inside, gapOpen) || strings.ContainsRune(inside, gapClose) || strings.ContainsRune(inside, rawOn) {
		return false
	}
	if mark == "`" {
		return !strings.Contains(inside, "`")
	}
	if strings.ContainsAny(inside, "*`$\\") || strings.ContainsRune(".,;:!?)]}/", []rune(text)[0]) || strings.HasSuffix(text, "/") {
		return false
	}
	return atEdge(r, from-1, -1, "([{<\"'“‘«„‚—–-…¿¡:|") && atEdge(r, to+1, 1, ".,;:!?)]}>\"'”’»“—–-…|")
}

// atEdge tells whether the sign at i, faces left out, lets a mark stand beside
// it.
func atEdge(r []rune, i, step int, signs string) bool {
	for i >= 0 && i < len(r) && isFace(r[i]) {
		i += step
	}
	if i < 0 || i >= len(r) {
		return true
	}
	return unicode.IsSpace(r[i]) || strings.ContainsRune(signs, r[i]) ||
		unicode.In(r[i], unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// escape puts a backslash before what would be read as a mark. Formulas stay.
func escape(s, before string) string {
	if !strings.ContainsAny(s, "*`$") {
		return s
	}
	ticks, dollars := strings.Count(s, "`") > 1, strings.Count(s, "$") > 1
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && (s[i+1] == '(' || s[i+1] == '[') {
			end := `\)`
			if s[i+1] == '[' {
				end = `\]`
			}
			if j := strings.Index(s[i:], end); j >= 0 {
				b.WriteString(s[i : i+j+2])
				i += j + 1
				continue
			}
		}
		if s[i] == '*' && !between(s, i) || s[i] == '`' && ticks || s[i] == '$' && dollars {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// between tells whether the sign at i stands alone between two blanks or
// between two digits or letters, where it is never a mark.
func between(s string, i int) bool {
	if i == 0 || i+1 >= len(s) {
		return false
	}
	a, b := s[i-1], s[i+1]
	word := func(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
	return a == ' ' && b == ' ' || word(a) && word(b)
}
