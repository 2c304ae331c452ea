package command

import (
	"maps"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/lazyregexp"
	"kuril/quiz"
)

// line is a command line in the order that the flag parser wants it: global
// flags, the command, its flags, "--", and everything else.
type line struct {
	command string
	args    []string
	help    bool   // --help was asked for
	topic   string // that help is about, instead of a command
}

// spelling is what the command line may say: which flags there are, where
// they belong and whether a value follows.
type spelling struct {
	global   map[string]bool            // name to: takes a value
	commands map[string]map[string]bool // command to its flags
}

// arrange sorts args, because the flag parser stops at the first argument that
// is no flag and knows global flags in front of the command only. Flags have
// two dashes, or one dash and one letter; anything else with one dash is a
// word of a filter. Values are tied to their flags with "=".
func arrange(args []string, global []cli.Flag, commands []*cli.Command) (line, error) {
	s := spelling{global: names(global), commands: map[string]map[string]bool{"help": {}}}
	for _, c := range commands {
		s.commands[c.Name] = names(c.Flags)
	}
	command, given := s.command(args)
	l := line{command: command}
	if given && s.commands[command] == nil {
		// What follows an unknown flag may have been its value.
		if name, _, _, ok := cutFlag(args[0]); ok && !s.anywhere(name) {
			return l, s.unknownFlag("", name)
		}
		return l, s.unknownCommand(command)
	}

	var before, flags, words []string
	named := false // the command itself was passed
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			for _, word := range args[i+1:] {
				if !named {
					named = true
					continue
				}
				words = append(words, word)
			}
			break
		}
		name, value, hasValue, ok := cutFlag(arg)
		if !ok {
			if named {
				words = append(words, arg)
			}
			named = true
			continue
		}
		if name == "help" || name == "h" {
			l.help = true
			continue
		}
		if name == "version" && !given {
			l.command = name // as so many programs have it
			continue
		}
		takes, known := s.flag(l.command, name)
		if !known {
			return l, s.unknownFlag(l.command, name)
		}
		if takes && !hasValue {
			if i+1 == len(args) || s.isFlag(l.command, args[i+1]) {
				return l, quiz.Misuse("%s wants a value", dashed(name)).Hint("%s", helpLine(l.command))
			}
			i++
			value, hasValue = args[i], true
		}
		arg = dashed(name)
		if hasValue {
			arg += "=" + value
		}
		if _, isGlobal := s.global[name]; isGlobal {
			before = append(before, arg)
		} else {
			flags = append(flags, arg)
		}
	}
	if l.command == "help" && !l.help {
		l.help, l.command = true, strings.Join(words, " ")
		if topics[l.command] != nil {
			l.topic, l.command = l.command, ""
		}
		if l.command != "" && s.commands[l.command] == nil {
			return l, s.unknownCommand(l.command)
		}
	}
	l.args = before
	if l.command != "" {
		l.args = append(append(append(l.args, l.command), flags...), "--")
		l.args = append(l.args, words...)
	}
	return l, nil
}

// command finds the first argument that is neither a flag nor its value.
// Which flags take a value is the same in all commands.
func (s spelling) command(args []string) (name string, given bool) {
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			if i+1 < len(args) {
				return args[i+1], true
			}
			return "", false
		}
		name, _, hasValue, ok := cutFlag(args[i])
		if !ok {
			return args[i], true
		}
		if takes, _ := s.flagAnywhere(name); takes && !hasValue {
			i++
		}
	}
	return "", false
}

// flag tells whether a command, or the program, has the flag, and whether the
// flag takes a value.
func (s spelling) flag(command, name string) (takes, known bool) {
	if takes, known = s.global[name]; known {
		return takes, true
	}
	takes, known = s.commands[command][name]
	return takes, known
}

func (s spelling) flagAnywhere(name string) (takes, known bool) {
	if takes, known = s.global[name]; known {
		return takes, true
	}
	for _, flags := range s.commands {
		if takes, known = flags[name]; known {
			return takes, true
		}
	}
	return false, false
}

