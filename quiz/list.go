package quiz

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"kuril/deck"
)

// ListOptions say what List looks for and how it shows it.
type ListOptions struct {
	Query   Query
	Columns []Column  // none: id, how it stands, prompt
	Sort    []SortKey // none: the order of the bank
	Reverse bool
	JSON    bool
	IDs     bool // the ids of the cards alone, one a line
}

// listed is one row as list --json writes it.
type listed struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind"`
	Prompt  string   `json:"prompt"`
	Answers []string `json:"answers"`
	Tags    []string `json:"tags"`
	Deck    string   `json:"deck"`
	Cards   []string `json:"cards"` // those that pass the filter
}

// List prints the questions of which a card passes the filter. Where a column
// is wanted that differs between the cards of a question, each line is a card.
func List(ctx context.Context, d *Desk, o ListOptions) error {
	d.tellLeftOut()
	f, err := d.find(ctx, o.Query)
	if err != nil {
		return err
	}
	rows := d.listRows(f, o)
	switch {
	case o.JSON:
		return d.listJSON(rows, o.Columns)
	case o.IDs:
		var b strings.Builder
		for _, r := range rows {
			b.WriteString(Clean(r.cards[0].ID) + "\n")
		}
		_, err = io.WriteString(d.Out, b.String())
	case len(o.Columns) > 0:
		err = d.listColumns(rows, o.Columns)
	default:
		var b strings.Builder
		d.table(&b, rows)
		_, err = io.WriteString(d.Out, b.String())
	}
	if err != nil {
		return err
	}
	switch {
	case len(rows) == 0:
		fmt.Fprintln(d.Err, Clean(d.whyNone(o.Query)))
	case IsTerminal(d.Stdout) && !o.IDs:
		questions := make(map[string]bool)
		for _, c := range f.cards {
			questions[c.Question.ID] = true
		}
		fmt.Fprintf(d.Err, "%s, %s\n", Count(len(questions), "question"), Count(len(f.cards), "card"))
	}
	return nil
}

// listRows returns the rows in the order in which they are shown.
func (d *Desk) listRows(f found, o ListOptions) []listRow {
	env := d.env(f.weights, f.today)
	rows := make([]listRow, len(f.cards))
	for i, c := range f.cards {
		rows[i] = listRow{
			question: c.Question, cards: []deck.Card{c}, single: true,
			state: f.states[c.ID], words: []string{f.word(c)}, env: env,
		}
	}
	sortRows(rows, o.Sort)
	if o.Reverse && len(o.Sort) == 0 {
		slices.Reverse(rows)
	}
	if o.IDs || slices.ContainsFunc(o.Columns, func(c Column) bool { return c.card }) {
		return rows
	}
	// A question stands where the first of its cards does.
	var questions []listRow
	at := make(map[string]int)
	for _, r := range rows {
		i, seen := at[r.question.ID]
		if !seen {
			i = len(questions)
			at[r.question.ID] = i
			questions = append(questions, listRow{question: r.question, env: env})
		}
		questions[i].cards = append(questions[i].cards, r.cards...)
	}
	for i := range questions {
		q := &questions[i]
		slices.SortFunc(q.cards, func(a, b deck.Card) int { // as the question has them
			return cmp.Or(cmp.Compare(a.Gap, b.Gap), cmp.Compare(len(a.ID), len(b.ID)))
		})
		for _, c := range q.cards {
			if word := f.word(c); !slices.Contains(q.words, word) {
				q.words = append(q.words, word)
			}
		}
	}
	return questions
}

// listJSON prints the rows as one list, each with the columns asked for beside
// what is always there.
func (d *Desk) listJSON(rows []listRow, columns []Column) error {
	list := make([]json.RawMessage, len(rows))
	for i, r := range rows {
		var b bytes.Buffer
		one := listed{
			ID: r.question.ID, Kind: string(r.question.Kind), Prompt: r.question.Prompt,
			Answers: listOf(accepted(r.question)), Tags: listOf(r.question.Tags), Deck: r.question.Deck,
		}
		for _, c := range r.cards {
			one.Cards = append(one.Cards, c.ID)
		}
		if err := printJSON(&b, one); err != nil {
			return err
		}
		for _, c := range columns {
			if slices.Contains([]string{"id", "kind", "prompt", "tags", "deck"}, c.Name) {
				continue
			}
			b.Truncate(bytes.LastIndexByte(b.Bytes(), '}'))
			fmt.Fprintf(&b, ",%q:", c.Name)
			if err := printJSON(&b, c.value(r)); err != nil {
				return err
			}
			b.WriteByte('}')
		}
		list[i] = b.Bytes()
	}
	return printJSON(d.Out, list)
}

// value is what stands in the column, for JSON; nil for nothing.
func (c Column) value(r listRow) any {
	if c.number != nil {
		if v, ok := c.number(r); ok {
			return v
		}
		return nil
	}
	if text := c.text(r); text != "" {
		return text
	}
	return nil
}

