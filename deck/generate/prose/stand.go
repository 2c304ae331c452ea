package prose

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"kuril/lazyregexp"
)

// The reasons for which a sentence is passed over, as --explain prints them.
const (
	notASentence = "is no sentence that says something"
	aQuestion    = "asks or exclaims, and states nothing"
	anOrder      = "tells somebody what to do"
	tooShort     = "is too short to stand alone"
	tooLong      = "is too long to ask"
	ofTheWriter  = "speaks of its writer or its reader"
	hedged       = "does not say that it is so (%q)"
	ofThatDay    = "is true only on the day it was written (%q)"
	leansBack    = "leans on what was said before (%q)"
	noReferent   = "needs to be told what %q is"
	quoted       = "quotes, or has an open bracket or quotation"
	symbols      = "is more code, address or formula than words"
	onAHole      = "rests on something that is missing from the text"
	nothingToAsk = "states no date, number, name, definition, list, cause, condition or comparison that could be asked"
	givenAway    = "every answer in it stands elsewhere in it too"
	anotherTerm  = "is in a language of which only marked text is taken"
)

var address = lazyregexp.New(`https?://|www\.|\w+@\w+\.|(?:^|\s)[./~]+/[\w/.-]+`)

// stands returns a sentence as it can be asked without its context, or the
// reason why it cannot.
func (r *reader) stands(s *sentence, before *sentence) (*sentence, string) {
	switch {
	case s.mark == "?" || s.mark == "!":
		return nil, aQuestion
	case s.mark == ":" || s.mark == "…":
		return nil, notASentence
	case address.MatchString(s.text) || symbolic(s.text):
		return nil, symbols
	case len(s.tokens) > 2 && s.tokens[1].text == ":":
		return nil, notASentence
	case !balanced(s.text) || strings.ContainsAny(s.text, `"“”„«»`):
		return nil, quoted
	}
	s, reason := r.resolved(s, before)
	if reason != "" {
		return nil, reason
	}
	words := s.words()
	switch {
	case words < 4:
		return nil, tooShort
	case words > 42:
		return nil, tooLong
	case orders[s.tokens[0].lower] && s.tokens[0].lower != "note" || baseVerbs[s.tokens[0].lower] && !ofNoun(s):
		return nil, anOrder
	case !hasVerb(s.tokens) && !codeVerb(s.tokens):
		return nil, notASentence
	}
	for i, t := range s.tokens {
		if t.month() {
			continue
		}
		switch {
		case set2[t.lower] && t.word:
			return nil, ofTheWriter
		case passing[t.lower] && t.word:
			return nil, fmt.Sprintf(ofThatDay, t.text)
		case hedges[t.lower] && t.word && !(t.lower == "likely" && i > 0 && s.tokens[i-1].lower == "most"):
			return nil, fmt.Sprintf(hedged, t.text)
		case (t.lower == "last" || t.lower == "this" || t.lower == "next") && i+1 < len(s.tokens) && set3[s.tokens[i+1].lower]:
			return nil, fmt.Sprintf(ofThatDay, t.text+" "+s.tokens[i+1].text)
		}
	}
	if word := r.pointsBack(s); word != "" {
		return nil, fmt.Sprintf(noReferent, word)
	}
	return s, ""
}

var (
	set2 = set("i we our ours us my mine me you your yours i'm we're you're i've we've you'll i'd let's")
	set3 = set("year month week century day")
)

// ofNoun tells whether the first word, which may be a verb, is a noun here:
// another verb follows it as its own.
func ofNoun(s *sentence) bool {
	for i := 1; i < len(s.tokens) && i < 6; i++ {
		if finiteAt(s.tokens, i) && (auxiliary(s.tokens[i].lower) || thirdOf[s.tokens[i].lower] != "" || pastOf[s.tokens[i].lower] != "") {
			return true
		}
		if determiners[s.tokens[i].lower] || s.tokens[i].text == "," {
			return false
		}
	}
	return false
}

