package deck

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// hostile are pieces that writing has to get past.
var hostile = []string{
	`"`, `""`, `"""`, `'`, `'''`, `\`, `\\`, `\n`, `\u0041`, "\n", "\n\n", "\t", " ", "  ", "#", "=", "[", "]", "[[[", "[question]", ",", " / x", "|", ":", "1:",
	"é", "e\u0301", "東京", "العربية", "\u200f", "👩‍👩‍👧", "🇯🇵", "и\u0306", "\u00a0", "\ufeff", "\ufffd", "\U000e0001", "a", "Z", "0", "€", "<b>", "%s", "$(x)",
}

// randomQuestion returns a question that Check finds nothing wrong with.
func randomQuestion(r *rand.Rand) *Question {
	text := func(prefix string) string {
		var b strings.Builder
		b.WriteString(prefix)
		for range r.IntN(6) {
			b.WriteString(hostile[r.IntN(len(hostile))])
		}
		return b.String()
	}
	for {
		list := func(name string, n int) (all []string) {
			for i := range n {
				all = append(all, text(fmt.Sprint(name, i)))
			}
			return all
		}
		q := &Question{ID: fmt.Sprint("q-", r.IntN(1e9)), Kind: kinds[r.IntN(len(kinds))].kind, Prompt: text("p") + text("")}
		switch q.Kind {
		case Recall:
			q.Answers, q.Both = list("a", 1+r.IntN(3)), r.IntN(2) == 0
		case Typed:
			q.Answers, q.Both = list("a", 1+r.IntN(3)), r.IntN(2) == 0
			q.Wrong = list("w", r.IntN(3))
			switch q.Match = Match(append(matches, "")[r.IntN(5)]); q.Match {
			case Date:
				q.Answers, q.Wrong = []string{"1956-10-19", "1956"}, nil
			case Number:
				q.Answers, q.Wrong, q.Tolerance, q.Unit = []string{"-1.5e3"}, nil, []float64{0, 0.1, 5, 1e21, 1e-9, r.Float64()}[r.IntN(6)], "km²"
			}
		case Choice:
			q.Answers, q.Wrong = list("a", 1), list("w", 2+r.IntN(9))
		case Select:
			q.Answers, q.Wrong = list("a", 1+r.IntN(3)), list("w", 1+r.IntN(3))
		case List, Order:
			q.Items = list("i", 2+r.IntN(8))
		case Cloze:
			q.Prompt += " [[1:gap|hint]]"
			if r.IntN(2) == 0 {
				q.Answers = list("a", 1)
			}
		}
		if r.IntN(2) == 0 {
			q.Hint, q.Why, q.Sources, q.Added = text("h"), text("y"), []string{"Title <https://example.org/1>", "T <a:2>"}[:1+r.IntN(2)], "2026-11-22"
		}
		if r.IntN(2) == 0 {
			q.Tags, q.Group, q.From = []string{"offers", "日本"}, "g", "fact-1"
		}
		if len(Check([]*Question{q})) == 0 {
			return q
		}
	}
}

func TestFormatIsReadBack(t *testing.T) {
	const seed = 20261122
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range 3000 {
		if again(t, randomQuestion(r)); t.Failed() {
			t.Fatalf("seed %d, question %d", seed, i)
		}
	}
}

// TestChangesKeepTheRest holds, over random decks and changes, that only what
// is changed changes.
func TestChangesKeepTheRest(t *testing.T) {
	const seed = 7
	r := rand.New(rand.NewPCG(seed, 2))
	path := filepath.Join(t.TempDir(), "decks", "own.toml")
	var want []*Question
	for i := range 150 {
		var err error
		switch n := r.IntN(4); {
		case n < 2 || len(want) == 0:
			q := randomQuestion(r)
			err = Append(path, q)
			want = append(want, q)
		case n == 2:
			k := r.IntN(len(want))
			q := randomQuestion(r)
			err = Replace(path, want[k].ID, q)
			want[k] = q
		default:
			k := r.IntN(len(want))
			err = Remove(path, want[k].ID)
			want = slices.Delete(want, k, k+1)
		}
		if err != nil {
			t.Fatalf("seed %d, step %d: %v", seed, i, err)
		}
		got, problems, err := ReadFile(path)
		if _, broken := firstError(problems); err != nil || broken || len(got) != len(want) {
			t.Fatalf("seed %d, step %d: %d questions, want %d; %v %v", seed, i, len(got), len(want), problems, err)
		}
		for k := range want {
			if Format(got[k]) != Format(want[k]) {
				t.Fatalf("seed %d, step %d: question %d is\n%s\nwant\n%s", seed, i, k, Format(got[k]), Format(want[k]))
			}
		}
	}
}

const commented = `# my cards

# about Paris
[[question]] # first
  id = "paris"   # never changes
  prompt = "Capital of France?" # easy
  # in between
  kind = "typed"
  answers = ["Paris"]  # one
  both = false

# about Berlin

[[question]]
id = "berlin"
kind = "typed"
prompt = "Capital of Germany?"
answers = [
  "Berlin", # since 1990
]
hint = "B"
# the end
`

func TestWrite(t *testing.T) {
	paris := func(change func(*Question)) *Question {
		q := &Question{ID: "paris", Kind: Typed, Prompt: "Capital of France?", Answers: []string{"Paris"}}
		change(q)
		return q
	}
	for _, tt := range []struct {
		name, before string
		do           func(path string) error
		old, new     string // in the text, once; "" for all of it
	}{
		{"replace changes the value alone", commented,
			func(p string) error {
				return Replace(p, "paris", paris(func(q *Question) { q.Answers = []string{"Paris", "Lutetia"} }))
			}, `["Paris"]  # one`, `["Paris", "Lutetia"]  # one`},
		{"replace by the same changes nothing", commented,
			func(p string) error { return Replace(p, "paris", paris(func(*Question) {})) }, "#", "#"},
		{"a new key stands in its usual place", commented,
			func(p string) error { return Replace(p, "paris", paris(func(q *Question) { q.Match = Exact })) },
			"# one\n", "# one\n  match = \"exact\"\n"},
		{"false becomes true", commented,
			func(p string) error { return Replace(p, "paris", paris(func(q *Question) { q.Both = true })) },
			"both = false", "both = true"},
		{"a new id", commented,
			func(p string) error { return Replace(p, "paris", paris(func(q *Question) { q.ID = "fr" })) },
			`id = "paris" `, `id = "fr" `},
		{"a key gone", commented,
			func(p string) error {
				return Replace(p, "berlin", &Question{ID: "berlin", Kind: Typed, Prompt: "Capital of Germany?", Answers: []string{"Berlin"}})
			}, "hint = \"B\"\n", ""},
		{"remove leaves remarks", commented,
			func(p string) error { return Remove(p, "berlin") },
			commented[strings.Index(commented, "[[question]]\n"):strings.Index(commented, "# the end")], ""},
		{"remove takes an empty line along", commented,
			func(p string) error { return Remove(p, "paris") },
			commented[strings.Index(commented, "[[question]]"):strings.Index(commented, "# about Berlin")], ""},
		{"append leaves an empty line", commented,
			func(p string) error { return Append(p, paris(func(q *Question) { q.ID = "fr" })) },
			"# the end\n", "# the end\n\n[[question]]\nid = \"fr\"\nkind = \"typed\"\nprompt = \"Capital of France?\"\nanswers = [\"Paris\"]\n"},
		{"append to a file without a last line end", "# x",
			func(p string) error {
				return Append(p, &Question{ID: "a", Kind: Recall, Prompt: "P", Answers: []string{"A"}})
			},
			"# x", "# x\n\n[[question]]\nid = \"a\"\nkind = \"recall\"\nprompt = \"P\"\nanswers = [\"A\"]\n"},
		{"carriage returns stay", "\ufeff# x\r\n[[question]]\r\nid = 'a'\r\nkind = 'recall'\r\nprompt = 'P'\r\nanswers = ['A']",
			func(p string) error {
				return Replace(p, "a", &Question{ID: "a", Kind: Recall, Prompt: "P\nQ", Answers: []string{"A"}, Hint: "H", Why: "W"})
			},
			"prompt = 'P'\r\nanswers = ['A']", "prompt = \"\"\"\r\nP\r\nQ\"\"\"\r\nanswers = ['A']\r\nhint = \"H\"\r\nwhy = \"W\""},
		{"keys in another order", "[[question]]\nkind = \"typed\"\nid = \"a\"\nboth = true\nmatch = \"exact\"\nanswers = [\"A\"]\nprompt = \"P\"\n",
			func(p string) error {
				return Replace(p, "a", &Question{ID: "a", Kind: Typed, Both: true, Prompt: "P", Answers: []string{"A"}, Hint: "H"})
			},
			"match = \"exact\"\n", "hint = \"H\"\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "own.toml")
			if err := os.WriteFile(path, []byte(tt.before), 0o640); err != nil {
				t.Fatal(err)
			}
			if err := tt.do(path); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.Replace(tt.before, tt.old, tt.new, 1); string(got) != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
				t.Errorf("mode is %v, was 0640", info.Mode())
			}
			left, _ := os.ReadDir(filepath.Dir(path))
			if len(left) != 1 {
				t.Errorf("more than the deck is left: %v", left)
			}
		})
	}
}

