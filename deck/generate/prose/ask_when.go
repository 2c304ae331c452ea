package prose

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"kuril/deck"
	"kuril/lazyregexp"
)

// A date is a day, a month or a year that a sentence names.
type date struct {
	span
	iso       string
	precision string // "year", "month and year", "day, month and year"
	whole     span   // with its preposition
}

var dateForm = lazyregexp.New(`\b(?:(?:([0-9]{1,2}) (` + monthForm[3:len(monthForm)-1] + `),? ([0-9]{4}))|(?:(` + monthForm[3:len(monthForm)-1] + `) ([0-9]{1,2}), ([0-9]{4}))|(?:(` + monthForm[3:len(monthForm)-1] + `) (?:of )?([0-9]{4}))|([0-9]{4}))\b`)

// dates returns the dates of a sentence. A bare number of four digits is a
// year only behind a word that leads to one.
func dates(s *sentence) []date {
	var all []date
	for _, m := range dateForm.FindAllStringSubmatchIndex(s.text, -1) {
		get := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return s.text[m[2*n]:m[2*n+1]]
		}
		d := date{span: span{m[0], m[1]}}
		day, month, year := "", "", ""
		switch {
		case get(3) != "":
			day, month, year, d.precision = get(1), get(2), get(3), "day, month and year"
		case get(6) != "":
			day, month, year, d.precision = get(5), get(4), get(6), "day, month and year"
		case get(8) != "":
			month, year, d.precision = get(7), get(8), "month and year"
		default:
			year, d.precision = get(9), "year"
		}
		if !yearForm.MatchString(year) {
			continue
		}
		d.iso = year
		if month != "" {
			at, err := time.Parse("January", month)
			if err != nil {
				continue
			}
			d.iso += fmt.Sprintf("-%02d", at.Month())
		}
		if day != "" {
			n, _ := strconv.Atoi(day)
			d.iso += fmt.Sprintf("-%02d", n)
			if _, err := time.Parse(time.DateOnly, d.iso); err != nil {
				continue
			}
		}
		before := strings.ToLower(strings.TrimRight(s.text[:m[0]], " "))
		lead := before[strings.LastIndexAny(before, " (")+1:]
		after := s.text[m[1]:]
		if strings.HasPrefix(after, "s") || strings.HasPrefix(after, "-") || strings.HasPrefix(after, "–") || strings.HasSuffix(s.text[:m[0]], "-") || strings.HasSuffix(s.text[:m[0]], "–") {
			continue
		}
		d.whole = d.span
		switch lead {
		case "in", "on":
			d.whole.from = m[0] - len(lead) - 1
		case "of", "since", "until", "by", "from", "to", "and", "after", "before", "between", "during":
		default:
			if d.precision == "year" {
				continue
			}
		}
		all = append(all, d)
	}
	return all
}

// dated asks when something was: "When was the treaty of X signed? (year)".
func dated(s *sentence) []fact {
	all := dates(s)
	if len(all) == 0 {
		return nil
	}
	var facts []fact
	if len(all) == 1 && all[0].whole.from < all[0].from {
		if q, ok := when(s, all[0]); ok {
			facts = append(facts, fact{"date", 84, q})
		}
	}
	if len(facts) == 0 && len(all) <= 2 && (s.words() >= 7) {
		d := all[0]
		score := 66
		if d.whole.from == d.from {
			score = 58
		}
		if len(names(s)) == 0 {
			score -= 12
		}
		facts = append(facts, fact{"date", score, s.hide(d.span)})
		if len(all) == 2 {
			facts = append(facts, fact{"date", score - 10, s.hide(all[1].span)})
		}
	}
	return facts
}

var spaces = lazyregexp.New(` {2,}| (?:[,.])`)