// codeVerb tells whether a sentence is about code that does something.
func codeVerb(t []token) bool {
	return len(t) > 2 && t[0].code() && thirdOf[t[1].lower] != ""
}

func symbolic(s string) bool {
	signs, letters := 0, 0
	code := false
	for _, r := range s {
		switch {
		case r == '`':
			code = !code
		case code:
		case unicode.IsLetter(r) || r == ' ' || unicode.IsDigit(r):
			letters++
		case strings.ContainsRune("{}[]<>=|\\/_$#*^~@+", r):
			signs += 3
		}
	}
	return signs*6 > letters || strings.ContainsAny(s, "{}<>$|\\") || strings.Contains(s, "==")
}

func balanced(s string) bool {
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return depth == 0
}

// resolved puts a name in the place of a pronoun that begins a sentence, when
// the sentence before names exactly one thing it can mean, and takes words off
// that only join it to that sentence.
func (r *reader) resolved(s *sentence, before *sentence) (*sentence, string) {
	for len(s.tokens) > 2 && (joining[s.tokens[0].lower] || s.tokens[0].lower == "in" && (s.tokens[1].lower == "fact" || s.tokens[1].lower == "addition")) {
		n := 1
		if s.tokens[0].lower == "in" {
			n = 2
		}
		if s.tokens[n].text == "," {
			n++
		} else if s.tokens[0].lower != "but" && s.tokens[0].lower != "and" && s.tokens[0].lower != "also" {
			break
		}
		if n >= len(s.tokens) {
			return nil, tooShort
		}
		s = s.changed(0, s.tokens[n].from, "")
	}
	if len(s.tokens) == 0 {
		return nil, tooShort
	}
	first := s.tokens[0]
	switch {
	case leaning[first.lower] || len(s.tokens) > 2 && (first.lower == "as" && (s.tokens[1].lower == "such" || s.tokens[2].lower == "result") || first.lower == "for" && (s.tokens[1].lower == "example" || s.tokens[1].lower == "instance" || s.tokens[1].lower == "this")):
		if first.lower == "for" && len(s.tokens) > 3 {
			return nil, fmt.Sprintf(leansBack, "for "+s.tokens[1].text)
		}
		return nil, fmt.Sprintf(leansBack, first.text)
	case first.lower == "it" || first.lower == "he" || first.lower == "she":
		who := subjectName(before)
		if who == "" || len(s.tokens) < 2 || !finite(s.tokens[1]) {
			return nil, fmt.Sprintf(noReferent, first.text)
		}
		if first.lower == "it" && s.tokens[1].lower == "is" && impersonal(s.tokens) {
			return nil, fmt.Sprintf(noReferent, first.text)
		}
		return s.changed(0, first.to, who), ""
	case first.lower == "its" || first.lower == "his" || first.lower == "her" && len(s.tokens) > 1:
		who := subjectName(before)
		if who == "" {
			return nil, fmt.Sprintf(noReferent, first.text)
		}
		return s.changed(0, first.to, who+"'s"), ""
	case pronouns[first.lower], pointing[first.lower], first.lower == "its", first.lower == "his", first.lower == "her", first.lower == "their",
		first.lower == "both", first.lower == "some", first.lower == "many", first.lower == "most" && s.tokens[1].lower != "of", first.lower == "each", first.lower == "another", first.lower == "others", first.lower == "other", first.lower == "several", first.lower == "neither", first.lower == "none", first.lower == "all":
		if (first.lower == "many" || first.lower == "most" || first.lower == "all" || first.lower == "each" || first.lower == "some" || first.lower == "several" || first.lower == "both") && len(s.tokens) > 2 && s.tokens[1].word && !auxiliary(s.tokens[1].lower) && !prepositions[s.tokens[1].lower] && !determiners[s.tokens[1].lower] && !anaphoric[s.tokens[1].lower] && first.lower != "both" {
			return s, ""
		}
		return nil, fmt.Sprintf(noReferent, first.text)
	}
	return s, ""
}

// impersonal tells whether an "it" stands for nothing: "it is possible to".
func impersonal(t []token) bool {
	for i := 2; i < len(t) && i < 7; i++ {
		if t[i].lower == "to" || t[i].lower == "that" {
			return true
		}
	}
	return false
}

