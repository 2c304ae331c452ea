package quiz

import (
	"fmt"
	"strings"
)

// difficultyText says how stubborn a card is for this learner; difficulty runs
// from 1 to 10.
func difficultyText(difficulty float64) string {
	word := "middling"
	switch {
	case difficulty < 4:
		word = "easy"
	case difficulty >= 7:
		word = "stubborn"
	}
	return fmt.Sprintf("%s for you (%.1f of 10)", word, difficulty)
}

func uncapital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// sourceField prints where something stands, beside the names of the fields of
// show. An address is never broken, so that a terminal can open it: where it
// does not fit beside the names, it has the whole line.
func sourceField(b *strings.Builder, width int, name, source string) {
	column := len("2006-01-02  ")
	room := max(20, width-column)
	text := CleanLine(source)
	title, address, ok := strings.Cut(text, " <")
	if !ok || Width(text) <= room {
		title, address = text, ""
	}
	for i, line := range Wrap(title, room) {
		if i > 0 {
			name = ""
		}
		b.WriteString(faint(Pad(name, column)) + line + "\n")
	}
	if address = "<" + address; address != "<" {
		if Width(address) <= room {
			address = strings.Repeat(" ", column) + address
		}
		b.WriteString(address + "\n")
	}
}
