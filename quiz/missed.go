package quiz

import (
	"cmp"
	"context"
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

// MissedOptions choose what missed shows.
type MissedOptions struct {
	Query Query
	Days  int // study days back, today included; 0: the usual week, or all there is of Pairs and Confidence
	JSON  bool
	Drill bool
	All   bool // Drill: also what was answered right since

	Pairs      bool // cards mixed up with each other instead
	Confidence bool // how right the learner was when sure instead
}

// since is the first study day that counts; 0 where all do.
func (o MissedOptions) since(today progress.Day) progress.Day {
	if o.Days == 0 {
		return 0
	}
	return today - progress.Day(o.Days) + 1
}

// Miss is a card that was rated Again, with what was answered.
type Miss struct {
	Card   deck.Card
	Given  []string // newest first; "" where nothing was answered
	Answer string
	Times  int
	Last   time.Time
	Day    progress.Day
	Sure   int  // how often it was missed though the learner was sure
	open   bool // not answered right since
}

// misses collects what was missed: first where the learner was sure, then newest
// first. A card that has left the bank is not there to be shown.
func (d *Desk) misses(ctx context.Context, o MissedOptions) ([]Miss, error) {
	f, err := d.find(ctx, o.Query)
	if err != nil {
		return nil, err
	}
	o.Days = cmp.Or(o.Days, missedDays)
	answers, err := d.Store.Answers(ctx, o.since(f.today))
	if err != nil {
		return nil, err
	}
	resets, err := d.Store.Resets(ctx, o.since(f.today))
	if err != nil {
		return nil, err
	}
	wanted := byID(f.cards)
	found := make(map[string]*Miss)
	for _, e := range answers {
		if !e.At.After(resets[e.Card]) {
			continue // it started over since
		}
		m := found[e.Card]
		if e.Rating != fsrs.Again {
			if m != nil {
				m.open = false
			}
			continue
		}
		if m == nil {
			card, ok := wanted[e.Card]
			if !ok {
				continue
			}
			m = &Miss{Card: card, Answer: answerLine(card)}
			found[e.Card] = m
		}
		m.Given = append(m.Given, e.Given)
		m.Times++
		m.Sure += yes(e.Confidence == progress.Sure)
		m.Last, m.Day, m.open = e.At, e.Day, true
	}
	all := make([]Miss, 0, len(found))
	for _, m := range found {
		slices.Reverse(m.Given)
		all = append(all, *m)
	}
	slices.SortFunc(all, func(a, b Miss) int {
		return cmp.Or(yes(b.Sure > 0)-yes(a.Sure > 0), b.Last.Compare(a.Last), cmp.Compare(a.Card.ID, b.Card.ID))
	})
	return all, nil
}

// Missed shows what the learner got wrong: the question, what was answered,
// what is right, how often, and where to read about it.
func Missed(ctx context.Context, d *Desk, o MissedOptions) error {
	all, err := d.misses(ctx, o)
	if err != nil {
		return err
	}
	if o.JSON {
		return missedJSON(d.Out, all)
	}
	days := cmp.Or(o.Days, missedDays)
	if len(all) == 0 {
		when := "in the last " + Count(days, "study day")
		if days == 1 {
			when = "today"
		}
		_, err := fmt.Fprintf(d.Out, "Nothing missed %s.\n", when)
		return err
	}
	width := d.Term.Columns()
	for i, m := range all {
		if i > 0 {
			fmt.Fprintln(d.Out)
		}
		still := ""
		if m.Sure > 0 {
			still = ", though you were sure"
		}
		if !m.open {
			still += ", right since"
		}
		entry(d.Out, width, faint, "", fmt.Sprintf("%s  missed %s, last on %s%s", m.Card.ID, times(m.Times), m.Day, still))
		d.text(strong, "Q: ", m.Card.Prompt())
		for _, g := range distinct(m.Given) {
			if m.Card.Question.Kind == deck.Recall {
				break // nothing is typed there
			}
			entry(d.Out, width, plainly, "You: ", cmp.Or(shownGiven(m.Card, g), "(nothing)"))
		}
		entry(d.Out, width, plainly, "A: ", shownAnswer(m.Card))
		for _, s := range m.Card.Question.Sources {
			for _, line := range sourceLines(s, width) {
				fmt.Fprintln(d.Out, line)
			}
		}
	}
	open := 0
	for _, m := range all {
		if m.open {
			open++
		}
	}
	// A command stands on a line of its own, which is not broken.
	last, command := ", all answered right since.", "kuril missed --drill --all"
	if open > 0 {
		last, command = fmt.Sprintf(", %d not answered right since.", open), "kuril missed --drill"
	}
	fmt.Fprintln(d.Out)
	entry(d.Out, width, plainly, "", Count(len(all), "card")+last)
	fmt.Fprintln(d.Out, "Practise: "+command)
	return nil
}

// entry prints a labelled text, its further lines set in under the first.
func entry(w io.Writer, width int, paint Paint, label, text string) {
	for i, line := range Wrap(text, max(10, width-Width(label))) {
		if i == 1 {
			label = strings.Repeat(" ", Width(label))
		}
		fmt.Fprintf(w, "%s%s\n", label, paint(line))
	}
}

func distinct(texts []string) []string {
	var all []string
	for _, t := range texts {
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}

func missedJSON(w io.Writer, all []Miss) error {
	type row struct {
		Card   string   `json:"card"`
		Prompt string   `json:"prompt"`
		Given  []string `json:"given"`
		Answer string   `json:"answer"`
		Times  int      `json:"times"`
		Last   string   `json:"last"`
		Source string   `json:"source"`
		Sure   int      `json:"sure,omitempty"`
	}
	rows := make([]row, len(all))
	for i, m := range all {
		rows[i] = row{
			Card: m.Card.ID, Prompt: m.Card.Prompt(), Given: m.Given, Answer: m.Answer, Times: m.Times,
			Last:   m.Last.UTC().Format("2006-01-02T15:04:05.000Z"),
			Source: strings.Join(m.Card.Question.Sources, "; "), Sure: m.Sure,
		}
	}
	return printJSON(w, rows)
}

// Drill practises what was missed and not answered right since, or with All
// whatever was missed, leaving out what today's session still asks. It does not
// touch the schedule.
func Drill(ctx context.Context, d *Desk, o MissedOptions) error {
	all, err := d.misses(ctx, o)
	if err != nil {
		return err
	}
	k, asked, err := beginDrill(ctx, d)
	if err != nil {
		return err
	}
	left := 0
	var queue, mended []string
	for _, m := range all {
		switch {
		case k.s.State(m.Card.ID).Suspended:
		case asked[m.Card.ID]:
			left += yes(m.open || o.All)
		case m.open || o.All:
			queue = append(queue, m.Card.ID)
		default:
			mended = append(mended, m.Card.ID)
		}
	}
	defer k.t.Raw()()
	if len(queue) == 0 && left > 0 {
		k.tell("Nothing to practise beside today's session, which asks %s: kuril study", Count(left, "missed card"))
		return nil
	}
	if len(queue) == 0 {
		if queue, err = k.offerMended(mended, o); err != nil || len(queue) == 0 {
			return err
		}
	}
	k.tell("Practice: %s. Nothing here moves the schedule.", Count(len(queue), "missed card"))
	if left > 0 {
		k.tell("Left out, because today's session asks them: %d.", left)
	}
	k.s.queue = queue
	return k.run()
}

// offerMended says why there is nothing to drill, and on a terminal offers what
// was answered right since it was missed.
func (k *talk) offerMended(mended []string, o MissedOptions) ([]string, error) {
	days := cmp.Or(o.Days, missedDays)
	if len(mended) == 0 {
		k.tell("Nothing to practise: nothing was missed in the last %s.", Count(days, "study day"))
		return nil, nil
	}
	k.tell("Nothing to practise: a session asks a missed card again until you know it, so what was missed in the last %s was answered right since.", Count(days, "study day"))
	if !k.t.Rich() {
		k.tell("To practise %s all the same: kuril missed --drill --all", Count(len(mended), "card"))
		return nil, nil
	}
	k.tell("a practises %s all the same, Enter ends.", Count(len(mended), "card"))
	said, err := k.hearWord()
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, err
	case said != "a":
		return nil, nil
	}
	return mended, nil
}
