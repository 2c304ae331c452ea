package quiz

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

const testDay progress.Day = 20000

// bankOf makes one typed question for each word; "a+" has a card for each way
// round, "x:a" stands in deck x.
func bankOf(words ...string) []deck.Card {
	var cards []deck.Card
	for _, w := range words {
		q := &deck.Question{Kind: deck.Typed, Deck: deck.Builtin}
		if name, rest, ok := strings.Cut(w, ":"); ok {
			q.Deck, w = name, rest
		}
		if rest, ok := strings.CutSuffix(w, "+"); ok {
			q.Both, w = true, rest
		}
		q.ID, q.Prompt, q.Answers = w, w+"?", []string{w + "!"}
		cards = append(cards, q.Cards()...)
	}
	return cards
}

// known is the state of a card recalled some days ago and due on a day.
func known(due progress.Day, stability float64) progress.State {
	return progress.State{
		Memory: fsrs.Memory{Slow: stability, Fast: stability, Difficulty: 5},
		Due:    due, First: testDay - 50, LastDay: testDay - 20, Recalled: testDay - 20, Reviews: 3,
		Last: time.Unix(int64(testDay-20)*86400, 0),
	}
}

func composerOf(cards []deck.Card, states map[string]progress.State) *composer {
	return &composer{
		cards: cards, states: states, today: testDay, now: time.Unix(int64(testDay)*86400+36000, 0),
		weights: &fsrs.Default, settings: DefaultSettings,
		options: SessionOptions{New: Unset, Limit: Unset, Order: Mixed},
		wanted:  func(deck.Card, progress.State) bool { return true },
		pace:    steady(10 * time.Second), rand: rand.New(rand.NewPCG(1, 2)), before: testDay - 1,
	}
}

func words(prefix string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("%s%02d", prefix, i)
	}
	return all
}

func TestComposeLimits(t *testing.T) {
	due := func(n int) map[string]progress.State {
		states := map[string]progress.State{}
		for _, w := range words("d", n) {
			states[w] = known(testDay, 10)
		}
		return states
	}
	cards := bankOf(slices.Concat(words("d", 20), words("n", 30))...)
	for _, tt := range []struct {
		name                       string
		due                        int
		change                     func(*composer)
		wantDue, wantNew, wantHeld int
		wantHeldDue                int
		wantBacklog                bool
	}{
		{"ten new a day and every due card", 5, nil, 5, 10, 35, 0, false},
		{"new cards met earlier today count", 5, func(c *composer) {
			for _, w := range words("n", 4) {
				c.states[w] = progress.State{First: testDay, LastDay: testDay, Due: testDay + 3, Reviews: 1}
			}
		}, 5, 6, 35, 0, false},
		{"--new means this session, whatever the day's limit", 5, func(c *composer) { c.options.New = 15 }, 5, 15, 30, 0, false},
		{"--new 0 asks none", 5, func(c *composer) { c.options.New = 0 }, 5, 0, 45, 0, false},
		{"--limit counts new and due together", 5, func(c *composer) { c.options.Limit = 8 }, 5, 3, 42, 0, false},
		{"--limit asks so many, past the day's limit of new ones", 5, func(c *composer) { c.options.Limit = 20 }, 5, 15, 30, 0, false},
		{"--limit brings no new ones where none are wanted", 5, func(c *composer) { c.options.Limit = 20; c.settings.New = 0 }, 5, 0, 45, 0, false},
		{"--limit with --new 0", 5, func(c *composer) { c.options.Limit = 20; c.options.New = 0 }, 5, 0, 45, 0, false},
		{"--limit after days away brings no new ones", 5, func(c *composer) { c.options.Limit = 20; c.before = testDay - 3 }, 5, 0, 45, 0, true},
		{"more due than the limit is a backlog: no new cards", 9, func(c *composer) { c.options.Limit = 4 }, 4, 0, 41, 5, true},
		{"more due than the minutes allow is a backlog", 9, func(c *composer) { c.options.Minutes = 1 }, 4, 0, 41, 5, true},
		{"a backlog brings new cards when --new asks", 9, func(c *composer) { c.settings.Reviews = 4; c.options.New = 2 }, 4, 2, 39, 5, true},
		{"two study days away is a backlog", 5, func(c *composer) {
			c.before = testDay - 3
		}, 5, 0, 45, 0, true},
		{"it lasts all day, however much is done", 5, func(c *composer) {
			c.before = testDay - 3
			s := known(testDay+9, 10)
			s.LastDay = testDay
			c.states["d00"] = s
		}, 4, 0, 45, 0, true},
		{"one study day away is none", 5, func(c *composer) {
			c.before = testDay - 2
		}, 5, 10, 35, 0, false},
		{"away with nothing due brings new cards", 0, func(c *composer) {
			c.before = testDay - 3
		}, 0, 10, 40, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := composerOf(cards, due(tt.due))
			if tt.change != nil {
				tt.change(c)
			}
			p := c.compose()
			if p.Due != tt.wantDue || p.New != tt.wantNew || p.HeldNew != tt.wantHeld || p.HeldDue != tt.wantHeldDue || p.Backlog != tt.wantBacklog {
				t.Errorf("compose() = due %d, new %d, held new %d, held due %d, backlog %v; want %d, %d, %d, %d, %v",
					p.Due, p.New, p.HeldNew, p.HeldDue, p.Backlog, tt.wantDue, tt.wantNew, tt.wantHeld, tt.wantHeldDue, tt.wantBacklog)
			}
			if len(p.queue) != p.Due+p.New {
				t.Errorf("the queue has %d cards, want %d", len(p.queue), p.Due+p.New)
			}
		})
	}
}

