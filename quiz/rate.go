package quiz

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// ratings are the words on the keys, Again first.
var ratings = [4]string{"again", "hard", "good", "easy"}

// rate shows the verdict, lets the learner say otherwise, records the answer
// and tells when the card comes next. An answer whose verdict was shown is
// recorded even when the input ends there.
func (k *talk) rate(t Task, r reply, at time.Time) (step, error) {
	card := t.Card
	verdict := k.verdict(t, r)
	if err := k.confused(t, r, verdict); err != nil {
		return answered, err
	}
	state := k.s.State(card.ID)
	today := k.today(at)
	choices := k.d.planOf(card, k.weights).Decide(state, at, today, k.s.Load)
	overridden := false
	offered := k.offer(verdict, r)
	k.keyLine(choices, offered)
	for {
		said, err := k.hearRating()
		if c := commandOf(said); c != 0 {
			said = string(c) // quit does what q does
		}
		var rating fsrs.Rating
		switch {
		case errors.Is(err, ErrInterrupted), errors.Is(err, io.EOF), said == "q":
			rating = offered
		case err != nil:
			return answered, err
		case said == "":
			rating = offered
		case said == "!":
			if verdict.Match == Right && !r.gaveUp || r.revealed {
				k.tell("It counts as right already.")
				continue
			}
			overridden = true
			verdict.Match, verdict.Note = Right, ""
			r.gaveUp = false
			offered = k.offer(verdict, r)
			k.paint(good, "RIGHT:", " as you say")
			err = k.teach(t, r)
			if errors.Is(err, ErrInterrupted) {
				rating = offered
				break
			}
			if err != nil && !errors.Is(err, io.EOF) {
				return answered, err
			}
			k.keyLine(choices, offered)
			continue
		case said == "?":
			k.why(card)
			k.keyLine(choices, offered)
			continue
		case said == "o":
			k.open(card, true)
			k.keyLine(choices, offered)
			continue
		case said == "h":
			k.help(true)
			k.keyLine(choices, offered)
			continue
		case said == "u" && k.s.LastRef() == "":
			// Nothing is recorded yet: what can be meant is what was typed.
			k.tell("Taken back: nothing is recorded, the question comes again.")
			k.again = true
			return anew, nil
		case said == "e":
			if _, err := k.edit(card); err != nil {
				return answered, err
			}
			edited, ok := k.s.card(card.ID)
			if !ok {
				return anew, nil
			}
			// The verdict stands where the question is as it was; where its
			// answers changed, it is judged once more.
			card, t.Card = edited, edited
			if !r.revealed && !r.gaveUp && !overridden {
				r.verdict = Judge(t, r.text)
			}
			verdict = k.verdict(t, r)
			state = k.s.State(card.ID)
			choices = k.d.planOf(card, k.weights).Decide(state, at, today, k.s.Load)
			offered = k.offer(verdict, r)
			k.keyLine(choices, offered)
			continue
		case len(said) == 1 && said[0] >= '1' && said[0] <= '4':
			rating = fsrs.Rating(said[0] - '0')
			if k.d.Settings.Ratings == 2 && (rating == fsrs.Hard || rating == fsrs.Easy) {
				k.tell("Two ratings are in use: 1 again, 3 good.")
				continue
			}
		case commandOf(said) != 0:
			step, err := k.command(commandOf(said), card)
			if err != nil || step != answered {
				return step, err
			}
			continue
		default:
			k.tell("%s", k.mistyped(offered))
			continue
		}
		if said == "q" || err != nil { // not said by the learner, so it is said here
			k.say("Taken as %d %s.", rating, ratings[rating-1])
		}
		if recordErr := k.record(t, r, verdict, overridden, choices[rating-1], state, at, today); recordErr != nil {
			return answered, recordErr
		}
		step, leechErr := k.leech(card, state, said == "q" || err != nil)
		switch {
		case said == "q":
			return quit, nil
		case err != nil:
			return answered, err
		}
		return step, leechErr
	}
}

