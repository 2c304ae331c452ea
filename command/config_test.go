package command

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"kuril/quiz"
)

func TestReadSettings(t *testing.T) {
	all := quiz.Settings{New: 0, Reviews: -1, Retention: 0.85, Longest: 100, Rollover: 0, Ratings: 2, Decks: []string{"own", "builtin"}}
	easy := quiz.DefaultSettings
	easy.EasyDays = []time.Weekday{time.Saturday, time.Sunday}
	for _, text := range []string{"2026-12-24", "2026-12-30..2027-01-02"} {
		days, err := quiz.ParseDays(text)
		if err != nil || days.String() != text {
			t.Fatalf("ParseDays(%q) = %v, %v", text, days, err)
		}
		easy.DaysOff = append(easy.DaysOff, days)
	}
	parts := quiz.DefaultSettings
	parts.PerDeck = map[string]quiz.Own{"own": {New: 3}, "日本": {New: quiz.Unset, Retention: 0.95}}
	parts.PerTag = map[string]quiz.Own{
		"dates": {New: quiz.Unset, Retention: 0.8}, "islands": {New: 0, Retention: 0.97}, "none": {New: quiz.Unset},
	}
	for _, tt := range []struct {
		name, text string
		want       quiz.Settings
	}{
		{"empty", "", quiz.DefaultSettings},
		{"comments", "# nothing\n", quiz.DefaultSettings},
		{"days", "easy_days = [\"sat\", \"Sunday\"]\ndays_off = [2026-12-24, \"2026-12-30..2027-01-02\"]\n", easy},
		{"parts", "retention = 0.9\n[deck.own]\nnew = 3\n[deck.\"日本\"]\nretention = 0.95\n[tag]\ndates.retention = 0.8\nislands = {new = 0, retention = 0.97}\n[tag.none]\n", parts},
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
		{"easy_days = \"Sat\"", ":1:", "easy_days must be"},
		{"new = 3\neasy_days = [\"Sat\", \"Sabbath\"]", ":2:", "easy_days must be"},
		{"easy_days = [6]", ":1:", "easy_days must be"},
		{"days_off = [\"2026-02-30\"]", ":1:", "days_off must be"},
		{"days_off = [\"2027-01-02..2026-12-24\"]", ":1:", "days_off must be"},
		{"days_off = [\"2026-12-24...2026-12-25\"]", ":1:", "days_off must be"},
		{"days_off = [2026-12-24T08:00:00]", ":1:", "days_off must be"},
		{"days_of = []", ":1:", "days_of"},
		{"new = 3\n\nnwe = 4", ":3:", `"nwe"`},
		{"new = 3\nnew = 4", ":2:", "new"},
		{"new =", ":1:", ""},
		{"[new]\nx = 1", ":1:", "new must be"},
		{"deck = 3", ":1:", "deck must be a table"},
		{"\n[deck]\nnew = 3", ":3:", "wants the name of a deck"},
		{"[[deck]]\nnew = 3", ":1:", "deck must be a table"},
		{"new = 3\n[deck.own]\n\nretention = 0.98", ":4:", "retention must be a number from 0.70"},
		{"[tag.dates]\nretention = 0.8\n[tag.islands]\nretention = 0.69", ":4:", "retention must be"},
		{"[tag.dates]\nnew = -1", ":2:", "new must be"},
		{"[tag.dates]\nlongest = 3", ":2:", `"longest"`},
		{"[tag.dates]\nretentoin = 0.8", ":2:", `"retentoin"`},
		{"[tag.dates]\nnew = 1\nnew = 2", ":3:", "new"},
		{"[tags.dates]\nnew = 1", ":1:", `"tags"`},
		{"[tag]\n\nislands = {new = 0, retention = 1.0}", ":3:", "retention must be"},
		{"[deck.\"\\u0061\"]\nnew = -3", ":2:", "new must be"},
		{"[deck.\"a.b\".c]\nnew = 3", ":1:", `"c"`},
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

// TestSettingsPage holds that docs/settings.md lists every setting with what it
// means and what it is unless said, and none that there is not.
func TestSettingsPage(t *testing.T) {
	page, err := os.ReadFile("../docs/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for _, line := range strings.Split(string(page), "\n") {
		if cells := strings.Split(strings.Trim(line, "|"), " | "); strings.HasPrefix(line, "| `") && len(cells) == 3 {
			name := strings.Trim(cells[0], " `")
			if _, ok := settingNamed(name); !ok {
				t.Errorf("docs/settings.md speaks of %s, and there is no such setting", name)
			}
			rows[name] = cells
		}
	}
	for _, s := range settings {
		cells := rows[s.name]
		if cells == nil {
			t.Errorf("docs/settings.md does not list the setting %s", s.name)
			continue
		}
		if got := strings.ReplaceAll(cells[1], "`", ""); got != s.means {
			t.Errorf("docs/settings.md: %s is %q, want %q", s.name, got, s.means)
		}
		if got, want := strings.Trim(cells[2], " `"), s.show(quiz.DefaultSettings); got != want {
			t.Errorf("docs/settings.md: %s is %s unless said, want %s", s.name, got, want)
		}
	}
}
