package generate

import (
	"strings"
	"testing"
)

// Every complaint names the file, the line and the field.
func TestComplaints(t *testing.T) {
	for _, tt := range []struct {
		name, facts string
		line        int // in facts, from 1; the text starts with a line break
		says        []string
		hint        string
	}{
		{"broken TOML", "\n[[fact]]\nid = \"x", 3, []string{"syntax"}, ""},
		{"key twice", "\n[[fact]]\nid = \"x\"\nid = \"y\"", 4, []string{"syntax"}, ""},
		{"not material", "\n[server]\nport = 80", 1, []string{"no material"}, "[[fact]]"},
		{"a bank", "\n[[question]]\nid = \"x\"", 1, []string{"no material"}, "bank of questions"},
		{"unknown table", fair + "[[facts]]\nid = \"y\"", 12, []string{`unknown table "facts"`}, "fact"},
		{"unknown field", strings.Replace(fair, "place", "plce", 1), 10, []string{`fact "fair"`, `"plce"`}, "place"},
		{"missing field of the kind", strings.Replace(fair, "did", "#did", 1), 2, []string{`fact "fair"`, `kind "event"`, "field did", "what happened"}, "did ="},
		{"no id", strings.Replace(fair, "id =", "#id =", 1), 2, []string{"fact has no id"}, "id ="},
		{"bad id", strings.Replace(fair, `"fair"`, `"The Fair"`, 1), 3, []string{`"The Fair"`}, "lower-case"},
		{"fact twice", fair + fair, 14, []string{`fact "fair"`, "b.toml, line 2"}, ""},
		{"unknown kind", strings.Replace(fair, `"event"`, `"evnt"`, 1), 4, []string{`fact "fair"`, `kind "evnt"`}, "event"},
		{"unknown confidence", strings.Replace(fair, "confirmed", "sure", 1), 5, []string{`"sure"`}, "confirmed"},
		{"unknown source", strings.Replace(fair, `["A"]`, `["B"]`, 1), 6, []string{`fact "fair"`, `source "B"`}, "A"},
		{"source demanded", strings.Replace(fair, `source`, `#source`, 1), 2, []string{`fact "fair"`, "no source"}, "source"},
		{"bad date", strings.Replace(fair, `"1904"`, `"4 May 1904"`, 1), 8, []string{"field date", "ISO date"}, "1956-10-19"},
		{"no era", strings.Replace(fair, `"1904"`, `"1700"`, 1), 2, []string{"no era"}, "era ="},
		{"unknown name", strings.Replace(fair, `"@cologne"`, `"@colonge"`, 1), 10, []string{`fact "fair"`, `"@colonge"`}, "cologne"},
		{"unknown level", fair + "level = \"cor\"\n", 12, []string{`level "cor"`}, "core"},
		{"unknown ask", fair + "use = [\"when\"]\n", 12, []string{`no ask "when"`}, "date"},
		{"text is a number list", strings.Replace(fair, `"fair"`, `[1]`, 1), 3, []string{"field id"}, ""},
		{"template does not parse", fair + "[[fact.ask]]\nname = \"x\"\nkind = \"typed\"\nprompt = \"{{.did\"\nanswers = [\"y\"]", 15, []string{`fact "fair"`, `ask "x"`, "field prompt"}, "{{.field}}"},
		{"template with an unknown field", fair + "[[fact.ask]]\nname = \"x\"\nkind = \"typed\"\nprompt = \"{{.plac}}?\"\nanswers = [\"y\"]", 15, []string{"field prompt"}, "place"},
		{"template prints what is not there", strings.Replace(fair, "place", "#place", 1) + "[[fact.ask]]\nname = \"x\"\nkind = \"typed\"\nprompt = \"{{.place}}?\"\nanswers = [\"y\"]", 15, []string{"field prompt", "does not have"}, "needs"},
		{"unknown kind of question", fair + "[[fact.ask]]\nname = \"x\"\nkind = \"tiped\"\nprompt = \"X?\"\nanswers = [\"y\"]", 14, []string{`"tiped"`}, "typed"},
		{"no answers", fair + "[[fact.ask]]\nname = \"x\"\nkind = \"typed\"\nprompt = \"X?\"", 12, []string{`ask "x"`, "answers"}, "answers ="},
		{"unknown pool", fair + "[[fact.ask]]\nname = \"x\"\nkind = \"choice\"\nprompt = \"X?\"\nanswers = [\"y\"]\ndraw = \"city\"", 17, []string{`pool "city"`}, "cities"},
		{"unknown field of an ask", fair + "[[fact.ask]]\nname = \"x\"\nkind = \"typed\"\npromt = \"X?\"\nanswers = [\"y\"]", 15, []string{`"promt"`}, "prompt"},
		{"ask twice", fair + "[[fact.ask]]\nname = \"x\"\nkind = \"typed\"\nprompt = \"X?\"\nanswers = [\"y\"]\n[[fact.ask]]\nname = \"x\"", 17, []string{`two asks "x"`}, ""},
		{"too many questions", fair + "[[fact.ask]]\nname = \"x\"\nkind = \"typed\"\nprompt = \"X?\"\nanswers = [\"y\"]", 2, []string{"4 questions", "at most 3"}, "use"},
		{"what a bank cannot hold", fair + "use = []\n[[fact.ask]]\nname = \"x\"\nkind = \"choice\"\nprompt = \"X?\"\nanswers = [\"y\"]\nwrong = [\"z\"]", 18, []string{"wrong"}, ""},
		{"weak without owner", strings.Replace(fair, "confirmed", "weak", 1) + "use = [\"date\"]", 0, []string{`fact "fair"`, "weak", "no owner"}, "owner ="},
		{"disputed, asked plainly", strings.Replace(fair, "confirmed", "disputed", 1) + "owner = \"according to Bonn\"\nuse = [\"date\"]", 0, []string{`fact "fair"`, "b.toml, line 2", "disputed", "prompt"}, "according to Bonn"},
		{"owner of a sure fact", fair + "owner = \"according to Bonn\"", 12, []string{"needs no owner"}, "owner"},
		{"never without reason", fair + "ask = \"never\"", 2, []string{"reason"}, "reason ="},
		{"never and something else", fair + "ask = \"no\"\nreason = \"x\"", 12, []string{"field ask"}, "never"},
		{"reason without never", fair + "reason = \"x\"", 12, []string{"reason"}, "never"},
		{"mistake that leads nowhere", fair + "[[error]]\nid = \"e\"\nsays = \"a\"\nright = \"b\"\nfacts = [\"fare\"]", 16, []string{`fact "fare"`}, "fair"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text, problems := Generate([]File{file("a.toml", small), {"b.toml", []byte(tt.facts)}})
			if len(problems) == 0 {
				t.Fatalf("no complaint; the bank is\n%s", text)
			}
			p := problems[0]
			if tt.line != 0 && (p.File != "b.toml" || p.Line != tt.line) {
				t.Errorf("%s:%d, want b.toml:%d: %s", p.File, p.Line, tt.line, p.Message)
			}
			for _, want := range tt.says {
				if !strings.Contains(p.Rule+" "+p.Message, want) {
					t.Errorf("complaint %q does not say %q", p.Error(), want)
				}
			}
			if !strings.Contains(p.Hint, tt.hint) {
				t.Errorf("hint %q of %q does not say %q", p.Hint, p.Message, tt.hint)
			}
		})
	}
}

