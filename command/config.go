package command

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"kuril/quiz"
)

// maxSettings is the largest settings file that is read, in bytes.
const maxSettings = 1 << 20

// readSettings reads config.toml. A file that is not there leaves the
// defaults; a key that is not known, or a value out of its range, is an error
// that names the line: a typo must not change how somebody learns.
func readSettings(path string) (quiz.Settings, error) {
	text, err := configFile(path)
	if err != nil {
		return quiz.DefaultSettings, err
	}
	return parseSettings(path, text)
}

// decode reads the text of the settings file as it is, right or wrong.
func decode(path string, text []byte) (map[string]any, error) {
	values := map[string]any{}
	if err := toml.Unmarshal(text, &values); err != nil {
		const hint = "write lines such as  new = 15"
		var bad *toml.DecodeError
		if errors.As(err, &bad) {
			row, col := bad.Position()
			return nil, quiz.Fail("%s:%d:%d: %s", path, row, col, strings.TrimPrefix(bad.Error(), "toml: ")).Hint(hint)
		}
		return nil, quiz.Fail("%s: %s", path, strings.TrimPrefix(err.Error(), "toml: ")).Hint(hint)
	}
	return values, nil
}

// parseSettings reads the text of the settings file at path.
func parseSettings(path string, text []byte) (quiz.Settings, error) {
	s := quiz.DefaultSettings
	values, err := decode(path, text)
	if err != nil {
		return s, err
	}
	// In the order of the file, so that the first mistake is named first.
	lines := linesOf(text)
	for _, key := range inOrder(values, lines, nil) {
		line := lines.of(key)
		if part, ok := parts[key]; ok {
			if err := readPart(&s, part, values[key], path, lines, key); err != nil {
				return s, err
			}
			continue
		}
		known, ok := settingNamed(key)
		if !ok {
			e := quiz.Fail("%s:%d: there is no setting %q", path, line, key)
			if near := quiz.Nearest(key, append(settingNames(), keys(parts)...)); near != "" {
				e = e.Hint("did you mean  %s?", near)
			}
			return s, e
		}
		if !known.take(&s, values[key]) {
			return s, quiz.Fail("%s:%d: %s must be %s", path, line, key, known.want)
		}
	}
	return s, nil
}

// unreadable says that the settings file is there and cannot be read.
func unreadable(path string, err error) error {
	return quiz.Fail("the settings cannot be read: %v", err).Hint("mend it, or take it away: %s", path)
}

// readSmall reads a file of bounded size. A pipe in its place is not waited
// for.
func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errors.New(path + " is a folder and not a file")
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New(path + " is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSettings+1))
	if err == nil && len(text) > maxSettings {
		err = errors.New(path + " is larger than 1 MB")
	}
	return text, err
}

// parts are the tables of config.toml that hold what one deck or one tag has
// of its own, each by its name: [deck.own], [tag.dates].
var parts = map[string]func(*quiz.Settings) *map[string]quiz.Own{
	"deck": func(s *quiz.Settings) *map[string]quiz.Own { return &s.PerDeck },
	"tag":  func(s *quiz.Settings) *map[string]quiz.Own { return &s.PerTag },
}

// readPart reads the tables of all decks, or of all tags.
func readPart(s *quiz.Settings, part func(*quiz.Settings) *map[string]quiz.Own, value any, path string, lines places, word string) error {
	wrong := func(line int, format string, args ...any) *quiz.Error {
		return quiz.Fail("%s:%d: %s", path, line, fmt.Sprintf(format, args...))
	}
	example := fmt.Sprintf("such as  [%s.NAME]  and below it  retention = 0.95", word)
	tables, ok := value.(map[string]any)
	if !ok {
		return wrong(lines.of(word), "%s must be a table for each %s", word, word).Hint("%s", example)
	}
	read := make(map[string]quiz.Own)
	for _, name := range inOrder(tables, lines, []string{word}) {
		table, ok := tables[name].(map[string]any)
		if !ok {
			return wrong(lines.of(word, name), "[%s] wants the name of a %s", word, word).Hint("%s", example)
		}
		own := quiz.Own{New: quiz.Unset}
		for _, key := range inOrder(table, lines, []string{word, name}) {
			line := lines.of(word, name, key)
			known, ok := settingNamed(key)
			if !ok || known.own == nil {
				e := wrong(line, "a %s has no setting %q of its own", word, key)
				if near := quiz.Nearest(key, ownNames()); near != "" {
					return e.Hint("did you mean  %s?", near)
				}
				return e.Hint("it can have %s", strings.Join(ownNames(), " and "))
			}
			var one quiz.Settings
			if !known.take(&one, table[key]) {
				return wrong(line, "%s must be %s", key, known.want)
			}
			known.own.put(&own, one)
		}
		read[name] = own
	}
	*part(s) = read
	return nil
}

// places are the lines, from 1, on which the keys and tables of a TOML text
// stand, by their dotted names.
type places map[string]int

func dotted(path []string) string { return strings.Join(path, "\x00") }

// of returns the line of a key, or that of what it stands in.
func (p places) of(path ...string) int {
	for n := len(path); n > 0; n-- {
		if line, ok := p[dotted(path[:n])]; ok {
			return line
		}
	}
	return 1
}

// linesOf finds the keys of a text that was parsed without a fault.
func linesOf(text []byte) places {
	found := places{}
	var parser unstable.Parser
	parser.Reset(text)
	var table []string
	at, lines := 0, 1 // what was counted so far
	lineOf := func(offset int) int {
		lines += bytes.Count(text[at:offset], []byte("\n"))
		at = offset
		return lines
	}
	for parser.NextExpression() {
		e := parser.Expression()
		var path []string
		line := 0
		for key := e.Key(); key.Next(); {
			path = append(path, string(key.Node().Data))
			if line == 0 {
				line = lineOf(int(key.Node().Raw.Offset))
			}
		}
		if e.Kind != unstable.KeyValue {
			table = path
		} else {
			path = slices.Concat(table, path)
		}
		for n := range path {
			if at := dotted(path[:n+1]); found[at] == 0 {
				found[at] = line
			}
		}
	}
	return found
}

// inOrder returns the keys of a table as they stand in the file.
func inOrder(values map[string]any, lines places, table []string) []string {
	names := keys(values)
	line := func(name string) int { return lines.of(append(slices.Clip(table), name)...) }
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(line(a), line(b)), cmp.Compare(a, b))
	})
	return names
}

func parseSeed(s string) (uint64, error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return uint64(n), nil
	}
	return strconv.ParseUint(s, 10, 64)
}
