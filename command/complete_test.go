package command

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

func TestSplitLine(t *testing.T) {
	for _, tt := range []struct {
		line   string
		want   []string
		quoted bool
	}{
		{"kuril", []string{"kuril"}, false},
		{"kuril ", []string{"kuril", ""}, false},
		{"kuril  list x", []string{"kuril", "list", "x"}, false},
		{`kuril "a b`, []string{"kuril", "a b"}, true},
		{`kuril "a b" `, []string{"kuril", "a b", ""}, false},
		{`kuril '' x`, []string{"kuril", "", "x"}, false},
		{`kuril a\ b`, []string{"kuril", "a b"}, false},
		{`kuril "a\"b`, []string{"kuril", `a"b`}, true},
		{`kuril 'a\`, []string{"kuril", `a\`}, true},
		{"", []string{""}, false},
	} {
		if got, quoted := splitLine(tt.line); !reflect.DeepEqual(got, tt.want) || quoted != tt.quoted {
			t.Errorf("splitLine(%q) = %q, %v, want %q, %v", tt.line, got, quoted, tt.want, tt.quoted)
		}
	}
}

func TestComplete(t *testing.T) {
	const bank = "[[question]]\nid = \"capital-japan\"\nkind = \"recall\"\nprompt = \"Capital of\\nJapan?\"\nanswers = [\"Tokyo\"]\ntags = [\"cities\", \"two words\", \"x$(y)\"]\n"
	const breaks = " \t\n\"'@><=;|&(:"
	for _, tt := range []struct{ name, shell, line, want string }{
		{"a command", "fish", "kuril stu", "study\ttoday's session"},
		{"bash shows no meanings", "bash", "kuril stu", "study"},
		{"behind an assignment", "bash", "HOME=/x kuril stu", "study"},
		{"behind a global flag", "bash", "kuril --data x --color never stu", "study"},
		{"nothing in the place of a value", "bash", "kuril log --since stu", ""},
		{"an unknown command", "bash", "kuril nonsense ", ""},
		{"an id", "fish", "kuril show cap", "capital-japan\tCapital of Japan?"},
		{"an id of a filter", "bash", "kuril list id:cap", "capital-japan"},
		{"a tag", "zsh", "kuril list tag:", "tag:cities"},
		{"a tag of a plan", "zsh", "kuril plan finals --filter tag:", "tag:cities"},
		{"a tag, for bash", "bash", "kuril list tag:", "cities"},
		{"a tag in quotes, for bash", "bash", `kuril list "is:new tag:`, "is:new tag:cities"},
		{"a tag left out in parentheses", "zsh", `kuril list "(-tag:`, "(-tag:cities"},
		{"a deck", "zsh", "kuril add --deck b", "builtin"},
		{"a setting of a tag", "zsh", "kuril config tag.cities.n", "tag.cities.new"},
		{"a value of a setting", "zsh", "kuril config ratings ", "2\n4"},
		{"a column behind another", "bash", "kuril list --columns id,stab", "id,stability"},
		{"a column to sort down by", "bash", "kuril list --sort=id,-stab", "id,-stability"},
		{"files", "bash", "kuril check x", ":files"},
		{"files behind =", "bash", "kuril --bank=x", ":files"},
		{"a shell", "bash", "kuril completion f", "fish"},
		{"a page", "bash", "kuril help fil", "filter"},
		{"behind -- no flags", "bash", "kuril list -- --c", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			dir := t.TempDir()
			p := &program{World: World{Bank: []byte(bank), Getenv: func(name string) string {
				return map[string]string{"KURIL_DATA": dir}[name]
			}}, out: &stream{w: &b}}
			if err := p.complete([]string{tt.shell, tt.line, breaks}); err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimSuffix(b.String(), "\n"); got != tt.want {
				t.Errorf("%s: %q becomes %q, want %q", tt.shell, tt.line, got, tt.want)
			}
		})
	}
}
