package quiz

import "testing"

func TestBeside(t *testing.T) {
	for _, tt := range []struct {
		words, tags []string
		room        int
		want        string
	}{
		{nil, nil, 40, ""},
		{[]string{"new"}, nil, 40, "new"},
		{nil, []string{"islands", "core"}, 40, "islands, core"},
		{[]string{"again", "marked"}, []string{"islands", "core"}, 40, "again, marked · islands, core"},
		{[]string{"new"}, []string{"islands", "core"}, 18, "new · islands"},
		{[]string{"new"}, []string{"北方領土", "core"}, 14, "new · 北方領土"},
		{[]string{"new"}, []string{"北方領土", "core"}, 13, "new"},
		{[]string{"new"}, []string{"islands"}, 0, "new"},
	} {
		if got := beside(tt.words, tt.tags, tt.room); got != tt.want {
			t.Errorf("beside(%q, %q, %d) = %q, want %q", tt.words, tt.tags, tt.room, got, tt.want)
		}
	}
}
