package command

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

// complete is the hidden command that the completion of a shell asks: which
// shell, the line up to the cursor, and for bash the signs at which it begins a
// new word. It prints what the last word can be, one a line, with a tab and
// what it means where the shell can show that; ":files" stands for the names of
// files. Whatever goes wrong, it prints nothing: a prompt is no place for
// trouble.
func (p *program) complete(args []string) error {
	if len(args) < 2 {
		return nil
	}
	shell, line, breaks := args[0], args[1], ""
	if shell == "bash" && len(args) > 2 {
		breaks = args[2]
	}
	words, quoted := splitLine(line)
	for len(words) > 1 && strings.Contains(words[0], "=") {
		words = words[1:] // HOME=x kuril …
	}
	if len(words) < 2 {
		return nil
	}
	app := p.app()
	k := completer{program: p, app: app, current: words[len(words)-1]}
	k.read(words[1 : len(words)-1])
	k.suggest()
	var b strings.Builder
	for _, s := range k.found {
		word := s.word
		if breaks != "" && !quoted && word != files {
			word = word[strings.LastIndexAny(k.current, breaks)+1:]
		}
		if word == "" {
			continue
		}
		b.WriteString(word)
		if s.means != "" && shell != "bash" {
			b.WriteString("\t" + quiz.Clip(quiz.CleanLine(s.means), 60))
		}
		b.WriteByte('\n')
	}
	_, err := p.out.Write([]byte(b.String()))
	return err
}

