package quiz

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"study", "missed", "due", "add", "show", "list", "bank", "limit", "json", "generate", "general-terms", "plain", "s"}
	for _, tt := range []struct{ name, typed, want string }{
		{"itself", "study", "study"},
		{"letters swapped", "stduy", "study"},
		{"a letter left out", "lst", "list"},
		{"a letter too many", "liimit", "limit"},
		{"the beginning of a name", "gen", "generate"},
		{"three letters of which two changed places", "deu", "due"},
		{"two slips behind three right letters", "pland", "plain"},
		{"capitals", "Study", "study"},
		{"two slips in eight letters", "generxtx", "generate"},
		{"three slips are another word", "genxxxte", ""},
		{"one slip in two letters", "ud", ""},
		{"two slips in four letters", "long", ""},
		{"a short word like none", "why", ""},
		{"one letter", "g", ""},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Nearest(tt.typed, names); got != tt.want {
				t.Errorf("Nearest(%q) = %q, want %q", tt.typed, got, tt.want)
			}
		})
	}
}
