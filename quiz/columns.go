package quiz

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"kuril/deck"
	"kuril/progress"
)

// A Column is one thing that list can say of a question or of a card, and that
// it can be sorted by.
type Column struct {
	Name  string
	Means string // in one line

	card   bool // it differs between the cards of a question
	long   bool // it can be shortened on a narrow screen
	text   func(listRow) string
	number func(listRow) (v float64, ok bool) // nil: it is a text
	places int                                // behind the point
}

// listRow is a question, or one of its cards.
type listRow struct {
	question *deck.Question
	cards    []deck.Card // those that pass the filter, at least one
	single   bool        // the row is a card
	state    progress.State
	words    []string // how it stands with the cards
	env      Env
}

func (r listRow) property(name string) (float64, bool) { return properties[name](r.state, r.env) }

// Columns are all there are.
var Columns = []Column{
	{Name: "id", Means: "its id; that of the card where a line is a card", text: func(r listRow) string {
		if r.single {
			return r.cards[0].ID
		}
		return r.question.ID
	}},
	{Name: "kind", Means: "recall, typed, choice, select, list, order or cloze", text: func(r listRow) string { return string(r.question.Kind) }},
	{Name: "prompt", Means: "what is asked", long: true, text: func(r listRow) string { return readOut(r.cards[0].Prompt()) }},
	{Name: "answer", Means: "what is right", long: true, text: func(r listRow) string {
		if r.single {
			return shownAnswer(r.cards[0])
		}
		var all []string
		for _, c := range r.question.Cards() {
			if !c.Back {
				all = append(all, shownAnswer(c))
			}
		}
		return strings.Join(all, "; ")
	}},
	{Name: "deck", Means: "the deck it is in", text: func(r listRow) string { return r.question.Deck }},
	{Name: "tags", Means: "its tags", long: true, text: func(r listRow) string { return strings.Join(r.question.Tags, " ") }},
	{Name: "group", Means: "the group whose cards do not come on the same day", text: func(r listRow) string { return r.question.Group }},
	{Name: "source", Means: "where it stands", long: true, text: func(r listRow) string { return strings.Join(r.question.Sources, "; ") }},
	{Name: "why", Means: "the explanation", long: true, text: func(r listRow) string { return r.question.Why }},
	{Name: "added", Means: "the day it was written", text: func(r listRow) string { return r.question.Added }},
	{Name: "file", Means: "the file and line it stands in", text: func(r listRow) string {
		if r.question.File == "" {
			return ""
		}
		return r.question.File + ":" + strconv.Itoa(r.question.Line)
	}},
	{Name: "question", Means: "the id of its question", text: func(r listRow) string { return r.question.ID }},
	{Name: "state", Means: "new, learning, due, review or suspended", card: true, text: func(r listRow) string {
		word := r.words[0]
		if _, err := progress.ParseDay(word); err == nil {
			return "review"
		}
		return word
	}},
	{Name: "marked", Means: "yes when you marked it", card: true, text: func(r listRow) string {
		if r.state.Marked {
			return "yes"
		}
		return ""
	}},
	{Name: "due", Means: "the day it comes next", card: true, text: func(r listRow) string { return dayOrNone(r.state.Due) }},
	{Name: "last", Means: "the day it was answered last", card: true, text: func(r listRow) string { return dayOrNone(r.state.LastDay) }},
	ofProperty("recall", "how likely you are to know it now, 0 to 1", 2),
	ofProperty("stability", "days until that falls to 0.9", 1),
	ofProperty("difficulty", "how hard it is for you, 1 to 10", 1),
	ofProperty("lapses", "how often it was forgotten after it was known", 0),
	ofProperty("reviews", "how often it was answered", 0),
	ofProperty("interval", "days from the last answer to the next", 0),
}

func ofProperty(name, means string, places int) Column {
	return Column{Name: name, Means: means, card: true, places: places, number: func(r listRow) (float64, bool) { return r.property(name) }}
}

func dayOrNone(d progress.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// show returns what stands in the column, "" for nothing.
func (c Column) show(r listRow) string {
	if c.number == nil {
		return CleanLine(c.text(r))
	}
	v, ok := c.number(r)
	if !ok {
		return ""
	}
	return strconv.FormatFloat(v, 'f', c.places, 64)
}

// columnNames are the names of all columns.
func columnNames() []string {
	names := make([]string, len(Columns))
	for i, c := range Columns {
		names[i] = c.Name
	}
	return names
}

// ParseColumns reads a list of columns with commas between them. flag is what
// it was said with.
func ParseColumns(flag, text string) ([]Column, error) {
	var columns []Column
	for _, name := range strings.Split(text, ",") {
		name = strings.TrimSpace(name)
		at := slices.IndexFunc(Columns, func(c Column) bool { return c.Name == strings.ToLower(name) })
		if at < 0 {
			e := Misuse("%s: there is no column %q", flag, name)
			if near := Nearest(name, columnNames()); near != "" {
				e = e.Hint("did you mean %s?", near)
			}
			return nil, e.Hint("the columns are %s", strings.Join(columnNames(), " "))
		}
		columns = append(columns, Columns[at])
	}
	return columns, nil
}

// A SortKey is a column to sort by.
type SortKey struct {
	Column
	Down bool // from the highest to the lowest
}

// ParseSort reads columns to sort by, with commas between them; one with a -
// before it is sorted downwards.
func ParseSort(text string) ([]SortKey, error) {
	var keys []SortKey
	for _, name := range strings.Split(text, ",") {
		rest, down := strings.CutPrefix(strings.TrimSpace(name), "-")
		columns, err := ParseColumns("--sort", rest)
		if err != nil {
			return nil, err
		}
		keys = append(keys, SortKey{columns[0], down})
	}
	return keys, nil
}

// sortRows sorts by the first key, equals by the next, and what is still equal
// stays in the order it has. Rows in which nothing stands come last, whatever
// the direction.
func sortRows(rows []listRow, keys []SortKey) {
	type value struct {
		number float64
		text   string
		ok     bool
	}
	type keyed struct {
		row    listRow
		values []value
	}
	all := make([]keyed, len(rows))
	for i, r := range rows {
		all[i] = keyed{r, make([]value, len(keys))}
		for k, key := range keys {
			v := value{}
			if key.number != nil {
				v.number, v.ok = key.number(r)
			} else {
				v.text = foldSearch(key.show(r))
				v.ok = v.text != ""
			}
			all[i].values[k] = v
		}
	}
	slices.SortStableFunc(all, func(a, b keyed) int {
		for k, key := range keys {
			x, y := a.values[k], b.values[k]
			switch {
			case x.ok && !y.ok:
				return -1
			case y.ok && !x.ok:
				return 1
			}
			order := cmp.Or(cmp.Compare(x.number, y.number), cmp.Compare(x.text, y.text))
			if key.Down {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return 0
	})
	for i := range all {
		rows[i] = all[i].row
	}
}
