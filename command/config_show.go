package command

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

// shownSetting is one setting as config shows it.
type shownSetting struct {
	Key     string          `json:"key"`
	Value   json.RawMessage `json:"value"`
	Default json.RawMessage `json:"default,omitempty"`
	Origin  string          `json:"origin"` // default, file or flag
	File    string          `json:"file,omitempty"`
	Line    int             `json:"line,omitempty"`
	Means   string          `json:"means"`

	path []string
	text string // the value as TOML
}

// surrounding is what holds beside the settings: a folder, the clock, colour.
type surrounding struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Origin string `json:"origin"`
}

// shownSettings returns all settings in the order of the table, those of decks
// and tags behind them.
func shownSettings(file string, text []byte, all quiz.Settings, banks bool) []shownSetting {
	lines := linesOf(text)
	values, _ := decode(file, text)
	var shown []shownSetting
	add := func(s setting, path []string, text, usual string) {
		one := shownSetting{
			Key: tomlKey(path), Value: json.RawMessage(text), Default: json.RawMessage(usual),
			Origin: "default", Means: s.means, path: path, text: text,
		}
		if _, ok := at(values, path); ok {
			one.Origin, one.File, one.Line = "file", file, lines.of(path...)
		}
		if s.name == "decks" && banks {
			one.Origin, one.File, one.Line = "flag", "", 0
			one.text, one.Value = usual, json.RawMessage(usual)
		}
		shown = append(shown, one)
	}
	for _, s := range settings {
		add(s, []string{s.name}, s.show(all), s.show(quiz.DefaultSettings))
	}
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		tables := *parts[part](&all)
		for _, name := range slices.Sorted(maps.Keys(tables)) {
			for _, s := range settings {
				if s.own == nil {
					continue
				}
				if text, set := s.own.show(tables[name]); set {
					add(s, []string{part, name, s.name}, text, "")
				}
			}
		}
	}
	return shown
}

// from says where a value came from, in the comment behind it.
func (s shownSetting) from() string {
	switch s.Origin {
	case "file":
		return fmt.Sprintf("%s:%d", filepath.Base(s.File), s.Line)
	case "flag":
		return "--bank takes its questions whole"
	}
	return s.Origin
}

// showSettings prints all settings as TOML that can be pasted, or as JSON.
func (p *program) showSettings(c *cli.Context, d *quiz.Desk, file string) error {
	text, err := configFile(file)
	if err != nil {
		return err
	}
	all, err := parseSettings(file, text)
	if err != nil {
		return err
	}
	shown := shownSettings(file, text, all, len(d.BankFiles) > 0)
	around, err := p.around(c, d, file, text != nil)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		e := json.NewEncoder(p.out)
		e.SetEscapeHTML(false)
		return e.Encode(map[string]any{"file": file, "settings": shown, "surroundings": around})
	}
	var b strings.Builder
	wide := 0
	for _, a := range around {
		wide = max(wide, len(a.Name))
	}
	for _, a := range around {
		fmt.Fprintf(&b, "# %s %s (%s)\n", quiz.Pad(a.Name, wide), quiz.CleanLine(a.Value), a.Origin)
	}
	b.WriteString("\n")
	wide = 0
	for _, s := range shown {
		wide = max(wide, quiz.Width(s.path[len(s.path)-1]+" = "+s.text))
	}
	wide, table := min(wide, 30), ""
	for _, s := range shown {
		if of := tomlKey(s.path[:len(s.path)-1]); of != table {
			table = of
			fmt.Fprintf(&b, "\n[%s]\n", table)
		}
		line := s.path[len(s.path)-1] + " = " + s.text
		fmt.Fprintf(&b, "%s  # %s\n", quiz.Pad(line, wide), s.from())
	}
	_, err = p.out.Write([]byte(b.String()))
	return err
}

// showSetting prints the value of one setting alone.
func (p *program) showSetting(c *cli.Context, file, key string) error {
	path, err := settingPath(key)
	if err != nil {
		return err
	}
	text, err := configFile(file)
	if err != nil {
		return err
	}
	all, err := parseSettings(file, text)
	if err != nil {
		return err
	}
	for _, s := range shownSettings(file, text, all, len(c.StringSlice("bank")) > 0) {
		if !slices.Equal(s.path, path) {
			continue
		}
		if c.Bool("json") {
			e := json.NewEncoder(p.out)
			e.SetEscapeHTML(false)
			return e.Encode(s)
		}
		_, err := fmt.Fprintln(p.out, s.text)
		return err
	}
	return quiz.Fail("%s is not set", tomlKey(path)).
		Hint("kuril config %s VALUE  sets it", key).
		Hint("kuril config %s  shows the one for all cards", path[len(path)-1])
}

