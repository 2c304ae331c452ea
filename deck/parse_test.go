package deck

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// sound is a question to which a test adds one fault.
const sound = "[[question]]\nid = \"q\"\nkind = \"typed\"\nprompt = \"P?\"\nanswers = [\"A\"]\n"

func TestParse(t *testing.T) {
	text := "\ufeff# a bank\r\n" + strings.ReplaceAll(`
[[question]]
id = "all-keys"
kind = "typed"
prompt = """
How large is Etorofu,
in km²?"""
answers = ["3184", "3184.0"] # with the lakes
wrong = [
  "1490", # Kunashiri
]
match = "number"
tolerance = 1_00
unit = "km²"
both = true
hint = 'a "hint" \ as it is'
why = "tab\tand \u00e9"
source = "Survey <https://example.org/a>"
tags = []
group = "areas"
from = "etorofu-area"
added = 2026-11-22

[[question]]
id = "short"
kind = "recall"
prompt = "P"
answers = ["A"]
source = ["One <a:1>", "Two <b:2>"]
`, "\n", "\r\n")
	questions, problems := Parse("dir/areas.toml", []byte(text))
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	want := []*Question{{
		ID: "all-keys", Kind: Typed, Prompt: "How large is Etorofu,\nin km²?", Answers: []string{"3184", "3184.0"},
		Wrong: []string{"1490"}, Match: Number, Tolerance: 100, Unit: "km²", Both: true,
		Hint: `a "hint" \ as it is`, Why: "tab\tand é", Sources: []string{"Survey <https://example.org/a>"},
		Group: "areas", From: "etorofu-area", Added: "2026-11-22", Deck: "areas", File: "dir/areas.toml", Line: 3,
	}, {
		ID: "short", Kind: Recall, Prompt: "P", Answers: []string{"A"}, Sources: []string{"One <a:1>", "Two <b:2>"},
		Deck: "areas", File: "dir/areas.toml", Line: 25,
	}}
	if !reflect.DeepEqual(questions, want) {
		for i := range want {
			t.Errorf("question %d:\n got %+v\nwant %+v", i, *questions[i], *want[i])
		}
	}
}

