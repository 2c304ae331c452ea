package quiz

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// Log prints every event in the order of the log, one a line.
func Log(ctx context.Context, d *Desk, asJSON bool) error {
	w := bufio.NewWriter(d.Out)
	looked, columns := IsTerminal(d.Stdout), d.Term.Columns()
	bar := d.Bar(ctx, "writing the log")
	defer bar.Done()
	done, total := 0, d.Store.Events()
	err := d.Store.Log(ctx, func(e progress.Event) error {
		if done++; done%1000 == 0 && !looked {
			if err := bar.To(done, total); err != nil {
				return err
			}
		}
		if asJSON {
			return printJSON(w, e)
		}
		width := 0 // whole, for a program
		if looked {
			width = columns
		}
		text := strings.Join(d.logLines(e, width), "\n")
		_, err := w.WriteString(text + "\n")
		return err
	})
	if err != nil && ctx.Err() == nil {
		return err
	}
	return cmp.Or(w.Flush(), err) // what was stopped ends with a whole line
}

// What stands before the card in a line of the log: the minute, and what
// happened with its rating.
const (
	minuteWidth = len("2026-11-22 08:00")
	eventWidth  = len("practised again")
)

// logLines tells one event to people, in lines of at most width columns; width
// 0 is one line however long. The cards stand below each other, or where that
// leaves no room for them on lines of their own.
func (d *Desk) logLines(e progress.Event, width int) []string {
	happened := word(e)
	if e.Rating >= fsrs.Again && e.Rating <= fsrs.Easy {
		happened += " " + ratings[e.Rating-1]
	}
	head := e.At.In(d.Calendar.Zone).Format("2006-01-02 15:04") + "  " + happened
	text := strings.Join(details(e), ", ")
	if e.TakenBack {
		text = strings.TrimLeft(text+" (taken back)", " ")
	}
	if text == "" {
		return []string{head}
	}
	indent := minuteWidth + 2 + eventWidth + 2
	if width == 0 {
		return []string{Pad(head, indent) + text}
	}
	if width < 2*indent {
		lines := []string{head}
		for _, line := range Wrap(text, width-2) {
			lines = append(lines, "  "+line)
		}
		return lines
	}
	lines := Wrap(text, width-indent)
	for i, line := range lines {
		if i == 0 {
			lines[i] = Pad(head, indent) + line
		} else {
			lines[i] = strings.Repeat(" ", indent) + line
		}
	}
	return lines
}

// word names the kind of an event.
func word(e progress.Event) string {
	if e.Kind == progress.Undone {
		return "took back"
	}
	return string(e.Kind)
}

// details are what a line of the log says behind the kind of an event: the
// card, when it comes next, what was answered.
func details(e progress.Event) []string {
	var parts []string
	if e.Card != "" {
		parts = append(parts, Clean(e.Card))
	}
	if e.Due != 0 {
		parts = append(parts, "next "+e.Due.String())
	}
	if e.Given != "" {
		parts = append(parts, "you: "+CleanLine(e.Given))
	}
	return parts
}

// what says an event in a few words.
func what(e progress.Event) string {
	text := word(e)
	if e.Card != "" {
		text += " " + Clean(e.Card)
	}
	if e.Rating >= fsrs.Again && e.Rating <= fsrs.Easy {
		text += ": " + ratings[e.Rating-1]
	}
	return text
}

// Undo takes back the last action of this machine, whatever it was.
func Undo(ctx context.Context, d *Desk) error {
	nothing := Fail("there is nothing to take back")
	if _, _, err := d.Store.LastAction(ctx); errors.Is(err, progress.ErrNothing) {
		return nothing
	} else if err != nil {
		return err
	}
	if err := d.Write(ctx); err != nil {
		return err
	}
	ref, events, err := d.Store.LastAction(ctx)
	if errors.Is(err, progress.ErrNothing) {
		return nothing
	}
	if err != nil {
		return err
	}
	day, _, err := d.studyDay(ctx)
	if err != nil {
		return err
	}
	if _, _, err := d.Store.Undo(ctx, ref, d.Now(), day); err != nil {
		return err
	}
	switch {
	case slices.Contains(events[0].Rules, ruleExam):
		return d.say("Taken back: an exam, %s", Count(len(events), "answer"))
	case slices.ContainsFunc(events, func(e progress.Event) bool { return slices.Contains(e.Rules, progress.RuleImport) }):
		return d.say("Taken back: an import, %s; its cards stay in %s", Count(len(events), "event"), d.DecksDir())
	case len(events) == 1:
		line := "Taken back: " + what(events[0])
		if c, ok := d.Bank.Card(events[0].Card); ok {
			line += "\n  " + Clip(shownPrompt(c), 76)
		}
		return d.say("%s", line)
	}
	return d.say("Taken back: %s %s", events[0].Kind, Count(len(events), "card"))
}

// A Change is something that is done to cards without asking them.
type Change struct {
	Kind progress.Kind
	Verb string // to do it
	Done string // what the cards then are
}

// The changes that a command can make to several cards.
var (
	Suspend = Change{progress.Suspended, "suspend", "suspended"}
	Resume  = Change{progress.Resumed, "resume", "resumed"}
	Reset   = Change{progress.Reset, "reset", "new again"}
	Mark    = Change{progress.Marked, "mark", "marked"}
	Unmark  = Change{progress.Unmarked, "unmark", "no longer marked"}
)

// wanted reports whether the change would change a card.
func (c Change) wanted(s progress.State) bool {
	switch c.Kind {
	case progress.Suspended:
		return !s.Suspended
	case progress.Resumed:
		return s.Suspended
	case progress.Reset:
		return !s.New() || s.Due != 0
	case progress.Marked:
		return !s.Marked
	case progress.Unmarked:
		return s.Marked
	}
	return false
}