func TestComposeBacklogStartsWithTheBestRemembered(t *testing.T) {
	states := map[string]progress.State{"weak": known(testDay-3, 1), "strong": known(testDay-3, 100), "middle": known(testDay-3, 10)}
	c := composerOf(bankOf("weak", "strong", "middle", "fresh"), states)
	c.before = testDay - 3
	p := c.compose()
	if want := []string{"strong", "middle", "weak"}; !slices.Equal(p.queue, want) {
		t.Errorf("the queue is %v, want %v", p.queue, want)
	}
}

func TestComposeSiblings(t *testing.T) {
	for _, tt := range []struct {
		name   string
		states map[string]progress.State
		want   []string // sorted
		held   int
	}{
		{"one new card of a question a day", map[string]progress.State{}, []string{"a", "b"}, 1},
		{"the second new one waits for tomorrow", map[string]progress.State{
			"a": {First: testDay, LastDay: testDay, Due: testDay + 4},
		}, []string{"b"}, 1},
		{"a due card gives way on its first day", map[string]progress.State{
			"a": known(testDay-1, 10), "a#back": known(testDay, 10),
		}, []string{"a", "b"}, 1},
		{"and comes on the second", map[string]progress.State{
			"a": known(testDay-2, 10), "a#back": known(testDay-1, 10),
		}, []string{"a", "a#back", "b"}, 0},
		{"it gives way to a sibling answered earlier today", map[string]progress.State{
			"a": {First: testDay - 9, LastDay: testDay, Due: testDay + 9, Reviews: 2}, "a#back": known(testDay, 10),
		}, []string{"b"}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := composerOf(bankOf("a+", "b"), tt.states).compose()
			got := slices.Sorted(slices.Values(p.queue))
			if !slices.Equal(got, tt.want) || p.HeldSiblings != tt.held {
				t.Errorf("compose() asks %v and holds back %d siblings, want %v and %d", got, p.HeldSiblings, tt.want, tt.held)
			}
		})
	}
}

