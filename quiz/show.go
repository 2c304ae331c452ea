package quiz

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"kuril/deck"
	"kuril/progress"
)

// shownQuestion is everything about one question: what stands in its file,
// under the names used there, and how it stands with its cards.
type shownQuestion struct {
	ID        string      `json:"id"`
	Kind      string      `json:"kind"`
	Prompt    string      `json:"prompt"`
	Answers   []string    `json:"answers"`
	Wrong     []string    `json:"wrong,omitempty"`
	Items     []string    `json:"items,omitempty"`
	Match     string      `json:"match,omitempty"`
	Tolerance float64     `json:"tolerance,omitempty"`
	Unit      string      `json:"unit,omitempty"`
	Both      bool        `json:"both,omitempty"`
	Hint      string      `json:"hint,omitempty"`
	Why       string      `json:"why,omitempty"`
	Source    []string    `json:"source"`
	Tags      []string    `json:"tags"`
	Group     string      `json:"group,omitempty"`
	From      string      `json:"from,omitempty"`
	Added     string      `json:"added,omitempty"`
	Deck      string      `json:"deck"`
	File      string      `json:"file"`
	Line      int         `json:"line"`
	Gone      bool        `json:"gone,omitempty"` // in no bank in use
	Cards     []shownCard `json:"cards"`
}

type shownCard struct {
	ID         string         `json:"id"`
	State      string         `json:"state"`
	Slow       float64        `json:"slow"` // days
	Fast       float64        `json:"fast"` // days
	Difficulty float64        `json:"difficulty"`
	Recall     float64        `json:"recall"`
	Due        *progress.Day  `json:"due"` // null: never scheduled
	Interval   int            `json:"interval_days"`
	Reviews    int            `json:"reviews"`
	Lapses     int            `json:"lapses"`
	Suspended  bool           `json:"suspended"`
	Marked     bool           `json:"marked"`
	History    []shownHistory `json:"history"`

	curve []string // how it fades, drawn
}

type shownHistory struct {
	Event     string       `json:"event"`
	At        string       `json:"at"`
	Day       progress.Day `json:"day"`
	Rating    int          `json:"rating"`
	Took      int64        `json:"took_ms"`
	Given     string       `json:"given"`
	Kind      string       `json:"kind"`
	TakenBack bool         `json:"taken_back,omitempty"`
}

// Show prints everything about one question and its cards. Of one that has
// left the bank there still is what was answered.
func Show(ctx context.Context, d *Desk, id string, asJSON bool) error {
	var cards []string
	q, unknown := d.question(id)
	if unknown == nil {
		cards = ids(q.Cards())
	} else {
		var err error
		if cards, err = d.remembered(ctx, id); err != nil {
			return err
		}
		if len(cards) == 0 {
			return unknown
		}
		q = &deck.Question{ID: id}
	}
	shown := shownQuestion{
		ID: q.ID, Kind: string(q.Kind), Prompt: q.Prompt, Answers: listOf(q.Answers), Wrong: q.Wrong, Items: q.Items,
		Match: string(q.Match), Tolerance: q.Tolerance, Unit: q.Unit, Both: q.Both, Hint: q.Hint, Why: q.Why,
		Source: listOf(q.Sources), Tags: listOf(q.Tags), Group: q.Group, From: q.From, Added: q.Added,
		Deck: q.Deck, File: q.File, Line: q.Line, Gone: unknown != nil,
	}
	today, _, err := d.studyDay(ctx)
	if err != nil {
		return err
	}
	if shown.Cards, err = d.showCards(ctx, cards, today); err != nil {
		return err
	}
	if asJSON {
		return printJSON(d.Out, shown)
	}
	var b strings.Builder
	d.describe(&b, q, shown, today)
	_, err = io.WriteString(d.Out, b.String())
	return err
}

// remembered returns the cards of a question that the log knows, or the one
// card with that id.
func (d *Desk) remembered(ctx context.Context, id string) ([]string, error) {
	states, err := d.Store.States(ctx)
	if err != nil {
		return nil, err
	}
	var cards []string
	for card := range states {
		if card == id || deck.QuestionID(card) == id {
			cards = append(cards, card)
		}
	}
	slices.Sort(cards)
	return cards, nil
}

