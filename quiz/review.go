package quiz

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"kuril/deck"
)

// A draft keeps what was decided in itself: a remark above each question that
// was gone through. So a review can be left at any key and goes on from there,
// and who opens the file sees it.
const (
	keptMark    = "#: kept in "
	skippedMark = "#: skipped"
)

// A decision is what was made of a question of a draft: "" while nothing was,
// "skipped", or the deck it is kept in.
type decision string

const skipped decision = "\x00skipped"

// decisionOf reads the remark above a question; lines count from 0.
func decisionOf(lines []string, at int) decision {
	if at < 1 || at > len(lines) {
		return ""
	}
	line := strings.TrimRight(lines[at-1], "\r\n ")
	if line == skippedMark {
		return skipped
	}
	if name, ok := strings.CutPrefix(line, keptMark); ok {
		return decision(name)
	}
	return ""
}

func (d decision) mark() string {
	if d == skipped {
		return skippedMark + "\n"
	}
	return keptMark + string(d) + "\n"
}

// CarryDecisions puts what was decided in an older draft into a newer one, for
// the questions that both have.
func CarryDecisions(old, text []byte) []byte {
	before, _ := deck.Parse("", old)
	lines := strings.SplitAfter(string(old), "\n")
	decided := map[string]decision{}
	for _, q := range before {
		if made := decisionOf(lines, q.Line-1); made != "" {
			decided[q.ID] = made
		}
	}
	now, _ := deck.Parse("", text)
	lines = strings.SplitAfter(string(text), "\n")
	for _, q := range slices.Backward(now) {
		if made := decided[q.ID]; made != "" {
			lines = slices.Insert(lines, q.Line-1, made.mark())
		}
	}
	return []byte(strings.Join(lines, ""))
}

// A draftReview is a draft that is being gone through.
type draftReview struct {
	d         *Desk
	path      string // of the draft
	deckName  string
	target    string // file of the deck
	questions []*deck.Question
	decided   []decision
	trail     []int // what was decided in this sitting, in its order
}

// ReviewDraft goes through the questions of a draft: each is kept in an own
// deck, edited, or skipped. The draft remembers, and what is in the deck
// already is not written twice.
func ReviewDraft(ctx context.Context, d *Desk, path, name string) error {
	target, err := d.deckPath(name)
	if err != nil {
		return err
	}
	if name == "" {
		name = ownDeck
	}
	r := &draftReview{d: d, path: path, deckName: name, target: target}
	if err := r.read(); err != nil {
		return err
	}
	if len(r.questions) == 0 {
		return Fail("%s: there is no question in this draft", path).Hint("kuril generate notes.md -o %s  makes one", path)
	}
	if err := r.alreadyKept(); err != nil {
		return err
	}
	return r.run(ctx)
}

// read takes the draft from its file.
func (r *draftReview) read() error {
	text, err := deck.ReadText(r.path)
	if err != nil {
		return err
	}
	questions, problems := deck.Parse(r.path, text)
	if err := complain(problems); err != nil {
		return err
	}
	lines := strings.SplitAfter(string(text), "\n")
	r.questions, r.decided = questions, make([]decision, len(questions))
	for i, q := range questions {
		r.decided[i] = decisionOf(lines, q.Line-1)
	}
	return nil
}

// alreadyKept marks what stands in an own deck without a remark in the draft:
// the last review may have ended between the two.
func (r *draftReview) alreadyKept() error {
	for i, q := range r.questions {
		if have, ok := r.d.Bank.Question(q.ID); ok && r.decided[i] == "" && slices.Equal(have.Sources, q.Sources) {
			if err := r.write(i, decision(have.Deck)); err != nil {
				return err
			}
		}
	}
	return nil
}

// write changes the remark of a question in the draft.
func (r *draftReview) write(i int, made decision) error {
	text, err := deck.ReadText(r.path)
	if err != nil {
		return err
	}
	questions, problems := deck.Parse(r.path, text)
	if err := complain(problems); err != nil {
		return err
	}
	at := slices.IndexFunc(questions, func(q *deck.Question) bool { return q.ID == r.questions[i].ID })
	if at < 0 {
		return Fail("%s: the question %q is no longer there", r.path, r.questions[i].ID).Hint("begin again: kuril generate --review %s", r.path)
	}
	lines := strings.SplitAfter(string(text), "\n")
	line := questions[at].Line - 1
	if decisionOf(lines, line) != "" {
		lines = slices.Delete(lines, line-1, line)
		line--
	}
	if made != "" {
		lines = slices.Insert(lines, line, made.mark())
	}
	if err := deck.WriteFile(r.path, []byte(strings.Join(lines, "")), 0o666); err != nil {
		return err
	}
	r.decided[i] = made
	return nil
}

// next returns the first question from i on that nothing was decided of, then
// those before it; -1 when there is none.
func (r *draftReview) next(i int) int {
	for n := range len(r.questions) {
		if at := (i + n) % len(r.questions); r.decided[at] == "" {
			return at
		}
	}
	return -1
}

