package lint

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kuril/deck"
)

var write = flag.Bool("write", false, "write the rules into docs/check.md")

const from, to = "<!-- rules: made by  go test ./deck/lint -run TestPage -write -->\n", "<!-- end of the rules -->\n"

// TestPage holds docs/check.md equal to the table of rules.
func TestPage(t *testing.T) {
	name := filepath.Join("..", "..", "docs", "check.md")
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(page), from)
	_, after, ended := strings.Cut(rest, to)
	if !ok || !ended {
		t.Fatal("docs/check.md has no place for the rules")
	}
	want := before + from + rulesPage() + to + after
	if *write {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(page) != want {
		t.Error("docs/check.md does not say what the rules are; write it anew with  go test ./deck/lint -run TestPage -write")
	}
}

func rulesPage() string {
	var b strings.Builder
	group := func(title, intro string, is func(Rule) bool) {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| rule | finds | why | languages | `--fix` |\n|---|---|---|---|---|\n", title, intro)
		for _, r := range Rules() {
			if is(r) {
				fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", r.ID, r.What, r.Reason, r.Language, r.Fix)
			}
		}
	}
	group("Warnings", "The bank can be used; the question will disappoint.", func(r Rule) bool {
		return r.Severity == deck.Warning && !r.Log && r.each != nil || r.Severity == deck.Warning && r.all != nil
	})
	group("Advice", "Told with `--strict`, or when asked for with `--rule`.", func(r Rule) bool { return r.Severity == deck.Advice })
	group("From the log", "Told with `--from-log`.", func(r Rule) bool { return r.Log })
	group("Exceptions", "About the remarks that make exceptions.", func(r Rule) bool { return strings.HasSuffix(r.ID, "-exception") })
	group("The format", "What [format.md](format.md) wants. Most are errors: the bank cannot be used as it is.", func(r Rule) bool {
		return !r.Log && r.each == nil && r.all == nil && !strings.HasSuffix(r.ID, "-exception")
	})
	b.WriteString("\n## Examples\n")
	for _, r := range Rules() {
		if r.Log || r.each == nil && r.all == nil {
			continue
		}
		fmt.Fprintf(&b, "\n### %s\n\nNot so:\n\n```toml\n%s\n```\n\nBut so:\n\n```toml\n%s\n```\n", r.ID, strings.TrimSpace(r.Bad), strings.TrimSpace(r.Good))
	}
	b.WriteByte('\n')
	return b.String()
}

// TestFormatPage holds that docs/format.md and the table of rules name the same
// rules of the format.
func TestFormatPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "format.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, list, ok := strings.Cut(string(page), "## What `kuril check` reports")
	if !ok {
		t.Fatal("docs/format.md has no list of rules")
	}
	listed := map[string]bool{}
	for line := range strings.Lines(list) {
		if cell, ok := strings.CutPrefix(line, "| `"); ok {
			id, _, _ := strings.Cut(cell, "`")
			listed[id] = true
		}
	}
	for _, r := range formatRules {
		if !listed[r.ID] {
			t.Errorf("docs/format.md does not list %s", r.ID)
		}
		delete(listed, r.ID)
	}
	for id := range listed {
		t.Errorf("docs/format.md lists %s, which is no rule", id)
	}
}
