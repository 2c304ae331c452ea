package quiz

import (
	"slices"
	"testing"
)

// What is to be typed stands on one line, so that it can be copied.
func TestWrapKeepsCommands(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"an id", "Later: kuril resume names-of-the-dispute", []string{"Later: kuril resume", "names-of-the-dispute"}},
		{"a flag", "A part: kuril study --catch-up 40", []string{"A part: kuril study", "--catch-up 40"}},
		{"a flag of one word", "There are more: kuril list --ids", []string{"There are more: kuril", "list --ids"}},
		{"words of a text", "A last-minute two-by-two table-top", []string{"A last-minute two-by-", "two table-top"}},
		{"a command at the start", "kuril why a-b", []string{"kuril why a-b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Wrap(tt.text, 23); !slices.Equal(got, tt.want) {
				t.Errorf("Wrap(%q, 23) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// A complaint leads back into the editor at the line it names.
func TestFaultyLine(t *testing.T) {
	for _, tt := range []struct {
		complaint string
		want      int
	}{
		{"/tmp/a.toml:32:8: syntax: the list that begins here never ends", 32},
		{"/tmp/a.toml: empty", 16},
		{"/tmp/b.toml:3:1: syntax", 16},
		{"/tmp/a.toml:x:1: syntax", 16},
		{"the id is taken", 16},
	} {
		if got := faultyLine(tt.complaint, "/tmp/a.toml", 16); got != tt.want {
			t.Errorf("faultyLine(%q) = %d, want %d", tt.complaint, got, tt.want)
		}
	}
}

// The example of a date asks for no more than the question does.
func TestExampleDate(t *testing.T) {
	for want, note := range map[string]string{
		"1946-04-05": "not a date such as 19 October 1956 or 1956-10-19",
		"1946-04":    "not a date such as October 1956 or 1956-10",
		"1946":       "not a date such as 1956",
	} {
		d, ok := isoDate(want)
		if !ok {
			t.Fatalf("%s is no date", want)
		}
		if got := "not a date such as " + exampleDate([]date{d}); got != note {
			t.Errorf("for %s: %q, want %q", want, got, note)
		}
	}
}
