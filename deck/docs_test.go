package deck

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestFormatPage holds that the page about the format speaks of what there is:
// its examples are sound and show every kind, and its table has every rule.
func TestFormatPage(t *testing.T) {
	page, err := os.ReadFile("../docs/format.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []*Question
	for _, example := range regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllSubmatch(page, -1) {
		questions, problems := Parse("docs/format.md", example[1])
		if len(problems) > 0 {
			t.Errorf("%v in\n%s", problems, example[1])
		}
		all = append(all, questions...)
	}
	if problems := Check(all); len(problems) > 0 {
		t.Error(problems)
	}
	shown := map[Kind]bool{}
	for _, q := range all {
		shown[q.Kind] = true
	}
	for _, k := range kinds {
		if !shown[k.kind] {
			t.Errorf("no example of the kind %s", k.kind)
		}
	}
	for _, key := range keys {
		if !strings.Contains(string(page), "`"+key+"`") {
			t.Errorf("the key %s is not explained", key)
		}
	}
	sources, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile(`(?:at\(|add\(|report\([^"]*?(?:Error|Warning), |[^"]place\(|Rule: |rule, message, hint = )"([a-z-]+)"`)
	rules := map[string]bool{"syntax": true, "encoding": true}
	for _, file := range sources {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		text, err := os.ReadFile(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range quoted.FindAllSubmatch(text, -1) {
			rules[string(m[1])] = true
		}
	}
	if len(rules) < 30 {
		t.Errorf("only %d rules are found in the code", len(rules))
	}
	for rule := range rules {
		if !strings.Contains(string(page), "| `"+rule+"` |") {
			t.Errorf("the rule %s is not in the table", rule)
		}
	}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z]+-[a-z-]+)` \\|").FindAllSubmatch(page, -1) {
		if rule := string(row[1]); !rules[rule] {
			t.Errorf("the rule %s of the table does not exist", rule)
		}
	}
}