func TestWriteRefuses(t *testing.T) {
	fine := &Question{ID: "new", Kind: Recall, Prompt: "P", Answers: []string{"A"}}
	for _, tt := range []struct {
		name, before string
		do           func(path string) error
		want         string
	}{
		{"a question with a fault", commented, func(p string) error { return Append(p, &Question{ID: "x", Kind: Recall, Prompt: "P"}) }, `missing-key: question "x" has no answer`},
		{"an id that is taken", commented, func(p string) error {
			return Append(p, &Question{ID: "paris", Kind: Recall, Prompt: "P", Answers: fine.Answers})
		}, `:4:1: duplicate-id: the id "paris" is taken`},
		{"another question's id", commented, func(p string) error {
			return Replace(p, "paris", &Question{ID: "berlin", Kind: Recall, Prompt: "P", Answers: fine.Answers})
		}, `:14:1: duplicate-id: the id "berlin" is taken`},
		{"the same new id twice", commented, func(p string) error { return Append(p, fine, fine) }, `duplicate-id`},
		{"a broken file", "[[question]]\nid = x\n", func(p string) error { return Append(p, fine) }, ":2:6: syntax: "},
		{"no such question", commented, func(p string) error { return Replace(p, "rome", fine) }, `there is no question "rome"`},
		{"nothing to remove", commented, func(p string) error { return Remove(p, "rome") }, `there is no question "rome"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "own.toml")
			if err := os.WriteFile(path, []byte(tt.before), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := tt.do(path); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want %q", err, tt.want)
			}
			if got, _ := os.ReadFile(path); string(got) != tt.before {
				t.Errorf("the file changed to\n%s", got)
			}
		})
	}
}

func TestWriteFiles(t *testing.T) {
	q := &Question{ID: "new", Kind: Recall, Prompt: "P", Answers: []string{"A"}}
	t.Run("new file and folder are the learner's alone", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "data", "decks", "own.toml")
		if err := Append(path, q); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700 | fs.ModeDir} {
			if info, err := os.Stat(name); err != nil || info.Mode() != want {
				t.Errorf("%s: %v %v, want %v", name, info.Mode(), err, want)
			}
		}
	})
	t.Run("a link stays a link", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "git"), 0o700); err != nil {
			t.Fatal(err)
		}
		link := filepath.Join(dir, "own.toml")
		if err := os.Symlink(filepath.Join("git", "cards.toml"), link); err != nil {
			t.Skipf("this file system has no links: %v", err)
		}
		for _, id := range []string{"a", "b"} { // first without, then with the target there
			if err := Append(link, &Question{ID: id, Kind: Recall, Prompt: "P", Answers: []string{"A"}}); err != nil {
				t.Fatal(err)
			}
		}
		if info, _ := os.Lstat(link); info.Mode()&fs.ModeSymlink == 0 {
			t.Error("the link became a file")
		}
		if qs, _, err := ReadFile(filepath.Join(dir, "git", "cards.toml")); len(qs) != 2 {
			t.Errorf("the target has %d questions, %v", len(qs), err)
		}
	})
	t.Run("a folder in the way", func(t *testing.T) {
		if err := Append(t.TempDir(), q); err == nil || !strings.Contains(err.Error(), "this is a folder") {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("a folder that may not be written", func(t *testing.T) {
		if os.Getuid() == 0 {
			t.Skip("root may write everywhere; a script tries it as somebody else")
		}
		path := filepath.Join(t.TempDir(), "own.toml")
		if err := Append(path, q); err != nil {
			t.Fatal(err)
		}
		os.Chmod(filepath.Dir(path), 0o500)
		defer os.Chmod(filepath.Dir(path), 0o700)
		if err := Remove(path, q.ID); err == nil || !strings.Contains(err.Error(), "may not be written") {
			t.Errorf("error is %v", err)
		}
		if qs, _, _ := ReadFile(path); len(qs) != 1 {
			t.Error("the deck is not whole")
		}
	})
	t.Run("many at once lose nothing", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "own.toml")
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				if err := Append(path, &Question{ID: fmt.Sprint("q", i), Kind: Recall, Prompt: "P", Answers: []string{"A"}}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if qs, _, err := ReadFile(path); len(qs) != 20 {
			t.Errorf("%d questions of 20, %v", len(qs), err)
		}
	})
}

func TestNewID(t *testing.T) {
	taken := map[string]bool{"capital-france": true, "capital-spain": true, "capital-spain-2": true, "recall-7k": true}
	endings := []string{"7k", "9x"}
	for _, tt := range []struct {
		name, prompt string
		kind         Kind
		want         string
	}{
		{"small words go", "What is the capital of Germany?", Typed, "capital-germany"},
		{"only small words stay", "What is it?", Typed, "what-is-it"},
		{"marks go", "Où est né Étienne-Łukasz Strauß?", Typed, "ou-est-ne-etienne-lukasz-strauss"},
		{"taken", "Capital of France?", Typed, "capital-france-2"},
		{"taken twice", "The capital of Spain", Typed, "capital-spain-3"},
		{"numbers count", "Treaty of 1855, article 2", Typed, "treaty-1855-article-2"},
		{"no Latin letters", "東京は？", Typed, "typed-7k"},
		{"a random ending that is taken", "Москва", Recall, "recall-9x"},
		{"numbers alone are no words", "1+1", Recall, "recall-9x"},
		{"Latin words among others", "首都 of Japan は", Typed, "japan"},
		{"whole words up to 40 letters", "Alpha Bravo Charlie Delta Echolocation Foxtrot", Typed, "alpha-bravo-charlie-delta-echolocation"},
		{"one long word", strings.Repeat("x", 50), Typed, strings.Repeat("x", 40)},
		{"the text of a gap is the answer", "Japan asks for [[2:Habomai|islets]] and more", Cloze, "japan-asks-more"},
		{"an apostrophe joins", "Japan’s claim, Russia's answer", Typed, "japans-claim-russias-answer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			got := NewID(tt.prompt, tt.kind, func(id string) bool { return taken[id] }, func() string { n++; return endings[(n-1)%2] })
			if got != tt.want || idFault(got) != "" {
				t.Errorf("NewID(%q) = %q, want %q", tt.prompt, got, tt.want)
			}
		})
	}
}

func TestFixIDs(t *testing.T) {
	const before = `# mine
[[question]] # no id
  prompt = "Capital of Germany?"
  kind = "typed"
  answers = ["Berlin"]

[[question]]
kind = "recall"
prompt = "Capital of Germany?"

[[question]]
id = "gaps"
kind = "cloze"
prompt = """
\u00e9 [[a]] \
  [[1:b]] "\u005b[c|h]]
[[[x]]"""`
	const want = `# mine
[[question]] # no id
  id = "capital-germany-3"
  prompt = "Capital of Germany?"
  kind = "typed"
  answers = ["Berlin"]

[[question]]
id = "capital-germany-4"
kind = "recall"
prompt = "Capital of Germany?"

[[question]]
id = "gaps"
kind = "cloze"
prompt = """
\u00e9 [[2:a]] \
  [[1:b]] "\u005b[3:c|h]]
[[[x]]"""`
	taken := func(id string) bool { return id == "capital-germany" || id == "capital-germany-2" }
	for _, newline := range []string{"\n", "\r\n"} {
		in, out := strings.ReplaceAll(before, "\n", newline), strings.ReplaceAll(want, "\n", newline)
		got, err := FixIDs("own.toml", []byte("\ufeff"+in), taken, nil)
		if err != nil || string(got) != "\ufeff"+out {
			t.Errorf("FixIDs gives %v\n%s\nwant\n%s", err, got, out)
		}
		if twice, err := FixIDs("own.toml", got, taken, nil); err != nil || string(twice) != string(got) {
			t.Errorf("fixed again: %v\n%s", err, twice)
		}
	}
	if _, err := FixIDs("own.toml", []byte("[[question]]\nid = x\n"), taken, nil); err == nil {
		t.Error("a text that cannot be read is no error")
	}
}
