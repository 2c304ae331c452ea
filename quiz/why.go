package quiz

import (
	"context"
	"slices"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// told is what why tells of one question.
type told struct {
	Question string     `json:"question"`
	Gone     bool       `json:"gone,omitempty"` // in no bank in use
	Cards    []toldCard `json:"cards"`
}

// toldCard is the whole story of one card. What can be said in words stands
// beside the numbers it was said of.
type toldCard struct {
	ID      string        `json:"id"`
	Prompt  string        `json:"prompt"`
	Answer  string        `json:"answer"`
	State   string        `json:"state"`  // new, learning or review
	Recall  *float64      `json:"recall"` // 0 to 1; null: never answered
	Due     *progress.Day `json:"due"`    // null: never scheduled
	Today   bool          `json:"asked_today"`
	Held    *heldBack     `json:"held_back,omitempty"`
	Now     []string      `json:"now"`
	Because []string      `json:"because"` // why it is due on that day
	Rules   []string      `json:"rules"`   // that moved that day, as stored
	If      []toldRating  `json:"if_answered_now"`
	Past    []toldEvent   `json:"history"`

	heading string // over Because
	ifNot   string // instead of If
}

// heldBack says why a card that could be asked today is not.
type heldBack struct {
	Rule string `json:"rule"` // sibling, limit, backlog, decks or later
	Text string `json:"text"`
}

// toldRating is what one rating would do now.
type toldRating struct {
	Rating int          `json:"rating"`
	Days   int          `json:"days"` // 0: again today
	Due    progress.Day `json:"due"`
	Rules  []string     `json:"rules"`
	Text   string       `json:"text"`
}

// toldEvent is one thing that happened to a card.
type toldEvent struct {
	Event      string        `json:"event"`
	At         string        `json:"at"`
	Day        progress.Day  `json:"day"`
	Kind       string        `json:"kind"`
	Rating     int           `json:"rating"`
	Given      string        `json:"given"`
	Verdict    string        `json:"verdict,omitempty"`
	Confidence string        `json:"confidence,omitempty"`
	Recall     float64       `json:"recall,omitempty"`    // predicted then, 0 to 1
	Interval   float64       `json:"interval,omitempty"`  // days, before rounding
	Retention  float64       `json:"retention,omitempty"` // wanted then
	Due        *progress.Day `json:"due,omitempty"`
	Rules      []string      `json:"rules,omitempty"`
	TakenBack  bool          `json:"taken_back,omitempty"`
	Text       string        `json:"text"`
}

// world is what the story of a card is told from.
type world struct {
	d       *Desk
	states  map[string]progress.State
	weights *fsrs.Weights
	today   progress.Day
	plan    plan
	load    func(progress.Day) int
	cards   []deck.Card // of the bank
}

// Why tells the story of a question's cards, or of one card, in plain words.
func Why(ctx context.Context, d *Desk, id string, asJSON bool) error {
	t, err := d.tellWhy(ctx, id)
	if err != nil {
		return err
	}
	if asJSON {
		return printJSON(d.Out, t)
	}
	return t.print(d.Out, d.Term.Columns())
}

func (d *Desk) tellWhy(ctx context.Context, id string) (told, error) {
	w, err := d.world(ctx)
	if err != nil {
		return told{}, err
	}
	var cards []deck.Card
	q, unknown := d.question(id)
	switch {
	case unknown == nil && id != q.ID:
		c, _ := d.Bank.Card(id)
		cards = []deck.Card{c}
	case unknown == nil:
		cards = q.Cards()
	}
	t := told{Question: deck.QuestionID(id), Gone: unknown != nil, Cards: []toldCard{}}
	for _, c := range cards {
		card, err := w.tell(ctx, c)
		if err != nil {
			return told{}, err
		}
		t.Cards = append(t.Cards, card)
	}
	// Of what has left the bank there still is what was answered.
	left, err := d.remembered(ctx, id)
	if err != nil {
		return told{}, err
	}
	for _, id := range left {
		if slices.ContainsFunc(cards, func(c deck.Card) bool { return c.ID == id }) {
			continue
		}
		card, err := w.tellGone(ctx, id)
		if err != nil {
			return told{}, err
		}
		t.Cards = append(t.Cards, card)
	}
	if len(t.Cards) == 0 {
		return told{}, unknown
	}
	return t, nil
}

// world loads what is remembered and what today's session holds.
func (d *Desk) world(ctx context.Context) (*world, error) {
	w := &world{d: d, cards: d.Bank.Cards()}
	var err error
	if w.states, err = d.Store.States(ctx); err != nil {
		return nil, err
	}
	if w.weights, err = d.Store.Weights(ctx); err != nil {
		return nil, err
	}
	if w.today, _, err = d.studyDay(ctx); err != nil {
		return nil, err
	}
	if w.plan, err = d.compose(ctx, usual, w.states, w.weights, w.today); err != nil {
		return nil, err
	}
	w.load = newSession(w.plan, nil, w.states, w.today).Load
	return w, nil
}

func (w *world) state(card string) progress.State {
	s := w.states[card]
	s.Card = card
	return s
}

// tell tells the story of a card of the bank.
func (w *world) tell(ctx context.Context, c deck.Card) (toldCard, error) {
	s := w.state(c.ID)
	t := toldCard{
		ID: c.ID, Prompt: c.Prompt(), Answer: answerLine(c), State: stateName(s, w.today),
		Today: slices.Contains(w.plan.open, c.ID) || slices.Contains(w.plan.queue, c.ID),
	}
	if s.Due != 0 {
		t.Due = &s.Due
	}
	if !t.Today && !s.Suspended {
		t.Held = w.held(c, s)
	}
	now := w.d.Now()
	if !s.New() {
		recall := s.Recall(w.weights, now)
		t.Recall = &recall
	}
	t.Now = w.nowText(c, s, t)
	if err := w.past(ctx, &t, w.d.Settings.RetentionFor(c.Question)); err != nil {
		return t, err
	}
	if !s.New() && s.LastDay >= w.today && !s.Open {
		t.ifNot = "It was recalled today. To see it again today is practice, which moves no date."
		t.If = []toldRating{}
		return t, nil
	}
	for i, c := range w.d.planOf(c, w.weights).Decide(s, now, w.today, w.load) {
		if w.d.Settings.Ratings == 2 && i != 0 && i != 2 {
			continue
		}
		t.If = append(t.If, toldRating{Rating: i + 1, Days: c.Days, Due: c.Due, Rules: listOf(c.Rules), Text: decisionText(c)})
	}
	return t, nil
}

// tellGone tells of a card that is in no bank in use.
func (w *world) tellGone(ctx context.Context, id string) (toldCard, error) {
	s := w.state(id)
	t := toldCard{ID: id, State: stateName(s, w.today), If: []toldRating{}}
	if s.Due != 0 {
		t.Due = &s.Due
	}
	text := "This card is no longer in any bank and is not asked. What you answered is kept."
	if len(w.d.BankFiles)+len(w.d.Problems) > 0 {
		text = "This card is not in the banks in use and is not asked. What you answered is kept."
	}
	t.Now = []string{text}
	if !s.New() {
		recall := s.Recall(w.weights, w.d.Now())
		t.Recall = &recall
		t.Now = append(t.Now, outOf100(recall)+" such cards would be recalled now.")
	}
	err := w.past(ctx, &t, 0)
	return t, err
}

// past tells what happened to a card, and why it is due when it is. retention
// is what is wanted now, 0 where nothing is.
func (w *world) past(ctx context.Context, t *toldCard, retention float64) error {
	events, err := w.d.Store.History(ctx, t.ID)
	if err != nil {
		return err
	}
	t.Past = []toldEvent{}
	t.Because, t.Rules = []string{}, []string{}
	undone := make(map[string]progress.Event)
	for _, e := range events {
		if e.Kind == progress.Undone {
			undone[e.Ref] = e
		}
	}
	var h teller
	for _, e := range events {
		if e.Kind == progress.Undone {
			continue // told with what it took back
		}
		p := toldEvent{
			Event: e.ID, At: stamp(e.At), Day: e.Day, Kind: string(e.Kind), Rating: int(e.Rating), Given: e.Given,
			Verdict: e.Verdict, Confidence: string(e.Confidence), Recall: e.Recall, Interval: e.Interval,
			Retention: e.Retention, Rules: e.Rules, TakenBack: e.TakenBack,
		}
		if e.Due != 0 {
			p.Due = &e.Due
		}
		u, known := undone[e.ID]
		if !known && e.Batch != "" {
			u = undone[e.Batch]
		}
		p.Text = h.tell(e, u.Day)
		t.Past = append(t.Past, p)
	}
	if h.decided == nil {
		return nil
	}
	t.heading = "Why " + h.decided.Due.String()
	if h.decided.Due == 0 {
		t.heading = "Why it is due"
	}
	t.Because, t.Rules = becauseOf(*h.decided, retention), listOf(h.decided.Rules)
	return nil
}
