package prose

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/deck"
	"kuril/lazyregexp"
)

// A reader goes through a document, block by block.
type reader struct {
	doc        *document
	holes      []Hole
	candidates []*Candidate
	passed     []Passed
	introduced map[string]bool
	asked      map[string]bool // what stands in a text twice is asked once
	sentences  int
	words      int
	foreign    bool
}

func (r *reader) read() {
	r.introduced = map[string]bool{}
	other := 0
	var pending ask
	blocks := r.doc.blocks
	r.doc.learn()
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		if b.kind == heading {
			continue
		}
		used := r.marked(b, &pending)
		if b.kind == row {
			if !r.row(b) {
				r.pass(r.doc.at(b, 0), b.text, "is a row of a table that names no thing and its values")
			}
			continue
		}
		if english := isEnglish(b.text); !english {
			for _, s := range sentences(b) {
				r.sentences++
				if overlapping(used, s.span) || r.gaps(s) {
					continue
				}
				other++
				r.pass(r.doc.of(s), s.text, anotherTerm)
			}
			continue
		}
		if b.list > 0 && len(used) == 0 && r.list(blocks, i) {
			n := b.list
			for i+1 < len(blocks) && blocks[i+1].list == n {
				i++
				r.sentences++
			}
			continue
		}
		if b.kind == item && len(used) == 0 && r.term(b) {
			r.sentences++
			continue
		}
		var before *sentence
		for _, s := range sentences(b) {
			r.sentences++
			r.words += s.words()
			if overlapping(used, s.span) {
				continue
			}
			if !r.gaps(s) {
				r.sentence(s, before)
			}
			r.introduce(s)
			before = s
		}
	}
	if pending.answering && pending.answer != "" && len(blocks) > 0 {
		r.sides(blocks[len(blocks)-1], pending)
	}
	r.foreign = other*2 > r.sentences
}

func overlapping(spans []span, s span) bool {
	for _, u := range spans {
		if u.overlaps(s) {
			return true
		}
	}
	return false
}

// isEnglish tells whether a text has the small words that English cannot do
// without; short texts of Latin letters get the benefit of the doubt.
func isEnglish(s string) bool {
	if !latin(s) {
		return false
	}
	words, found := 0, 0
	for _, t := range tokensOf(s) {
		if t.word {
			words++
			if englishWords[t.lower] {
				found++
			}
		}
	}
	return words < 8 || found*12 >= words
}

var englishWords = set("the of and to in is are was were by with for that it on as from at an be which has had have this or not its their when")

func (r *reader) pass(at Place, text, reason string) {
	r.passed = append(r.passed, Passed{at, text, reason})
}

func (r *reader) keep(c *Candidate) {
	if problems := deck.Check([]*deck.Question{withID(c.Question)}); len(problems) > 0 {
		r.pass(c.Place, c.Sentence, "cannot be written as a question: "+problems[0].Message)
		return
	}
	what := string(c.Question.Kind) + "\x00" + c.Question.Prompt + "\x00" + strings.Join(c.Question.Answers, "\x00") + "\x00" + strings.Join(c.Question.Items, "\x00")
	if r.asked[what] {
		r.pass(c.Place, c.Sentence, "asks what was asked before")
		return
	}
	r.asked[what] = true
	c.Question.Why = strings.TrimSpace(c.Question.Why)
	r.candidates = append(r.candidates, c)
}

func withID(q deck.Question) *deck.Question {
	q.ID = "x"
	return &q
}

// broken tells whether something is missing from a sentence, or just before
// it, where its beginning may be lost.
func (r *reader) broken(s *sentence) bool {
	from, to := r.doc.of(s), r.doc.at(s.block, s.to)
	first, _ := slices.BinarySearchFunc(r.holes, Place{Line: from.Line, Col: from.Col - 2}, func(h Hole, p Place) int {
		return cmp.Or(cmp.Compare(h.Line, p.Line), cmp.Compare(h.Col, p.Col))
	})
	if first == len(r.holes) {
		return false
	}
	h := r.holes[first]
	return h.Line < to.Line || h.Line == to.Line && h.Col <= to.Col+1
}

