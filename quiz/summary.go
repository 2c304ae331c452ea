package quiz

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// nameLeftOut names the deck files that do not parse, and where.
func (k *talk) nameLeftOut() {
	faults := make(map[string]int)
	for _, p := range k.d.Problems {
		if p.Severity == deck.Error {
			faults[p.File]++
		}
	}
	for _, p := range k.d.Problems {
		n := faults[p.File]
		if p.Severity != deck.Error || n == 0 {
			continue
		}
		more := ""
		if n > 1 {
			more = fmt.Sprintf(" (and %d more)", n-1)
		}
		k.tell("Left out: %s%s", CleanLine(p.Error()), more)
		faults[p.File] = 0
	}
}

// welcome says what today holds and what is held back.
func (k *talk) welcome(c Counts, o SessionOptions) error {
	var parts []string
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, what))
		}
	}
	add(c.Due, "due")
	add(c.Learning, "still open from today")
	add(c.New, "new")
	k.tell("%s: %s; %s.", Count(c.Total(), "card"), strings.Join(parts, ", "), c.about())
	for _, line := range c.planLines(k.day) {
		k.tell("%s", line)
	}
	if err := k.backlog(c, o); err != nil {
		return err
	}
	if held := c.held(); held != "" {
		k.tell("Held back: %s.", held)
	}
	if k.t.Rich() && o.New == Unset && c.Learning+c.Due == 0 {
		k.hush("Every answer is kept at once. ? shows the keys, q stops; where an answer is typed :? and :q.")
	}
	return nil
}

// held lists what waits for another day.
func (c Counts) held() string {
	var parts []string
	if c.HeldNew > 0 {
		parts = append(parts, fmt.Sprintf("%d new", c.HeldNew))
	}
	if c.HeldDue > 0 {
		parts = append(parts, fmt.Sprintf("%d due", c.HeldDue))
	}
	if c.HeldSiblings > 0 {
		parts = append(parts, fmt.Sprintf("%d related to another card of today", c.HeldSiblings))
	}
	return strings.Join(parts, ", ")
}

// stop ends a session that has cards left.
func (k *talk) stop() {
	if k.t.Rich() {
		k.say("")
	}
	k.sum(true)
}

// summary ends a session that has none left. It returns again when the last
// answer was taken back.
func (k *talk) summary() (again bool, err error) {
	if k.t.Rich() {
		k.say("")
	}
	k.sum(false)
	for k.s.LastRef() != "" {
		said := ""
		if k.t.Rich() {
			k.hush("u takes back the last answer, Enter ends.")
			said, err = k.t.Key()
			if said == KeyEnter {
				said = ""
			}
		} else {
			k.say("u takes back the last answer, Enter ends.")
			said, err = k.t.Line("> ")
		}
		switch {
		case errors.Is(err, io.EOF):
			return false, nil
		case err != nil:
			return false, err
		}
		switch strings.TrimPrefix(strings.ToLower(strings.TrimSpace(said)), ":") {
		case "u", "undo":
			_, err := k.undo()
			return true, err
		case "", "q":
			return false, nil
		}
	}
	return false, nil
}

// sum prints how many, how many right, what was missed with what was answered,
// and when the next are due.
func (k *talk) sum(stopped bool) {
	if k.t.Rich() {
		k.say("%s", faint(strings.Repeat("─", k.t.Measure())))
	}
	n := len(k.results)
	var right, almost, partly, wrong int
	for _, r := range k.results {
		switch {
		case r.match == Almost && r.rating > fsrs.Again:
			almost++
		case r.match == Partly: // also where it counts as 1: something was known
			partly++
		case r.rating > fsrs.Again:
			right++
		default:
			wrong++
		}
	}
	word := "Done"
	if stopped {
		word = "Stopped"
	}
	if n == 0 {
		k.tell("%s: 0 answers.", word)
	} else {
		k.tell("%s: %s.", word, k.tally(n, right, almost, partly, wrong))
	}
	k.missedHere()
	if left := k.s.Left(); stopped && left > 0 {
		where := "Still to ask today"
		switch {
		case k.drill:
			where = "Left in this practice"
		case k.extra:
			where = "Left in this session"
		}
		k.tell("%s: %s, %s.", where, Count(left, "card"), k.stillTakes())
	}
	if !k.drill && k.s.HeldDue > 0 {
		k.tell("Left for another session: %d due.", k.s.HeldDue)
	} else { // else those are next
		k.nextDue()
	}
	if !k.drill {
		k.tellPlanned()
	}
	k.nameLeftOut()
	k.tellHard()
	k.tellRipe()
}

// tally is the session in numbers.
func (k *talk) tally(n, right, almost, partly, wrong int) string {
	line := fmt.Sprintf("%s, %d right", Count(n, "answer"), right)
	if almost > 0 {
		line += fmt.Sprintf(", %d almost", almost)
	}
	if partly > 0 {
		line += fmt.Sprintf(", %d partly", partly)
	}
	line += fmt.Sprintf(", %d wrong", wrong)
	if took := k.d.Now().Sub(k.started).Round(time.Minute); took >= time.Minute && took < clockJump {
		line += ", in " + Count(int(took.Minutes()), "minute")
	}
	return line
}

// missedHere lists each card that was missed in this session once, with what
// was answered the first time.
func (k *talk) missedHere() {
	seen := make(map[string]bool)
	for _, r := range k.results {
		if r.rating != fsrs.Again || seen[r.card.ID] {
			continue
		}
		if len(seen) == 0 {
			k.say("Missed:")
		}
		seen[r.card.ID] = true
		k.indent("  ", shownPrompt(r.card))
		answer := shownGiven(r.card, r.given)
		if answer == "" {
			answer = "(nothing)"
		}
		if r.given != "" || r.card.Question.Kind != deck.Recall { // there nothing is typed
			k.indent("    ", "you: "+answer)
		}
		k.indent("    ", "right: "+r.answer)
	}
}

// indent prints text set in by some blanks, wrapped on a terminal.
func (k *talk) indent(by, text string) {
	if !k.t.Rich() {
		k.say("%s%s", by, text)
		return
	}
	for _, line := range Wrap(text, max(10, k.t.Measure()-Width(by))) {
		k.say("%s%s", by, line)
	}
}

// nextDue tells the next study day that has cards, and how many.
func (k *talk) nextDue() {
	if k.whole() != nil {
		return // the session is over, and this was only a word on the way
	}
	today := k.today(k.d.Now())
	var next progress.Day
	n := 0
	for id := range k.s.cards {
		st := k.s.State(id)
		due := st.Due
		if due <= today && st.LastDay < today && slices.Contains(k.s.apart, id) {
			due = today + 1
		}
		switch {
		case st.New() || st.Suspended || due <= today:
		case next == 0 || due < next:
			next, n = due, 1
		case due == next:
			n++
		}
	}
	if next > 0 {
		k.tell("Next: %s %s, on %s.", Count(n, "card"), InDays(int(next-today)), next)
	}
}
