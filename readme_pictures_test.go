package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// picturesNow is when the learner of the pictures in README.md looks at them.
const picturesNow = "2026-11-22T20:00"

// picturedCard is the one whose curve is shown.
const picturedCard = "offer-1956-islands"

// TestReadmePictures holds that what README.md shows of a picture is what is
// drawn for somebody who has studied for three months. A line of … leaves
// something out.
func TestReadmePictures(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := make(map[string]string)
	for _, m := range regexp.MustCompile("(?ms)^```\n\\$ (kuril[^\n]*)\n(.*?)\n```").FindAllStringSubmatch(string(page), -1) {
		blocks[m[1]] = m[2]
	}
	data := t.TempDir()
	studied(t, data)
	for _, view := range []string{"kuril stats", "kuril show " + picturedCard} {
		if blocks[view] == "" {
			t.Errorf("README.md does not show %s", view)
			continue
		}
		cmd := exec.Command("kuril", append(strings.Fields(view)[1:], "--data", data, "--now", picturesNow)...)
		cmd.Env = append(os.Environ(), "LANG=C.UTF-8", "LC_ALL=", "TZ=UTC", "KURIL_DATA=", "KURIL_NOW=")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", view, err)
		}
		rest := "\n" + string(out)
		for _, part := range strings.Split("\n"+blocks[view]+"\n", "\n…\n") {
			part = strings.Trim(part, "\n")
			_, after, ok := strings.Cut(rest, "\n"+part+"\n")
			if part != "" && !ok {
				t.Errorf("%s does not print\n%s\nbut\n%s", view, part, out)
				break
			}
			if ok {
				rest = "\n" + after
			}
		}
	}
}

// studied fills a data folder with three months of somebody who takes five new
// cards on most days, and forgets as the model says. All but one are in no bank,
// so that a change of the bank changes no picture.
func studied(t *testing.T, dir string) {
	t.Helper()
	ctx := context.Background()
	s, err := progress.Open(ctx, filepath.Join(dir, "progress.db"), progress.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	midnight, err := time.Parse(time.DateOnly, picturesNow[:len(time.DateOnly)])
	if err != nil {
		t.Fatal(err)
	}
	today := progress.Calendar{}.Day(midnight)
	type known struct {
		memory fsrs.Memory
		last   time.Time
		due    progress.Day
	}
	r, w := rand.New(rand.NewPCG(1855, 2026)), &fsrs.Default
	var order []string // in which cards were met
	cards := make(map[string]*known)
	var events []progress.Event
	for day := today - 90; day <= today; day++ {
		if r.IntN(7) == 0 || day > today-40 && day < today-33 {
			continue // a day without study, and a week away
		}
		at := midnight.AddDate(0, 0, int(day-today)).Add(18 * time.Hour)
		answer := func(id string) {
			k := cards[id]
			at = at.Add(time.Duration(5+r.IntN(20)) * time.Second)
			e := progress.Event{
				Card: id, At: at, Day: day, Kind: progress.Reviewed, Rating: fsrs.Good, Batch: "studied",
				Took: time.Duration(3+r.IntN(12)) * time.Second,
			}
			days := 0.0
			if k.last.IsZero() {
				e.Rating = fsrs.Rating(1 + r.IntN(4))
			} else {
				days = at.Sub(k.last).Hours() / 24
				if e.Recall = w.Recall(k.memory, days); r.Float64() > e.Recall {
					e.Rating = fsrs.Again
				}
			}
			k.memory, k.last = w.Next(k.memory, days, e.Rating), at
			if k.due = day; e.Rating != fsrs.Again {
				k.due += progress.Day(max(1, math.Round(w.Interval(k.memory, 0.9))))
			}
			e.Due = k.due
			events = append(events, e)
		}
		var due []string
		for _, id := range order {
			if cards[id].due <= day {
				due = append(due, id)
			}
		}
		for range 5 {
			id := fmt.Sprintf("card-%d", len(order))
			if len(order) == 12 {
				id = picturedCard
			}
			order, cards[id] = append(order, id), &known{}
			due = append(due, id)
		}
		for tries := 0; len(due) > 0 && tries < 5; tries++ {
			var again []string
			for _, id := range due {
				if answer(id); cards[id].due == day {
					again = append(again, id)
				}
			}
			due = again
		}
	}
	if _, _, err := s.Record(ctx, events...); err != nil {
		t.Fatal(err)
	}
}
