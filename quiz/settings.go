package quiz

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// Settings are what the learner may choose in config.toml.
type Settings struct {
	New        int      // new cards a study day, 0 and more
	Reviews    int      // reviews a study day; -1 means no limit
	Retention  float64  // wanted recall when a card is due, 0.70 to 0.97
	Longest    int      // longest interval in days, 1 to 36500
	Rollover   int      // hour at which the study day starts, 0 to 23
	Ratings    int      // 4, or 2 for again and good only
	Confidence bool     // ask how sure one is before an answer is shown
	Decks      []string // decks the daily session takes; none means all

	EasyDays []time.Weekday // days that get about half of the usual load
	DaysOff  []Days         // days planned to be free

	PerDeck map[string]Own // what holds for one deck instead, by its name
	PerTag  map[string]Own // what holds for the questions with one tag
}

// Own is what a deck or a tag has of its own.
type Own struct {
	New       int     // new cards a study day; Unset: no limit of its own
	Retention float64 // wanted recall; 0: that of the deck, or of everything
}

// DefaultSettings are used where config.toml says nothing.
var DefaultSettings = Settings{
	New: 10, Reviews: -1, Retention: progress.DefaultRetention, Longest: progress.LongestInterval, Rollover: 4, Ratings: 4,
}

// Daily reports whether the daily session takes cards of this deck.
// With --bank the list is empty: a bank asked for by name is taken whole.
func (s Settings) Daily(deckName string) bool {
	return len(s.Decks) == 0 || slices.Contains(s.Decks, deckName)
}

// RetentionFor returns the recall wanted of a question when it is due. A tag
// goes before a deck, and a deck before the general setting; of several tags
// the highest counts, so that no tag makes another be forgotten.
func (s Settings) RetentionFor(q *deck.Question) float64 {
	highest := 0.0
	for _, tag := range q.Tags {
		highest = max(highest, s.PerTag[tag].Retention)
	}
	switch {
	case highest > 0:
		return highest
	case s.PerDeck[q.Deck].Retention > 0:
		return s.PerDeck[q.Deck].Retention
	}
	return s.Retention
}

// NewFor returns the limits of new cards a day that a question falls under
// beside the general one, by a name for each. All of them hold.
func (s Settings) NewFor(q *deck.Question) map[string]int {
	limits := make(map[string]int)
	if own, ok := s.PerDeck[q.Deck]; ok && own.New != Unset {
		limits["deck "+q.Deck] = own.New
	}
	for _, tag := range q.Tags {
		if own, ok := s.PerTag[tag]; ok && own.New != Unset {
			limits["tag "+tag] = own.New
		}
	}
	return limits
}

// quotas are what the limits of decks and tags leave for new cards today.
type quotas struct {
	settings Settings
	used     map[string]int
}

// quotas counts the new cards that came today. What --new and --limit
// ask for comes whatever the day's limits.
func (c *composer) quotas() quotas {
	q := quotas{settings: c.settings, used: make(map[string]int)}
	if c.options.New >= 0 || c.options.Limit > 0 {
		q.settings.PerDeck, q.settings.PerTag = nil, nil
	}
	if len(q.settings.PerDeck)+len(q.settings.PerTag) == 0 {
		return q
	}
	for _, card := range c.cards {
		if c.states[card.ID].First == c.today {
			q.take(card)
		}
	}
	return q
}

// full reports whether a limit holds a new card back.
func (q quotas) full(card deck.Card) bool {
	for name, limit := range q.settings.NewFor(card.Question) {
		if q.used[name] >= limit {
			return true
		}
	}
	return false
}

// take counts a new card.
func (q quotas) take(card deck.Card) {
	for name := range q.settings.NewFor(card.Question) {
		q.used[name]++
	}
}

// lowRetention is the wanted recall below which the program says what it
// means.
const lowRetention = 0.85

// meaning says what a low retention of one part of the cards leads to; "" for
// one that needs no word.
func (s Settings) meaning(of string, retention float64, w *fsrs.Weights) string {
	if retention == 0 || retention >= lowRetention {
		return ""
	}
	days := w.Interval(w.Next(fsrs.Memory{}, 0, fsrs.Good), retention)
	return fmt.Sprintf("retention %.2f%s: a new card rated good comes after %s, and about 1 in %.0f will be forgotten",
		retention, of, Count(min(max(1, int(math.Round(days))), s.Longest), "day"), 1/(1-retention))
}

// remarks says what a learner should know of the settings: what a low
// retention means, and which decks and tags there are not.
func (d *Desk) remarks(w *fsrs.Weights) []string {
	decks, tags := d.names()
	lines := []string{d.Settings.meaning("", d.Settings.Retention, w)}
	for _, part := range []struct {
		word  string
		own   map[string]Own
		known map[string]bool
	}{{"deck", d.Settings.PerDeck, decks}, {"tag", d.Settings.PerTag, tags}} {
		for _, name := range slices.Sorted(maps.Keys(part.own)) {
			switch {
			case part.known[name]:
				lines = append(lines, d.Settings.meaning(" for the "+part.word+" "+name, part.own[name].Retention, w))
			case len(d.BankFiles) == 0 && len(d.Problems) == 0:
				lines = append(lines, fmt.Sprintf("[%s.%s] of the settings: %s", part.word, name, missing(part.word, name, part.known)))
			}
		}
	}
	return slices.DeleteFunc(lines, func(line string) bool { return line == "" })
}

// names returns the decks and the tags that there are.
func (d *Desk) names() (decks, tags map[string]bool) {
	decks, tags = make(map[string]bool), make(map[string]bool)
	for _, q := range d.Bank.All() {
		decks[q.Deck] = true
		for _, tag := range q.Tags {
			tags[tag] = true
		}
	}
	return decks, tags
}

// missing says that no question has such a tag, or is in such a deck, with the
// name that was likely meant.
func missing(what, name string, known map[string]bool) string {
	text := fmt.Sprintf("no question has the tag %q", name)
	if what == "deck" {
		text = fmt.Sprintf("there is no deck %q", name)
	}
	if near := Nearest(name, slices.Collect(maps.Keys(known))); near != "" {
		text += "; did you mean " + near + "?"
	}
	return text
}