// TestProblems has one bank for each way to be wrong: the place, the rule and
// a part of the message, as "line:col: rule: …".
func TestProblems(t *testing.T) {
	lines := func(s ...string) string { return strings.Join(s, "\n") + "\n" }
	typed := func(s ...string) string {
		return lines(append([]string{"[[question]]", `id = "q"`, `kind = "typed"`, `prompt = "P?"`}, s...)...)
	}
	kind := func(k string, s ...string) string {
		return lines(append([]string{"[[question]]", `id = "q"`, `kind = "` + k + `"`, `prompt = "P?"`}, s...)...)
	}
	cloze := func(prompt string, s ...string) string {
		return lines(append([]string{"[[question]]", `id = "q"`, `kind = "cloze"`, `prompt = ` + prompt}, s...)...)
	}
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"empty file", "", []string{"1:1: no-questions: no question"}},
		{"only remarks", "# nothing\n", []string{"1:1: no-questions: no question"}},

		{"invalid UTF-8", sound + "hint = \"é\xff\"\n", []string{"6:10: encoding: 0xff"}},
		{"invalid UTF-8 in a remark", "# \xe9\n", []string{"1:3: encoding: 0xe9"}},
		{"UTF-16 with a mark", "\xff\xfe[\x00[\x00", []string{"1:1: encoding: UTF-16"}},
		{"UTF-16 without a mark", "[\x00[\x00q\x00", []string{"1:1: encoding: UTF-16"}},
		{"NUL", sound + "\x00", []string{"6:1: encoding: NUL"}},

		{"closing quote missing", typed(`answers = ["A`), []string{"5:14: syntax: closing quote"}},
		{"closing single quote missing", typed(`answers = ['A`), []string{"5:14: syntax: closing quote"}},
		{"long text never ends", typed(`answers = ["A"]`, `why = """`, "a", "b"), []string{`6:7: syntax: """ never ends`}},
		{"long single text never ends", typed(`answers = ["A"]`, `why = '''`, "a", "b"), []string{`6:7: syntax: ''' never ends`}},
		{"bad escape", typed(`answers = ["C:\P"]`), []string{"5:15: syntax: backslash"}},
		{"bad unicode escape", typed(`answers = ["\u12"]`), []string{`5:17: syntax: \u wants`}},
		{"list never ends", typed(`answers = ["A",`, `"B"`), []string{"5:11: syntax: list that begins here never ends"}},
		{"comma missing", typed(`answers = ["A" "B"]`), []string{"5:16: syntax: comma"}},
		{"bracket missing", typed(`answers = ["A"`, `hint = "x"`), []string{"6:1: syntax: ] of the list"}},
		{"value missing", typed(`answers =`), []string{"5:10: syntax: no value"}},
		{"equal sign missing", typed(`answers "A"`), []string{"5:9: syntax: no ="}},
		{"text without quotes", typed(`answers = A`), []string{"5:11: syntax: 'A'"}},
		{"text without quotes that looks like true", typed(`answers = ["A"]`, `hint = the`), []string{"6:8: syntax: no quotes"}},
		{"curly quotes", typed(`answers = [“A”]`), []string{"5:12: syntax: “ is no quote"}},
		{"text behind the value", typed(`answers = ["A"] B`), []string{"5:17: syntax: 'B' stands where the line should have ended"}},
		{"broken date", typed(`answers = ["A"]`, `added = 2026-1-1`), []string{"6:1: bad-date: 2026-1-1"}},
		{"broken number", typed(`answers = ["A"]`, `tolerance = 1__0`), []string{"6:14: syntax: no date and no number"}},
		{"a sign that begins no key", typed(`answers = ["A"]`, `é = 1`), []string{"6:1: syntax: 'é' cannot stand here"}},
		{"header not closed", "[[question]\n", []string{"1:11: syntax: closing brackets"}},
		{"raw control character", typed("answers = [\"\x1b[2J\"]"), []string{"5:13: control-character: U+001B (ESC)"}},
		{"carriage return alone", "a = 1\rb = 2\r", []string{"1:6: control-character: carriage return"}},
		{"goes on after a broken table", "[[question]]\nid = \"x\nkind = 1\n" + sound + "colour = 1\n" + "[[question]]\nid = x\n",
			[]string{"2:8: syntax: quote", "9:1: unknown-key: colour", "11:6: syntax: 'x'"}},
		{"lists too deep", typed("answers = " + strings.Repeat("[", 20000)), []string{"5:10011: syntax: too deeply"}},

		{"key outside", "title = \"x\"\n" + sound, []string{"1:1: unknown-key: outside a question"}},
		{"unknown table", "[deck]\nname = \"x\"\n" + sound, []string{"1:1: unknown-table: no table \"deck\""}},
		{"single brackets", "[question]\nid = \"x\"\n" + sound, []string{"1:1: unknown-table: no table"}},
		{"table in a question", sound + "[question.more]\na = 1\n", []string{"6:1: unknown-table: question.more"}},
		{"another list of tables", "[[card]]\nfront = \"x\"\n" + sound, []string{"1:1: unknown-table: card"}},
		{"unknown key", sound + "colour = \"red\"\n", []string{"6:1: unknown-key: \"colour\""}},
		{"misspelt key is not missing too", typed(`anwsers = ["A"]`), []string{`5:1: unknown-key: "anwsers"`}},
		{"key with a dot", sound + "a.b = 1\n", []string{"6:1: unknown-key: \"a.b\""}},
		{"key twice", sound + "answers = [\"B\"]\n", []string{"6:1: duplicate-key: on line 5"}},
		{"number for a text", typed(`answers = ["A"]`, "hint = 3"), []string{"6:8: wrong-type: number without quotes in hint"}},
		{"text for a list", typed(`answers = "A"`), []string{"5:11: wrong-type: a text in answers"}},
		{"number in a list", typed(`answers = ["A", 1855]`), []string{"5:17: wrong-type: a number without quotes in answers"}},
		{"date in a list", typed(`answers = [1855-02-07]`), []string{"5:12: wrong-type: a date without quotes in answers"}},
		{"list in a list", typed(`answers = [["A"]]`), []string{"5:11: wrong-type: a list in answers"}},
		{"text for true", typed(`answers = ["A"]`, `both = "yes"`), []string{"6:8: wrong-type: a text in both"}},
		{"text for a number", typed(`answers = ["1"]`, `match = "number"`, `tolerance = "5"`), []string{"7:13: wrong-type: a text in tolerance"}},
		{"table for a text", typed(`answers = ["A"]`, `hint = {a = 1}`), []string{"6:8: wrong-type: a table in hint"}},

		{"no id", "[[question]]\nkind = \"recall\"\nprompt = \"P\"\nanswers = [\"A\"]\n", []string{"1:1: missing-id: this question has no id"}},
		{"id with a capital", strings.Replace(sound, `"q"`, `"Q"`, 1), []string{"2:6: bad-id: 'Q'"}},
		{"id empty", strings.Replace(sound, `"q"`, `""`, 1), []string{"2:6: bad-id: is empty"}},
		{"id with a line end", strings.Replace(sound, `"q"`, `"q\n"`, 1), []string{`2:6: bad-id: '\n'`}},
		{"id too long", strings.Replace(sound, `"q"`, `"`+strings.Repeat("q", 65)+`"`, 1), []string{"2:6: bad-id: 65 letters"}},
		{"same id twice in a file", sound + sound, []string{"7:6: duplicate-id: at bank.toml:1"}},
		{"no prompt", "[[question]]\nid = \"q\"\nkind = \"recall\"\nanswers = [\"A\"]\n", []string{"1:1: missing-key: no prompt"}},
		{"prompt empty", strings.Replace(sound, `"P?"`, `" "`, 1), []string{"4:10: empty-value: empty prompt"}},
		{"no kind", "[[question]]\nid = \"q\"\nprompt = \"P\"\nanswers = [\"A\"]\n", []string{"1:1: missing-key: no kind"}},
		{"kind unknown", kind("multiple"), []string{`3:8: unknown-kind: "multiple"`}},
		{"a table with nothing", "[[question]]\n", []string{"1:1: missing-id: no id", "1:1: missing-key: no prompt", "1:1: missing-key: no kind"}},

		{"recall without answers", kind("recall"), []string{"1:1: missing-key: no answer"}},
		{"answers empty", typed(`answers = []`), []string{"5:1: empty-value: empty list of answers"}},
		{"one answer empty", typed(`answers = ["A", "  "]`), []string{"5:17: empty-value: empty text in answers"}},
		{"answer twice is a warning", typed(`answers = ["Ä b", "Ä  B"]`), []string{"5:19: duplicate-entry: twice in answers"}},
		{"items on typed", typed(`answers = ["A"]`, `items = ["B", "C"]`), []string{"6:10: key-not-for-kind: kind typed, which has no items"}},
		{"both on choice", kind("choice", `answers = ["A"]`, `wrong = ["B", "C"]`, `both = true`), []string{"7:1: key-not-for-kind: no both"}},
		{"both on cloze", cloze(`"[[a]]"`, `both = true`), []string{"5:1: key-not-for-kind: no both"}},
		{"wrong on recall", kind("recall", `answers = ["A"]`, `wrong = ["B"]`), []string{"6:10: key-not-for-kind: no wrong"}},
		{"match on recall", kind("recall", `answers = ["A"]`, `match = "date"`), []string{"6:9: key-not-for-kind: no match"}},
		{"answers on list", kind("list", `items = ["A", "B"]`, `answers = ["C"]`), []string{"6:12: key-not-for-kind: no answers"}},
		{"choice without wrong", kind("choice", `answers = ["A"]`), []string{"1:1: missing-key: no wrong options"}},
		{"choice with one wrong", kind("choice", `answers = ["A"]`, `wrong = ["B"]`), []string{"6:10: too-few: 1 entry in wrong"}},
		{"choice with two answers", kind("choice", `answers = ["A", "B"]`, `wrong = ["C", "D"]`), []string{"5:17: one-answer: 2 answers"}},
		{"wrong is an answer", kind("choice", `answers = ["Édo"]`, `wrong = ["C", "éDO "]`), []string{"6:15: wrong-is-right"}},
		{"wrong is an answer in full width", typed(`answers = ["A1"]`, `wrong = ["Ａ１"]`), []string{"6:10: wrong-is-right"}},
		{"wrong twice", kind("choice", `answers = ["A"]`, `wrong = ["B", "b"]`), []string{"6:15: duplicate-entry: in wrong"}},
		{"select without wrong", kind("select", `answers = ["A"]`), []string{"1:1: missing-key: no wrong options"}},
		{"select with an answer twice", kind("select", `answers = ["A", "a"]`, `wrong = ["B"]`), []string{"5:17: duplicate-entry: in answers"}},
		{"no items", kind("order"), []string{"1:1: missing-key: no items"}},
		{"one item", kind("list", `items = ["A"]`), []string{"5:10: too-few: 1 entry in items"}},
		{"items empty", kind("list", `items = []`), []string{"5:1: empty-value: items"}},
		{"one item empty", kind("list", `items = ["A", ""]`), []string{"5:15: empty-value: items"}},
		{"item twice", kind("list", `items = ["A", "B", "a"]`), []string{"5:20: duplicate-entry: in items"}},
		{"item with another's name", kind("list", `items = ["Etorofu / Iturup", "Iturup / X"]`), []string{`5:30: duplicate-entry: "Iturup" twice`}},
		{"item with an empty name", kind("list", `items = ["A / ", "B"]`), []string{"5:10: empty-value: empty name"}},

		{"match unknown", typed(`answers = ["A"]`, `match = "fuzy"`), []string{`6:9: unknown-match: "fuzy"`}},
		{"tolerance without number", typed(`answers = ["A"]`, `tolerance = 5`), []string{"6:1: needs-number: tolerance"}},
		{"unit without number", typed(`answers = ["A"]`, `unit = "km"`), []string{"6:8: needs-number: unit"}},
		{"tolerance negative", typed(`answers = ["1"]`, `match = "number"`, `tolerance = -1`), []string{"7:1: bad-tolerance"}},
		{"tolerance without end", typed(`answers = ["1"]`, `match = "number"`, `tolerance = inf`), []string{"7:13: wrong-type: tolerance"}},
		{"no month 13", typed(`answers = ["1956-13-01"]`, `match = "date"`), []string{"5:12: bad-date: 1956-13-01"}},
		{"no 30 February", typed(`answers = ["1956", "1956-02-30"]`, `match = "date"`), []string{"5:20: bad-date: 1956-02-30"}},
		{"29 February of a common year", typed(`answers = ["1900-02-29"]`, `match = "date"`), []string{"5:12: bad-date"}},
		{"a date in words", typed(`answers = ["19 October 1956"]`, `match = "date"`), []string{"5:12: bad-date"}},
		{"year 0", typed(`answers = ["0000"]`, `match = "date"`), []string{"5:12: bad-date"}},
		{"a near miss that is no date", typed(`answers = ["1956"]`, `wrong = ["57"]`, `match = "date"`), []string{"6:10: bad-date: in wrong"}},
		{"number with a unit", typed(`answers = ["5 km"]`, `match = "number"`), []string{"5:12: bad-number: 5 km"}},
		{"number with commas", typed(`answers = ["17,600"]`, `match = "number"`), []string{"5:12: bad-number"}},
		{"number in words", typed(`answers = ["NaN", "inf", "0x1"]`, `match = "number"`), []string{"5:12: bad-number", "5:19: bad-number", "5:26: bad-number"}},

		{"cloze without a gap", cloze(`"P [x]"`), []string{"4:10: no-gap"}},
		{"gap never closed", cloze(`"é [[x"`), []string{"4:13: bad-gap: never closed"}},
		{"gap empty, in a long text", cloze("\"\"\"\nWas\n\\\n  é \\u00e9 [[]]\"\"\""), []string{"7:12: bad-gap: is empty"}},
		{"gap number 0", cloze(`"[[0:x]]"`), []string{"4:11: bad-gap: number 0"}},
		{"gap number 100", cloze(`"[[100:x]]"`), []string{"4:11: bad-gap: number 100"}},
		{"gap hint empty", cloze(`'[[x|]]'`), []string{"4:11: bad-gap: hint"}},
		{"answers beside two gaps", cloze(`"[[x]] [[y]]"`, `answers = ["z"]`), []string{"5:12: answers-and-gaps: 2 gaps"}},

		{"added is no day", typed(`answers = ["A"]`, `added = "2026-11"`), []string{"6:9: bad-date: 2026-11"}},
		{"added is no day of the calendar", typed(`answers = ["A"]`, `added = 2026-02-30`), []string{"6:1: bad-date: 2026-02-30"}},
		{"source without an address", typed(`answers = ["A"]`, `source = "Treaty of Shimoda"`), []string{"6:10: bad-source: Treaty of Shimoda"}},
		{"source without a title", typed(`answers = ["A"]`, `source = ["T <a:b>", "<https://example.org>"]`), []string{"6:22: bad-source"}},
		{"source with an empty address", typed(`answers = ["A"]`, `source = "T <>"`), []string{"6:10: bad-source"}},
		{"hint empty", typed(`answers = ["A"]`, `hint = ""`), []string{"6:8: empty-value: empty hint"}},
		{"tag empty", typed(`answers = ["A"]`, `tags = ["a", ""]`), []string{"6:14: empty-value: empty tag"}},
		{"tag twice", typed(`answers = ["A"]`, `tags = ["a", "a"]`), []string{"6:14: duplicate-entry: twice"}},

		{"escaped ESC", typed(`answers = ["é\u001b[2J"]`), []string{"5:14: control-character: U+001B (ESC) in answers"}},
		{"C1", typed("answers = [\"a\u009b\"]"), []string{"5:14: control-character: U+009B"}},
		{"DEL", typed(`answers = ["a\u007f"]`), []string{"5:14: control-character: U+007F"}},
		{"bidi override", typed("answers = [\"A\"]", "hint = \"\"\"\nab\u202ec\"\"\""), []string{"7:3: control-character: U+202E in hint"}},
		{"line end in a tag", typed(`answers = ["A"]`, `tags = ["a\nb"]`), []string{"6:11: control-character: newline"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Parse("bank.toml", []byte(tt.text))
			for i := range max(len(problems), len(tt.want)) {
				if i >= len(problems) {
					t.Errorf("nothing said of %q", tt.want[i])
					continue
				}
				p := problems[i]
				if i >= len(tt.want) {
					t.Errorf("also says: %v", p)
					continue
				}
				want := strings.SplitN(tt.want[i], ": ", 3)
				part := ""
				if len(want) > 2 {
					part = want[2]
				}
				if got := fmt.Sprintf("%d:%d", p.Line, p.Col); got != want[0] || p.Rule != want[1] || !strings.Contains(p.Message, part) {
					t.Errorf("says %v\nwant %s", p, tt.want[i])
				}
				if wantError := !strings.Contains(tt.name, "warning") && p.Rule != "no-questions"; (p.Severity == Error) != wantError {
					t.Errorf("%v is of severity %s", p, p.Severity)
				}
			}
			plain(t, []byte(tt.text), problems)
		})
	}
}

