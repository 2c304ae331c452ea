package anki

import (
	"strings"
	"testing"
	"time"

	"kuril/deck"
)

func read(name, text string) (*Package, error) {
	return Table(name, []byte(text), Options{Zone: time.UTC, Watch: func(int, int) error { return nil }})
}

func TestTable(t *testing.T) {
	for _, tt := range []struct {
		name, file, text string
		want             string // kind|prompt|answers|why|tags|deck, one a line
		skipped          int
	}{
		{"tabs", "x.txt", "a\tb\nc\td\n", "recall|a|b|||x\nrecall|c|d|||x", 0},
		{"a colon in a table with commas", "x.csv", "what: one,1\nwhat: two,2\n", "recall|what: one|1|||x\nrecall|what: two|2|||x", 0},
		{"semicolons as in Europe", "x.csv", "a,b;c\nd;e\n", "recall|a,b|c|||x\nrecall|d|e|||x", 0},
		{"quotes", "x.csv", "\"a \"\"b\"\"\nc\",d\n", "recall|a \"b\"/c|d|||x", 0},
		{"a byte order mark and carriage returns", "x.csv", "\ufeff#separator:comma\r\na,b\r\n", "recall|a|b|||x", 0},
		{"separator is cut", "x.txt", "#separator:Pipe,,,,\na,1|b\n", "recall|a,1|b|||x", 0},
		{"separator as itself", "x.txt", "#separator:;\na,1;b\n", "recall|a,1|b|||x", 0},
		{"unknown separator", "x.txt", "#separator:♥\nfoo\tbar\n", "recall|foo|bar|||x", 0},
		{"plain text is no HTML", "x.txt", "a < b\tc & d\n", "recall|a < b|c & d|||x", 0},
		{"HTML is seen", "x.txt", "<b>a</b>\tx<br>y\n", "recall|**a**|x/y|||x", 0},
		{"HTML is denied", "x.txt", "#html:false\n<b>a</b>\tb\n", "recall|<b>a</b>|b|||x", 0},
		{"tags for all", "x.txt", "#tags:one two\na\tb\n", "recall|a|b||one two|x", 0},
		{"the old way", "x.txt", "tags: one two\na\tb\n", "recall|a|b||one two|x", 0},
		{"a third column", "x.txt", "a\tb\tt1 t2\n", "recall|a|b||t1 t2|x", 0},
		{"a third column of sentences", "x.txt", "a\tb\tSo it is, because it was never otherwise.\n", "recall|a|b/So it is, because it was never otherwise.|||x", 0},
		{"columns by number", "x.txt", "#separator:tab\n#guid column:1\n#deck column:2\n#tags column:5\ng1\tD::E\ta\tb\tt\n", "recall|a|b||t|D::E", 0},
		{"columns by name", "x.txt", "#separator:comma\n#columns:Back,Front,Tags\nb,a,t\n", "recall|a|b||t|x", 0},
		{"a row of names", "x.csv", "question,answer\na,b\n", "recall|a|b|||x", 0},
		{"deck", "x.txt", "#deck:My deck\na\tb\n", "recall|a|b|||My deck", 0},
		{"comments", "x.txt", "# hello\na\tb\n# more\n\"#1\"\tc\n", "recall|a|b|||x\nrecall|#1|c|||x", 0},
		{"a head ends", "x.txt", "\n#tags:foo\na\tb\n", "recall|a|b|||x", 0},
		{"cloze", "x.txt", "The {{c1::sun}} shines\textra\n", "cloze|The [[1:sun]] shines||extra||x", 0},
		{"reversed", "x.txt", "#notetype:Basic (and reversed card)\na\tb\n", "recall both|a|b|||x", 0},
		{"typed", "x.txt", "#notetype:Basic (type in the answer)\na\tb\n", "typed|a|b|||x", 0},
		{"nothing in front, no answer, twice", "x.txt", "\tb\na\na\tb\na\tc\n", "recall|a|b|||x", 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := read(tt.file, tt.text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, i := range p.Items {
				q := *i.Question
				q.ID = "x"
				kind := string(q.Kind)
				if q.Both {
					kind += " both"
				}
				got = append(got, strings.ReplaceAll(strings.Join([]string{kind, q.Prompt, strings.Join(q.Answers, ";"), q.Why, strings.Join(q.Tags, " "), i.Deck}, "|"), "\n", "/"))
			}
			if strings.Join(got, "\n") != tt.want {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), tt.want)
			}
			if len(p.Skipped) != tt.skipped {
				t.Errorf("%d skipped, want %d: %v", len(p.Skipped), tt.skipped, p.Skipped)
			}
		})
	}
}

func TestTableRefused(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", "no rows"},
		{"#separator:tab\n", "no rows"},
		{"\xfea\tb", "not a text in UTF-8"},
		{"a\nb\n", "no row of x.txt holds a question with an answer"},
		{"#separator:tab\na\t\"b" + strings.Repeat("\nmore\tand more", 600), "never closed"},
	} {
		if _, err := read("x.txt", tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %q", clip(tt.text), err, tt.want)
		}
	}
}

// TestTableStable holds that a question keeps its id when its answer changes,
// and all keep theirs when rows are added.
func TestTableStable(t *testing.T) {
	ids := func(text string) map[string]string {
		p, err := read("x.txt", text)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]string{}
		for _, i := range p.Items {
			all[i.Question.Prompt] = i.ID(0)
		}
		return all
	}
	before, after := ids("a\tb\nc\td\n"), ids("new\tx\nc\tmended\na\tb\n")
	if before["a"] != after["a"] || before["c"] != after["c"] || before["a"] == before["c"] {
		t.Errorf("ids were %v and are %v", before, after)
	}
}

// FuzzTable holds that every text is read or refused, and gives sound questions.
func FuzzTable(f *testing.F) {
	for _, s := range []string{"a\tb", "#separator:,\na,b", "\"", "#columns:a,b\n", "\ufeff#html:true\n<b>,x", "a;b;{{c1::x}}", "#notetype column:99\na\tb", "#\n#tags:foo bar\na\tb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := read("x.csv", text)
		if err != nil {
			return
		}
		for _, i := range p.Items {
			q := *i.Question
			q.ID = i.ID(0)
			if problems := deck.Check([]*deck.Question{&q}); len(problems) > 0 {
				t.Errorf("%v\n%s", problems, deck.Format(&q))
			}
		}
	})
}
