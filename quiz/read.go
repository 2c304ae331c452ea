package quiz

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"kuril/deck"
)

// ReadForm is how the material is printed.
type ReadForm int

// The forms.
const (
	ReadPage     ReadForm = iota // laid out for a person
	ReadPlain                    // labelled lines, none broken
	ReadMarkdown                 // for another program to lay out
	ReadJSON
)

// ReadOptions choose what read shows, and how.
type ReadOptions struct {
	Query Query
	Today bool // only what study would ask now
	Form  ReadForm
}

// shownPart is one section of what is read, or the questions of a deck that
// stand in none.
type shownPart struct {
	Deck    string      `json:"deck"`
	Chapter string      `json:"chapter"`
	Title   string      `json:"title"`
	Text    string      `json:"text"`
	Facts   []shownFact `json:"facts"`
}

// shownFact is a fact with the questions that ask for it. Without a text it is
// only questions that belong together.
type shownFact struct {
	Text      string      `json:"text"`
	Questions []shownRead `json:"questions"`
}

// shownRead is a question with its answer.
type shownRead struct {
	ID     string   `json:"id"`
	Kind   string   `json:"kind"`
	Prompt string   `json:"prompt"` // the gaps of a cloze filled, in brackets
	Answer []string `json:"answer"` // one, or the items; none of a cloze
	Why    string   `json:"why"`
	Source []string `json:"source"`

	exact bool    // a date or a number
	how   setting // how the answer is laid out
}

// Read prints the material in teaching order: what connects the questions, and
// each question with its answer and why. It changes nothing.
func Read(ctx context.Context, d *Desk, o ReadOptions) error {
	d.tellLeftOut()
	f, err := d.find(ctx, o.Query)
	if err != nil {
		return err
	}
	wanted := map[*deck.Question]bool{}
	for _, c := range f.cards {
		if !o.Today || f.asked[c.ID] {
			wanted[c.Question] = true
		}
	}
	whole := o.Query.Empty() && !o.Today
	parts := gather(d.Bank, wanted, whole)
	if o.Form == ReadJSON {
		return printJSON(d.Out, parts)
	}
	if len(parts) == 0 {
		why := d.whyNone(o.Query)
		if o.Today && len(f.cards) > 0 {
			why = "Study would ask none of these now."
		}
		fmt.Fprintln(d.Err, Clean(why))
		return nil
	}
	var b strings.Builder
	switch o.Form {
	case ReadPlain:
		readPlain(&b, parts)
	case ReadMarkdown:
		readMarkdown(&b, parts)
	default:
		newReadPage(&b, d.pageColumns(), d.Term.Isolates()).print(parts)
	}
	if _, err := io.WriteString(d.Out, b.String()); err != nil {
		return err
	}
	if whole && IsTerminal(d.Stdout) && o.Form == ReadPage {
		text := Count(len(wanted), "question") + ". Only what study would ask now: kuril read --today"
		fmt.Fprintln(d.Err, strings.Join(Wrap(text, d.Term.Columns()), "\n"))
	}
	return nil
}

// pageColumns is the width to lay a page out for. What goes to a pager is seen
// in the window that messages go to.
func (d *Desk) pageColumns() int {
	columns := d.Term.Columns()
	if !IsTerminal(d.Stdout) && IsTerminal(d.Stderr) {
		if w, _, err := term.GetSize(int(d.Stderr.Fd())); err == nil && w > 0 {
			columns = min(columns, max(w, 20))
		}
	}
	return columns
}

