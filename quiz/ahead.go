package quiz

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/progress"
)

// What may be asked when nothing is due: as real answers after the time that
// really passed, and only cards that were not answered today.
const (
	mostWeakest = 10
	mostNext    = 20
	moreNew     = 5
)

// choice is one thing to do when nothing is due.
type choice struct {
	key   string
	words []string // what may be typed out instead of the key
	text  string
	cards []string
	fresh bool // new cards, and none that is asked ahead
}

// early are known cards that may be asked before they are due.
type early struct {
	missed  []deck.Card // rated Again lately: not right since first, then newest first
	weakest []deck.Card // the lowest recall first
	next    []deck.Card // of the earliest due day
	day     progress.Day
	least   float64 // recall of the weakest of all, and of the last in weakest
	most    float64
}

// early looks for cards to ask ahead among those that the session may take.
// answered names the cards answered today, in review or practice.
func (c *composer) early(answered map[string]bool) early {
	var e early
	var all []deck.Card
	since := c.today - missedDays + 1
	recall := make(map[string]float64)
	for _, card := range c.cards {
		s := c.states[card.ID]
		if s.Suspended || s.New() || s.LastDay >= c.today || answered[card.ID] || !c.wanted(card, s) {
			continue
		}
		all = append(all, card)
		recall[card.ID] = s.Recall(c.weights, c.now)
		if s.Missed >= since {
			e.missed = append(e.missed, card)
		}
		if due := max(s.Due, c.today); e.day == 0 || due < e.day {
			e.day = due
		}
	}
	slices.SortStableFunc(e.missed, func(a, b deck.Card) int {
		x, y := c.states[a.ID], c.states[b.ID]
		switch {
		case x.Mended == y.Mended:
			return y.MissedAt.Compare(x.MissedAt)
		case x.Mended:
			return 1
		}
		return -1
	})
	slices.SortStableFunc(all, func(a, b deck.Card) int {
		return cmp.Or(cmp.Compare(recall[a.ID], recall[b.ID]), cmp.Compare(a.ID, b.ID))
	})
	for _, card := range all {
		if max(c.states[card.ID].Due, c.today) == e.day && len(e.next) < mostNext {
			e.next = append(e.next, card)
		}
	}
	e.weakest = all[:min(len(all), mostWeakest)]
	if n := len(e.weakest); n > 0 {
		e.least, e.most = recall[e.weakest[0].ID], recall[e.weakest[n-1].ID]
	}
	return e
}

// nothing says that nothing is due, and offers what can be done instead. It
// reports whether the learner chose something, which the session then asks.
func (k *talk) nothing(c Counts, o SessionOptions) (some bool, err error) {
	if err := k.whole(); err != nil {
		return false, err
	}
	switch {
	case len(k.s.cards) == 0:
		k.tell("There are no cards. Write one with: kuril add")
		return false, nil
	case !o.Query.Empty() && c.Next == 0 && c.held() == "":
		k.tell("%s", k.d.whyNone(o.Query))
		return false, nil
	}
	line := "Nothing is due now."
	if o.CatchUp > 0 && c.HeldDue > 0 {
		line = fmt.Sprintf("The %d of today are done.", o.CatchUp)
		if clear, err := k.clearing(o, o.CatchUp); err != nil {
			return false, err
		} else if clear != "" {
			line += " " + clear
		}
	} else if c.Next > 0 {
		line += fmt.Sprintf(" Next %s, on %s.", InDays(int(c.Next-k.day)), c.Next)
	}
	k.tell("%s", line)
	if held := c.held(); held != "" {
		k.tell("Held back: %s.", held)
	}
	defer k.nameLeftOut()
	choices, err := k.choices(c, o)
	if err != nil {
		return false, err
	}
	if len(choices) == 0 {
		k.tell("Nothing else can be asked today. A card of your own: kuril add")
		return false, nil
	}
	picked, err := k.choose(choices)
	if err != nil || picked == nil {
		return false, err
	}
	k.s.queue, k.s.apart = picked.cards, nil
	if !picked.fresh {
		k.s.ahead = make(map[string]bool)
		for _, id := range picked.cards {
			k.s.ahead[id] = true
		}
	}
	return true, nil
}