// splitLine takes a command line apart as a shell does, as far as it has been
// typed. The last word is the one being typed, "" behind a blank; quoted tells
// that it is within quotes.
func splitLine(line string) (words []string, quoted bool) {
	var word strings.Builder
	var quote rune
	begun, escaped := false, false
	for _, r := range line {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, begun = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, begun = r, true
		case quote == 0 && unicode.IsSpace(r):
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	return append(words, word.String()), quote != 0
}

// files stands for the names of files, which the shell knows itself.
const files = ":files"

// A suggestion is what the word at the cursor can become.
type suggestion struct{ word, means string }

// completer finds out what a word can become.
type completer struct {
	program *program
	app     *cli.App
	current string // the word being typed

	command  *cli.Command // nil: none yet
	words    []string     // behind it
	flag     string       // whose value is being typed; "" for none
	data     string
	banks    []string
	flagsEnd bool // -- was typed

	found []suggestion
}

// read goes through the words before the current one.
func (k *completer) read(words []string) {
	takes := names(k.app.Flags)
	for _, c := range k.app.Commands {
		maps.Copy(takes, names(c.Flags))
	}
	for _, word := range words {
		name, value, hasValue, isFlag := cutFlag(word)
		switch {
		case k.flag != "":
			k.value(k.flag, word)
			k.flag = ""
		case k.flagsEnd || !isFlag && word != "--":
			if k.command == nil {
				k.command = k.app.Command(word)
				if k.command == nil {
					k.command = &cli.Command{Name: word}
				}
				continue
			}
			k.words = append(k.words, word)
		case word == "--":
			k.flagsEnd = true
		case hasValue:
			k.value(name, value)
		case takes[name]:
			k.flag = name
		}
	}
}

// value takes note of the flags that say where cards are.
func (k *completer) value(flag, value string) {
	if rest, ok := strings.CutPrefix(value, "~/"); ok {
		value = filepath.Join(k.program.Getenv("HOME"), rest)
	}
	switch flag {
	case "data":
		k.data = value
	case "bank":
		k.banks = append(k.banks, value)
	}
}

// add suggests a word if it begins as the current one does.
func (k *completer) add(word, means string) {
	if strings.HasPrefix(word, k.current) && word != k.current {
		k.found = append(k.found, suggestion{word, means})
	}
}

func (k *completer) addAll(before string, words []string) {
	for _, word := range words {
		k.add(before+word, "")
	}
}

func (k *completer) suggest() {
	name, _, hasValue, isFlag := cutFlag(k.current)
	switch {
	case k.flag != "":
		k.flagValue(k.flag, "")
	case isFlag && hasValue && !k.flagsEnd:
		k.flagValue(name, dashed(name)+"=")
	case strings.HasPrefix(k.current, "--") && !k.flagsEnd:
		k.flags()
	case k.command == nil:
		for _, c := range k.app.Commands {
			k.add(c.Name, c.Usage)
		}
	default:
		if k.current == "-" && !k.flagsEnd {
			k.flags()
		}
		k.argument()
	}
}

func (k *completer) flags() {
	flags := k.app.Flags
	if k.command != nil {
		flags = slices.Concat(k.command.Flags, flags)
	}
	for _, f := range flags {
		_, usage := flagLine(f)
		k.add("--"+f.Names()[0], usage)
	}
}

// flagValue suggests what can stand behind a flag; before is what of the word
// comes in front of it.
func (k *completer) flagValue(flag, before string) {
	switch flag {
	case "data", "bank", "output", "o", "dir":
		k.files()
	case "color":
		k.addAll(before, []string{"auto", "always", "never"})
	case "order":
		for _, order := range quiz.Orders {
			k.add(before+string(order), "")
		}
	case "kind":
		k.addAll(before, quiz.Kinds())
	case "filter":
		if before == "" {
			k.filter()
		}
	case "match":
		k.addAll(before, []string{"text", "exact", "date", "number"})
	case "deck":
		k.addAll(before, k.decks())
	case "tag":
		k.addAll(before, k.tags())
	case "columns", "sort":
		// The last of several, with the others before it.
		typed := strings.TrimPrefix(k.current, before)
		before += typed[:strings.LastIndexByte(typed, ',')+1]
		if flag == "sort" && strings.HasPrefix(strings.TrimPrefix(k.current, before), "-") {
			before += "-"
		}
		for _, c := range quiz.Columns {
			k.add(before+c.Name, c.Means)
		}
	}
}

func (k *completer) files() { k.found = []suggestion{{word: files}} }

// argument suggests what a command wants beside flags.
func (k *completer) argument() {
	wants := k.command.ArgsUsage
	switch {
	case k.command.Name == "config":
		k.setting()
	case strings.Contains(wants, "COMMAND"):
		for _, c := range k.app.Commands {
			k.add(c.Name, c.Usage)
		}
		if k.command.Name == "help" {
			k.addAll("", slices.Sorted(maps.Keys(topics)))
		}
	case k.command.Name == "completion":
		k.addAll("", shellNames())
	case strings.Contains(wants, "FILTER"):
		if strings.Contains(wants, "ID") {
			k.ids("")
		}
		k.filter()
	case strings.Contains(wants, "ID"):
		k.ids("")
	case strings.Contains(wants, "FILE"), strings.Contains(wants, "SOURCE"), strings.Contains(wants, "DIR"):
		k.files()
	}
}

// setting suggests the name of a setting, and what it can be.
func (k *completer) setting() {
	switch {
	case len(k.words) == 0:
		for _, s := range settings {
			k.add(s.name, s.means)
		}
		for part, known := range map[string]func() []string{"deck": k.decks, "tag": k.tags} {
			if !strings.HasPrefix(k.current, part+".") {
				k.add(part+".", "of one "+part)
				continue
			}
			for _, name := range known() {
				for _, key := range ownNames() {
					k.add(part+"."+name+"."+key, "")
				}
			}
		}
	case k.words[0] == "decks":
		k.addAll("", k.decks())
	default:
		if s, ok := settingNamed(k.words[0]); ok && (len(k.words) == 1 || strings.HasPrefix(s.show(quiz.DefaultSettings), "[")) {
			k.addAll("", s.values)
		}
	}
}

// filter suggests the next part of a filter. What stands before it within the
// same quotes stays.
func (k *completer) filter() {
	before := k.current[:strings.LastIndexFunc(k.current, unicode.IsSpace)+1]
	for strings.HasPrefix(k.current[len(before):], "-") || strings.HasPrefix(k.current[len(before):], "(") {
		before = k.current[:len(before)+1]
	}
	key, _, colon := strings.Cut(k.current[len(before):], ":")
	if !colon {
		for _, key := range quiz.FilterKeys {
			k.add(before+key.Name+":", key.Means)
		}
		return
	}
	before += key + ":"
	switch key {
	case "tag":
		k.addAll(before, k.tags())
	case "deck":
		k.addAll(before, k.decks())
	case "id":
		k.ids(before)
	case "added", "rated":
		k.addAll(before, []string{"1", "7", "30"})
	default:
		for _, known := range quiz.FilterKeys {
			if known.Name == key {
				k.addAll(before, known.Values)
			}
		}
	}
}

// desk is as much of a desk as knows the questions; nil when they cannot be
// read.
func (k *completer) desk() *quiz.Desk {
	d := &quiz.Desk{Builtin: k.program.Bank, BankFiles: k.banks}
	if _, err := k.program.folders(d, k.data); err != nil || d.Load() != nil {
		return nil
	}
	return d
}

func (k *completer) ids(before string) {
	if d := k.desk(); d != nil {
		for _, q := range d.Bank.All() {
			k.add(before+q.ID, q.Prompt)
		}
	}
}

func (k *completer) decks() []string {
	if d := k.desk(); d != nil {
		decks, _ := d.Names()
		return plainNames(decks)
	}
	return nil
}

func (k *completer) tags() []string {
	if d := k.desk(); d != nil {
		_, tags := d.Names()
		return plainNames(tags)
	}
	return nil
}

// plainNames leaves out the names that a shell would take apart.
func plainNames(names []string) []string {
	return slices.DeleteFunc(names, func(name string) bool {
		return strings.ContainsAny(name, " \t\"'`$()<>|&;*?[]{}\\#!~") || quiz.Clean(name) != name
	})
}
