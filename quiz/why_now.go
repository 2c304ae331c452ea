package quiz

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/progress"
)

// outOf100 puts a chance into a number of cards: "About 86 of 100".
func outOf100(chance float64) string {
	switch {
	case chance > 0.995:
		return "More than 99 of 100"
	case chance < 0.005:
		return "Fewer than 1 of 100"
	}
	return fmt.Sprintf("About %.0f of 100", 100*chance)
}

// answeredText counts the answers of a card: "Answered 5 times, forgotten once".
func answeredText(s progress.State) string {
	if s.New() {
		return "You have not met this card yet."
	}
	text := fmt.Sprintf("Answered %s, last on %s", times(s.Reviews), s.LastDay)
	if s.Recalled == 0 {
		return text + "; not known yet."
	}
	return text + "; " + forgottenText(s.Lapses) + "."
}

// forgottenText says how often a card that was known was missed on a later day.
func forgottenText(lapses int) string {
	if lapses == 0 {
		return "never forgotten"
	}
	return "forgotten " + times(lapses)
}

// times says how often: once, twice, 3 times.
func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return Count(n, "time")
}

// nowText says how it stands with a card, and when it is asked.
func (w *world) nowText(c deck.Card, s progress.State, t toldCard) []string {
	lines := []string{answeredText(s)}
	if t.Recall != nil {
		lines = append(lines, outOf100(*t.Recall)+" such cards would be recalled now.")
	}
	if s.Marked {
		lines = append(lines, "You marked it.")
	}
	switch {
	case s.Suspended:
		return append(lines, "It is suspended and not asked until you type: kuril resume "+c.ID)
	case t.Held != nil:
		return append(lines, t.Held.Text)
	case s.Learning(w.today) && t.Today:
		return append(lines, "You missed it today; it is asked until you know it.")
	case t.Today && w.plan.ahead[c.ID]:
		return append(lines, fmt.Sprintf("It is due %s, on %s, and in today's session before that day for the plan %s (plan).", InDays(int(s.Due-w.today)), s.Due, w.plan.planned[c.ID]))
	case t.Today && w.plan.planned[c.ID] != "":
		return append(lines, fmt.Sprintf("It is in today's session as one more new card, for the plan %s (plan).", w.plan.planned[c.ID]))
	case t.Today:
		return append(lines, "It is in today's session.")
	case s.Due > w.today:
		return append(lines, fmt.Sprintf("It is asked next %s, on %s.", InDays(int(s.Due-w.today)), s.Due))
	}
	return lines
}

// held says why a card that could be asked today is not in today's session; nil
// when there is nothing to explain.
func (w *world) held(c deck.Card, s progress.State) *heldBack {
	d := w.d
	if s.New() && s.Due > w.today {
		return &heldBack{"later", fmt.Sprintf("You put it off: it comes no earlier than %s, as a new card.", s.Due)}
	}
	if !s.New() && (s.Due > w.today || s.LastDay >= w.today && !s.Learning(w.today)) {
		return nil // its day has not come
	}
	if name := d.home(c.Question); len(d.BankFiles) == 0 && !d.Settings.Daily(name) {
		return &heldBack{"decks", fmt.Sprintf("Its deck is not in the daily session (setting decks). This asks it: kuril study deck:%s", name)}
	}
	other, asked := w.sibling(c, s)
	switch {
	case s.New() && other != "":
		return &heldBack{progress.RuleSibling, fmt.Sprintf(
			"It is new, but not for today (sibling): of the cards that belong together one new one comes a day, and today that is %s.", other)}
	case s.New() && w.plan.Backlog && w.plan.New == 0:
		return &heldBack{"backlog", "It is new, but new cards wait (backlog) until the due ones are done. This asks some all the same: kuril study --new 5"}
	case s.New():
		return &heldBack{progress.RuleLimit, w.newLimit(c)}
	case slices.Contains(w.plan.apart, c.ID):
		verb := "comes"
		if asked {
			verb = "came"
		}
		return &heldBack{progress.RuleSibling, fmt.Sprintf(
			"It is due, but gives way for a day (sibling): %s, which belongs to it, %s today and would give it away. It is asked tomorrow.", other, verb)}
	case d.Settings.Reviews >= 0:
		return &heldBack{progress.RuleLimit, fmt.Sprintf(
			"It is due, but waits (limit): %s a day is your limit (setting reviews), and others come first. This asks it today: kuril study --limit 1 id:%s",
			Count(d.Settings.Reviews, "review"), c.ID)}
	}
	return &heldBack{progress.RuleLimit, "It is due, but others come first today (limit)."}
}

// sibling names the card because of which c waits, and whether it was asked
// already; "" when there is none.
func (w *world) sibling(c deck.Card, s progress.State) (id string, asked bool) {
	key := c.Question.Siblings()
	coming := ""
	for _, o := range w.cards {
		if o.ID == c.ID || o.Question.Siblings() != key {
			continue
		}
		os := w.states[o.ID]
		switch {
		case s.New() && os.First == w.today, !s.New() && !os.New() && os.LastDay == w.today:
			return o.ID, true
		case coming == "" && os.New() == s.New() && (slices.Contains(w.plan.queue, o.ID) || slices.Contains(w.plan.open, o.ID)):
			coming = o.ID
		}
	}
	return coming, false
}

// newLimit says which limit keeps a new card back.
func (w *world) newLimit(c deck.Card) string {
	const more = " This asks more: kuril study --new 5"
	limits := w.d.Settings.NewFor(c.Question)
	used := make(map[string]int)
	all := 0
	for _, o := range w.cards {
		s := w.states[o.ID]
		if s.First != w.today && !(s.New() && slices.Contains(w.plan.queue, o.ID)) {
			continue
		}
		all++
		for name := range w.d.Settings.NewFor(o.Question) {
			used[name]++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(limits)) {
		if used[name] >= limits[name] {
			return fmt.Sprintf("It is new and waits (limit): %s a day is your limit for the %s, and today's are taken.%s", newCards(limits[name]), name, more)
		}
	}
	if all >= w.d.Settings.New {
		return fmt.Sprintf("It is new and waits (limit): %s a day is your limit (setting new), and others come first.%s", newCards(w.d.Settings.New), more)
	}
	return "It is new and waits (limit): others come first." + more
}

func newCards(n int) string { return Count(n, "new card") }

// decisionText says in words what one rating would do.
func decisionText(c progress.Decision) string {
	switch {
	case c.Days == 0:
		return "today once more, until you know it"
	case slices.Contains(c.Rules, progress.RuleFive):
		return fmt.Sprintf("tomorrow, %s: the fifth miss of a day puts it off (five)", c.Due)
	}
	text := fmt.Sprintf("%s, on %s", InDays(c.Days), c.Due)
	if moved := movedText(c.Rules, c.Interval, c.Days); moved != "" {
		text += " (" + moved + ")"
	}
	return text
}

// movedText says briefly which rules moved a day, "" for none.
func movedText(rules []string, interval float64, days int) string {
	var parts []string
	for _, rule := range rules {
		switch rule {
		case progress.RuleShortest:
			parts = append(parts, "at least a day")
		case progress.RuleLongest:
			parts = append(parts, "the longest wait")
		case progress.RuleOrder:
			parts = append(parts, "not before a worse rating")
		case progress.RuleBalance:
			parts = append(parts, "fewer cards that day")
		case progress.RuleFuzz:
			parts = append(parts, "spread")
		case progress.RuleEasy:
			parts = append(parts, "your easy days and days off")
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.TrimPrefix(shift(interval, days)+": ", ": ") + strings.Join(parts, ", ")
}
