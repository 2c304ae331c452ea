package anki

import (
	"strings"
	"testing"
)

// TestLong holds that no field takes for ever, whatever is repeated in it. A
// reader that is quadratic needs minutes for these.
func TestLong(t *testing.T) {
	for _, s := range []string{"[sound:a]", "[sound:", "<sup>2</sup>", "<sup>", "<b> ", "<b>x</b> ", "</b>", "*", "`", "$", "\\(", "{{c1::", "{{c1::x}}", "}}", "<div>", "<!--", "[latex]", "<li>", "<rt>", "<a href=https://x>", "((", "{{c1::a::"} {
		long := strings.Repeat(s, 100_000/len(s))
		htmlText(fresh(long))
		one(gaps, []string{long, long}, 0)
		one(basic, []string{long, long}, 0)
		(&face{fields: map[string]string{}, special: map[string]string{}}).render(long)
		if p, err := read("x.csv", long+","+long+"\n"); p == nil && err == nil {
			t.Errorf("%q: neither read nor refused", s)
		}
	}
}
