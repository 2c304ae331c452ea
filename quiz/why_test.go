package quiz

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

var whyNoon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const whyDay = progress.Day(20779) // 2026-11-22

// Every rule that can stand with an answer is told with what it means.
func TestBecause(t *testing.T) {
	reviewed := func(rating fsrs.Rating, interval float64, days int, rules ...string) progress.Event {
		return progress.Event{
			Kind: progress.Reviewed, Day: whyDay, Rating: rating, Interval: interval, Retention: 0.9,
			Due: whyDay + progress.Day(days), Rules: rules,
		}
	}
	for _, tt := range []struct {
		name  string
		event progress.Event
		says  []string
		not   string
	}{
		{"nothing moved it", reviewed(fsrs.Good, 4.778, 5),
			[]string{"rated it good (known)", "90 of 100", "4.8 days", "In whole days that is 5, and nothing moved it."}, ""},
		{"a miss", reviewed(fsrs.Again, 0.001, 0, progress.RuleToday), []string{"until it is known (today)"}, "minute"},
		{"five misses", reviewed(fsrs.Again, 0.001, 1, progress.RuleFive), []string{"for the fifth time", "(five)"}, ""},
		{"shortest", reviewed(fsrs.Hard, 0.25, 1, progress.RuleShortest), []string{"after 6 hours", "(shortest)"}, "nothing moved"},
		{"longest", reviewed(fsrs.Easy, 3000, 1825, progress.RuleLongest), []string{"after 3000 days", "(longest)"}, ""},
		{"longest and fuzz", reviewed(fsrs.Easy, 3000, 1790, progress.RuleLongest, progress.RuleFuzz),
			[]string{"(longest)", "moved by some days", "(fuzz)"}, "1210 days"},
		{"order", reviewed(fsrs.Good, 5.2, 7, progress.RuleOrder), []string{"(order)"}, ""},
		{"fuzz", reviewed(fsrs.Good, 5.2, 6, progress.RuleFuzz), []string{"moved 1 day later", "(fuzz)"}, "balance"},
		{"balance", reviewed(fsrs.Good, 5.2, 3, progress.RuleBalance), []string{"moved 2 days earlier", "fewest cards due (balance)"}, "fuzz"},
		{"both", reviewed(fsrs.Good, 9.9, 12, progress.RuleBalance, progress.RuleFuzz),
			[]string{"moved 2 days later", "(balance)", "(fuzz)"}, ""},
		{"an answer from elsewhere", progress.Event{Kind: progress.Reviewed, Day: whyDay, Rating: fsrs.Good}, []string{"another program (import)"}, "NaN"},
		{"an answer without a rating", reviewed(0, 4.8, 5), []string{"you answered it."}, "rated"},
		{"a date from elsewhere", progress.Event{Kind: progress.Scheduled, Day: whyDay, Due: whyDay + 9, Rules: []string{progress.RuleImport}},
			[]string{"On 2026-11-22", "2026-12-01", "(import)"}, ""},
		{"worked out anew", progress.Event{Kind: progress.Scheduled, Day: whyDay, Due: whyDay + 9, Rules: []string{progress.RuleReschedule}},
			[]string{"(reschedule)"}, ""},
		{"put off", progress.Event{Kind: progress.Scheduled, Day: whyDay, Due: whyDay + 1}, []string{"not today", "(later)"}, ""},
		{"set without a word", progress.Event{Kind: progress.Scheduled, Day: whyDay, Due: whyDay + 4}, []string{"without an answer"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Join(becauseOf(tt.event, 0.9), " ")
			for _, want := range tt.says {
				if !strings.Contains(text, want) {
					t.Errorf("%q does not say %q", text, want)
				}
			}
			if tt.not != "" && strings.Contains(text, tt.not) {
				t.Errorf("%q says %q", text, tt.not)
			}
			if strings.Contains(text, "Now you want") {
				t.Errorf("%q speaks of another retention", text)
			}
		})
	}
	text := strings.Join(becauseOf(reviewed(fsrs.Good, 4.8, 5), 0.95), " ")
	if !strings.Contains(text, "Now you want to recall 95 of 100 (retention 0.95)") {
		t.Errorf("another retention since: %q", text)
	}
}

