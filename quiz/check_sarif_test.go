package quiz

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"kuril/deck"
	"kuril/deck/lint"
)

// TestSARIF holds what check --sarif prints against the structure of SARIF
// 2.1.0, with every rule, with and without a place.
func TestSARIF(t *testing.T) {
	text, err := os.ReadFile("testdata/sarif.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []deck.Problem
	for i, r := range lint.Rules() {
		all = append(all,
			deck.Problem{File: "日本 1.toml", Line: i + 1, Col: 1, Rule: r.ID, Severity: r.Severity, Message: "x \x1b[31m", Hint: "y"},
			deck.Problem{File: "/abs/a%b.toml", Rule: r.ID, Severity: r.Severity, Message: "x"})
	}
	all = append(all, deck.Problem{File: "a.toml", Rule: "new", Severity: deck.Error, Message: "a rule that is not in the table"})
	for _, problems := range [][]deck.Problem{nil, all} {
		log := sarifOf(problems)
		printed, err := json.Marshal(log)
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(printed))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Error(err)
		}
		run := log.Runs[0]
		if len(run.Results) != len(problems) {
			t.Errorf("%d results of %d problems", len(run.Results), len(problems))
		}
		for _, r := range run.Results {
			if run.Tool.Driver.Rules[r.Index].ID != r.Rule {
				t.Errorf("the result of %s leads to the rule %s", r.Rule, run.Tool.Driver.Rules[r.Index].ID)
			}
		}
	}
	for file, want := range map[string]string{
		"a b.toml": "a%20b.toml", "decks/own.toml": "decks/own.toml", "/data/x.toml": "file:///data/x.toml", "a:b.toml": "./a:b.toml",
	} {
		if got := sarifURI(file); got != want {
			t.Errorf("sarifURI(%q) = %q, want %q", file, got, want)
		}
	}
}