// showCards tells how it stands with cards, and what happened to them.
func (d *Desk) showCards(ctx context.Context, cards []string, today progress.Day) ([]shownCard, error) {
	states, err := d.Store.States(ctx)
	if err != nil {
		return nil, err
	}
	weights, err := d.Store.Weights(ctx)
	if err != nil {
		return nil, err
	}
	now := d.Now()
	var shown []shownCard
	for _, id := range cards {
		s := states[id]
		card := shownCard{
			ID: id, State: stateName(s, today), Slow: s.Memory.Slow, Fast: s.Memory.Fast, Difficulty: s.Memory.Difficulty,
			Recall: s.Recall(weights, now), Reviews: s.Reviews, Lapses: s.Lapses, Suspended: s.Suspended, Marked: s.Marked,
			History: []shownHistory{},
		}
		if s.Due != 0 {
			card.Due = &s.Due
			if !s.New() {
				card.Interval = int(s.Due - s.LastDay)
			}
		}
		events, err := d.Store.History(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			card.History = append(card.History, shownHistory{
				Event: e.ID, At: stamp(e.At), Day: e.Day, Rating: int(e.Rating), Took: e.Took.Milliseconds(),
				Given: e.Given, Kind: string(e.Kind), TakenBack: e.TakenBack,
			})
		}
		card.curve = d.curveOf(events, s, weights)
		shown = append(shown, card)
	}
	return shown, nil
}

// stateName is the state of a card in one word, as scripts see it.
func stateName(s progress.State, today progress.Day) string {
	switch {
	case s.New():
		return "new"
	case s.Learning(today):
		return "learning"
	}
	return "review"
}

// stamp writes an instant as the log does: UTC, with milliseconds.
func stamp(at time.Time) string {
	return at.UTC().Format("2006-01-02T15:04:05.000Z")
}

// describe is Show for people.
func (d *Desk) describe(b *strings.Builder, q *deck.Question, shown shownQuestion, today progress.Day) {
	field := func(name, text string) {
		if text == "" {
			return
		}
		const column = len("2006-01-02  ")
		for i, line := range Wrap(Clean(text), max(20, d.Term.Columns()-column)) {
			if i > 0 {
				name = ""
			}
			b.WriteString(faint(Pad(name, column)) + line + "\n")
		}
	}
	list := func(name string, texts []string) {
		for i, text := range texts {
			if i > 0 {
				name = " "
			}
			field(name, text)
		}
	}
	field("id", q.ID)
	switch {
	case shown.Gone && len(d.BankFiles)+len(d.Problems) > 0:
		field("", "not in the banks in use; what you did is kept")
	case shown.Gone:
		field("", "no longer in any bank; what you did is kept")
	}
	field("kind", kindText(q))
	field("prompt", q.Prompt)
	if q.Kind == deck.List || q.Kind == deck.Order {
		list("items", q.Items)
	}
	list("answer", q.Answers)
	list("wrong", q.Wrong)
	field("hint", q.Hint)
	field("why", q.Why)
	for i, s := range q.Sources {
		sourceField(b, d.Term.Columns(), []string{"source", " "}[min(i, 1)], s)
	}
	field("tags", strings.Join(q.Tags, " "))
	field("group", q.Group)
	field("from", q.From)
	field("added", q.Added)
	field("deck", q.Deck)
	if q.Deck != deck.Builtin && !shown.Gone {
		field("file", fmt.Sprintf("%s:%d", q.File, q.Line))
	}
	for _, c := range shown.Cards {
		b.WriteString("\n" + strong(c.ID) + "\n")
		field("state", c.stateText(today))
		if c.Reviews > 0 {
			field("memory", uncapital(outOf100(c.Recall))+" such cards would be recalled now")
			field("difficulty", difficultyText(c.Difficulty))
			field("answers", "answered "+times(c.Reviews)+", "+forgottenText(c.Lapses))
			field("more", "kuril why "+c.ID)
		}
		for _, line := range c.curve {
			b.WriteString(line + "\n")
		}
		for _, h := range c.History {
			field(h.Day.String(), h.text())
		}
	}
}

// kindText is the kind with what goes with it.
func kindText(q *deck.Question) string {
	text := string(q.Kind)
	if q.Match != "" {
		text += ", match " + string(q.Match)
	}
	if q.Tolerance != 0 {
		text += ", within " + strconv.FormatFloat(q.Tolerance, 'g', -1, 64)
	}
	if q.Unit != "" {
		text += ", in " + q.Unit
	}
	if q.Both {
		text += ", both ways"
	}
	return text
}

// stateText is the state of a card with its due day.
func (c shownCard) stateText(today progress.Day) string {
	text := c.State
	if c.Due != nil {
		text += fmt.Sprintf(", due %s (%s)", c.Due, InDays(int(*c.Due-today)))
	}
	if c.Suspended {
		text += ", suspended"
	}
	if c.Marked {
		text += ", marked"
	}
	return text
}

// text is one line of a card's history.
func (h shownHistory) text() string {
	text := h.Kind
	if h.Rating >= 1 && h.Rating <= 4 {
		text += " " + ratings[h.Rating-1]
	}
	if h.Given != "" {
		text += fmt.Sprintf(", you: %s", h.Given)
	}
	if h.TakenBack {
		text += " (taken back)"
	}
	return text
}
