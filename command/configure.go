package command

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/urfave/cli/v2"

	"kuril/deck"
	"kuril/quiz"
)

func (p *program) config() *cli.Command {
	return &cli.Command{
		Name: "config", Category: other, ArgsUsage: "[KEY [VALUE]]",
		Usage: "look at the settings, or change one",
		Description: `Prints every setting with its value and where that came from; what is printed can be pasted into
			config.toml. With a KEY it prints that value alone, with a VALUE it writes it into config.toml, where comments and all
			other lines stay as they are; how many answers it brings in the next weeks is shown, with --dry-run before it is written. What each setting means: kuril help settings

			A deck or a tag can have new and retention of its own: deck.NAME.new, tag.NAME.retention.`,
		UsageText: "kuril config\nkuril config new 15\nkuril config retention 0.95 --dry-run\nkuril config tag.islands.retention 0.95\nkuril config decks own builtin\nkuril config --unset new",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "dry-run", Usage: "only show what VALUE would do to the coming weeks"},
			&cli.BoolFlag{Name: "unset", Usage: "take KEY out of config.toml, so that its default holds"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			d, path, err := p.surroundings(c)
			if err != nil {
				return err
			}
			words := c.Args().Slice()
			switch {
			case c.Bool("unset"):
				if len(words) == 0 {
					return quiz.Misuse("--unset wants the name of a setting").Hint("such as  kuril config --unset new")
				}
				if err := upTo(c, 1); err != nil {
					return err
				}
				return p.unset(path, words[0])
			case len(words) == 0:
				return p.showSettings(c, d, path)
			case len(words) == 1:
				return p.showSetting(c, path, words[0])
			}
			return p.set(c, d, path, words[0], words[1:])
		},
	}
}

// settingPath takes the name of a setting apart: a key of the top, or that of a
// deck or a tag, whose name may hold points.
func settingPath(key string) ([]string, error) {
	part, rest, dots := strings.Cut(key, ".")
	if !dots {
		if _, ok := settingNamed(key); ok {
			return []string{key}, nil
		}
		return nil, unknownSetting(key)
	}
	if parts[part] == nil {
		return nil, unknownSetting(key)
	}
	name, last := rest, ""
	if at := strings.LastIndexByte(rest, '.'); at >= 0 {
		name, last = rest[:at], rest[at+1:]
	}
	if unquoted, err := strconv.Unquote(name); err == nil {
		name = unquoted
	}
	if s, ok := settingNamed(last); ok && s.own != nil && name != "" {
		return []string{part, name, last}, nil
	}
	e := quiz.Misuse("%q is no setting of a %s", key, part)
	if near := quiz.Nearest(last, ownNames()); near != "" && name != "" {
		return nil, e.Hint("did you mean  %s?", part+"."+name+"."+near)
	}
	return nil, e.Hint("it can be %s.NAME.%s", part, strings.Join(ownNames(), " or "+part+".NAME."))
}

func unknownSetting(key string) error {
	name, value, equals := strings.Cut(key, "=")
	e := quiz.Misuse("there is no setting %q", key)
	if _, ok := settingNamed(strings.TrimSpace(name)); ok && equals {
		return e.Hint("did you mean  kuril config %s %s?", strings.TrimSpace(name), strings.TrimSpace(value))
	}
	if parts[key] != nil {
		return e.Hint("a %s can have %s.NAME.%s", key, key, strings.Join(ownNames(), " and "+key+".NAME."))
	}
	first, _, _ := strings.Cut(key, ".")
	if near := quiz.Nearest(first, append(settingNames(), keys(parts)...)); near != "" {
		e = e.Hint("did you mean  %s?", near+strings.TrimPrefix(key, first))
	}
	return e.Hint("kuril config  lists all of them")
}

// configFile reads the settings file; a file that is not there is an empty one.
// The mark that some editors put before a text is none of it.
func configFile(path string) ([]byte, error) {
	text, err := readSmall(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), nil
}

// set writes one value into the settings file.
func (p *program) set(c *cli.Context, d *quiz.Desk, file, key string, words []string) error {
	path, err := settingPath(key)
	if err != nil {
		return err
	}
	s, _ := settingNamed(path[len(path)-1])
	chosen := quiz.DefaultSettings
	if !s.typed(&chosen, words) {
		e := quiz.Misuse("%s must be %s, not %s", s.name, s.want, strings.Join(words, " "))
		if len(s.values) > 0 {
			e = e.Hint("it can be %s", strings.Join(s.values, ", "))
		}
		return e.Hint("kuril help settings  tells what each setting means")
	}
	value := s.show(chosen)
	if !c.Bool("dry-run") {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return quiz.Fail("the folder of the settings cannot be made: %v", err)
		}
		defer deck.Lock(filepath.Dir(file))() // another terminal may be setting something else
	}
	text, err := configFile(file)
	if err != nil {
		return err
	}
	before, err := decode(file, text)
	if err != nil {
		return err
	}
	changed := newConfigText(text).set(path, value)
	wanted := map[string]any{}
	if err := toml.Unmarshal([]byte("v = "+value), &wanted); err != nil {
		return err
	}
	if !changedOnly(before, changed, path, wanted["v"]) {
		return quiz.Fail("%s is written in a way that cannot be added to", file).
			Hint("open it in an editor, and write  %s = %s", tomlKey(path), value)
	}
	all, err := parseSettings(file, changed)
	if err != nil {
		return err
	}
	if s.name == "retention" {
		if means := d.RetentionMeans(c.Context, chosen.Retention, all.Longest); means != "" {
			p.talk("kuril: note: %s", means)
		}
	}
	if c.Bool("dry-run") {
		p.talk("%s = %s is not written: this only shows what it would do.", quiz.Clean(tomlKey(path)), quiz.Clean(value))
		p.foresee(c, d, path, file, text, all)
		return nil
	}
	if err := deck.WriteFile(file, changed, 0o600); err != nil {
		return err
	}
	p.talk("%s = %s now stands in %s", quiz.Clean(tomlKey(path)), quiz.Clean(value), quiz.Clean(file))
	p.tellUnknown(d, path, chosen.Decks)
	if p.foresee(c, d, path, file, text, all) {
		back := "--unset " + tomlKey(path)
		if old, ok := at(before, path); ok {
			back = tomlKey(path) + " " + written(old)
		}
		p.talk("Back to before: kuril config %s", quiz.Clean(back))
	}
	return nil
}

