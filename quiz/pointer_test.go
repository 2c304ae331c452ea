package quiz

import (
	"strings"
	"testing"
)

func TestPointerLines(t *testing.T) {
	long := strings.Repeat("tag:islands ", 10)
	for _, tt := range []struct {
		name, before, after, hint string
		width                     int
		text, caret               string
	}{
		{"at the start", "", "tga:x", "did you mean tag:?", 80, "tga:x", "^ did you mean tag:?"},
		{"at the end", "tag:", "", "", 80, "tag:", "    ^"},
		{"behind wide signs", "日本 ", `"ab`, "", 80, `日本 "ab`, "     ^"},
		{"behind an emoji and an accent", "👩‍🏫e\u0301", ")", "x", 80, "👩‍🏫e\u0301)", "   ^ x"},
		{"what would be too wide stands on the left", strings.Repeat("a", 38), "b", "did you mean something else?", 80,
			strings.Repeat("a", 38) + "b", strings.Repeat(" ", 9) + "did you mean something else? ^"},
		{"a long text in part", long, "tga:x " + long, "", 80, "…" + long[len(long)-39:] + "tga:x tag:islands t…", strings.Repeat(" ", 40) + "^"},
		{"two hints", "", "tga:x", "did you mean tag:?|quote it", 80, "tga:x", "^ did you mean tag:?; quote it"},
		{"no room for the second", "", "tga:x", "did you mean tag:?|quote it", 24, "tga:x", "^ did you mean tag:?"},
		{"a narrow window", "日本日本日本日本日本日本", "x", "", 30, "…本日本日本日本日本x", strings.Repeat(" ", 19) + "^"},
		{"control signs", "a\tb\nc\x1b", "d", "", 80, "a b c␛d", "      ^"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := Pointer{tt.before + tt.after, len(tt.before)}
			text, caret := p.Lines(strings.FieldsFunc(tt.hint, func(r rune) bool { return r == '|' }), tt.width)
			if text != tt.text || caret != tt.caret {
				t.Errorf("got\n%s\n%s\nwant\n%s\n%s", text, caret, tt.text, tt.caret)
			}
		})
	}
}
