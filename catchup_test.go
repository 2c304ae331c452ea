package main

import (
	"bufio"
	"fmt"
	"io"
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

var clearLine = regexp.MustCompile(`^At (\d+) a day and no new cards the backlog is clear on ([-\d]+)(?:, forgetting .* \(on ([-\d]+) if you forget nothing\))?\.$`)

// The date on which a backlog will be clear comes true for a learner who
// forgets as much as the model expects, and the other one for a learner who
// forgets nothing. The whole program runs, once a study day, through a pipe.
func TestCatchUp(t *testing.T) {
	if testing.Short() {
		t.Skip("some forty sessions take a while")
	}
	const cards, portion = 150, 20
	for _, forgetting := range []bool{true, false} {
		t.Run(fmt.Sprintf("forgetting %v", forgetting), func(t *testing.T) {
			t.Parallel()
			l := newCatcher(t, cards)
			l.suggested(time.Date(2027, time.March, 1, 8, 0, 0, 0, time.UTC))
			day := time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC)
			promise := ""
			for n := 1; ; n++ {
				line, left := l.study(day, portion, forgetting)
				found := clearLine.FindStringSubmatch(line)
				if n == 1 {
					if found == nil {
						t.Fatalf("the first session says no date: %q", line)
					}
					promise = found[2]
					if !forgetting && found[3] != "" {
						promise = found[3]
					}
					if soon := day.AddDate(0, 0, 2); promise <= soon.Format(time.DateOnly) {
						t.Errorf("%s is no backlog to speak of", promise)
					}
				}
				if left == 0 {
					break
				}
				if n > 60 {
					t.Fatal("not clear after two months")
				}
				day = day.AddDate(0, 0, 1)
			}
			if got := day.Format(time.DateOnly); got != promise {
				t.Errorf("the backlog is clear on %s, promised was %s", got, promise)
			}
		})
	}
}

// catcher is a learner with a backlog, who forgets one card whenever the
// chances of forgetting of those asked so far add up to one more.
type catcher struct {
	t      *testing.T
	dir    string
	cards  map[string]*remembered
	today  map[string]bool
	doubts float64
}

// newCatcher has met n cards in winter and has been away since.
func newCatcher(t *testing.T, n int) *catcher {
	t.Helper()
	l := &catcher{t: t, dir: t.TempDir(), cards: map[string]*remembered{}}
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[[question]]\nid = \"card-%d\"\nkind = \"recall\"\nprompt = \"Card %d?\"\nanswers = [\"%d\"]\n\n", i, i, i)
	}
	if err := os.WriteFile(filepath.Join(l.dir, "bank.toml"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(l.dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := progress.Open(t.Context(), filepath.Join(data, "progress.db"), progress.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	calendar := progress.Calendar{Rollover: 4}
	plan := progress.Plan{Retention: progress.DefaultRetention}
	states := map[string]progress.State{}
	var events []progress.Event
	for i := range n {
		id := fmt.Sprintf("card-%d", i)
		at := time.Date(2027, time.January, 1+i%20, 8, i, 0, 0, time.UTC)
		for range 1 + i%3 {
			st := states[id]
			st.Card = id
			day := calendar.Day(at)
			e := plan.Decide(st, at, day, nil)[fsrs.Good-1].Event(id, at, day)
			events = append(events, e)
			states[id] = st.After(e, nil)
			l.answer(id, at, fsrs.Good)
			at = calendar.Start(e.Due).Add(5 * time.Hour)
		}
	}
	if _, _, err := s.Record(t.Context(), events...); err != nil {
		t.Fatal(err)
	}
	return l
}

// suggested holds that a large backlog after days away is asked about.
func (l *catcher) suggested(at time.Time) {
	l.t.Helper()
	c := exec.Command("kuril", "study", "--plain", "--data", filepath.Join(l.dir, "data"), "--bank", filepath.Join(l.dir, "bank.toml"), "--now", at.Format(time.RFC3339))
	c.Env = append(os.Environ(), "TZ=UTC", "HOME="+l.dir)
	out, err := c.Output()
	if err != nil {
		l.t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^That is much for one day\. .* kuril study --catch-up 20\nAt 20 a day .* clear on `).Match(out) {
		l.t.Errorf("no plan is offered:\n%s", out)
	}
}

// study sits through one session; it returns what was said of the backlog and
// how many due cards were left for other days.
func (l *catcher) study(at time.Time, portion int, forgetting bool) (clear string, left int) {
	l.t.Helper()
	c := exec.Command("kuril", "study", "--plain", "--data", filepath.Join(l.dir, "data"), "--bank", filepath.Join(l.dir, "bank.toml"),
		"--now", at.Format(time.RFC3339), "--catch-up", fmt.Sprint(portion))
	c.Env = append(os.Environ(), "TZ=UTC", "HOME="+l.dir)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		l.t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		l.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		l.t.Fatal(err)
	}
	l.today = map[string]bool{}
	card := ""
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line := lines.Text()
		switch found := cardLine.FindStringSubmatch(line); {
		case found != nil:
			card = found[1]
			fmt.Fprintln(in)
		case rateLine.MatchString(line):
			fmt.Fprintln(in, int(l.rate(card, at, forgetting)))
		case strings.HasPrefix(line, "At "):
			clear = line
		case strings.HasPrefix(line, "Left for another session: "):
			fmt.Sscanf(line, "Left for another session: %d due.", &left)
		case strings.HasPrefix(line, "Done: "):
			in.Close()
		}
	}
	if _, err := io.Copy(io.Discard, out); err != nil {
		l.t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		l.t.Fatalf("%s: %v", at.Format(time.DateOnly), err)
	}
	if len(l.today) > portion {
		l.t.Errorf("%s: %d cards were asked, and %d wanted", at.Format(time.DateOnly), len(l.today), portion)
	}
	return clear, left
}

func (l *catcher) rate(card string, at time.Time, forgetting bool) fsrs.Rating {
	r := fsrs.Good
	if forgetting && !l.today[card] {
		c := l.cards[card]
		l.doubts += 1 - fsrs.Default.Recall(c.Memory, at.Sub(c.last).Hours()/24)
		if l.doubts >= 1 {
			l.doubts--
			r = fsrs.Again
		}
	}
	l.today[card] = true
	l.answer(card, at, r)
	return r
}

func (l *catcher) answer(card string, at time.Time, r fsrs.Rating) {
	c := l.cards[card]
	days := 0.0
	if c == nil {
		c = &remembered{}
		l.cards[card] = c
	} else {
		days = at.Sub(c.last).Hours() / 24
	}
	c.Memory, c.last = fsrs.Default.Next(c.Memory, days, r), at
}
