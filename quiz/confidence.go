package quiz

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"kuril/progress"
)

// confidences are what can be said before an answer is shown, as on the keys
// 1 to 3.
var confidences = [3]struct {
	word  string // on the key
	value progress.Confidence
}{{"guess", progress.Guess}, {"think so", progress.Likely}, {"sure", progress.Sure}}

const confidenceKeys = "How sure? 1 guess  2 think so  3 sure, Enter = skip"

// confide asks how sure the learner is of an answer before it is shown, where
// the settings want that. An answer that was given up is not asked about. The
// end of the input skips it: the answer is judged all the same.
func (k *talk) confide(r *reply) (step, error) {
	if !k.d.Settings.Confidence || r.gaveUp {
		return answered, nil
	}
	k.tell("%s", confidenceKeys)
	for {
		said, err := k.hearWord()
		switch {
		case errors.Is(err, io.EOF):
			return answered, nil
		case err != nil:
			return answered, err
		}
		for i, c := range confidences {
			if said == string(rune('1'+i)) || said == c.word || said == string(c.value) {
				r.confidence = c.value
				if k.t.Rich() { // where the key left no trace
					k.hush("> %s", c.word)
				}
				return answered, nil
			}
		}
		switch commandOf(said) {
		case 'q':
			return quit, nil
		case 'u':
			k.tell("Taken back: nothing is recorded, the question comes again.")
			k.again = true
			return anew, nil
		case '?', 'h':
			k.tell("Say how sure you are before you see the answer; kuril missed --confidence shows whether you were right to be. Enter skips it.")
			continue
		}
		if strings.TrimSpace(said) == "" {
			return answered, nil
		}
		k.tell("Type 1 to 3, or Enter to skip.")
	}
}

// Calibrated is how right a learner was at each degree of being sure, for the
// cards with one tag or, where Tag is "", for all.
type Calibrated struct {
	Tag   string         `json:"tag"`
	Guess ConfidentCount `json:"guess"`
	Think ConfidentCount `json:"think_so"`
	Sure  ConfidentCount `json:"sure"`

	Over  bool `json:"over_confident"`
	Under bool `json:"under_confident"`
}

// ConfidentCount is how many answers there were, and how many were right or
// almost.
type ConfidentCount struct {
	Answers int `json:"answers"`
	Right   int `json:"right"`
}

func (c *ConfidentCount) add(right bool) {
	c.Answers++
	c.Right += yes(right)
}

// When a learner counts as too sure or not sure enough: at least so many answers
// of one kind, and so many in a hundred of them wrong though sure, or right
// though guessed. A choice of four is right by luck once in four.
const (
	fewConfident = 5
	sureButWrong = 15
	guessedRight = 60
)

// judge says what the counts mean.
func (c *Calibrated) judge() {
	wrong := c.Sure.Answers - c.Sure.Right
	c.Over = c.Sure.Answers >= fewConfident && 100*wrong >= sureButWrong*c.Sure.Answers
	c.Under = c.Guess.Answers >= fewConfident && 100*c.Guess.Right >= guessedRight*c.Guess.Answers
}

