package lint

import (
	"slices"
	"strings"
	"testing"

	"kuril/deck"
)

// look returns what one rule says of a bank.
func look(t *testing.T, id, text string) []Finding {
	t.Helper()
	s := deck.ReadSource("bank.toml", []byte(text))
	var all []Finding
	for _, p := range s.Problems {
		if p.Rule == id {
			all = append(all, Finding{Problem: p})
		}
	}
	for _, f := range Check([]*deck.Source{s}, Choose{Strict: true}, nil) {
		if f.Rule == id {
			all = append(all, f)
		}
	}
	return all
}

// TestExamples holds of every rule that it finds its bad example, and nothing
// in its good one. Both stand in docs/check.md, so they are tried as well.
func TestExamples(t *testing.T) {
	told := 0
	for _, rule := range Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			if rule.What == "" || rule.Reason == "" || rule.Bad == "" || rule.Good == "" || rule.Language == "" {
				t.Error("something is not said of this rule")
			}
			if !strings.HasPrefix(rule.Bad, "[[") && !strings.HasPrefix(rule.Bad, "#") {
				told++
				return
			}
			bad := look(t, rule.ID, rule.Bad)
			if len(bad) == 0 {
				t.Errorf("the bad example is not found:\n%s", rule.Bad)
			}
			for _, f := range bad {
				if f.Line == 0 || f.Col == 0 || f.Message == "" || f.Severity != rule.Severity && rule.ID != "duplicate-entry" {
					t.Errorf("finding %+v", f.Problem)
				}
			}
			if good := look(t, rule.ID, rule.Good); len(good) > 0 {
				t.Errorf("the good example is found: %v", good[0].Problem)
			}
			s := deck.ReadSource("good.toml", []byte(rule.Good))
			if len(s.Questions) == 0 {
				t.Errorf("the good example is not sound: %v", s.Problems)
			}
			for _, f := range Check([]*deck.Source{s}, Choose{}, nil) {
				if f.Rule != rule.ID && rule.Severity != deck.Error && !slices.Contains([]string{"yes-no"}, f.Rule) {
					t.Errorf("the good example breaks another rule: %v", f.Problem)
				}
			}
		})
	}
	if told > 13 {
		t.Errorf("%d rules have an example in words only", told)
	}
}

func TestRulesAreNamedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || r.ID != strings.ToLower(r.ID) || strings.ContainsAny(r.ID, " _") {
			t.Errorf("rule %q is named twice, or badly", r.ID)
		}
		seen[r.ID] = true
	}
	if _, ok := ByID("yes-no"); !ok {
		t.Error("ByID does not find yes-no")
	}
}