// sentence asks what a sentence states, or notes why nothing is asked.
func (r *reader) sentence(s, before *sentence) {
	at := r.doc.of(s)
	if r.broken(s) || before != nil && r.broken(before) && s.tokens[0].lower == "it" {
		r.pass(at, s.text, onAHole)
		return
	}
	alone, reason := r.stands(s, before)
	if reason != "" {
		r.pass(at, s.text, reason)
		return
	}
	found := asks(alone)
	if len(found) == 0 {
		r.pass(at, s.text, nothingToAsk)
		return
	}
	why := s.text
	if alone.tokens[0].text != s.tokens[0].text && before != nil && !joining[s.tokens[0].lower] {
		why = before.text + " " + s.text
	}
	kept := 0
	for _, f := range found {
		q := f.question
		if reveals(q) {
			continue
		}
		q.Why = why
		if f.rule != "definition" && f.rule != "named" {
			q.Prompt = r.about(alone, q)
		}
		score := f.score
		switch words := alone.words(); {
		case words > 34:
			score -= 15
		case words > 27:
			score -= 8
		}
		for _, b := range s.block.strong {
			if b.overlaps(s.span) {
				score += 8
				break
			}
		}
		if strings.ContainsAny(alone.text, "(;—") {
			score -= 4
		}
		r.keep(&Candidate{Place: at, Question: q, Rule: f.rule, Score: min(max(score, 1), 99), Sentence: s.text})
		kept++
	}
	if kept == 0 {
		r.pass(at, s.text, givenAway)
	}
}

// reveals tells whether a question holds its own answer.
func reveals(q deck.Question) bool {
	prompt := q.Prompt
	answers := q.Answers
	if q.Kind == deck.Cloze {
		gaps := gapText.FindAllStringSubmatch(q.Prompt, -1)
		prompt = gapText.ReplaceAllString(q.Prompt, " ")
		for _, g := range gaps {
			answers = append(answers, deck.Names(g[1])[0])
		}
	}
	in := stems(prompt)
	if q.Kind == deck.Recall || strings.HasPrefix(q.Prompt, "Which is ") || strings.HasPrefix(q.Prompt, "Which are ") || strings.HasPrefix(q.Prompt, "Which was ") {
		return false
	}
	for _, a := range answers {
		telling, hit := 0, 0
		for st := range stems(a) {
			telling++
			if in[st] {
				hit++
			}
		}
		if telling > 0 && hit*2 >= telling {
			return true
		}
	}
	return false
}

var gapText = lazyregexp.New(`\[\[[0-9]+:([^|\]]*)(?:\|[^\]]*)?\]\]`)

// row asks for the values of a row of a table, each by its column.
func (r *reader) row(b *block) bool {
	if len(b.cells) < 2 || len(b.header) != len(b.cells) || !typeable(b.cells[0]) || len(b.cells[0]) < 2 {
		return false
	}
	var prompt strings.Builder
	prompt.WriteString(literal(b.cells[0]) + ".")
	made := 0
	for i := 1; i < len(b.cells); i++ {
		value, column := strings.Trim(b.cells[i], "`"), b.header[i]
		if value == "" || value == "-" || value == "—" || column == "" {
			continue
		}
		if made == 3 || !typeable(value) || strings.Contains(value, "`") || reveals(deck.Question{Prompt: b.cells[0], Answers: []string{value}}) {
			prompt.WriteString(" " + literal(column+": "+b.cells[i]) + ".")
			continue
		}
		made++
		prompt.WriteString(" " + literal(column) + ": " + gap(made, value, "") + ".")
	}
	if made == 0 {
		return false
	}
	q := deck.Question{Kind: deck.Cloze, Prompt: prompt.String()}
	if about := r.topic(b); about != "" && !strings.Contains(q.Prompt, about) {
		q.Prompt = literal(about) + ": " + q.Prompt
	}
	// A row of a table of commands or of measurements is looked up, not learned.
	score := 66
	if first, _ := utf8.DecodeRuneInString(b.cells[0]); !unicode.IsUpper(first) || strings.ContainsAny(b.text, "`/×<>{}") {
		score = 40
	}
	r.keep(&Candidate{Place: r.doc.at(b, 0), Question: q, Rule: "table", Score: score, Sentence: strings.Trim(b.text, "| ")})
	return true
}

