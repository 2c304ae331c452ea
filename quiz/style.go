package quiz

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fatih/color"
	"github.com/rivo/uniseg"
)

// What is printed keeps three rules: it is right at 40 columns, colour never
// carries meaning alone, and text from decks reaches the terminal only through
// Clean.

// Narrow is the least width that layouts are made for, in columns.
const Narrow = 40

// Paint is a colour by its meaning. Whether it shows is package color's
// affair, which command tells once.
type Paint func(...any) string

var (
	strong = paint(color.Bold)
	faint  = paint(color.Faint)
	good   = paint(color.FgGreen, color.Bold)
	fair   = paint(color.FgMagenta, color.Bold) // yellow is not seen on light
	bad    = paint(color.FgRed, color.Bold)
	accent = paint(color.FgCyan)

	plainly = Paint(fmt.Sprint)
)

// paint makes a colour that asks nobody but Colour: the library on its own
// would look at NO_COLOR, even where --color always was said.
func paint(attributes ...color.Attribute) Paint {
	c := color.New(attributes...)
	c.EnableColor()
	return func(words ...any) string {
		if color.NoColor {
			return fmt.Sprint(words...)
		}
		return c.Sprint(words...)
	}
}

// Clean makes text from a deck, a file name or the learner safe to print: a
// control character is shown as its picture, a bidirectional override as its
// code. Line breaks stay; a tab becomes a space.
func Clean(s string) string {
	if !strings.ContainsFunc(s, unsafe) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t':
			b.WriteByte(' ')
		case r == utf8.RuneError:
			b.WriteRune('\uFFFD')
		case !unsafe(r):
			b.WriteRune(r)
		case r < 0x20:
			b.WriteRune(0x2400 + r)
		case r == 0x7F:
			b.WriteRune('␡')
		default:
			fmt.Fprintf(&b, "‹U+%04X›", r)
		}
	}
	return b.String()
}

// CleanLine is Clean for what must stay on one line.
func CleanLine(s string) string {
	return Clean(strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r == '\n' || r == '\r' || r == '\t'
	}), " "))
}

func unsafe(r rune) bool {
	switch {
	case r == '\n':
		return false
	case r == '\u061C', r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069', r == '\u2028', r == '\u2029':
		return true
	}
	return unicode.IsControl(r)
}

// Width returns how many columns a line of text takes in a terminal.
func Width(s string) int { return uniseg.StringWidth(s) }

// Wrap breaks text into lines of at most width columns where the script allows
// a break. A word or an address longer than a line stays whole, for the terminal
// to wrap. Line breaks in the text are kept.
func Wrap(text string, width int) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		for _, part := range breakLine(paragraph, width, 0, addressGlue(paragraph)) {
			lines = append(lines, paragraph[part.from:part.to])
		}
	}
	return lines
}

// cut splits text after as many whole signs as fit into width columns.
func cut(text string, width int) (head, rest string) {
	state, used, rest := -1, 0, text
	for rest != "" {
		_, after, w, next := uniseg.FirstGraphemeClusterInString(rest, state)
		if used+w > width && used > 0 {
			break
		}
		used += w
		rest, state = after, next
	}
	return text[:len(text)-len(rest)], rest
}

// Clip shortens a line to width columns, with … where something was cut.
func Clip(s string, width int) string {
	if Width(s) <= width {
		return s
	}
	if width < 1 {
		return ""
	}
	head, _ := cut(s, width-1)
	if Width(head) > width-1 {
		head = ""
	}
	return head + "…"
}

// Pad fills a line with blanks on the right up to width columns.
func Pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-Width(s)))
}

// Count says a number with its noun: "1 card", "3 cards".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok && !strings.HasSuffix(stem, "a") {
		noun = stem + "ie" // entries, replies, but days
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// InDays says how far away a study day is.
func InDays(days int) string {
	switch {
	case days < 0:
		return Count(-days, "day") + " ago"
	case days == 0:
		return "today"
	}
	return "in " + Count(days, "day")
}
