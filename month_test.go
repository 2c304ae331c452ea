package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// A learner who meets ten new cards a day and forgets as the model says answers
// a bounded number of cards a day: what a day costs after a month is what the
// design rests on. The whole program runs, once a study day, through a pipe.
func TestMonth(t *testing.T) {
	if testing.Short() {
		t.Skip("180 sessions take a while")
	}
	for _, tt := range []struct {
		name       string
		firstAgain float64 // share of new cards that are missed at first sight
		most       float64 // answers a day, mean of the last week
		least      float64
	}{
		{"one new card in four is missed at first", 0.25, 75, 42},
		{"three new cards in four are missed at first", 0.75, 135, 85},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			const learners, days = 3, 30
			lastWeek := 0
			for seed := range uint64(learners) {
				m := &month{
					t: t, dir: t.TempDir(), firstAgain: tt.firstAgain,
					rand: rand.New(rand.NewPCG(seed+1, seed+1)), cards: map[string]*remembered{},
				}
				m.writeBank(320)
				for day := range days {
					answers := m.study(time.Date(2027, time.January, 1+day, 8, 0, 0, 0, time.UTC))
					if day >= days-7 {
						lastWeek += answers
					}
				}
				if len(m.cards) != 10*days {
					t.Errorf("learner %d: %d cards were met in %d days of ten new ones", seed+1, len(m.cards), days)
				}
			}
			mean := float64(lastWeek) / 7 / learners
			t.Logf("answers a day in the last week, mean of %d learners: %.0f", learners, mean)
			if mean < tt.least || mean > tt.most {
				t.Errorf("the last week takes %.0f answers a day, want %.0f to %.0f", mean, tt.least, tt.most)
			}
		})
	}
}

// month is a learner with a memory of their own.
type month struct {
	t          *testing.T
	dir        string
	firstAgain float64
	rand       *rand.Rand
	cards      map[string]*remembered
}

type remembered struct {
	fsrs.Memory
	last time.Time
}

func (m *month) writeBank(n int) {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[[question]]\nid = \"card-%d\"\nkind = \"recall\"\nprompt = \"Card %d?\"\nanswers = [\"%d\"]\n\n", i, i, i)
	}
	if err := os.WriteFile(filepath.Join(m.dir, "bank.toml"), []byte(b.String()), 0o600); err != nil {
		m.t.Fatal(err)
	}
}

var (
	cardLine = regexp.MustCompile(`^\d+/\d+  (card-\d+)`)
	rateLine = regexp.MustCompile(`^Rate .*Enter = \d$`)
)

// secondsAnAnswer is how long this learner thinks; within a session the
// learner's clock moves by it, so that a card that comes back is judged after
// the time it would really take.
const secondsAnAnswer = 10

// study sits through one session and returns how many answers it took.
func (m *month) study(at time.Time) int {
	m.t.Helper()
	c := exec.Command("kuril", "study", "--plain", "--data", filepath.Join(m.dir, "data"),
		"--bank", filepath.Join(m.dir, "bank.toml"), "--now", at.Format(time.RFC3339), "--seed", "1")
	c.Env = append(os.Environ(), "TZ=UTC", "HOME="+m.dir)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		m.t.Fatal(err)
	}
	answers, card := 0, ""
	asked := map[string]int{}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line := lines.Text()
		switch found := cardLine.FindStringSubmatch(line); {
		case found != nil:
			card = found[1]
			if asked[card]++; asked[card] > 5 {
				m.t.Errorf("%s: %s is asked %d times in one session", at.Format(time.DateOnly), card, asked[card])
			}
			fmt.Fprintln(in)
		case rateLine.MatchString(line):
			answers++
			fmt.Fprintln(in, int(m.answer(card, at.Add(time.Duration(answers)*secondsAnAnswer*time.Second))))
		case strings.HasSuffix(line, "Enter = k"): // forgotten again and again: keep it
			fmt.Fprintln(in)
		case strings.HasPrefix(line, "Done: "), strings.HasPrefix(line, "What you can do now:"):
			in.Close()
		}
	}
	if _, err := io.Copy(io.Discard, out); err != nil {
		m.t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		m.t.Fatalf("%s: %v", at.Format(time.DateOnly), err)
	}
	return answers
}

// answer draws whether the learner remembers, and remembers what was rated.
func (m *month) answer(card string, at time.Time) fsrs.Rating {
	r := fsrs.Good
	c := m.cards[card]
	if c == nil {
		c = &remembered{}
		m.cards[card] = c
		if m.rand.Float64() < m.firstAgain {
			r = fsrs.Again
		}
		c.Memory = fsrs.Default.Next(c.Memory, 0, r)
	} else {
		days := at.Sub(c.last).Hours() / 24
		if m.rand.Float64() >= fsrs.Default.Recall(c.Memory, days) {
			r = fsrs.Again
		}
		c.Memory = fsrs.Default.Next(c.Memory, days, r)
	}
	c.last = at
	return r
}