func TestComposeMovesSiblingsApart(t *testing.T) {
	for seed := range uint64(50) {
		states := map[string]progress.State{}
		names := slices.Concat([]string{"a+", "b+"}, words("x", 8))
		cards := bankOf(names...)
		for _, c := range cards {
			states[c.ID] = known(testDay-4, 10)
		}
		first := states["a#back"]
		first.Due = testDay - 9 // waits longest
		states["a#back"] = first
		c := composerOf(cards, states)
		c.rand = rand.New(rand.NewPCG(seed, 0))
		p := c.compose()
		for _, q := range []string{"a", "b"} {
			one, other := slices.Index(p.queue, q), slices.Index(p.queue, q+"#back")
			if d := one - other; max(d, -d) < 10 {
				t.Errorf("seed %d: the cards of %s stand %d apart in %v", seed, q, max(d, -d), p.queue)
			}
		}
		if slices.Index(p.queue, "a#back") > slices.Index(p.queue, "a") {
			t.Errorf("seed %d: a#back waits longest and comes second in %v", seed, p.queue)
		}
	}
}

func TestComposeNewCardsOfOwnDecksFirst(t *testing.T) {
	names := slices.Concat(words("n", 30), words("x:p", 3), words("y:q", 3))
	p := composerOf(bankOf(names...), map[string]progress.State{}).compose()
	own := map[byte]int{}
	for _, id := range p.queue {
		own[id[0]]++
	}
	if own['p'] != 3 || own['q'] != 3 || own['n'] != 4 {
		t.Errorf("ten new cards are %v, want all six own ones and four built-in ones", p.queue)
	}
	for _, id := range p.queue[6:] {
		if id > "n10" {
			t.Errorf("%s comes before the first ten built-in cards are met: %v", id, p.queue)
		}
	}
}

func TestComposeCardsMadeTodayComeEvenSo(t *testing.T) {
	cards := bankOf(slices.Concat(words("n", 12), []string{"own:mine"})...)
	cards[12].Question.Added = testDay.String()
	states := map[string]progress.State{}
	for _, w := range words("n", 10) {
		states[w] = progress.State{First: testDay, LastDay: testDay, Due: testDay + 3, Reviews: 1}
	}
	p := composerOf(cards, states).compose()
	if want := []string{"mine"}; !slices.Equal(p.queue, want) {
		t.Errorf("the queue is %v, want %v", p.queue, want)
	}
}

// A limit is a limit: open cards and cards made today count, and come first.
func TestComposeLimitIsKept(t *testing.T) {
	cards := bankOf(slices.Concat([]string{"open1", "open2"}, words("d", 5), words("n", 5), []string{"own:m1", "own:m2"})...)
	for i := len(cards) - 2; i < len(cards); i++ {
		cards[i].Question.Added = testDay.String()
	}
	for _, order := range Orders {
		for _, tt := range []struct {
			limit            int
			open, due, new   int
			heldDue, heldNew int
			backlog          bool
		}{
			{0, 0, 0, 0, 7, 7, true},
			{1, 1, 0, 0, 6, 7, true},
			{3, 2, 0, 1, 5, 6, true},
			{4, 2, 0, 2, 5, 5, true},
			{7, 2, 3, 2, 2, 5, true},
			{10, 2, 5, 3, 0, 4, false},
		} {
			states := map[string]progress.State{}
			for _, id := range []string{"open1", "open2"} {
				states[id] = progress.State{First: testDay - 9, LastDay: testDay, Due: testDay, Open: true, Agains: 1, Reviews: 2}
			}
			for _, id := range words("d", 5) {
				states[id] = known(testDay, 10)
			}
			c := composerOf(cards, states)
			c.options.Limit, c.options.Order = tt.limit, order
			p := c.compose()
			if p.Learning != tt.open || p.Due != tt.due || p.New != tt.new || p.HeldDue != tt.heldDue || p.HeldNew != tt.heldNew || p.Backlog != tt.backlog {
				t.Errorf("order %s: a limit of %d gives %+v, want %+v", order, tt.limit, p.Counts, tt)
			}
			if got := len(p.open) + len(p.queue); got != tt.limit {
				t.Errorf("order %s: a limit of %d asks %d cards", order, tt.limit, got)
			}
			if tt.new > 0 && !slices.Contains(p.queue, "m1") && !slices.Contains(p.queue, "m2") {
				t.Errorf("order %s: a limit of %d asks %v and no card made today", order, tt.limit, p.queue)
			}
		}
	}
}