// calibrated counts the answers with which something was said of how sure they
// were: all of them first, then by tag, the most too sure first.
func (d *Desk) calibrated(ctx context.Context, o MissedOptions) ([]Calibrated, error) {
	f, err := d.find(ctx, o.Query)
	if err != nil {
		return nil, err
	}
	cards := byID(f.cards)
	all := &Calibrated{}
	byTag := make(map[string]*Calibrated)
	err = d.Store.Confident(ctx, o.since(f.today), func(e progress.Event) error {
		card, ok := cards[e.Card]
		if !ok {
			return nil
		}
		right := e.Rating > 1
		if e.Verdict != "" {
			right = e.Verdict == "right" || e.Verdict == "almost"
		}
		counted := []*Calibrated{all}
		for _, tag := range card.Question.Tags {
			if byTag[tag] == nil {
				byTag[tag] = &Calibrated{Tag: tag}
			}
			counted = append(counted, byTag[tag])
		}
		for _, c := range counted {
			switch e.Confidence {
			case progress.Guess:
				c.Guess.add(right)
			case progress.Likely:
				c.Think.add(right)
			case progress.Sure:
				c.Sure.add(right)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	rows := []Calibrated{}
	for _, c := range byTag {
		c.judge()
		rows = append(rows, *c)
	}
	slices.SortFunc(rows, func(a, b Calibrated) int {
		return cmp.Or(yes(b.Over)-yes(a.Over), yes(b.Under)-yes(a.Under), b.answers()-a.answers(), cmp.Compare(a.Tag, b.Tag))
	})
	all.judge()
	if all.answers() == 0 {
		return []Calibrated{}, nil
	}
	return append([]Calibrated{*all}, rows...), nil
}

func (c Calibrated) answers() int { return c.Guess.Answers + c.Think.Answers + c.Sure.Answers }

// Confidence shows how right the learner was at each degree of being sure, by
// tag.
func Confidence(ctx context.Context, d *Desk, o MissedOptions) error {
	rows, err := d.calibrated(ctx, o)
	if err != nil {
		return err
	}
	if o.JSON {
		return printJSON(d.Out, rows)
	}
	if len(rows) == 0 {
		if !d.Settings.Confidence {
			return d.say("Nothing said yet of how sure you were. To be asked before each answer is shown, type: kuril config confidence true")
		}
		return d.say("Nothing said yet of how sure you were.")
	}
	width := d.Term.Columns()
	tags := Width("all")
	for _, r := range rows {
		tags = max(tags, Width(CleanLine(r.Tag)))
	}
	narrow := width < tags+3*(len("999 of 999")+2)
	entry(d.Out, width, faint, "", "Right of those answered, by how sure you were:")
	if !narrow {
		fmt.Fprintln(d.Out, strong(fmt.Sprintf("%s  %10s  %10s  %10s", Pad("", tags), "guess", "think so", "sure")))
	}
	for _, r := range rows {
		name := CleanLine(cmp.Or(r.Tag, "all"))
		if narrow {
			entry(d.Out, width, strong, "", name)
			entry(d.Out, width, plainly, "  ", fmt.Sprintf("guess %s, think so %s, sure %s", r.Guess, r.Think, r.Sure))
			continue
		}
		fmt.Fprintf(d.Out, "%s  %10s  %10s  %10s\n", Pad(name, tags), r.Guess, r.Think, r.Sure)
	}
	fmt.Fprintln(d.Out)
	for _, line := range remarksOn(rows) {
		entry(d.Out, width, plainly, "", line)
	}
	return nil
}

// String is "3 of 4", or a dash where nothing was answered.
func (c ConfidentCount) String() string {
	if c.Answers == 0 {
		return "-"
	}
	return fmt.Sprintf("%d of %d", c.Right, c.Answers)
}

// remarksOn puts into words where the learner is too sure and where not sure
// enough.
func remarksOn(rows []Calibrated) []string {
	var lines []string
	for _, r := range rows {
		name := " with the tag " + CleanLine(r.Tag)
		if r.Tag == "" {
			name = " of all"
		}
		if r.Over {
			wrong := r.Sure.Answers - r.Sure.Right
			lines = append(lines, fmt.Sprintf("Too sure: %d of %d answers%s that you were sure of were wrong.", wrong, r.Sure.Answers, name))
		}
		if r.Under {
			lines = append(lines, fmt.Sprintf("You know more than you think: %d of %d guesses%s were right.", r.Guess.Right, r.Guess.Answers, name))
		}
	}
	if len(lines) == 0 {
		lines = []string{fmt.Sprintf("Nothing stands out. It would from %d answers of one kind on: %d in 100 wrong though sure, or %d in 100 right though guessed.",
			fewConfident, sureButWrong, guessedRight)}
	}
	return lines
}
