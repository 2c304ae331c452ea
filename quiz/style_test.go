package quiz

import (
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
)

func TestCount(t *testing.T) {
	for _, tt := range []struct {
		n          int
		noun, want string
	}{
		{0, "card", "0 cards"},
		{1, "day", "1 day"},
		{3, "day", "3 days"},
		{1, "entry", "1 entry"},
		{2, "entry", "2 entries"},
	} {
		if got := Count(tt.n, tt.noun); got != tt.want {
			t.Errorf("Count(%d, %q) = %q, want %q", tt.n, tt.noun, got, tt.want)
		}
	}
}

func TestClean(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"plain text stays", "Москва 東京 e\u0301 👩‍🚀", "Москва 東京 e\u0301 👩‍🚀"},
		{"line breaks stay", "a\nb", "a\nb"},
		{"a tab is a space", "a\tb", "a b"},
		{"an escape sequence is shown", "\x1b[31mred", "␛[31mred"},
		{"a bell is shown", "\a", "␇"},
		{"delete is shown", "\x7f", "␡"},
		{"C1 is shown", "\u009b2J", "‹U+009B›2J"},
		{"an override is shown", "abc\u202edef", "abc‹U+202E›def"},
		{"an isolate is shown", "\u2066x\u2069", "‹U+2066›x‹U+2069›"},
		{"a carriage return is shown", "right\rwrong", "right␍wrong"},
		{"broken UTF-8 is replaced", "a\xffb", "a\uFFFDb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Clean(tt.text); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		width      int
		want       []string
	}{
		{"at spaces", "the four islands", 9, []string{"the four", "islands"}},
		{"a line that just fits", "the four", 8, []string{"the four"}},
		{"line breaks stay", "a\n\nb", 10, []string{"a", "", "b"}},
		{"a long word stays whole", "the abcdefgh word", 5, []string{"the", "abcdefgh", "word"}},
		{"an address stays whole", "see https://example.org/a-b/c?d=e now", 12, []string{"see", "https://example.org/a-b/c?d=e", "now"}},
		{"a word of a script without blanks is cut", "ภาษาไทย", 3, []string{"ภาษ", "าไท", "ย"}},
		{"wide signs take two columns", "北方領土問題", 5, []string{"北方", "領土", "問題"}},
		{"nothing is one empty line", "", 5, []string{""}},
		{"no break inside a cluster", "か\u3099か\u3099か\u3099", 4, []string{"か\u3099か\u3099", "か\u3099"}},
		{"nor inside an emoji", "👩‍🚀👩‍🚀", 2, []string{"👩‍🚀", "👩‍🚀"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Wrap(tt.text, tt.width); !slices.Equal(got, tt.want) {
				t.Errorf("Wrap(%q, %d) = %q, want %q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

// Whatever the text, no line is wider than asked, but for a word that is wider
// itself, and no sign is lost.
func TestWrapLaws(t *testing.T) {
	texts := []string{
		"Which islands did the Soviet Union promise Japan in the Joint Declaration of 1956?",
		"北方領土 is the Japanese name; Южные Курилы the Russian one.",
		"👩‍🚀👩‍🚀👩‍🚀 zero\u200bwidth and aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"  leading   and   wide   gaps  ",
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for _, text := range texts {
		for width := 2; width < 90; width++ {
			lines := Wrap(text, width)
			for _, line := range lines {
				if Width(line) > width && !isOneWord(line) {
					t.Errorf("Wrap(%q, %d) has a line of %d columns: %q", text, width, Width(line), line)
				}
			}
			if squeeze(strings.Join(lines, "")) != squeeze(text) {
				t.Errorf("Wrap(%q, %d) = %q loses text", text, width, lines)
			}
		}
	}
}

// isOneWord reports whether a line cannot be broken.
func isOneWord(line string) bool {
	line = strings.TrimLeft(line, " ")
	if address.MatchString(line) && !strings.Contains(line, " ") {
		return true
	}
	_, rest, _, _ := uniseg.FirstLineSegmentInString(line, -1)
	return rest == ""
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "\x1b]0;title\a", "\u202e", "\xff\xfe", "日本\n語"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		clean := Clean(s)
		if strings.ContainsFunc(clean, unsafe) {
			t.Errorf("Clean(%q) = %q still holds a control character", s, clean)
		}
		for _, line := range Wrap(clean, 20) {
			if Width(line) > 20 && !isOneWord(line) {
				t.Errorf("Wrap(%q, 20) has a line of %d columns", clean, Width(line))
			}
		}
	})
}
