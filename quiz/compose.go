package quiz

import (
	"cmp"
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
	Order   Order
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
	Backlog      bool
	Away         int          // whole study days missed since the last one
	Next         progress.Day // the next study day on which a card is due, 0: none
}

// Total is how many cards the session asks.
func (c Counts) Total() int { return c.Due + c.Learning + c.New }

// Minutes rounds the expected time up.
func (c Counts) Minutes() int { return (c.Seconds + 59) / 60 }

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
	pace     time.Duration                        // one answer of this learner
	before   progress.Day                         // last study day before today, 0: none
	rand     *rand.Rand
}

// plan is what a session will ask: open cards first, then the queue.
type plan struct {
	open  []string
	queue []string
	apart []string // due cards that give way to a sibling until tomorrow
	Counts
}

// A card costs more than one answer: some come back, and a new one mostly
// does. Measured over a simulated month with default weights.
const (
	answersPerDue = 1.25
	answersPerNew = 2.0
)

func (c *composer) compose() plan {
	var p plan
	var open, due, fresh []deck.Card
	groups := c.groupsToday()
	introduced := 0
	for _, s := range c.states {
		if s.First == c.today {
			introduced++
		}
	}
	reviewed := 0
	for _, s := range c.states {
		if s.LastDay == c.today && s.First != c.today && !s.New() {
			reviewed++
		}
	}
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
	if c.before > 0 {
		p.Away = int(c.today-c.before) - 1
	}

	// Siblings give way before limits are counted, so that a place they leave
	// goes to another card.
	due, p.apart = c.spare(due, open, groups)
	p.HeldSiblings = len(p.apart)
	if p.HeldSiblings > 0 {
		p.next(c.today + 1)
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
		seconds := float64(c.options.Minutes)*60 - float64(len(open))*c.pace.Seconds()
		fits := int(seconds / (answersPerDue * c.pace.Seconds()))
		room = least(room, max(0, fits))
	}
	reviews := room
	if room >= 0 {
		reviews = max(0, room-len(mine))
	}
	if c.settings.Reviews >= 0 && c.options.Limit < 0 {
		reviews = least(reviews, max(0, c.settings.Reviews-reviewed))
	}
	p.Backlog = len(due) > 0 && (p.Away >= 2 || reviews >= 0 && len(due) > reviews)
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
	if c.options.New >= 0 {
		quota = c.options.New
	}
	if room >= 0 {
		left := float64(room - len(due))
		if c.options.Minutes > 0 {
			left *= answersPerDue / answersPerNew
		}
		quota = min(quota, max(0, int(left)))
	}
	fresh, heldNew, heldSiblings := c.introduce(fresh, quota, groups)
	if c.options.Limit >= 0 && len(due)+len(fresh) > room {
		heldNew += len(due) + len(fresh) - room
		fresh = fresh[:room-len(due)]
	}
	p.HeldNew += heldNew
	p.HeldSiblings += heldSiblings

	p.Learning, p.Due, p.New = len(open), len(due), len(fresh)
	p.open = ids(open)
	p.queue = ids(c.arrange(due, fresh))
	p.Seconds = int((float64(p.Learning) + answersPerDue*float64(p.Due) + answersPerNew*float64(p.New)) * c.pace.Seconds())
	return p
}

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

// today's history of a sibling group.
type group struct {
	asked      bool // one of it was asked today
	introduced bool // a new one of it came today
}

func (c *composer) groupsToday() map[string]group {
	groups := make(map[string]group)
	for _, card := range c.cards {
		s, seen := c.states[card.ID]
		if !seen || s.LastDay != c.today {
			continue
		}
		key := card.Question.Siblings()
		g := groups[key]
		g.asked = true
		g.introduced = g.introduced || s.First == c.today
		groups[key] = g
	}
	return groups
}

// spare lets a due card give way, for its first day only, to a sibling that is
// asked today. What waits longest comes first.
func (c *composer) spare(due, open []deck.Card, groups map[string]group) (kept []deck.Card, held []string) {
	taken := make(map[string]bool)
	for key, g := range groups {
		taken[key] = g.asked
	}
	for _, card := range open {
		taken[card.Question.Siblings()] = true
	}
	waiting := slices.Clone(due)
	slices.SortStableFunc(waiting, func(a, b deck.Card) int {
		return cmp.Compare(c.states[a.ID].Due, c.states[b.ID].Due)
	})
	gone := make(map[string]bool)
	for _, card := range waiting {
		key := card.Question.Siblings()
		if taken[key] && c.states[card.ID].Due == c.today {
			gone[card.ID], held = true, append(held, card.ID)
			continue
		}
		taken[key] = true
	}
	kept = slices.DeleteFunc(slices.Clone(due), func(card deck.Card) bool { return gone[card.ID] })
	return kept, held
}

// mine reports whether the learner made a card today.
func (c *composer) mine(card deck.Card) bool {
	return card.Question.Deck != deck.Builtin && card.Question.Added == c.today.String()
}

// introduce picks up to quota new cards in their order; at most one of a
// sibling group a day. Cards the learner made today come whatever the quota.
func (c *composer) introduce(fresh []deck.Card, quota int, groups map[string]group) (picked []deck.Card, held, siblings int) {
	taken := make(map[string]bool)
	for key, g := range groups {
		taken[key] = g.introduced
	}
	for _, card := range fresh {
		key := card.Question.Siblings()
		switch {
		case quota <= 0 && !c.mine(card):
			held++
		case taken[key]:
			siblings++
		default:
			taken[key] = true
			picked = append(picked, card)
			quota--
		}
	}
	return picked, held, siblings
}

// shuffled is how many new cards at a time change places, so that the bank's
// order teaches without being predictable.
const shuffled = 10

