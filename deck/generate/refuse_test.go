package generate

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kuril/deck"
)

// rivers is a whole subject in one file, as somebody writes it who has read
// the first page of docs/generate.md.
const rivers = `[[source]]
key = "atlas"
title = "Atlas"
address = "https://example.org/atlas"

[[name]]
key = "danube"
name = "Danube"
also = ["Donau"]

[[pool]]
key = "rivers"
entries = [{ name = "Rhine" }, { name = "Elbe" }, { name = "Weser" }]

[[kind]]
name = "river"
[[kind.field]]
name = "name"
required = true
[[kind.field]]
name = "length"
[[kind.field]]
name = "mouth"
[[kind.ask]]
name = "length"
needs = ["length"]
kind = "typed"
match = "number"
unit = "km"
tolerance = "10%"
prompt = "How long is the {{.name}}? (km, within a tenth)"
answers = ["{{.length}}"]
[[kind.ask]]
name = "mouth"
needs = ["mouth"]
kind = "choice"
prompt = "Which river flows into the {{.mouth}}?"
answers = ["{{.name}}"]
draw = "rivers"

[[fact]]
id = "danube"
kind = "river"
source = ["atlas"]
text = "The Danube is 2,850 km long."
name = "@danube"
length = 2850
mouth = "Black Sea"
`

