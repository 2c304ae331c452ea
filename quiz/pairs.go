package quiz

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"kuril/deck"
	"kuril/progress"
)

// A Pair is two cards of which one was answered with the answer of the other.
type Pair struct {
	First, Second Side // the one that was answered wrong more often comes first
	Last          time.Time
	Day           progress.Day
}

// A Side is one card of a pair, and how often the other's answer was given to
// it.
type Side struct {
	Card  deck.Card
	Times int
	Given string // the last time, "" for never
}

// Times is how often the two were mixed up, either way.
func (p Pair) Times() int { return p.First.Times + p.Second.Times }

// pairs finds the pairs in the log: the most frequent first, then the newest.
// Of each at least one card passes the filter.
func (d *Desk) pairs(ctx context.Context, o MissedOptions) ([]Pair, error) {
	f, err := d.find(ctx, o.Query)
	if err != nil {
		return nil, err
	}
	cards, wanted := byID(d.Bank.Cards()), byID(f.cards)
	known := newConfusions(d.Bank)
	found := make(map[[2]string]*Pair)
	err = d.Store.Mistakes(ctx, o.since(f.today), func(e progress.Event) error {
		asked, ok := cards[e.Card]
		if !ok {
			return nil
		}
		other, ok := known.of(asked, e.Given)
		if wanted[asked.ID].Question == nil && wanted[other.ID].Question == nil || !ok {
			return nil
		}
		key := [2]string{min(asked.ID, other.ID), max(asked.ID, other.ID)}
		p := found[key]
		if p == nil {
			p = &Pair{First: Side{Card: asked}, Second: Side{Card: other}}
			found[key] = p
		}
		side := &p.First
		if side.Card.ID != asked.ID {
			side = &p.Second
		}
		side.Times++
		side.Given = e.Given
		p.Last, p.Day = e.At, e.Day
		return nil
	})
	if err != nil {
		return nil, err
	}
	all := make([]Pair, 0, len(found))
	for _, p := range found {
		a, b := p.First, p.Second
		if b.Times > a.Times || b.Times == a.Times && b.Card.ID < a.Card.ID {
			p.First, p.Second = b, a
		}
		all = append(all, *p)
	}
	slices.SortFunc(all, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Times(), a.Times()), b.Last.Compare(a.Last), cmp.Compare(a.First.Card.ID, b.First.Card.ID),
			cmp.Compare(a.Second.Card.ID, b.Second.Card.ID))
	})
	return all, nil
}

// Pairs lists the cards that were mixed up with each other. Without a number of
// days it looks at everything ever answered.
func Pairs(ctx context.Context, d *Desk, o MissedOptions) error {
	all, err := d.pairs(ctx, o)
	if err != nil {
		return err
	}
	if o.JSON {
		return pairsJSON(d.Out, all)
	}
	if len(all) == 0 {
		return d.say("%s", nothingMixedUp(o))
	}
	width := d.Term.Columns()
	for i, p := range all {
		if i > 0 {
			fmt.Fprintln(d.Out)
		}
		entry(d.Out, width, faint, "", fmt.Sprintf("%s  %s  mixed up %s, last on %s", p.First.Card.ID, p.Second.Card.ID, times(p.Times()), p.Day))
		for _, s := range []Side{p.First, p.Second} {
			entry(d.Out, width, strong, "Q: ", shownPrompt(s.Card))
			entry(d.Out, width, plainly, "A: ", shownAnswer(s.Card))
			if s.Times > 0 {
				entry(d.Out, width, plainly, "You: ", fmt.Sprintf("%s (%s)", shownGiven(s.Card, s.Given), times(s.Times)))
			}
		}
	}
	fmt.Fprintln(d.Out)
	fmt.Fprintf(d.Out, "%s.\nPractise: kuril missed --pairs --drill\n", Count(len(all), "pair"))
	return nil
}

func nothingMixedUp(o MissedOptions) string {
	since := ""
	if o.Days > 0 {
		since = " in the last " + Count(o.Days, "study day")
	}
	return "Nothing mixed up: no wrong answer" + since + " was the right one of a card of the same deck or tag."
}

func pairsJSON(w io.Writer, all []Pair) error {
	type side struct {
		Card   string `json:"card"`
		Prompt string `json:"prompt"`
		Answer string `json:"answer"`
		Times  int    `json:"times"` // the other's answer was given to it
		Given  string `json:"given"`
	}
	type row struct {
		Cards []side `json:"cards"`
		Times int    `json:"times"`
		Last  string `json:"last"`
	}
	rows := make([]row, len(all))
	for i, p := range all {
		rows[i] = row{Times: p.Times(), Last: stamp(p.Last)}
		for _, s := range []Side{p.First, p.Second} {
			rows[i].Cards = append(rows[i].Cards, side{s.Card.ID, s.Card.Prompt(), answerLine(s.Card), s.Times, s.Given})
		}
	}
	return printJSON(w, rows)
}

// DrillPairs practises cards that were mixed up, the two of a pair in turn, and
// leaves out those that today's session still asks. It does not touch the
// schedule.
func DrillPairs(ctx context.Context, d *Desk, o MissedOptions) error {
	all, err := d.pairs(ctx, o)
	if err != nil {
		return err
	}
	k, asked, err := beginDrill(ctx, d)
	if err != nil {
		return err
	}
	defer k.t.Raw()()
	if len(all) == 0 {
		k.tell("%s", nothingMixedUp(o))
		return nil
	}
	left, pairs := 0, 0
	for _, p := range all {
		a, b := p.First.Card.ID, p.Second.Card.ID
		switch {
		case k.s.State(a).Suspended || k.s.State(b).Suspended:
		case asked[a] || asked[b]:
			left++
		default:
			pairs++
			k.s.queue = append(k.s.queue, a, b, a, b)
		}
	}
	if pairs == 0 {
		k.tell("Nothing to practise now: today's session asks these cards, or they are suspended.")
		return nil
	}
	k.tell("Practice: %s that you mixed up, side by side. Nothing here moves the schedule.", Count(pairs, "pair"))
	if left > 0 {
		k.tell("Left out, because today's session asks them: %s.", Count(left, "pair"))
	}
	return k.run()
}

// beginDrill starts a practice with an empty queue, and tells which cards
// today's session still asks.
func beginDrill(ctx context.Context, d *Desk) (k *talk, asked map[string]bool, err error) {
	k, p, err := begin(ctx, d, SessionOptions{New: Unset, Limit: Unset, Order: Mixed})
	if err != nil {
		return nil, nil, err
	}
	asked = make(map[string]bool)
	for _, id := range slices.Concat(p.open, p.queue) {
		asked[id] = true
	}
	k.drill, k.s.drill = true, true
	k.s.queue, k.s.again = nil, nil
	return k, asked, nil
}

// leave takes a card out of the session for good, however often it would come.
func (s *Session) leave(card string) {
	s.take(card)
	s.queue = slices.DeleteFunc(slices.Clone(s.queue), func(id string) bool { return id == card })
}

// Contradiction says what of the options cannot go together; "" when all can.
func (o MissedOptions) Contradiction() string {
	var views []string
	if o.Pairs {
		views = append(views, "--pairs")
	}
	if o.Confidence {
		views = append(views, "--confidence")
	}
	switch {
	case len(views) > 1:
		return strings.Join(views, " and ") + " are two different lists"
	case o.Drill && o.JSON:
		return "--drill is a conversation and has no --json"
	case o.Drill && o.Confidence:
		return "--confidence is a table and has no --drill"
	case o.All && (!o.Drill || o.Pairs):
		return "--all is for --drill"
	}
	return ""
}
