package lint

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"kuril/deck"
)

// mend makes all fixes of a bank.
func mend(t *testing.T, text []byte) []byte {
	t.Helper()
	s := deck.ReadSource("bank.toml", text)
	var changes []deck.Change
	for _, f := range Check([]*deck.Source{s}, Choose{Strict: true}, nil) {
		changes = append(changes, f.Fixes...)
	}
	after, err := s.Changed(changes)
	if err != nil {
		t.Fatalf("%v, in\n%s", err, text)
	}
	return after
}

func TestMend(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a letter", "[[question]]\nid = \"a\"\nkind = \"typed\" # as is\nprompt = 'Where is Hоkkaido?'\nanswers = [\n  # the first\n  \"in Jаpan\", # two\n]\n",
			"[[question]]\nid = \"a\"\nkind = \"typed\" # as is\nprompt = 'Where is Hokkaido?'\nanswers = [\n  # the first\n  \"in Japan\", # two\n]\n"},
		{"two letters of one word, as an escape", "[[question]]\nid = \"a\"\nkind = \"typed\"\nprompt = \"Where is H\\u043Ekk\\u0430ido?\"\nanswers = [\"x\"]\n",
			"[[question]]\nid = \"a\"\nkind = \"typed\"\nprompt = \"Where is Hokkaido?\"\nanswers = [\"x\"]\n"},
		{"Latin letters in Russian", typed("Где Мoсква?", "x"), typed("Где Москва?", "x")},
		{"as many of one as of the other", typed("Где Мo?", "x"), typed("Где Мo?", "x")},
		{"quotes", typed(`Who said “no” and "yes"?`, "x"), typed(`Who said “no” and “yes”?`, "x")},
		{"an accent", typed("Why isn´t it Japan?", "x"), typed("Why isn’t it Japan?", "x")},
		{"two apostrophes", typed("Why isn't it Japan’s?", "x"), typed("Why isn’t it Japan’s?", "x")},
		{"a group of one", "\ufeff[[question]]\r\nid = \"a\"\r\nkind = \"recall\"\r\nprompt = \"Capital?\"\r\nanswers = [\"x\"]\r\ngroup = \"g\" # mine\r\n# end\r\n",
			"\ufeff[[question]]\r\nid = \"a\"\r\nkind = \"recall\"\r\nprompt = \"Capital?\"\r\nanswers = [\"x\"]\r\n# end\r\n"},
		{"an exception is kept", "# check: ignore look-alike: the brand writes it so\n" + typed("Where is Hоkkaido?", "x"), "# check: ignore look-alike: the brand writes it so\n" + typed("Where is Hоkkaido?", "x")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := mend(t, []byte(tt.text))
			if string(got) != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			if again := mend(t, got); !bytes.Equal(again, got) {
				t.Errorf("a second time changes it:\n%s", again)
			}
		})
	}
}

// FuzzCheck holds that no text makes a check panic, that every place is within
// the text, and that what is mended reads back with the same questions.
func FuzzCheck(f *testing.F) {
	for _, r := range Rules() {
		f.Add([]byte(r.Bad))
		f.Add([]byte(r.Good))
	}
	f.Add([]byte("[[question]]\nid = \"a\"\nkind = \"recall\"\nprompt = '''\nisn`t H\u043ekkaido \\\n \"x\" “y”'''\nanswers = [\"(]\", \"\u00b4\"]\ngroup = \"g\"\n"))
	f.Add([]byte("# check: ignore-file a,b: c\n# check: ignore :\n# check:\n[[question]]"))
	moons, err := os.ReadFile(filepath.Join("..", "..", "docs", "examples", "moons.toml"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(moons[:4000])
	f.Fuzz(func(t *testing.T, text []byte) {
		s := deck.ReadSource("bank.toml", text)
		lines := bytes.Split(text, []byte("\n"))
		var changes []deck.Change
		for _, found := range Check([]*deck.Source{s}, Choose{Strict: true}, nil) {
			if found.Line < 1 || found.Line > len(lines) || found.Col < 1 || found.Col > len(lines[found.Line-1])+1 {
				t.Errorf("%v is outside of the text", found.Problem)
			}
			if found.Message == "" || found.Rule == "" {
				t.Errorf("a finding without words: %+v", found.Problem)
			}
			changes = append(changes, found.Fixes...)
		}
		after, err := s.Changed(changes)
		if err != nil {
			t.Fatalf("%v", err)
		}
		again := deck.ReadSource("bank.toml", after)
		if len(again.Questions) != len(s.Questions) {
			t.Fatalf("%d questions became %d", len(s.Questions), len(again.Questions))
		}
		for i, q := range again.Questions {
			if q.ID != s.Questions[i].ID || q.Kind != s.Questions[i].Kind || len(q.Answers) != len(s.Questions[i].Answers) {
				t.Errorf("question %q changed", q.ID)
			}
		}
	})
}