// What happened is told in the order of the log; what was taken back moves
// nothing.
func TestTeller(t *testing.T) {
	var h teller
	at := func(days int, kind progress.Kind, rating fsrs.Rating, e progress.Event) progress.Event {
		e.At, e.Day, e.Kind, e.Rating = whyNoon.AddDate(0, 0, days), whyDay+progress.Day(days), kind, rating
		return e
	}
	for _, tt := range []struct {
		event progress.Event
		want  string
	}{
		{at(0, progress.Practised, fsrs.Good, progress.Event{Given: "Rome", Verdict: "right"}),
			"Practice. You said: Rome. Right; rated good (known). Practice moves no date."},
		{at(0, progress.Reviewed, fsrs.Again, progress.Event{Verdict: "wrong", Due: whyDay, Rules: []string{progress.RuleToday}}),
			"First meeting. You gave no answer. Wrong; rated again (not known). It was asked again that day."},
		{at(1, progress.Reviewed, fsrs.Good, progress.Event{Given: "Rome.", Verdict: "right", Overridden: true, Confidence: progress.Sure,
			Recall: 0.4, Interval: 4.6, Due: whyDay + 6, TakenBack: true}),
			"1 day later. You said: Rome. Right, as you said yourself; rated good (known). You were sure. About 40 of 100 such cards were remembered then. " +
				"It was due 1 day before. Next after 5 days, on 2026-11-28. Taken back on 2026-11-24: it counts for nothing."},
		{at(2, progress.Reviewed, fsrs.Hard, progress.Event{Given: "1; 2", Verdict: "partly", Recall: 0.001, Interval: 2.2, Due: whyDay + 4, Rules: []string{progress.RuleSibling}}),
			"2 days later. You said: 1; 2. Partly right; rated hard (known, with effort). Fewer than 1 of 100 such cards were remembered then. " +
				"It was due 2 days before and gave way to a card that belongs to it (sibling). Next after 2 days, on 2026-11-26."},
		{at(3, progress.Scheduled, 0, progress.Event{Due: whyDay + 30, Rules: []string{progress.RuleImport}}),
			"Its date, 2026-12-22, came from another program (import)."},
		{at(40, progress.Reviewed, fsrs.Again, progress.Event{Given: "\x1b[2J", Verdict: "wrong", Due: whyDay + 41, Rules: []string{progress.RuleFive, progress.RuleLimit}}),
			"38 days later. You said: ␛[2J. Wrong; rated again (forgotten). It was due 10 days before; that day others were asked, up to a limit or until you stopped (limit). " +
				"The fifth miss of that day put it off to 2027-01-02 (five)."},
		{at(41, progress.Suspended, 0, progress.Event{}), "Suspended: not asked until resumed."},
		{at(41, progress.Resumed, 0, progress.Event{}), "Resumed: asked again."},
		{at(41, progress.Marked, 0, progress.Event{}), "Marked."},
		{at(41, progress.Unmarked, 0, progress.Event{}), "No longer marked."},
		{at(42, progress.Reset, 0, progress.Event{}), "Made new again; what came before no longer counts."},
		{at(43, progress.Reviewed, fsrs.Easy, progress.Event{}), "First meeting. Rated easy (known at once). It came without a date, from another program (import)."},
	} {
		undone := progress.Day(0)
		if tt.event.TakenBack {
			undone = whyDay + 2
		}
		if got := h.tell(tt.event, undone); got != tt.want {
			t.Errorf("%s\nsays %q\nwant %q", tt.event.Kind, got, tt.want)
		}
	}
}

// What keeps a due card from being asked is named.
func TestHeldBack(t *testing.T) {
	q := &deck.Question{ID: "q", Kind: deck.Recall, Prompt: "Q?", Answers: []string{"a"}, Both: true, Deck: "own"}
	lone := &deck.Question{ID: "lone", Kind: deck.Recall, Prompt: "L?", Answers: []string{"l"}, Deck: "own", Tags: []string{"x"}}
	cards := slices.Concat(q.Cards(), lone.Cards())
	old := progress.State{First: whyDay - 9, LastDay: whyDay - 9, Due: whyDay, Reviews: 1}
	for _, tt := range []struct {
		name, card string
		states     map[string]progress.State
		plan       plan
		set        func(*Settings)
		rule, says string
	}{
		{"a sibling comes today", "q#back", map[string]progress.State{"q": old, "q#back": old}, plan{queue: []string{"q"}, apart: []string{"q#back"}}, nil,
			progress.RuleSibling, "q, which belongs to it, comes today"},
		{"a sibling came today", "q#back", map[string]progress.State{"q": {First: whyDay - 1, LastDay: whyDay, Due: whyDay + 5}, "q#back": old}, plan{apart: []string{"q#back"}}, nil,
			progress.RuleSibling, "q, which belongs to it, came today"},
		{"the day's reviews", "lone", map[string]progress.State{"lone": old}, plan{}, func(s *Settings) { s.Reviews = 20 }, progress.RuleLimit, "20 reviews a day"},
		{"not in the daily session", "lone", nil, plan{}, func(s *Settings) { s.Decks = []string{"builtin"} }, "decks", "kuril study deck:own"},
		{"days away", "lone", nil, plan{Counts: Counts{Backlog: true}}, nil, "backlog", "(backlog)"},
		{"a tag's own limit", "lone", nil, plan{}, func(s *Settings) { s.PerTag = map[string]Own{"x": {New: 0}} }, progress.RuleLimit, "0 new cards a day is your limit for the tag x"},
		{"put off while new", "lone", map[string]progress.State{"lone": {Due: whyDay + 1}}, plan{}, nil, "later", "2026-11-23"},
		{"its day has not come", "lone", map[string]progress.State{"lone": {First: whyDay - 1, LastDay: whyDay - 1, Due: whyDay + 3}}, plan{}, nil, "", ""},
		{"answered today", "lone", map[string]progress.State{"lone": {First: whyDay - 1, LastDay: whyDay, Due: whyDay + 3}}, plan{}, nil, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := &Desk{Settings: DefaultSettings, Bank: &deck.Bank{}}
			if tt.set != nil {
				tt.set(&d.Settings)
			}
			w := &world{d: d, states: tt.states, today: whyDay, plan: tt.plan, cards: cards}
			i := slices.IndexFunc(cards, func(c deck.Card) bool { return c.ID == tt.card })
			got := w.held(cards[i], w.state(tt.card))
			if tt.rule == "" {
				if got != nil {
					t.Errorf("held back: %+v", *got)
				}
				return
			}
			if got == nil || got.Rule != tt.rule || !strings.Contains(got.Text, tt.says) {
				t.Errorf("got %+v, want %s with %q", got, tt.rule, tt.says)
			}
		})
	}
}