// Every mistake that somebody may make in a file of their own is complained of
// once, in its place, with what to write instead.
func TestMistakesInAFile(t *testing.T) {
	for _, tt := range []struct {
		name, old, new string // what of rivers is replaced
		line           int
		rule, says     string
		hint           string
	}{
		{"table that does not exist", "[[fact]]", "[[river]]", 41, "unknown", `unknown table "river"`, "fact"},
		{"kind that does not exist", `kind = "river"`, `kind = "stream"`, 43, "unknown", `fact "danube": unknown kind "stream"`, "known are: river"},
		{"no kind", `kind = "river"`, ``, 41, "missing", `fact "danube" has no kind`, `kind = "river"`},
		{"field that does not exist", "length = 2850", "lenght = 2850", 47, "unknown", `unknown field "lenght"`, "length"},
		{"field that is missing", `name = "@danube"`, ``, 41, "missing", `kind "river" needs the field name`, `name = "…"`},
		{"list of lists", "length = 2850", "length = [[2850]]", 47, "field", "field length must be a text", `["…", "…"]`},
		{"table for a text", `text = "The Danube is 2,850 km long."`, `text = { en = "x" }`, 45, "field", "field text must be a text", `text = "…"`},
		{"text for a list of tables", `entries = [{`, `entries = "Rhine" #`, 13, "field", "entries must be a list of tables", ""},
		{"text for yes or no", "required = true", `required = "yes"`, 19, "field", "field required must be true or false", "required = true"},
		{"number in words", "length = 2850", `length = "long"`, 32, "field", `fact "danube" (rivers.toml, line 41), ask "length": the answer "long" is no number`, "unit ="},
		{"number with its unit", "length = 2850", `length = "2850 km"`, 32, "field", `the answer "2850 km" is no number`, "unit ="},
		{"tolerance in words", `tolerance = "10%"`, `tolerance = "ten"`, 30, "field", "field tolerance must be a number", `"10%"`},
		{"count below one", `draw = "rivers"`, "draw = \"rivers\"\ncount = 0", 40, "field", "field count must be a whole number, 1 or more", "count = 5"},
		{"date in words", "length = 2850", `date = "2 May 1856"`, 47, "field", "field date must be an ISO date", `"1956-10-19"`},
		{"date that does not exist", "length = 2850", `date = "1857-02-29"`, 47, "field", "field date must be an ISO date", ""},
		{"date that does not exist, without quotes", "length = 2850", `date = 1857-02-29`, 47, "syntax", "no such date", `"1956-10-19"`},
		{"date with the time of day", "length = 2850", `date = 1857-02-28T12:00:00Z`, 47, "field", "field date must be an ISO date", ""},
		{"pool that does not exist", `draw = "rivers"`, `draw = "river"`, 39, "unknown", `ask "mouth": unknown pool "river"`, "rivers"},
		{"name that does not exist", `"@danube"`, `"@danub"`, 46, "unknown", `unknown name "@danub"`, "danube"},
		{"source that does not exist", `["atlas"]`, `["map"]`, 44, "unknown", `unknown source "map"`, "atlas"},
		{"address with a space", "org/atlas", "org/an atlas", 4, "field", "field address", "%20"},
		{"template with a field that does not exist", "the {{.name}}?", "the {{.nmae}}?", 31, "template", `field prompt: the template does not work: <.nmae>: there is no field "nmae"`, "name"},
		{"template that is not closed", "the {{.name}}?", "the {{.name?", 31, "template", "field prompt", "{{.field}}"},
		{"template with a field the fact lacks", "into the {{.mouth}}", "into the {{.mouth}} {{.date}}", 37, "template", "the fact does not have", "needs"},
		{"need that is no field", `needs = ["mouth"]`, `needs = ["sea"]`, 33, "unknown", `needs "sea"`, "length, mouth, name"},
		{"too few in the pool", `, { name = "Elbe" }, { name = "Weser" }`, ``, 39, "too-few", `field draw: with pool "rivers" there are 1 wrong options`, "add entries"},
		{"right option among the wrong ones", `draw = "rivers"`, `wrong = ["Danube", "Rhine"]`, 39, "wrong-is-right", `ask "mouth"`, ""},
		{"an empty option", `draw = "rivers"`, `wrong = ["Rhine", "Elbe", " "]`, 39, "empty-value", "empty text in wrong", ""},
		{"one item", "kind = \"choice\"\nprompt = \"Which river flows into the {{.mouth}}?\"\nanswers = [\"{{.name}}\"]\ndraw = \"rivers\"",
			"kind = \"list\"\nprompt = \"Which?\"\nitems = [\"x\"]", 38, "too-few", "in items", ""},
		{"cloze without a gap", "kind = \"choice\"\nprompt = \"Which river flows into the {{.mouth}}?\"\nanswers = [\"{{.name}}\"]\ndraw = \"rivers\"",
			"kind = \"cloze\"\nprompt = \"Which?\"", 37, "no-gap", "without a gap", "[["},
		{"wrong options of a cloze", `kind = "choice"`, `kind = "cloze"`, 39, "key-not-for-kind", "has no wrong", ""},
		{"kind of question that does not exist", `kind = "choice"`, `kind = "choise"`, 36, "field", `unknown kind of question "choise"`, "choice"},
		{"match that does not exist", `match = "number"`, `match = "numbr"`, 28, "unknown-match", `ask "length"`, "number"},
		{"id with capitals", `id = "danube"`, `id = "Danube"`, 42, "id", `"Danube" is no good as id`, "lower-case"},
		{"id as a number", `id = "danube"`, `id = ["danube"]`, 42, "field", "field id must be a text", ""},
		{"id that is too long", `id = "danube"`, `id = "` + strings.Repeat("danube", 12) + `"`, 24, "bad-id", "64 are the most", ""},
		{"fact in single brackets", "[[fact]]", "[fact]", 41, "field", "one bracket", "[[fact]]"},
		{"same source twice", "[[name]]", "[[source]]\nkey = \"atlas\"\ntitle = \"Map\"\naddress = \"https://example.org/map\"\n[[name]]", 7, "twice", `source "atlas" stands in rivers.toml, line 2, too`, "another name"},
		{"same fact twice", `mouth = "Black Sea"`, "mouth = \"Black Sea\"\n[[fact]]\nid = \"danube\"\nkind = \"river\"\nname = \"Elbe\"", 50, "twice", `fact "danube" stands in rivers.toml, line 41, too`, "another name"},
		{"same key twice", "length = 2850", "length = 2850\nlength = 2860", 48, "syntax", `"length" stands here for the second time`, ""},
		{"quote that is not closed", `"Black Sea"`, `"Black Sea`, 48, "syntax", "closing quote", ""},
		{"curly quotes", `"Black Sea"`, `“Black Sea”`, 48, "syntax", "no quote", "straight"},
		{"text without quotes", `"Black Sea"`, `Black Sea`, 48, "syntax", "cannot begin with", "quotes"},
		{"bracket that is not closed", "[[fact]]", "[[fact]", 41, "syntax", "closing brackets", "[[fact]]"},
		{"no fact at all", rivers[strings.Index(rivers, "[[fact]]"):], "", 1, "no-facts", "no fact", "[[fact]]"},
		{"facts that are not asked", "length = 2850\nmouth = \"Black Sea\"", "", 41, "no-questions", "no question", "needs"},
		{"remarks alone", rivers, "# later\n", 1, "no-facts", "no fact", "docs/generate.md"},
		{"nothing", rivers, "", 1, "no-facts", "no fact", ""},
		{"not UTF-8", "Black Sea", "Mer No\xeere", 48, "encoding", "not UTF-8", "save"},
		{"UTF-16", rivers, "\xff\xfe[\x00[\x00", 1, "encoding", "not UTF-8", "save"},
		{"years that run backwards", "[[name]]", "[[era]]\nkey = \"x\"\nfrom = 1900\nuntil = 1800\n[[name]]", 9, "field", `heading "x" ends in 1800`, "swap"},
		{"half a year", "[[name]]", "[[era]]\nkey = \"x\"\nfrom = 1900.5\n[[name]]", 8, "field", "field from must be a whole number", ""},
		{"fewer questions than none", "[[name]]", "[subject]\nmost = 0\n[[name]]", 7, "field", "field most must be a whole number, 1 or more", ""},
		{"demand that does not exist", "[[name]]", "[subject]\ndemand = [\"whys\"]\n[[name]]", 7, "field", `cannot demand "whys"`, "why"},
		{"a fact told without a text", "text = \"The Danube is 2,850 km long.\"\nname = \"@danube\"\n", "name = \"@danube\"\nask = [{ name = \"x\", kind = \"recall\", prompt = \"X?\", answers = [\"Y\"] }]\n[[section]]\ntitle = \"T\"\nfacts = [\"danube\"]\n[[fact]]\nid = \"x\"\nkind = \"river\"\nname = \"X\"\nuse = []\n#", 41, "missing", "is told in a section and has no text", "text ="},
		{"a sign in a fact that would act on the screen", "km long.\"\nname = \"@danube\"\n", "km\\u202e long.\"\nname = \"@danube\"\nlength = 2850\n[[section]]\ntitle = \"T\"\nfacts = [\"danube\"]\n[[fact]]\nid = \"x\"\nkind = \"river\"\nname = \"X\"\nuse = []\n#", 45, "control-character", `fact "danube"`, "take that sign out"},
		{"a line break in a title", "[[name]]", "[[section]]\ntitle = \"T\\nU\"\ntake = { kind = \"river\" }\n[[name]]", 6, "control-character", "title", ""},
		{"text demanded", "[[name]]\n", "[subject]\ndemand = [\"confidence\"]\n[[name]]\n", 43, "missing", `fact "danube" has no confidence`, "confirmed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(rivers, tt.old) {
				t.Fatalf("%q does not stand in the file", tt.old)
			}
			text, problems := Generate([]File{{"rivers.toml", []byte(strings.Replace(rivers, tt.old, tt.new, 1))}})
			if len(problems) == 0 || text != nil {
				t.Fatalf("no complaint; the bank is\n%s", text)
			}
			p := problems[0]
			if p.File != "rivers.toml" || p.Line != tt.line || p.Col < 1 || p.Rule != tt.rule {
				t.Errorf("%s:%d:%d: %s, want rivers.toml:%d and %s: %s", p.File, p.Line, p.Col, p.Rule, tt.line, tt.rule, p.Message)
			}
			if !strings.Contains(p.Message, tt.says) {
				t.Errorf("complaint %q does not say %q", p.Message, tt.says)
			}
			if !strings.Contains(p.Hint, tt.hint) {
				t.Errorf("hint %q of %q does not say %q", p.Hint, p.Message, tt.hint)
			}
		})
	}
}

