package prose

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHolesOfAnArticle measures the holes found in an article that was damaged
// in copying against a list made by reading it.
func TestHolesOfAnArticle(t *testing.T) {
	shared := os.Getenv("KURIL_FIXTURES")
	if shared == "" {
		t.Skip("KURIL_FIXTURES does not say where the damaged article stands")
	}
	name := filepath.Join(shared, "material", "source.txt")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read([]File{{Name: "source.txt", Text: text}}, 30)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join("testdata", "holes.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	used := make([]bool, len(d.Holes))
	known, found := 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var line, col int
		if n, _ := fmt.Sscanf(lines.Text(), "%d:%d:", &line, &col); n != 2 {
			continue
		}
		known++
		hit := false
		for i, h := range d.Holes {
			if !used[i] && h.Line == line && h.Col-col < 12 && col-h.Col < 12 {
				used[i], hit = true, true
				break
			}
		}
		if hit {
			found++
		} else if !strings.Contains(lines.Text(), "?") {
			t.Logf("not found: %s", lines.Text())
		}
	}
	for i, h := range d.Holes {
		if !used[i] {
			t.Logf("not on the list: %v: %s", h.Place, h.Missing)
		}
	}
	t.Logf("found %d of %d", found, known)
	if known < 30 || found < 30 {
		t.Errorf("found %d of %d holes, want 30 at least", found, known)
	}
}