// general headings say how a text is built, and not what it is about.
var general = set("options option commands command history how usage install installation introduction overview background features comparison notes summary details examples example what why description about api reference see license licence contributing quick getting basics economy nature life early later career legacy conclusion abstract contents faq concepts")

// topic is what a block is about: its heading, or where that says little the
// title of the text; "" when neither says anything in a few words.
func (r *reader) topic(b *block) string {
	fits := func(s string) bool {
		f := strings.Fields(s)
		return len(f) > 0 && len(f) <= 6 && !strings.ContainsAny(s, "?!,:;.[]<>|=") && !general[strings.ToLower(f[0])]
	}
	for i := len(b.headings) - 1; i >= 0; i-- {
		if fits(b.headings[i]) && (i == 0 || i == len(b.headings)-1) {
			// A title of one name says more than what stands under it.
			if i > 0 && fits(b.headings[0]) && len(strings.Fields(b.headings[0])) <= 3 {
				return sentenceCase(b.headings[0])
			}
			return sentenceCase(b.headings[i])
		}
	}
	if fits(r.doc.title) {
		return sentenceCase(r.doc.title)
	}
	return ""
}

// sentenceCase writes what stands in capitals in small letters.
func sentenceCase(s string) string {
	if strings.ToUpper(s) != s || len(strings.Fields(s)) < 2 {
		return s
	}
	return upperFirst(strings.ToLower(s))
}

// about puts the topic before a prompt that does not name it and speaks of
// something by a common noun.
func (r *reader) about(s *sentence, q deck.Question) string {
	topic := r.topic(s.block)
	if topic == "" {
		return q.Prompt
	}
	subject := names(s)
	if len(subject) > 0 && subject[0].from <= 4 { // it says itself whom it is about
		return q.Prompt
	}
	in := stems(gapText.ReplaceAllString(q.Prompt, "$1"))
	hits, telling := 0, 0
	for st := range stems(topic) {
		telling++
		if in[st] {
			hits++
		}
	}
	if telling == 0 || hits*2 >= telling {
		return q.Prompt
	}
	with := q
	with.Prompt = literal(topic) + ": " + q.Prompt
	if reveals(with) {
		return q.Prompt
	}
	return with.Prompt
}

var termForm = lazyregexp.New("^(\\S(?:.{0,50}?\\S)?)(?::| [–—-]) +(.{12,})$")

