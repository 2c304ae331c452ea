package command

import (
	"reflect"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

func TestConfigSet(t *testing.T) {
	for _, tt := range []struct{ name, text, path, value, want string }{
		{"an empty file", "", "new", "5", "new = 5\n"},
		{"a key that is there", "new = 3\n", "new", "5", "new = 5\n"},
		{"its comment stays", "new=3 # few\nreviews = 1\n", "new", "5", "new=5 # few\nreviews = 1\n"},
		{"a list over lines", "decks = [ # some\n  \"a]\", # x ]\n  'b'\n] # end\nnew = 1\n", "decks", `["c"]`, "decks = [\"c\"] # end\nnew = 1\n"},
		{"without a last line end", "new = 3", "reviews", "5", "new = 3\nreviews = 5\n"},
		{"behind the last key of the top", "new = 3\n\n# dates are hard\n[tag.dates]\nnew = 1\n", "reviews", "5", "new = 3\nreviews = 5\n\n# dates are hard\n[tag.dates]\nnew = 1\n"},
		{"before the first table and its comment", "# mine\n\n# dates are hard\n[tag.dates]\nnew = 1\n", "new", "5", "# mine\n\nnew = 5\n# dates are hard\n[tag.dates]\nnew = 1\n"},
		{"comments alone", "# mine\n", "new", "5", "# mine\nnew = 5\n"},
		{"a new table", "new = 3\n", "tag.dates.new", "5", "new = 3\n\n[tag.dates]\nnew = 5\n"},
		{"a new table in an empty file", "", "tag.dates.new", "5", "[tag.dates]\nnew = 5\n"},
		{"a table that is there", "[tag.dates]\nretention = 0.9 # x\n\n[tag.b]\n", "tag.dates.new", "5", "[tag.dates]\nretention = 0.9 # x\nnew = 5\n\n[tag.b]\n"},
		{"a table with nothing in it", "[tag.dates]\n[tag.b]\n", "tag.dates.new", "5", "[tag.dates]\nnew = 5\n[tag.b]\n"},
		{"the same key of another table", "new = 1\n[tag.b]\nnew = 2\n[tag.dates]\nnew = 3\n", "tag.dates.new", "5", "new = 1\n[tag.b]\nnew = 2\n[tag.dates]\nnew = 5\n"},
		{"braces", "[tag]\ndates = {retention = 0.9} # x\n", "tag.dates.new", "5", "[tag]\ndates = {retention = 0.9, new = 5} # x\n"},
		{"empty braces", "[tag]\ndates = {}\n", "tag.dates.new", "5", "[tag]\ndates = {new = 5}\n"},
		{"a key in braces", "tag.dates = {new = 1, retention = 0.9}\n", "tag.dates.new", "5", "tag.dates = {new = 5, retention = 0.9}\n"},
		{"dotted", "[tag]\ndates.retention = 0.9\n[deck.a]\n", "tag.dates.new", "5", "[tag]\ndates.retention = 0.9\ndates.new = 5\n[deck.a]\n"},
		{"dotted at the top", "tag.dates.retention = 0.9\nnew = 2\n", "tag.dates.new", "5", "tag.dates.retention = 0.9\ntag.dates.new = 5\nnew = 2\n"},
		{"a name in quotes", "[tag.\"日本\"]\nretention = 0.9\n", "tag.日本.new", "5", "[tag.\"日本\"]\nretention = 0.9\nnew = 5\n"},
		{"a name that needs quotes", "", "tag.日本.new", "5", "[tag.\"日本\"]\nnew = 5\n"},
		{"lines of another system", "new = 3\r\nreviews = 1\r\n", "longest", "5", "new = 3\r\nreviews = 1\r\nlongest = 5\r\n"},
		{"a text that looks like a key", "decks = [\"\"\"\nnew = 7\n\"\"\"]\nnew = 1\n", "new", "5", "decks = [\"\"\"\nnew = 7\n\"\"\"]\nnew = 5\n"},
		{"a quoted key", "\"new\" = 3\n", "new", "5", "\"new\" = 5\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := strings.Split(tt.path, ".")
			got := string(newConfigText([]byte(tt.text)).set(path, tt.value))
			if got != tt.want {
				t.Errorf("set %s in %q\n got %q\nwant %q", tt.path, tt.text, got, tt.want)
			}
			if twice := string(newConfigText([]byte(got)).set(path, tt.value)); twice != got {
				t.Errorf("set twice: %q, want %q", twice, got)
			}
		})
	}
}