// around says where files are and what else the surroundings decide.
func (p *program) around(c *cli.Context, d *quiz.Desk, file string, there bool) ([]surrounding, error) {
	data := p.dataOrigin(c)
	settings := data
	if settings == "default" || strings.HasPrefix(settings, "XDG") {
		settings = p.origin("XDG_CONFIG_HOME", filepath.IsAbs)
	}
	if !there {
		settings += "; not there yet"
	}
	list := []surrounding{
		{"settings", file, settings},
		{"data", d.DataDir, data},
	}
	cache, origin, err := p.cacheDir(c)
	if err != nil {
		return nil, err
	}
	list = append(list, surrounding{"cache", cache, origin})
	if banks := c.StringSlice("bank"); len(banks) > 0 {
		list = append(list, surrounding{"bank", strings.Join(banks, " "), "--bank"})
	}
	switch {
	case c.String("now") != "":
		list = append(list, surrounding{"clock", c.String("now"), "--now"})
	case p.Getenv("KURIL_NOW") != "":
		list = append(list, surrounding{"clock", p.Getenv("KURIL_NOW"), "KURIL_NOW"})
	}
	editor := surrounding{"editor", d.Editor, "default"}
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if strings.TrimSpace(p.Getenv(name)) != "" {
			editor.Origin = name
			break
		}
	}
	if editor.Value != "" {
		list = append(list, editor)
	}
	return append(list, p.colourOrigin(c)), nil
}

// dataOrigin says what named the data folder.
func (p *program) dataOrigin(c *cli.Context) string {
	switch {
	case c.String("data") != "":
		return "--data"
	case p.Getenv("KURIL_DATA") != "":
		return "KURIL_DATA"
	}
	return p.origin("XDG_DATA_HOME", filepath.IsAbs)
}

// origin names a variable whose value is sound, or else "default".
func (p *program) origin(variable string, sound func(string) bool) string {
	if sound(p.Getenv(variable)) {
		return variable
	}
	return "default"
}

// cacheDir is the folder of what can be made anew, and what named it.
func (p *program) cacheDir(c *cli.Context) (dir, origin string, err error) {
	if origin = p.dataOrigin(c); origin == "--data" || origin == "KURIL_DATA" {
		return filepath.Join(first(c.String("data"), p.Getenv("KURIL_DATA")), "cache"), origin, nil
	}
	dir, err = p.xdg("XDG_CACHE_HOME", ".cache")
	return dir, p.origin("XDG_CACHE_HOME", filepath.IsAbs), err
}

// colourOrigin says whether there is colour and what decided it, as paint does.
func (p *program) colourOrigin(c *cli.Context) surrounding {
	s := surrounding{"colour", "on a terminal only", "default"}
	force := p.Getenv("CLICOLOR_FORCE")
	switch when := c.String("color"); {
	case c.Bool("plain"):
		s.Value, s.Origin = "never", "--plain"
	case when != "" && when != "auto":
		s.Value, s.Origin = when, "--color"
	case p.Getenv("NO_COLOR") != "":
		s.Value, s.Origin = "never", "NO_COLOR"
	case force != "" && force != "0":
		s.Value, s.Origin = "always", "CLICOLOR_FORCE"
	case p.Getenv("TERM") == "dumb":
		s.Value, s.Origin = "never", "TERM"
	}
	return s
}

// settingsHelp explains every setting.
func settingsHelp(b *strings.Builder, width int) {
	paragraph(b, "kuril help settings: what you can choose", width)
	b.WriteString("\n")
	paragraph(b, "kuril config  shows all of them as they are, kuril config KEY VALUE  changes one. They stand in config.toml, which you can edit by hand too.", width)
	b.WriteString("\nSettings\n")
	for _, s := range settings {
		entry(b, s.name, s.means+" ("+s.show(quiz.DefaultSettings)+" unless said)", 12, width)
	}
	b.WriteString("\nOf one deck or one tag\n")
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		for _, name := range ownNames() {
			entry(b, part+".NAME."+name, "the same for the cards of one "+part, 22, width)
		}
	}
	b.WriteString("\nExamples\n")
	for _, line := range []string{"kuril config new 15", "kuril config tag.islands.retention 0.95", "kuril config --unset new"} {
		b.WriteString("  " + line + "\n")
	}
}