// verdict judges the answer and prints what came of it.
func (k *talk) verdict(t Task, r reply) Verdict {
	answer := shownAnswer(t.Card)
	text, set := answerText(t.Card)
	var v Verdict
	switch {
	case r.revealed:
		k.text(strong, "A: ", set, text)
		if w := t.Card.Question.Why; w != "" {
			k.text(faint, "Why: ", setting{paint: faint}, w)
			k.whyOf = t.Card.ID
		}
		return Verdict{Answer: answer}
	case r.gaveUp:
		v = Verdict{Match: Wrong, Answer: answer}
	default:
		v = r.verdict
	}
	var detail []string
	label, paint := "WRONG:", bad
	switch v.Match {
	case Right:
		label, paint = "RIGHT:", good
	case Almost:
		label, paint = "ALMOST:", fair
	case Partly:
		label, paint = "PARTLY:", fair
		detail = append(detail, fmt.Sprintf("%d of %d", v.Right, v.Of))
	}
	if _, named := k.confusedWith(t, r, v); named && strings.HasSuffix(v.Note, answersAnother) {
		v.Note = "" // which one is said below
	}
	if v.Note != "" {
		detail = append(detail, CleanLine(v.Note))
	}
	note := ""
	if len(detail) > 0 {
		note = "(" + strings.Join(detail, "; ") + ")"
	}
	if strings.Contains(text, "\n") {
		k.text(paint, label+" ", set, text)
		if note != "" {
			k.tell("%s", note)
		}
	} else {
		k.paint(paint, label, strings.TrimRight(" "+text+" "+note, " "))
	}
	if v.Match != Right && !r.gaveUp && t.Card.Question.Kind == deck.Order {
		k.tell("You: %s", shownGiven(t.Card, given(t, r)))
	}
	if w := t.Card.Question.Why; w != "" && v.Match != Right {
		k.text(faint, "Why: ", setting{paint: faint}, w)
		k.whyOf = t.Card.ID
	}
	return v
}

// offer is the rating that Enter takes.
func (k *talk) offer(v Verdict, r reply) fsrs.Rating {
	rating := fsrs.Again
	switch {
	case r.revealed || v.Match == Right || v.Match == Almost:
		rating = fsrs.Good
	case v.Match == Partly && 3*v.Right >= 2*v.Of:
		rating = fsrs.Hard
	}
	if r.hinted {
		rating = min(rating, fsrs.Hard)
	}
	if rating == fsrs.Hard && k.d.Settings.Ratings == 2 {
		rating = fsrs.Again
	}
	return rating
}

// keyLine says what each rating would do; what it promises is what happens.
func (k *talk) keyLine(choices [4]progress.Decision, offered fsrs.Rating) {
	var keys []string
	for i, c := range choices {
		if k.d.Settings.Ratings == 2 && i != 0 && i != 2 {
			continue
		}
		key := fmt.Sprintf("%d %s", i+1, ratings[i])
		if !k.drill {
			key += " (" + until(c.Days) + ")"
		}
		keys = append(keys, key)
	}
	line := fmt.Sprintf("Rate %s, Enter = %d", strings.Join(keys, "  "), offered)
	if !k.t.Rich() {
		k.say("%s", line)
		return
	}
	// A key and what it does stay on one line.
	glued := strings.NewReplacer(" again", "\u00a0again", " hard", "\u00a0hard", " good", "\u00a0good", " easy", "\u00a0easy",
		" (", "\u00a0(", " d)", "\u00a0d)", " = ", "\u00a0=\u00a0").Replace(line)
	for _, l := range Wrap(glued, k.t.Measure()) {
		l = strings.ReplaceAll(l, "\u00a0", " ")
		head, enter, ends := strings.Cut(l, "Enter = ")
		if ends {
			l = head + strong("Enter = "+enter)
		}
		k.say("%s", l)
	}
}

// until is an interval on a key.
func until(days int) string {
	switch days {
	case 0:
		return "today"
	}
	return fmt.Sprintf("%d d", days)
}

