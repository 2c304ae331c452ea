package deck

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const read = sound + `
[[section]]
chapter = "The sea"
title = "Tides"
text = """
Twice a day.

And again.
"""
[[section.fact]]
text = "The moon pulls."
questions = ["q"]
[[section]] # the end
title = "More"
tag = "x"
questions = ["q2"]
`

func TestSections(t *testing.T) {
	got := ParseSections("tides.toml", []byte(read))
	line := strings.Count(sound, "\n")
	want := []*Section{
		{Chapter: "The sea", Title: "Tides", Text: "Twice a day.\n\nAnd again.", Facts: []Fact{{"The moon pulls.", []string{"q"}}}, Deck: "tides", File: "tides.toml", Line: line + 2},
		{Title: "More", Tag: "x", Questions: []string{"q2"}, Deck: "tides", File: "tides.toml", Line: line + 13},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	for _, text := range []string{"", sound, sound + "[[section]]\n", sound + "[[section]]\ntitle = 1\n"} {
		if got := ParseSections("f.toml", []byte(text)); got != nil {
			t.Errorf("ParseSections(%q) = %v, want none", text, got)
		}
	}
}

func TestSectionProblems(t *testing.T) {
	const section = "[[section]]\ntitle = \"T\"\n"
	const fact = section + "[[section.fact]]\ntext = \"F\"\n"
	for _, tt := range []struct{ name, text, want string }{
		{"sound", section + `questions = ["q"]`, ""},
		{"sound with a fact", fact + `questions = ["q"]`, ""},
		{"no title", "[[section]]\nquestions = [\"q\"]", "1:1: missing-key: this section has no title"},
		{"a title with nothing in it", "[[section]]\ntitle = \" \"\nquestions = [\"q\"]", `2:1: empty-value: this section has an empty title`},
		{"a fact without text", section + "[[section.fact]]\nquestions = [\"q\"]", `3:1: missing-key: a fact of section "T" has no text`},
		{"a fact without a section", "[[section.fact]]\ntext = \"F\"", "1:1: unknown-table: a fact stands here before any section"},
		{"one bracket", "[section]\ntitle = \"T\"", `1:1: unknown-table: a bank has no table "section"`},
		{"nearly a section", "[[sections]]\ntitle = \"T\"", `1:1: unknown-table: a bank has no table "sections"`},
		{"a misspelt key", "[[section]]\ntitel = \"T\"\nquestions = [\"q\"]", `2:1: unknown-key: this section has the unknown key "titel"`},
		{"a key of the other table", fact + `tag = "x"`, `5:1: unknown-key: a fact of section "T" has the unknown key "tag"
1:1: empty-section: section "T" leads to no question`},
		{"a key twice", section + "title = \"U\"\nquestions = [\"q\"]", `3:1: duplicate-key: section "T" has title twice, here and on line 2`},
		{"a number for a title", "[[section]]\ntitle = 1\nquestions = [\"q\"]", "2:9: wrong-type: this section has a number without quotes in title, where a text is wanted"},
		{"a number for an id", section + "questions = [\"q\", 1]", `3:19: wrong-type: section "T" has a number without quotes in questions, where a list of texts is wanted`},
		{"two lines for a title", section[:len(section)-2] + `\nU"` + "\nquestions = [\"q\"]", `2:9: control-character: section "T\nU" has the control character U+000A (newline) in title`},
		{"a sign for the terminal", section + `text = "a` + `\u001b` + "[2J\"\nquestions = [\"q\"]", `3:8: control-character: section "T" has the control character U+001B (ESC) in text`},
		{"a question that is not there", section + `questions = ["q", "p"]`, `3:19: unknown-question: section "T" leads to "p", which is no question of this file`},
		{"a question twice", fact + `questions = ["q"]` + "\n[[section.fact]]\ntext = \"G\"\nquestions = [\"q\"]", `8:14: told-twice: a fact of section "T" leads to "q", and so does the text on line 3`},
		{"a tag that is not there", section + `tag = "nowhere"`, `3:7: unknown-tag: section "T" leads to the tag "nowhere", which no question of this file has`},
		{"no question", section, `1:1: empty-section: section "T" leads to no question`},
		{"a long paragraph", section + "questions = [\"q\"]\ntext = \"" + strings.Repeat("a", MaxParagraph+1) + `"`, `4:8: long-text: section "T" has 1001 signs in a paragraph; more than 1000 are hard to read`},
		{"long paragraphs that are short", section + "questions = [\"q\"]\ntext = \"" + strings.Repeat(strings.Repeat("a", MaxParagraph)+`\n\n`, 2) + `b"`, ""},
		{"text that is torn", section + "text = \"a\nquestions = [\"q\"]", "3:10: syntax: the closing quote is missing on this line"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Parse("f.toml", []byte(tt.text+"\n"+sound))
			var got []string
			for _, p := range problems {
				got = append(got, strings.TrimPrefix(p.Error(), "f.toml:"))
				if p.Hint == "" {
					t.Errorf("%v has no hint", p)
				}
			}
			want := strings.Split(tt.want, "\n")
			if tt.want == "" {
				want = nil
			}
			if len(got) != len(want) {
				t.Fatalf("got %q, want %q", got, want)
			}
			for _, w := range want {
				if !strings.Contains(strings.Join(got, "\n"), w) {
					t.Errorf("got %q, want %q", got, w)
				}
			}
		})
	}
	_, problems := Parse("f.toml", []byte(sound+strings.Repeat("[[section]]\n", MaxSections+2)))
	if p := problems[0]; p.Rule != "too-many-sections" {
		t.Errorf("the first problem is %v", p)
	}
}