func TestTemplates(t *testing.T) {
	for _, tt := range []struct{ name, template, prompt, says string }{
		{"several things", "{{.towns}}", "Cologne and Bonn", ""},
		{"one after the other", "{{range .towns}}{{.}} {{end}}", "Cologne Bonn", ""},
		{"one of them", "{{index .towns 1}}, {{capital .did}}", "Bonn, Was the fair held", ""},
		{"no such field", "{{day .dat}}", "", `there is no field "dat"`},
		{"a field of a field", "{{.did.x}}", "", "a field has no part x"},
		{"no field at all", "{{day 3}}", "", "3 is no field"},
		{"nothing behind it", "{{name}}", "", "name wants 1 behind it, not 0"},
		{"no such name", `{{name "bonn"}}`, "", `unknown name "bonn"`},
		{"no such function", "{{foo .did}}", "", `function "foo" does not exist`},
		{"printf that does not fit", `{{count .towns | printf "%s"}}`, "", "printf does not fit"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			own := "use = []\n[[fact.ask]]\nname = \"x\"\nkind = \"typed\"\nprompt = '" + tt.template + "'\nanswers = [\"y\"]"
			questions, problems := Questions([]File{file("a.toml", small, fair+own)})
			switch {
			case tt.says == "" && len(problems) > 0:
				t.Errorf("%s: %v", tt.template, problems)
			case tt.says == "" && questions[0].Prompt != tt.prompt:
				t.Errorf("%s prints %q, want %q", tt.template, questions[0].Prompt, tt.prompt)
			case tt.says != "" && (len(problems) == 0 || !strings.Contains(problems[0].Message, tt.says)):
				t.Errorf("%s: %v, want a complaint that says %q", tt.template, problems, tt.says)
			case tt.says != "" && strings.Contains(problems[0].Message, "generate."):
				t.Errorf("%s: %q speaks of the program's insides", tt.template, problems[0].Message)
			}
		})
	}
}

func TestSuggestion(t *testing.T) {
	many := strings.Fields(strings.Repeat("a1 b2 c3 ", 10))
	for _, tt := range []struct {
		name, word string
		known      []string
		want       string
	}{
		{"a slip", "plcae", []string{"date", "place"}, "did you mean   place"},
		{"nothing near", "tree", []string{"place", "date"}, "known are: date, place"},
		{"nothing at all", "tree", nil, "none is defined"},
		{"too many to list", "tree", many, "there are 30, and none is like it"},
		{"too long to compare", strings.Repeat("x", 1<<20), []string{"place"}, "known are: place"},
	} {
		if got := suggestion(tt.word, tt.known); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestClaimIsAskedWithItsOwner(t *testing.T) {
	claim := strings.Replace(fair, "confirmed", "disputed", 1) + `
owner = "according to Bonn"
use = []
[[fact.ask]]
name = "claim"
kind = "typed"
prompt = "When, according to Bonn, was the fair held? (year)"
answers = ["1904"]
match = "date"
`
	if _, problems := Generate([]File{file("a.toml", small, claim)}); len(problems) > 0 {
		t.Errorf("refused: %v", problems)
	}
	if _, problems := Generate([]File{file("a.toml", small, strings.Replace(claim, `match = "date"`, "both = true", 1))}); len(problems) != 1 || !strings.Contains(problems[0].Message, "other way round") {
		t.Errorf("both ways: %v, want one complaint", problems)
	}
}

// What a broken file would have defined is not complained about elsewhere.
func TestABrokenFileIsTheOnlyComplaint(t *testing.T) {
	_, problems := Generate([]File{
		file("a.toml", small),
		{"b.toml", []byte("[[error]]\nid = \"e\"\nsays = \"a\"\nright = \"b\"\nfacts = [\"fair\"]\n")},
		{"c.toml", []byte(fair + "kind = \"event\"\n")},
	})
	if len(problems) != 1 || problems[0].File != "c.toml" || problems[0].Rule != "syntax" {
		t.Errorf("Generate() complains %v, want one syntax complaint about c.toml", problems)
	}
}
