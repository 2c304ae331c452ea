package quiz

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// talk is one session with a learner.
type talk struct {
	ctx     context.Context
	d       *Desk
	t       *Term
	s       *Session
	near    *neighbours
	mixed   *confusions // made when first needed
	weights *fsrs.Weights
	day     progress.Day
	started time.Time
	clock   time.Time // of the last answer
	drill   bool
	again   bool // the card comes again because something was taken back: no pause
	results []result
	pace    pace // of this learner
	viewed  viewed
	drawn   Task   // what was asked last, until it is answered
	whyOf   string // the card whose why stands below its verdict already
	claims  claims
	plans   []planned // of exams to come
	named   bool      // the learner said which cards: those are asked, come what may
	partial bool      // the session knows only what today needs
	extra   bool      // the learner said how many, or chose what to do: more or less than a day asks
}

// result is one answer of this session, for its summary.
type result struct {
	ref    string
	card   deck.Card
	given  string
	answer string
	match  Match
	rating fsrs.Rating
}

// step is how asking one card ended.
type step int

const (
	answered step = iota
	anew          // something else happened: see what is to be asked now
	quit
)

// Study asks what memory needs today, until nothing is left or the learner
// stops. Every answer is in the log before the next prompt. It returns
// ErrInterrupted after ^C, when everything answered is kept.
func Study(ctx context.Context, d *Desk, o SessionOptions) error {
	k, p, err := begin(ctx, d, o)
	if err != nil {
		return err
	}
	defer k.t.Raw()()
	k.nameLeftOut()
	news, err := d.news(k.ctx)
	if err != nil {
		return err
	}
	if news != "" {
		k.tell("%s", news)
	}
	if err := k.tellExams(); err != nil {
		return err
	}
	if p.Total() == 0 {
		if some, err := k.nothing(p.Counts, o); err != nil || !some {
			return err
		}
		k.extra = true
		return k.run()
	}
	if err := k.welcome(p.Counts, o); err != nil {
		return err
	}
	return k.run()
}

// begin loads what is remembered and chooses today's cards.
func begin(ctx context.Context, d *Desk, o SessionOptions) (*talk, plan, error) {
	// ^C ends the conversation, never a write: the terminal hears of it.
	ctx = context.WithoutCancel(ctx)
	weights, err := d.Store.Weights(ctx)
	if err != nil {
		return nil, plan{}, err
	}
	day, jump, err := d.studyDay(ctx)
	if err != nil {
		return nil, plan{}, err
	}
	known, err := d.needed(ctx, o, day)
	if err != nil {
		return nil, plan{}, err
	}
	c, err := d.composerOf(ctx, o, known, weights, day)
	if err != nil {
		return nil, plan{}, err
	}
	p := c.compose()
	now := d.Now()
	k := &talk{
		ctx: ctx, d: d, t: d.Term, weights: weights, day: day, started: now, clock: now,
		s: newSession(p, known.cards, known.states, day), pace: p.pace, named: !o.Query.Empty(), near: newNeighbours(d.Bank),
	}
	if k.partial = known.partial; k.partial {
		k.s.narrow(d)
	}
	k.claims.dir = filepath.Join(d.DataDir, "asking")
	k.extra = k.named || o.New != Unset || o.Limit != Unset || o.Minutes > 0
	if jump != "" {
		k.tell("%s", jump)
	}
	if k.plans, err = d.planned(ctx, known.states, weights, day); err != nil {
		return nil, plan{}, err
	}
	return k, p, nil
}

// studyDay returns the day that counts now, which never runs backwards, and
// what to say when the clock jumped back.
func (d *Desk) studyDay(ctx context.Context) (progress.Day, string, error) {
	now := d.Now()
	day := d.Calendar.Day(now)
	at, last, err := d.Store.Last(ctx)
	if err != nil || last <= day {
		return day, "", err
	}
	jump := ""
	if at.Sub(now) > clockJump {
		jump = fmt.Sprintf("The clock says %s, but the last answer is from %s. Study days never run backwards: today counts as %s.",
			now.In(d.Calendar.Zone).Format("2006-01-02 15:04"), at.In(d.Calendar.Zone).Format("2006-01-02 15:04"), last)
	}
	return last, jump, nil
}

// compose chooses the cards of a session.
func (d *Desk) compose(ctx context.Context, o SessionOptions, states map[string]progress.State, w *fsrs.Weights, day progress.Day) (plan, error) {
	c, err := d.composer(ctx, o, states, w, day)
	if err != nil {
		return plan{}, err
	}
	return c.compose(), nil
}

// composer is composerOf with all cards of the bank.
func (d *Desk) composer(ctx context.Context, o SessionOptions, states map[string]progress.State, w *fsrs.Weights, day progress.Day) (*composer, error) {
	return d.composerOf(ctx, o, scope{cards: d.Bank.Cards(), states: states}, w, day)
}

// composerOf collects what the choice of today's cards rests on.
func (d *Desk) composerOf(ctx context.Context, o SessionOptions, k scope, w *fsrs.Weights, day progress.Day) (*composer, error) {
	pace := steady(usualThought + usualReading)
	if !o.Untimed || o.Minutes > 0 {
		var err error
		if pace, err = d.pace(ctx, day); err != nil {
			return nil, err
		}
	}
	before, err := d.Store.Studied(ctx, day)
	if err != nil {
		return nil, err
	}
	env := d.env(w, day)
	wanted := func(c deck.Card, s progress.State) bool { return o.Query.Match(c, s, env) }
	if o.Query.Empty() && len(d.BankFiles) == 0 {
		wanted = func(c deck.Card, _ progress.State) bool { return d.Settings.Daily(d.home(c.Question)) }
	}
	// The same all day long, so that what is counted is what will be asked.
	shuffle := rand.New(rand.NewPCG(d.Seed, uint64(day)))
	c := &composer{
		cards: k.cards, states: k.states, later: k.later, today: day, now: d.Now(), weights: w,
		settings: d.Settings, options: o, wanted: wanted, pace: pace, before: before, rand: shuffle,
	}
	return c, d.follow(ctx, c)
}