func TestWhatIsNoMistake(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"as it stands", "danube", "danube", `answers = ["Danube"]`},
		{"a byte order mark", "[[source]]", "\ufeff[[source]]", `answers = ["Danube"]`},
		{"carriage returns", rivers, strings.ReplaceAll(rivers, "\n", "\r\n"), `answers = ["Danube"]`},
		{"a number as a text", "length = 2850", `length = "2850"`, "tolerance = 285\n"},
		{"a date without quotes", "[[kind.field]]\nname = \"mouth\"", "[[kind.ask]]\nname = \"when\"\nneeds = [\"date\"]\nkind = \"typed\"\nmatch = \"date\"\nprompt = \"When?\"\nanswers = [\"{{.date}}\"]\n[[kind.field]]\nname = \"mouth\"", ""},
		{"a plain at-sign", `mouth = "Black Sea"`, `mouth = "@@sea"`, "flows into the @sea?"},
		{"braces", `mouth = "Black Sea"`, `mouth = "{{sea}}"`, "flows into the {{sea}}?"},
		{"no text, no confidence", `text = "The Danube is 2,850 km long."`, "", `answers = ["Danube"]`},
	} {
		text, problems := Generate([]File{{"rivers.toml", []byte(strings.Replace(rivers, tt.old, tt.new, 1))}})
		if len(problems) > 0 || !strings.Contains(string(text), tt.want) {
			t.Errorf("%s: %v; want %q in\n%s", tt.name, problems, tt.want, text)
		}
	}
}

