package quiz

import (
	"fmt"
	"maps"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// longestCatchUp is how far ahead a backlog is followed, in days.
const longestCatchUp = 2 * 365

// clearOn returns the first study day after whose session no due card is left
// over, when every day takes as many as the composer's options say and no new
// one. ok is false where that is not within two years.
//
// The days to come are lived through with the composer, the session and the
// scheduler of the real ones. Each answer is Good. Where forgetting is set, a
// card is missed, and answered right when it comes again, whenever the chances
// of forgetting of the cards asked so far add up to one more.
func (d *Desk) clearOn(now *composer, forgetting bool) (day progress.Day, ok bool) {
	c := *now
	c.states = maps.Clone(now.states)
	taken := make(map[string]bool) // the filter of today, whatever becomes of its words
	for _, card := range c.cards {
		taken[card.ID] = now.wanted(card, now.states[card.ID])
	}
	c.wanted = func(card deck.Card, _ progress.State) bool { return taken[card.ID] }
	doubt := 0.0
	for range longestCatchUp {
		p := c.compose()
		s := newSession(p, c.cards, c.states, c.today)
		at := c.now
		for {
			card, _, more := s.Next()
			if !more {
				break
			}
			st := s.State(card.ID)
			choices := d.planOf(card, c.weights).Decide(st, at, c.today, s.Load)
			rating := fsrs.Good
			if forgetting && st.LastDay < c.today {
				if doubt += 1 - choices[0].Recall; doubt >= 1 {
					doubt--
					rating = fsrs.Again
				}
			}
			decided := choices[rating-1]
			s.Learn(map[string]progress.State{card.ID: st.After(decided.Event(card.ID, at, c.today), c.weights)})
			s.Answer(card.ID, "", rating == fsrs.Again && decided.Days == 0)
			at = at.Add(c.pace.known)
		}
		if p.HeldDue == 0 {
			return c.today, true
		}
		c.before, c.today, c.now = c.today, c.today+1, c.now.Add(24*time.Hour)
	}
	return 0, false
}

// clearing says when a backlog will be done at n cards a day.
func (k *talk) clearing(o SessionOptions, n int) (string, error) {
	o.CatchUp, o.New, o.Limit, o.Minutes = n, Unset, Unset, 0
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
	switch {
	case ok && usual == c.today:
		return at + " is clear today."
	case ok && usual == best:
		return fmt.Sprintf("%s is clear on %s.", at, usual)
	case ok:
		return fmt.Sprintf("%s is clear on %s, forgetting as much as is to be expected (on %s if you forget nothing).", at, usual, best)
	case knows:
		return fmt.Sprintf("%s is not clear within two years, forgetting as much as is to be expected (on %s if you forget nothing). More a day would do it.", at, best)
	}
	return at + " is not clear within two years: as many come back as go. More a day would do it."
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
	if c.Away >= 2 && c.Backlog {
		line := "Best remembered first"
		if !c.Begun {
			line = fmt.Sprintf("Welcome back after %s. %s", Count(c.Away, "day"), line)
		}
		if c.New == 0 {
			line += "; no new cards until these are done"
		}
		k.tell("%s.", line)
	}
	n := o.CatchUp
	large := portion(c.Due + c.HeldDue)
	if n == 0 && c.Away >= 2 && c.Backlog && o.Limit == Unset && o.Minutes == 0 {
		n = large
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
