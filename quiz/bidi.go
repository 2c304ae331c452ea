package quiz

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// Text that runs from right to left would, on a terminal that turns it, carry
// what stands beside it along: the number of an option, a date behind a name.
// In the lines that are composed here it is therefore isolated. The signs for
// that come from here alone; those of a deck never reach the terminal.
const (
	isolateRight = "\u2067" // what follows runs from right to left
	isolateEnd   = "\u2069"
)

// runsRight reports whether the first letter of a text with a direction runs
// from right to left.
func runsRight(text string) bool {
	for _, r := range text {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.R, bidi.AL:
			return true
		case bidi.L:
			return false
		}
	}
	return false
}

// isolated returns where the signs belong in a line: around all of it in a text
// that runs from right to left, else around each run of such letters with what
// stands between them.
func isolated(line string, all bool) []stretch {
	var runs []stretch
	from, to := -1, 0
	right := false
	for i, r := range line {
		size := len(string(r))
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.R, bidi.AL, bidi.AN:
			right = true
			if from < 0 {
				from = i
			}
			to = i + size
		case bidi.NSM:
			if from >= 0 && to == i {
				to = i + size
			}
		case bidi.L:
			if from >= 0 {
				runs = append(runs, stretch{from, to})
			}
			from = -1
		}
	}
	if from >= 0 {
		runs = append(runs, stretch{from, to})
	}
	switch {
	case !right:
		return nil
	case all:
		return []stretch{{0, len(line)}}
	}
	return runs
}

// isolate puts the signs into a line.
func isolate(line string, all bool) string {
	var b strings.Builder
	at := 0
	for _, run := range isolated(line, all) {
		b.WriteString(line[at:run.from] + isolateRight + line[run.from:run.to] + isolateEnd)
		at = run.to
	}
	b.WriteString(line[at:])
	return b.String()
}
