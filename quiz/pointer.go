package quiz

import "strings"

// A Pointer shows which sign of a line of text an error is about.
type Pointer struct {
	Text string
	At   int // the sign, in bytes; len(Text) is the end
}

// pointWidth is how much of a text is shown, in columns, and pointAt how far
// into that the sign may stand.
const (
	pointWidth = 60
	pointAt    = 40
)

// Lines shows the text and below it a caret under the sign, with what there is
// to say to it: all hints, or the first where there is no room for more. A long
// text is shown in part; neither line is wider than width columns unless one
// hint alone is.
func (p Pointer) Lines(hints []string, width int) (text, caret string) {
	width = min(max(width, 20), pointWidth)
	before, after := pointed(p.Text[:p.At]), pointed(p.Text[p.At:])
	if limit := min(pointAt, width*2/3); Width(before) > limit {
		rest := before
		if signs := []rune(rest); len(signs) > 10*limit {
			rest = string(signs[len(signs)-10*limit:]) // what is far away need not be measured
		}
		for Width(rest) > limit-1 {
			_, rest = cut(rest, 1)
			before = "…" + rest
		}
	}
	text = Clip(before+after, width)
	column := Width(before)
	hint := strings.Join(hints, "; ")
	if column+2+Width(hint) > width && Width(hint) >= column && len(hints) > 0 {
		hint = hints[0]
	}
	switch said := Width(hint); {
	case hint == "":
		caret = strings.Repeat(" ", column) + "^"
	case column+2+said > width && said < column:
		caret = strings.Repeat(" ", column-said-1) + hint + " ^"
	default:
		caret = strings.Repeat(" ", column) + "^ " + hint
	}
	return text, caret
}

// pointed makes a part of a text safe to print without changing how many signs
// it has.
func pointed(s string) string {
	return Clean(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, s))
}