// plain holds what is true of all problems: the place exists in the file, the
// message is one line, and a hint says what to type.
func plain(t *testing.T, text []byte, problems []Problem) {
	t.Helper()
	lines := bytes.Split(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\n"))
	for _, p := range problems {
		if p.Line < 1 || p.Line > len(lines) || p.Col < 1 || p.Col > utf8.RuneCount(lines[p.Line-1])+1 {
			t.Errorf("%v: there is no such place", p)
		}
		if p.Message == "" || p.Hint == "" || p.Rule == "" || p.Severity == "" {
			t.Errorf("%+v: something is missing", p)
		}
		for _, s := range []string{p.Message, p.Hint} {
			if strings.ContainsFunc(s, func(r rune) bool { return r == '\n' || r == '\t' || forbidden(r) }) || !utf8.ValidString(s) {
				t.Errorf("%q is not one plain line", s)
			}
			for _, word := range []string{"nil", "struct", "EOF", "%!", "toml: "} {
				if strings.Contains(s, word) && !bytes.Contains(text, []byte(word)) {
					t.Errorf("%q speaks of %s", s, word)
				}
			}
		}
	}
}

func TestHints(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"a letter too many", `hintt = "x"`, "did you mean hint?"},
		{"another word", `explanation = "x"`, "did you mean why?"},
		{"the plural", `sources = "x"`, "did you mean source?"},
		{"nothing near", `colour = "x"`, "the keys are id, kind"},
		{"a list in brackets", `tags = "dates"`, `tags = ["dates"]`},
		{"a number in quotes", `group = 7`, `group = "7"`},
		{"a near kind", `kind = "clozee"`, `kind = "cloze"?`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Parse("bank.toml", []byte("[[question]]\nid = \"q\"\nprompt = \"P\"\n"+tt.line+"\n"))
			for _, p := range problems {
				if strings.Contains(p.Hint, tt.want) {
					return
				}
			}
			t.Errorf("no hint says %q: %+v", tt.want, problems)
		})
	}
}

