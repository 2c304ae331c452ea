package command

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"kuril/quiz"
)

// maxSettings is the largest settings file that is read, in bytes.
const maxSettings = 1 << 20

// setting is one key of config.toml: how its value is taken over, and what it
// must be.
type setting struct {
	want string
	take func(s *quiz.Settings, value any) bool // false: not such a value
}

func whole(lo, hi int64, put func(*quiz.Settings, int)) func(*quiz.Settings, any) bool {
	return func(s *quiz.Settings, value any) bool {
		n, ok := value.(int64)
		if ok = ok && n >= lo && n <= hi; ok {
			put(s, int(n))
		}
		return ok
	}
}

var settings = map[string]setting{
	"new": {"a whole number from 0 to 9999", whole(0, 9999, func(s *quiz.Settings, n int) { s.New = n })},
	"reviews": {"a whole number from 0 to 99999, or -1 for no limit",
		whole(-1, 99999, func(s *quiz.Settings, n int) { s.Reviews = n })},
	"longest":  {"a whole number of days from 1 to 36500", whole(1, 36500, func(s *quiz.Settings, n int) { s.Longest = n })},
	"rollover": {"an hour from 0 to 23", whole(0, 23, func(s *quiz.Settings, n int) { s.Rollover = n })},
	"ratings": {"2 or 4", func(s *quiz.Settings, value any) bool {
		n, ok := value.(int64)
		if ok = ok && (n == 2 || n == 4); ok {
			s.Ratings = int(n)
		}
		return ok
	}},
	"retention": {"a number from 0.70 to 0.97", func(s *quiz.Settings, value any) bool {
		r, ok := value.(float64)
		if ok = ok && !math.IsNaN(r) && r >= 0.70 && r <= 0.97; ok {
			s.Retention = r
		}
		return ok
	}},
	"decks": {`a list of deck names such as ["own", "builtin"]`, func(s *quiz.Settings, value any) bool {
		list, ok := value.([]any)
		if !ok {
			return false
		}
		names := make([]string, 0, len(list))
		for _, v := range list {
			name, ok := v.(string)
			if !ok || name == "" {
				return false
			}
			names = append(names, name)
		}
		s.Decks = names
		return true
	}},
}

// readSettings reads config.toml. A file that is not there leaves the
// defaults; a key that is not known, or a value out of its range, is an error
// that names the line: a typo must not change how somebody learns.
func readSettings(path string) (quiz.Settings, error) {
	s := quiz.DefaultSettings
	text, err := readSmall(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, quiz.Fail("the settings cannot be read: %v", err)
	}
	values := map[string]any{}
	if err := toml.Unmarshal(text, &values); err != nil {
		var bad *toml.DecodeError
		if errors.As(err, &bad) {
			row, col := bad.Position()
			return s, quiz.Fail("%s:%d:%d: %s", path, row, col, strings.TrimPrefix(bad.Error(), "toml: "))
		}
		return s, quiz.Fail("%s: %s", path, strings.TrimPrefix(err.Error(), "toml: "))
	}
	// In the order of the file, so that the first mistake is named first.
	for _, key := range keysInOrder(text, values) {
		known, ok := settings[key]
		line := lineOf(text, key)
		if !ok {
			e := quiz.Fail("%s:%d: there is no setting %q", path, line, key)
			if near := quiz.Nearest(key, keys(settings)); near != "" {
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

// readSmall reads a file of bounded size.
func readSmall(path string) ([]byte, error) {
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

// lineOf returns the line on which a top-level key or table of a TOML text
// begins, from 1.
func lineOf(text []byte, key string) int {
	for i, line := range bytes.Split(text, []byte("\n")) {
		name := strings.TrimLeft(strings.TrimSpace(string(line)), `["'`)
		if rest, ok := strings.CutPrefix(name, key); ok && (rest == "" || strings.ContainsAny(rest[:1], " \t=.]\"'")) {
			return i + 1
		}
	}
	return 1
}

func keysInOrder(text []byte, values map[string]any) []string {
	names := keys(values)
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(lineOf(text, a), lineOf(text, b)), cmp.Compare(a, b))
	})
	return names
}

func parseSeed(s string) (uint64, error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return uint64(n), nil
	}
	return strconv.ParseUint(s, 10, 64)
}
