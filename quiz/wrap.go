package quiz

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"kuril/lazyregexp"
)

// stretch is a part of a text that stands on one line, in bytes.
type stretch struct{ from, to int }

// breakLine says where to break a line of text so that nothing is wider than
// width columns; first columns of the first line are taken already. It breaks
// where the script allows it and glued does not forbid it, and never within a
// word: one that is too long stays whole on a line of its own, so that it can
// be copied; the terminal wraps it. Blanks at the end of a line are left out.
func breakLine(text string, width, first int, glued func(at int) bool) []stretch {
	width = max(width, 1)
	var lines []stretch
	start, end, used := 0, 0, first // of the line, and of what is on it
	at, state := 0, -1
	place := func(to int) {
		word := text[end:to]
		w := Width(strings.TrimRight(word, " "))
		if used+w > width && (end > start || first > 0 && len(lines) == 0) {
			lines = append(lines, stretch{start, end})
			start, used = end, 0
		}
		if w > width-used && isWithoutBlanks(word) {
			for from := end; ; {
				head, rest := cut(text[from:to], width-used)
				if rest == "" || head == "" {
					end = from
					break
				}
				from += len(head)
				lines = append(lines, stretch{start, from})
				start, used = from, 0
			}
			word = text[end:to]
		}
		used += Width(word)
		end = to
	}
	for rest := text; rest != ""; {
		var segment string
		segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		at += len(segment)
		if rest != "" && glued != nil && glued(at) {
			continue
		}
		place(at)
	}
	lines = append(lines, stretch{start, end})
	for i, l := range lines {
		lines[i].to = l.from + len(strings.TrimRight(text[l.from:l.to], " "))
	}
	return lines
}

// isWithoutBlanks reports whether a word is of a script whose words only a
// dictionary could tell apart; it is cut between signs.
func isWithoutBlanks(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool {
		return unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
	})
}

// toType are the words of commands that hold hyphens: --catch-up, and the id in
// kuril why etorofu-japanese.
var toType = lazyregexp.New(`--[a-z]+(?:-[a-z0-9]+)*|\bkuril [a-z]+ [a-z0-9]+(?:-[a-z0-9]+)+`)

// addressGlue forbids breaks within addresses and the words of commands: they
// are copied.
func addressGlue(text string) func(at int) bool {
	var found [][]int
	if strings.Contains(text, "://") || strings.Contains(text, "www.") {
		found = address.FindAllStringIndex(text, -1)
	}
	if strings.Contains(text, "-") {
		for _, m := range toType.FindAllStringIndex(text, -1) {
			m[0] += strings.LastIndexByte(text[m[0]:m[1]], ' ') + 1
			found = append(found, m)
		}
	}
	if found == nil {
		return nil
	}
	held := make([]bool, len(text))
	for _, m := range found {
		for at := m[0] + 1; at < m[1]; at++ {
			held[at] = true
		}
	}
	return func(at int) bool { return held[at] }
}