// choices lists what there is to do, with its numbers; what there is none of
// is not offered.
func (k *talk) choices(counts Counts, o SessionOptions) ([]choice, error) {
	answers, err := k.d.Store.Answers(k.ctx, k.day)
	if err != nil {
		return nil, err
	}
	answered := make(map[string]bool)
	for _, e := range answers {
		answered[e.Card] = true
	}
	c, err := k.d.composer(k.ctx, o, k.s.states, k.weights, k.day)
	if err != nil {
		return nil, err
	}
	e := c.early(answered)
	line := func(cards []deck.Card) []string { return ids(c.apart(slices.Clone(cards))) }
	var all []choice
	if n := len(e.missed); n > 0 {
		all = append(all, choice{key: "m", words: []string{"missed"}, cards: line(e.missed),
			text: fmt.Sprintf("missed in the last %d days: %s", missedDays, Count(n, "card"))})
	}
	if n := len(e.weakest); n > 0 {
		all = append(all, choice{key: "w", words: []string{"weakest"}, cards: line(e.weakest),
			text: fmt.Sprintf("weakest: %s, remembered with %s", Count(n, "card"), percents(e.least, e.most))})
	}
	if o.New != 0 {
		more := o
		more.New, more.Limit, more.CatchUp = moreNew, Unset, 0
		fresh, err := k.d.compose(k.ctx, more, k.s.states, k.weights, k.day)
		if err != nil {
			return nil, err
		}
		if fresh.New > 0 {
			isNew := func(id string) bool { return !k.s.State(id).New() }
			all = append(all, choice{key: "n", words: []string{"new"}, fresh: true,
				cards: slices.DeleteFunc(slices.Clone(fresh.queue), isNew),
				text:  fmt.Sprintf("new: %d more, of %d", fresh.New, max(fresh.New, counts.HeldNew))})
		}
	}
	if n := len(e.next); n > 0 {
		text := fmt.Sprintf("next due: %s of %s", Count(n, "card"), e.day)
		if e.day <= k.day {
			text = fmt.Sprintf("due, and held back today: %s", Count(n, "card"))
		}
		all = append(all, choice{key: "d", words: []string{"next", "due", "next due"}, cards: line(e.next), text: text})
	}
	return all, nil
}

// percents says a range of chances.
func percents(lo, hi float64) string {
	a, b := fmt.Sprintf("%.0f", 100*lo), fmt.Sprintf("%.0f", 100*hi)
	if a == b {
		return a + " %"
	}
	return a + " to " + b + " %"
}

// choose asks what to do. It returns nil when the learner leaves, and also
// where the input has ended: the choices stand there to be read.
func (k *talk) choose(choices []choice) (*choice, error) {
	k.tell("What you can do now:")
	keys := make([]string, 0, len(choices))
	for _, c := range choices {
		k.sayChoice(c.key, c.text)
		keys = append(keys, c.key)
	}
	k.sayChoice("q", "quit")
	which := fmt.Sprintf("Type %s or q.", strings.Join(keys, ", "))
	note := ""
	if slices.ContainsFunc(choices, func(c choice) bool { return !c.fresh }) {
		note = " Answers ahead of time count, with the time that has passed."
	}
	k.tell("%s Enter quits.%s", which, note)
	for {
		said, err := k.hearWord()
		switch {
		case errors.Is(err, io.EOF):
			return nil, nil
		case err != nil:
			return nil, err
		case said == "" || said == "q" || said == "quit" || said == KeyEscape:
			return nil, nil
		}
		for i, c := range choices {
			if said == c.key || slices.Contains(c.words, said) {
				return &choices[i], nil
			}
		}
		k.tell("%s", which)
	}
}

// sayChoice prints one choice, its further lines set in under the first.
func (k *talk) sayChoice(key, text string) {
	label := "  " + key + "  "
	if !k.t.Rich() {
		k.say("%s%s", label, text)
		return
	}
	for _, line := range Wrap(text, max(10, k.t.Columns()-Width(label))) {
		k.say("%s%s", label, line)
		label = strings.Repeat(" ", Width(label))
	}
}

// hearWord reads a key, or a line where keys are no help; in small letters,
// Enter as "".
func (k *talk) hearWord() (string, error) {
	if !k.t.Rich() {
		line, err := k.t.Line("> ")
		return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(line)), ":"), err
	}
	for {
		key, err := k.t.Key()
		if key == KeyEnter || err != nil {
			return "", err
		}
		if key == ":" {
			continue
		}
		k.t.SwallowEnter()
		return strings.ToLower(key), nil
	}
}
