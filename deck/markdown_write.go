package deck

import (
	"fmt"
	"slices"
	"strings"
)

// Mnemosyne is the dialect of a text with two columns, question and answer in
// HTML; it is written only.
const Mnemosyne = "mnemosyne"

// A Writer writes questions as another program's text.
type Writer struct {
	Dialect string // one of Dialects, or Mnemosyne

	// Schedule tells the day a card is due and how many days after the last
	// answer that is; ok is false for one that was not begun. nil: none was.
	Schedule func(card string) (due string, days int, ok bool)

	// Lose is told of each question that loses something, and what.
	Lose func(q *Question, what string)

	b    strings.Builder
	deck string
}

// Write writes the questions and returns the text and how many cards of that
// program it holds.
func (w *Writer) Write(questions []*Question) (text string, cards int) {
	decks := map[string]bool{}
	for _, q := range questions {
		decks[q.Deck] = true
	}
	for i, q := range questions {
		w.losses(q)
		if len(decks) > 1 && w.Dialect != Obsidian {
			w.lose(q, "without the name of the deck: a file is one deck there")
		}
		switch w.Dialect {
		case Mnemosyne:
		case Obsidian:
			if w.deck != q.Deck || i == 0 {
				if i > 0 {
					w.b.WriteByte('\n')
				}
				w.b.WriteString(strings.TrimSuffix("#flashcards/"+strings.Join(strings.Fields(deckTag(q.Deck)), "-"), "/") + "\n\n")
				w.deck = q.Deck
			} else {
				w.b.WriteByte('\n')
			}
		default:
			if i > 0 {
				w.b.WriteByte('\n')
			}
		}
		if q.Kind == Cloze {
			cards += w.cloze(q)
		} else {
			front, back := Sides(q)
			cards += w.sides(q, front, back)
		}
	}
	return w.b.String(), cards
}

// deckTag is a deck's name as a tag; what is built in is no name.
func deckTag(name string) string {
	if name == Builtin {
		return "kuril"
	}
	return name
}

func (w *Writer) lose(q *Question, what string) {
	if w.Lose != nil {
		w.Lose(q, what)
	}
}

// losses says what no text of two sides carries.
func (w *Writer) losses(q *Question) {
	for _, l := range Losses(q) {
		w.lose(q, l)
	}
	if len(q.Tags) > 0 {
		w.lose(q, "without tags")
	}
}

// Losses says what of a question does not go into two plain sides, an
// explanation and tags.
func Losses(q *Question) []string {
	var all []string
	add := func(is bool, what string) {
		if is {
			all = append(all, what)
		}
	}
	add(q.Kind == Typed, "to be thought of, not typed")
	add(q.Kind == Choice || q.Kind == Select, "with the options below, to be thought of")
	add(q.Kind == List || q.Kind == Order, "as a list to be thought of")
	add(slices.ContainsFunc(q.Items, func(item string) bool { return len(Names(item)) > 1 }), "with the first name of an item only")
	add((q.Kind == Recall || q.Kind == Typed) && len(q.Answers) > 1, "with the first answer only")
	add(q.Kind == Typed && (len(q.Wrong) > 0 || q.Tolerance != 0 || q.Match != "" && q.Match != Text), "without the rules for what is accepted")
	add(q.Kind == Cloze && len(q.Answers) > 0, "without other names of a gap")
	add(q.Hint != "", "without the hint")
	add(len(q.Sources) > 0, "without sources")
	add(q.Group != "", "without the group of siblings")
	return all
}

// Sides returns a question that is no cloze as two texts.
func Sides(q *Question) (front, back string) {
	bullets := func(items []string, numbered bool) string {
		lines := make([]string, len(items))
		for i, item := range items {
			lines[i] = "- " + item
			if numbered {
				lines[i] = fmt.Sprintf("%d. %s", i+1, item)
			}
		}
		return strings.Join(lines, "\n")
	}
	front = q.Prompt
	switch q.Kind {
	case List, Order:
		items := make([]string, len(q.Items))
		for i, item := range q.Items {
			items[i] = Names(item)[0]
		}
		return front, bullets(items, q.Kind == Order)
	case Choice, Select:
		options := slices.Concat(q.Answers, q.Wrong)
		slices.Sort(options)
		front += "\n\n" + bullets(options, false)
		if len(q.Answers) > 1 {
			return front, bullets(q.Answers, false)
		}
	}
	back = q.Answers[0]
	if q.Unit != "" {
		back += " " + q.Unit
	}
	return front, back
}

