package prose

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/lazyregexp"
)

// A loss is a sign in the letters of a text that something is missing. What
// the group named "at" holds is the place.
type loss struct {
	form    *lazyregexp.Regexp
	missing string
}

const monthForm = `(?:January|February|March|April|May|June|July|August|September|October|November|December)`

// losses are told by the signs alone. Each was a way in which copying loses
// what stood in a link, a small print or a number.
var losses = []loss{
	{lazyregexp.New(`(?i)\b(?:the|early|late|mid|in|of|a) ?-? ?(?P<at>)s(?:[ ,.;]|$)`), `a decade, as in "the 1950s"`},
	{lazyregexp.New(`\b(?P<at>(?:mids|earlys|lates))\b`), `a decade, as in "mid-1950s"`},
	{lazyregexp.New(`(?P<at>) [,;](?: |$)`), "something before the comma or semicolon"},
	{lazyregexp.New(`,(?P<at>) ?\)`), "something before the bracket"},
	{lazyregexp.New(`(?:^| )(?P<at>)\( ?[,;–—-]? ?\)`), "what stood in the brackets"},
	{lazyregexp.New(`\b` + monthForm + `(?P<at>)[A-Z][a-z]`), "a year behind the month; the words run together"},
	{lazyregexp.New(`\b[Aa]s (?:early|late) as(?P<at>)(?:(?:it|the|they|he|she|we|in|a)\b| (?:it|they|he|she) |[ ,.]*$)`), `a time behind "as early as"`},
	{lazyregexp.New(`\b(?:from|of|since|until|between) (?P<at>)(?:to|and|until)(?: ,| and\b| \d| with\b|,)`), "what the span begins with"},
	{lazyregexp.New(`\b(?:from|between) (?:to|and)(?P<at>) ,`), "what the span ends with"},
	{lazyregexp.New(`\b(?:in|of|on|by|since|from|until|at) (?P<at>)In\b`), "a time and the full stop"},
	{lazyregexp.New(`\b(?:in|of|by|since) the year (?P<at>)[^\d\s]`), "the year"},
	{lazyregexp.New(`\b(?P<at>)(?:in in|of of|from from|by by|since since|of in the|during in|since to|by of|at of)\b`), "a word between two prepositions"},
	{lazyregexp.New(`\b(?:[Tt]he|an) (?P<at>)(?:of|was|were|is|are|and|or) `), `a noun behind "the"`},
	{lazyregexp.New(`\b(?:the|a|of|in) (?P<at>)(?:th|nd|rd)\b`), "a number before the ending"},
	{lazyregexp.New(`\b(?:about|around|nearly|approximately|roughly|than|some|to) (?P<at>)(?:%|percent |per cent\b|km\b|kg\b|metres\b|meters\b|miles\b|million\b|billion\b)`), "a number before the unit"},
	{lazyregexp.New(`\b[A-Za-z]{3,}-(?P<at>) (?:[A-Z]|[a-z]{3,})`), "a word behind the hyphen"},
	{lazyregexp.New(`\(born(?: on| in)?(?P<at>) ?\)|\((?P<at>) ?[–-] ?[0-9]{4}\)`), "a year in the brackets"},
}

var suspended = lazyregexp.New(`^[A-Za-z]+- (?:and|or|to|und|oder|as|but|nor|through)\b`)

