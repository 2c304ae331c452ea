package quiz

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// A backlog is followed for a year; of more than two thousand cards a part
// stands for all, so that the first question does not wait for arithmetic.
const (
	longestCatchUp = 365 // days
	mostFollowed   = 2000
)

// clearOn returns the first study day after whose session no due card is left
// over, when every day takes as many as the composer's options say and no new
// one. ok is false where that is not within a year.
//
// The days to come are lived through with the composer, the session and the
// scheduler of the real ones. Each answer is Good. Where forgetting is set, a
// card is missed, and answered right when it comes again, whenever the chances
// of forgetting of the cards asked so far add up to one more.
func (d *Desk) clearOn(now *composer, forgetting bool) (day progress.Day, ok bool) {
	c, part := now.followed()
	doubt := 0.0
	first, left := 0, 0
	for n := range longestCatchUp {
		if c.options.CatchUp = (n+1)*now.options.CatchUp/part - n*now.options.CatchUp/part; c.options.CatchUp > 0 {
			p := c.compose()
			if d.live(&c, p, forgetting, &doubt); p.HeldDue == 0 {
				return c.today, true
			}
			if left = p.HeldDue; first == 0 {
				first = left
			}
		}
		// At best every card asked is one less; later days go at most twice
		// as well as those before.
		more := longestCatchUp - n
		if left*part > more*now.options.CatchUp || n >= 30 && left*n > 2*more*(first-left) {
			return 0, false
		}
		c.before, c.today, c.now = c.today, c.today+1, c.now.Add(24*time.Hour)
	}
	return 0, false
}

// followed returns a composer of the known cards that the filter takes today,
// whatever becomes of its words; each stands for so many.
func (c *composer) followed() (composer, int) {
	f := *c
	f.plans = nil
	var known []deck.Card
	for _, card := range c.cards {
		if s := c.states[card.ID]; !s.New() && !s.Suspended && c.wanted(card, s) {
			known = append(known, card)
		}
	}
	part := max(1, (len(known)+mostFollowed-1)/mostFollowed)
	if part == 1 {
		f.states = maps.Clone(c.states) // all of them, for the load of the days
	} else {
		f.states = make(map[string]progress.State)
	}
	taken := make(map[string]bool)
	for i, card := range known {
		if i%part == 0 {
			taken[card.ID] = true
			f.states[card.ID] = c.states[card.ID]
		}
	}
	f.cards = slices.DeleteFunc(slices.Clone(c.cards), func(card deck.Card) bool {
		_, met := f.states[card.ID]
		return !met
	})
	f.wanted = func(card deck.Card, _ progress.State) bool { return taken[card.ID] }
	return f, part
}

// live answers the session of one day; the composer's states are what follows.
func (d *Desk) live(c *composer, p plan, forgetting bool, doubt *float64) {
	s := newSession(p, c.cards, c.states, c.today)
	at := c.now
	for {
		card, _, more := s.Next()
		if !more {
			return
		}
		st := s.State(card.ID)
		choices := d.planOf(card, c.weights).Decide(st, at, c.today, s.Load)
		rating := fsrs.Good
		if forgetting && st.LastDay < c.today {
			if *doubt += 1 - choices[0].Recall; *doubt >= 1 {
				*doubt--
				rating = fsrs.Again
			}
		}
		decided := choices[rating-1]
		s.Learn(map[string]progress.State{card.ID: st.After(decided.Event(card.ID, at, c.today), c.weights)})
		s.Answer(card.ID, "", rating == fsrs.Again && decided.Days == 0)
		at = at.Add(c.pace.known)
	}
}

// clearing says when a backlog will be done at n cards a day.
func (k *talk) clearing(o SessionOptions, n int) (string, error) {
	o.CatchUp, o.New, o.Limit, o.Minutes = n, Unset, Unset, 0
	if err := k.whole(); err != nil {
		return "", err
	}
	c, err := k.d.composer(k.ctx, o, k.s.states, k.weights, k.day)
	if err != nil {
		return "", err
	}
	return k.d.clearingOf(c), nil
}

func (d *Desk) clearingOf(c *composer) string {
	n := c.options.CatchUp
	usual, ok := d.clearOn(c, true)
	best, knows := d.clearOn(c, false)
	at := fmt.Sprintf("At %d a day and no new cards the backlog", n)
	on := "on"
	if _, part := c.followed(); part > 1 {
		on = "about"
	}
	switch {
	case ok && usual == c.today:
		return at + " is clear today."
	case ok && usual == best:
		return fmt.Sprintf("%s is clear %s %s.", at, on, usual)
	case ok:
		return fmt.Sprintf("%s is clear %s %s, forgetting as much as is to be expected (%s %s if you forget nothing).", at, on, usual, on, best)
	case knows:
		return fmt.Sprintf("%s will not be clear within a year, forgetting as much as is to be expected (%s %s if you forget nothing). More a day would do it.", at, on, best)
	}
	return at + " will not be clear within a year: as many come back as go. More a day would do it."
}

// A backlog this large after days away is one to be asked about.
const largeBacklog = 50

// portion proposes how many cards of a backlog to take a day: a tenth of it,
// in tens, and not less than twenty. 0 means that it is small enough for a day.
func portion(backlog int) int {
	if backlog < largeBacklog {
		return 0
	}
	return max(20, (backlog+99)/100*10)
}

// backlog greets who was away, and says what becomes of a backlog.
func (k *talk) backlog(c Counts, o SessionOptions) error {
	if c.behind() && c.Backlog {
		line := "Best remembered first"
		if c.Away >= 2 && !c.Begun {
			line = fmt.Sprintf("Welcome back after %s. %s", Count(c.Away+1, "day"), line)
		}
		if c.New == 0 {
			line += "; no new cards until these are done"
		}
		k.tell("%s.", line)
	}
	n := o.CatchUp
	large := portion(c.Due + c.HeldDue)
	if n == 0 && c.behind() && c.Backlog && !c.Begun && o.Limit == Unset && o.Minutes == 0 {
		n = large // said once a day
	}
	if n == 0 {
		return nil
	}
	line, err := k.clearing(o, n)
	if err != nil {
		return err
	}
	if o.CatchUp == 0 {
		k.tell("That is much for one day. A part of it each day: kuril study --catch-up %d", n)
	}
	k.tell("%s", line)
	return nil
}