// explained is an answer with what explains it below.
func explained(back, why string) string {
	if why == "" {
		return back
	}
	return back + "\n\n" + why
}

// sides writes one question with its answer.
func (w *Writer) sides(q *Question, front, back string) (cards int) {
	both := q.Both
	cards = 1
	if both {
		cards = 2
	}
	switch w.Dialect {
	case Obsidian:
		sign := "?"
		if both {
			sign = "??"
			if q.Why != "" { // it would be part of the question the other way round
				w.lose(q, "without the explanation: asked both ways, it would be part of a question")
			}
		} else {
			back = explained(back, q.Why)
		}
		if oneLine(front) && oneLine(back) {
			w.b.WriteString(noSigns(strings.TrimSpace(front)) + strings.Repeat(":", len(sign)+1) + noSigns(strings.TrimSpace(back)) + "\n")
		} else {
			w.b.WriteString(paragraph(front) + "\n" + sign + "\n" + paragraph(back) + "\n")
		}
		w.comment(q)
	case Mnemosyne:
		w.row(front, explained(back, q.Why))
		if both {
			w.row(back, explained(front, q.Why))
		}
	default:
		w.basic(front, explained(back, q.Why))
		if both {
			w.b.WriteByte('\n')
			w.basic(back, explained(front, q.Why))
		}
	}
	return cards
}

func (w *Writer) basic(front, back string) {
	w.b.WriteString("Q: " + noTags(front) + "\nA: " + noTags(back) + "\n")
}

func (w *Writer) row(front, back string) {
	cell := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\n", "<br>", "\t", " ")
	w.b.WriteString(cell.Replace(strings.TrimSpace(front)) + "\t" + cell.Replace(strings.TrimSpace(back)) + "\n")
}