func TestConfigUnset(t *testing.T) {
	for _, tt := range []struct{ name, text, path, want string }{
		{"the only key", "new = 3\n", "new", ""},
		{"its comment goes with it", "# a\nnew = 3 # few\n# b\nreviews = 1\n", "new", "# a\n# b\nreviews = 1\n"},
		{"a list over lines", "decks = [\n \"a\",\n] # end\nnew = 1\n", "decks", "new = 1\n"},
		{"one of two in a table", "[tag.dates]\nnew = 1\nretention = 0.9\n", "tag.dates.new", "[tag.dates]\nretention = 0.9\n"},
		{"the last of a table", "new = 3\n\n[tag.dates]\nnew = 1\n", "tag.dates.new", "new = 3\n"},
		{"the only table", "[tag.dates]\nnew = 1\n", "tag.dates.new", ""},
		{"the last of a table among others", "[tag.dates]\nnew = 1\n\n[tag.b]\nnew = 2\n", "tag.dates.new", "[tag.b]\nnew = 2\n"},
		{"a table that keeps a comment", "[tag.dates]\n# soon\nnew = 1\n", "tag.dates.new", "[tag.dates]\n# soon\n"},
		{"first in braces", "tag.dates = {new = 1, retention = 0.9}\n", "tag.dates.new", "tag.dates = {retention = 0.9}\n"},
		{"last in braces", "tag.dates = {retention = 0.9, new = 1}\n", "tag.dates.new", "tag.dates = {retention = 0.9}\n"},
		{"without a last line end", "new = 3\nreviews = 1", "reviews", "new = 3\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text, ok := newConfigText([]byte(tt.text)).unset(strings.Split(tt.path, "."))
			if got := string(text); !ok || got != tt.want {
				t.Errorf("unset %s in %q\n got %q, %v\nwant %q", tt.path, tt.text, got, ok, tt.want)
			}
		})
	}
	if _, ok := newConfigText([]byte("new = 3\n")).unset([]string{"reviews"}); ok {
		t.Error("a key that is not there was taken out")
	}
}

// Whatever a file looks like, setting a key changes that key and nothing else,
// or the result is found out by changedOnly.
func FuzzConfigSet(f *testing.F) {
	for _, s := range []string{
		"", "new = 3 # x\n", "[tag.a]\nnew = 1\n[deck.\"b c\"]\n", "tag = {a = {new = 1}}\n", "[tag]\na.new = 1\n", "a = '''\nnew = 1'''\n",
		"[[x]]\ny = 1\n[[x]]\n", "new = 1\r\n", "x = [1, [2, \"]\"], # ]\n]\n", "\"new\"= 0x10\n", "a.b.c = 1979-05-27T07:32:00Z\n", "x = \"\\\"#\" # y",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		before := map[string]any{}
		if toml.Unmarshal([]byte(s), &before) != nil {
			return
		}
		text := newConfigText([]byte(s))
		for _, path := range [][]string{{"new"}, {"tag", "a", "new"}} {
			changed := text.set(path, "7")
			if !changedOnly(before, changed, path, int64(7)) {
				continue // refused, and said so
			}
			back, ok := newConfigText(changed).unset(path)
			after := map[string]any{}
			if !ok || toml.Unmarshal(back, &after) != nil {
				t.Errorf("%q with %v set is %q, and unset again %q", s, path, changed, back)
			}
			if _, was := at(before, path); !was && at2(before, path) && !reflect.DeepEqual(prune(before), prune(after)) {
				t.Errorf("%q with %v set and unset is %q", s, path, back)
			}
		}
	})
}

// at2 tells whether all that path leads through is a table, or not there.
func at2(values map[string]any, path []string) bool {
	for n := 1; n < len(path); n++ {
		if v, ok := at(values, path[:n]); ok {
			if _, table := v.(map[string]any); !table {
				return false
			}
		}
	}
	return true
}

// prune leaves out empty tables, which mean nothing.
func prune(values map[string]any) map[string]any {
	kept := map[string]any{}
	for key, v := range values {
		if table, ok := v.(map[string]any); ok {
			if table = prune(table); len(table) > 0 {
				kept[key] = table
			}
			continue
		}
		kept[key] = v
	}
	return kept
}