// listColumns prints the columns that were asked for: side by side for whoever
// looks, with tabs between them for a program.
func (d *Desk) listColumns(rows []listRow, columns []Column) error {
	cells := make([][]string, len(rows))
	for i, r := range rows {
		cells[i] = make([]string, len(columns))
		for k, c := range columns {
			cells[i][k] = c.show(r)
		}
	}
	var b strings.Builder
	switch {
	case !IsTerminal(d.Stdout):
		for _, row := range cells {
			b.WriteString(strings.Join(row, "\t") + "\n")
		}
	case len(rows) > 0:
		if widths, fits := layColumns(columns, cells, d.Term.Columns()); fits {
			b.WriteString(gridText(columns, cells, widths))
		} else {
			b.WriteString(stackText(columns, cells, d.Term.Columns()))
		}
	}
	_, err := io.WriteString(d.Out, b.String())
	return err
}

// leastColumn is how narrow a long column may become before the columns are
// put below each other instead.
const leastColumn = 16

// layColumns returns how wide the columns are side by side; fits is false where
// there is no room for that.
func layColumns(columns []Column, cells [][]string, width int) (widths []int, fits bool) {
	widths = make([]int, len(columns))
	for k, c := range columns {
		widths[k] = Width(c.Name)
		for _, row := range cells {
			widths[k] = max(widths[k], Width(row[k]))
		}
	}
	total := 2 * (len(columns) - 1)
	for _, w := range widths {
		total += w
	}
	// The widest of those that can be shortened gives way first.
	for ; total > width; total-- {
		widest := -1
		for k, c := range columns {
			if c.long && widths[k] > max(leastColumn, Width(c.Name)) && (widest < 0 || widths[k] > widths[widest]) {
				widest = k
			}
		}
		if widest < 0 {
			return nil, false
		}
		widths[widest]--
	}
	return widths, true
}

// gridText puts the columns side by side, numbers to the right.
func gridText(columns []Column, cells [][]string, widths []int) string {
	var b strings.Builder
	line := func(row []string, style Paint) {
		text := ""
		for k, cell := range row {
			cell = Clip(cell, widths[k])
			if columns[k].number != nil {
				cell = strings.Repeat(" ", max(0, widths[k]-Width(cell))) + cell
			}
			if k > 0 {
				text += "  "
			}
			text += Pad(cell, widths[k])
		}
		b.WriteString(style(strings.TrimRight(text, " ")) + "\n")
	}
	heads := make([]string, len(columns))
	for k, c := range columns {
		heads[k] = c.Name
	}
	line(heads, faint)
	for _, row := range cells {
		line(row, plainly)
	}
	return b.String()
}

// stackText puts the columns of a row below each other.
func stackText(columns []Column, cells [][]string, width int) string {
	var b strings.Builder
	wide := 0
	for _, c := range columns {
		wide = max(wide, Width(c.Name))
	}
	for _, row := range cells {
		for i, line := range Wrap(row[0], width) {
			if i == 0 || line != "" {
				b.WriteString(strong(line) + "\n")
			}
		}
		for k := 1; k < len(columns); k++ {
			if row[k] == "" {
				continue
			}
			head := "  " + Pad(columns[k].Name, wide) + "  "
			for _, line := range Wrap(row[k], max(8, width-Width(head))) {
				b.WriteString(faint(head) + line + "\n")
				head = strings.Repeat(" ", Width(head))
			}
		}
	}
	return b.String()
}

// table prints one line a question, or two where the window is narrow.
func (d *Desk) table(b *strings.Builder, rows []listRow) {
	ids, states := 0, 0
	for _, r := range rows {
		ids = max(ids, Width(r.question.ID))
		states = max(states, Width(strings.Join(r.words, ", ")))
	}
	columns, looked := d.Term.Columns(), IsTerminal(d.Stdout)
	if looked && columns < ids+states+30 {
		for _, r := range rows {
			words := strings.Join(r.words, ", ")
			if Width(r.question.ID)+2+Width(words) <= columns {
				fmt.Fprintf(b, "%s  %s\n", strong(r.question.ID), words)
			} else {
				fmt.Fprintf(b, "%s\n  %s\n", strong(strings.Join(Wrap(r.question.ID, columns), "\n")), words)
			}
			for _, line := range Wrap(shownPrompt(r.cards[0]), columns-2) {
				fmt.Fprintf(b, "  %s\n", line)
			}
		}
		return
	}
	for _, r := range rows {
		prompt := shownPrompt(r.cards[0])
		if looked {
			prompt = Clip(prompt, columns-ids-states-4)
		}
		fmt.Fprintf(b, "%s  %s  %s\n", strong(Pad(r.question.ID, ids)), Pad(strings.Join(r.words, ", "), states), prompt)
	}
}
