package quiz

import (
	"reflect"
	"strings"
	"testing"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

func TestSortRows(t *testing.T) {
	row := func(id, prompt string, lapses int, due progress.Day) listRow {
		q := &deck.Question{ID: id, Kind: deck.Recall, Prompt: prompt, Answers: []string{"x"}}
		s := progress.State{Lapses: lapses, Due: due, First: due}
		return listRow{question: q, cards: q.Cards(), single: true, state: s, words: []string{"new"}, env: Env{Weights: &fsrs.Default}}
	}
	rows := []listRow{row("b", "Émile", 10, 20_001), row("a", "zoo", 9, 0), row("d", "日本", 10, 20_000), row("c", "eagle", 2, 20_003)}
	for _, tt := range []struct{ sort, want string }{
		{"id", "abcd"},
		{"-id", "dcba"},
		{"lapses", "cabd"},
		{"-lapses", "bdac"},
		{"-lapses,due", "dbac"},
		{"due", "dbca"}, // a is not due on any day, and last both ways
		{"-due", "cbda"},
		{"prompt", "cbad"}, // é is an e
		{"deck", "badc"},
	} {
		keys, err := ParseSort(tt.sort)
		if err != nil {
			t.Fatal(err)
		}
		sorted := append([]listRow{}, rows...)
		sortRows(sorted, keys)
		got := ""
		for _, r := range sorted {
			got += r.question.ID
		}
		if got != tt.want {
			t.Errorf("--sort %s gives %s, want %s", tt.sort, got, tt.want)
		}
	}
}

// Every column has a name of its own, something to say, and stands its ground
// on a card nobody has seen.
func TestColumns(t *testing.T) {
	q := &deck.Question{ID: "a", Kind: deck.Cloze, Prompt: "[[1:X / Y]] and [[2:Z]]\nover", Answers: nil, Tags: []string{"b", "c"}}
	r := listRow{question: q, cards: q.Cards(), words: []string{"new"}, env: Env{Weights: &fsrs.Default}}
	seen := map[string]bool{}
	for _, c := range Columns {
		if c.Name == "" || c.Means == "" || seen[c.Name] || (c.text == nil) == (c.number == nil) {
			t.Errorf("column %+v", c)
		}
		seen[c.Name] = true
		if text := c.show(r); strings.ContainsAny(text, "\n\t") {
			t.Errorf("%s is %q, in more than one line", c.Name, text)
		}
	}
	for name, want := range map[string]string{"id": "a", "answer": "X; Z", "tags": "b c", "state": "new", "recall": "", "reviews": "0", "due": ""} {
		columns, err := ParseColumns("--columns", name)
		if err != nil {
			t.Fatal(err)
		}
		if got := columns[0].show(r); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestLayColumns(t *testing.T) {
	columns, err := ParseColumns("", "id,prompt,tags,lapses")
	if err != nil {
		t.Fatal(err)
	}
	cells := [][]string{{"abcd", strings.Repeat("日", 20), strings.Repeat("x", 20), "3"}}
	for _, tt := range []struct {
		width int
		want  []int
		fits  bool
	}{
		{80, []int{4, 40, 20, 6}, true},
		{76, []int{4, 40, 20, 6}, true},
		{70, []int{4, 34, 20, 6}, true},
		{48, []int{4, 16, 16, 6}, true},
		{47, nil, false},
	} {
		if got, fits := layColumns(columns, cells, tt.width); !reflect.DeepEqual(got, tt.want) || fits != tt.fits {
			t.Errorf("in %d columns: %v, %v, want %v, %v", tt.width, got, fits, tt.want, tt.fits)
		}
	}
}
