package prose

import (
	"fmt"
	"strings"

	"kuril/deck"
	"kuril/lazyregexp"
)

// A fact is one way to ask what a sentence states.
type fact struct {
	rule     string
	score    int
	question deck.Question
}

// asks returns the ways to ask what a sentence states, the best first.
func asks(s *sentence) []fact {
	var all []fact
	for _, way := range []func(*sentence) []fact{ofAttribute, named, definition, superlativeOf, madeOf, standsFor, usedFor, caused, condition, compared, code, dated, byWhom, measured, actor} {
		all = append(all, way(s)...)
	}
	return all
}

func typed(prompt string, answers ...string) deck.Question {
	return deck.Question{Kind: deck.Typed, Prompt: prompt, Answers: answers}
}

func recall(prompt, answer string) deck.Question {
	return deck.Question{Kind: deck.Recall, Prompt: prompt, Answers: []string{upperFirst(strings.TrimSpace(answer))}}
}

// hide makes a cloze of a sentence with one part as its gap.
func (s *sentence) hide(parts ...span) deck.Question {
	var b strings.Builder
	done := 0
	for n, p := range parts {
		b.WriteString(literal(s.text[done:p.from]))
		b.WriteString(gap(n+1, strings.Trim(s.text[p.from:p.to], "`"), ""))
		done = p.to
	}
	b.WriteString(literal(s.text[done:]))
	return deck.Question{Kind: deck.Cloze, Prompt: b.String()}
}

// verb returns the token of the main verb: the first that can be one, outside
// of brackets and relative clauses; -1 when that is not plain.
func (s *sentence) verb() int {
	depth := 0
	for i, t := range s.tokens {
		switch t.text {
		case "(", "[":
			depth++
		case ")", "]":
			depth--
		}
		if depth > 0 {
			continue
		}
		if t.lower == "that" || t.lower == "which" || t.lower == "who" || t.lower == "where" || t.lower == "whose" || t.lower == "if" || t.lower == "when" || t.lower == "while" || t.lower == "because" || t.lower == "although" {
			return -1
		}
		if finiteAt(s.tokens, i) {
			return i
		}
	}
	return -1
}

// head returns the sentence before and behind its main verb; false when it has
// a comma before it or is not plain.
func (s *sentence) head() (subject string, verb token, rest string, ok bool) {
	i := s.verb()
	if i < 1 {
		return
	}
	subject = strings.TrimSpace(s.text[:s.tokens[i].from])
	if strings.ContainsAny(subject, ",;:()") || prepositions[s.tokens[0].lower] {
		return
	}
	return subject, s.tokens[i], strings.TrimSpace(strings.TrimRight(s.text[s.tokens[i].to:], ".!")), true
}

// small subject: as it stands inside of a question.
func (s *sentence) lowered(subject string) string {
	t := s.tokens[0]
	if determiners[t.lower] || s.block != nil && s.block.words.smallOnly(t) || !nameWord(s.tokens, 0) && t.word && !upperInside(t.text+" ") && (len(s.tokens) < 2 || !t.capital() || !upperInside(t.text)) {
		for i, r := range subject {
			return strings.ToLower(string(r)) + subject[i+len(string(r)):]
		}
	}
	return subject
}