// home is the deck a question belongs to: one that the learner changed still
// belongs to the bank it came from.
func (d *Desk) home(q *deck.Question) string {
	if d.Bank.Replaced(q.ID) {
		return deck.Builtin
	}
	return q.Deck
}

// Counted says what a session would ask now; every count of due cards in the
// program comes from here.
func Counted(ctx context.Context, d *Desk, o SessionOptions) (Counts, error) {
	weights, err := d.Store.Weights(ctx)
	if err != nil {
		return Counts{}, err
	}
	day, _, err := d.studyDay(ctx)
	if err != nil {
		return Counts{}, err
	}
	known, err := d.needed(ctx, o, day)
	if err != nil {
		return Counts{}, err
	}
	c, err := d.composerOf(ctx, o, known, weights, day)
	if err != nil {
		return Counts{}, err
	}
	return c.compose().Counts, nil
}

// run asks card after card.
func (k *talk) run() error {
	defer k.claims.release()
	for {
		states, err := k.d.Store.Refresh(k.ctx)
		if err != nil {
			return err
		}
		k.s.Learn(states)
		id, same, ok := k.next()
		card, _ := k.s.card(id)
		if !ok {
			if n := k.s.Busy(); n > 0 {
				k.tell("Open in another terminal, and left to it: %s.", Count(n, "card"))
			}
			again, err := k.summary()
			if again {
				continue
			}
			return err
		}
		step := answered
		if same && !k.again {
			step, err = k.pause(card)
		}
		k.again = false
		if err == nil && step == answered {
			step, err = k.card(card)
		}
		switch {
		case errors.Is(err, ErrInterrupted):
			k.stop()
			return ErrInterrupted
		case errors.Is(err, io.EOF), err == nil && step == quit:
			k.stop()
			return nil
		case err != nil:
			return err
		}
	}
}

// pause keeps a card from following itself unnoticed on a terminal. Where an
// answer is typed, a letter is its beginning already.
func (k *talk) pause(c deck.Card) (step, error) {
	if k.t.in == nil {
		return answered, nil
	}
	if !k.t.Rich() {
		k.say("Only this card is left. Enter shows it again.")
		line, err := k.t.Line("> ")
		if strings.TrimSpace(line) == "q" {
			return quit, err
		}
		return answered, err
	}
	k.hush("Only this card is left. Press a key to see it again.")
	key, err := k.t.Key()
	switch {
	case err != nil:
		return quit, err
	case keyed(c):
		if key == "q" {
			return quit, nil
		}
	case key != " ":
		k.t.Unread(key)
	}
	return answered, nil
}

// card asks one card, from the question to the record.
func (k *talk) card(c deck.Card) (step, error) {
	k.tellJump()
	task := k.drawn
	if task.Card.ID != c.ID || task.Card.Question != c.Question { // else it stands as it stood
		task = newTask(c, nil, k.d.Rand)
		k.drawn = task
	}
	k.header(c)
	k.question(task)
	// The question stands there: what is needed to judge and to rate is looked
	// for while it is read.
	task.Others = k.near.of(c)
	if k.s.load == nil {
		var err error
		if k.s.load, err = k.d.Store.DueOnDays(k.ctx); err != nil {
			return answered, err
		}
	}
	shown := k.d.Now()
	reply, step, err := k.ask(task)
	if err != nil || step != answered {
		return step, err
	}
	at := k.d.Now()
	reply.took = min(at.Sub(shown), longestThought)
	if step, err := k.confide(&reply); err != nil || step != answered {
		return step, err
	}
	return k.rate(task, reply, at)
}

// tellJump says aloud when the clock moved by more than a day since the last
// answer of this session.
func (k *talk) tellJump() {
	now := k.d.Now()
	if d := now.Sub(k.clock).Abs(); d > clockJump {
		k.say("The clock moved by %s since the last answer.", Count(int(d/(24*time.Hour)), "day"))
	}
	k.clock = now
}

// today is the study day of an instant in this session; it never runs
// backwards.
func (k *talk) today(at time.Time) progress.Day {
	return max(k.day, k.d.Calendar.Day(at))
}

func (k *talk) say(format string, args ...any) {
	io.WriteString(k.t, k.t.isolate(fmt.Sprintf(format, args...))+"\n")
}

// tell says a sentence, wrapped on a terminal; through a pipe it stays one
// line.
func (k *talk) tell(format string, args ...any) {
	k.paint(plainly, "", fmt.Sprintf(format, args...))
}

// hush says what may be overlooked.
func (k *talk) hush(format string, args ...any) {
	k.paint(faint, "", fmt.Sprintf(format, args...))
}

// paint wraps first and colours then, so that colour takes no room: label in
// its own colour, or the whole text when there is none.
func (k *talk) paint(paint Paint, label, text string) {
	lines := []string{label + text}
	if k.t.Rich() {
		lines = Wrap(label+text, k.t.Measure())
	}
	for i, line := range lines {
		rest, labelled := strings.CutPrefix(line, label)
		switch {
		case label == "":
			line = paint(line)
		case i == 0 && labelled:
			line = paint(label) + rest
		}
		k.say("%s", line)
	}
}