// subjectName returns the one name that a sentence begins with; "" when it
// begins otherwise, or names others that a pronoun could mean.
func subjectName(s *sentence) string {
	if s == nil || len(s.tokens) == 0 {
		return ""
	}
	all := names(s)
	if len(all) == 0 || all[0].from > 4 {
		return ""
	}
	subject := s.text[all[0].from:all[0].to]
	for _, n := range all[1:] {
		text := s.text[n.from:n.to]
		if !strings.Contains(subject, text) && !strings.Contains(text, subject) {
			return ""
		}
	}
	// The name is the subject, not its owner: a verb or an apposition follows.
	if strings.HasPrefix(strings.ToLower(s.text), "the ") && all[0].from == 4 {
		subject = "The " + subject
	} else if all[0].from > 0 {
		return ""
	}
	rest := strings.TrimLeft(s.text[all[0].to:], " ")
	if strings.HasPrefix(rest, "'s") || strings.HasPrefix(rest, "’s") || strings.HasPrefix(rest, "and ") {
		return ""
	}
	for i, t := range s.tokens {
		if t.from >= all[0].to {
			if t.text != "," && t.text != "(" && !finiteAt(s.tokens, i) {
				return ""
			}
			break
		}
	}
	return subject
}

// changed returns a sentence with text in the place of a part of it.
func (s *sentence) changed(from, to int, text string) *sentence {
	made := *s
	made.text = s.text[:from] + text + s.text[to:]
	made.text = upperFirst(strings.TrimSpace(made.text))
	made.tokens = tokensOf(made.text)
	return &made
}