var (
	attributeForm = lazyregexp.New(`^The ((?:[a-z-]+ ){0,3}[a-z-]+) (of|for|in) ((?:the |an? )?[^,;()]{2,50}?) (is|was|are|were) ((?:the |an? )?[^,;()]{1,45})\.$`)
	namedForm     = lazyregexp.New(`^(.{12,160}?) (?:is|are|was|were|(?:is|are) (?:also|commonly|usually|often|sometimes)) (?:called|known as|named|termed) (?:the |an? )?([\p{L}\p{N}' -]{3,40}?)( in [^,;()]{3,40})?\.$`)
	isForm        = lazyregexp.New(`^((?:The |An? )?[^,;()]{2,45}?)(?: \(([^()]{2,40})\))? (is|are|was|were) ((?:an?|the|any|one of the) [^;]{15,180})\.$`)
	meansForm     = lazyregexp.New(`^((?:The |An? )?[^,;()]{2,45}?) (means|refers to|is defined as|denotes) ([^;]{12,180})\.$`)
	superForm     = lazyregexp.New(`^([^,;()]{2,50}?) (is|are|was|were) ((?:the|[A-Z][a-z]+'s) [^;()]{8,110})\.$`)
	madeForm      = lazyregexp.New(`^([^,;()]{2,60}?) (consists? of|consisted of|is made up of|are made up of|is composed of|are composed of|comprises?|comprised|is divided into|are divided into|was divided into) ([^;()]{8,140})\.$`)
	areForm       = lazyregexp.New(`^(The (?:two|three|four|five|six|seven) [^,;()]{4,60}?) (are|were) ([^;()]{8,140})\.$`)
	thereForm     = lazyregexp.New(`^(?:There are|There were|[A-Z][^,;:()]{2,50}? (?:has|have|had)) ((?:two|three|four|five|six|seven) [^,;:()]{4,60}?): ([^;()]{8,140})\.$`)
	standForm     = lazyregexp.New(`^([A-Z][\w-]{1,14}) stands for ([^,;()]{4,60})\.$`)
	useForm       = lazyregexp.New(`^([^,;()]{2,60}?) (is|are|was|were) (?:also |mainly |often |commonly |usually |mostly )?used (to|for|as) ([^;()]{6,120})\.$`)
	becauseForm   = lazyregexp.New(`^([^;()]{12,130}?),? because ([^;]{10,140})\.$`)
	dueForm       = lazyregexp.New(`^([^,;()]{6,90}?) (?:is|are|was|were) (?:mainly |largely |mostly |primarily )?(?:caused by|due to) ([^;()]{4,90})\.$`)
	ifForm        = lazyregexp.New(`^(If|When|Whenever|Unless|Without) ([^,;()]{8,90}), (?:then )?([^;()]{10,140})\.$`)
	moreForm      = lazyregexp.New(`^([^,;()]{2,40}?) (is|are|was|were) (?:much |far |slightly )?([a-z]+er|more [a-z]+|less [a-z]+) than ([^,;()]{2,40})\.$`)
	codeForm      = lazyregexp.New("^(?:The )?(`[^`]+`)(?: (?:flag|option|command|function|method|setting|key))? ([a-z]+s) ([^;]{8,140})\\.$")
)

// ofAttribute: "The capital of Peru is Lima."
func ofAttribute(s *sentence) []fact {
	m := attributeForm.FindStringSubmatch(s.text)
	if m == nil || finiteIn("x "+m[5]) || stative(m[5]) || clause(m[3]) {
		return nil
	}
	score := 84
	if !typeable(m[5]) || function[strings.ToLower(strings.Fields(m[5])[0])] && !determiners[strings.ToLower(strings.Fields(m[5])[0])] {
		score = 55
	}
	q := typed(fmt.Sprintf("What %s the %s %s %s?", m[4], m[1], m[2], m[3]), answersOf(m[5])...)
	if !typeable(m[5]) {
		q = recall(q.Prompt, m[5])
	}
	return []fact{{"attribute", score, q}}
}

