package large

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"kuril/deck"
	"kuril/progress"
)

// What is made is sound, the same each time, and as much as was asked for.
func TestBankAndLog(t *testing.T) {
	questions, problems := deck.Parse("deck-00", Bank(0, 500))
	if len(questions) != 500 || len(problems) != 0 {
		t.Fatalf("%d questions, problems %v", len(questions), problems)
	}
	if !strings.HasPrefix(string(Bank(0, 500)), string(Bank(0, 50))) {
		t.Error("two banks differ")
	}
	n, day := 0, progress.Day(0)
	err := Each(100, 1000, func(e progress.Event) error {
		if n++; e.Day < day || e.Day >= Today || e.Rating == 0 {
			t.Fatalf("event %d: %+v", n, e)
		}
		day = e.Day
		return nil
	})
	if err != nil || n != 1000 {
		t.Errorf("%d answers, %v; want 1000", n, err)
	}
}

// TestWrite makes a data folder to measure with: KURIL_LARGE is "DIR CARDS FILES ANSWERS".
func TestWrite(t *testing.T) {
	want := strings.Fields(os.Getenv("KURIL_LARGE"))
	if len(want) != 4 {
		t.Skip("KURIL_LARGE does not say what to make")
	}
	var n [3]int
	for i, text := range want[1:] {
		var err error
		if n[i], err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteDecks(filepath.Join(want[0], "decks"), n[0], n[1]); err != nil {
		t.Fatal(err)
	}
	if n[2] == 0 {
		return
	}
	path := filepath.Join(want[0], "progress.db")
	s, err := progress.Open(t.Context(), path, progress.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := WriteLog(t.Context(), path, n[0], n[2]); err != nil || got != n[2] {
		t.Errorf("%d answers written, %v; want %d", got, err, n[2])
	}
}