// holes returns the places where the text seems to have lost something.
func (d *document) holes() []Hole {
	type found struct {
		at      int // in the source
		missing string
	}
	var all []found
	for i, b := range d.blocks {
		if b.kind == row || !latin(b.text) || symbolic(b.text) || len(b.from) == 0 {
			continue
		}
		add := func(at int, missing string) {
			at = min(max(at, 0), len(b.from)-1)
			all = append(all, found{b.from[at], missing})
		}
		masked := masked(b)
		for n, l := range losses {
			group := l.form.SubexpIndex("at")
			for _, m := range l.form.FindAllStringSubmatchIndex(masked, -1) {
				at := m[2*group]
				if at < 0 {
					at = m[0]
				}
				if strings.Contains(l.missing, "hyphen") && (suspended.MatchString(masked[m[0]:]) || slices.Contains(b.breaks, at+1)) {
					continue
				}
				if n == 0 && !decade(masked, m, at) {
					continue
				}
				add(at, l.missing)
			}
		}
		if b.kind == heading {
			continue
		}
		if at, ok := openQuote(masked); ok && !d.quoteGoesOn(i) {
			add(at, "the closing quotation mark")
		}
		years := d.yearsAround(i)
		for _, s := range sentences(&block{kind: b.kind, text: masked, from: b.from}) {
			for _, h := range lostWords(s, years) {
				add(s.from+h.at, h.missing)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(a.at, b.at) })
	var holes []Hole
	last := -10
	for _, f := range all {
		if f.at-last < 4 { // two rules saw one
			continue
		}
		last = f.at
		holes = append(holes, Hole{d.place(f.at), f.missing})
	}
	return holes
}

// decade tells whether a lone s is what is left of one, and no letter that is
// meant: "the s orbital" is, "in s." may be seconds.
func decade(text string, m []int, at int) bool {
	before := strings.TrimRight(text[:at], " ")
	word := strings.ToLower(before[strings.LastIndexByte(before, ' ')+1:])
	switch word {
	case "the":
		head := strings.Fields(strings.ToLower(text[:at]))
		if len(head) > 1 && (prepositions[head[len(head)-2]]) || len(head) == 1 {
			return !strings.Contains(text, "orbital")
		}
		return strings.HasSuffix(strings.ToLower(before), ". the") || strings.HasSuffix(before, ", the")
	case "early", "late", "mid", "mid-":
		return true
	}
	return false
}

// masked returns the text of a block with code, addresses and marked gaps
// blackened, each sign in its place.
var unread = lazyregexp.New("`[^`]*`" + `|\{\{[^}]*\}\}|https?://\S+|\$[^$]+\$|<[^>]*>`)

func masked(b *block) string {
	return unread.ReplaceAllStringFunc(b.text, func(s string) string { return strings.Repeat("X", len(s)) })
}

func latin(s string) bool {
	letters, roman := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Latin, r) {
				roman++
			}
		}
	}
	return roman*10 >= letters*8
}

// openQuote returns where a quotation begins that does not end.
func openQuote(s string) (int, bool) {
	open := -1
	for i, r := range s {
		switch r {
		case '"':
			prev := byte(' ')
			if i > 0 {
				prev = s[i-1]
			}
			if prev >= '0' && prev <= '9' && open < 0 {
				continue // inches
			}
			if open >= 0 {
				open = -1
			} else {
				open = i
			}
		case '“':
			open = i
		case '”':
			open = -1
		}
	}
	return open, open > 0 // at the very beginning it may run over paragraphs
}

// quoteGoesOn tells whether the next paragraph takes a quotation up.
func (d *document) quoteGoesOn(i int) bool {
	if i+1 >= len(d.blocks) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(d.blocks[i+1].text)
	return r == '"' || r == '“' || r == '”' || d.blocks[i+1].kind == item
}

var someYear = lazyregexp.New(`\b(?:1[0-9]{3}|20[0-9]{2})\b`)

// yearsAround tells whether a year is named near a block, so that a month
// alone is no loss.
func (d *document) yearsAround(i int) bool {
	for j := max(0, i-3); j <= i && j < len(d.blocks); j++ {
		if someYear.MatchString(d.blocks[j].text) {
			return true
		}
		for _, h := range d.blocks[j].headings {
			if someYear.MatchString(h) {
				return true
			}
		}
	}
	return someYear.MatchString(d.title)
}

type lost struct {
	at      int // in the sentence
	missing string
}

// phrasal verbs are followed by "in to".
var phrasal = set(`log logged logs logging sign signed signing step stepped come came comes coming go went goes going give gave gives giving check checked turn turned
	hand handed tune tuned plug plugged opt opted opts opting zoom zoomed built build put plugs call called break broke move moved moving check checking buy bought lock locked
	type typed enter entered send sent dial dialed ssh run ran get got fit fits write wrote baked pass passed`)

// inverted verbs may follow "In the box".
var inverted = set(`is are was were has have had lay lie lies stood stand stands lived lives sat hung came comes remained remains can could may might must should will would do does did
	began occurred happened ran run runs appeared follows rose met go goes live died sleeps lurked`)

