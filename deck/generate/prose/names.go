package prose

import (
	"strings"
)

// A phrase is a part of a sentence: bytes, and the tokens it is made of.
type phrase struct {
	span
	first, last int // tokens, both within
}

// linking words may stand inside of a name.
var linking = set("of the de la del di da van von der den du des le al bin ibn el y and for")

// names returns the proper names of a sentence: capitalized words that follow
// each other. The first word counts when it is no word of the language.
func names(s *sentence) []phrase {
	t := s.tokens
	var all []phrase
	for i := 0; i < len(t); i++ {
		if !nameWord(t, i) || i == 0 && s.block.words.smallOnly(t[i]) {
			continue
		}
		j := i
		for j+1 < len(t) {
			if nameWord(t, j+1) && t[j].to+1 >= t[j+1].from || t[j+1].number() && len(t[j+1].text) <= 3 && t[j].to+1 == t[j+1].from && !months[t[j].lower] && j+2 < len(t) && !t[j+2].word {
				j++
				continue
			}
			if j+1 < len(t) && t[j].text != "." && t[j+1].text == "." && len(t[j].text) == 1 && j+2 < len(t) && nameWord(t, j+2) { // an initial
				j += 2
				continue
			}
			if j+2 < len(t) && (t[j+1].lower == "of" || t[j+1].lower == "de" || t[j+1].lower == "van" || t[j+1].lower == "von" || t[j+1].lower == "der" || t[j+1].lower == "da" || t[j+1].lower == "la") && nameWord(t, j+2) && t[j+1].text == t[j+1].lower {
				j += 2
				continue
			}
			if j+3 < len(t) && t[j+1].lower == "of" && t[j+2].lower == "the" && nameWord(t, j+3) {
				j += 3
				continue
			}
			break
		}
		all = append(all, phrase{span{t[i].from, t[j].to}, i, j})
		i = j
	}
	return all
}

// smallOnly tells whether a word that begins a sentence is written with a small
// letter elsewhere, and never with a capital one.
func (l *lexicon) smallOnly(t token) bool {
	return l != nil && l.small[t.lower] && !l.capital[t.lower]
}

func nameWord(t []token, i int) bool {
	w := t[i]
	if !w.capital() || months[w.lower] || days[w.lower] || w.lower == "i" {
		return false
	}
	if i == 0 || t[i-1].text == ":" || t[i-1].text == "." {
		// The first word is a name when what follows reads like it.
		if function[w.lower] || strings.HasSuffix(w.lower, "ing") || strings.HasSuffix(w.lower, "ly") {
			return false
		}
		if i+1 < len(t) && (t[i+1].capital() || t[i+1].lower == "'s") {
			return true
		}
		return upperInside(w.text) || !commonNoun(t, i)
	}
	return true
}

func upperInside(s string) bool { return strings.ToLower(s[1:]) != s[1:] }

// commonNoun tells whether the first word of a sentence looks like a word of
// the language and no name: a plural, or one with the ending of a noun.
func commonNoun(t []token, i int) bool {
	w := t[i].lower
	if baseVerbs[w] || baseVerbs[strings.TrimSuffix(w, "s")] || anaphoric[w] || anaphoric[strings.TrimSuffix(w, "s")] {
		return true
	}
	for _, end := range []string{"tion", "sion", "ment", "ness", "ity", "ism", "ist", "ers", "ors", "ies", "ings", "ions", "ents", "ance", "ence", "ics", "ogy", "ure", "sis", "ship", "hood", "age", "ed", "ases", "ins", "ells", "ants", "als", "ives"} {
		if strings.HasSuffix(w, end) && len(w) > len(end)+2 {
			return true
		}
	}
	if i+1 < len(t) { // plurals go with "are"
		n := t[i+1].lower
		if (n == "are" || n == "have" || n == "were") && strings.HasSuffix(w, "s") {
			return true
		}
		if linking[n] && n != "of" && n != "the" && n != "and" && n != "for" {
			return false
		}
		return !finite(t[i+1]) && t[i+1].text != "," && t[i+1].text != "(" && !prepositions[n]
	}
	return false
}

var days = set("monday tuesday wednesday thursday friday saturday sunday")