func TestComposeOpenCardsComeFirst(t *testing.T) {
	states := map[string]progress.State{
		"open":     {First: testDay - 9, LastDay: testDay, Due: testDay, Open: true, Agains: 1, Reviews: 2},
		"late":     {First: testDay - 9, LastDay: testDay - 1, Due: testDay - 1, Open: true, Agains: 1, Reviews: 2},
		"five":     {First: testDay - 9, LastDay: testDay, Due: testDay + 1, Open: true, Agains: 5, Reviews: 9},
		"due":      known(testDay, 10),
		"asleep":   {First: testDay - 9, LastDay: testDay - 5, Due: testDay - 2, Suspended: true},
		"nottoday": {Due: testDay + 1},
		"moved":    {First: testDay - 9, LastDay: testDay, Due: testDay, Recalled: testDay, Reviews: 3},
	}
	p := composerOf(bankOf("due", "open", "late", "five", "asleep", "nottoday", "moved"), states).compose()
	if want := []string{"open"}; !slices.Equal(p.open, want) {
		t.Errorf("open cards are %v, want %v", p.open, want)
	}
	if got, want := slices.Sorted(slices.Values(p.queue)), []string{"due", "late"}; !slices.Equal(got, want) {
		t.Errorf("the queue holds %v, want %v", got, want)
	}
	if p.Next != testDay+1 {
		t.Errorf("next due day is %v, want %v", p.Next, testDay+1)
	}
}

// Whatever the history, a session asks each card once, asks none that is
// suspended or known for longer, and accounts for all others.
func TestComposeLaws(t *testing.T) {
	const seed = 20260101
	r := rand.New(rand.NewPCG(seed, seed))
	for round := range 300 {
		cards := bankOf("a+", "b", "c+", "x:d", "x:e+", "y:f", "g", "h", "i", "j", "k", "l", "m", "n")
		states := map[string]progress.State{}
		for _, c := range cards {
			switch r.IntN(5) {
			case 0:
			case 1:
				states[c.ID] = progress.State{Suspended: true}
			case 2:
				s := known(testDay+progress.Day(r.IntN(3)+1), 10)
				s.LastDay = testDay - progress.Day(r.IntN(3))
				states[c.ID] = s
			default:
				states[c.ID] = known(testDay-progress.Day(r.IntN(4)), float64(1+r.IntN(50)))
			}
		}
		c := composerOf(cards, states)
		c.options.Order = Orders[r.IntN(len(Orders))]
		if r.IntN(3) == 0 {
			c.options.Limit = r.IntN(12)
		}
		p := c.compose()
		asked := slices.Concat(p.open, p.queue)
		if sorted := slices.Sorted(slices.Values(asked)); len(slices.Compact(sorted)) != len(asked) {
			t.Fatalf("seed %d, round %d: a card twice in %v", seed, round, asked)
		}
		waiting := 0
		for _, card := range cards {
			s := states[card.ID]
			if !s.Suspended && (s.New() || s.Due <= testDay) {
				waiting++
			} else if slices.Contains(asked, card.ID) {
				t.Fatalf("seed %d, round %d: %s is asked, state %+v", seed, round, card.ID, s)
			}
		}
		if got := p.Total() + p.HeldNew + p.HeldDue + p.HeldSiblings; got != waiting {
			t.Fatalf("seed %d, round %d: %+v accounts for %d of %d waiting cards", seed, round, p.Counts, got, waiting)
		}
		if c.options.Limit >= 0 && p.Total() > c.options.Limit {
			t.Fatalf("seed %d, round %d: %d cards with a limit of %d", seed, round, p.Total(), c.options.Limit)
		}
	}
}
