package generate

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"kuril/deck"
)

// page is docs/generate.md.
func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/generate.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// pageExample returns the first piece of TOML below a heading of the page.
func pageExample(t *testing.T, heading string) string {
	t.Helper()
	_, below, ok := strings.Cut(page(t), "\n## "+heading+"\n")
	if !ok {
		t.Fatalf("docs/generate.md has no heading %q", heading)
	}
	_, below, _ = strings.Cut(below, "```toml\n")
	text, _, ok := strings.Cut(below, "```")
	if !ok {
		t.Fatalf("docs/generate.md has no example below %q", heading)
	}
	return text
}

// Whoever copies the first example gets what the page says.
func TestPageFromNothing(t *testing.T) {
	text, problems := Generate([]File{file("rivers.toml", pageExample(t, "From nothing"))})
	if len(problems) > 0 {
		t.Fatal(problems[0].Error(), problems[0].Hint)
	}
	questions, faults := deck.Parse("bank.toml", text)
	if len(faults) > 0 {
		t.Error(faults)
	}
	kinds := map[deck.Kind]int{}
	for _, q := range questions {
		kinds[q.Kind]++
		if q.Group == "" != (q.From == "rhone") {
			t.Errorf("%s: group %q", q.ID, q.Group)
		}
		if q.Kind == deck.Choice && len(q.Wrong) != 4 {
			t.Errorf("%s has the wrong options %v", q.ID, q.Wrong)
		}
	}
	if len(questions) != 10 || kinds[deck.Choice] != 5 || kinds[deck.Typed] != 5 {
		t.Errorf("%d questions, %v; the page says ten: five about seas, four about lengths, one about a capital", len(questions), kinds)
	}
}

// The examples of asks are sound, and there is one for each kind of question.
func TestPageAsks(t *testing.T) {
	asks := pageExample(t, "One example for each kind of question")
	around := "[subject]\nmost = 100\n[[kind]]\nname = \"x\"\n[[pool]]\nkey = \"japanese-premiers\"\nentries = [{ name = \"A\" }, { name = \"B\" }]\n"
	named := map[string]bool{}
	for _, m := range regexp.MustCompile(`"@([a-z-]+)"`).FindAllStringSubmatch(asks, -1) {
		if !named[m[1]] {
			around += "[[name]]\nkey = " + quote(m[1]) + "\nname = " + quote(strings.ToUpper(m[1])) + "\n"
		}
		named[m[1]] = true
	}
	names := map[string]int{} // several examples may have the name they would have
	asks = regexp.MustCompile(`(?m)^name = "([a-z-]+)"`).ReplaceAllStringFunc(asks, func(s string) string {
		names[s]++
		return strings.TrimSuffix(s, `"`) + strings.Repeat("x", names[s]-1) + `"`
	})
	questions, problems := Questions([]File{file("a.toml", around, "[[fact]]\nid = \"f\"\nkind = \"x\"\n", asks)})
	if len(problems) > 0 {
		t.Fatal(problems[0].Error(), problems[0].Hint)
	}
	kinds := map[deck.Kind]bool{}
	for _, q := range questions {
		kinds[q.Kind] = true
	}
	if len(kinds) != 7 {
		t.Errorf("examples for the kinds %v, want all seven", kinds)
	}
}

// Every table and field there is stands on the page.
func TestPageNamesEverything(t *testing.T) {
	text := page(t)
	for _, name := range tables {
		if !strings.Contains(text, "`["+name+"]`") && !strings.Contains(text, "`[["+name+"]]`") {
			t.Errorf("the table %s is not explained", name)
		}
	}
	for _, list := range [][]string{factKeys, askKeys, demands} {
		for _, key := range list {
			if !strings.Contains(text, "`"+key+"`") {
				t.Errorf("the field %s is not explained", key)
			}
		}
	}
	for name := range (&Material{}).functions() {
		if !strings.Contains(text, "{{"+name+" ") {
			t.Errorf("the function %s is not explained", name)
		}
	}
}