// when turns a sentence with one date into the question for it.
func when(s *sentence, d date) (deck.Question, bool) {
	// The sentence without the date.
	from, to := d.whole.from, d.whole.to
	rest := s.text[to:]
	if from == 0 {
		rest = strings.TrimLeft(strings.TrimPrefix(rest, ","), " ")
	} else if strings.HasPrefix(rest, ", and") || strings.HasPrefix(rest, " and") || strings.HasPrefix(rest, ",") {
		return deck.Question{}, false // another statement follows
	}
	without := s.text[:from] + rest
	without = strings.TrimSpace(spaces.ReplaceAllStringFunc(without, func(m string) string { return strings.TrimLeft(m, " ") + strings.Repeat(" ", 0) }))
	if from > 0 && to < len(s.text)-1 {
		without = strings.TrimSpace(s.text[:from]) + " " + strings.TrimSpace(rest)
	}
	without = strings.TrimSuffix(strings.TrimSpace(without), ".")
	clause := &sentence{block: s.block, text: without, tokens: tokensOf(without)}
	subject, verb, tail, ok := clause.head()
	if !ok || strings.Contains(tail, ";") || len(strings.Fields(subject)) > 12 || strings.Count(tail, ",") > 1 {
		return deck.Question{}, false
	}
	if from > 0 && relative(tokensOf(s.text[min(verb.to, from):from])) {
		return deck.Question{}, false // the date of something else
	}
	// Two statements are not one question.
	tokens := tokensOf(tail)
	for i, t := range tokens {
		if t.lower == "and" && i+1 < len(tokens) && (finite(tokens[i+1]) || i+2 < len(tokens) && finiteAt(tokens, i+2)) {
			return deck.Question{}, false
		}
	}
	subject = clause.lowered(subject)
	if from == 0 {
		subject = strings.TrimSpace(without[:verb.from])
		if first := tokensOf(subject)[0]; determiners[first.lower] || s.block.words.smallOnly(first) {
			subject = strings.ToLower(subject[:1]) + subject[1:]
		}
	}
	var prompt string
	switch {
	case be[verb.lower] || have[verb.lower] && len(tokens) > 0 && participleOf[tokens[0].lower] != "":
		prompt = fmt.Sprintf("When %s %s %s?", verb.text, subject, tail)
	case pastOf[verb.lower] != "":
		prompt = fmt.Sprintf("When did %s %s %s?", subject, pastOf[verb.lower], tail)
	default:
		return deck.Question{}, false
	}
	if len(tokens) == 0 && !be[verb.lower] && len(strings.Fields(subject)) < 2 || len(tokens) == 0 && be[verb.lower] {
		return deck.Question{}, false
	}
	prompt = strings.ReplaceAll(prompt, " ?", "?")
	return deck.Question{Kind: deck.Typed, Prompt: fmt.Sprintf("%s (%s)", prompt, d.precision), Answers: []string{d.iso}, Match: deck.Date}, true
}

var byForm = lazyregexp.New(`\b(?:was|were) (?:\w+ly |first )?(\w+) (?:(?:in|at|on) [^,;]{3,30} )?by `)

// byWhom: "Penicillin was discovered by Alexander Fleming in 1928."
func byWhom(s *sentence) []fact {
	m := byForm.FindStringSubmatchIndex(s.text)
	if m == nil || participleOf[s.text[m[2]:m[3]]] == "" {
		return nil
	}
	for _, n := range names(s) {
		if n.from == m[1] || n.from == m[1]+4 && strings.HasPrefix(s.text[m[1]:], "the ") {
			if rest := s.text[n.to:]; strings.HasPrefix(rest, " and") || strings.HasPrefix(rest, "'") || strings.HasPrefix(rest, "’") {
				return nil
			}
			return []fact{{"by-whom", 80, s.hide(n.span)}}
		}
	}
	return nil
}

var units = set(`% percent km kilometre kilometres kilometer kilometers m metre metres meter meters cm mm mile miles foot feet inch inches kg kilogram kilograms gram grams g mg tonne tonnes tons pound pounds
	second seconds minute minutes hour hours day days week weeks month months year years million billion trillion hundred thousand degrees degree °c °f celsius kelvin litres liters litre volt volts watt watts hertz
	hz khz mhz ghz bytes byte bits bit kb mb gb tb people inhabitants square cubic light-years ms dollars euros yen bones chambers stars moons states countries islands members species times electrons protons neutrons chromosomes layers planets`)