// gather puts the wanted questions into teaching order: the sections of each
// deck, then what none of them leads to. The whole has the facts that nobody
// asks for too.
func gather(bank *deck.Bank, wanted map[*deck.Question]bool, whole bool) []shownPart {
	sections := bank.Sections()
	told := map[*deck.Question]bool{} // a section names it
	named := func(ids []string) (list []*deck.Question) {
		for _, id := range ids {
			if q, ok := bank.Question(id); ok && !told[q] {
				told[q] = true
				list = append(list, q)
			}
		}
		return list
	}
	type lead struct {
		facts [][]*deck.Question
		own   []*deck.Question
	}
	leads := make([]lead, len(sections))
	for i, s := range sections {
		for _, fact := range s.Facts {
			leads[i].facts = append(leads[i].facts, named(fact.Questions))
		}
		leads[i].own = named(s.Questions)
	}
	for i, s := range sections {
		for _, q := range bank.All() {
			if s.Tag != "" && q.Deck == s.Deck && !told[q] && slices.Contains(q.Tags, s.Tag) {
				told[q] = true
				leads[i].own = append(leads[i].own, q)
			}
		}
	}
	parts := []shownPart{}
	add := func(p shownPart) {
		if len(p.Facts) > 0 || whole && p.Text != "" {
			parts = append(parts, p)
		}
	}
	for _, name := range decksOf(bank, sections) {
		hasSections := false
		for i, s := range sections {
			if s.Deck != name {
				continue
			}
			hasSections = true
			p := shownPart{Deck: name, Chapter: s.Chapter, Title: s.Title, Text: s.Text, Facts: []shownFact{}}
			for j, fact := range s.Facts {
				shown := shownFact{Text: fact.Text, Questions: withAnswers(leads[i].facts[j], wanted)}
				if whole || len(shown.Questions) > 0 {
					p.Facts = append(p.Facts, shown)
				}
			}
			p.Facts = append(p.Facts, siblingsTogether(leads[i].own, wanted)...)
			add(p)
		}
		rest := shownPart{Deck: name, Chapter: name}
		if hasSections {
			rest.Title = "More questions"
		}
		var left []*deck.Question
		for _, q := range bank.All() {
			if q.Deck == name && !told[q] {
				left = append(left, q)
			}
		}
		rest.Facts = siblingsTogether(left, wanted)
		add(rest)
	}
	return parts
}

// decksOf returns the names of the decks in the order of the bank.
func decksOf(bank *deck.Bank, sections []*deck.Section) []string {
	var names []string
	add := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, s := range sections {
		if s.Deck != deck.Builtin {
			add(s.Deck)
		}
	}
	last := ""
	for _, q := range bank.All() {
		if q.Deck != last && q.Deck != deck.Builtin {
			add(q.Deck)
		}
		last = q.Deck
	}
	add(deck.Builtin)
	return names
}

// siblingsTogether puts siblings side by side, at the place of the first of them.
func siblingsTogether(questions []*deck.Question, wanted map[*deck.Question]bool) []shownFact {
	var order []string
	groups := map[string][]*deck.Question{}
	for _, q := range questions {
		key := q.Siblings()
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], q)
	}
	facts := []shownFact{}
	for _, key := range order {
		if shown := withAnswers(groups[key], wanted); len(shown) > 0 {
			facts = append(facts, shownFact{Questions: shown})
		}
	}
	return facts
}

// withAnswers returns the wanted ones of some questions with their answers. What
// several of them have as why is said once, behind the last.
func withAnswers(questions []*deck.Question, wanted map[*deck.Question]bool) []shownRead {
	list := []shownRead{}
	for _, q := range questions {
		if !wanted[q] {
			continue
		}
		for i := range list {
			if list[i].Why == q.Why {
				list[i].Why = ""
			}
		}
		shown := shownRead{ID: q.ID, Kind: string(q.Kind), Prompt: q.Prompt, Answer: []string{}, Why: q.Why, Source: listOf(q.Sources),
			exact: q.Match == deck.Date || q.Match == deck.Number, how: setting{exact: true}}
		switch q.Kind {
		case deck.Cloze:
			shown.Prompt = q.Filled()
		case deck.List, deck.Order:
			shown.Answer = firstNames(q.Items)
		case deck.Select:
			shown.Answer = q.Answers
		default:
			answer, how := answerText(q.Cards()[0])
			if q.Match == deck.Date {
				answer = spoken(answer)
			}
			shown.Answer, shown.how = []string{answer}, how
		}
		list = append(list, shown)
	}
	return list
}

// spoken writes an ISO date as it stands in a text.
func spoken(iso string) string {
	for _, form := range []struct{ iso, spoken string }{{time.DateOnly, "2 January 2006"}, {"2006-01", "January 2006"}} {
		if t, err := time.Parse(form.iso, iso); err == nil {
			return t.Format(form.spoken)
		}
	}
	return iso
}