func TestManyProblems(t *testing.T) {
	_, problems := Parse("bank.toml", []byte(strings.Repeat("[[question]]\nid = 1\nkind = \"x\"\nprompt = \"P\"\n", 200)))
	if len(problems) != maxProblems+1 {
		t.Fatalf("%d problems, want %d", len(problems), maxProblems+1)
	}
	if last := problems[maxProblems]; last.Rule != "too-many" || last.Message != "and 300 more" {
		t.Errorf("the last one is %v", last)
	}
}

func TestTooManyQuestions(t *testing.T) {
	_, problems := Parse("bank.toml", []byte(strings.Repeat("[[question]]\n", MaxQuestions+2)))
	if p := problems[0]; p.Rule != "too-many-questions" || p.Line != MaxQuestions+1 {
		t.Errorf("the first problem is %v", p)
	}
}

func TestCheck(t *testing.T) {
	ok := func(id, deck string) *Question {
		return &Question{ID: id, Kind: Recall, Prompt: "P", Answers: []string{"A"}, Deck: deck, File: deck + ".toml", Line: 7}
	}
	for _, tt := range []struct {
		name string
		qs   []*Question
		want []string
	}{
		{"nothing wrong", []*Question{ok("a", "own"), ok("b", "own")}, nil},
		{"an own question replaces a built-in one", []*Question{ok("a", "own"), ok("a", Builtin)}, nil},
		{"two own ones do not", []*Question{ok("a", "one"), ok("a", "two")}, []string{`two.toml:7:1: duplicate-id: the id "a" is taken by the question at one.toml:7`}},
		{"made in a program", []*Question{{}}, []string{": missing-id: this question has no id", ": missing-key: this question has no prompt", ": missing-key: this question has no kind"}},
		{"bytes that are no text", []*Question{{ID: "a", Kind: Recall, Prompt: "\xff", Answers: []string{"A"}}}, []string{`: encoding: question "a" has bytes in prompt that are not UTF-8`}},
		{"lists that are there but empty", []*Question{{ID: "a", Kind: Choice, Prompt: "P", Answers: []string{"A"}, Wrong: []string{}}}, []string{
			`: empty-value: question "a" has an empty list of wrong`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range Check(tt.qs) {
				got = append(got, p.Error())
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Check = %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(sound))
	for _, s := range []string{
		"", "\ufeff", "[[question]]", "[[question]]\r\nid='a'\r\n", "a=1", "[[", "\"ꯢ", "[[question", "[[question]]\nx = \"\"\"\n\\", "x = [[[[",
		sound + "why = '''\na\\'''", sound + `hint = "\u0041\"\\"`, "[[question]]\nid=\"c\"\nkind=\"cloze\"\nprompt=\"[[1,2:a|b]] [[[ [[c]]\"\n",
		"[[question]]\nid=\"l\"\nkind=\"list\"\nprompt=\"\"\"\\\n   a\"\"\"\nitems=[\"a / b\",'c',]\n", sound + "tolerance=1e400\nmatch=\"number\"\n",
		"[[question]]\nid=\"n\"\nkind=\"typed\"\nprompt=\"P\"\nanswers=[\"1\"]\nmatch=\"number\"\ntolerance=0x10\nsource=[\"a <b>\"]\nadded=2026-01-01\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		questions, problems := Parse("bank.toml", text)
		plain(t, text, problems)
		if p := Check(questions); len(p) > 0 {
			t.Errorf("what Parse returns is not sound: %v", p)
		}
		for _, q := range questions {
			again(t, q)
			for _, c := range q.Cards() {
				if strings.TrimSpace(c.Prompt()) == "" || len(c.Answers()) == 0 {
					t.Errorf("card %s asks %q and accepts %q", c.ID, c.Prompt(), c.Answers())
				}
			}
		}
	})
}

// again holds that a question written and read is the same question.
func again(t *testing.T, q *Question) {
	t.Helper()
	written := Format(q)
	read, problems := Parse("again.toml", []byte(written))
	if _, broken := firstError(problems); broken || len(read) != 1 {
		t.Fatalf("written and read: %v\n%s", problems, written)
	}
	want := *q
	want.Deck, want.File, want.Line = "again", "again.toml", 1
	if !reflect.DeepEqual(*read[0], want) {
		t.Errorf("read again:\n got %#v\nwant %#v\n%s", *read[0], want, written)
	}
}

func BenchmarkParse(b *testing.B) {
	var text bytes.Buffer
	for i := range 10000 {
		fmt.Fprintf(&text, "[[question]]\nid = \"q-%d\"\nkind = \"choice\"\nprompt = \"Which islands did the Soviet Union promise in %d?\"\nanswers = [\"Habomai\"]\nwrong = [\"Etorofu\", \"Kunashiri\", \"Urup\"]\nwhy = \"Because it was so written.\"\nsource = \"Declaration <https://example.org/%d>\"\ntags = [\"offers\", \"treaties\"]\n\n", i, i, i)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if qs, problems := Parse("bank.toml", text.Bytes()); len(qs) != 10000 {
			b.Fatal(problems)
		}
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	big := write("big.toml", "")
	if err := os.Truncate(big, MaxFile+1); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, path, want string }{
		{"missing", filepath.Join(dir, "none.toml"), "there is no such file"},
		{"a folder", dir, "this is a folder, not a file"},
		{"a device", os.DevNull, "this is not a regular file"},
		{"too large", big, "larger than 32 MiB"},
		{"below a file", filepath.Join(big, "x.toml"), "cannot be read: not a directory"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := ReadFile(tt.path)
			if err == nil || !strings.HasPrefix(err.Error(), tt.path+": ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("ReadFile(%s) = %v, want %q", tt.path, err, tt.want)
			}
		})
	}
	if qs, problems, err := ReadFile(write("ok.toml", sound)); len(qs) != 1 || len(problems) != 0 || err != nil {
		t.Errorf("a sound bank: %d questions, %v, %v", len(qs), problems, err)
	}
}