// Apply makes a change to the cards that words name, by ids or as a filter. It
// asks first when it is more than one, unless yes. One undo takes all back.
func Apply(ctx context.Context, d *Desk, c Change, words []string, yes bool) error {
	f, err := d.named(ctx, c.Verb, words)
	if err != nil {
		return err
	}
	var cards []deck.Card
	for _, card := range f.cards {
		if c.wanted(f.states[card.ID]) {
			cards = append(cards, card)
		}
	}
	if len(cards) == 0 {
		return d.say("Nothing to change: %s.", already(c, len(f.cards)))
	}
	if len(cards) > 1 && !yes {
		if sure, err := d.confirm(c, cards); err != nil || !sure {
			return d.left(err)
		}
	}
	if c.Kind == progress.Reset && len(cards) > 1 {
		if err := d.BackUpBefore(ctx, c.Verb); err != nil {
			return err
		}
	}
	if err := d.note(ctx, c.Kind, cards); err != nil {
		return err
	}
	name := Count(len(cards), "card")
	if len(cards) == 1 {
		name = cards[0].ID
	}
	return d.say("%s: %s. kuril undo takes it back.", name, c.Done)
}

func already(c Change, n int) string {
	verb := "is"
	if n > 1 {
		verb = "are"
	}
	text := Count(n, "card") + " " + verb
	switch c.Kind {
	case progress.Resumed:
		return text + " not suspended"
	case progress.Reset:
		return text + " new"
	case progress.Unmarked:
		return text + " not marked"
	}
	return text + " " + c.Done + " already"
}

// note records one kind of event for several cards, all in one batch.
func (d *Desk) note(ctx context.Context, kind progress.Kind, cards []deck.Card) error {
	if err := d.Write(ctx); err != nil {
		return err
	}
	day, _, err := d.studyDay(ctx)
	if err != nil {
		return err
	}
	now := d.Now()
	events := make([]progress.Event, len(cards))
	batch := ""
	if len(cards) > 1 {
		if batch, err = d.Store.NewID(); err != nil {
			return err
		}
	}
	for i, card := range cards {
		events[i] = progress.Event{Card: card.ID, At: now, Day: day, Kind: kind, Batch: batch}
	}
	_, _, err = d.Store.Record(ctx, events...)
	return err
}

// named finds cards by ids, when all words are ids, or else by a filter.
func (d *Desk) named(ctx context.Context, verb string, words []string) (found, error) {
	text := strings.TrimSpace(strings.Join(words, " "))
	if text == "" {
		return found{}, Misuse("%s wants a filter or ids", verb).Hint("such as  kuril %s tag:dates", verb)
	}
	d.tellLeftOut()
	var cards []deck.Card
	for _, word := range strings.Fields(text) {
		of := d.cardsOf(word)
		if of == nil {
			cards = nil
			break
		}
		cards = append(cards, of...)
	}
	if cards != nil {
		f, err := d.find(ctx, Query{root: some{}})
		f.cards = unique(cards)
		return f, err
	}
	q, err := ParseQuery(text)
	if err != nil {
		return found{}, err
	}
	f, err := d.find(ctx, q)
	if err == nil && len(f.cards) == 0 {
		e := Fail("no card matches %q", text)
		if why := d.whyNone(q); why != "No question matches." {
			e = e.Hint("%s", why)
		}
		err = e.Hint("kuril list  shows all of them")
	}
	return f, err
}

// cardsOf returns the cards of a question, or the one card with that id.
func (d *Desk) cardsOf(id string) []deck.Card {
	if c, ok := d.Bank.Card(id); ok && c.ID != c.Question.ID {
		return []deck.Card{c}
	}
	if q, ok := d.Bank.Question(id); ok {
		return q.Cards()
	}
	return nil
}

func unique(cards []deck.Card) []deck.Card {
	seen := make(map[string]bool)
	var kept []deck.Card
	for _, c := range cards {
		if !seen[c.ID] {
			seen[c.ID] = true
			kept = append(kept, c)
		}
	}
	return kept
}

// shownBefore is how many cards are named before a change to many.
const shownBefore = 5

// confirm says what a change touches and asks whether to make it.
func (d *Desk) confirm(c Change, cards []deck.Card) (bool, error) {
	width := d.Term.Columns()
	for i, card := range cards {
		if i == shownBefore {
			d.tell("  and %d more", len(cards)-i)
			break
		}
		prompt := shownPrompt(card)
		if Width(card.ID)+Width(prompt)+4 <= width || width >= 60 {
			d.tell("%s", Clip("  "+card.ID+"  "+prompt, width))
			continue
		}
		d.tell("%s", Clip("  "+card.ID, width))
		d.tell("%s", Clip("    "+prompt, width))
	}
	return d.sure(fmt.Sprintf("%s %s?", capital(c.Verb), Count(len(cards), "card")))
}

// sure asks a question whose Enter means no.
func (d *Desk) sure(question string) (bool, error) {
	d.tell("%s y = yes, Enter = no", question)
	line, err := d.line()
	line = strings.ToLower(line)
	return line == "y" || line == "yes", err
}

// left ends a command that somebody did not want after all, or that nobody was
// there to confirm.
func (d *Desk) left(err error) error {
	if errors.Is(err, errInputEnded) {
		return Fail("nothing was changed: nobody said yes").Hint("--yes does it without asking")
	}
	if err != nil {
		return err
	}
	return d.say("Nothing was changed.")
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