// anywhere tells whether any command, or the program, has the flag.
func (s spelling) anywhere(name string) bool {
	_, known := s.flagAnywhere(name)
	return known || name == "help" || name == "version"
}

// isFlag tells whether arg can be nothing but a flag of the command, so that
// it is not taken for the value of the flag before it.
func (s spelling) isFlag(command, arg string) bool {
	name, _, _, ok := cutFlag(arg)
	if !ok {
		return arg == "--"
	}
	_, known := s.flag(command, name)
	return known || name == "help"
}

// longestQuoted is how many columns are quoted of what cannot be understood.
const longestQuoted = 60

func (s spelling) unknownCommand(name string) error {
	e := quiz.Misuse("there is no command %q", quiz.Clip(name, longestQuoted))
	if rest, dash := strings.CutPrefix(name, "-"); dash {
		if _, known := s.global[rest]; known || rest == "help" {
			return e.Hint("long flags have two dashes: --%s", rest)
		}
	}
	near, topic := quiz.Nearest(name, keys(s.commands)), quiz.Nearest(name, keys(topics))
	switch {
	case topic != "" && near == "":
		e = e.Hint("did you mean  kuril help %s?", topic)
	case near != "":
		e = e.Hint("did you mean  kuril %s?", near)
	}
	return e.Hint("kuril help  lists all commands")
}

func (s spelling) unknownFlag(command, name string) error {
	where := "kuril"
	if command != "" {
		where += " " + command
	}
	e := quiz.Misuse("%s has no flag %s", where, quiz.Clip(dashed(name), longestQuoted))
	known := append(keys(s.global), keys(s.commands[command])...)
	if near := quiz.Nearest(name, append(known, "help")); near != "" {
		e = e.Hint("did you mean  %s?", dashed(near))
	}
	return e.Hint("%s", helpLine(command))
}

// helpLine says where the flags of a command are explained.
func helpLine(command string) string {
	if command == "" {
		return "kuril --help  lists the flags"
	}
	return "kuril " + command + " --help  lists the flags"
}

var oneLetter = lazyregexp.New(`^-([A-Za-z])(?:=(.*))?$`)

// cutFlag takes a flag apart; ok is false for everything that is no flag.
func cutFlag(arg string) (name, value string, hasValue, ok bool) {
	if m := oneLetter.FindStringSubmatch(arg); m != nil {
		return m[1], m[2], strings.Contains(arg, "="), true
	}
	rest, dashes := strings.CutPrefix(arg, "--")
	if !dashes || rest == "" {
		return "", "", false, false
	}
	name, value, hasValue = strings.Cut(rest, "=")
	return name, value, hasValue, true
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

func keys[V any](m map[string]V) []string {
	return slices.Collect(maps.Keys(m))
}

func names(flags []cli.Flag) map[string]bool {
	m := map[string]bool{}
	for _, f := range flags {
		takes := f.(cli.DocGenerationFlag).TakesValue()
		for _, name := range f.Names() {
			m[name] = takes
		}
	}
	return m
}

var badValue = lazyregexp.New(`^invalid (?:boolean )?value "(.*)" for (?:flag )?-*([^:]+): `)

// usageError turns the flag parser's complaint about a value into one for
// people. Unknown flags never come so far.
func usageError(c *cli.Context, err error, _ bool) error {
	m := badValue.FindStringSubmatch(err.Error())
	if m == nil {
		return quiz.Misuse("%s", err)
	}
	want := "a value of another kind"
	flags := c.App.Flags
	if c.Command != nil {
		flags = append(flags[:len(flags):len(flags)], c.Command.Flags...)
	}
	for _, f := range flags {
		if f.Names()[0] != m[2] {
			continue
		}
		switch f.(type) {
		case *cli.IntFlag, *cli.Uint64Flag:
			want = "a whole number"
		case *cli.Float64Flag:
			want = "a number"
		case *cli.DurationFlag:
			want = "a time such as 10m or 90s"
		case *cli.BoolFlag:
			want = "no value"
		}
	}
	return quiz.Misuse("%s wants %s, not %q", dashed(m[2]), want, m[1])
}
