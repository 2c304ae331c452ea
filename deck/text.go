package deck

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kuril/lazyregexp"
)

var numberForm = lazyregexp.New(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// forbidden tells whether a sign may not stand in a text: it would control the
// terminal, or turn the direction of the text around it.
func forbidden(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0: // C0, DEL, C1
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069: // bidi embeddings, overrides, isolates
		return true
	}
	return r == 0x2028 || r == 0x2029 // line and paragraph separators
}

func signName(r rune) string {
	names := map[rune]string{0: "NUL", 7: "BEL", 8: "backspace", '\n': "newline", '\r': "carriage return", 0x1b: "ESC", 0x7f: "DEL"}
	if name, ok := names[r]; ok {
		return fmt.Sprintf("U+%04X (%s)", r, name)
	}
	return fmt.Sprintf("U+%04X", r)
}

// isDate tells whether s is an ISO date to the day, the month or the year.
func isDate(s string) bool {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return true
		}
	}
	return false
}

func isDay(s string) bool { return len(s) == len("2006-01-02") && isDate(s) }

func isPlainNumber(s string) bool {
	if !numberForm.MatchString(s) {
		return false
	}
	f, err := strconv.ParseFloat(s, 64)
	return err == nil && !math.IsInf(f, 0)
}

// isSource tells whether s is "title <address>".
func isSource(s string) bool {
	title, rest, ok := strings.Cut(s, "<")
	address, end, closed := strings.Cut(rest, ">")
	return ok && closed && end == "" && !blank(title) && address != "" && !strings.ContainsAny(address, "< \t\n")
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// fold makes texts the same that differ only in case, width and spaces.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), " ")
}

// clip shortens a text that a message quotes.
func clip(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
