package deck

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func question(id string) string { return strings.Replace(sound, `"q"`, `"`+id+`"`, 1) }

func TestLoad(t *testing.T) {
	builtin := []byte(question("b1") + question("b2") + question("b3"))
	for _, tt := range []struct {
		name      string
		files     map[string]string
		questions string   // "id@deck …"
		problems  []string // "file:line:col: rule"
	}{
		{"no folder", nil, "b1@builtin b2@builtin b3@builtin", nil},
		{"own decks come first, by name", map[string]string{"zoo.toml": question("z"), "art.toml": question("a2") + question("a1")},
			"a2@art a1@art z@zoo b1@builtin b2@builtin b3@builtin", nil},
		{"an own question replaces a built-in one", map[string]string{"own.toml": question("b2")}, "b2@own b1@builtin b3@builtin", nil},
		{"a broken deck is left out whole", map[string]string{"bad.toml": question("x") + "[[question]]\nid = 1\n", "own.toml": question("y")},
			"y@own b1@builtin b2@builtin b3@builtin", []string{"bad.toml:6:1: missing-key", "bad.toml:6:1: missing-key", "bad.toml:7:6: wrong-type"}},
		{"an empty deck is only mentioned", map[string]string{"own.toml": ""}, "b1@builtin b2@builtin b3@builtin", []string{"own.toml:1:1: no-questions"}},
		{"what editors leave is no deck", map[string]string{"own.toml": question("x"), "own.toml~": "?", ".own.toml.swp": "?", "#own.toml#": "?", ".#own.toml": "?", ".hidden.toml": "?", "notes.txt": "?", "#a.toml": "?"},
			"x@own b1@builtin b2@builtin b3@builtin", nil},
		{"the same id in two decks", map[string]string{"a.toml": question("x"), "b.toml": question("x") + question("y")},
			"x@a y@b b1@builtin b2@builtin b3@builtin", []string{"b.toml:1:1: duplicate-id"}},
		{"the built-in bank's name", map[string]string{"builtin.toml": question("x")}, "b1@builtin b2@builtin b3@builtin", []string{"builtin.toml: deck-name"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "decks")
			for name, text := range tt.files {
				os.MkdirAll(dir, 0o700)
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			bank, problems, err := Load(builtin, dir)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, q := range bank.All() {
				got = append(got, q.ID+"@"+q.Deck)
			}
			if strings.Join(got, " ") != tt.questions {
				t.Errorf("questions are %q, want %q", got, tt.questions)
			}
			var said []string
			for _, p := range problems {
				text := strings.TrimPrefix(p.Error(), dir+string(filepath.Separator))
				said = append(said, strings.TrimSuffix(text, ": "+p.Message))
			}
			if !reflect.DeepEqual(said, tt.problems) {
				t.Errorf("problems are %q, want %q", said, tt.problems)
			}
		})
	}
}

func TestBank(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "own.toml"), []byte(strings.Replace(question("b"), "P?", "mine", 1)+"both = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	bank, problems, err := Load([]byte(question("a")+question("b")), dir)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if q, ok := bank.Question("b"); !ok || q.Prompt != "mine" {
		t.Errorf("Question(b) = %v, %v", q, ok)
	}
	if q, ok := bank.Original("b"); !ok || q.Prompt != "P?" || q.Deck != Builtin {
		t.Errorf("Original(b) = %v, %v", q, ok)
	}
	if _, ok := bank.Original("a"); ok {
		t.Error("Original(a): nothing replaces it")
	}
	var ids []string
	for _, c := range bank.Cards() {
		ids = append(ids, c.ID)
		if found, ok := bank.Card(c.ID); !ok || found != c {
			t.Errorf("Card(%s) = %v, %v", c.ID, found, ok)
		}
	}
	if got := strings.Join(ids, " "); got != "b b#back a" {
		t.Errorf("Cards are %s", got)
	}
	for _, id := range []string{"", "c", "a#back", "b#1", "#"} {
		if _, ok := bank.Card(id); ok {
			t.Errorf("Card(%q) is found", id)
		}
	}
	if _, _, err := Load([]byte("x"), dir); err == nil {
		t.Error("a broken built-in bank is no error")
	}
}

func TestLoadFiles(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a,b.toml": question("a"), "b.toml": question("b"), "again.toml": question("a"), "bad.toml": "[[question]]\n", "empty.toml": "",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ name, files, want string }{
		{"in the order named", "b.toml a,b.toml", ""},
		{"the same file twice", "b.toml ./b.toml", ""},
		{"an empty bank", "empty.toml", ""},
		{"the same id in two", "a,b.toml again.toml", "again.toml:1:1: duplicate-id"},
		{"a broken one", "b.toml bad.toml", "bad.toml:1:1: missing-id"},
		{"one that is not there", "b.toml none.toml", "none.toml: there is no such file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var files []string
			for name := range strings.FieldsSeq(tt.files) {
				files = append(files, dir+string(filepath.Separator)+name)
			}
			_, _, err := LoadFiles(files)
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("error is %v, want %q", err, tt.want)
			}
			if err != nil {
				_, isProblem := errors.AsType[Problem](err)
				_, isFile := errors.AsType[*FileError](err)
				if !isProblem && !isFile {
					t.Errorf("%T carries no hint", err)
				}
			}
		})
	}
}

// TestWriteFile holds what Append and its kind do not already hold.
func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "bank.toml")
	for _, mode := range []fs.FileMode{0o600, 0o640} {
		text := []byte(mode.String())
		if err := WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		got, _ := os.ReadFile(path)
		info, err := os.Stat(path)
		if err != nil || string(got) != string(text) || info.Mode() != mode {
			t.Errorf("%q, mode %v, %v; want %q, %v", got, info.Mode(), err, text, mode)
		}
		// An old file keeps its mode.
		if err := os.Chmod(path, 0o640); err != nil {
			t.Fatal(err)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
	if err := WriteFile(os.DevNull, []byte("x"), 0o600); err != nil {
		t.Errorf("a device is not written into: %v", err)
	}
	for _, path := range []string{dir, filepath.Join(dir, "none", "bank.toml")} {
		var e *FileError
		if err := WriteFile(path, nil, 0o600); !errors.As(err, &e) || e.Path != path {
			t.Errorf("WriteFile(%s) = %v, want a *FileError about it", path, err)
		}
	}
}