// measured hides a number with its unit, or how many there are of something.
func measured(s *sentence) []fact {
	var facts []fact
	day := dates(s)
	v := s.verb()
	for i, t := range s.tokens {
		if i+1 >= len(s.tokens) || i == 0 {
			continue
		}
		next, prev := s.tokens[i+1], s.tokens[i-1]
		inDate := false
		for _, d := range day {
			inDate = inDate || d.overlaps(t.span)
		}
		if inDate || prev.text == "-" || prev.text == "–" || next.text == "-" || next.text == "–" || prev.lower == "about" || prev.lower == "approximately" || prev.lower == "around" || prev.lower == "nearly" || prev.lower == "roughly" || prev.lower == "than" || prev.lower == "almost" || prev.lower == "over" || prev.lower == "least" || prev.lower == "most" || prev.lower == "to" && i > 1 && s.tokens[i-2].lower == "up" || prev.text == "/" || prev.text == "." || prev.text == "v" {
			continue
		}
		answer, score := "", 0
		switch {
		case t.number() && units[next.lower]:
			answer, score = t.text, 72
		case t.number() && !t.year() && next.word && strings.HasSuffix(next.lower, "s") && !next.capital() && len(next.lower) > 3 && !months[prev.lower]:
			answer, score = t.text, 66
		case small[t.lower] != "" && (next.word && strings.HasSuffix(next.lower, "s") && !function[next.lower] || i+2 < len(s.tokens) && next.word && !function[next.lower] && strings.HasSuffix(s.tokens[i+2].lower, "s") && !function[s.tokens[i+2].lower]) && v >= 0 && v < i && !determiners[prev.lower]:
			answer, score = t.text+" / "+small[t.lower], 68
			if !units[next.lower] && s.tokens[v].lower != "has" && s.tokens[v].lower != "have" && s.tokens[v].lower != "had" && thirdOf[s.tokens[v].lower] != "consist" && thirdOf[s.tokens[v].lower] != "contain" {
				score = 56
			}
		}
		if answer == "" {
			continue
		}
		prompt := literal(s.text[:t.from]) + gap(1, answer, "") + literal(s.text[t.to:])
		q := deck.Question{Kind: deck.Cloze, Prompt: prompt}
		if bare := strings.ReplaceAll(t.text, ",", ""); bare != t.text && t.number() {
			q.Answers = []string{bare}
		}
		if s.mark != "." {
			score -= 20
		}
		facts = append(facts, fact{"number", score - 6*len(facts), q})
	}
	if len(facts) > 3 {
		return nil
	}
	return facts
}

// actor hides who did it: a name that begins the sentence, with a verb that
// says what was done, and enough else to know it by.
func actor(s *sentence) []fact {
	all := names(s)
	if len(all) == 0 || all[0].from > 4 || all[0].from > 0 && !strings.HasPrefix(s.text, "The ") {
		return nil
	}
	n := all[0]
	if n.last+1 >= len(s.tokens) {
		return nil
	}
	v := s.tokens[n.last+1]
	if pastOf[v.lower] == "" && thirdOf[v.lower] == "" || !finiteAt(s.tokens, n.last+1) || auxiliary(v.lower) {
		return nil
	}
	if telling := len(all) - 1 + len(dates(s)); telling == 0 && len(stems(s.text[v.to:])) < 4 {
		return nil
	}
	score := 58
	if pastOf[v.lower] != "" {
		score = 60
	}
	if deed[pastOf[v.lower]] {
		score = 74
	}
	if len(all) == 1 && len(dates(s)) == 0 {
		score -= 10
	}
	return []fact{{"actor", score, s.hide(n.span)}}
}

// deed are verbs of which one asks who did it.
var deed = set(`discover invent found write build design compose paint prove propose introduce publish develop establish sign annex invade occupy conquer win defeat create launch describe coin formulate patent name map explore direct lead abolish unite observe measure identify isolate demonstrate`)