// foreseen are the settings whose effect on the coming weeks can be shown.
var foreseen = map[string]bool{"new": true, "reviews": true, "retention": true, "longest": true, "easy_days": true, "days_off": true}

// foresee tells what a changed setting does to the coming weeks, and whether
// there was anything to tell. text is the settings file as it was.
func (p *program) foresee(c *cli.Context, d *quiz.Desk, path []string, file string, text []byte, after quiz.Settings) bool {
	name := path[len(path)-1]
	if !foreseen[name] || len(path) == 3 && name == "new" {
		return false
	}
	before, err := parseSettings(file, text)
	if err != nil {
		return false
	}
	lines := d.Foresee(c.Context, before, after)
	for _, line := range lines {
		for _, part := range quiz.Wrap(line, d.Term.Columns()) {
			p.talk("%s", part)
		}
	}
	return len(lines) > 0
}

// written is a value as it is typed after a key.
func written(v any) string {
	if list, ok := v.([]any); ok && len(list) > 0 {
		words := make([]string, len(list))
		for i, word := range list {
			words[i] = fmt.Sprint(word)
		}
		return strings.Join(words, " ")
	}
	text, err := toml.Marshal(map[string]any{"v": v})
	if err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(string(text)), "v ="))
}

// typed reads what somebody typed as a value: TOML, or simpler.
func (v value) typed(s *quiz.Settings, words []string) bool {
	text := strings.TrimSpace(strings.Join(words, " "))
	parsed := map[string]any{}
	if toml.Unmarshal([]byte("v = "+text), &parsed) == nil && len(parsed) == 1 && v.take(s, parsed["v"]) {
		return true
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return v.take(s, n) || v.take(s, float64(n))
	}
	if r, err := strconv.ParseFloat(text, 64); err == nil {
		return v.take(s, r)
	}
	switch strings.ToLower(text) {
	case "yes", "on":
		if v.take(s, true) {
			return true
		}
	case "no", "off":
		if v.take(s, false) {
			return true
		}
	}
	list := []any{}
	for _, word := range words {
		list = append(list, word)
	}
	return v.take(s, list)
}

// changedOnly reports whether text says what values say, but for one key.
func changedOnly(values map[string]any, text []byte, path []string, value any) bool {
	after := map[string]any{}
	if toml.Unmarshal(text, &after) != nil {
		return false
	}
	return reflect.DeepEqual(after, with(values, path, value))
}

// with returns the values with one more, in a copy.
func with(values map[string]any, path []string, value any) map[string]any {
	copied := map[string]any{}
	for key, v := range values {
		copied[key] = v
	}
	if len(path) == 1 {
		copied[path[0]] = value
		return copied
	}
	inner, _ := copied[path[0]].(map[string]any)
	copied[path[0]] = with(inner, path[1:], value)
	return copied
}

// at returns what stands at a path.
func at(values map[string]any, path []string) (v any, ok bool) {
	v = values
	for _, key := range path {
		table, isTable := v.(map[string]any)
		if !isTable {
			return nil, false
		}
		if v, ok = table[key]; !ok {
			return nil, false
		}
	}
	return v, true
}

// unset takes a key out of the settings file. One that is no setting can be
// taken out too: it may be what is wrong with the file.
func (p *program) unset(file, key string) error {
	defer deck.Lock(filepath.Dir(file))()
	text, err := configFile(file)
	if err != nil {
		return err
	}
	if _, err := decode(file, text); err != nil {
		return err
	}
	path, unknown := settingPath(key)
	if unknown != nil {
		path = strings.Split(key, ".")
	}
	changed, ok := newConfigText(text).unset(path)
	if !ok {
		if unknown != nil {
			return unknown
		}
		p.talk("%s is not set in %s", quiz.Clean(tomlKey(path)), quiz.Clean(file))
		return nil
	}
	if _, err := decode(file, changed); err != nil {
		return quiz.Fail("%s is written in a way that nothing can be taken out of", file).Hint("open it in an editor")
	}
	if err := deck.WriteFile(file, changed, 0o600); err != nil {
		return err
	}
	p.talk("%s no longer stands in %s", quiz.Clean(tomlKey(path)), quiz.Clean(file))
	return nil
}

// tellUnknown names the decks and tags of a setting that there are not.
func (p *program) tellUnknown(d *quiz.Desk, path, decks []string) {
	if len(path) == 1 && path[0] != "decks" || d.Load() != nil {
		return
	}
	var notes []string
	if len(path) == 3 {
		notes = append(notes, d.NoSuch(path[0], path[1]))
	} else {
		for _, name := range decks {
			notes = append(notes, d.NoSuch("deck", name))
		}
	}
	for _, note := range slices.DeleteFunc(notes, func(s string) bool { return s == "" }) {
		p.talk("kuril: note: %s", quiz.Clean(note))
	}
}