// line puts new cards in the order in which they are met: those made today,
// then own decks in turn, then the built-in bank.
func (c *composer) line(fresh []deck.Card) []deck.Card {
	if c.options.Order == BankOrder {
		fresh = slices.Clone(fresh)
		slices.SortStableFunc(fresh, func(a, b deck.Card) int {
			switch mine := c.mine(a); {
			case mine == c.mine(b):
				return 0
			case mine:
				return -1
			}
			return 1
		})
		return fresh
	}
	var names []string
	own := make(map[string][]deck.Card)
	var builtin []deck.Card
	for _, card := range fresh {
		name := card.Question.Deck
		if name == deck.Builtin {
			builtin = append(builtin, card)
			continue
		}
		if own[name] == nil {
			names = append(names, name)
		}
		own[name] = append(own[name], card)
	}
	for _, cards := range own {
		c.mix(cards)
	}
	c.mix(builtin)
	// A card made today may not wait behind a long deck.
	var today, turn []deck.Card
	for i := 0; len(today)+len(turn) < len(fresh)-len(builtin); i++ {
		for _, name := range names {
			if i >= len(own[name]) {
				continue
			}
			if card := own[name][i]; c.mine(card) {
				today = append(today, card)
			} else {
				turn = append(turn, card)
			}
		}
	}
	return slices.Concat(today, turn, builtin)
}

// mix shuffles in tens; the cards of one question keep their order, so that
// the forward side is met before the way back.
func (c *composer) mix(cards []deck.Card) {
	for part := range slices.Chunk(cards, shuffled) {
		before := make(map[string][]deck.Card)
		for _, card := range part {
			before[card.Question.ID] = append(before[card.Question.ID], card)
		}
		c.rand.Shuffle(len(part), func(i, j int) { part[i], part[j] = part[j], part[i] })
		for i, card := range part {
			of := before[card.Question.ID]
			part[i], before[card.Question.ID] = of[0], of[1:]
		}
	}
}

// byRecall puts first what is still remembered best: most of a backlog is
// saved by asking what has not been lost yet.
func (c *composer) byRecall(due []deck.Card) {
	recall := make(map[string]float64, len(due))
	for _, card := range due {
		recall[card.ID] = c.states[card.ID].Recall(c.weights, c.now)
	}
	slices.SortStableFunc(due, func(a, b deck.Card) int {
		return cmp.Or(cmp.Compare(recall[b.ID], recall[a.ID]), cmp.Compare(a.ID, b.ID))
	})
}

// arrange mixes due and new cards as the order says and moves siblings apart.
func (c *composer) arrange(due, fresh []deck.Card) []deck.Card {
	switch c.options.Order {
	case DueFirst:
		return slices.Concat(c.apart(due), c.apart(fresh))
	case NewFirst:
		return slices.Concat(c.apart(fresh), c.apart(due))
	case BankOrder:
		place := make(map[string]int, len(c.cards))
		for i, card := range c.cards {
			place[card.ID] = i
		}
		all := slices.Concat(due, fresh)
		slices.SortFunc(all, func(a, b deck.Card) int { return cmp.Compare(place[a.ID], place[b.ID]) })
		return all
	}
	return c.apart(spread(due, fresh))
}

// spread puts the cards of b evenly between those of a.
func spread(a, b []deck.Card) []deck.Card {
	n, of := len(a)+len(b), len(b)
	all := make([]deck.Card, 0, n)
	for i := range n {
		taken := of - len(b)
		if len(a) == 0 || len(b) > 0 && (2*taken+1)*n <= (2*i+1)*of {
			all, b = append(all, b[0]), b[1:]
		} else {
			all, a = append(all, a[0]), a[1:]
		}
	}
	return all
}

// apart moves the cards of each sibling group as far from each other as the
// session allows, the longest waiting first. All other cards keep their order.
func (c *composer) apart(cards []deck.Card) []deck.Card {
	members := make(map[string][]deck.Card)
	var keys []string
	for _, card := range cards {
		key := card.Question.Siblings()
		if len(members[key]) == 1 {
			keys = append(keys, key)
		}
		members[key] = append(members[key], card)
	}
	if len(keys) == 0 {
		return cards
	}
	places := make([]*deck.Card, len(cards))
	put := func(want int, card deck.Card) {
		for off := 0; ; off++ {
			for _, at := range []int{want - off, want + off} {
				if at >= 0 && at < len(places) && places[at] == nil {
					places[at] = &card
					return
				}
			}
		}
	}
	for i, key := range keys {
		of := members[key]
		slices.SortStableFunc(of, func(a, b deck.Card) int { return c.waited(a, b) })
		step := float64(len(cards)-len(keys)) / float64(len(of)-1)
		for m, card := range of {
			put(i+int(step*float64(m)), card)
		}
	}
	rest := slices.DeleteFunc(slices.Clone(cards), func(card deck.Card) bool {
		return len(members[card.Question.Siblings()]) > 1
	})
	all := make([]deck.Card, 0, len(cards))
	for _, p := range places {
		if p == nil {
			all, rest = append(all, rest[0]), rest[1:]
			continue
		}
		all = append(all, *p)
	}
	return all
}

// waited orders by due day; a new card waits least.
func (c *composer) waited(a, b deck.Card) int {
	day := func(card deck.Card) progress.Day {
		if s := c.states[card.ID]; !s.New() {
			return s.Due
		}
		return c.today + 1
	}
	return cmp.Compare(day(a), day(b))
}

func ids(cards []deck.Card) []string {
	all := make([]string, len(cards))
	for i, card := range cards {
		all[i] = card.ID
	}
	return all
}