// stative tells whether what follows "is" is a participle or an adjective, and
// no thing: "is given by", "is very large".
func stative(s string) bool {
	f := strings.Fields(strings.ToLower(s))
	return len(f) == 0 || participleOf[f[0]] != "" || adverbs[f[0]] || strings.HasSuffix(f[0], "ing") || strings.HasSuffix(f[0], "ed") || prepositions[f[0]] && len(f) > 1 && f[0] != "about" ||
		len(f) > 1 && f[1] == "by" || f[0] == "that" || f[0] == "to" || f[0] == "so" || f[0] == "as" ||
		len(f) == 1 && !strings.ContainsAny(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789`")
}

func clause(s string) bool {
	for _, t := range tokensOf(s) {
		if t.lower == "which" || t.lower == "that" || t.lower == "who" || finite(t) && !t.capital() && (auxiliary(t.lower)) {
			return true
		}
	}
	return false
}

func superlativeIn(s string) bool {
	t := tokensOf(s)
	for i := range t {
		if superlative(t, i) {
			return true
		}
	}
	return false
}

// answersOf returns a noun as it is typed, with and without its article, a
// number with and without its separators.
func answersOf(s string) []string {
	s = strings.TrimSpace(s)
	all := []string{s}
	for _, article := range []string{"the ", "a ", "an "} {
		if rest, ok := strings.CutPrefix(s, article); ok {
			all = []string{rest, s}
		}
	}
	if bare := strings.ReplaceAll(all[0], ",", ""); bare != all[0] && grouped.MatchString(all[0]) {
		all = append(all, bare)
	}
	return all
}

var grouped = lazyregexp.New(`[0-9],[0-9]{3}\b`)

// named: "The movement of water through a membrane is called osmosis."
func named(s *sentence) []fact {
	m := namedForm.FindStringSubmatchIndex(s.text)
	if m == nil || clause(s.text[m[4]:m[5]]) || prepositions[s.tokens[0].lower] {
		return nil
	}
	if f := strings.Fields(s.text[m[4]:m[5]]); function[strings.ToLower(f[0])] {
		return nil
	}
	return []fact{{"named", 86, s.hide(span{m[4], m[5]})}}
}

// definition: "A quark is an elementary particle …".
func definition(s *sentence) []fact {
	var term, verb, what string
	if m := isForm.FindStringSubmatch(s.text); m != nil {
		term, verb, what = m[1], m[3], m[4]
	} else if m := meansForm.FindStringSubmatch(s.text); m != nil {
		term, verb, what = m[1], "is", m[3]
	} else {
		return nil
	}
	if i := s.verb(); i < 1 || !strings.HasPrefix(s.text[s.tokens[i].from:], verb) && verb != "is" || finiteIn(term) || clause(term) {
		return nil
	}
	f := strings.Fields(strings.ToLower(term))
	if len(f) > 5 || f[0] == "there" || f[0] == "one" || prepositions[f[0]] || conjunctions[f[0]] || superlativeIn(term) || superlativeIn(firstWords(what, 5)) && !strings.HasPrefix(what, "an") {
		return nil
	}
	if strings.ContainsAny(term, "0123456789:") {
		return nil
	}
	if f[0] == "the" && !strings.ContainsAny(term[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && len(f) > 3 || len(strings.Fields(what)) < 5 {
		return nil
	}
	if vague[strings.ToLower(wordAt(what, 1))] && !strings.Contains(what, " that ") && !strings.Contains(what, " which ") {
		return nil
	}
	// Who was born where is a fact, and so is what a thing is; asked back, the
	// term must be the only one that fits.
	from := strings.Index(s.text, term)
	bare := span{from, from + len(term)}
	for _, a := range []string{"The ", "An ", "A "} {
		if strings.HasPrefix(term, a) {
			bare.from += len(a)
		}
	}
	score := 76
	if strings.Contains(what, " that ") || strings.Contains(what, " which ") || strings.Contains(what, " who ") || strings.Contains(what, " of ") {
		score = 82
	}
	person := " "
	if verb == "was" || verb == "were" {
		score -= 6
		for _, w := range strings.Fields(firstWords(what, 4))[1:] {
			if personNoun[w] || len(w) > 6 && strings.HasSuffix(w, "ist") || strings.HasSuffix(w, "ian") || personNoun[w] {
				person = " (who) "
			}
		}
	}
	if reveals(s.hide(bare)) {
		q := "What"
		if person != " " {
			q = "Who"
		}
		return []fact{{"definition", score - 6, recall(fmt.Sprintf("%s %s %s?", q, verb, s.lowered(term)), what)}}
	}
	return []fact{{"definition", score, s.hide(bare)}}
}

var vague = set("good bad great common important key major simple popular useful number lot matter problem way question kind set part result reason member")

func wordAt(s string, n int) string {
	if f := strings.Fields(s); n < len(f) {
		return f[n]
	}
	return ""
}

func firstWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[:min(n, len(f))], " ")
}

// superlativeOf: "Mauna Kea is the tallest mountain of Hawaii."
func superlativeOf(s *sentence) []fact {
	m := superForm.FindStringSubmatch(s.text)
	if m == nil || !superlativeIn(firstWords(m[3], 4)) || finiteIn(m[1]) || len(strings.Fields(m[1])) > 5 || prepositions[s.tokens[0].lower] || len(strings.Fields(m[3])) < 4 {
		return nil
	}
	if strings.HasPrefix(strings.ToLower(m[1]), "the ") && superlativeIn(m[1]) {
		return nil
	}
	who := "What"
	for _, w := range strings.Fields(firstWords(m[3], 6)) {
		if personNoun[strings.TrimRight(w, ",.")] {
			who = "Who"
		}
	}
	score := 85
	if (m[2] == "was" || m[2] == "were") && !strings.Contains(m[3], "first") && len(dates(s)) == 0 {
		score = 60 // when was it?
	}
	return []fact{{"superlative", score, typed(fmt.Sprintf("%s %s %s?", who, m[2], m[3]), answersOf(lowerArticle(m[1]))...)}}
}

var personNoun = set("consul ambassador general doge merchant captain engineer inventor poet philosopher historian teacher doctor lawyer actor singer director admiral chancellor secretary shogun pope bishop prophet saint player champion winner person man woman president emperor empress king queen minister astronomer scientist physicist chemist writer author human people explorer pilot cosmonaut astronaut leader ruler governor composer painter mathematician programmer physician european")

func lowerArticle(s string) string {
	for _, a := range []string{"The ", "An ", "A "} {
		if rest, ok := strings.CutPrefix(s, a); ok {
			return rest
		}
	}
	return s
}

// madeOf: "A nucleotide consists of a sugar, a phosphate group and a base."
func madeOf(s *sentence) []fact {
	var prompt, text string
	if m := madeForm.FindStringSubmatch(s.text); m != nil && !finiteIn(m[1]) && !prepositions[s.tokens[0].lower] {
		verb := strings.Fields(m[2])
		subject := s.lowered(m[1])
		switch {
		case be[verb[0]]:
			prompt = fmt.Sprintf("What %s %s %s", verb[0], subject, strings.Join(verb[1:], " "))
		case strings.HasSuffix(verb[0], "d"):
			prompt = fmt.Sprintf("What did %s consist of", subject)
		case strings.HasSuffix(verb[0], "s"):
			prompt = fmt.Sprintf("What does %s consist of", subject)
		default:
			prompt = fmt.Sprintf("What do %s consist of", subject)
		}
		text = m[3]
	} else if m := areForm.FindStringSubmatch(s.text); m != nil && !finiteIn(m[1]) {
		prompt, text = fmt.Sprintf("What %s %s", m[2], s.lowered(m[1])), m[3]
	} else if m := thereForm.FindStringSubmatch(s.text); m != nil {
		prompt, text = "What are the "+m[1], m[2]
		if head, ok := strings.CutSuffix(strings.TrimSuffix(s.text[:strings.Index(s.text, m[1])], " "), "There are"); !ok && head != "There were" {
			prompt = "Which " + m[1] + " " + questionVerb(s)
		}
	} else {
		return nil
	}
	items := itemsOf(text)
	if len(items) < 2 || len(items) > 8 {
		return nil
	}
	q := deck.Question{Kind: deck.List, Prompt: fmt.Sprintf("%s? (%d)", prompt, len(items)), Items: items}
	for _, i := range items {
		if len(strings.Fields(i)) > 5 || finiteIn("x "+i) || clause(i) {
			return nil
		}
	}
	return []fact{{"list", 82, q}}
}

// questionVerb: "does the heart have" of "The heart has four chambers: …".
func questionVerb(s *sentence) string {
	subject, verb, _, ok := s.head()
	if !ok {
		return "are named"
	}
	switch verb.lower {
	case "has":
		return "does " + s.lowered(subject) + " have"
	case "had":
		return "did " + s.lowered(subject) + " have"
	}
	return "do " + s.lowered(subject) + " have"
}

var itemSplit = lazyregexp.New(`, and |, or |, | and | or `)

// itemsOf takes "a, b and c" apart.
func itemsOf(s string) []string {
	var items []string
	parts := itemSplit.Split(s, -1)
	if strings.Contains(s, ", ") && strings.Count(s, " and ") > 1 {
		return nil
	}
	for _, p := range parts {
		p = strings.TrimSpace(p)
		for _, a := range []string{"the ", "an ", "a "} {
			if rest, ok := strings.CutPrefix(p, a); ok {
				p = rest
				break
			}
		}
		if p == "" {
			return nil
		}
		items = append(items, p)
	}
	return items
}

// standsFor: "GMT stands for Greenwich Mean Time."
func standsFor(s *sentence) []fact {
	if m := standForm.FindStringSubmatch(s.text); m != nil {
		return []fact{{"stands-for", 84, typed(fmt.Sprintf("What does %s stand for?", m[1]), answersOf(m[2])...)}}
	}
	return nil
}

// usedFor: "Litmus is used to tell acids from bases."
func usedFor(s *sentence) []fact {
	m := useForm.FindStringSubmatch(s.text)
	if m == nil || finiteIn(m[1]) || prepositions[s.tokens[0].lower] || s.verb() < 1 {
		return nil
	}
	answer := m[4]
	if m[3] == "as" && len(strings.Fields(answer)) < 4 {
		return nil
	}
	if m[3] == "to" {
		answer = "to " + answer
	} else if m[3] == "as" {
		answer = "as " + answer
	}
	return []fact{{"purpose", 72, recall(fmt.Sprintf("What %s %s used for?", m[2], s.lowered(m[1])), answer)}}
}

// caused: "The sky is blue because …", "Tides are caused by the Moon."
func caused(s *sentence) []fact {
	if m := becauseForm.FindStringSubmatch(s.text); m != nil && len(strings.Fields(m[1])) > 1 && !prepositions[s.tokens[0].lower] {
		if strings.HasPrefix(m[2], "of ") || conjunctions[s.tokens[0].lower] {
			return nil
		}
		return []fact{{"cause", 74, recall(m[1]+". Why?", "Because "+m[2])}}
	}
	if m := dueForm.FindStringSubmatch(s.text); m != nil && !finiteIn(m[1]) && !prepositions[s.tokens[0].lower] {
		be := "is"
		if strings.Contains(s.text, m[1]+" are ") {
			be = "are"
		} else if strings.Contains(s.text, m[1]+" was ") {
			be = "was"
		} else if strings.Contains(s.text, m[1]+" were ") {
			be = "were"
		}
		return []fact{{"cause", 76, recall(fmt.Sprintf("What %s %s caused by?", be, s.lowered(m[1])), m[2])}}
	}
	return nil
}

// condition: "If the pressure falls, the valve opens."
func condition(s *sentence) []fact {
	m := ifForm.FindStringSubmatch(s.text)
	if m == nil || !hasVerb(tokensOf(m[3])) && !strings.Contains(m[3], "`") {
		return nil
	}
	first := strings.ToLower(strings.Fields(m[2])[0])
	if pronouns[first] || strings.HasSuffix(first, "ing") || m[1] == "Without" && !strings.Contains(m[2], " ") || pronouns[strings.ToLower(strings.Fields(m[3])[0])] && !strings.HasPrefix(m[3], "it ") {
		return nil
	}
	if orders[strings.ToLower(strings.Fields(m[3])[0])] {
		return nil
	}
	happens := "happens"
	t := tokensOf(m[3])
	for i := range t {
		if i > 0 && (pastOf[t[i].lower] != "" && thirdOf[t[i].lower] == "" && finiteAt(t, i) || t[i].lower == "was" || t[i].lower == "were" || t[i].lower == "had") {
			happens = "happened"
			break
		}
	}
	score := 68
	if happens == "happened" {
		score = 52 // what happened when: the text may know, the world knows more
	}
	return []fact{{"condition", score, recall(fmt.Sprintf("What %s %s %s?", happens, strings.ToLower(m[1]), m[2]), m[3])}}
}

// compared: "Sound is faster in water than in air" is not; "Iron is denser
// than water" is.
func compared(s *sentence) []fact {
	m := moreForm.FindStringSubmatch(s.text)
	if m == nil || finiteIn(m[1]) || clause(m[4]) || prepositions[s.tokens[0].lower] || strings.ContainsAny(m[4], "0123456789") || function[strings.ToLower(wordAt(m[4], 0))] && !determiners[strings.ToLower(wordAt(m[4], 0))] || m[3] == "other" || m[3] == "rather" {
		return nil
	}
	a, b := s.lowered(m[1]), m[4]
	if b < a {
		a, b = b, a
	}
	return []fact{{"comparison", 70, typed(fmt.Sprintf("Which %s %s: %s or %s?", m[2], m[3], a, b), answersOf(lowerArticle(m[1]))...)}}
}

// code: "`-q` suppresses all output."
func code(s *sentence) []fact {
	m := codeForm.FindStringSubmatch(s.text)
	if m == nil || thirdOf[m[2]] == "" || m[2] == "is" || m[2] == "has" {
		return nil
	}
	return []fact{{"code", 76, recall(fmt.Sprintf("What does %s do?", m[1]), m[2]+" "+m[3])}}
}