// TestSectionsFollow holds that changes to questions keep sections, and keep
// them true.
func TestSectionsFollow(t *testing.T) {
	const two = sound + "\n[[question]]\nid = \"p\"\nkind = \"recall\"\nprompt = \"P\"\nanswers = [\"A\"]\n"
	const sections = "\n# read first\n[[section]]\ntitle = \"T\" # short\nquestions = [\"p\", \"q\"]\n[[section.fact]]\ntext = \"F\"\nquestions = [\"p\"]\n"
	path := filepath.Join(t.TempDir(), "own.toml")
	check := func(name, want string) {
		t.Helper()
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %v\n%s\nwant in it\n%s", name, err, text, want)
		}
	}
	if err := os.WriteFile(path, []byte(two+sections), 0o600); err != nil {
		t.Fatal(err)
	}
	extra := &Question{ID: "r", Kind: Recall, Prompt: "R", Answers: []string{"A"}}
	if err := Append(path, extra); err != nil {
		t.Fatal(err)
	}
	check("append", sections)
	renamed := *extra
	renamed.ID, renamed.Prompt = "s", "P"
	if err := Replace(path, "p", &renamed); err != nil {
		t.Fatal(err)
	}
	check("another id", strings.ReplaceAll(sections, `"p"`, `"s"`))
	if err := Remove(path, "s"); err != nil {
		t.Fatal(err)
	}
	check("remove", "\n# read first\n[[section]]\ntitle = \"T\" # short\nquestions = [\"q\"]\n[[section.fact]]\ntext = \"F\"\n")
}

func TestBankSections(t *testing.T) {
	dir := t.TempDir()
	own := filepath.Join(dir, "own.toml")
	if err := os.WriteFile(own, []byte("[[section]]\ntitle = \"Mine\"\n"+strings.Replace(sound, `"q"`, `"mine"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	b, problems, err := Load([]byte(read), dir)
	if err != nil || len(problems) != 1 {
		t.Fatal(problems, err)
	}
	var got []string
	for _, s := range b.Sections() {
		got = append(got, s.Deck+" "+s.Title)
	}
	if want := []string{"own Mine", "builtin Tides", "builtin More"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if b.Len() != 2 {
		t.Errorf("%d questions, want 2", b.Len())
	}
	if b, _, err = LoadFiles([]string{own}); err != nil || len(b.Sections()) != 1 {
		t.Errorf("of a file: %v, %v", b.Sections(), err)
	}
}

func FuzzSections(f *testing.F) {
	f.Add([]byte(read))
	for _, s := range []string{
		"[[section]]", "[[section.fact]]", "[[section]]\ntitle=\"a\"\n[[section.fact]]\ntext='''\nb\n\nc'''\nquestions=[\"q\",]\n",
		"[[section]]\ntitle=\"\"\"\\\n  a\"\"\"\nquestions=[]\ntag='b'\nchapter=\"\\u0041\"", "[[section]]\ntitle = \"a\ntext = \"b\"\n[[section]]\ntitle=\"b\"", "[[section]]\r\ntitle = 'a'\r\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		_, problems := Parse("bank.toml", text)
		plain(t, text, problems)
		for _, s := range ParseSections("bank.toml", text) {
			written := FormatSection(s)
			got := ParseSections("bank.toml", []byte(written))
			if len(got) != 1 {
				t.Fatalf("%d sections in\n%s", len(got), written)
			}
			want := *s
			want.Line = 1
			if len(want.Questions) == 0 {
				want.Questions, got[0].Questions = nil, nil
			}
			for i := range want.Facts {
				if len(want.Facts[i].Questions) == 0 {
					want.Facts[i].Questions, got[0].Facts[i].Questions = nil, nil
				}
			}
			if !reflect.DeepEqual(*got[0], want) {
				t.Errorf("read again:\n got %#v\nwant %#v\n%s", *got[0], want, written)
			}
		}
	})
}