func (r *draftReview) run(ctx context.Context) error {
	at := r.next(0)
	if at < 0 {
		return r.end()
	}
	if at > 0 {
		r.tell("Going on where you stopped.")
	}
	show := true
	for at >= 0 {
		if show {
			r.show(at)
		}
		key, err := r.key()
		if errors.Is(err, io.EOF) || errors.Is(err, errInputEnded) {
			key, err = "q", nil
		}
		if err != nil {
			return errors.Join(err, r.left())
		}
		show = true
		switch strings.ToLower(key) {
		case "k", "keep":
			if err := r.keep(ctx, at); err != nil {
				return err
			}
			r.trail = append(r.trail, at)
			at = r.next(at + 1)
		case "s", "skip":
			if err := r.write(at, skipped); err != nil {
				return err
			}
			r.tell("Skipped.")
			r.trail = append(r.trail, at)
			at = r.next(at + 1)
		case "e", "edit":
			if err := r.edit(at); err != nil {
				var complaint *Error
				if !errors.As(err, &complaint) {
					return err
				}
				r.tell("%s", complaint.Message)
				for _, hint := range complaint.Hints {
					r.tell("  %s", hint)
				}
			}
		case "u", "back":
			back, err := r.back(at)
			if err != nil {
				return err
			}
			if back < 0 {
				r.tell("There is nothing to go back to.")
				show = false
				continue
			}
			at = back
		case "q", "quit":
			return r.left()
		default:
			r.tell("k keep, e edit, s skip, u back, q stop here")
			show = false
		}
	}
	return r.end()
}

// key waits for one key, or in plain mode for a line.
func (r *draftReview) key() (string, error) {
	if !r.d.Term.Rich() {
		return r.d.line()
	}
	for {
		key, err := r.d.Term.Key()
		if err != nil || key != KeyOther && key != KeyEscape {
			return key, err
		}
	}
}

func (r *draftReview) tell(format string, args ...any) { r.d.tell(format, args...) }

// show prints a question with its answer and where it comes from.
func (r *draftReview) show(i int) {
	q := r.questions[i]
	left := 0
	for _, made := range r.decided {
		if made == "" {
			left++
		}
	}
	r.d.tell("")
	head := fmt.Sprintf("%d/%d  %s", i+1, len(r.questions), q.Kind)
	if len(q.Sources) > 0 {
		title, _, _ := strings.Cut(q.Sources[0], " <")
		head += "  " + title
	}
	r.d.tell("%s", head)
	cards := q.Cards()
	r.d.text(strong, "Q: ", cards[0].Prompt())
	for n, c := range cards {
		label := "A: "
		if len(cards) > 1 && q.Kind == deck.Cloze {
			label = fmt.Sprintf("A%d: ", n+1)
		}
		if c.Back {
			r.d.tell("and the other way round")
			continue
		}
		text, _ := answerText(c)
		r.d.text(good, label, text)
	}
	if q.Why != "" && q.Why != q.Prompt {
		r.d.text(faint, "Text: ", q.Why)
	}
	r.d.tell("k keep  e edit  s skip  u back  q stop   %d left", left)
}

// keep writes a question to the deck, and then the remark.
func (r *draftReview) keep(ctx context.Context, i int) error {
	if have, ok := r.d.Bank.Question(r.questions[i].ID); ok && slices.Equal(have.Sources, r.questions[i].Sources) {
		r.tell("It is in %s already.", have.Deck)
		return r.write(i, decision(have.Deck))
	}
	q := *r.questions[i]
	day, _, err := r.d.studyDay(ctx)
	if err != nil {
		return err
	}
	q.Added = day.String()
	for _, same := range r.d.duplicates([]*deck.Question{&q}) {
		r.tell("Note: %s", same)
	}
	if err := r.d.makeFolder(r.d.DecksDir()); err != nil {
		return err
	}
	if err := deck.Append(r.target, &q); err != nil {
		return problemError(err)
	}
	if err := r.write(i, decision(r.deckName)); err != nil {
		return err
	}
	r.tell("Kept in %s.", r.deckName)
	return r.d.Load()
}

// edit opens a question in the editor; the draft keeps what was changed, and it
// is shown again.
func (r *draftReview) edit(i int) error {
	old := r.questions[i]
	head := "# Change what you like, save and leave. Lines that begin with # are not read.\n\n"
	return r.d.inEditor(head+deck.Format(old), 3, func(file string, text []byte) error {
		q, err := r.d.edited(old, file, text)
		if err != nil {
			return err
		}
		if err := deck.Replace(r.path, old.ID, q); err != nil {
			return problemError(err)
		}
		q.Sources = slices.Clone(q.Sources)
		r.questions[i] = q
		return nil
	})
}

// back takes the last decision back, of this sitting or the one before i, and
// returns its question; -1: there is none.
func (r *draftReview) back(i int) (int, error) {
	last := -1
	if n := len(r.trail); n > 0 {
		last, r.trail = r.trail[n-1], r.trail[:n-1]
	} else {
		for n := i - 1; n >= 0 && last < 0; n-- {
			if r.decided[n] != "" {
				last = n
			}
		}
	}
	if last < 0 {
		return -1, nil
	}
	if made := r.decided[last]; made != "" && made != skipped {
		if q, ok := r.d.Bank.Question(r.questions[last].ID); ok && q.Deck == string(made) {
			if err := deck.Remove(q.File, q.ID); err != nil {
				return -1, problemError(err)
			}
			if err := r.d.Load(); err != nil {
				return -1, err
			}
			r.tell("Taken out of %s again.", made)
		}
	}
	return last, r.write(last, "")
}

// left says where a review was left.
func (r *draftReview) left() error {
	kept, left := r.counts()
	return r.d.say("%s kept, %d left. Go on with  kuril generate --review %s", Count(kept, "question"), left, r.path)
}

// end says what a finished review has given.
func (r *draftReview) end() error {
	kept, _ := r.counts()
	if kept == 0 {
		return r.d.say("Gone through: %s, none kept.", Count(len(r.questions), "question"))
	}
	return r.d.say("Gone through: %s of %d kept. They come in the next sessions: kuril study", Count(kept, "question"), len(r.questions))
}

func (r *draftReview) counts() (kept, left int) {
	for _, made := range r.decided {
		switch made {
		case "":
			left++
		case skipped:
		default:
			kept++
		}
	}
	return kept, left
}