// lostWords looks for losses that only the building of a sentence tells.
func lostWords(s *sentence, years bool) []lost {
	var all []lost
	t := s.tokens
	verbs := 0
	for i := range t {
		next := func(n int) token {
			if i+n < len(t) {
				return t[i+n]
			}
			return token{}
		}
		behind := func(n int) token {
			if i-n >= 0 {
				return t[i-n]
			}
			return token{}
		}
		switch w := t[i]; {
		case w.lower == "in" && next(1).lower == "to" && behind(1).word && !phrasal[behind(1).lower] && baseVerbs[next(2).lower] && !finite(behind(1)) && !w.capital():
			all = append(all, lost{w.to, "a time between \"in\" and \"to\""})
		case w.lower == "in" && next(1).lower == "that" && eventNoun(behind(1).lower) && next(2).capital():
			all = append(all, lost{w.to, "a time between \"in\" and \"that\""})
		case prepositions[w.lower] && w.lower != "of" && w.lower != "like" && w.lower != "than" && w.lower != "as" && verbs == 0 && i > 0 && i > 1 &&
			strings.Contains(" saw was were had began became went came led ", " "+next(1).lower+" ") && (behind(1).capital() || behind(2).lower == "the") && !relative(t[:i]):
			all = append(all, lost{w.to, "what stood behind \"" + w.text + "\""})
		case w.lower != "to" && prepositions[w.lower] && !w.capital() && next(1).text == "The" && verbs > 0 && capitalRun(t[i+1:]) && plainPastBehind(t[i+1:]):
			all = append(all, lost{w.to, "something, and the full stop"})
		case (w.lower == "in" || w.lower == "of" || w.lower == "since" || w.lower == "until") && !w.capital() && verbs > 0 && subjectBehind(t[i+1:]) && !relative(t[max(0, i-4):i]):
			all = append(all, lost{w.to, "something, and the full stop"})
		}
		if finiteAt(t, i) {
			verbs++
		}
	}
	all = append(all, opening(s)...)
	if !years {
		all = append(all, datesWithoutYear(s)...)
	}
	return all
}

// opening looks at a sentence that begins with a preposition.
func opening(s *sentence) []lost {
	t := s.tokens
	if len(t) < 4 {
		return nil
	}
	first := t[0].lower
	switch first {
	case "in", "by", "after", "since", "until", "on":
		if !t[0].capital() {
			return nil
		}
	default:
		if t[0].capital() && t[1].text == "," && !t[1].word && len(t) > 6 {
			return disagreement(t)
		}
		return nil
	}
	// No word that could be a verb.
	if verbless(t) && s.words() >= 6 && s.mark == "." {
		return []lost{{t[0].from, "the verb of this sentence"}}
	}
	n := subjectLength(t[1:])
	if n == 0 || 1+n >= len(t) {
		return nil
	}
	v := t[1+n]
	if !v.word || !finite(v) || inverted[v.lower] && !(v.lower == "had" || v.lower == "appeared" || v.lower == "began") {
		return nil
	}
	var behind token
	if 2+n < len(t) {
		behind = t[2+n]
	}
	object := behind.capital() || behind.lower == "to" || behind.lower == "that" || determiners[behind.lower] || (v.lower == "had" && participleOf[behind.lower] != "") || (v.lower == "began" && strings.HasSuffix(behind.lower, "ly"))
	if !object {
		return nil
	}
	switch first {
	case "after", "since", "until":
		// A clause is right here, when another follows.
		if strings.Contains(s.text, ",") || strings.Contains(s.text, "—") {
			return nil
		}
	case "in", "on", "by":
		if !t[1].capital() && pastOf[v.lower] == "" && v.lower != "had" {
			return nil
		}
		// "In the paper published that year, he …": a participle.
		if participleOf[v.lower] != "" && behind.lower == "that" {
			return nil
		}
	}
	return []lost{{t[0].to, "a time behind \"" + t[0].text + "\""}}
}

// disagreement finds "Brezhnev, general secretary of the party, were held".
func disagreement(t []token) []lost {
	if function[t[0].lower] || strings.HasSuffix(t[0].lower, "s") || strings.HasSuffix(t[0].lower, "ly") {
		return nil
	}
	commas := 1
	for i := 2; i < len(t); i++ {
		switch {
		case t[i].text == "," && i+1 < len(t):
			commas++
			if commas == 2 {
				if t[i+1].lower == "were" && !capitalIn(t[2:i], "and") {
					return []lost{{t[0].from, "the beginning of the sentence"}}
				}
				return nil
			}
		case t[i].lower == "and" && !t[i].capital():
			return nil
		}
	}
	return nil
}