// noTags escapes what begins a card or ends one, at the beginning of a line.
func noTags(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	for i, line := range lines {
		t := strings.TrimSpace(line)
		switch {
		case i > 0 && len(t) > 1 && t[1] == ':' && strings.IndexByte("QAC", t[0]) >= 0:
			at := strings.Index(line, t)
			lines[i] = line[:at+1] + `\` + line[at+1:]
		case i > 0 && strings.HasPrefix(t, "---"):
			lines[i] = `\` + t
		}
	}
	return strings.Join(lines, "\n")
}

func oneLine(s string) bool {
	return !strings.ContainsAny(s, "\n`") && strings.TrimSpace(s) != "" && !strings.HasPrefix(s, "#") && !strings.HasPrefix(s, "<!--") && s != "?" && s != "??" && !strings.HasPrefix(s, "~~~") && !strings.HasPrefix(s, ":") && !strings.HasSuffix(s, ":")
}

// noSigns escapes what separates the sides of a card of Obsidian, or makes a gap.
func noSigns(s string) string {
	for strings.Contains(s, "::") {
		s = strings.ReplaceAll(s, "::", `:\:`)
	}
	for strings.Contains(s, "==") {
		s = strings.ReplaceAll(s, "==", `=\=`)
	}
	return strings.ReplaceAll(s, "[[", `\[[`)
}

// paragraph escapes what would end a card of Obsidian, or begin another one.
func paragraph(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	fences := 0
	for _, line := range lines {
		if t := strings.TrimSpace(line); strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~") {
			fences++
		}
	}
	inside := false
	for i, line := range lines {
		t := strings.TrimSpace(line)
		fence := strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~")
		if fence && fences%2 == 0 {
			inside = !inside
			continue
		}
		switch {
		case inside:
		case t == "":
			lines[i] = "<br>"
		case fence, t == "?", t == "??", strings.HasPrefix(t, "#"), strings.HasPrefix(t, "<!--"):
			lines[i] = `\` + noSigns(t)
		default:
			lines[i] = noSigns(line)
		}
	}
	return strings.Join(lines, "\n")
}

// comment writes when the cards of a question are due, unless all are new.
func (w *Writer) comment(q *Question) {
	if w.Schedule == nil {
		return
	}
	begun := false
	var b strings.Builder
	for _, c := range q.Cards() {
		due, days, ok := w.Schedule(c.ID)
		if !ok {
			due, days = newInObsidian.Format("2006-01-02"), 1
		}
		begun = begun || ok
		fmt.Fprintf(&b, "!%s,%d,250", due, max(1, days))
	}
	if begun {
		w.b.WriteString("<!--SR:" + b.String() + "-->\n")
	}
}

// cloze writes a cloze as that program has them.
func (w *Writer) cloze(q *Question) int {
	gaps, _ := parseGaps(q.Prompt)
	cards := q.Cards()
	if slices.ContainsFunc(gaps, func(g gap) bool { return len(Names(g.text)) > 1 }) {
		w.lose(q, "with the first name of a gap only")
	}
	shared := len(cards) != len(gaps) || slices.ContainsFunc(gaps, func(g gap) bool { return len(g.numbers) > 1 })
	hinted := slices.ContainsFunc(gaps, func(g gap) bool { return g.hint != "" })
	plainGaps := !slices.ContainsFunc(gaps, func(g gap) bool { return strings.ContainsAny(g.text, "\n=") })
	if w.Dialect == Obsidian && plainGaps && !slices.ContainsFunc(gaps, func(g gap) bool { return len(g.numbers) > 1 || strings.Contains(g.text+g.hint, ";;") }) {
		if q.Why != "" {
			w.lose(q, "without the explanation: a cloze has no place for one")
		}
		text := withGaps(q.Prompt, gaps, noSigns, func(g gap) string {
			s := fmt.Sprintf("==%d;;%s", g.numbers[0], Names(g.text)[0])
			if g.hint != "" {
				s += ";;" + strings.ReplaceAll(g.hint, "=", " ")
			}
			return s + "=="
		})
		w.b.WriteString(gapParagraph(text) + "\n")
		w.comment(q)
		return len(cards)
	}
	if w.Dialect == Hashcards && !shared {
		if hinted {
			w.lose(q, "without the hint of a gap")
		}
		if q.Why != "" {
			w.lose(q, "without the explanation: a cloze has no place for one")
		}
		escape := strings.NewReplacer("[", `\[`, "]", `\]`)
		text := withGaps(q.Prompt, gaps, func(s string) string { return escapeBrackets(s, escape) }, func(g gap) string {
			return "[" + escape.Replace(Names(g.text)[0]) + "]"
		})
		w.b.WriteString("C: " + noTags(text) + "\n")
		return len(cards)
	}
	for i, c := range cards { // each gap as a question with an answer
		if i > 0 && w.Dialect != Mnemosyne {
			w.b.WriteByte('\n')
		}
		answer := c.Answers()[0]
		switch w.Dialect {
		case Mnemosyne:
			w.row(c.Prompt(), explained(answer, q.Why))
		case Obsidian:
			w.b.WriteString(paragraph(c.Prompt()) + "\n?\n" + paragraph(explained(answer, q.Why)) + "\n")
			if w.Schedule != nil {
				if due, days, ok := w.Schedule(c.ID); ok {
					fmt.Fprintf(&w.b, "<!--SR:!%s,%d,250-->\n", due, max(1, days))
				}
			}
		default:
			w.basic(c.Prompt(), explained(answer, q.Why))
		}
	}
	w.lose(q, "with gaps as questions of their own")
	return len(cards)
}

// withGaps writes a prompt with gaps: what stands between them, and them.
func withGaps(prompt string, gaps []gap, plain func(string) string, show func(gap) string) string {
	var b strings.Builder
	from := 0
	between := func(s string) { b.WriteString(plain(strings.ReplaceAll(s, "[[[", "[["))) }
	for _, g := range gaps {
		between(prompt[from:g.start])
		b.WriteString(show(g))
		from = g.end
	}
	between(prompt[from:])
	return b.String()
}

// escapeBrackets escapes brackets but those of images, which mean themselves.
func escapeBrackets(s string, escape *strings.Replacer) string {
	var b strings.Builder
	for {
		m := mediaLink.FindStringIndex(s)
		if m == nil {
			b.WriteString(strings.ReplaceAll(escape.Replace(s), `!\[`, `! \[`))
			return b.String()
		}
		b.WriteString(escape.Replace(s[:m[0]]) + s[m[0]:m[1]])
		s = s[m[1]:]
	}
}

// gapParagraph is paragraph for a text whose signs are escaped already.
func gapParagraph(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	for i, line := range lines {
		switch t := strings.TrimSpace(line); {
		case t == "":
			lines[i] = "<br>"
		case t == "?", t == "??", strings.HasPrefix(t, "#"), strings.HasPrefix(t, "<!--"), strings.HasPrefix(t, "```"), strings.HasPrefix(t, "~~~"):
			lines[i] = `\` + t
		}
	}
	return strings.Join(lines, "\n")
}