// write makes files in a folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestReadFor(t *testing.T) {
	bank, problems := Generate([]File{{"rivers.toml", []byte(rivers)}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	dir := write(t, map[string]string{"m/rivers.toml": rivers, "m/bank.toml": string(bank), "m/new.toml": "", "only/bank.toml": string(bank), "m/.draft.toml": "x", "m/notes.txt": "x"})
	at := func(names ...string) []string {
		for i, name := range names {
			names[i] = filepath.Join(dir, name)
		}
		return names
	}
	for _, tt := range []struct {
		name, output string
		paths, want  []string
		err          string
	}{
		{"a folder, hidden files and others left out", "", at("m"), at("m/bank.toml", "m/new.toml", "m/rivers.toml"), ""},
		{"the bank of the last time", "m/bank.toml", at("m"), at("m/new.toml", "m/rivers.toml"), ""},
		{"an empty file", "m/new.toml", at("m"), at("m/bank.toml", "m/rivers.toml"), ""},
		{"the bank, named", "m/bank.toml", at("m/bank.toml"), at("m/bank.toml"), ""},
		{"named twice", "", at("m/rivers.toml", "m/../m/rivers.toml"), at("m/rivers.toml"), ""},
		{"named, and its folder", "", at("m/rivers.toml", "m"), at("m/rivers.toml", "m/bank.toml", "m/new.toml"), ""},
		{"onto material", "m/rivers.toml", at("m/rivers.toml"), nil, "take the place of the material"},
		{"onto material in a folder", "m/rivers.toml", at("m"), nil, "take the place of the material"},
		{"a folder with nothing but the bank", "only/bank.toml", at("only"), nil, "no .toml file of material"},
		{"a bank that is not there yet", "m/other.toml", at("m/rivers.toml"), at("m/rivers.toml"), ""},
	} {
		files, err := ReadFor(tt.paths, filepath.Join(dir, tt.output))
		if tt.err != "" {
			if _, ok := err.(*deck.FileError); !ok || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%s: error %v, want one that says %q", tt.name, err, tt.err)
			}
			continue
		}
		var got []string
		for _, f := range files {
			got = append(got, f.Name)
		}
		if err != nil || strings.Join(got, "|") != strings.Join(tt.want, "|") {
			t.Errorf("%s: read %v, %v; want %v", tt.name, got, err, tt.want)
		}
	}
}

// However files are named, the bank is the same, its first line too.
func TestHowFilesAreNamedDoesNotMatter(t *testing.T) {
	part := strings.Index(rivers, "[[fact]]")
	dir := write(t, map[string]string{"m/a.toml": rivers[:part], "m/b.toml": rivers[part:], "c/x.toml": "# nothing\n"})
	t.Chdir(dir)
	for _, group := range [][][]string{
		{{"m"}, {"./m"}, {"m/"}, {"m/a.toml", "m/b.toml"}, {"m/b.toml", "m/a.toml"}, {filepath.Join(dir, "m")}, {"m", "m/a.toml"}},
		{{"m", "c"}, {"c", "m"}, {"m/b.toml", "c/x.toml", "m/a.toml"}},
	} {
		var want []byte
		for _, paths := range group {
			files, err := ReadAll(paths)
			if err != nil {
				t.Fatal(err)
			}
			got, problems := Generate(files)
			if len(problems) > 0 {
				t.Fatal(problems[0])
			}
			if want == nil {
				want = got
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%v gives\n%.80s\n%v gives\n%.80s", paths, got, group[0], want)
			}
		}
	}
}

func TestABankThatNobodyCouldRead(t *testing.T) {
	var many strings.Builder
	for i := range deck.MaxSections {
		fmt.Fprintf(&many, "[[fact]]\nid = \"r%d\"\nkind = \"river\"\nname = \"R\"\ntext = \"R.\"\n", i)
	}
	_, problems := Generate([]File{file("a.toml", rivers, "[[section]]\ntitle = \"All\"\ntake = { kind = \"river\" }"), file("b.toml", many.String())})
	if len(problems) != 1 || problems[0].Rule != "too-large" || problems[0].File != "a.toml" {
		t.Errorf("%v, want one complaint that there is too much to read", problems)
	}
}

// A remark must not end where a file's name has a line break.
func TestFileNamesInTheBank(t *testing.T) {
	for _, name := range []string{"a\n[[question]]\n.toml", "a\x1b[2J.toml", "\u202ea.toml", "a\xff.toml", "Flüsse \"1\".toml", "../x.toml", "-o.toml"} {
		text, problems := Generate([]File{{name, []byte(rivers)}})
		if len(problems) > 0 {
			t.Fatalf("%q: %v", name, problems)
		}
		questions, faults := deck.Parse("bank.toml", text)
		if len(questions) != 2 || len(faults) > 0 {
			t.Errorf("%q: %d questions, %v", name, len(questions), faults)
		}
	}
}