// mistyped answers a key that means nothing where a rating is wanted.
func (k *talk) mistyped(offered fsrs.Rating) string {
	if k.d.Settings.Ratings == 2 {
		return fmt.Sprintf("Type 1 or 3, or Enter for %d; h shows all keys.", offered)
	}
	return fmt.Sprintf("Type 1 to 4, or Enter for %d; h shows all keys.", offered)
}

// hearRating reads a key or a line.
func (k *talk) hearRating() (string, error) {
	if !k.t.Rich() {
		line, err := k.t.Line("> ")
		return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(line)), ":"), err
	}
	for {
		ahead := k.t.Ahead()
		key, err := k.t.Key()
		switch {
		case err != nil:
			return "", err
		case key == KeyEnter:
			return "", nil
		case key == ":":
			continue // the habit from typed answers: the letter follows
		case ahead && !(key >= "1" && key <= "4"):
			continue // typed before the verdict could be read: no command
		}
		k.t.SwallowEnter()
		return strings.ToLower(key), nil
	}
}

// record writes the answer before anything else is shown. A card that another
// terminal answered since it was shown is practice here: the schedule counts
// it once a day.
func (k *talk) record(t Task, r reply, v Verdict, overridden bool, c progress.Decision, shown progress.State, at time.Time, today progress.Day) error {
	elsewhere, err := k.d.Store.Refresh(k.ctx)
	if err != nil {
		return err
	}
	k.s.Learn(elsewhere)
	twice := !k.drill && k.s.State(t.Card.ID).Reviews != shown.Reviews
	late, err := k.late(t.Card, shown, today)
	if err != nil {
		return err
	}
	e := c.Event(t.Card.ID, at, today)
	e.Rules = slices.Concat(e.Rules, late, k.planRules(shown, today))
	if k.drill || twice {
		e = progress.Event{Card: t.Card.ID, At: at, Day: today, Kind: progress.Practised, Rating: c.Rating}
	}
	e.Took, e.Given, e.Verdict, e.Overridden, e.Confidence = r.took, given(t, r), v.word(r), overridden, r.confidence
	written, states, err := k.d.Store.Record(k.ctx, e)
	if err != nil {
		return err
	}
	again := c.Rating == fsrs.Again && c.Days == 0 && !twice
	if k.drill {
		again = c.Rating == fsrs.Again && k.s.Misses(t.Card.ID) < mostMisses-1
	}
	k.s.Learn(states)
	k.s.Answer(t.Card.ID, written[0].ID, again)
	k.drawn = Task{}
	k.results = append(k.results, result{
		ref: written[0].ID, card: t.Card, given: e.Given, answer: shownAnswer(t.Card),
		match: v.Match, rating: c.Rating,
	})
	k.day = max(k.day, today)
	k.s.Begin(k.day)
	switch {
	case twice:
		k.tell("Another terminal answered this card meanwhile; here it counts as practice.")
	case again && k.drill:
		k.say("It comes again.")
	case k.drill:
		k.say("Practised; the schedule stays as it was.")
	case again:
		k.say("Again today.")
	case c.Rating == fsrs.Again:
		k.say("Tomorrow again.")
	default:
		k.say("Next %s, on %s.", InDays(c.Days), c.Due)
	}
	return nil
}

// mostMisses is how often a drill asks one card.
const mostMisses = 5

// given is the answer as the learner would recognise it: numbers of options
// become their texts.
func given(t Task, r reply) string {
	if r.gaveUp || len(t.Options) == 0 {
		return r.text
	}
	return chosen(t, r.text)
}

// word names a verdict in the log; "" where nothing was judged.
func (v Verdict) word(r reply) string {
	if r.revealed {
		return ""
	}
	switch v.Match {
	case Right:
		return "right"
	case Almost:
		return "almost"
	case Partly:
		return "partly"
	}
	return "wrong"
}

// planOf is how a card is scheduled.
func (d *Desk) planOf(c deck.Card, w *fsrs.Weights) progress.Plan {
	return progress.Plan{Weights: w, Retention: d.Settings.RetentionFor(c.Question), Longest: d.Settings.Longest, Ease: d.Settings.ease()}
}