// term asks for the term of an item "**Osmosis**: water moves …".
func (r *reader) term(b *block) bool {
	m := termForm.FindStringSubmatch(b.text)
	if m == nil || b.loose {
		return false
	}
	strong := len(b.strong) > 0 && b.strong[0].from <= 1 && b.strong[0].to >= len(strings.TrimRight(m[1], ":"))-1
	code := strings.HasPrefix(m[1], "`") && strings.Count(m[1], "`") == 2
	if !strong && !code && len(strings.Fields(m[1])) > 3 || finiteIn(m[1]) || address.MatchString(b.text) || symbolic(m[2]) || !balanced(b.text) {
		return false
	}
	whole := sentences(b)
	if len(whole) > 3 {
		return false
	}
	first := tokensOf(m[2])
	if len(first) < 3 || set2[first[0].lower] {
		return false
	}
	for _, t := range first {
		if set2[t.lower] && t.word || passing[t.lower] {
			return false
		}
	}
	for _, s := range whole {
		if r.broken(s) {
			return false
		}
	}
	term := strings.TrimSpace(m[1])
	definition := strings.TrimRight(strings.TrimSpace(m[2]), ".")
	if strings.ContainsAny(m[2], "[\"“") || orders[first[0].lower] {
		return false
	}
	about := r.topic(b)
	tail := ""
	if about != "" && !strings.Contains(strings.ToLower(about), strings.ToLower(term)) {
		tail = " (" + about + ")"
	}
	prompt := fmt.Sprintf("What is said of %s%s?", term, tail)
	score := 50
	if strong || code {
		score = 74
		prompt = fmt.Sprintf("What is %s%s?", term, tail)
		if thirdOf[first[0].lower] != "" {
			prompt = fmt.Sprintf("What does %s do%s?", term, tail)
		}
	}
	r.keep(&Candidate{Place: r.doc.at(b, 0), Question: deck.Question{Kind: deck.Recall, Prompt: prompt, Answers: []string{definition}, Why: b.text}, Rule: "term", Score: score, Sentence: b.text})
	return true
}

func finiteIn(s string) bool {
	t := tokensOf(s)
	for i := range t {
		if i > 0 && finiteAt(t, i) {
			return true
		}
	}
	return false
}

var trailing = lazyregexp.New(`(?i)(?:,? in order)?(?: (?:are|is|were))?(?:,? in order,?)?(?: (?:as follows|the following|these))?$`)

// list asks for the items of a list that a sentence with a colon leads to.
func (r *reader) list(blocks []*block, i int) bool {
	b := blocks[i]
	if i == 0 || blocks[i-1].list == b.list || blocks[i-1].kind != paragraph && blocks[i-1].kind != item {
		return false
	}
	all := sentences(blocks[i-1])
	if len(all) == 0 {
		return false
	}
	lead := all[len(all)-1]
	if lead.mark != ":" || r.broken(lead) {
		return false
	}
	var items []string
	for j := i; j < len(blocks) && blocks[j].list == b.list; j++ {
		text := strings.TrimRight(blocks[j].text, ".;, ")
		if blocks[j].loose || clozeMark.MatchString(text) || len(strings.Fields(text)) > 8 || len([]rune(text)) > 60 || address.MatchString(text) {
			return false
		}
		for _, s := range sentences(blocks[j]) {
			if r.broken(s) {
				return false
			}
		}
		items = append(items, strings.ReplaceAll(text, " / ", "/"))
	}
	if len(items) < 2 || len(items) > 8 {
		return false
	}
	text := strings.TrimSpace(strings.TrimSuffix(lead.text, ":"))
	for _, t := range lead.tokens {
		if set2[t.lower] && t.word || pointing[t.lower] || t.lower == "it" || t.lower == "they" || t.lower == "example" {
			return false
		}
	}
	if lead.words() < 3 || r.pointsBack(lead) != "" && !strings.Contains(lead.text, "following") {
		return false
	}
	text = strings.TrimRight(trailing.ReplaceAllString(text, ""), " ,:")
	kind, prompt, score := deck.List, fmt.Sprintf("%s: which? (%d)", text, len(items)), 70
	if b.ordered {
		kind, prompt, score = deck.Order, text+": in which order?", 72
		if len(items) < 3 {
			return false
		}
	}
	about := r.topic(b)
	if about != "" && !strings.Contains(strings.ToLower(text), strings.ToLower(about)) {
		prompt = about + ": " + prompt
	}
	r.keep(&Candidate{Place: r.doc.of(lead), Question: deck.Question{Kind: kind, Prompt: prompt, Items: items, Why: lead.text + " " + strings.Join(items, "; ") + "."}, Rule: string(kind), Score: score, Sentence: lead.text})
	return true
}