func capitalIn(t []token, word string) bool {
	return slices.ContainsFunc(t, func(t token) bool { return t.lower == word })
}

// verbless tells whether none of the words can be a verb: all are names, signs
// and small words.
func verbless(t []token) bool {
	for i, w := range t {
		if w.word && !w.capital() && (!function[w.lower] || auxiliary(w.lower)) {
			return false
		}
		if i > 0 && w.capital() && thirdOf[w.lower] != "" {
			return false
		}
	}
	return true
}

// subjectLength counts the tokens of a plain subject: "the Soviet government",
// "Japan", "the Soviet Union".
func subjectLength(t []token) int {
	i := 0
	if i < len(t) && t[i].lower == "the" {
		i++
	}
	start := i
	for i < len(t) && t[i].capital() && !months[t[i].lower] {
		i++
	}
	if i == start {
		return 0
	}
	if i < len(t) && t[i].word && !t[i].capital() && !function[t[i].lower] && !finite(t[i]) && i+1 < len(t) && finite(t[i+1]) {
		i++
	}
	return i
}

// capitalRun tells whether "The" is followed by another name.
func capitalRun(t []token) bool { return len(t) > 2 && t[1].word }

// plainPastBehind tells whether a past form that is no auxiliary follows the
// noun: "The Soviet Union sought".
func plainPastBehind(t []token) bool {
	for i := 1; i < len(t) && i < 6; i++ {
		if !t[i].word {
			return false
		}
		if !t[i].capital() && pastOf[t[i].lower] != "" && !inverted[t[i].lower] {
			return true
		}
		if prepositions[t[i].lower] || auxiliary(t[i].lower) && t[1].capital() {
			return false
		}
		if auxiliary(t[i].lower) {
			return true
		}
	}
	return false
}

// subjectBehind finds a subject with its verb where only a noun belongs:
// "in Soviet officials asserted that".
func subjectBehind(t []token) bool {
	i := 0
	for i < len(t) && t[i].capital() {
		i++
	}
	if i == 0 || i+2 >= len(t) || !t[i].word || function[t[i].lower] || !strings.HasSuffix(t[i].lower, "s") {
		return false
	}
	v := t[i+1]
	return pastOf[v.lower] != "" && (t[i+2].lower == "that" || t[i+2].lower == "to")
}

func relative(t []token) bool {
	return slices.ContainsFunc(t, func(t token) bool {
		return t.lower == "that" || t.lower == "which" || t.lower == "who" || t.lower == "whom" || t.lower == "where" || t.lower == "what" || pronouns[t.lower]
	})
}

func eventNoun(w string) bool {
	return strings.HasSuffix(w, "ment") || strings.HasSuffix(w, "tion") || strings.HasSuffix(w, "sion") || w == "news" || w == "report"
}

// datesWithoutYear finds a month or a day of one in a sentence that tells what
// happened, where no year is near.
func datesWithoutYear(s *sentence) []lost {
	t := s.tokens
	past := false
	for i := range t {
		if finiteAt(t, i) && (pastOf[t[i].lower] != "" || t[i].lower == "was" || t[i].lower == "were" || t[i].lower == "had") {
			past = true
		}
	}
	if !past {
		return nil
	}
	var all []lost
	for i, w := range t {
		if !w.month() || i == 0 || i+1 >= len(t) {
			continue
		}
		prev, next := t[i-1].lower, t[i+1]
		switch {
		case next.number() && i+2 < len(t) && len(next.text) <= 2:
			if !t[i+2].number() && (prev == "on" || prev == "of" || prev == "since" || prev == "until") {
				at := next.to
				all = append(all, lost{at, "the year of a date"})
			}
		case t[i-1].number() && len(t[i-1].text) <= 2 && !next.number():
			all = append(all, lost{w.to, "the year of a date"})
		case (prev == "in" || prev == "since" || prev == "until") && !next.number() && next.lower != "of":
			all = append(all, lost{w.to, "the year of a date"})
		}
	}
	return all
}
