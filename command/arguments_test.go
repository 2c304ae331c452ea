package command

import (
	"errors"
	"strings"
	"testing"

	"kuril/quiz"
)

func TestArrange(t *testing.T) {
	p := &program{}
	app := p.app()
	for _, tt := range []struct{ name, args, want string }{
		{"nothing", "", ""},
		{"a command", "due", "due|--"},
		{"a global flag late", "due --data d", "--data=d|due|--"},
		{"a global flag in front", "--data d due", "--data=d|due|--"},
		{"with =", "due --data=d --json", "--data=d|due|--json|--"},
		{"an empty value", "due --data=", "--data=|due|--"},
		{"a flag of the command in front of it", "--json due", "due|--json|--"},
		{"a value of a later command's flag in front of it", "--prompt study add", "add|--prompt=study|--"},
		{"a negated word", "list -tag:dates x", "list|--|-tag:dates|x"},
		{"a negated phrase", `list -"a`, `list|--|-"a`},
		{"a negated parenthesis", "list -(a)", "list|--|-(a)"},
		{"a negated kanji", "list -日", "list|--|-日"},
		{"a lone dash is a word", "list -", "list|--|-"},
		{"a negative number is a word", "list -5", "list|--|-5"},
		{"one letter is a flag", "generate m -o f", "generate|-o=f|--|m"},
		{"one letter with =", "generate -o=f m", "generate|-o=f|--|m"},
		{"a value that looks like a word", "add --prompt -x --answer -tag:y", "add|--prompt=-x|--answer=-tag:y|--"},
		{"a value with a comma", "due --bank a,b", "--bank=a,b|due|--"},
		{"behind -- all are words", "list --json -- --data -x", "list|--json|--|--data|-x"},
		{"the command behind --", "--data d -- list --json", "--data=d|list|--|--json"},
		{"words keep their order", "list a --json b --data d c", "--data=d|list|--json|--|a|b|c"},
		{"version as a flag", "--version", "version|--"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := arrange(strings.Fields(tt.args), app.Flags, app.Commands)
			if got := strings.Join(l.args, "|"); err != nil || got != tt.want {
				t.Errorf("arrange(%q) = %q, %v, want %q", tt.args, got, err, tt.want)
			}
		})
	}
}

func TestArrangeRefuses(t *testing.T) {
	p := &program{}
	app := p.app()
	for _, tt := range []struct{ name, args, message, hint string }{
		{"an unknown command", "stduy", `"stduy"`, "kuril study"},
		{"a command that is begun", "gen", `"gen"`, "kuril generate"},
		{"an unknown flag", "due --jsno", "--jsno", "--json"},
		{"an unknown global flag", "--dtaa d", "--dtaa", "--data"},
		{"an unknown letter", "list -z", "-z", ""},
		{"a flag of another command", "due --answer x", "kuril due has no flag --answer", ""},
		{"no value", "due --data", "--data wants a value", ""},
		{"a flag for a value", "due --data --json", "--data wants a value", ""},
		{"the end of flags for a value", "due --data -- x", "--data wants a value", ""},
		{"a global flag with one dash", "-data d due", `"-data"`, "--data"},
		{"a command like no other", "elephant", `"elephant"`, "kuril help"},
		{"help of an unknown command", "help stduy", `"stduy"`, "kuril study"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := arrange(strings.Fields(tt.args), app.Flags, app.Commands)
			var e *quiz.Error
			if !errors.As(err, &e) {
				t.Fatalf("arrange(%q) = %v, want an error for people", tt.args, err)
			}
			if hints := strings.Join(e.Hints, " "); e.Code != quiz.Misused || len(e.Hints) > 2 ||
				!strings.Contains(e.Message, tt.message) || !strings.Contains(hints, tt.hint) {
				t.Errorf("arrange(%q): %q, hints %q, code %d; want %q, %q, 2", tt.args, e.Message, e.Hints, e.Code, tt.message, tt.hint)
			}
		})
	}
}

func TestArrangeHelp(t *testing.T) {
	p := &program{}
	app := p.app()
	for args, want := range map[string]string{
		"--help": "", "-h": "", "help": "", "list --help": "list", "--help list": "list", "help list": "list", "list x -h": "list",
	} {
		l, err := arrange(strings.Fields(args), app.Flags, app.Commands)
		if err != nil || !l.help || l.command != want {
			t.Errorf("arrange(%q) = %+v, %v, want help for %q", args, l, err, want)
		}
	}
	if l, err := arrange([]string{"list", "--", "--help"}, app.Flags, app.Commands); err != nil || l.help {
		t.Errorf("a word behind -- asked for help: %+v, %v", l, err)
	}
}

// The flag that comes before its command has to be told from a word.
func TestFlagsMeanTheSameEverywhere(t *testing.T) {
	p := &program{}
	app := p.app()
	takes := names(app.Flags)
	for _, c := range app.Commands {
		for name, value := range names(c.Flags) {
			if before, known := takes[name]; known && before != value {
				t.Errorf("--%s takes a value in one command and none in another (%s)", name, c.Name)
			}
			takes[name] = value
		}
	}
}

// Every command says what it is for, and shows how it is typed; those of a group
// stand together.
func TestCommandsExplained(t *testing.T) {
	p := &program{}
	group, shown := "", map[string]bool{}
	for _, c := range p.commands() {
		if c.Category != group {
			if shown[c.Category] {
				t.Errorf("the group %q is shown twice, again for %s", c.Category, c.Name)
			}
			group, shown[c.Category] = c.Category, true
		}
	}
	for _, c := range p.app().Commands {
		if c.Usage == "" || !strings.HasPrefix(c.UsageText, "kuril "+c.Name) || c.Category == "" {
			t.Errorf("command %s: usage %q, example %q, category %q", c.Name, c.Usage, c.UsageText, c.Category)
		}
	}
}

func FuzzArrange(f *testing.F) {
	for _, s := range []string{"", "due", "--data\x00d\x00due", "list\x00-tag:x\x00--json", "--\x00list\x00--", "add\x00--prompt=\x00=", "\x00", "-\x00--\x00-h"} {
		f.Add(s)
	}
	p := &program{}
	app := p.app()
	f.Fuzz(func(t *testing.T, s string) {
		args := strings.Split(s, "\x00")
		l, err := arrange(args, app.Flags, app.Commands)
		if err != nil {
			return
		}
		if l.command != "" && app.Command(l.command) == nil {
			t.Errorf("arrange(%q) chose the command %q", args, l.command)
		}
	})
}
