package quiz

import (
	"math/rand/v2"
	"slices"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// Order is how a session mixes due and new cards.
type Order string

// The orders of a session.
const (
	Mixed     Order = "mixed"     // new cards spread between shuffled due ones
	DueFirst  Order = "due-first" // all due cards, then the new ones
	NewFirst  Order = "new-first"
	BankOrder Order = "bank" // as the cards stand in the bank
)

// Orders are the ones a learner may name.
var Orders = []Order{Mixed, DueFirst, NewFirst, BankOrder}

// SessionOptions narrow one session. The zero value of a number means none of
// it; Unset means nothing was said.
type SessionOptions struct {
	Query   Query
	New     int // new cards in this session, whatever the day's limit; Unset
	Limit   int // cards in this session, new and due; Unset
	Minutes int // about this long; 0: no limit
	CatchUp int // due cards of today, no new ones, until a backlog is done; 0: no such plan
	Order   Order

	Untimed bool // nobody asks how long it will take
}

// Unset is a number nobody gave.
const Unset = -1

// Counts are the cards of a session before it begins.
type Counts struct {
	Due          int // to be reviewed now, without those being learned
	Learning     int // missed earlier today and still open
	New          int
	HeldNew      int // new cards that wait for another day
	HeldDue      int // due cards over a limit
	HeldSiblings int // cards that give way to a card of the same question or group
	Seconds      int // how long it will take, by the learner's own pace
	doubt        float64
	Backlog      bool
	Away         int          // whole study days missed since the last one
	Late         int          // due cards that should have been asked two days ago or earlier
	Begun        bool         // something was answered today already
	Next         progress.Day // the next study day on which a card is due, 0: none
	Plans        []PlanToday  // what exam plans added; it is among Due and New
}

// Total is how many cards the session asks.
func (c Counts) Total() int { return c.Due + c.Learning + c.New }

// composer holds what the choice of today's cards rests on.
type composer struct {
	cards    []deck.Card // of the bank, in its order
	states   map[string]progress.State
	today    progress.Day
	now      time.Time
	weights  *fsrs.Weights
	settings Settings
	options  SessionOptions
	wanted   func(deck.Card, progress.State) bool // the filter, or the daily decks
	pace     pace                                 // of this learner
	before   progress.Day                         // last study day before today, 0: none
	rand     *rand.Rand
	plans    []planned    // of exams to come, the next first
	brought  int          // new cards that came for a plan today, beyond the day's limit
	later    progress.Day // when a card is due that is not among these; 0: none is
}

// plan is what a session will ask: open cards first, then the queue.
type plan struct {
	open  []string
	queue []string
	apart []string // due cards that give way to a sibling until tomorrow
	pace  pace

	planned map[string]string // cards that a plan added, with its name
	ahead   map[string]bool   // those of them that are not due
	Counts
}

func (c *composer) compose() plan {
	var p plan
	groups := c.groupsToday()
	introduced, reviewed := c.doneToday()
	p.Begun = introduced+reviewed > 0
	introduced -= min(introduced, c.brought)
	open, due, fresh := c.gather(&p)
	if c.later > 0 {
		p.next(c.later)
	}
	if c.before > 0 {
		p.Away = int(c.today-c.before) - 1
	}

	// Siblings give way before limits are counted, so that a place they leave
	// goes to another card.
	for _, card := range due {
		if c.states[card.ID].Due <= c.today-2 { // by a day for a sibling's sake
			p.Late++
		}
	}
	due, p.apart = c.spare(due, open, groups)
	p.HeldSiblings = len(p.apart)
	if p.HeldSiblings > 0 {
		p.next(c.today + 1)
	}

	if c.options.CatchUp > 0 { // a backlog first, and nothing new
		p.HeldNew += len(fresh)
		fresh = nil
	}
	// What was made today has its place in the session, whatever is due.
	fresh = c.line(fresh)
	mine, _, _ := c.introduce(fresh, 0, groups)

	room := Unset // cards that still fit into this session; Unset: any number
	if c.options.Limit >= 0 {
		if more := len(open) - c.options.Limit; more > 0 {
			open, p.HeldDue = open[:c.options.Limit], more
		}
		room = c.options.Limit - len(open)
		mine = mine[:min(len(mine), room)]
	}
	if c.options.Minutes > 0 {
		seconds := float64(c.options.Minutes)*60 - float64(len(open))*c.pace.known.Seconds()
		fits := int(seconds / (c.pace.perKnown * c.pace.known.Seconds()))
		room = least(room, max(0, fits))
	}
	reviews := room
	if room >= 0 {
		reviews = max(0, room-len(mine))
	}
	if c.settings.Reviews >= 0 && c.options.Limit < 0 {
		reviews = least(reviews, max(0, c.settings.Reviews-reviewed))
	}
	if c.options.CatchUp > 0 {
		reviews = max(0, c.options.CatchUp-reviewed)
	}
	p.Backlog = c.options.CatchUp > 0 || len(due) > 0 && (p.behind() || reviews >= 0 && len(due) > reviews)
	if p.Backlog {
		c.byRecall(due)
	} else if c.options.Order != BankOrder {
		c.rand.Shuffle(len(due), func(i, j int) { due[i], due[j] = due[j], due[i] })
	}
	if reviews >= 0 && len(due) > reviews {
		p.HeldDue += len(due) - reviews
		due = due[:reviews]
		p.next(c.today + 1)
	}

	quota := max(0, c.settings.New-introduced)
	if p.Backlog {
		quota = 0
	}
	switch {
	case c.options.New >= 0:
		quota = c.options.New
	case c.options.Limit >= 0 && !p.Backlog && c.settings.New > 0:
		quota = room - len(due) // so many cards, whatever the day's limit
	}
	if room >= 0 {
		left := float64(room - len(due))
		if c.options.Minutes > 0 {
			left *= c.pace.perKnown * c.pace.known.Seconds() / (c.pace.perFresh * c.pace.fresh.Seconds())
		}
		quota = min(quota, max(0, int(left)))
	}
	line := fresh
	fresh, heldNew, heldSiblings := c.introduce(line, quota, groups)
	if c.options.Limit >= 0 && len(due)+len(fresh) > room {
		heldNew += len(due) + len(fresh) - room
		fresh = fresh[:room-len(due)]
	}
	early, more := c.addPlanned(&p, open, due, fresh, line, room, reviews, groups)
	for _, card := range more {
		if c.wanted(card, c.states[card.ID]) {
			heldNew--
		}
	}
	due, fresh = slices.Concat(due, early), slices.Concat(fresh, more)
	if len(early) > 0 && !p.Backlog && c.options.Order != BankOrder {
		c.rand.Shuffle(len(due), func(i, j int) { due[i], due[j] = due[j], due[i] })
	}
	p.HeldNew += heldNew
	p.HeldSiblings += heldSiblings

	p.Learning, p.Due, p.New = len(open), len(due), len(fresh)
	p.open = ids(open)
	p.queue = ids(c.arrange(due, fresh))
	p.pace = c.pace
	p.Seconds, p.doubt = c.pace.seconds(p.Learning, p.Due, p.New), c.pace.doubt
	return p
}

// doneToday counts the cards of this study day, whatever the filter: met for
// the first time, and reviewed.
func (c *composer) doneToday() (introduced, reviewed int) {
	for _, s := range c.states {
		switch {
		case s.First == c.today:
			introduced++
		case s.LastDay == c.today && !s.New():
			reviewed++
		}
	}
	return introduced, reviewed
}

// gather sorts the wanted cards into those that are open from earlier today,
// due, and new; the plan is told of those that wait.
func (c *composer) gather(p *plan) (open, due, fresh []deck.Card) {
	for _, card := range c.cards {
		s := c.states[card.ID]
		if s.Suspended || !c.wanted(card, s) {
			continue
		}
		switch {
		case s.Learning(c.today) && s.Due <= c.today:
			open = append(open, card)
		case s.New():
			if s.Due <= c.today {
				fresh = append(fresh, card)
			} else {
				p.HeldNew++
			}
		case s.LastDay >= c.today: // answered today: from here on it is practice
			p.next(max(s.Due, c.today+1))
		case s.Due <= c.today:
			due = append(due, card)
		default:
			p.next(s.Due)
		}
	}
	return open, due, fresh
}

// behind reports whether there is more than a day's work because of days past:
// the learner comes back, or came back and is not through with it.
func (c Counts) behind() bool { return c.Away >= 2 || c.Late >= largeBacklog }

func (c *Counts) next(day progress.Day) {
	if c.Next == 0 || day < c.Next {
		c.Next = day
	}
}

// least is the smaller of two limits, of which Unset is none.
func least(a, b int) int {
	if a == Unset {
		return b
	}
	return min(a, b)
}