func upperFirst(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// pointsBack returns the first words of a sentence that stand for something
// outside of it; "" when there are none.
func (r *reader) pointsBack(s *sentence) string {
	t := s.tokens
	named := false
	for i, w := range t {
		next, prev := token{}, token{}
		if i+1 < len(t) {
			next = t[i+1]
		}
		if i > 0 {
			prev = t[i-1]
		}
		switch {
		case !w.word && !w.code():
		case w.lower == "this" || w.lower == "these" || w.lower == "those" && next.lower != "who" && next.lower != "of" && next.lower != "that" && next.lower != "in", w.lower == "such" && next.lower != "as" && prev.text != ",", w.lower == "former" && prev.lower == "the", w.lower == "latter", w.lower == "aforementioned", w.lower == "above" && (next.text == "." || prev.lower == "the"), w.lower == "below" && (next.text == "." || next.text == ","), w.lower == "following" && prev.lower == "the":
			return w.text
		case w.lower == "other" && (prev.lower == "the" || prev.lower == "each") && prev.lower != "each", w.lower == "another" && i < 3:
			return w.text
		case (w.lower == "that" && (determinerLike(t, i))):
			return w.text
		case (w.lower == "he" || w.lower == "she" || w.lower == "his" || w.lower == "her" || w.lower == "him" || w.lower == "they" || w.lower == "them" || w.lower == "their") && !named && i < 3:
			return w.text
		case (w.lower == "him" || w.lower == "he" || w.lower == "she" || w.lower == "them" || w.lower == "they") && !personBefore(s, w.from):
			return w.text
		case (w.lower == "it" || w.lower == "him" || w.lower == "them") && prev.word && pastOf[prev.lower] != "" && i < 6:
			return w.text
		case (w.lower == "it" || w.lower == "its") && i < 2:
			return w.text
		case w.lower == "there" && i > 0 && (next.text == "." || next.text == ","), w.lower == "here":
			return w.text
		case w.lower == "the" && next.word:
			if word := r.bare(s, i); word != "" {
				return word
			}
		}
		if (w.capital() && i > 0) || (w.word && !function[w.lower]) {
			named = true
		}
	}
	return ""
}

// personBefore tells whether somebody, or several, are named before a place in
// a sentence whom a pronoun there can mean.
func personBefore(s *sentence, at int) bool {
	found := 0
	for _, n := range names(s) {
		if n.to <= at && (n.first == 0 || s.tokens[n.first-1].lower != "the") {
			found++
		}
	}
	if found == 0 { // "cells divide when they": a plural that begins the sentence
		for _, t := range s.tokens[:min(3, len(s.tokens))] {
			if t.to <= at && t.word && strings.HasSuffix(t.lower, "s") && !function[t.lower] {
				return true
			}
		}
	}
	return found == 1
}

// determinerLike tells whether "that" points at something: "that year".
func determinerLike(t []token, i int) bool {
	if i+1 >= len(t) {
		return true
	}
	prev := ""
	if i > 0 {
		prev = t[i-1].lower
	}
	return (i == 0 || prepositions[prev] && prev != "in" && prev != "except" && prev != "than" || prev == "in" && anaphoric[t[i+1].lower]) && !finite(t[i+1])
}

// bare returns "the treaty" when the sentence does not say which one.
func (r *reader) bare(s *sentence, i int) string {
	t := s.tokens
	// The noun is the last word before one that is none.
	j := i + 1
	for j+1 < len(t) && t[j+1].word && !function[t[j+1].lower] && !t[j+1].code() && !finiteAt(t, j+1) && t[j].to+1 == t[j+1].from {
		j++
	}
	noun := t[j]
	noun.lower = strings.TrimSuffix(strings.TrimSuffix(noun.lower, "'s"), "’s")
	if noun.capital() || noun.number() || noun.code() || function[noun.lower] {
		return ""
	}
	for k := i + 1; k < j; k++ { // "the Soviet government", "the 1956 declaration", "the largest bank"
		if t[k].capital() || t[k].number() || superlative(t, k) {
			return ""
		}
	}
	phrase := s.text[t[i].from:noun.to]
	if j+1 < len(t) {
		switch next := t[j+1]; next.lower {
		case "of", "that", "which", "who", "whose", "where", "between":
			return ""
		case "in", "for", "to", "with", "at", "on", "from":
			// "the treaty in 1956" is no treaty told apart.
			if j+2 < len(t) && !t[j+2].number() && small[t[j+2].lower] == "" && !months[t[j+2].lower] || !anaphoric[noun.lower] {
				return ""
			}
		}
	}
	if j > i+1 && !anaphoric[noun.lower] {
		return "" // "the left ventricle"
	}
	// Named in this very sentence, or what the heading is about?
	st := stem(noun.lower)
	for k := range i {
		if stem(t[k].lower) == st {
			return ""
		}
	}
	if anaphoric[noun.lower] {
		return phrase
	}
	// Told apart from others before: "a red giant … the giant".
	if i < 2 && r.introduced[st] && !stems(r.doc.title + " " + strings.Join(s.block.headings, " "))[st] {
		return phrase
	}
	return ""
}

// introduce notes the nouns of a sentence that are told apart by a word before
// them: a later "the giant" means that one.
func (r *reader) introduce(s *sentence) {
	t := s.tokens
	for i := 1; i < len(t); i++ {
		if !t[i].word || function[t[i].lower] || t[i].capital() {
			continue
		}
		prev := t[i-1]
		if prev.lower == "a" || prev.lower == "an" || prev.word && prev.capital() && i > 1 {
			r.introduced[stem(t[i].lower)] = true
		}
	}
}

// superlative tells whether a token marks out one of many.
func superlative(t []token, i int) bool {
	w := t[i].lower
	if w == "most" || w == "least" {
		return i+1 < len(t) && t[i+1].word && !function[t[i+1].lower] && t[i+1].lower != "people"
	}
	return ranks[w] || len(w) > 5 && strings.HasSuffix(w, "est") && !slices.Contains([]string{"interest", "forest", "request", "conquest", "harvest", "honest", "modest", "protest", "contest", "manifest", "invest", "suggest", "arrest", "digest", "southwest", "northwest", "midwest", "behest", "bequest", "everest", "tempest"}, w)
}

var ranks = set("first second third only last best worst main chief final sole oldest")
