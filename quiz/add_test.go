package quiz

import (
	"strings"
	"testing"

	"kuril/deck"
)

// A hint for the command line never speaks of the lines of a file.
func TestInFlags(t *testing.T) {
	faults := 0
	for _, q := range []deck.Question{
		{Kind: "riddle", Answers: []string{"a"}},
		{Kind: "tpyed", Answers: []string{"a"}},
		{Kind: deck.Typed},
		{Kind: deck.Typed, Answers: []string{" "}},
		{Kind: deck.Typed, Answers: []string{"a"}, Wrong: []string{"A"}},
		{Kind: deck.Typed, Answers: []string{"a"}, Items: []string{"a", "b"}},
		{Kind: deck.Typed, Answers: []string{"a"}, Match: "dtae"},
		{Kind: deck.Typed, Answers: []string{"a"}, Match: deck.Date},
		{Kind: deck.Typed, Answers: []string{"a"}, Match: deck.Number},
		{Kind: deck.Typed, Answers: []string{"a"}, Unit: "km"},
		{Kind: deck.Typed, Answers: []string{"a"}, Tolerance: 5},
		{Kind: deck.Typed, Answers: []string{"5"}, Match: deck.Number, Tolerance: -1},
		{Kind: deck.Typed, Answers: []string{"a"}, Sources: []string{"a book"}},
		{Kind: deck.Typed, Answers: []string{"a"}, Tags: []string{"t", "t", ""}},
		{Kind: deck.Typed, Answers: []string{"a"}, Added: "today"},
		{Kind: deck.Typed, Answers: []string{"a"}, Hint: " ", Why: " ", Group: " "},
		{Kind: deck.Choice, Answers: []string{"a", "b"}},
		{Kind: deck.Choice, Answers: []string{"a"}, Wrong: []string{"b"}},
		{Kind: deck.Select, Answers: []string{"a", "a"}},
		{Kind: deck.List}, {Kind: deck.Order, Items: []string{"a"}}, {Kind: deck.List, Items: []string{"a / ", "b"}},
		{Kind: deck.Cloze}, {Kind: deck.Cloze, Prompt: "[[a"}, {Kind: deck.Cloze, Prompt: "[[a]] [[b]]", Answers: []string{"c"}},
	} {
		if q.Prompt == "" {
			q.Prompt = "Q?"
		}
		for _, p := range deck.Check([]*deck.Question{&q}) {
			faults++
			got := inFlags(p.Hint)
			for _, word := range []string{" = ", " line", `["`, "kuril check"} {
				if strings.Contains(got, word) {
					t.Errorf("inFlags(%q) = %q, which says %q", p.Hint, got, word)
				}
			}
		}
	}
	if faults == 0 {
		t.Error("no fault was found")
	}
	for hint, want := range map[string]string{
		`add a line such as   wrong = ["Etorofu", "Kunashiri"]`: "add   --wrong Etorofu --wrong Kunashiri",
		`did you mean   kind = "typed"?`:                        "did you mean   --kind typed?",
		`take the line with wrong out, or choose another kind`:  "leave --wrong out, or choose another kind",
		`such as   tolerance = 500`:                             "such as   --tolerance 500",
		`source = "Treaty <https://example.org>"`:               `--source "Treaty <https://example.org>"`,
	} {
		if got := inFlags(hint); got != want {
			t.Errorf("inFlags(%q) = %q, want %q", hint, got, want)
		}
	}
}

// Every kind is explained in add, within a narrow window.
func TestKindsInWords(t *testing.T) {
	for _, kind := range kinds {
		words := kindsInWords[deck.Kind(kind)]
		if words == "" || 10+Width(words) > Narrow {
			t.Errorf("the kind %s is explained by %q", kind, words)
		}
	}
}
