package deck

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestChangeAll holds that several banks change together or not at all.
func TestChangeAll(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "decks")
	q := func(id, prompt string) *Question {
		return &Question{ID: id, Kind: Recall, Prompt: prompt, Answers: []string{"yes"}}
	}
	a, b := filepath.Join(dir, "a.toml"), filepath.Join(dir, "b.toml")
	read := func(path string) string {
		text, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		return string(text)
	}
	ok := func() error { return nil }
	if err := ChangeAll(dir, []FileChange{{Path: a, Add: []*Question{q("one", "1?"), q("two", "2?")}}}, ok); err != nil {
		t.Fatal(err)
	}
	before := "# mine\n" + read(a)
	if err := os.WriteFile(a, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	changes := []FileChange{{Path: a, Replace: []*Question{q("two", "really?")}, Add: []*Question{q("three", "3?")}}, {Path: b, Add: []*Question{q("four", "4?")}}}
	for _, tt := range []struct {
		name    string
		changes []FileChange
		finish  func() error
	}{
		{"what comes last fails", changes, func() error {
			if read(a) != before || read(b) != "" {
				t.Error("files are changed before all else is done: whoever is killed then has half")
			}
			return errors.New("no")
		}},
		{"an id is taken", append(changes[:1:1], FileChange{Path: a, Add: []*Question{q("one", "again")}}), ok},
		{"nothing to replace", append(changes[1:2:2], FileChange{Path: a, Replace: []*Question{q("nine", "9?")}}), ok},
		{"a fault", append(changes[1:2:2], FileChange{Path: a, Add: []*Question{q("nine", "")}}), ok},
	} {
		if err := ChangeAll(dir, tt.changes, tt.finish); err == nil {
			t.Errorf("%s: no error", tt.name)
		}
		if read(a) != before || read(b) != "" {
			t.Errorf("%s: the files changed:\n%s\n%s", tt.name, read(a), read(b))
		}
	}
	if err := ChangeAll(dir, changes, ok); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*.tmp")); len(left) > 0 {
		t.Errorf("%v are left over", left)
	}
	want := "# mine\n" + Format(q("one", "1?")) + "\n" + Format(q("two", "really?")) + "\n" + Format(q("three", "3?"))
	if got := read(a); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := read(b); got != Format(q("four", "4?")) {
		t.Errorf("got\n%s", got)
	}
}
