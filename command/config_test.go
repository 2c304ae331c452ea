package command

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"kuril/quiz"
)

func TestReadSettings(t *testing.T) {
	all := quiz.Settings{New: 0, Reviews: -1, Retention: 0.85, Longest: 100, Rollover: 0, Ratings: 2, Decks: []string{"own", "builtin"}}
	for _, tt := range []struct {
		name, text string
		want       quiz.Settings
	}{
		{"empty", "", quiz.DefaultSettings},
		{"comments", "# nothing\n", quiz.DefaultSettings},
		{"all", "new = 0\nreviews = -1\nretention = 0.85\nlongest = 100\nrollover = 0\nratings = 2\ndecks = [\"own\", \"builtin\"]\n", all},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readSettings(write(t, tt.text))
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("readSettings(%q) = %+v, %v, want %+v", tt.text, got, err, tt.want)
			}
		})
	}
	if got, err := readSettings(filepath.Join(t.TempDir(), "none.toml")); err != nil || !reflect.DeepEqual(got, quiz.DefaultSettings) {
		t.Errorf("without a file: %+v, %v, want the defaults", got, err)
	}
}

// A setting that is out of its range is never repaired.
func TestReadSettingsRefuses(t *testing.T) {
	for _, tt := range []struct{ text, place, want string }{
		{"new = -1", ":1:", "new must be"},
		{"new = 1.5", ":1:", "new must be"},
		{"new = \"ten\"", ":1:", "new must be"},
		{"# x\nretention = 0.69", ":2:", "retention must be"},
		{"retention = 0.98", ":1:", "retention must be"},
		{"retention = nan", ":1:", "retention must be"},
		{"retention = 1", ":1:", "retention must be"},
		{"longest = 0", ":1:", "longest must be"},
		{"rollover = 24", ":1:", "rollover must be"},
		{"ratings = 3", ":1:", "ratings must be"},
		{"decks = \"own\"", ":1:", "decks must be"},
		{"decks = [1]", ":1:", "decks must be"},
		{"new = 3\n\nnwe = 4", ":3:", `"nwe"`},
		{"new = 3\nnew = 4", ":2:", "new"},
		{"new =", ":1:", ""},
		{"[new]\nx = 1", ":1:", "new must be"},
	} {
		_, err := readSettings(write(t, tt.text))
		var e *quiz.Error
		if !errors.As(err, &e) || !strings.Contains(e.Message, "config.toml"+tt.place) || !strings.Contains(e.Message, tt.want) {
			t.Errorf("readSettings(%q) = %v, want config.toml%s … %s", tt.text, err, tt.place, tt.want)
		}
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
