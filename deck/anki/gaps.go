package anki

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kuril/deck"
)

// longestGap is how many signs of a deletion one can be asked to type. Longer
// ones are thought of and looked at, as in Anki.
const longestGap = 60

// cloze converts a note with deletions: into one question with gaps where our
// format can say it, else into one question for each card.
func (v *converter) cloze(n *note, cards []*card, key, what string) {
	t := n.kind.cards[0]
	var numbers []int
	for _, f := range n.fields {
		numbers = append(numbers, clozeNumbers(parseCloze(f))...)
	}
	kept := cards[:0:0]
	for _, c := range cards {
		if len(numbers) > 0 && !slices.Contains(numbers, c.ord+1) {
			v.skip([]*card{c}, what, "the card is empty: its gap is gone")
			continue
		}
		kept = append(kept, c)
	}
	cards = kept
	if len(cards) == 0 {
		return
	}
	scripts := false
	if prompt, why, files, ok := v.gapped(n, cards, t, &scripts); ok {
		q := &deck.Question{Kind: deck.Cloze, Prompt: prompt, Why: why}
		item := &Item{Question: q, Deck: v.deck(cards[0]), Key: key, position: -1}
		v.label(n, q)
		for _, c := range cards {
			v.add(n, item, c, "#"+strconv.Itoa(c.ord+1), files)
		}
		v.p.Items = append(v.p.Items, item)
	} else {
		for _, c := range cards {
			v.hole(n, c, t, key, what, &scripts)
		}
	}
	if scripts {
		v.scripts++
	}
}

// gapped writes the note as one prompt with gaps; ok is false where that cannot
// say what the cards ask.
func (v *converter) gapped(n *note, cards []*card, t cardtype, scripts *bool) (prompt, why string, files []string, ok bool) {
	if strings.Contains(t.question, "{{#c") || strings.Contains(t.question, "{{^c") || strings.Contains(t.question, "cloze-only") {
		return "", "", nil, false
	}
	has := func(number int) bool {
		return slices.ContainsFunc(cards, func(c *card) bool { return c.ord+1 == number })
	}
	ask, reply := v.face(n, cards[0], t), v.face(n, cards[0], t)
	ok = true
	ask.cloze = func(text string, filters []string) string {
		parts := parseCloze(text)
		ok = ok && !nested(parts) && !slices.Contains(filters, "text")
		return gapsOf(parts, has)
	}
	reply.answer = true
	reply.cloze = func(string, []string) string { return "" }
	question := ask.render(t.question)
	if !ok || ask.fault != "" || len(ask.hints) > 0 {
		return "", "", nil, false
	}
	prompt, ok = gapPrompt(v.text(question, &files, scripts), has, len(cards))
	if !ok {
		return "", "", nil, false
	}
	why = v.text(behindRule(reply.render(t.answer)), &files, scripts)
	return prompt, behind(why, v.text(unclozed(t.question, ask), &files, scripts)), files, true
}

// behind is what an answer says beside the question: without the lines that
// stand in both.
func behind(answer, question string) string {
	known := strings.Split(question, "\n")
	lines := slices.DeleteFunc(strings.Split(answer, "\n"), func(line string) bool { return line != "" && slices.Contains(known, line) })
	return strings.Trim(strings.Join(lines, "\n"), "\n ")
}

// unclozed is the question without its deletions.
func unclozed(template string, ask *face) string {
	bare := *ask
	bare.cloze = func(string, []string) string { return "" }
	return bare.render(template)
}

// gapPrompt turns the signs of gaps into ours. want is how many numbers there
// must be.
func gapPrompt(s string, has func(int) bool, want int) (string, bool) {
	var b strings.Builder
	found := map[string]bool{}
	literal := func(text string) {
		if strings.ContainsAny(text, string([]rune{gapText, gapHint, gapClose})) {
			text = strings.Map(func(r rune) rune {
				if r >= gapOpen && r <= gapClose {
					return -1
				}
				return r
			}, text)
		}
		b.WriteString(strings.ReplaceAll(text, "[[", "[[["))
	}
	for {
		before, rest, open := strings.Cut(s, string(gapOpen))
		literal(before)
		if !open {
			break
		}
		inside, after, closed := strings.Cut(rest, string(gapClose))
		numbers, body, ok := strings.Cut(inside, string(gapText))
		if !closed || !ok || strings.ContainsRune(inside, gapOpen) {
			return "", false
		}
		for one := range strings.SplitSeq(numbers, ",") {
			n, err := strconv.Atoi(one)
			if err != nil || n < 1 || n > deck.MaxGap || !has(n) {
				return "", false
			}
			found[one] = true
		}
		text, hint, _ := strings.Cut(body, string(gapHint))
		text, hint = strings.TrimSpace(text), strings.TrimSpace(hint)
		hint = strings.ReplaceAll(strings.ReplaceAll(hint, "]]", "] ]"), "[[", "[ [")
		text = strings.ReplaceAll(text, " / ", "/") // two names would be meant
		if text == "" || strings.ContainsAny(text, "\n|♪") || strings.Contains(text, "[[") || strings.Contains(text, "]]") ||
			strings.HasSuffix(text, "]") || strings.HasPrefix(text, "/ ") || strings.HasSuffix(text, " /") || strings.Contains(text, "](") ||
			utf8.RuneCountInString(text) > longestGap || strings.Contains(hint, "\n") || strings.HasSuffix(hint, "]") {
			return "", false
		}
		if strings.HasSuffix(b.String(), "[") {
			b.WriteByte(' ') // three brackets mean two
		}
		b.WriteString("[[" + numbers + ":" + text)
		if hint != "" {
			b.WriteString("|" + hint)
		}
		b.WriteString("]]")
		s = after
	}
	return strings.TrimSpace(b.String()), len(found) == want
}

// hole asks one deletion as a question of its own.
func (v *converter) hole(n *note, c *card, t cardtype, key, what string, scripts *bool) {
	ask, reply := v.face(n, c, t), v.face(n, c, t)
	number := c.ord + 1
	var wanted []string
	ask.cloze = func(text string, filters []string) string {
		parts := parseCloze(text)
		for _, one := range onlyCloze(parts, number) {
			if !slices.Contains(wanted, one) {
				wanted = append(wanted, one)
			}
		}
		return showCloze(parts, number, func(p part) string {
			if p.hint != "" {
				return "[" + p.hint + "]"
			}
			return "[…]"
		})
	}
	reply.answer = true
	reply.cloze = func(string, []string) string { return "" }
	s := side{card: c}
	s.prompt = v.text(ask.render(t.question), &s.files, scripts)
	s.answer = v.text(strings.Join(wanted, ", "), &s.files, scripts)
	s.why = behind(v.text(behindRule(reply.render(t.answer)), &s.files, scripts), v.text(unclozed(t.question, ask), &s.files, scripts))
	s.hint = strings.Join(ask.hints, "\n")
	if s.prompt == "" {
		s.prompt = v.first(n, &s)
	}
	switch {
	case s.prompt == "":
		v.skip([]*card{c}, what, "its question is empty")
		return
	case s.answer == "" && s.why != "":
		s.answer, s.why = s.why, ""
	case s.answer == "":
		s.answer = "(nothing is hidden on this card)"
	}
	v.item(n, s, key+"\x00cloze "+strconv.Itoa(number))
}
